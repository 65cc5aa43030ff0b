"""Copying out of the terminal (OSC 52), within what terminals take, and the citation of a passage."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from index.document import Document, Span

if TYPE_CHECKING:
    from tui.session.room import Room


def paragraph_of(document: Document, offset: int) -> int:
    """Number of the block at an offset, counted from 1; 0 where the document has none."""
    return bisect_right(document.blocks, offset, key=lambda block: block.start) or min(1, len(document.blocks))


def citation(document: Document, span: Span) -> str:
    """A passage with where it stands, so that somebody else finds it again."""
    metadata = document.metadata
    passage = " ".join(document.text[span.start : span.end].split())
    stated = [metadata.title or document.path, metadata.source, metadata.date]
    where = ", ".join(part for part in stated if part)
    path = f" ({document.path})" if metadata.title else ""
    return f"“{passage}”\n{where}{path}, ¶{paragraph_of(document, span.start)}, characters {span.start}–{span.end}"


class Clipboard:
    """Copies, or says why not."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def copy(self, *, cite: bool) -> None:
        """Copy the selection, or the sentence under the cursor."""
        room, document = self._room, self._room.reading.document
        passage = room.marking.passage()
        if document is None or passage is None:
            room.messages.say("there is nothing to copy here; v selects")
            return
        text = citation(document, passage.span) if cite else passage.text
        if self.put(text, "the passage with its citation" if cite else "the passage"):
            room.screen.text.end_selection()

    def put(self, text: str, what: str) -> bool:
        """Send a text to the terminal's clipboard; False where it was refused."""
        room = self._room
        if room.settings.sealed:
            room.messages.warn("sealed: nothing is copied out of this collection")
            return False
        # A lone surrogate has no UTF-8 and would end in an error inside the terminal driver.
        encoded = text.encode("utf-8", "replace")
        size, limit = -(-len(encoded) * 4 // 3), room.settings.clipboard.max_kilobytes * 1024
        if size > limit:
            room.messages.warn(
                f"too long to copy: {size // 1024} KB, and terminals cut above {limit // 1024} KB; "
                "`glossator text` prints it"
            )
            return False
        room.app.copy_to_clipboard(encoded.decode("utf-8"))
        room.messages.say(f"{what} was sent to the terminal's clipboard ({len(text):,} characters)")
        return True
