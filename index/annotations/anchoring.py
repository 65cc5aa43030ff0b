"""How an annotation says which passage it means, and how it finds that passage again in a text that has changed.

A passage is looked for at its offsets, then by its words with those around them, then by its words alone, and then the
same once more with the typography levelled. Where two places are as good as each other none is chosen silently: the
mark is shown at the nearest one, as uncertain.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.normalised import Normalised, level

LONGEST_CONTEXT = 512

_SHORT = 16
"""A quote below this many characters needs the words around it to agree as well."""
_LONG = 64
"""A quote of this many, found once, needs nothing else."""
_AGREES = 0.65
"""Context that agrees so far is taken for the same; unrelated prose comes to about 0.4."""
_MARGIN = 0.05
"""Two places that differ by no more are equally good."""
_CANDIDATES = 200
"""Occurrences looked at on either side of where the passage was."""
_COMPARED = 64
"""Characters of context that are compared letter by letter with those of a candidate."""
_FINALISTS = 8
_HALF_CONTEXT = 32
_ONE_SIDE = 0.75
"""What it counts when all that stood on one side, not too little, stands there still."""


def make_selector(text: str, start: int, end: int, context: int) -> tuple[str, str, str]:
    """The passage, and what stands before and after it: `context` characters each, more where that tells it apart."""
    exact = text[start:end]
    while True:
        before, after = _whole_character(text, max(0, start - context)), min(len(text), end + context)
        around = text[before:after]
        all_of_it = before == 0 and after == len(text)
        if all_of_it or context >= LONGEST_CONTEXT or _is_unique(text, around, before):
            return exact, text[before:start], text[end:after]
        context = min(max(context * 2, 8), LONGEST_CONTEXT)


def place(annotation: Annotation, text: str, text_sha256: str) -> PlacedAnnotation:
    """Find the passage of one annotation."""
    return Placer(text, text_sha256).place(annotation)


def place_all(annotations: Sequence[Annotation], text: str, text_sha256: str) -> list[PlacedAnnotation]:
    """Find the passages of many annotations of one document, in the order given."""
    placer = Placer(text, text_sha256)
    order = sorted(range(len(annotations)), key=lambda index: annotations[index].start)
    placed = {index: placer.place(annotations[index]) for index in order}
    return [placed[index] for index in range(len(annotations))]


class _Quote(NamedTuple):
    """What is looked for, in the text as it stands or levelled."""

    exact: str
    prefix: str
    suffix: str
    near: int


class _Found(NamedTuple):
    """Where the passage seems to be, and why that is not certain."""

    start: int
    doubt: str | None = None


class Placer:
    """Finds passages in one text. Keeps what it computes of the text, and how far the passages before have moved."""

    def __init__(self, text: str, text_sha256: str) -> None:
        self._text = text
        self._sha = text_sha256
        self._normalised: Normalised | None = None
        self._shift = 0

    def place(self, annotation: Annotation) -> PlacedAnnotation:
        """Where the passage is now; best called in order of position."""
        start, end = annotation.start, annotation.start + len(annotation.exact)
        here = bool(annotation.exact) and self._text.startswith(annotation.exact, start)
        if here and (self._sha == annotation.text_sha256 or self._same_context(annotation, start)):
            return PlacedAnnotation(annotation, "exact", start, end)
        if self._shift and self._stands_at(annotation, start + self._shift):
            return self._placed(annotation, start + self._shift, None)
        if not annotation.exact.strip():
            return PlacedAnnotation(annotation, "orphan", None, None, "there are no words in it to look for")
        return self._search(annotation)

    def _search(self, annotation: Annotation) -> PlacedAnnotation:
        """The stages, from strict to lenient; the first that leaves no doubt decides, else the first with a place."""
        doubtful: PlacedAnnotation | None = None
        for found in (self._as_it_stands(annotation), self._levelled(annotation)):
            for result in found:
                if result.status != "uncertain":
                    return result
                doubtful = doubtful or result
        reason = "its words are no longer in the text, or not among the words that stood around them"
        return doubtful or PlacedAnnotation(annotation, "orphan", None, None, reason)

    def _as_it_stands(self, annotation: Annotation) -> Iterator[PlacedAnnotation]:
        near = annotation.start + self._shift
        quote = _Quote(annotation.exact, annotation.prefix, annotation.suffix, near)
        if (found := _find(self._text, quote, strict=True)) is not None:
            yield self._placed(annotation, found.start, found.doubt)

    def _levelled(self, annotation: Annotation) -> Iterator[PlacedAnnotation]:
        normalised = self._normalised = self._normalised or Normalised(self._text)
        words = annotation.exact.strip()
        lead = len(annotation.exact) - len(annotation.exact.lstrip())
        quote = _Quote(
            level(words),
            level(annotation.prefix + annotation.exact[:lead]),
            level(annotation.exact[lead + len(words) :] + annotation.suffix),
            normalised.place_of(annotation.start + lead + self._shift),
        )
        if not quote.exact or (found := _find(normalised.text, quote, strict=False)) is None:
            return
        start, end = normalised.original_span(found.start, found.start + len(quote.exact))
        at = start - lead
        if at >= 0 and self._text.startswith(annotation.exact, at):
            yield self._placed(annotation, at, found.doubt)
        else:
            yield PlacedAnnotation(annotation, "uncertain" if found.doubt else "changed", start, end, found.doubt)

    def _placed(self, annotation: Annotation, start: int, doubt: str | None) -> PlacedAnnotation:
        end = start + len(annotation.exact)
        if doubt:
            return PlacedAnnotation(annotation, "uncertain", start, end, doubt)
        self._shift = start - annotation.start
        return PlacedAnnotation(annotation, "moved" if self._shift else "exact", start, end)

    def _stands_at(self, annotation: Annotation, start: int) -> bool:
        if start < 0 or not annotation.exact or not (annotation.prefix or annotation.suffix):
            return False
        return self._text.startswith(annotation.exact, start) and self._same_context(annotation, start)

    def _same_context(self, annotation: Annotation, start: int) -> bool:
        """True where all that stood before and after the passage stands there too."""
        before = start - len(annotation.prefix)
        after = start + len(annotation.exact)
        return (
            before >= 0
            and self._text.startswith(annotation.prefix, before)
            and self._text.startswith(annotation.suffix, after)
        )


def _find(text: str, quote: _Quote, *, strict: bool) -> _Found | None:
    """The best place of a quote in a text. `strict`: only where the words around it agree."""
    if quote.prefix or quote.suffix:
        whole = _occurrences(text, quote.prefix + quote.exact + quote.suffix, quote.near - len(quote.prefix))
        if whole:
            return _nearest([at + len(quote.prefix) for at in whole], quote.near)
    places = _occurrences(text, quote.exact, quote.near)
    if len(places) >= _CANDIDATES:  # so common that the right one may not be among those looked at
        before, after = quote.prefix[-_HALF_CONTEXT:], quote.suffix[:_HALF_CONTEXT]
        for words, offset in ((before + quote.exact, len(before)), (quote.exact + after, 0)):
            places += [at + offset for at in _occurrences(text, words, quote.near)[:_FINALISTS]]
    return _choose(text, quote, sorted(set(places)), strict) if places else None


def _choose(text: str, quote: _Quote, places: list[int], strict: bool) -> _Found | None:
    scored = _scored(text, quote, places)
    best, start = scored[0]
    others = sum(best - score <= _MARGIN for score, _ in scored[1:])
    if best >= _AGREES and not others:
        return _Found(start)
    if best >= _AGREES:
        return _nearest([at for score, at in scored if best - score <= _MARGIN], quote.near)
    if not (quote.prefix or quote.suffix):
        return _nearest(places, quote.near)
    if strict or len(quote.exact) < _SHORT:
        return None
    if len(places) > 1:
        return _nearest(places, quote.near)
    if len(quote.exact) >= _LONG:
        return _Found(start)
    return _Found(start, "its words stand here, but not those that stood around it")


def _scored(text: str, quote: _Quote, places: list[int]) -> list[tuple[float, int]]:
    """Places with how far their context agrees, the best first; of equals the one nearest to where the passage was."""
    rough = [(_touching(text, quote, at), -abs(at - quote.near), at) for at in places]
    rough.sort(reverse=True)
    scored = [(max(score, _similar(text, quote, at)), -far, at) for score, far, at in rough[:_FINALISTS]]
    scored += [(score, -far, at) for score, far, at in rough[_FINALISTS:]]
    scored.sort(key=lambda each: (-each[0], each[1]))
    return [(score, at) for score, _, at in scored]


def _touching(text: str, quote: _Quote, at: int) -> float:
    """How much of the context stands there without a break, from the passage outwards."""
    total = len(quote.prefix) + len(quote.suffix)
    if not total:
        return 0.0
    before = text[max(0, at - len(quote.prefix)) : at][::-1]
    after = text[at + len(quote.exact) : at + len(quote.exact) + len(quote.suffix)]
    left, right = _run(quote.prefix[::-1], before), _run(quote.suffix, after)
    for run, side in ((left, quote.prefix), (right, quote.suffix)):
        if run == len(side) >= _SHORT:
            return max(_ONE_SIDE, (left + right) / total)
    return (left + right) / total


def _run(was: str, now: str) -> int:
    """Characters that two strings have in common at the beginning."""
    for index, (one, other) in enumerate(zip(was, now, strict=False)):
        if one != other:
            return index
    return min(len(was), len(now))


def _similar(text: str, quote: _Quote, at: int) -> float:
    """How alike the nearest context is, letter by letter; the mean of both sides."""
    from difflib import SequenceMatcher  # seldom needed, and not at all before the first text is shown

    prefix, suffix = quote.prefix[-_COMPARED:], quote.suffix[:_COMPARED]
    end = at + len(quote.exact)
    sides = [
        (prefix, text[max(0, at - len(prefix)) : at] if prefix else text[max(0, at - _COMPARED) : at]),
        (suffix, text[end : end + len(suffix)] if suffix else text[end : end + _COMPARED]),
    ]
    return sum(SequenceMatcher(None, was, now, autojunk=False).ratio() for was, now in sides) / 2


def _nearest(places: Sequence[int], near: int) -> _Found:
    start = min(places, key=lambda at: (abs(at - near), at))
    return _Found(start, f"the same words stand in {len(places)} places" if len(places) > 1 else None)


def _occurrences(text: str, words: str, near: int) -> list[int]:
    """Where the words stand, at most `_CANDIDATES` on either side of `near`."""
    near = min(max(near, 0), len(text))
    return [*_forward(text, words, near), *_backward(text, words, near)]


def _forward(text: str, words: str, near: int) -> Iterable[int]:
    at = text.find(words, near)
    for _ in range(_CANDIDATES):
        if at < 0:
            return
        yield at
        at = text.find(words, at + 1)


def _backward(text: str, words: str, near: int) -> Iterable[int]:
    at = text.rfind(words, 0, near + len(words) - 1) if near else -1
    for _ in range(_CANDIDATES):
        if at < 0:
            return
        yield at
        at = text.rfind(words, 0, at + len(words) - 1) if at else -1


def _is_unique(text: str, words: str, at: int) -> bool:
    return text.find(words) == at and text.find(words, at + 1) < 0


def _whole_character(text: str, at: int) -> int:
    """Back to where a character with its combining marks begins."""
    while 0 < at < len(text) and (unicodedata.combining(text[at]) or text[at] in "\u200d\ufe0f"):
        at -= 1
    return at
