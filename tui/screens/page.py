"""A list in the place of the text: search results, annotations, documents naming an entity, skipped files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.display import wrapped
from tui.widgets.bar import Title
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room

Item = TypeVar("Item")


class PageRows(DrivenRows):
    """Rows that the page draws."""

    DEFAULT_CSS = """
    PageRows { background: $ground-page; margin: 0 2; }
    PageRows:focus { background: $ground-page; }
    """

    def __init__(self, page: Page[Item], *, item_height: int) -> None:
        super().__init__(item_height=item_height, gap=page.GAP)
        self._page = page

    def draw_row(self, index: int, width: int) -> Sequence[Line]:
        """As the page says."""
        return self._page.draw(index, width)

    def is_heading(self, index: int) -> bool:
        """What is said in place of rows cannot be chosen."""
        return not self._page.items


class Page(Vertical, Generic[Item]):
    """A title row and a list. What it lists is asked of the session each time; it keeps nothing that can grow old."""

    DEFAULT_CSS = """
    Page { background: $ground-page; display: none; }
    Page > Title { background: $ground-page; padding: 0 2; height: 2; }
    Page.-low > Title { height: 1; }
    """
    NAME: ClassVar[str]
    CONTEXT: ClassVar[Context]
    ITEM_HEIGHT: ClassVar[int] = 2
    STAYS: ClassVar[bool] = False
    """Rows go one by one, as they are decided on or deleted: the next one is then under the cursor."""
    WIDE_FROM: ClassVar[int] = 0
    """Columns that it wants before other panes stand beside it."""
    GAP: ClassVar[int] = 1
    """Empty lines between rows, where the window is not too low for them."""

    def __init__(self, room: Room) -> None:
        super().__init__(id=f"page-{self.NAME}")
        self.room = room
        self.items: list[Item] = []
        self.words = ""
        """What the list is narrowed to."""
        self.heading = Title()
        self.rows = PageRows(self, item_height=self.ITEM_HEIGHT)

    def compose(self) -> ComposeResult:
        """Title and rows."""
        yield self.heading
        yield self.rows

    def on_mount(self) -> None:
        """Fill it."""
        self.refresh_rows()

    # -- for subclasses ----------------------------------------------------------------------------------------------

    def list_items(self) -> Sequence[Item]:
        """What is to be listed."""
        raise NotImplementedError

    def title(self) -> Line:
        """The words above the list."""
        raise NotImplementedError

    def draw_item(self, item: Item, width: int) -> list[Line]:
        """The lines of one row."""
        raise NotImplementedError

    def key_of(self, item: Item) -> str:
        """What tells one row from another."""
        raise NotImplementedError

    def text_of(self, item: Item) -> str:
        """What a filter looks into."""
        raise NotImplementedError

    def open_item(self, item: Item) -> None:
        """Enter on a row."""
        raise NotImplementedError

    def nothing(self) -> str:
        """What is said where there is nothing to list, with what to do."""
        raise NotImplementedError

    # -- rows --------------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """True while it stands in the place of the text."""
        return bool(self.is_attached and self.display)

    @property
    def chosen(self) -> Item | None:
        """The item under the cursor."""
        at = self.rows.cursor
        return self.items[at] if 0 <= at < len(self.items) else None

    @property
    def chosen_key(self) -> str | None:
        """The key of the item under the cursor."""
        return self.key_of(self.chosen) if self.chosen is not None else None

    def refresh_rows(self) -> None:
        """List again; the cursor stays on the item it stood on, or where that is gone in its row if STAYS."""
        if not self.is_attached:
            return
        before = self.chosen_key
        words = self.words.casefold().split()
        self.items = [
            item for item in self.list_items() if all(word in self.text_of(item).casefold() for word in words)
        ]
        keys = [self.key_of(item) for item in self.items]
        otherwise = min(self.rows.cursor, max(0, len(keys) - 1)) if self.STAYS and before is not None else 0
        self.rows.set_rows(max(1, len(self.items)), cursor=keys.index(before) if before in keys else otherwise)
        self.heading.show(self.title())

    def choose(self, key: str | None) -> None:
        """Put the cursor on an item, where it is in the list."""
        keys = [self.key_of(item) for item in self.items]
        if key in keys:
            self.rows.set_rows(max(1, len(keys)), cursor=keys.index(key))

    def keep(self) -> Callable[[], None]:
        """What brings back what the page shows now, with cursor and scroll; for one who comes back to it."""
        key, top = self.chosen_key, self.rows.top

        def come_back() -> None:
            if self.chosen_key != key:
                self.choose(key)
            if self.rows.set_top(top):
                self.rows.refresh()

        return come_back

    def refresh_key(self, key: str) -> None:
        """Draw one row again."""
        for index in self._visible():
            if self.key_of(self.items[index]) == key:
                self.rows.refresh_item(index)

    def _visible(self) -> range:
        pitch = self.rows.item_height + self.rows.gap
        first = self.rows.top // pitch
        return range(first, min(len(self.items), first + self.rows.rows_visible // pitch + 2))

    def narrow(self, words: str) -> None:
        """List only what holds these words."""
        self.words = words
        self.refresh_rows()

    def draw(self, index: int, width: int) -> list[Line]:
        """The lines of one row, or what is said in place of rows."""
        if not self.items:
            lines = wrapped(self.nothing(), max(8, width)) if index == 0 else []
            # What has no room is cut with an ellipsis, not left out without a sign.
            lines[self.ITEM_HEIGHT - 1 :] = [" ".join(lines[self.ITEM_HEIGHT - 1 :])]
            return [[(line, "dim")] for line in lines if line]
        return self.draw_item(self.items[index], width) if index < len(self.items) else []

    def on_resize(self) -> None:
        """In a low window every row counts."""
        self.set_class(self.size.height < 12, "-low")
        self.rows.gap = 0 if self.size.height < 12 else self.GAP
        self.rows.on_resize()

    @on(RowList.Chosen)
    def _row_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if self.chosen is not None:
            self.open_item(self.chosen)
