"""What formats have beside their text, in the reading room: pages to go to, links to follow, headings by level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.document import Skipped
from index.keys import folder_of
from index.skipping import by_reason
from tui.widgets.document_row import file_name, place_in_words

from ..conftest import ROOT, Desk, Homes, index_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..conftest import OpenRoom

BOOK, REPORT = "forty-seven-lamps.epub", "2031-11-28_commission_interim-report.pdf"
STATEMENT = "2031-10-20_commission_statement-of-the-duty-clerk.docx"
RADIO, LETTERS, MAILS = "radio-narrows_the-night.srt", "harbour-herald_letters.csv", "harbour-office.mbox"


@pytest.fixture(scope="module")
def formats_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Six of the samples, indexed once."""
    base = tmp_path_factory.mktemp("formats")
    folder = base / "formats"
    folder.mkdir()
    for name in (BOOK, REPORT, STATEMENT, RADIO, LETTERS, MAILS):
        (folder / name).write_bytes((ROOT / "samples" / name).read_bytes())
    (folder / "broken.pdf").write_bytes(b"no PDF at all")
    (folder / "sound.mp3").write_bytes(b"\xff\xfb")
    homes = Homes(base)
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch)
        index_folder(folder)
    yield Desk(homes, folder)


@pytest.fixture
def formats(formats_once: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The same, as nobody has read them yet."""
    formats_once.homes.use(monkeypatch)
    formats_once.clear()
    yield formats_once


async def test_what_was_skipped_is_told_by_reason(formats: Desk, visit: OpenRoom) -> None:
    async with visit(formats.folder) as here:
        await here.press("g", "i")
        shown = here.screen_text()
        assert "2 of 14 · 1 of kinds that are read" in shown
        assert "▾ 1 file: not a PDF file" in shown and "as subtitles (.srt, .vtt) it is read" in shown
        page = here.room.screen.page_named("skipped")
        await here.press("j", "enter")
        assert here.message == "not a document: not a PDF file"
        await here.press("k", "enter")
        assert "▸ 1 file: not a PDF file" in here.screen_text() and "broken.pdf" not in here.screen_text()
        await here.press("F")
        await here.write("sound")
        await here.press("enter")
        assert [page.key_of(row) for row in page.items] == ["why no reader for .mp3", "file sound.mp3"]
        await here.press("escape")
        assert len(page.items) == 3


def test_reasons_that_differ_in_a_number_are_one() -> None:
    many = [Skipped(f"{n}.pdf", f"{n}.5 MB, and documents.max_megabytes allows 10.0 MB", True) for n in range(20)]
    reasons = by_reason(
        [*many, Skipped("a.mp3", "no reader for .mp3", False), Skipped("b.mp4", "no reader for .mp4", False)]
    )
    assert [(reason.words, len(reason.files), bool(reason.advice)) for reason in reasons] == [
        ("… MB, and documents.max_megabytes allows … MB", 20, True),
        ("no reader for .mp3", 1, True),
        ("no reader for .mp4", 1, True),
    ]
    assert [each.path for each in reasons[0].files[:3]] == ["0.pdf", "1.pdf", "2.pdf"]
    read = by_reason([*many, Skipped("c.docx", "the file is cut short, and read as far as it goes", True, read=True)])
    assert [(reason.read, reason.advice) for reason in read[1:]] == [(True, "look for a whole copy")]


def test_places_in_files_read_as_places() -> None:
    paths = (
        "a/b.txt",
        "2031/box.zip!/letters/a.txt",
        "names.json!/2",
        "posts.csv!/https://x.org/2",
        "m.mbox!/<a/1>.eml",
    )
    assert [place_in_words(path) for path in paths] == [
        "a/b.txt",
        "2031/box.zip › letters › a.txt",
        "names.json › 2",
        "posts.csv › https://x.org/2",
        "m.mbox › <a/1>.eml",
    ]
    names = ["b.txt", "a.txt", "names.json › 2", "posts.csv › https://x.org/2", "<a/1>.eml"]
    assert [file_name(path) for path in paths] == names
    assert [folder_of(path) for path in paths] == ["a", "2031/box.zip!/letters", "names.json", "posts.csv", "m.mbox"]
    assert file_name("letters.mbox!/3.eml") == "letters.mbox › 3.eml"


async def test_pages_are_gone_to_and_links_followed(formats: Desk, visit: OpenRoom) -> None:
    async with visit(formats.folder) as here:

        async def go(place: str) -> None:
            await here.press("colon")
            await here.write(place)
            await here.press("enter")

        here.room.reading.open(REPORT)
        await here.settle()
        assert "p. 11 ¶1/" in here.screen_text()
        await go("p12")
        assert here.document.page_at(here.cursor) == "12" and "p. 12 ¶" in here.screen_text()
        await go("p 40")
        assert here.message == "there is no page 40: they are 11 to 13"
        here.room.reading.open(RADIO)
        await here.settle()
        await go("p0:50")
        assert here.document.page_at(here.cursor) == "00:00:44", "the last that is not later"
        here.room.reading.open(LETTERS + "!/1")
        await here.settle()
        await go("p1")
        assert "has no pages" in here.message

        here.room.reading.open(BOOK)
        await here.settle()
        await here.press("right_square_bracket", "l")
        mark = here.cursor
        assert here.document.text[mark:].startswith("[1]") and here.status == "leads to ¶6"
        await here.press("enter")
        assert here.document.text[here.cursor :].startswith("1. The accord") or here.cursor > mark
        await here.press("right_square_bracket", "l", "enter")
        assert abs(here.cursor - mark) < 3, "back to the mark"
        copied: list[str] = []
        here.app.copy_to_clipboard = copied.append
        here.room.screen.text.go_to(here.at("interim report"))
        await here.press("enter")
        assert copied == ["https://ostrander-commission.example/interim"] and copied[0] in here.message
        await here.press("g", "o")
        lines = [line for line in here.screen_text().splitlines() if "A clock" in line or "The fortress" in line]
        assert [heading.level for heading in here.room.contents.headings] == [0, 1, 0, 1, 0] and lines
