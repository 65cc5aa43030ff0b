"""What keys do in the fields in which one types: prompt, palette, note, code picker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_recent_code, an_empty_field

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Typing")
command = TABLE.command


@command("prompt-accept", "Open what is found", "prompt", footer="open", priority=10)
def prompt_accept(room: Room, count: int | None) -> None:
    """Opens the document at the first match, or keeps what was filtered."""
    room.prompts.accept()


@command("prompt-up", "Up", "prompt", footer="results", priority=20)
def prompt_up(room: Room, count: int | None) -> None:
    """Goes up through the results; while nothing is typed, to an earlier query."""
    room.prompts.move(-1)


@command("prompt-down", "Down", "prompt", footer="results", priority=21)
def prompt_down(room: Room, count: int | None) -> None:
    """Goes down through the results."""
    room.prompts.move(1)


@command("prompt-history", "Earlier queries", "prompt", footer="earlier", priority=30)
def prompt_history(room: Room, count: int | None) -> None:
    """Brings back the query before."""
    room.prompts.older()


@command("prompt-cancel", "Back to where you were", "prompt", footer="back", priority=40)
def prompt_cancel(room: Room, count: int | None) -> None:
    """Closes the prompt; everything is as it was before."""
    room.prompts.cancel()


@command("prompt-help", "Query language", "prompt", footer="help", priority=50)
def prompt_help(room: Room, count: int | None) -> None:
    """Shows how a query is written, or the filter of the list of documents."""
    room.layers.open_help(room.prompts.help_topic)


@command("prompt-help-empty", "Query language, while nothing is typed", "prompt", unavailable=an_empty_field)
def prompt_help_empty(room: Room, count: int | None) -> None:
    """Shows how a query is written, while nothing is typed."""
    room.layers.open_help(room.prompts.help_topic)


@command("note-save", "Save", "note", footer="save", priority=10)
def note_save(room: Room, count: int | None) -> None:
    """Saves the note."""
    room.layers.accept_modal()


@command("note-new-line", "New line", "note", footer="new line", priority=20)
def note_new_line(room: Room, count: int | None) -> None:
    """Begins a new line in the note."""
    room.layers.insert_in_note("\n")


@command("note-cancel", "Close and keep a draft", "note", footer="close, keep the draft", priority=30)
def note_cancel(room: Room, count: int | None) -> None:
    """Closes the note without saving it; the draft is kept."""
    room.layers.cancel_modal()


@command("note-outside", "In your editor", "note", footer="your editor", priority=25)
def note_outside(room: Room, count: int | None) -> None:
    """Opens the note in your own editor ($VISUAL or $EDITOR) and takes it back from there."""
    room.layers.edit_outside()


@command("choice-accept", "Choose", "codes", "speakers", "palette", "tags", footer="choose", priority=10)
def choice_accept(room: Room, count: int | None) -> None:
    """Takes what is chosen; what is typed and does not exist makes a new code, or a new tag."""
    room.layers.accept_modal()


@command("choice-up", "Up", "codes", "speakers", "palette", "tags", "export", footer="move", priority=20)
def choice_up(room: Room, count: int | None) -> None:
    """Goes up."""
    room.layers.move("row-up", 1)


@command("choice-down", "Down", "codes", "speakers", "palette", "tags", "export", footer="move", priority=21)
def choice_down(room: Room, count: int | None) -> None:
    """Goes down."""
    room.layers.move("row-down", 1)


@command(
    "choice-cancel",
    "Close",
    "codes",
    "speakers",
    "palette",
    "tags",
    "metadata",
    "export",
    footer="close",
    priority=40,
)
def choice_cancel(room: Room, count: int | None) -> None:
    """Closes it; nothing is changed."""
    room.layers.cancel_modal()


@command("code-recent", "A recent code", "codes", unavailable=a_recent_code, count="which")
def code_recent(room: Room, count: int | None) -> None:
    """While nothing is typed, 1 to 5 take one of the codes used last."""
    room.layers.take_code((count or 1) - 1)


@command("code-last", "The last code again", "codes", unavailable=a_recent_code)
def code_last(room: Room, count: int | None) -> None:
    """While nothing is typed, takes the last code again."""
    room.layers.take_code(0)


@command("complete", "Complete", "codes", "speakers", "palette", "tags", "export")
def complete(room: Room, count: int | None) -> None:
    """Completes what is typed with the row that is chosen; while writing to a file, goes to the other line."""
    room.layers.complete()
