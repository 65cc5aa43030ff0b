"""Names that may be one: small cases, with those that must not be suggested, and properties of any names."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Entity
from index.errors import Cancelled
from index.understanding.aliases import near_misses
from index.understanding.grouping import entity_id, normalised


def entity(name: str, kind: str = "PERSON", mentions: int = 3) -> Entity:
    return Entity(entity_id(kind, normalised(name, kind)), name, kind, (name,), mentions, 1)


def found(*names: Entity) -> list[tuple[str, str, str]]:
    by_id = {each.id: each.name for each in names}
    return [(by_id[miss.one], by_id[miss.other], miss.kind) for miss in near_misses(names)]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Josef Hallam", "Joseph Hallam", "sound"),
        ("Abdul Ghani Baradar", "Abdul Ghani Bardar", "spelling"),
        ("Anthony Blinken", "Antony Blinken", "spelling"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskiy", "spelling"),
        ("Muammar Gaddafi", "Muammar Khadafy", "sound"),
        ("Mohammed Haqqani", "Muhamad Haqani", "sound"),
        ("Yusuf Demir", "Jusuf Demir", "spelling"),
        ("J. Hallam", "Josef Hallam", "initials"),
        ("Josef Hallam", "Josef Karl Hallam", "longer"),
        ("José Núñez", "Jose Nunes", "spelling"),
        ("António Guterres", "Antonio Guterres", "spelling"),
        ("Kim Jong Un", "Jong Un Kim", "order"),
    ],
)
def test_persons_that_may_be_one(one: str, other: str, kind: str) -> None:
    (miss,) = found(entity(one, mentions=9), entity(other))
    assert miss == (one, other, kind)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Abdul Ghani Baradar", "Ashraf Ghani"),
        ("Josef Hallam", "Greta Hallam"),
        ("Josef Hallam", "Josef Fayle"),
        ("G. Hallam", "Josef Hallam"),
        ("Jan Mars", "Jon Mark"),
        ("Li Wei", "Li Wen"),
    ],
)
def test_persons_that_are_two(one: str, other: str) -> None:
    assert found(entity(one), entity(other)) == []


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (("Harbour Ministry of Averil", "ORG"), ("Harbor Ministry of Averil", "ORG"), "spelling"),
        (("Afghan Analysts Network", "ORG"), ("AAN", "ORG"), "initialism"),
        (("Port Averil", "PLACE"), ("Portaveril", "PLACE"), "spelling"),
        (("Afghans", "GROUP"), ("Afghan", "GROUP"), "plural"),
        (("Kandahar", "PLACE"), ("Qandahar", "PLACE"), "spelling"),
        (("Taliban", "ORG"), ("Taliban", "GROUP"), "kind"),
        (("Corin Fayle", "PERSON"), ("Fayle", "PERSON"), "surname"),
    ],
)
def test_other_names(one: tuple[str, str], other: tuple[str, str], kind: str) -> None:
    assert [miss[2] for miss in found(entity(*one), entity(*other))] == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Afghans", "GROUP"), ("Afghans", "PLACE")),
        (("Cubans", "GROUP"), ("Gabonese", "GROUP")),
        (("Iran", "PLACE"), ("Iraq", "PLACE")),
        (("Ministry of War", "ORG"), ("Ministry of Peace", "ORG")),
        (("North Province", "ORG"), ("South Province", "ORG")),
        (("12 May", "DATE"), ("13 May", "DATE")),
    ],
)
def test_other_names_that_are_two(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert found(entity(*one), entity(*other)) == []


NAMES = st.lists(
    st.tuples(
        st.one_of(
            st.text(max_size=12),
            st.lists(
                st.sampled_from(["Josef", "J.", "Joseph", "Hallam", "Halam", "al-Hallam", "of", "AAN"]), max_size=4
            ).map(" ".join),
        ),
        st.sampled_from(["PERSON", "ORG", "PLACE", "GROUP", "SHIP", "DATE"]),
        st.integers(1, 3),
    ),
    max_size=12,
)


@given(NAMES, st.randoms())
@settings(max_examples=60)
def test_any_names_in_any_order(names: list[tuple[str, str, int]], shuffle: random.Random) -> None:
    unique = list({made.id: made for each in names if (made := entity(*each))}.values())
    before = near_misses(unique)
    shuffle.shuffle(unique)
    assert near_misses(unique) == before
    pairs = [frozenset((miss.one, miss.other)) for miss in before]
    assert len(set(pairs)) == len(pairs) and all(len(pair) == 2 for pair in pairs)
    assert all(0 <= miss.likeness <= 100 for miss in before)


def test_it_can_be_given_up() -> None:
    with pytest.raises(Cancelled):
        near_misses([entity("Josef Hallam")], lambda: True)
