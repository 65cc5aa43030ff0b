"""What is done with the documents of the list: with all that are checked, else with the one under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_row

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Documents")
command = TABLE.command


def in_hand(room: Room) -> str | None:
    """A document must be checked, or stand under the cursor."""
    if room.contexts[0] in ("entity", "annotations"):
        return a_row(room)
    return None if room.library.checks or a_row(room) is None else "there is no document to act on"


def _act(room: Room, call: Callable[[], None]) -> None:
    """Act once the list that was asked for is there: what was typed into the filter may still be on its way."""

    def act() -> None:
        why_not = in_hand(room)
        if why_not is None:
            call()
        else:
            room.messages.say(why_not)

    room.library.when_listed(act)


def completing(room: Room) -> str | None:
    """What is typed must be something that can be completed."""
    return None if room.prompts.can_complete else "there is nothing to complete here"


@command(
    "check",
    "Check",
    "documents",
    "concordance",
    "entity",
    "quotations",
    "facts",
    "annotations",
    "codebook",
    footer="check",
    priority=43,
    count="times",
    unavailable=a_row,
)
def check(room: Room, count: int | None) -> None:
    """Checks the document or line, or no longer, and goes to the next; keys then act on all that are checked."""
    if room.contexts[0] == "concordance":
        page = room.screen.page_named("concordance")
        at = page.rows.cursor
        room.concordance.checks.toggle(page.items[at : at + (count or 1)])
        page.rows.move("row-down", count or 1)
        return
    if room.contexts[0] == "quotations":
        room.quotations.toggle(count or 1)
        return
    if room.contexts[0] == "facts":
        room.facts.toggle(count or 1)
        return
    if room.contexts[0] == "entity":
        room.entity_page.toggle(count or 1)
        return
    if room.contexts[0] in ("annotations", "codebook"):
        (room.annotated if room.contexts[0] == "annotations" else room.codebook).toggle(count or 1)
        return

    def act() -> None:
        documents = room.screen.documents
        position = documents.position
        if position is not None:
            room.library.checks.toggle(position, count or 1)
            documents.move("row-down", count or 1)

    room.library.when_listed(act)


@command(
    "check-all", "Check all", "documents", "concordance", "entity", "quotations", "annotations", unavailable=in_hand
)
def check_all(room: Room, count: int | None) -> None:
    """Checks every document or line that the list shows; where all are checked, none."""
    if room.contexts[0] == "concordance":
        room.concordance.checks.toggle_all()
        return
    if room.contexts[0] == "quotations":
        room.quotations.checks.toggle_all()
        return
    if room.contexts[0] == "entity":
        room.entity_page.checks.toggle_all()
        return
    if room.contexts[0] == "annotations":
        room.annotated.toggle_all()
        return
    _act(room, room.library.checks.toggle_all)


@command("toggle-read", "Read or unread", "documents", footer="read", priority=44, unavailable=in_hand)
def toggle_read(room: Room, count: int | None) -> None:
    """Marks the documents as read; where all were read, as unread."""
    _act(room, room.curating.toggle_read)


@command("star", "Star", "documents", footer="star", priority=45, unavailable=in_hand)
def star(room: Room, count: int | None) -> None:
    """Puts a star on the documents; where all have one, takes it off."""
    _act(room, room.curating.toggle_star)


@command("tag", "Tag", "documents", footer="tag", priority=46, unavailable=in_hand)
def tag(room: Room, count: int | None) -> None:
    """Puts tags on the documents and takes them off."""
    _act(room, room.curating.choose_tags)


@command("metadata", "Title, author, date, source", "documents", footer="title, date", priority=47, unavailable=in_hand)
def metadata(room: Room, count: int | None) -> None:
    """Corrects what the list says of the documents: title, author, date and source. No file is changed."""
    _act(room, room.curating.edit_metadata)


@command("export-documents", "Write a list to a file", "documents", unavailable=in_hand)
def export_documents(room: Room, count: int | None) -> None:
    """Writes the documents as a list, or their annotations, to a file; with nothing checked, all that are shown."""
    _act(room, room.curating.export)


@command("metadata-save", "Save", "metadata", footer="save", priority=10)
def metadata_save(room: Room, count: int | None) -> None:
    """Saves title, author, date and source as they stand there."""
    room.layers.accept_modal()


@command("export-write", "Write", "export", footer="write", priority=10)
def export_write(room: Room, count: int | None) -> None:
    """Writes the file."""
    room.layers.accept_modal()


@command("field-next", "Next field", "metadata", footer="field", priority=20)
def field_next(room: Room, count: int | None) -> None:
    """Goes to the next field."""
    room.layers.move_field(1)


@command("field-previous", "Previous field", "metadata", footer="field", priority=21)
def field_previous(room: Room, count: int | None) -> None:
    """Goes to the previous field."""
    room.layers.move_field(-1)


@command("prompt-complete", "Complete", "prompt", footer="complete", priority=15, unavailable=completing)
def prompt_complete(room: Room, count: int | None) -> None:
    """Completes a condition, and what it may be; behind @ the name of a saved search."""
    room.prompts.complete()
