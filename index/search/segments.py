"""A segment of a Whoosh index, read in bulk.

The one module, with `codec` and `writer`, that knows what Whoosh keeps to itself: where a term's postings lie, and the
raw bytes of a column. A test compares each with what Whoosh's own readers say.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.reading import SegmentReader

from index.search.codec import ArrayPositions, Block, Postings, blocks, extent, postings
from index.search.tokens import joined, words
from index.search.vocabulary import MARK

FIELDS = ("body", "title")
BLOCKS = "blocks"
"""The field whose words are kinds of blocks, and whose positions say where in the body such blocks begin and end (see
`worded`)."""
KEY = "key"
KEY_COLUMN = NumericColumn("Q")


class WordsField(FieldType):  # type: ignore[misc]
    """A field of folded words with their positions, not stored."""

    def __init__(self) -> None:
        super().__init__(ArrayPositions(), analyzer=None, scorable=True)

    def index(self, value: str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Word, frequency, weight and packed positions, for Whoosh's own writers (ours adds in bulk)."""
        places: dict[str, list[int]] = {}
        for position, word in enumerate(words(value)):
            places.setdefault(word, []).append(position)
        for cut in joined(value):
            places.setdefault(MARK + cut.word, []).append(cut.number)
        for word, where in places.items():
            yield word.encode("utf-8", "surrogatepass"), len(where), float(len(where)), self.format.encode(where)


def schema() -> Any:
    """The fields of an index."""
    return Schema(title=WordsField(), body=WordsField(), blocks=WordsField(), key=COLUMN(KEY_COLUMN))


class SegmentFiles:
    """What never changes of a segment: its postings, keys and lengths. Kept from one generation to the next."""

    def __init__(self, storage: Any, index_schema: Any, segment: Any) -> None:
        self.name: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self.reader: Any = SegmentReader(storage, index_schema, segment)
        self._terms: Any = self.reader._terms

    @cached_property
    def keys(self) -> list[int]:
        """The id of each document by its number in the segment."""
        keys: list[int] = self.ids.tolist()
        return keys

    @cached_property
    def ids(self) -> NDArray[np.uint64]:
        """The same as an array."""
        raw = self._column(KEY, 8).ljust(8 * self.size, b"\0")
        return np.frombuffer(raw, ">u8").astype(np.uint64)

    def lengths(self, field: str) -> NDArray[np.uint8]:
        """How many words each document has in a field, as Whoosh's logarithmic byte (see `byte_to_length`)."""
        return self._lengths[field]

    @cached_property
    def _lengths(self) -> dict[str, NDArray[np.uint8]]:
        raw = {field: self._column(f"_{field}_len", 1).ljust(self.size, b"\0") for field in FIELDS}
        return {field: np.frombuffer(column, np.uint8) for field, column in raw.items()}

    def _column(self, name: str, width: int) -> bytes:
        """The raw bytes of a column; rows at its end that hold the default are not written."""
        if not self.reader._perdoc.has_column(name):
            return b""
        column = self.reader._perdoc.column_reader(name, NumericColumn("Q" if width == 8 else "B"))
        return bytes(column._dbfile.get(column._basepos, column._count * width))

    def data(self, field: str, word: bytes) -> bytes | None:
        """The packed postings of a word, None where no document of the segment has it."""
        table = self._terms._tindex
        for at, size in table.ranges_for_key(self._terms._keycoder(field, word)):
            return self._packed(bytes(table.dbfile.get(at, size)))
        return None

    def _packed(self, info: bytes) -> bytes:
        """The postings that an entry of the terms leads to. Whoosh's own reader of entries may unpickle; this does
        not, and is faster."""
        offset, length = extent(info)
        return bytes(self._terms._postfile.get(offset, length))

    def postings(self, field: str, word: bytes) -> Postings | None:
        """Documents (by number in the segment) and frequencies of a word. Deleted documents are among them."""
        data = self.data(field, word)
        return None if data is None else postings(data)

    def blocks(self, field: str, word: bytes) -> Iterator[Block]:
        """The blocks of a word's postings, for its positions."""
        data = self.data(field, word)
        return blocks(data) if data is not None else iter(())

    def terms(self, field: str) -> Iterator[tuple[bytes, bytes]]:
        """Every word of a field in order with its packed postings."""
        first = self._terms._keycoder(field, b"")
        for key, info in self._terms._tindex.items_from(first):
            key = bytes(key)
            if key[: len(first)] != first:
                return
            yield key[len(first) :], self._packed(bytes(info))

    def lexicon(self) -> Iterator[tuple[str, int]]:
        """Every word of the texts and titles with the number of its documents; a word of both comes twice."""
        for (field, word), info in self._terms.items():
            if field in FIELDS:
                yield bytes(word).decode("utf-8", "surrogatepass"), info.doc_frequency()

    def close(self) -> None:
        self.reader.close()


class Segment:
    """A segment as one generation has it: its files, and which of its documents are deleted."""

    def __init__(self, files: SegmentFiles, deleted: frozenset[int]) -> None:
        self.files = files
        self.deleted = deleted

    @cached_property
    def kept(self) -> NDArray[np.bool_]:
        """Of each document by its number, whether it is not deleted."""
        kept = np.ones(self.files.size, np.bool_)
        kept[list(self.deleted)] = False
        return kept

    @property
    def live(self) -> int:
        """Documents that are not deleted."""
        return self.files.size - len(self.deleted)

    def live_keys(self) -> list[int]:
        """Ids of the documents that are not deleted."""
        if not self.deleted:
            return self.files.keys
        return [key for number, key in enumerate(self.files.keys) if number not in self.deleted]
