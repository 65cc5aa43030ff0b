"""Small samples of every format, made in code, and ways to damage them."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import re
import tarfile
import zipfile

STORY = (
    "The ferry sinks\n\nBy Ines Haldane\n\nPORT AVERIL, 8 September 2031. The ferry sank at night, said Petra "
    "Sollin.\n\n“Nobody read the letter,” she said. 31 people died; 118 were aboard.\n"
)
HTML = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>The ferry</title><script>x()</script></head><body>"
    "<nav><a href=/>Home</a></nav><article><h1>The ferry</h1><p>It <b>sank</b> <a href='http://example.org/x'>here</a>."
    "<p>&quot;Nobody&quot; &#x201c;read&#8221; it.<ul><li>one<li>two</ul><table><tr><td>a<td>b</table><pre>x\n y</pre>"
    "<blockquote>said so</blockquote><img src='http://example.org/i.png'></article></body></html>"
)
MAIL = (
    "From: Ann <ann@example.org>\r\nTo: bob@example.org\r\nSubject: =?utf-8?q?The_letter?=\r\n"
    "Message-ID: <1@example.org>\r\nDate: Tue, 9 Sep 2031 10:00:00 +0200\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=b1\r\n\r\n"
    "--b1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "Dear Bob,=20\r\n> earlier words\r\nso it is.\r\n--b1\r\nContent-Type: text/html\r\n\r\n<p>Dear Bob</p>\r\n--b1\r\n"
    'Content-Type: text/plain; name="plan.txt"\r\nContent-Disposition: attachment; filename="plan.txt"\r\n'
    "Content-Transfer-Encoding: base64\r\n\r\nVGhlIHBsYW4gaXMgaGVyZS4=\r\n--b1--\r\n"
)
RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\info{\title The ferry}}"
    r"\pard It sank \b here\b0.\par \u8220?x\'e9\par}"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = {
    "[Content_Types].xml": '<?xml version="1.0"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml'
    '.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body><w:p><w:pPr>'
    '<w:pStyle w:val="Heading1"/>'
    "</w:pPr><w:r><w:t>The ferry</w:t></w:r></w:p><w:p><w:r><w:t>It sank.</w:t></w:r></w:p></w:body></w:document>",
}
EPUB = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    "p.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/'
    '1.1/"><dc:title>The ferry</dc:title></metadata><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"'
    '/></manifest><spine><itemref idref="a"/></spine></package>',
    "a.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>One</h1><p>It sank.</p></body></html>",
}
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0"><office:body>'
    '<office:text><text:h text:outline-level="1">The ferry</text:h><text:p>It sank.</text:p></office:text>'
    "</office:body>"
    "</office:document-content>",
}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>"
    b"endobj 3 0 obj<</Type/"
    b"Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/"
    b"Helvetica>>>>>>>>endobj 4 0 obj<</Length 44>>stream\nBT /F1 12 Tf 20 200 Td (The ferry sank.) Tj ET\n"
    b"endstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
TOKENS = [
    *(
        b"\0",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\x1b[31m",
        b"\r",
        b"\xe2\x80\xa8",
        b"&#0;",
        b"&#xD800;",
        b"&#x110000;",
        b"]]>",
    ),
    *(
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
        b"<![CDATA[",
        b"<!--",
        b"-->",
        b"<script>",
        b"</p>",
    ),
    *(
        b"<table>",
        b"<li>",
        b"{",
        b"}",
        b"[",
        b"]",
        b"{\\*\\",
        b"\\bin99999999 ",
        b"\\u-32768?",
        b"\\'",
        b'"',
        b"'",
        b",",
        b";",
    ),
    *(b"99999999999999999999", b"-1", b"0", b"4294967295", b"1e999", b"NaN", b"true", b"null", b"\\ud800", b"\\u0000"),
    *(
        b"--b1",
        b"--b1--",
        b"Content-Type: multipart/mixed; boundary=b1\n\n",
        b"Content-Transfer-Encoding: base64\n\n",
        b"\nFrom ",
    ),
    *(
        b"=?utf-8?b?////?=",
        b"filename*=utf-8''%00%ff..%2f",
        b"begin 644 x\n",
        b"00:00:01,000 --> 99:99:99,999\n",
        b"WEBVTT\n",
    ),
    *(
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"PK\x05\x06",
        b"\x1f\x8b\x08",
        b"obj",
        b"endobj",
        b"stream\n",
        b"<<",
        b">>",
        b"/Length 9",
    ),
    *(
        b"====\n",
        b".. note::\n\n   ",
        b"```\n",
        b"| a | b |\n",
        b"> > > ",
        b"    ",
        b"\n\n\n",
        b"[^1]: x\n",
        b"---\n",
        b"\t",
    ),
]


def zipped(files: dict[str, str] | dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def made() -> list[tuple[str, bytes]]:
    """A small sample of each kind."""
    story, mail = STORY.encode(), MAIL.encode()
    tar = tarred({"a/one.txt": story, "ü" * 120 + ".html": HTML.encode(), "mail.eml": mail})
    row = {"id": "a1", "title": "The ferry", "text": STORY, "date": "2031-09-08", "by": {"name": "Ines"}, "n": [1, 2.5]}
    cells = (
        '"id","title","text","date"\r\n"a1","The ferry","It sank, they said.\nAt night.","2031-09-08"\r\n'
        '"a2","x","y z w",1\r\n'
    )
    subtitles = (
        "1\n00:00:01,000 --> 00:00:02,500\n<i>It sank.</i>\n\n2\n00:00:03,000 --> 00:00:04,000\n- Who said so?\n"
    )
    vtt = "WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.500 align:start\n<v Ann>It sank.</v>\n"
    rst = (
        "The ferry\n=========\n\n:Author: Ines\n\nIt *sank* `here <http://x.org>`_ [#f]_.\n\n.. note:: so\n\n"
        "* one\n\n.. [#f] foot\n"
    )
    mhtml = (
        f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b2\r\n\r\n--b2\r\n"
        f"Content-Type: text/html\r\n\r\n{HTML}\r\n--b2--"
    )
    samples = {
        ".txt": story,
        ".md": b"---\ntitle: x\n---\n\n# The ferry\n\n* a\n* b\n\n> q\n\n```\nc\n```\n\n| a | b |\n|---|---|\n"
        b"| 1 | 2 |\n\n[^1]: n\n",
        ".html": HTML.encode(),
        ".mhtml": mhtml.encode(),
        ".eml": mail,
        ".mbox": b"From a@b Tue Sep  9 10:00:00 2031\n" + mail.replace(b"\r\n", b"\n") + b"\nFrom c\n" + mail,
        ".rtf": RTF.encode(),
        ".docx": zipped(DOCX),
        ".odt": zipped(ODT),
        ".epub": zipped(EPUB),
        ".pdf": PDF,
        ".srt": subtitles.encode(),
        ".vtt": vtt.encode(),
        ".rst": rst.encode(),
        ".csv": cells.encode(),
        ".tsv": cells.replace(",", "\t").encode("utf-16"),
        ".jsonl": (json.dumps(row) + "\n").encode() * 3,
        ".json": json.dumps({"all": [row, row]}).encode(),
        ".zip": zipped({"a/one.txt": STORY, "b.csv": cells, "c.zip": zipped({"d.txt": STORY}).decode("latin-1")}),
        ".tar": tar,
        ".tgz": gzip.compress(tar, mtime=0),
        ".gz": gzip.compress(story, mtime=0),
        ".bz2": bz2.compress(tar),
        ".xz": lzma.compress(story),
    }
    return [*samples.items()]


def inside(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Damage what is packed, and pack it again."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice([*files])
        files[name] = mutated(files[name], other, chance)
        return zipped(files)
    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(mutated(gzip.decompress(data), other, chance), mtime=0)
    return mutated(data, other, chance)


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(found) + 1)
        length = min(len(found) - at, chance.choice((1, 2, 8, 64, 1024, 16384)))
        way = chance.randrange(9)
        if way == 0:
            for _ in range(min(len(found), 8)):
                found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
        elif way == 1:
            del found[at : at + length]
        elif way == 2:
            del found[at:]
        elif way == 3:
            found[at:at] = found[at : at + length]
        elif way == 4:
            start = chance.randrange(len(other) + 1)
            found[at : at + length] = other[start : start + length]
        elif way == 5:
            found[at:at] = chance.choice(TOKENS)
        elif way == 6:
            found[at:at] = chance.choice(TOKENS) * chance.choice((10, 1000, 20_000))
        elif way == 7:
            numbers = [*re.finditer(rb"\d+", bytes(found[at : at + 4096]))]
            if numbers:
                number = chance.choice(numbers)
                found[at + number.start() : at + number.end()] = chance.choice(
                    (b"0", b"-1", b"99999999999", b"65536", b"1e9")
                )
        else:
            found[at : at + length] = chance.randbytes(length)
        if len(found) > 2_000_000:
            break
    return bytes(found)
