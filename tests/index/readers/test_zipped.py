"""Parts of archives: what they may unpack to, whatever they say of themselves."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import UnreadableFile
from index.readers.office.zipped import Zipped


def made(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def test_parts_are_found_whatever_the_case_of_their_names() -> None:
    parts = Zipped(made({"Word\\Document.xml": b"text", "/a.xml": b"other"}), "a file")
    assert parts.read("word/document.XML") == b"text"
    assert parts.get("a.xml") == b"other"
    assert parts.get("b.xml") is None
    with pytest.raises(UnreadableFile, match=r"part b\.xml is missing"):
        parts.read("b.xml")


def test_a_bomb_is_refused_while_it_is_unpacked() -> None:
    data = bytearray(made({"a": bytes(30_000_000)}))
    # It says that it is small.
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    for bomb in (bytes(data), made({"a": bytes(30_000_000)})):
        with pytest.raises(UnreadableFile, match=r"times its size|damaged"):
            Zipped(bomb, "a file").read("a")


def test_a_part_that_is_too_large_is_refused() -> None:
    parts = Zipped(made({"a": bytes(range(256)) * 100}), "a file")
    assert len(parts.read("a", 25_600)) == 25_600
    with pytest.raises(UnreadableFile, match="more than"):
        parts.read("a", 25_599)


@pytest.mark.parametrize(
    ("at", "value", "reason"),
    [(6, 1, "encrypted"), (8, 99, "damaged"), (30 + 1 + 20, 0xFF, "damaged")],
    ids=["flag of encryption", "unknown method", "flipped byte"],
)
def test_a_part_that_cannot_be_unpacked_says_why(at: int, value: int, reason: str) -> None:
    data = bytearray(made({"a": b"some words " * 100}))
    data[at] = value
    central = data.index(b"PK\x01\x02")
    if at < 30:
        data[central + at + 2] = value
    with pytest.raises(UnreadableFile, match=reason):
        Zipped(bytes(data), "a file").read("a")


def test_what_is_no_archive_is_told_from_one_that_is_damaged() -> None:
    data = made({"a": b"text"})
    with pytest.raises(UnreadableFile, match=r"^not a file$"):
        Zipped(b"text", "a file")
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        Zipped(data[:20], "a file")
    cut = Zipped(data[:-30], "a file")
    assert cut.cut and cut.names() == ["a"] and cut.read("A") == b"text" and not Zipped(data, "a file").cut
