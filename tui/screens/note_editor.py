"""The note editor: the passage above, the note below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import TextArea

from tui.screens.results_page import one_line
from tui.screens.window import Window
from tui.widgets.bar import Title

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room

HIGHEST = 8


class NoteArea(TextArea, inherit_bindings=True):
    """Textual's editor, with its colours taken from our palette."""

    DEFAULT_CSS = """
    NoteArea, NoteArea:focus {
        background: $ground-raised; color: $ink-bright; border: none; padding: 0; height: 3; scrollbar-size: 1 1;
    }
    NoteArea .text-area--cursor-line { background: $ground-raised; }
    NoteArea .text-area--cursor { background: $ground-cursor; color: $on-cursor; text-style: $style-cursor; }
    NoteArea .text-area--selection { background: $ground-selection; text-style: $style-selection; }
    """


class NoteEditor(Window):
    """Enter saves, ctrl+j begins a new line, esc closes and keeps a draft."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("note", "always")

    def __init__(
        self,
        room: Room,
        passage: str,
        text: str,
        saved: Callable[[str], None],
        kept: Callable[[str], None],
    ) -> None:
        super().__init__(room)
        self._passage = passage
        self._saved = saved
        self._kept = kept
        self._area = NoteArea(text, soft_wrap=True, tab_behavior="indent", show_line_numbers=False)
        self._area.cursor_blink = False

    def compose(self) -> ComposeResult:
        """The passage in one row, the note in as many as it needs."""
        with Vertical(classes="panel"):
            yield Title([("note on ", "accent bold"), (f"“{self.on_what}”", "dim")])
            yield self._area

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        super().on_mount()
        self.set_focus(self._area)
        self._area.move_cursor(self._area.document.end)
        self._fit()

    @property
    def typed(self) -> str:
        """The note."""
        return self._area.text

    @on(TextArea.Changed)
    def _fit(self) -> None:
        highest = max(1, min(HIGHEST, self.app.size.height - 6))
        self._area.styles.height = max(min(3, highest), min(highest, self._area.wrapped_document.height))

    def insert(self, text: str) -> None:
        """A new line, which enter is not."""
        self._area.insert(text)

    def edit_outside(self) -> None:
        """Hand the note to the reader's own editor, and take it back from there."""
        from tui.session.marking import note_outside

        why_not = note_outside.why_not(self.room)
        if why_not is not None:
            self.room.messages.warn(why_not)
            return
        text = note_outside.edited(self.room, self._area.text)
        if text is not None:
            self._area.text = text
            self._area.move_cursor(self._area.document.end)

    def accept(self) -> None:
        """Save; a note without words is saved too: it marks the passage."""
        note = self._area.text.strip()
        self.close()
        self._saved(note)

    @property
    def on_what(self) -> str:
        """What the note is on, in a row."""
        return one_line(self._passage)

    def keep(self) -> None:
        """Keep what was written as a draft."""
        self._kept(self._area.text)

    def cancel(self) -> None:
        """Close and keep what was written."""
        draft = self._area.text
        self.close()
        self._kept(draft)
