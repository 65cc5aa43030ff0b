"""The account table: rows that the rules propose, and what the reader decides on them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.annotations.annotation import Passage
from index.collection import Collection
from index.config import load_settings
from index.corrections.correction import Anchor, Correction, PlacedCorrection, PlacedPassage
from index.errors import GlossatorError
from index.facts.cell import Cell, Due, Slot
from index.facts.decisions import FactChoice, rows_of
from index.facts.events import Events
from index.facts.proposing import counted, propose
from index.facts.table import Row, Table, table
from index.facts.words import SPANS

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def collection(accounts: Desk) -> Iterator[Collection]:
    collection = Collection.open(accounts.folder, load_settings(None).settings)
    yield collection
    collection.close()


def read(collection: Collection) -> Table:
    reading = collection.ledgers.facts()
    for _ in reading.count():
        pass
    return table(reading.counted())


def called(found: Table, label: str) -> Row:
    (row,) = [row for row in found.shared() if row.label == label]
    return row


def words(row: Row) -> list[str]:
    return [cell.words for cell in row.cells]


def test_rows_are_proposed_with_conflicts_and_silence(collection: Collection) -> None:
    found = read(collection)
    assert [row.label for row in found.shared()] == [
        "minutes: call",
        "opened: boom navy Renk",
        "people aboard",
        "people dead",
    ]
    dead = called(found, "people dead")
    assert words(dead) == ["31 people", "47 people", "More than 30 people"]
    assert dead.conflict == "31 in 1 document, 47 in 1 document: both cannot hold"
    assert found.silent(dead) == ["poem.txt"] and found.silent(called(found, "people aboard")) == []
    opened = called(found, "opened: boom navy Renk")
    assert [cell.value for cell in opened.cells] == ["2031-08-31", "2031-09-02", "2031-09-01"]
    assert opened.cells[2].how == "counted: 72 hours from 2031-08-29 (signed)"
    for row in found.rows:
        for cell in row.cells:
            assert collection.document(cell.path).text[cell.start : cell.end] == cell.words


def test_the_command_prints_the_contract(accounts: Desk, collection: Collection) -> None:
    program = Path(sys.executable).with_name("glossator")
    printed = subprocess.run([program, "facts", "--json", accounts.folder], capture_output=True, check=True)
    answers = [json.loads(line) for line in printed.stdout.splitlines()]
    assert [set(answer) for answer in answers] == [{"row", "label", "cells", "conflict", "silent"}] * 4
    assert answers[3]["row"] == "people-dead" and answers[3]["silent"] == ["poem.txt"]
    text = collection.document("ferry.txt").text
    start = text.index("31 people")
    assert answers[3]["cells"][0] == {"document": "ferry.txt", "start": start, "end": start + 9, "text": "31 people"}


def test_what_is_decided_is_kept_and_undone(collection: Collection, accounts: Desk) -> None:
    deciding = collection.ledgers.deciding_facts
    dead, aboard = (called(read(collection), label) for label in ("people dead", "people aboard"))
    deciding.part(dead.cells[2], "the letter's dead")
    parted = read(collection)
    assert words(called(parted, "people dead")) == ["31 people", "47 people"]
    assert words(called(parted, "the letter's dead")) == ["More than 30 people"]
    deciding.join([*dead.cells[:1], *aboard.cells[:1]], "people")
    assert len(called(read(collection), "people").cells) == 4
    deciding.join([dead.cells[2], dead.cells[0]])
    joined = read(collection)
    assert len([row for row in joined.shared() if "30 people" in " ".join(words(row))]) == 1
    assert max(len(row.cells) for row in joined.shared()) == 5, "what is joined later counts"
    for _ in range(3):
        collection.undo()
    assert [words(row) for row in read(collection).shared()] == [words(row) for row in parted_before(collection)]
    text = collection.document("poem.txt").text
    at = text.index("the drowned")
    deciding.put(Passage("poem.txt", at, at + 11, "the drowned"), dead.cells)
    with_poem = called(read(collection), "people dead")
    assert words(with_poem)[-1] == "the drowned" and read(collection).silent(with_poem) == []
    deciding.call(with_poem.cells, "  the\ntoll ")
    (accounts.folder / "poem.txt").write_text("A line more\n\n" + text)
    try:
        collection.update()
        toll = called(read(collection), "the toll")
        assert toll.cells[-1].start == at + 13, "found again after an edit"
    finally:
        (accounts.folder / "poem.txt").write_text(text)
        collection.update()
    with pytest.raises(GlossatorError):
        deciding.call(with_poem.cells, "x" * 200)
    with pytest.raises(GlossatorError):
        deciding.join(dead.cells[:1])


def parted_before(collection: Collection) -> list[Row]:
    """Rows without any decision."""
    reading = collection.ledgers.facts()
    for _ in reading.count():
        pass
    from dataclasses import replace

    return table(replace(reading.counted(), placed=())).shared()


# -- properties --------------------------------------------------------------------------------------------------------

PATHS = "abcd"
UNITS = ("boat", "lamp", "")


def _cell(path: str, start: int, unit: str, number: int) -> Cell:
    return Cell(path, start, start + 1, "x", Slot("figure", unit, "fleet"), number, number, number)


CELLS = st.lists(
    st.builds(_cell, st.sampled_from(PATHS), st.integers(0, 6), st.sampled_from(UNITS), st.integers(1, 3)),
    unique_by=lambda cell: cell.place,
    min_size=2,
    max_size=12,
)
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["same", "apart", "label"]),
        st.lists(st.integers(0, 11), min_size=1, max_size=4),
        st.sampled_from(["", "one", "two"]),
    ),
    max_size=5,
)


def _placed(at: int, what: str, cells: list[Cell], label: str) -> PlacedCorrection:
    anchors = tuple(Anchor(cell.path, "", "", cell.start, cell.end, cell.words, "", "") for cell in cells)
    when = f"2031-09-10T00:00:0{at}.000Z"
    choice = FactChoice(what, label)  # type: ignore[arg-type]
    correction = Correction(f"urn:{at}", "fact", anchors, choice.as_json(), when, when)
    return PlacedCorrection(correction, tuple(PlacedPassage(each.document, each.start, each.end) for each in anchors))


def _rows(cells: list[Cell], names: dict[str, str], placed: list[PlacedCorrection]) -> set[object]:
    """Which cells stand together, under which label where one was given; documents called by other names."""
    back = {new: old for old, new in names.items()}
    events = Events({names[path]: frozenset(range(5)) for path in PATHS})
    some = sorted((cell._replace(path=names[cell.path]) for cell in cells), key=lambda cell: cell.place)
    moved = [
        PlacedCorrection(
            each.correction,
            tuple(PlacedPassage(names[at.document], at.start, at.end) for at in each.places if at is not None),
        )
        for each in placed
    ]
    found = rows_of(some, propose(some, events), moved)
    return {
        (
            frozenset((back[cell.path], cell.start) for cell in row.cells),
            row.label if row.label in ("one", "two") else "",
        )
        for row in found
    }


@settings(max_examples=60, deadline=None)
@given(CELLS, DEEDS, st.permutations(PATHS), st.randoms(use_true_random=False))
def test_decisions_give_the_same_rows_in_any_order(
    cells: list[Cell], deeds: list[tuple[str, list[int], str]], names: list[str], random: object
) -> None:
    placed = [
        _placed(at, what, [cells[number % len(cells)] for number in some], label)
        for at, (what, some, label) in enumerate(deeds)
    ]
    plain = _rows(cells, dict(zip(PATHS, PATHS, strict=True)), placed)
    assert plain == _rows(cells, dict(zip(PATHS, names, strict=True)), placed), "whatever the documents are called"
    shuffled = list(placed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plain == _rows(cells, dict(zip(PATHS, PATHS, strict=True)), shuffled), "in whatever order they are told"
    turned = [
        PlacedCorrection(Correction(c.id, c.about, c.anchors[::-1], c.value, c.created, c.updated), each.places[::-1])
        for each in placed
        for c in [each.correction]
    ]
    assert plain == _rows(cells, dict(zip(PATHS, PATHS, strict=True)), turned), "whichever passage comes first"
    assert sorted(place for group, _ in plain for place in group) == sorted((c.path, c.start) for c in cells)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("words", "unit"), [("99,999,999,999 hours", "hours"), ("99,999,999 years", "years")])
def test_a_length_of_time_beyond_every_calendar_comes_to_no_date(words: str, unit: str) -> None:
    signed = Cell("a.txt", 0, 6, "5 May 2031", Slot("date", "sign"), value="2031-05-05", label="signed")
    hours, number = SPANS[unit], int(words.split()[0].replace(",", ""))
    due = Cell("a.txt", 20, 40, words, Slot("date", "withdraw"), due=Due(hours, unit, number, "sign"))
    assert counted([signed, due], Events({})) == [signed]
