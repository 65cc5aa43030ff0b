"""Two lists to find one's way by: the headings of a document, and the places where the reader has been."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from tui.screens.page import Page
from tui.session.reading.contents import Heading
from tui.session.reading.visited import Visit
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from tui.commands.command import Context


class OutlinePage(Page[Heading]):
    """The headings of the open document."""

    NAME: ClassVar[str] = "outline"
    CONTEXT: ClassVar[Context] = "outline"

    def list_items(self) -> Sequence[Heading]:
        """In the order of the text."""
        return self.room.contents.headings

    def title(self) -> Line:
        """Of what, and how many."""
        title = self.room.library.title(self.room.contents.path) if self.room.contents.path else ""
        number = "1 heading" if len(self.items) == 1 else f"{len(self.items):,} headings"
        return [("Contents", "bright bold"), (f"   {number} · ", "dim"), (title, "dim")]

    def draw_item(self, item: Heading, width: int) -> list[Line]:
        """The heading and where it stands; how the text below it begins."""
        place: Line = [(f"¶{item.paragraph:,}", "dim"), (f" · {item.percent}%", "faint")]
        indent = "  " * min(item.level, max(0, width // 8))
        return [columns([(indent + item.words, "ink bold")], place, width), [(indent + item.below, "dim")]]

    def key_of(self, item: Heading) -> str:
        """Where it stands."""
        return str(item.start)

    def text_of(self, item: Heading) -> str:
        """Its words."""
        return item.words

    def open_item(self, item: Heading) -> None:
        """At the heading."""
        self.room.contents.go_to(item)

    def nothing(self) -> str:
        """No heading, or none of those words."""
        if self.words:
            return f"no heading holds {self.words}; esc shows all"
        key = self.room.keys_of("paragraph-next")
        return "this document has no headings" + (f"; {key} in the text goes to the next paragraph" if key else "")


class HistoryPage(Page[Visit]):
    """Where the reader has been, in whichever document."""

    NAME: ClassVar[str] = "history"
    CONTEXT: ClassVar[Context] = "history"

    def list_items(self) -> Sequence[Visit]:
        """Those that were left last come first, before them what lies ahead."""
        return self.room.visited.visits

    def title(self) -> Line:
        """How many."""
        number = "1 place" if len(self.items) == 1 else f"{len(self.items):,} places"
        return [("Where you have been", "bright bold"), (f"   {number}", "dim")]

    def draw_item(self, item: Visit, width: int) -> list[Line]:
        """What stands there; the document, and how far back it lies."""
        step = f"{item.steps} back" if item.steps > 0 else f"{-item.steps} forward"
        words = item.words or "this document is gone"
        return [[(words, "ink" if item.words else "faint")], columns([(item.title, "dim")], [(step, "faint")], width)]

    def key_of(self, item: Visit) -> str:
        """Its number: one may have been at a place more than once."""
        return str(item.number)

    def text_of(self, item: Visit) -> str:
        """Its words and the document."""
        return f"{item.words} {item.title} {item.place.path}"

    def open_item(self, item: Visit) -> None:
        """At the place."""
        self.room.visited.go_to(item)

    def nothing(self) -> str:
        """Nowhere yet, or no place of those words."""
        if self.words:
            return f"no place holds {self.words}; esc shows all"
        return "nowhere yet: jumps to matches, names and documents are kept here"
