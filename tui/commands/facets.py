"""Narrowing the results by what they have in common, and fetching more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_row, results

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Lists")
command = TABLE.command


def narrowed(room: Room) -> str | None:
    """A facet must stand behind the query."""
    return None if room.facets.is_narrowed else "the results are not narrowed"


def more_results(room: Room) -> str | None:
    """There must be results that are not listed."""
    answer = room.search.answer
    if answer is None:
        return results(room)
    return None if answer.more else "every result is listed"


@command("narrow", "Narrow to the value", "facets", footer="narrow", priority=3, unavailable=a_row)
def narrow(room: Room, count: int | None) -> None:
    """Narrows the results to the documents with this value, or no longer; unfolds a kind of values."""
    room.facets.choose(room.screen.facets.row_at_cursor)


@command("exclude", "Leave the value out", "facets", footer="leave out", priority=4, unavailable=a_row)
def exclude(room: Room, count: int | None) -> None:
    """Leaves out the documents with this value, or no longer."""
    room.facets.exclude(room.screen.facets.row_at_cursor)


@command("widen", "Take off the last narrowing", "results", "facets", footer="widen", priority=44, unavailable=narrowed)
def widen(room: Room, count: int | None) -> None:
    """Takes the facet off the query that was put there last."""
    room.facets.widen()


@command("all-results", "List every result", "results", footer="all", priority=46, unavailable=more_results)
def all_results(room: Room, count: int | None) -> None:
    """Lists every document that answers; going past the last one that is listed lists more too."""
    room.search.fetch_more(everything=True)
