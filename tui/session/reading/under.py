"""What stands under the cursor and can be opened: annotations, links, names, quotations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.document import Mention
from tui.session.ledgers import quotations
from tui.session.marking.mark_looks import key_of
from tui.session.reading import links
from tui.session.reading.quoted_here import show_card

if TYPE_CHECKING:
    from index.annotations.annotation import PlacedAnnotation
    from tui.session.room import Room


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to open."""

    kind: str
    words: str
    open: Callable[[], None]


def things(room: Room) -> list[Thing]:
    """Everything under the cursor, the innermost of each kind first."""
    text = room.screen.text
    found = []
    keys = [span.name for span in text.spans_at("marks", text.cursor)]
    marks = {key_of(mark): mark for mark in room.marking.marks}
    for mark in (marks[key] for key in keys if key in marks):
        about = ", ".join(mark.annotation.codes) or mark.annotation.kind or "annotation"
        note = " ".join(mark.annotation.note.split())
        found.append(Thing("annotation", f"{about}: {note}" if note else about, _card(room, mark)))
    link = links.at_cursor(text)
    if link is not None:
        found.append(Thing("link", links.describe(room, link), lambda: links.follow(room, link)))
    mention = room.entities.mention_at(text.cursor)
    if mention is not None:
        found.append(Thing("name", room.entities.describe(mention), lambda: follow(room, mention)))
    words = quotations.at_cursor(text)
    if words is not None:
        passage = " ".join(text.text[words.start : min(words.end, words.start + 200)].split())
        found.append(Thing("quotation", f"“{passage}”", lambda: show_card(room)))
    return found


def open_here(room: Room) -> None:
    """Open what stands under the cursor; a menu asks which where there are several."""
    if "repairing" in vars(room) and (mark := room.repairing.walked_to()) is not None:
        room.layers.open_card(mark)
        return
    found = things(room)
    if not found:
        room.messages.say("there is no annotation, link, name or quotation under the cursor")
    elif len(found) == 1:
        found[0].open()
    else:
        # Imported here: a window is loaded when it is first opened.
        from tui.screens.menu import Menu

        room.layers.open_window(Menu(room, "under the cursor", [(each.kind, each.words, each.open) for each in found]))


def _card(room: Room, mark: PlacedAnnotation) -> Callable[[], None]:
    return lambda: room.layers.open_card(mark)


def follow(room: Room, mention: Mention) -> None:
    """Walk the name's mentions; where they are walked already, show its page."""
    count_here = room.entities.count_of(mention)
    if count_here is None:
        room.messages.say(room.entities.describe(mention))
    elif room.walk.trail is not None and room.walk.trail.entity == count_here.id:
        room.entity_page.show(count_here.id, count_here.name)
    else:
        room.entities.follow(count_here)
        room.messages.say(f"{room.entities.describe(mention)} · n N walk them · again: its page")


def select_quotation(room: Room) -> None:
    """Select what is quoted, for the keys that act on a selection."""
    text = room.screen.text
    words = quotations.at_cursor(text)
    if words is None:
        return
    text.select_span(words.start, words.end)
    number = len(text.selected_text.split())
    room.messages.say("1 word is selected" if number == 1 else f"{number:,} words are selected")
