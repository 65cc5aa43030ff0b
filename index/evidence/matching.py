"""Where a quotation stands in texts: word for word, nearly, in pieces of several places, or nowhere."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

from index.annotations.myers import Effort
from index.evidence.differences import edits
from index.evidence.levelled import Levelled, spans_of
from index.evidence.nearest import Near, nearest
from index.evidence.pieces import Piece

_STOP: Final = re.compile(r"[.,]+\Z")
"""Printers put these inside the closing mark whether or not the source has them there."""
_TRIED: Final = 1_000
"""Places of a piece that are looked at in one text."""
_IN_BRACKETS: Final = 120
"""Characters that words in brackets may stand for."""
_ALTERED: Final = 0.4
"""Share of letters that may differ."""
_SEGMENT: Final = 3
"""Words of which what is stitched together must be made."""
_SEGMENTS: Final = 6
_GLUE: Final = 2
"""Words between two such segments that stand in none."""
_BESIDE_GLUE: Final = 4
"""Words of which a segment beside those must be made."""
_A_FEW_WORDS: Final = 0.15
"""Share of letters that may be amiss in one passage."""
_A_WORD: Final = 0.05
_MOST_STEPS: Final = 40_000_000


class Text(Protocol):
    """A document in which quotations are looked for."""

    @property
    def path(self) -> str:
        """Its path in the collection."""

    @property
    def levelled(self) -> Levelled:
        """Its text."""


class Place(NamedTuple):
    """A stretch of a document, offsets into its text as it stands."""

    document: str
    start: int
    end: int


class Difference(NamedTuple):
    """`start` and `end` of a stretch of the quotation, counted from its beginning, and what the source has there."""

    start: int
    end: int
    source_start: int
    source_end: int
    source_text: str


class Match(NamedTuple):
    """A quotation in one document."""

    place: Place
    differences: tuple[Difference, ...] = ()
    errors: int = 0
    """Letters that differ."""


class Sought:
    """A quotation in pieces, levelled once."""

    def __init__(self, text: str, pieces: Sequence[Piece], reach: int) -> None:
        """`reach`: characters that an ellipsis may leave out at most."""
        self.text = text
        self.pieces = pieces
        self.levelled = [Levelled(piece.words) for piece in pieces]
        self._whole = Levelled(text).text
        self.reach = reach
        self.length = sum(len(each.text) for each in self.levelled)
        self.effort = Effort(_MOST_STEPS)

    # -- word for word -----------------------------------------------------------------------------------------------

    def exact(self, there: Text) -> Match | None:
        """Where all of it stands in order, each piece within reach of the one before it."""
        whole = there.levelled.text.find(self._whole) if self._whole else -1
        if whole >= 0:  # the source itself has the dots or brackets, if there are any
            return Match(self._place(there, whole, whole + len(self._whole)))
        found = self._in_order(there.levelled.text)
        return Match(self._place(there, *found)) if found is not None else None

    def exact_piece(self, number: int, there: Text) -> Place | None:
        """Where one piece stands."""
        found = self._occurrences(number, there.levelled.text, 0, None)
        return self._place(there, *found[0]) if found else None

    def _in_order(self, text: str) -> tuple[int, int] | None:
        """The stretch that holds all pieces. Of each piece every place is kept that one before it leads to."""
        ends: list[int] = []
        begun: list[int] = []
        for number, piece in enumerate(self.pieces):
            behind = ends[0] if ends else 0
            within = ends[-1] + self._gap(piece) if ends else None
            after: list[tuple[int, int]] = []
            for start, end in self._occurrences(number, text, behind, within):
                at = bisect_right(ends, start) - 1
                if number and (at < 0 or start - ends[at] > self._gap(piece)):
                    continue
                after.append((end, begun[at] if number else start))
            if not after:
                return None
            ends, begun = [end for end, _ in after], [start for _, start in after]
        return begun[0], ends[0]

    def _gap(self, piece: Piece) -> int:
        return self.reach if piece.left_out else _IN_BRACKETS

    def _occurrences(self, number: int, text: str, start: int, within: int | None) -> list[tuple[int, int]]:
        """Places of a piece, each beginning before `within`."""
        forms = [self.levelled[number].text]
        if stop := _STOP.search(forms[0]):
            forms.append(forms[0][: stop.start()])
        if self.pieces[number].any_case:
            forms += [each[:1].swapcase() + each[1:] for each in forms]
        for form in filter(None, forms):
            found: list[tuple[int, int]] = []
            last = len(text) if within is None else min(len(text), within + len(form))
            at = text.find(form, start, last)
            while at >= 0 and len(found) < _TRIED:
                found.append((at, at + len(form)))
                at = text.find(form, at + 1, last)
            if found:
                return found
        return []

    def _place(self, there: Text, start: int, end: int) -> Place:
        return Place(there.path, *there.levelled.span(start, end))

    # -- nearly ------------------------------------------------------------------------------------------------------

    def altered(self, there: Text) -> Match | None:
        """Where all of it stands in order with some letters changed."""
        found: list[Near] = []
        for number, piece in enumerate(self.pieces):
            near = self._near(number, there)
            if near is None:
                return None
            if found and not found[-1].end - 2 <= near.start <= found[-1].end + self._gap(piece):
                return None
            found.append(near)
        if sum(each.errors for each in found) > _ALTERED * self.length:
            return None
        differences = [each for number, near in enumerate(found) for each in self._differences(number, near, there)]
        place = self._place(there, found[0].start, found[-1].end)
        return Match(place, tuple(differences), sum(each.errors for each in found))

    def _near(self, number: int, there: Text) -> Near | None:
        exact = self._occurrences(number, there.levelled.text, 0, None)
        if exact:
            return Near(0, *exact[0])
        words = _STOP.sub("", self.levelled[number].text)
        near = nearest(words, there.levelled, self.effort)
        return None if near is None or near.errors > _ALTERED * len(words) else near

    def _differences(self, number: int, near: Near, there: Text) -> list[Difference]:
        if not near.errors:
            return []
        piece, mine = self.pieces[number], self.levelled[number]
        found = []
        for edit in edits(_STOP.sub("", mine.text), there.levelled.text[near.start : near.end]):
            start, end = mine.span(edit.start, edit.end)
            first, last = there.levelled.span(near.start + edit.other_start, near.start + edit.other_end)
            shift = piece.start + (2 if piece.any_case else 0)  # `[T]he`: brackets are no letters
            start, end = (piece.start + start if not start else start + shift), end + shift
            found.append(Difference(start, end, first, last, there.levelled.original[first:last]))
        return found


def stitched(sought: Sought, texts: Sequence[Text]) -> list[Place]:
    """The places that all of a quotation is put together from, word for word, where they are more than one.

    Words are taken from the first text that has the longest run of them; none where some are nowhere.
    """
    places: list[Place] = []
    for number in range(len(sought.pieces)):
        levelled = sought.levelled[number]
        found = next((place for there in texts if (place := sought.exact_piece(number, there))), None)
        if found is not None:
            places.append(found)
            continue
        segments = _segments(levelled.text, texts)
        if not segments:
            return []
        places += segments
    return places if len(places) > 1 and len(places) <= _SEGMENTS else []


def _segments(words: str, texts: Sequence[Text]) -> list[Place]:
    """Where the longest runs of words stand that together are all of them, but for a word or two between two runs."""
    spans = spans_of(words)
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    found: list[tuple[int, int]] = []
    first, least = 0, _SEGMENT
    while first < len(starts):
        last = max((_longest(words, starts[first], ends, first, each) for each in texts), default=first)
        rest = len(starts) - last
        if 0 < rest < _SEGMENT:
            last -= _SEGMENT - rest
        if last - first >= least and len(found) < _SEGMENTS:
            found.append((first, last))
            first, least = last, _SEGMENT
        elif found and first - found[-1][1] < _GLUE and found[-1][1] - found[-1][0] >= _BESIDE_GLUE:
            first, least = first + 1, _BESIDE_GLUE
        else:
            return []
    return [_where(words[starts[first] : ends[last - 1]], texts) for first, last in found]


def _longest(words: str, start: int, ends: Sequence[int], first: int, there: Text) -> int:
    """Number of the word behind the longest run that begins with word `first` and stands there."""
    text = there.levelled.text

    def stands(last: int) -> int:
        return 0 if words[start : ends[last]] in text else 1

    return first + bisect_left(range(first, len(ends)), 1, key=stands)


def _where(words: str, texts: Sequence[Text]) -> Place:
    there = next(each for each in texts if words in each.levelled.text)
    at = there.levelled.text.index(words)
    return Place(there.path, *there.levelled.span(at, at + len(words)))


def is_one_passage(places: Sequence[Place], altered: Match | None, length: int, texts: Sequence[Text]) -> bool:
    """True where what could be put together from several places is rather one passage with a few words changed."""
    if altered is None or altered.errors > max(2, _A_FEW_WORDS * length):
        return False
    by_path = {each.path: each.levelled for each in texts}

    def words(place: Place) -> str:
        return Levelled(by_path[place.document].original[place.start : place.end]).text

    passage = words(altered.place)
    return altered.errors <= max(2, _A_WORD * length) or all(words(place) in passage for place in places)
