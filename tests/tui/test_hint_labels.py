"""Labels of jump hints: none begins another, the nearest are the shortest, none lies upon another."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tui.hint_labels import LETTERS, Target, assign, chosen, labels

targets = st.lists(
    st.builds(
        lambda row, column, rank: Target(row * 80 + column, row, column, rank),
        *[st.integers(0, 60)] * 2,
        st.integers(0, 4),
    ),
    max_size=900,
)


def test_one_letter_as_long_as_the_letters_last() -> None:
    assert labels(0) == []
    assert labels(4) == ["a", "s", "d", "f"]
    assert labels(26) == list(LETTERS) and len(set(LETTERS)) == 26
    two = labels(27)
    assert two[:25] == list(LETTERS[:25]) and two[25:] == ["ma", "ms"]


@given(st.integers(0, 3000), st.integers(2, 26))
def test_labels_are_prefix_free_and_ordered_by_length(count: int, letters: int) -> None:
    found = labels(count, LETTERS[:letters])
    assert len(set(found)) == count
    assert found == sorted(found, key=len)
    ordered = sorted(found)
    assert all(not after.startswith(before) for before, after in itertools.pairwise(ordered))
    if count <= letters:
        assert all(len(label) == 1 for label in found)
    elif count <= letters * letters:
        assert max(map(len, found)) == 2


@given(targets, st.integers(0, 60), st.integers(0, 60))
def test_nearest_targets_have_the_shortest_labels(targets: list[Target], row: int, column: int) -> None:
    cursor = Target(row * 80 + column, row, column, 0)
    found = assign(targets, cursor)
    where = {target.offset: target for target in targets}
    assert set(found) <= set(where)
    far = {offset: 4 * abs(where[offset].row - row) + abs(where[offset].column - column) for offset in found}
    in_order = sorted(found, key=far.__getitem__)
    assert [len(found[offset]) for offset in in_order] == sorted(map(len, found.values()))
    rows: dict[int, list[tuple[int, int]]] = {}
    longest = max(map(len, found.values()), default=0)
    for offset in found:
        rows.setdefault(where[offset].row, []).append((where[offset].column, longest))
    for places in rows.values():
        ordered = sorted(places)
        assert all(a[0] + a[1] <= b[0] for a, b in itertools.pairwise(ordered))


def test_of_two_at_one_place_the_more_telling_one_is_kept() -> None:
    block, name, match = Target(10, 0, 10, 4), Target(10, 0, 10, 2), Target(11, 0, 11, 0)
    assert chosen([block, name], 1) == [name]
    assert chosen([block, name, match], 2) == [match]
    assert chosen([block, match, Target(90, 1, 10, 4)], 1) == [block, match, Target(90, 1, 10, 4)]
