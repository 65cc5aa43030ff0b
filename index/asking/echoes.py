"""Which quotations share their words with one that another document gives to somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from index.quotation import Said
from index.search.tokens import words

SHARED_WORDS: Final = 5
"""Words in a row that two quotations must share at least to be the same words."""
_LETTERS: Final = 17
"""Letters that a run must have: `at the end of the` is shared by chance."""
_BITS: Final = 1 << 25
_STEP: Final = 32
MOST_SPEAKERS: Final = 32
"""Speakers of a run of words from which on it is a way of speaking: each is compared with each of the others."""

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Echo:
    """The same words in other documents, given to others."""

    speakers: tuple[str, ...]
    documents: int


class SharedWords:
    """Runs of words that more than one quotation has. Speakers may change afterwards; the words may not.

    Linear in the words. Runs that occur once are told from the others by a table of bits, so that memory grows with
    what is shared and not with the text.
    """

    def __init__(self, said: Sequence[Said]) -> None:
        self._said = said
        self._places: list[tuple[Place, ...]] = []
        self.steps = 2 * (len(said) // _STEP + 1)
        """How many steps `build` has."""

    def build(self) -> Iterator[None]:
        """Find them; each step is a few milliseconds."""
        once, again = bytearray(_BITS >> 3), bytearray(_BITS >> 3)
        for number, each in enumerate(self._said):
            if number % _STEP == 0:
                yield
            for run in _runs(each.words):
                at = hash(run) & (_BITS - 1)
                byte, bit = at >> 3, 1 << (at & 7)
                if once[byte] & bit:
                    again[byte] |= bit
                else:
                    once[byte] |= bit
        by_run: dict[tuple[str, ...], list[int]] = {}
        for number, each in enumerate(self._said):
            if number % _STEP == 0:
                yield
            for run in _runs(each.words):
                at = hash(run) & (_BITS - 1)
                if again[at >> 3] & (1 << (at & 7)):
                    numbers = by_run.setdefault(run, [])
                    if not numbers or numbers[-1] != number:
                        numbers.append(number)
        shared = {tuple(numbers) for numbers in by_run.values() if len(numbers) > 1}
        self._places = [tuple(self._said[number].place for number in numbers) for numbers in sorted(shared)]
        self._said = ()

    def compare(self, now: Mapping[Place, Said], found: dict[Place, Echo]) -> Iterator[None]:
        """Fill in, by place, every quotation whose words another document gives to somebody else, by its speaker now.

        Quotations without a speaker take no part: nobody says whom they are by. Nor do words of more than
        MOST_SPEAKERS, such as `I would like to thank`.
        """
        others: dict[Place, dict[Place, None]] = {}
        same: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}
        for number, places in enumerate(self._places):
            if number % _STEP == 0:
                yield
            # What the whole press quotes of one man is compared by speaker, not each with each.
            by_speaker: dict[tuple[str, ...], list[Said]] = {}
            for place in places:
                if place in now and now[place].speakers:
                    by_speaker.setdefault(_key(now[place]), []).append(now[place])
            if len(by_speaker) > MOST_SPEAKERS:
                continue
            for key, mine in by_speaker.items():
                for other, some in by_speaker.items():
                    if (key, other) not in same:
                        same[key, other] = key == other or _same(mine[0], some[0])
                    if not same[key, other]:
                        theirs = dict.fromkeys(one.place for one in some)
                        for each in mine:
                            others.setdefault(each.place, {}).update(theirs)
        for number, (place, some_places) in enumerate(others.items()):
            if number % _STEP == 0:
                yield
            apart = [now[each] for each in sorted(some_places) if each[0] != place[0]]
            if apart:
                speakers = dict.fromkeys(name for each in apart for name in each.speakers)
                found[place] = Echo(tuple(speakers), len({each.document.path for each in apart}))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Its runs of words that say something."""
    found = words(text)
    sizes = [len(word) for word in found]
    for at in range(len(found) - SHARED_WORDS + 1):
        if sum(sizes[at : at + SHARED_WORDS]) >= _LETTERS:
            yield tuple(found[at : at + SHARED_WORDS])


def _key(said: Said) -> tuple[str, ...]:
    quotation = said.quotation
    return (quotation.entity,) if quotation.entity else said.speakers


def _same(one: Said, other: Said) -> bool:
    """Whether two may be by the same: one entity, or a name that holds the other, as a surname is held."""
    if set(_ids(one)) & set(_ids(other)):
        return True
    mine = [set(words(name)) for name in one.speakers]
    theirs = [set(words(name)) for name in other.speakers]
    return any(a <= b or b <= a for a in mine for b in theirs)


def _ids(said: Said) -> Iterator[str]:
    quotation = said.quotation
    return (id for id in (quotation.entity, *(each.entity for each in quotation.readings)) if id)
