"""The names of a collection, joined document by document, against joining all of them from nothing."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalogue import joining
from index.catalogue.calling import lines_of
from index.catalogue.database import open_for_writing
from index.catalogue.joining import NamesJoiner
from index.document import Entity, Mention
from index.errors import Cancelled
from index.understanding.grouping import EntityRecord, records

from .from_nothing import join_from_nothing

Names = Sequence[tuple[str, str, int]]
"""(spelling, type, how often)"""
Batch = Mapping[int, Names | None]
"""What becomes of some documents; None: it is removed."""
TABLES = ("named", "entities", "called", "spelled", "bearers", "bare")


def records_of(names: Names) -> list[EntityRecord]:
    """As analysis finds them in a document that is nothing but these names."""
    text, mentions = "", []
    for spelling, kind, count in names:
        for _ in range(count):
            mentions.append(Mention(len(text), len(text) + len(spelling), kind, "test", False))
            text += spelling + " / "
    found = list(records(mentions, text).values())
    return [*found, EntityRecord("date:2031-05", "2031-05", "DATE", (("2031-05", 1),))] if len(names) > 2 else found


class Joined:
    """A catalogue's tables of names, and what stands in its documents."""

    def __init__(self) -> None:
        self.db: sqlite3.Connection = open_for_writing(Path(":memory:"))
        self.joiner = NamesJoiner(self.db)
        self.documents: dict[int, list[EntityRecord]] = {}

    def change(self, batch: Batch) -> None:
        for number, names in batch.items():
            self.joiner.forget(number)
            self.documents.pop(number, None)
            if names is not None:
                self.documents[number] = records_of(names)
                self.joiner.put(number, self.documents[number])
        self.joiner.settle()

    def tables(self) -> dict[str, list[Any]]:
        return {table: sorted(self.db.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES}

    def means(self) -> dict[tuple[int, str], str]:
        return {(number, local): id for number, local, id, *_ in self.db.execute("SELECT * FROM named")}

    def entities(self) -> dict[str, tuple[str, ...]]:
        return {row[0]: row for row in self.db.execute("SELECT * FROM entities")}

    def called(self, id: str) -> str:
        return self.entities()[id][1]


def row_of(entity: Entity) -> tuple[Any, ...]:
    return entity.id, entity.name, entity.type, json.dumps(entity.aliases), entity.mentions, entity.documents


PERSONS = [
    *("Ada Marlowe", "Ruth Marlowe", "R. Marlowe", "Marlowe", "Mr. Marlowe", "ADA MARLOWE", "Ada"),
    *("Ada al-Marlowe", "Ada al Marlowe", "al-Marlowe", "Marlowe Ada", "☺", "Ruth Ames", "Ames"),
]
OTHERS = [("U.N.", "ORG"), ("the UN", "ORG"), ("United Nations", "ORG"), ("Marlowe", "PLACE"), ("Marlowe", "ORG")]
NAMES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(PERSONS), st.just("PERSON"), st.integers(1, 3)),
        st.sampled_from(OTHERS).flatmap(lambda each: st.tuples(st.just(each[0]), st.just(each[1]), st.just(1))),
    ),
    max_size=5,
)
BATCHES = st.lists(
    st.dictionaries(st.integers(1, 6), st.one_of(NAMES, NAMES, NAMES, st.none()), min_size=1, max_size=4),
    min_size=1,
    max_size=7,
)


@given(BATCHES, st.randoms(use_true_random=False), st.sampled_from([3, 50_000]))
@settings(max_examples=60, deadline=None)
def test_any_changes_come_to_what_joining_from_nothing_gives(
    batches: list[Batch], shuffle: random.Random, rows: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining, "_ROWS_AT_ONCE", rows)
        joined = Joined()
        for batch in batches:
            joined.change(batch)
            means, entities = join_from_nothing(joined.documents)
            assert joined.means() == means
            assert joined.entities() == {id: row_of(entity) for id, entity in entities.items()}
            assert joined.tables()["called"] == sorted(
                (name, id, how) for entity in entities.values() for name, id, how in lines_of(entity)
            )
        # The counts behind it are those of a catalogue that saw each document once, in whatever order and batches.
        anew = Joined()
        numbers = sorted(joined.documents)
        shuffle.shuffle(numbers)
        for number in numbers:
            anew.joiner.put(number, joined.documents[number])
            if shuffle.random() < 0.5:
                anew.joiner.settle()
        anew.joiner.settle()
        assert anew.tables() == joined.tables()
        joined.db.execute("DELETE FROM bearers")
        joined.joiner.renew(lambda done: True)
        assert joined.tables() == anew.tables()


def one(name: str, count: int = 1, kind: str = "PERSON") -> list[tuple[str, str, int]]:
    return [(name, kind, count)]


def test_a_surname_joins_the_only_full_name_and_leaves_it_again() -> None:
    joined = Joined()
    joined.change({1: one("Ada Marlowe"), 2: one("Marlowe")})
    assert joined.means()[2, "person:marlowe"] == "person:ada-marlowe"
    assert joined.entities()["person:ada-marlowe"][4:] == (2, 2)
    joined.change({3: one("Ruth Marlowe")})
    assert joined.means()[2, "person:marlowe"] == "person:marlowe"
    joined.change({3: None})
    assert joined.means()[2, "person:marlowe"] == "person:ada-marlowe"
    joined.change({1: None})
    assert set(joined.entities()) == {"person:marlowe"}


def test_a_surname_joins_only_a_clear_winner() -> None:
    joined = Joined()
    joined.change({1: one("Ada Marlowe", 4), 2: one("Ruth Marlowe", 2), 3: one("Marlowe")})
    assert joined.means()[3, "person:marlowe"] == "person:marlowe"
    joined.change({1: one("Ada Marlowe", 5)})
    assert joined.means()[3, "person:marlowe"] == "person:ada-marlowe"


def test_a_surname_that_its_own_document_leaves_open_stays_open() -> None:
    joined = Joined()
    joined.change({1: one("Ada Marlowe", 9), 2: [*one("Ruth Marlowe"), *one("Ada Marlowe"), *one("Marlowe")]})
    assert joined.means()[2, "person:marlowe"] == "person:marlowe"


def test_the_name_is_the_most_frequent_full_one() -> None:
    joined = Joined()
    joined.change({1: [*one("Marlowe", 3), *one("Ada Marlowe")], 2: one("ADA MARLOWE"), 3: one("Marlowe")})
    assert joined.called("person:ada-marlowe") == "ADA MARLOWE"
    joined.change({4: one("Ada Marlowe")})
    assert joined.called("person:ada-marlowe") == "Ada Marlowe"
    assert joined.entities()["person:ada-marlowe"][3] == '["Ada Marlowe", "Marlowe", "ADA MARLOWE"]'


def test_a_document_costs_its_own_names() -> None:
    joined = Joined()
    joined.change({number: [*one(f"Ada Marlowe{number % 7}x"), *one("UN", 1, "ORG")] for number in range(1, 200)})
    before = joined.db.total_changes
    joined.change({5: [*one("Ada Marlowe3x"), *one("UN", 1, "ORG")]})
    assert joined.db.total_changes - before < 30


def test_what_is_given_up_leaves_nothing_behind() -> None:
    joined = Joined()
    joined.change({1: one("Ada Marlowe"), 2: one("Marlowe")})
    before = joined.tables()
    joined.db.execute("BEGIN")
    joined.joiner.forget(1)
    joined.joiner.put(1, records_of(one("Ruth Ames")))
    joined.joiner.drop()
    joined.db.execute("ROLLBACK")
    joined.change({})
    assert joined.tables() == before
    with pytest.raises(Cancelled):
        joined.joiner.renew(lambda done: False)
