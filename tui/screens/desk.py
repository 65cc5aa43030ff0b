"""The middle of the reading room: one text, two texts beside or above each other, or a list in their place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from tui.widgets.bar import Bar
from tui.widgets.row_list_cells import Cell, Line, columns, width_of_line

if TYPE_CHECKING:
    from tui.screens.page import Page
    from tui.session.reading.seats import Seat
    from tui.session.room import Room

BESIDE_FROM: Final = 100
"""Columns of the middle from which two texts stand side by side."""
ABOVE_FROM: Final = 14
"""Rows from which they stand one above the other; in fewer only the one that has the keys is shown."""
TITLE_FROM: Final = 6
"""Rows in which a title row is worth its place."""

Arrangement = Literal["beside", "above", "single"]


def arrangement(width: int, height: int) -> Arrangement:
    """How two texts stand in a middle of this size."""
    if width >= BESIDE_FROM and height >= TITLE_FROM:
        return "beside"
    return "above" if height >= ABOVE_FROM else "single"


class SideTitle(Bar):
    """Which document a side shows; bright where the keys are."""

    DEFAULT_CSS = """
    SideTitle { background: $ground-panel; padding: 0 1; }
    SideTitle.-active { background: $ground-raised; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, str, bool] = ("", "", False)

    def show(self, title: str, number: str, active: bool) -> None:
        """Show a document's title; `number` stands at the right."""
        if (title, number, active) != self._shown:
            self._shown = (title, number, active)
            self.set_class(active, "-active")
            self.refresh()

    def lines(self, width: int) -> Sequence[Sequence[Cell]]:
        """A bar where the keys are, the title, and which of the two it is."""
        title, number, active = self._shown
        line: Line = [("▌ " if active else "  ", "accent"), (title, "bright bold" if active else "dim")]
        right: Line = [(number, "dim" if active else "faint")]
        return [columns(line, right, width) if width_of_line(right) < width // 3 else line]


class Side(Vertical):
    """One text, with a title row above it while there are two."""

    DEFAULT_CSS = """
    Side { width: 1fr; height: 1fr; }
    Side > TextView { width: 100%; height: 1fr; }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        self._title: SideTitle | None = None

    def compose(self) -> ComposeResult:
        """The text; the title is made when it is first needed."""
        yield self.seat.view

    def show_title(self, title: str | None, number: str = "") -> None:
        """The title row; None takes it away."""
        if title is not None and self._title is None:
            self._title = SideTitle()
            self.mount(self._title, before=0)
        if self._title is not None:
            self._title.display = title is not None
            if title is not None:
                self._title.show(title, number, self.seat.active)


class Desk(Container):
    """Arranges the sides, and the lists that stand in their place."""

    DEFAULT_CSS = """
    Desk { width: 1fr; height: 100%; background: $ground-page; layout: horizontal; }
    Desk.-above { layout: vertical; background: $ground-panel; }
    Desk.-beside { background: $ground-panel; }
    Desk.-beside > Side.-second { margin-left: 1; }
    Desk > Page { width: 100%; height: 1fr; }
    """

    def __init__(self, room: Room) -> None:
        super().__init__(id="middle")
        self.room = room
        self._sides = {seat: Side(seat) for seat in room.seats.shown}
        self._page: Page[Any] | None = None
        self.middle = (0, 0)
        """Columns and rows that there are for it."""

    def compose(self) -> ComposeResult:
        """One side; the second is made when it is first opened."""
        yield from self._sides.values()

    @property
    def extent(self) -> int:
        """Columns that two sides share, or rows where one stands above the other."""
        width, height = self.middle
        return height if arrangement(width, height) == "above" else width

    def put(self, page: Page[Any] | None) -> None:
        """Show a list in the place of the texts; None shows the texts."""
        if page is not None and not page.is_attached:
            self.mount(page)
        for other in self.query("Desk > Page"):
            other.display = other is page
        self._page = page
        self.place(*self.middle)

    def place(self, width: int, height: int) -> None:
        """Give the sides their places in a middle of this size."""
        self.middle = (width, height)
        seats = self.room.seats.shown
        for seat in seats:
            if seat not in self._sides:
                self._sides[seat] = Side(seat)
                self.mount(self._sides[seat])
        two = len(seats) == 2
        how = arrangement(width, height)
        self.set_class(two and how == "beside", "-beside")
        self.set_class(two and how == "above", "-above")
        for seat, side in self._sides.items():
            shown = seat in seats and (seat.active or how != "single" or not two)
            side.display = shown and self._page is None
            side.set_class(two and seat is seats[-1], "-second")
        if two:
            self._order(seats)
            self._share(seats, how)
        else:
            self._sides[seats[0]].styles.width = self._sides[seats[0]].styles.height = "1fr"
        self.show_titles()

    def _order(self, seats: Sequence[Seat]) -> None:
        first, second = (self._sides[seat] for seat in seats)
        children = list(self.children)
        if first in children and second in children and children.index(first) > children.index(second):
            self.move_child(second, after=first)

    def _share(self, seats: Sequence[Seat], how: Arrangement) -> None:
        share = round(self.room.panes.share * 1000)
        for seat, part in zip(seats, (share, 1000 - share), strict=True):
            side = self._sides[seat]
            side.styles.width = f"{part}fr" if how == "beside" else "1fr"
            side.styles.height = f"{part}fr" if how == "above" else "1fr"

    def show_titles(self) -> None:
        """Which document each side shows."""
        seats = self.room.seats.shown
        for number, seat in enumerate(seats, 1):
            side = self._sides.get(seat)
            if side is None:
                continue
            if len(seats) == 1 or self.middle[1] < TITLE_FROM:
                side.show_title(None)
                continue
            document = seat.reading.document
            title = self.room.library.title(document.path) if document is not None else ""
            side.show_title(title, f"{number} of 2")
