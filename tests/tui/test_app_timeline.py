"""The timeline on the screen: it says what the command line says, and leads to every passage."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.asking.chronology import Heading
from tui.screens.timeline_page import heading_from

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom, Visit


async def open_list(here: Visit, *keys: str) -> None:
    await here.press("g", "t", *keys)


def statements(here: Visit) -> list[Any]:
    return [row.statement for row in here.room.timeline.listed.rows()]


async def test_it_lists_what_the_command_line_prints(dated: Desk, visit: OpenRoom) -> None:
    program = Path(sys.executable).with_name("glossator")
    printed = subprocess.run([program, "dates", "--all", "--json", dated.folder], capture_output=True, check=True)
    answers = [json.loads(line) for line in printed.stdout.splitlines()]
    async with visit(dated.folder) as here:
        await open_list(here, "P")
        dated_ones = statements(here)
        await here.press("w")
        known = {each.place: each for each in [*dated_ones, *statements(here)]}
        assert here.room.timeline.listed.open == sum(answer["value"] is None for answer in answers)
    shown = [known[place] for place in sorted(known)]
    assert [
        {
            "document": each.origin.path,
            "start": each.date.start,
            "end": each.date.end,
            "text": each.words,
            "value": each.date.value,
            "partial": each.date.partial,
            "alternatives": list(each.date.alternatives),
            "anchor": None
            if each.date.anchor is None
            else {name: getattr(each.date.anchor, name) for name in ("kind", "value", "start", "end")},
        }
        for each in shown
    ] == answers


async def test_enter_opens_the_passage_and_n_goes_on_in_time(dated: Desk, visit: OpenRoom) -> None:
    async with visit(dated.folder) as here:
        await open_list(here, "j", "j", "j", "j")
        row = here.room.screen.page_named("timeline").chosen
        assert row.value == "2031-08-04" and row.statement.origin.path == "days.md"
        await here.press("enter")
        assert (here.document.path, here.cursor) == ("days.md", here.at("4 August 2031"))
        await here.press("n")
        assert (here.document.path, here.cursor) == ("other.md", here.at("4 August 2031"))
        await here.press("n")
        assert (here.document.path, here.cursor) == ("other.md", here.at("5 August 2031"))
        await here.press("3", "n")
        assert "the last date" not in here.message and here.document.path == "days.md"
        assert here.cursor == here.at("Monday")
        await here.press("n")
        assert "this was the last date of the timeline" in here.message
        await here.press("2", "N")
        assert (here.document.path, here.cursor) == ("other.md", here.at("4 August 2031"))
        await here.press("g", "t")
        assert here.room.screen.page_named("timeline").chosen.statement.origin.path == "other.md"
        await here.press("g", "g", "n")
        assert here.document.path == "days.md" and here.cursor == here.at("02.03.2031"), "from the row in front"
        await here.press("g", "t", "escape", "ctrl+o")
        assert here.document.path == "other.md"


async def test_a_date_that_is_set_moves_all_of_a_document_to_the_timeline(dated: Desk, visit: OpenRoom) -> None:
    async with visit(dated.folder) as here:
        await open_list(here, "w")
        assert "3 dates in 2 documents have no value" in here.screen_text()
        await here.press("}", "c")
        assert here.room.contexts[0] == "metadata"
        await here.write("2031-09-10")
        await here.press("enter")
        assert [each.words for each in statements(here)] == ["02.03.2031"]
        await here.press("w")
        moved = [each for each in statements(here) if each.origin.path == "undated.txt"]
        assert [each.date.value for each in moved] == ["2031-09-07", "2031-09-08"]
        assert "from the date set by you" in here.screen_text()
        await here.press("u", "w")
        assert [each.words for each in statements(here)] == ["02.03.2031", "7 September", "Monday"]
        await here.press("ctrl+r")
        assert len(statements(here)) == 1


async def test_numbers_are_years_and_words_narrow(dated: Desk, visit: OpenRoom) -> None:
    async with visit(dated.folder) as here:
        await open_list(here)
        page = here.room.screen.page_named("timeline")
        await here.press(*"2031", "G")
        assert page.chosen.value == "2031-02-03" and "either 3 February 2031 or 2 March 2031" in here.screen_text()
        await here.press(*"1900", "G")
        assert page.chosen.value == "2019"
        await here.press("F", *"guard", "enter")
        assert {each.origin.path for each in statements(here)} == {"days.md", "other.md"}
        await here.press("F", *"zebra", "enter")
        assert "no date stands in a sentence with guardzebra" in here.screen_text()


async def test_what_is_written_is_what_is_listed(dated: Desk, visit: OpenRoom) -> None:
    file = dated.folder.parent / "listed.csv"
    async with visit(dated.folder) as here:
        await open_list(here, "s", "a", "O")
        here.app.screen._field.value = str(file)
        await here.press("enter")
        rows = list(here.room.timeline.listed.rows())
    with file.open(newline="") as lines:
        written = list(csv.DictReader(lines))
    assert [(each["at"], each["document"], int(each["start"])) for each in written] == [
        (row.value, *row.statement.place) for row in rows
    ]
    assert written[0]["sentence"] == "In 2019 the harbour was dredged."


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24)])
async def test_there_is_something_to_see_at_every_size(size: tuple[int, int], dated: Desk, visit: OpenRoom) -> None:
    async with visit(dated.folder, size=size) as here:
        await open_list(here, "j", "j", "j", "j")
        assert "7" in here.screen_text().splitlines()[0 if size[1] < 8 else 1]
        page = here.room.screen.page_named("timeline")
        assert ("▴" in here.screen_text()) == (size[1] >= 24)
        words = page.chosen.statement.words
        assert (words if size[0] > 20 else words[:6]) in here.screen_text()
        await here.press("w", "s", "a")
        assert here.room.contexts[0] == "timeline"
        assert all(isinstance(item, Heading) == page.rows.is_heading(at) for at, item in enumerate(page.items))


@pytest.mark.parametrize(
    ("at", "steps", "found"),
    [(6, -1, 3), (6, -2, 0), (4, -1, 0), (1, -1, None), (2, 1, 3), (2, 2, 5), (6, 1, None), (2, 10**6, 5)],
)
def test_documents_without_values_are_gone_through_by_number(at: int, steps: int, found: int | None) -> None:
    heading: Any = Heading("", 1, 1, 1, None)  # type: ignore[arg-type]
    row: Any = object()
    assert heading_from([heading, row, row, heading, row, heading, row], at, steps) == found
