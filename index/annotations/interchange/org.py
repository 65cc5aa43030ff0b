"""Annotations as an org file: an outline by document, with what is known of each passage as its properties.

Passages and notes stand in example blocks, where org takes nothing for a link, a date, a macro or code; on the lines
around them whatever org could act on is written as an entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.inert import lines_of, one_line
from index.annotations.interchange.items import Source, paragraph_of, printed_on
from index.annotations.interchange.memos import heading_of
from index.document import Document
from index.memos.memo import Memo

_ENTITIES: Final = {
    "*": "ast", "/": "slash", "_": "under", "=": "equal", "~": "tilde", "+": "plus", "[": "lbrack", "]": "rbrack",
    "<": "lt", ">": "gt", "{": "lbrace", "}": "rbrace", "|": "vert", "\\": "backslash", "$": "dollar", ":": "colon",
    "@": "at", "#": "num", "%": "percnt", "^": "hat",
}  # fmt: skip
_ACTIVE: Final = re.compile(f"[{re.escape(''.join(_ENTITIES))}]")
_SPECIAL: Final = re.compile(r"^([ \t]*)(,*(?:\*|#\+))")
"""What org undoes a comma before, at the beginning of a line of a block."""
_DRAWER: Final = re.compile(r"(?i):(?=(?:END|PROPERTIES):)")
_NOT_IN_TAG: Final = re.compile(r"[^\w@]")


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """A numbered heading a document, and below it one a passage."""
    yield b"# glossator:export\n#+TITLE: Annotations\n#+OPTIONS: ^:{} toc:1 num:nil\n"
    number = 0
    for number, (path, document, group) in enumerate(source.by_document(annotations), start=1):
        yield _heading(number, path, document, source.title(path)).encode("utf-8", "replace")
        for count, placed in enumerate(group, start=1):
            yield _passage(number, count, placed, document).encode("utf-8", "replace")
    if source.memos:
        yield f"\n* {number + 1}. Memos\n".encode()
    for count, memo in enumerate(source.memos, start=1):
        yield _memo(number + 1, count, memo).encode("utf-8", "replace")


def _memo(number: int, count: int, memo: Memo) -> str:
    facts = {"ID": memo.id.removeprefix("urn:uuid:"), "ABOUT": memo.about, "SUBJECT": memo.subject}
    facts |= {"LAYER": memo.author, "CREATED": memo.created, "UPDATED": memo.updated}
    drawer = _drawer({key: value for key, value in facts.items() if value})
    return f"\n** {number}.{count} {_escaped(heading_of(memo))}\n{drawer}{_block(memo.note)}"


def _heading(number: int, path: str, document: Document | None, title: str | None) -> str:
    facts = {"DOCUMENT": path}
    if document is not None:
        about = document.metadata
        known = ("; ".join(about.authors), about.source, about.date, document.file_sha256)
        facts |= {key: value for key, value in zip(("AUTHOR", "SOURCE", "DATE", "SHA256"), known, strict=True) if value}
    # The number keeps a first word from being taken for a state such as TODO.
    return f"\n* {number}. {_escaped(title or path)}\n{_drawer(facts)}"


def _passage(number: int, count: int, placed: PlacedAnnotation, document: Document | None) -> str:
    annotation = placed.annotation
    facts = {"ID": annotation.id.removeprefix("urn:uuid:")}
    where = f"no longer found: {placed.reason or 'unknown'}"
    if placed.start is not None:
        where = f"characters {placed.start}–{placed.end}"
        facts |= {"CHARACTERS": f"{placed.start}-{placed.end}"}
        paragraph = paragraph_of(document, placed.start) if document is not None else None
        pages = printed_on(document, placed)
        facts |= {"PAGE": pages} if pages is not None else {}
        facts |= {"PARAGRAPH": str(paragraph)} if paragraph is not None else {}
    facts |= {f"CODE_{at}": code for at, code in enumerate(annotation.codes, start=1)}
    facts |= {"KIND": annotation.kind} if annotation.kind else {}
    facts |= {"LAYER": annotation.layer, "CREATED": annotation.created, "UPDATED": annotation.updated}
    facts["STATUS"] = placed.status
    tags = dict.fromkeys(_NOT_IN_TAG.sub("_", code) for code in annotation.codes if code)
    heading = f"\n** {number}.{count} {_escaped(where)}" + (f"  :{':'.join(tags)}:" if tags else "")
    note = _block(annotation.note) if annotation.note.strip() else ""
    return f"{heading}\n{_drawer(facts)}{_block(annotation.exact)}{note}"


def _drawer(facts: dict[str, str]) -> str:
    # Some readers of org end a drawer at `:END:` wherever it stands on a line.
    lines = (f":{key}: {_DRAWER.sub(': ', one_line(value))}\n" for key, value in facts.items())
    return "".join([":PROPERTIES:\n", *lines, ":END:\n"])


def _block(text: str) -> str:
    lines = [_SPECIAL.sub(r"\1,\2", line) for line in lines_of(text)]
    return "\n".join(["#+begin_example", *lines, "#+end_example", ""])


def _escaped(text: str) -> str:
    return _ACTIVE.sub(lambda found: f"\\{_ENTITIES[found[0]]}{{}}", one_line(text))
