"""Edits of a text that know where each passage went: what `bench/anchoring.py` judges by."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+[”\"']?\s*|\n+|$)|[.!?\n]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TYPOGRAPHY = dict.fromkeys("“”", '"') | dict.fromkeys("‘’", "'") | {"—": " - ", "–": "-"}
_TYPOGRAPHY |= {'"': "“", "'": "’", " - ": " — ", "...": "…"}
_LIGATURES = {"ffi": "ﬃ", "fi": "ﬁ", "fl": "ﬂ", "ff": "ﬀ"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the old text and what stands for it in the new one; `start` is `end` for what is new."""

    start: int
    end: int
    new: str
    same: bool = False


class Edited:
    """A text made of pieces of another, in their new order."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.text = "".join(piece.new for piece in pieces)
        self._pieces = pieces

    def where(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of the old text is now; None where nothing is left of it, or it was torn apart."""
        at = 0
        first: int | None = None
        last = -1
        for piece in self._pieces:
            if piece.start < end and piece.end > start:
                low, high = at, at + len(piece.new)
                if piece.same:
                    low, high = at + max(0, start - piece.start), at + min(len(piece.new), end - piece.start)
                if low < high:
                    if first is not None and self.text[last:low].strip():
                        return None
                    first = low if first is None else first
                    last = high
            elif first is not None and piece.start == piece.end and piece.new and start < piece.start < end:
                last = at + len(piece.new)
            at += len(piece.new)
        return None if first is None else (first, last)

    def survives(self, start: int, end: int) -> float:
        """The share of the words of a stretch that stand in the new text as they were."""
        inside = [p for p in self._pieces if p.start < end and p.end > start]
        kept = sum(min(p.end, end) - max(p.start, start) for p in inside if p.same)
        return kept / max(1, end - start)


Edit = Callable[[str, random.Random, tuple[int, int]], Edited]


def _substituted(text: str, find: re.Pattern[str], change: Callable[[str], str]) -> Edited:
    pieces: list[Piece] = []
    done = 0
    for found in find.finditer(text):
        new = change(found[0])
        if new != found[0]:
            pieces += (Piece(done, found.start(), text[done : found.start()], True), Piece(*found.span(), new))
            done = found.end()
    return Edited([*pieces, Piece(done, len(text), text[done:], True)])


def sentences(text: str) -> list[tuple[int, int]]:
    """Stretches of a sentence each, with the space behind it; together they are the text."""
    return [found.span() for found in _SENTENCE.finditer(text)]


def typography(text: str, rng: random.Random, passage: tuple[int, int]) -> Edited:
    """Quotation marks, dashes and white space as another program sets them."""
    find = re.compile("|".join(map(re.escape, sorted(_TYPOGRAPHY, key=len, reverse=True))) + "|[ \n]")

    def change(found: str) -> str:
        if found in _TYPOGRAPHY:
            return _TYPOGRAPHY[found]
        return found + rng.choice((found, "\u00a0", " ")) if rng.random() < 0.1 else found

    return _substituted(text, find, change)


def typos(text: str, rng: random.Random, passage: tuple[int, int]) -> Edited:
    """Every twenty-fifth letter is another, left out, or followed by one more."""

    def change(letter: str) -> str:
        if rng.random() >= 0.04:
            return letter
        other = rng.choice(_LETTERS)
        return rng.choice((other, "", letter + other))

    return _substituted(text, re.compile(r"\w"), change)


def inserted(text: str, rng: random.Random, passage: tuple[int, int]) -> Edited:
    """Two hundred words from elsewhere in the text once more, before the passage."""
    words = [w for w in _WORD.finditer(text) if w.end() < passage[0] - 100 or w.start() > passage[1] + 100]
    first = rng.randrange(max(1, len(words) - 200))
    taken = words[first : first + 200]
    across = next((n for n, w in enumerate(taken) if n and w.start() > passage[0] > taken[n - 1].end()), len(taken))
    copied = text[taken[0].start() : taken[across - 1].end()] if taken else "A line."
    places = [start for start, _ in sentences(text) if start <= passage[0]] or [0]
    at = rng.choice(places)
    before, after = Piece(0, at, text[:at], True), Piece(at, len(text), text[at:], True)
    return Edited([before, Piece(at, at, copied + "\n\n"), after])


def replaced(text: str, rng: random.Random, passage: tuple[int, int]) -> Edited:
    """Of ten words one is another word of the text."""
    words = _WORD.findall(text) or ["word"]
    return _substituted(text, _WORD, lambda word: rng.choice(words) if rng.random() < 0.1 else word)


def moved(text: str, rng: random.Random, passage: tuple[int, int]) -> Edited:
    """The sentences of the passage stand elsewhere, and a tenth of the others too."""
    parts = [Piece(start, end, text[start:end], True) for start, end in sentences(text)]
    inside = [part for part in parts if part.start < passage[1] and part.end > passage[0]]
    rest = [part for part in parts if part not in inside]
    for _ in range(len(rest) // 10):
        rest.insert(rng.randrange(len(rest)), rest.pop(rng.randrange(len(rest))))
    at = rng.randrange(len(rest) + 1)
    return Edited([*rest[:at], *inside, *rest[at:]])


def deleted(text: str, rng: random.Random, passage: tuple[int, int]) -> Edited:
    """The passage is gone, and what was left of its sentences."""
    inside = [span for span in sentences(text) if span[0] < passage[1] and span[1] > passage[0]]
    first, last = inside[0][0], inside[-1][1]
    return Edited([Piece(0, first, text[:first], True), Piece(last, len(text), text[last:], True)])


def duplicated(text: str, rng: random.Random, passage: tuple[int, int]) -> Edited:
    """The sentences of the passage stand a second time elsewhere."""
    all_of_them = sentences(text)
    inside = [span for span in all_of_them if span[0] < passage[1] and span[1] > passage[0]]
    copy = text[inside[0][0] : inside[-1][1]]
    outside = [start for start, _ in all_of_them if start < inside[0][0] or start > inside[-1][1]] or [len(text)]
    at = rng.choice(outside)
    return Edited([Piece(0, at, text[:at], True), Piece(at, at, copy), Piece(at, len(text), text[at:], True)])


def extracted(text: str, rng: random.Random, passage: tuple[int, int]) -> Edited:
    """As from a printed page: short lines, words parted at their ends, ligatures, other quotation marks."""
    column = 0
    find = re.compile(r"\w+|[ \n]+|[“”‘’—–\"']")

    def change(found: str) -> str:
        nonlocal column
        if found.isspace():
            if "\n\n" in found:
                column = 0
                return "\n\n"
            if column > 64:
                column = 0
                return "\n"
            column += 1
            return " "
        column += len(found)
        if found in _TYPOGRAPHY:
            return _TYPOGRAPHY[found].strip()
        for plain, ligature in _LIGATURES.items():
            found = found.replace(plain, ligature)
        if column > 64 and len(found) > 5 and found.isalpha():
            middle = len(found) // 2
            column = len(found) - middle
            return f"{found[:middle]}-\n{found[middle:]}"
        return found

    return _substituted(text, find, change)


EDITS: dict[str, Edit] = {
    "typography": typography,
    "typos": typos,
    "inserted before": inserted,
    "words replaced": replaced,
    "sentences moved": moved,
    "passage deleted": deleted,
    "passage duplicated": duplicated,
    "extracted again": extracted,
}
