"""Files named `.doc`: Word 97's own format is not read, but many hold RTF, HTML or DOCX."""

from __future__ import annotations

from index.document import ExtractedText
from index.errors import UnreadableFile
from index.readers import format_of, read_document
from index.readers.office import docx, rtf

_HTML = (b"<html", b"<!doctype html", b"<?xml", b"mime-version:")


def read(data: bytes) -> ExtractedText:
    """The text of what the file is. Raises UnreadableFile."""
    if data.startswith(b"PK"):
        return docx.read(data)
    head = data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n\0").lower()
    if head.startswith(b"{\\rtf"):
        return rtf.read(data)
    if head.startswith(_HTML):
        page = format_of("page.mhtml" if head.startswith(b"mime") else "page.html")
        if page is not None and not page.contains:
            return read_document(page, data).extracted
    raise UnreadableFile(docx.why_not(data))
