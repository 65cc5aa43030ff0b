"""`documents.yaml`: what a reader decided about documents, an entry a path with only the keys that are set."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote_from_bytes, unquote_to_bytes

from index.desk.decision import Decision, is_date, is_tag, is_value
from index.yaml_edits import Change, Drop, Put, Rename
from index.yaml_sections import SectionFile
from index.yaml_tree import AnyNode, Scalar, Sequence
from index.yaml_tree import Mapping as Section

NAME: Final = "documents.yaml"
_DOCUMENTS: Final = "documents"
_ENCODED: Final = "percent:"
"""Begins the key of a path that is no text in UTF-8, written with %XX."""
_KEYS: Final = tuple(field.name for field in fields(Decision))


class Entry(NamedTuple):
    """What is to become of an entry."""

    path: str
    decision: Decision
    """A decision about nothing takes the entry out."""
    found_at: str | None = None
    """The path that the entry stands under, where its document was renamed."""


class DecisionsFile(SectionFile[Decision, Entry]):
    """The file of one folder of marks, as it was last read."""

    NAME = NAME
    SECTION = _DOCUMENTS
    SHAPE = "a path and its keys a document"
    HEADER = (
        "# What a reader decided of documents: tags, starred, title, date, source, author. May be edited by hand.\n"
    )

    def __init__(self, folder: Path, *, private: bool) -> None:
        super().__init__(folder, private=private)
        self._with_more: set[str] = set()
        """Paths whose entries hold keys that are not ours, and stay for them."""

    # -- reading ------------------------------------------------------------------------------------------------

    def _take_section(self, section: Section | None) -> None:
        self._with_more = set()
        for key, node in section.values.items() if section is not None else ():
            self.entries[path_of(key)] = self._decision(node)
            if isinstance(node, Section) and not node.values.keys() <= set(_KEYS):
                self._with_more.add(path_of(key))

    def _decision(self, node: AnyNode) -> Decision:
        if not isinstance(node, Section):
            if node.value is not None:
                self._note(node, "a document has keys, such as `starred: true`")
            return Decision()
        found: dict[str, Any] = {}
        for key in _KEYS:
            if key in node.values and (value := self._value(key, node.values[key])) is not None:
                found[key] = value
        return Decision(**found)

    def _value(self, key: str, node: AnyNode) -> Any:
        """A value as a Decision holds it; None where there is none or none that can be taken."""
        if key == "tags":
            items = node.items if isinstance(node, Sequence) else [node]
            tags = [self._text(item, "tag") for item in items]
            return tuple(dict.fromkeys(tag for tag in tags if tag is not None))
        if key == "starred":
            if isinstance(node.value, bool) or node.value is None:
                return node.value
            self._note(node, "starred is true or false")
            return None
        return self._text(node, key)

    def _text(self, node: AnyNode, what: str) -> str | None:
        if not isinstance(node, Scalar):
            self._note(node, f"{'an' if what == 'author' else 'a'} {what} is one text")
            return None
        if node.value is None or not node.text.strip():
            return None
        text = node.text.strip()
        fits = {"tag": is_tag, "date": is_date}.get(what, is_value)
        if fits(text):
            return text
        self._note(node, f"{text[:40]!r} cannot be a {what}")
        return None

    # -- writing ------------------------------------------------------------------------------------------------

    def _changes(self, entry: Entry) -> list[Change]:
        at = entry.found_at if entry.found_at is not None else entry.path
        place = (_DOCUMENTS, key_of(at))
        if at not in self.entries:
            return [Put((_DOCUMENTS, key_of(entry.path)), _plain(entry.decision))] if entry.decision else []
        if not entry.decision and at not in self._with_more:
            return [Drop(place)]
        before, after = _plain(self.entries[at]), _plain(entry.decision)
        changes: list[Change] = [
            Put((*place, key), after[key]) if key in after else Drop((*place, key))
            for key in _KEYS
            if before.get(key) != after.get(key)
        ]
        return changes if at == entry.path else [*changes, Rename(place, key_of(entry.path))]


def key_of(path: str) -> str:
    """The key of a document's entry."""
    if path.startswith(_ENCODED) or not path.isprintable():
        return _ENCODED + quote_from_bytes(path.encode("utf-8", "surrogateescape"), safe="/ ")
    return path


def path_of(key: str) -> str:
    """The inverse of `key_of`."""
    if key.startswith(_ENCODED):
        return unquote_to_bytes(key.removeprefix(_ENCODED)).decode("utf-8", "surrogateescape")
    return key


def _plain(decision: Decision) -> dict[str, Any]:
    """The keys that are set, as they are written."""
    found: dict[str, Any] = {}
    for key in _KEYS:
        value = getattr(decision, key)
        if value:
            found[key] = list(value) if isinstance(value, tuple) else value
    return found
