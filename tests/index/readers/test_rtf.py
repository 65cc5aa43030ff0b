"""RTF: control words, code pages, groups that are read and groups that are passed over."""

from __future__ import annotations

import pytest

from index.document import ExtractedText
from index.errors import UnreadableFile
from index.readers.office.rtf import read

FONTS = (
    rb"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times Cyr;}{\f2\fcharset2 Symbol;}{\f3\fcharset128 MS Mincho;}"
    rb"{\f4\fnil\cpg1250 Old;}}"
)
STYLES = rb"{\stylesheet{\s0 Normal;}{\s2\outlinelevel1 heading 2;}{\*\cs4 Sign;}{\s3 Quote;}{\s5\outlinelevel0 Mine;}}"


def made(body: bytes, *, page: int = 1252) -> bytes:
    return rb"{\rtf1\ansi\ansicpg%d\deff0" % page + FONTS + STYLES + body + b"}"


def blocks(extracted: ExtractedText) -> list[tuple[str, str]]:
    return [(block.rule.removeprefix("rtf:"), extracted.text[block.start : block.end]) for block in extracted.blocks]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"caf\'e9 na\u239?ve \emdash  \ldblquote so\rdblquote\~\_x\-y \{\}\\", "café naïve — “so”\u00a0‑xy {}\\"),
        (rb"\f1\'ea\'ee\'f2\f0 \'e9", "котé"),
        (rb"\f3\'93\'fa\'96{\'7b}\plain x", "日\ufffd{x"),
        (rb"\f3\'93\'fa\'96\'7b", "日本"),
        (rb"\f4\'9cle", "śle"),
        (rb"\f2\'b7\f0  item", "• item"),
        (rb"\uc2\u26085\'93\'fa\uc0\u26412 x", "日本x"),
        (rb"{\uc0\u960}\u960?", "ππ"),
        (rb"\u-10179?\u-8704?", "😀"),
        (rb"lone \u-10179?x", "lone x"),
        (rb"\upr{bad}{\*\ud{good}}", "good"),
        (rb"wrapped" + b"\r\n" + rb"on\line two", "wrappedon\ntwo"),
        (rb"{\v hidden}{\deleted gone}{\*\unknown {\b no}}{\pict 89504e}{\*\bkmkstart a}shown", "shown"),
        (rb"{\object{\*\objdata 00}{\result shown}}{\nonshppict{\pict 00}}", "shown"),
        (rb"a\bin4 wxyzb", "ab"),
        (rb"{\pict\bin6 }words}b", "b"),
        (rb"{\*\shppict{\pict 00}}{\header }{\xe{index}}text{\tc entry}", "text"),
        (rb"unclosed {\b group", "unclosed group"),
    ],
)
def test_characters(body: bytes, text: str) -> None:
    assert read(made(body)).text == text


def test_the_code_page_of_the_file_is_that_of_fonts_that_state_none() -> None:
    assert read(made(rb"\f0\'ea\'ee\'f2 \plain\'ea", page=1251)).text == "кот к"


def test_paragraphs_headings_and_lists() -> None:
    body = (
        rb"\pard\s2 Two\par\pard\s3 Said\par\pard\outlinelevel0 One\par\pard\s5 Mine\par"
        rb"\pard{\listtext\f2\'b7\tab}\ls1 first\par{\pntext 2.\tab}\ilvl1 second\par"
        rb"\pard\fi-360\li720 (a)\tab third\par\pard (a)\tab no item\par\pard\page Next\sect Last"
    )
    extracted = read(made(body))
    assert blocks(extracted) == [
        ("h2", "Two"), ("quote", "Said"), ("h1", "One"), ("h1", "Mine"), ("list", "• first"), ("list", "2. second"),
        ("list", "(a)\tthird"), ("paragraph", "(a)\tno item"), ("paragraph", "Next"), ("paragraph", "Last"),
    ]  # fmt: skip
    assert "• first\n  2. second\n" in extracted.text


def test_tables_and_tables_in_them() -> None:
    body = (
        rb"Before\par\trowd\intbl A\cell B\par C\cell\row\trowd\intbl\cell D\cell\row\pard After\par"
        rb"\trowd\intbl Outer\par\itap2 x\nestcell y\nestcell{\*\nesttableprops\nestrow}{\nonesttables\par}"
        rb"\pard\intbl\itap1\cell\row\pard End"
    )
    assert blocks(read(made(body))) == [
        ("paragraph", "Before"), ("table", "A | B C\n| D"), ("paragraph", "After"), ("paragraph", "Outer"),
        ("table", "x | y"), ("paragraph", "End"),
    ]  # fmt: skip


def test_notes_comments_heads_boxes_and_links() -> None:
    body = (
        rb"{\header Firm\par}{\headerf Firm\par}{\footer Page {\field{\*\fldinst PAGE}{\fldrslt 7}}\par}"
        rb"{\*\bkmkstart here}{\*\bkmkend here}Said{\super\chftn}{\footnote\pard{\super\chftn} A note.\par More.} and"
        rb"{\footnote\ftnalt Last.}{\*\atnid A}{\*\atnauthor Ann}\chatn{\*\annotation{\*\atnref 1}Why?}"
        rb' {\field{\*\fldinst{HYPERLINK "https://example.org/"}}{\fldrslt{\ul out}}}'
        rb' {\field{\*\fldinst HYPERLINK \\l "here"}{\fldrslt up}}'
        rb"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard In a box\par}}{\shprslt{\*\do again}}}\par End"
    )
    extracted = read(made(body))
    assert blocks(extracted) == [
        ("header", "Firm"), ("paragraph", "Said[1] and[i] out up"), ("paragraph", "In a box"), ("paragraph", "End"),
        ("footnote", "[1] A note."), ("footnote", "More."), ("endnote", "[i] Last."),
        ("comment", "Comment by Ann: Why?"), ("footer", "Page"),
    ]  # fmt: skip
    place = extracted.text.index
    assert [(extracted.text[start:end], target) for start, end, target in extracted.links] == [
        ("[1]", f"#{place('[1] A')}"), ("[i]", f"#{place('[i] L')}"), ("out", "https://example.org/"),
        ("up", f"#{place('Said')}"), ("[1]", f"#{place('[1]')}"), ("[i]", f"#{place('[i]')}"),
        ("Comment by Ann:", f"#{place(' out')}"),
    ]  # fmt: skip


def test_what_the_file_states_of_itself() -> None:
    info = rb"{\info{\title Caf\'e9 \u960?}{\author A. Doe; B. Roe}{\keywords x, y}{\doccomm no}{\creatim\yr2020}}"
    extracted = read(made(info + b"Text"))
    metadata = extracted.metadata
    assert (metadata.title, metadata.authors, metadata.tags) == ("Café π", ("A. Doe", "B. Roe"), ("x", "y"))
    assert (extracted.text, extracted.encoding) == ("Text", "cp1252")


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "not an RTF"), (b"plain {\\rtf1 text}", "not an RTF"), (b"{\\rtf1" + b"{" * 20_000, "nested too deeply")],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(data)
