"""OpenDocument texts (ODT, and FODT, which is one XML file): the text with its changes, then notes and comments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from index.document import ExtractedText, Metadata
from index.errors import UnreadableFile
from index.readers.office.flowing import Flow, assembled, stated
from index.readers.office.odt_styles import PREFIXES, Styles
from index.readers.office.odt_text import Body
from index.readers.office.word_styles import meant_title
from index.readers.office.xml_parts import streamed, text_of
from index.readers.office.zipped import Zipped
from index.readers.remarks import cut_short

READER: Final = "odt/2"
_KIND: Final = "an ODT document"
_STYLES: Final = frozenset({"office:styles", "office:automatic-styles"})
_PARENTS: Final = _STYLES | {"office:text", "office:meta", "office:master-styles"}
_OTHERS: Final = frozenset({"office:spreadsheet", "office:presentation", "office:drawing", "office:chart"})


def read(data: bytes) -> ExtractedText:
    """The text of an ODT or FODT file. Raises UnreadableFile."""
    flat = data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    document = _Document()
    try:
        if flat:
            document.take(data)
        else:
            parts = Zipped(data, _KIND)
            _take_parts(document, parts)
            if parts.cut:
                return cut_short(document.read(), _KIND)
        return document.read()
    except RecursionError as error:
        raise UnreadableFile("a part of it is nested too deeply") from error


def _take_parts(document: _Document, parts: Zipped) -> None:
    manifest = parts.get("META-INF/manifest.xml")
    if manifest and b"encryption-data" in manifest:
        raise UnreadableFile("encrypted; Glossator does not ask for passwords")
    if parts.find("content.xml") is None:
        if parts.cut:
            raise UnreadableFile(f"{_KIND} that is cut off before its text")
        raise UnreadableFile(f"not {_KIND}: it has no text")
    styles = parts.get("styles.xml")
    if styles:
        document.take(styles, of_pages=True)
    document.take(parts.read("content.xml"))
    about = parts.get("meta.xml")
    if about:
        document.take(about)


class _Document:
    def __init__(self) -> None:
        self._styles = Styles()
        self._page_styles = Styles()
        """Of heads and feet, whose own styles have names that those of the text have too."""
        self._body = Body(self._styles)
        self._flow = Flow()
        self._masters: list[Element] = []
        self._about: list[Element] = []
        self._text = False

    def take(self, data: bytes, *, of_pages: bool = False) -> None:
        """Read one part."""
        for parent, child in streamed(data, PREFIXES, _PARENTS | _OTHERS):
            if parent in _OTHERS:
                raise UnreadableFile(f"not {_KIND}, but another office document")
            if parent in _STYLES:
                self._page_styles.take(child)
                if not of_pages or parent == "office:styles":
                    self._styles.take(child)
            elif parent == "office:text":
                self._text = True
                self._body.block(child, self._flow)
            elif parent == "office:master-styles":
                self._masters.append(child)
            else:
                self._about.append(child)

    def read(self) -> ExtractedText:
        body, whole = self._body, self._running(("style:header", "style:header-first"), "header")
        whole.extend(self._flow)
        for kind, notes in (("footnote", body.footnotes), ("endnote", body.endnotes), ("comment", body.comments)):
            whole.extend(notes.as_kind("note", f"odt:{kind}"))
        whole.extend(self._running(("style:footer", "style:footer-first"), "footer"))
        return assembled(whole, READER, self._metadata(), paged=body.paged)

    def _running(self, names: Iterable[str], kind: str) -> Flow:
        """Heads or feet of the pages that are used, each once."""
        flow, seen = Flow(), set[str]()
        for part in (part for master in self._masters for part in master if part.tag in names):
            if part.get("style:display") == "false":
                continue
            found, body = Flow(), Body(self._page_styles)
            for child in part:
                body.block(child, found)
            text = found.text().strip()
            if any(character.isalnum() for character in text) and text not in seen:
                seen.add(text)
                flow.extend(found.as_kind("boilerplate", f"odt:{kind}"))
        return flow

    def _metadata(self) -> Metadata:
        fields: dict[str, str] = {}
        words = []
        for element in self._about:
            fields.setdefault(element.tag, text_of(element))
            if element.tag == "meta:keyword":
                words += text_of(element).replace(";", ",").split(",")
        return stated(
            "odt:properties",
            title=meant_title(fields.get("dc:title", "")),
            authors=(fields.get("meta:initial-creator") or fields.get("dc:creator", "")).split(";"),
            language=fields.get("dc:language", ""),
            tags=words,
        )
