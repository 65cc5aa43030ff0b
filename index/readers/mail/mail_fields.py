"""The header fields of a mail: found in its bytes, decoded, and taken apart. Never more of them than is bounded.

RFC 5322 (fields), 2047 (encoded words), 2231 (parameters); what real mail does beside them is read as it was meant.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_to_bytes

from index.readers.cleaning import cleaned
from index.readers.decoding import decode

Fields = dict[str, bytes]
"""The fields that matter, by their name in lower case, unfolded; of one that stands twice the first."""

_LONGEST: Final = 20_000
"""Bytes kept of a field: a list of recipients may be long, and what is longer is meant to hurt."""
_LONGEST_TECHNICAL: Final = 4_000

_PEOPLE: Final = frozenset({"from", "to", "cc", "bcc", "subject", "references", "keywords"})
_KEPT: Final = _PEOPLE | {
    *("date", "message-id", "in-reply-to", "sender", "reply-to", "list-id", "mime-version"),
    *("content-type", "content-transfer-encoding", "content-disposition", "content-id", "content-location"),
}
_MAILS: Final = frozenset(
    {
        *("from", "to", "cc", "bcc", "subject", "date", "message-id", "sender", "reply-to", "mime-version", "received"),
        *("return-path", "delivered-to", "content-type", "newsgroups", "x-mailer", "references", "in-reply-to"),
    }
)
"""One of them stands at the head of every mail."""

_FIELD: Final = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*([^\n]*(?:\n[ \t]+[^\s][^\n]*)*+)\n?")
_BLANK: Final = re.compile(rb"[ \t]*\r?(?:\n|\Z)")
_ENVELOPE: Final = re.compile(rb">?From [^\n]*(?:\n|\Z)")
_FOLD: Final = re.compile(rb"\r?\n[ \t]*")
_WORD: Final = re.compile(rb"=\?([A-Za-z0-9_.:*'+-]{1,60})\?([bBqQ])\?([^?\r\n]*)\?=")
_PARAMETER: Final = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)')
_CONTINUED: Final = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_ADDRESS: Final = re.compile(r"<([^<>\s]{1,300})>|([^\s<>\"(),;:@]{1,200}@[^\s<>\"(),;:@]{1,200})")

_UNSAFE: Final = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
"""Codecs that are none for text, or whose time grows with the square of the text."""
_BETTER: Final = {
    **dict.fromkeys(("iso8859-1", "ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}
"""What understands all of a charset and what is sent under its name."""
_WIDE: Final = ("utf-16", "utf-32", "utf-7", "iso2022", "hz")
"""Charsets whose bytes may all be ASCII and mean something else."""


def split_fields(data: bytes, start: int, end: int) -> tuple[Fields, int, bool]:
    """The fields at `start`, where what they head begins, and whether they are those of a mail. Linear."""
    fields: Fields = {}
    at, mail = start, False
    while at < end:
        blank = _BLANK.match(data, at, end)
        if blank is not None:
            return fields, blank.end(), mail
        match = _FIELD.match(data, at, end)
        if match is None:
            envelope = _ENVELOPE.match(data, at, end)
            if envelope is None:
                # Not a field: the blank line is missing, and this is text.
                return fields, at, mail
            at = envelope.end()
            continue
        at = match.end()
        name = match[1].decode("ascii").lower()
        mail = mail or name in _MAILS
        if name in _KEPT and name not in fields:
            most = _LONGEST if name in _PEOPLE else _LONGEST_TECHNICAL
            value = data[match.start(2) : min(match.end(2), match.start(2) + most)]
            fields[name] = _FOLD.sub(b" ", value).strip()
    return fields, end, mail


def words(value: bytes, charset: str | None = None) -> str:
    """A field as it is read: encoded words decoded, on one line. `charset`: what bytes above ASCII may be."""
    text, at, last = "", 0, 0
    run: tuple[str, bytes] | None = None
    for match in _WORD.finditer(value):
        between = value[at : match.start()]
        name = match[1].split(b"*")[0].decode("ascii")
        found = _encoded(match[2], match[3])
        if run is not None and not between.strip():
            if run[0] == name.lower():
                # A character of several bytes may be divided between two words.
                run = (run[0], run[1] + found)
                at = match.end()
                continue
            text += decoded(run[1], run[0])
        else:
            text += (decoded(run[1], run[0]) if run is not None else "") + _bare(between, charset)
        run, at = (name.lower(), found), match.end()
        last = match.end()
    if run is not None:
        text += decoded(run[1], run[0])
    text += _bare(value[max(at, last) :], charset)
    return " ".join(cleaned(text).split())


def _encoded(how: bytes, what: bytes) -> bytes:
    if how in b"bB":
        return base64(what)
    return binascii.a2b_qp(what.replace(b"_", b" "), header=False)


def _bare(value: bytes, charset: str | None) -> str:
    return value.decode("ascii") if value.isascii() else decoded(value, charset)


def base64(data: bytes) -> bytes:
    """What Base64 stands for, as far as it can be read: other characters are passed over, a cut end is left out."""
    letters = re.sub(rb"[^A-Za-z0-9+/]+", b"", data.partition(b"=")[0] if data.count(b"=") <= 2 else data)
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def codec(charset: str | None) -> str | None:
    """The name of the codec that a charset stands for; None where there is none that may be used."""
    if not charset:
        return None
    try:
        name = codecs.lookup(charset.strip().strip("'\"")).name
        b"".decode(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if name in _UNSAFE else _BETTER.get(name, name)


def decoded(data: bytes, charset: str | None) -> str:
    """Bytes as text: by the charset that is stated unless they tell otherwise, else by what they look like."""
    from index.errors import UnreadableFile

    name = codec(charset)
    if data.isascii() and not (name or "").startswith(_WIDE):
        return data.decode("ascii")
    if name is None or not name.startswith(_WIDE):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    if name is not None and not name.startswith("utf-8"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            return data.decode(name, "replace")
    try:
        return decode(data)[0]
    except UnreadableFile:
        return data.decode("utf-8", "replace")


def parameters(value: bytes, charset: str | None = None) -> tuple[str, dict[str, str]]:
    """What a field such as Content-Type says, in lower case, and its parameters (RFC 2231) by name."""
    text = _bare(value[:_LONGEST_TECHNICAL], charset)
    main = text.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in _PARAMETER.finditer(text):
        name, found = match[1].lower(), match[2].strip()
        if found.startswith('"'):
            found = re.sub(r"\\(.)", r"\1", found[1:].removesuffix('"'))
        parts = _CONTINUED.fullmatch(name)
        if parts is None or (parts[2] is None and parts[3] is None):
            plain.setdefault(name, found)
        else:
            pieces.setdefault(parts[1], {}).setdefault(int(parts[2] or 0), (found, parts[3] is not None))
    for name, numbered in pieces.items():
        plain[name] = _continued([numbered[number] for number in sorted(numbered)])
    return main, {name: cleaned(each) for name, each in plain.items()}


def _continued(pieces: list[tuple[str, bool]]) -> str:
    charset: str | None = None
    if pieces[0][1] and pieces[0][0].count("'") >= 2:
        charset, _, rest = pieces[0][0].split("'", 2)
        pieces = [(rest, True), *pieces[1:]]
    data = b"".join(unquote_to_bytes(text) if escaped else text.encode() for text, escaped in pieces)
    return decoded(data, charset or "utf-8")


def sender(value: str) -> str | None:
    """Who a decoded From names: the name, else the address; None where it has neither."""
    address = _ADDRESS.search(value)
    if address is None:
        return value.replace("<>", "").strip(" \"'") or None
    name = value[: address.start()].strip(" \"',")
    if not name:
        comment = re.match(r"\s*>?\s*\(([^()]{1,200})\)", value[address.end() :])
        name = comment[1].strip() if comment else ""
    return re.sub(r'\\(["\\])', r"\1", name) or address[1] or address[2]


def message_ids(value: bytes) -> Iterator[str]:
    """The Message-IDs in a field, without their brackets; in Message-ID itself one without brackets counts too."""
    text = cleaned(_bare(_FOLD.sub(b"", value), None))
    found = re.findall(r"<\s*([^<>\s@][^<>\s]{0,249})[^<>]*>", text)
    if not found and re.fullmatch(r"[^<>\s@][^<>\s]{0,200}@[^<>\s]{1,200}", text):
        found = [text]
    yield from dict.fromkeys(found)
