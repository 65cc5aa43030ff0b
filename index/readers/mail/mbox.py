"""A mailbox: its messages, each read as a mail of its own (`eml`), one in memory at a time.

A message begins at a line `From ` behind an empty line, or at the beginning. Writers of mailboxes put `>` before lines
of the text that begin so (mboxrd: before those with `>` too); one `>` is taken away again. Lengths that a message
states are not trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from index.errors import UnreadableFile
from index.readers.mail.mail_fields import message_ids, split_fields
from index.readers.members import Inner, Member, Opened, Refused

_CHUNK: Final = 1 << 20
_BEGINS: Final = re.compile(
    rb"(?:(?<=\n\n)|(?<=\n\r\n))From (?=[^\n]{0,500}(?:\d:\d\d|@)[^\n]{0,500}\n(?:[!-9;-~]{1,100}[ \t]*:|>From ))"
)
"""A line that begins a message holds an address or a time, and a field follows it: `From here on` does not."""
_SEEN: Final = 1_200
"""Bytes that the decision may need."""
_QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


def members(file: BinaryIO, opened: Opened) -> Iterator[Member]:
    """Every message, named by its Message-ID, or its number where it has none. Raises UnreadableFile."""
    most = opened.budget.max_bytes
    for number, data in enumerate(_messages(file, most), 1):
        if data is None:
            reason = f"over {most / 1e6:,.1f} MB, which is what documents.max_megabytes allows"
            yield Refused(f"{number}.eml", reason, supported=True)
            continue
        opened.budget.spend(len(data))
        yield Inner(f"{_name(data) or number}.eml", data)


def _name(data: bytes) -> str:
    fields, _, _ = split_fields(data, 0, min(len(data), 1 << 20))
    found = next(message_ids(fields.get("message-id", b"")), "")
    return "".join(c if c.isprintable() and c != "/" else f"%{ord(c):02X}" for c in found)


def _messages(file: BinaryIO, most: int) -> Iterator[bytes | None]:
    """The bytes of each message without its `From ` line; None in place of one that is too long."""
    buffer = b"\n\n" + file.read(_CHUNK).lstrip(b"\r\n\xef\xbb\xbf")
    if not buffer.startswith(b"From ", 2):
        raise UnreadableFile("not a mailbox: it does not begin with a line `From `")
    begun, searched, too_long, last = 2, 7, False, False
    while True:
        found = _BEGINS.search(buffer, searched)
        if found is not None or last:
            end = found.start() if found is not None else len(buffer)
            yield None if too_long or end - begun > most else _message(buffer[begun:end])
            if found is None:
                return
            begun, searched, too_long = end, end + 5, False
            continue
        # A line that was cut may be one that begins a message.
        searched = max(searched, len(buffer) - _SEEN)
        if too_long or len(buffer) - begun > most:
            too_long, begun = True, max(2, len(buffer) - _SEEN - 2)
        # More at a time where a message is long, so that its beginning is not copied again and again.
        chunk = file.read(max(_CHUNK, (len(buffer) - begun) // 2))
        last = not chunk
        kept = max(0, min(begun, searched) - 4)
        buffer = buffer[kept:] + chunk
        begun, searched = begun - kept, searched - kept


def _message(data: bytes) -> bytes:
    """A message as it was sent."""
    data = data[data.find(b"\n") + 1 :]
    data = data.removesuffix(b"\n").removesuffix(b"\r") if data.endswith((b"\n\n", b"\n\r\n")) else data
    return _QUOTED.sub(rb"\1", data) if b"\n>" in data else data
