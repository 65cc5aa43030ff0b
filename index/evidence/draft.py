"""A finished draft: what it quotes, who it says speaks, and which numbers and dates it states itself."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.document import Block, Document
from index.errors import UnreadableFile

if TYPE_CHECKING:
    from index.document import Mention
    from index.quotation import Quotation
    from index.understanding.date_values import DateValue
    from index.understanding.figures import Figure

_QUOTED_LINES: Final = re.compile(r"(?:^|(?<=\n))[ ]{0,3}>[^\n]*(?:\n[ ]{0,3}>[^\n]*)*")
_PREFIX: Final = re.compile(r"[ ]{0,3}(?:>[ \t]*)+")
_BY: Final = re.compile(r"\n[ ]{0,3}(?:>[ \t]*)+(?:—|–|―|--)[ \t]*(?P<name>[^\n,(]{2,80}+)[^\n]*+\s*+\Z")
"""The line below a block quote that says who speaks."""
_WORD: Final = re.compile(r"\w")
_OPENING: Final = "\"“”„«»‹›‘'"


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the draft quotes: `text[start:end]`, without marks."""

    start: int
    end: int
    speaker: str | None = None
    """Who the draft says speaks, where it names anybody."""
    entity: str | None = None


@dataclass(frozen=True)
class Draft:
    """A draft as it was read."""

    document: Document

    @property
    def text(self) -> str:
        """Its text."""
        return self.document.text

    @cached_property
    def quotations(self) -> list[Quoted]:
        """Everything between marks and in block quotes, in order; what is quoted within a quotation goes with it."""
        from index.understanding.quotation_marks import find_quoted

        spans: list[tuple[int, int, str | None]] = list(_block_quotes(self.text, self.document.blocks))
        begins = [start for start, _, _ in spans]
        outer = 0
        for quoted in find_quoted(self.text, self.document.blocks):
            start, end = quoted.inside
            at = bisect_right(begins, start) - 1
            in_block_quote = at >= 0 and end <= spans[at][1]
            if end > outer and not in_block_quote:
                outer = end
                spans.append((start, end, None))
        return [self._spoken(*each) for each in sorted(spans, key=lambda each: each[:2])]

    def _spoken(self, start: int, end: int, below: str | None) -> Quoted:
        if below is not None:
            return Quoted(start, end, below)
        from index.evidence.introduced import introduces, subject_of

        text, about = self.text, self.document
        named = introduces(text, start, end, about.metadata.language)
        named = named or subject_of(text, start, end, about.blocks, self._mentions, self._names)
        if named is not None:
            return Quoted(start, end, named.speaker, named.entity)
        said = self._said_in(start, end)
        if said is not None and said.status == "contested":
            said = self._by_its_paragraph(said)
        if said is None or said.status not in ("named", "institution", "pronoun") or not said.speaker:
            return Quoted(start, end)
        return Quoted(start, end, said.speaker, said.entity)

    def _said_in(self, start: int, end: int) -> Quotation | None:
        """The first quotation, by the rules of the ledger, that lies in a stretch."""
        at = bisect_left(self._said, start, key=lambda each: each.start)
        near = [each for each in self._said[max(0, at - 1) : at + 1] if each.start < end and start < each.end]
        return near[0] if near else None

    def _by_its_paragraph(self, said: Quotation) -> Quotation | None:
        """A draft that gives the same words to two people says of each time by whom they are."""
        here = [block for block in self.document.blocks if block.start <= said.start < block.end]
        return next((each for each in self._found(here) if each.start == said.start), None)

    @cached_property
    def figures(self) -> list[Figure]:
        """Its figures, those that it quotes too."""
        from index.understanding.figures import figures_of

        return figures_of(self.text, self.document.blocks, self._mentions, self.document.metadata.language)

    @cached_property
    def dates(self) -> list[DateValue]:
        """Its dates with their values."""
        from index.understanding.anchors import resolved
        from index.understanding.date_forms import stated_dates

        return resolved(stated_dates(self.text, self.document.blocks, self._mentions), self.document.metadata)

    @cached_property
    def _mentions(self) -> list[Mention]:
        from index.understanding.entities import RulesExtractor
        from index.understanding.grouping import group

        document = self.document
        found = RulesExtractor().extract(document.text, document.blocks, document.metadata.language)
        return group(found, document.text)

    @cached_property
    def _said(self) -> list[Quotation]:
        return self._found(self.document.blocks)

    def _found(self, blocks: Sequence[Block]) -> list[Quotation]:
        from index.understanding.quotations import find_quotations

        document = self.document
        return find_quotations(document.text, blocks, self._mentions, document.metadata.language, self._names)

    @cached_property
    def _names(self) -> dict[str, str]:
        from index.understanding.grouping import records

        return {record.id: record.name for record in records(self._mentions, self.text).values()}


def read_draft(file: Path, max_bytes: int) -> Draft:
    """Read a draft: Markdown, or plain text whatever it is called. Raises UnreadableFile."""
    from index.readers import is_supported, read_file
    from index.reading import as_document

    if is_supported(file.name):
        found = read_file(file, max_bytes, follow_links=True)
        return Draft(_plain(as_document(file.name, found.extracted, found.file_sha256, frozenset())))
    from index.readers.opening import read_bytes
    from index.readers.plain.text import read

    data = read_bytes(file, max_bytes, follow_links=True)
    if not data.strip():
        raise UnreadableFile(f"{file}: there is nothing in it")
    return Draft(_plain(as_document(file.name, read(data), hashlib.sha256(data).hexdigest(), frozenset())))


def _plain(document: Document) -> Document:
    """Every block but code, tables and notes is the writer's own prose, wherever in an article it would stand."""
    kept = ("code", "heading", "headline", "table", "note", "quote", "list")
    blocks = tuple(
        block if block.kind in kept else Block(block.start, block.end, "prose", block.rule) for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _block_quotes(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int, str | None]]:
    """Block quotes without the line that says who speaks; one that has marks of its own is what stands in them."""
    code = [(block.start, block.end) for block in blocks if block.kind == "code"]
    for lines in _QUOTED_LINES.finditer(text):
        start, end = lines.span()
        if any(first <= start < last for first, last in code):
            continue
        below = _BY.search(text, start, end)
        if below is not None:
            end = below.start()
        while (prefix := _PREFIX.match(text, start, end)) and prefix.end() > start:
            start = prefix.end()
            while start < end and text[start] == "\n":
                start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] == ">"):
            end -= 1
        if start < end and text[start] not in _OPENING and _WORD.search(text, start, end):
            yield start, end, " ".join(below["name"].split()) if below is not None else None
