"""B-cubed: how far clusters of mentions agree with those of a gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping


def b_cubed(gold: Mapping[Hashable, Hashable], found: Mapping[Hashable, Hashable]) -> float:
    """F1 in percent, over the mentions that both have. Each maps a mention to its cluster."""
    both = gold.keys() & found.keys()
    if not both:
        return 0.0
    theirs = Counter(gold[mention] for mention in both)
    ours = Counter(found[mention] for mention in both)
    shared = Counter((gold[mention], found[mention]) for mention in both)
    precision = sum(shared[gold[m], found[m]] / ours[found[m]] for m in both) / len(both)
    recall = sum(shared[gold[m], found[m]] / theirs[gold[m]] for m in both) / len(both)
    return 200 * precision * recall / (precision + recall)


def over_all(gold: Mapping[Hashable, Hashable], found: Mapping[Hashable, Hashable]) -> float:
    """The same where a mention that only one of the two has counts as wrong: F1 in percent, end to end."""
    theirs, ours = Counter(gold.values()), Counter(found.values())
    both = gold.keys() & found.keys()
    shared = Counter((gold[mention], found[mention]) for mention in both)
    precision = sum(shared[gold[m], found[m]] / ours[found[m]] for m in both) / max(1, len(found))
    recall = sum(shared[gold[m], found[m]] / theirs[gold[m]] for m in both) / max(1, len(gold))
    return 200 * precision * recall / max(1e-9, precision + recall)


def f1(right: int, gold: int, found: int) -> float:
    """F1 in percent of what is right, of what there is, and of what was found."""
    return 200 * right / max(1, gold + found)
