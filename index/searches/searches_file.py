"""`searches.yaml`: queries by the name under which the reader saved them. It may be edited by hand.

version: 1
searches:
  prisoners: prisoner* OR detainee*
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from index.errors import GlossatorError, ReadOnlyError
from index.yaml_edits import Change, Drop, Put, Rename, edited
from index.yaml_files import YamlFile
from index.yaml_tree import AnyNode, BadYaml, Scalar, read_tree
from index.yaml_tree import Mapping as Section

NAME: Final = "searches.yaml"
VERSION: Final = 1
LONGEST_NAME: Final = 100
LONGEST_QUERY: Final = 10_000
_HEADER: Final = (
    "# Saved searches: a name and its query, which @name in another query stands for. It may be edited by hand.\n"
)
_SEARCHES: Final = "searches"
_QUERY: Final = "query"
_IS_NAME: Final = re.compile(r"[A-Za-z0-9._-]+\Z")


class Entry(NamedTuple):
    """What is to become of a saved search."""

    name: str
    query: str | None
    """None takes it out."""
    found_at: str | None = None
    """The name that it has so far, where it gets another."""


Make = Callable[[Mapping[str, str]], Sequence[Entry]]


def is_name(name: str) -> bool:
    """True for letters a-z, digits, points, underscores and hyphens."""
    return len(name) <= LONGEST_NAME and _IS_NAME.match(name) is not None


class SearchesFile:
    """The file of one folder of marks, as it was last read."""

    def __init__(self, folder: Path, *, private: bool) -> None:
        self._file = YamlFile(folder, NAME, private=private)
        self.path = self._file.path
        self.entries: dict[str, str] = {}
        self._sections: set[str] = set()
        """Names whose query stands under a key of its own, beside others."""
        self.fault: str | None = None
        """Why the file as a whole is not read or not changed; what it said before still counts."""
        self.faults: list[str] = []
        """Entries that are left out of account, each with its line."""

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

        self._take(self._file.change(edit))

    def _take(self, text: str) -> None:
        try:
            root = read_tree(text)
        except BadYaml as error:
            raise ReadOnlyError(f"{self.path}:{error.line}:{error.column}: {error}; it is left as it is") from error
        version = root.values.get("version") if root else None
        newer = version is not None and (not isinstance(version.value, int) or version.value > VERSION)
        told = f"{self.path} was written by a newer Glossator; it is read as far as possible and not changed"
        self.fault = told if newer else None
        self.faults, self.entries, self._sections = [], {}, set()
        section = root.values.get(_SEARCHES) if root else None
        if isinstance(section, Section):
            for name, node in section.values.items():
                self._take_entry(name, section.keys[name], node)
        elif section is not None and section.value is not None:
            self._note(section, "`searches:` should hold a name and its query a line")

    def _take_entry(self, name: str, key: Scalar, node: AnyNode) -> None:
        if not is_name(name):
            self._note(key, f"{name[:40]!r} cannot be a name: letters a-z, digits, . _ and - only")
            return
        inner = node.values.get(_QUERY) if isinstance(node, Section) else node
        if not isinstance(inner, Scalar) or inner.value is None or not inner.text.strip():
            self._note(node, f"{name} has no query")
        elif len(inner.text) > LONGEST_QUERY:
            self._note(node, f"the query of {name} is longer than {LONGEST_QUERY:,} characters")
        else:
            self.entries[name] = " ".join(inner.text.split())
            if isinstance(node, Section):
                self._sections.add(name)

    def _note(self, node: AnyNode, message: str) -> None:
        self.faults.append(f"{self.path}:{node.line}:{node.column}: {message}")

    def _version(self, text: str) -> list[Change]:
        if self.fault is not None:
            raise ReadOnlyError(self.fault)
        root = read_tree(text)
        return [] if root is not None and "version" in root.values else [Put(("version",), VERSION)]

    def _changes(self, entry: Entry) -> list[Change]:
        at = entry.found_at or entry.name
        place = (_SEARCHES, at)
        if at not in self.entries:
            return [] if entry.query is None else [Put((_SEARCHES, entry.name), entry.query)]
        if entry.query is None:
            return [Drop(place)]
        changes: list[Change] = []
        if self.entries[at] != entry.query:
            changes.append(Put((*place, _QUERY) if at in self._sections else place, entry.query))
        return [*changes, Rename(place, entry.name)] if at != entry.name else changes
