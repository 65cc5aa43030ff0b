"""How postings lie on disk: a codec for Whoosh, whose segments, terms and columns stay its own.

Whoosh writes a posting list as pickled tuples, an object for each document, which makes reading a common word cost
tens of milliseconds. Here a block of postings is three arrays, so that documents and frequencies are read without
touching positions, and a merge copies arrays instead of re-adding postings one by one. What is read is arrays of numpy:
where the commonest words stand is millions of numbers, for which no loop in Python is fast enough.

    block       count, sizes | documents, frequencies (array, deflated) | positions
    positions   of few: an array, deflated
                of many: a byte for each with its distance from the one before in the document, 255 for a longer one;
                the longer ones (array) | number of positions

Numbers are in the byte order of the machine (part of the fingerprint): an index is never carried elsewhere.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterator
from itertools import pairwise
from sys import byteorder
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.formats import Positions
from whoosh.matching import ListMatcher

BLOCK = 2048
"""Postings in a block: positions of one document cost reading those of its block."""

_HEAD = struct.Struct("=IIIBBBB")
"""Postings, bytes of documents and frequencies, bytes of positions, and how many bytes each number of the three has:
of positions, and 0, or of the longer distances, and 1."""

_TYPES: dict[int, str] = {array(code).itemsize: code for code in "BHIQ"}
_DEFLATE_FROM = 64
"""Bytes from which deflating pays."""
_MANY = 64
"""Positions from which they are written as distances: read at once, where inflating takes as long as all the rest."""
_LONG = 255

Numbers = NDArray[np.int64]
"""Always of this width in memory: sums of narrow ones would overflow unnoticed."""


class Postings(NamedTuple):
    """The postings of one word in one segment: documents in order, and how often each has the word."""

    documents: Numbers
    frequencies: Numbers


class Block(NamedTuple):
    """A block of postings with its positions still packed."""

    documents: Numbers
    frequencies: Numbers
    packed: bytes
    itemsize: int
    distances: bool

    def positions(self) -> Numbers:
        """The positions of every document of the block, one after the other, `frequencies` many each."""
        return self.places(np.zeros(len(self.documents), np.int64))

    def places(self, bases: Numbers) -> Numbers:
        """The same, with a number added for each document."""
        if not self.distances:
            return _numbers(_raw(self.packed), self.itemsize) + np.repeat(bases, self.frequencies)
        count = int(self.frequencies.sum())
        steps = _numbers(self.packed[:count], 1)
        steps[steps == _LONG] = _numbers(self.packed[count:], self.itemsize)
        begins = np.cumsum(self.frequencies) - self.frequencies
        sums = np.cumsum(steps)
        sums += np.repeat(bases - sums[begins] + steps[begins], self.frequencies)
        return sums


def _narrow(numbers: array[int]) -> array[int]:
    """The same numbers in the fewest bytes."""
    most = max(numbers)
    size = _size(most)
    return numbers if numbers.itemsize == size else array(_TYPES[size], numbers)


def _pack(raw: bytes) -> bytes:
    """Deflated where that pays; the first byte says which."""
    if len(raw) >= _DEFLATE_FROM:
        deflated = zlib.compress(raw, 1)
        if len(deflated) < len(raw):
            return b"\1" + deflated
    return b"\0" + raw


def _numbers(raw: bytes, itemsize: int) -> Numbers:
    return np.frombuffer(raw, f"u{itemsize}").astype(np.int64)


def _raw(packed: bytes) -> bytes:
    return zlib.decompress(packed[1:]) if packed[0] else packed[1:]


def pack_block(documents: array[int], frequencies: array[int], positions: array[int]) -> bytes:
    """One block as bytes. The positions of each document are in order."""
    if len(positions) == 1:
        return _pack_one(documents[0], positions[0])
    tail, size, distances = _pack_positions(frequencies, positions)
    documents, frequencies = _narrow(documents), _narrow(frequencies)
    head = _pack(documents.tobytes() + frequencies.tobytes())
    sizes = documents.itemsize, frequencies.itemsize, size, distances
    return _HEAD.pack(len(documents), len(head), len(tail), *sizes) + head + tail


def _pack_one(document: int, position: int) -> bytes:
    """The block of a word that stands in one place, as most do."""
    size, places = _size(document), _size(position)
    head = _HEAD.pack(1, size + 2, places + 1, size, 1, places, False)
    return b"%b\0%b\1\0%b" % (head, document.to_bytes(size, byteorder), position.to_bytes(places, byteorder))


def one_place(data: bytes) -> tuple[int, int] | None:
    """Document and position of a word that stands in one place; None for all others, whose blocks say more."""
    count, head_bytes, tail_bytes, size, frequency_size, places, _ = _HEAD.unpack_from(data)
    start = _HEAD.size + 1
    if count != 1 or frequency_size != 1 or tail_bytes != places + 1 or data[start + size] != 1:
        return None
    if len(data) != _HEAD.size + head_bytes + tail_bytes or data[start - 1] or data[start + size + 1]:
        return None
    document, position = data[start : start + size], data[start + size + 2 :]
    return int.from_bytes(document, byteorder), int.from_bytes(position, byteorder)


def _size(most: int) -> int:
    """Bytes of a number."""
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4 if most < 1 << 32 else 8


def _pack_positions(frequencies: array[int], positions: array[int]) -> tuple[bytes, int, bool]:
    """The positions, how many bytes a number of them has, and whether they are distances."""
    if len(positions) < _MANY:
        positions = _narrow(positions)
        return _pack(positions.tobytes()), positions.itemsize, False
    places = np.array(positions, np.int64)
    counts = np.array(frequencies, np.int64)
    begins = np.cumsum(counts) - counts
    steps = np.diff(places, prepend=0)
    steps[begins] = places[begins]
    longer = steps[steps >= _LONG]
    rest = _narrow(array("Q", longer.tobytes())) if len(longer) else array("B")
    return np.minimum(steps, _LONG).astype(np.uint8).tobytes() + rest.tobytes(), rest.itemsize, True


def blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a posting list."""
    at = 0
    while at < len(data):
        count, head_bytes, tail_bytes, *sizes, distances = _HEAD.unpack_from(data, at)
        document_size, frequency_size, position_size = sizes
        at += _HEAD.size
        raw = _raw(data[at : at + head_bytes])
        at += head_bytes
        documents = _numbers(raw[: count * document_size], document_size)
        frequencies = _numbers(raw[count * document_size :], frequency_size)
        if len(documents) != count or len(frequencies) != count:
            raise EOFError("postings are cut short")
        yield Block(documents, frequencies, data[at : at + tail_bytes], position_size, bool(distances))
        at += tail_bytes


def postings(data: bytes) -> Postings:
    """A whole posting list without positions."""
    found = list(blocks(data))
    if len(found) == 1:
        return Postings(found[0].documents, found[0].frequencies)
    return Postings(
        np.concatenate([block.documents for block in found]), np.concatenate([block.frequencies for block in found])
    )


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
        # As W3TermInfo packs it, which takes longer than all the rest for a word that stands in one place: not inlined,
        # weight, documents, no lengths, the highest weight, the first and the last document.
        weight, highest = float(len(positions)), float(max(frequencies))
        info = W3TermInfo._struct.pack(0, weight, len(documents), 0, 0, highest, documents[0], documents[-1])
        extent = _EXTENT.pack(start, self._postfile.tell() - start)
        self._tindex.add(struct.pack("!H", self._fieldid) + word, info + extent)


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
            positions = block.positions().tolist()
            ids.extend(block.documents.tolist())
            weights.extend(map(float, block.frequencies.tolist()))
            for first, last in pairwise([0, *np.cumsum(block.frequencies).tolist()]):
                values.append(format_.encode(positions[first:last]))
        return ListMatcher(ids, weights, values, format_, scorer=scorer, term=term, terminfo=terminfo)
