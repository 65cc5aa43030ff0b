"""A mail in a file of its own: the mail is a document, each file that came with it another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from index.errors import UnreadableFile
from index.readers.mail.mail import read_mail
from index.readers.mail.mail_parts import attachments
from index.readers.members import Inner, Made, Member, Opened, Refused

_ENVELOPES: Final = (b"From ", b">From ")


def members(file: BinaryIO, opened: Opened) -> Iterator[Member]:
    """The mail, then what came with it, in the order in which it lies there. Raises UnreadableFile."""
    most = opened.budget.max_bytes
    data = file.read(most + 1)
    if len(data) > most:
        raise UnreadableFile(f"over {most / 1e6:,.1f} MB, which is what documents.max_megabytes allows")
    mail = read_mail(*_message(data, opened.name))
    yield Made("", lambda: mail.extracted, data)
    for each in (*attachments(mail.parts), *mail.in_text):
        opened.budget.spend(len(each.data))
        yield Inner(each.name, each.data)
    for left in mail.parts.left:
        yield Refused(left.name, left.reason, supported=left.fault)


def _message(data: bytes, name: str) -> tuple[bytes, int]:
    """The bytes of the message and where it begins: behind a mark, blank lines, or the length that Apple's Mail puts
    above it (and a property list below)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    if name.lower().endswith(".emlx"):
        line, found, rest = data.partition(b"\n")
        if found and line.strip().isdigit() and len(line) < 20:
            return rest[: int(line)], 0
    while start < len(data) and data[start : start + 1].isspace():
        start += 1
    return data, start
