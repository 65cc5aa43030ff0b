"""A document put together paragraph by paragraph, as formats give it that have real ones.

A `Flow` gathers paragraphs with their kinds; `assembled` makes one text of them, with every position in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from index.document import Block, BlockKind, Evidence, ExtractedText, Link, Metadata, PageStart

_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_MAX_TARGET: Final = 2_000
_LONG_CELL: Final = 300
"""Characters of a cell of a table, on the average, above which it is there for the looks of the page alone."""


def _replaced(found: re.Match[str]) -> str:
    if found[0] in "\x0b\x0c\r\x85\u2028\u2029":
        return "\n"
    return "\ufffd" if found[0] >= "\ud800" and found[0] != "\ufeff" else ""


class Paragraph:
    """Words, and what lies on them: links, places that links lead to, beginnings of pages."""

    __slots__ = ("_open", "_pieces", "anchors", "last", "length", "links", "pages")

    def __init__(self, words: str = "") -> None:
        self._pieces: list[str] = []
        self.length = 0
        self.last = ""
        """The character that it ends with so far."""
        self._open: list[tuple[int, str]] = []
        self.links: list[tuple[int, int, str]] = []
        self.anchors: list[tuple[int, str]] = []
        self.pages: list[tuple[int, str]] = []
        if words:
            self.words(words)

    @property
    def text(self) -> str:
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def words(self, text: str) -> None:
        """More words; line ends in them are meant, control characters are dropped."""
        if _NOT_TEXT.search(text):
            text = _NOT_TEXT.sub(_replaced, text)
        if text:
            self._pieces.append(text)
            self.length += len(text)
            self.last = text[-1]

    def link(self, text: str, target: str) -> None:
        """Words that lead somewhere: an address as it stands, or `#` and the name of an anchor."""
        self.begin_link(target)
        self.words(text)
        self.end_link()

    def begin_link(self, target: str) -> None:
        self._open.append((self.length, target))

    def end_link(self) -> None:
        if self._open:
            start, target = self._open.pop()
            self.links.append((start, self.length, target))

    def anchor(self, name: str) -> None:
        """The words that follow may be led to by `#name`."""
        self.anchors.append((self.length, name))

    def page(self, label: str) -> None:
        self.pages.append((self.length, label))

    def append(self, other: Paragraph, between: str = "") -> None:
        """Another paragraph's words on the same line."""
        self.words(between)
        self.extend(other, on_one_line=True)

    def extend(self, other: Paragraph, *, on_one_line: bool = False) -> None:
        """Another paragraph's words without the white space before them, and what lies on them."""
        text = other.text.lstrip()
        least, at = self.length, self.length - (other.length - len(text))
        self.words(text.replace("\n", " ") if on_one_line else text)
        self.links += [(max(at + start, least), max(at + end, least), target) for start, end, target in other.links]
        self.anchors += [(max(at + position, least), name) for position, name in other.anchors]
        self.pages += [(max(at + position, least), label) for position, label in other.pages]


@dataclass(slots=True)
class Item:
    """A paragraph with its kind."""

    paragraph: Paragraph
    kind: BlockKind
    rule: str
    tight: bool = False
    """No blank line between it and the one before, where that is tight too."""
    indent: int = 0


@dataclass(slots=True)
class Flow:
    """Paragraphs in reading order."""

    items: list[Item] = field(default_factory=list)

    def add(self, paragraph: Paragraph, kind: BlockKind, rule: str, *, tight: bool = False, indent: int = 0) -> None:
        while paragraph._open:
            paragraph.end_link()
        self.items.append(Item(paragraph, kind, rule, tight, min(indent, 40)))

    def extend(self, other: Flow) -> None:
        self.items += other.items

    def table(self, rows: Sequence[Sequence[Flow]], rule: str) -> None:
        """A table: a line a row, ` | ` between cells; paragraphs, where its cells only arrange them on the page."""
        if _only_arranges(rows):
            for cell in (cell for row in rows for cell in row):
                self.extend(cell)
            return
        whole = Paragraph()
        for row in rows:
            _add_row(whole, row)
        self.add(whole, "table", rule)

    def as_kind(self, kind: BlockKind, rule: str) -> Flow:
        """The same paragraphs, all of one kind, such as those of a footnote."""
        return Flow([Item(item.paragraph, kind, rule, item.tight, item.indent) for item in self.items])

    def label(self, label: str, name: str, back: str) -> None:
        """Begin with what a note is called, which leads back to the place in the text; `name` leads here."""
        head = Paragraph()
        head.anchor(name)
        head.link(label, f"#{back}")
        if self.items and self.items[0].kind != "table":
            head.words(" ")
            head.extend(self.items[0].paragraph)
            self.items[0].paragraph = head
        else:
            self.items.insert(0, Item(head, "note", "note"))

    def text(self) -> str:
        return "\n".join(item.paragraph.text for item in self.items)


def _add_row(whole: Paragraph, row: Sequence[Flow]) -> None:
    if not any(cell.text().strip() for cell in row):
        return
    if whole.length:
        whole.words("\n")
    last = max(number for number, cell in enumerate(row) if cell.text().strip())
    first = True
    for number, cell in enumerate(row[: last + 1]):
        if number:
            whole.words("| " if first else " | ")
            first = False
        for item in cell.items:
            if item.paragraph.length:
                whole.append(item.paragraph, "" if whole.last in "\n |" else " ")
                first = False


def _only_arranges(rows: Sequence[Sequence[Flow]]) -> bool:
    cells = [cell for row in rows for cell in row if cell.items]
    if not cells:
        return True
    if any(item.kind in ("table", "heading") for cell in cells for item in cell.items):
        return True
    if max(len(row) for row in rows) == 1:
        return len(cells) == 1 or any(len(cell.items) > 1 for cell in cells)
    lengths = [length for cell in cells if (length := sum(item.paragraph.length for item in cell.items))]
    return bool(lengths) and sum(lengths) > _LONG_CELL * len(lengths)


def assembled(
    flow: Flow, reader: str, metadata: Metadata, *, encoding: str | None = None, paged: bool = False
) -> ExtractedText:
    """One text of all paragraphs, with a block for each. `paged`: what precedes the first page is on page 1."""
    made = _Assembly()
    for item in flow.items:
        made.add(item)
    made.close()
    pages = tuple(made.pages) if paged and made.pages else ()
    if pages and pages[0].start > 0:
        pages = (PageStart(0, "1"), *pages)
    return ExtractedText("".join(made.pieces), tuple(made.blocks), metadata, reader, encoding, pages, made.links())


class _Assembly:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self.pages: list[PageStart] = []
        self._at = 0
        self._tight = False
        self._names: dict[str, int] = {}
        self._waiting: list[str] = []
        """Anchors of paragraphs without words, which name the next one."""
        self._waiting_pages: list[str] = []
        self._links: list[tuple[int, int, str]] = []

    def add(self, item: Item) -> None:
        paragraph, raw = item.paragraph, item.paragraph.text
        bare = raw.strip()
        if not bare:
            self._waiting += [name for _, name in paragraph.anchors]
            self._waiting_pages += [label for _, label in paragraph.pages]
            return
        self._separate(item, raw)
        lead = len(raw) - len(raw.lstrip())
        start, end = self._at, self._at + len(bare)
        for name in self._waiting:
            self._names.setdefault(name, start)
        self.pages += [PageStart(start, label) for label in self._waiting_pages]
        self._waiting, self._waiting_pages = [], []
        for position, name in paragraph.anchors:
            self._names.setdefault(name, start + min(max(position - lead, 0), len(bare)))
        for position, label in paragraph.pages:
            if position - lead >= len(bare):
                self._waiting_pages.append(label)
            else:
                self.pages.append(PageStart(start + max(position - lead, 0), label))
        for first, last, target in paragraph.links:
            first, last = (start + min(max(place - lead, 0), len(bare)) for place in (first, last))
            if first < last and target:
                self._links.append((first, last, target))
        self._block(start, end, item)
        self.pieces.append(bare)
        self._at = end

    def _separate(self, item: Item, raw: str) -> None:
        """What stands between two paragraphs: white space that belongs to neither."""
        before = self.blocks[-1] if self.blocks else None
        code = item.kind == "code"
        tight = (item.tight and self._tight) or (code and before is not None and before.rule == item.rule)
        gap = "" if before is None else "\n" if tight else "\n\n"
        if code:
            gap += " " * (len(raw) - len(raw.lstrip(" ")))
        elif item.indent:
            gap += " " * item.indent
        self.pieces.append(gap)
        self._at += len(gap)
        self._tight = item.tight

    def _block(self, start: int, end: int, item: Item) -> None:
        if item.kind == "code" and self.blocks and self.blocks[-1].rule == item.rule:
            self.blocks[-1] = self.blocks[-1]._replace(end=end)
        else:
            self.blocks.append(Block(start, end, item.kind, item.rule))

    def close(self) -> None:
        for name in self._waiting:
            self._names.setdefault(name, self._at)

    def links(self) -> tuple[Link, ...]:
        """In order; those that lead to a place that is not there are none."""
        found = []
        for start, end, target in self._links:
            if target.startswith("#"):
                place = self._names.get(target[1:])
                if place is None or place >= self._at:
                    continue
                target = f"#{place}"
            found.append(Link(start, end, one_line(target)[:_MAX_TARGET]))
        return tuple(sorted(set(found)))


def one_line(text: str) -> str:
    """Words on one line, without control characters."""
    return " ".join(_NOT_TEXT.sub(_replaced, text).split())


def stated(
    rule: str,
    *,
    title: str = "",
    authors: Iterable[str] = (),
    source: str = "",
    date: str = "",
    language: str = "",
    tags: Iterable[str] = (),
) -> Metadata:
    """What a document states of itself beside its text, on one line each; `rule` names where it states it."""
    names = tuple(dict.fromkeys(name for author in authors if (name := one_line(author))))
    words = tuple(dict.fromkeys(word for tag in tags if (word := one_line(tag))))
    fields = {
        "title": one_line(title),
        "authors": names,
        "source": one_line(source),
        "date": one_line(date),
        "language": one_line(language),
        "tags": words,
    }
    return Metadata(
        title=one_line(title) or None,
        authors=names,
        source=one_line(source) or None,
        date_text=one_line(date) or None,
        language=one_line(language) or None,
        evidence=tuple(Evidence(name, rule) for name, value in fields.items() if value),
        tags=words,
    )
