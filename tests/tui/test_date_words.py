"""Dates in words."""

from __future__ import annotations

import pytest

from index.understanding.date_values import Anchor, DateValue
from tui.session.ledgers.date_words import counted_from, either, readable


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2031-08-04", "4 August 2031"),
        ("2031-08", "August 2031"),
        ("2031", "2031"),
        ("2012-22", "summer 2012"),
        ("199X", "the 1990s"),
        ("18XX", "the 19th century"),
        ("20XX", "the 21st century"),
        ("2031-05-03/2031-05-07", "3 to 7 May 2031"),
        ("2031-05-03/2031-06-07", "3 May to 7 June 2031"),
        ("2020-02-29/2021-05-01", "29 February 2020 to 1 May 2021"),
        ("2031/2034", "2031 to 2034"),
        ("XXXX-09-07", "7 September"),
        ("XXXX-09", "September"),
        ("XXXX-WXX-1", "a Monday"),
        ("2031-44", "2031-44"),
        ("something", "something"),
    ],
)
def test_a_value_is_read(value: str, words: str) -> None:
    assert readable(value) == words


def test_what_a_value_was_counted_from_is_said() -> None:
    def told(kind: str, document: str | None = None) -> str:
        anchor = Anchor(kind, "2031-09-10", None, None, document)
        return counted_from(DateValue(0, 1, "2031", None, (), anchor))

    assert told("dateline") == "from the date line, 2031-09-10"
    assert told("reader") == "from the date set by you, 2031-09-10"
    brief = DateValue(0, 1, "2031", None, (), Anchor("reader", "2031-09-10", None, None))
    assert counted_from(brief, brief=True) == "from the date set by you"
    settled = DateValue(0, 1, "2031", None, (), Anchor("order", "13.09.2031", 3, 9))
    assert counted_from(settled, brief=True) == "settled by another date"
    assert told("other-document", "b.txt") == "day and month as in 2031-09-10 in b.txt"
    assert counted_from(DateValue(0, 1, "2031", None, (), None)) == ""
    assert either(DateValue(0, 1, None, None, ("2031-02-09", "2031-09-02"), None)) == (
        "9 February 2031 or 2 September 2031"
    )
