"""The reading room: documents, text and names side by side, or one over the other where the window is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget

from index.document import Document, EntityCount
from tui.session import signs
from tui.session.narrowing import Narrowing
from tui.widgets.document_list import DocumentList
from tui.widgets.entity_panel import EntityPanel
from tui.widgets.footer import Footer
from tui.widgets.header import Header
from tui.widgets.prompt import Field
from tui.widgets.row_list import RowList
from tui.widgets.status import State, StatusRow, StatusText
from tui.widgets.text_view import TextView
from tui.widgets.which_key import WhichKey

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.screens.page import Page
    from tui.session.room import Room

SHORTEST_WITH_HEADER = 8
"""Rows below which header and footer give their row to the text."""


class ReadingScreen(Screen[None], inherit_bindings=False):
    """Draws what the room knows and hands on what the widgets report."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room
        self.header = Header(id="header")
        self.documents = DocumentList(id="documents")
        self.text = TextView(room.settings.reading, id="text")
        self.entities = EntityPanel(id="entities")
        self.footer = Footer(id="footer")
        self.which_key = WhichKey(id="which-key")
        self.zen = False
        self._pages: dict[str, Page[Any]] = {}
        self._page: Page[Any] | None = None
        self._layout: tuple[Page[Any] | None, Widget | None] = (None, None)
        self._before_prompt: Widget | None = None
        self._note: tuple[str, bool] = ("", False)

    # -- what is on it -----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Header, three panes, status, footer."""
        yield self.header
        with Horizontal(id="panes"):
            yield self.documents
            with Vertical(id="middle"):
                yield self.text
            yield self.entities
        yield self.which_key
        yield StatusRow(id="status")
        yield self.footer

    def on_mount(self) -> None:
        """Widths come from the settings."""
        screen = self.room.settings.screen
        self.documents.styles.width = screen.documents_width
        self.entities.styles.width = screen.entities_width
        self.prompt.changed = self.room.prompts.changed
        self.text.show_nothing("opening…")
        self.set_focus(self.text)
        self.show_counts()
        self.show_state()

    @property
    def prompt(self) -> Field:
        """The field in the status row."""
        return self.query_one("#prompt", Field)

    def on_resize(self, event: events.Resize) -> None:
        """What has no room beside the text lies over it when it has the keys."""
        settings = self.room.settings.screen
        width, height = event.size
        self.set_class(width < settings.hide_entities_below, "-narrow")
        self.set_class(width < settings.hide_documents_below, "-slim")
        self.set_class(height < SHORTEST_WITH_HEADER, "-low")
        if width < settings.hide_documents_below:
            self.documents.styles.max_width = max(10, width - 6)
            self.entities.styles.max_width = max(10, width - 6)
        else:
            self.documents.styles.max_width = self.entities.styles.max_width = None
        # The lists scroll to keep their cursors in view after they were drawn at the new height.
        for pane in (self.documents, self.entities):
            if pane.row_count:
                self.call_after_refresh(pane.refresh)
        self.show_state()

    # -- focus -------------------------------------------------------------------------------------------------------

    @property
    def contexts(self) -> tuple[Context, ...]:
        """What a key is looked up in."""
        if self.focused is self.documents:
            return ("documents", "list", "global", "always")
        if self.focused is self.entities:
            return ("entities", "list", "global", "always")
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
        """What stands in the middle: the text, or a list in its place."""
        return self._page.rows if self._page is not None else self.text

    def focus_pane(self, direction: int) -> None:
        """On to the next pane, round."""
        panes = [self.middle, self.entities, self.documents]
        at = next((index for index, pane in enumerate(panes) if pane is self.focused), 0)
        pane = panes[(at + direction) % len(panes)]
        if pane is self.entities:
            self.focus_entities()
        else:
            self._focus(pane)

    def focus_text(self) -> None:
        """The text, or the list in its place."""
        self._focus(self.middle)

    def focus_documents(self) -> None:
        """The list of documents."""
        self._focus(self.documents)

    def focus_entities(self) -> None:
        """The sidebar."""
        self._focus(self.entities)
        self.room.entities.enter_sidebar()

    def _focus(self, pane: Widget) -> None:
        if self.focused is self.entities and pane is not self.entities:
            self.room.entities.leave_sidebar()
        self.set_class(pane is self.documents, "-documents-open")
        self.set_class(pane is self.entities, "-entities-open")
        self.set_focus(pane)
        self.show_state()
        # A pane that comes into sight scrolls to its cursor after it was drawn.
        self.call_after_refresh(pane.refresh)

    def close_overlay(self) -> bool:
        """Leave a pane beside the text; True where there was one to leave."""
        if self.focused in (self.documents, self.entities):
            self.focus_text()
            return True
        return False

    def toggle_zen(self) -> None:
        """The text alone, or everything again."""
        self.zen = not self.zen
        self.set_class(self.zen, "-zen")
        self.focus_text()

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
        self._put(page)
        if focus:
            page.narrow("")
            self._focus(page.rows)

    def _put(self, page: Page[Any] | None) -> None:
        if page is not None and not page.is_attached:
            self.query_one("#middle").mount(page)
        for other in self._pages.values():
            other.display = other is page
        self.text.display = page is None
        self._page = page
        self.show_state()
        # What the status line says of the text depends on its height, which is known after the next layout.
        self.call_after_refresh(self.show_state)

    def show_text(self) -> None:
        """Show the text, with the keys."""
        self._put(None)
        self._focus(self.text)

    def close_page(self) -> bool:
        """Close the list in the place of the text; True where there was one."""
        if self._page is None:
            return False
        self.show_text()
        return True

    def remember_layout(self) -> None:
        """Remember what is on the screen, for `restore_layout`."""
        self._layout = (self._page, self.focused)

    def restore_layout(self, *, focus: bool = True) -> None:
        """As it was when `remember_layout` was called."""
        page, focused = self._layout
        self._put(page)
        if focus and focused is not None:
            self._focus(focused)

    # -- prompt ------------------------------------------------------------------------------------------------------

    def open_prompt(self, sign: str, text: str) -> None:
        """Let the reader type in the status row."""
        self._before_prompt = self.focused
        self.query_one(StatusRow).add_class("-prompting")
        self.prompt.sign = sign
        self.prompt.value = text
        self.set_focus(self.prompt)
        self.show_state()

    def close_prompt(self) -> None:
        """Take the prompt away; the keys go back to where they were."""
        self.query_one(StatusRow).remove_class("-prompting")
        self._note = ("", False)
        self.set_focus(self._before_prompt if self._before_prompt is not None else self.middle)
        self.show_state()

    def show_prompt_note(self, text: str, *, error: bool = False) -> None:
        """Say something beside the prompt."""
        self._note = (text, error)
        self.prompt.set_class(error, "-wrong")
        self.show_state()

    def open_filter(self) -> None:
        """Let the reader narrow the list that has the keys."""
        if self.focused is self.documents:
            library = self.room.library
            self.room.prompts.open(Narrowing(self.documents, library.narrow, library.words), library.words)
        elif self._page is not None:
            page = self._page
            self.room.prompts.open(Narrowing(page.rows, page.narrow, page.words), page.words)
        else:
            self.room.messages.say("this list cannot be narrowed; documents and results can")

    # -- what is shown -----------------------------------------------------------------------------------------------

    def document_shown(self, document: Document) -> None:
        """A document came onto the page."""
        self.documents.open_path = document.path
        if self.focused is not self.documents:
            self.documents.select_path(document.path)
        self.show_state()

    def show_documents(self) -> None:
        """The list of documents is another one."""
        document = self.room.reading.document
        self.documents.set_documents(self.room.library.shown, open_path=document.path if document else None)
        if document is not None and self.focused is not self.documents:
            self.documents.select_path(document.path)

    def show_counts(self) -> None:
        """The header."""
        room = self.room
        indexing = room.indexing
        self.header.show(room.collection.name, signs.counts(room), indexing.words, busy=not indexing.finished)

    def show_state(self) -> None:
        """Status line and footer."""
        if not self.is_mounted:
            return
        words, error = self._note
        typing = self.room.prompts.use is not None
        state = State(words=words, error=error) if typing else signs.state(self.room)
        self.query_one(StatusText).show(state)
        self.footer.show(signs.footer_entries(self.room))

    def describe_cursor(self) -> None:
        """The cursor went to something: say what it is, not what was said before."""
        self.room.messages.clear()
        self.show_state()

    def show_which_key(self) -> None:
        """What may follow the keys pressed; nothing hides the strip."""
        self.which_key.show(signs.which_key_entries(self.room))

    # -- what the widgets report -------------------------------------------------------------------------------------

    @on(TextView.CursorMoved)
    def _cursor_moved(self) -> None:
        self.room.reading.look_at_progress()
        self.show_state()

    @on(TextView.Scrolled)
    def _scrolled(self) -> None:
        self.room.reading.look_at_progress()
        self.show_state()

    @on(TextView.SelectionChanged)
    def _selection_changed(self) -> None:
        self.show_state()

    @on(RowList.Chosen, "#documents")
    def _document_chosen(self, event: RowList.Chosen) -> None:
        row = self.documents.row_at(event.index)
        if row is not None:
            self.room.reading.open(row.path)

    @on(RowList.Chosen, "#entities")
    def _entity_chosen(self, event: RowList.Chosen) -> None:
        item = self.entities.item_at(event.index)
        if isinstance(item, EntityCount):
            self.room.entities.list_documents(item)
        elif item == "Notes":
            self.room.marking.list_all()
