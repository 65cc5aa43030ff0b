"""What is marked in a text, and the painting of one row from it.

Each source of marks is a layer of its own: entities, annotations, matches. Replacing one touches no other. A row is
painted by asking every layer for what falls into it, which costs the same in a text with ten marks or a million.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

_CHUNK = 64


class LayerSpan(NamedTuple):
    """A marked stretch of text and the name it is marked with."""

    start: int
    end: int
    name: str


class Layer:
    """Marks of one source, by position. They may overlap and nest."""

    def __init__(self, spans: Sequence[tuple[int, int, str]] = ()) -> None:
        ordered = sorted(span for span in spans if span[0] < span[1])
        self._starts = array("Q", [span[0] for span in ordered])
        self._ends = array("Q", [span[1] for span in ordered])
        self.names: list[str] = []
        """The names that occur, by their number."""
        numbers: dict[str, int] = {}
        self._names = array("L", [numbers.setdefault(span[2], len(numbers)) for span in ordered])
        self.names.extend(numbers)
        # With the furthest end so far, spans that reach into a row can be bisected although they nest; the furthest
        # end of each chunk keeps one span over the whole text from making every row walk through all before it.
        self._reach = array("Q", accumulate(self._ends, max))
        self._chunk_reach = [max(self._ends[at : at + _CHUNK]) for at in range(0, len(self._ends), _CHUNK)]

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, index: int) -> LayerSpan:
        return LayerSpan(self._starts[index], self._ends[index], self.names[self._names[index]])

    def __iter__(self) -> Iterator[LayerSpan]:
        return (self[index] for index in range(len(self)))

    def indexes(self, start: int, end: int) -> Iterator[int]:
        """Numbers of the spans that share a character with [start, end)."""
        stop = bisect_left(self._starts, end)
        at = bisect_right(self._reach, start)
        while at < stop:
            if at % _CHUNK == 0 and self._chunk_reach[at // _CHUNK] <= start:
                at += _CHUNK
                continue
            if self._ends[at] > start:
                yield at
            at += 1

    def within(self, start: int, end: int) -> list[LayerSpan]:
        """The spans that share a character with [start, end)."""
        return [self[index] for index in self.indexes(start, end)]

    def at(self, offset: int) -> list[LayerSpan]:
        """The spans over a character, innermost first."""
        return sorted(self.within(offset, offset + 1), key=lambda span: (span.end - span.start, -span.start))

    def next_after(self, offset: int, names: frozenset[str] | None = None) -> LayerSpan | None:
        """The first span that starts behind an offset."""
        index = bisect_right(self._starts, offset)
        while index < len(self) and not self._is_named(index, names):
            index += 1
        return self[index] if index < len(self) else None

    def previous_before(self, offset: int, names: frozenset[str] | None = None) -> LayerSpan | None:
        """The last span that starts before an offset."""
        index = bisect_left(self._starts, offset) - 1
        while index >= 0 and not self._is_named(index, names):
            index -= 1
        return self[index] if index >= 0 else None

    def count_between(self, start: int, end: int) -> int:
        """How many spans start in [start, end)."""
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def _is_named(self, index: int, names: frozenset[str] | None) -> bool:
        return names is None or self.names[self._names[index]] in names

    def mark(self, marks: list[int], start: int, end: int, bits: Sequence[int]) -> None:
        """Add the bit of each span's name to the characters of [start, end) that it covers."""
        for index in self.indexes(start, end):
            bit = bits[self._names[index]]
            if bit:
                for at in range(max(self._starts[index], start) - start, min(self._ends[index], end) - start):
                    marks[at] |= bit


class Run(NamedTuple):
    """A stretch of a row that is drawn in one style. `mask` is a set of bits, see `Highlights.styles_of`."""

    start: int
    end: int
    mask: int


StyleName = Callable[[str, str], str | None]
"""(layer, name of a span) -> name of the style it is drawn in; None where it is not drawn."""


class Highlights:
    """The layers of one text."""

    def __init__(self, style_name: StyleName) -> None:
        self._style_name = style_name
        self._layers: dict[str, Layer] = {}
        self._bits: dict[str, int] = {}
        self._layer_bits: dict[str, list[int]] = {}
        self.revision = 0
        """Goes up whenever a layer is replaced, for those who keep what they painted."""

    def layer(self, name: str) -> Layer:
        """The layer of that name, empty if nothing was put there."""
        return self._layers.get(name) or _EMPTY

    def set(self, name: str, spans: Sequence[tuple[int, int, str]]) -> None:
        """Replace a layer."""
        layer = Layer(spans)
        self._layers[name] = layer
        self._layer_bits[name] = [self.bit(self._style_name(name, span_name)) for span_name in layer.names]
        self.revision += 1

    def clear(self, name: str | None = None) -> None:
        """Empty one layer, or all."""
        for gone in [name] if name is not None else list(self._layers):
            self._layers.pop(gone, None)
            self._layer_bits.pop(gone, None)
        self.revision += 1

    def bit(self, style: str | None) -> int:
        """The bit that stands for a style; 0 for none."""
        if style is None:
            return 0
        return self._bits.setdefault(style, 1 << len(self._bits))

    def styles_of(self, mask: int) -> frozenset[str]:
        """The styles whose bits are in a mask."""
        return frozenset(style for style, bit in self._bits.items() if mask & bit)

    def paint(self, start: int, end: int, extra: Sequence[tuple[int, int, str]] = ()) -> list[Run]:
        """Cut [start, end) into runs of one style. `extra`: spans that change with every key, and their styles."""
        marks = [0] * (end - start)
        for name, layer in self._layers.items():
            bits = self._layer_bits[name]
            if any(bits):
                layer.mark(marks, start, end, bits)
        for first, last, style in extra:
            bit = self.bit(style)
            for at in range(max(first, start) - start, min(last, end) - start):
                marks[at] |= bit
        runs, at = [], start
        for mask, group in groupby(marks):
            length = sum(1 for _ in group)
            runs.append(Run(at, at + length, mask))
            at += length
        return runs


_EMPTY = Layer()
