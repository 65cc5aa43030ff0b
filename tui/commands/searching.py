"""Searching the collection, this document, and what a list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import told
from tui.commands.command import Argument, CommandTable
from tui.commands.needs import a_document

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Searching")
command = TABLE.command


@command(
    "search",
    "Search",
    "global",
    footer="search",
    priority=20,
    argument=Argument("query", told.search, required=False),
)
def search(room: Room, count: int | None) -> None:
    """Searches every document; results appear as you type."""
    room.search.open_prompt()


@command("search-again", "Change the search", "global", unbound="/ and up bring the last query back")
def search_again(room: Room, count: int | None) -> None:
    """Opens the prompt with the query of the results, to change it."""
    answer = room.search.answer
    room.search.open_prompt(answer.question.query if answer is not None else "")


@command("find-here", "Find in this document", "text", unavailable=a_document)
def find_here(room: Room, count: int | None) -> None:
    """Searches this document alone, in the same language."""
    room.find.open_prompt()


@command(
    "search-word",
    "Search the word under the cursor",
    "text",
    footer="search it",
    footer_in=("select",),
    priority=55,
    unavailable=a_document,
)
def search_word(room: Room, count: int | None) -> None:
    """Searches the selection, or the name or word under the cursor, in every document."""
    document, text = room.reading.document, room.screen.text
    assert document is not None
    mention = room.entities.mention_at(text.cursor)
    span = text.selection or ((mention.start, mention.end) if mention is not None else text.object_at("iw"))
    words = " ".join(document.text[span[0] : span[1]].replace('"', " ").split()) if span is not None else ""
    if not any(character.isalnum() for character in words):
        room.messages.say("there is no word under the cursor")
        return
    text.end_selection()
    # One plain word finds its other endings too; anything else is taken as it stands.
    plain = words.isalnum() and words not in ("AND", "OR", "NOT")
    room.search.run(words if plain else f'"{words}"')


@command(
    "filter",
    "Narrow the list",
    "list",
    footer="filter",
    footer_in=(
        "documents",
        "annotations",
        "entity",
        "hidden",
        "skipped",
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
        "layers",
        "differences",
        "agreement",
        "facts",
    ),
    priority=40,
    argument=Argument("words or conditions", told.narrow, required=False, anywhere=True),
)
def filter_list(room: Room, count: int | None) -> None:
    """Shows only the rows that hold what you type."""
    room.layers.filter_rows()


@command("help-find", "Find in the help", "help", footer="find", priority=10)
def help_find(room: Room, count: int | None) -> None:
    """Shows only the lines of the help that hold what you type."""
    room.layers.filter_rows()
