"""The timeline: going there, what of it is shown, and what is done with its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Argument, CommandTable, Offer
from tui.commands.needs import a_document, a_name, a_row, results
from tui.counted import counted
from tui.session.fuzzy import best

if TYPE_CHECKING:
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Lists")
command = TABLE.command
OFFERED = 50


def _names(room: Room, typed: str) -> list[Offer]:
    """Names of the collection; called in a thread."""
    offers = (Offer(entity.name, counted(entity.documents, "document")) for entity in room.collection.entities())
    return best(typed, offers, lambda offer: offer.value)[:OFFERED]


def _show(room: Room, text: str) -> None:
    room.timeline.told(text)


def _name(room: Room, name: str) -> None:
    room.timeline.of_name(name)


def _between(room: Room, text: str) -> None:
    room.timeline.between(text)


# -- going there -------------------------------------------------------------------------------------------------------


@GOING.command(
    "timeline",
    "Timeline",
    "global",
    argument=Argument("name, 2031-08..2031-10, or both", _show, _names, open=True, required=False, slow=True),
)
def timeline(room: Room, count: int | None) -> None:
    """Lists every dated statement in the order of time; told a name or a stretch of time, those: :timeline 2031-08."""
    room.timeline.show()


@GOING.command(
    "timeline-of-name", "Timeline of the name", "entities", "entity", footer="timeline", priority=44, unavailable=a_name
)
def timeline_of_name(room: Room, count: int | None) -> None:
    """Lists the dated statements whose sentence, or else paragraph, speaks of the name under the cursor."""
    found = room.aliases.in_hand
    if found is not None:
        room.timeline.of_entity(found)


# -- what is shown -----------------------------------------------------------------------------------------------------


@command("timeline-open", "Dates without a value", "timeline", footer="without a value", priority=40)
def timeline_open(room: Room, count: int | None) -> None:
    """Lists the dates that have no value, by document, or again those that have one."""
    room.timeline.toggle_open()


@command(
    "timeline-name",
    "Of a name",
    "timeline",
    footer="name",
    priority=43,
    argument=Argument("name", _name, _names, open=True, required=False, slow=True),
)
def timeline_name(room: Room, count: int | None) -> None:
    """Lists only statements that speak of somebody whose name you type; of anybody where it is left empty."""
    from tui.session.naming.asked_name import AskedName

    asked = AskedName(room, "of", "entity", room.timeline.of_name, "nobody here")
    room.prompts.open(asked, room.timeline.wanted.name or "")


@command(
    "timeline-range",
    "Between two dates",
    "timeline",
    footer="from, to",
    priority=44,
    argument=Argument("2031-08, 2031..2033", _between, required=False),
)
def timeline_range(room: Room, count: int | None) -> None:
    """Lists only dates in a stretch of time that you type; all of them where it is left empty."""
    from tui.session.ledgers.timeline_prompts import AskedRange

    room.prompts.open(AskedRange(room), room.timeline.period_text)


@command("timeline-several", "Days of several sources", "timeline", footer="two sources", priority=45)
def timeline_several(room: Room, count: int | None) -> None:
    """Lists only days that documents of two or more sources speak of, or again all dates."""
    room.timeline.toggle_several()


@command("timeline-aside", "Captions and footers too", "timeline")
def timeline_aside(room: Room, count: int | None) -> None:
    """Lists the dates of captions, credits and footers too, or leaves them out again."""
    room.timeline.toggle_aside()


@command("timeline-all", "Of every document", "timeline", footer="of", priority=46)
def timeline_all(room: Room, count: int | None) -> None:
    """Lists the dates of all documents, of everybody and all of time."""
    room.timeline.everything()


@command("timeline-document", "Of the open document", "timeline", footer="of", priority=46, unavailable=a_document)
def timeline_document(room: Room, count: int | None) -> None:
    """Lists the dates of the open document only, or again of all."""
    room.timeline.of_document()


@command("timeline-results", "Of the search results", "timeline", footer="of", priority=46, unavailable=results)
def timeline_results(room: Room, count: int | None) -> None:
    """Lists the dates of the documents that answer the search in force."""
    room.timeline.of_results()


# -- going through it --------------------------------------------------------------------------------------------------


@command("timeline-year-next", "Next year", "timeline", footer="year", priority=41, count="years", unavailable=a_row)
def timeline_year_next(room: Room, count: int | None) -> None:
    """Goes to the next year that has rows, or document without values; 2031G goes to that year."""
    _go_years(room, count or 1)


@command(
    "timeline-year-previous", "Previous year", "timeline", footer="year", priority=41, count="years", unavailable=a_row
)
def timeline_year_previous(room: Room, count: int | None) -> None:
    """Goes to the previous year that has rows, or document without values."""
    _go_years(room, -(count or 1))


def _go_years(room: Room, steps: int) -> None:
    if not room.timeline.go_years(steps):
        room.messages.say("there is no later year" if steps > 0 else "there is no earlier year")


# -- with a row --------------------------------------------------------------------------------------------------------


@command("timeline-date", "Date of the document", "timeline", footer="document's date", priority=42, unavailable=a_row)
def timeline_date(room: Room, count: int | None) -> None:
    """Sets when the document under the cursor appeared: all of its dates are counted from that at once."""
    room.timeline.set_date_in_hand()


@command("timeline-export", "Write to a file", "timeline", footer="export", priority=50)
def timeline_export(room: Room, count: int | None) -> None:
    """Writes the rows that are listed to a file, as a table (CSV)."""
    room.timeline.export()
