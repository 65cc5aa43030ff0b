"""Codes and memos: the codebook, its tables, and what is written on documents, codes and the collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_row

if TYPE_CHECKING:
    from index.codebook.coded import By
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Marking")
command = TABLE.command


def a_code(room: Room) -> str | None:
    """A code must be under the cursor."""
    return a_row(room) or (None if room.codebook.chosen is not None else "there is no code under the cursor")


def passages(room: Room) -> str | None:
    """A code must be under the cursor, or a passage in a list."""
    if room.contexts[0] == "codebook":
        return a_code(room)
    return None if room.annotated.in_hand else "there is no passage to act on"


def a_memo(room: Room) -> str | None:
    """A memo must be under the cursor."""
    return None if room.memos.chosen is not None else "there is no memo under the cursor"


def a_table(room: Room) -> str | None:
    """The table must have been counted."""
    table = room.code_table.table
    return None if table is not None and table.codes else "there is no table yet"


# -- going there -------------------------------------------------------------------------------------------------------


@GOING.command("go-codebook", "Codebook", "global")
def go_codebook(room: Room, count: int | None) -> None:
    """Lists the codes as a tree, with how often each was given."""
    room.codebook.show()


@GOING.command("go-memos", "Memos", "global")
def go_memos(room: Room, count: int | None) -> None:
    """Lists what you have written on the collection, on documents and on codes."""
    room.memos.show()


# -- the codebook ------------------------------------------------------------------------------------------------------


@command("new-code", "New code", "codebook", footer="new", priority=40)
def new_code(room: Room, count: int | None) -> None:
    """Writes a code into the codebook; its name may begin with that of the code above it."""
    room.codebook.ask_new()


@command("edit-code", "Change the code", "codebook", footer="change", priority=41, unavailable=a_code)
def edit_code(room: Room, count: int | None) -> None:
    """Changes name, description, colour and key of a code; another beginning of the name moves it in the tree."""
    room.codebook.edit()


@command("merge-codes", "Merge codes", "codebook", footer="merge", priority=42, unavailable=a_code)
def merge_codes(room: Room, count: int | None) -> None:
    """Makes the checked codes, or the one under the cursor, one with the code you choose, on your own passages."""
    room.codebook.merge()


@command("part-code", "Part a code", "codebook", "annotations", footer="part", priority=43, unavailable=passages)
def part_code(room: Room, count: int | None) -> None:
    """Lists the passages of a code; there, gives those that are checked another code instead."""
    if room.contexts[0] == "codebook":
        room.codebook.split()
    else:
        room.annotated.split()


@command("delete-code", "Delete the code", "codebook", footer="delete", priority=45, unavailable=a_code)
def delete_code(room: Room, count: int | None) -> None:
    """Takes a code, with those below it, out of the codebook and off your own passages; undo brings all back."""
    room.codebook.delete()


# -- tables ------------------------------------------------------------------------------------------------------------


def _table(room: Room, by: By) -> None:
    room.code_table.show(by)


@command("code-table", "Table of codes", "codebook", footer="table", priority=46)
def code_table(room: Room, count: int | None) -> None:
    """Counts codes in a table: by document, source or date, over each other, or in one document."""
    room.code_table.show()


@command("table-document", "By document", "crosstab", footer="by", priority=40)
def table_document(room: Room, count: int | None) -> None:
    """Counts the passages of each code in each document."""
    _table(room, "document")


@command("table-source", "By source", "crosstab", footer="by", priority=40)
def table_source(room: Room, count: int | None) -> None:
    """Counts the passages of each code in the documents of each source."""
    _table(room, "source")


@command("table-year", "By year", "crosstab", footer="by", priority=40)
def table_year(room: Room, count: int | None) -> None:
    """Counts the passages of each code in the documents of each year."""
    _table(room, "year")


@command("table-month", "By month", "crosstab", footer="by", priority=40)
def table_month(room: Room, count: int | None) -> None:
    """Counts the passages of each code in the documents of each month."""
    _table(room, "month")


@command("table-overlap", "Codes over each other", "crosstab", footer="by", priority=40)
def table_overlap(room: Room, count: int | None) -> None:
    """Counts the passages of each code that share words with a passage of each other code."""
    _table(room, "overlap")


@command("table-together", "Codes in one document", "crosstab", footer="by", priority=40)
def table_together(room: Room, count: int | None) -> None:
    """Counts the documents that hold two codes."""
    _table(room, "together")


@command(
    "table-left", "Column to the left", "crosstab", footer="column", priority=5, count="times", unavailable=a_table
)
def table_left(room: Room, count: int | None) -> None:
    """Goes to the column on the left."""
    room.code_table.move(-(count or 1))


@command(
    "table-right", "Column to the right", "crosstab", footer="column", priority=6, count="times", unavailable=a_table
)
def table_right(room: Room, count: int | None) -> None:
    """Goes to the column on the right; further columns come into view."""
    room.code_table.move(count or 1)


@command("table-export", "Write the table to a file", "crosstab", footer="export", priority=50, unavailable=a_table)
def table_export(room: Room, count: int | None) -> None:
    """Writes the whole table to a file (CSV)."""
    room.code_table.export()


# -- memos -------------------------------------------------------------------------------------------------------------


@command("write-memo", "Write a memo", "global", footer="memo", footer_in=("codebook", "memos"), priority=47)
def write_memo(room: Room, count: int | None) -> None:
    """Writes a memo on the code or document under the cursor, or on the open document; among the memos, on the same."""
    room.memos.write_on(*room.memos.subject)


@command("memo-on-collection", "Memo on the collection", "global", unbound="M in the empty list of memos does it too")
def memo_on_collection(room: Room, count: int | None) -> None:
    """Writes a memo on the collection as a whole."""
    room.memos.write_on("collection", "")


@command("edit-memo", "Change the memo", "memos", footer="change", priority=41, unavailable=a_memo)
def edit_memo(room: Room, count: int | None) -> None:
    """Changes what a memo says."""
    memo = room.memos.chosen
    if memo is not None:
        room.memos.edit(memo)


@command("delete-memo", "Delete the memo", "memos", footer="delete", priority=45, unavailable=a_memo)
def delete_memo(room: Room, count: int | None) -> None:
    """Deletes a memo; undo brings it back."""
    memo = room.memos.chosen
    if memo is not None:
        room.memos.delete(memo)
