"""The documents in which quotations are looked for. What was written from them is none: drafts, dossiers, exports."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from index.evidence.levelled import Levelled
from index.search.tokens import words

if TYPE_CHECKING:
    from index.document import Document
    from index.events import Cancelled
    from index.library import Shelf

MARKER: Final = "glossator:dossier"
"""Stands in every dossier that is written out, so that it is known again wherever it lies."""
_MADE_HERE: Final = re.compile(
    r"glossator:(?:dossier|export|draft|Memo)\b"
    r"|@context\"?:[^\n]{0,80}ns/anno\.jsonld"
    r"|urn:x-glossator:"
    r"|^— (?:memo · |[^\n]*\bcharacters \d+–\d+)",
    re.MULTILINE,
)
"""Web Annotations, as they are and as rows of a table; those for Hypothesis; our pages of Markdown; memos."""
_HEAD: Final = 20_000
"""Characters of a document in which such a sign is looked for."""
_PHRASE: Final = 8
_RARE: Final = 8
_ALIKE: Final = 12
_KEPT: Final = 8_000_000
"""Characters of levelled texts that are kept."""


@dataclass(frozen=True)
class Source:
    """A document in which quotations are looked for."""

    document: Document

    @property
    def path(self) -> str:
        """Its path in the collection."""
        return self.document.path

    @cached_property
    def levelled(self) -> Levelled:
        """Its text."""
        return Levelled(self.document.text)

    @cached_property
    def is_source(self) -> bool:
        """False for what this program wrote out itself, or is marked as a draft."""
        document = self.document
        tagged = any(map(_MADE_HERE.search, document.metadata.tags))
        return not tagged and _MADE_HERE.search(document.text, 0, _HEAD) is None


class Sources(Protocol):
    """Finds documents that may hold a quotation."""

    def holding(self, quoted: str, only: Collection[int] | None = None) -> list[Source]:
        """Documents that have these words one behind the other, by path."""

    def alike(self, quoted: str, only: Collection[int] | None = None) -> list[Source]:
        """Documents that share its rarest words, the best first."""


class IndexedSources:
    """Asks the index. For one thread."""

    def __init__(self, shelf: Shelf, apart: Collection[str], cancelled: Cancelled | None = None) -> None:
        """`apart`: paths that are no sources."""
        self._shelf = shelf
        self._apart = frozenset(apart)
        self._cancelled = cancelled
        self._kept: OrderedDict[int, Source | None] = OrderedDict()
        self._size = 0

    def holding(self, quoted: str, only: Collection[int] | None = None) -> list[Source]:
        """Documents that have these words one behind the other, by path; at most a few dozen of them."""
        from index.search.query import Phrase, Word

        found = words(quoted)
        if not found:
            return []
        first = self._telling(found)
        atoms = tuple(Word(word, exact=True) for word in found[first : first + _PHRASE])
        numbers = self._numbers(Phrase(atoms) if len(atoms) > 1 else atoms[0], only, 4 * _ALIKE)
        return sorted(self._read(numbers), key=lambda source: source.path)

    def alike(self, quoted: str, only: Collection[int] | None = None) -> list[Source]:
        """Documents that share its rarest words, those of its first half and those of its second."""
        from index.search.query import Or, Word

        found = words(quoted)
        middle = len(found) // 2 if len(found) > _RARE else len(found)
        numbers: dict[int, None] = {}
        for part in (found[:middle], found[middle:]):
            known = sorted((count, word) for word in set(part) if (count := self._count(word)))
            atoms = tuple(Word(word, exact=True) for _, word in known[:_RARE])
            if atoms:
                node = Or(atoms) if len(atoms) > 1 else atoms[0]
                numbers.update(dict.fromkeys(self._numbers(node, only, _ALIKE)))
        return self._read(numbers)

    def _numbers(self, node: object, only: Collection[int] | None, limit: int) -> list[int]:
        shelf = self._shelf
        ranked = shelf.engine.search(
            node,  # type: ignore[arg-type]
            restrict=only,
            languages=shelf.languages,
            ties=shelf.catalogue.listed.places,
            limit=limit,
            cancelled=self._cancelled,
        )
        return [number for number, _ in ranked.hits]

    def _telling(self, found: Sequence[str]) -> int:
        """Where the stretch begins whose words are rarest: a common one costs time and tells nothing."""
        counts = [self._count(word) for word in found]
        starts = range(max(1, len(found) - _PHRASE + 1))
        return min(starts, key=lambda at: sum(sorted(counts[at : at + _PHRASE])[:3]))

    def _count(self, word: str) -> int:
        vocabulary = self._shelf.engine.vocabulary
        at = bisect_left(vocabulary.words, word)
        return vocabulary.counts[at] if at < len(vocabulary.words) and vocabulary.words[at] == word else 0

    def _read(self, numbers: Iterable[int]) -> list[Source]:
        return [source for number in numbers if (source := self._source(number)) is not None]

    def _source(self, number: int) -> Source | None:
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        document = self._shelf.catalogue.document_by_id(number)
        source = Source(document) if document is not None and document.path not in self._apart else None
        if source is not None and not source.is_source:
            source = None
        self._kept[number] = source
        self._size += len(source.document.text) if source is not None else 0
        while self._size > _KEPT and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.document.text) if gone is not None else 0
        return source
