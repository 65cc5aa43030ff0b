"""Panes: their widths, hiding them, the text alone; and that none of it moves the text under the reader."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.screens.desk import arrangement
from tui.session.panes import LEAST_MIDDLE, NARROWEST, PANES, Panes

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom, Visit

SIZES = [(200, 60), (120, 40), (80, 24), (40, 12), (20, 5)]


def width_of(here: Visit, pane: str) -> int:
    """Columns of a pane on the screen."""
    return int(here.room.screen.query_one(f"#{pane}").region.width)


# -- widths -------------------------------------------------------------------------------------------------------


async def test_a_pane_is_made_wider_and_narrower(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        before = width_of(here, "documents")
        await here.press("g", "d", "5", "W", "+")
        assert width_of(here, "documents") == before + 5
        await here.press("W", "-")
        assert width_of(here, "documents") == before + 1
        await here.press("g", "e", "1", "0", "W", "+")
        assert width_of(here, "entities") == 38 and width_of(here, "documents") == before + 1
        await here.press("9", "9", "9", "W", "+")
        assert here.room.screen.text.region.width >= LEAST_MIDDLE
        await here.press("W", "=")
        assert (width_of(here, "documents"), width_of(here, "entities")) == (30, 28)
        await here.press("escape", "W", "+")
        assert "the text has the room that the other panes leave" in here.message


async def test_the_narrowest_says_so(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "d", "9", "9", "W", "-")
        assert width_of(here, "documents") == NARROWEST
        await here.press("W", "-")
        assert "cannot be narrower" in here.message


async def test_of_two_texts_the_one_with_the_keys_grows(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        await here.press("S", "2", "0", "W", "+")
        left, right = (seat.view.region.width for seat in here.room.seats.shown)
        assert 35 <= right - left <= 45
        await here.press("shift+tab", "9", "9", "9", "W", "+")
        left, right = (seat.view.region.width for seat in here.room.seats.shown)
        assert right >= 20 and left > right


async def test_hidden_panes_open_over_the_text(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        screen = here.room.screen
        await here.press("W", "d", "W", "e")
        assert not screen.documents.display and not screen.entities.display
        assert screen.text.region.width == 120 and "ge opens them over the text" in here.message
        await here.press("g", "d")
        assert screen.documents.display and screen.text.region.width == 120
        await here.press("W", "d")
        assert screen.text.region.width == 90 and screen.focused is screen.documents
        await here.press("W", "d")
        assert screen.focused is screen.text and not screen.documents.display
        await here.press("W", "=")
        assert screen.documents.display and screen.entities.display


async def test_what_was_changed_is_remembered_for_the_collection(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(200, 60)) as here:
        await here.press("g", "d", "1", "2", "W", "+", "W", "e", "escape", "S", "2", "0", "W", "+", "S", "q")
    async with visit(harbour.folder, size=(200, 60)) as here:
        assert width_of(here, "documents") == 42 and not here.room.screen.entities.display
        await here.press("S")
        left, right = (seat.view.region.width for seat in here.room.seats.shown)
        assert right > left
        await here.press("W", "=", "q")
    async with visit(harbour.folder, size=(200, 60)) as here:
        assert width_of(here, "documents") == 30 and here.room.screen.entities.display


async def test_a_click_from_one_overlay_into_the_other_leaves_one_open(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        screen = here.room.screen
        await here.press("g", "e")
        assert screen.entities.display and screen.documents.display
        await here.pilot.click("#documents", offset=(5, 2))
        await here.settle()
        assert not screen.entities.display
    async with visit(harbour.folder, size=(60, 20)) as here:
        screen = here.room.screen
        await here.press("g", "d")
        await here.pilot.click("#text", offset=(50, 8))
        await here.settle()
        assert not screen.documents.display and screen.focused is screen.text
        assert here.room.contexts[0] == "text"


@given(
    window=st.integers(1, 400),
    documents=st.integers(10, 200),
    entities=st.integers(10, 200),
    beside=st.sets(st.sampled_from(PANES)),
)
def test_panes_leave_room_for_the_text(window: int, documents: int, entities: int, beside: set[str]) -> None:
    screen = SimpleNamespace(documents_width=30, entities_width=28)
    panes = Panes(SimpleNamespace(settings=SimpleNamespace(screen=screen)))  # type: ignore[arg-type]
    panes._widths = {"documents": documents, "entities": entities}
    widths = panes.widths(window, beside)  # type: ignore[arg-type]
    assert all(width >= NARROWEST for width in widths.values())
    taken = sum(widths[pane] for pane in PANES if pane in beside)
    assert taken <= max(window - LEAST_MIDDLE, NARROWEST * len(beside))
    if documents + entities <= window - LEAST_MIDDLE:
        assert all(widths[pane] == panes.wanted(pane) for pane in PANES if pane in beside)


@given(st.integers(0, 400), st.integers(0, 200))
def test_two_texts_have_room_enough_to_be_read(width: int, height: int) -> None:
    how = arrangement(width, height)
    if how == "beside":
        assert width // 2 >= 50
    elif how == "above":
        assert height // 2 >= 7


# -- the text alone -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_zen_shows_nothing_but_the_text(size: tuple[int, int], harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=size, screen={"which_key_seconds": 0.01}) as here:
        screen = here.room.screen
        await here.press("z")
        shown = here.screen_text()
        assert "GLOSSATOR" not in shown and not screen.footer.display
        assert screen.text.region.width == size[0] and screen.text.region.height == size[1] - 1
        page = screen.text.page
        assert page.text_width <= 64
        if size[0] >= 120:
            assert page.text_width == 64 and abs(2 * page.text + 64 - size[0]) <= 14
        await here.press("j", "g")
        await here.until(lambda: screen.which_key.display)
        await here.press("escape", "escape")
        assert not screen.zen and screen.footer.display


async def test_zen_with_two_texts(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(160, 40)) as here:
        await here.press("S", "z")
        assert [seat.view.region.width for seat in here.room.seats.shown] in ([80, 79], [79, 80])
        await here.press("z", "S", "z", "S")
        assert all(seat.view.measure == 64 for seat in here.room.seats.shown)
        await here.press("z")
        assert all(seat.view.measure == 72 for seat in here.room.seats.shown)


# -- nothing moves ------------------------------------------------------------------------------------------------

CHANGES = [("z",), ("W", "d"), ("W", "e"), ("S",), ("equals_sign",), ("g", "d", "8", "W", "+", "escape"), ("W", "=")]


@pytest.mark.parametrize(
    "size", [(80, 24), *(pytest.param(size, marks=pytest.mark.slow) for size in ((200, 60), (40, 24)))]
)
async def test_the_first_row_stays_whatever_is_arranged(size: tuple[int, int], harbour: Desk, visit: OpenRoom) -> None:
    """With the cursor near the top, where it is not lost, the first row shown stays the first one."""
    async with visit(harbour.folder, size=size) as here:
        await here.press("1", "5", "G")
        here.room.screen.text.put_first(here.cursor)
        await here.settle()
        first = here.room.screen.text.position
        assert first == here.cursor
        for keys in (*CHANGES, *CHANGES):
            await here.press(*keys)
            assert {seat.view.position for seat in here.room.seats.shown} == {first}, keys
        for width, height in ((60, 20), (200, 50), (33, 24), size):
            await here.pilot.resize_terminal(width, height)
            await here.settle()
            assert all(seat.view.position == first for seat in here.room.seats.shown), (width, height)


@pytest.mark.slow
async def test_two_texts_at_any_moment_and_size(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        for keys in (
            ("S",), ("]", "d"), ("equals_sign",), ("space",), ("tab",), ("slash", "l"), ("enter",), ("g", "a"), ("q",),
            ("z",), ("n",), ("g", "r"), ("tab",), ("escape",), ("W", "d"), ("S",), ("S",), ("v", "a"), ("escape",),
        ):  # fmt: skip
            await here.press(*keys)
            for size in ((20, 5), (1, 1), (300, 100), (60, 12), (120, 40)):
                await here.pilot.resize_terminal(*size)
                await here.pilot.pause()
        assert here.app.is_running and here.app.screen is here.room.screen
