"""Two documents side by side: what belongs to each, and late answers that must find the side that asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tui.screens.desk import arrangement

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom, Visit

    from tui.session.reading.seats import Seat

SIZES = [(200, 60), (120, 40), (80, 24), (40, 12), (20, 5)]


class Held:
    """A method of the collection whose answers are kept back until they are let go."""

    def __init__(self, here: Visit, patch: pytest.MonkeyPatch, name: str, wanted: Callable[..., bool]) -> None:
        self.asked = threading.Event()
        self._go = threading.Event()
        real = getattr(here.room.collection, name)

        def slow(*arguments: Any, **options: Any) -> Any:
            answer = real(*arguments, **options)
            if wanted(*arguments):
                self.asked.set()
                assert self._go.wait(20)
            return answer

        patch.setattr(here.room.collection, name, slow)

    def let_go(self) -> None:
        """The answer arrives."""
        self._go.set()


def sides(here: Visit) -> tuple[Seat, Seat]:
    """Left and right."""
    left, right = here.room.seats.shown
    return left, right


def paths(here: Visit) -> list[str | None]:
    """What is open, from left to right."""
    return [seat.reading.document.path if seat.reading.document else None for seat in here.room.seats.shown]


async def open_two(here: Visit) -> tuple[Seat, Seat]:
    """ferry.txt left, inquiry.md right with the keys."""
    await here.press("S", "]", "d")
    assert paths(here) == ["ferry.txt", "inquiry.md"]
    return sides(here)


# -- what belongs to each side ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_second_text_opens_beside_the_first(size: tuple[int, int], harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=size) as here:
        await here.press("1", "2", "G")
        cursor = here.cursor
        await here.press("S")
        left, right = sides(here)
        how = arrangement(*here.room.screen.desk.middle)
        assert here.room.screen.focused is right.view and right.active
        assert right.view.cursor == cursor
        # One above the other, one of them may have a row more.
        assert how != "single" or right.view.position == left.view.position
        assert abs(right.view.top - left.view.top) <= 1
        await here.press("]", "d")
        assert paths(here) == ["ferry.txt", "inquiry.md"]
        assert left.view.cursor == cursor
        assert here.room.screen.documents.open_path == "inquiry.md"
        seen = here.screen_text()
        assert how == {200: "beside", 120: "above", 80: "above", 40: "single", 20: "single"}[size[0]]
        assert ("1 of 2" in seen) == (how != "single")
        assert ("2 of 2" in seen) == (size[1] > 5)
        await here.press("shift+tab")
        assert here.room.screen.focused is left.view and here.room.screen.documents.open_path == "ferry.txt"
        await here.press("S")
        assert paths(here) == ["ferry.txt"] and "1 of 2" not in here.screen_text()
        assert here.cursor == cursor


async def test_tab_goes_round_through_both(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        left, right = await open_two(here)
        screen = here.room.screen
        for pane in (screen.entities, screen.documents, left.view, right.view):
            await here.press("tab")
            assert screen.focused is pane
        # The side that had the keys last is the one that the sidebar tells of, and that escape leads back to.
        await here.press("shift+tab", "shift+tab")
        assert screen.focused is screen.documents and left.active
        await here.press("escape")
        assert screen.focused is left.view


async def test_sidebar_status_and_list_follow_the_keys(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        left, right = await open_two(here)
        names = [count.name for count in here.room.entities.counts]
        await here.press("shift+tab")
        assert here.document.path == "ferry.txt"
        assert [count.name for count in here.room.entities.counts] != names
        assert f"/{len(left.reading.document.blocks)}" in here.screen_text().splitlines()[-2]  # type: ignore[union-attr]
        await here.pilot.click(right.view, offset=(20, 10))
        await here.settle()
        assert right.active and here.document.path == "inquiry.md"
        assert [count.name for count in here.room.entities.counts] == names


async def test_each_side_has_its_own_selection_and_position(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        left, right = await open_two(here)
        await here.press("v", "i", "p")
        selected = right.view.selected_text
        await here.press("shift+tab")
        assert left.active
        await here.press("j", "v", "e")
        assert right.view.selected_text == selected != left.view.selected_text
        await here.press("escape")
        assert right.view.selecting is not None and left.view.selecting is None
        await here.press("G")
        assert right.view.selected_text == selected


async def test_what_is_looked_for_is_tinted_in_both(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        left, right = await open_two(here)
        await here.press("slash")
        await here.write("letter")
        await here.press("enter")
        opened = here.document.path
        assert right.active and left.reading.document is not None
        assert left.view.spans("matches") and right.view.spans("matches")
        assert right.view.spans("current") and not left.view.spans("current")
        # On into the next document, in the side that has the keys.
        for _ in range(30):
            await here.press("n")
        assert right.active and here.document.path != opened
        assert left.reading.document.path == "ferry.txt"
        await here.press("escape")
        assert not left.view.spans("matches") and not right.view.spans("matches")


async def test_a_mark_shows_in_both_sides(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        await here.press("S", "2", "}", "a")
        await here.write("look")
        await here.press("enter")
        left, right = sides(here)
        assert left.view.spans("annotations") == right.view.spans("annotations") != []
        assert len(left.marks) == len(right.marks) == 1
        await here.press("u")
        assert not left.view.spans("annotations") and not right.view.spans("annotations")


async def test_the_second_side_can_be_closed_and_opened_again(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        await open_two(here)
        await here.press("S")  # the one with the keys stays
        assert paths(here) == ["inquiry.md"]
        await here.press("S", "]", "d")
        assert paths(here) == ["inquiry.md", "letter.txt"]
        left, right = sides(here)
        assert left.view.region.x < right.view.region.x
        await here.press("shift+tab", "S", "S", "S", "S")
        assert paths(here) == ["inquiry.md", "inquiry.md"]
        assert sides(here)[0].view.region.x < sides(here)[1].view.region.x


# -- late answers -------------------------------------------------------------------------------------------------


async def test_a_document_opens_in_the_side_that_asked_for_it(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        left, right = await open_two(here)
        held = Held(here, monkeypatch, "document", lambda path: path == "letter.txt")
        await here.pilot.press("]", "d")
        await here.until(held.asked.is_set)
        await here.pilot.press("shift+tab")
        assert left.active
        held.let_go()
        await here.settle()
        assert paths(here) == ["ferry.txt", "letter.txt"] and left.active
        assert here.room.screen.focused is left.view and here.room.screen.documents.open_path == "ferry.txt"
        assert {span.start for span in left.view.spans("entities")} == {
            start for start, _ in left.names
        } and right.reading.mentions is not None


async def test_matches_and_marks_of_a_side_are_drawn_in_it(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        left, right = await open_two(here)
        await here.press("slash")
        await here.write("boom")
        await here.press("enter", "2", "}")
        left_matches = left.view.spans("matches")
        matches = Held(here, monkeypatch, "matches", lambda query, path: path == "zebra.txt")
        marks = Held(here, monkeypatch, "annotations", lambda path=None: path == "zebra.txt")
        names = Held(here, monkeypatch, "mentions", lambda path: path == "zebra.txt")
        counts = Held(here, monkeypatch, "entity_counts", lambda path: path == "zebra.txt")
        here.room.reading.open("zebra.txt")
        await here.until(marks.asked.is_set)
        await here.pilot.press("shift+tab")
        sidebar = list(here.room.entities.counts)
        for held in (marks, names, counts, matches):
            held.let_go()
        await here.settle()
        assert left.active and left.view.spans("matches") == left_matches != []
        assert left.reading.document is not None and left.reading.document.path == "ferry.txt"
        assert here.room.entities.counts == sidebar == left.counts
        assert right.view.spans("matches") == [] and right.counts != sidebar
        assert left.view.spans("entities") and left.names and left.reading.mentions != right.reading.mentions


async def test_an_answer_opens_where_it_was_asked_for(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        left, right = await open_two(here)
        held = Held(here, monkeypatch, "search", lambda *_: True)
        here.room.search.run("zebra", open_first=True)
        await here.until(held.asked.is_set)
        await here.pilot.press("shift+tab")
        held.let_go()
        await here.settle()
        assert left.active and paths(here) == ["ferry.txt", "zebra.txt"]
        assert right.view.spans("current") and not left.view.spans("current")


async def test_a_step_that_waits_for_matches_is_made_where_it_was_asked(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        left, right = await open_two(here)
        await here.press("slash")
        await here.write("letter")
        await here.press("enter")
        before = left.view.cursor
        held = Held(here, monkeypatch, "matches", lambda query, path: path == "letter.txt")
        here.room.reading.open("letter.txt")
        await here.until(held.asked.is_set)
        await here.pilot.press("n", "shift+tab")
        held.let_go()
        await here.settle()
        assert left.active and left.view.cursor == before
        assert right.view.spans("current") and right.walk.on_a_stop(right.view.cursor)


async def test_a_side_that_was_closed_takes_nothing_any_more(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        _, right = await open_two(here)
        held = Held(here, monkeypatch, "document", lambda path: path == "letter.txt")
        await here.pilot.press("]", "d")
        await here.until(held.asked.is_set)
        await here.pilot.press("shift+tab", "S")
        held.let_go()
        await here.settle()
        assert paths(here) == ["ferry.txt"] and right.reading.document is None and right.marks == []
        await here.press("S")
        assert paths(here) == ["ferry.txt", "ferry.txt"] and sides(here)[1] is right


async def test_a_late_mark_ends_the_selection_it_was_made_of(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        left, right = await open_two(here)
        held = Held(here, monkeypatch, "annotate", lambda *_: True)
        await here.pilot.press("v", "i", "p", "a", "x", "enter")
        await here.until(held.asked.is_set)
        await here.pilot.press("shift+tab", "v", "e")
        held.let_go()
        await here.settle()
        assert left.active and left.view.selecting is not None and right.view.selecting is None
        assert right.marks and not left.marks


async def test_a_place_is_gone_to_where_it_was_asked_for(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        left, _ = await open_two(here)
        await here.press("G", "m", "Q", "[", "d")
        held = Held(here, monkeypatch, "document", lambda path: path == "inquiry.md")
        await here.pilot.press("'", "Q")
        await here.until(held.asked.is_set)
        await here.pilot.press("shift+tab")
        held.let_go()
        await here.settle()
        assert left.active and paths(here) == ["ferry.txt", "inquiry.md"]


# -- scrolling together -------------------------------------------------------------------------------------------


async def test_both_scroll_by_rows_where_they_show_one_document(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 24)) as here:
        await here.press("equals_sign")
        assert "there is one text only; S opens another" in here.message
        await here.press("S", "5", "G", "equals_sign")
        left, right = sides(here)
        assert "by rows" in here.message and "TOGETHER" in here.screen_text()
        apart = right.view.top - left.view.top
        for keys in (("space",), ("space",), ("2", "0", "j"), ("b",), ("shift+tab",), ("space",)):
            await here.press(*keys)
            assert right.view.top - left.view.top == apart
        # The one that comes to its end first waits there, and they are level again on the way back.
        await here.press("G", "g", "g")
        await here.press("space")
        await here.press("equals_sign")
        assert "by itself" in here.message and "TOGETHER" not in here.screen_text()
        top = right.view.top
        await here.press("G")
        assert right.view.top == top


async def test_both_scroll_by_share_where_the_lengths_differ(tmp_path: Path, harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 14)) as here:
        left, right = await open_two(here)
        await here.press("shift+tab", "equals_sign")
        assert "by share of their length" in here.message
        await here.press("G")
        assert left.view.share == right.view.share == 1.0 and right.view.top > 0
        await here.press("g", "g")
        assert left.view.share == right.view.share == 0.0


async def test_scrolling_with_the_wheel_takes_the_other_along(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 24)) as here:
        await here.press("S", "equals_sign")
        left, right = sides(here)
        left.view.wheel(6)
        await here.settle()
        assert left.view.top == right.view.top == 6 and right.active


# -- remembering --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(200, 30), (40, 12)])
async def test_both_come_back_at_the_next_start(size: tuple[int, int], harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=size) as here:
        await here.steps("2", "0", "G", "S", "]", "d", "equals_sign", "shift+tab")
        places = [seat.view.position for seat in sides(here)]
        await here.press("q")
    async with visit(harbour.folder, size=size) as here:
        await here.until(lambda: all(paths(here)) and len(paths(here)) == 2)
        await here.settle()
        left, right = sides(here)
        assert paths(here) == ["ferry.txt", "inquiry.md"] and left.active
        await here.until(lambda: [seat.view.position for seat in (left, right)] == places)
        assert here.room.seats.together.on
        await here.press("tab", "q")
    async with visit(harbour.folder, size=size) as here:
        await here.until(lambda: all(paths(here)) and len(paths(here)) == 2)
        await here.settle()
        assert sides(here)[1].active and here.document.path == "inquiry.md"
        await here.until(lambda: [seat.view.position for seat in sides(here)] == places)
        await here.steps("shift+tab", "S", "q")
    async with visit(harbour.folder, size=size) as here:
        assert paths(here) == ["ferry.txt"]


async def test_a_document_that_is_gone_leaves_the_other_alone(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.collection import Collection
    from index.errors import UnknownDocument

    async with visit(harbour.folder) as here:
        await open_two(here)
        await here.press("q")
    real = Collection.document

    def gone(self: Collection, path: str) -> Any:
        if path == "inquiry.md":
            raise UnknownDocument(path)
        return real(self, path)

    monkeypatch.setattr(Collection, "document", gone)
    async with visit(harbour.folder) as here:
        await here.until(lambda: paths(here) == ["ferry.txt"])
        await here.settle()
        assert here.room.screen.focused is here.room.screen.text and "gone" in here.message


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"sides": 3}', '{"sides": [["a", "b"], 1], "active": 0}'])
async def test_what_was_kept_wrongly_is_no_matter(kept: str, harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.collection.remember("desk", kept)
        here.room.collection.remember("panes", kept)
    async with visit(harbour.folder) as here:
        assert paths(here) == ["ferry.txt"]


async def test_one_file_of_a_collection_does_not_forget_the_sides(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await open_two(here)
        await here.press("q")
    async with visit(harbour.folder / "letter.txt") as here:
        assert paths(here) == ["letter.txt"]
        await here.press("q")
    async with visit(harbour.folder) as here:
        await here.until(lambda: paths(here) == ["ferry.txt", "inquiry.md"])
