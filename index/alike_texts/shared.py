"""Passages in the same words: all of the collection, and those of one document."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from index.alike_texts.by_text import ByText, by_date
from index.alike_texts.shingles import places
from index.document import DocumentRow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.catalogue.copied import CopiesReader, PassageRow
    from index.library import Shelf
    from index.rooms import Rooms

_LOOKED_AT: Final = 500
"""Places of a passage that are looked at for its sources."""
_KEPT: Final = 256
"""Documents of which the words are remembered."""


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A run of ten words or more that two texts or more have."""

    number: int
    words: int
    document: DocumentRow
    """The first by date that had it when texts were compared."""
    start: int
    end: int
    """Where it stands there."""
    documents: int
    """In how many texts it stands."""
    sources: tuple[str, ...]
    """Of the first by date first."""
    dated: str | None
    """The first date of any of them."""
    kind: str
    """"" for prose, `quotation`, or the kind of block that it stands in: boilerplate, caption…"""
    text: str
    """On one line, cut where it is long."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands."""

    document: DocumentRow
    start: int
    end: int
    text: str
    copies: int = 0
    """How many other documents have the very same text."""


@dataclass(frozen=True, slots=True)
class Other:
    """A document that has a passage too."""

    document: DocumentRow
    copies: int
    word: int
    """Number of the word at which it begins there."""


@dataclass(frozen=True, slots=True)
class SharedHere:
    """A passage of one document that others have too."""

    start: int
    end: int
    words: int
    kind: str
    others: tuple[Other, ...]
    """By date, the undated last; none of them has more of it."""


class SharedWords:
    """What was found when texts were compared last. For one thread at a time."""

    def __init__(self, rooms: Rooms, shelf: Shelf, kept: CopiesReader) -> None:
        self._shelf, self._kept = shelf, kept
        self._by_text = ByText(rooms, shelf, kept)
        self._rows = kept.passages()
        self._words: OrderedDict[int, tuple[str, NDArray[np.int64]]] = OrderedDict()

    def __len__(self) -> int:
        """How many passages there are, those included that no two documents have any more."""
        return len(self._rows)

    @cached_property
    def _texts(self) -> memoryview:
        return memoryview(self._kept.column("texts")).cast("i")

    @cached_property
    def _starts(self) -> memoryview:
        return memoryview(self._kept.column("starts")).cast("i")

    def passages(self) -> Iterator[SharedPassage]:
        """Every passage, in no order."""
        for number, row in enumerate(self._rows):
            # Of what stands in very many texts, some are enough to name sources; the first by date is known.
            texts = dict.fromkeys([row.text, *self._texts[row.first : min(row.last, row.first + _LOOKED_AT)]])
            rows = [found for text in texts if (found := self._by_text.row(text)) is not None]
            first = self._by_text.row(row.text)
            if len(rows) > 1 and first is not None:
                rows.sort(key=by_date)
                number_of = row.number if row.last - row.first > _LOOKED_AT else len(rows)
                sources = tuple(dict.fromkeys(each.source for each in rows if each.source))
                yield SharedPassage(
                    number, row.words, first, row.start, row.end, number_of, sources, rows[0].date, row.kind, row.shown
                )

    def standing(self, number: int) -> list[Place]:
        """Where a passage stands, by date, the undated last; a text that several documents have once."""
        row = self._rows[number]
        found = [place for at in range(row.first, row.last) if (place := self._place(row, at)) is not None]
        return sorted(found, key=lambda place: (by_date(place.document), place.start))

    def in_document(self, path: str) -> list[SharedHere]:
        """What a document shares, by position; each passage with those that have this much of it and no more."""
        from index.alike_texts.one_document import shared_in

        document = self._shelf.catalogue.document(path)
        if document is None:
            return []
        found = []
        for each in shared_in(self._kept, document):
            others = [
                Other(row, self._by_text.copies(text), word)
                for text, word in each.others
                if (row := self._by_text.row(text)) is not None
            ]
            others.sort(key=lambda other: by_date(other.document))
            if others:
                found.append(SharedHere(each.start, each.end, each.words, each.kind, tuple(others)))
        return found

    def where(self, shared: SharedHere, other: Other) -> Place | None:
        """Where another document has a passage; None where its text has changed meanwhile."""
        return self._at(other.document, other.word, shared.words, other.copies)

    def _place(self, row: PassageRow, at: int) -> Place | None:
        text = self._texts[at]
        document = self._by_text.row(text)
        if document is None:
            return None
        return self._at(document, self._starts[at], row.words, self._by_text.copies(text))

    def _at(self, document: DocumentRow, word: int, words: int, copies: int) -> Place | None:
        known = self._words.get(document.id)
        if known is None:
            stated = self._shelf.catalogue.document_by_id(document.id)
            text = stated.text if stated is not None else ""
            known = self._words[document.id] = text, places(text)
            if len(self._words) > _KEPT:
                self._words.popitem(last=False)
        text, where = known
        if word + words > len(where):
            return None
        start, end = int(where[word][0]), int(where[word + words - 1][1])
        return Place(document, start, end, text[start:end], copies)
