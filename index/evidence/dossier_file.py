"""The file of one dossier: `.glossator/dossiers/NAME.yaml`, which people write in as well.

Entries are pieces of its text, a dash each, and only those that change are written anew: comments stay with the entry
they stand above, and an entry with a mistake stays where it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.errors import ReadOnlyError
from index.evidence.dossier import BadEntry, Entry, from_value, to_value, unique
from index.safe_files import PRIVATE_FOLDER, SHARED_FOLDER, make_private_folder, open_folder, read_only
from index.yaml_edits import scalar
from index.yaml_files import YamlFile
from index.yaml_tree import BadYaml, Mapping, read_tree
from index.yaml_tree import Sequence as List

FOLDER: Final = "dossiers"
VERSION: Final = 1
HEADER: Final = (
    "# A dossier: passages and headings in their order. `exact` and what stands around it is how a passage is found\n"
    "# again; write as many notes and headings as you like.\n"
)
_SECTION: Final = "passages"


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry and its lines in the file; `entry` is None for one with a mistake, which stays as it is."""

    entry: Entry | None
    lines: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A file taken apart."""

    before: str = ""
    """Its lines up to the first entry."""
    kept: tuple[Kept, ...] = ()
    after: str = ""
    faults: tuple[str, ...] = ()
    """Each with its line."""
    locked: str | None = None
    """Why it is not changed here."""

    @property
    def entries(self) -> list[Entry]:
        """Those that can be used."""
        return [each.entry for each in self.kept if each.entry is not None]


Change = Callable[[list[Entry]], Sequence[Entry]]
"""Given the entries as they are, says what they become, in order."""


class DossierFile:
    """One file. Another process may write it at any time."""

    def __init__(self, marks: Path, name: str, *, private: bool) -> None:
        self._marks = marks
        self._private = private
        self._file = YamlFile(marks / FOLDER, f"{name}.yaml", private=private)
        self.path = self._file.path
        self._contents = Contents()

    def read(self) -> Contents:
        """What it holds now. Raises GlossatorError where it cannot be read."""
        text = self._file.read_new()
        if text is not None:
            self._contents = self._taken_apart(text)
        return self._contents

    def change(self, make: Change) -> None:
        """Change it; on disk when this returns. Raises ReadOnlyError, Busy, GlossatorError and what `make` does."""
        try:
            if self._private:
                make_private_folder(self._marks.parent)
            os.close(open_folder(self._marks, create=True, mode=PRIVATE_FOLDER if self._private else SHARED_FOLDER))
        except OSError as error:
            raise read_only(self._marks, error) from error
        text = self._file.change(lambda text: self._written(self._taken_apart(text), make))
        self._contents = self._taken_apart(text)

    def _written(self, contents: Contents, make: Change) -> str:
        if contents.locked is not None:
            raise ReadOnlyError(contents.locked)
        before = contents.entries
        after = list(make(list(before)))
        if after == before:
            return contents.before + "".join(each.lines for each in contents.kept) + contents.after
        known = {each.entry: each for each in contents.kept if each.entry is not None}
        # Two entries that somebody copied by hand are told apart by their order until their ids are written.
        for lines in ([known.get(entry) or Kept(entry, _lines(entry)) for entry in after], None):
            text = self._joined(contents, lines or [Kept(entry, _lines(entry)) for entry in after])
            if self._taken_apart(text).entries == after:
                return text
        raise ReadOnlyError(f"{self.path} is laid out in a way that cannot be edited in place; it is left as it is")

    @staticmethod
    def _joined(contents: Contents, entries: Sequence[Kept]) -> str:
        lines = list(entries)
        for number, each in enumerate(contents.kept):
            if each.entry is None:  # where it was, as far as that can be said
                lines.insert(min(number, len(lines)), each)
        begun = contents.before or f"{HEADER}version: {VERSION}\n"
        if f"\n{_SECTION}:" not in f"\n{begun}":
            begun = begun.rstrip("\n") + f"\n{_SECTION}:\n"
        if not lines:
            begun = begun[: begun.rindex(f"{_SECTION}:")] + f"{_SECTION}: []\n"
        else:
            begun = begun.replace(f"{_SECTION}: []", f"{_SECTION}:")
        return begun + "".join(each.lines for each in lines) + contents.after

    # -- reading ------------------------------------------------------------------------------------------------

    def _taken_apart(self, text: str) -> Contents:
        try:
            root = read_tree(text)
        except BadYaml as error:
            told = f"{self.path}:{error.line}:{error.column}: {error}; it is left as it is"
            return Contents(before=text, faults=(told,), locked=told)
        version = root.values.get("version") if root is not None else None
        locked = None
        if version is not None and (not isinstance(version.value, int) or version.value > VERSION):
            locked = f"{self.path} was written by a newer Glossator; it is read as far as possible and not changed"
        section = root.values.get(_SECTION) if root is not None else None
        if section is None or (not isinstance(section, List) and section.value is None):
            return Contents(before=_ended(text), faults=(locked,) if locked else (), locked=locked)
        if not isinstance(section, List):
            told = f"{self.path}:{section.line}: `{_SECTION}:` should hold a list; it is left as it is"
            return Contents(before=text, faults=(told,), locked=told)
        if section.flow and section.items:
            locked = locked or f"{self.path}: write each passage below a dash of its own for it to be changed here"
        assert root is not None
        return self._items(text, root, section, locked)

    def _items(self, text: str, root: Mapping, section: List, locked: str | None) -> Contents:
        faults = [locked] if locked else []
        entries: list[Entry | None] = []
        for item in section.items:
            try:
                entries.append(from_value(item.value))
            except BadEntry as error:
                faults.append(f"{self.path}:{item.line}: {error}")
                entries.append(None)
        named = iter(unique(entry for entry in entries if entry is not None))
        entries = [next(named) if entry is not None else None for entry in entries]
        starts = [] if section.flow else [_first_line(text, item.start) for item in section.items]
        if not starts:
            return Contents(_ended(text), tuple(Kept(each, "") for each in entries), "", tuple(faults), locked)
        stop = _behind(text, root, section)
        bounds = [*starts, stop]
        kept = tuple(Kept(entry, _ended(text[bounds[at] : bounds[at + 1]])) for at, entry in enumerate(entries))
        return Contents(text[: starts[0]], kept, text[stop:], tuple(faults), locked)


def _first_line(text: str, start: int) -> int:
    """Where the lines of an item begin: that of its dash, and comments right above it."""
    at = text.rfind("\n", 0, start) + 1
    if "-" not in text[at:start]:
        at = text.rfind("\n", 0, text.rindex("-", 0, start)) + 1
    while at > 0:
        above = text.rfind("\n", 0, at - 1) + 1
        line = text[above : at - 1].strip()
        if not line.startswith("#"):
            break
        at = above
    return at


def _behind(text: str, root: Mapping, section: List) -> int:
    """Where what follows the list begins: the next key of the file, or its end."""
    later = [key.start for key in root.keys.values() if key.start > section.start]
    return text.rfind("\n", 0, min(later)) + 1 if later else len(text)


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _lines(entry: Entry) -> str:
    """An entry as it is written: words that are long or strange in quotation marks, in one line each."""
    found, sign = [], "-"
    for key, value in to_value(entry).items():
        found.append(f"{sign} {key}: {_value(value)}\n")
        sign = " "
    return "".join(found)


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(str(each)) for each in value) + "]"
    if isinstance(value, str):
        plain = value.isascii() and value.replace(" ", "").isalnum() and not value.isdigit()
        return scalar(value) if plain else _quoted(value)
    return str(value)


def _quoted(value: str) -> str:
    """In double quotes, whatever it holds."""
    return scalar('"' + value)[:1] + scalar('"' + value)[3:]
