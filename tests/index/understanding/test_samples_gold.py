"""The shipped extractors against what was read by hand in samples/: names, clusters and structure, with floors.

Quotations, dates and figures have their floors in tests of their own.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bench._samples import Samples

ROOT = Path(__file__).parents[3]
FLOORS = {
    "mentions": 88.0,
    "person": 95.0,
    "org": 75.0,
    "place": 87.5,
    "b_cubed": 95.5,
    "b_cubed_all": 83.5,
    "kinds": 91.0,
    "boilerplate": 72.0,
    "titles": 100.0,
}


@pytest.fixture(scope="module")
def samples() -> Samples:
    sys.path.insert(0, str(ROOT))
    try:
        from bench._samples import Samples
    finally:
        sys.path.remove(str(ROOT))
    return Samples()


def test_every_mention_of_the_gold_stands_in_its_text(samples: Samples) -> None:
    from bench._samples import rows

    for row in rows("samples_mentions.jsonl"):
        text = samples.read[row["document"]].document.text
        assert text[row["start"] : row["start"] + len(row["text"])] == row["text"], row


def test_names_clusters_and_structure(samples: Samples) -> None:
    scores = {**samples.names(), **samples.structure()}
    assert {name: score for name, score in scores.items() if score < FLOORS[name]} == {}


def test_b_cubed() -> None:
    from bench._clusters import b_cubed, over_all

    gold = {1: "a", 2: "a", 3: "b"}
    assert b_cubed(gold, gold) == over_all(gold, gold) == pytest.approx(100)
    # All in one: precision (2/3 + 2/3 + 1/3) / 3 = 5/9, recall 1.
    assert b_cubed(gold, dict.fromkeys(gold, "x")) == pytest.approx(100 * 2 * (5 / 9) / (5 / 9 + 1))
    # One missed: recall (1/2 + 1) / 3 = 1/2 over all, precision 1.
    assert over_all(gold, {1: "x", 3: "y"}) == pytest.approx(100 * 2 * 0.5 / 1.5)
