"""The Markdown page of annotations that we write, read again. Passages are verified as the page can show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from index.annotations.interchange.inert import lines_of
from index.annotations.interchange.items import (
    Imported,
    ImportedAnnotation,
    ImportedMemo,
    Unplaced,
    shortened,
    stated,
)
from index.annotations.interchange.memos import from_heading, stated_memo

MEMOS: Final = "# Memos"
"""The heading above them; they stand last."""
_MEMO: Final = "— memo · "
_FACTS: Final = re.compile(r"— (?:\*\*.*\*\* · )?(?:characters \d+–\d+|no longer found: )")
_PLACE: Final = re.compile(r"characters (\d{1,12})–(\d{1,12})(?: \(\w+\))?\Z")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:(amp|lt|gt)|#(\d{1,7}));")
_NAMES: Final = {"amp": "&", "lt": "<", "gt": ">"}


def fits(data: bytes) -> bool:
    """True for a page with a heading at its beginning and a passage, or memo, with its facts."""
    text = data.decode("utf-8", "replace").lstrip("\ufeff\r\n")
    begins = text.startswith(("## ", f"{MEMOS}\n", f"{MEMOS}\r"))
    return begins and any(_FACTS.match(line) or line.startswith(_MEMO) for line in text.split("\n"))


def parse(data: bytes) -> Iterator[Imported]:
    """Every passage, and the memos behind them."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    passages, begun, memos = f"\n{text}".partition(f"\n{MEMOS}\n")
    yield from _passages(passages)
    for section in f"\n{memos}".split("\n### ")[1:] if begun else ():
        yield _memo(section)


def _memo(section: str) -> ImportedMemo | Unplaced:
    first, _, rest = section.partition("\n")
    lines = rest.strip().split("\n")
    on = from_heading(_plain(first.strip()))
    if on is None or not lines[-1].startswith(_MEMO):
        return Unplaced("a memo that does not say what it is on and by whom", shortened(_plain(section)))
    author = _plain(lines[-1].removeprefix(_MEMO).rpartition(", ")[0])
    return stated_memo(*on, _joined(lines[:-1]).strip(), author=author)


def _passages(page: str) -> Iterator[ImportedAnnotation | Unplaced]:
    document = ""
    open_section: _Section | None = None
    for line in page.split("\n"):
        if line.startswith("## "):
            yield from _done(open_section)
            document, open_section = _plain(line[3:]), None
        elif line.startswith(">"):
            if open_section is None or open_section.rest:
                yield from _done(open_section)
                open_section = _Section(document)
            open_section.quoted.append(line[1:].removeprefix(" "))
        elif open_section is not None:
            open_section.rest.append(line)
        elif line.strip():
            document = _plain(line)
    yield from _done(open_section)


def shown(text: str) -> str:
    """A passage as the page shows it."""
    return "\n".join(line.strip() for line in lines_of(text.strip()))


@dataclass(slots=True)
class _Section:
    document: str
    quoted: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def _done(section: _Section | None) -> Iterator[ImportedAnnotation | Unplaced]:
    if section is None:
        return
    words = _joined(section.quoted)
    rest = "\n".join(section.rest).strip().split("\n")
    if not _FACTS.match(rest[-1]):
        yield Unplaced("a passage without a line that says where it stands", shortened(words))
        return
    start, end, kind, codes, layer = None, None, None, [], ""
    facts = rest[-1].removeprefix("— ").split(" · ")
    for fact in facts:
        if place := _PLACE.match(fact):
            start, end = int(place[1]), int(place[2])
        elif fact.startswith("**") and fact.endswith("**"):
            kind = _plain(fact[2:-2])
        elif fact.startswith("code: "):
            codes.append(_plain(fact.removeprefix("code: ")))
        elif fact is facts[-1]:
            layer = _plain(fact.rpartition(", ")[0])
    yield stated(
        section.document,
        exact=words,
        start=start,
        end=end,
        note=_joined(rest[:-1]).strip(),
        codes=codes,
        kind=kind,
        creator=layer,
        shown=shown,
    )


def _joined(lines: list[str]) -> str:
    """Lines as text, without the backslash of those that are broken by hand."""
    return "\n".join(_plain(line[:-1] if _is_broken(line) else line) for line in lines)


def _is_broken(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _plain(line: str) -> str:
    def character(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        return _NAMES[found[2]] if found[2] else chr(min(int(found[3]), 0x10FFFF))

    return _ESCAPED.sub(character, line)
