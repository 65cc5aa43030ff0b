"""Selecting a passage: select first, then act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_document, names

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Selecting")
command = TABLE.command


@command(
    "select-characters",
    "Select",
    "text",
    footer="select",
    footer_in=("text",),
    priority=40,
    unavailable=a_document,
)
def select_characters(room: Room, count: int | None) -> None:
    """Begins to select at the cursor, or ends; every motion extends."""
    _begin(room, "characters")


@command("select-sentences", "Select sentences", "text", unavailable=a_document)
def select_sentences(room: Room, count: int | None) -> None:
    """Begins to select whole sentences, or ends."""
    _begin(room, "sentences")


def _begin(room: Room, mode: str) -> None:
    text = room.screen.text
    if text.selecting == mode:
        text.end_selection()
    elif mode == "sentences":
        text.begin_selection("sentences")
    else:
        text.begin_selection("characters")


@command("select-again", "Select again", "text", unavailable=a_document)
def select_again(room: Room, count: int | None) -> None:
    """Selects the last selection of this document again."""
    if not room.screen.text.reselect():
        room.messages.say("nothing was selected in this document yet")


@command("other-end", "Other end", "select", footer="other end", priority=70)
def other_end(room: Room, count: int | None) -> None:
    """Goes to the other end of the selection, to move that one."""
    room.screen.text.swap_ends()


def _object(room: Room, name: str, count: int | None, noun: str) -> None:
    """An object at the cursor; where it is selected already, the one around it or the next."""
    if not room.screen.text.extend_by_object(name, count or 1):
        if room.screen.text.object_at(name) is None:
            room.messages.say(f"there is no {noun} under the cursor")
        else:
            room.messages.say(f"there is no further {noun} in this document")


@command("select-word", "The word", "select", count="times")
def select_word(room: Room, count: int | None) -> None:
    """Selects the word under the cursor; again: the next one too."""
    _object(room, "iw", count, "word")


@command("select-sentence", "The sentence", "select", count="times")
def select_sentence(room: Room, count: int | None) -> None:
    """Selects the sentence under the cursor; again: the next one too."""
    _object(room, "is", count, "sentence")


@command("select-paragraph", "The paragraph", "select", count="times")
def select_paragraph(room: Room, count: int | None) -> None:
    """Selects the paragraph under the cursor; again: the next one too."""
    _object(room, "ip", count, "paragraph")


@command("select-quotation", "The quotation", "select", count="times")
def select_quotation(room: Room, count: int | None) -> None:
    """Selects the words in quotation marks; again: the quotation around them, or the next one too."""
    _object(room, "iq", count, "quotation")


@command("select-quotation-marks", "The quotation with its marks", "select", unbound="a is a note while selecting")
def select_quotation_marks(room: Room, count: int | None) -> None:
    """Selects the quotation under the cursor with its marks."""
    _object(room, "aq", count, "quotation")


@command("select-entity", "The name", "select", count="times", unavailable=names)
def select_entity(room: Room, count: int | None) -> None:
    """Selects the name under the cursor; again: up to the end of the next one."""
    _object(room, "ie", count, "name")
