"""Names of a collection that may be one, found without comparing each with each: suggestions, never merges.

Names meet in blocks: those that agree when one letter is left out, when only their consonants are heard, when their
words are sorted, or when the words are cut to their first letters. Inside a block they are compared. Time grows with
the names; a block that too many fall into is divided by what its names begin with. Everything is a pure function of
the names, and their order does not matter.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from index.document import Entity
from index.entities.suggestion import Kind, NearMiss
from index.errors import Cancelled
from index.understanding.grouping import UNGROUPED, normalised

_LAST_NAMES_ALIKE: Final = 0.92
_FIRST_NAMES_ALIKE: Final = 0.90
_WORDS_ALIKE: Final = 0.90
_HEARD_ALIKE: Final = 0.68
"""Of words that sound alike, so that Cubans are no Gabonese."""
_SHORTEST: Final = 4
"""Letters of a word that may have one letter amiss."""
_SHORTEST_NAME: Final = 5
"""Letters of a name that is no person's."""
_LONGEST: Final = 60
"""Letters of a name that is compared letter by letter."""
_MOST_IN_BLOCK: Final = 80
_MOST_WORDS: Final = 8
_MOST_BEARERS: Final = 4
"""Full names that a bare surname is suggested for."""
_ACRONYM: Final = range(3, 8)
_SMALL: Final = frozenset({"of", "the", "and", "for", "in", "on", "&", "de", "la", "der", "des", "du"})
_SOUNDS: Final = (
    *(("sch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "k"), ("kh", "k"), ("gh", "k"), ("ph", "f"), ("th", "t")),
    *(("dh", "d"), ("zh", "s"), ("ck", "k"), ("x", "ks")),
)
_LETTERS: Final = str.maketrans("qcgjyvzbpw", "kkkiifsfff")
"""What different spellings of one sound are written as. Rough: what meets here is compared."""
_VOWELS: Final = frozenset("aeiouh'-")

_ALL_BUT_MARKS: Final = 97.0
_SCORES: Final[dict[Kind, float]] = {
    "order": 92.0,
    "longer": 86.0,
    "initials": 84.0,
    "plural": 78.0,
    "initialism": 74.0,
    "kind": 70.0,
    "surname": 62.0,
}
_PAIRS_THAT_STAY: Final = frozenset({frozenset({"PLACE", "GROUP"})})
"""A country and its people have one name and are two."""


class _Name(NamedTuple):
    """An entity's name, taken apart."""

    id: str
    type: str
    key: str
    words: tuple[str, ...]
    mentions: int


def near_misses(entities: Iterable[Entity], cancelled: Callable[[], bool] | None = None) -> list[NearMiss]:
    """Pairs of entities whose names are nearly one, most alike first. 40,000 names take seconds. Raises Cancelled."""
    names = sorted(
        _Name(e.id, e.type, key, tuple(key.split()[:_MOST_WORDS]), e.mentions)
        for e in entities
        if e.type not in UNGROUPED and (key := _plain(normalised(e.name, e.type)))
    )
    best: dict[tuple[str, str], NearMiss] = {}
    for miss in _all(names, cancelled or _never):
        pair = (min(miss.one, miss.other), max(miss.one, miss.other))
        if pair not in best or _rank(miss) < _rank(best[pair]):
            best[pair] = miss
    return sorted(best.values(), key=_rank)


def _rank(miss: NearMiss) -> tuple[float, str, str, str]:
    return -miss.likeness, miss.one, miss.other, miss.kind


def _never() -> bool:
    return False


def _all(names: Sequence[_Name], cancelled: Callable[[], bool]) -> Iterator[NearMiss]:
    persons = [name for name in names if name.type == "PERSON" and len(name.words) > 1]
    yield from _compared(persons, _person_blocks, _persons, cancelled)
    yield from _compared([n for n in names if n.type != "PERSON"], _name_blocks, _others, cancelled)
    yield from _surnames(names, persons)
    yield from _initialisms(names)
    yield from _two_kinds(names)


def _compared(
    names: Sequence[_Name],
    blocks_of: Callable[[_Name], Iterator[str]],
    compare: Callable[[_Name, _Name], NearMiss | None],
    cancelled: Callable[[], bool],
) -> Iterator[NearMiss]:
    blocks: dict[str, list[_Name]] = defaultdict(list)
    for at, name in enumerate(names):
        if at % 512 == 0 and cancelled():
            raise Cancelled("given up")
        for key in set(blocks_of(name)):
            blocks[key].append(name)
    seen: set[tuple[str, str]] = set()
    for at, block in enumerate(blocks.values()):
        if at % 512 == 0 and cancelled():
            raise Cancelled("given up")
        for some in _divided(block):
            for one, other in combinations(some, 2):
                if (one.id, other.id) not in seen:
                    seen.add((one.id, other.id))
                    if (miss := compare(one, other)) is not None:
                        yield miss


def _divided(block: list[_Name]) -> Iterator[list[_Name]]:
    """A block too large to compare each with each, in parts whose names begin alike."""
    if len(block) <= _MOST_IN_BLOCK:
        yield block
        return
    parts: dict[str, list[_Name]] = defaultdict(list)
    for name in block:
        parts[name.key[:3]].append(name)
    for part in parts.values():
        for at in range(0, len(part), _MOST_IN_BLOCK):
            yield part[at : at + _MOST_IN_BLOCK]


# -- persons ---------------------------------------------------------------------------------------------------------


def _person_blocks(name: _Name) -> Iterator[str]:
    first = _heard(name.words[0])[:1]
    for key in _keys(name.words[-1]):
        yield f"{first} {key}"
    yield " ".join(sorted(name.words))


def _persons(one: _Name, other: _Name) -> NearMiss | None:
    if one.key == other.key:
        return _miss(one, other, "spelling", _ALL_BUT_MARKS)
    if len(one.words) == len(other.words) and sorted(one.words) == sorted(other.words):
        return _miss(one, other, "order", _SCORES["order"])
    last = _alike(one.words[-1], other.words[-1], _LAST_NAMES_ALIKE)
    first, how = _first_names(one.words[0], other.words[0])
    if not last or not first or not _middles(one.words[1:-1], other.words[1:-1]):
        return None
    if how == "initials":
        return _miss(one, other, how, _SCORES["initials"] * last / 100)
    if one.words[0] == other.words[0] and one.words[-1] == other.words[-1] and 2 in (len(one.words), len(other.words)):
        return _miss(one, other, "longer", _SCORES["longer"])
    return _miss(one, other, _how(one.key, other.key), 0.6 * last + 0.4 * first - 2)


def _first_names(one: str, other: str) -> tuple[float, Kind]:
    """How alike they are, 0 for not; and whether one is the other's first letter."""
    if one == other:
        return 100.0, "spelling"
    if 1 in (len(one), len(other)):
        return (100.0 if one[0] == other[0] else 0.0), "initials"
    return _alike(one, other, _FIRST_NAMES_ALIKE), "spelling"


def _middles(one: Sequence[str], other: Sequence[str]) -> bool:
    """True where the names between the first and the last do not contradict each other."""
    if not one or not other:
        return True
    return all(any(_alike(a, b, _FIRST_NAMES_ALIKE) or a[0] == b for b in other) for a in one)


def _surnames(names: Sequence[_Name], persons: Sequence[_Name]) -> Iterator[NearMiss]:
    """A bare surname, and the full names that end in it."""
    bearers: dict[str, list[_Name]] = defaultdict(list)
    for name in persons:
        bearers[name.words[-1]].append(name)
    for name in names:
        if name.type == "PERSON" and len(name.words) == 1:
            full = sorted(bearers.get(name.words[0], ()), key=lambda one: (-one.mentions, one.id))
            for one in full[:_MOST_BEARERS]:
                # Of a few bearers any may be meant; of many nothing speaks for one.
                yield _miss(one, name, "surname", _SCORES["surname"] - 4 * min(10, len(full) - 1))


# -- other names -----------------------------------------------------------------------------------------------------


def _name_blocks(name: _Name) -> Iterator[str]:
    whole = "".join(name.words)
    if len(whole) < _SHORTEST_NAME:
        return
    if len(name.words) == 1:
        yield from (f"{name.type} {key}" for key in _keys(whole))
        return
    yield f"{name.type} {whole[:_LONGEST]}"
    ordered = sorted(name.words)
    yield f"{name.type} {' '.join(ordered)}"
    for at in range(len(ordered)):
        yield f"{name.type} {' '.join(ordered[:at] + ordered[at + 1 :])}"


def _others(one: _Name, other: _Name) -> NearMiss | None:
    if one.type != other.type:
        return None
    if "".join(one.words) == "".join(other.words):
        return _miss(one, other, "spelling", _ALL_BUT_MARKS)
    if one.type == "GROUP" and one.key.removesuffix("s") == other.key.removesuffix("s"):
        return _miss(one, other, "plural", _SCORES["plural"])
    if len(one.words) != len(other.words):
        return None
    if sorted(one.words) == sorted(other.words):
        return _miss(one, other, "order", _SCORES["order"])
    mine, theirs = _differing(one.words, other.words)
    if len(mine) != 1 or len(theirs) != 1 or min(len(mine[0]), len(theirs[0])) < _SHORTEST:
        return None
    alike = _alike(mine[0], theirs[0], _WORDS_ALIKE)
    if not alike:
        return None
    return _miss(one, other, _how(mine[0], theirs[0]), (alike + 100 * (len(one.words) - 1)) / len(one.words) - 3)


def _differing(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str]]:
    mine, theirs = list(one), list(other)
    for word in one:
        if word in theirs:
            theirs.remove(word)
            mine.remove(word)
    return mine, theirs


def _initialisms(names: Sequence[_Name]) -> Iterator[NearMiss]:
    """Capitals, and the one or two names that have these first letters."""
    longer: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        said = [word for word in name.key.replace("-", " ").split() if word not in _SMALL]
        if name.type == "ORG" and len(said) in _ACRONYM:
            longer["".join(word[0] for word in said)].append(name)
    for name in names:
        if name.type == "ORG" and len(name.words) == 1 and len(name.key) in _ACRONYM:
            found = longer.get(name.key, ())
            if len(found) <= _MOST_BEARERS:
                for one in found:
                    yield _miss(one, name, "initialism", _SCORES["initialism"] - 4 * (len(found) - 1))


def _two_kinds(names: Sequence[_Name]) -> Iterator[NearMiss]:
    """One name that was found as two kinds of thing."""
    same: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        same[name.key].append(name)
    for some in same.values():
        for one, other in combinations(some, 2):
            if one.type != other.type and frozenset((one.type, other.type)) not in _PAIRS_THAT_STAY:
                yield _miss(one, other, "kind", _SCORES["kind"])


# -- letters ---------------------------------------------------------------------------------------------------------


def _miss(one: _Name, other: _Name, kind: Kind, likeness: float) -> NearMiss:
    first, second = sorted((one, other), key=lambda name: (-name.mentions, name.id))
    return NearMiss(first.id, second.id, kind, round(max(0.0, min(100.0, likeness)), 1))


def _alike(one: str, other: str, least: float) -> float:
    """How alike two words are, of 100; 0 where they are not."""
    if one == other:
        return 100.0
    if min(len(one), len(other)) < _SHORTEST:
        return 0.0
    found = JaroWinkler.similarity(one, other, score_cutoff=least)
    if found and (OSA.distance(one, other) <= 2 or _heard(one) == _heard(other)):
        return 100 * float(found)
    if len(_heard(one)) > 2 and _heard(one) == _heard(other) and abs(len(one) - len(other)) < 4:
        return 88.0 if JaroWinkler.similarity(one, other) >= _HEARD_ALIKE else 0.0
    return 0.0


def _how(one: str, other: str) -> Kind:
    """Whether two names that are nearly one differ in their letters alone, or are one sound written in two ways."""
    same = [_heard(word) for word in one.split()] == [_heard(word) for word in other.split()]
    return "sound" if same and _letters(one, other) > 1 else "spelling"


def _letters(one: str, other: str) -> int:
    return int(OSA.distance(one, other))


def _keys(word: str) -> Iterator[str]:
    """What a word has in common with those that differ from it in a letter, or sound like it."""
    yield word
    if len(word) >= _SHORTEST:
        if len(word) <= _LONGEST:
            yield from (word[:at] + word[at + 1 :] for at in range(len(word)))
        heard = _heard(word)
        if len(heard) > 2:
            yield f"~{heard}"


@lru_cache(maxsize=65_536)
def _heard(word: str) -> str:
    """What is heard of a word, roughly: its consonants, different spellings of a sound made one, doubles single."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    word = word.translate(_LETTERS)
    single = "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])
    return single[:1] + "".join(letter for letter in single[1:] if letter not in _VOWELS)


def _plain(key: str) -> str:
    """A key without marks over its letters: é as e."""
    return "".join(c for c in unicodedata.normalize("NFKD", key) if not unicodedata.combining(c))


def letters_apart(one: str, other: str) -> int:
    """How many letters of two names differ, case and accents aside."""
    return _letters(_plain(one.casefold())[:1000], _plain(other.casefold())[:1000])
