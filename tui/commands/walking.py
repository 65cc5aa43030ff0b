"""Walking by kind: to the next and the previous annotation, name, match, heading, date, document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_document, a_trail, names
from tui.session.ledgers.quotations import LAYER as QUOTATIONS
from tui.session.reading.links import LAYER as LINKS

if TYPE_CHECKING:
    from index.document import DocumentRow
    from tui.session.room import Room

TABLE = CommandTable("Walking")
command = TABLE.command
DATES = frozenset({"DATE"})


def _walk(
    room: Room, layer: str, direction: int, count: int | None, noun: str, only: frozenset[str] | None = None
) -> None:
    """To the next span of a layer."""
    here = room.reading.here
    span = room.screen.text.next_span(layer, direction, count or 1, only)
    if span is None:
        room.messages.say(f"no {noun} {'further on' if direction > 0 else 'before this'} in this document")
    elif here is not None:
        room.reading.jumps.leave(here)
        room.reading.moved()
        room.screen.describe_cursor()


@command(
    "match-next",
    "Next match",
    "text",
    "entities",
    "results",
    "timeline",
    "facts",
    footer="match",
    priority=30,
    count="times",
    unavailable=a_trail,
)
def match_next(room: Room, count: int | None) -> None:
    """Goes to the next match, or mention of the chosen name, and on into the next document of the results."""
    room.walk.step(1, count or 1)


@command(
    "match-previous",
    "Previous match",
    "text",
    "entities",
    "results",
    "timeline",
    "facts",
    footer="match",
    priority=31,
    count="times",
    unavailable=a_trail,
)
def match_previous(room: Room, count: int | None) -> None:
    """Goes to the previous match, or mention of the chosen name, and back into the document before."""
    room.walk.step(-1, count or 1)


@command("annotation-next", "Next annotation", "text", count="times", unavailable=a_document)
def annotation_next(room: Room, count: int | None) -> None:
    """Goes to the next annotation of this document."""
    _walk(room, "marks", 1, count, "annotation")


@command("annotation-previous", "Previous annotation", "text", count="times", unavailable=a_document)
def annotation_previous(room: Room, count: int | None) -> None:
    """Goes to the previous annotation of this document."""
    _walk(room, "marks", -1, count, "annotation")


@command("entity-next", "Next name", "text", "entities", count="times", unavailable=names)
def entity_next(room: Room, count: int | None) -> None:
    """Goes to the next name in the text; while one is chosen, to its next mention."""
    _name(room, 1, count)


@command("entity-previous", "Previous name", "text", "entities", count="times", unavailable=names)
def entity_previous(room: Room, count: int | None) -> None:
    """Goes to the previous name in the text; while one is chosen, to its previous mention."""
    _name(room, -1, count)


def _name(room: Room, direction: int, count: int | None) -> None:
    trail = room.walk.trail
    if trail is not None and trail.entity is not None:
        room.walk.step(direction, count or 1)
    else:
        _walk(room, "entities", direction, count, "name")


@command("date-next", "Next date", "text", count="times", unavailable=names)
def date_next(room: Room, count: int | None) -> None:
    """Goes to the next date in the text."""
    _walk(room, "entities", 1, count, "date", DATES)


@command("date-previous", "Previous date", "text", count="times", unavailable=names)
def date_previous(room: Room, count: int | None) -> None:
    """Goes to the previous date in the text."""
    _walk(room, "entities", -1, count, "date", DATES)


@command("quotation-next", "Next quotation", "text", count="times", unavailable=a_document)
def quotation_next(room: Room, count: int | None) -> None:
    """Goes to the next words in quotation marks."""
    _walk(room, QUOTATIONS, 1, count, "quotation")


@command("quotation-previous", "Previous quotation", "text", count="times", unavailable=a_document)
def quotation_previous(room: Room, count: int | None) -> None:
    """Goes to the previous words in quotation marks."""
    _walk(room, QUOTATIONS, -1, count, "quotation")


@command("link-next", "Next link", "text", count="times", unavailable=a_document)
def link_next(room: Room, count: int | None) -> None:
    """Goes to the next link, such as the mark of a footnote."""
    _walk(room, LINKS, 1, count, "link")


@command("link-previous", "Previous link", "text", count="times", unavailable=a_document)
def link_previous(room: Room, count: int | None) -> None:
    """Goes to the previous link."""
    _walk(room, LINKS, -1, count, "link")


@command("heading-next", "Next heading", "text", count="times", unavailable=a_document)
def heading_next(room: Room, count: int | None) -> None:
    """Goes to the next heading."""
    _heading(room, "heading-next", count)


@command("heading-previous", "Previous heading", "text", count="times", unavailable=a_document)
def heading_previous(room: Room, count: int | None) -> None:
    """Goes to the previous heading."""
    _heading(room, "heading-previous", count)


def _heading(room: Room, motion: str, count: int | None) -> None:
    here = room.reading.here
    if not room.screen.text.move(motion, count or 1):
        room.messages.say(f"no heading {'further on' if motion == 'heading-next' else 'before this'}")
    elif here is not None:
        room.reading.jumps.leave(here)
        room.reading.moved()


@command("document-next", "Next document", "global", count="times")
def document_next(room: Room, count: int | None) -> None:
    """Opens the next document of the list."""
    _document(room, count or 1)


@command("document-previous", "Previous document", "global", count="times")
def document_previous(room: Room, count: int | None) -> None:
    """Opens the previous document of the list."""
    _document(room, -(count or 1))


@command("unread-next", "Next unread document", "global", count="times")
def unread_next(room: Room, count: int | None) -> None:
    """Opens the next document of the list that was not read."""
    _document(room, count or 1, unread=True)


@command("unread-previous", "Previous unread document", "global", count="times")
def unread_previous(room: Room, count: int | None) -> None:
    """Opens the previous document of the list that was not read."""
    _document(room, -(count or 1), unread=True)


def _document(room: Room, steps: int, *, unread: bool = False) -> None:
    document = room.reading.document
    here = document.path if document is not None else None

    def found(row: DocumentRow | None) -> None:
        if row is None:
            which = "unread document" if unread else "document"
            room.messages.say(f"no {which} {'further down' if steps > 0 else 'further up'} the list")
        else:
            room.reading.open(row.path)

    if unread:
        room.library.find_unread(here, steps, found)
    else:
        found(room.library.neighbour(here, steps))
