"""Two lists of annotations beside each other: what stands in one alone, and what differs in what both marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final, Literal

from index.annotations.annotation import PlacedAnnotation

_MOST: Final = 32
"""Candidates looked at for one annotation, where very many lie over each other."""
Part = Literal["codes", "note", "kind", "boundaries"]
What = Literal["only in a", "only in b", "differs"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `one` is the annotation of the first list, `other` that of the second; one may be missing."""

    one: PlacedAnnotation | None
    other: PlacedAnnotation | None
    parts: tuple[Part, ...] = ()
    """What differs, where both marked the passage."""

    @property
    def what(self) -> What:
        """Which kind of difference it is."""
        if self.one is None:
            return "only in b"
        return "differs" if self.other is not None else "only in a"

    @property
    def first(self) -> PlacedAnnotation:
        """The annotation by which it is placed: that of the first list, where there is one."""
        found = self.one or self.other
        assert found is not None
        return found

    @property
    def document(self) -> str:
        """Path of the document."""
        return self.first.annotation.document

    @property
    def key(self) -> str:
        """What tells it from every other of the same comparison."""
        return "\n".join(f"{p.annotation.layer} {p.annotation.id}" if p else "" for p in (self.one, self.other))

    def codes(self) -> frozenset[str]:
        """The codes of either side."""
        return frozenset(code for placed in (self.one, self.other) if placed for code in placed.annotation.codes)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison came to."""

    differences: list[Difference]
    """By document and position."""
    alike: int
    """Passages that both marked in the same way."""


def compare(ones: Iterable[PlacedAnnotation], others: Iterable[PlacedAnnotation]) -> Compared:
    """Match the annotations of two lists one to one, document by document, and tell where they differ.

    An annotation that both hold under one id is one. Else those belong together that share most of what they cover;
    of equals those whose codes, kind and note agree more. An annotation whose passage is lost is matched by its words.
    """
    differences: list[Difference] = []
    alike = 0
    here, there = _by_document(ones), _by_document(others)
    for document in sorted({*here, *there}):
        for one, other in _matched(here.get(document, []), there.get(document, [])):
            parts = _parts(one, other) if one is not None and other is not None else ()
            if one is not None and other is not None and not parts:
                alike += 1
            else:
                differences.append(Difference(one, other, parts))
    differences.sort(key=lambda each: (each.document, each.first.start is None, _start(each.first), each.key))
    return Compared(differences, alike)


def _matched(
    ones: list[PlacedAnnotation], others: list[PlacedAnnotation]
) -> Iterator[tuple[PlacedAnnotation | None, PlacedAnnotation | None]]:
    """Pairs, and what is left over on either side."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    by_id = {placed.annotation.id: at for at, placed in enumerate(others)}
    for at, placed in enumerate(ones):
        same = by_id.get(placed.annotation.id)
        if same is not None:
            pairs[at] = same
            taken.add(same)
    for _, at, match in sorted(_candidates(ones, others, set(pairs), taken)):
        if at not in pairs and match not in taken:
            pairs[at] = match
            taken.add(match)
    for at, one in enumerate(ones):
        yield one, others[pairs[at]] if at in pairs else None
    for at, other in enumerate(others):
        if at not in taken:
            yield None, other


Rank = tuple[float, int, int]


def _candidates(
    ones: Sequence[PlacedAnnotation], others: Sequence[PlacedAnnotation], paired: set[int], taken: set[int]
) -> Iterator[tuple[Rank, int, int]]:
    """Pairs that share a character, the best of them lowest; both lists are in the order of position."""
    lost: dict[tuple[str, str], list[int]] = {}
    standing: list[int] = []
    for match, other in enumerate(others):
        if match in taken:
            continue
        if other.start is None:
            lost.setdefault((other.annotation.exact, other.annotation.prefix), []).append(match)
        else:
            standing.append(match)
    begin = 0
    active: list[int] = []
    for at, one in enumerate(ones):
        if at in paired:
            continue
        if one.start is None or one.end is None:
            for match in lost.get((one.annotation.exact, one.annotation.prefix), ()):
                yield (-1.0, _unlike(one, others[match]), 0), at, match
            continue
        while begin < len(standing) and _start(others[standing[begin]]) < one.end:
            active.append(standing[begin])
            begin += 1
        # Those that end before this one begins can meet none that comes after it.
        active = [match for match in active if (others[match].end or 0) > one.start]
        near = ((_shared(one, others[match]), match) for match in active)
        for share, match in nlargest(_MOST, near):
            if share > 0:
                yield (-share, _unlike(one, others[match]), abs(one.start - _start(others[match]))), at, match


def _shared(one: PlacedAnnotation, other: PlacedAnnotation) -> float:
    """What two share of all that either covers."""
    start, end, first, last = one.start or 0, one.end or 0, other.start or 0, other.end or 0
    return (min(end, last) - max(start, first)) / (max(end, last) - min(start, first))


def _unlike(one: PlacedAnnotation, other: PlacedAnnotation) -> int:
    """In how many respects two annotations differ."""
    a, b = one.annotation, other.annotation
    return len(set(a.codes) ^ set(b.codes)) + (a.kind != b.kind) + (a.note != b.note)


def _parts(one: PlacedAnnotation, other: PlacedAnnotation) -> tuple[Part, ...]:
    a, b = one.annotation, other.annotation
    parts: list[Part] = []
    if set(a.codes) != set(b.codes):
        parts.append("codes")
    if a.note.strip() != b.note.strip():
        parts.append("note")
    if a.kind != b.kind:
        parts.append("kind")
    if (one.start, one.end) != (other.start, other.end):
        parts.append("boundaries")
    return tuple(parts)


def _by_document(placed: Iterable[PlacedAnnotation]) -> dict[str, list[PlacedAnnotation]]:
    found: dict[str, list[PlacedAnnotation]] = {}
    for each in placed:
        found.setdefault(each.annotation.document, []).append(each)
    for some in found.values():
        some.sort(key=lambda each: (each.start is None, _start(each), each.end or 0, each.annotation.id))
    return found


def _start(placed: PlacedAnnotation) -> int:
    return placed.start if placed.start is not None else placed.annotation.start
