"""Words that several say: what one takes from another, and what is a way of speaking."""

from __future__ import annotations

import pytest

from index.asking.echoes import MOST_SPEAKERS, Echo, Place, SharedWords
from index.document import DocumentRow
from index.quotation import Quotation, Said


def said(number: int) -> Said:
    row = DocumentRow(number, f"{number:03}.txt", None, (), None, None, 1, False, 1)
    quotation = Quotation(0, 30, "direct", "named", "test", 1.0, 0, f"Speaker{number}", f"person:speaker{number}")
    return Said(row, quotation, "I would like to thank you all")


@pytest.mark.parametrize(("speakers", "told"), [(2, True), (MOST_SPEAKERS, True), (MOST_SPEAKERS + 1, False)])
def test_what_very_many_say_is_nobodys_words(speakers: int, told: bool) -> None:
    some = [said(number) for number in range(speakers)]
    shared, found = SharedWords(some), dict[Place, Echo]()
    for steps in (shared.build(), shared.compare({each.place: each for each in some}, found)):
        assert len(list(steps)) > 0
    others = tuple(f"Speaker{number}" for number in range(1, speakers))
    assert found.get(some[0].place) == (Echo(others, speakers - 1) if told else None)
