"""`patterns:` in `entities.yaml`: names that the program is to find, an entry a name, an expression or a list.

version: 1
patterns:
  Sea Lantern:                 # a name, found as it is written
    type: SHIP
    also: [the Lantern, SL]    # what else it is called
  court cases:                 # a regular expression; every finding is a name of its own
    type: CASE
    pattern: 'No\\. \\d+/\\d{4}'
    case: any                  # capitals or not
    words: false               # inside words too
    called: The Case           # every finding is this one
  weapons:                     # a file beside this one, a name a line
    type: WEAPON
    list: weapons.txt
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from index.entities.entities_file import NAME
from index.entities.ruling import MOST_NAMES, is_name, is_type
from index.errors import GlossatorError
from index.safe_files import open_file_below, open_folder
from index.understanding.own_names import BadExpression, OwnName, compiled
from index.yaml_edits import Change, Drop, Put
from index.yaml_sections import SectionFile
from index.yaml_tree import AnyNode, Scalar
from index.yaml_tree import Mapping as Section
from index.yaml_tree import Sequence as Items

_SECTION: Final = "patterns"
_KEYS: Final = ("type", "also", "pattern", "list", "called", "case", "words")
MOST_ENTRIES: Final = 5_000
MOST_EXPRESSIONS: Final = 200
MOST_LISTED: Final = 50_000
"""Names in all lists together."""
LARGEST_LIST: Final = 1 << 20
"""Bytes."""
_FILE_NAME: Final = re.compile(r"(?!\.)[\w.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Own:
    """One entry. Without `pattern` and `list` it is the name that it is called by."""

    type: str
    also: tuple[str, ...] = ()
    pattern: str | None = None
    list: str | None = None
    called: str | None = None
    any_case: bool = False
    whole_words: bool = True

    @property
    def is_name(self) -> bool:
        """True for a literal name."""
        return self.pattern is None and self.list is None


class OwnEntry(NamedTuple):
    """What is to become of an entry; None takes it out."""

    label: str
    own: Own | None


class PatternsFile(SectionFile[Own, OwnEntry]):
    """That section of the file of one folder of marks, as it was last read."""

    NAME = NAME
    SECTION = _SECTION
    SHAPE = "an entry a name, each with a `type:`"
    HEADER = (
        "# What a reader decided about names, and names to be found (docs/own-names.md). It may be edited by hand.\n"
    )

    def __init__(self, folder: Path, *, private: bool) -> None:
        super().__init__(folder, private=private)
        self._lines: dict[str, int] = {}

    def _take_section(self, section: Section | None) -> None:
        self._lines = {}
        expressions = 0
        for label, node in section.values.items() if section is not None else ():
            assert section is not None
            key = section.keys[label]
            if not is_name(label):
                self._note(key, f"{label[:40]!r} cannot be a name; it is left out")
            elif len(self.entries) >= MOST_ENTRIES:
                self._note(
                    key, f"only the first {MOST_ENTRIES:,} entries count; put many names into a list of their own"
                )
                return
            elif (own := self._own(label, node, key)) is not None:
                expressions += own.pattern is not None
                if own.pattern is not None and expressions > MOST_EXPRESSIONS:
                    self._note(key, f"only the first {MOST_EXPRESSIONS} expressions count; this one is left out")
                    continue
                self.entries[label] = own
                self._lines[label] = key.line

    def _own(self, label: str, node: AnyNode, key: AnyNode) -> Own | None:
        if not isinstance(node, Section):
            self._note(node, f"{label[:40]!r} needs a type, such as `type: SHIP`; it is left out")
            return None
        for name in node.values.keys() - set(_KEYS):
            self._note(node.keys[name], f"`{name[:40]}` is not known here; known are {', '.join(_KEYS)}")
        kind = self._text(node, "type")
        if kind is None or not is_type(kind.upper()):
            self._note(node.values.get("type", key), f"{label[:40]!r} needs a type in letters, such as `type: SHIP`")
            return None
        pattern, listed, called = (self._text(node, part) for part in ("pattern", "list", "called"))
        if called is not None and not is_name(called):
            self._note(node.values["called"], f"{called[:40]!r} cannot be a name")
            called = None
        if pattern is not None and listed is not None:
            self._note(key, "`pattern:` and `list:` are two entries; this one is left out")
            return None
        own = Own(
            kind.upper(),
            self._also(node),
            pattern,
            listed,
            called,
            self._text(node, "case") == "any",
            node.values["words"].value is not False if "words" in node.values else True,
        )
        return own if self._is_sound(label, own, node) else None

    def _is_sound(self, label: str, own: Own, node: Section) -> bool:
        if own.pattern is not None:
            try:
                compiled(own.pattern, own.any_case, own.whole_words)
            except BadExpression as error:
                self._note(
                    node.values["pattern"], f"the pattern of {label[:40]!r} is none that can be used: {error};"
                    " it is left out"
                )  # fmt: skip
                return False
        if own.list is not None and not _FILE_NAME.fullmatch(own.list):
            self._note(node.values["list"], "a list is the name of a file beside this one, without folders")
            return False
        return True

    def _text(self, node: Section, key: str) -> str | None:
        value = node.values.get(key)
        if value is None:
            return None
        if not isinstance(value, Scalar) or not value.text.strip():
            self._note(value, f"`{key}:` is one text")
            return None
        return value.text if key == "pattern" else value.text.strip()

    def _also(self, node: Section) -> tuple[str, ...]:
        value = node.values.get("also")
        if value is None:
            return ()
        items = value.items if isinstance(value, Items) else [value]
        if len(items) > MOST_NAMES:
            self._note(value, f"only the first {MOST_NAMES:,} names of a list count")
        found: dict[str, None] = {}
        for item in items[:MOST_NAMES]:
            name = item.text.strip() if isinstance(item, Scalar) else ""
            if is_name(name):
                found[name] = None
            else:
                self._note(item, f"{name[:40]!r} cannot be a name")
        return tuple(found)

    def _changes(self, entry: OwnEntry) -> list[Change]:
        place = (_SECTION, entry.label)
        before = self.entries.get(entry.label)
        if entry.own is None:
            return [Drop(place)] if before is not None else []
        if before is None:
            return [Put(place, plain(entry.own))]
        old, new = plain(before), plain(entry.own)
        return [
            Put((*place, key), new[key]) if key in new else Drop((*place, key))
            for key in _KEYS
            if old.get(key) != new.get(key)
        ]

    # -- what is to be found ----------------------------------------------------------------------------------------

    def own_names(self) -> list[OwnName]:
        """The entries with their lists read. What is wrong with a list is added to `faults`."""
        found: list[OwnName] = []
        left = MOST_LISTED
        for label, own in self.entries.items():
            names: tuple[tuple[str, ...], ...] = ()
            if own.list is not None:
                names = tuple(self._listed(own.list, self._lines[label], left))
                left -= len(names)
            elif own.pattern is None:
                names = ((label, *own.also),)
            found.append(OwnName(label, own.type, names, own.pattern, own.called, own.any_case, own.whole_words))
        return found

    def _listed(self, name: str, line: int, most: int) -> Iterable[tuple[str, ...]]:
        path = self.path.parent / name
        try:
            data = _bytes_of(path)
        except (OSError, GlossatorError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            self.faults.append(
                f"{self.path}:{line}: the list {path} cannot be read ({why}); its names are not looked for"
            )
            return
        if len(data) > LARGEST_LIST:
            self.faults.append(f"{path}: larger than {LARGEST_LIST >> 20} MB; its names are not looked for")
            return
        count = 0
        for number, raw in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
            names = tuple(part.strip() for part in raw.split("|") if part.strip())
            if not names or names[0].startswith("#"):
                continue
            if not all(is_name(each) and "\ufffd" not in each for each in names):
                self.faults.append(f"{path}:{number}: this cannot be a name; the line is left out")
                continue
            if count >= most:
                self.faults.append(f"{path}:{number}: only {MOST_LISTED:,} names of all lists count")
                return
            count += 1
            yield names


def _bytes_of(path: Path) -> bytes:
    """The beginning of a plain file, one byte more than a list may have; never through a link."""
    folder = open_folder(path.parent)
    try:
        opened = open_file_below(folder, path.name, os.O_RDONLY, path)
    finally:
        os.close(folder)
    with os.fdopen(opened, "rb") as file:
        return file.read(LARGEST_LIST + 1)


def plain(own: Own) -> dict[str, Any]:
    """The keys that are set, as they are written in the file and in the undo log."""
    found: dict[str, Any] = {"type": own.type}
    if own.also:
        found["also"] = list(own.also)
    for key in ("pattern", "list", "called"):
        if getattr(own, key) is not None:
            found[key] = getattr(own, key)
    if own.any_case:
        found["case"] = "any"
    if not own.whole_words:
        found["words"] = False
    return found


def own_of(record: Any) -> Own | None:
    """The inverse of `plain`; None of nothing."""
    if not record:
        return None
    return Own(
        record["type"],
        tuple(record.get("also") or ()),
        record.get("pattern"),
        record.get("list"),
        record.get("called"),
        record.get("case") == "any",
        record.get("words") is not False,
    )


def read_own_names(folders: Sequence[Path]) -> tuple[tuple[OwnName, ...], list[str]]:
    """The entries of some folders of marks, those of the first counting most, and what is wrong with them."""
    found: dict[str, OwnName] = {}
    faults: list[str] = []
    for folder in folders:
        if not os.path.lexists(folder / NAME):
            continue
        file = PatternsFile(folder, private=False)
        file.refresh()
        for own in file.own_names():
            found.setdefault(own.label, own)
        faults += ([file.fault] if file.fault else []) + file.faults
    return tuple(found.values()), faults
