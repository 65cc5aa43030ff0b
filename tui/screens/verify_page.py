"""A checked draft: every quotation with what was found, and both texts side by side with their difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from index.evidence.verifying import Checked
from tui.counted import counted
from tui.display import cells, fit, wrapped
from tui.screens.page import Page
from tui.screens.passage_lines import passage_lines
from tui.screens.results_page import one_line
from tui.screens.sheet import Sheet
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room

SIGNS: Final = {
    "exact": "=",
    "altered": "≠",
    "stitched": "+",
    "missing": "?",
    "misattributed": "@",
    "outside": "^",
    "aside": "·",
    "unsupported": "#",
}
"""One before each row, so that a status is seen without colours."""
_LINES: Final = 6
_LEAST: Final = 8
"""Columns that a title needs to be worth showing."""


class VerifyPage(Page[Checked]):
    """Status and words; below them why, and where the passage stands."""

    NAME: ClassVar[str] = "verify"
    CONTEXT: ClassVar[Context] = "verify"

    def list_items(self) -> Sequence[Checked]:
        """Quotations in order, then figures and dates."""
        verified = self.room.verifying.verified
        return verified.found if verified is not None else ()

    def title(self) -> Line:
        """Which draft, and how many of each."""
        verified = self.room.verifying.verified
        if verified is None:
            return []
        counts = Counter(each.status for each in verified.found)
        told = [f"{counts[status]:,} {status}" for status in ("exact", "aside", "unsupported") if counts[status]]
        words = " · ".join([counted(len(verified.faults), "fault"), *told])
        return [("Draft ", "accent bold"), (verified.file.name, "bright bold"), (f"   {words}", "dim")]

    def draw_item(self, item: Checked, width: int) -> list[Line]:
        """Two lines."""
        role = "error" if item.is_fault else "dim"
        marks = ("“", "”") if item.kind == "quotation" else ("", "")
        head: Line = [
            (f"{SIGNS[item.status]} ", role),
            (f"{item.status:<14}", role),
            (f"{marks[0]}{one_line(item.text)}{marks[1]}", "ink"),
        ]
        verified = self.room.verifying.verified
        line = verified.text.count("\n", 0, item.start) + 1 if verified is not None else 0
        where = self.room.library.title(item.document) if item.document is not None else ""
        below: Line = [(f"  line {line:<9,}{item.reason}", "dim")]
        room = width - 16 - cells(item.reason) - 2
        where = fit(where, min(cells(where), room)) if room >= _LEAST else ""
        return [head, columns(below, [(where, "faint")], width)]

    def key_of(self, item: Checked) -> str:
        """Its place in the draft."""
        return f"{item.start}-{item.end}-{item.kind}"

    def text_of(self, item: Checked) -> str:
        """Status, words, document."""
        return f"{item.status} {item.text} {item.document or ''} {item.speaker or ''}"

    def open_item(self, item: Checked) -> None:
        """Both texts."""
        room, document = self.room, item.document
        if document is None:
            room.messages.say(item.reason or "it stands in no document")
            return

        def job() -> str:
            return room.collection.document(document).text[item.source_start : item.source_end]

        room.background.run(job, lambda source: room.layers.open_window(ComparedSheet(room, item, source)))

    def nothing(self) -> str:
        """Nothing is quoted, or none of those words."""
        if self.words:
            return f"nothing in the draft holds {self.words}; esc shows all"
        return "the draft quotes nothing"


class ComparedSheet(Sheet):
    """The draft's words above, the source's below; enter goes to the passage."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("compared", "list", "always")
    HIGHEST = 18

    def __init__(self, room: Room, found: Checked, source: str) -> None:
        super().__init__(room)
        self._found = found
        self._source = source

    def lines_for(self, width: int) -> list[Line]:
        """Status, the draft, the source, who speaks."""
        found = self._found
        role = "error" if found.is_fault else "bright"
        lines: list[Line] = [[(f"{SIGNS[found.status]} {found.status}", f"{role} bold")]]
        lines += [[(row, "dim")] for row in wrapped(found.reason, width)] if found.reason else []
        lines.append([("the draft", "accent")])
        lines += _shown(found.text, [(each.start, each.end) for each in found.differences], width)
        first = found.source_start or 0
        marked = [(each.source_start - first, each.source_end - first) for each in found.differences]
        lines.append([("the source ", "accent"), (self.room.library.title(found.document or ""), "dim")])
        lines += _shown(self._source, marked, width)
        for place in found.places[1:]:
            lines.append([("and ", "accent"), (f"{place.document}, characters {place.start}–{place.end}", "dim")])
        if found.claimed or found.speaker:
            said = f"the draft says {found.claimed or 'nobody'} · the ledger says {found.speaker or 'nobody'}"
            lines += [[(row, "ink")] for row in wrapped(said, width)]
        return lines

    def accept(self) -> None:
        """Enter goes to the passage."""
        self.close()
        self.room.verifying.open_source(self._found)


def _shown(text: str, marked: Iterable[tuple[int, int]], width: int) -> list[Line]:
    """A text with what differs marked; where something is missing, a sign stands in its place."""
    parts: list[tuple[str, str]] = []
    at, main = 0, 0
    for start, end in marked:
        start, end = max(start, at), max(end, at)
        parts.append((text[at:start], "ink"))
        main = main or len(parts)
        parts.append((text[start:end] or "‸", "match underline"))
        at = end
    parts.append((text[at:], "ink"))
    return passage_lines(parts, main, width, _LINES)
