"""`documents.yaml`: what a reader decided about documents, an entry a path with only the keys that are set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote_from_bytes, unquote_to_bytes

from index.desk.decision import Decision, is_date, is_tag, is_value
from index.errors import GlossatorError, ReadOnlyError
from index.yaml_edits import Change, Drop, Put, Rename, edited
from index.yaml_files import YamlFile
from index.yaml_tree import AnyNode, BadYaml, Scalar, Sequence, read_tree
from index.yaml_tree import Mapping as Section

NAME: Final = "documents.yaml"
VERSION: Final = 1
_HEADER: Final = (
    "# What a reader decided about documents: tags, starred, title, date, source. It may be edited by hand.\n"
)
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


Make = Callable[[Mapping[str, Decision]], Iterable[Entry]]


class DecisionsFile:
    """The file of one folder of marks, as it was last read."""

    def __init__(self, folder: Path, *, private: bool) -> None:
        self._file = YamlFile(folder, NAME, private=private)
        self.path = self._file.path
        self.entries: dict[str, Decision] = {}
        self._with_more: set[str] = set()
        """Paths whose entries hold keys that are not ours, and stay for them."""
        self.fault: str | None = None
        """Why the file as a whole is not read; what it said before still counts."""
        self.faults: list[str] = []
        """Values that are left out of account, each with its line."""

    def refresh(self) -> bool:
        """Take up what is new; True where anything was. A file that cannot be read becomes `fault`."""
        try:
            text = self._file.read_new()
            if text is None:
                return False
            self._take(text)
        except GlossatorError as error:
            changed = self.fault != str(error)
            self.fault = str(error)
            return changed
        return True

    def write(self, make: Make) -> None:
        """Set entries. `make` is called under the lock with the entries as they are, and says what becomes of which.

        Raises ReadOnlyError, Busy, GlossatorError where the file cannot be edited, and what `make` does.
        """

        def edit(text: str) -> str:
            self._take(text)
            changes = [change for entry in make(self.entries) for change in self._changes(entry)]
            if not changes:
                return text
            begun = text if text.strip() else text + _HEADER
            return edited(begun, [*self._version(text), *changes])

        try:
            self._take(self._file.change(edit))
        except BadYaml as error:
            raise ReadOnlyError(f"{self.path}:{error.line}:{error.column}: {error}; it is left as it is") from error

    # -- reading ------------------------------------------------------------------------------------------------

    def _take(self, text: str) -> None:
        try:
            root = read_tree(text)
        except BadYaml as error:
            raise ReadOnlyError(f"{self.path}:{error.line}:{error.column}: {error}; it is left as it is") from error
        self.faults = []
        version = root.values.get("version") if root else None
        if version is not None and (not isinstance(version.value, int) or version.value > VERSION):
            self.fault = f"{self.path} was written by a newer Glossator; it is read as far as possible and not changed"
        else:
            self.fault = None
        section = root.values.get(_DOCUMENTS) if root else None
        self.entries, self._with_more = {}, set()
        if isinstance(section, Section):
            for key, node in section.values.items():
                self.entries[path_of(key)] = self._decision(node)
                if isinstance(node, Section) and not node.values.keys() <= set(_KEYS):
                    self._with_more.add(path_of(key))
        elif section is not None and section.value is not None:
            self._note(section, "`documents:` should hold a path and its keys a document")

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
            self._note(node, f"a {what} is one text")
            return None
        if node.value is None or not node.text.strip():
            return None
        text = node.text.strip()
        fits = {"tag": is_tag, "date": is_date}.get(what, is_value)
        if fits(text):
            return text
        self._note(node, f"{text[:40]!r} cannot be a {what}")
        return None

    def _note(self, node: AnyNode, message: str) -> None:
        self.faults.append(f"{self.path}:{node.line}:{node.column}: {message}")

    # -- writing ------------------------------------------------------------------------------------------------

    def _version(self, text: str) -> list[Change]:
        if self.fault is not None:
            raise ReadOnlyError(self.fault)
        root = read_tree(text)
        return [] if root is not None and "version" in root.values else [Put(("version",), VERSION)]

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
