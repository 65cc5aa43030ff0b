"""EPUB, DOCX, ODT and RTF files that were damaged at random: read, or refused with a reason; never anything else."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.document import ExtractedText
from index.errors import UnreadableFile
from index.readers.books import epub
from index.readers.office import docx, odt, rtf

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "formats"
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = "urn:oasis:names:tc:opendocument:xmlns:"

DOCX = {
    "word/document.xml": f"""<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val="H"/><w:numPr><w:ilvl w:val="0"/>
<w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>One</w:t><w:br w:type="page"/><w:lastRenderedPageBreak/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "x"</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="separate"/><w:t>x</w:t><w:fldChar w:fldCharType="end"/><w:sym w:char="F0B7"/></w:r>
<w:commentRangeStart w:id="0"/><w:r><w:footnoteReference w:id="1"/></w:r><w:commentRangeEnd w:id="0"/></w:p>
</w:body></w:document>""",
    "word/_rels/document.xml.rels": """<R><Relationship Id="a" Type="/styles" Target="s.xml"/>
<Relationship Id="b" Type="/numbering" Target="n.xml"/><Relationship Id="c" Type="/footnotes" Target="f.xml"/></R>""",
    "word/s.xml": f"""<w:styles {W}><w:style w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="H"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>""",
    "word/n.xml": f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/>
<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>""",
    "word/f.xml": f"""<w:footnotes {W}><w:footnote w:id="1">
<w:p><w:r><w:t>N</w:t></w:r></w:p></w:footnote></w:footnotes>""",
}
ODT = {
    "content.xml": f"""<o:d xmlns:o="{ODF}office:1.0" xmlns:s="{ODF}style:1.0" xmlns:t="{ODF}text:1.0"
xmlns:b="{ODF}table:1.0" xmlns:d="{ODF}drawing:1.0"><o:automatic-styles><s:style s:name="P" s:parent-style-name="P"/>
<t:list-style s:name="L"><t:list-level-style-number t:level="1" s:num-format="I" t:display-levels="3"/></t:list-style>
</o:automatic-styles><o:text><t:h t:outline-level="3">One</t:h><t:list t:style-name="L"><t:list-item t:start-value="9">
<t:p t:style-name="P">x<t:s t:c="7"/><t:note t:note-class="endnote"><t:note-citation>1</t:note-citation><t:note-body>
<t:p>N</t:p></t:note-body></t:note></t:p></t:list-item></t:list><b:table><b:table-row><b:table-cell
b:number-columns-repeated="3"><t:p>A</t:p></b:table-cell></b:table-row></b:table><d:frame><d:text-box><t:p>B</t:p>
</d:text-box></d:frame></o:text></o:d>""",
}
EPUB = {
    "META-INF/container.xml": """<c xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfile full-path="a.opf"/></c>""",
    "a.opf": """<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>T</dc:title></metadata><manifest><item id="a" href="a.xhtml"/><item id="n" href="n.xhtml" properties="nav"/>
</manifest><spine><itemref idref="a"/></spine></package>""",
    "n.xhtml": """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<nav epub:type="toc"><ol><li><a href="a.xhtml#x">One</a></li></ol></nav></html>""",
    "a.xhtml": """<html><body><p id="x">One</p><p>Said<a epub:type="noteref" href="#n">1</a><span epub:type="pagebreak"
title="7"/></p><aside epub:type="footnote" id="n">N</aside><table><tr><td>A</td></tr></table></body></html>""",
}
RTF = rb"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f2\fcharset128 B;}}{\stylesheet{\s1 heading 1;}}
{\info{\title T}}{\header H\par}\s1 One\par\pard{\listtext 1.\tab}x\'e9\u239?{\footnote N}{\v h}\par\trowd\intbl A\cell
\itap2 B\nestcell\nestrow\itap1\cell\row\pard{\field{\*\fldinst HYPERLINK "x"}{\fldrslt y}}{\*\atnauthor Z}
{\*\annotation C}{\shp{\*\shpinst{\shptxt D\par}}}\bin3 ...{\upr{a}{\*\ud{b}}}\uc2\u-10179??\u-8704??\f2\'93\'fa}"""

READERS: dict[str, Callable[[bytes], ExtractedText]] = {
    "docx": docx.read,
    "odt": odt.read,
    "epub": epub.read,
    "rtf": rtf.read,
}
TOKENS = (
    b"<w:p>",
    b"</w:p>",
    b"<w:tbl>",
    b"<",
    b"&",
    b"{",
    b"}",
    b"\\",
    b"\\bin99999999 ",
    b"\\u-1?",
    b"99999999999",
    b'"',
)


ATTRIBUTES = ("none", "page", "endnote", "begin", "end", "1", "2", "upperRoman", "a.xhtml#x", "pagebreak", "toc")


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A few bytes flipped, cut out, doubled or put in."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(made) + 1)
        end = min(len(made), at + chance.choice((1, 3, 20, 200)))
        what = chance.randrange(5)
        if what == 0 and at < len(made):
            made[at] ^= 1 << chance.randrange(8)
        elif what == 1:
            del made[at:end]
        elif what == 2:
            made[at:at] = made[at:end]
        elif what == 3:
            made[at:at] = chance.choice(TOKENS)
        else:
            other = chance.randrange(len(made) + 1)
            made[other:other] = made[at:end]
    return bytes(made)


def odd(text: str, chance: random.Random) -> str:
    """Well-formed still: attributes that say something else, elements left out, doubled, or called by other names."""
    for _ in range(chance.randint(1, 4)):
        pieces = re.split(r"""(="[^"]*"|<[\w:]+[^<>]*/>|>[^<>]+<)""", text)
        at = chance.randrange(len(pieces) // 2) * 2 + 1
        piece = pieces[at]
        value = chance.choice(("", "-1", "99999999999", "x", "\u00b2", "0", "#", "..", chance.choice(ATTRIBUTES)))
        if piece[0] == "=":
            pieces[at] = f'="{value}"' if "xmlns" not in pieces[at - 1][-12:] else piece
        elif piece[0] == ">":
            pieces[at] = chance.choice((f">{piece[1:-1] * 3}<", "> <", ">\u00a0\u2028\x85<", ">HYPERLINK<"))
        else:
            said = re.sub('="[^"]*"', f'="{value}"', piece, count=1)
            pieces[at] = chance.choice(("", piece * 2, said, said, chance.choice(pieces[1::2])))
        text = "".join(pieces)
    return text


def check(read: Callable[[bytes], ExtractedText], data: bytes) -> bool:
    """Whether it was read; what was read keeps the rules of extracted text."""
    try:
        found = read(data)
    except UnreadableFile as error:
        assert str(error)
        return False
    text, at = found.text, 0
    assert not FORBIDDEN.search(text)
    for block in found.blocks:
        assert at <= block.start < block.end <= len(text)
        assert not text[at : block.start].strip() and text[block.start : block.end].strip()
        at = block.end
    assert not text[at:].strip()
    assert [page.start for page in found.pages] == sorted(page.start for page in found.pages)
    assert all(0 <= page.start <= len(text) for page in found.pages)
    for start, end, target in found.links:
        assert 0 <= start < end <= len(text)
        assert not target.startswith("#") or int(target[1:]) <= len(text)
    assert read(data) == found
    return True


def seeds(kind: str) -> dict[str, bytes]:
    parts = {"docx": DOCX, "odt": ODT, "epub": EPUB}[kind]
    return {name: text.encode() for name, text in parts.items()}


def cases(kind: str, chance: random.Random) -> bytes:
    if kind == "rtf":
        return damaged(RTF, chance)
    parts = seeds(kind)
    if chance.random() < 0.2:
        return damaged(packed(parts), chance)
    name = chance.choice(list(parts))
    if chance.random() < 0.7:
        parts[name] = odd(parts[name].decode(), chance).encode()
    else:
        parts[name] = damaged(parts[name], chance)
    return packed(parts)


@pytest.mark.parametrize("kind", READERS)
def test_damage_ends_in_a_reason_at_the_worst(kind: str) -> None:
    assert check(READERS[kind], RTF if kind == "rtf" else packed(seeds(kind)))
    chance = random.Random(kind)
    read = sum(check(READERS[kind], cases(kind, chance)) for _ in range(60))
    assert read


@pytest.mark.slow
@pytest.mark.parametrize("kind", READERS)
def test_much_damage_ends_in_a_reason_at_the_worst(kind: str) -> None:
    chance = random.Random()
    for _ in range(5_000):
        check(READERS[kind], cases(kind, chance))


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the zoo of files is not here")
@pytest.mark.parametrize("kind", READERS)
def test_real_files_that_are_damaged_end_in_a_reason(kind: str) -> None:
    chance = random.Random()
    files = [path.read_bytes() for path in sorted(SHARED.rglob(f"*.{kind}")) if path.stat().st_size < 200_000]
    for data in files:
        check(READERS[kind], data)
        for _ in range(20):
            check(READERS[kind], damaged(data, chance))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the zoo of files is not here")
def test_real_files_give_the_words_that_they_hold() -> None:
    wrong = []
    for path in sorted((SHARED / "rtf_striprtf" / "tests" / "text").glob("*.txt")):
        source = path.parent.parent / "rtf" / f"{path.stem}.rtf"
        if source.stat().st_size > 200_000:
            continue
        found = rtf.read(source.read_bytes())
        # The expected text writes addresses into the text, and a hyphen where a word may be broken.
        words = " ".join((found.text, *(link.target for link in found.links)))
        held = set(re.findall(r"\w{3,}", words.lower()))
        missing = set(re.findall(r"\w{3,}", path.read_text(encoding="utf-8").lower())) - held
        wrong += [(path.stem, missing)] if missing and path.stem != "specialchars" else []
    assert wrong == []
