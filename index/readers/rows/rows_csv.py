"""CSV and TSV: a row a document, or a table of figures as one document."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import BinaryIO, Final

from index.readers import suffix_of
from index.readers.members import Made, Member, Opened, Refused
from index.readers.rows.row_lines import Lines, LongLine, encoding_of
from index.readers.rows.rows import SAMPLE, Row, columns_for, document, name_of, table_document

READER: Final = "rows_csv/1"
_DELIMITERS: Final = ",;\t|"
_MOST_COLUMNS: Final = 2_000
_LONGEST_CELL: Final = 20_000_000
"""Characters. A quotation mark that nothing closes takes in what follows, up to this."""


class _Table:
    """A file as a table, to be read more than once."""

    def __init__(self, file: BinaryIO, opened: Opened) -> None:
        self._file = file
        self._longest = min(_LONGEST_CELL, opened.budget.max_bytes)
        self.encoding = encoding_of(file)
        self.delimiter = self._delimiter("\t" if suffix_of(opened.name) in (".tsv", ".tab") else ",")
        first = next((cells for cells, _ in self._records() if cells), [])
        self.headed = _is_head(first)
        width = max([len(first), *(len(cells) for cells, _ in islice(self._records(), SAMPLE) if cells)])
        self.names = _unique(first if self.headed else [], width)

    def rows(self) -> Iterator[tuple[Row | str, bytes]]:
        """Each row, or what is wrong with it, and the text that it was made of; the names of the columns belong to
        that, because a row is another where they are."""
        head, headed = b"", self.headed
        for cells, raw in self._records():
            if cells is None:
                yield "a cell of it is too long; is a quotation mark never closed?", raw
            elif not cells:
                continue
            elif headed:
                head, headed = raw, False
            else:
                # A row may be longer than all that were looked at.
                names = self.names if len(cells) <= len(self.names) else _unique(self.names, len(cells))
                yield dict(zip(names, cells, strict=False)), head + raw

    def _records(self, delimiter: str = "") -> Iterator[tuple[list[str] | None, bytes]]:
        lines = Lines(self._file, self.encoding, self._longest)
        # The limit belongs to the process, and nothing else in it may have set another.
        csv.field_size_limit(self._longest)
        reader = csv.reader(lines, delimiter=delimiter or self.delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, LongLine):
                yield None, lines.taken()
                continue
            yield cells if any(cell.strip() for cell in cells) else [], lines.taken()

    def _delimiter(self, usual: str) -> str:
        """That by which most rows have the same number of cells, more than one."""
        best, most = usual, 0.0
        for delimiter in usual + _DELIMITERS.replace(usual, ""):
            widths = [len(cells) for cells, _ in islice(self._records(delimiter), 50) if cells]
            width, count = Counter(widths).most_common(1)[0] if widths else (0, 0)
            score = count / len(widths) if width > 1 else 0.0
            if score > most + 0.1:
                best, most = delimiter, score
        return best


def members(file: BinaryIO, opened: Opened) -> Iterator[Member]:
    """The rows, or the table. Raises UnreadableFile where it holds no text."""
    table = _Table(file, opened)
    seen = [row for row, _ in islice(table.rows(), SAMPLE)]
    sample = [row for row in seen if not isinstance(row, str)]
    columns = columns_for(opened.name, table.names, sample, opened.formats.rows)
    if columns is None and (sample or not seen):  # else there is no row that can be read
        yield _whole(file, opened, table)
    for ordinal, (row, raw) in enumerate(table.rows(), 1):
        if isinstance(row, str):
            yield Refused(str(ordinal), row, True)
        elif columns is not None:
            make = partial(document, row, columns, READER, table.encoding)
            yield Made(name_of(row, columns, ordinal), make, raw)


def _whole(file: BinaryIO, opened: Opened, table: _Table) -> Made:
    opened.budget.check_size(file.seek(0, 2))

    def rows() -> Iterator[Row]:
        return (row for row, _ in table.rows() if not isinstance(row, str))

    names = max([table.names, *([*row] for row in rows() if len(row) > len(table.names))], key=len)
    extracted = table_document(names, rows(), READER, table.encoding, headed=table.headed)
    file.seek(0)
    return Made("", lambda: extracted, file.read())


def _is_head(cells: list[str]) -> bool:
    """Whether the first row names the columns: each with a short name of its own, which is no number."""
    names = [cell.strip() for cell in cells]
    told = [name for name in names if name]
    if len(told) < max(1, len(names) // 2) or len(set(told)) < len(told):
        return False
    return all(len(name) <= 60 and any(c.isalpha() for c in name) and len(name.split()) <= 8 for name in told)


def _unique(cells: list[str], width: int) -> list[str]:
    """Names for so many columns, but not for more than there may be; no two alike, those without one by number."""
    names: list[str] = []
    taken: set[str] = set()
    for number in range(min(width, _MOST_COLUMNS)):
        name = " ".join(cells[number].split())[:200] if number < len(cells) else ""
        name = name or f"column {number + 1}"
        while name in taken:
            name += " again"
        taken.add(name)
        names.append(name)
    return names
