"""Scanned pages, read by a program that stands in for tesseract; by tesseract itself in a slow run."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench._pdfs import Made
from index.collection import Collection
from index.config import load_settings
from index.errors import UnreadableFile
from index.readers.pdf import ocr
from index.readers.pdf.pdf import read
from index.settings import FormatsSettings, RowsSettings

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


class Remembered(dict[tuple[str, int], str]):
    """Pages kept in memory."""

    def get(self, scan: str, page: int) -> str | None:  # type: ignore[override]
        return super().get((scan, page))

    def keep(self, scan: str, page: int, said: str) -> None:
        self[scan, page] = said


def test_a_long_scan_is_told_of_page_by_page_and_what_was_read_of_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, kept, told = stand_in(tmp_path, monkeypatch), Remembered(), list[tuple[int, int]]()

    def tell(done: int, pages: int) -> None:
        told.append((done, pages))
        if len(told) == 2:
            raise KeyboardInterrupt  # it ends in the middle

    ocr.allow(FORMATS, 60, tell, kept)
    with pytest.raises(KeyboardInterrupt):
        read(scan(3))
    assert told == [(1, 3), (2, 3)] and len(kept) == 2
    whole = read(scan(3))
    assert told[2:] == [(1, 3), (2, 3), (3, 3)] and len((folder / "calls").read_text().splitlines()) == 3
    assert whole.text.count("pilots") == 3
    ocr.allow(replace(FORMATS, ocr_languages=("fra",)), 60, kept=kept)
    read(scan(3))
    assert len((folder / "calls").read_text().splitlines()) == 6, "other languages read it anew"


def test_a_page_that_takes_too_long_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = stand_in(tmp_path, monkeypatch)
    program = folder / "tesseract"
    program.write_text(
        f"#!/bin/sh\necho x >> {folder}/calls\ncat > /dev/null\n"
        f'[ "$(wc -l < {folder}/calls)" -eq 2 ] && exec sleep 30\ncat {folder}/table\n'
    )
    ocr.allow(FORMATS, 1)
    found = read(scan(3))
    assert found.text.count("pilots") == 2
    assert [e.rule for e in found.metadata.evidence] == ["pdf:2-pages-recognised", "pdf:1-pages-without-text"]


def test_a_program_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, ends=1)
    ocr.allow(FORMATS, 60)
    with pytest.raises(UnreadableFile, match="tesseract could not read it"):
        read(scan())


def test_sealed_the_indexer_is_told_to_start_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


CSV = "id,body,other\n1,The northern gate was shut before noon,Nobody came\n2,The pilots waited in the rain,They left\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for kind in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "a.txt").write_text("Words that no setting changes.\n")
    (folder / "scan.pdf").write_bytes(scan(2))
    (folder / "rows.csv").write_text(CSV)
    with zipfile.ZipFile(folder / "box.zip", "w") as box:
        box.writestr("inner.pdf", scan())
        box.writestr("b.txt", "Words in a box.\n")
    stand_in(tmp_path, monkeypatch)
    yield folder


def run(folder: Path, formats: FormatsSettings) -> tuple[int, int, int, int]:
    """Documents, added, updated and skipped in a run."""
    settings = load_settings(None).settings
    collection = Collection.open(folder, replace(settings, formats=formats))
    try:
        summary = collection.update()
    finally:
        collection.close()
    return summary.documents, summary.added, summary.updated, len(summary.skipped)


@pytest.mark.slow
@pytest.mark.usefixtures("started_processes")  # which find the program where this test puts it
def test_what_a_setting_concerns_is_made_anew_and_nothing_else(desk: Path) -> None:
    formats = replace(load_settings(None).settings.formats, ocr="never")
    assert run(desk, formats) == (4, 4, 0, 2)
    formats = replace(formats, ocr="auto")
    assert run(desk, formats) == (6, 2, 0, 0)
    assert run(desk, formats) == (6, 0, 0, 0)
    formats = replace(formats, ocr_languages=("deu",))
    assert run(desk, formats) == (6, 0, 2, 0)
    rows = RowsSettings(files="rows.csv", text=("other",))
    formats = replace(formats, rows=(rows,))
    assert run(desk, formats) == (6, 0, 2, 0)
    assert run(desk, formats) == (6, 0, 0, 0)


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
