"""Counts that go through every match: the words around it, and how it spreads over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Argument, CommandTable
from tui.commands.needs import results

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Lists")
command = TABLE.command
RESULTS: tuple[Context, ...] = ("results", "concordance")


def _collocates(room: Room, query: str) -> None:
    room.collocates.show(query)


def _frequency(room: Room, queries: str) -> None:
    room.frequency.show(queries)


def _window(room: Room, window: str) -> None:
    room.collocates.look_at(window)


# -- going there -------------------------------------------------------------------------------------------------------


@GOING.command(
    "collocates",
    "Collocates",
    "global",
    unbound="in the results and the concordance it has a key",
    argument=Argument("query", _collocates, required=False),
)
def collocates(room: Room, count: int | None) -> None:
    """Counts the words around the matches of a query, or of the search in force: :collocates letter."""
    room.collocates.show()


@GOING.command("collocates-here", "Collocates of this search", *RESULTS, footer="words around", priority=44)
def collocates_here(room: Room, count: int | None) -> None:
    """Counts the words around the matches of the search in force."""
    room.collocates.show()


@GOING.command(
    "frequency",
    "Frequency over time",
    "global",
    unbound="in the results and the concordance it has a key",
    argument=Argument("queries", _frequency, required=False),
)
def frequency(room: Room, count: int | None) -> None:
    """Plots how often a query matches by date, or several with commas between them: :frequency letter, ferry."""
    room.frequency.show()


@GOING.command(
    "frequency-here", "Frequency of this search", *RESULTS, footer="over time", priority=45, unavailable=results
)
def frequency_here(room: Room, count: int | None) -> None:
    """Plots how often the search in force matches by date."""
    room.frequency.show()


# -- collocates --------------------------------------------------------------------------------------------------------


@command("collocates-strength", "By strength", "collocates", footer="sort", priority=42)
def collocates_strength(room: Room, count: int | None) -> None:
    """Sorts the words by log-likelihood: those that chance explains least come first."""
    room.collocates.sort_by("strength")


@command("collocates-count", "By count", "collocates", footer="sort", priority=42)
def collocates_count(room: Room, count: int | None) -> None:
    """Sorts the words by how often they stand beside a match."""
    room.collocates.sort_by("count")


@command("collocates-effect", "By effect", "collocates", footer="sort", priority=42)
def collocates_effect(room: Room, count: int | None) -> None:
    """Sorts the words by log ratio: how many times as frequent they are beside a match as elsewhere."""
    room.collocates.sort_by("effect")


@command("collocates-word", "By word", "collocates", footer="sort", priority=42)
def collocates_word(room: Room, count: int | None) -> None:
    """Sorts the words by alphabet."""
    room.collocates.sort_by("word")


@command("collocates-left", "By how often before", "collocates", footer="sort", priority=42)
def collocates_left(room: Room, count: int | None) -> None:
    """Sorts the words by how often they stand before a match."""
    room.collocates.sort_by("left")


@command("collocates-right", "By how often after", "collocates", footer="sort", priority=42)
def collocates_right(room: Room, count: int | None) -> None:
    """Sorts the words by how often they stand after a match."""
    room.collocates.sort_by("right")


@command("collocates-documents", "By documents", "collocates", footer="sort", priority=42)
def collocates_documents(room: Room, count: int | None) -> None:
    """Sorts the words by the number of documents in which they stand beside a match."""
    room.collocates.sort_by("documents")


@command("collocates-small", "Words that say little", "collocates")
def collocates_small(room: Room, count: int | None) -> None:
    """Leaves out words that say little (the, of), or shows them again."""
    room.collocates.toggle_small()


@command("collocates-stems", "Forms or stems", "collocates")
def collocates_stems(room: Room, count: int | None) -> None:
    """Puts the words of one stem in one row, or each form in a row of its own."""
    room.collocates.toggle_stems()


@command("collocates-across", "Across paragraphs", "collocates")
def collocates_across(room: Room, count: int | None) -> None:
    """Looks beyond the paragraph that a match stands in, or no longer."""
    room.collocates.look_across()


@command("window-wider", "A wider window", "collocates", footer="window", priority=46, count="words")
def window_wider(room: Room, count: int | None) -> None:
    """Looks at a word more on each side of a match."""
    room.collocates.widen(count or 1)


@command("window-narrower", "A narrower window", "collocates", footer="window", priority=46, count="words")
def window_narrower(room: Room, count: int | None) -> None:
    """Looks at a word less on each side of a match."""
    room.collocates.widen(-(count or 1))


@command(
    "window",
    "Words on each side",
    "collocates",
    unbound="a key makes it wider, another narrower",
    argument=Argument("words before, words after", _window),
)
def window(room: Room, count: int | None) -> None:
    """Sets how many words before and after a match are looked at: :window 5, or :window 2,0."""


# -- frequency ---------------------------------------------------------------------------------------------------------


@command("frequency-year", "By year", "frequency", footer="by", priority=42)
def frequency_year(room: Room, count: int | None) -> None:
    """Makes a bar for each year."""
    room.frequency.by("year")


@command("frequency-month", "By month", "frequency", footer="by", priority=42)
def frequency_month(room: Room, count: int | None) -> None:
    """Makes a bar for each month."""
    room.frequency.by("month")


@command("frequency-day", "By day", "frequency", footer="by", priority=42)
def frequency_day(room: Room, count: int | None) -> None:
    """Makes a bar for each day."""
    room.frequency.by("day")


@command("frequency-what", "Matches or documents", "frequency", footer="count", priority=43)
def frequency_what(room: Room, count: int | None) -> None:
    """Counts documents that answer in place of matches, or matches again."""
    room.frequency.toggle_documents()


@command("frequency-relative", "Relative or as counted", "frequency", footer="relative", priority=44)
def frequency_relative(room: Room, count: int | None) -> None:
    """Shows matches to a million words, or documents to a hundred, in place of what was counted."""
    room.frequency.toggle_relative()
