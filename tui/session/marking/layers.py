"""What lies on top and has the keys: a list, the text, a prompt, a window over the page; and acting on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.screens.window import Window

if TYPE_CHECKING:
    from textual.await_complete import AwaitComplete
    from textual.widget import AwaitMount

    from index.annotations.annotation import Annotation, PlacedAnnotation
    from index.codebook.coding import CodeChoice
    from tui.commands.command import Context
    from tui.session.room import Room
    from tui.widgets.row_list import RowList


class Layers:
    """Knows what a key concerns at the moment. Windows are imported when they are first opened."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.opening: AwaitMount | AwaitComplete | None = None
        """A window on its way: keys that follow wait for it, so that none is lost however fast one types."""

    @property
    def window(self) -> Window | None:
        """The window that lies over the page."""
        screens = self._room.app.screen_stack  # empty while the program ends
        return screens[-1] if screens and isinstance(screens[-1], Window) else None

    @property
    def contexts(self) -> tuple[Context, ...]:
        """What a key is looked up in, innermost first."""
        window = self.window
        if window is not None:
            return window.contexts
        if self._room.prompts.use is not None:
            return ("prompt", "always")
        if self._room.letters.context is not None:
            return (self._room.letters.context, "always")
        return self._room.screen.contexts

    @property
    def rows(self) -> RowList | None:
        """The list that the keys move; None where it is the text."""
        window = self.window
        return window.rows if window is not None else self._room.screen.focused_rows

    @property
    def typed(self) -> str:
        """What stands in the field in which the reader types."""
        window = self.window
        if window is not None:
            return window.typed
        return self._room.prompts.text if self._room.prompts.use is not None else ""

    # -- moving ------------------------------------------------------------------------------------------------------

    def move(self, motion: str, count: int) -> None:
        """A motion of the list, or of the text."""
        rows = self.rows
        room = self._room
        if rows is not None:
            rows.move(motion, count)
            if rows is room.screen.entities:
                room.entities.moved_in_sidebar()
            return
        room.reading.moved()
        if not room.screen.text.move(motion, count) and motion in ("page-down", "row-down", "bottom"):
            row = room.library.neighbour(room.reading.document.path, 1) if room.reading.document is not None else None
            key = room.keys_of("document-next")
            if row is not None and key and motion != "bottom":
                room.messages.say(f"the end of this document; {key} opens the next: {room.library.title(row.path)}")
        # Also where nothing moved: at the end of a text, pressing on says that it was read.
        room.reading.look_at_progress()

    def go_to_number(self, number: int | None, motion: str) -> None:
        """To the end that a motion names; with a number to that row, or that paragraph."""
        room, rows = self._room, self.rows
        if rows is not None:
            if number is None:
                rows.move(motion, 1)
            else:
                rows.go_to(rows.index_of_number(number))
            if rows is room.screen.entities:
                room.entities.moved_in_sidebar()
            return
        document = room.reading.document
        if document is None:
            return
        room.reading.leave()
        if number is None or not document.blocks:
            self.move(motion, 1)
        else:
            block = document.blocks[min(max(number, 1), len(document.blocks)) - 1]
            room.reading.moved()
            room.reading.go_to(block.start)

    def filter_rows(self) -> None:
        """Let the reader narrow the list that has the keys."""
        window = self.window
        if window is not None:
            window.begin_filter()
        else:
            self._room.screen.open_filter()

    # -- annotations -------------------------------------------------------------------------------------------------

    @property
    def annotation_in_hand(self) -> Annotation | None:
        """The annotation shown on a card, or chosen in the list of annotations."""
        window = self.window
        if window is not None:
            return window.annotation
        screen = self._room.screen
        if self.contexts[0] != "annotations":
            return None
        chosen = screen.page_named("annotations").chosen
        return chosen.annotation if chosen is not None else None

    def list_skipped(self) -> None:
        """Show the files that are not documents."""
        self._room.skipped_files.show()

    # -- windows -----------------------------------------------------------------------------------------------------

    def open_note_editor(
        self, passage: str, text: str, saved: Callable[[str], None], kept: Callable[[str], None]
    ) -> None:
        """Let the reader write a note on a passage."""
        from tui.screens.note_editor import NoteEditor

        self._open(NoteEditor(self._room, passage, text, saved, kept))

    def open_code_picker(
        self,
        passage: str,
        codes: Sequence[CodeChoice],
        last: str | None,
        chosen: Callable[[str], None],
        here: frozenset[str],
    ) -> None:
        """Let the reader choose a code."""
        from tui.screens.code_picker import CodePicker

        self._open(CodePicker(self._room, passage, codes, last, chosen, here))

    def open_card(self, mark: PlacedAnnotation) -> None:
        """Show an annotation."""
        from tui.screens.card import Card

        self._open(Card(self._room, mark))

    def open_window(self, window: Window) -> None:
        """Show a window that somebody else has made."""
        self._open(window)

    def open_help(self, topic: str = "keys") -> None:
        """Show the keys, or how a query is written."""
        from tui.screens.help import Help

        if not isinstance(self.window, Help):
            self._open(Help(self._room, self.contexts, topic))
        else:
            self.close_top()

    def open_messages(self) -> None:
        """Show what was said in this sitting."""
        from tui.screens.messages import MessagesWindow

        if not isinstance(self.window, MessagesWindow):
            self._open(MessagesWindow(self._room))

    def open_palette(self) -> None:
        """Let the reader find a command by its name."""
        from tui.screens.palette import Palette

        self._open(Palette(self._room, self.contexts))

    def _open(self, window: Window) -> None:
        self._room.letters.end()
        self.opening = self._room.app.push_screen(window)

    def close_card(self) -> None:
        """Close the card before something else is opened from it."""
        window = self.window
        if window is not None and window.annotation is not None:
            window.close()

    def accept_modal(self) -> None:
        """Enter in a window."""
        if (window := self.window) is not None:
            window.accept()

    def cancel_modal(self) -> None:
        """Esc in a window."""
        if (window := self.window) is not None:
            window.cancel()

    def insert_in_note(self, text: str) -> None:
        """Put a text at the cursor of the note."""
        if (window := self.window) is not None:
            window.insert(text)

    def edit_outside(self) -> None:
        """Let the reader write in an editor of their own."""
        if (window := self.window) is not None:
            window.edit_outside()

    def take_code(self, index: int) -> None:
        """Take one of the codes used last."""
        if (window := self.window) is not None:
            window.take(index)

    def move_field(self, direction: int) -> None:
        """To another field of a window."""
        if (window := self.window) is not None:
            window.move_field(direction)

    def complete(self) -> None:
        """Complete what is typed."""
        if (window := self.window) is not None:
            window.complete()

    # -- closing -----------------------------------------------------------------------------------------------------

    def clear_one_thing(self) -> None:
        """Esc: window, selection, message, list, trail, filter, in this order; never the program."""
        room, screen = self._room, self._room.screen
        if self.window is not None:
            self.window.cancel()
        elif room.works.give_up():
            pass
        elif screen.text.selecting is not None:
            screen.text.end_selection()
        elif room.messages.current is not None and room.messages.current.kind == "error":
            room.messages.clear()
        elif (
            ("repairing" in vars(room) and room.repairing.let_go())
            or (screen.focused is screen.documents and room.curating.clear_one_thing())
            or (self.contexts[0] == "concordance" and room.concordance.checks.clear_one_thing())
            or (self.contexts[0] == "quotations" and room.quotations.clear_one_thing())
            or (self.contexts[0] == "annotations" and room.annotated.clear_one_thing())
            or (self.contexts[0] == "codebook" and room.codebook.clear_one_thing())
            or (self.contexts[0] == "shared" and room.same_words.clear_one_thing())
            or (self.contexts[0] == "facts" and room.facts.clear_one_thing())
            or (self.contexts[0] == "skipped" and room.skipped_files.clear_one_thing())
            or (self.contexts[0] == "results" and room.facets.widen())
            or (self.contexts[0] == "entity" and room.entity_page.clear_one_thing())
            or screen.close_overlay()
            or screen.close_page()
        ):
            pass
        elif room.walk.trail is not None:
            gone = room.walk.drop()
            if gone is not None:
                room.messages.say(f"{gone.label} put away")
        elif room.library.words:
            room.library.narrow("")
            room.messages.say("every document is shown again")
        elif screen.zen:
            screen.toggle_zen()
        else:
            room.messages.clear()
            screen.focus_text()

    def close_top(self) -> None:
        """q: the top layer, and when there is none left, the program."""
        screen = self._room.screen
        if self.window is not None:
            self.window.cancel()
        elif screen.close_overlay() or screen.close_page():
            pass
        else:
            self._room.app.leave()
