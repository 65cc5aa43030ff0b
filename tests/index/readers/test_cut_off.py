"""Files that were cut off are read as far as they go, and say so."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import pytest

from bench._pdfs import Made
from index.config import load_settings
from index.errors import UnreadableFile
from index.readers import format_of, read_document
from index.readers.contained import Contained, Limits, parts
from index.readers.office.xml_parts import closed
from index.readers.remarks import CUT_SHORT, in_words

LINES = [f"Line {number} says that the northern gate was shut before the tide had turned." for number in range(120)]


def zipped(**members: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return whole.getvalue()


def docx() -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return zipped(word__document_dot_xml=f"<w:document {space}><w:body>{body}</w:body></w:document>")


def odt() -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = f'xmlns:office="{office}office:1.0" xmlns:text="{office}text:1.0"'
    body = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    inner = f"<office:body><office:text>{body}</office:text></office:body>"
    return zipped(content_dot_xml=f"<office:document-content {spaces}>{inner}</office:document-content>")


def epub() -> bytes:
    def chapter(number: int) -> str:
        lines = "".join(f"<p>{line}</p>" for line in LINES[20 * number : 20 * number + 20])
        return f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{lines}</body></html>'

    items = "".join(f'<item id="c{number}" href="c{number}.xhtml"/>' for number in range(6))
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(6))
    package = '<package xmlns="http://www.idpf.org/2007/opf">'
    package += f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    # What says in which order to read stands last, as it often does, and is cut off first.
    return zipped(**{f"c{number}_dot_xhtml": chapter(number) for number in range(6)}, book_dot_opf=package)


def pdf() -> bytes:
    made = Made()
    for first in range(0, 120, 20):
        made.page()
        made.lines(60, 700, LINES[first : first + 20])
    return made.data()


def rtf() -> bytes:
    return ("{\\rtf1\\ansi " + "\\par ".join(LINES) + "}").encode()


def mhtml() -> bytes:
    page = f"<html><body><h1>Gate</h1>{''.join(f'<p>{line}</p>' for line in LINES)}</body></html>"
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\n'
    return f"{head}Content-Type: text/html\r\n\r\n{page}\r\n--B--\r\n".encode()


@pytest.mark.parametrize("share", [0.4, 0.7, 0.97])
@pytest.mark.parametrize("make", [docx, odt, epub, pdf, rtf, mhtml], ids=lambda make: make.__name__)
def test_what_comes_before_the_cut_is_read(make: Callable[[], bytes], share: float) -> None:
    kind, data = format_of(f"a.{make.__name__}"), make()
    assert kind is not None
    whole = read_document(kind, data).extracted
    assert CUT_SHORT not in [proof.rule for proof in whole.metadata.evidence]
    cut = read_document(kind, data[: int(share * len(data))]).extracted
    assert CUT_SHORT in [proof.rule for proof in cut.metadata.evidence]
    read = [line for line in LINES if line in cut.text]
    assert read == LINES[: len(read)] and (share - 0.3) * len(LINES) <= len(read) <= len(LINES)
    assert all(block.start < block.end <= len(cut.text) for block in cut.blocks)


def test_a_cut_before_the_text_is_a_reason() -> None:
    for name, data in (("a.docx", docx()[:40]), ("a.epub", epub()[:20]), ("a.pdf", pdf()[:20]), ("a.rtf", rtf()[:12])):
        kind = format_of(name)
        assert kind is not None
        with pytest.raises(UnreadableFile, match=r"cut off|damaged"):
            read_document(kind, data)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_packed_file_that_is_cut_short_gives_its_beginning(tmp_path, share: float) -> None:  # type: ignore[no-untyped-def]
    text = "\n\n".join(f"{line} {hash(line) % 99_991}" for line in LINES)
    packed = gzip.compress(text.encode())
    (tmp_path / "a.txt.gz").write_bytes(packed[: int(share * len(packed))])
    limits = Limits(10_000_000, load_settings(None).settings.formats, False)
    (found,) = [part for part in parts(tmp_path, "a.txt.gz", limits) if isinstance(part, Contained)]
    extracted = found.result.extracted
    assert text.startswith(extracted.text) and extracted.text
    assert [proof.rule for proof in extracted.metadata.evidence] == [CUT_SHORT]
    assert "as far as it goes" in in_words(CUT_SHORT)


@pytest.mark.parametrize("at", range(1, 60, 7))
def test_xml_is_closed_wherever_it_is_cut(at: int) -> None:
    from xml.etree import ElementTree

    xml = '<a x="1&amp;2"><b>one &amp; tw\u00f6</b><c/>tail <d>deep</d></a>'.encode()
    mended = closed(xml[:at])
    assert mended == b"" or ElementTree.fromstring(mended).tag == "a"
