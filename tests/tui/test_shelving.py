"""Where documents and headings stand: every way of counting agrees with a plain list of what is drawn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.listing import Group
from tui.shelving import Shelving

SIZES = st.lists(st.integers(1, 6), max_size=12)


def grouped(sizes: list[int]) -> tuple[int, list[Group]]:
    """Documents in groups of these sizes."""
    groups, first = [], 0
    for number, size in enumerate(sizes):
        groups.append(Group(f"group {number}", first, size))
        first += size
    return first, groups


def items(sizes: list[int]) -> list[Group | int]:
    """The list as it is drawn: headings, and the positions of documents."""
    _, groups = grouped(sizes)
    return [item for group in groups for item in (group, *range(group.first, group.first + group.count))]


@given(SIZES, st.integers(1, 4))
def test_items_positions_and_rows_agree_with_the_list_as_it_is_drawn(sizes: list[int], pitch: int) -> None:
    shelving = Shelving(*grouped(sizes))
    drawn = items(sizes)
    assert len(shelving) == len(drawn)
    row = 0
    for at, item in enumerate(drawn):
        assert shelving.row_of(at, pitch) == row
        if isinstance(item, Group):
            assert shelving.heading_at(at) == item and shelving.is_heading(at)
            assert shelving.position_at(at) is None
            assert shelving.item_on(row, pitch) == (at, 0)
            row += 1
        else:
            assert shelving.heading_at(at) is None and not shelving.is_heading(at)
            assert shelving.position_at(at) == item and shelving.item_of(item) == at
            for line in range(pitch):
                assert shelving.item_on(row + line, pitch) == (at, line)
            row += pitch
    assert shelving.row_of(len(drawn), pitch) == row
    assert shelving.position_at(len(drawn)) is None and shelving.position_at(-1) is None


@given(st.integers(0, 50), st.integers(1, 4))
def test_without_groups_items_are_positions(documents: int, pitch: int) -> None:
    shelving = Shelving(documents)
    assert len(shelving) == documents
    for position in range(documents):
        assert shelving.item_of(position) == position == shelving.position_at(position)
        assert shelving.item_on(position * pitch, pitch) == (position, 0)
