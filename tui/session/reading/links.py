"""Links of the open document: to another place in it, such as a footnote, or out of it. Nothing outside is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.highlights import LayerSpan
from tui.session.clipboard import paragraph_of

if TYPE_CHECKING:
    from index.document import Document
    from tui.session.room import Room
    from tui.widgets.text_view import TextView

LAYER: Final = "links"
_LONGEST: Final = 2_000
"""Characters of an address that are copied or shown."""


def load(view: TextView, document: Document) -> None:
    """Underline the links of the document that a page shows."""
    view.set_spans(LAYER, [(link.start, link.end, link.target) for link in document.links])


def at_cursor(view: TextView) -> LayerSpan | None:
    """The innermost link under the cursor."""
    return next(iter(view.spans_at(LAYER, view.cursor)), None)


def describe(room: Room, link: LayerSpan) -> str:
    """Where a link leads, in words."""
    document, inside = room.reading.document, _inside(room, link)
    if document is None or inside is None:
        return f"leads to {_address(link)}"
    return f"leads to ¶{paragraph_of(document, inside):,}"


def follow(room: Room, link: LayerSpan) -> None:
    """Go where a link leads in this text; an address outside is copied and never opened."""
    inside = _inside(room, link)
    if inside is None:
        address = _address(link)
        if room.settings.sealed:
            room.messages.say(f"leads to {address}; sealed: nothing is copied out of this collection")
        else:
            room.clipboard.put(address, f"the address {address}")
        return
    room.reading.leave()
    room.reading.moved()
    room.reading.go_to(inside)
    key = room.keys_of("back")
    room.messages.say(describe(room, link).replace("leads to ", "") + (f"; {key} goes back" if key else ""))


def _inside(room: Room, link: LayerSpan) -> int | None:
    """The place in the open text to which a link leads; None where it leads out of it."""
    document, target = room.reading.document, link.name
    if document is None or not (target[:1] == "#" and target[1:].isascii() and target[1:].isdigit()):
        return None
    place = int(target[1:20])
    return place if place < len(document.text) else None


def _address(link: LayerSpan) -> str:
    """The address on one line, without what steers a terminal or ends a line where it is pasted."""
    return "".join(sign for sign in link.name[:_LONGEST] if sign.isprintable())
