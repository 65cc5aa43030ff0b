"""How far two readers agree: percentage, Cohen's kappa, Krippendorff's alpha, and alpha for unitised text.

Everything is counted over stretches with their lengths and never over single characters, so that a long text costs what
its marks cost. What is not defined for the data at hand - nothing was marked, or all was - is None, never a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

Stretch = tuple[int, int]
"""Start and end, end excluded, in units."""


@dataclass(frozen=True, slots=True)
class Measures:
    """The agreement of two readers on one code."""

    units: int
    """Units compared, marked or not: characters or sentences."""
    marked_a: int
    """Units that the first marked."""
    marked_b: int
    both: int
    """Units that both marked alike."""
    percentage: float | None
    """Share of units on which they agree, 0 to 1."""
    kappa: float | None
    alpha: float | None
    """Krippendorff's alpha, nominal."""
    u_alpha: float | None
    """Krippendorff's alpha for unitised text."""


Pairs = Counter[tuple[Hashable, Hashable]]
"""What the first and the second say of a unit (None: nothing), with the number of units."""


def measure(one: Sequence[Stretch], other: Sequence[Stretch], length: int) -> Measures:
    """The agreement on one code over so many units; the stretches are those that each reader gave it."""
    unit = unitised_disagreement(one, other, length)
    return of_pairs(pairs_of([(*each, True) for each in one], [(*each, True) for each in other], length), [unit])


def of_pairs(pairs: Pairs, disagreements: Iterable[Disagreement | None]) -> Measures:
    """The measures of pairs that were counted, and of the disagreements in unitising, one for each code."""
    return Measures(
        units=sum(pairs.values()),
        marked_a=sum(number for (one, _), number in pairs.items() if one is not None),
        marked_b=sum(number for (_, other), number in pairs.items() if other is not None),
        both=sum(number for (one, other), number in pairs.items() if one is not None and one == other),
        percentage=percentage(pairs),
        kappa=kappa(pairs),
        alpha=alpha(pairs),
        u_alpha=u_alpha(disagreements),
    )


def pairs_of(
    one: Iterable[tuple[int, int, Hashable]], other: Iterable[tuple[int, int, Hashable]], length: int
) -> Pairs:
    """What each says of each unit: the value of a stretch, or of several that lie over each other the set of them."""
    edges: dict[int, list[tuple[int, Hashable, int]]] = {}
    for side, stretches in enumerate((one, other)):
        for start, end, value in stretches:
            start, end = max(0, start), min(end, length)
            if start < end:
                edges.setdefault(start, []).append((side, value, 1))
                edges.setdefault(end, []).append((side, value, -1))
    counted: Pairs = Counter()
    open_now: tuple[Counter[Hashable], Counter[Hashable]] = (Counter(), Counter())
    at = 0
    for place in sorted(edges):
        if place > at:
            counted[_said(open_now[0]), _said(open_now[1])] += place - at
        for side, value, step in edges[place]:
            open_now[side][value] += step
            if not open_now[side][value]:
                del open_now[side][value]
        at = place
    if length > at:
        counted[None, None] += length - at
    return counted


def _said(values: Counter[Hashable]) -> Hashable:
    return frozenset(values) if values else None


def percentage(pairs: Pairs) -> float | None:
    """The share of units on which both say the same; None where there is no unit."""
    units = sum(pairs.values())
    return _alike(pairs) / units if units else None


def kappa(pairs: Pairs) -> float | None:
    """Cohen's kappa (1960). None where chance alone would make them agree on everything."""
    units = sum(pairs.values())
    ours, theirs = _margins(pairs)
    # In whole numbers as far as it goes: with long texts 1 - expected is small.
    by_chance = sum(number * theirs[value] for value, number in ours.items())
    room = units * units - by_chance
    return (units * _alike(pairs) - by_chance) / room if room else None


def alpha(pairs: Pairs) -> float | None:
    """Krippendorff's alpha for nominal data and two readers without gaps. None where only one value occurs."""
    ours, theirs = _margins(pairs)
    values = ours + theirs
    total = sum(values.values())
    expected = total * total - sum(number * number for number in values.values())
    observed = 2 * (sum(pairs.values()) - _alike(pairs))
    return 1 - (total - 1) * observed / expected if expected else None


def _alike(pairs: Pairs) -> int:
    return sum(number for (one, other), number in pairs.items() if one == other)


def _margins(pairs: Pairs) -> tuple[Counter[Hashable], Counter[Hashable]]:
    ours: Counter[Hashable] = Counter()
    theirs: Counter[Hashable] = Counter()
    for (one, other), number in pairs.items():
        ours[one] += number
        theirs[other] += number
    return ours, theirs


# -- unitised text -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How much two readers disagree on where the units of one code lie, and how much chance would have them."""

    observed: float
    expected: float


def u_alpha(disagreements: Iterable[Disagreement | None]) -> float | None:
    """Krippendorff's alpha for unitised text, of one code or of several together. None where nothing was marked."""
    known = [each for each in disagreements if each is not None]
    expected = sum(each.expected for each in known)
    return 1 - sum(each.observed for each in known) / expected if expected else None


def unitised_disagreement(one: Sequence[Stretch], other: Sequence[Stretch], length: int) -> Disagreement | None:
    """Observed and expected disagreement of two readers on one code, in a continuum of `length`.

    K. Krippendorff, On the reliability of unitizing continuous data, Sociological Methodology 25 (1995), 47-76, as
    given again in his Measuring the reliability of qualitative text analysis data, Quality and Quantity 38 (2004),
    787-800; taken up in Krippendorff, Mathet, Bouvry and Widlöcher, On the reliability of unitizing textual continua,
    Quality and Quantity 50 (2016), 2347-2364. Units that overlap count by the squares of the distances between their
    ends, a unit that lies wholly in a gap of the other by the square of its length. Stretches of one reader that share
    a character are one unit. None where neither has a unit.
    """
    sides = (joined(one, length), joined(other, length))
    if not (sides[0] or sides[1]):
        return None
    gaps = (_gaps(sides[0], length), _gaps(sides[1], length))
    # Each pair of readers is counted both ways, as are the pairs it is divided by: m(m - 1) = 2.
    observed = 2 * _overlapping(sides[0], sides[1])
    observed += 2 * (_inside(sides[0], gaps[1]) + _inside(sides[1], gaps[0]))
    units = [end - start for side in sides for start, end in side]
    free = [end - start for side in gaps for start, end in side]
    whole = 2 * length
    pairs = whole * (whole - 1) - sum(size * (size - 1) for size in units)
    if not pairs:
        return Disagreement(observed / (2 * length * length), 0.0)
    # How many sizes there are is less than how many units: each is reckoned once.
    total = 0.0
    for size, times in Counter(units).items():
        among_units = (len(units) - 1) * (2 * size**3 - 3 * size**2 + size) / 3
        among_gaps = size**2 * sum(gap - size + 1 for gap in free if gap >= size)
        total += times * (among_units + among_gaps)
    return Disagreement(observed / (2 * length * length), 2 / length * total / pairs)


def joined(stretches: Iterable[Stretch], length: int) -> list[Stretch]:
    """Stretches in order, those that share a unit as one."""
    made: list[Stretch] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in stretches):
        if start >= end:
            continue
        if made and start < made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], end)
        else:
            made.append((start, end))
    return made


def _gaps(units: Sequence[Stretch], length: int) -> list[Stretch]:
    edges = [0, *(edge for unit in units for edge in unit), length]
    return [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2) if edges[at] < edges[at + 1]]


def _overlapping(ours: Sequence[Stretch], theirs: Sequence[Stretch]) -> int:
    """The squared distances between the ends of units that overlap."""
    total = first = 0
    for start, end in ours:
        while first < len(theirs) and theirs[first][1] <= start:
            first += 1
        at = first
        while at < len(theirs) and theirs[at][0] < end:
            total += (start - theirs[at][0]) ** 2 + (end - theirs[at][1]) ** 2
            at += 1
    return total


def _inside(units: Sequence[Stretch], gaps: Sequence[Stretch]) -> int:
    """The squared lengths of units that lie wholly in a gap."""
    total = at = 0
    for start, end in units:
        while at < len(gaps) and gaps[at][1] < end:
            at += 1
        if at < len(gaps) and gaps[at][0] <= start:
            total += (end - start) ** 2
    return total
