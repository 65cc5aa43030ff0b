"""The account table: going there, what of it is shown, and what is decided on its rows and cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Argument, CommandTable
from tui.commands.needs import a_document, a_name, a_row

if TYPE_CHECKING:
    from index.annotations.annotation import Passage
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Lists")
command = TABLE.command


def a_passage(room: Room) -> str | None:
    """Something must be there that can be put into a row."""
    return None if _passages(room) else "there is no passage to put into a row"


def _passages(room: Room) -> list[Passage]:
    """What is selected, or the quotations or the date in hand."""
    from index.annotations.annotation import Passage

    if room.contexts[0] == "quotations":
        from tui.session.ledgers.quotation_checks import passage_of

        return [passage_of(said) for said in room.quotations.in_hand]
    if room.contexts[0] == "timeline":
        statement = room.screen.page_named("timeline").statement  # type: ignore[attr-defined]
        if statement is None:
            return []
        return [Passage(statement.origin.path, statement.date.start, statement.date.end, statement.words)]
    document, span = room.reading.document, room.screen.text.selection
    if document is None or span is None:
        return []
    words = document.text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    words = words.strip()
    return [Passage(document.path, start, start + len(words), words)] if words else []


def _show(room: Room, name: str) -> None:
    room.facts.told(name)


def _label(room: Room, label: str) -> None:
    room.facts.call(label)


def _own(room: Room, label: str) -> None:
    room.facts.part(label)


# -- going there -------------------------------------------------------------------------------------------------------


@GOING.command("facts", "Facts side by side", "global", argument=Argument("name", _show, required=False))
def facts(room: Room, count: int | None) -> None:
    """Puts what several documents state of one thing side by side; told a name, what speaks of it: :facts hallam."""
    room.facts.show()


@GOING.command("facts-of-name", "Facts of the name", "entities", "entity", unavailable=a_name)
def facts_of_name(room: Room, count: int | None) -> None:
    """Lists the facts that speak of the name under the cursor, by any of its spellings."""
    found = room.aliases.in_hand
    if found is not None:
        room.facts.of_entity(found)


# -- what is shown -----------------------------------------------------------------------------------------------------


@command("cell-left", "Cell to the left", "facts", footer="cell", priority=4, count="times", unavailable=a_row)
def cell_left(room: Room, count: int | None) -> None:
    """Goes to the cell before in the row; the table moves sideways."""
    _move(room, -(count or 1))


@command("cell-right", "Cell to the right", "facts", footer="cell", priority=5, count="times", unavailable=a_row)
def cell_right(room: Room, count: int | None) -> None:
    """Goes to the next cell of the row; the table moves sideways."""
    _move(room, count or 1)


def _move(room: Room, steps: int) -> None:
    if not room.facts.page.move_cell(steps):
        room.messages.say(f"this is the {'last' if steps > 0 else 'first'} cell of the row")


@command("facts-conflicts", "Only conflicts", "facts", footer="conflicts", priority=43)
def facts_conflicts(room: Room, count: int | None) -> None:
    """Lists only rows whose cells cannot all hold, or again all."""
    room.facts.toggle_conflicts()


@command("facts-alone", "Rows of one document too", "facts")
def facts_alone(room: Room, count: int | None) -> None:
    """Lists what only one document states too, or leaves that out again."""
    room.facts.toggle_alone()


@command("facts-by-conflict", "Conflicts first", "facts", footer="sort", priority=46)
def by_conflict(room: Room, count: int | None) -> None:
    """Sorts the rows by conflict, then by number of documents; once more, the other way round."""
    room.facts.sort_by("conflict")


@command("facts-by-documents", "By number of documents", "facts", footer="sort", priority=46)
def by_documents(room: Room, count: int | None) -> None:
    """Sorts the rows by the number of their documents, the most first."""
    room.facts.sort_by("documents")


@command("facts-by-label", "By label", "facts", footer="sort", priority=46)
def by_label(room: Room, count: int | None) -> None:
    """Sorts the rows by their labels."""
    room.facts.sort_by("label")


@command("facts-document", "Of the open document", "facts", footer="of", priority=47, unavailable=a_document)
def of_document(room: Room, count: int | None) -> None:
    """Lists only rows that the open document has a cell in, or again all."""
    room.facts.of_document()


@command("facts-all", "Of every document", "facts", footer="of", priority=47)
def of_all(room: Room, count: int | None) -> None:
    """Lists the rows of all documents and of everybody."""
    room.facts.everything()


@command("facts-silent", "Who is silent", "facts", footer="silent", priority=44, unavailable=a_row)
def silent(room: Room, count: int | None) -> None:
    """Shows which documents of the same event say nothing of what three others state, or again the sentences."""
    room.facts.toggle_silent()


# -- deciding ----------------------------------------------------------------------------------------------------------


@command("join-facts", "The same fact", "facts", footer="same", priority=40, unavailable=a_row)
def join(room: Room, count: int | None) -> None:
    """Joins the row under the cursor with the checked rows: all of them state one thing."""
    room.facts.join()


@command("part-fact", "Not the same", "facts", footer="not the same", priority=41, unavailable=a_row)
def part(room: Room, count: int | None) -> None:
    """Parts the cell under the cursor from its row: it states another thing."""
    room.facts.part()


@command(
    "own-fact",
    "A row of its own",
    "facts",
    priority=42,
    unavailable=a_row,
    argument=Argument("label", _own, required=False),
)
def own(room: Room, count: int | None) -> None:
    """Makes a row of your own from the cell under the cursor, under a label that you type."""
    from tui.session.ledgers.fact_prompts import AskedLabel

    room.prompts.open(AskedLabel(room.facts.part))


@command(
    "label-fact",
    "Change the label",
    "facts",
    footer="label",
    priority=42,
    unavailable=a_row,
    argument=Argument("label", _label, required=False),
)
def label(room: Room, count: int | None) -> None:
    """Changes what the row under the cursor is called."""
    from tui.session.ledgers.fact_prompts import AskedLabel

    row = room.facts.page.row
    room.prompts.open(AskedLabel(room.facts.call), row.label if row is not None else "")


@command("put-in-row", "Put into a fact", "select", "quotations", "timeline", unavailable=a_passage)
def put_in_row(room: Room, count: int | None) -> None:
    """Puts the selection, the quotation or the date into a row of the facts, or begins a row with it."""
    from tui.session.ledgers.fact_prompts import AskedRow

    passages = _passages(room)
    if room.screen.text.selecting is not None:
        room.screen.text.end_selection()
    room.prompts.open(AskedRow(room, passages))


@command("facts-export", "Write to a file", "facts", footer="export", priority=50)
def export(room: Room, count: int | None) -> None:
    """Writes the checked rows, or all that are listed, to a file, as a table (CSV): a column a document."""
    room.facts.export()
