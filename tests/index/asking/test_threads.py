"""Conversations: which mail answers which, by what they name and by their subjects."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.asking.threads import Stated, Threads, threaded
from index.catalogue.heading import THREAD, folded_value
from index.document import DocumentRow, Header
from index.understanding.headers import bare_subject


def stated(number: int, id: str = "", refs: str = "", subject: str = "Boom", hour: int | None = None) -> Stated:
    headers = [Header("subject", subject)]
    headers += [Header("message-id", id)] if id else []
    headers += [Header("references", each) for each in refs.split()]
    headers += [Header("date", f"Mon, 8 Sep 2031 {hour:02}:00:00 +0000")] if hour is not None else []
    row = DocumentRow(number, f"{id or number}", None, (f"Writer {number}",), None, None, None, False, 0)
    return Stated(row, tuple(headers))


def shown(mails: Sequence[Stated]) -> list[str]:
    return ["." * each.depth + each.path for each in threaded(mails)]


def asked(mails: Sequence[Stated], number: int) -> list[str]:
    """As the catalogue answers it."""

    def named(names: Sequence[str], values: Sequence[str]) -> set[int]:
        return {
            mail.row.id
            for mail in mails
            for header in [*mail.headers, Header(THREAD, bare_subject(mail.first("subject")))]
            if header.name in names and folded_value(header.value) in values
        }

    headers = {mail.row.id: mail.headers for mail in mails if mail.headers}
    threads = Threads(
        named,
        lambda ids: {id: headers[id] for id in ids if id in headers},
        lambda ids: [mail.row for mail in mails if mail.row.id in ids],
    )
    return ["." * each.depth + each.path for each in threads.of(number)]


TREE = [
    stated(1, "a@x", hour=1),
    stated(2, "b@x", "a@x", "Re: Boom", 2),
    stated(3, "c@x", "a@x b@x", "Re: Boom", 3),
    stated(4, "d@x", "a@x", "AW: Boom", 4),
]


def test_answers_stand_below_what_they_answer_in_order_of_time() -> None:
    for order in (TREE, TREE[::-1], [TREE[2], TREE[0], TREE[3], TREE[1]]):
        assert shown(order) == ["a@x", ".b@x", "..c@x", ".d@x"]


def test_the_place_of_a_mail_that_is_not_there_is_taken_by_its_answers() -> None:
    assert shown([TREE[0], TREE[2], TREE[3]]) == ["a@x", ".c@x", ".d@x"]
    assert shown(TREE[1:]) == ["b@x", ".c@x", "d@x"]


def test_copies_and_rounds() -> None:
    assert shown([*TREE[:2], stated(5, "b@x", "a@x", "Re: Boom", 2)]) == ["a@x", ".b@x", ".b@x"]
    assert sorted(shown([stated(1, "a@x", "b@x"), stated(2, "b@x", "a@x"), stated(3, "c@x", "c@x")])) != []
    assert len(shown([stated(1, "a@x", "b@x"), stated(2, "b@x", "a@x"), stated(3, "c@x", "c@x")])) == 3


def test_the_conversation_of_a_mail_is_found_from_any_of_them() -> None:
    others = [
        stated(5, "e@x", "", "WG: boom", 5),
        stated(6, "f@x", "", "Boom", 9),
        stated(7, "g@x", "h@x", "Re: Other", 1),
        stated(8, "", "", "Boom", 12),
    ]
    mails = [*TREE, *others]
    whole = ["a@x", ".b@x", "..c@x", ".d@x", ".e@x"]
    for number in (1, 3, 4, 5):
        assert asked(mails, number) == whole, "an answer that names nothing goes by its subject; no other mail does"
    assert asked(mails, 7) == ["g@x"]
    assert asked([Stated(TREE[0].row, ())], 1) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1 << 30))
def test_each_mail_is_listed_once_whatever_they_name(seed: int) -> None:
    chance = random.Random(seed)
    mails = [
        stated(
            number,
            chance.choice("abcdef "),
            " ".join(chance.choices("abcdef", k=chance.randint(0, 4))),
            chance.choice(("Boom", "Re: Boom", "")),
            chance.choice((None, number)),
        )
        for number in range(1, 8)
    ]
    found = threaded(mails)
    assert sorted(each.author for each in found) == sorted(f"Writer {mail.row.id}" for mail in mails)
    depth = -1
    for each in found:
        assert 0 <= each.depth <= depth + 1
        depth = each.depth


@pytest.mark.parametrize("date", ["2031-21", "0000", "2031-13-45"])
def test_a_mail_of_no_day_is_listed_last(date: str) -> None:
    mail = Stated(replace(TREE[0].row, date=date), ())
    assert mail.time == math.inf
