"""The layers on disk."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.annotations import record_file
from index.annotations.annotation import Annotation
from index.annotations.lines import dump_line
from index.annotations.record import to_record
from index.annotations.store import LayerStore
from index.errors import GlossatorError, ReadOnlyError

Mark = Callable[..., Annotation]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".glossator"


@pytest.fixture
def one(mark: Mark) -> Annotation:
    return mark("Some words here, and some there.", "words")


def numbered(annotation: Annotation, number: int, **changes: Any) -> Annotation:
    return replace(annotation, id=f"urn:uuid:{uuid.UUID(int=number)}", **changes)


def save(store: LayerStore, *annotations: Annotation, layer: str | None = None) -> None:
    store.write(lambda lookup: [to_record(each, lookup(each.id)) for each in annotations], layer)


def opened(folder: Path, layer: str = "ann", **options: Any) -> LayerStore:
    store = LayerStore(folder, layer, **options)
    store.refresh()
    return store


def layer(folder: Path, name: str = "ann") -> Path:
    return folder / "layers" / f"{name}.jsonl"


def ids(store: LayerStore) -> set[str]:
    return {annotation.id for annotation in store.annotations()}


# -- what is saved is there -----------------------------------------------------------------------------------------


def test_nothing_is_made_before_the_first_write(folder: Path, one: Annotation) -> None:
    store = opened(folder)
    assert store.annotations() == [] and store.layers() == ["ann"] and store.faults() == []
    store.compact()
    store.close()
    assert not folder.exists()
    save(store, one)
    assert layer(folder).is_file()
    assert opened(folder).annotations() == [one]


def test_the_last_line_with_an_id_counts(folder: Path, one: Annotation) -> None:
    store = opened(folder)
    save(store, one)
    save(store, replace(one, note="second"))
    assert [each.note for each in store.annotations()] == ["second"]
    assert layer(folder).read_bytes().count(b"\n") == 2
    assert [each.note for each in opened(folder).annotations()] == ["second"]


def test_a_deleted_one_is_kept_as_deleted(folder: Path, one: Annotation) -> None:
    store = opened(folder)
    save(store, one)
    save(store, replace(one, deleted=True))
    for each in (store, opened(folder)):
        assert each.annotations() == []
        assert each.find(one.id) == replace(one, deleted=True)


def test_they_are_found_by_document_file_and_id(folder: Path, one: Annotation) -> None:
    other = numbered(one, 2, document="b.txt", file_sha256="f" * 64)
    store = opened(folder)
    save(store, one, other)
    assert store.of_document("b.txt") == [other]
    assert store.of_file(one.file_sha256) == [one]
    assert store.find(other.id) == other and store.find("urn:x") is None
    save(store, replace(other, document="c.txt"))
    assert store.of_document("b.txt") == [] and store.documents() == ["a.txt", "c.txt"]


def test_another_store_sees_what_was_saved_without_reading_it_all_again(
    folder: Path, one: Annotation, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = opened(folder), opened(folder)
    save(mine, *(numbered(one, number) for number in range(100)))
    theirs.refresh()
    read: list[bytes] = []
    parse = record_file.parse_line
    monkeypatch.setattr(record_file, "parse_line", lambda line: read.append(line) or parse(line))
    before = theirs.generation
    theirs.refresh()
    assert theirs.generation == before and not read
    save(mine, numbered(one, 200))
    assert len(read) == 1
    theirs.refresh()
    assert len(read) == 2 and ids(theirs) == ids(mine) and theirs.generation > before


def test_a_file_that_was_replaced_is_read_anew(folder: Path, one: Annotation) -> None:
    store = opened(folder)
    save(store, *(numbered(one, number) for number in range(5)))
    lines = layer(folder).read_bytes().splitlines(keepends=True)
    layer(folder).write_bytes(b"".join(lines[3:]) + lines[0].replace(b"some words", b"some words"))
    store.refresh()
    assert ids(store) == {numbered(one, number).id for number in (3, 4, 0)}
    layer(folder).unlink()
    store.refresh()
    assert store.annotations() == []


def test_each_layer_is_its_own(folder: Path, one: Annotation) -> None:
    store = opened(folder)
    save(store, one)
    save(store, replace(one, layer="bob", note="mine"), layer="bob")
    assert {(each.layer, each.note) for each in store.annotations()} == {("ann", ""), ("bob", "mine")}
    assert store.layers() == ["ann", "bob"]
    found, theirs = store.find(one.id), opened(folder, "bob").find(one.id)
    assert found is not None and found.layer == "ann"
    assert theirs is not None and theirs.layer == "bob"


def test_keys_of_another_tool_outlive_an_edit(folder: Path, one: Annotation) -> None:
    store = opened(folder)
    save(store, one)
    with layer(folder).open("ab") as file:
        file.write(dump_line({**to_record(one), "seen:by": {"tool": [1, 2]}}))
    save(store, replace(one, note="noted"))
    store.compact()
    record = json.loads(layer(folder).read_text("utf-8"))
    assert record["seen:by"] == {"tool": [1, 2]}
    assert store.record(replace(one, note="noted")) == record


# -- files that are not as they should be -------------------------------------------------------------------------


def test_a_layer_that_begins_with_a_byte_order_mark_can_be_written(folder: Path, one: Annotation) -> None:
    layer(folder).parent.mkdir(parents=True)
    layer(folder).write_bytes(b"\xef\xbb\xbf" + dump_line({**to_record(one), "seen:by": "x"}))
    save(opened(folder), replace(one, note="changed"))
    store = opened(folder)
    (now,) = store.annotations()
    assert now.note == "changed" and store.record(now)["seen:by"] == "x"


def test_a_torn_last_line_is_told_healed_and_kept(folder: Path, one: Annotation) -> None:
    save(opened(folder), one, numbered(one, 2))
    whole = layer(folder).read_bytes()
    layer(folder).write_bytes(whole + dump_line(to_record(numbered(one, 3)))[:200])
    store = opened(folder)
    assert len(store.annotations()) == 2
    ((file, line, reason),) = store.faults()
    assert (file, line) == (".glossator/layers/ann.jsonl", 3) and "never finished" in reason
    save(store, numbered(one, 4))
    assert len(store.annotations()) == 3
    assert [fault.line for fault in store.faults()] == [3]
    store.compact()
    assert len(opened(folder).annotations()) == 3
    assert layer(folder).read_bytes().endswith(dump_line(to_record(numbered(one, 3)))[:200] + b"\n")


def test_a_last_line_without_its_newline_counts_if_it_is_complete(folder: Path, one: Annotation) -> None:
    save(opened(folder), one, numbered(one, 2))
    layer(folder).write_bytes(layer(folder).read_bytes().rstrip(b"\n"))
    store = opened(folder)
    assert len(store.annotations()) == 2 and store.faults() == []
    save(store, numbered(one, 3))
    assert len(opened(folder).annotations()) == 3
    with layer(folder).open("ab") as file:
        file.write(b"nonsense\n")
    store.refresh()
    assert [fault.line for fault in store.faults()] == [4]


def test_a_line_that_is_being_written_is_awaited(folder: Path, one: Annotation) -> None:
    store = opened(folder)
    save(store, one)
    line = dump_line(to_record(numbered(one, 2)))
    for piece in (line[:50], line[50:300], line[300:]):
        with layer(folder).open("ab") as file:
            file.write(piece)
        store.refresh()
    assert len(store.annotations()) == 2 and store.faults() == []


def test_bad_lines_are_told_and_never_lost(folder: Path, one: Annotation) -> None:
    save(opened(folder), one)
    bad = [b"nonsense", b"\xff\xfe", b"[1]", b'{"type":"Annotation"}', b"{" * 100_000]
    good = dump_line(to_record(numbered(one, 2, document="0.txt")))
    layer(folder).write_bytes(b"\xef\xbb\xbf" + layer(folder).read_bytes() + b"\n".join(bad) + b"\r\n\n" + good)
    store = opened(folder)
    assert len(store.annotations()) == 2
    assert [fault.line for fault in store.faults()] == [2, 3, 4, 5, 6]
    store.compact()
    lines = layer(folder).read_bytes().splitlines()
    assert lines == [good.rstrip(), dump_line(to_record(one)).rstrip(), *bad]


def test_a_merge_conflict_is_told_and_not_torn_apart(folder: Path, one: Annotation) -> None:
    save(opened(folder), numbered(one, 1))
    lines = [b"<<<<<<< HEAD\n", dump_line(to_record(numbered(one, 3))), b"=======\n"]
    lines += [dump_line(to_record(numbered(one, 2))), b">>>>>>> theirs\n"]
    layer(folder).write_bytes(layer(folder).read_bytes() + b"".join(lines))
    before = layer(folder).read_bytes()
    store = opened(folder)
    assert len(store.annotations()) == 3
    assert [fault.line for fault in store.faults() if "conflict" in fault.reason] == [2, 4, 6]
    store.compact()
    assert layer(folder).read_bytes() == before


def test_a_line_or_a_layer_beyond_all_measure_is_told(
    folder: Path, one: Annotation, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(opened(folder), one)
    with layer(folder).open("ab") as file:
        file.write(b'{"x":"' + b"x" * (9 * 1024 * 1024) + b'"}\n' + dump_line(to_record(numbered(one, 2))))
    store = opened(folder)
    assert len(store.annotations()) == 2
    assert [(fault.line, "longer than 8 MB" in fault.reason) for fault in store.faults()] == [(2, True)]
    size = layer(folder).stat().st_size
    store.compact()
    assert layer(folder).stat().st_size == size
    with pytest.raises(GlossatorError, match="longer than"):
        save(store, numbered(one, 3, note="x" * (9 * 1024 * 1024)))

    monkeypatch.setattr(record_file, "LARGEST_FILE", 1024 * 1024)
    store = opened(folder)
    assert store.annotations() == [] and "larger than 1 MB" in store.faults()[0].reason
    with pytest.raises(ReadOnlyError, match="larger than 1 MB"):
        save(store, one)


def test_a_layer_of_a_newer_version_is_shown_and_left_alone(folder: Path, one: Annotation) -> None:
    layer(folder).parent.mkdir(parents=True)
    layer(folder).write_bytes(dump_line({**to_record(one), "glossator:version": 2}) + b"\n\n")
    before = layer(folder).read_bytes()
    store = opened(folder)
    assert store.annotations() == [one] and "newer version" in store.faults()[0].reason
    with pytest.raises(ReadOnlyError, match="newer version"):
        save(store, numbered(one, 2))
    store.compact()
    assert layer(folder).read_bytes() == before


def test_a_file_that_is_no_layer_is_told(folder: Path, one: Annotation) -> None:
    save(opened(folder), one)
    for name in ("two words.jsonl", ".ann.jsonl.swp", "notes.txt"):
        (folder / "layers" / name).write_text("nonsense")
    assert [fault.file for fault in opened(folder).faults()] == [".glossator/layers/two words.jsonl"]


# -- compacting ---------------------------------------------------------------------------------------------------


def test_compacting_sorts_by_document_and_position(folder: Path, one: Annotation) -> None:
    store = opened(folder)
    shuffled = [
        numbered(one, 1, document="b.txt", start=9, end=14),
        numbered(one, 2, document="a.txt", start=90, end=95),
        numbered(one, 3, document="b.txt", start=10, end=15),
        numbered(one, 4, document="a.txt", start=5, end=10),
    ]
    for each in shuffled:
        save(store, each)
    save(store, replace(shuffled[0], note="later"))
    layer(folder).chmod(0o640)
    store.compact()
    starts = [
        json.loads(line)["target"]["selector"][1]["start"] for line in layer(folder).read_text("utf-8").splitlines()
    ]
    assert starts == [5, 90, 9, 10]
    assert layer(folder).stat().st_mode & 0o777 == 0o640
    assert os.listdir(layer(folder).parent) == ["ann.jsonl"]
    assert sorted(ids(opened(folder))) == sorted(each.id for each in shuffled)
    untouched = layer(folder).stat().st_mtime_ns
    store.compact()
    assert layer(folder).stat().st_mtime_ns == untouched
    save(store, numbered(one, 5))
    assert len(store.annotations()) == 5


def test_deleted_ones_leave_by_the_command_only(folder: Path, one: Annotation) -> None:
    store = opened(folder)
    save(store, one, numbered(one, 2))
    save(store, replace(one, deleted=True))
    store.close()
    assert layer(folder).read_bytes().count(b"\n") == 2
    assert opened(folder).find(one.id) is not None
    store.compact(drop_deleted=True)
    assert layer(folder).read_bytes().count(b"\n") == 1
    assert opened(folder).find(one.id) is None


def test_only_layers_that_were_written_are_rewritten(folder: Path, one: Annotation) -> None:
    save(opened(folder, "bob"), numbered(one, 2), numbered(one, 1))
    before = layer(folder, "bob").read_bytes()
    store = opened(folder)
    save(store, one)
    store.compact()
    assert layer(folder, "bob").read_bytes() == before
