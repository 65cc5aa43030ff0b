"""A listing of rows in hand: what an order and a filter mean, as plainly as can be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from index.document import DocumentRow
from index.keys import fold, fold_path, folder_of, format_of, natural, natural_path
from index.listing import Group, ListQuery


class PlainListing:
    """Rows in an order."""

    def __init__(self, query: ListQuery, rows: Sequence[DocumentRow], complete: bool) -> None:
        self.query = query
        self.complete = complete
        self._rows = _ordered(list(rows), query)
        self.groups: list[Group] = []
        if query.group != "none":
            at = 0
            for name, members in groupby(self._rows, lambda row: _group(row, query)):
                count = sum(1 for _ in members)
                self.groups.append(Group(name, at, count))
                at += count
        self._at = {row.path: at for at, row in enumerate(self._rows)}

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, start: int, stop: int) -> list[DocumentRow]:
        return self._rows[max(0, start) : max(0, stop)]

    def paths(self, start: int, stop: int) -> list[str]:
        return [row.path for row in self.rows(start, stop)]

    def position_of(self, path: str) -> int | None:
        return self._at.get(path)


def _ordered(rows: list[DocumentRow], query: ListQuery) -> list[DocumentRow]:
    rows.sort(key=lambda row: (natural_path(fold_path(row.path)), row.id))
    if query.sort == "path":
        named, nameless = rows, []
        if query.descending:
            named.reverse()
    else:
        named = [row for row in rows if _key(row, query.sort) is not None]
        nameless = [row for row in rows if _key(row, query.sort) is None]
        named.sort(key=lambda row: _key(row, query.sort), reverse=query.descending)
    rows = named + nameless
    if query.group == "none":
        return rows
    alike = (("path", "folder"), ("date", "month"))
    descending = query.descending and (query.sort == query.group or (query.sort, query.group) in alike)
    inside = [row for row in rows if _group(row, query)]
    outside = [row for row in rows if not _group(row, query)]
    inside.sort(key=lambda row: _group_key(_group(row, query), query), reverse=descending)
    return inside + outside


def _key(row: DocumentRow, column: str) -> object:
    match column:
        case "title":
            return natural(fold(row.title)) if row.title else None
        case "source":
            return natural(fold(row.source)) if row.source else None
        case "author":
            return natural(fold(", ".join(row.authors))) if row.authors else None
        case "date":
            return row.date or None
        case "words":
            return row.words
        case "size":
            return row.size
        case "format":
            return format_of(row.path) or None
        case "language":
            return row.language or None
        case "folder":
            return natural_path(fold_path(folder_of(row.path))) or None
    raise ValueError(column)


def _group(row: DocumentRow, query: ListQuery) -> str:
    if query.group == "source":
        return row.source or ""
    if query.group in ("date", "month"):
        return (row.date or "")[: 4 if query.group == "date" else 7]
    return folder_of(row.path)


def _group_key(name: str, query: ListQuery) -> tuple[str, str]:
    if query.group == "folder":
        return natural_path(fold_path(name)), name
    return natural(fold(name)), name
