"""Results: their facets, orders, groups, and those beyond the first ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.collection import Collection
from index.config import load_settings
from tui.widgets.facet_panel import Entry, Heading

if TYPE_CHECKING:
    from conftest import Desk, Homes, OpenRoom, Visit

SEARCHED = ("slash", *"letter", "enter", "g", "r")


def entries(here: Visit) -> dict[str, Entry]:
    """The values in the pane, by label."""
    rows = [here.room.screen.facets.row_at(index) for index in range(here.room.screen.facets.row_count)]
    return {row.label: row for row in rows if isinstance(row, Entry) and row.kind}


def titles(here: Visit) -> list[str]:
    rows = [here.room.screen.facets.row_at(index) for index in range(here.room.screen.facets.row_count)]
    return [row.title for row in rows if isinstance(row, Heading)]


def shown(here: Visit) -> list[str]:
    return [hit.document.path for hit in here.room.screen.page_named("results").items]


def query(here: Visit) -> str:
    answer = here.room.search.answer
    assert answer is not None
    return answer.question.query


async def to(here: Visit, label: str) -> None:
    """Put the cursor of the pane on a value."""
    panel = here.room.screen.facets
    at = next(i for i in range(panel.row_count) if getattr(panel.row_at(i), "label", "") == label)
    panel.go_to(at)
    await here.settle()


async def test_facets_stand_beside_the_results_and_the_names_beside_a_text(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("lett")
        # While one types, too.
        assert here.room.contexts[0] == "prompt" and here.room.screen.facets.display
        assert entries(here)["md"].documents == 1 and entries(here)["txt"].documents == 2
        await here.press("enter")
        assert not here.room.screen.facets.display and here.room.screen.entities.display
        await here.press("g", "r", "tab")
        assert here.room.contexts[0] == "facets" and not here.room.screen.entities.display
        await here.press("colon", *"sort title", "enter")
        assert here.room.search.answer.question.sort == "title", "the results are in front"  # type: ignore[union-attr]
        await here.press("colon", *"sort relevance", "enter")
        assert titles(here)[:2] == ["sources", "years"]
        # The names counted are those of every result.
        assert entries(here)["Josef Hallam"].documents == 2
        await here.press("escape")
        assert here.room.contexts[0] == "results"
        await here.press("tab", "q", "q")
        assert here.room.contexts[0] == "text" and here.room.screen.entities.display


async def test_narrowing_is_seen_in_the_query_and_taken_off_again(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*SEARCHED, "tab")
        await to(here, "txt")
        await here.press("enter")
        assert query(here) == "letter format:txt" and sorted(shown(here)) == ["ferry.txt", "letter.txt"]
        assert "/letter format:txt" in here.screen_text() and entries(here)["txt"].state == "in"
        assert here.room.contexts[0] == "facets"
        await to(here, "Josef Hallam")
        await here.press("minus")
        assert query(here) == 'letter format:txt -entity:"Josef Hallam"' and shown(here) == ["letter.txt"]
        # Esc gives back what was there, one by one; then it closes the list.
        await here.press("escape", "escape")
        assert query(here) == "letter format:txt"
        await here.press("w")
        assert query(here) == "letter" and len(shown(here)) == 3
        await here.press("escape")
        assert here.room.contexts[0] == "text"


async def test_the_opposite_gives_way_and_a_choice_keeps_its_group(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("letter OR zebra")
        await here.press("enter", "g", "r", "tab")
        await to(here, "md")
        await here.press("minus")
        assert query(here) == "(letter OR zebra) -format:md" and len(shown(here)) == 3
        panel = here.room.screen.facets
        assert panel.row_at_cursor is not None and panel.is_heading(0)
        panel.go_to(1)
        await here.press("minus")
        assert query(here) == "letter OR zebra"
        await to(here, "md")
        await here.press("enter")
        assert query(here) == "(letter OR zebra) format:md"
        await here.press("minus")
        assert query(here) == "(letter OR zebra) -format:md"


async def test_a_query_still_being_typed_narrows_to_what_it_found(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("lett")
        await here.press("enter", "g", "r", "tab")
        await to(here, "txt")
        await here.press("enter")
        assert query(here) == "lett* format:txt" and len(shown(here)) == 2


async def test_what_the_reader_sets_counts_at_once(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.collection.describe(["letter.txt"], source='The "Lantern"')
        here.room.collection.tag(["letter.txt"], add=["to read"])
        await here.press(*SEARCHED, "tab")
        assert entries(here)['The "Lantern"'].documents == 1 and entries(here)["to read"].documents == 1
        await to(here, 'The "Lantern"')
        await here.press("enter")
        assert query(here) == 'letter source:"The ""Lantern"""' and shown(here) == ["letter.txt"]


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
async def test_in_a_narrow_window_the_facets_lie_over_the_results(
    size: tuple[int, int], harbour: Desk, visit: OpenRoom
) -> None:
    async with visit(harbour.folder, size=size) as here:
        await here.press(*SEARCHED)
        assert not here.room.screen.facets.display
        await here.press("tab")
        assert here.room.screen.facets.display and here.room.contexts[0] == "facets"
        await to(here, "md")
        assert "md" in here.screen_text()
        await here.press("enter")
        assert query(here) == "letter format:md"
        await here.press("escape")
        assert here.room.contexts[0] == "results" and not here.room.screen.facets.display


async def test_nothing_found_leaves_what_it_was_narrowed_to(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("letter format:pdf")
        assert "no match for letter format:pdf" in here.screen_text()
        await here.until(lambda: titles(here) == ["narrowed to"])
        assert entries(here) == {}


@pytest.fixture
def desk(tmp_path: Path, homes: Homes) -> Path:
    """Many letters, by month and by writer."""
    files = {
        f"letter-{number:02d}.md": (
            f"---\ntitle: Number {99 - number}\nsource: {'Herald' if number % 3 else 'Lantern'}\n"
            f"date: 20{30 + number % 2}-0{1 + number % 4}-1{number % 10}\nauthor: Writer {number}\n---\n\n"
            f"# Number {99 - number}\n\n{'The letter came. ' * (1 + number % 5)}\n"
        )
        for number in range(24)
    }
    folder = tmp_path / "many"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    collection = Collection.open(folder, load_settings(None).settings)
    collection.update()
    collection.close()
    return folder


async def test_past_the_last_result_there_are_more(desk: Path, visit: OpenRoom) -> None:
    async with visit(desk, search={"limit": 4}) as here:
        await here.press(*SEARCHED)
        assert len(shown(here)) == 4 and "first 4 of 24" in here.screen_text()
        first = shown(here)
        await here.press("1", "G", "j", "j", "j")
        assert len(shown(here)) == 20 and shown(here)[:4] == first and "first 20 of 24" in here.screen_text()
        page = here.room.screen.page_named("results")
        assert page.chosen_key == first[3]
        await here.press("G")
        await here.settle()
        assert len(shown(here)) == 24 and page.chosen_key == shown(here)[-1]
        assert "24 of 24 documents" in here.screen_text()


async def test_n_goes_on_past_the_last_result_in_hand(desk: Path, visit: OpenRoom) -> None:
    async with visit(desk, search={"limit": 2}) as here:
        await here.press("slash")
        await here.write("letter")
        await here.press("enter")
        seen = [here.document.path]
        while len(seen) < 24:
            await here.press("n")
            if here.document.path != seen[-1]:
                assert f"document {len(seen) + 1} of 24" in here.message
                seen.append(here.document.path)
        assert len(set(seen)) == 24
        await here.press("9", "n")
        assert "this was the last match of the last document" in here.message


async def test_orders_and_groups_of_results(desk: Path, visit: OpenRoom) -> None:
    async with visit(desk, search={"limit": 5}) as here:
        await here.press(*SEARCHED)
        rows = {row.path: row for row in here.room.collection.documents()}

        def is_sorted(key: object, *, reverse: bool = False) -> None:
            got = [key(rows[path]) for path in shown(here)]  # type: ignore[operator]
            everything = sorted((key(row) for row in rows.values()), reverse=reverse)  # type: ignore[operator]
            assert got == everything[: len(got)], got

        await here.press("s", "d")
        is_sorted(lambda row: row.date)
        assert "by date, oldest first" in here.screen_text()
        await here.press("s", "d")
        is_sorted(lambda row: row.date, reverse=True)
        await here.press("s", "t")
        is_sorted(lambda row: row.title)
        await here.press("s", "s")
        is_sorted(lambda row: row.source)
        await here.press("s", "S")
        answer = here.room.search.answer
        assert answer is not None
        assert [(group.name, group.count) for group in answer.page.groups] == [("Herald", 16), ("Lantern", 8)]
        assert "HERALD" in here.screen_text() and "16" in here.screen_text()
        await here.press("s", "r")
        assert "by relevance · in sources" in here.screen_text()
        assert {rows[path].source for path in shown(here)} == {"Herald"}
        await here.press("s", "M", "G")
        await here.settle()
        answer = here.room.search.answer
        assert answer is not None and len(shown(here)) == 24
        names = [group.name for group in answer.page.groups]
        assert names == sorted({str(row.date)[:7] for row in rows.values()})
        await here.press("g", "g", "j")
        page = here.room.screen.page_named("results")
        assert page.chosen_key == shown(here)[1]
        await here.press("s", "N")
        assert answer.page.groups and not here.room.search.answer.page.groups  # type: ignore[union-attr]


async def test_long_lists_of_values_unfold(desk: Path, visit: OpenRoom) -> None:
    async with visit(desk) as here:
        here.room.collection.tag(["letter-00.md"], add=[f"tag {number}" for number in range(9)])
        await here.press(*SEARCHED, "tab")
        assert [e.label for e in entries(here).values()][:2] == ["Herald", "Lantern"]
        tags = [label for label, entry in entries(here).items() if entry.kind == "tag"]
        assert tags == ["no tag", "tag 0", "tag 1", "tag 2", "tag 3"]
        await to(here, "5 more")
        await here.press("enter")
        assert len([e for e in entries(here).values() if e.kind == "tag"]) == 10
        await to(here, "fewer")
        await here.press("enter")
        assert [label for label, entry in entries(here).items() if entry.kind == "tag"] == tags


async def test_a_high_window_says_who_is_named(harbour: Desk, visit: OpenRoom) -> None:
    for size, there in (((120, 40), True), ((80, 24), False)):
        async with visit(harbour.folder, size=size) as here:
            await here.press(*SEARCHED)
            rows = here.room.screen.page_named("results").rows
            lines = [
                "".join(text for text, _ in line)
                for index in range(rows.row_count)
                for line in rows.render_row(index, 60)[3:]
            ]
            assert any("Josef Hallam" in line for line in lines) == there
            passage = here.room.search.passage("inquiry.md")
            assert passage is not None and passage.snippet is not None
            text = passage.snippet.text
            assert "Josef Hallam" in [text[start:end] for start, end, _ in passage.mentions]


async def test_facets_of_what_was_overtaken_are_not_shown(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*SEARCHED)
        before = entries(here)
        room = here.room
        room.facets._take(room.facets._asked.__class__("zebra", False), room.collection.facets("zebra"))  # type: ignore[union-attr]
        assert entries(here) == before
