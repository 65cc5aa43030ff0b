"""`entities.yaml`: what a reader decided about names, an entry a name. It may be edited by hand.

version: 1
entities:
  Josef Hallam:
    also: [J. Hallam, Joseph Hallam]   # names that are this one too
    not: [Greta Hallam]                # names that are another's
    without: [Hallam]                  # spellings that are taken out of it
    shown: Captain Hallam              # what it is called on the screen
    type: PERSON
    hidden: true
    note: Met him twice.               # what the reader wrote of it
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

from index.entities.ruling import LONGEST_NOTE, MOST_NAMES, Ruling, is_name, is_type
from index.yaml_edits import Change, Drop, Put
from index.yaml_sections import SectionFile
from index.yaml_tree import AnyNode, Scalar, Sequence
from index.yaml_tree import Mapping as Section

NAME: Final = "entities.yaml"
_ENTITIES: Final = "entities"
_KEYS: Final = {
    "also": "also",
    "not": "apart",
    "without": "without",
    "shown": "shown",
    "type": "type",
    "hidden": "hidden",
    "note": "note",
}
"""What each part of a ruling is called in the file."""


class Entry(NamedTuple):
    """What is to become of an entry."""

    name: str
    ruling: Ruling
    """A ruling about nothing takes the entry out."""


class EntitiesFile(SectionFile[Ruling, Entry]):
    """The file of one folder of marks, as it was last read."""

    NAME = NAME
    SECTION = _ENTITIES
    SHAPE = "a name and its keys an entry"
    HEADER = (
        "# What a reader decided about names: also (are the same), not (are another's), without (are taken out),"
        " shown, type, hidden, note. It may be edited by hand.\n"
    )

    def __init__(self, folder: Path, *, private: bool) -> None:
        super().__init__(folder, private=private)
        self._with_more: set[str] = set()
        """Names whose entries hold keys that are not ours, and stay for them."""

    # -- reading ------------------------------------------------------------------------------------------------

    def _take_section(self, section: Section | None) -> None:
        self._with_more = set()
        for name, node in section.values.items() if section is not None else ():
            assert section is not None
            if not is_name(name):
                self._note(section.keys[name], f"{name[:40]!r} cannot be a name")
                continue
            self.entries[name] = self._ruling(node)
            if isinstance(node, Section) and not node.values.keys() <= _KEYS.keys():
                self._with_more.add(name)

    def _ruling(self, node: AnyNode) -> Ruling:
        if not isinstance(node, Section):
            if node.value is not None:
                self._note(node, "a name has keys, such as `also: [another name]`")
            return Ruling()
        found: dict[str, Any] = {}
        for key, part in _KEYS.items():
            if key in node.values and (value := self._value(key, node.values[key])) is not None:
                found[part] = value
        return Ruling(**found)

    def _value(self, key: str, node: AnyNode) -> Any:
        """A value as a Ruling holds it; None where there is none or none that can be taken."""
        if key in ("also", "not", "without"):
            items = node.items if isinstance(node, Sequence) else [node]
            if len(items) > MOST_NAMES:
                self._note(node, f"only the first {MOST_NAMES:,} names of a list count")
            names = [self._text(item, "name") for item in items[:MOST_NAMES]]
            return tuple(dict.fromkeys(name for name in names if name is not None))
        if key == "hidden":
            if isinstance(node.value, bool) or node.value is None:
                return node.value
            self._note(node, "hidden is true or false")
            return None
        return self._text(node, "name" if key == "shown" else key)

    def _text(self, node: AnyNode, what: str) -> str | None:
        if not isinstance(node, Scalar):
            self._note(node, f"a {what} is one text")
            return None
        if node.value is None or not node.text.strip():
            return None
        text = node.text.strip()
        if what == "type" and is_type(text.upper()):
            return text.upper()
        if (what == "name" and is_name(text)) or (what == "note" and len(text) <= LONGEST_NOTE):
            return text
        self._note(node, f"{text[:40]!r} cannot be a {what}")
        return None

    # -- writing ------------------------------------------------------------------------------------------------

    def _changes(self, entry: Entry) -> list[Change]:
        place = (_ENTITIES, entry.name)
        if entry.name not in self.entries:
            return [Put(place, plain(entry.ruling))] if entry.ruling else []
        if not entry.ruling and entry.name not in self._with_more:
            return [Drop(place)]
        before, after = plain(self.entries[entry.name]), plain(entry.ruling)
        return [
            Put((*place, key), after[key]) if key in after else Drop((*place, key))
            for key in _KEYS
            if before.get(key) != after.get(key)
        ]


def plain(ruling: Ruling) -> dict[str, Any]:
    """The keys that are set, as they are written in the file and in the undo log."""
    found: dict[str, Any] = {}
    for key, part in _KEYS.items():
        value = getattr(ruling, part)
        if value:
            found[key] = list(value) if isinstance(value, tuple) else value
    return found


def ruling_of(record: Any) -> Ruling:
    """The inverse of `plain`; of nothing, a ruling about nothing."""
    values = {part: (record or {}).get(key) for key, part in _KEYS.items()}
    return Ruling(
        tuple(values["also"] or ()),
        tuple(values["apart"] or ()),
        tuple(values["without"] or ()),
        values["shown"] or None,
        values["type"] or None,
        bool(values["hidden"]),
        values["note"] or None,
    )
