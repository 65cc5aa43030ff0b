"""Where things lie: the user's own directories, a folder for each collection, closed to others."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import platformdirs
import pytest

from index import paths
from index.errors import GlossatorError
from index.forgetting import forget

VARIABLES = {"cache": "XDG_CACHE_HOME", "state": "XDG_STATE_HOME", "data": "XDG_DATA_HOME", "config": "XDG_CONFIG_HOME"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.mark.parametrize("place", VARIABLES)
def test_agrees_with_platformdirs(place: paths.Place) -> None:
    expected = getattr(platformdirs, f"user_{place}_path")("glossator", appauthor=False)
    assert paths.user_folder(place) == expected


@pytest.mark.parametrize("place", VARIABLES)
def test_the_environment_decides(place: paths.Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLES[place], str(tmp_path / "elsewhere"))
    assert paths.user_folder(place) == tmp_path / "elsewhere" / "glossator"


@pytest.mark.skipif(sys.platform == "darwin", reason="not the XDG specification")
@pytest.mark.parametrize("value", ["", "relative/folder", "  "])
def test_a_relative_path_in_the_environment_is_ignored(value: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    assert paths.user_folder("cache") == home / ".cache" / "glossator"


def test_folders_are_closed_to_others_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folders = paths.collection_folders(tmp_path)
        folders.make("cache", "state", "data")
    finally:
        os.umask(before)
    for folder in (folders.cache, folders.state, folders.data, folders.cache.parent, folders.cache.parents[1]):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    note = folders.cache / "collection.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert json.loads(note.read_text()) == {"collection": str(tmp_path.resolve())}


def test_a_collection_is_its_real_path(tmp_path: Path) -> None:
    one, two = tmp_path / "a" / "Letters & Ćuk", tmp_path / "b" / "Letters & Ćuk"
    one.mkdir(parents=True)
    two.mkdir(parents=True)
    (tmp_path / "link").symlink_to(one)
    assert (
        paths.collection_key(one)
        == paths.collection_key(tmp_path / "link")
        == paths.collection_key(two / "../../a" / one.name)
    )
    assert paths.collection_key(one) != paths.collection_key(two)
    assert paths.collection_key(one).startswith("letters-cuk-")


@pytest.mark.parametrize("name", [b"\xff\xfe", "東京".encode(), b"-", b"x" * 200, b"a\nb\x1b[2J"])
def test_any_name_makes_a_plain_folder_name(name: bytes, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    key = paths.collection_key(folder)
    assert key.isascii()
    assert key.replace("-", "").isalnum()
    assert not key.startswith("-")
    assert len(key) < 64


def test_forget_removes_every_trace_and_nothing_else(tmp_path: Path) -> None:
    collection, other = tmp_path / "one", tmp_path / "two"
    collection.mkdir()
    other.mkdir()
    (collection / "letter.txt").write_text("kept")
    paths.collection_folders(collection).make("cache", "state", "data")
    paths.collection_folders(other).make()
    assert len(paths.traces(collection)) == 3
    collection_folders = paths.collection_folders(collection)
    assert forget(collection) == [collection_folders.cache, collection_folders.state, collection_folders.data]
    assert paths.traces(collection) == []
    assert len(paths.traces(other)) == 2
    assert (collection / "letter.txt").read_text() == "kept"


def test_forget_takes_away_a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    folders = paths.collection_folders(tmp_path / "one")
    folders.make("state")
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("kept")
    folders.cache.parent.mkdir(parents=True)
    folders.cache.symlink_to(precious)
    assert forget(tmp_path / "one") == [folders.cache, folders.state]
    assert (precious / "file").read_text() == "kept"
    assert not folders.cache.is_symlink()


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="asks the system")
def test_a_user_without_a_home_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", nobody)
    with pytest.raises(GlossatorError, match="set HOME, or XDG_STATE_HOME"):
        paths.user_folder("state")
