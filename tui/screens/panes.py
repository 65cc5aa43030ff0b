"""Where the panes of the reading room lie, and which of them has the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from tui.screens.desk import Desk
from tui.screens.painter import Painter
from tui.session.panes import PANES, Pane
from tui.widgets.document_list import DocumentList
from tui.widgets.entity_panel import EntityPanel
from tui.widgets.facet_panel import FacetPanel
from tui.widgets.prompt import Field
from tui.widgets.row_list import RowList
from tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.screens.page import Page
    from tui.session.room import Room

SHORTEST_WITH_HEADER = 8
"""Rows below which the header gives its row to the text."""


FACETS_BESIDE_FROM = 60
"""Columns from which the results make room for their facets while those have the keys, in place of lying below them."""


class PaneScreen(Screen[None], inherit_bindings=False):
    """Documents, desk and names side by side, or one over the other where the window is narrow."""

    AUTO_FOCUS = ""
    """The list of documents would have the keys for a moment, and every style be matched twice more."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._compositor = Painter()
        self.room = room
        self.documents = DocumentList(room.library, room.settings.list.columns, id="documents")
        self.desk = Desk(room)
        self.entities = EntityPanel(id="entities")
        self.facets = FacetPanel(lambda: room.keys_of("next-pane") if room.prompts.use is None else "", id="facets")
        """Stands in the place of the names while results are shown; mounted when they first are."""
        self.zen = False
        self.widths: dict[Pane, int] = {}
        """Columns of the panes beside the text, as they are on the screen."""
        self._window = Size(0, 0)
        self._page: Page[Any] | None = None
        """The list in the place of the text."""
        self._pane: Widget | None = None
        """The pane that has the keys, or had them before a prompt."""

    def show_state(self) -> None:
        """Say anew in the status line what goes on; for the subclass."""
        raise NotImplementedError

    def open_document_changed(self) -> None:
        """Another document is the open one; for the subclass."""
        raise NotImplementedError

    @property
    def text(self) -> TextView:
        """The text that has the keys, or had them before a list or the sidebar took them."""
        return self.room.seats.active.view

    # -- where it lies -----------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """What has no room beside the text lies over it when it has the keys."""
        self.place_panes(event.size)
        # The lists scroll to keep their cursors in view after they were drawn at the new height.
        for pane in (self.documents, self.entities):
            if pane.row_count:
                self.call_after_refresh(pane.refresh)
        self.show_state()

    def place_panes(self, size: Size | None = None) -> None:
        """Give each pane its place and width; the rows that are on the screen stay there."""
        width, height = self._window = size or self._window
        room = self.room
        together = room.seats.together
        together.hold()
        beside: set[Pane] = {pane for pane in PANES if self._stands_beside(pane)}
        self.widths = room.panes.widths(width, beside)
        widgets: dict[Pane, Widget] = {"documents": self.documents, "entities": self.entities}
        self.facets.styles.width = self.widths["entities"]
        for pane, widget in widgets.items():
            widget.styles.width = self.widths[pane]
            self.set_class(pane not in beside, f"-{pane}-over")
        self.set_class(width >= FACETS_BESIDE_FROM, "-facets-beside")
        self.set_class(self.zen, "-zen")
        self.set_class(height < SHORTEST_WITH_HEADER, "-low")
        bars = 1 + (not self.zen) + (not self.zen and height >= SHORTEST_WITH_HEADER)
        reading = room.settings.reading
        for seat in room.seats.shown:
            seat.view.measure = reading.zen_measure if self.zen else reading.measure
        self.desk.place(width - sum(self.widths[pane] for pane in beside), max(0, height - bars))
        self.call_after_refresh(together.go_on)

    def _stands_beside(self, pane: Pane) -> bool:
        if self.zen or pane in self.room.panes.hidden or not self.has_room_for(pane):
            return False
        if pane == "documents" and self._facets_need_room:
            return False
        page = self._page
        return page is None or self._window.width - sum(map(self.room.panes.wanted, PANES)) >= page.WIDE_FROM

    @property
    def _facets_need_room(self) -> bool:
        """True while the facets have the keys in a window in which they do not always stand beside the results."""
        narrow = not self.has_room_for("entities") or "entities" in self.room.panes.hidden
        return narrow and self.has_class("-entities-open") and self.side is self.facets

    def has_room_for(self, pane: Pane) -> bool:
        """True where the window is wide enough for a pane to stand beside the text."""
        screen = self.room.settings.screen
        least = screen.hide_documents_below if pane == "documents" else screen.hide_entities_below
        return self._window.width >= least

    @property
    def pane_with_keys(self) -> Pane | None:
        """The pane beside the text that has the keys."""
        if self.focused is self.documents:
            return "documents"
        return "entities" if self.focused in (self.entities, self.facets) else None

    @property
    def facets_in_sight(self) -> bool:
        """True where the facets are shown, or would be at once."""
        page = self._page
        return (
            page is not None
            and page.NAME == "results"
            and (self._stands_beside("entities") or self.focused is self.facets)
        )

    @property
    def side(self) -> RowList:
        """What stands at the right: the names of the text, or the facets of the results."""
        page = self._page
        return self.facets if page is not None and page.NAME == "results" else self.entities

    def leave_pane(self, pane: Pane) -> None:
        """A pane is about to be hidden: the keys go to the text where they were in it."""
        if self.pane_with_keys == pane:
            self.focus_text()

    def seats_changed(self) -> None:
        """There is another number of sides."""
        self.place_panes()
        self.seat_changed()

    def seat_changed(self) -> None:
        """The other side has the keys: what stands around the text follows."""
        self.desk.place(*self.desk.middle)
        self.open_document_changed()
        self.room.entities.show_sidebar()
        self.show_state()

    # -- focus -------------------------------------------------------------------------------------------------------

    @property
    def contexts(self) -> tuple[Context, ...]:
        """What a key is looked up in."""
        if self.focused is self.documents:
            return ("documents", "list", "global", "always")
        if self.focused is self.entities:
            return ("entities", "list", "global", "always")
        if self.focused is self.facets:
            return ("facets", "list", "global", "always")
        if self._page is not None:
            return (self._page.CONTEXT, "list", "global", "always")
        if self.text.selecting is not None:
            return ("select", "text", "global", "always")
        return ("text", "global", "always")

    @property
    def focused_rows(self) -> RowList | None:
        """The list that has the keys; None where it is the text."""
        focused = self.focused
        if isinstance(focused, RowList):
            return focused
        return self._page.rows if self._page is not None else None

    @property
    def middle(self) -> Widget:
        """What stands in the middle: the text that has the keys, or a list in its place."""
        return self._page.rows if self._page is not None else self.text

    def focus_pane(self, direction: int) -> None:
        """On to the next pane, round."""
        texts: list[Widget] = [seat.view for seat in self.room.seats.shown] if self._page is None else [self.middle]
        panes = [*texts, self.side, self.documents]
        at = next((index for index, pane in enumerate(panes) if pane is self.focused), 0)
        self._focus(panes[(at + direction) % len(panes)])

    def focus_text(self) -> None:
        """The text, or the list in its place."""
        self._focus(self.middle)

    def focus_documents(self) -> None:
        """The list of documents."""
        self._focus(self.documents)

    def focus_entities(self) -> None:
        """The sidebar."""
        self._focus(self.side)

    def _focus(self, pane: Widget) -> None:
        self.set_focus(pane)
        self.show_state()

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Every way to a pane leads through here, the mouse's too: what lies over the text follows the keys."""
        super().set_focus(widget, scroll_visible, from_app_focus)
        pane = self.focused
        if pane is not None and pane is not self._pane and not isinstance(pane, Field):
            before, self._pane = self._pane, pane
            self._pane_changed(before, pane)

    def _pane_changed(self, before: Widget | None, pane: Widget) -> None:
        self.room.letters.end()
        self.set_class(pane is self.documents, "-documents-open")
        self.set_class(pane in (self.entities, self.facets), "-entities-open")
        if self.facets in (before, pane):
            self.place_panes()
        if before is self.entities:
            self.room.entities.leave_sidebar()
        if (seat := self.room.seats.of(pane)) is not None:
            self.room.seats.activate(seat)
        if pane is self.entities:
            self.room.entities.enter_sidebar()
        elif pane is self.facets:
            self.room.facets.look()
        self.show_state()
        # A pane that comes into sight scrolls to its cursor after it was drawn.
        self.call_after_refresh(pane.refresh)

    def close_overlay(self) -> bool:
        """Leave a pane beside the text; True where there was one to leave."""
        if self.focused in (self.documents, self.entities, self.facets):
            self.focus_text()
            return True
        return False

    def toggle_zen(self) -> None:
        """The text alone, or everything again."""
        self.zen = not self.zen
        self.place_panes()
        self.focus_text()
