"""A document that is not indexed yet, read by a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.config import load_settings
from index.errors import UnreadableFile
from index.indexing.apart import is_read_apart, read_apart
from index.readers.contained import Limits
from index.reading import read_directly

PAGE = "<html><head><title>The barge</title></head><body><p>A barge left the harbour at dusk.</p></body></html>"


def limits() -> Limits:
    return Limits(1_000_000, load_settings(None).settings.formats, False)


def test_it_gives_what_reading_directly_gives(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    found = read_apart(tmp_path, "page.html", limits(), tmp_path, 60, 1_000)
    assert found == read_directly(tmp_path, "page.html", limits()) and found.metadata.title == "The barge"


@pytest.mark.parametrize(
    ("name", "seconds", "reason"), [("none.pdf", 60, "no such file"), ("page.html", 0.001, "longer than 0.001 s")]
)
def test_why_it_cannot_be_read_comes_back(tmp_path: Path, name: str, seconds: float, reason: str) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    with pytest.raises(UnreadableFile, match=reason):
        read_apart(tmp_path, name, limits(), tmp_path, seconds, 1_000)


def test_a_process_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.indexing.apart._LAUNCH", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(UnreadableFile, match="signal 11"):
        read_apart(tmp_path, "page.html", limits(), tmp_path, 60, 1_000)


def test_plain_text_is_read_at_once() -> None:
    assert not is_read_apart("a/b.txt") and not is_read_apart("b.md")
    assert is_read_apart("b.pdf") and is_read_apart("box.zip!/a.txt")
