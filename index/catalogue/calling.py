"""What entities are called, folded, so that a name finds them without going through all of them: table `called`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from index.document import Entity
from index.search.tokens import words
from index.understanding.grouping import UNGROUPED, normalised

_END, _SURNAME, _NAME = 0, 1, 2
"""How a line of the table came about: the last words of a name, the last word of a person's own name, a name."""
_MOST_WORDS: Final = 16
_LAST: Final = "\U0010ffff"
_AFTER_SPACE: Final = "!"
_NEAR: Final = 75.0
"""How alike (of 100) a name must be to be offered for another."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name that is asked for, as lines of the table are compared with it."""

    name: str
    beginning: bool = False
    """True: whatever begins so, at any of its words."""


def wanted_name(value: str, *, beginning: bool = False) -> Wanted | None:
    """The name of a value as typed; `*` at its end makes it a beginning. None where no word is in it."""
    name = " ".join(words(value))
    return Wanted(name, beginning or value.rstrip().endswith("*")) if name else None


def lines_of(entity: Entity) -> Iterator[tuple[str, str, int]]:
    """(folded name, id, how) of each of an entity's names and of what ends them."""
    if entity.type in UNGROUPED:
        return
    found: dict[str, int] = {}
    for alias in (entity.name, *entity.aliases):
        parts = words(alias)[:_MOST_WORDS]
        for at in range(len(parts)):
            ending = " ".join(parts[at:])
            found[ending] = max(found.get(ending, _END), _END if at else _NAME)
    if entity.type == "PERSON":
        own = words(normalised(entity.name, "PERSON"))
        if len(own) > 1:
            found[own[-1]] = max(found.get(own[-1], _END), _SURNAME)
    for name, how in found.items():
        yield name, entity.id, how


def write_called(db: sqlite3.Connection, before: Mapping[str, Entity], entities: Iterable[Entity]) -> None:
    """Bring the table up to date. `before`: some entities by id as the table has them; those that are not among the
    others go by no name any more.

    Only what is another than before is written: a changed document does not cost what all of them did.
    """
    gone = dict(before)
    old: set[tuple[str, str, int]] = set()
    new: set[tuple[str, str, int]] = set()
    for entity in entities:
        was = gone.pop(entity.id, None)
        if was is None or was.name != entity.name or set(was.aliases) != set(entity.aliases):
            old.update(lines_of(was) if was is not None else ())
            new.update(lines_of(entity))
    db.executemany("DELETE FROM called WHERE entity = ?", ((id,) for id in gone))
    db.executemany("DELETE FROM called WHERE name = ? AND entity = ?", (line[:2] for line in old - new))
    db.executemany("INSERT OR REPLACE INTO called VALUES (?,?,?)", sorted(new - old))


Rows = Callable[[str, tuple[Any, ...]], Iterable[Any]]
"""Runs a query."""


class CalledReader:
    """Finds entities by what they are called, and the documents that mention them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def entities(self, wanted: Wanted) -> list[str]:
        """Ids of those with this name; of persons, with this surname; if there are none, with these words in a name."""
        test, values = self._test(wanted)
        return [id for (id,) in self._rows(f"SELECT DISTINCT entity FROM called WHERE {test}", values)]

    def documents(self, wanted: Wanted) -> set[int]:
        """Documents that mention one of those."""
        test, values = self._test(wanted)
        inner = f"SELECT entity FROM called WHERE {test}"
        return {id for (id,) in self._rows(f"SELECT DISTINCT document FROM named WHERE entity IN ({inner})", values)}

    def near(self, wanted: Wanted) -> str | None:
        """The name, as it is shown, of the entity that is called most nearly so; None where nothing is near."""
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import extract

        names = [name for (name,) in self._rows("SELECT DISTINCT name FROM called WHERE how > 0", ())]
        found = extract(wanted.name, names, scorer=ratio, score_cutoff=_NEAR, limit=3)
        if not found:
            return None
        best = [name for name, score, _ in found if score == found[0][1]]
        marks = ",".join("?" * len(best))
        shown = list(
            self._rows(
                "SELECT e.name FROM called c JOIN entities e ON e.id = c.entity"
                f" WHERE c.how > 0 AND c.name IN ({marks}) ORDER BY e.documents DESC, e.id LIMIT 1",
                tuple(best),
            )
        )
        return shown[0][0] if shown else None

    def names(self) -> list[str]:
        """The names of all entities as they are shown, most documents first."""
        shown = self._rows(
            "SELECT name FROM entities WHERE type NOT IN ('DATE', 'QUANTITY') ORDER BY documents DESC, id", ()
        )
        return list(dict.fromkeys(name for (name,) in shown))

    def unread(self) -> bool:
        """True while the names of some documents are not known yet."""
        ((waiting, walked),) = self._rows(
            "SELECT EXISTS (SELECT 1 FROM documents WHERE analysed IS NULL),"
            " EXISTS (SELECT 1 FROM meta WHERE key = 'walked')",
            (),
        )
        return bool(waiting or not walked)

    def _test(self, wanted: Wanted) -> tuple[str, tuple[str, ...]]:
        """A condition on the table for the names that are meant, with its values."""
        name = wanted.name
        if wanted.beginning:
            return "name >= ? AND name < ?", (name, name + _LAST)
        if list(self._rows("SELECT 1 FROM called WHERE name = ? AND how > 0 LIMIT 1", (name,))):
            return "name = ? AND how > 0", (name,)
        return "name = ? OR (name >= ? AND name < ?)", (name, name + " ", name + _AFTER_SPACE)
