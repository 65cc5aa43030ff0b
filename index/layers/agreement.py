"""Agreement of two lists of annotations, by code and document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.annotations.annotation import PlacedAnnotation
from index.layers.measures import Measures, Pairs, Stretch, of_pairs, pairs_of, unitised_disagreement

Unit = Literal["characters", "sentences"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree on one code, in one document or in all."""

    code: str | None
    """None: on all codes together, where units agree whose codes are the same."""
    document: str | None
    """Path; None: in all documents in which either of them has marked something."""
    unit: Unit
    measures: Measures


Marks = dict[str, list[Stretch]]
"""Stretches by code, in units."""


class _Counted:
    """What was counted of one text, or of several one behind the other."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._codes = codes
        self._length = 0
        self._sides: tuple[Marks, Marks] = ({}, {})
        self._pairs: dict[str | None, Pairs] = {code: Counter() for code in (None, *codes)}

    def add(self, ours: Marks, theirs: Marks, length: int) -> None:
        """Count one text."""
        for code, pairs in self._pairs.items():
            some = self._codes if code is None else (code,)
            pairs.update(pairs_of(_with_code(ours, some), _with_code(theirs, some), length))
        for into, marks in zip(self._sides, (ours, theirs), strict=True):
            for name, stretches in marks.items():
                moved = ((start + self._length, end + self._length) for start, end in stretches)
                into.setdefault(name, []).extend(moved)
        self._length += length

    def agreements(self, document: str | None, unit: Unit) -> Iterator[Agreement]:
        """All codes together, then each that was used."""
        by_code = {
            code: unitised_disagreement(self._sides[0].get(code, ()), self._sides[1].get(code, ()), self._length)
            for code in self._codes
        }
        yield Agreement(None, document, unit, of_pairs(self._pairs[None], by_code.values()))
        for code, disagreement in by_code.items():
            if code in self._sides[0] or code in self._sides[1]:
                yield Agreement(code, document, unit, of_pairs(self._pairs[code], [disagreement]))


def agreements(
    ones: Iterable[PlacedAnnotation],
    others: Iterable[PlacedAnnotation],
    text_of: Callable[[str], str],
    *,
    unit: Unit = "characters",
) -> list[Agreement]:
    """For each document and then for all: all codes together, and each code that was used.

    Annotations without a code, and those whose passage is lost, are left out. What all documents come to is of those
    in which either has marked something with a code: that neither gave a code there is agreement too. For unitised
    text they are one continuum, one document behind the other.
    """
    here, there = _by_document(ones), _by_document(others)
    every = sorted({code for side in (here, there) for found in side.values() for code, _, _ in found})
    found: list[Agreement] = []
    whole = _Counted(every)
    for path in sorted({*here, *there}):
        text = _Text(text_of(path), unit)
        ours, theirs = (text.marks(side.get(path, ())) for side in (here, there))
        alone = _Counted(sorted({*ours, *theirs}))
        alone.add(ours, theirs, text.length)
        found += alone.agreements(path, unit)
        whole.add(ours, theirs, text.length)
    return [*found, *whole.agreements(None, unit)] if every else []


def _with_code(marks: Marks, codes: Iterable[str]) -> list[tuple[int, int, str]]:
    return [(start, end, code) for code in codes for start, end in marks.get(code, ())]


class _Text:
    """A document as a row of units."""

    def __init__(self, text: str, unit: Unit) -> None:
        self._ends: list[int] | None = None
        self.length = len(text)
        if unit == "sentences":
            from index.sentences import sentence_ends

            first, last = len(text) - len(text.lstrip()), len(text.rstrip())
            self._ends = [end for end in sentence_ends(text, 0, len(text)) if first < end < last]
            self._ends += [len(text)] if first < last else []
            self.length = len(self._ends)

    def marks(self, found: Iterable[tuple[str, int, int]]) -> Marks:
        """Stretches by code; a sentence is marked as a whole where any of it is."""
        marks: Marks = {}
        for code, start, end in found:
            if self._ends is not None:
                start, end = bisect_right(self._ends, start), bisect_left(self._ends, end) + 1
            marks.setdefault(code, []).append((start, end))
        return marks


def _by_document(placed: Iterable[PlacedAnnotation]) -> dict[str, list[tuple[str, int, int]]]:
    found: dict[str, list[tuple[str, int, int]]] = {}
    for each in placed:
        if each.start is None or each.end is None:
            continue
        for code in each.annotation.codes:
            found.setdefault(each.annotation.document, []).append((code, each.start, each.end))
    return found
