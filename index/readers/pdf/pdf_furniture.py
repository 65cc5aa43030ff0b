"""What the pages of a PDF repeat: running heads and feet, page numbers, stamps.

A line is furniture where its words, figures apart, stand at the same height at the edge of several pages. Of what says
the same on each page but for the page's number the first is kept, as boilerplate; a stamp or a date that differs from
page to page is kept on each, because it may be what a page is cited by. Page numbers become the labels of the pages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.readers.pdf.pdf_columns import Fragment, words_of
from index.readers.pdf.pdf_page import Page

_ROWS = 3
"""So many rows at the top and at the foot of a page may be furniture."""
_EDGE = 0.2
"""Of a page's height, they lie within this at the top or at the foot."""
_APART = 4.0
"""Points by which the heights of one running head differ, at the most."""
_GAP = 1.5
"""Sizes of type between the base lines of furniture and text, at the least."""
_SHORTEST = 60
_SEVERAL = 3
_SHORT = 7
"""A document of so many pages repeats what stands on two of them."""
_LETTERS = 3
_NEAREST = 200
_MISSING = 10
"""Leaves that are missing between two pages, at the most."""
_LONGEST = 160

_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(r"(?<![\w.,/:-])(\d{1,4}|[ivxlc]{1,7})(?![\w,/:]|[.-]\w)")
"""What may be the number of a page: not a part of a date, an amount or a stamp, and without a zero before it."""
_ALONE = re.compile(
    r"[-\u2013\u2014~\[(|. ]{0,4}(?:(?:page|p\.|pag\.|seite|s\.|página|pág\.)\s?)?(\d{1,4}|[ivxlcIVXLC]{1,7})"
    r"(?:\s?(?:of|/|von|de|sur)\s?\d{1,4})?[-\u2013\u2014~\])|. ]{0,4}",
    re.IGNORECASE,
)


class _Edge(NamedTuple):
    page: int
    text: str
    x0: float
    y: float
    top: bool
    id: int
    """Of the fragment, as long as its page is at hand."""


class Furniture:
    """What the edges of the pages repeat, as the pages come."""

    def __init__(self, count: int) -> None:
        """`count`: pages of the document."""
        self._enough = _SEVERAL if count > _SHORT else 2
        self._groups: defaultdict[tuple[bool, str], list[_Edge]] = defaultdict(list)
        self._seen: set[tuple[bool, str]] = set()
        self.numbers: dict[int, str] = {}
        """The number printed on a page, by the number of the page from 0."""

    def find(self, first: int, pages: Sequence[tuple[Page, Sequence[Fragment]]]) -> dict[int, str]:
        """Fragments of these pages, the first of which has that number, by their `id`; with the rule that each is kept
        by, which is empty where it is dropped."""
        touched: set[tuple[bool, str]] = set()
        for number, (page, fragments) in enumerate(pages, first):
            for edge in _edges(number, fragments, page):
                key = edge.top, _figures_apart(edge.text)
                self._groups[key].append(edge)
                touched.add(key)
        found: dict[int, str] = {}
        for group in sorted(touched):
            for same in _same_height(self._groups[group]):
                if len({edge.page for edge in same}) >= self._enough:
                    self._recurring(group[1], same, first, found)
        if first == 0 and len(pages) == 1:
            self._single(pages[0][1], pages[0][0], found)
        return found

    def _recurring(self, key: str, edges: list[_Edge], first: int, found: dict[int, str]) -> None:
        """Decide lines of one wording at one height."""
        step = _step(edges)
        alone = key == "#"
        if alone and step is None:
            return
        if not alone and sum(map(str.isalpha, key)) < _LETTERS and len({edge.text for edge in edges}) > 1:
            return
        for edge in sorted(edges, key=lambda each: (each.page, each.x0)):
            text, number = _without_number(edge.text, edge.page, step)
            if alone and step is not None and not number:
                number = _number_near(edge, step)
            if edge.page < first or (alone and not number):
                continue
            if number:
                self.numbers.setdefault(edge.page, number)
            known = (edge.top, text)
            rule = "pdf:running-head" if edge.top else "pdf:running-foot"
            found[edge.id] = "" if alone or known in self._seen else rule
            self._seen.add(known)

    def _single(self, fragments: Sequence[Fragment], page: Page, found: dict[int, str]) -> None:
        """A page by itself: a number at its edge, well apart from the text, is that of the page."""
        ordered = sorted(fragments, key=lambda each: each.y)
        for at, beside in (ordered[:2], ordered[:-3:-1]) if len(ordered) > 3 else ():
            edge = min(at.y - page.low, page.low + page.height - at.y) < _EDGE / 2 * page.height
            if edge and abs(at.y - beside.y) > 1.8 * beside.size and re.fullmatch(r"\d{1,3}", words_of(at)):
                found[id(at)] = ""
                self.numbers[0] = words_of(at)


def labels(count: int, stated: Sequence[str], printed: dict[int, str]) -> list[str]:
    """What each page is called: as the file states it, as is printed on it, or its number from 1."""
    steps = Counter(int(text) - page for page, text in printed.items() if text.isdigit())
    step, agreed = steps.most_common(1)[0] if steps else (1, 0)
    trusted = agreed >= 2 and 2 * agreed >= len(printed)
    names = []
    for page in range(count):
        name = stated[page] if page < len(stated) else ""
        if not name and trusted:
            # A leaf may be missing: what is printed nearest before it tells the number of a page without one.
            before = next(
                (at for at in range(page, max(-1, page - _NEAREST), -1) if printed.get(at, "").isdigit()), None
            )
            number = page + step if before is None else int(printed[before]) + page - before
            name = printed.get(page, "") or (str(number) if number > 0 else "")
        names.append(name or str(page + 1))
    return names


def _edges(number: int, fragments: Sequence[Fragment], page: Page) -> Iterable[_Edge]:
    low, high = page.low + _EDGE * page.height, page.low + (1 - _EDGE) * page.height
    ordered = sorted(fragments, key=lambda each: -each.y)
    for top, chosen in ((True, ordered), (False, ordered[::-1])):
        rows = list(_first_rows(chosen))
        for row in rows[: _apart(rows)]:
            for each in row:
                text = words_of(each)
                if (each.y > high if top else each.y < low) and len(text) <= _LONGEST:
                    yield _Edge(number, text, each.x0, each.y, top, id(each))


def _first_rows(fragments: Sequence[Fragment]) -> Iterable[list[Fragment]]:
    """The rows at an edge, and one more."""
    row: list[Fragment] = []
    count = 0
    for each in fragments:
        if row and abs(each.y - row[0].y) > _APART:
            yield row
            row, count = [], count + 1
            if count > _ROWS:
                return
        row.append(each)
    if row:
        yield row


def _apart(rows: Sequence[Sequence[Fragment]]) -> int:
    """How many rows at an edge are parted from the text by a gap; without one the first may be furniture by its look:
    pages that are copies of each other repeat their text as well."""
    gaps = [
        abs(above[0].y - below[0].y) > _GAP * max(each.size for each in (*above, *below))
        for above, below in pairwise(rows)
    ]
    if True in gaps:
        first = gaps.index(True)
        # Behind the first gap a row counts that stands by itself.
        return next((at for at in range(first + 1, len(gaps)) if not gaps[at]), len(gaps))
    text = " ".join(words_of(each) for each in rows[0]) if rows else ""
    return int(len(text) <= _SHORTEST and (text.isupper() or any(map(str.isdigit, text))))


def _figures_apart(text: str) -> str:
    folded = " ".join(_FIGURES.sub("#", text).split()).casefold()
    return "#" if _ALONE.fullmatch(text.strip()) and len(text.strip()) < 12 else folded


def _same_height(edges: list[_Edge]) -> Iterable[list[_Edge]]:
    same: list[_Edge] = []
    for edge in sorted(edges, key=lambda each: each.y):
        if same and edge.y - same[-1].y > _APART:
            yield same
            same = []
        same.append(edge)
    if same:
        yield same


def _step(edges: list[_Edge]) -> int | None:
    """What the page's number from 0 and its printed number differ by, on most pages."""
    steps = Counter(value - edge.page for edge in edges for value in {value for value, _ in _values(edge.text)})
    if not steps:
        return None
    step, count = steps.most_common(1)[0]
    return step if 2 * count > len({edge.page for edge in edges}) and count > 1 else None


def _values(text: str) -> Iterable[tuple[int, re.Match[str]]]:
    alone = _ALONE.fullmatch(text.lower())
    for match in (alone,) if alone else _NUMBER.finditer(text.lower()):
        value = int(match[1]) if match[1].isdigit() else _roman(match[1])
        if value and not match[1].startswith("0"):
            yield value, match


def _without_number(text: str, page: int, step: int | None) -> tuple[str, str]:
    """A line without the number of its page, and that number as it is printed."""
    for value, match in _values(text) if step is not None else ():
        if value - page == step:
            return text[: match.start(1)] + "#" + text[match.end(1) :], text[match.start(1) : match.end(1)]
    return text, ""


def _number_near(edge: _Edge, step: int) -> str:
    """The number of a page where leaves are missing, so that it is not the one expected."""
    found = _ALONE.fullmatch(edge.text.strip())
    near = found is not None and found[1].isdigit() and abs(int(found[1]) - edge.page - step) <= _MISSING
    return found[1] if found is not None and near else ""


def _roman(text: str) -> int:
    # A pattern that asks for an i of either size takes one without its dot too, as Turkish pages are numbered.
    values = {"i": 1, "\u0131": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    total = 0
    for at, letter in enumerate(text):
        value = values[letter]
        total += -value if at + 1 < len(text) and values[text[at + 1]] > value else value
    return total
