"""The layers on disk."""

from __future__ import annotations

import json
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from index.annotations import layer_file
from index.annotations.annotation import Annotation
from index.annotations.lines import Record, dump_line
from index.annotations.place import check_layer_name, is_layer_name, layer_name_from, marks_place, writable_marks_folder
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
    parse = layer_file.parse_line
    monkeypatch.setattr(layer_file, "parse_line", lambda line: read.append(line) or parse(line))
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


@pytest.mark.parametrize("name", ["", ".hidden", "../up", "a/b", "a b", "a\n", "ä", "x" * 101, "a\0"])
def test_names_that_are_no_names(folder: Path, one: Annotation, name: str) -> None:
    with pytest.raises(GlossatorError, match="layer"):
        LayerStore(folder, name)
    with pytest.raises(GlossatorError, match="layer"):
        save(opened(folder), one, layer=name)
    assert not folder.exists()
    assert check_layer_name(layer_name_from(name))


def test_names_that_are() -> None:
    assert all(map(is_layer_name, ["ann", "a.b-c_1", "-", "A"]))
    assert layer_name_from("Anna Müller") == "Anna-M-ller"


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

    monkeypatch.setattr(layer_file, "LARGEST_LAYER", 1024 * 1024)
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


# -- where marks lie ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", [".glossator", "layers", "ann.jsonl"])
def test_links_are_never_followed(tmp_path: Path, folder: Path, one: Annotation, which: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    save(opened(elsewhere), one)
    before = layer(elsewhere).read_bytes()
    if which == ".glossator":
        folder.symlink_to(elsewhere)
    elif which == "layers":
        folder.mkdir()
        (folder / "layers").symlink_to(elsewhere / "layers")
    else:
        (folder / "layers").mkdir(parents=True)
        layer(folder).symlink_to(layer(elsewhere))
    store = opened(folder)
    assert store.annotations() == []
    assert any("symbolic link" in fault.reason or "not a plain file" in fault.reason for fault in store.faults())
    with pytest.raises(ReadOnlyError):
        save(store, numbered(one, 2))
    with pytest.raises(ReadOnlyError):
        store.compact()
    store.close()
    assert layer(elsewhere).read_bytes() == before


def test_a_link_that_is_gone_makes_way(tmp_path: Path, folder: Path, one: Annotation) -> None:
    store = opened(folder)
    save(store, one)
    layer(folder).rename(tmp_path / "kept")
    layer(folder).symlink_to(tmp_path / "kept")
    store.refresh()
    assert store.annotations() == [] and store.faults()
    layer(folder).unlink()
    (tmp_path / "kept").rename(layer(folder))
    store.refresh()
    assert store.annotations() == [one] and store.faults() == []


@contextmanager
def as_somebody() -> Iterator[None]:
    """Without the rights of root, who may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def archive() -> Iterator[Path]:
    """A collection that may be read but not written, and beside it a folder that may be."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        root, data = Path(name, "archive"), Path(name, "data")
        root.mkdir(mode=0o755)
        data.mkdir()
        data.chmod(0o777)
        yield root
        root.chmod(0o755)


def test_on_a_read_only_disk_marks_go_to_the_user(archive: Path, one: Annotation) -> None:
    data = archive.parent / "data" / "archive"
    shared = archive / ".glossator"
    save(opened(shared), one, numbered(one, 2))
    (shared / "layers").chmod(0o555)
    shared.chmod(0o555)
    archive.chmod(0o555)
    with as_somebody():
        with pytest.raises(ReadOnlyError, match="--marks DIR"):
            save(opened(shared), numbered(one, 3))
        place = marks_place(archive, None, data)
        assert (place.folder, place.also, place.private) == (data / ".glossator", shared, True)
        assert writable_marks_folder(archive, None, data) == data / ".glossator"
        store = opened(place.folder, also=place.also, private=True)
        assert len(store.annotations()) == 2
        save(store, replace(one, note="mine", updated="2032-01-01T00:00:00.000Z"))
        save(store, replace(numbered(one, 2), deleted=True, updated="2032-01-01T00:00:00Z"))
        assert [each.note for each in store.annotations()] == ["mine"]
        store.compact(drop_deleted=True)
        assert [each.note for each in opened(place.folder, also=place.also).annotations()] == ["mine"]
        assert layer(place.folder).stat().st_mode & 0o777 == 0o600
        assert place.folder.stat().st_mode & 0o777 == 0o700
    archive.chmod(0o755)
    for each in (shared, shared / "layers"):
        each.chmod(0o755)
    again = marks_place(archive, None, data)
    assert (again.folder, again.also) == (shared, data / ".glossator")
    assert [each.note for each in opened(again.folder, also=again.also).annotations()] == ["mine"]


def test_a_read_only_folder_without_marks(archive: Path) -> None:
    data = archive.parent / "data"
    archive.chmod(0o555)
    with as_somebody():
        assert marks_place(archive, None, data).folder == data / ".glossator"


def test_marks_may_be_kept_elsewhere(tmp_path: Path, one: Annotation) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    place = marks_place(tmp_path, tmp_path / "link" / "marks", tmp_path / "data")
    assert place.folder == tmp_path / "real" / "marks"
    save(opened(place.folder), one)
    assert layer(tmp_path / "real" / "marks").is_file()


# -- any sequence of operations ------------------------------------------------------------------------------------


class StoreModel(RuleBasedStateMachine):
    """The store against a dictionary, under writing by two stores, compacting, reopening and torn lines."""

    base: Annotation

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / ".glossator"
        self.model: dict[str, Annotation] = {}

    @initialize()
    def open(self) -> None:
        self.stores = [LayerStore(self.folder, "ann"), LayerStore(self.folder, "ann")]

    @rule(
        who=st.integers(0, 1),
        number=st.integers(0, 5),
        document=st.sampled_from(["a", "b", "ü/\udcff"]),
        note=st.text(max_size=5),
        deleted=st.booleans(),
    )
    def write(self, who: int, number: int, document: str, note: str, deleted: bool) -> None:
        new = numbered(BASE, number, document=document, note=note, deleted=deleted)

        def change(lookup: Callable[[str], Record | None]) -> list[Record]:
            assert (lookup(new.id) is not None) == (new.id in self.model)
            return [to_record(new, lookup(new.id))]

        assert self.stores[who].write(change) == [new]
        self.model[new.id] = new

    @rule(who=st.integers(0, 1), drop=st.booleans())
    def compact(self, who: int, drop: bool) -> None:
        self.stores[who].compact(drop_deleted=drop)
        if drop:
            self.model = {id: each for id, each in self.model.items() if not each.deleted}

    @rule(who=st.integers(0, 1))
    def reopen(self, who: int) -> None:
        self.stores[who].close()
        self.stores[who] = LayerStore(self.folder, "ann")

    @rule(length=st.integers(1, 400))
    def tear(self, length: int) -> None:
        if layer(self.folder).exists():
            with layer(self.folder).open("ab") as file:
                file.write(dump_line(to_record(numbered(BASE, 99)))[:length])

    @invariant()
    def agree(self) -> None:
        for store in self.stores:
            store.refresh()
            kept = {each.id: each for each in self.model.values() if not each.deleted}
            assert {each.id: each for each in store.annotations()} == kept
            for document in ("a", "b", "ü/\udcff"):
                expected = {id for id, each in kept.items() if each.document == document}
                assert {each.id for each in store.of_document(document)} == expected

    def teardown(self) -> None:
        self.place.cleanup()


BASE = Annotation(
    id="",
    document="a",
    text_sha256="0" * 64,
    file_sha256="1" * 64,
    start=3,
    end=8,
    exact="words",
    prefix="of ",
    suffix=" and",
    note="",
    codes=(),
    kind=None,
    layer="ann",
    created="2031-09-10T12:00:00Z",
    updated="2031-09-10T12:00:00Z",
)

StoreModel.TestCase.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
test_the_store_is_a_dictionary = StoreModel.TestCase
