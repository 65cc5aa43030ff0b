"""A mail as a document: the lines at its head, then its text with what is quoted, signed and forwarded told apart."""

from __future__ import annotations

import email.utils
import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from index.document import Block, BlockKind, Evidence, ExtractedText, Header, Link, Metadata, Span
from index.errors import UnreadableFile
from index.readers.cleaning import cleaned
from index.readers.mail.mail_body import plain, told
from index.readers.mail.mail_fields import Fields, codec, decoded, message_ids, parameters, sender, words
from index.readers.mail.mail_parts import Attached, Part, Sorted, name_of, parse, sort_out, uuencoded

READER: Final = "eml/1"
_SHOWN: Final[dict[str, tuple[str, BlockKind]]] = {
    "from": ("From", "byline"),
    "to": ("To", "boilerplate"),
    "cc": ("Cc", "boilerplate"),
    "bcc": ("Bcc", "boilerplate"),
    "date": ("Date", "dateline"),
    "subject": ("Subject", "headline"),
}
"""Fields that begin the text, in the order in which they stand there."""
_MOST_REFERENCES: Final = 500
_MOST_NAMED: Final = 200
"""Attachments whose names stand at the head."""
_ENRICHED: Final = ("text/enriched", "text/richtext")


class Piece(NamedTuple):
    """A stretch of text with its blocks, positions counted from its own beginning."""

    text: str
    blocks: list[Block]
    links: tuple[Link, ...] = ()


@dataclass(slots=True)
class _Text:
    """What is written so far."""

    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    length: int = 0

    def add(self, piece: Piece, between: str) -> None:
        if not piece.blocks:
            return
        gap = between if self.length else ""
        words = piece.text.lstrip()
        at = self.length + len(gap) - len(piece.text) + len(words)
        words = words.rstrip()
        self.pieces += [gap, words]
        self.length += len(gap) + len(words)
        self.blocks += [block._replace(start=block.start + at, end=block.end + at) for block in piece.blocks]
        for link in piece.links:
            inner = link.target[:1] == "#" and link.target[1:].isdecimal()
            target = f"#{int(link.target[1:]) + at}" if inner else link.target
            self.links.append(Link(link.start + at, link.end + at, target))


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was read, and what came with it."""

    extracted: ExtractedText
    parts: Sorted
    in_text: tuple[Attached, ...]
    """Files that stood in its text, uuencoded."""


def read_mail(data: bytes, start: int = 0) -> Mail:
    """The mail that begins at `start`. Raises UnreadableFile where there is none."""
    root, is_mail = parse(data, start)
    if not is_mail:
        raise UnreadableFile("not a mail: it has none of the lines that stand above one")
    parts = sort_out(root)
    text, in_text = _Text(), list[Attached]()
    charset = next((each.params["charset"] for each in parts.body if codec(each.params.get("charset"))), None)
    pieces = []
    for part in parts.body:
        piece, files = _piece(part)
        pieces.append(piece)
        in_text += files
    attached = [*(name_of(part, number) for number, part in enumerate(parts.attached, 1)), *(f.name for f in in_text)]
    headers = _head(root.fields, text, charset, attached[:_MOST_NAMED])
    for piece in pieces:
        text.add(piece, "\n\n")
    metadata = _metadata(root.fields, headers, charset)
    whole = "".join(text.pieces)
    extracted = ExtractedText(whole, tuple(text.blocks), metadata, READER, charset, links=tuple(text.links))
    return Mail(extracted, parts, tuple(in_text))


def _head(fields: Fields, text: _Text, charset: str | None, attached: list[str]) -> list[Header]:
    """The lines above the text: written, and as what a query asks for; then what tells which mail answers which."""
    headers: list[Header] = []
    for name, (label, kind) in _SHOWN.items():
        value = words(fields.get(name, b""), charset)
        if not value:
            continue
        line = f"{label}: {value}"
        text.add(Piece(line, [Block(0, len(line), kind, f"mail:{name}")]), "\n")
        headers.append(Header(name, value, Span(text.length - len(line), text.length)))
    if attached:
        line = f"Attachments: {', '.join(attached)}"
        text.add(Piece(line, [Block(0, len(line), "boilerplate", "mail:attachments")]), "\n")
    for name in ("message-id", "in-reply-to", "references"):
        found = list(message_ids(fields.get(name, b"")))[-_MOST_REFERENCES if name == "references" else -1 :]
        headers += [Header(name, each) for each in found]
    return headers


def _metadata(fields: Fields, headers: list[Header], charset: str | None) -> Metadata:
    shown = {header.name: header for header in headers if header.span is not None}

    def value(name: str) -> str | None:
        return shown[name].value if name in shown else None

    author = sender(value("from") or "")
    listed = words(fields.get("list-id", b""), charset).partition("<")[0].strip(' "')
    date = value("date")
    stated = (("title", "subject", value("subject")), ("authors", "from", author), ("date", "date", date))
    evidence = [Evidence(what, f"mail:{name}", _within(shown[name], said)) for what, name, said in stated if said]
    if listed:
        evidence.append(Evidence("source", "mail:list-id"))
    keywords = words(fields.get("keywords", b""), charset)
    return Metadata(
        title=value("subject"),
        authors=(author,) if author else (),
        source=listed or None,
        date=day(date) if date else None,
        date_text=date,
        evidence=tuple(evidence),
        tags=tuple(dict.fromkeys(tag for each in keywords.split(",") if (tag := each.strip()))),
        headers=tuple(headers),
    )


def _within(header: Header, words: str) -> Span | None:
    """Where words of a line stand in the text; the whole line where they are spelt otherwise there."""
    if header.span is None:
        return None
    at = header.value.find(words)
    start = header.span.end - len(header.value) + at
    return Span(start, start + len(words)) if at >= 0 else header.span


def day(date: str) -> str | None:
    """The day of a Date line, where the writer was; None where it states none."""
    try:
        found = email.utils.parsedate_tz(date[:200])
    except (ValueError, TypeError, IndexError, AttributeError):
        return None
    if found is None or not (1 <= found[1] <= 12 and 1 <= found[2] <= 31 and 1000 <= found[0] <= 9999):
        return None
    return f"{found[0]:04}-{found[1]:02}-{found[2]:02}"


def _piece(part: Part) -> tuple[Piece, list[Attached]]:
    """A part of the text."""
    if part.type == "text/html":
        return _page(part), []
    if part.type in _ENRICHED:
        return Piece(*plain(cleaned(re.sub(r"<[^<>\n]{0,60}>", "", part.text)))), []
    content = part.content
    files: list[Attached] = []
    if b"begin" in content:
        files = [each for each in uuencoded(content) if each.data]
    raw = _without(part, content, files) if files else part.text
    _, params = parameters(part.fields.get("content-type", b""))
    flowed = params.get("format", "").lower() == "flowed"
    return Piece(*plain(cleaned(raw), flowed=flowed, joined=params.get("delsp", "").lower() == "yes")), files


def _without(part: Part, content: bytes, files: list[Attached]) -> str:
    pieces, at = [], 0
    for each in files:
        pieces.append(content[at : each.begin])
        at = each.end
    return decoded(b"".join([*pieces, content[at:]]), part.params.get("charset"))


def _page(part: Part) -> Piece:
    """A part that is a page: all of it, since a mail has no menus."""
    from index.readers.web.html import whole_page
    from index.readers.web.html_charset import decode_page

    stated = part.params.get("charset")
    source = decoded(part.content, stated) if codec(stated) else decode_page(part.content)[0]
    page = whole_page(source)
    return Piece(page.text, told(page.text, page.blocks), tuple(page.links))
