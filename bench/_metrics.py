"""How good a ranking is, by the book: relevance is binary, a ranking is document ids, best first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from math import log2


def ndcg(ranking: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """Discounted cumulative gain of the first `depth`, over that of the best ranking there could be (0 to 1)."""
    gain = sum(1 / log2(place + 1) for place, id in enumerate(ranking[:depth], 1) if id in relevant)
    best = sum(1 / log2(place + 1) for place in range(1, min(depth, len(relevant)) + 1))
    return gain / best if best else 0.0


def average_precision(ranking: Sequence[str], relevant: Collection[str]) -> float:
    """Mean of the precision at the place of each relevant document; one that was not found counts 0."""
    found, total = 0, 0.0
    for place, id in enumerate(ranking, 1):
        if id in relevant:
            found += 1
            total += found / place
    return total / len(relevant) if relevant else 0.0


def recall(ranking: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """How much of what is relevant is among the first `depth`."""
    return len(set(ranking[:depth]).intersection(relevant)) / len(relevant) if relevant else 0.0


def mean(values: Iterable[float]) -> float:
    """The mean; 0 of nothing."""
    held = list(values)
    return sum(held) / len(held) if held else 0.0
