"""How far two readers agree: against published figures, a library of its own, and counting by hand."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.layers.measures import (
    alpha,
    joined,
    kappa,
    measure,
    pairs_of,
    percentage,
    u_alpha,
    unitised_disagreement,
)

LENGTH = 24
stretch = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(lambda pair: tuple(sorted(pair)))
reader = st.lists(st.tuples(stretch, st.sampled_from("xyz")), max_size=5)


def pairs(ours, theirs):
    return pairs_of(
        [(start, end, code) for (start, end), code in ours],
        [(start, end, code) for (start, end), code in theirs],
        LENGTH,
    )


def by_character(marks):
    """What is said of every single character."""
    row = [frozenset(code for (start, end), code in marks if start <= at < end) for at in range(LENGTH)]
    return [values or None for values in row]


def test_the_worked_example_of_krippendorff_2004() -> None:
    """Continuum of 300: two units of c against three, two of k alike; the figures are those that were printed."""
    ours, theirs = [(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]
    same = [(30, 90), (150, 200)]
    c, k = unitised_disagreement(ours, theirs, 300), unitised_disagreement(same, same, 300)
    assert c is not None and k is not None
    assert (round(c.observed, 4), round(c.expected, 4), round(u_alpha([c]), 4)) == (0.0144, 0.0532, 0.7286)
    assert (k.observed, round(k.expected, 3), u_alpha([k])) == (0, 0.049, 1)
    assert u_alpha([c, k]) == pytest.approx(0.8591, abs=0.0005)


def test_kappa_by_hand() -> None:
    """Cohen's table of 50: 20 yes yes, 5 yes no, 10 no yes, 15 no no: 0.7 seen, 0.5 by chance."""
    counted = pairs_of([(0, 25, "yes")], [(0, 20, "yes"), (25, 35, "yes")], 50)
    assert percentage(counted) == 0.7
    assert kappa(counted) == pytest.approx(0.4)


def test_what_is_not_defined_is_none() -> None:
    nothing = measure([], [], 40)
    assert (nothing.percentage, nothing.kappa, nothing.alpha, nothing.u_alpha) == (1.0, None, None, None)
    everything = measure([(0, 40)], [(0, 40)], 40)
    assert (everything.percentage, everything.kappa, everything.alpha) == (1.0, None, None)
    empty = measure([], [], 0)
    assert (empty.units, empty.percentage, empty.kappa, empty.alpha, empty.u_alpha) == (0, None, None, None, None)
    # One of two marks nothing: that is disagreement, not the lack of a figure.
    one = measure([(4, 8)], [], 40)
    assert one.kappa == 0 and one.alpha is not None and one.alpha < 0 and one.u_alpha is not None


@settings(max_examples=60, deadline=None)
@given(reader, reader)
def test_stretches_count_as_characters_do(ours, theirs) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    one, other = by_character(ours), by_character(theirs)
    counted = pairs(ours, theirs)
    assert sum(counted.values()) == LENGTH
    assert percentage(counted) == sum(a == b for a, b in zip(one, other, strict=True)) / LENGTH

    values = list(dict.fromkeys([*one, *other]))
    chance = sum(one.count(value) * other.count(value) for value in values) / LENGTH**2
    if chance == 1:
        assert kappa(counted) is None
    else:
        assert kappa(counted) == pytest.approx((percentage(counted) - chance) / (1 - chance))

    if len(values) == 1:
        assert alpha(counted) is None
    else:
        table = [[values.index(value) for value in side] for side in (one, other)]
        theirs_says = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
        assert alpha(counted) == pytest.approx(theirs_says)


def slow_disagreement(ours, theirs):
    """Formula for formula over every pair of sections, with chance counted place by place."""
    sides = [joined(side, LENGTH) for side in (ours, theirs)]
    sections = []
    for units in sides:
        edges = sorted({0, LENGTH, *(edge for unit in units for edge in unit)})
        cut = [(a, b, (a, b) in units) for a, b in pairwise(edges)]
        sections.append(cut)
    observed = 0
    for i, j in ((0, 1), (1, 0)):
        for a, b, unit in sections[i]:
            for c, d, other in sections[j]:
                if unit and other and a < d and c < b:
                    observed += (a - c) ** 2 + (b - d) ** 2
                elif unit and not other and c <= a and b <= d:
                    observed += (b - a) ** 2
                elif other and not unit and a <= c and d <= b:
                    observed += (d - c) ** 2
    units = [b - a for side in sections for a, b, unit in side if unit]
    gaps = [b - a for side in sections for a, b, unit in side if not unit]
    total = 0.0
    for size in units:
        # Every way in which another unit of this size overlaps it, and every place of it in a gap, both ways round.
        total += (len(units) - 1) * sum(2 * shift**2 for shift in range(-size + 1, size))
        total += sum(2 * size**2 for gap in gaps for _ in range(gap - size + 1))
    all_pairs = 2 * LENGTH * (2 * LENGTH - 1) - sum(size * (size - 1) for size in units)
    return observed / (2 * LENGTH**2), total / LENGTH / all_pairs


@settings(max_examples=60, deadline=None)
@given(st.lists(stretch, max_size=4), st.lists(stretch, max_size=4))
def test_unitised_alpha_is_what_counting_every_place_gives(ours, theirs) -> None:
    # Units that touch stay apart in sections, so that the slow way can tell them.
    found = unitised_disagreement(ours, theirs, LENGTH)
    if found is None:
        assert not any(start < end for start, end in [*ours, *theirs])
        return
    observed, expected = slow_disagreement(ours, theirs)
    assert math.isclose(found.observed, observed) and math.isclose(found.expected, expected)
