"""The places of a text where the words of a passage stand, and which of them is the passage, by what is around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

LONGEST_CONTEXT = 512
"""Characters on either side that are kept at most."""

_SHORT = 16
"""A quote below this many characters needs the words around it to agree as well."""
_LONG = 40
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
_HALF = 0.5
"""How far both sides of a quote that is short, or at an end of the text, must agree where its words stand twice."""
_ONE_SIDE = 0.75
"""What it counts when all that stood on one side, not too little, stands there still."""


class Quote(NamedTuple):
    """What is looked for, in the text as it stands or levelled."""

    exact: str
    prefix: str
    suffix: str
    near: int
    twice: bool
    """Nothing told it apart from another in the text that it was marked in."""


class Found(NamedTuple):
    """Where the passage seems to be, and why that is not certain."""

    start: int
    doubt: str | None = None
    alone: bool = False
    """Its words stand there and nowhere else, but nothing of what stood around them."""


def find(text: str, quote: Quote, *, strict: bool) -> Found | None:
    """The best place of a quote in a text. `strict`: only where the words around it agree."""
    first = text.find(quote.exact)
    if first < 0:
        return None
    if quote.prefix or quote.suffix:
        words, before = quote.prefix + quote.exact + quote.suffix, len(quote.prefix)
        whole = _occurrences(text, words, quote.near - before, first - before)
        if whole:
            found = _nearest([at + before for at in whole], quote.near)
            if not quote.twice or found.start == quote.near:
                return found
            return Found(found.start, found.doubt or "the same words stood in several places")
    places = _occurrences(text, quote.exact, quote.near, first)
    if len(places) >= _CANDIDATES:  # so common that the right one may not be among those looked at
        left, right = quote.prefix[-_HALF_CONTEXT:], quote.suffix[:_HALF_CONTEXT]
        for words, offset in ((left + quote.exact, len(left)), (quote.exact + right, 0)):
            places += [at + offset for at in _occurrences(text, words, quote.near, first - offset)[:_FINALISTS]]
    return _choose(text, quote, sorted(set(places)), strict) if places else None


def _choose(text: str, quote: Quote, places: list[int], strict: bool) -> Found | None:
    scored = _scored(text, quote, places)
    best, start = scored[0]
    others = sum(best - score <= _MARGIN for score, _ in scored[1:])
    if best >= _AGREES and not others:
        return Found(start, another(text, quote, start, start + len(quote.exact)) or _rival(text, quote, start, places))
    if best >= _AGREES:
        return _nearest([at for score, at in scored if best - score <= _MARGIN], quote.near)
    if not (quote.prefix or quote.suffix):
        return _nearest(places, quote.near)
    if strict or len(quote.exact) < _SHORT:
        return None
    if len(places) > 1:
        return _nearest(places, quote.near)
    if doubt := another(text, quote, places[0], places[0] + len(quote.exact)):
        return Found(places[0], doubt)
    if len(quote.exact) >= _LONG:
        return Found(start, alone=True)
    return Found(start, "its words stand here, but not those that stood around it")


def _rival(text: str, quote: Quote, start: int, places: Sequence[int]) -> str | None:
    """A doubt where all that stood on one side stands at another of the places, or is all that speaks for this one."""
    doubt = f"the same words stand in {len(places)} places"
    here = _touching(text, quote, start)
    others = [_touching(text, quote, at) for at in places if at != start]
    if others and here < _ONE_SIDE <= max(others):
        return doubt
    weak = len(quote.exact) < _SHORT or not quote.prefix or not quote.suffix
    if others and weak and min(_sides(text, quote, start)) < _HALF:
        return doubt
    return None


def another(text: str, quote: Quote, start: int, end: int) -> str | None:
    """A doubt where the passage needed more context than usual to be told from another that stands like it, and the
    part of it that does so is not there."""
    doubt = "its words stood in several places, and this may be another of them"
    if quote.twice and start != quote.near:
        return doubt
    prefix, suffix = quote.prefix, quote.suffix
    outer = len(prefix) // 2, len(suffix) // 2
    sides = [
        (prefix[: outer[0]], text[max(0, start - len(prefix)) : max(0, start - len(prefix) + outer[0])], len(prefix)),
        (suffix[-outer[1] :], text[end + len(suffix) - outer[1] : end + len(suffix)], len(suffix)),
    ]
    unlike = any(length > _HALF_CONTEXT and _ratio(was, now) < _AGREES for was, now, length in sides)
    return doubt if unlike else None


def _ratio(was: str, now: str) -> float:
    if was == now:
        return 1.0
    from difflib import SequenceMatcher  # seldom needed, and not at all before the first text is shown

    return SequenceMatcher(None, was, now, autojunk=False).ratio()


def _scored(text: str, quote: Quote, places: list[int]) -> list[tuple[float, int]]:
    """Places with how far their context agrees, the best first; of equals the one nearest to where the passage was."""
    rough = [(_touching(text, quote, at), -abs(at - quote.near), at) for at in places]
    rough.sort(reverse=True)
    scored = [(max(score, _similar(text, quote, at)), -far, at) for score, far, at in rough[:_FINALISTS]]
    scored += [(score, -far, at) for score, far, at in rough[_FINALISTS:]]
    scored.sort(key=lambda each: (-each[0], each[1]))
    return [(score, at) for score, _, at in scored]


def _touching(text: str, quote: Quote, at: int) -> float:
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


def _similar(text: str, quote: Quote, at: int) -> float:
    """How alike the nearest context is, letter by letter; the mean of both sides."""
    return sum(_sides(text, quote, at)) / 2


def _sides(text: str, quote: Quote, at: int) -> tuple[float, float]:
    """How alike the nearest context is on each side."""
    prefix, suffix = quote.prefix[-_COMPARED:], quote.suffix[:_COMPARED]
    end = at + len(quote.exact)
    return (
        _ratio(prefix, text[max(0, at - len(prefix)) : at] if prefix else text[max(0, at - _COMPARED) : at]),
        _ratio(suffix, text[end : end + len(suffix)] if suffix else text[end : end + _COMPARED]),
    )


def _nearest(places: Sequence[int], near: int) -> Found:
    start = min(places, key=lambda at: (abs(at - near), at))
    return Found(start, f"the same words stand in {len(places)} places" if len(places) > 1 else None)


def _occurrences(text: str, words: str, near: int, since: int) -> list[int]:
    """Where the words stand, at most `_CANDIDATES` on either side of `near`; before `since` they are known not to."""
    near, since = min(max(near, 0), len(text)), max(since, 0)
    return [*_forward(text, words, max(near, since)), *_backward(text, words, near, since)]


def _forward(text: str, words: str, near: int) -> Iterable[int]:
    at = text.find(words, near)
    for _ in range(_CANDIDATES):
        if at < 0:
            return
        yield at
        at = text.find(words, at + 1)


def _backward(text: str, words: str, near: int, since: int) -> Iterable[int]:
    at = text.rfind(words, since, near + len(words) - 1) if near > since else -1
    for _ in range(_CANDIDATES):
        if at < 0:
            return
        yield at
        at = text.rfind(words, since, at + len(words) - 1) if at > since else -1
