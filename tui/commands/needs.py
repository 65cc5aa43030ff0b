"""What commands need before they can be used, each in the words that are shown where it is missing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.session.room import Room


def a_document(room: Room) -> str | None:
    """A document must be open."""
    return None if room.reading.document is not None else "no document is open; g d shows the list"


def two_sides(room: Room) -> str | None:
    """There must be two texts side by side."""
    if room.seats.other is not None:
        return None
    key = room.keys_of("side-by-side")
    return "there is one text only" + (f"; {key} opens another beside it" if key else "")


def names(room: Room) -> str | None:
    """The names of the open document must have been read."""
    if room.reading.document is None:
        return a_document(room)
    return None if room.reading.mentions is not None else "the names in this document are still being read"


def a_trail(room: Room) -> str | None:
    """There must be something to walk."""
    if room.walk.trail is not None:
        return None
    return "nothing to walk yet: / searches, * searches the word under the cursor"


def results(room: Room) -> str | None:
    """There must be an answer to show."""
    return None if room.search.answer is not None else "no results yet: / searches"


def a_row(room: Room) -> str | None:
    """The list must have a row under its cursor."""
    rows = room.layers.rows
    return None if rows is not None and rows.cursor >= 0 else "there is no row to act on"


def an_annotation(room: Room) -> str | None:
    """An annotation must be chosen in the list or shown."""
    return None if room.layers.annotation_in_hand is not None else "no annotation is chosen"


def my_annotation(room: Room) -> str | None:
    """The same, and it must be one's own."""
    found = room.layers.annotation_in_hand
    return room.layer_choice.why_not_mine(found) if found is not None else an_annotation(room)


def a_mark(room: Room) -> str | None:
    """A mark must be under the cursor of the text, chosen in the list or shown; or its boundaries be on the move."""
    if room.mark_changes.in_hand is not None or room.mark_changes.drawing:
        return None
    return "there is no mark under the cursor"


def something_to_mark(room: Room) -> str | None:
    """An annotation must be checked or chosen, or where none can be, a document open."""
    if room.contexts[0] == "annotations" and room.annotated.checks:
        return None
    if room.contexts[0] in ("annotations", "card"):
        return my_annotation(room)
    return a_passage(room)


def a_line_of_a_name(room: Room) -> str | None:
    """A passage must be checked or under the cursor of the page of a name."""
    return None if room.entity_page.line_chosen else "no passage is under the cursor"


def a_passage(room: Room) -> str | None:
    """A line of the concordance must be there, or where that is not shown, a document open."""
    if room.contexts[0] == "results":
        return results(room)
    if room.contexts[0] in ("concordance", "quotations"):
        return a_row(room)
    if room.contexts[0] == "entity":
        return a_line_of_a_name(room)
    return a_document(room)


def an_empty_field(room: Room) -> str | None:
    """The field in which the reader types must be empty: else the key is text."""
    return "the field is not empty" if room.layers.typed else None


def a_recent_code(room: Room) -> str | None:
    """The field must be empty and there must be codes."""
    return an_empty_field(room) or (None if room.marking.codes else "no code was used yet")


def a_shell(room: Room) -> str | None:
    """A shell must have started it, and nothing else: it alone can bring the program back, or the window stays dead."""
    started_by_a_shell = hasattr(os, "getsid") and os.getsid(0) != os.getpgrp() == os.getpid()
    return None if started_by_a_shell else "no shell has started this, and so none could bring it back"


def a_run(room: Room) -> str | None:
    """The indexer must be at work."""
    return None if room.indexing.running else "the index is not being made"


def a_name(room: Room) -> str | None:
    """A name must be under the cursor."""
    return None if room.aliases.in_hand is not None else "there is no name under the cursor"
