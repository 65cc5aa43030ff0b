"""The concordance: every match of the search a line, one match below the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from tui.counted import counted
from tui.display import cells, drawn, fit, pad, width_of
from tui.screens.page import Page
from tui.session.searching.concordance import LABELS
from tui.widgets.document_row import CHECKED
from tui.widgets.row_list_cells import Line as Cells

if TYPE_CHECKING:
    from index.asking.concordances import Line
    from tui.commands.command import Context

_PARAGRAPH: Final = re.compile(r"\s*\n\s*\n\s*")
_SPACE: Final = re.compile(r"\s+")
_LAST_WORD: Final = re.compile(r"\S*\s*\Z")
_FIRST_WORD: Final = re.compile(r"\s*\S*")
_BARS: Final = "▁▂▃▄▅▆▇█"
STRIP_CELLS: Final = 10
EDGE_FROM: Final = 56
"""Columns from which document and date stand at the right edge."""
DATE_CELLS: Final = 11


class ConcordancePage(Page["Line"]):
    """Sorting, narrowing and finding happen in threads; this draws the lines there are by now."""

    NAME: ClassVar[str] = "concordance"
    CONTEXT: ClassVar[Context] = "concordance"
    ITEM_HEIGHT: ClassVar[int] = 1
    GAP: ClassVar[int] = 0
    WIDE_FROM: ClassVar[int] = 110

    _strips: dict[str, list[int]]

    def refresh_rows(self) -> None:
        """Take the lines as they are by now; the cursor stays on its line, or at the top where nobody moved it."""
        if not self.is_attached:
            return
        lines, before, cursor = self.room.concordance.lines, self.chosen, 0
        if before is not None and self.rows.cursor > 0:
            try:
                cursor = lines.index(before)
            except ValueError:
                cursor = min(self.rows.cursor, max(0, len(lines) - 1))
        was_empty = not self.items
        self.items, self._strips = lines, {}
        self.rows.set_rows(max(1, len(lines)), cursor=cursor)
        self.heading.show(self.title())
        if was_empty != (not lines):
            # Keys that need a line come into the footer, or leave it.
            self.room.screen.show_state()

    def narrow(self, words: str) -> None:
        """List only lines that hold these words; a thread does it."""
        self.words = words
        self.room.concordance.narrow(words)

    def keep(self) -> Callable[[], None]:
        """The lines too: a row of the collocates shows others here."""
        again, come_back = self.room.concordance.keep(), super().keep()

        def both() -> None:
            again()
            come_back()

        return both

    def list_items(self) -> Sequence[Line]:
        """The lines."""
        return self.room.concordance.lines

    def title(self) -> Cells:
        """What was asked, how much there is, in which order."""
        concordance = self.room.concordance
        if concordance.asked is None:
            return []
        documents = len(concordance.of_document)
        words = f"{counted(concordance.found, 'match')} in {counted(documents, 'document')}"
        if len(self.items) < concordance.found:
            words += f" · {len(self.items):,} shown"
        if concordance.silenced:
            words += f" · {concordance.silenced:,} silenced"
        words += " so far" if concordance.busy else ""
        checked = f" · {len(concordance.checks):,} checked" if concordance.checks else ""
        return [
            ("/", "accent bold"),
            (concordance.asked.named, "bright"),
            (f"   {words} · {LABELS[concordance.order]}", "dim"),
            (checked, "accent"),
        ]

    def key_of(self, item: Line) -> str:
        """Document and place."""
        return f"{item.start}-{item.end} {item.document.path}"

    def text_of(self, item: Line) -> str:
        """The line itself."""
        return f"{item.left}{item.match}{item.right}"

    def open_item(self, item: Line) -> None:
        """At its match."""
        self.room.concordance.open_line(item)

    def nothing(self) -> str:
        """Not yet, or none."""
        concordance = self.room.concordance
        if concordance.busy:
            return "finding lines…"
        if self.words:
            return f"no line holds {self.words}; esc shows all"
        if concordance.silenced:
            return "every line is silenced; :unsilence shows them again"
        if concordance.asked is None:
            return "no lines: / searches"
        return f"no match for {concordance.asked.named} in a text"

    # -- a line ------------------------------------------------------------------------------------------------------

    def draw_item(self, item: Line, width: int) -> list[Cells]:
        """Check, left context up to the match, match, right context; at the edge the document."""
        order = self.room.concordance.order
        edge = min(36, width // 4) if width >= EDGE_FROM else 0
        room = width - 2 - (edge + 2 if edge else 0)
        before = max(0, room * 9 // 20)
        left, right, match = _flat(item.left), _flat(item.right), _flat(item.match)
        checked = item in self.room.concordance.checks
        line: Cells = [(f"{CHECKED} " if checked else "  ", "accent"), *_left_cells(left, before, order == "left")]
        line += _right_cells(match, right, room - before, order == "right")
        if edge:
            line += [("  ", ""), *self._edge(item, edge)]
        return [line]

    def _edge(self, item: Line, width: int) -> Cells:
        """Title and date; in the order of documents the title, and where in the text its matches stand."""
        row = item.document
        title = row.title or row.path.rpartition("/")[2]
        if self.room.concordance.order == "document" and width > STRIP_CELLS + 6:
            return [(pad(title, width - STRIP_CELLS - 1), "faint"), (" ", ""), *self._strip(item, STRIP_CELLS)]
        if width > DATE_CELLS + 6:
            return [(pad(row.date or "", DATE_CELLS), "faint"), (fit(title, width - DATE_CELLS), "faint")]
        return [(fit(title, width), "faint")]

    def _strip(self, item: Line, width: int) -> Cells:
        from index.asking.concordances import dispersion, part_of

        path = item.document.path
        counts = self._strips.get(path)
        if counts is None:
            lines = self.room.concordance.of_document.get(path, [item])
            counts = self._strips[path] = dispersion((line.start for line in lines), item.length, width)
        most, here = max(1, *counts), part_of(item.start, item.length, width)
        bars = "".join(_BARS[(count * len(_BARS) - 1) // most] if count else "·" for count in counts)
        return [(bars[:here], "faint"), (bars[here], "match bold"), (bars[here + 1 :], "faint")]


def _flat(text: str) -> str:
    """A text on one line, with a sign where a paragraph ends."""
    return _SPACE.sub(" ", _PARAGRAPH.sub(" ¶ ", text))


def _left_cells(text: str, width: int, sorted_by: bool) -> Cells:
    """As much of the end of a text as there is room for, at the right; its last word brighter where it decides."""
    text = drawn(text)
    if len(text) > width or not text.isascii():
        room, start = width, len(text)
        while start > 0 and room >= width_of(text[start - 1]):
            start -= 1
            room -= width_of(text[start])
        text = text[start:]
    space = (" " * max(0, width - cells(text)), "")
    last = _LAST_WORD.search(text) if sorted_by else None
    at = last.start() if last is not None else len(text)
    return [space, (text[:at], "dim"), (text[at:], "ink")]


def _right_cells(match: str, text: str, width: int, sorted_by: bool) -> Cells:
    """A match and what stands after it, filled up to a width."""
    match = fit(match, width)
    text = pad(text, width - cells(match)) if width > cells(match) else ""
    first = _FIRST_WORD.match(text) if sorted_by else None
    at = first.end() if first is not None else 0
    return [(match, "match bold"), (text[:at], "ink"), (text[at:], "dim")]
