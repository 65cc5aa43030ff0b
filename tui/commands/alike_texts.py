"""Copies, near copies and the same words: going there, what of them is shown, and walking them in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_document, a_row, results

if TYPE_CHECKING:
    from index.alike_texts.copies import NearCopy
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Lists")
WALKING = CommandTable("Walking")
command = TABLE.command


def _path(room: Room) -> str | None:
    """The document that is meant: under the cursor of a list, or else the open one."""
    context = room.contexts[0]
    if context == "documents":
        row = room.screen.documents.row_at_cursor
        return row.path if row is not None else None
    if context == "results":
        return room.screen.page_named("results").chosen_key
    if context == "near":
        near = _near(room)
        return near.document.path if near is not None else None
    document = room.reading.document
    return document.path if document is not None else None


def some_document(room: Room) -> str | None:
    """A document must be open or under the cursor."""
    return None if _path(room) is not None else a_document(room)


def _near(room: Room) -> NearCopy | None:
    chosen = room.screen.page_named("near").chosen
    return chosen if hasattr(chosen, "alike") else None


def a_near_copy(room: Room) -> str | None:
    """A text must be under the cursor of the page of near copies."""
    return None if _near(room) is not None else "there is no text under the cursor"


def a_ledger(room: Room) -> str | None:
    """The list must be that of the collection: others have an order of their own."""
    wanted = room.same_words.wanted
    return None if wanted.number is None and wanted.path is None else "this list has an order of its own"


# -- going there -------------------------------------------------------------------------------------------------------


@GOING.command("near-copies", "Near copies", "global")
def near_copies(room: Room, count: int | None) -> None:
    """Lists texts that are nearly the same, in groups; at first texts are compared, which takes a while."""
    room.near_copies.show()


@GOING.command("shared-words", "Passages in the same words", "global")
def shared_words(room: Room, count: int | None) -> None:
    """Lists passages of ten words and more that several documents have; at first texts are compared."""
    room.same_words.show()


@GOING.command("other-places", "Other places of this text", "global", unavailable=some_document)
def other_places(room: Room, count: int | None) -> None:
    """Lists the documents that have the very text of this one; enter opens one."""
    path = _path(room)
    if path is not None:
        room.copies.show_places(path)


# -- search results ----------------------------------------------------------------------------------------------------


@command("fold-copies", "Fold copies", "results", unavailable=results)
def fold_copies(room: Room, count: int | None) -> None:
    """Lists of results with the same text the first alone, or again each of them."""
    room.copies.toggle()


# -- near copies -------------------------------------------------------------------------------------------------------


@command("near-difference", "What differs", "near", footer="what differs", priority=40, unavailable=a_near_copy)
def near_difference(room: Room, count: int | None) -> None:
    """Lists what differs between the longest text of the group and the one under the cursor, word by word."""
    near = _near(room)
    pair = room.near_copies.pair(near) if near is not None else None
    if pair is not None:
        room.changes.show(*pair)


@command("near-beside", "Both side by side", "near", footer="beside", priority=41, unavailable=a_near_copy)
def near_beside(room: Room, count: int | None) -> None:
    """Opens the longest text of the group, and beside it the one under the cursor."""
    near = _near(room)
    if near is not None:
        room.near_copies.beside(near)


# -- the same words ----------------------------------------------------------------------------------------------------


@command("shared-by-length", "By length", "shared", footer="sort", priority=44, unavailable=a_ledger)
def by_length(room: Room, count: int | None) -> None:
    """Sorts the passages by their length, the longest first; once more, the other way round."""
    room.same_words.sort_by("words")


@command("shared-by-documents", "By number of documents", "shared", footer="sort", priority=44, unavailable=a_ledger)
def by_documents(room: Room, count: int | None) -> None:
    """Sorts the passages by how many documents have them; once more, the other way round."""
    room.same_words.sort_by("documents")


@command("shared-by-date", "By first date", "shared", footer="sort", priority=44, unavailable=a_ledger)
def by_date(room: Room, count: int | None) -> None:
    """Sorts the passages by the first date of a document that has them; once more, the other way round."""
    room.same_words.sort_by("date")


@command("shared-aside", "Captions and footers too", "shared", footer="footers too", priority=47)
def aside(room: Room, count: int | None) -> None:
    """Lists what is shared in captions, credits and footers too, or leaves it out again."""
    room.same_words.toggle_aside()


@command("shared-places", "Where the passage stands", "shared", footer="where", priority=41, unavailable=a_row)
def places(room: Room, count: int | None) -> None:
    """Lists the places of the passage under the cursor by date, the undated last; esc goes back."""
    row = room.screen.page_named("shared").chosen
    if row is not None:
        room.same_words.places_of(row)


@command("shared-document", "Of the open document", "shared", footer="of", priority=46, unavailable=a_document)
def of_document(room: Room, count: int | None) -> None:
    """Lists what the open document has in common with others, in its order; or again all passages."""
    document = room.reading.document
    if document is not None:
        room.same_words.of_document(document.path)


@WALKING.command("shared-next", "Next passage that others have too", "text", count="times", unavailable=a_document)
def shared_next(room: Room, count: int | None) -> None:
    """Goes to the next passage that another document has in the same words, and says which one does."""
    room.same_words.walk(count or 1)


@WALKING.command(
    "shared-previous", "Previous passage that others have too", "text", count="times", unavailable=a_document
)
def shared_previous(room: Room, count: int | None) -> None:
    """Goes to the previous passage that another document has in the same words."""
    room.same_words.walk(-(count or 1))
