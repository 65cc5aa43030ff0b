"""More like this: documents like a passage, the open one, or the one under the cursor of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.commands.command import CommandTable
from tui.commands.needs import a_document

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Searching")
command = TABLE.command
_LISTS: Final = ("results",)
"""Lists whose rows are documents, beside that of all documents."""


def _listed(room: Room) -> str | None:
    """The path of the document under the cursor of a list that has the keys."""
    context = room.contexts[0]
    if context == "documents":
        row = room.screen.documents.row_at_cursor
        return row.path if row is not None else None
    if context == "entity":
        return room.entity_page.path_chosen
    return room.screen.page_named(context).chosen_key if context in _LISTS else None


def something(room: Room) -> str | None:
    """A document must be open or under the cursor."""
    return None if _listed(room) is not None else a_document(room)


@command("more-like-this", "More like this", "global", unbound="asked for now and then", unavailable=something)
def more_like_this(room: Room, count: int | None) -> None:
    """Searches for documents like the selection, the document under the cursor of a list, or the open one."""
    from index.asking.alike import like_document, like_passage

    document, path, text = room.reading.document, _listed(room), room.screen.text
    if path is None and document is not None and text.selection is not None:
        start, end = text.selection
        query = like_passage(document.text[start:end])
        text.end_selection()
        if query is None:
            room.messages.say("there is no word in the selection")
            return
    else:
        path = path or (document.path if document is not None else "")
        query = like_document(path)
    room.search.run(query)
    room.screen.show_page("results")
