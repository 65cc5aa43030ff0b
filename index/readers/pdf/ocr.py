"""Pages that are pictures, read by the program tesseract where it is installed and the settings allow it.

pdfium draws a page, tesseract is given the picture and gives the words with their places, both through pipes: no file
is written, no shell runs. Letters are recognised by workers of the indexer alone (`allow`), because a page takes
seconds; elsewhere nothing is started.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Any, NamedTuple, Protocol

from index.errors import UnreadableFile
from index.readers.pdf.pdf_page import Page, Word, clean
from index.settings import FormatsSettings

_DOTS = 300
"""To the inch: what tesseract was trained on."""
_MOST_DOTS = 40_000_000
"""Of a page; a larger one is drawn smaller."""
_SECONDS_A_PAGE = 60
_SHARE = 0.8
"""Of the time that a page may take, the rest being for drawing it."""
_ONE_SIZE = (0.6, 1.5)
"""Heights of lines between so many times the usual one are of one size: they depend on which letters are in them."""


class Kept(Protocol):
    """Where it is remembered what was recognised, should the reading of a long scan break off."""

    def get(self, scan: str, page: int) -> str | None: ...
    def keep(self, scan: str, page: int, said: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Allowed:
    program: str
    languages: tuple[str, ...]
    seconds: float
    """Of a page."""
    tell: Callable[[int, int], None]
    kept: Kept | None


_allowed: _Allowed | None = None
_fault = "it is read when it is indexed"


def tesseract() -> str:
    """Where the program is installed; "" where it is not."""
    return shutil.which("tesseract") or ""


def allow(
    formats: FormatsSettings,
    seconds: float,
    tell: Callable[[int, int], None] = lambda done, pages: None,
    kept: Kept | None = None,
) -> None:
    """Let this process start the program, if the settings do. `seconds`: what a page may take; `tell` is called after
    each with how many were read of how many."""
    global _allowed, _fault
    program = tesseract()
    _allowed = None
    if formats.ocr != "auto":
        _fault = "nothing may read it (formats.ocr: never, or --sealed)"
    elif not program:
        _fault = "the program tesseract reads such files, where it is installed"
    else:
        _allowed = _Allowed(program, formats.ocr_languages or ("eng",), seconds, tell, kept)


def fault() -> str | None:
    """Why no page can be read as a picture, in words; None where it can."""
    return None if _allowed is not None else _fault


class _TooLong(UnreadableFile):
    """A page took too long."""


class Recogniser:
    """Reads the pages of one file. Make one only where there is no `fault`."""

    def __init__(self, pdfium: Any, document: Any, count: int, digest: str = "") -> None:
        """`digest` identifies the file."""
        assert _allowed is not None
        self._allowed = _allowed
        self._pdfium = pdfium
        self._document = document
        self._count = count
        self._scan = f"{digest} {' '.join(_allowed.languages)} {_allowed.program} {_DOTS}" if digest else ""
        self._done = 0
        self.fault = ""
        """Why a page could not be read, in words: the last of them,"""
        self.fault_of_page = ""
        """and the page that was asked for last."""

    def page(self, number: int) -> Page:
        """The words of a page, the first of which is number 0; none where it takes too long. Raises UnreadableFile
        where the program fails at the first page."""
        page = Page()
        self.fault_of_page = ""
        try:
            page = self._read(number)
        except UnreadableFile as error:
            self.fault = self.fault_of_page = str(error)
            if not self._done and not isinstance(error, _TooLong):
                raise
        self._done += 1
        self._allowed.tell(number + 1, self._count)
        return page

    def _read(self, number: int) -> Page:
        handle = self._pdfium.FPDF_LoadPage(self._document, number)
        if not handle:
            return Page()
        try:
            width = self._pdfium.FPDF_GetPageWidthF(handle)
            height = self._pdfium.FPDF_GetPageHeightF(handle)
            if not (1 <= width <= 100_000 and 1 <= height <= 100_000):
                return Page()
            scale = min(_DOTS / 72, sqrt(_MOST_DOTS / (width * height)))
            said = self._kept(number)
            picture = self._picture(handle, int(width * scale), int(height * scale)) if said is None else b""
        finally:
            self._pdfium.FPDF_ClosePage(handle)
        if said is None:
            said = self._recognised(picture, scale)
            if self._scan and self._allowed.kept is not None:
                self._allowed.kept.keep(self._scan, number, said)
        words = list(_words(said, scale, height))
        return Page(words, characters=sum(len(word.text) for word in words), width=width, height=height, low=0.0)

    def _kept(self, number: int) -> str | None:
        kept = self._allowed.kept
        return kept.get(self._scan, number) if kept is not None and self._scan else None

    def _picture(self, handle: Any, width: int, height: int) -> bytes:
        """A page as a grey picture (PGM)."""
        pdfium = self._pdfium
        bitmap = pdfium.FPDFBitmap_CreateEx(max(1, width), max(1, height), pdfium.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            raise UnreadableFile("a page is too large to be drawn")
        try:
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
            pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, flags)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            dots = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        rows = dots if stride == width else b"".join(dots[at : at + width] for at in range(0, len(dots), stride))
        return b"P5 %d %d 255\n" % (width, height) + rows

    def _recognised(self, picture: bytes, scale: float) -> str:
        """What tesseract says of a picture, a tab-separated line a word. Raises UnreadableFile."""
        allowed = self._allowed
        command = [allowed.program, "stdin", "stdout", "-l", "+".join(allowed.languages), "--dpi", str(int(72 * scale))]
        environment = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
        try:
            ended = subprocess.run(
                [*command, "tsv"],
                input=picture,
                capture_output=True,
                cwd="/",
                # One thread: the workers of the indexer take the cores.
                env={**environment, "LC_ALL": "C", "OMP_THREAD_LIMIT": "1"},
                timeout=min(_SECONDS_A_PAGE, _SHARE * allowed.seconds),
                check=False,
            )
        except OSError as error:
            raise UnreadableFile(f"a scan, and tesseract cannot be started: {error.strerror}") from error
        except subprocess.TimeoutExpired as error:
            took = f"a scan, and tesseract took longer than {error.timeout:g} s over a page"
            raise _TooLong(f"{took} (setting documents.seconds_a_file)") from error
        if ended.returncode != 0:
            said = clean(" ".join(ended.stderr.decode("utf-8", "replace").split()))[-200:]
            raise UnreadableFile(f"a scan, and tesseract could not read it: {said}")
        return ended.stdout.decode("utf-8", "replace")


class _Row(NamedTuple):
    line: tuple[str, str, str]
    left: int
    top: int
    width: int
    height: int
    text: str


def _rows(table: str, level: str) -> Iterator[_Row]:
    for row in table.split("\n"):
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == level:
            try:
                left, top, width, height = map(int, cells[6:10])
            except ValueError:
                continue
            yield _Row((cells[2], cells[3], cells[4]), left, top, width, height, cells[11].strip())


def _words(table: str, scale: float, height: float) -> Iterator[Word]:
    """Words with places in points, from what tesseract says in dots."""
    lines = {row.line: row for row in _rows(table, "4")}
    usual = median([row.height for row in lines.values()] or [1])
    words = [row for row in _rows(table, "5") if clean(row.text) and row.line in lines]
    for at, row in enumerate(words):
        line = lines[row.line]
        ratio = line.height / max(1, usual)
        size = usual if _ONE_SIZE[0] < ratio < _ONE_SIZE[1] else line.height
        first = at == 0 or words[at - 1].line != row.line
        last = at + 1 == len(words) or words[at + 1].line != row.line
        text = clean(row.text)
        yield Word(
            text,
            row.left / scale,
            (row.left + row.width) / scale,
            height - (line.top + line.height) / scale,
            max(1.0, size / scale),
            False,
            not first,
            last and len(text) > 1 and text.endswith("-"),
        )
