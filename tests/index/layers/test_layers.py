"""Layers of a collection beside each other: compared, taken over, settled, and their history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.annotations.annotation import PlacedAnnotation
from index.annotations.lines import dump_line
from index.annotations.record import to_record
from index.collection import Collection
from index.config import load_settings
from index.errors import CollectionError
from index.layers.comparing import compare

TEXT = "The ferry sank at night. The letter warned of the boom.\n\nNobody read the letter. The boom stayed there."


@pytest.fixture
def folder(homes, tmp_path: Path) -> Path:
    made = tmp_path / "harbour"
    made.mkdir()
    (made / "a.txt").write_text(TEXT, encoding="utf-8")
    (made / "b.txt").write_text("Another text, in which nobody marks anything.\n", encoding="utf-8")
    return made


def opened(folder: Path, layer: str = "ann") -> Collection:
    return Collection.open(folder, load_settings(None, {"annotations.layer": layer}).settings)


def mark(collection, words, layer=None, **said):
    start = TEXT.index(words)
    return collection.annotate("a.txt", start, start + len(words), layer=layer, **said).annotation


def brief(compared):
    return [
        (each.what, each.first.annotation.exact, each.parts, each.other.annotation.exact if each.other else "")
        for each in compared.differences
    ]


def test_what_differs_and_taking_the_other_way(folder: Path) -> None:
    room = opened(folder)
    mark(room, "ferry", codes=("ship",))
    mark(room, "ferry", codes=("ship",), layer="bo")
    mark(room, "letter warned", codes=("letter",), note="who?")
    mark(room, "The letter warned of the boom", codes=("letter",), note="who?", layer="bo")
    mark(room, "night", note="mine")
    mark(room, "night", note="theirs", codes=("time",), kind="claim", layer="bo")
    mark(room, "Nobody read", codes=("alone",))
    mark(room, "boom stayed", codes=("theirs",), layer="bo")
    compared = room.layers.compare("ann", "bo")
    assert compared.alike == 1
    assert brief(compared) == [
        ("differs", "night", ("codes", "note", "kind"), "night"),
        ("differs", "letter warned", ("boundaries",), "The letter warned of the boom"),
        ("only in a", "Nobody read", (), ""),
        ("only in b", "boom stayed", (), "boom stayed"),
    ]
    for difference in compared.differences:
        room.layers.take(difference)
    assert room.layers.compare("ann", "bo").differences == []
    assert room.layers.compare("ann", "bo").alike == 4
    # Each was one step of undo, and bo's layer was never written to.
    for _ in compared.differences:
        assert room.undo() is not None
    assert brief(room.layers.compare("ann", "bo")) == brief(compared)
    assert [(info.name, info.own, info.marks) for info in room.layers.all()] == [("ann", True, 4), ("bo", False, 4)]
    room.close()


def test_copies_files_and_history(folder: Path, tmp_path: Path) -> None:
    room = opened(folder)
    theirs = mark(room, "ferry", codes=("ship",), note="one", layer="bo")
    assert room.layers.copy([theirs]) == 1
    assert room.layers.copy([theirs]) == 0, "what is there already is not copied again"
    (copy,) = (placed.annotation for placed in room.annotations("a.txt") if placed.annotation.layer == "ann")
    room.edit_annotation(copy.id, note="two")
    assert [event.what for event in room.layers.history(copy)] == ["copied from the layer bo", "changed: note"]
    assert [event.person for event in room.layers.history(theirs)] == ["bo"]
    file = tmp_path / "sent by bo.jsonl"
    file.write_bytes((folder / ".glossator/layers/bo.jsonl").read_bytes())
    assert brief(room.layers.compare("ann", str(file))) == [("differs", "ferry", ("note",), "ferry")]
    with pytest.raises(CollectionError, match="neither a layer nor a file; the layers are ann, bo"):
        room.layers.compare("ann", "nobody")
    room.close()


def test_agreement_leaves_undefined_what_is(folder: Path) -> None:
    room = opened(folder)
    mark(room, "ferry", codes=("ship",))
    mark(room, "ferry", codes=("ship",), layer="bo")
    mark(room, "night", codes=("time",))
    rows = {(row.document, row.code): row.measures for row in room.layers.agree("ann", "bo")}
    assert set(rows) == {(path, code) for path in ("a.txt", None) for code in (None, "ship", "time")}
    assert rows["a.txt", "ship"].kappa == 1 and rows["a.txt", "ship"].u_alpha == 1
    assert rows["a.txt", "time"].kappa == 0 and rows["a.txt", "time"].units == len(TEXT)
    assert rows[None, None].percentage == pytest.approx(1 - 5 / len(TEXT))
    by_sentence = {row.code: row.measures for row in room.layers.agree("ann", "bo", unit="sentences") if row.document}
    assert (by_sentence["ship"].units, by_sentence["ship"].marked_a, by_sentence["ship"].both) == (4, 1, 1)
    # In the first sentence ann found two codes and bo one: that is no agreement on all codes together.
    assert by_sentence[None].percentage == 0.75
    assert (
        room.layers.agree("bo", "bo") != [] and room.layers.agree("nobody" if False else "bo", "bo")[0].measures.kappa
    )
    room.close()


def test_a_conflict_that_git_left_is_told_and_settled(folder: Path, mark_any) -> None:
    made = [mark_any(TEXT, 4, 9, note=note, updated=f"2031-01-0{day}T00:00:00Z") for day, note in ((1, "x"), (2, "y"))]
    layers = folder / ".glossator/layers"
    layers.mkdir(parents=True)
    lines = [b"<<<<<<< ours\n", dump_line(to_record(made[0])), b"=======\n", dump_line(to_record(made[1]))]
    (layers / "ann.jsonl").write_bytes(b"".join([*lines, b">>>>>>> theirs\n"]))
    room = opened(folder)
    (info,) = room.layers.all()
    assert info.conflict and {fault.line for fault in info.faults} == {1, 3, 5}
    assert room.layers.settle("ann") == 1
    (info,) = room.layers.all()
    assert (info.conflict, info.faults, info.marks) == (False, (), 2)
    assert sorted(placed.annotation.note for placed in room.annotations("a.txt")) == ["x", "y"]
    room.close()


def test_pairs_are_those_that_share_most(mark_any) -> None:
    def placed(*spans, layer):
        return [
            PlacedAnnotation(mark_any(TEXT, a, b, id=f"{layer}{a}-{b}", layer=layer), "exact", a, b) for a, b in spans
        ]

    compared = compare(placed((0, 10), (2, 8), layer="a"), placed((2, 9), (0, 11), (9, 12), layer="b"))
    found = [(d.one and d.one.annotation.id, d.other and d.other.annotation.id) for d in compared.differences]
    assert found == [("a0-10", "b0-11"), ("a2-8", "b2-9"), (None, "b9-12")]


def test_a_file_by_hand_with_a_mistake_is_told_of(folder: Path, mark_any) -> None:
    layers = folder / ".glossator/layers"
    layers.mkdir(parents=True)
    (layers / "bo.jsonl").write_bytes(dump_line(to_record(mark_any(TEXT, 4, 9, layer="bo"))) + b"{\n")
    room = opened(folder)
    infos = {info.name: info for info in room.layers.all()}
    assert infos["bo"].marks == 1 and [fault.line for fault in infos["bo"].faults] == [2]
    assert json.dumps([infos["bo"].person, infos["bo"].last_change]) == '["bo", "2031-09-10T12:00:00.000Z"]'
    room.close()
