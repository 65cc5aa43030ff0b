"""From a row of the layout to a strip of the screen: gutter, text in its styles, cursor."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from index.document import Block, Document
from tui.display import drawn, fit, pad, width_of
from tui.folding import words_for
from tui.highlights import Highlights, LayerSpan, Run
from tui.text_layout import Fold, TextLayout
from tui.widgets.line_view import ROLES, kind_role
from tui.widgets.text_view_page import LABEL_WIDTH, Page

BAR, UNCERTAIN_BAR, GUTTER_SIGN, RULER_SIGN = "▎", "┊", "!", "│"
DEEPER_BARS: Final = "▎▎▌█"
"""By how many annotations lie over each other in a row."""
_KEPT_STRIPS = 512
_START = attrgetter("start")
_ORDER: Final = {**{role: at for at, role in enumerate(ROLES)}, "ruler": -1, "resting": -1}
_LABELS: Final = {"prose": "", "list": "", "boilerplate": "footer"}
_PAPER: Final = {
    "headline": "bright bold",
    "heading": "bright bold",
    "byline": "dim",
    "dateline": "dim",
    "caption": "dim italic",
    "credit": "faint",
    "boilerplate": "faint",
    "note": "dim",
}
"""How a block looks by its kind, before anything is marked in it."""
_WITHOUT_ENTITIES: Final = frozenset({"bright bold", "faint", "dim"})
"""Papers that keep their one colour: names are marked where a text tells of them, not in its furniture."""


def style_name(layer: str, name: str) -> str | None:
    """The roles a span of a layer is painted in; None for layers that are only walked and looked up."""
    if layer == "entities":
        return f"{kind_role(name)} underline"
    if layer in ("annotations", "uncertain"):
        return "mark"
    if layer in ("overlaps", "links"):
        return "underline"
    return {"matches": "match", "current": "current"}.get(layer)


@dataclass(slots=True)
class Marks:
    """What lies over the text for the moment: changes with every key, unlike the layers."""

    cursor: int = 0
    focused: bool = False
    selection: tuple[int, int] | None = None
    ruled: tuple[int, int] | None = None
    """What the ruler brightens; the rest steps back a little."""
    hints: Mapping[int, str] = field(default_factory=dict)
    typed: int = 0
    """Letters of every hint that were typed already."""

    def over(self, start: int, end: int, *, wrapped: bool) -> list[tuple[int, int, str]]:
        """The spans that touch a row, its newline included, with the roles they are painted in.

        `wrapped`: the row ends where the next one begins, and so has no newline.
        """
        spans = []
        last = end - 1 if wrapped and end > start else end
        if self.ruled is not None:
            first, behind = self.ruled
            parts = ((start, min(first, end), "resting"), (max(start, behind), end, "resting"))
            spans += [part for part in parts if part[0] < part[1]]
        for span, role in ((self.ruled, "ruler"), (self.selection, "selection")):
            if span is not None and span[0] <= last and span[1] > start:
                spans.append((max(start, span[0]), min(last + 1, span[1]), role))
        if start <= self.cursor <= last:
            spans.append((self.cursor, self.cursor + 1, "cursor" if self.focused else "idle-cursor"))
        return spans


class Painter:
    """Paints the rows of one document on one page."""

    def __init__(
        self, document: Document, layout: TextLayout, highlights: Highlights, style_of: Callable[[str], Style]
    ) -> None:
        self._document = document
        self._layout = layout
        self._highlights = highlights
        self._style_of = style_of
        self.label_roles: Mapping[str, str] = {}
        """By the name of an annotation in the gutter."""
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._roles: dict[tuple[int, str], str] = {}
        self._revision = -1

    def forget(self) -> None:
        """Drop what was painted: styles or the page have changed."""
        self._strips.clear()

    def paint(self, row: int, page: Page, marks: Marks, last_column: Segment) -> Strip:
        """One row of the screen. `last_column` stands at its right edge and is not kept."""
        strip = self._row(row, page, marks)
        return Strip([*strip, last_column], page.width) if page.rail else strip

    def _row(self, row: int, page: Page, marks: Marks) -> Strip:
        if self._revision != self._highlights.revision:
            self._strips.clear()
            self._revision = self._highlights.revision
        span = self._layout.row_span(row)
        key: tuple[object, ...]
        hints: tuple[tuple[int, str], ...] = ()
        if span is None:
            below = self._layout.row_span(row + 1) if row + 1 < self._layout.height else None
            key = ("spacer", below and below[0], page)
            over = []
        else:
            wrapped = span[1] < len(self._document.text) and self._document.text[span[1]] != "\n"
            over = marks.over(*span, wrapped=wrapped)
            hints = tuple(item for item in marks.hints.items() if span[0] <= item[0] < span[1]) if marks.hints else ()
            key = (span, page, tuple(over), hints, marks.typed)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= _KEPT_STRIPS:
                self._strips.clear()
            if span is None:
                segments = self._spacer(key[1] if isinstance(key[1], int) else None, page)
            elif (fold := self._layout.fold_at(span[0])) is not None:
                segments = self._folded_row(fold, page, over)
            else:
                segments = self._text_row(span[0], span[1], page, over)
            strip = self._filled(segments, page.width - 1 if page.rail else page.width)
            if span is not None and hints:
                strip = self._with_hints(strip, span, page, hints, marks.typed)
            self._strips[key] = strip
        return strip

    def _filled(self, segments: list[Segment], width: int) -> Strip:
        taken = sum(segment.cell_length for segment in segments)
        if taken < width:
            segments.append(Segment(" " * (width - taken), self._style_of("")))
        return Strip(segments, max(taken, width)).adjust_cell_length(width)

    # -- gutter -------------------------------------------------------------------------------------------------

    def _spacer(self, below: int | None, page: Page) -> list[Segment]:
        """A blank row between blocks; the bar goes through where an annotation does."""
        bar = ""
        if below:
            for layer, glyph in (("uncertain", UNCERTAIN_BAR), ("annotations", BAR)):
                if any(
                    span.start < below - 1 and span.end > below for span in self._spans(layer, below - 1, below + 1)
                ):
                    bar = glyph
        return self._gutter(page, "", "", bar)

    def _gutter(self, page: Page, label: str, role: str, bar: str, ruled: bool = False) -> list[Segment]:
        segments = []
        beside = RULER_SIGN if ruled else " "
        if page.left:
            segments.append(Segment(" " * page.left, self._style_of("")))
        if page.label:
            segments.append(Segment(pad(label, page.label), self._style_of(role)))
        if page.gutter:
            if label and not page.label and not bar and role != "faint":
                segments.append(Segment(GUTTER_SIGN, self._style_of(role)))
            elif ruled and not bar:
                segments.append(Segment(beside, self._style_of("accent")))
                beside = " "
            else:
                segments.append(Segment(bar or " ", self._style_of("bar" if bar else "")))
            segments.append(Segment(beside, self._style_of("accent" if beside != " " else "")))
        return segments

    def _gutter_of(self, start: int, end: int, block: Block | None, page: Page, ruled: bool) -> list[Segment]:
        bar, label, role = "", "", "faint"
        reach = max(end, start + 1)
        marked = self._spans("annotations", start, reach)
        unsure = self._spans("uncertain", start, reach)
        if marked or unsure:
            deep = max((int(span.name) for span in self._spans("overlaps", start, reach)), default=1)
            bar = DEEPER_BARS[min(deep, 3)] if marked else UNCERTAIN_BAR
        kind = self._kind_label(start, block)
        named = [span for span in (*marked, *unsure) if span.name]
        first = [span for span in named if span.start >= start]
        second = [span for span in named if span.start < start and self._waited(span.start, start)]
        signs = [span for span in self._spans("gutter", start, reach) if span.start >= start]
        if first and (not kind or all(span.end <= reach for span in first)):
            label, role = first[0].name, self.label_roles.get(first[0].name, "bar")
        elif second and not kind:
            label, role = second[0].name, self.label_roles.get(second[0].name, "bar")
        elif signs:
            label, role = signs[0].name, "group"
        elif kind:
            label = kind
        return self._gutter(page, fit(label, LABEL_WIDTH), role, bar, ruled)

    def _waited(self, span_start: int, row_start: int) -> bool:
        """True where a span began in the row above, whose place in the gutter was taken by the block's kind."""
        above = self._layout.row_span(self._layout.row_of(row_start) - 1)
        if above is None or not above[0] <= span_start <= above[1]:
            return False
        return bool(self._kind_label(above[0], self.block_at(above[0])))

    def _kind_label(self, start: int, block: Block | None) -> str:
        """The name of a block's kind, in its first row, and only in the first of several blocks of one kind."""
        if block is None or block.start < start:
            return ""
        index = bisect_right(self._document.blocks, block.start, key=_START) - 1
        if index > 0 and self._document.blocks[index - 1].kind == block.kind:
            return ""
        return _LABELS.get(block.kind, block.kind)

    def _spans(self, layer: str, start: int, end: int) -> list[LayerSpan]:
        return self._highlights.layer(layer).within(start, end)

    # -- text ---------------------------------------------------------------------------------------------------

    def block_at(self, offset: int) -> Block | None:
        """The block that a row starting here shows."""
        blocks = self._document.blocks
        index = bisect_right(blocks, offset, key=_START) - 1
        if index >= 0 and offset < blocks[index].end:
            return blocks[index]
        if index + 1 < len(blocks) and not self._document.text[offset : blocks[index + 1].start].strip(" \t"):
            return blocks[index + 1]  # the row begins with the indent of the block's first line
        return None

    def _folded_row(self, fold: Fold, page: Page, over: list[tuple[int, int, str]]) -> list[Segment]:
        """What is folded away, in words; what is marked or found there is said too."""
        marked, found = self._spans("annotations", *fold), self._highlights.layer("matches").within(*fold)
        words = words_for(self._document.blocks, fold)
        if found:
            words += f" · {_matches(len(found))}"
        selected = any(role == "selection" for _, _, role in over)
        segments = self._gutter(page, "", "", BAR if marked else "")
        role = "dim italic" if found else "faint italic"
        segments.append(Segment(fit(words, page.text_width), self._style_of(f"{role} selection" if selected else role)))
        return segments

    def _text_row(self, start: int, end: int, page: Page, over: list[tuple[int, int, str]]) -> list[Segment]:
        block = self.block_at(start)
        ruled = any(role == "ruler" for _, _, role in over)
        segments = self._gutter_of(start, end, block, page, ruled)
        paper = _PAPER.get(block.kind, "") if block else ""
        # White space at a row's end is not drawn, so that grounds end with the words; but a cursor there is seen.
        text = self._document.text[start:end]
        shown = start + len(text.rstrip(" "))
        if over and (pinned := [span[1] for span in over if span[2] in ("cursor", "idle-cursor")]):
            shown = max(shown, pinned[0])
        runs = self._highlights.paint(start, shown, over)
        columns = self._layout.columns(start, end)
        for run in runs:
            if run.start < end:
                stretch = text[run.start - start : min(run.end, end) - start]
                if columns is not None:
                    stretch = self._cells_of(stretch, columns, run.start - start)
                segments.append(Segment(drawn(stretch), self._style(run, paper)))
            if run.end > end:  # a cursor on the newline stands on a cell of its own
                segments.append(Segment(" ", self._style(run, paper)))
        return [segment for segment in segments if segment.text]

    def _with_hints(
        self, strip: Strip, span: tuple[int, int], page: Page, hints: Sequence[tuple[int, str]], typed: int
    ) -> Strip:
        """Labels upon the row, each where its target begins, in cells: wide characters give way whole."""
        columns = self._layout.columns(*span)
        for offset, label in hints:
            column = offset - span[0] if columns is None else columns[offset - span[0]]
            at = max(0, min(page.text + column, strip.cell_length - len(label)))
            parts = [
                strip.crop(0, at),
                Strip([Segment(label[:typed], self._style_of("raised dim"))] if typed else [], typed),
                Strip([Segment(label[typed:], self._style_of("hint"))], len(label) - typed),
                strip.crop(at + len(label), strip.cell_length),
            ]
            strip = Strip.join(parts)
        return strip

    @staticmethod
    def _cells_of(stretch: str, columns: list[int], first: int) -> str:
        """The characters, each in the cells that the layout gave it: tabs become spaces."""
        cells = []
        for at, character in enumerate(stretch, first):
            room = columns[at + 1] - columns[at]
            if character == "\t":
                cells.append(" " * room)
            elif (taken := width_of(character)) <= room:
                cells.append(character + " " * (room - taken))
        return "".join(cells)

    def _style(self, run: Run, paper: str) -> Style:
        key = (run.mask, paper)
        roles = self._roles.get(key)
        if roles is None:
            painted = self._highlights.styles_of(run.mask) if run.mask else frozenset()
            if paper:
                painted = frozenset(self._on_paper(style, paper) for style in painted)
            ordered = sorted(painted, key=lambda style: _ORDER.get(style.partition(" ")[0], 0))
            roles = self._roles[key] = " ".join([paper, *ordered])
        return self._style_of(roles)

    @staticmethod
    def _on_paper(style: str, paper: str) -> str:
        if style == "resting":
            return ""
        if not style.endswith(" underline"):
            return style
        return "" if paper in _WITHOUT_ENTITIES else "underline"


def _matches(count: int) -> str:
    return "1 match" if count == 1 else f"{count:,} matches"
