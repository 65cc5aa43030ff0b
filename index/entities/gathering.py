"""Gathering the page of an entity, one document after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.document import DocumentRow, Mention, Span
from index.entities.profile import Head, MentionLine, Piece, Profile, SaidLine, Within
from index.errors import Cancelled
from index.sentences import sentence_around

if TYPE_CHECKING:
    from index.catalogue.profiled import Analysed
    from index.catalogue.reader import CatalogueReader
    from index.document import Block
    from index.entities.naming import Naming
    from index.events import Cancelled as Asked
    from index.quotation import Quotation

_FIRST: Final = 16
_AT_ONCE: Final = 128
"""Documents that are asked for at a time."""
_LONGEST: Final = 2000
"""Letters that are kept of a quotation."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose page it is."""

    id: str
    beside: str | None = None
    """Only where this one stands too,"""
    within: Within = "document"
    """so near."""


class Gathering:
    """Counts while one goes through it, once. For one thread."""

    notices: tuple[str, ...] = ()

    def __init__(
        self,
        wanted: Wanted,
        head: Head | None,
        whole_head: Callable[[Head], Head],
        numbers: Sequence[int],
        rows: Callable[[Sequence[int]], Sequence[DocumentRow]],
        naming: Naming,
        catalogue: CatalogueReader,
        cancelled: Asked | None,
    ) -> None:
        """`head`: what of it costs nothing; `whole_head` is asked once the first documents are there to be shown."""
        self.documents = len(numbers)
        """How many are to be looked at."""
        self._wanted = wanted
        self._head = head
        self._whole_head = whole_head
        self._numbers = numbers
        self._rows = rows
        self._naming = naming
        self._catalogue = catalogue
        self._cancelled = cancelled
        self._pieces: list[Piece] = []
        self._rules: Counter[str] = Counter()
        self._near: dict[Within, Counter[str]] = {"sentence": Counter(), "paragraph": Counter(), "document": Counter()}
        self._looked_at = 0

    def count(self) -> Iterator[int]:
        """Look at one document after the other; says how many were. Raises Cancelled."""
        size = _FIRST
        for at in _steps(len(self._numbers)):
            part, size = self._numbers[at : at + size], _AT_ONCE
            rows = {row.id: row for row in self._rows(part)}
            for found in self._catalogue.profiled.documents(part):
                if self._cancelled is not None and self._cancelled():
                    raise Cancelled("given up")
                if found.number in rows:
                    self._take(rows[found.number], found)
                self._looked_at += 1
                if at:
                    yield self._looked_at
            if at == 0 and self._head is not None:
                # Whoever asks now is shown all of the first part; then comes what takes longer.
                yield self._looked_at
                self._head = self._whole_head(self._head)
                yield self._looked_at

    def counted(self) -> Profile:
        """What was gathered by now."""
        near = self._near
        return Profile(
            self._head,
            tuple(self._pieces),
            dict(self._rules),
            dict(near["sentence"]),
            dict(near["paragraph"]),
            dict(near["document"]),
            self._looked_at,
            self._catalogue.count(),
        )

    def _take(self, row: DocumentRow, found: Analysed) -> None:
        id = self._wanted.id
        all_of_it = self._naming.passages.decided(row.path, found.mentions)
        mentions = self._naming.decided(all_of_it, lambda: found.text)
        own = [mention for mention in mentions if id in (mention.entity, f"date:{mention.value}")]
        if not own:
            return
        page = _Page(found.text, found.blocks, mentions, id)
        others = [page.near(mention) for mention in own]
        kept = own
        if self._wanted.beside is not None:
            at = {"sentence": 1, "paragraph": 2, "document": 3}[self._wanted.within]
            kept = [one for one, near in zip(own, others, strict=True) if self._wanted.beside in near[at]]
        sentences = {one.start: near[0] for one, near in zip(own, others, strict=True)}
        self._near["sentence"].update(_once((near[0], near[1]) for near in others))
        self._near["paragraph"].update(
            _once(((page.block_at(one.start), n[2]) for one, n in zip(own, others, strict=True)))
        )
        self._near["document"].update(page.others)
        self._rules.update(mention.rule for mention in kept)
        by, about = self._said(row, found, all_of_it, own)
        lines = tuple(_mention_line(row, found.text, one, sentences[one.start]) for one in kept)
        if lines or by or about:
            self._pieces.append(Piece(row, lines, by, about))

    def _said(
        self, row: DocumentRow, found: Analysed, all_of_it: list[Mention], own: Sequence[Mention]
    ) -> tuple[tuple[SaidLine, ...], tuple[SaidLine, ...]]:
        """Quotations by the entity, and those by others that name it."""
        if self._wanted.beside is not None:
            return (), ()
        by, about, text = [], [], found.text
        starts = [mention.start for mention in own]
        blocks = found.blocks

        def everybody() -> list[Mention]:
            return self._naming.decided(all_of_it, lambda: text, hidden=True)

        for quotation in self._naming.speaking.decided(row.path, found.quotations, everybody):
            low, high = bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)
            names = tuple(
                Span(one.start - quotation.start, one.end - quotation.start)
                for one in own[low:high]
                if one.end <= quotation.end
            )
            if self._wanted.id in (quotation.entity, *(reading.entity for reading in quotation.readings)):
                by.append(_said_line(row, text, blocks, quotation, names))
            elif names:
                about.append(_said_line(row, text, blocks, quotation, names))
        return tuple(by), tuple(about)


def _steps(number: int) -> Iterator[int]:
    """Where the parts begin: a small one, so that there is soon something to show, then large ones."""
    yield 0
    yield from range(_FIRST, number, _AT_ONCE)


Near = tuple[Span, frozenset[str], frozenset[str], frozenset[str]]
"""The sentence of a mention; who else stands in it, in its paragraph, in the document."""


class _Page:
    """A document in which it is looked who stands where."""

    def __init__(self, text: str, blocks: Sequence[Block], mentions: Sequence[Mention], id: str) -> None:
        self._text = text
        self._blocks = blocks
        self._block_starts = [block.start for block in blocks]
        named = [mention for mention in mentions if mention.entity is not None and mention.entity != id]
        self._starts = [mention.start for mention in named]
        self._names = [mention.entity or "" for mention in named]
        self.others = frozenset(self._names)
        self._last: Near | None = None
        self._paragraphs: dict[int, frozenset[str]] = {}

    def block_at(self, at: int) -> Span:
        """The paragraph that a place lies in."""
        number = bisect_right(self._block_starts, at) - 1
        if number >= 0 and at < self._blocks[number].end:
            return Span(self._blocks[number].start, self._blocks[number].end)
        return Span(0, len(self._text)) if not self._blocks else Span(at, at)

    def near(self, mention: Mention) -> Near:
        """Who stands near a mention. Mentions are asked for in order of position."""
        last = self._last
        if last is not None and mention.end <= last[0].end:
            return last
        block = self.block_at(mention.start)
        around = Span(min(block.start, mention.start), max(block.end, mention.end))
        sentence = sentence_around(self._text, Span(mention.start, mention.end), around)
        paragraph = self._paragraphs.get(block.start)
        if paragraph is None:
            paragraph = self._paragraphs[block.start] = self._within(block)
        self._last = (sentence, self._within(sentence), paragraph, self.others)
        return self._last

    def _within(self, span: Span) -> frozenset[str]:
        return frozenset(self._names[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)])


def _once(near: Iterator[tuple[Span, frozenset[str]]]) -> Iterator[str]:
    """Each name once for each stretch that it stands in, however often the entity stands there."""
    seen: set[Span] = set()
    for stretch, names in near:
        if stretch not in seen:
            seen.add(stretch)
            yield from names


def _mention_line(row: DocumentRow, text: str, mention: Mention, sentence: Span) -> MentionLine:
    start, end = mention.start, mention.end
    return MentionLine(
        row,
        len(text),
        start,
        end,
        text[sentence.start : start],
        text[start:end],
        text[end : sentence.end],
        mention.rule,
    )


def _said_line(
    row: DocumentRow, text: str, blocks: Sequence[Block], quotation: Quotation, names: tuple[Span, ...]
) -> SaidLine:
    start, end = quotation.start, min(quotation.end, quotation.start + _LONGEST)
    number = bisect_right(blocks, start, key=lambda block: block.start) - 1
    low, high = (blocks[number].start, blocks[number].end) if number >= 0 else (0, len(text))
    sentence = sentence_around(text, Span(start, end), Span(min(low, start), max(high, end)))
    return SaidLine(
        row,
        len(text),
        start,
        end,
        text[sentence.start : start],
        text[start:end],
        text[end : sentence.end],
        quotation.speaker,
        quotation.status,
        quotation.rule,
        tuple(name for name in names if name.end <= end - start),
    )
