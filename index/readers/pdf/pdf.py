"""PDF: pages as pdfium draws them, made into the paragraphs that were printed.

What is read of a page (`pdf_page`), the order of its lines (`pdf_lines`), what pages repeat (`pdf_furniture`), where
paragraphs end (`pdf_paragraphs`), and the text put together (`pdf_text`). A page without text may be read by a program
that recognises letters (`ocr`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from index.document import Evidence, ExtractedText
from index.errors import UnreadableFile
from index.readers.pdf import ocr
from index.readers.pdf.pdf_columns import Fragment, fragments_of
from index.readers.pdf.pdf_file import Broken, Mark, bookmarks, opened, page_names, stated
from index.readers.pdf.pdf_furniture import Furniture, labels
from index.readers.pdf.pdf_lines import Line, line_of, lines_of
from index.readers.pdf.pdf_mending import has_end, mended
from index.readers.pdf.pdf_page import Page, read_page
from index.readers.pdf.pdf_paragraphs import flow_of, folded
from index.readers.pdf.pdf_text import Words, Writer
from index.readers.remarks import cut_short

_MOST_PAGES = 50_000
_MOST_CHARACTERS = 100_000_000
_WINDOW = 100
"""Pages held at a time: words take ten times the memory of lines. As many that cannot be loaded end the reading."""
_UNMAPPED, _SOME_UNMAPPED = 0.5, 0.05
_LETTERS = 200
_VOWELS = 0.2
"""Of the letters of any language written in Latin ones more than this are vowels."""
_MEANINGLESS = "its fonts do not say which letters they draw, so that its text means nothing"


def read(data: bytes) -> ExtractedText:
    """The text of a PDF file. Raises UnreadableFile where it cannot be opened or holds no text."""
    try:
        found = _read(data)
    except Broken:
        whole = mended(data)
        if whole is None:
            raise
        try:
            return cut_short(_read(whole), "a PDF file")
        except UnreadableFile as error:
            raise UnreadableFile("a PDF file that is damaged or cut off before its text") from error
    return found if has_end(data) else cut_short(found, "a PDF file")


def _read(data: bytes) -> ExtractedText:
    with opened(data) as (pdfium, document):
        reading = _Reading(pdfium, document, hashlib.sha256(data).hexdigest() if ocr.fault() is None else "")
        reading.read()
        return reading.extracted()


class _Reading:
    """One file on its way."""

    def __init__(self, pdfium: Any, document: Any, digest: str) -> None:
        self._pdfium = pdfium
        self._document = document
        self._count = max(0, min(pdfium.FPDF_GetPageCount(document), _MOST_PAGES))
        self._recogniser = ocr.Recogniser(pdfium, document, self._count, digest) if ocr.fault() is None else None
        self._begin()

    def _begin(self) -> None:
        self._lines: list[list[Line]] = []
        self._kept: list[tuple[Line, str]] = []
        """Furniture."""
        self._furniture = Furniture(self._count)
        self._columns = self._words = self._unmapped = self._characters = 0
        self._scans = self._recognised = self._empty = 0
        """Pages that are pictures, those of them on which letters were read, and those on which there are none."""

    def read(self) -> None:
        """Every page. Raises UnreadableFile where there is nothing to be read."""
        if not self._count:
            raise UnreadableFile("a PDF file without pages")
        self._read(pictures=False)
        if self._characters and self._is_meaningless():
            if self._recogniser is None:
                raise UnreadableFile(f"{_MEANINGLESS}; {ocr.fault()}")
            self._begin()
            self._read(pictures=True)
        if not self._characters:
            if not self._scans:
                raise UnreadableFile("a PDF file without text")
            if self._recogniser is not None and self._recogniser.fault:
                raise UnreadableFile(self._recogniser.fault)
            fault = ocr.fault() or "no letters were recognised on its pages"
            raise UnreadableFile(f"a scan without a text layer; {fault}")

    def _read(self, *, pictures: bool) -> None:
        """`pictures`: every page as a picture, whatever text it has."""
        faults = 0
        for first in range(0, self._count, _WINDOW):
            window: list[tuple[Page, list[Fragment]]] = []
            for number in range(first, min(first + _WINDOW, self._count)):
                page = self._page(number, picture=pictures)
                faults = 0 if page.height else faults + 1
                window.append((page, fragments_of(page.words)))
            self._add(window, first)
            if faults >= _WINDOW:
                break

    def _page(self, number: int, *, picture: bool) -> Page:
        page = Page() if picture else read_page(self._pdfium, self._document, number)
        self._words += len(page.words)
        self._unmapped += page.unmapped
        if picture or (page.pictures and not page.words):
            self._scans += 1
            if self._recogniser is not None:
                page = self._recogniser.page(number)
                self._recognised += bool(page.words)
                self._empty += not page.words and not self._recogniser.fault_of_page
        return page

    def _add(self, window: Sequence[tuple[Page, list[Fragment]]], first: int) -> None:
        """Lines of pages, once it is known what they repeat."""
        furniture = self._furniture.find(first, window)
        for number, (page, fragments) in enumerate(window, first):
            kept = [each for each in fragments if furniture.get(id(each))]
            rows = groupby(sorted(kept, key=lambda each: (-round(each.y), each.x0)), key=lambda each: round(each.y))
            for _, row in rows:
                held = list(row)
                self._kept.append((line_of(held, number), furniture[id(held[0])]))
                self._characters += len(self._kept[-1][0].text)
            rest = [each for each in fragments if id(each) not in furniture] if furniture else fragments
            lines = lines_of(rest, page.aside, number, self._columns)
            self._columns = max([self._columns, *(line.column for line in lines)])
            self._lines.append(lines)
            self._characters += sum(len(line.text) for line in lines)
        if self._characters > _MOST_CHARACTERS:
            raise UnreadableFile(f"more than {_MOST_CHARACTERS:,} characters")

    def _is_meaningless(self) -> bool:
        if self._unmapped > _UNMAPPED * self._words:
            return True
        letters = re.findall(r"[^\W\d_]", "".join(line.text for lines in self._lines[:20] for line in lines))
        if len(letters) < _LETTERS or sum(map(str.isascii, letters)) < 0.95 * len(letters):
            return False
        return sum(letter in "aeiouyAEIOUY" for letter in letters) < _VOWELS * len(letters)

    def extracted(self) -> ExtractedText:
        """What was read. Furniture of the file's first pages is found when it recurs."""
        pages = self._lines
        names = labels(len(pages), page_names(self._pdfium, self._document, len(pages)), self._furniture.numbers)
        flow = flow_of(pages, self._kept, _Outline(bookmarks(self._pdfium, self._document)))
        writer = Writer(Words(line for lines in pages for line in lines), names)
        writer.write(flow)
        text = writer.text
        metadata = stated(self._pdfium, self._document, text[:50_000])
        metadata = replace(metadata, evidence=(*metadata.evidence, *self._said()))
        return ExtractedText(text, tuple(writer.blocks), metadata, "pdf/2", None, tuple(writer.pages), writer.links())

    def _said(self) -> list[Evidence]:
        """What a reader should know of the text."""
        said = []
        if self._recognised:
            said.append(f"pdf:{self._recognised}-pages-recognised")
        missing = self._scans - self._recognised - self._empty
        if missing > 0:
            said.append(f"pdf:{missing}-pages-without-text")
        if self._unmapped > _SOME_UNMAPPED * self._words:
            said.append("pdf:letters-not-mapped")
        return [Evidence("text", rule) for rule in said]


class _Outline:
    """The bookmarks, to be found among the lines."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks: dict[int, list[tuple[str, int]]] = {}
        for mark in marks:
            title = folded(mark.title)
            if title:
                self._marks.setdefault(mark.page, []).append((title, mark.level))

    def __call__(self, line: Line, text: str) -> int:
        for title, level in self._marks.get(line.page, ()) if text else ():
            # The number of a chapter may stand in one of the two alone.
            if text == title or (text.endswith(title) and len(text) - len(title) <= 4 and len(title) > 3):
                return level
        return 0
