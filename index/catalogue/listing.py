"""Orders, groups and filters of all documents, answered by the table `listed` without reading the documents' rows."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from index.catalogue.damage import told
from index.catalogue.packing import path_from_bytes, path_to_bytes, storable
from index.errors import Cancelled
from index.events import Cancelled as Asked
from index.keys import folder_of

Numbers = array  # of C ints: numbers of documents
KEYS: Final = {
    "path": "path_key",
    "title": "COALESCE(title_key, title)",
    "source": "COALESCE(source_key, source)",
    "author": "COALESCE(authors_key, authors)",
    "date": "date",
    "words": "words",
    "size": "size",
    "format": "format",
    "language": "language",
    "folder": "folder_key",
}
"""What each column is sorted by."""

PARTS: Final = {"title": "title", "author": "authors", "source": "source", "path": "path"}
"""Columns of folded text that filters look into."""
_STEPS: Final = 20_000
"""Steps of SQLite between two questions whether to go on: about a millisecond."""
_AT_ONCE: Final = 500
_TEXTS_AT_ONCE: Final = 100
_FEW: Final = 2_000
"""Documents whose places are asked for alone; for more of them it is quicker to know all."""
_PLACED: Final = (
    "SELECT path_key, documents.path AS path, document FROM listed JOIN documents ON documents.id = document"
)
"""Folded paths first, in natural order; those that differ in case alone, by their bytes."""


class ListedReader:
    """Answers from one catalogue, from any thread. The other threads go on while SQLite sorts and looks."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection
        self._placed: tuple[str, Mapping[int, int]] = ("", {})

    def version(self) -> str:
        """Changes whenever anything that lists show has changed."""
        rows = list(self._rows("SELECT value FROM meta WHERE key = 'listed'"))
        return rows[0][0] if rows else "0"

    def complete(self) -> bool:
        """True once every file that was found has been read, or was skipped."""
        return bool(list(self._rows("SELECT 1 FROM meta WHERE key = 'walked'")))

    # -- orders -------------------------------------------------------------------------------------------------

    def order(self, column: str, descending: bool, cancelled: Asked | None) -> tuple[Numbers[int], Numbers[int]]:
        """All documents by a column, then by path; and apart those that have nothing in it, by path."""
        key = KEYS[column]
        turned = " DESC" if descending else ""
        # A path is itself the last criterion, and turned with the rest.
        by_path = f"path_key{turned if column == 'path' else ''}, document{turned if column == 'path' else ''}"
        named = self._numbers(
            f"SELECT document FROM listed WHERE {key} IS NOT NULL ORDER BY {key}{turned}, {by_path}", cancelled
        )
        nameless = self._numbers(f"SELECT document FROM listed WHERE {key} IS NULL ORDER BY {by_path}", cancelled)
        return named, nameless

    def key(self, column: str, number: int) -> tuple[Any, str, int]:
        """What a document is sorted by."""
        ((key, path_key),) = self._rows(f"SELECT {KEYS[column]}, path_key FROM listed WHERE document = ?", (number,))
        return key, path_key, number

    def places(self, numbers: Sequence[int]) -> Mapping[int, int]:
        """Where these stand among one another by path; those that are not catalogued are left out."""
        if len(numbers) > _FEW:
            return self._all_places()
        keyed: list[tuple[str, bytes, int]] = []
        for at in range(0, len(numbers), _AT_ONCE):
            some = numbers[at : at + _AT_ONCE]
            keyed += self._rows(f"{_PLACED} WHERE document IN ({','.join('?' * len(some))})", some)
        return {number: place for place, (_, _, number) in enumerate(sorted(keyed))}

    def _all_places(self) -> Mapping[int, int]:
        """The same of every document: read once (0.2 s for 100,000 of them), and again when one came or went."""
        version = self.version()
        known, places = self._placed
        if known != version:
            ordered = self._rows(f"SELECT document FROM ({_PLACED}) ORDER BY path_key, path")
            places = {number: place for place, (number,) in enumerate(ordered)}
            self._placed = version, places
        return places

    def path_keys(self, cancelled: Asked | None) -> Iterator[tuple[str, int]]:
        """(key of the path, number) of all, in order."""
        return self._rows("SELECT path_key, document FROM listed ORDER BY path_key, document", cancelled=cancelled)

    def group_names(self, grouping: str, cancelled: Asked | None) -> Iterator[tuple[int, str]]:
        """(number, name of its group) of all documents; "" for those that have none."""
        if grouping == "folder":
            for number, path in self._rows("SELECT id, path FROM documents", cancelled=cancelled):
                yield number, folder_of(path_from_bytes(path))
            return
        what = {"source": "source", "date": "substr(date, 1, 4)", "month": "substr(date, 1, 7)"}[grouping]
        for number, name in self._rows(f"SELECT id, {what} FROM documents", cancelled=cancelled):
            yield number, name or ""

    # -- filters ------------------------------------------------------------------------------------------------

    def holding(self, parts: Sequence[str], texts: Sequence[str], cancelled: Asked | None) -> set[int]:
        """Documents with each of these folded texts in one of these PARTS."""
        found: set[int] | None = None
        # SQLite takes so many values and no more; nobody types so many words.
        for at in range(0, len(texts), _TEXTS_AT_ONCE):
            some = texts[at : at + _TEXTS_AT_ONCE]
            one = "(" + " OR ".join(f"instr({PARTS[part]}, ?)" for part in parts) + ")"
            tests, values = " AND ".join([one] * len(some)), [storable(text) for text in some for _ in parts]
            here = self._set(f"SELECT document FROM listed WHERE {tests}", values, cancelled)
            found = here if found is None else found & here
        return found if found is not None else set()

    def shaped(self, part: str, pattern: str, cancelled: Asked | None) -> set[int]:
        """Documents with such words in one of PARTS, see `index.keys.shaped`."""
        sql = f"SELECT document FROM listed WHERE ' ' || {PARTS[part]} || ' ' GLOB ?"
        return self._set(sql, (storable(pattern),), cancelled)

    def path_like(self, pattern: str, cancelled: Asked | None) -> set[int]:
        """Documents whose folded path matches a pattern of the shell."""
        return self._set("SELECT document FROM listed WHERE path GLOB ?", (storable(pattern),), cancelled)

    def equal(self, column: str, value: str, *, beginning: bool, cancelled: Asked | None) -> set[int]:
        """Documents whose format or language is this, or begins so."""
        test = f"substr({column}, 1, {len(value)}) = ?" if beginning else f"{column} = ?"
        return self._set(f"SELECT document FROM listed WHERE {test}", (storable(value),), cancelled)

    def of_language(self, code: str) -> set[int]:
        """Documents of a language."""
        return self._set("SELECT document FROM listed WHERE language = ?", (code,), None)

    def language_counts(self) -> dict[str, int]:
        """How many documents there are of each language that is known."""
        return dict(self._rows("SELECT language, COUNT(*) FROM listed WHERE language IS NOT NULL GROUP BY language"))

    def dated(self, low: str, high: str, cancelled: Asked | None) -> set[int]:
        """Documents whose date lies between, each bound as long as it is given."""
        return self._set(
            "SELECT document FROM listed WHERE substr(date, 1, ?) >= ? AND substr(date, 1, ?) <= ?",
            (len(low), low, len(high), high),
            cancelled,
        )

    def dates(self, cancelled: Asked | None) -> Iterator[tuple[int, str | None]]:
        """(number, date) of all documents; None for those without one."""
        return self._rows("SELECT document, date FROM listed", cancelled=cancelled)

    def values(self, column: str) -> list[str]:
        """What there is of format or language, the most frequent first."""
        sql = f"SELECT {column} FROM listed WHERE {column} IS NOT NULL GROUP BY {column}"
        found = self._rows(f"{sql} ORDER BY COUNT(*) DESC, {column}")
        return [value for (value,) in found]

    def authors(self) -> list[str]:
        """Who signs documents, as they state it, the most frequent first."""
        counts: Counter[str] = Counter()
        sql = "SELECT authors, COUNT(*) FROM documents WHERE authors <> '[]' GROUP BY authors"
        for names, number in self._rows(sql):
            counts.update(dict.fromkeys(json.loads(names), number))
        return sorted(counts, key=lambda name: (-counts[name], name))

    def tag_counts(self) -> dict[str, int]:
        """Tags that documents carry, with the number of documents."""
        return dict(self._rows("SELECT tag, COUNT(*) FROM carried GROUP BY tag"))

    def carrying(self, tags: Sequence[str] | None) -> set[int]:
        """Documents that carry one of these tags; None: any."""
        if tags is None:
            return self._set("SELECT DISTINCT document FROM carried", (), None)
        return {
            number for tag in tags for (number,) in self._rows("SELECT document FROM carried WHERE tag = ?", (tag,))
        }

    # -- paths --------------------------------------------------------------------------------------------------

    def number(self, path: str) -> int | None:
        """The number of a document."""
        rows = list(self._rows("SELECT id FROM documents WHERE path = ?", (path_to_bytes(path),)))
        return rows[0][0] if rows else None

    def numbers_of(self, paths: Sequence[str]) -> dict[str, int]:
        """Numbers of those that are catalogued."""
        found: dict[str, int] = {}
        for at in range(0, len(paths), _AT_ONCE):
            some = [path_to_bytes(path) for path in paths[at : at + _AT_ONCE]]
            marks = ",".join("?" * len(some))
            for path, number in self._rows(f"SELECT path, id FROM documents WHERE path IN ({marks})", some):
                found[path_from_bytes(path)] = number
        return found

    def everything(self, cancelled: Asked | None = None) -> set[int]:
        """Every number there is."""
        return self._set("SELECT document FROM listed", (), cancelled)

    # -- inside -------------------------------------------------------------------------------------------------

    def _numbers(self, sql: str, cancelled: Asked | None) -> Numbers[int]:
        return array("i", (number for (number,) in self._rows(sql, cancelled=cancelled)))

    def _set(self, sql: str, values: Sequence[Any], cancelled: Asked | None) -> set[int]:
        return {number for (number,) in self._rows(sql, values, cancelled)}

    def _rows(self, sql: str, values: Sequence[Any] = (), cancelled: Asked | None = None) -> Iterator[Any]:
        connection = self._connection()
        if cancelled is not None:
            connection.set_progress_handler(lambda: int(cancelled()), _STEPS)
        try:
            yield from connection.execute(sql, values)
        except sqlite3.Error as error:
            if cancelled is not None and cancelled():
                raise Cancelled from error
            raise told(error) from error
        finally:
            if cancelled is not None:
                connection.set_progress_handler(None, 0)
