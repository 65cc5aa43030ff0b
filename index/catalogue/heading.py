"""The lines at the head of a mail or a memo - from, to, subject - of all documents: table `headed`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from index.catalogue.damage import tells_damage
from index.catalogue.packing import storable
from index.document import Header
from index.keys import fits_shape, fold, shaped

THREAD: Final = "thread"
"""Name under which a subject stands once more, without what answering and forwarding put before it."""


def write_headed(db: sqlite3.Connection, document: int, headers: Iterable[Header]) -> None:
    """Write the lines of one document in place of those it had."""
    from index.understanding.headers import bare_subject

    db.execute("DELETE FROM headed WHERE document = ?", (document,))
    lines = [(header.name, folded_value(header.value)) for header in headers]
    lines += [(THREAD, folded_value(bare_subject(h.value))) for h in headers if h.name == "subject"]
    db.executemany("INSERT OR IGNORE INTO headed VALUES (?,?,?)", ((name, value, document) for name, value in lines))


def folded_value(value: str) -> str:
    """A value as it is compared: case and accents away, white space single."""
    return storable(" ".join(fold(value).split()))


FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "from": ("from",),
    "to": ("to",),
    "cc": ("cc", "bcc"),
    "subject": ("subject",),
    THREAD: ("subject",),
}
"""Fields of a query, and the lines that each looks into."""


def thread_of(value: str) -> tuple[str, bool]:
    """The bare folded subject that `thread:` asks for, and whether it is a beginning."""
    from index.understanding.headers import bare_subject

    return folded_value(bare_subject(value.rstrip("*"))), value.endswith("*")


def fits_header(header: Header, field: str, value: str, beginning: bool) -> bool:
    """Whether a line is one that a field of a query asks for."""
    if header.name not in FIELDS[field]:
        return False
    if field != THREAD:
        there, asked = folded_value(header.value), folded_value(value)
        pattern = shaped(asked)
        return fits_shape(there, pattern) if pattern is not None else asked.strip("*") in there
    from index.understanding.headers import bare_subject

    (wanted, begins), subject = thread_of(value), folded_value(bare_subject(header.value))
    return subject.startswith(wanted) if begins or beginning else subject == wanted


Rows = Callable[[str, tuple[Any, ...]], Iterable[Any]]
"""Runs a query."""


_AT_ONCE: Final = 500
"""Values in one statement."""


@tells_damage
class HeadedReader:
    """Finds documents by the lines at their head."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def documents(self, field: str, value: str, *, beginning: bool) -> set[int]:
        """Documents with a line that fits, see `fits_header`."""
        if field == THREAD:
            subject, begins = thread_of(value)
            return self._thread(subject, beginning=begins or beginning)
        return self._holding(FIELDS[field], folded_value(value))

    def named(self, names: Sequence[str], values: Sequence[str]) -> set[int]:
        """Documents with a line of one of these names that has one of these folded values."""
        found: set[int] = set()
        for name in names:
            for at in range(0, len(values), _AT_ONCE):
                some = values[at : at + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = self._rows(f"SELECT document FROM headed WHERE name = ? AND value IN ({marks})", (name, *some))
                found.update(document for (document,) in rows)
        return found

    def of(self, documents: Sequence[int]) -> dict[int, Sequence[Header]]:
        """The lines of documents, in order; of those alone that have any."""
        from index.catalogue.packing import unpack_metadata

        found: dict[int, Sequence[Header]] = {}
        for at in range(0, len(documents), _AT_ONCE):
            some = documents[at : at + _AT_ONCE]
            marks = ",".join("?" * len(some))
            for id, packed in self._rows(f"SELECT id, metadata FROM documents WHERE id IN ({marks})", tuple(some)):
                if headers := unpack_metadata(packed).headers:
                    found[id] = headers
        return found

    def _holding(self, names: tuple[str, ...], value: str) -> set[int]:
        marks = ",".join("?" * len(names))
        pattern = shaped(value)
        test = "instr(value, ?)" if pattern is None else "' ' || value || ' ' GLOB ?"
        found = self._rows(
            f"SELECT document FROM headed WHERE name IN ({marks}) AND {test}", (*names, pattern or value.strip("*"))
        )
        return {document for (document,) in found}

    def _thread(self, subject: str, *, beginning: bool) -> set[int]:
        sql = f"SELECT document FROM headed WHERE name = '{THREAD}' AND "
        if beginning:
            found = self._rows(sql + "substr(value, 1, ?) = ?", (len(subject), subject))
        else:
            found = self._rows(sql + "value = ?", (subject,))
        return {document for (document,) in found}

    def values(self, name: str) -> list[str]:
        """Every folded value that stands under a name, the most frequent first."""
        rows = self._rows(
            "SELECT value FROM headed WHERE name = ? GROUP BY value ORDER BY COUNT(*) DESC, value", (name,)
        )
        return [value for (value,) in rows]
