"""Opening files that somebody sent: nothing blocks, nothing lies about its size."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from bench._damage import made
from index import readers
from index.errors import UnreadableFile
from index.readers import is_supported, opening, read_file, readers_fingerprint

MANY = 1_000_000


def reason(path: Path, max_bytes: int = MANY) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_file(path, max_bytes)
    return str(caught.value)


def test_a_file_is_read_with_what_identifies_it(tmp_path: Path) -> None:
    data = "Zürich\r\nKabul".encode()
    (tmp_path / "a.txt").write_bytes(data)
    result = read_file(tmp_path / "a.txt", MANY)
    assert result.extracted.text == "Zürich\nKabul"
    assert result.file_sha256 == hashlib.sha256(data).hexdigest()
    assert result.size == len(data)


def test_an_empty_file_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    extracted = read_file(tmp_path / "a.txt", MANY).extracted
    assert (extracted.text, extracted.blocks) == ("", ())


def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert reason(tmp_path / "pipe.txt") == "a named pipe, not a file"


def test_a_pipe_put_in_place_of_a_file_meanwhile_does_not_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").touch()
    status = (tmp_path / "a.txt").stat()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: status)
    assert reason(tmp_path / "pipe.txt") == "a named pipe, not a file"


def test_devices_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    assert reason(tmp_path / "folder.txt") == "a folder, not a file"
    with pytest.raises(UnreadableFile, match="a device"):
        opening.read_bytes(Path("/dev/zero"), MANY)


def test_links_are_followed_only_where_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to("a.txt")
    assert reason(tmp_path / "link.txt") == "a symbolic link, not a file"
    assert read_file(tmp_path / "link.txt", MANY, follow_links=True).extracted.text == "x"


def test_a_sparse_file_is_refused_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "sparse.txt").open("wb") as file:
        file.truncate(4 * 1024**3)
    assert reason(tmp_path / "sparse.txt") == "4,295.0 MB, and documents.max_megabytes allows 1.0 MB"


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")
    assert read_file(tmp_path / "a.txt", 5).size == 5
    assert "allows" in reason(tmp_path / "a.txt", 4)


@pytest.mark.parametrize("change", [b"longer than before", b"s"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: bytes
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    fstat = os.fstat

    def then_change(descriptor: int) -> os.stat_result:
        status = fstat(descriptor)
        path.write_bytes(change)
        return status

    monkeypatch.setattr(os, "fstat", then_change)
    assert reason(path) == opening.CHANGED


def test_missing_and_forbidden_files_have_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason(tmp_path / "missing.txt") == "no such file or directory"

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").touch()
    monkeypatch.setattr(os, "open", refuse)
    assert reason(tmp_path / "a.txt") == "permission denied"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
def test_a_file_without_permission_has_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch(mode=0)
    assert reason(tmp_path / "a.txt") == "permission denied"


def test_kinds_are_told_by_the_suffix(tmp_path: Path) -> None:
    assert is_supported("a/b.TXT")
    assert is_supported("x.markdown")
    assert not is_supported(".txt")
    assert not is_supported("txt")
    assert not is_supported("a.txt/b")
    assert reason(tmp_path / "a.xyz") == "no reader for .xyz"


def test_every_format_has_its_module_and_reports_its_version(tmp_path: Path) -> None:
    samples = dict(made())
    for kind in readers.FORMATS:
        assert kind.reader in readers_fingerprint()
        assert kind.contains or kind.reader.startswith("doc/") or kind.suffixes[0] in samples
        if not kind.contains and kind.suffixes[0] in samples and is_supported("a" + kind.suffixes[0]):
            (tmp_path / f"a{kind.suffixes[0]}").write_bytes(samples[kind.suffixes[0]])
            assert read_file(tmp_path / f"a{kind.suffixes[0]}", MANY).extracted.reader == kind.reader
