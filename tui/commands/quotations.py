"""The quotation ledger: going there, what of it is shown, and who speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Argument, CommandTable, Offer
from tui.commands.needs import a_document, a_name, a_row, results
from tui.session.fuzzy import best

if TYPE_CHECKING:
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Lists")
command = TABLE.command
OFFERED = 50


def a_quotation(room: Room) -> str | None:
    """A quotation must be under the cursor, or shown."""
    from tui.session.reading.quoted_here import quotation_in_hand

    if room.contexts[0] == "quotations":
        return a_row(room) or (None if room.quotations.in_hand else "there is no quotation to act on")
    if room.contexts[0] == "text" and room.reading.document is None:
        return a_document(room)
    return None if quotation_in_hand(room) is not None else "there is no quotation under the cursor"


def _speakers(room: Room, typed: str) -> list[Offer]:
    """Names of those who are quoted; called in a thread."""
    offers = (Offer(name) for name in room.collection.queries.values("speaker"))
    return best(typed, offers, lambda offer: offer.value)[:OFFERED]


def _show(room: Room, name: str) -> None:
    room.quotations.told(name)


def _name(room: Room, name: str) -> None:
    room.quotations.of_name(name)


# -- going there -------------------------------------------------------------------------------------------------------


@GOING.command(
    "quotations",
    "Quotations",
    "global",
    argument=Argument("speaker", _show, _speakers, open=True, required=False, slow=True),
)
def go_quotations(room: Room, count: int | None) -> None:
    """Lists what is quoted, who says it and how one knows; told a name, what that one says: :quotations hallam."""
    room.quotations.show()


@GOING.command(
    "quotations-of-name",
    "What the name says",
    "entities",
    "entity",
    footer="quotations",
    footer_in=("entities",),
    priority=45,
    unavailable=a_name,
)
def quotations_of_name(room: Room, count: int | None) -> None:
    """Lists what the one under the cursor is quoted as saying, in every document."""
    found = room.aliases.in_hand
    if found is not None:
        room.quotations.of_entity(found)


# -- what is shown -----------------------------------------------------------------------------------------------------


@command("quotations-by-document", "By document", "quotations", footer="sort", priority=44)
def by_document(room: Room, count: int | None) -> None:
    """Sorts the quotations by document and place; once more, the other way round. So does each of these orders."""
    room.quotations.sort_by("document")


@command("quotations-by-date", "By date", "quotations", footer="sort", priority=44)
def by_date(room: Room, count: int | None) -> None:
    """Sorts the quotations by the dates of their documents, those without one last."""
    room.quotations.sort_by("date")


@command("quotations-by-speaker", "By speaker", "quotations", footer="sort", priority=44)
def by_speaker(room: Room, count: int | None) -> None:
    """Sorts the quotations by the names of their speakers."""
    room.quotations.sort_by("speaker")


@command("quotations-by-length", "By length", "quotations", footer="sort", priority=44)
def by_length(room: Room, count: int | None) -> None:
    """Sorts the quotations by their length, the longest first."""
    room.quotations.sort_by("length")


@command("quotations-divide", "Divide by speaker", "quotations", footer="sort", priority=44)
def divide(room: Room, count: int | None) -> None:
    """Puts the quotations of each speaker below that name, or no longer."""
    room.quotations.toggle_by_speaker()


@command("quotations-look", "What needs a look", "quotations", footer="to look at", priority=46)
def look(room: Room, count: int | None) -> None:
    """Lists those whose speaker is contested or unknown; then contested, then unknown, then all."""
    room.quotations.next_look()


@command(
    "quotations-name",
    "Of a speaker",
    "quotations",
    footer="speaker",
    priority=45,
    argument=Argument("name", _name, _speakers, open=True, required=False, slow=True),
)
def of_name(room: Room, count: int | None) -> None:
    """Lists only what somebody says whose name you type; what anybody says where it is left empty."""
    from tui.session.naming.asked_name import AskedName

    ledger = room.quotations
    chosen = ledger.in_hand[:1] if not ledger.checks else []
    here = chosen[0].speakers[0] if chosen and chosen[0].speakers else ""
    asked = AskedName(room, "by", "speaker", ledger.of_name, "nobody who is quoted")
    room.prompts.open(asked, ledger.view.name or " ".join(here.split()))


@command("quotations-all", "Of every document", "quotations", footer="of", priority=47)
def of_all(room: Room, count: int | None) -> None:
    """Lists the quotations of all documents and of everybody."""
    room.quotations.everything()


@command("quotations-document", "Of the open document", "quotations", footer="of", priority=47, unavailable=a_document)
def of_document(room: Room, count: int | None) -> None:
    """Lists the quotations of the open document only, or again of all."""
    room.quotations.of_document()


@command("quotations-results", "Of the search results", "quotations", footer="of", priority=47, unavailable=results)
def of_results(room: Room, count: int | None) -> None:
    """Lists the quotations of the documents that answer the search in force."""
    room.quotations.of_results()


# -- with a quotation --------------------------------------------------------------------------------------------------


@command(
    "correct-speaker",
    "Say who speaks",
    "quotations",
    "quotation",
    footer="who speaks",
    footer_in=("quotations", "quotation"),
    priority=40,
    unavailable=a_quotation,
)
def correct_speaker(room: Room, count: int | None) -> None:
    """Says who speaks in the checked quotations, or in the one under the cursor; parts of it go with it."""
    from tui.session.reading.quoted_here import correct

    correct(room)


@command(
    "same-words",
    "The same words elsewhere",
    "quotations",
    "quotation",
    footer="same words",
    priority=42,
    unavailable=a_quotation,
)
def same_words(room: Room, count: int | None) -> None:
    """Lists where these words stand: in other quotations, cut differently or given to others, or without marks."""
    from tui.session.reading.quoted_here import same_words as show

    show(room)


@command("quotations-export", "Write to a file", "quotations", footer="export", priority=55)
def export(room: Room, count: int | None) -> None:
    """Writes the checked quotations, or all that are listed, to a file, as a table (CSV)."""
    room.quotations.export()
