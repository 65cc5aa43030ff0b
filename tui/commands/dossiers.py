"""Dossiers: putting passages in, putting them in order, writing them out; and drafts that are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Argument, CommandTable, Offer
from tui.commands.needs import a_document, a_row, an_annotation

if TYPE_CHECKING:
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Lists")
command = TABLE.command


def something_to_put_in(room: Room) -> str | None:
    """A row of a list must be there, or where none is shown, a document open."""
    context = room.contexts[0]
    if context in ("annotations", "card"):
        return an_annotation(room)
    if context in ("concordance", "entity", "quotations", "results", "timeline", "facts", "verify"):
        return a_row(room)
    return a_document(room)


def an_entry(room: Room) -> str | None:
    """An entry must be under the cursor of the dossier."""
    return None if room.dossiers.chosen is not None else "the dossier is empty"


def a_report(room: Room) -> str | None:
    """A draft must have been checked."""
    return None if room.verifying.verified is not None else "no draft was checked yet"


def _names(room: Room, typed: str) -> list[Offer]:
    """Dossiers there are; called in a thread."""
    return [Offer(name) for name in room.collection.evidence.dossiers.names() if typed.casefold() in name.casefold()]


def _show(room: Room, name: str) -> None:
    from index.errors import GlossatorError
    from index.evidence.dossier import check_name

    try:
        room.dossiers.show(check_name(name.strip()))
    except GlossatorError as error:
        room.messages.warn(str(error))


def _verify(room: Room, file: str) -> None:
    room.verifying.run(file)


# -- filling -----------------------------------------------------------------------------------------------------------


@command(
    "to-dossier",
    "Into the dossier",
    "text",
    "concordance",
    "entity",
    "quotations",
    "annotations",
    "card",
    "results",
    "timeline",
    "facts",
    "verify",
    footer="dossier",
    footer_in=("select", "card"),
    priority=56,
    unavailable=something_to_put_in,
)
def to_dossier(room: Room, count: int | None) -> None:
    """Puts the selection, the mark, quotation or sentence under the cursor, or the rows in hand into the dossier."""
    room.dossiers.put()


@GOING.command(
    "go-dossier",
    "Dossier",
    "global",
    argument=Argument("name", _show, _names, open=True, required=False, slow=True),
)
def go_dossier(room: Room, count: int | None) -> None:
    """Shows the dossier in use; told a name, that one, which is then in use: :go-dossier channel."""
    room.dossiers.show()


# -- in order ----------------------------------------------------------------------------------------------------------


@command("dossier-down", "Further down", "dossier", footer="order", priority=40, count="times", unavailable=an_entry)
def down(room: Room, count: int | None) -> None:
    """Moves the passage or heading down."""
    room.dossiers.move(count or 1)


@command("dossier-up", "Further up", "dossier", footer="order", priority=40, count="times", unavailable=an_entry)
def up(room: Room, count: int | None) -> None:
    """Moves the passage or heading up."""
    room.dossiers.move(-(count or 1))


@command("dossier-note", "Note or heading", "dossier", footer="note", priority=41, unavailable=an_entry)
def note(room: Room, count: int | None) -> None:
    """Writes the note of the passage, or the words of the heading."""
    room.dossiers.edit()


@command("dossier-heading", "New heading", "dossier", footer="heading", priority=42, unavailable=an_entry)
def heading(room: Room, count: int | None) -> None:
    """Puts a heading above the passage; those below it belong to it."""
    room.dossiers.new_heading()


@command("dossier-out", "Take out", "dossier", footer="take out", priority=43, unavailable=an_entry)
def out(room: Room, count: int | None) -> None:
    """Takes the passage or heading out of the dossier; undo brings it back."""
    room.dossiers.out()


@command("dossier-write", "Write to a file", "dossier", footer="write", priority=44, unavailable=an_entry)
def write(room: Room, count: int | None) -> None:
    """Writes the dossier to a file: Markdown, HTML or JSON."""
    room.dossiers.write()


@command("dossier-other", "Another dossier", "dossier", footer="another", priority=45)
def other(room: Room, count: int | None) -> None:
    """Takes another dossier into use, or makes one; p puts passages into it from then on."""
    room.dossiers.ask()


# -- drafts ------------------------------------------------------------------------------------------------------------


@GOING.command("verify", "Check a draft", "global", argument=Argument("file", _verify, required=False))
def verify(room: Room, count: int | None) -> None:
    """Shows the draft checked last; told a file, looks up each of its quotations: :verify article.md."""
    room.verifying.show()


@command("verify-again", "Check again", "verify", footer="again", priority=45, unavailable=a_report)
def again(room: Room, count: int | None) -> None:
    """Checks the draft again, as it is now."""
    room.verifying.again()


@command("fault-next", "Next fault", "verify", "compared", footer="fault", priority=40, unavailable=a_report)
def fault_next(room: Room, count: int | None) -> None:
    """Goes to the next quotation that is not as its source has it."""
    room.verifying.step(1)


@command("fault-previous", "Previous fault", "verify", "compared", footer="fault", priority=40, unavailable=a_report)
def fault_previous(room: Room, count: int | None) -> None:
    """Goes to the previous quotation that is not as its source has it."""
    room.verifying.step(-1)
