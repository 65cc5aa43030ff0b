"""Where marks lie: links, read-only disks, names of layers."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.annotations.annotation import Annotation
from index.annotations.place import check_layer_name, is_layer_name, layer_name_from, marks_place
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
        assert marks_place(archive, None, data).folder == data / ".glossator"
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
