"""The disagreements that are planted in samples/: those that the rules are made for are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.facts.table import table

PLANTED = {
    "people dead": {"31", "47"},
    "people aboard": {"118", "143 personnes"},
    "euros: Fund": {"€4.2 million", "€6.8 million"},
    "minutes: call": {"41 minutes", "96 minutes"},
    "age of Aubrey": {"19", "22"},
    "opened: Aldous Renk boom": {"August 31", "1 September"},
    "boats": {"34 vessels", "more than 50 boats"},
}


@pytest.mark.slow
def test_planted_disagreements_are_found(samples: Path, homes: object) -> None:
    collection = Collection.open(samples, load_settings(None).settings)
    try:
        collection.update()
        reading = collection.ledgers.facts()
        for _ in reading.count():
            pass
        rows = {row.label: row for row in table(reading.counted()).shared()}
        for label, words in PLANTED.items():
            assert label in rows, (label, sorted(rows))
            assert rows[label].conflict and words <= {cell.words for cell in rows[label].cells}
        assert len([row for row in rows.values() if row.conflict]) == len(PLANTED), "and no other row is in conflict"
    finally:
        collection.close()
