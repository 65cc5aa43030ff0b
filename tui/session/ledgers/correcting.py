"""What the reader corrects in the open text: who speaks in the quotation under the cursor, what a paragraph is."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from index.corrections.block_kinds import BY_READER, KINDS
from index.document import Block, BlockKind, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.screens.menu import Choice
    from tui.session.room import Room

_MEANING: Final[dict[BlockKind, str]] = {
    "prose": "a paragraph of the text",
    "headline": "what the document is called",
    "heading": "the title of a part",
    "byline": "who wrote it",
    "dateline": "when it appeared, and where",
    "quote": "words of another text, set apart",
    "list": "an item of a list",
    "table": "a table",
    "caption": "what a picture shows",
    "credit": "whose picture it is",
    "boilerplate": "a footer, or what else a page repeats",
    "note": "a note at the foot",
    "code": "a program, or the like",
}


def correct_here(room: Room) -> None:
    """Say what kind of mark is under the cursor, or who speaks in a quotation; else what kind of paragraph it is."""
    from tui.session.reading.quoted_here import correct, quotation_in_hand

    quoted = room.contexts[0] == "text" and quotation_in_hand(room) is not None
    if room.contexts[0] == "text" and room.marking.at_cursor() is not None:
        if not quoted:
            room.mark_changes.choose_kind()
            return
        from tui.screens.menu import Menu

        choices: list[Choice] = [
            ("mark", "what kind of mark it is", room.mark_changes.choose_kind),
            ("quotation", "who speaks", lambda: correct(room)),
        ]
        room.layers.open_window(Menu(room, "correct", choices))
    elif quoted:
        correct(room)
    else:
        choose_kind(room)


def choose_kind(room: Room) -> None:
    """Let the reader say what the paragraphs in hand are."""
    document = room.reading.document
    blocks = in_hand(room, document) if document is not None else []
    if document is None or not blocks:
        room.messages.say("there is no paragraph here")
        return
    # Imported here: a window is loaded when it is first opened.
    from tui.screens.menu import Menu

    kinds = {block.kind for block in blocks}
    choices: list[Choice] = [
        (kind, _MEANING[kind], _decide(room, document, blocks, kind)) for kind in KINDS_SHOWN if kinds != {kind}
    ]
    if any(block.rule == BY_READER for block in blocks):
        choices.insert(0, ("as found", "what the rules say", _decide(room, document, blocks, None)))
    what = f"it is {blocks[0].kind}" if len(blocks) == 1 else f"{len(blocks):,} paragraphs"
    room.layers.open_window(Menu(room, f"kind of paragraph · {what}", choices))


KINDS_SHOWN: Final = tuple(kind for kind in _MEANING if kind in KINDS)


def in_hand(room: Room, document: Document) -> Sequence[Block]:
    """The paragraphs of the selection, or the one under the cursor."""
    text, blocks = room.screen.text, document.blocks
    selected = text.selection if room.contexts[0] == "select" else None
    start, end = (selected.start, selected.end) if selected is not None else (text.cursor, text.cursor + 1)
    first = max(0, bisect_right(blocks, start, key=lambda block: block.start) - 1)
    found = []
    for block in blocks[first:]:
        if block.start >= end:
            break
        if block.end > start:
            found.append(block)
    return found


def _decide(room: Room, document: Document, blocks: Sequence[Block], kind: BlockKind | None) -> Callable[[], None]:
    def write() -> str:
        return room.collection.ledgers.kinds.decide(document, blocks, kind)

    def done() -> None:
        room.seats.reload()

    def run() -> None:
        if room.contexts[0] == "select":
            room.screen.text.end_selection()
        room.curating.write(write, done)

    return run
