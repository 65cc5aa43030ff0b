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


@command("select-word", "The word", "select")
def select_word(room: Room, count: int | None) -> None:
    """Selects the word under the cursor."""
    room.screen.text.extend_by_object("iw")


@command("select-sentence", "The sentence", "select")
def select_sentence(room: Room, count: int | None) -> None:
    """Selects the sentence under the cursor."""
    room.screen.text.extend_by_object("is")


@command("select-paragraph", "The paragraph", "select")
def select_paragraph(room: Room, count: int | None) -> None:
    """Selects the paragraph under the cursor."""
    room.screen.text.extend_by_object("ip")


@command("select-entity", "The name", "select", unavailable=names)
def select_entity(room: Room, count: int | None) -> None:
    """Selects the name under the cursor."""
    mention = room.entities.mention_at(room.screen.text.cursor)
    if mention is None:
        room.messages.say("there is no name under the cursor")
    else:
        room.screen.text.select_span(mention.start, mention.end)
