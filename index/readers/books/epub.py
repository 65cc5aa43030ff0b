"""EPUB 2 and 3: the chapters of a book in its reading order, with its contents, printed pages and notes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Final

from index.document import Block, BlockKind, ExtractedText, Link, PageStart
from index.errors import UnreadableFile
from index.readers.books.epub_chapter import Chapter, chapter
from index.readers.books.epub_package import KIND, Book, Place, opened
from index.readers.office.zipped import Zipped
from index.readers.remarks import cut_short
from index.readers.web.html_blocks import Rendered

READER: Final = "epub/2"
_MAX_CHAPTER: Final = 32_000_000
"""Bytes; its tree takes twenty times as much memory."""
_NEAR: Final = 3
"""So many blocks behind the place where a chapter begins may be its title."""
_TITLE: Final = 200
_WORDS: Final = re.compile(r"\w+")


def read(data: bytes) -> ExtractedText:
    """The text of an EPUB book. Raises UnreadableFile."""
    parts = Zipped(data, KIND)
    book = opened(parts)
    whole = _Whole(book)
    for name in book.chapters if not parts.cut else _as_far_as(parts, book.chapters):
        try:
            whole.add(chapter(name, parts.read(name, _MAX_CHAPTER)))
        except UnreadableFile as error:
            whole.missing(name, str(error))
    if not whole.found:
        raise UnreadableFile(
            f"{KIND} that is cut off before its text" if parts.cut else f"{KIND} whose chapters are missing or damaged"
        )
    whole.mark_titles()
    whole.mark_notes()
    extracted = ExtractedText(
        "".join(whole.pieces), tuple(whole.blocks), book.metadata, READER, "utf-8", whole.pages(), whole.links()
    )
    return cut_short(extracted, KIND) if parts.cut else extracted


def _as_far_as(parts: Zipped, chapters: list[str]) -> list[str]:
    """Chapters up to the last that is in a book which was cut off."""
    there = [number for number, name in enumerate(chapters) if parts.find(name) is not None]
    return chapters[: there[-1] + 1] if there else []


class _Whole:
    """Chapters one behind the other."""

    def __init__(self, book: Book) -> None:
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self.found = 0
        self._book = book
        self._at = 0
        self._links: list[Link] = []
        self._places: dict[str, int] = {}
        self._breaks: list[tuple[str, str]] = []
        self._notes: set[str] = set()

    def add(self, part: Chapter) -> None:
        contents = part.name == self._book.navigation
        self._put(part.rendered, ("boilerplate", "epub:contents") if contents else None)
        self._breaks += part.pages
        self._notes |= part.notes
        self.found += 1

    def missing(self, name: str, reason: str) -> None:
        """The reader is told in the text itself, where the chapter would stand."""
        text = f"[{name.rpartition('/')[2][:200]} is not here: {reason[:200]}]"
        text = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text)
        self._put(Rendered(text, [Block(0, len(text), "boilerplate", "epub:missing")]), None)

    def _put(self, part: Rendered, kind: tuple[BlockKind, str] | None) -> None:
        if self.pieces and part.text:
            self.pieces.append("\n\n")
            self._at += 2
        at = self._at
        for block in part.blocks:
            meant, rule = kind or (block.kind, block.rule)
            self.blocks.append(Block(at + block.start, at + block.end, meant, rule))
        self._links += [Link(at + link.start, at + link.end, link.target) for link in part.links]
        for name, place in part.places.items():
            self._places.setdefault(name, at + place)
        if part.text:
            self.pieces.append(part.text)
            self._at += len(part.text)

    def links(self) -> tuple[Link, ...]:
        """Links within the book lead to places of the text."""
        found = []
        for link in self._links:
            if link.target.startswith("#"):
                place = self._places.get(link.target[1:].replace("%20", " "))
                if place is None or place >= self._at:
                    continue
                link = link._replace(target=f"#{place}")
            found.append(link)
        return tuple(sorted(found))

    def pages(self) -> tuple[PageStart, ...]:
        """By the book's list of pages, else by the marks in its text."""
        stated = [(place.target, place.label) for place in self._book.pages] or self._breaks
        found: dict[int, PageStart] = {}
        for target, label in stated:
            place = self._places.get(target)
            if place is not None and place < self._at and label:
                found.setdefault(place, PageStart(place, label[:40]))
        return tuple(found[place] for place in sorted(found))

    def mark_titles(self) -> None:
        """What the contents name and the chapter does not mark as a heading is one."""
        starts = [block.start for block in self.blocks]
        for entry in self._book.contents:
            place = self._places.get(entry.target)
            if place is None or not entry.label:
                continue
            first = bisect_left(starts, place)
            near = self.blocks[first : first + _NEAR]
            if any(block.kind == "heading" for block in near):
                continue
            for number, block in enumerate(near, first):
                if block.kind == "prose" and block.end - block.start <= _TITLE and self._is_title(block, entry):
                    self.blocks[number] = block._replace(kind="heading", rule=f"epub:h{min(entry.depth, 6)}")
                    break

    def mark_notes(self) -> None:
        """What the mark of a note leads to is one, where the book does not say so."""
        starts = [block.start for block in self.blocks]
        for link in self._links:
            name = link.target[1:].replace("%20", " ")
            place = self._places.get(name, -1)
            # What leads back from a note to the text looks the same, but stands behind it.
            if name not in self._notes or place <= link.end:
                continue
            number = bisect_right(starts, place) - 1
            if self.blocks[number].kind in ("prose", "list"):
                self.blocks[number] = self.blocks[number]._replace(kind="note", rule="epub:note")

    def _is_title(self, block: Block, entry: Place) -> bool:
        words = _WORDS.findall(self._text(block).casefold())
        return bool(words) and words == _WORDS.findall(entry.label.casefold())

    def _text(self, block: Block) -> str:
        if len(self.pieces) > 1:
            self.pieces[:] = ["".join(self.pieces)]
        return self.pieces[0][block.start : block.end]
