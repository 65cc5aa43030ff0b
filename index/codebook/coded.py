"""Coded passages counted: by code, and in tables of codes by document, source, date and by each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Literal

from index.codebook.code import ancestors, is_below
from index.errors import Cancelled
from index.keys import fold, natural

if TYPE_CHECKING:
    from index.annotations.annotation import PlacedAnnotation
    from index.codebook.book import Codebook
    from index.document import DocumentRow
    from index.events import Cancelled as Asked

By = Literal["document", "source", "year", "month", "overlap", "together"]
"""What the columns of a table are; `overlap` and `together` are the codes again."""

_AT_ONCE: Final = 1_024
Watch = Callable[[int, int], None]
"""Is told how many passages are counted, and of how many."""


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How often a code was given."""

    passages: int
    documents: int
    own: int
    """Passages of one's own layer."""
    passages_below: int
    """With those of the codes below it; a passage that has several counts once."""
    documents_below: int
    formerly: int
    """Passages that carry a former name of it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    key: str
    """What it stands for: a path, a source, `2031-09`, a code; "" for what has none."""
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """Codes down, something else across; a cell that is missing is 0."""

    by: By
    codes: list[str]
    columns: list[Column]
    cells: Mapping[tuple[str, str], int]
    """By code and key of the column."""
    totals: Mapping[str, int]
    """Passages of each code; for `together` the documents that hold it."""


class Coded:
    """The coded passages of one moment, each with the codes that it counts for."""

    def __init__(self, placed: Sequence[PlacedAnnotation], book: Codebook, own_layer: str) -> None:
        self.book = book
        self._own = own_layer
        self._passages = [
            (each, tuple(dict.fromkeys(map(book.resolve, each.annotation.codes))))
            for each in placed
            if each.annotation.codes
        ]

    def __len__(self) -> int:
        return len(self._passages)

    def counts(self, cancelled: Asked | None = None) -> dict[str, CodeCount]:
        """By code; those above a code in use are counted too. Raises Cancelled."""
        passages: Counter[str] = Counter()
        own: Counter[str] = Counter()
        below: Counter[str] = Counter()
        formerly: Counter[str] = Counter()
        documents: defaultdict[str, set[str]] = defaultdict(set)
        documents_below: defaultdict[str, set[str]] = defaultdict(set)
        for each, codes in _asking(self._passages, cancelled):
            path, mine = each.annotation.document, each.annotation.layer == self._own
            for code in codes:
                passages[code] += 1
                documents[code].add(path)
                own[code] += mine
                if code not in each.annotation.codes:
                    formerly[code] += 1
            for name in {name for code in codes for name in (*_above(code), code)}:
                below[name] += 1
                documents_below[name].add(path)
        return {
            code: CodeCount(
                passages[code],
                len(documents[code]),
                own[code],
                below[code],
                len(documents_below[code]),
                formerly[code],
            )
            for code in below
        }

    def of(self, code: str, *, with_those_below: bool = True) -> list[PlacedAnnotation]:
        """The passages of a code, by document and position."""
        if with_those_below:
            return [each for each, codes in self._passages if any(is_below(name, code) for name in codes)]
        return [each for each, codes in self._passages if code in codes]

    # -- tables -------------------------------------------------------------------------------------------------

    def table(
        self,
        by: By,
        row: Callable[[str], DocumentRow | None],
        cancelled: Asked | None = None,
        watch: Watch | None = None,
    ) -> Table:
        """A table of all codes in use. `row` gives what is known of a document. Raises Cancelled."""
        cells: Counter[tuple[str, str]] = Counter()
        totals: Counter[str] = Counter()
        labels: dict[str, str] = {}
        if by == "together":
            self._count_together(cells, totals, cancelled, watch)
        elif by == "overlap":
            self._count_overlaps(cells, totals, cancelled, watch)
        else:
            columns: dict[str, Column] = {}
            for each, codes in _asking(self._passages, cancelled, watch):
                path = each.annotation.document
                column = columns.get(path)
                if column is None:
                    column = columns[path] = _column(by, path, row(path))
                    labels[column.key] = column.label
                for code in codes:
                    cells[code, column.key] += 1
                    totals[code] += 1
        codes_used = [code for code in self.book.in_order(totals) if totals[code]]
        if by in ("overlap", "together"):
            return Table(by, codes_used, [Column(code, code) for code in codes_used], cells, totals)
        keys = sorted(labels, key=lambda key: (not key, natural(fold(labels[key])), key))
        return Table(by, codes_used, [Column(key, labels[key]) for key in keys], cells, totals)

    def cell(
        self, by: By, code: str, key: str | None, row: Callable[[str], DocumentRow | None]
    ) -> list[PlacedAnnotation]:
        """The passages that a cell counts; `key` None: those of the whole row."""
        mine = self.of(code, with_those_below=False)
        if key is None or (by == "overlap" and key == code):
            return mine
        if by == "overlap":
            covered = self._covered()
            return [each for each in mine if _touches(covered[each.annotation.document].get(key, _EMPTY), each)]
        keys: dict[str, str] = {}
        for each in mine:
            path = each.annotation.document
            if path not in keys:
                keys[path] = _column(by, path, row(path)).key
        return [each for each in mine if keys[each.annotation.document] == key]

    def _count_together(
        self, cells: Counter[tuple[str, str]], totals: Counter[str], cancelled: Asked | None, watch: Watch | None
    ) -> None:
        held: defaultdict[str, set[str]] = defaultdict(set)
        for each, codes in _asking(self._passages, cancelled, watch):
            held[each.annotation.document].update(codes)
        for codes_here in held.values():
            totals.update(codes_here)
            cells.update((one, other) for one in codes_here for other in codes_here)

    def _count_overlaps(
        self, cells: Counter[tuple[str, str]], totals: Counter[str], cancelled: Asked | None, watch: Watch | None
    ) -> None:
        lying = {path: _Lying(codes) for path, codes in self._covered().items()}
        for each, codes in _asking(self._passages, cancelled, watch):
            here = lying[each.annotation.document].over(each)
            for code in codes:
                totals[code] += 1
                cells[code, code] += 1
                cells.update((code, other) for other in here if other != code)

    def _covered(self) -> dict[str, dict[str, _Union]]:
        """By document and code, what of the text its passages cover."""
        spans: defaultdict[str, defaultdict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        for each, codes in self._passages:
            of_document = spans[each.annotation.document]
            if each.start is None or each.end is None:
                continue
            for code in codes:
                of_document[code].append((each.start, each.end))
        return {path: {code: _union(those) for code, those in codes.items()} for path, codes in spans.items()}


@dataclass(frozen=True, slots=True)
class _Union:
    """Stretches in order that do not touch."""

    starts: list[int]
    ends: list[int]


_EMPTY: Final = _Union([], [])


class _Lying:
    """The stretches of all codes of a document, in order, to be asked which of them lie over a passage."""

    def __init__(self, covered: Mapping[str, _Union]) -> None:
        stretches = sorted(
            (start, end, code)
            for code, union in covered.items()
            for start, end in zip(union.starts, union.ends, strict=True)
        )
        self._stretches = stretches
        self._starts = [start for start, _, _ in stretches]
        # The end that none of those before goes beyond: where it is passed, none further back needs to be looked at.
        self._furthest = list(accumulate((end for _, end, _ in stretches), max))

    def over(self, placed: PlacedAnnotation) -> set[str]:
        """The codes of which a stretch shares a character with a passage."""
        found: set[str] = set()
        if placed.start is None or placed.end is None:
            return found
        at = bisect_left(self._starts, placed.end) - 1
        while at >= 0 and self._furthest[at] > placed.start:
            _, end, code = self._stretches[at]
            if end > placed.start:
                found.add(code)
            at -= 1
        return found


def _union(spans: list[tuple[int, int]]) -> _Union:
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return _Union(starts, ends)


def _touches(union: _Union, placed: PlacedAnnotation) -> bool:
    """Whether a passage shares a character with some of the stretches."""
    if placed.start is None or placed.end is None:
        return False
    at = bisect_left(union.starts, placed.end)
    return at > 0 and union.ends[at - 1] > placed.start


def _column(by: By, path: str, row: DocumentRow | None) -> Column:
    if by == "document":
        return Column(path, (row.title if row is not None else None) or path)
    if by == "source":
        source = (row.source if row is not None else None) or ""
        return Column(source, source or "no source")
    date = (row.date if row is not None else None) or ""
    period = date[: 4 if by == "year" else 7]
    if by == "month" and len(period) < 7 and period:
        return Column(period, f"{period}, no month")
    return Column(period, period or "undated")


def _above(code: str) -> list[str]:
    return ancestors(code) if "/" in code else []


def _asking(
    passages: Sequence[tuple[PlacedAnnotation, tuple[str, ...]]],
    cancelled: Asked | None,
    watch: Watch | None = None,
) -> Iterator[tuple[PlacedAnnotation, tuple[str, ...]]]:
    for number, each in enumerate(passages):
        if number % _AT_ONCE == 0 and cancelled is not None and cancelled():
            raise Cancelled
        if number % _AT_ONCE == 0 and watch is not None:
            watch(number, len(passages))
        yield each
