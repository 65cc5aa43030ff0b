"""The page of a name, its sections and orders; and the names that were hidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.commands.command import Argument, CommandTable, Offer
from tui.commands.needs import a_row
from tui.session.reading import named_here

if TYPE_CHECKING:
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Lists")
command = TABLE.command


def _show(room: Room, name: str) -> None:
    room.entity_page.show_named(name)


def _offers(room: Room, begun: str) -> Sequence[Offer]:
    words = room.entities.words_of
    return [
        Offer(each.name, f"{words(each.type)} · {each.mentions:,}") for each in room.collection.profiles.offers(begun)
    ]


def a_name_shown(room: Room) -> str | None:
    """The page must be of a name that is there."""
    return None if room.entity_page.entity is not None else "this name is hidden or gone"


def a_hidden_name(room: Room) -> str | None:
    """A hidden name must be under the cursor."""
    return a_row(room) or (None if room.aliases.hidden.names else "no name is hidden")


@GOING.command(
    "entity",
    "The page of a name",
    "global",
    count="of a pair",
    argument=Argument("name", _show, _offers, open=True, required=False, slow=True),
)
def entity(room: Room, count: int | None) -> None:
    """Shows all about the name under the cursor (on the board 2 takes the second), or one typed: :entity Hallam."""
    named_here.show(room, count or 1)


@GOING.command("hidden-names", "Hidden names", "aliases", footer="hidden", priority=45)
def hidden_names(room: Room, count: int | None) -> None:
    """Lists the names that were hidden; a key lists one again."""
    room.aliases.hidden.show()


@command("show-name", "List the name again", "hidden", footer="show", priority=40, unavailable=a_hidden_name)
def show_name(room: Room, count: int | None) -> None:
    """Lists a hidden name again, everywhere."""
    name = room.screen.page_named("hidden").chosen
    if name is not None:
        room.aliases.hidden.show_again(name)


# -- sections and orders -----------------------------------------------------------------------------------------------


@command("next-section", "Next section", "entity", footer="section", priority=30)
def next_section(room: Room, count: int | None) -> None:
    """Goes to the next section: mentions, with whom, what it says, what is said of it, over time."""
    room.entity_page.go_on(1)


@command("previous-section", "Previous section", "entity")
def previous_section(room: Room, count: int | None) -> None:
    """Goes to the section before."""
    room.entity_page.go_on(-1)


@command("entity-document", "By document", "entity", footer="sort", priority=42)
def entity_document(room: Room, count: int | None) -> None:
    """Sorts the passages by document."""
    room.entity_page.sort_by("document")


@command("entity-date", "By date", "entity", footer="sort", priority=42)
def entity_date(room: Room, count: int | None) -> None:
    """Sorts the passages by the dates of their documents, those without one last."""
    room.entity_page.sort_by("date")


@command("entity-alias", "By the form of the name", "entity", footer="sort", priority=42)
def entity_alias(room: Room, count: int | None) -> None:
    """Puts the mentions of one form of the name together, the most frequent form first."""
    room.entity_page.sort_by("alias")


@command("entity-count", "By how often together", "entity", footer="sort", priority=42)
def entity_count(room: Room, count: int | None) -> None:
    """Sorts those it stands with: first by sentences that both share, then by paragraphs, then by documents."""
    room.entity_page.sort_by("count")


@command("entity-strength", "By strength", "entity", footer="sort", priority=42)
def entity_strength(room: Room, count: int | None) -> None:
    """Sorts those it stands with by log-likelihood: whom chance explains least comes first."""
    room.entity_page.sort_by("strength")


@command("entity-year", "By year", "entity")
def entity_year(room: Room, count: int | None) -> None:
    """Shows how often it is named in each year."""
    room.entity_page.by("year")


@command("entity-month", "By month", "entity")
def entity_month(room: Room, count: int | None) -> None:
    """Shows how often it is named in each month."""
    room.entity_page.by("month")


@command("entity-note", "Note on the name", "entity", footer="note", priority=46, unavailable=a_name_shown)
def entity_note(room: Room, count: int | None) -> None:
    """Writes a note on the person, place or organisation itself."""
    room.entity_page.notes.write(room.entity_page.entity)
