"""The text of a PDF put together: words that a line's end cut joined, pages and links at their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from index.document import Block, Link, PageStart
from index.readers.pdf.pdf_lines import Line, Raised
from index.readers.pdf.pdf_paragraphs import Flow, Paragraph

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+)-\Z")
_FIRST = re.compile(r"([^\W\d_]+)")
_BESIDE = frozenset({"and", "or", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en", "of", "i"})
"""Behind a hyphen these begin a word of their own: `pre- and post-war`."""
_PARTS = 3
"""Letters of a part of a compound, at the least."""
_DIVIDED = 0.02
"""Of the lines so many end inside a word, at the least, where words are divided."""
_COMPOUND = re.compile(
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty-(?:one|two|three|four|five|six|seven|eight|nine|first|second|third)"
)


class Words:
    """The words of a document, to tell by how those that a line's end cut are spelt."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._known: Counter[str] = Counter()
        cut: list[tuple[str, str]] = []
        count, before = 0, ""
        for line in lines:
            count += 1
            words = _WORD.findall(line.text.casefold())
            if before and words:
                cut.append((before, words.pop(0)))
            before = words.pop() if words and line.text.endswith("-") else ""
            self._known.update(words)
        divided = sum(self._known[first + second] > 0 for first, second in cut)
        self._divides = divided > 0 and len(cut) > _DIVIDED * count
        """Words were divided where the document was set; else a hyphen at a line's end belongs to the word."""

    def joined(self, left: str, right: str) -> str:
        """What stands between two parts of a word with a hyphen after the first: nothing, `-`, or `- `."""
        before, after = _LAST.search(left), _FIRST.match(right)
        if before is None or after is None:
            return "-"
        first, second = before[1].casefold(), after[1].casefold()
        if second in _BESIDE and not self._known[first + second]:
            return "- "
        if not right[0].islower():
            return "-" if not (first.isupper() and right[0].isupper()) else ""
        compound, whole = self._known[f"{first}-{second}"], self._known[first + second]
        if compound or whole:
            return "-" if compound > whole else ""
        if self._divides:
            return "-" if _COMPOUND.match(f"{first}-{second}") else ""
        return "-" if len(second) >= _PARTS and (self._known[second] or self._known[first]) else ""


class Writer:
    """Text, blocks, pages and links of a document, as its paragraphs come."""

    def __init__(self, words: Words, names: Sequence[str]) -> None:
        """`names`: what each page is called."""
        self._words = words
        self._names = names
        self._pieces: list[str] = []
        self._at = 0
        self._page = -1
        self.blocks: list[Block] = []
        self.pages: list[PageStart] = []
        self._spots: list[tuple[int, int, str]] = []
        self._references: list[tuple[int, int, int, str]] = []
        """Raised numbers: start, end, page, number."""
        self._notes: dict[tuple[int, str], tuple[int, int]] = {}
        """Where the number of a note stands, by page and number."""
        self._first: dict[int, int] = {}
        """Where the text of a page begins."""

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def write(self, flow: Flow) -> None:
        """Everything, with what stands aside behind the paragraph that it would interrupt."""
        aside = flow.aside
        waiting = sorted(page for page in aside if aside[page])
        for paragraph in flow.paragraphs:
            while waiting and waiting[0] < paragraph.page:
                self._beside(aside[waiting.pop(0)])
            if waiting and waiting[0] == paragraph.page and self._page != paragraph.page:
                heads = [each for each in aside[paragraph.page] if each.rule == "pdf:running-head"]
                self._beside(heads)
                aside[paragraph.page] = [each for each in aside[paragraph.page] if each not in heads]
            self._paragraph(paragraph)
        for page in waiting:
            self._beside(aside[page])

    def links(self) -> tuple[Link, ...]:
        """Addresses, pages of this text, and notes both ways."""
        links = []
        for start, end, target in self._spots:
            if target.startswith("page:"):
                at = self._first.get(int(target[5:]))
                if at is not None:
                    links.append(Link(start, end, f"#{at}"))
            else:
                links.append(Link(start, end, target))
        for start, end, page, number in self._references:
            note = self._notes.pop((page, number), None)
            if note is not None:
                links += [Link(start, end, f"#{note[0]}"), Link(*note, f"#{start}")]
        return tuple(sorted(links))

    def _beside(self, paragraphs: Sequence[Paragraph]) -> None:
        for paragraph in sorted(paragraphs, key=lambda each: each.kind == "note"):
            self._paragraph(paragraph)

    def _paragraph(self, paragraph: Paragraph) -> None:
        if self._at:
            self._put("\n\n")
        start, before = self._at, ""
        table = paragraph.kind == "table"
        for number, line in enumerate(paragraph.lines):
            text, raised = line.text, line.raised
            if table and number:
                self._put("\n")
            elif number:
                between = " "
                if before.endswith("-"):
                    between = self._between(before, text, paragraph.lines[number - 1].cut)
                self._put(between)
            following = paragraph.lines[number + 1] if number + 1 < len(paragraph.lines) else None
            before = text
            if following is not None and not table and self._is_cut(line, following):
                text = text[:-1]
            self._turn_to(line.page)
            self._line(line, text, raised, is_note=paragraph.kind == "note" and number == 0)
        if self._at > start:
            self.blocks.append(Block(start, self._at, paragraph.kind, paragraph.rule))

    def _is_cut(self, line: Line, following: Line) -> bool:
        return line.text.endswith("-") and (line.cut or _continues(line.text, following.text))

    def _between(self, before: str, text: str, cut: bool) -> str:
        if cut or _continues(before, text):
            return self._words.joined(before, text)
        return " "

    def _turn_to(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self._first.setdefault(page, self._at)
            self.pages.append(PageStart(self._at, self._names[page]))

    def _line(self, line: Line, text: str, raised: Sequence[Raised], *, is_note: bool) -> None:
        """One line, its raised numbers in brackets."""
        begun, moved, done = self._at, [], 0
        for start, end in raised:
            number = text[start:end]
            if end > len(text) or not _is_reference(text, start, number, is_note):
                continue
            self._put(text[done:start])
            at = self._at
            self._put(f"[{number}]")
            if is_note and start == 0:
                self._notes.setdefault((line.page, number), (at, self._at))
                if not text[end : end + 1].isspace():
                    self._put(" ")
            else:
                self._references.append((at, self._at, line.page, number))
            moved.append((end, self._at - begun - end))
            done = end
        self._put(text[done:])
        for start, end, target in line.spots:
            shift = next((by for place, by in reversed(moved) if place <= start), 0)
            close = next((by for place, by in reversed(moved) if place <= end), 0)
            stop = min(begun + end + close, self._at)
            if begun + start + shift < stop:
                self._spots.append((begun + start + shift, stop, target))

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._at += len(text)


def _continues(before: str, text: str) -> bool:
    """Whether a line that ends with a hyphen ends inside a word."""
    return before[-2:-1].isalpha() and text[:1].islower()


def _is_reference(text: str, start: int, number: str, is_note: bool) -> bool:
    """Whether a raised number refers to a note: an exponent stands behind a figure or a unit."""
    if not number.isdigit() or len(number) > 3:
        return False
    if start == 0:
        return is_note
    before = text[:start].rstrip()
    word = re.search(r"[^\W\d_]+\Z", before)
    return len(word[0]) > 2 if word else not before[-1:].isdigit()
