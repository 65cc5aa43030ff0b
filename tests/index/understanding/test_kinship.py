"""Versions of one text are told from texts that share a few lines."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from index.understanding.kinship import are_versions, hold_apart, sketch_of

FOOT = " All rights reserved. The Courier, Quay Street 4, printed by the harbour press since 1871. Write to us at noon."


def text(seed: int, words: int = 200) -> str:
    dice = Random(seed)
    return " ".join(f"word{dice.randrange(5_000)}" for _ in range(words))


def changed(words: str, seed: int, share: float) -> str:
    dice = Random(seed)
    return " ".join(f"other{dice.randrange(99)}" if dice.random() < share else word for word in words.split())


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_versions_are_told_and_texts_with_one_foot_are_not(seed: int) -> None:
    one, other = text(seed) + FOOT, text(seed + 1) + FOOT
    assert are_versions(sketch_of(one), sketch_of(changed(one, seed, 0.02)))
    assert are_versions(sketch_of(one), sketch_of(one.upper() + "\n" + "one more line"))
    assert not are_versions(sketch_of(one), sketch_of(other))


def test_only_texts_apart_are_counted() -> None:
    versions = [sketch_of(changed(text(1), seed, 0.02)) for seed in range(8)]
    assert not hold_apart(versions, 2) and not hold_apart([*versions, sketch_of(text(2))], 3)
    assert hold_apart([*versions, sketch_of(text(2)), sketch_of(text(3))], 3)
    assert hold_apart([b"", b"", b""], 3), "of what has no sketch nothing is known"
