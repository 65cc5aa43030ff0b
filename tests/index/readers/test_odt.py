"""OpenDocument texts, made here as one XML file (FODT) and as an archive."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.document import ExtractedText
from index.errors import UnreadableFile
from index.readers.office.odt import read

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "style", "text", "table", "meta")) + (
    f' xmlns:draw="{ODF}drawing:1.0" xmlns:fo="{ODF}xsl-fo-compatible:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
STYLES = """\
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="P1" style:parent-style-name="Quotations"/>
<style:style style:name="Loop" style:parent-style-name="Loop"/>
<style:style style:name="Gone"><style:text-properties text:display="none"/></style:style>
<style:style style:name="New"><style:paragraph-properties fo:break-before="page"/></style:style>
<text:list-style style:name="L">
 <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
 <text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"/>
 <text:list-level-style-bullet text:level="3" text:bullet-char="*"/>
</text:list-style>
<text:outline-style><text:outline-level-style text:level="1" style:num-format="I"/></text:outline-style>
"""


def made(body: str, *, about: str = "", masters: str = "", kind: str = "text") -> bytes:
    return (
        f'<?xml version="1.0"?><office:document {NAMES}><office:meta>{about}</office:meta>'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles><office:master-styles>{masters}</office:master-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    ).encode()


def p(words: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def blocks(extracted: ExtractedText) -> list[tuple[str, str]]:
    return [(block.rule.removeprefix("odt:"), extracted.text[block.start : block.end]) for block in extracted.blocks]


def test_paragraphs_headings_and_white_space() -> None:
    body = (
        '<text:h text:outline-level="1">One</text:h><text:h text:outline-level="2">Below</text:h>'
        '<text:h text:outline-level="1">Two</text:h>'
        + p("  said\n  <text:span>by</text:span> <text:s text:c='2'/>him<text:tab/>x<text:line-break/>y ", "P1")
        + p("", "P1") + p("no one", "Gone") + p("shown <text:span text:style-name='Gone'>not</text:span>all", "Loop")
    )  # fmt: skip
    extracted = read(made(body))
    assert blocks(extracted) == [
        ("h1", "I One"), ("h2", "Below"), ("h1", "II Two"), ("quote", "said by   him\tx\ny"),
        ("paragraph", "shown all"),
    ]  # fmt: skip


def test_lists_are_numbered_and_go_on() -> None:
    def item(*inner: str) -> str:
        return f"<text:list-item>{''.join(inner)}</text:list-item>"

    deeper = f"<text:list>{item(p('dot'))}</text:list>"
    inner = f"<text:list>{item(p('in'), deeper)}{item(p('in'))}</text:list>"
    body = (
        f'<text:list text:style-name="L">{item(p("one"), p("more"), inner)}</text:list>{p("Between")}'
        f'<text:list text:style-name="L" text:continue-numbering="true">{item(p("two"))}</text:list>'
        f'<text:list text:style-name="L"><text:list-item text:start-value="7">{p("seven")}</text:list-item></text:list>'
    )
    extracted = read(made(body))
    assert extracted.text == "1. one\nmore\n  1.a) in\n    • dot\n  1.b) in\n\nBetween\n\n2. two\n7. seven"


def test_notes_comments_and_links() -> None:
    note = (
        '<text:note text:note-class="{0}"><text:note-citation>{1}</text:note-citation>'
        "<text:note-body>{2}</text:note-body></text:note>"
    )
    by = "<dc:creator>Ann</dc:creator><dc:date>2021-02-03T10:00:00</dc:date>"
    comment = "<office:annotation office:name='c'>" + by + "{0}</office:annotation>"
    body = p(
        "Said" + note.format("endnote", "i", p("Last.")) + note.format("footnote", "1", p("First.") + p("More."))
        + comment.format(p("Why?")) + " so<office:annotation-end office:name='c'/>"
        + " <text:bookmark text:name='m'/>and <text:a xlink:href='#m'>back</text:a>,"
        + " <text:a xlink:href='https://example.org/'>out</text:a>, <text:a xlink:href='#gone'>lost</text:a>"
    ) + "<text:tracked-changes>" + p("deleted") + "</text:tracked-changes>"  # fmt: skip
    extracted = read(made(body))
    assert blocks(extracted) == [
        ("paragraph", "Said[i][1] so and back, out, lost"), ("footnote", "[1] First."), ("footnote", "More."),
        ("endnote", "[i] Last."), ("comment", "Comment by Ann, 2021-02-03: Why?"),
    ]  # fmt: skip
    targets = {extracted.text[start:end]: target for start, end, target in extracted.links if start < 33}
    place = extracted.text.index
    assert targets == {
        "[i]": f"#{place('[i] Last')}", "[1]": f"#{place('[1] First')}", " so": f"#{place('Comment')}",
        "back": f"#{place('and back')}", "out": "https://example.org/",
    }  # fmt: skip
    assert [link.target for link in extracted.links if link.start > 33] == [f"#{place('[1]')}", "#4", "#10"]


def test_tables_boxes_pages_and_contents() -> None:
    row = "<table:table-row>{0}</table:table-row>".format
    cell = "<table:table-cell>{0}</table:table-cell>".format
    wide = '<table:table-cell table:number-columns-repeated="9999999"/>'
    table = f"<table:table><table:table-header-rows>{row(cell(p('A')) + cell(p('B')))}</table:table-header-rows>"
    table += f"{row(cell(p('1')) + wide + cell(p('2')))}{row(wide)}</table:table>"
    box = f"<draw:frame><draw:text-box>{p('In a box')}</draw:text-box></draw:frame>"
    body = (
        f"<text:table-of-content><text:table-of-content-source/><text:index-body>{p('One 1')}</text:index-body>"
        f"</text:table-of-content><text:section>{table}</text:section>"
        + p(f"Text{box} goes <text:soft-page-break/>on") + p("New", "New") + "<text:soft-page-break/>" + p("Last")
    )  # fmt: skip
    extracted = read(made(body))
    found = blocks(extracted)
    assert found[0] == ("contents", "One 1")
    assert found[1][1].startswith("A | B\n1 |  | ") and found[1][1].endswith("| 2")
    assert found[2:] == [
        ("paragraph", "Text goes on"), ("paragraph", "In a box"), ("paragraph", "New"), ("paragraph", "Last"),
    ]  # fmt: skip
    starts = [(extracted.text[start : start + 3], label) for start, label in extracted.pages]
    assert starts == [("One", "1"), ("on\n", "2"), ("New", "3"), ("Las", "4")]


def test_a_comment_on_several_paragraphs_leads_to_where_it_begins() -> None:
    begins = f"<office:annotation office:name='c'>{p('Why?')}</office:annotation>"
    extracted = read(made(p(f"One {begins}two") + p("Three<office:annotation-end office:name='c'/>")))
    assert [(extracted.text[start:end], target) for start, end, target in extracted.links] == [("Comment:", "#4")]


def test_an_archive_with_its_parts() -> None:
    about = "<dc:title>On Ash</dc:title><meta:initial-creator>A. Doe</meta:initial-creator><dc:creator>B</dc:creator>"
    head = f"<style:master-page><style:header>{p('Firm')}</style:header><style:footer>{p(' 12 ')}</style:footer>"
    extracted = read(made(p("Text"), about=about, masters=head + "</style:master-page>"))
    assert blocks(extracted) == [("header", "Firm"), ("paragraph", "Text"), ("footer", "12")]
    assert (extracted.metadata.title, extracted.metadata.authors) == ("On Ash", ("A. Doe",))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        # A style of the heads and feet of pages, which is none of the text.
        hidden = '<style:style style:name="P9"><style:text-properties text:display="none"/></style:style>'
        styles = f"<office:automatic-styles>{hidden}</office:automatic-styles>"
        file.writestr("styles.xml", f"<office:document {NAMES}>{styles}</office:document>")
        file.writestr("content.xml", made(p("Text", "P9")))
        file.writestr("meta.xml", f"<office:document {NAMES}><office:meta>{about}</office:meta></office:document>")
    packed = read(buffer.getvalue())
    assert (packed.text, packed.metadata) == ("Text", extracted.metadata)
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(UnreadableFile, match="encrypted"):
        read(buffer.getvalue())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not an ODT document"),
        (b"<not xml", "no well-formed XML"),
        (made("<a/>", kind="spreadsheet"), "another office document"),
        (b'<!DOCTYPE a [<!ENTITY x "ha">]><a>&x;</a>', "declares entities"),
        (made("<text:section>" * 1900 + "</text:section>" * 1900), "nested too deeply"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(data)
