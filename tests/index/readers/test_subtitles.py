"""Subtitles: paragraphs, speakers and times."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableFile
from index.readers.plain.subtitles import read
from index.understanding.structure import understand_structure

SRT = """\
1
00:00:01,000 --> 00:00:03,500
<i>The boom is lying</i>
in the harbour,

2
00:00:03,600 --> 00:00:06,000
and nobody wants it.

3
00:00:06,100 --> 00:00:09,000
- Who ordered it?
- Not me.

4
00:00:15,000 --> 00:00:17,000
[door slams]

5
00:12:31,000 --> 00:12:33,000 X1:100 X2:200
{\\an8}MINISTER: We know nothing

6
00:12:33,100 --> 00:12:35,000
about the boom &amp; its cost.
"""
VTT = """\
WEBVTT - An evening
Language: en

STYLE
::cue { color: red }

NOTE not shown
at all

intro
00:01.000 --> 00:04.000 align:start position:10%
<v Anna Keller>Good <c.yellow>evening</c>, and

00:04.000 --> 00:06.000
<v Anna Keller>welcome.

1:00:06.000 --> 1:00:08.000
<v Bob>Thanks <00:07.000>for having me.
"""


def said(text: str) -> list[tuple[str, str]]:
    extracted = read(text.encode())
    document = understand_structure(extracted, "a.srt")[0]
    assert [block.kind for block in document] == [block.kind for block in extracted.blocks]
    starts = {page.start: page.label for page in extracted.pages}
    return [(starts.get(b.start, ""), extracted.text[b.start : b.end]) for b in extracted.blocks]


def test_sentences_are_joined_and_cited_by_their_times() -> None:
    assert said(SRT) == [
        ("00:00:01", "The boom is lying in the harbour, and nobody wants it."),
        ("00:00:06", "Who ordered it?"),
        ("", "Not me."),
        ("00:00:15", "[door slams]"),
        ("00:12:31", "MINISTER: We know nothing about the boom & its cost."),
    ]
    assert said(VTT) == [
        ("00:00:01", "Anna Keller: Good evening, and welcome."),
        ("01:00:06", "Bob: Thanks for having me."),
    ]
    assert read(VTT.encode()).metadata.language == "en"


def test_what_is_repeated_or_badly_parted() -> None:
    rolling = "1\n0:00:01,0 --> 0:00:02,0\nWe were there\n\n2\n0:00:02,0 --> 0:00:03,0\nWe were there\nand saw it.\n"
    assert [text for _, text in said(rolling)] == ["We were there and saw it."]
    tight = "1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:02,000 --> 00:00:03,000\ntwo.\n"
    assert [text for _, text in said(tight)] == ["One two."]
    assert said("WEBVTT\n") == []
    with pytest.raises(UnreadableFile, match="no subtitles"):
        read(b"A text like any other.\n")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*SRT.split("\n"), *VTT.split("\n"), "<v A>", "-", ">>", "\x00"]), max_size=30))
def test_lines_in_any_order_are_read_or_refused(lines: list[str]) -> None:
    try:
        extracted = read("\n".join(lines).encode())
    except UnreadableFile:
        return
    at = 0
    for block in extracted.blocks:
        assert not extracted.text[at : block.start].strip()
        words = extracted.text[block.start : block.end]
        assert words == words.strip() != "" and "\x00" not in words and "-->" not in words
        at = block.end
    assert [page.start for page in extracted.pages] == sorted({page.start for page in extracted.pages})
