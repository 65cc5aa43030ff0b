"""Annotations as one web page for people: nothing outside it is asked for, nothing in it runs, and it prints well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.interchange.inert import lines_of, one_line
from index.annotations.interchange.items import Source, paragraph_of, printed_on
from index.annotations.interchange.memos import heading_of
from index.document import Document
from index.memos.memo import Memo
from index.offsets import OffsetMap
from index.pages import cited

_HEAD: Final = """<!DOCTYPE html>
<html lang="">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="glossator:export">
<title>Annotations</title>
<style>
:root { color-scheme: light dark; --dim: #6b6b6b; --line: #c9a227; }
body { font: 1.05rem/1.55 Georgia, "Times New Roman", serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.25; font-weight: normal; }
h2 { margin: 3rem 0 .2rem; overflow-wrap: anywhere; }
.about, .facts, .around { color: var(--dim); font-size: .85rem; overflow-wrap: anywhere; }
.about { margin: 0; }
article { margin: 1.6rem 0; break-inside: avoid; }
blockquote { margin: 0; padding-left: 1rem; border-left: .2rem solid var(--line); }
blockquote, .note { white-space: pre-wrap; overflow-wrap: anywhere; }
.note { margin: .5rem 0; }
.facts { margin: .3rem 0 0; }
.kind, .code { font-variant: small-caps; }
@media (prefers-color-scheme: dark) { :root { --dim: #9a9a9a; } }
@media print {
  body { max-width: none; margin: 0; font-size: 10.5pt; }
  h2 { break-after: avoid; }
  @page { margin: 2cm; }
}
</style>
</head>
<body>
<h1>Annotations</h1>
"""


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """A heading a document, each passage below it with its address in the source."""
    yield _HEAD.encode("utf-8")
    number = 0
    for path, document, group in source.by_document(annotations):
        yield _heading(path, document, source.title(path)).encode("utf-8")
        offsets = OffsetMap(document.text) if document is not None else None
        for placed in group:
            number += 1
            yield _passage(placed, number, _address(placed, document, offsets)).encode("utf-8")
        yield b"</section>\n"
    if source.memos:
        yield b"<section>\n<h2>Memos</h2>\n"
        yield from (_memo(memo).encode("utf-8") for memo in source.memos)
        yield b"</section>\n"
    yield b"</body>\n</html>\n"


def _heading(path: str, document: Document | None, title: str | None) -> str:
    facts = [path] if title else []
    if document is not None:
        about = document.metadata
        facts += ["; ".join(about.authors), about.source or "", about.date or "", f"SHA-256 {document.file_sha256}"]
    else:
        facts.append("no longer in the collection")
    about_it = " · ".join(_line(fact) for fact in facts if fact)
    return f'<section>\n<h2>{_line(title or path)}</h2>\n<p class="about">{about_it}</p>\n'


def _passage(placed: PlacedAnnotation, number: int, address: str) -> str:
    annotation = placed.annotation
    note = f'<div class="note">{_lines(annotation.note.strip())}</div>\n' if annotation.note.strip() else ""
    return (
        f'<article id="mark-{number}">\n'
        f"<blockquote>{_lines(annotation.exact)}</blockquote>\n{note}"
        f'<p class="facts">{" · ".join(_facts(annotation, address))}</p>\n</article>\n'
    )


def _memo(memo: Memo) -> str:
    facts = " · ".join(_line(fact) for fact in (memo.author, memo.updated[:10]) if fact)
    return (
        f'<article class="memo">\n<h3>{_line(heading_of(memo))}</h3>\n'
        f'<div class="note">{_lines(memo.note.strip())}</div>\n<p class="facts">{facts}</p>\n</article>\n'
    )


def _facts(annotation: Annotation, address: str) -> Iterator[str]:
    if annotation.kind:
        yield f'<span class="kind">{_line(annotation.kind)}</span>'
    for code in annotation.codes:
        yield f'<span class="code">{_line(code)}</span>'
    yield address
    yield _line(annotation.layer)
    if annotation.updated:
        yield _line(annotation.updated[:10])


def _address(placed: PlacedAnnotation, document: Document | None, offsets: OffsetMap | None) -> str:
    if placed.start is None or placed.end is None:
        return f"no longer found: {_line(placed.reason or 'unknown')}"
    place = f"characters {placed.start}–{placed.end}"
    if document is not None and offsets is not None:
        paragraph = paragraph_of(document, placed.start)
        place = f"line {offsets.to_line(placed.start)[0] + 1}, {place}"
        place = f"paragraph {paragraph}, {place}" if paragraph is not None else place
        pages = printed_on(document, placed)
        place = f"{_line(cited(pages))}, {place}" if pages is not None else place
    return place if placed.status in ("exact", "moved") else f"{place} ({placed.status})"


def _lines(text: str) -> str:
    return escape("\n".join(lines_of(text)))


def _line(text: str) -> str:
    return escape(one_line(text))
