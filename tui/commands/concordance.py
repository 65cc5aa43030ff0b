"""The concordance: going there, its orders, and what is done with its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Argument, CommandTable
from tui.commands.needs import a_row

if TYPE_CHECKING:
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Lists")
command = TABLE.command


def _show(room: Room, query: str) -> None:
    room.concordance.show(query)


def silenced_lines(room: Room) -> str | None:
    """A line must have been silenced."""
    return None if room.concordance.silenced else "no line is silenced"


@GOING.command(
    "go-concordance",
    "Concordance",
    "global",
    footer="in lines",
    footer_in=("results",),
    priority=43,
    argument=Argument("query", _show, required=False),
)
def go_concordance(room: Room, count: int | None) -> None:
    """Shows every match of the search in a line, one below the other."""
    room.concordance.show()


@command("concordance-left", "By what stands before", "concordance", footer="sort", priority=42)
def concordance_left(room: Room, count: int | None) -> None:
    """Sorts the lines by the words before the match, the nearest first."""
    room.concordance.sort_by("left")


@command("concordance-right", "By what stands after", "concordance", footer="sort", priority=42)
def concordance_right(room: Room, count: int | None) -> None:
    """Sorts the lines by the words after the match."""
    room.concordance.sort_by("right")


@command("concordance-document", "By document", "concordance", footer="sort", priority=42)
def concordance_document(room: Room, count: int | None) -> None:
    """Sorts the lines by document and place, and shows where in each document its matches stand."""
    room.concordance.sort_by("document")


@command("concordance-date", "By date", "concordance", footer="sort", priority=42)
def concordance_date(room: Room, count: int | None) -> None:
    """Sorts the lines by the dates of their documents, those without one last."""
    room.concordance.sort_by("date")


@command("silence", "Silence the line", "concordance", footer="silence", priority=47, unavailable=a_row)
def silence(room: Room, count: int | None) -> None:
    """Takes the checked lines, or the one under the cursor, out of sight until another query is asked."""
    room.concordance.silence()


@command(
    "unsilence",
    "Show silenced lines",
    "concordance",
    unavailable=silenced_lines,
    unbound="a line is silenced more often than heard again",
)
def unsilence(room: Room, count: int | None) -> None:
    """Shows the lines again that were silenced."""
    room.concordance.unsilence()
