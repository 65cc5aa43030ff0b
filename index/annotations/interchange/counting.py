"""How another tool counts the characters of a text, found out from the passages that it marked.

Tools write offsets without saying of what: code points or UTF-16 units, line ends as one character or two, the byte
order mark as one or none. Each way is tried. One under which the words that the file gives are those at its offsets is
right; without words the way of the standard, code points, is kept unless passages then begin and end in the middle of
words and under another way none does. Where that does not decide either, nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_QUOTED: Final = 4
"""Characters that a name must have to be taken for the words of a passage."""
_DOTS: Final = re.compile(r"\s*(?:…|\.{3})\Z")
_ENOUGH: Final = 2
"""Passages that must look better under another way than that of the standard before that is left."""


class Selection(NamedTuple):
    """A passage as a file gives it: offsets, and a name that may be its words."""

    start: int
    end: int
    name: str = ""


class Place(NamedTuple):
    """Where a passage lies: code points of the text with line ends of one character and no byte order mark."""

    start: int
    end: int


class Counted(NamedTuple):
    """The way of counting that was found, and where each passage lies under it."""

    way: str
    places: list[Place | str]
    """A reason for a passage that cannot be said to lie anywhere."""


def as_ours(raw: str) -> str:
    """A text as documents have it: no byte order mark, line ends of one character."""
    return raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def place_all(raw: str, selections: Sequence[Selection], *, standard: bool = False) -> Counted:
    """Where the passages of a text lie. `standard`: the file is known to count code points of the text as it is."""
    text = raw if standard else as_ours(raw)
    ways = [_Way("code points", text, [], 0)] if standard else _ways(raw, text)
    places = [[way.place(each) for each in selections] for way in ways]
    kept = _most(range(len(ways)), [_quoted(text, each, selections) for each in places])
    kept = _by_edges(text, places, kept)
    first = places[kept[0]]
    found = [
        _agreed(text, [places[number][at] for number in kept]) if len(kept) > 1 else first[at] or _outside(each)
        for at, each in enumerate(selections)
    ]
    return Counted(ways[kept[0]].name, found)


class _Way:
    """One way of counting, by the characters that count two and by what stands before the first."""

    def __init__(self, name: str, text: str, wide: list[int], shift: int) -> None:
        self.name = name
        self._text = text
        self._wide = wide
        self._shift = shift

    def place(self, selection: Selection) -> Place | None:
        start, end = self._code_point(selection.start), self._code_point(selection.end)
        return None if start is None or end is None or end <= start else Place(start, end)

    def _code_point(self, unit: int) -> int | None:
        if unit < 0:
            return None
        unit = max(0, unit - self._shift)
        # As many wide characters lie wholly before it as begin where, counted so, is below it.
        low, high = 0, len(self._wide)
        while low < high:
            middle = (low + high) // 2
            if self._wide[middle] + middle + 1 < unit:
                low = middle + 1
            else:
                high = middle
        inside = low < len(self._wide) and self._wide[low] + low + 1 == unit
        if inside:  # between the two halves of a line end is before it; of a letter, nowhere
            return self._wide[low] if self._text[self._wide[low]] == "\n" else None
        return unit - low if unit - low <= len(self._text) else None


def _ways(raw: str, text: str) -> list[_Way]:
    """The ways under which this text is counted differently, that of the standard first."""
    astral = [] if text.isascii() else [at for at, char in enumerate(text) if char > "\uffff"]
    letters = {"code points": [], "UTF-16 units": astral} if astral else {"code points": []}
    lines: dict[str, list[int]] = {"": []}
    pairs = _line_ends(raw.removeprefix("\ufeff"))
    if pairs:
        lines[", line ends as in the file"] = pairs
    every = [found.start() for found in re.finditer("\n", text)]
    if every and every != pairs:
        lines[", line ends as two"] = every
    marks = {"": 0, ", the byte order mark as one": 1} if raw.startswith("\ufeff") else {"": 0}
    return [
        _Way(letter + line + mark, text, sorted(wide + ends), shift)
        for mark, shift in marks.items()
        for line, ends in lines.items()
        for letter, wide in letters.items()
    ]


def _line_ends(raw: str) -> list[int]:
    """Where the line ends of two characters lie, once each is one."""
    return [found.start() - number for number, found in enumerate(re.finditer("\r\n", raw))]


def _quoted(text: str, places: Sequence[Place | None], selections: Sequence[Selection]) -> int:
    """How many names are the words of their passages, counted twice, or the first of them."""
    count = 0
    for place, selection in zip(places, selections, strict=True):
        words = " ".join(_DOTS.sub("", selection.name).split())
        if place is not None and len(words) >= _QUOTED:
            here = " ".join(text[place.start : place.end].split())
            count += 2 if here == words else len(words) >= 2 * _QUOTED and here.startswith(words)
    return count


def _most(numbers: Sequence[int], scores: Sequence[int]) -> list[int]:
    """The numbers of the highest score; `scores` are in the order of `numbers`."""
    highest = max(scores)
    return [number for number, score in zip(numbers, scores, strict=True) if score == highest]


def _by_edges(text: str, places: Sequence[Sequence[Place | None]], left: Sequence[int]) -> list[int]:
    """The ways that are left when words decide no further: one, or those between which it stays open."""
    if len(left) == 1:
        return list(left)
    whole = {number: sum(_is_whole(text, each) for each in places[number]) for number in left}
    best = _most(left, list(whole.values()))
    if left[0] in best:  # that of the standard, or the nearest to it
        return [left[0]]
    clear = whole[best[0]] == len(places[0]) and whole[best[0]] - whole[left[0]] >= _ENOUGH
    return best if clear else [left[0], *best]


def _is_whole(text: str, place: Place | None) -> bool:
    """True where a passage cuts no word."""
    return place is not None and not any(
        0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in place
    )


def _agreed(text: str, found: Sequence[Place | None]) -> Place | str:
    """The one place of all the ways that are left, or why there is none."""
    different = dict.fromkeys(found)
    if len(different) == 1 and (only := found[0]) is not None:
        return only
    words = " or ".join(f"“{_brief(text[each.start : each.end])}”" for each in different if each is not None)
    return f"the file does not say how it counts characters; the passage is {words or 'none'}"


def _outside(selection: Selection) -> str:
    return f"characters {selection.start}–{selection.end} are no passage of its text"


def _brief(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else words[:39] + "…"
