"""Scanned pages, read by a program that stands in for tesseract; by tesseract itself in a slow run."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bench._pdfs import Made
from index.errors import UnreadableFile
from index.readers.pdf import ocr
from index.readers.pdf.pdf import read
from index.settings import FormatsSettings

FORMATS = FormatsSettings(100, 100, 1000, 4, 300, ocr="auto", ocr_languages=("eng", "deu"))
LINES = (
    "The harbour master closed the northern gate be-",
    "fore the tide had turned, and nobody came that",
    "day.",
    "Two pilots waited in the rain until the lamps",
)


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test allows holds for no other."""
    monkeypatch.setattr(ocr, "_allowed", ocr._allowed)
    monkeypatch.setattr(ocr, "_fault", ocr._fault)


def scan(pages: int = 1) -> bytes:
    made = Made(pictures=set(range(pages)))
    for _ in range(pages):
        made.page()
    return made.data()


def table() -> str:
    """What tesseract writes of a page at 300 dots to the inch."""
    rows = ["level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"]
    for number, line in enumerate(LINES, 1):
        top = 300 + 60 * number
        rows.append(f"4\t1\t1\t1\t{number}\t0\t200\t{top}\t{25 * len(line)}\t40\t-1\t")
        left = 200
        for at, word in enumerate(line.split(), 1):
            rows.append(f"5\t1\t1\t1\t{number}\t{at}\t{left}\t{top}\t{25 * len(word)}\t40\t91.2\t{word}")
            left += 25 * (len(word) + 1)
    return "\n".join(rows) + "\n"


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, ends: int = 0) -> Path:
    """A program of that name: it keeps how it was called and what it was given."""
    (folder / "table").write_text(table())
    program = folder / "tesseract"
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {folder}/calls\ncat > {folder}/given\ncat {folder}/table\nexit {ends}\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def test_a_scan_is_read_by_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = stand_in(tmp_path, monkeypatch)
    ocr.allow(FORMATS, 60)
    found = read(scan())
    assert [found.text[block.start : block.end] for block in found.blocks] == [
        "The harbour master closed the northern gate before the tide had turned, and nobody came that day.",
        "Two pilots waited in the rain until the lamps",
    ]
    assert [each.rule for each in found.metadata.evidence] == ["pdf:1-pages-recognised"]
    assert (folder / "calls").read_text() == "stdin stdout -l eng+deu --dpi 300 tsv\n"
    width, height = 595 * 300 // 72, 842 * 300 // 72
    given = (folder / "given").read_bytes()
    assert given.startswith(b"P5 %d %d 255\n" % (width, height)) and given.count(b"\0") > 0.9 * width * height


def test_text_pages_are_left_alone_and_scanned_ones_join_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = stand_in(tmp_path, monkeypatch)
    made = Made(pictures={1}).page()
    made.lines(60, 700, ["A page that has its text, and needs nobody to read it."])
    made.page()
    assert "pilots" not in read(made.data()).text
    ocr.allow(FORMATS, 60)
    found = read(made.data())
    assert "needs nobody" in found.text and "pilots" in found.text
    assert len((folder / "calls").read_text().splitlines()) == 1


def test_nothing_is_started_that_is_not_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = stand_in(tmp_path, monkeypatch)
    ocr.allow(replace(FORMATS, ocr="never"), 60)
    with pytest.raises(UnreadableFile, match=r"a scan without a text layer; .*formats\.ocr"):
        read(scan())
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    ocr.allow(FORMATS, 60)
    with pytest.raises(UnreadableFile, match="the program tesseract reads such files"):
        read(scan())
    assert not (folder / "calls").exists()


def test_a_long_scan_says_how_long_it_would_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch)
    ocr.allow(FORMATS, 0.5)
    with pytest.raises(UnreadableFile, match=r"a scan of 400 pages: .* documents\.seconds_a_file allows 0\.5"):
        read(scan(400))


def test_a_program_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, ends=1)
    ocr.allow(FORMATS, 60)
    with pytest.raises(UnreadableFile, match="tesseract could not read it"):
        read(scan())


def test_sealed_the_indexer_is_told_to_start_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.collection import Collection
    from index.config import load_settings

    for kind in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(scan())
    stand_in(tmp_path, monkeypatch)
    settings = load_settings(None).settings
    collection = Collection.open(folder, replace(settings, sealed=True))
    try:
        summary = collection.update()
    finally:
        collection.close()
    assert [each.reason for each in summary.skipped if "formats.ocr" in each.reason] and summary.documents == 0
    assert not (tmp_path / "calls").exists()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_tesseract_itself_reads_a_page() -> None:
    ocr.allow(replace(FORMATS, ocr_languages=("eng",)), 60)
    # Drawn as lines of text, and read as if it had none.
    made = Made().page()
    made.lines(60, 700, LINES, 16, 14)
    from index.readers.pdf.pdf_file import opened

    with opened(made.data()) as (pdfium, document):
        page = ocr.Recogniser(pdfium, document, 1).page(0)
    assert "harbour" in [word.text for word in page.words] and abs(page.words[0].x0 - 60) < 3
