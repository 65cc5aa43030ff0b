"""Which mentions are one entity, within a document and across."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Mention
from index.understanding.grouping import (
    canonical_names,
    entity_id,
    group,
    normalised,
    records,
    slug,
)


def document(*names: tuple[str, str]) -> tuple[list[Mention], str]:
    """A text that is nothing but these names, and their mentions."""
    text = ""
    mentions = []
    for surface, kind in names:
        mentions.append(Mention(len(text), len(text) + len(surface), kind, "test", False))
        text += surface + " / "
    return mentions, text


def ids(*names: tuple[str, str]) -> list[str | None]:
    mentions, text = document(*names)
    return [mention.entity for mention in group(mentions, text)]


def person(*names: str) -> list[str | None]:
    return ids(*((name, "PERSON") for name in names))


def test_last_name_joins_the_full_name() -> None:
    assert person("Zalmay Harun", "Harun", "Harun’s", "Mr Harun") == ["person:zalmay-harun"] * 4


def test_last_name_before_first_and_middle() -> None:
    assert person("Ashraf Ghanem", "Abdul Ghanem Barak", "Ghanem")[2] == "person:ashraf-ghanem"
    assert person("Mike Vardek", "Mike")[1] == "person:mike-vardek"


def test_two_people_with_one_surname_leave_it_alone() -> None:
    assert person("Ada Marlowe", "Ruth Marlowe", "Marlowe")[2] == "person:marlowe"


def test_titles_initials_and_generations_do_not_part_a_person() -> None:
    assert len(set(person("John Amberley", "John F. Amberley", "Dr. John Amberley", "John Amberley Jr."))) == 1


@pytest.mark.parametrize("surface", ["US", "U.S.", "USA", "United States", "the United States", "America"])
def test_one_country(surface: str) -> None:
    assert ids((surface, "PLACE")) == ["place:united-states"]


def test_known_bodies() -> None:
    assert set(ids(("UN", "ORG"), ("U.N.", "ORG"), ("United Nations", "ORG"))) == {"org:united-nations"}
    assert set(ids(("DAESH", "ORG"), ("ISIS", "ORG"))) == {"org:islamic-state"}
    assert set(ids(("al-Qaeda", "ORG"), ("Al Qaida", "ORG"))) == {"org:al-qaeda"}
    assert set(ids(("U.S. State Department", "ORG"), ("State Department", "ORG"))) == {"org:state-department"}


def test_acronym_of_a_name_in_the_document() -> None:
    assert len(set(ids(("Varnian Analysts Network", "ORG"), ("VAN", "ORG")))) == 1
    assert len(set(ids(("Varnian Network", "ORG"), ("VN", "ORG")))) == 2


def body(*names: str) -> list[str | None]:
    return ids(*((name, "ORG") for name in names))


@pytest.mark.parametrize(
    ("names", "last"),
    [
        (("European Commission", "Commission"), "org:european-commission"),
        (("Bank of Varn", "the Bank"), "org:bank-of-varn"),
        (("Varn Airlines", "Varn"), "org:varn-airlines"),
        (("Noranda", "Noranda Inc."), "org:noranda"),
        (("Noranda Inc",), "org:noranda"),
        (("J.P. Vessar & Co",), "org:jp-vessar"),
        (("Varn Commission", "Harbour Commission", "Commission"), "org:commission"),
        (("Varn University", "Varn"), "org:varn"),
        (("Inc",), "org:inc"),
    ],
)
def test_short_forms_join_the_only_longer_name(names: tuple[str, ...], last: str) -> None:
    assert body(*names)[-1] == last


def test_a_place_by_its_head_alone() -> None:
    assert ids(("Corvenna Narrows", "PLACE"), ("Narrows", "PLACE"))[1] == "place:corvenna-narrows"


def test_place_and_group_stay_apart() -> None:
    assert ids(("Afghan", "GROUP"), ("Afghanistan", "PLACE")) == ["group:afghan", "place:afghanistan"]
    assert len(set(ids(("Zubran province", "PLACE"), ("Zubran", "PLACE")))) == 1


def test_dates_and_quantities_have_no_entity() -> None:
    assert ids(("3 May 2031", "DATE"), ("5,000", "QUANTITY")) == [None, None]


@pytest.mark.parametrize(
    ("name", "made"),
    [("Zalmay Harun", "zalmay-harun"), ("Émile Zola-Brun", "émile-zola-brun"), ("Οδός 5", "οδόσ-5"), ("中文", "中文")],
)
def test_slug(name: str, made: str) -> None:
    assert slug(name) == made


def test_slug_is_never_empty_and_never_long() -> None:
    assert slug("☺") and slug("") and slug("☺") != slug("☹")
    assert len(slug("x" * 5000)) <= 80
    assert entity_id("PERSON", "Ada") == "person:ada"


def test_records_and_canonical_names() -> None:
    mentions, text = document(
        ("Ada Marlowe", "PERSON"), ("Marlowe", "PERSON"), ("Marlowe", "PERSON"), ("U.S.", "PLACE")
    )
    assert canonical_names(mentions, text) == {
        "person:ada-marlowe": ("Ada Marlowe", "PERSON"),
        "place:united-states": ("United States", "PLACE"),
    }
    assert records(mentions, text)["person:ada-marlowe"].surfaces == (("Marlowe", 2), ("Ada Marlowe", 1))
    assert {m.entity for m in group(mentions, text)} == set(records(mentions, text))


NAMES = [
    "Ada Marlowe",
    "Marlowe",
    "Ada",
    "ADA MARLOWE",
    "Ruth Marlowe",
    "the UN",
    "U.N.",
    "Mr. Marlowe",
    "☺",
    "'s",
    ".",
]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["PERSON", "ORG", "PLACE"])), max_size=12))
def test_order_does_not_matter(names: list[tuple[str, str]]) -> None:
    mentions, text = document(*names)
    shuffled = mentions[:]
    random.Random(3).shuffle(shuffled)
    by_start = {mention.start: mention for mention in group(shuffled, text)}
    assert [by_start[mention.start] for mention in mentions] == group(mentions, text)
    assert records(mentions, text) == records(shuffled, text)
    assert group(group(mentions, text), text) == group(mentions, text)


@given(st.text(min_size=1, max_size=40), st.sampled_from(["PERSON", "ORG", "PLACE", "GROUP"]))
def test_any_surface_has_a_key_and_an_id(surface: str, kind: str) -> None:
    normalised(surface, kind)
    (identity,) = ids((surface, kind))
    assert identity and identity.partition(":")[2]
