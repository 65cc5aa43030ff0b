"""DOCX: what Word shows with all changes accepted, made here part by part."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.document import ExtractedText
from index.errors import UnreadableFile
from index.readers.office import doc
from index.readers.office.docx import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = """\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style>
"""
NUMBERING = """\
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
 <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def p(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>"


def item(words: str, level: int, number: int = 1) -> str:
    return p(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def made(body: str, *, space: str = W, core: str = "", links: str = "", **parts: str) -> bytes:
    """A file with a body and parts such as `footnotes`, each as what lies in its root element."""
    roots = {"footnotes": "footnotes", "comments": "comments", "header1": "hdr", "header2": "hdr", "footer1": "ftr"}
    names = {"space": f'xmlns:w="{space}" xmlns:r="{OFFICE}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml"'}
    related = "".join(
        f'<Relationship Id="r-{name}" Type="{OFFICE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in parts
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(
            "_rels/.rels", f'<R><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></R>'
        )
        file.writestr("word/_rels/document.xml.rels", f"<R>{related}{links}</R>")
        file.writestr("word/document.xml", f"<w:document {names['space']}><w:body>{body}</w:body></w:document>")
        for name, inner in parts.items():
            root = roots.get(name, name)
            file.writestr(f"word/{name}.xml", f"<w:{root} {names['space']}>{inner}</w:{root}>")
        if core:
            dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
            cp = 'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            file.writestr("docProps/core.xml", f"<cp:coreProperties {dc} {cp}>{core}</cp:coreProperties>")
    return buffer.getvalue()


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def blocks(extracted: ExtractedText) -> list[tuple[str, str]]:
    return [(block.rule.removeprefix("docx:"), extracted.text[block.start : block.end]) for block in extracted.blocks]


def links(extracted: ExtractedText) -> list[tuple[str, str]]:
    """Words of each link, and its address or the first words that it leads to."""
    found = []
    for start, end, target in extracted.links:
        words = extracted.text[int(target[1:]) :][:10] if target[:1] == "#" else target
        found.append((extracted.text[start:end], words))
    return found


@pytest.mark.parametrize("space", [W, STRICT])
def test_headings_lists_and_quotations_by_their_styles(space: str) -> None:
    body = (
        p("Title", '<w:outlineLvl w:val="0"/>')
        + p("Two", '<w:pStyle w:val="Mine"/>')
        + p("No heading", '<w:pStyle w:val="Mine"/><w:outlineLvl w:val="9"/>')
        + p("Said", '<w:pStyle w:val="Zitat"/>')
        + p("Title 3", '<w:pStyle w:val="V1"/>')
        + p("Round", '<w:pStyle w:val="Loop"/>')
        + item("one", 0) + item("in", 1) + item("in", 1) + item("dot", 2) + item("two", 0) + item("in", 1)
        + item("five", 0, 2)
    )  # fmt: skip
    extracted = read(made(body, space=space, styles=STYLES, numbering=NUMBERING))
    assert blocks(extracted) == [
        ("h1", "Title"), ("h2", "Two"), ("paragraph", "No heading"), ("quote", "Said"), ("contents", "Title 3"),
        ("paragraph", "Round"), ("list", "1. one"), ("list", "1.a) in"), ("list", "1.b) in"), ("list", "• dot"),
        ("list", "2. two"), ("list", "2.a) in"), ("list", "5. five"),
    ]  # fmt: skip
    assert "1. one\n  1.a) in\n" in extracted.text


def test_changes_are_accepted_and_hidden_words_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>He </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>always </w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone </w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret </w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>paid</w:t><w:noBreakHyphen/><w:t>up</w:t></w:r></w:p>'
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>" + p("paragraph")
    )
    assert blocks(read(made(body))) == [("paragraph", "He always paid‑up"), ("paragraph", "One paragraph")]


def test_notes_and_comments_lead_both_ways() -> None:
    body = (
        '<w:p><w:r><w:t>Before</w:t><w:footnoteReference w:id="4"/><w:t> and </w:t></w:r>'
        '<w:commentRangeStart w:id="0"/><w:r><w:t>after</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>' + p("End")
    )
    notes = f'<w:footnote w:id="4">{p(" A note.")}{p("More.")}</w:footnote><w:footnote w:id="9"/>'
    comments = f'<w:comment w:id="0" w:author="Ann" w:date="2021-02-03T10:00:00Z">{p("Why?")}</w:comment>'
    extracted = read(made(body, footnotes=notes, comments=comments))
    assert blocks(extracted) == [
        ("paragraph", "Before[1] and after"), ("paragraph", "End"),
        ("footnote", "[1] A note."), ("footnote", "More."), ("comment", "Comment by Ann, 2021-02-03: Why?"),
    ]  # fmt: skip
    assert links(extracted) == [
        ("[1]", "[1] A note"), ("after", "Comment by"), ("[1]", "[1] and af"),
        ("Comment by Ann, 2021-02-03:", "after\n\nEnd"),
    ]  # fmt: skip
    assert {block.kind for block in extracted.blocks} == {"prose", "note"}


def test_links_fields_and_bookmarks() -> None:
    field = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'
    body = (
        '<w:p><w:bookmarkStart w:id="1" w:name="here"/><w:hyperlink r:id="L"><w:r><w:t>site</w:t></w:r></w:hyperlink>'
        + field.format("begin") + '<w:r><w:instrText> HYPERLINK \\l "here" </w:instrText></w:r>'
        + field.format("separate") + "<w:r><w:t>, up</w:t></w:r>" + field.format("end")
        + '<w:fldSimple w:instr=" PAGE "><w:r><w:t>17</w:t></w:r></w:fldSimple></w:p>'
    )  # fmt: skip
    link = f'<Relationship Id="L" Type="{OFFICE}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
    extracted = read(made(body, links=link))
    assert extracted.text == "site, up"
    assert links(extracted) == [("site", "https://example.org/"), (", up", "site, up")]


def test_pages_are_those_that_word_noted() -> None:
    rendered = "<w:r><w:lastRenderedPageBreak/><w:t>{0}</w:t></w:r>"
    body = (
        p("First") + '<w:p><w:r><w:t>ends</w:t><w:br w:type="page"/></w:r></w:p>'
        + f"<w:p>{rendered.format('Second')}</w:p><w:p><w:r><w:t>on </w:t></w:r>{rendered.format('third')}</w:p>"
        + f"<w:tbl><w:tr><w:tc><w:p>{rendered.format('a')}</w:p></w:tc><w:tc><w:p>{rendered.format('b')}</w:p></w:tc>"
        + "</w:tr></w:tbl>"
    )  # fmt: skip
    extracted = read(made(body))
    assert [(extracted.text[start : start + 5], label) for start, label in extracted.pages] == [
        ("First", "1"), ("Secon", "2"), ("third", "3"), ("a | b", "4"),
    ]  # fmt: skip
    assert read(made(p("a") + '<w:p><w:r><w:br w:type="page"/><w:t>b</w:t></w:r></w:p>')).pages == ()


def cell(*inner: str, span: int = 1) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{"".join(inner)}</w:tc>'


def test_tables_are_rows_and_those_for_looks_are_paragraphs() -> None:
    row = "<w:tr>{0}</w:tr>".format
    figures = (
        "<w:tbl>" + row(cell(p("A"), p("B")) + cell(p("C"))) + row(cell(p(""), span=2) + cell(p("D"))) + "</w:tbl>"
    )
    outer = "<w:tbl>" + row(cell(p("Letter"), figures) + cell(p("Aside"))) + "</w:tbl>"
    extracted = read(made(figures + outer))
    assert blocks(extracted) == [
        ("table", "A B | C\n|  | D"), ("paragraph", "Letter"), ("table", "A B | C\n|  | D"), ("paragraph", "Aside"),
    ]  # fmt: skip


def test_a_long_text_is_read_in_pieces() -> None:
    words = ["word " * 7_000 + f"{number}." for number in range(9)]
    assert read(made("".join(map(p, words)))).text.split("\n\n") == words


def test_heads_feet_boxes_and_alternatives_once() -> None:
    box = f"<w:pict><v:shape><v:textbox><w:txbxContent>{p('In a box')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = f"<w:p><w:r><w:t>Text</w:t>{both}</w:r></w:p>" + p("Last")
    extracted = read(made(body, header1=p("Firm"), header2=p("Firm"), footer1=p("Page")))
    assert blocks(extracted) == [
        ("header", "Firm"), ("paragraph", "Text"), ("paragraph", "In a box"), ("paragraph", "Last"), ("footer", "Page"),
    ]  # fmt: skip
    assert [block.kind for block in extracted.blocks] == ["boilerplate", "prose", "prose", "prose", "boilerplate"]


def test_what_the_file_states_of_itself() -> None:
    core = "<dc:title>On  Ash</dc:title><dc:creator>A. Doe; B. Roe</dc:creator><cp:keywords>x, y</cp:keywords>"
    metadata = read(made(p("Text"), core=core)).metadata
    assert (metadata.title, metadata.authors, metadata.tags) == ("On Ash", ("A. Doe", "B. Roe"), ("x", "y"))
    assert {proof.field for proof in metadata.evidence} == {"title", "authors", "tags"}
    assert read(made("", core="<dc:title>Microsoft Word - a.doc</dc:title>")).metadata.title is None


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><w:document xmlns:w="w"><w:body>&y;</w:body></w:document>'
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:p>&x;</w:p></w:document>'


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE])
def test_entities_are_refused(xml: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("word/document.xml", xml)
    with pytest.raises(UnreadableFile, match="declares entities"):
        read(buffer.getvalue())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a DOCX document"),
        (b"PK\x03\x04 cut", "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "save it as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (made("<w:p>"), "no well-formed XML"),
        (made("<w:p><w:r>" * 1500 + "</w:r></w:p>" * 1500), "nested too deeply"),
        (made("<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400), "nested too deeply"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(data)


def test_a_file_named_doc_is_read_as_what_it_is() -> None:
    assert doc.read(made(p("New"))).text == "New"
    assert doc.read(rb"{\rtf1 Rich}").text == "Rich"
    with pytest.raises(UnreadableFile, match="old Word file"):
        doc.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))


def test_a_paragraph_whose_end_was_deleted_is_kept_where_none_follows() -> None:
    joined = p("The last words.", '<w:rPr><w:del w:id="1"/></w:rPr>')
    table = "<w:tbl><w:tr><w:tc>" + p("one") + "</w:tc><w:tc>" + p("two") + "</w:tc></w:tr></w:tbl>"
    assert read(made(p("First.") + joined)).text == "First.\n\nThe last words."
    assert read(made(joined + table)).text == "The last words.\n\none | two"
