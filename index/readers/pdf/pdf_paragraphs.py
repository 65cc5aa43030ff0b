"""The lines of a PDF as paragraphs: rejoined over columns and pages, each with its kind.

A paragraph ends where the next line is set in, where the gap is wider than between lines, where the type changes, or
where a line ends although the next word would have fitted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median

from index.document import BlockKind
from index.readers.pdf.pdf_lines import Line

STOPS = re.compile(r"[.!?:\u2026\u3002][\"'\u2019\u201d\u00bb)\]]*(?:\[?\d{1,3}\]?)?\Z")
"""How a sentence ends."""
_BULLET = re.compile(r"[\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u2219\u00b7\u25a0\u25a1\u2013\u2014*-]\s+\S")
_ITEM = re.compile(r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxl]{1,5})[.)]|\[\d{1,3}\])\s+\S")
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)|table|tab\.|photo(?:graph)?|image|map|chart|plate|exhibit|abb(?:ildung|\.)|tabelle|karte|"
    r"tableau|carte|figura|tabla|cuadro|gráfico|mapa)\s*[\dIVX]+(?:[.-]\d+)*\s*(?:[.:\u2013\u2014|-]|$|[A-Z(])",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:\d{1,3}|[*\u2020\u2021\u00a7]{1,3}|\[\d{1,3}\])[.)]?\s*\S")
_HEADING_LONGEST = 200
_HEADING_LINES = 4
_LARGER = 1.12
_SAME = 0.08
"""Sizes of type that differ by less than this share are one."""
_WIDE = 12.0
"""Sizes of type that a line is wide, at the least, where a paragraph may go on in the next column."""


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    kind: BlockKind = "prose"
    rule: str = "plain"
    level: int = 0
    """Of a heading, from 1."""

    @property
    def page(self) -> int:
        return self.lines[0].page


@dataclass(slots=True)
class Flow:
    """What a document is made of, in order."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    aside: defaultdict[int, list[Paragraph]] = field(default_factory=lambda: defaultdict(list))
    """Notes and furniture of each page, which stand where no paragraph is interrupted."""


OutlineLevel = Callable[[Line, str], int]
"""The level that the bookmarks of a file give a line, 0 where they do not name it; the second is its folded text."""


def flow_of(pages: Sequence[Sequence[Line]], furniture: Sequence[tuple[Line, str]], outline: OutlineLevel) -> Flow:
    """The lines of the pages, and the furniture that is kept with its rules."""
    flow = Flow()
    body: list[Line] = []
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[_rounded(line.size)] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 10.0
    for line, rule in furniture:
        flow.aside[line.page].append(Paragraph([line], "boilerplate", rule))
    for lines in pages:
        body += _without_notes(list(lines), usual, flow)
    setting = _Setting(body, usual)
    flow.paragraphs = setting.paragraphs()
    _kinds(flow.paragraphs, usual, _mostly_bold(body), outline)
    return flow


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _mostly_bold(lines: Sequence[Line]) -> bool:
    return 2 * sum(len(line.text) for line in lines if line.bold) > sum(len(line.text) for line in lines)


def folded(text: str) -> str:
    """Letters and figures of a text alone, to compare it by."""
    return "".join(c for c in text.casefold() if c.isalnum())


# -- notes ------------------------------------------------------------------------------------------------------------


def _without_notes(lines: list[Line], usual: float, flow: Flow) -> list[Line]:
    """The lines of a page without its footnotes, which are put aside."""
    kept: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.column):
        column = list(group)
        first = len(column)
        while first > 0 and column[first - 1].size < 0.93 * usual:
            first -= 1
        while first < len(column) and not _begins_note(column[first]):
            first += 1
        above = first > 0 or any(other.y > column[0].y and other.size >= 0.93 * usual for other in lines)
        if first == len(column) or not above:
            kept += column
            continue
        kept += column[:first]
        flow.aside[column[0].page] += _notes(column[first:])
    return kept


def _begins_note(line: Line) -> bool:
    found = _NOTE.match(line.text)
    return found is not None and (bool(line.raised and line.raised[0].start == 0) or line.text[found.end() - 1] != ",")


def _notes(lines: list[Line]) -> Iterator[Paragraph]:
    """One for each mark; a line that begins with a figure by chance goes on."""
    raised = bool(lines[0].raised and lines[0].raised[0].start == 0)
    note: list[Line] = []
    for line in lines:
        mark = (
            line.raised and line.raised[0].start == 0 if raised else _begins_note(line) and line.x0 <= lines[0].x0 + 2
        )
        if note and mark:
            yield Paragraph(note, "note", "pdf:footnote")
            note = []
        note.append(line)
    yield Paragraph(note, "note", "pdf:footnote")


# -- paragraphs -------------------------------------------------------------------------------------------------------


class _Setting:
    """How a document is set, and where its paragraphs end."""

    def __init__(self, lines: list[Line], usual: float) -> None:
        self._lines = lines
        self._usual = usual
        self._left: dict[int, float] = {}
        """Where most lines of a column begin."""
        self._right: dict[int, float] = {}
        """Where its longest lines end."""
        gaps: defaultdict[float, Counter[float]] = defaultdict(Counter)
        for column, group in groupby(lines, key=lambda line: line.column):
            held = list(group)
            main = [line for line in held if abs(line.size - usual) <= _SAME * usual] or held
            starts = Counter(round(line.x0) for line in main)
            self._left[column] = starts.most_common(1)[0][0]
            self._right[column] = max(line.x1 for line in main)
            for above, line in pairwise(held):
                if _alike(above, line) and 0.7 * line.size < above.y - line.y < 3 * line.size:
                    gaps[_rounded(line.size)][round((above.y - line.y) * 2) / 2] += 1
        self._leading = {size: _usual_gap(counts) for size, counts in gaps.items()}
        self._indented = self._first_lines_are_set_in()

    def _first_lines_are_set_in(self) -> bool:
        """Whether the paragraphs of the document begin with an indent."""
        indents = sum(0.6 * line.size < line.x0 - self._left[line.column] < 4 * line.size for line in self._lines)
        return indents > 0.04 * len(self._lines)

    def paragraphs(self) -> list[Paragraph]:
        paragraphs: list[Paragraph] = []
        for run in self._runs():
            right = max(line.x1 for line in run)
            loose = self._loose(run, right)
            for at, line in enumerate(run):
                last = paragraphs[-1] if paragraphs else None
                if last is None:
                    goes_on = False
                elif at == 0:
                    goes_on = last.lines[-1].column != line.column and self._joins(last, line, run)
                else:
                    below = run[at + 1] if at + 1 < len(run) else None
                    goes_on = not self._ends(last, run[at - 1], line, below, right, loose)
                if last is not None and goes_on:
                    last.lines.append(line)
                else:
                    paragraphs.append(Paragraph([line]))
        return paragraphs

    def _runs(self) -> Iterator[list[Line]]:
        """Lines of a column with nothing between them: neither a gap nor another type."""
        run: list[Line] = []
        for line in self._lines:
            if run and not self._runs_on(run[-1], line):
                yield run
                run = []
            run.append(line)
        if run:
            yield run

    def _runs_on(self, above: Line, line: Line) -> bool:
        if above.column != line.column or not _alike(above, line) or above.bold != line.bold:
            return False
        if ("\t" in above.text) != ("\t" in line.text):
            return False
        leading = self._leading.get(_rounded(line.size), 1.2 * line.size)
        gap = above.y - line.y
        if not 0.3 * leading < gap < 1.28 * leading + 0.5:
            return False
        # A raised number pushes lines apart by little; a paragraph's end shows in its words too.
        return gap < 1.13 * leading + 0.5 or not (STOPS.search(above.text) or _BULLET.match(line.text))

    def _loose(self, run: list[Line], right: float) -> bool:
        """Whether lines end anywhere, so that a short one says nothing."""
        pairs = list(pairwise(run))
        short = [_would_fit(above, line, right) and not STOPS.search(above.text) for above, line in pairs]
        return len(pairs) >= 4 and sum(short) > 0.4 * len(pairs) and sum(line.text[:1].islower() for line in run) >= 3

    def _ends(
        self, paragraph: Paragraph, above: Line, line: Line, below: Line | None, right: float, loose: bool
    ) -> bool:
        """Whether the paragraph ends with the line above."""
        if "\t" in line.text and "\t" in above.text:
            return False
        first, size = paragraph.lines[0], line.size
        if above.cut:
            return False
        if _BULLET.match(line.text) and (_BULLET.match(first.text) or STOPS.search(above.text) or line.x0 > above.x0):
            return True
        item = _ITEM.match(first.text) or _BULLET.match(first.text)
        if _ITEM.match(line.text) and (item or STOPS.search(above.text)):
            return line.x0 <= first.x0 + 0.5 * size or STOPS.search(above.text) is not None
        if not item or line.x0 <= first.x0 + 0.3 * size:
            left = self._left[line.column]
            if line.x0 > left + 0.7 * size and line.x0 > above.x0 + 0.6 * size:
                return not (line.text[:1].islower() and not STOPS.search(above.text))
            back = below is None or below.x0 < line.x0 - 0.6 * size
            if self._indented and line.x0 > left + 0.7 * size and len(paragraph.lines) == 1 and back:
                # A paragraph of one line, and the next one is set in as well.
                return not (line.text[:1].islower() and not STOPS.search(above.text))
            if line.x0 < left - 0.7 * size and above.x0 > line.x0 + 0.6 * size:
                return True
            set_in = len(paragraph.lines) > 1 and all(each.x0 > line.x0 + 0.6 * size for each in paragraph.lines)
            if set_in and not item:
                return True
        if not _would_fit(above, line, right):
            return False
        if STOPS.search(above.text):
            return True
        return not loose and not line.text[:1].islower()

    def _joins(self, last: Paragraph, line: Line, run: list[Line]) -> bool:
        """Whether a paragraph goes on with the first line of the next column."""
        above, size = last.lines[-1], line.size
        if not _alike(above, line) or above.bold != line.bold or "\t" in above.text + line.text:
            return False
        if above.cut:
            return True
        if abs(size - self._usual) > _SAME * self._usual and line.page == above.page:
            return False
        if _BULLET.match(line.text) or (above.x1 - above.x0 < _WIDE * size and len(last.lines) < 2):
            return False
        stops = STOPS.search(above.text) is not None
        if line.text[:1].islower() and not stops:
            return True
        right = self._right[above.column]
        if _would_fit(above, line, right):
            return False
        left = self._left[line.column] if len(run) > 2 else line.x0
        if line.x0 > left + 0.6 * size:
            return False
        return not stops or self._indented or above.x1 > right - 1.5


def _usual_gap(counts: Counter[float]) -> float:
    """The commonest distance of lines; of common ones the least."""
    most = counts.most_common(1)[0][1]
    return min(gap for gap, count in counts.items() if 2 * count >= most)


def _alike(above: Line, line: Line) -> bool:
    return abs(above.size - line.size) <= _SAME * max(above.size, line.size)


def _would_fit(above: Line, line: Line, right: float) -> bool:
    return above.x1 + line.first < right - 0.2 * line.size


# -- kinds ------------------------------------------------------------------------------------------------------------


def _kinds(paragraphs: list[Paragraph], usual: float, bold: bool, outline: OutlineLevel) -> None:
    headings: list[tuple[Paragraph, float]] = []
    for paragraph in paragraphs:
        lines = paragraph.lines
        text = " ".join(line.text for line in lines[: _HEADING_LINES + 1])
        level = outline(lines[0], folded(text)) if len(lines) <= _HEADING_LINES else 0
        if sum("\t" in line.text for line in lines) > 1:
            paragraph.kind, paragraph.rule = "table", "pdf:table"
        elif level:
            paragraph.kind, paragraph.level = "heading", level
            paragraph.rule = f"pdf:h{min(6, level)}"
        elif _BULLET.match(text):
            paragraph.kind, paragraph.rule = "list", "pdf:list"
        elif _CAPTION.match(text) and len(text) <= 2 * _HEADING_LONGEST:
            paragraph.kind, paragraph.rule = "caption", "pdf:caption"
        elif _is_heading(paragraph, text, usual, bold):
            headings.append((paragraph, _rounded(max(lines[0].size, usual)) + (0.1 if lines[0].bold else 0.0)))
    ranks = sorted({rank for _, rank in headings}, reverse=True)
    for paragraph, rank in headings:
        paragraph.level = min(6, ranks.index(rank) + 1)
        paragraph.kind, paragraph.rule = "heading", f"pdf:h{paragraph.level}"


def _is_heading(paragraph: Paragraph, text: str, usual: float, bold: bool) -> bool:
    lines = paragraph.lines
    if len(lines) > _HEADING_LINES or len(text) > _HEADING_LONGEST or sum(map(str.isalpha, text)) < 2 or "\t" in text:
        return False
    size = median(line.size for line in lines)
    if size >= _LARGER * usual:
        return True
    if bold or size < 0.93 * usual or not all(line.bold for line in lines):
        return False
    return len(lines) <= 2 and len(text) <= 120 and not text.endswith((".", ",", ";"))
