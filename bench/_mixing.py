"""A desk of documents in many formats, made of texts: news where ../shared is there, made-up ones otherwise.

The same number gives the same files. Documents of one kind lie among those of all others, a thousand to a folder.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import io
import random
import re
import textwrap
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from bench._documents import REAL, texts
from bench._pdfs import Made

MAKER = REAL.parents[1] / "tools" / "make_corpus.py"
SHARES = {
    "txt": 40, "html": 20, "eml": 10, "docx": 8, "md": 5, "pdf": 5, "epub": 2, "rtf": 2, "csv": 2, "mbox": 2, "zip": 2,
    "srt": 1, "gz": 1,
}  # fmt: skip
"""Documents of a hundred in each format."""
HELD = {"csv": 200, "mbox": 200, "zip": 50}
"""Documents in one file of these."""
MARK = "glossatorscale"
"""A word that every thousandth document has."""
_A_FOLDER = 1_000
_LINES_A_PAGE = 56
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ADDRESSES = tuple(f"{name}@{place}.example" for name in ("ada", "ben", "cleo", "dan") for place in ("desk", "dock"))


class Text(NamedTuple):
    """A document before it has a format."""

    number: int
    title: str
    date: str
    paragraphs: list[str]


def write_mix(folder: Path, count: int, only: str = "") -> Counter[str]:
    """Fill a folder with so many documents, in one format or in all; how many came to be in each."""
    wheel = [kind for kind, share in SHARES.items() for _ in range(share)]
    random.Random(3).shuffle(wheel)
    waiting: dict[str, list[Text]] = {kind: [] for kind in HELD}
    made: Counter[str] = Counter()
    for text in _texts(count):
        kind = only or wheel[text.number % len(wheel)]
        made[kind] += 1
        if kind not in HELD:
            _write(folder, text, kind, _ONE[kind](text))
            continue
        waiting[kind].append(text)
        if len(waiting[kind]) == HELD[kind]:
            _write(folder, text, kind, _MANY[kind](waiting[kind]))
            waiting[kind].clear()
    for kind, left in waiting.items():
        if left:
            _write(folder, left[-1], kind, _MANY[kind](left))
    return made


def _write(folder: Path, text: Text, kind: str, data: bytes) -> None:
    part = folder / f"{text.number // _A_FOLDER:04}"
    part.mkdir(parents=True, exist_ok=True)
    suffix = "txt.gz" if kind == "gz" else kind
    (part / f"{text.number:07}.{suffix}").write_bytes(data)


def _texts(count: int) -> Iterator[Text]:
    for number, title, date, text in _given(count):
        text = _CONTROLS.sub("", text)
        paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n", text) if each.strip()]
        if number % 1_000 == 999:
            paragraphs.append(f"It was filed under {MARK}.")
        yield Text(number, " ".join(title.split()), date, paragraphs)


def _given(count: int) -> Iterator[tuple[int, str, str, str]]:
    if MAKER.exists() and REAL.exists():
        found = importlib.util.spec_from_file_location("make_corpus", MAKER)
        assert found is not None and found.loader is not None
        maker: Any = importlib.util.module_from_spec(found)
        found.loader.exec_module(maker)
        yield from maker.documents(count, 1)
        return
    pool = texts(min(count, 20_000))
    chance = random.Random(5)
    for number in range(count):
        title, text = pool[number % len(pool)]
        if number >= len(pool):
            text += "\n\n" + chance.choice(pool)[1]
        yield number, title, f"{chance.randrange(1990, 2026)}-{chance.randrange(1, 13):02}-12", text


# -- one document a file -----------------------------------------------------------------------------------------------


def _txt(text: Text) -> bytes:
    return "\n\n".join([text.title, text.date, *text.paragraphs, ""]).encode()


def _md(text: Text) -> bytes:
    return f"---\ntitle: {_quoted(text.title)}\ndate: {text.date}\n---\n\n# {text.title}\n\n".encode() + _txt(text)


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _html(text: Text) -> bytes:
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("World", "Business", "Sport", "Weather"))
    body = "".join(f"<p>{escape(each)}</p>\n" for each in text.paragraphs)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{escape(text.title)} | The Desk</title>"
        f"<meta property='article:published_time' content='{text.date}'></head><body><nav><ul>{menu}</ul></nav>"
        f"<main><article><h1>{escape(text.title)}</h1>\n{body}</article></main>"
        f"<footer><p>All rights reserved.</p><ul>{menu}</ul></footer></body></html>"
    ).encode()


def _message(text: Text) -> EmailMessage:
    message = EmailMessage()
    chance = random.Random(text.number)
    message["From"], message["To"] = chance.choice(_ADDRESSES), chance.choice(_ADDRESSES)
    message["Subject"] = text.title[:200]
    message["Date"] = f"{int(text.date[8:])} Mar {text.date[:4]} 10:00:00 +0000"
    message["Message-ID"] = f"<{text.number}@desk.example>"
    message.set_content("\n\n".join(textwrap.fill(each, 78) for each in text.paragraphs) + "\n")
    if text.number % 10 == 0:
        message.add_alternative(_html(text).decode(), subtype="html")
    return message


def _eml(text: Text) -> bytes:
    return _message(text).as_bytes()


def _zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _docx(text: Text) -> bytes:
    kind = "http://schemas.openxmlformats.org"
    office, package = f"{kind}/officeDocument/2006/relationships", f"{kind}/package/2006"
    run = "<w:p>{}<w:r><w:t xml:space='preserve'>{}</w:t></w:r></w:p>"
    body = "".join(run.format("", escape(each)) for each in text.paragraphs)
    head = run.format("<w:pPr><w:pStyle w:val='Heading1'/></w:pPr>", escape(text.title))
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _zipped({
        "[Content_Types].xml": f"<Types xmlns='{package}/content-types'><Default Extension='xml' ContentType="
        "'application/xml'/><Default Extension='rels' ContentType='application/vnd.openxmlformats-package."
        f"relationships+xml'/><Override PartName='/word/document.xml' ContentType='{main}'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{package}/relationships'><Relationship Id='r1' "
        f"Type='{office}/officeDocument' Target='word/document.xml'/></Relationships>",
        "word/document.xml": f"<w:document xmlns:w='{kind}/wordprocessingml/2006/main'><w:body>{head}{body}</w:body>"
        "</w:document>",
    })  # fmt: skip


def _epub(text: Text) -> bytes:
    page = (
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>"
    )
    body = "".join(f"<p>{escape(each)}</p>" for each in text.paragraphs)
    return _zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container' version='1.0'>"
        "<rootfiles><rootfile full-path='book.opf' media-type='application/oebps-package+xml'/></rootfiles>"
        "</container>",
        "book.opf": "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata "
        f"xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>{escape(text.title)}</dc:title>"
        f"<dc:date>{text.date}</dc:date><dc:language>en</dc:language></metadata><manifest><item id='a' href='a.xhtml' "
        "media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>",
        "a.xhtml": page.format(escape(text.title), body),
    })  # fmt: skip


def _pdf(text: Text) -> bytes:
    lines = [text.title, ""]
    for paragraph in text.paragraphs:
        lines += [*textwrap.wrap(paragraph, 78), ""]
    made = Made(title="", author="")
    for at in range(0, len(lines), _LINES_A_PAGE):
        made.page().lines(60, 780, (_latin(line) for line in lines[at : at + _LINES_A_PAGE]))
    return made.data()


def _latin(words: str) -> str:
    plain = words.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-"})
    return plain.encode("latin-1", "replace").decode("latin-1")


def _rtf(text: Text) -> bytes:
    body = "\\par\n".join(_rtf_words(each) for each in (text.title, *text.paragraphs))
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Times;}}}}\\f0 {body}\\par}}".encode("ascii")


def _rtf_words(words: str) -> str:
    escaped = re.sub(r"([\\{}])", r"\\\1", words)
    return re.sub(r"[^\x00-\x7f]", lambda m: f"\\u{(ord(m[0]) + 0x8000) % 0x10000 - 0x8000}?", escaped)


def _srt(text: Text) -> bytes:
    lines = [line for each in text.paragraphs for line in textwrap.wrap(each, 60)]
    cues = (
        f"{at // 2 + 1}\n{_clock(at)} --> {_clock(at + 2)}\n" + "\n".join(lines[at : at + 2]) + "\n"
        for at in range(0, len(lines), 2)
    )
    return "\n".join(cues).encode()


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},000"


def _gz(text: Text) -> bytes:
    return gzip.compress(_txt(text), mtime=0)


# -- many documents a file ---------------------------------------------------------------------------------------------


def _csv(held: list[Text]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("id", "title", "date", "text"))
    writer.writerows((each.number, each.title, each.date, "\n\n".join(each.paragraphs)) for each in held)
    return out.getvalue().encode()


def _mbox(held: list[Text]) -> bytes:
    out = bytearray()
    for each in held:
        out += b"From desk@desk.example Mon Sep  8 10:00:00 2031\n"
        out += re.sub(rb"^(>*From )", rb">\1", _eml(each), flags=re.MULTILINE) + b"\n"
    return bytes(out)


def _zip(held: list[Text]) -> bytes:
    kinds = [kind for kind in ("txt", "html", "docx", "md") for _ in range(2)]
    return _zipped({f"{each.number}.{(k := kinds[each.number % len(kinds)])}": _ONE[k](each) for each in held})


_ONE: dict[str, Callable[[Text], bytes]] = {
    "txt": _txt, "md": _md, "html": _html, "eml": _eml, "docx": _docx, "epub": _epub, "pdf": _pdf, "rtf": _rtf,
    "srt": _srt, "gz": _gz,
}  # fmt: skip
_MANY: dict[str, Callable[[list[Text]], bytes]] = {"csv": _csv, "mbox": _mbox, "zip": _zip}
