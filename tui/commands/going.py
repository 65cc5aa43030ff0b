"""Going to a pane or a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_document, results

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Going")
command = TABLE.command


@command("next-pane", "Next pane", "global", footer="pane", footer_in=("documents", "entities", "facets"), priority=60)
def next_pane(room: Room, count: int | None) -> None:
    """Goes to the next pane: text, names (beside results their facets), documents."""
    room.screen.focus_pane(1)


@command("previous-pane", "Previous pane", "global")
def previous_pane(room: Room, count: int | None) -> None:
    """Goes to the previous pane."""
    room.screen.focus_pane(-1)


@command("go-documents", "Documents", "global")
def go_documents(room: Room, count: int | None) -> None:
    """Goes to the list of documents."""
    room.screen.focus_documents()


@command("go-entities", "Names", "global")
def go_entities(room: Room, count: int | None) -> None:
    """Goes to the people, organisations and places of this document; from there, to the page of the one chosen."""
    if room.contexts[0] == "entities":
        room.entities.open_page()
    else:
        room.screen.focus_entities()


@command("go-results", "Search results", "global", unavailable=results)
def go_results(room: Room, count: int | None) -> None:
    """Shows the results of the last search again."""
    room.search.show()


@command("go-annotations", "Annotations", "global")
def go_annotations(room: Room, count: int | None) -> None:
    """Lists every annotation of the collection."""
    room.marking.list_all()


@command("go-skipped", "Skipped files", "global")
def go_skipped(room: Room, count: int | None) -> None:
    """Lists the files that are not documents of the collection by reason, with what would help."""
    room.layers.list_skipped()


@command("go-outline", "Contents", "global", unavailable=a_document)
def go_outline(room: Room, count: int | None) -> None:
    """Lists the headings of this document; enter goes to one."""
    room.contents.show()


@command("thread", "The conversation", "global", unavailable=a_document)
def thread(room: Room, count: int | None) -> None:
    """Lists the mails that this one answers and those that answer it; enter opens one."""
    room.thread.show()


@command("go-history", "Where you have been", "global")
def go_history(room: Room, count: int | None) -> None:
    """Lists the places that you jumped away from, in whichever document; enter goes there."""
    room.visited.show()


@command("original", "The original", "global", unavailable=a_document)
def original(room: Room, count: int | None) -> None:
    """Opens the file of this document in your program for it (setting outside.open_with)."""
    room.outside.open_original()
