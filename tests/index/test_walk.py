"""Walking a folder: order, patterns, links, and what must not stop or mislead it."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Skipped
from index.errors import CollectionError
from index.patterns import Ignored
from index.walk import FoundFile, walk


def fill(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def found(root: Path, *ignore: str, **options: bool) -> list[str]:
    return [item.path for item in walk(root, ignore, **options) if isinstance(item, FoundFile)]  # type: ignore[arg-type]


def skipped(root: Path, **options: bool) -> dict[str, Skipped]:
    return {item.path: item for item in walk(root, **options) if isinstance(item, Skipped)}  # type: ignore[arg-type]


def test_files_come_in_the_order_of_their_whole_paths(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a/z.txt", "a-b.txt", "a.txt", "a/b/c.md", "B.txt", "a/b.txt")
    paths = found(tmp_path)
    assert paths == sorted(paths)
    assert len(paths) == 7


def test_a_file_carries_what_tells_that_it_changed(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (item,) = walk(tmp_path)
    status = (tmp_path / "a.txt").stat()
    assert item == FoundFile("a.txt", 1, status.st_mtime_ns, status.st_ino)


def test_kinds_without_a_reader_are_named_and_set_no_fault(tmp_path: Path) -> None:
    fill(tmp_path, "a.xyz", "README", ".profile", "b.TXT")
    assert found(tmp_path) == ["b.TXT"]
    reasons = skipped(tmp_path)
    assert reasons["a.xyz"] == Skipped("a.xyz", "no reader for .xyz", False)
    assert reasons["README"].reason == reasons[".profile"].reason == "no reader for files without a suffix"


def test_our_own_folder_is_never_read_at_any_depth(tmp_path: Path) -> None:
    fill(tmp_path, ".glossator/a.txt", "sub/.glossator/b.txt", "sub/c.txt")
    assert found(tmp_path) == ["sub/c.txt"]
    assert not skipped(tmp_path)


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("*.bak.txt", ["a.txt", "drafts/c.txt", "sub/drafts/d.txt", "x/y/z.txt"]),
        ("drafts/", ["a.txt", "b.bak.txt", "x/y/z.txt"]),
        ("/drafts", ["a.txt", "b.bak.txt", "sub/drafts/d.txt", "x/y/z.txt"]),
        ("**/drafts", ["a.txt", "b.bak.txt", "x/y/z.txt"]),
        ("sub/**", ["a.txt", "b.bak.txt", "drafts/c.txt", "x/y/z.txt"]),
        ("x/**/z.txt", ["a.txt", "b.bak.txt", "drafts/c.txt", "sub/drafts/d.txt"]),
        ("x/*/z.txt", ["a.txt", "b.bak.txt", "drafts/c.txt", "sub/drafts/d.txt"]),
        ("x/*.txt", ["a.txt", "b.bak.txt", "drafts/c.txt", "sub/drafts/d.txt", "x/y/z.txt"]),
        ("[ab].*", ["drafts/c.txt", "sub/drafts/d.txt", "x/y/z.txt"]),
        ("a.txt/", ["a.txt", "b.bak.txt", "drafts/c.txt", "sub/drafts/d.txt", "x/y/z.txt"]),
        ("# a.txt", ["a.txt", "b.bak.txt", "drafts/c.txt", "sub/drafts/d.txt", "x/y/z.txt"]),
    ],
)
def test_patterns_leave_out_what_they_name(tmp_path: Path, pattern: str, left: list[str]) -> None:
    fill(tmp_path, "a.txt", "b.bak.txt", "drafts/c.txt", "sub/drafts/d.txt", "x/y/z.txt")
    assert found(tmp_path, pattern) == left


def test_no_pattern_takes_exponential_time() -> None:
    deep = "/".join(["a"] * 200)
    assert not Ignored(["**/a/" * 30 + "b"]).matches(deep, False)
    assert not Ignored(["*a" * 60 + "b"]).matches("a" * 3000, False)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b", "**"]), min_size=2, max_size=6),
    st.lists(st.sampled_from("ab"), min_size=1, max_size=6),
)
def test_double_stars_match_as_the_definition_says(steps: list[str], names: list[str]) -> None:
    def matches(steps: list[str], names: list[str]) -> bool:
        if not steps:
            return not names
        if steps[0] == "**":
            least = 1 if len(steps) == 1 else 0
            return any(matches(steps[1:], names[skip:]) for skip in range(least, len(names) + 1))
        return bool(names) and names[0] == steps[0] and matches(steps[1:], names[1:])

    assert Ignored(["/" + "/".join(steps)]).matches("/".join(names), False) == matches(steps, names)


def test_pipes_sockets_and_devices_are_reported_and_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.txt")
        reasons = skipped(tmp_path)
    assert reasons["pipe.txt"] == Skipped("pipe.txt", "a named pipe, not a file", True)
    assert reasons["socket.txt"].reason == "a socket, not a file"


def test_links_within_are_passed_over_and_links_out_reported(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    fill(root, "a.txt", "sub/b.txt")
    fill(outside, "secret.txt")
    (root / "again.txt").symlink_to(root / "a.txt")
    (root / "loop").symlink_to(".")
    (root / "sub" / "up").symlink_to("..")
    (root / "out").symlink_to(outside)
    (root / "out.txt").symlink_to(outside / "secret.txt")
    (root / "nothing.txt").symlink_to("missing.txt")
    (root / "self.txt").symlink_to("self.txt")
    assert found(root) == ["a.txt", "sub/b.txt"]
    reasons = {path: item.reason for path, item in skipped(root).items()}
    assert reasons.pop("self.txt").startswith("a link that cannot be followed")
    assert reasons == {
        "nothing.txt": "a link to nothing",
        "out": "a link out of the collection",
        "out.txt": "a link out of the collection",
    }


def test_followed_links_lead_to_no_folder_twice(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    fill(root, "a.txt")
    fill(outside, "b.txt", "deep/c.txt")
    (outside / "back").symlink_to(root)
    (outside / "around").symlink_to(outside)
    (root / "one").symlink_to(outside)
    (root / "parent").symlink_to(tmp_path)
    (root / "two").symlink_to(outside / "deep")
    assert found(root, follow_links=True) == ["a.txt", "one/b.txt", "one/deep/c.txt"]
    reasons = {path: item.reason for path, item in skipped(root, follow_links=True).items()}
    assert reasons["parent"] == "a link to a folder that holds the collection"
    assert "read already" in reasons["two"]


def test_names_that_are_no_utf8_and_hostile_names_survive(tmp_path: Path) -> None:
    names = [
        b"latin1_\xe9.txt",
        b"new\nline.txt",
        b"-rf.txt",
        b" lead.txt",
        b"evil\x1b]0;x\x07.txt",
        "rtl_\u202e.txt".encode(),
    ]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text("x")
    assert {os.fsencode(path) for path in found(tmp_path)} == set(names)


def test_folders_deeper_than_python_calls(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(900):
        here = here / "d"
    here.mkdir(parents=True)
    (here / "a.txt").write_text("x")
    assert found(tmp_path) == ["d/" * 900 + "a.txt"]


def test_paths_longer_than_the_system_allows_are_reported(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("n" * 200, dir_fd=folder)
        below = os.open("n" * 200, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(folder)
    fill(tmp_path, "z.txt")
    items = list(walk(tmp_path))
    assert isinstance(items[0], Skipped)
    assert "name too long" in items[0].reason
    assert items[0].supported
    assert items[-1].path == "z.txt"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_cannot_be_listed_is_reported(tmp_path: Path) -> None:
    fill(tmp_path, "no/a.txt", "b.txt")
    (tmp_path / "no").chmod(0)
    try:
        assert found(tmp_path) == ["b.txt"]
        assert skipped(tmp_path)["no"] == Skipped("no", "the folder cannot be opened: permission denied", True)
    finally:
        (tmp_path / "no").chmod(0o700)


def test_a_folder_that_fails_to_open_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "no/a.txt", "b.txt")
    opened = os.open

    def refuse(path: str, flags: int) -> int:
        if path.endswith("/no"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    assert found(tmp_path) == ["b.txt"]
    assert skipped(tmp_path)["no"] == Skipped("no", "the folder cannot be opened: permission denied", True)


def test_a_root_that_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="no such file"):
        list(walk(tmp_path / "missing"))


def test_one_file_alone(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "sub/b.txt", "sub/c.xyz")
    assert [item.path for item in walk(tmp_path, ["*.txt"], only="sub/b.txt")] == ["sub/b.txt"]
    assert list(walk(tmp_path, only="sub/c.xyz")) == [Skipped("sub/c.xyz", "no reader for .xyz", False)]
    assert list(walk(tmp_path, only="sub/gone.txt")) == []
