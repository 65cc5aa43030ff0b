"""Web pages saved with all that they show as one file (MHTML): the page is read, its pictures and frames are not."""

from __future__ import annotations

import email
from dataclasses import replace
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from typing import Final

from index.document import ExtractedText
from index.errors import UnreadableFile
from index.readers.remarks import cut_short
from index.readers.web.html import read_source
from index.readers.web.html_charset import decode_page

READER: Final = "mhtml/2"
_MOST_PARTS: Final = 10_000
_FAULTS: Final = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the standard library's parser raises on mail that is none."""
_PAGES: Final = ("text/html", "application/xhtml+xml")


def read(data: bytes) -> ExtractedText:
    """The text of the page in it. Raises UnreadableFile where there is none."""
    try:
        message = email.message_from_bytes(data.lstrip(b"\r\n"))
        root = _root(message)
        page = root.get_payload(decode=True) if root is not None else None
        charset = _plain(root.get_param("charset")) if root is not None else ""
        address = _plain(root["Content-Location"] if root is not None else "") or _plain(
            message["Snapshot-Content-Location"]
        )
    except _FAULTS as error:
        raise UnreadableFile("not a saved web page (MHTML): its parts cannot be told apart") from error
    if not isinstance(page, bytes):
        raise UnreadableFile("a saved web page (MHTML) without a page in it")
    source, encoding = decode_page(page, charset)
    extracted = replace(read_source(source, address), reader=READER, encoding=encoding)
    return cut_short(extracted, "a saved web page (MHTML)") if _is_cut(message) else extracted


def _is_cut(message: Message) -> bool:
    """Whether a part of it has no end."""
    return any(isinstance(defect, CloseBoundaryNotFoundDefect) for part in message.walk() for defect in part.defects)


def _root(message: Message) -> Message | None:
    """The part that is the page: the one that the file names as its start, or the first page in it."""
    start = _plain(message.get_param("start"))
    place = _plain(message["Snapshot-Content-Location"])
    pages: list[Message] = []
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            break
        part = waiting.pop(0)
        if part.is_multipart():
            inner = part.get_payload()
            waiting[:0] = [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []
        elif part.get_content_type() in _PAGES:
            pages.append(part)
    for part in pages:
        if start and _plain(part["Content-ID"]) == start:
            return part
    for part in pages:
        if place and _plain(part["Content-Location"]) == place:
            return part
    return pages[0] if pages else None


def _plain(value: object) -> str:
    """A header or parameter as one string, whatever the parser made of it."""
    if isinstance(value, tuple):
        value = value[-1]
    return " ".join(str(value).split()) if value is not None else ""
