"""Conditions in the search prompt: what they ask for is walked and marked, their values are completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.search.parser import parse
from index.search.query import CONDITIONS, TEXT_FIELDS
from tui.screens.help_rows import FILTER, QUERY

if TYPE_CHECKING:
    from tests.conftest import Desk, OpenRoom, Visit


def matches(here: Visit) -> list[tuple[int, int]]:
    return [tuple(span)[:2] for span in here.room.screen.text.spans("matches")]


async def test_mentions_of_an_entity_are_walked_from_document_to_document(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash", *'entity:"josef hallam"', "enter")
        found = []
        for _ in range(3):
            start = here.cursor
            found.append((here.document.path, here.document.text[start : start + 12]))
            await here.press("n")
        assert sorted(found) == [("ferry.txt", "Josef Hallam")] * 2 + [("inquiry.md", "Josef Hallam")]
        assert matches(here)


async def test_a_code_is_found_as_soon_as_it_is_given(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash", *"code:claim", "enter")
        assert "no passage has the code claim" in here.status
        await here.press("escape")
        path = "letter.txt"
        start = here.room.collection.document(path).text.index("The boom")
        here.room.collection.annotate(path, start, start + 8, codes=["claim/boom"])
        await here.press("slash", *"code:claim/*", "enter")
        assert (here.document.path, here.cursor) == (path, start)
        assert matches(here) == [(start, start + 8)]
        here.room.screen.text.go_to(here.at("A letter"))
        await here.press("t", *"claim/letter", "enter")
        assert len(matches(here)) == 2, "it is among those that are walked at once"
        await here.press("u")
        assert matches(here) == [(start, start + 8)]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("boom -(ha", "boom -(has:"),
        ("-(entity:jos", '-(entity:"Josef Hallam"'),
        ('boom entity:"josef h', 'boom entity:"Josef Hallam"'),
        ("boom entity:(x OR -jos", 'boom entity:(x OR -"Josef Hallam"'),
        ("code:cl", "code:claim"),
        ("lang:e", "lang:en"),
        ("has:an", "has:annotation"),
        ('source:"Plumb Line"', 'source:"Plumb Line" source:'),
    ],
)
async def test_tab_completes_fields_and_what_they_may_be(
    harbour: Desk, visit: OpenRoom, typed: str, completed: str
) -> None:
    async with visit(harbour.folder) as here:
        here.room.collection.annotate("letter.txt", 0, 8, codes=["claim"])
        await here.press("slash")
        await here.write(typed)
        await here.press("tab")
        assert here.room.prompts.text == completed


async def test_tab_says_what_a_field_takes_of_which_nothing_is_listed(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        for typed, told in (
            ("code:", "no passage has a code yet"),
            ("note:", "type words of a note of yours"),
            ("like:", "type a passage in quotation marks"),
            ("cc:", "no mail or memo here has cc:"),
        ):
            await here.press("ctrl+u", *typed, "tab")
            assert told in here.status, here.status


def test_the_sheet_beside_the_prompt_has_every_field_and_no_mistake() -> None:
    shown = [example for examples, _ in (*QUERY, *FILTER) for example in examples.split("  ")]
    for example in shown:
        parse(example)
    told = " ".join(f"{examples} {meaning}" for examples, meaning in QUERY)
    assert {field for field in CONDITIONS | TEXT_FIELDS if f"{field}:" not in told} == set()
