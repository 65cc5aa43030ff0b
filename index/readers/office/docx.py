"""Word documents (DOCX): the text as Word shows it with its changes accepted, then its notes and its comments.

Parts and relationships are those of ECMA-376 (Office Open XML), transitional and strict; nothing that lies outside the
file is ever opened.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from index.document import ExtractedText, Metadata
from index.errors import UnreadableFile
from index.readers.office.docx_styles import PREFIXES, Numbering, Styles
from index.readers.office.docx_text import Body
from index.readers.office.flowing import Flow, assembled, stated
from index.readers.office.word_styles import meant_title
from index.readers.office.xml_parts import streamed, text_of, tree
from index.readers.office.zipped import Zipped
from index.readers.remarks import cut_short

READER: Final = "docx/2"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KIND: Final = "a DOCX document"


@dataclass(frozen=True, slots=True)
class Relation:
    """Something that a part of the document refers to."""

    id: str
    kind: str
    """Last word of its type, such as `hyperlink` or `footnotes`."""
    target: str
    """A part, or an address where `outside`."""
    outside: bool


def read(data: bytes) -> ExtractedText:
    """The text of a DOCX file. Raises UnreadableFile."""
    if data.startswith(_OLE):
        raise UnreadableFile(why_not(data))
    parts = Zipped(data, _KIND)
    try:
        return _Package(parts).read() if not parts.cut else cut_short(_read_cut(parts), _KIND)
    except RecursionError as error:
        raise UnreadableFile("a part of it is nested too deeply") from error


def _read_cut(parts: Zipped) -> ExtractedText:
    try:
        return _Package(parts).read()
    except UnreadableFile as error:
        raise UnreadableFile(f"{_KIND} that is cut off before its text") from error


def why_not(data: bytes) -> str:
    """Why a file of the old kind is not read."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted; Glossator does not ask for passwords"
    return "an old Word file: save it as .docx"


class _Package:
    def __init__(self, parts: Zipped) -> None:
        self._parts = parts
        self._main = self._main_part()
        self._relations = self._related(self._main)
        self._styles = Styles(self._tree("styles"))
        self._numbering = Numbering(self._tree("numbering"))

    def read(self) -> ExtractedText:
        body = self._body(self._main)
        flow = Flow()
        for _, child in streamed(self._parts.read(self._main), PREFIXES, frozenset({"w:body"})):
            body.block(child, flow)
        body.close(flow)
        whole = self._running("header", body.sections)
        whole.extend(flow)
        for kind in ("footnote", "endnote"):
            whole.extend(self._notes(kind, body))
        whole.extend(self._comments(body))
        whole.extend(self._running("footer", body.sections))
        return assembled(whole, READER, self._metadata(), paged=body.paged)

    def _main_part(self) -> str:
        found = [relation.target for relation in self._related("") if relation.kind == "officeDocument"]
        name = self._parts.find(found[0] if found else "word/document.xml")
        if name is None:
            raise UnreadableFile(f"not {_KIND}: it has no text")
        if "xl/" in name or "ppt/" in name:
            raise UnreadableFile(f"not {_KIND}, but another office document")
        return name

    def _related(self, part: str) -> list[Relation]:
        """What a part refers to; the file itself where it is ''."""
        folder, name = posixpath.split(part)
        data = self._parts.get(posixpath.join(folder, "_rels", name + ".rels"))
        found = []
        for element in tree(data, PREFIXES) if data else ():
            target, outside = element.get("Target", ""), element.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found.append(Relation(element.get("Id", ""), kind, target, outside))
        return found

    def _part(self, kind: str) -> str | None:
        return next((r.target for r in self._relations if r.kind == kind and not r.outside), None)

    def _tree(self, kind: str) -> Element | None:
        part = self._part(kind)
        data = self._parts.get(part) if part else None
        return tree(data, PREFIXES) if data else None

    def _body(self, part: str) -> Body:
        links = {r.id: r.target for r in self._related(part) if r.kind == "hyperlink" and r.outside}
        return Body(self._styles, self._numbering, links)

    def _notes(self, kind: str, body: Body) -> Flow:
        """The notes that the text refers to, in the order in which it does."""
        flow, part, root = Flow(), self._part(kind + "s"), self._tree(kind + "s")
        if root is None or part is None:
            return flow
        notes = {note.get("w:id", ""): note for note in root if note.tag == f"w:{kind}"}
        inner = self._body(part)
        for identity, label in body.notes(kind):
            if identity in notes:
                note = inner.note(notes[identity], label, f"{kind}-{identity}")
                flow.extend(note.as_kind("note", f"docx:{kind}"))
        return flow

    def _comments(self, body: Body) -> Flow:
        flow, part, root = Flow(), self._part("comments"), self._tree("comments")
        if root is None or part is None:
            return flow
        inner = self._body(part)
        for comment in root:
            if comment.tag == "w:comment":
                author, day = comment.get("w:author", ""), comment.get("w:date", "")[:10]
                label = ", ".join(filter(None, (f"Comment by {author}" if author else "Comment", day)))
                made = inner.note(comment, f"{label}:", f"comment-{comment.get('w:id', '')}")
                flow.extend(made.as_kind("note", "docx:comment"))
        return flow

    def _running(self, kind: str, sections: list[str]) -> Flow:
        """Heads or feet of the pages, each once."""
        flow, seen = Flow(), set[str]()
        targets = {relation.id: relation.target for relation in self._relations if relation.kind == kind}
        used = [targets[identity] for identity in sections if identity in targets]
        for part in dict.fromkeys(used or targets.values()):
            data = self._parts.get(part)
            if not data:
                continue
            inner, found = self._body(part), Flow()
            for child in tree(data, PREFIXES):
                inner.block(child, found)
            inner.close(found)
            text = found.text().strip()
            if any(character.isalnum() for character in text) and text not in seen:
                seen.add(text)
                flow.extend(found.as_kind("boilerplate", f"docx:{kind}"))
        return flow

    def _metadata(self) -> Metadata:
        part = next((r.target for r in self._related("") if r.kind == "core-properties"), "docProps/core.xml")
        data = self._parts.get(part)
        if not data:
            return Metadata()
        try:
            fields = {element.tag: text_of(element) for element in tree(data, PREFIXES)}
        except UnreadableFile:
            return Metadata()
        return stated(
            "docx:properties",
            title=meant_title(fields.get("dc:title", "")),
            authors=fields.get("dc:creator", "").split(";"),
            language=fields.get("dc:language", ""),
            tags=fields.get("cp:keywords", "").replace(";", ",").split(","),
        )
