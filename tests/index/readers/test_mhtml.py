"""Web pages saved as one file."""

from __future__ import annotations

import random
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from index.errors import UnreadableFile
from index.readers.web.mhtml import read

PAGE = (
    "<html><title>Fluß</title><body><article><h1>Fluß</h1><p>Über den Fluß, " + "und weiter, " * 30 + "ans Ufer.</p>"
    '<p>Eins<sup id=r1><a href="https://paper.example/a#f1">1</a></sup> zwei</p>'
    "<ol><li id=f1>Quelle: Buch.</li></ol></article>"
)


def saved(*, start: str = "", location: str = "", encoding: str = "iso-8859-15") -> bytes:
    whole = MIMEMultipart("related", **({"start": start} if start else {}))
    if location:
        whole["Snapshot-Content-Location"] = location
    frame, page = MIMEText("<p>An advertisement</p>", "html"), MIMEText(PAGE, "html", encoding)
    page["Content-ID"], page["Content-Location"] = "<page@x>", "https://paper.example/a"
    for part in (frame, page, MIMEText("p { color: red }", "css")):
        whole.attach(part)
    return whole.as_bytes()


@pytest.mark.parametrize("encoding", ["iso-8859-15", "utf-8"])
@pytest.mark.parametrize("by", ["start", "location"])
def test_the_page_is_read_and_its_frames_are_not(by: str, encoding: str) -> None:
    if by == "start":
        data = saved(start="<page@x>", encoding=encoding)
    else:
        data = saved(location="https://paper.example/a", encoding=encoding)
    found = read(data)
    assert found.text.startswith("Fluß\n\nÜber den Fluß, und")
    assert "advertisement" not in found.text and "color" not in found.text
    assert (found.reader, found.metadata.source) == ("mhtml/2", "paper.example")
    note = found.text.index("1. Quelle")
    mark = found.text.index("Eins") + 4
    assert [(link.start, link.target) for link in found.links] == [(mark, f"#{note}"), (note, f"#{mark}")]


def test_a_file_without_a_page_is_refused() -> None:
    for data in (b"", b"words\n", MIMEText("x", "plain").as_bytes(), b"Content-Type: multipart/related\n\n--"):
        with pytest.raises(UnreadableFile):
            read(data)


@pytest.mark.parametrize("count", [80, pytest.param(3_000, marks=pytest.mark.slow)])
def test_damaged_files_are_read_or_refused(count: int) -> None:
    chance = random.Random(3)
    data = saved(start="<page@x>")
    outcomes = set()
    for _ in range(count):
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(changed))
            changed[at : at + chance.choice((1, 1, 30))] = chance.choice(
                (bytes([chance.randrange(256)]), b"\n\n", b"--=", b"Content-Type: text/html; charset=x\n", b"")
            )
        try:
            read(bytes(changed))
            outcomes.add("read")
        except UnreadableFile:
            outcomes.add("refused")
    assert "read" in outcomes
