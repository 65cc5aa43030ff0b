"""Correcting what the rules found in the open text: who speaks, what a paragraph is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_document

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Marking")
command = TABLE.command


@command("correct", "Correct", "text", "select", unavailable=a_document)
def correct(room: Room, count: int | None) -> None:
    """Corrects what is under the cursor: the kind of a mark, who speaks in a quotation, else the kind of paragraph."""
    from tui.session.ledgers.correcting import correct_here

    correct_here(room)


@command(
    "block-kind",
    "Kind of paragraph",
    "text",
    "select",
    unbound="c does it wherever no quotation is under the cursor",
    unavailable=a_document,
)
def block_kind(room: Room, count: int | None) -> None:
    """Says what the paragraph under the cursor, or each of the selection, is: headline, caption, footer, prose."""
    from tui.session.ledgers.correcting import choose_kind

    choose_kind(room)
