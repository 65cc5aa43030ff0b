"""Moving in a text, and the motions that a text shares with lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_document
from tui.motions import RULERS

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Reading")
command = TABLE.command


def _move(room: Room, motion: str, count: int | None) -> None:
    """A motion of whatever the keys move: the text, or a list."""
    room.layers.move(motion, count or 1)


@command("row-down", "Down a row", "text", footer="read", footer_in=("text",), priority=1, count="times")
def row_down(room: Room, count: int | None) -> None:
    """Moves the cursor down."""
    _move(room, "row-down", count)


@command("row-up", "Up a row", "text", footer="read", footer_in=("text",), priority=2, count="times")
def row_up(room: Room, count: int | None) -> None:
    """Moves the cursor up."""
    _move(room, "row-up", count)


@command("page-down", "A page on", "text", "list", count="times")
def page_down(room: Room, count: int | None) -> None:
    """Moves a screenful on."""
    _move(room, "page-down", count)


@command("page-up", "A page back", "text", "list", count="times")
def page_up(room: Room, count: int | None) -> None:
    """Moves a screenful back."""
    _move(room, "page-up", count)


@command("half-page-down", "Half a page on", "text", "list", count="times")
def half_page_down(room: Room, count: int | None) -> None:
    """Moves half a screenful on."""
    _move(room, "half-page-down", count)


@command("half-page-up", "Half a page back", "text", "list", count="times")
def half_page_up(room: Room, count: int | None) -> None:
    """Moves half a screenful back."""
    _move(room, "half-page-up", count)


@command("top", "To the beginning", "text", "list", count="paragraph")
def top(room: Room, count: int | None) -> None:
    """Goes to the beginning; with a number to that paragraph, in a list to that row."""
    room.layers.go_to_number(count, "top")


@command("bottom", "To the end", "text", "list", count="paragraph")
def bottom(room: Room, count: int | None) -> None:
    """Goes to the end; with a number to that paragraph, in a list to that row."""
    room.layers.go_to_number(count, "bottom")


@command("percent", "To a percentage", "text", count="percent", unavailable=a_document)
def percent(room: Room, count: int | None) -> None:
    """Goes to a percentage of the document: 50%."""
    if count is None:
        room.messages.say("a number comes first: 50% goes to the middle")
        return
    room.reading.leave()
    room.reading.moved()
    room.screen.text.go_to_percent(min(count, 100))


@command("char-left", "Left", "text", count="times")
def char_left(room: Room, count: int | None) -> None:
    """Moves a character to the left."""
    _move(room, "char-left", count)


@command("char-right", "Right", "text", count="times")
def char_right(room: Room, count: int | None) -> None:
    """Moves a character to the right."""
    _move(room, "char-right", count)


@command("word-next", "Word on", "text", count="times")
def word_next(room: Room, count: int | None) -> None:
    """Moves to the beginning of the next word."""
    _move(room, "word-next", count)


@command("word-previous", "Word back", "text", count="times")
def word_previous(room: Room, count: int | None) -> None:
    """Moves to the beginning of the word, or of the one before."""
    _move(room, "word-previous", count)


@command("word-back", "Word back while selecting", "select", count="times")
def word_back(room: Room, count: int | None) -> None:
    """While selecting, b is a word back, as in an editor."""
    _move(room, "word-previous", count)


@command("word-end", "End of the word", "text", count="times")
def word_end(room: Room, count: int | None) -> None:
    """Moves to the last letter of the word, or of the next."""
    _move(room, "word-end", count)


@command("row-start", "Beginning of the row", "text")
def row_start(room: Room, count: int | None) -> None:
    """Moves to the beginning of the row."""
    _move(room, "row-start", None)


@command("row-end", "End of the row", "text")
def row_end(room: Room, count: int | None) -> None:
    """Moves to the end of the row."""
    _move(room, "row-end", None)


@command("paragraph-next", "Next paragraph", "text", count="times")
def paragraph_next(room: Room, count: int | None) -> None:
    """Moves to the next paragraph."""
    _move(room, "paragraph-next", count)


@command("paragraph-previous", "Previous paragraph", "text", count="times")
def paragraph_previous(room: Room, count: int | None) -> None:
    """Moves to the beginning of the paragraph, or of the one before."""
    _move(room, "paragraph-previous", count)


@command("sentence-next", "Next sentence", "text", count="times")
def sentence_next(room: Room, count: int | None) -> None:
    """Moves to the next sentence."""
    _move(room, "sentence-next", count)


@command("sentence-previous", "Previous sentence", "text", count="times")
def sentence_previous(room: Room, count: int | None) -> None:
    """Moves to the beginning of the sentence, or of the one before."""
    _move(room, "sentence-previous", count)


@command("back", "Back", "global", count="times")
def back(room: Room, count: int | None) -> None:
    """Goes back to where you jumped away from, in whichever document."""
    room.reading.back(count or 1)


@command("forward", "Forward", "global", count="times")
def forward(room: Room, count: int | None) -> None:
    """Goes forward again after going back."""
    room.reading.forward(count or 1)


@command("zen", "Text alone", "global")
def zen(room: Room, count: int | None) -> None:
    """Hides the panes beside the text, or shows them again."""
    room.screen.toggle_zen()


@command("ruler", "Ruler", "text")
def ruler(room: Room, count: int | None) -> None:
    """Brightens the paragraph in which the cursor stands; again: the sentence; again: nothing."""
    text = room.screen.text
    text.ruler = RULERS[(RULERS.index(text.ruler) + 1) % len(RULERS)]
    room.messages.say("no ruler" if text.ruler == "none" else f"the ruler shows the {text.ruler}")


@command("prose-only", "Prose only", "text", unavailable=a_document)
def prose_only(room: Room, count: int | None) -> None:
    """Folds captions, credits, bylines, code and what a page repeats into a row each, or shows them again."""
    text = room.screen.text
    on = not text.prose_only
    folds = text.show_prose_only(on)
    if not on:
        room.messages.say("everything is shown again")
    elif folds:
        room.messages.say(f"prose only; {room.keys_of('prose-only')} shows everything again")
    else:
        room.messages.say("prose only: in this document there is nothing else, or nothing but that")


@command("hints", "Jump to a label", "text", footer="jump", footer_in=("text",), priority=45, unavailable=a_document)
def hints(room: Room, count: int | None) -> None:
    """Labels every match, mark, link, name, quotation and paragraph in sight; typing a label goes there."""
    room.hints.begin()


@command("hints-back", "Take back a letter", "hints", footer="take back", priority=20)
def hints_back(room: Room, count: int | None) -> None:
    """Takes back the letter of a label that was typed."""
    room.hints.back()
