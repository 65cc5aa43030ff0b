"""The reading room: documents, text and names side by side, or one over the other where the window is narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from index.document import EntityCount
from tui.screens.panes import PaneScreen
from tui.session.reading import signs
from tui.session.searching.narrowing import Filtering, Narrowing
from tui.widgets.footer import Footer
from tui.widgets.header import Header
from tui.widgets.prompt import Field
from tui.widgets.row_list import RowList
from tui.widgets.status import State, StatusRow, StatusText
from tui.widgets.text_view import TextView
from tui.widgets.which_key import WhichKey

if TYPE_CHECKING:
    from tui.screens.page import Page
    from tui.session.reading.seats import Seat
    from tui.session.room import Room


Behind = tuple["Page[Any]", Callable[[], None]]
DEEPEST: Final = 20
"""Pages behind the one on the screen that are remembered."""


class ReadingScreen(PaneScreen, inherit_bindings=False):
    """Draws what the room knows and hands on what the widgets report."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.header = Header(id="header")
        self.footer = Footer(id="footer")
        self.which_key = WhichKey(id="which-key")
        self._pages: dict[str, Page[Any]] = {}
        self._behind: list[Behind] = []
        """Pages from which the one on the screen was opened, the last last, each with what brings it back."""
        self._layout: tuple[Page[Any] | None, Widget | None, list[Behind]] = (None, None, [])
        self._before_prompt: Widget | None = None
        self._note: tuple[str, bool] = ("", False)

    # -- what is on it -----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Header, three panes, status, footer."""
        yield self.header
        with Horizontal(id="panes"):
            yield self.documents
            yield self.desk
            yield self.entities
        yield self.which_key
        yield StatusRow(id="status")
        yield self.footer

    def on_mount(self) -> None:
        """The text has the keys."""
        self.place_panes(self.size or self.app.size)
        self.prompt.changed = self.room.prompts.changed
        self.prompt.outdated = self._take_note_away
        self.text.show_nothing("opening…")
        self.set_focus(self.text)
        self.show_counts()
        self.show_state()

    @property
    def prompt(self) -> Field:
        """The field in the status row."""
        return self.query_one("#prompt", Field)

    # -- lists in the place of the text ------------------------------------------------------------------------------

    def page_named(self, name: str) -> Page[Any]:
        """A list by its name; made when it is first asked for."""
        page = self._pages.get(name)
        if page is None:
            from tui.screens.pages import make_page

            page = self._pages[name] = make_page(name, self.room)
        return page

    def show_page(self, name: str, *, focus: bool = True) -> None:
        """Show a list in the place of the text."""
        page = self.page_named(name)
        if page is not self._page or focus:
            self._leave_behind(page)
            self._put(page)
        if focus:
            page.narrow("")
            self._focus(page.rows)

    @property
    def page(self) -> Page[Any] | None:
        """The page that stands in the place of the text, if one does."""
        return self._page

    def _leave_behind(self, page: Page[Any]) -> None:
        """Esc leads from a page to the one from which it was opened."""
        if self._page is not None and page is not self._page:
            self._behind.append((self._page, self._page.keep()))
            del self._behind[:-DEEPEST]

    def _put(self, page: Page[Any] | None) -> None:
        before = self._page.WIDE_FROM if self._page is not None else 0
        self.desk.put(page)
        self._page = page
        if (page.WIDE_FROM if page is not None else 0) != before:
            self.place_panes()
        self._put_facets()
        self.show_state()
        # What the status line says of the text depends on its height, which is known after the next layout.
        self.call_after_refresh(self.show_state)

    def _put_facets(self) -> None:
        """Beside results stand their facets, beside anything else the names of the text."""
        shown = self.side is self.facets
        # Their own classes: for one of the screen's the styles of everything on it would be matched anew.
        self.facets.set_class(shown, "-shown")
        self.entities.set_class(shown, "-replaced")
        if shown and not self.facets.is_attached:
            self.query_one("#panes").mount(self.facets)
        if self.focused is (self.entities if shown else self.facets):
            self._focus(self.middle)
        if shown:
            self.room.facets.look()

    def show_text(self, *, focus: bool = True) -> None:
        """Show the text, with the keys."""
        self._behind.clear()
        self._put(None)
        if focus or (isinstance(self.focused, RowList) and self.pane_with_keys is None):
            self._focus(self.text)

    def close_page(self) -> bool:
        """Close the list in the place of the text, for the one that it was opened from; True where there was one."""
        if self._page is None:
            return False
        if not self._behind:
            self.show_text()
            return True
        page, come_back = self._behind.pop()
        self._put(page)
        self._focus(page.rows)
        come_back()
        return True

    def remember_layout(self) -> None:
        """Remember what is on the screen, for `restore_layout`."""
        self._layout = (self._page, self.focused, list(self._behind))

    def restore_layout(self, *, focus: bool = True) -> None:
        """As it was when `remember_layout` was called."""
        page, focused, self._behind = self._layout
        self._put(page)
        if focus and focused is not None:
            self._focus(focused)

    # -- prompt ------------------------------------------------------------------------------------------------------

    def open_prompt(self, sign: str, text: str) -> None:
        """Let the reader type in the status row."""
        self._before_prompt = self.focused
        if self.focused is self.facets:
            self.remove_class("-entities-open")  # what is found as one types is not to lie below them
            self.place_panes()
        self.query_one(StatusRow).add_class("-prompting")
        self.prompt.sign = sign
        self.prompt.value = text
        self.set_focus(self.prompt)
        self.show_state()

    def _take_note_away(self) -> StatusText:
        """A letter was typed: what was found so far is no answer to it."""
        self._note = ("", False)
        self.room.messages.clear()
        status = self.query_one(StatusText)
        status.show(State(words=self.room.works.words))
        return status

    def close_prompt(self) -> None:
        """Take the prompt away; the keys go back to where they were."""
        self.query_one(StatusRow).remove_class("-prompting")
        self._note = ("", False)
        before = self._before_prompt
        hidden = self._page is not None and self.room.seats.of(before) is not None
        hidden = hidden or before is (self.entities if self.side is self.facets else self.facets)
        if before is self.facets and not hidden:
            self.add_class("-entities-open")
            self.place_panes()
        self.set_focus(before if before is not None and not hidden else self.middle)
        self.show_state()

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """While one types in the prompt it keeps the keys; a pane that asks for them, such as late, has them after."""
        if self.room.prompts.use is None or widget is None or widget is self.prompt:
            super().set_focus(widget, scroll_visible, from_app_focus)
        else:
            self._before_prompt = widget

    def show_prompt_note(self, text: str, *, error: bool = False) -> None:
        """Say something beside the prompt."""
        self._note = (text, error)
        self.prompt.set_class(error, "-wrong")
        self.show_state()

    def open_filter(self) -> None:
        """Let the reader narrow the list that has the keys."""
        if self.focused is self.documents:
            self.room.prompts.open(Filtering(self.room), self.room.library.words)
        elif self._page is not None:
            page = self._page
            self.room.prompts.open(Narrowing(page.rows, page.narrow, page.words), page.words)
        else:
            self.room.messages.say("this list cannot be narrowed; documents and results can")

    # -- what is shown -----------------------------------------------------------------------------------------------

    def document_shown(self, seat: Seat) -> None:
        """A document came onto the page of a side."""
        self.desk.show_titles()
        self.room.seats.together.begin()
        if seat.active:
            self.open_document_changed()
        self.show_state()

    def open_document_changed(self) -> None:
        """The list marks the document of the side that has the keys."""
        document = self.room.reading.document
        self.documents.open_path = document.path if document is not None else None
        if document is not None and self.focused is not self.documents:
            self.documents.select_path(document.path)

    def show_documents(self, *, anew: bool = False) -> None:
        """The list of documents is another one; `anew`: in another order, or narrowed otherwise."""
        document = self.room.reading.document
        self.documents.show_listing(open_path=document.path if document else None, anew=anew)
        if document is not None and self.focused is not self.documents:
            self.documents.select_path(document.path)
        self.desk.show_titles()

    def show_counts(self) -> None:
        """The header."""
        room = self.room
        indexing = room.indexing
        self.header.show(room.collection.name, signs.counts(room), indexing.words, busy=not indexing.finished)

    def show_state(self) -> None:
        """Status line and footer."""
        if not self.is_mounted:
            return
        state = self._beside_prompt() if self.room.prompts.use is not None else signs.state(self.room)
        self.query_one(StatusRow).show(state, typing=self.room.prompts.use is not None, room=self._window)
        self.footer.show(signs.footer_entries(self.room))

    def _beside_prompt(self) -> State:
        """A message, until something is typed; what goes on; what is said of the text in the prompt."""
        message = self.room.messages.current
        if message is not None:
            return State(words=message.text, error=message.kind == "error")
        words, error = self._note
        return State(words=self.room.works.words or words, error=error)

    def describe_cursor(self) -> None:
        """The cursor went to something: say what it is, not what was said before."""
        self.room.messages.clear()
        self.show_state()

    def show_which_key(self) -> None:
        """What may follow the keys pressed; nothing hides the strip."""
        self.which_key.show(signs.which_key_entries(self.room))

    # -- what the widgets report -------------------------------------------------------------------------------------

    @on(TextView.CursorMoved)
    def _cursor_moved(self, event: TextView.CursorMoved) -> None:
        if (seat := self.room.seats.of(event.view)) is not None:
            seat.reading.look_at_progress()
        self.show_state()

    @on(TextView.Scrolled)
    def _scrolled(self, event: TextView.Scrolled) -> None:
        if (seat := self.room.seats.of(event.view)) is not None:
            seat.reading.look_at_progress()
            self.room.seats.together.scrolled(seat)
        self.show_state()

    @on(TextView.SelectionChanged)
    def _selection_changed(self) -> None:
        self.show_state()

    @on(RowList.Chosen, "#documents")
    def _document_chosen(self, event: RowList.Chosen) -> None:
        row = self.documents.row_at(event.index)
        if row is not None:
            self.room.reading.open(row.path)

    @on(RowList.Chosen, "#facets")
    def _facet_chosen(self, event: RowList.Chosen) -> None:
        self.room.facets.choose(self.facets.row_at(event.index))

    @on(RowList.Chosen, "#entities")
    def _entity_chosen(self, event: RowList.Chosen) -> None:
        item = self.entities.item_at(event.index)
        if isinstance(item, EntityCount):
            self.room.entity_page.show(item.id, item.name)
        elif item == "Notes":
            self.room.marking.list_all()
        elif item == "Quotations" and self.room.reading.document is not None:
            self.room.quotations.of_document(self.room.reading.document.path)
