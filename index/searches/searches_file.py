"""`searches.yaml`: queries by the name under which the reader saved them. It may be edited by hand.

version: 1
searches:
  prisoners: prisoner* OR detainee*
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

from index.yaml_edits import Change, Drop, Put, Rename
from index.yaml_sections import SectionFile
from index.yaml_tree import AnyNode, Scalar
from index.yaml_tree import Mapping as Section

NAME: Final = "searches.yaml"
LONGEST_NAME: Final = 100
LONGEST_QUERY: Final = 10_000
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


def is_name(name: str) -> bool:
    """True for letters a-z, digits, points, underscores and hyphens."""
    return len(name) <= LONGEST_NAME and _IS_NAME.match(name) is not None


class SearchesFile(SectionFile[str, Entry]):
    """The file of one folder of marks, as it was last read."""

    NAME = NAME
    SECTION = _SEARCHES
    SHAPE = "a name and its query a line"
    HEADER = (
        "# Saved searches: a name and its query, which @name in another query stands for. It may be edited by hand.\n"
    )

    def __init__(self, folder: Path, *, private: bool) -> None:
        super().__init__(folder, private=private)
        self._sections: set[str] = set()
        """Names whose query stands under a key of its own, beside others."""

    def _take_section(self, section: Section | None) -> None:
        self._sections = set()
        if section is not None:
            for name, node in section.values.items():
                self._take_entry(name, section.keys[name], node)

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
