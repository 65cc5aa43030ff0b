"""A PDF file opened by pdfium, and what it says of itself: title, author, names of pages, bookmarks."""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from index.document import Evidence, Metadata
from index.errors import UnreadableFile
from index.readers.pdf.pdf_page import clean

ONE_AT_A_TIME = threading.Lock()
"""pdfium serves one thread."""

_HEAD = 1_024
"""The signature of a PDF stands within so many bytes."""
_MOST_MARKS = 5_000
_DEEPEST = 12
_LONGEST = 500

_JUNK = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation|untitled|unnamed|no title|unknown|none|title|"
    r"document ?\d*|presentation ?\d*|slide ?\d*|layout ?\d*|binder ?\d*|scan\w*|print|letterhead|template)\b.{0,3}\Z|"
    r"microsoft \w+ - |.*\.(?:docx?|rtf|odt|pdf|indd?|qxd|tex|dvi|wpd|xlsx?|pptx?|txt|html?|pmd|fm|tmp|jpe?g|tiff?|png)"
    r"(?:\Z|\W)|[\W\d_]*\Z|(?:file|https?):|.*[\ufffd\u0160\u2030]{2}",
    re.IGNORECASE | re.DOTALL,
)
"""Titles that a program left behind."""
_NAME = re.compile(r"[^\W\d_][\w.'\u2019-]*(?: [^\W\d_][\w.'\u2019-]*){1,4}")
_NO_NAME = re.compile(
    r"\b(?:admin\w*|user|owner|office|microsoft|adobe|inc|ltd|llc|gmbh|test|default)\b", re.IGNORECASE
)


class Mark(NamedTuple):
    """A bookmark."""

    page: int
    level: int
    """From 1."""
    title: str


class Broken(UnreadableFile):
    """Nothing in the file can be found."""


@contextmanager
def opened(data: bytes) -> Iterator[tuple[Any, Any]]:
    """pdfium and the file, for this thread alone. Raises UnreadableFile."""
    if b"%PDF-" not in data[:_HEAD]:
        raise UnreadableFile("not a PDF file")
    import pypdfium2.raw as pdfium

    with ONE_AT_A_TIME:
        pdfium.FPDF_InitLibrary()
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise _reason(pdfium)
        try:
            yield pdfium, document
        finally:
            pdfium.FPDF_CloseDocument(document)


def _reason(pdfium: Any) -> UnreadableFile:
    error = pdfium.FPDF_GetLastError()
    if error == pdfium.FPDF_ERR_PASSWORD:
        return UnreadableFile("encrypted: it needs a password, and Glossator does not ask for one")
    if error == pdfium.FPDF_ERR_SECURITY:
        return UnreadableFile("encrypted in a way that is not known here")
    return Broken("a damaged PDF file: it cannot be opened")


def stated(pdfium: Any, document: Any, text: str) -> Metadata:
    """Title and author, as far as they can be believed: of a title most words must stand in the text.

    The dates of the file are those of making it, not of what is written in it, and are left alone.
    """
    title, author = _stated(pdfium, document, b"Title"), _stated(pdfium, document, b"Author")
    evidence = []
    if not title or _JUNK.match(title) or not _stands_in(title, text):
        title = ""
    if not _NAME.fullmatch(author) or _NO_NAME.search(author):
        author = ""
    if title:
        evidence.append(Evidence("title", "pdf:title"))
    if author:
        evidence.append(Evidence("authors", "pdf:author"))
    return Metadata(title=title or None, authors=(author,) if author else (), evidence=tuple(evidence))


def _stated(pdfium: Any, document: Any, tag: bytes) -> str:
    return _string(lambda buffer, length: pdfium.FPDF_GetMetaText(document, tag, buffer, length))


def _string(call: Any) -> str:
    """A string of pdfium's, on one line."""
    length = min(call(None, 0), 4 * _LONGEST)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    call(buffer, length)
    return " ".join(clean(buffer.raw.decode("utf-16-le", "replace").partition("\0")[0]).split())[:_LONGEST]


def _stands_in(title: str, text: str) -> bool:
    words = re.findall(r"\w{3,}", title.casefold())
    known = set(re.findall(r"\w{3,}", text.casefold()))
    return bool(words) and 2 * sum(word in known for word in words) >= len(words)


def page_names(pdfium: Any, document: Any, count: int) -> list[str]:
    """What the file calls its pages; empty where it says nothing, or the same of all."""
    names = [
        _string(lambda buffer, length, at=at: pdfium.FPDF_GetPageLabel(document, at, buffer, length))
        for at in range(count)
    ]
    plain = all(name in ("", str(at + 1)) for at, name in enumerate(names))
    return [] if plain or (count > 1 and len(set(names)) < 2) else names


def bookmarks(pdfium: Any, document: Any) -> list[Mark]:
    """The bookmarks of the file that lead to a page of it."""
    found: list[Mark] = []
    seen: set[int] = set()

    def walk(parent: Any, level: int) -> None:
        mark = pdfium.FPDFBookmark_GetFirstChild(document, parent)
        while mark and len(found) < _MOST_MARKS:
            key = ctypes.cast(mark, ctypes.c_void_p).value or 0
            if key in seen:
                return
            seen.add(key)
            place = pdfium.FPDFBookmark_GetDest(document, mark)
            page = pdfium.FPDFDest_GetDestPageIndex(document, place) if place else -1
            title = _string(lambda buffer, length, mark=mark: pdfium.FPDFBookmark_GetTitle(mark, buffer, length))
            if page >= 0 and title:
                found.append(Mark(page, level, title))
            if level < _DEEPEST:
                walk(mark, level + 1)
            mark = pdfium.FPDFBookmark_GetNextSibling(document, mark)

    walk(None, 1)
    return found
