"""How postings lie on disk: a codec for Whoosh, whose segments, terms and columns stay its own.

Whoosh writes a posting list as pickled tuples, an object for each document, which makes reading a common word cost
tens of milliseconds. Here a block of postings is three arrays, so that documents and frequencies are read without
touching positions, and a merge copies arrays instead of re-adding postings one by one:

    block   count, flags, sizes | documents, frequencies (array, deflated) | positions (array, deflated)

Numbers are in the byte order of the machine (part of the fingerprint): an index is never carried elsewhere.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.formats import Positions
from whoosh.matching import ListMatcher

BLOCK = 2048
"""Postings in a block: positions of one document cost reading those of its block."""

_HEAD = struct.Struct("=IIIBBB")
"""Postings, bytes of documents and frequencies, bytes of positions, and how many bytes each number of the three has."""

_TYPES: dict[int, str] = {array(code).itemsize: code for code in "BHIQ"}
_DEFLATE_FROM = 64
"""Bytes from which deflating pays."""


class Postings(NamedTuple):
    """The postings of one word in one segment: documents in order, and how often each has the word."""

    documents: array[int]
    frequencies: array[int]


class Block(NamedTuple):
    """A block of postings with its positions still packed."""

    documents: array[int]
    frequencies: array[int]
    packed: bytes
    itemsize: int

    def positions(self) -> array[int]:
        """The positions of every document of the block, one after the other, `frequencies` many each."""
        return _unpack(self.packed, self.itemsize)

    def starts(self) -> list[int]:
        """Where the positions of each document begin."""
        return [0, *accumulate(self.frequencies)]


def _narrow(numbers: array[int]) -> array[int]:
    """The same numbers in the fewest bytes."""
    most = max(numbers)
    size = 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4 if most < 1 << 32 else 8
    return numbers if numbers.itemsize == size else array(_TYPES[size], numbers)


def _pack(raw: bytes) -> bytes:
    """Deflated where that pays; the first byte says which."""
    if len(raw) >= _DEFLATE_FROM:
        deflated = zlib.compress(raw, 1)
        if len(deflated) < len(raw):
            return b"\1" + deflated
    return b"\0" + raw


def _unpack(packed: bytes, itemsize: int) -> array[int]:
    numbers = array(_TYPES[itemsize])
    numbers.frombytes(_raw(packed))
    return numbers


def _raw(packed: bytes) -> bytes:
    return zlib.decompress(packed[1:]) if packed[0] else packed[1:]


def pack_block(documents: array[int], frequencies: array[int], positions: array[int]) -> bytes:
    """One block as bytes."""
    documents, frequencies, positions = _narrow(documents), _narrow(frequencies), _narrow(positions)
    head = _pack(documents.tobytes() + frequencies.tobytes())
    tail = _pack(positions.tobytes())
    sizes = documents.itemsize, frequencies.itemsize, positions.itemsize
    return _HEAD.pack(len(documents), len(head), len(tail), *sizes) + head + tail


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a posting list."""
    at = 0
    while at < len(data):
        count, head_bytes, tail_bytes, document_size, frequency_size, position_size = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        raw = _raw(data[at : at + head_bytes])
        at += head_bytes
        documents, frequencies = array(_TYPES[document_size]), array(_TYPES[frequency_size])
        documents.frombytes(raw[: count * document_size])
        frequencies.frombytes(raw[count * document_size :])
        if len(documents) != count or len(frequencies) != count:
            raise EOFError("postings are cut short")
        yield Block(documents, frequencies, data[at : at + tail_bytes], position_size)
        at += tail_bytes


def postings(data: bytes) -> Postings:
    """A whole posting list without positions."""
    found = list(blocks(data))
    if len(found) == 1:
        return Postings(found[0].documents, found[0].frequencies)
    documents, frequencies = array("I"), array("I")
    for block in found:
        documents.extend(iter(block.documents))
        frequencies.extend(iter(block.frequencies))
    return Postings(documents, frequencies)


_EXTENT = struct.Struct("!qi")


def extent(info: bytes) -> tuple[int, int]:
    """Where the postings of a term lie, from its entry as Whoosh packs it (the first byte says: not in the entry)."""
    if info[0]:
        raise EOFError("postings are not where this codec writes them")
    offset, length = _EXTENT.unpack_from(info, W3TermInfo._struct.size)
    return offset, length


class ArrayPositions(Positions):  # type: ignore[misc]
    """Positions of a posting as an array of numbers instead of a pickle. Used where Whoosh itself reads postings."""

    def encode(self, positions: list[int]) -> bytes:
        return array("I", positions).tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        return array("I", value).tolist()

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // array("I").itemsize

    def combine(self, values: list[bytes]) -> bytes:
        return self.encode(sorted({position for value in values for position in self.decode_positions(value)}))


class ArrayFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes terms as Whoosh does, and whole posting lists at once."""

    def write_term(self, word: bytes, documents: array[int], frequencies: array[int], positions: array[int]) -> None:
        """The postings of one term of the field begun last. Terms must come in order."""
        start = self._postfile.tell()
        at = 0
        for first in range(0, len(documents), BLOCK):
            counts = frequencies[first : first + BLOCK]
            size = sum(counts)
            self._postfile.write(pack_block(documents[first : first + BLOCK], counts, positions[at : at + size]))
            at += size
        info = W3TermInfo(
            weight=float(len(positions)),
            df=len(documents),
            maxweight=float(max(frequencies)),
            minid=documents[0],
            maxid=documents[-1],
        )
        info.set_extent(start, self._postfile.tell() - start)
        self._tindex.add(struct.pack("!H", self._fieldid) + word, info.to_bytes())


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with posting lists as above. Segments name it, so the class must not move without a rebuild."""

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        return ArrayFieldWriter(self, storage, segment)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        """A matcher for Whoosh's own searchers and checks; what answers queries reads blocks itself."""
        offset, length = terminfo.extent()
        if isinstance(length, tuple):  # as Whoosh 2.7.4 reads it back, which its own readers never use
            (length,) = length
        ids: list[int] = []
        weights: list[float] = []
        values: list[bytes] = []
        for block in blocks(bytes(dbfile.get(offset, length))):
            positions, starts = block.positions(), block.starts()
            ids.extend(block.documents)
            weights.extend(map(float, block.frequencies))
            for first, last in pairwise(starts):
                values.append(format_.encode(positions[first:last].tolist()))
        return ListMatcher(ids, weights, values, format_, scorer=scorer, term=term, terminfo=terminfo)
