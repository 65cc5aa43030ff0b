"""Finding a passage whose words have changed, by what is left of them and of the words around it.

Places worth a look are found by words that passage and text share, rare ones first; each is measured letter by letter
there. Only where no word leads anywhere is a whole text gone through, and only one that is not too long.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.annotations.myers import Effort, Pattern

CERTAIN = 0.90
POSSIBLE = 0.75
RIVAL = 0.02
"""Two places whose scores differ by no more are equally good."""

LONGEST_SCAN = 300_000
"""Characters of a text that is gone through as a whole where no word leads to a place."""
_WHOLE_SCANS = 2_000_000
"""Characters gone through so for all passages of a document together."""
_MOST_STEPS = 400_000_000
_CONTEXT = 32
_LONGEST = 512
"""Characters of a passage that is measured as a whole; of a longer one its beginning and its end are looked for."""
_END = 192
_LEAST_ALIKE = 0.54
"""Below this a passage reaches POSSIBLE with no context."""
_RIVAL_ERRORS = 0.22
"""With more errors a letter, no place is as good as one that is certain."""
_MOST_ERRORS = 256
_RARE = 40
"""Occurrences of a word from which only those nearest to where the passage was count."""
_FEW = 200
"""Places of a word that are looked at one by one sooner than the whole text."""
_WORDS = 24
_WINDOWS = 6
_NEARLY, _HARDLY = 0.5, 0.2
"""Shares of the words that speak for the best place, from which another is looked at together with it, or at all."""
_A_WINDOW = 3
_QUOTE, _SIDE, _POSITION = 50, 20, 2
_SCRIPTS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts whose words no space parts."""
_WORD = re.compile(f"[^\\W{_SCRIPTS}]{{2,}}|(?=([{_SCRIPTS}]{{2}}))")


class Sought(NamedTuple):
    """A passage, levelled, what stood around it, and about where it was."""

    exact: str
    prefix: str
    suffix: str
    near: int


class Scored(NamedTuple):
    """A place, and how much it is like what is looked for; each part from 0 to 1."""

    score: float
    start: int
    end: int
    words: float
    context: float | None
    """None where nothing stood around the passage."""
    evidence: float
    """The score without what the position adds: of two places that are as good as each other none is the right one
    because it is nearer."""


class Approximate:
    """One text in which passages are looked for; what it computes of the text is kept."""

    def __init__(self, text: str, *, scans: int = _WHOLE_SCANS) -> None:
        """`scans`: characters that may be gone through where no word leads to a place, for all passages together."""
        self._text = text
        self._at: dict[str, list[int]] | None = None
        self._scans = scans
        self.effort = Effort(_MOST_STEPS)

    def places(self, sought: Sought) -> list[Scored]:
        """Places that are something like the passage, the best first, none over another."""
        if not sought.exact.strip():
            return []
        measured = _Measured(self._text, sought, self.effort)
        found: list[Scored] = []
        for windows in self._windows(sought):
            found += [each for window in windows for each in measured.within(*window)]
            if found and max(found).score >= POSSIBLE:
                break
        else:
            found += self._whole(sought, measured)
        return _apart(found)

    def lacks(self, exact: str) -> bool:
        """True where it is known already, from words counted for other passages, that these do not stand in the text.

        A word at the edge may be cut, so only those between are asked.
        """
        if self._at is None:
            return False
        known, found = self._at, list(_words(exact))
        inner = found[1:-1]
        if not inner:
            return False
        places, at = min(((known.get(word, ()), at) for word, at in inner), key=lambda each: len(each[0]))
        first, last = inner[0][1], found[-1][1]
        core = exact[first:last]
        return len(places) <= _FEW and not any(self._text.startswith(core, place - at + first) for place in places)

    # -- where to look ----------------------------------------------------------------------------------------------

    def _whole(self, sought: Sought, measured: _Measured) -> list[Scored]:
        length = len(self._text)
        if length > LONGEST_SCAN or length > self._scans or not self.effort.allows(len(sought.exact), length):
            return []
        self._scans -= length
        return measured.within(0, length)

    def _windows(self, sought: Sought) -> list[list[tuple[int, int]]]:
        """Stretches in which the passage may stand: first where most of its words agree on a place, then the others."""
        length = len(sought.exact)
        step = max(_CONTEXT, length // 4)
        own: defaultdict[int, float] = defaultdict(float)
        for at, weight, starts in self._votes(sought):
            for start in starts:
                own[(start - at) // step] += weight
        # A place counts what speaks for it and half of what speaks for its neighbours, so where none of the three has
        # half of the least share it cannot come to it.
        heavy = max(own.values(), default=0.0) * _HARDLY / 2
        near = {place + by for place, weight in own.items() if weight >= heavy for by in (-1, 0, 1)}
        of = own.get
        votes = {place: of(place, 0.0) + (of(place - 1, 0.0) + of(place + 1, 0.0)) / 2 for place in near}
        places: list[int] = []
        least = max(votes.values(), default=0.0) * _HARDLY
        likely = [place for place, weight in votes.items() if weight >= least]
        for place in sorted(likely, key=lambda place: (-votes[place], abs(place * step - sought.near))):
            if len(places) == _WINDOWS:
                break
            if all(abs(place - other) > 1 for other in places):
                places.append(place)
        slack = step + min(_MOST_ERRORS, int(length * (1 - _LEAST_ALIKE)))
        # A place that is as good as the best has nearly as many of the words.
        first = [place * step for place in places if votes[place] >= _NEARLY * votes[places[0]]]
        others = [sought.near, *(place * step for place in places[len(first) :])]
        return [_joined(self._window(start, length, slack) for start in starts) for starts in (first, others)]

    def _window(self, start: int, length: int, slack: int) -> tuple[int, int]:
        last = min(len(self._text), start + length + slack)
        return max(0, min(start - slack, last)), last

    def _votes(self, sought: Sought) -> Iterator[tuple[int, float, Sequence[int]]]:
        """(its place in the passage, weight, where it stands) of words of the passage that stand in the text."""
        index = self._at = self._at if self._at is not None else _index(self._text)
        named = [(word, at, 1.0) for word, at in _words(sought.exact)]
        named += [(word, at - len(sought.prefix), 0.5) for word, at in _words(sought.prefix)]
        named += [(word, at + len(sought.exact), 0.5) for word, at in _words(sought.suffix)]
        known = [(len(index[word]), word, at, weight) for word, at, weight in named if word in index]
        known.sort()
        for number, word, at, weight in known[:_WORDS]:
            places = index[word]
            if number > _RARE:
                middle = bisect_left(places, sought.near + at)
                places = places[max(0, middle - _RARE // 2) : middle + _RARE // 2]
            yield at, weight / (1 + math.log(number)), places


class _Measured:
    """How much stretches of a text are like one passage."""

    def __init__(self, text: str, sought: Sought, effort: Effort) -> None:
        self._text, self._sought, self._effort = text, sought, effort
        exact = sought.exact
        self._pattern = Pattern(exact[:_LONGEST], effort)
        long = len(exact) > _LONGEST
        self._head = Pattern(exact[:_END], effort) if long else self._pattern
        self._back = Pattern((exact[-_END:] if long else exact)[::-1], effort)
        self._tail = Pattern(exact[-_END:], effort) if long else self._head
        self._head_back = Pattern(exact[:_END][::-1], effort) if long else self._back
        # More than usual was kept because nothing less tells the passage apart: all of it counts.
        self._prefix, self._suffix = sought.prefix, sought.suffix
        self._before = Pattern(self._prefix[::-1], effort)
        self._after = Pattern(self._suffix, effort)
        self._known: dict[tuple[int, int], Scored] = {}

    def within(self, first: int, last: int) -> list[Scored]:
        """The best places between two offsets."""
        text = self._text[first:last]
        if not self._effort.allows(self._head.length, len(text)):
            return []
        found: list[Scored] = []
        for errors, start, end in self._long(text) if len(self._sought.exact) > _LONGEST else self._short(text):
            if errors > _RIVAL_ERRORS * self._head.length and found and max(found).evidence >= CERTAIN:
                break
            found.append(self._scored(first + start, first + end, errors))
        return found + [self._scored(first + start, first + end) for start, end in self._between(text)]

    def _short(self, text: str) -> Iterator[tuple[int, int, int]]:
        for errors, end in self._ends(text, self._head):
            yield errors, self._start(text, end, self._back, errors), end

    def _long(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where its beginning stands with its end not too far behind."""
        length = len(self._sought.exact)
        tails = self._ends(text, self._tail)
        for errors, head in self._ends(text, self._head):
            start = self._start(text, head, self._head_back, errors)
            for _, end in tails:
                if length / 2 <= end - start <= length * 2:
                    yield errors, start, end

    def _ends(self, text: str, pattern: Pattern) -> list[tuple[int, int]]:
        most = min(_MOST_ERRORS, int(pattern.length * (1 - _LEAST_ALIKE)))
        return pattern.ends(text, most, max(1, pattern.length // 2))[:_A_WINDOW]

    def _start(self, text: str, end: int, back: Pattern, errors: int) -> int:
        """Where what ends at `end`, with so many errors, begins."""
        longest = back.length + errors
        return end - back.beginning(text[max(0, end - longest) : end][::-1])[1]

    def _between(self, text: str) -> list[tuple[int, int]]:
        """What stands between the words that stood before and those that stood after, where both are there."""
        before, after = self._prefix[-16:], self._suffix[:16]
        if len(before) < 8 or len(after) < 8:
            return []
        at = text.find(before)
        end = text.find(after, at + len(before)) if at >= 0 else -1
        length = len(self._sought.exact)
        return [(at + len(before), end)] if end >= 0 and length / 2 <= end - at - len(before) <= length * 2 else []

    def _scored(self, start: int, end: int, errors: int | None = None) -> Scored:
        """`errors`: those of the passage between these places, where they are counted already."""
        place = self._whole_words(start, end)
        known = self._known.get(place)
        if known is None:
            counted = errors if place == (start, end) and len(self._sought.exact) <= _LONGEST else None
            known = self._known[place] = self._score(*place, counted)
        return known

    def _score(self, start: int, end: int, errors: int | None) -> Scored:
        sought, text = self._sought, self._text
        longest = max(len(sought.exact), end - start, 1)
        words = self._alike(text[start:end]) if errors is None else 1 - errors / longest
        position = 1 - min(1.0, abs(start - sought.near) / max(1, len(text)))
        total, most = _QUOTE * words, float(_QUOTE)
        sides: list[float] = []
        if self._prefix:
            reach = len(self._prefix) + _CONTEXT
            sides.append(_agrees(self._before, text[max(0, start - reach) : start][::-1]))
        if self._suffix:
            sides.append(_agrees(self._after, text[end : end + len(self._suffix) + _CONTEXT]))
        total, most = total + _SIDE * sum(sides), most + _SIDE * len(sides)
        score = (total + _POSITION * position) / (most + _POSITION)
        return Scored(score, start, end, words, sum(sides) / len(sides) if sides else None, total / most)

    def _alike(self, there: str) -> float:
        exact = self._sought.exact
        if len(exact) <= _LONGEST and len(there) <= 2 * _LONGEST:
            return max(0.0, 1 - self._pattern.distance(there) / max(len(exact), len(there)))
        ours, theirs = Counter(exact.split()), Counter(there.split())
        return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())

    def _whole_words(self, start: int, end: int) -> tuple[int, int]:
        """Up to the ends of words, where the passage began and ended with a word and not within it."""
        sought, text = self._sought, self._text
        if sought.exact[0].isalnum() and not sought.prefix[-1:].isalnum():
            start = _edge(text, start)
        if sought.exact[-1].isalnum() and not sought.suffix[:1].isalnum():
            end = _edge(text, end)
        return start, max(start, end)


def _edge(text: str, at: int) -> int:
    """The nearest end of a word, at most a few letters away."""
    for away in range(6):
        for place in (at - away, at + away):
            inside = 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()
            if 0 <= place <= len(text) and not inside:
                return place
    return at


def _agrees(pattern: Pattern, text: str) -> float:
    errors, _ = pattern.beginning(text)
    return 1 - errors / pattern.length


def _words(text: str) -> Iterator[tuple[str, int]]:
    for found in _WORD.finditer(text):
        yield (found[0] or found[1]).casefold(), found.start()


def _index(text: str) -> dict[str, list[int]]:
    index: defaultdict[str, list[int]] = defaultdict(list)
    folded = text.casefold()
    if len(folded) != len(text):  # a letter became two: places would not be those of the text
        for word, at in _words(text):
            index[word].append(at)
        return dict(index)
    for found in _WORD.finditer(folded):
        index[found[0] or found[1]].append(found.start())
    return dict(index)


def _joined(windows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(windows):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _apart(found: Iterable[Scored]) -> list[Scored]:
    """The best first, without those that lie over a better one."""
    kept: list[Scored] = []
    for each in sorted(found, key=lambda each: (-each.score, each.start, each.end)):
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return kept
