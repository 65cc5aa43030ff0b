"""What a document is made of: its headings, and what stands below each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tui.motions import HEADINGS

if TYPE_CHECKING:
    from index.document import Document
    from tui.session.room import Room

WORDS: Final = 200
"""Characters kept of what is shown of a place."""
_SIGNS: Final = re.compile(r"(#{1,6})\s+|(?:\s+(?:={3,}|-{3,}|#+))\Z")
"""What makes a line a heading in Markdown; it is no part of its words."""
_ADORNED: Final = re.compile(r"\A([!-/:-@\[-`{-~])\1{2,} |\s+([!-/:-@\[-`{-~])\2{2,}\Z")
"""Lines of signs above and below the headings of reStructuredText."""
_LEVEL: Final = re.compile(r":(?:h|heading )([1-6])\Z", re.IGNORECASE)
"""Of a heading, in the rule of formats that have headings."""


class Heading(NamedTuple):
    """A heading of a document."""

    start: int
    paragraph: int
    """Its number in the text, from 1, as the status line counts."""
    percent: int
    level: int
    """How deep it lies, from 0, where its format says."""
    words: str
    below: str
    """How what follows begins; "" where the next heading follows at once, or nothing."""


def headings_of(document: Document) -> list[Heading]:
    """Every heading in order, the headline among them."""
    text, blocks = document.text, document.blocks
    found = []
    for at, block in enumerate(blocks):
        if block.kind in HEADINGS:
            words = _beginning(text, block.start, block.end)
            signs = _SIGNS.match(words)
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            below = following is not None and following.kind not in HEADINGS
            found.append(
                Heading(
                    block.start,
                    at + 1,
                    100 * block.start // max(1, len(text)),
                    _level(signs, block.rule),
                    _bare(words, block.rule),
                    _beginning(text, following.start, following.end) if below and following is not None else "",
                )
            )
    return found


def _bare(words: str, rule: str) -> str:
    bare = _SIGNS.sub("", words)
    return (_ADORNED.sub("", bare) if rule.startswith("rst:") else bare) or words


def _level(signs: re.Match[str] | None, rule: str) -> int:
    if signs is not None:
        return len(signs[1] or "") - 1
    stated = _LEVEL.search(rule)
    return int(stated[1]) - 1 if stated is not None else 0


def _beginning(text: str, start: int, end: int) -> str:
    return " ".join(text[start : min(end, start + WORDS)].split())


class Contents:
    """The headings of the document that was open when they were asked for."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.path = ""
        self.headings: list[Heading] = []

    def show(self) -> None:
        """List them, beginning at the one that the cursor stands under."""
        room, document = self._room, self._room.reading.document
        if document is None:
            return
        cursor = room.screen.text.cursor

        def done(found: list[Heading]) -> None:
            self.path, self.headings = document.path, found
            room.screen.show_page("outline")
            above = sum(heading.start <= cursor for heading in found)
            room.screen.page_named("outline").rows.go_to(max(0, above - 1))

        room.background.run(lambda: headings_of(document), done)

    def go_to(self, heading: Heading) -> None:
        """To a heading, in the side that has the keys."""
        self._room.reading.open(self.path, offset=heading.start)
