"""reStructuredText: the text is the file as it stands; the lines say where each block lies and of which kind it is.

No more is understood of the markup than a reader needs to see what is a heading, what is quoted, and what is no prose.
Nothing is included, evaluated or looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from index.document import Block, BlockKind, Evidence, ExtractedText, Link, Metadata, Span
from index.readers.decoding import decode
from index.readers.paragraphs import MAX_BLOCKS, paragraphs

READER: Final = "rst/1"

_ADORNMENT: Final = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*")
_ITEM: Final = re.compile(r"(?:[-*+\u2022\u2023\u2043]|\(?(?:\d{1,9}|#|[A-Za-z]|[ivxlcIVXLC]{1,8})[.)])[ \t]+(?=\S)")
_FIELD: Final = re.compile(r":([^:\s](?:[^:\n]{0,80}[^:\s])?):(?:[ \t]+|$)")
_EXPLICIT: Final = re.compile(r"\.\.(?:[ \t]+|$)")
_DIRECTIVE: Final = re.compile(r"\.\.[ \t]+(?:\|[^|\n]{1,100}\|[ \t]+)?([A-Za-z][\w:+.-]{0,60})[ \t]?::(?:[ \t]|$)")
_NOTE: Final = re.compile(r"\.\.[ \t]+\[(\d{1,5}|[#*]|#?[A-Za-z][\w.-]{0,60})\](?:[ \t]|$)")
_TARGET: Final = re.compile(r"(?:\.\.[ \t]+_[^\n]{0,200}:|__[ \t])")
_GRID: Final = re.compile(r"\+(?:[-=]+\+)+[ \t]*")
_SIMPLE: Final = re.compile(r"={2,}(?:[ \t]+={2,})+[ \t]*")
_REFERENCE: Final = re.compile(r"\[(\d{1,5}|#[\w.-]{0,60}|\*|[A-Za-z][\w.-]{0,60})\]_(?!\w)")
_HYPERLINK: Final = re.compile(r"`[^`<>\n]{0,300}<([^<>\s`]{1,1000})>`__?")

_DIRECTIVES: Final[dict[str, BlockKind]] = {
    **dict.fromkeys(("code", "code-block", "sourcecode", "parsed-literal", "math", "raw", "doctest"), "code"),
    **dict.fromkeys(("highlight", "literalinclude", "prompt", "productionlist", "testcode", "testoutput"), "code"),
    **dict.fromkeys(("figure",), "caption"),
    **dict.fromkeys(("table", "csv-table", "list-table"), "table"),
    **dict.fromkeys(("epigraph", "pull-quote", "highlights"), "quote"),
    **dict.fromkeys(("contents", "toctree", "include", "index", "meta", "role", "image"), "boilerplate"),
    **dict.fromkeys(("header", "footer", "sectnum", "target-notes", "only", "module", "currentmodule"), "boilerplate"),
    **dict.fromkeys(("replace", "unicode", "date", "class", "title", "tabularcolumns"), "boilerplate"),
}
_STATED: Final = {"author": "authors", "authors": "authors", "date": "date", "published": "date"}


@dataclass(slots=True)
class _Lines:
    """A text by lines."""

    text: str
    lines: list[str]
    starts: list[int]

    def indent(self, at: int) -> int:
        line = self.lines[at]
        return len(line) - len(line.lstrip())

    def blank(self, at: int) -> bool:
        return at >= len(self.lines) or not self.lines[at].strip()

    def indented(self, at: int, more_than: int) -> int:
        """Behind the last line from `at` that is set in by more, blank lines between them counting."""
        end = here = at
        while here < len(self.lines):
            if not self.blank(here):
                if self.indent(here) <= more_than:
                    break
                end = here + 1
            here += 1
        return end

    def paragraph(self, at: int) -> int:
        """Behind the last line before a blank one."""
        while not self.blank(at):
            at += 1
        return at

    def block(self, first: int, last: int, kind: BlockKind, rule: str) -> Block | None:
        raw = self.text[self.starts[first] : self.starts[last] - 1]
        bare = raw.strip()
        if not bare:
            return None
        start = self.starts[first] + len(raw) - len(raw.lstrip())
        return Block(start, start + len(bare), kind, rule)


@dataclass(slots=True)
class _Reading:
    """One pass over a text."""

    rows: _Lines
    styles: list[str] = field(default_factory=list)
    """Adornments in the order of their levels."""
    title: tuple[str, Span] | None = None
    stated: dict[str, list[tuple[str, Span]]] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    body: bool = False
    """Something was met that is no title and no field."""
    literal: bool = False
    """The paragraph above ended with `::`."""
    inside: int = 0
    """Lines before this one belong to a directive whose content is text."""
    looked_at: int = 0
    """Lines that were looked through for the ends of tables."""

    def blocks(self) -> Iterator[Block]:
        at, rows = 0, self.rows
        while at < len(rows.lines):
            if rows.blank(at):
                at += 1
                continue
            end, kind, rule = self._next(at)
            end = max(end, at + 1)
            block = rows.block(at, end, kind, rule)
            if block is not None:
                yield block
            at = end

    def _next(self, at: int) -> tuple[int, BlockKind, str]:
        """Where the block that begins at a line ends, and what it is."""
        rows = self.rows
        line = rows.lines[at]
        literal, self.literal = self.literal, False
        indent = rows.indent(at)
        bare = line[indent:]
        if literal and indent:
            return rows.indented(at, 0), "code", "rst:literal"
        if bare.startswith(">>> "):
            return rows.paragraph(at), "code", "rst:doctest"
        if _EXPLICIT.match(bare) or bare.startswith("__ "):
            self.body = self.body or _DIRECTIVE.match(bare) is not None
            return self._explicit(at, indent, bare)
        if _GRID.fullmatch(bare) or _SIMPLE.fullmatch(bare):
            self.body = True
            return self._table(at, simple=bare[0] == "="), "table", "rst:table"
        if not indent and (heading := self._heading(at)) is not None:
            return heading
        if not indent and (named := _FIELD.match(bare)) is not None:
            return self._field(at, named)
        self.body = True
        if _ITEM.match(bare):
            end = self._item(at, indent)
            if end is not None:
                return end, "list", "rst:list"
        return self._paragraph(at, indent)

    def _paragraph(self, at: int, indent: int) -> tuple[int, BlockKind, str]:
        rows = self.rows
        end = at + 1
        while not rows.blank(end) and rows.indent(end) == indent:
            end += 1
        if not rows.blank(end) and rows.indent(end) > indent and end == at + 1:
            return rows.indented(end, indent), "list", "rst:definition"
        end = max(end, rows.paragraph(at))
        self.literal = rows.lines[end - 1].rstrip().endswith("::")
        if rows.lines[at][indent:].startswith("| "):
            return end, "prose", "rst:lines"
        if at < self.inside:
            return end, "prose", "rst:directive"
        return (end, "quote", "rst:quote") if indent else (end, "prose", "rst:paragraph")

    def _heading(self, at: int) -> tuple[int, BlockKind, str] | None:
        rows = self.rows
        line = rows.lines[at].rstrip()
        over = _ADORNMENT.fullmatch(line)
        if over is not None:
            below = rows.lines[at + 2].rstrip() if at + 2 < len(rows.lines) else ""
            if not rows.blank(at + 1) and below == line:
                return self._headed(at, at + 1, at + 3, over[1] * 2)
            if rows.blank(at + 1):
                return at + 1, "boilerplate", "rst:transition"
            return None
        below = rows.lines[at + 1].rstrip() if at + 1 < len(rows.lines) else ""
        under = _ADORNMENT.fullmatch(below)
        if under is None or (len(below) < len(line) and len(below) < 4):
            return None
        return self._headed(at, at, at + 2, under[1])

    def _headed(self, at: int, words: int, end: int, style: str) -> tuple[int, BlockKind, str]:
        rows = self.rows
        if style not in self.styles:
            self.styles.append(style)
        level = self.styles.index(style) + 1
        line = rows.lines[words]
        if self.title is None and not self.body and level == 1:
            start = rows.starts[words] + len(line) - len(line.lstrip())
            self.title = (line.strip(), Span(start, start + len(line.strip())))
            return end, "headline", "rst:h1"
        self.body = True
        return end, "heading", f"rst:h{min(level, 6)}"

    def _field(self, at: int, named: re.Match[str]) -> tuple[int, BlockKind, str]:
        """A field; above the text it tells of the document."""
        rows = self.rows
        end = rows.indented(at + 1, 0)
        if self.body:
            return end, "list", "rst:field"
        name = _STATED.get(named[1].lower(), "")
        start = rows.starts[at] + named.end()
        value = rows.text[start : rows.starts[end] - 1].strip()
        if name and value and len(value) < 1_000:
            several = named[1].lower() == "authors"
            values = re.split(r"\s*(?:[;\n]|,(?=\s))\s*(?:[-*][ \t]+)?", value) if several else [value]
            span = Span(start, start + len(value))
            self.stated.setdefault(name, []).extend((" ".join(each.split()), span) for each in values if each.strip())
        kind: BlockKind = "byline" if name == "authors" else "dateline" if name == "date" else "boilerplate"
        return end, kind, "rst:docinfo"

    def _explicit(self, at: int, indent: int, bare: str) -> tuple[int, BlockKind, str]:
        rows = self.rows
        note = _NOTE.match(bare)
        if note is not None:
            self.notes.setdefault(note[1], rows.starts[at] + indent)
            return rows.indented(at + 1, indent), "note", "rst:footnote"
        if _TARGET.match(bare):
            return rows.indented(at + 1, indent), "note", "rst:target"
        directive = _DIRECTIVE.match(bare)
        if directive is None:
            # A comment; `..` alone with nothing below it is one too.
            return (rows.indented(at + 1, indent) if not rows.blank(at + 1) else at + 1), "boilerplate", "rst:comment"
        kind = _DIRECTIVES.get(directive[1].lower())
        if kind is not None:
            return rows.indented(at + 1, indent), kind, f"rst:{directive[1].lower()}"
        # What stands in notes, warnings and the like is text: this line, then paragraph by paragraph.
        end = at + 1
        while not rows.blank(end) and rows.indent(end) > indent:
            end += 1
        self.inside = rows.indented(end, indent)
        return end, "prose", "rst:directive"

    def _table(self, at: int, *, simple: bool) -> int:
        rows = self.rows
        if not simple:
            return rows.paragraph(at)
        borders, end = 1, at + 1
        while end < len(rows.lines):
            if _SIMPLE.fullmatch(rows.lines[end].strip()):
                borders += 1
                if rows.blank(end + 1):
                    return end + 1
            elif rows.blank(end) and borders < 2 and rows.blank(end + 1):
                return end
            end += 1
            self.looked_at += 1
            if self.looked_at > 2 * MAX_BLOCKS:
                break
        return rows.paragraph(at)

    def _item(self, at: int, indent: int) -> int | None:
        """Behind the last line of an item of a list; None where the line below shows that it is text."""
        rows = self.rows
        if not rows.blank(at + 1) and rows.indent(at + 1) == indent and not _ITEM.match(rows.lines[at + 1][indent:]):
            return None
        return rows.indented(at + 1, indent)


def read(data: bytes) -> ExtractedText:
    """The text of a file of reStructuredText with its blocks. Raises UnreadableFile where it holds no text."""
    text, encoding = decode(data)
    if text.count("\n") > 2 * MAX_BLOCKS:
        blocks = tuple(Block(start, end, "prose", "rst:other") for start, end in paragraphs(text))
        return ExtractedText(text, blocks, Metadata(), READER, encoding)
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    reading = _Reading(_Lines(text, lines, starts))
    blocks = tuple(reading.blocks())
    links = tuple(sorted(_links(text, blocks, reading.notes)))
    return ExtractedText(text, blocks, _metadata(reading), READER, encoding, links=links)


def _metadata(reading: _Reading) -> Metadata:
    authors, dates = reading.stated.get("authors", []), reading.stated.get("date", [])
    evidence = [Evidence("authors", "rst:docinfo", span) for _, span in authors]
    evidence += [Evidence("date", "rst:docinfo", span) for _, span in dates[:1]]
    if reading.title is not None:
        evidence.append(Evidence("title", "rst:title", reading.title[1]))
    return Metadata(
        title=reading.title[0] if reading.title is not None else None,
        authors=tuple(dict.fromkeys(name for name, _ in authors)),
        date_text=dates[0][0] if dates else None,
        evidence=tuple(evidence),
    )


def _links(text: str, blocks: tuple[Block, ...], notes: dict[str, int]) -> Iterator[Link]:
    """Addresses, and references to footnotes, each leading to the other."""
    told: set[str] = set()
    for block in blocks:
        if block.kind == "code":
            continue
        for match in _HYPERLINK.finditer(text, block.start, block.end):
            yield Link(match.start(), match.end(), match[1])
        for match in _REFERENCE.finditer(text, block.start, block.end):
            place = notes.get(match[1])
            if place is None:
                continue
            yield Link(match.start(), match.end(), f"#{place}")
            if match[1] not in told:
                told.add(match[1])
                label = text.index("[", place)
                yield Link(label, label + len(match[1]) + 2, f"#{match.start()}")
