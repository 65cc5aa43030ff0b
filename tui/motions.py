"""Where a motion leads: words, sentences, paragraphs and rows, and the stretches that text objects name.

Pure: a text, its blocks and its layout in, offsets out. Nothing here looks further than it must, because a text may
be one line of ten megabytes.
"""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Final, Literal, get_args

from index.document import Block, Span
from index.sentences import sentence_ends
from tui.text_layout import TextLayout

TextMotion = Literal[
    "row-down",
    "row-up",
    "char-left",
    "char-right",
    "word-next",
    "word-previous",
    "word-end",
    "row-start",
    "row-end",
    "sentence-next",
    "sentence-previous",
    "paragraph-next",
    "paragraph-previous",
    "heading-next",
    "heading-previous",
    "top",
    "bottom",
]
ScrollMotion = Literal["page-down", "page-up", "half-page-down", "half-page-up"]
MOTIONS: Final[tuple[str, ...]] = (*get_args(TextMotion), *get_args(ScrollMotion))
"""Every motion that a text view knows."""

RULERS: Final = ("none", "paragraph", "sentence")
"""What a ruler may brighten where the cursor stands."""
HEADINGS: Final = frozenset({"headline", "heading"})

# Marks that Python's \w leaves out, and that stand inside words: accents, Hebrew and Arabic points, Indic vowel signs.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0963\u0970-\u0dff\u0e31-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff"
    "\ufe00-\ufe0f"
)
_HAN, _HIRAGANA, _KATAKANA = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff", "\u3041-\u309f", "\u30a0-\u30ff"
_LETTER = rf"(?:(?![{_HAN}{_HIRAGANA}{_KATAKANA}])[\w{_MARKS}])"
_WORD: Final = (
    rf"[{_HAN}]+|[{_HIRAGANA}]+|[{_KATAKANA}]+|{_LETTER}+(?:['’.\-‐‑]{_LETTER}+)*"  # don't, U.S, al-Qaida, 3.5
)
_PARAGRAPH_GAP = re.compile(r"\n[ \t]*\n\s*")
_START = attrgetter("start")
_VISIBLE = re.compile(r"\S")
_compiled = cache(re.compile)
"""The long patterns are compiled at the first motion: together they would take a fiftieth of the program's start."""
_WINDOW = 4_096
_FAR = 131_072
"""Characters after which a motion that finds nothing stands still for now: somebody waits for it."""
_NEAR_ROWS = 8
_PATIENCE = 0.2
"""Seconds after which a motion with an enormous count has gone far enough."""
_MOST_ROWS = 10_000
"""Rows that are counted at once: to number them they must be wrapped."""


class Motions:
    """The motions over one text, at the width that its layout has at the moment."""

    def __init__(self, text: str, blocks: Sequence[Block], layout: TextLayout) -> None:
        self.text = text
        self.blocks = blocks
        self.layout = layout
        self._by_name: dict[str, Callable[[int, int], int]] = {
            "char-left": lambda at, count: self._repeat(lambda a: self.layout.step(a, -1), at, count),
            "char-right": lambda at, count: self._repeat(lambda a: self.layout.step(a, 1), at, count),
            "word-next": lambda at, count: self._repeat(self.word_next, at, count),
            "word-previous": lambda at, count: self._repeat(self.word_previous, at, count),
            "word-end": lambda at, count: self._repeat(self.word_end, at, count),
            "row-start": lambda at, _: self.row_start(at),
            "row-end": lambda at, _: self.row_end(at),
            "sentence-next": lambda at, count: self._repeat(self.sentence_next, at, count),
            "sentence-previous": lambda at, count: self._repeat(self.sentence_previous, at, count),
            "paragraph-next": lambda at, count: self._repeat(self.paragraph_next, at, count),
            "paragraph-previous": lambda at, count: self._repeat(self.paragraph_previous, at, count),
            "heading-next": lambda at, count: self._repeat(lambda a: self._heading(a, 1), at, count),
            "heading-previous": lambda at, count: self._repeat(lambda a: self._heading(a, -1), at, count),
            "top": lambda _at, _count: self.first,
            "bottom": lambda _at, _count: self.last,
        }

    def target(self, motion: str, at: int, count: int = 1) -> int:
        """Where a motion that needs no column leads. Raises KeyError for one that is not known."""
        return self._by_name[motion](at, max(1, count))

    def knows(self, motion: str) -> bool:
        """True for a motion that `target` answers."""
        return motion in self._by_name

    def _repeat(self, step: Callable[[int], int], at: int, count: int) -> int:
        deadline = time.perf_counter() + _PATIENCE
        for _ in range(count):
            following = self._unfolded(step, at)
            if following == at or time.perf_counter() > deadline:
                break
            at = following
        return at

    def _unfolded(self, step: Callable[[int], int], at: int) -> int:
        """One step that passes over what is folded away; no step at all where there is nothing beyond."""
        following = step(at)
        while (fold := self.layout.fold_at(following)) is not None:
            beyond = step(fold.end - 1 if following > at else fold.start)
            if fold.start <= beyond < fold.end:
                return at
            following = beyond
        return following

    # -- ends ---------------------------------------------------------------------------------------------------

    @property
    def first(self) -> int:
        """The first character that is shown and not white space."""
        start = self.blocks[0].start if self.blocks else 0
        if (fold := self.layout.fold_at(start)) is not None:
            start = fold.end
        found = _VISIBLE.search(self.text, start)
        return found.start() if found else 0

    @property
    def last(self) -> int:
        """The last character that is shown, white space at its end left out."""
        end = self.blocks[-1].end if self.blocks else len(self.text)
        if (fold := self.layout.fold_at(end - 1)) is not None:
            end = fold.start
        while end > 0 and self.text[end - 1].isspace():
            end -= 1
        return self.layout.step(end, -1) if end > 0 else 0

    def shown(self, at: int) -> int:
        """An offset, or where it is folded away the nearest character behind that is shown, else the one before."""
        fold = self.layout.fold_at(at)
        if fold is None:
            return at
        found = _VISIBLE.search(self.text, fold.end)
        if found is not None:
            return self.shown(found.start()) if found.start() > at else at
        return self.last

    # -- rows ---------------------------------------------------------------------------------------------------

    def row(self, at: int, count: int, column: int) -> int:
        """The place in a column, so many rows with text in them further down (up: negative)."""
        count = max(-_MOST_ROWS, min(count, _MOST_ROWS))
        if count < 0:  # going up renumbers rows unless those passed are exact; every second one may be blank
            self.layout.row_near(at, 2 * count - 2)
        here = row = best = self.layout.row_of(at)
        direction = 1 if count > 0 else -1
        left = abs(count)
        while left and 0 <= row + direction < self.layout.height:
            row += direction
            if self.has_text(row):
                best, left = row, left - 1
        return at if best == here else self.in_row(best, column)

    def nearest_text(self, row: int, direction: int, column: int) -> int:
        """The place in a column of a row, or of the nearest row with text, looking in one direction first."""
        for way in (direction, -direction):
            at = row
            while 0 <= at < self.layout.height and abs(at - row) <= _NEAR_ROWS:
                if self.has_text(at):
                    return self.in_row(at, column)
                at += way
        return self.layout.offset_at(row, 0)

    def in_row(self, row: int, column: int) -> int:
        """The character of a row that covers a column; its last one past the end."""
        at = self.layout.offset_at(row, column)
        span = self.layout.row_span(row)
        if span is not None and at == span[1] and at > span[0]:
            at = self.layout.step(at, -1)
        return at

    def has_text(self, row: int) -> bool:
        """True where a row shows anything but white space."""
        span = self.layout.row_span(row)
        return span is not None and not self.text[span[0] : span[1]].isspace() and span[0] < span[1]

    def row_start(self, at: int) -> int:
        """The first character of the row."""
        span = self.layout.row_span(self.layout.row_of(at))
        return at if span is None else span[0]

    def row_end(self, at: int) -> int:
        """The last character of the row that is not a space."""
        span = self.layout.row_span(self.layout.row_of(at))
        if span is None:
            return at
        end = span[0] + len(self.text[span[0] : span[1]].rstrip())
        return self.layout.step(end, -1) if end > span[0] else span[0]

    # -- words --------------------------------------------------------------------------------------------------

    def word_next(self, at: int) -> int:
        """Start of the next word."""
        here = self.word_at(at)
        start = here.end if here else at + 1
        found = self._word_from(start)
        return found.start if found else self._far_from(start)

    def _word_from(self, at: int) -> Span | None:
        """The first word behind an offset; None where there is none as far as can be waited for."""
        found = _compiled(_WORD).search(self.text, at, at + _FAR)
        return Span(*found.span()) if found else None

    def _far_from(self, at: int) -> int:
        """Where a motion stands that found no word behind an offset."""
        return at + _FAR if at + _FAR < len(self.text) else self.last

    def word_previous(self, at: int) -> int:
        """Start of the word, or of the one before if the cursor is there already."""
        for word in self._words_before(at):
            if word.start < at:
                return word.start
        return at - _FAR if at > _FAR else self.first

    def word_end(self, at: int) -> int:
        """Last character of the word, or of the next one if the cursor is there already."""
        here = self.word_at(at)
        if here is not None:
            last = self.layout.step(here.end, -1)
            if last > at:
                return last
            at = here.end
        found = self._word_from(at)
        return self.layout.step(found.end, -1) if found else self._far_from(at)

    def word_at(self, at: int) -> Span | None:
        """The word under an offset."""
        for found in _compiled(_WORD).finditer(self.text, self._safe_start(at), min(len(self.text), at + _WINDOW)):
            if found.start() > at:
                return None
            if at < found.end():
                return Span(*found.span())
        return None

    def _safe_start(self, at: int) -> int:
        """A place before an offset where a word cannot be cut: after white space, or far enough away."""
        start = max(0, at - 256)
        for space in " \n":
            start = max(start, self.text.rfind(space, start, at))
        return start

    def _words_before(self, at: int) -> Iterator[Span]:
        end = at
        while end > max(0, at - _FAR):
            start = max(0, end - 512)
            while start > 0 and not self.text[start].isspace() and end - start < _WINDOW:
                start -= 1
            found = _compiled(_WORD).finditer(self.text, start, min(len(self.text), end + 256))
            words = [Span(*each.span()) for each in found]
            yield from (word for word in reversed(words) if word.start < end)
            end = start

    # -- sentences ----------------------------------------------------------------------------------------------

    def sentence_next(self, at: int) -> int:
        """Start of the next sentence."""
        end = self.sentence_at(at).end
        start = end + self._blank(end)
        return start if start < len(self.text) else self.last

    def sentence_previous(self, at: int) -> int:
        """Start of the sentence, or of the one before if the cursor is there already."""
        start = self.sentence_at(at).start
        if start < at:
            return start
        before = max(0, start - _FAR)
        before += len(self.text[before:start].rstrip())
        return self.sentence_at(before - 1).start if before > 0 else start

    def sentence_at(self, at: int) -> Span:
        """The sentence under an offset, without white space around it. White space belongs to what is before it."""
        paragraph = self.paragraph_at(at)
        start = max(paragraph.start, at - _WINDOW)
        for end in sentence_ends(self.text, start, min(paragraph.end, at + _WINDOW)):
            if end > at:
                return self._trimmed(start, end)
            start = end
        return self._trimmed(start, min(paragraph.end, max(at, start) + _WINDOW))

    def _trimmed(self, start: int, end: int) -> Span:
        text = self.text
        while end > start and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        return Span(start, end)

    def _blank(self, at: int) -> int:
        found = _VISIBLE.search(self.text, at, at + _FAR)
        return (found.start() if found else min(at + _FAR, len(self.text))) - at

    # -- paragraphs ---------------------------------------------------------------------------------------------

    def block_index(self, at: int) -> int:
        """The block that an offset stands in or behind; -1 where there is none."""
        index = bisect_right(self.blocks, at, key=_START) - 1
        return max(0, index) if self.blocks else -1

    def paragraph_at(self, at: int) -> Span:
        """The block under an offset, or in a text without blocks what stands between blank lines."""
        index = self.block_index(at)
        if index >= 0:
            block = self.blocks[index]
            return Span(block.start, block.end)
        start = 0
        for gap in _PARAGRAPH_GAP.finditer(self.text, max(0, at - 16 * _WINDOW)):
            if gap.end() > at:
                return Span(start, gap.start())
            start = gap.end()
        return Span(start, len(self.text))

    def paragraph_next(self, at: int) -> int:
        """Start of the next paragraph."""
        index = self.block_index(at)
        if index >= 0:
            if at < self.blocks[0].start:
                return self.blocks[0].start
            return self.blocks[index + 1].start if index + 1 < len(self.blocks) else self.last
        end = self.paragraph_at(at).end
        return min(end + self._blank(end), self.last)

    def paragraph_previous(self, at: int) -> int:
        """Start of the paragraph, or of the one before if the cursor is there already."""
        paragraph = self.paragraph_at(at)
        if paragraph.start < at or paragraph.start == 0:
            return min(at, paragraph.start)
        return self.paragraph_at(paragraph.start - 1).start

    def _heading(self, at: int, direction: int) -> int:
        index = self.block_index(at)
        if index < 0:
            return at
        if direction < 0 and self.blocks[index].kind in HEADINGS and self.blocks[index].start < at:
            return self.blocks[index].start
        index += direction
        while 0 <= index < len(self.blocks):
            if self.blocks[index].kind in HEADINGS:
                return self.blocks[index].start
            index += direction
        return at

    # -- text objects -------------------------------------------------------------------------------------------

    def object_at(self, name: str, at: int) -> Span | None:
        """The word (`iw`), sentence (`is`) or paragraph (`ip`) under an offset; None where there is none."""
        if name == "iw":
            return self.word_at(at)
        span = self.sentence_at(at) if name == "is" else self.paragraph_at(at)
        return span if span.start < span.end else None

    def object_after(self, name: str, at: int) -> Span | None:
        """The first word, sentence or paragraph that ends behind an offset and does not hold it."""
        if name == "iw":
            return self._word_from(at)
        found = _VISIBLE.search(self.text, at)
        return self.object_at(name, found.start()) if found else None
