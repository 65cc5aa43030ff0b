"""Lists of every kind, and their orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.commands.command import CommandTable
from tui.commands.needs import a_row

if TYPE_CHECKING:
    from index.listing import Column, Grouping, Sort
    from tui.session.room import Room

TABLE = CommandTable("Lists")
command = TABLE.command


@command("list-down", "Down", "list", footer="move", priority=1, count="times")
def list_down(room: Room, count: int | None) -> None:
    """Moves to the next row."""
    room.layers.move("row-down", count or 1)


@command("list-up", "Up", "list", footer="move", priority=2, count="times")
def list_up(room: Room, count: int | None) -> None:
    """Moves to the previous row."""
    room.layers.move("row-up", count or 1)


@command(
    "list-open",
    "Open the row",
    "list",
    footer="open",
    footer_in=(
        "documents",
        "entities",
        "results",
        "annotations",
        "codebook",
        "crosstab",
        "memos",
        "entity",
        "hidden",
        "outline",
        "thread",
        "history",
        "searches",
        "aliases",
        "batch",
        "concordance",
        "collocates",
        "frequency",
        "timeline",
        "quotations",
        "near",
        "changes",
        "shared",
        "layers",
        "differences",
        "agreement",
        "facts",
        "dossier",
        "verify",
        "compared",
    ),
    priority=3,
    unavailable=a_row,
)
def list_open(room: Room, count: int | None) -> None:
    """Opens the document, goes to the passage, or lists the documents that name the entity."""
    rows = room.layers.rows
    assert rows is not None
    if rows is room.screen.documents:
        # What was typed into the filter may still be on its way.
        room.library.when_listed(rows.choose)
    else:
        rows.choose()


# -- orders ----------------------------------------------------------------------------------------------------------


@command("sort-relevance", "By relevance", "results", "facets", footer="sort", priority=42)
def sort_relevance(room: Room, count: int | None) -> None:
    """Sorts the results by how well they answer."""
    room.search.sort_by("relevance")


@command("sort-title", "By title", "documents", "results", "facets", footer="sort", priority=42)
def sort_title(room: Room, count: int | None) -> None:
    """Sorts the documents by title; once more, the other way round. So does each of these orders."""
    sort_list(room, "title")


@command("sort-date", "By date", "documents", "results", "facets", footer="sort", priority=42)
def sort_date(room: Room, count: int | None) -> None:
    """Sorts the documents, or the results, by date; once more, the other way round."""
    sort_list(room, "date")


@command("sort-path", "By path", "documents", "results", "facets", footer="sort", priority=42)
def sort_path(room: Room, count: int | None) -> None:
    """Sorts the documents, or the results, by path."""
    sort_list(room, "path")


@command("sort-source", "By source", "documents", "results", "facets", footer="sort", priority=42)
def sort_source(room: Room, count: int | None) -> None:
    """Sorts the documents, or the results, by source."""
    sort_list(room, "source")


@command("sort-author", "By author", "documents", footer="sort", priority=42)
def sort_author(room: Room, count: int | None) -> None:
    """Sorts the documents by author."""
    sort_list(room, "author")


@command("sort-words", "By number of words", "documents", footer="sort", priority=42)
def sort_words(room: Room, count: int | None) -> None:
    """Sorts the documents by their number of words, the longest first."""
    sort_list(room, "words")


@command("sort-size", "By size", "documents", footer="sort", priority=42)
def sort_size(room: Room, count: int | None) -> None:
    """Sorts the documents by the size of their files, the largest first."""
    sort_list(room, "size")


@command("sort-language", "By language", "documents", footer="sort", priority=42)
def sort_language(room: Room, count: int | None) -> None:
    """Sorts the documents by language."""
    sort_list(room, "language")


@command("sort-format", "By format", "documents", footer="sort", priority=42)
def sort_format(room: Room, count: int | None) -> None:
    """Sorts the documents by format."""
    sort_list(room, "format")


@command("sort-reversed", "The other way round", "documents", footer="sort", priority=42)
def sort_reversed(room: Room, count: int | None) -> None:
    """Turns the order of the documents round."""
    sort_list(room, room.library.query.sort)


def results_in_front(room: Room) -> bool:
    """True where the orders are those of the search results; asked of the screen, over which the palette may lie."""
    return room.screen.contexts[0] in ("results", "facets")


def sort_list(room: Room, order: Column) -> None:
    """Sort the results where they are in front, else the documents."""
    if results_in_front(room):
        room.search.sort_by(cast("Sort", order))
        return
    room.library.sort_by(order)
    room.messages.say(f"documents by {order}{', turned round' if room.library.turned_round else ''}")


# -- groups ----------------------------------------------------------------------------------------------------------


@command("group-source", "Divide by source", "documents", "results", "facets")
def group_source(room: Room, count: int | None) -> None:
    """Divides the list of documents, or the results, by source."""
    _group(room, "source", "divided by source")


@command("group-date", "Divide by year", "documents", "results", "facets")
def group_date(room: Room, count: int | None) -> None:
    """Divides the list of documents, or the results, by the years of their dates."""
    _group(room, "date", "divided by year")


@command("group-month", "Divide by month", "documents", "results", "facets")
def group_month(room: Room, count: int | None) -> None:
    """Divides the list of documents, or the results, by the months of their dates."""
    _group(room, "month", "divided by month")


@command("group-folder", "Divide by folder", "documents")
def group_folder(room: Room, count: int | None) -> None:
    """Divides the list of documents by folder."""
    _group(room, "folder", "divided by folder")


@command("group-none", "Do not divide", "documents", "results", "facets")
def group_none(room: Room, count: int | None) -> None:
    """Shows the list of documents, or the results, without headings."""
    _group(room, "none", "not divided")


def _group(room: Room, group: Grouping, words: str) -> None:
    if results_in_front(room):
        room.search.group_by(group)
        return
    room.library.group_by(group)
    room.messages.say(f"documents {words}")
