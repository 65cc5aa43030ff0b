"""Saved searches: keeping a query under a name, and the list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Argument, CommandTable
from tui.commands.needs import a_row

if TYPE_CHECKING:
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Searching")
command = TABLE.command


def _query(room: Room) -> str:
    """The query that is being typed, or whose results are shown."""
    if room.prompts.use is room.search:
        return room.prompts.text.strip()
    if room.prompts.use is None and room.search.answer is not None:
        return room.search.answer.question.query
    return ""


def _run_list(room: Room, file: str) -> None:
    room.batch.run(file)


def a_query(room: Room) -> str | None:
    """There must be something to save."""
    if room.prompts.use is not None and room.prompts.use is not room.search:
        return "this is no search"
    return None if _query(room) else "there is no query to save yet"


@command(
    "save-search", "Save the search", "prompt", "results", "facets", footer="save", priority=35, unavailable=a_query
)
def save_search(room: Room, count: int | None) -> None:
    """Keeps the query under a name; @name then stands for it in other queries."""
    room.saved.ask_name(_query(room), back_to_prompt=room.prompts.use is not None)


@GOING.command("go-searches", "Saved searches", "global")
def go_searches(room: Room, count: int | None) -> None:
    """Lists the saved searches with what is new in each; enter searches."""
    room.saved.show()


@command("edit-search", "Change the search", "searches", footer="change", priority=45, unavailable=a_row)
def edit_search(room: Room, count: int | None) -> None:
    """Changes the name or the query of a saved search."""
    name = room.screen.page_named("searches").chosen_key
    if name is not None:
        room.saved.edit(name)


@command("delete-search", "Delete the search", "searches", footer="delete", priority=50, unavailable=a_row)
def delete_search(room: Room, count: int | None) -> None:
    """Deletes the saved search; undo brings it back."""
    name = room.screen.page_named("searches").chosen_key
    if name is not None:
        room.saved.delete(name)


@command(
    "batch",
    "Search for a list",
    "global",
    unbound="it wants the name of a file",
    argument=Argument("file", _run_list),
)
def batch(room: Room, count: int | None) -> None:
    """Searches for every line of a file and shows what each finds: :batch questions.txt."""
    room.batch.run("")
