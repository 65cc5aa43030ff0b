"""What stands before the text of an RTF file: its fonts with their encodings, its styles, its properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from index.document import BlockKind
from index.readers.office.rtf_codes import CHARSETS, SYMBOL_CHARSET, code_page
from index.readers.office.word_styles import named

SKIP: Final = re.compile(rb"[{}]|\\(?:bin(?P<bin>\d{1,10}) ?|[\s\S])")
_TABLE: Final = re.compile(rb"\{\s*(?:\\\*\s*)?\\(?P<name>fonttbl|stylesheet|info)(?![a-z])")
_FONT: Final = re.compile(rb"\\f(?P<number>\d{1,9})(?![a-z])")
_STYLE: Final = re.compile(rb"\{\s*(?:\\\*\s*)?(?P<codes>(?:\\[a-z]++-?\d*+ ?|\\\*|\s)*+)(?P<name>[^{};\\]{1,200});")
_FIELD: Final = re.compile(rb"\{\s*\\(?P<name>title|author|keywords)(?![a-z]) ?")
_MAX_FONTS: Final = 10_000


@dataclass(slots=True)
class Tables:
    """All that the beginning of the file says of what follows."""

    standard: str = "cp1252"
    """Encoding of text in no font."""
    fonts: dict[int, str | None] = field(default_factory=dict)
    """Encoding by font; None for fonts of signs."""
    styles: dict[int, tuple[BlockKind, str]] = field(default_factory=dict)
    properties: dict[str, bytes] = field(default_factory=dict)
    """Title, author and keywords, as RTF."""


def tables(data: bytes) -> Tables:
    """What the tables of a file say; those that it lacks say nothing."""
    found = Tables(standard=_standard(data[:2_000]))
    for table in _groups(data, _TABLE, 0, len(data)):
        start, end = table.start(), group_end(data, table.end())
        if table["name"] == b"fonttbl" and not found.fonts:
            found.fonts = dict(_fonts(data[start:end], found.standard))
        elif table["name"] == b"stylesheet" and not found.styles:
            found.styles = dict(_styles(data[start:end]))
        elif table["name"] == b"info" and not found.properties:
            for part in _FIELD.finditer(data, start, end):
                name = part["name"].decode()
                if name not in found.properties:
                    found.properties[name] = data[part.end() : group_end(data, part.end()) - 1]
    return found


def _groups(data: bytes, pattern: re.Pattern[bytes], start: int, end: int) -> Iterator[re.Match[bytes]]:
    """The first few: a table stands once, and what looks like one in the middle of the text is not looked for."""
    for number, match in enumerate(pattern.finditer(data, start, end)):
        if number >= 20:
            return
        yield match


def group_end(data: bytes, at: int) -> int:
    """Behind the brace that closes the group in which `at` lies; the end of the file where none does."""
    depth = 1
    while match := SKIP.search(data, at):
        at = match.end()
        token = match[0]
        if token == b"{":
            depth += 1
        elif token == b"}":
            depth -= 1
            if not depth:
                return at
        elif match["bin"]:
            at += int(match["bin"])
    return len(data)


def _standard(head: bytes) -> str:
    stated = re.search(rb"\\ansicpg(\d{1,6})", head)
    if stated:
        return code_page(int(stated[1])) or "cp1252"
    for word, name in ((rb"\\mac\b", "mac_roman"), (rb"\\pca\b", "cp850"), (rb"\\pc\b", "cp437")):
        if re.search(word, head):
            return name
    return "cp1252"


def _fonts(table: bytes, standard: str) -> Iterator[tuple[int, str | None]]:
    starts = list(_FONT.finditer(table))[:_MAX_FONTS]
    for at, match in enumerate(starts):
        entry = table[match.end() : starts[at + 1].start() if at + 1 < len(starts) else len(table)]
        charset = re.search(rb"\\fcharset(\d{1,3})", entry)
        page = re.search(rb"\\cpg(\d{1,6})", entry)
        number = int(match["number"])
        if charset and int(charset[1]) == SYMBOL_CHARSET:
            yield number, None
        elif page and code_page(int(page[1])):
            yield number, code_page(int(page[1]))
        elif charset and int(charset[1]):
            yield number, CHARSETS.get(int(charset[1]), standard)
        else:
            # 0 and 1 mean whatever the writer's system took for granted, which is what the file says of itself.
            yield number, standard


def _styles(table: bytes) -> Iterator[tuple[int, tuple[BlockKind, str]]]:
    for match in _STYLE.finditer(table):
        number = re.search(rb"\\s(\d{1,6})(?![a-z])", match["codes"])
        if number is None:
            continue
        known = named(match["name"].decode("cp1252", "replace").strip())
        level = re.search(rb"\\outlinelevel(\d)(?!\d)", match["codes"])
        if known is None and level and int(level[1]) < 9:
            known = "heading", f"h{min(int(level[1]) + 1, 6)}"
        if known is not None:
            yield int(number[1]), known
