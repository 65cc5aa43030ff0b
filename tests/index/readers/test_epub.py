"""EPUB 2 and 3, made here: reading order, contents, printed pages, notes, links across chapters."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.document import ExtractedText
from index.errors import UnreadableFile
from index.readers.books.epub import read

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
ABOUT = """\
<dc:title>Second</dc:title><dc:title id="t">On Ash</dc:title><meta refines="#t" property="title-type">main</meta>
<dc:creator>A. Doe</dc:creator><dc:creator>B. Roe</dc:creator><dc:publisher>Ash Press</dc:publisher>
<dc:date opf:event="modification">2020-01-01</dc:date><dc:date>2019-05-04T00:00:00Z</dc:date>
<dc:language>en-GB</dc:language><dc:subject>Fires</dc:subject>
"""
NAV = """\
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<nav epub:type="toc"><ol><li><a href="text/a%20b.xhtml">Chapter One</a>
<ol><li><a href="text/two.xhtml#part">A part</a></li></ol></li></ol></nav>
<nav epub:type="page-list"><ol><li><a href="text/a%20b.xhtml#p7">vii</a></li>
<li><a href="text/two.xhtml">8</a></li></ol></nav>
</body></html>
"""
NCX = """\
<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
<navPoint><navLabel><text>Chapter One</text></navLabel><content src="text/a%20b.xhtml"/>
<navPoint><navLabel><text>A part</text></navLabel><content src="text/two.xhtml#part"/></navPoint></navPoint></navMap>
<pageList><pageTarget><navLabel><text>vii</text></navLabel><content src="text/a%20b.xhtml#p7"/></pageTarget></pageList>
</ncx>
"""
ONE = """\
<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x.js"/></head><body>
<p class="title">CHAPTER ONE</p><p>It began<a epub:type="noteref" href="two.xhtml#n1">1</a> on
page<span id="p7" epub:type="pagebreak" title="vii"/> seven&#160;&mdash; <a href="two.xhtml#part">see</a>
<a href="https://example.org/">out</a> <a href="../img.png">picture</a> <a href="../../../etc/passwd">no</a>.</p>
</body></html>
"""
TWO = """\
<html><body><div id="part"><p>A part</p></div><p>Text of it.</p>
<aside epub:type="footnote" id="n1"><p>The <a href="a%20b.xhtml">note</a>.</p></aside></body></html>
"""


def made(*, nav: str = NAV, ncx: str = "", about: str = ABOUT, opf: str = "", **files: str | bytes | None) -> bytes:
    """A book of two chapters; `files` replace or add parts, None takes one away (`__` for `/`)."""
    package = opf or (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{about}</metadata><manifest>'
        '<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="one" href="text/a%20b.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        '</manifest><spine toc="ncx"><itemref idref="one"/><itemref idref="two" linear="no"/><itemref idref="one"/>'
        "</spine></package>"
    )
    parts: dict[str, str | bytes | None] = {
        "META-INF/container.xml": CONTAINER, "OPS/book.opf": package, "OPS/nav.xhtml": nav or None,
        "OPS/toc.ncx": ncx or None, "OPS/text/a b.xhtml": ONE, "OPS/text/two.xhtml": TWO,
    }  # fmt: skip
    parts |= {name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in parts.items():
            if text is not None:
                file.writestr(name, text)
    return buffer.getvalue()


def blocks(extracted: ExtractedText) -> list[tuple[str, str]]:
    return [(block.rule, extracted.text[block.start : block.end]) for block in extracted.blocks]


@pytest.mark.parametrize("book", [made(), made(nav="", ncx=NCX)], ids=["epub 3", "epub 2"])
def test_chapters_titles_notes_and_links(book: bytes) -> None:
    extracted = read(book)
    assert blocks(extracted) == [
        ("epub:h1", "CHAPTER ONE"), ("html:p", "It began[1] on page seven — see out picture no."),
        ("epub:h2", "A part"), ("html:p", "Text of it."), ("html:footnote", "The note."),
    ]  # fmt: skip
    place = extracted.text.index
    assert [(extracted.text[start:end], target) for start, end, target in extracted.links] == [
        ("[1]", f"#{place('The note')}"), ("see", f"#{place('A part')}"), ("out", "https://example.org/"),
        ("note", "#0"),
    ]  # fmt: skip


def test_printed_pages_are_those_of_the_list_else_of_the_marks() -> None:
    def pages(book: bytes) -> list[tuple[str, str]]:
        extracted = read(book)
        return [(extracted.text[start:].lstrip()[:6], label) for start, label in extracted.pages]

    assert pages(made()) == [("seven ", "vii"), ("A part", "8")]
    assert pages(made(nav="", ncx=NCX)) == [("seven ", "vii")]
    assert pages(made(nav="")) == [("seven ", "vii")]


def test_what_the_book_states_of_itself() -> None:
    metadata = read(made()).metadata
    assert (metadata.title, metadata.authors, metadata.source) == ("On Ash", ("A. Doe", "B. Roe"), "Ash Press")
    assert (metadata.date_text, metadata.language, metadata.tags) == ("2019-05-04", "en-GB", ("Fires",))


def test_notes_that_only_their_marks_tell() -> None:
    text = (
        '<body><p id="r">Said<a href="#f"><sup>2</sup></a></p><p>More.</p>'
        '<ol><li id="f">Note <a href="#r"><sup>2</sup></a></li></ol></body>'
    )
    extracted = read(made(OPS__text__two_dot_xhtml=text))
    assert blocks(extracted)[-3:] == [("html:p", "Said[2]"), ("html:p", "More."), ("epub:note", "1. Note [2]")]


def test_a_title_that_is_marked_is_the_only_one_and_page_numbers_are_no_words() -> None:
    text = (
        '<body><div id="part"><h3>A part</h3><p>A part</p></div>'
        '<p>Goes <span role="doc-pagebreak" id="p9">Page 9</span>on.</p></body>'
    )
    extracted = read(made(nav="", ncx=NCX.replace("pageTarget", "other"), OPS__text__two_dot_xhtml=text))
    assert blocks(extracted)[2:] == [("html:h3", "A part"), ("html:p", "A part"), ("html:p", "Goes on.")]
    assert [label for _, label in extracted.pages] == ["vii", "9"]


@pytest.mark.parametrize(
    ("encoding", "written"), [("windows-1251", "cp1251"), ("punycode", "utf-8"), ("utf-8", "utf-8-sig"), ("", "utf-16")]
)
def test_the_encoding_of_a_chapter(encoding: str, written: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><html><body><p>Кот, сказал он, и ушёл.</p></body></html>'
    extracted = read(made(OPS__text__two_dot_xhtml=text.encode(written)))
    assert blocks(extracted)[-1] == ("html:p", "Кот, сказал он, и ушёл.")


def test_a_chapter_that_is_missing_is_told_where_it_would_stand() -> None:
    extracted = read(made(OPS__text__two_dot_xhtml=None))
    assert blocks(extracted)[-1] == ("epub:missing", "[two.xhtml is not here: its part OPS/text/two.xhtml is missing]")
    assert extracted.blocks[-1].kind == "boilerplate"


def locked(part: str, method: str) -> str:
    return (
        '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{method}"/><enc:CipherData><enc:CipherReference URI="{part}"/>'
        "</enc:CipherData></enc:EncryptedData></encryption>"
    )


def test_text_that_is_encrypted_is_refused_and_fonts_are_not() -> None:
    name = {
        "META-INF__encryption_dot_xml": locked("OPS/text/a%20b.xhtml", "http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    }
    with pytest.raises(UnreadableFile, match="DRM"):
        read(made(**name))
    font = {"META-INF__encryption_dot_xml": locked("OPS/text/a%20b.xhtml", "http://www.idpf.org/2008/embedding")}
    assert read(made(**font)).text.startswith("CHAPTER ONE")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no archive", "not an EPUB"),
        (made()[:150], "cut off before its text"),
        (made(opf="<package/>"), "nothing to read"),
        (made(opf='<!DOCTYPE a [<!ENTITY x "ha">]><package>&x;</package>'), "declares entities"),
        (made(OPS__book_dot_opf=None), "no package"),
        (made(**{"OPS__text__two_dot_xhtml": None, "OPS__text__a b_dot_xhtml": None}), "missing or damaged"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(data)
