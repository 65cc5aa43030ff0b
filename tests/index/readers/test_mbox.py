"""Mailboxes: where messages begin, what they are called, and how little of them is in memory."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableFile
from index.readers.contained import Contained, Limits, parts
from index.readers.mail import mbox
from index.readers.members import Budget, Inner, Opened, Refused
from index.settings import FormatsSettings

FORMATS = FormatsSettings(
    max_container_megabytes=100, max_unpacked_megabytes=100, max_members=1000, max_depth=5, max_ratio=300, rows=()
)
ENVELOPE = b"From jane@example.org Mon Sep  8 10:00:00 2031\n"


def members(data: bytes, most: int = 50_000_000) -> list[Inner | Refused]:
    return list(mbox.members(io.BytesIO(data), Opened("a.mbox", FORMATS, Budget(FORMATS, most))))


def boxed(*mails: bytes) -> bytes:
    return b"".join(ENVELOPE + re.sub(rb"(?m)^(>*From )", rb">\1", mail) + b"\n" for mail in mails)


def mail(id: str, text: str = "Where is it?\n", more: str = "") -> bytes:
    return f"From: jane@example.org\nMessage-ID: <{id}>\nSubject: Boom\n{more}\n{text}".encode()


def test_a_message_a_document_named_by_its_id(tmp_path) -> None:
    text = "From here on, at 10:00 in 2031, nobody knows.\n>From him\n\nFrom noon until 14:30 we slept.\nNot a field\n"
    kind = "Content-Type: multipart/mixed; boundary=q\n"
    parted = '--q\n\nHi\n--q\nContent-Type: text/plain; name="plan.txt"\n\nNo plan.\n--q--\n'
    attached = mail("b/c@x", parted, kind)
    plain = mail("a@x", text)
    (tmp_path / "a.mbox").write_bytes(boxed(plain, attached, b"From: nobody@example.org\n\nNo id.\n", mail("a@x")))
    found = [p for p in parts(tmp_path, "a.mbox", Limits(10_000_000, FORMATS, False, ())) if isinstance(p, Contained)]
    assert [part.path for part in found] == [
        "a.mbox!/a@x.eml",
        "a.mbox!/b%2Fc@x.eml",
        "a.mbox!/b%2Fc@x.eml!/plan.txt",
        "a.mbox!/3.eml",
        "a.mbox!/a@x~2.eml",
    ]
    assert members(boxed(plain))[0] == Inner("a@x.eml", plain), "what was put before `From ` is taken away again"
    assert "\nFrom here on" in found[0].result.extracted.text


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="From >\na@:0123", max_size=80), min_size=1, max_size=6), st.integers(40, 4_000))
def test_messages_come_back_wherever_they_are_cut(texts: list[str], chunk: int) -> None:
    mails = [mail(f"{number}@x", "x" * 1000 + "\n" + text.strip("\n") + "\n") for number, text in enumerate(texts)]
    before, mbox._CHUNK = mbox._CHUNK, chunk
    try:
        assert [each.data for each in members(boxed(*mails)) if isinstance(each, Inner)] == mails
    finally:
        mbox._CHUNK = before


def test_line_ends_of_windows_and_a_message_that_is_too_long() -> None:
    data = boxed(mail("a@x"), mail("b@x", "word\n" * 4_000), mail("c@x"))
    assert [each.name for each in members(data.replace(b"\n", b"\r\n"))] == ["a@x.eml", "b@x.eml", "c@x.eml"]
    first, second, third = members(data, most=5_000)
    assert isinstance(second, Refused) and second.name == "2.eml" and "max_megabytes" in second.reason
    assert (first.name, third.name) == ("a@x.eml", "c@x.eml")


def test_what_is_no_mailbox_is_refused() -> None:
    for data in (b"", b"\n\n", b"*mbx*\r\n1234\r\n", b"From: a@b\n\nA mail.\n", bytes(range(256))):
        with pytest.raises(UnreadableFile, match="not a mailbox"):
            members(data)
