"""What a mail is made of: the tree of its parts (RFC 2045, 2046), its text, and what is attached.

The tree is bounded in depth and in size, and is made in a time that grows with the mail alone: a mail of ten thousand
parts in each other costs no more than one of that length.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from index.readers.mail.mail_fields import Fields, base64, decoded, message_ids, parameters, split_fields, words

_DEEPEST: Final = 40
_MOST: Final = 20_000
_TAG: Final = re.compile(rb"<[^<>]{1,2000}>")
_WORDS: Final = re.compile(rb"\w+")
_INSTEAD: Final = re.compile(rb"\b(?:html|browser|navigateur|navegador)\b", re.IGNORECASE)
_FIRST_LINE: Final = re.compile(rb"\s*--([^\s][^\r\n]{0,200})\r?\n")
_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/epub+zip": ".epub",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/gzip": ".gz",
    "application/json": ".json",
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/csv": ".csv",
    "text/rtf": ".rtf",
    "text/markdown": ".md",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/tiff": ".tif",
}
"""Of files that were sent without a name."""


_SHOWN: Final = ("image/", "text/", "audio/", "video/")
"""Types of what a page is shown with."""


@dataclass(slots=True)
class Part:
    """A mail, or a part of one: its fields, and where its content lies in the bytes of the mail."""

    data: bytes
    fields: Fields
    begin: int
    end: int
    type: str
    params: dict[str, str]
    disposition: str
    filename: str
    children: list[Part] = field(default_factory=list)
    too_deep: bool = False

    @property
    def content(self) -> bytes:
        """The bytes that were sent, whatever they were encoded as for the way."""
        how = self.fields.get("content-transfer-encoding", b"").split(b";")[0].strip().lower()
        raw = self.data[self.begin : self.end]
        if how == b"base64":
            return base64(raw)
        if how == b"quoted-printable":
            return binascii.a2b_qp(raw)
        if how in (b"x-uuencode", b"uuencode", b"x-uue", b"uue"):
            return b"".join(found.data for found in uuencoded(raw)) or raw
        return raw

    @property
    def text(self) -> str:
        """Its content as text, with line ends and control characters as they came."""
        return decoded(self.content, self.params.get("charset"))


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a mail."""

    name: str
    data: bytes
    begin: int = 0
    """Of one that stands in the text: from where..."""
    end: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """A part that nobody can read, and why."""

    name: str
    reason: str
    fault: bool = True


@dataclass(slots=True)
class Sorted:
    """The parts of a mail by what becomes of them."""

    body: list[Part] = field(default_factory=list)
    """What a reader sees, in order; text/plain, text/html and the like."""
    attached: list[Part] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def parse(data: bytes, start: int = 0) -> tuple[Part, bool]:
    """The tree of a mail, and whether it has the fields of one."""
    root, mail = _part(data, start, len(data), "text/plain")
    open_parts = [(root, 1)]
    count = 1
    while open_parts:
        part, depth = open_parts.pop()
        if not part.type.startswith("multipart/"):
            continue
        if depth > _DEEPEST or count > _MOST:
            part.too_deep = True
            continue
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for begin, end in _divided(part):
            count += 1
            if count > _MOST:
                part.too_deep = True
                break
            part.children.append(_part(data, begin, end, default)[0])
        if not part.children and not part.too_deep:
            part.type = "text/plain"
        open_parts += [(child, depth + 1) for child in part.children]
    return root, mail


def _part(data: bytes, start: int, end: int, default: str) -> tuple[Part, bool]:
    fields, begin, mail = split_fields(data, start, end)
    kind, params = parameters(fields.get("content-type", b""))
    disposition, more = parameters(fields.get("content-disposition", b""))
    name = more.get("filename") or params.get("name") or ""
    if not re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,100}", kind):
        kind = "multipart/mixed" if kind.startswith("multipart") and "boundary" in params else ""
        kind = kind or default if "content-type" not in fields else "text/plain"
    return Part(data, fields, begin, end, kind, params, disposition, words(name.encode())), mail


def _divided(part: Part) -> list[tuple[int, int]]:
    """Where the parts of a multipart lie; one that is not closed reaches to the end."""
    boundary = part.params.get("boundary", "").rstrip().encode()
    found = _between(part, boundary) if boundary else []
    # Where the parameter is lost or wrong, the first line shows what it was meant to be.
    first = _FIRST_LINE.match(part.data, part.begin, part.end) if not found else None
    return found if first is None else _between(part, first[1].rstrip())


def _between(part: Part, boundary: bytes) -> list[tuple[int, int]]:
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\r?\Z|(?<=--)[^\n]*\n?)", re.MULTILINE)
    found: list[tuple[int, int]] = []
    begun = -1
    for match in line.finditer(part.data, part.begin, part.end):
        if begun >= 0:
            found.append((begun, _without_line_end(part.data, begun, match.start())))
        begun = match.end()
        if match[1] or len(found) > _MOST:
            return found
    if begun >= 0:
        found.append((begun, part.end))
    return found


def _without_line_end(data: bytes, begin: int, end: int) -> int:
    if end > begin and data[end - 1] == 10:
        end -= 1
        if end > begin and data[end - 1] == 13:
            end -= 1
    return end


def sort_out(part: Part) -> Sorted:
    """What becomes of the parts of a mail."""
    found = Sorted()
    _sort(part, found, within="")
    return found


def _sort(part: Part, found: Sorted, within: str) -> None:
    if part.too_deep:
        found.left.append(Left("parts", f"parts nested more than {_DEEPEST} deep, or more than {_MOST:,} of them"))
    elif part.type == "multipart/alternative":
        _choose(part, found)
    elif part.type == "multipart/encrypted":
        found.left.append(Left("encrypted", "encrypted; Glossator does not ask for keys"))
    elif part.type == "multipart/signed":
        for child in part.children[:1]:
            _sort(child, found, "")
    elif part.type == "multipart/appledouble":
        for child in part.children[1:]:
            _sort(child, found, "")
    elif part.type == "multipart/related":
        _related(part, found)
    elif part.children:
        for child in part.children:
            _sort(child, found, part.type)
    else:
        _leaf(part, found, within)


def _related(part: Part, found: Sorted) -> None:
    """A page and what it is shown with: pictures are left out in silence."""
    start = part.params.get("start", "").strip("<> ")
    roots = [each for each in part.children if start and start in message_ids(each.fields.get("content-id", b""))]
    root = (roots or part.children)[0]
    for child in part.children:
        if child is root:
            _sort(child, found, "")
        elif not (
            child.type.startswith(_SHOWN) and ("content-id" in child.fields or child.disposition != "attachment")
        ):
            _sort(child, found, "multipart/related")


def _choose(part: Part, found: Sorted) -> None:
    """Of the same text in several forms: the plain one, unless it only says to look at the other."""
    plain = html = None
    for child in part.children:
        each = Sorted()
        _sort(child, each, part.type)
        found.attached += each.attached
        found.left += each.left
        kinds = {one.type for one in each.body}
        if "text/html" in kinds:
            html = each.body
        elif each.body and plain is None:
            plain = each.body
    if plain is not None and (html is None or not _is_stub(plain, html)):
        found.body += plain
    elif html is not None:
        found.body += html


def _is_stub(plain: list[Part], html: list[Part]) -> bool:
    text = b"\n".join(part.content for part in plain)
    count = len(_WORDS.findall(text[:100_000]))
    page = sum(len(_WORDS.findall(_TAG.sub(b" ", part.content[:200_000]))) for part in html)
    if count >= 200 or page <= count:
        return False
    return count < 3 or (count < 60 and _INSTEAD.search(text) is not None) or count < page // 8


def _leaf(part: Part, found: Sorted, within: str) -> None:
    kind, major = part.type, part.type.partition("/")[0]
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        signed = part.params.get("smime-type") == "signed-data"
        why = "signed in a way that Glossator does not read" if signed else "encrypted; Glossator does not ask for keys"
        found.left.append(Left(name_of(part, len(found.left)), why))
    elif kind in ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"):
        return
    elif kind == "message/external-body":
        found.left.append(Left(name_of(part, len(found.left)), "kept elsewhere, and nothing is fetched", fault=False))
    elif kind in ("message/rfc822", "message/global"):
        found.attached.append(part)
    elif major in ("text", "message") and not part.filename and part.disposition != "attachment":
        calendar = kind in ("text/calendar", "text/x-vcalendar", "text/vcard", "text/x-vcard", "text/directory")
        (found.attached if calendar else found.body).append(part)
    elif major in ("image", "audio", "video") and part.disposition != "attachment":
        # Shown in the text; a file that was attached says so, or has a name and is not named by the page.
        if part.filename and "content-id" not in part.fields and within != "multipart/related":
            found.attached.append(part)
    elif part.end > part.begin:
        found.attached.append(part)


def attachments(found: Sorted) -> Iterator[Attached]:
    """The files that came with a mail, each decoded when asked for."""
    for number, part in enumerate(found.attached, 1):
        yield Attached(name_of(part, number), part.content)


def name_of(part: Part, number: int) -> str:
    """The name of a file without folders, with the ending that its type has where it states none."""
    name = plain_name(part.filename)
    ending = _ENDINGS.get(part.type, "")
    if part.type in ("message/rfc822", "message/global"):
        if not name:
            inner, _, _ = split_fields(part.data, part.begin, part.end)
            name = plain_name(words(inner.get("subject", b"")))[:100]
        return (name or f"message-{number}") + ("" if name.lower().endswith(".eml") else ".eml")
    if not name:
        return f"attachment-{number}{ending or '.bin'}"
    return name if "." in name[1:] else name + ending


def plain_name(name: str) -> str:
    """A name that was sent, made one that can be listed; "" where nothing is left."""
    name = name.replace("\\", "/").rpartition("/")[2] if not name.rstrip("/\\ ").startswith("=?") else name
    name = "".join(c for c in name if c.isprintable() and c != "/").strip(" .")
    if len(name) > 150:
        stem, dot, ending = name.rpartition(".")
        name = stem[:140] + dot + ending if dot and len(ending) < 10 else name[:150]
    return name


_BEGIN: Final = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,200})\r?\n", re.MULTILINE)
_LINES: Final = re.compile(rb"(?:[!-`][ -`]{0,84}\r?\n)*+(?:[` ]?[ \t]*\r?\n)?end[ \t]*(?:\r?\n|\Z)")


def uuencoded(data: bytes) -> Iterator[Attached]:
    """Files that were put into a text the old way, between `begin 644 NAME` and `end`."""
    at = 0
    while (begin := _BEGIN.search(data, at)) is not None:
        lines = _LINES.match(data, begin.end())
        if lines is None:
            at = begin.end()
            continue
        at = lines.end()
        pieces = []
        for line in lines[0].splitlines():
            if not line or line.startswith(b"end"):
                continue
            try:
                pieces.append(binascii.a2b_uu(line))
            except binascii.Error:
                # Lines that are longer than they say, as a broken program made them.
                count = (((line[0] - 32) & 63) * 4 + 5) // 3
                try:
                    pieces.append(binascii.a2b_uu(line[:count]))
                except binascii.Error:
                    break
        name = plain_name(words(begin[1]))
        yield Attached(name or "attachment.bin", b"".join(pieces), begin.start(), lines.end())
