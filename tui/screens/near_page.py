"""Near copies in groups, and what differs between two of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from tui.counted import counted
from tui.display import cells, wrapped
from tui.screens.count_page import CountPage
from tui.screens.page import Page, PageRows
from tui.session.ledgers.near_copies import GroupHeading
from tui.session.library import title_of
from tui.widgets.document_row import date_in_words, place_in_words
from tui.widgets.row_list_cells import LONGEST, Line, columns

if TYPE_CHECKING:
    from index.alike_texts.comparing import Change
    from tui.commands.command import Context
    from tui.session.ledgers.near_copies import NearCopies
    from tui.session.room import Room

_SPACE: Final = re.compile(r"\s+")
GONE, COME = ("[-", "-]"), ("{+", "+}")
"""What stands around words that are in the first text alone, and around those in the second: seen without colour."""


class NearRows(PageRows):
    """Texts below the heading of their group."""

    def is_heading(self, index: int) -> bool:
        """The cursor passes over headings."""
        items = self._page.items
        return not items or (index < len(items) and isinstance(items[index], GroupHeading))


class NearPage(CountPage[Any]):
    """A thread arranges; this draws the rows there are."""

    NAME: ClassVar[str] = "near"
    CONTEXT: ClassVar[Context] = "near"
    ITEM_HEIGHT: ClassVar[int] = 2
    GAP: ClassVar[int] = 0

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.rows = NearRows(self, item_height=self.ITEM_HEIGHT)

    @property
    def count(self) -> NearCopies:
        """The session."""
        return self.room.near_copies

    def title(self) -> Line:
        """How many groups and texts."""
        groups = sum(isinstance(item, GroupHeading) for item in self.items)
        texts = len(self.items) - groups
        least = self.room.settings.copies.similarity
        words = f"{counted(groups, 'group')} · {counted(texts, 'text')}" if groups else ""
        return [("Near copies", "bright bold"), (f"   {words}", "dim"), (f" · from {least}% the same", "faint")]

    def key_of(self, item: Any) -> str:
        """The path; of a heading, its number."""
        return f"group {item.group}" if isinstance(item, GroupHeading) else f"text {item.document.path}"

    def text_of(self, item: Any) -> str:
        """A thread narrows."""
        return self.key_of(item)

    def open_item(self, item: Any) -> None:
        """The text."""
        if not isinstance(item, GroupHeading):
            self.room.reading.open(item.document.path)

    def nothing(self) -> str:
        """Not yet, or none."""
        if self.count.busy:
            return "comparing texts… esc gives up"
        if self.words:
            return f"no group holds {self.words}; esc shows all"
        if self.count.counted is None:
            return "texts are not compared yet"
        return "no two texts here are nearly the same"

    def draw_item(self, item: Any, width: int) -> list[Line]:
        """How much is the same, title, date; below, the path."""
        if isinstance(item, GroupHeading):
            words = f"{item.texts:,} texts · from {item.least:.0%} the same as the longest"
            return [[], [(words, "dim bold")]]
        row = item.document
        share = "longest" if item.longest else f"{item.alike:.0%}"
        copies = f" · also in {counted(item.copies, 'place')}" if item.copies else ""
        head: Line = [(f"{share:>8}  ", "accent"), (title_of(row), "ink")]
        edge: Line = [(date_in_words(row.date), "faint")]
        below: Line = [(" " * 10, ""), (place_in_words(row.path), "faint"), (copies, "dim")]
        return [columns(head, edge, width), below]


class ChangesPage(Page["Change"]):
    """A change with what is the same around it: `[-gone-]{+come+}`."""

    NAME: ClassVar[str] = "changes"
    CONTEXT: ClassVar[Context] = "changes"
    ITEM_HEIGHT: ClassVar[int] = 4

    def list_items(self) -> Sequence[Change]:
        """The changes in order."""
        return self.room.changes.rows

    def title(self) -> Line:
        """Between which texts."""
        changes = self.room.changes
        if changes.was is None or changes.now is None:
            return [("What differs", "bright bold")]
        was, now = changes.was.document, changes.now.document
        words = f"   {counted(len(changes.rows), 'change')} · " if changes.rows else "   "
        return [
            ("What differs", "bright bold"),
            (words, "dim"),
            (f"[-{title_of(was)} · {was.path}-]", "error"),
            (" ", ""),
            (f"{{+{title_of(now)} · {now.path}+}}", "accent"),
        ]

    def key_of(self, item: Change) -> str:
        """Where it stands in both."""
        return f"{item.was_start} {item.now_start}"

    def text_of(self, item: Change) -> str:
        """What is shown of it."""
        return " ".join((item.before[-80:], item.was, item.now, item.behind[:80]))

    def open_item(self, item: Change) -> None:
        """At the change in the second text."""
        self.room.changes.open_row(item)

    def nothing(self) -> str:
        """Not yet, or none."""
        if self.room.changes.busy:
            return "comparing…"
        if self.words:
            return f"no change holds {self.words}; esc shows all"
        return "word by word both texts are the same; only white space differs"

    def draw_item(self, item: Change, width: int) -> list[Line]:
        """As much of it as there is room for; what is around it gives way first."""
        was, now = _level(item.was), _level(item.now)
        room = width * (self.ITEM_HEIGHT - 1)
        was, now = _cut(was, room // 2), _cut(now, room // 2)
        left = max(0, (room - cells(was) - cells(now)) // 2)
        parts: Line = [(_end_of(_level(item.before), left), "dim")]
        if was.strip():
            parts.append((f"{GONE[0]}{was}{GONE[1]}", "error"))
        if now.strip():
            parts.append((f"{COME[0]}{now}{COME[1]}", "accent bold"))
        parts.append((_cut(_level(item.behind), left), "dim"))
        return _in_lines([part for part in parts if part[0]], width, self.ITEM_HEIGHT)


def _level(text: str) -> str:
    """As much as could ever be shown on one line; that there is white space at an end still shows."""
    return _SPACE.sub(" ", text[:LONGEST]) + "…" * (len(text) > LONGEST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rpartition(" ")[0] + " …"


def _end_of(text: str, most: int) -> str:
    return text if len(text) <= most else "… " + text[len(text) - most :].partition(" ")[2]


def _in_lines(parts: Line, width: int, most: int) -> list[Line]:
    """Parts one behind the other, broken into lines at spaces."""
    text = "".join(words for words, _ in parts)
    ends, at = [], 0
    for words, role in parts:
        at += len(words)
        ends.append((at, role))
    lines: list[Line] = []
    done = 0
    for row in wrapped(text, max(8, width))[:most]:
        start = max(done, text.find(row, done))
        line: Line = []
        stop = start + len(row)
        for end, role in ends:
            if start < end and start < stop:
                line.append((text[start : min(end, stop)], role))
                start = min(end, stop)
        lines.append(line)
        done = stop
    return lines
