"""Words in a window of one text, where looking into each stretch would take minutes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.search import proximity
from index.search.proximity import Stretch, matched, window

PLACES = st.sets(st.integers(0, 14), max_size=8).map(sorted)


def plainly(parts: list[list[int]], distance: int) -> list[Stretch]:
    """Every stretch is tried, and every way to share out its places."""
    standing: dict[int, list[int]] = {}
    for number, part in enumerate(parts):
        for place in part:
            standing.setdefault(place, []).append(number)
    found = {}
    for first in standing:
        for last in standing:
            if first < last <= first + len(parts) + distance - 1:
                within = [place for place in standing if first < place < last]
                for one in standing[first]:
                    for two in standing[last]:
                        rest = [part for part in range(len(parts)) if part not in (one, two)]
                        if one != two and matched(rest, within, standing):
                            found[first] = max(last, found.get(first, last))
    return sorted(found.items())


@given(st.lists(PLACES, min_size=2, max_size=4), st.integers(0, 6))
@settings(max_examples=100)
def test_the_widest_from_each_beginning(parts: list[list[int]], distance: int) -> None:
    assert window(parts, distance) == plainly(parts, distance)


def test_stretches_without_a_rare_word_are_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    looked, widest = [], proximity._widest
    monkeypatch.setattr(proximity, "_widest", lambda here, *rest: (looked.append(here[0]), widest(here, *rest))[1])
    assert window([list(range(5_000)), [5_000]], 10) == [(at, 5_000) for at in range(4_989, 5_000)]
    assert looked == list(range(4_989, 5_000))
