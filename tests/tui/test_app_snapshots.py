"""Pictures of the reading room, one for each look of it. After a change that is meant: pytest --snapshot-update."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Desk
    from textual.pilot import Pilot

    from tui.app import Glossator

Compare = Callable[..., bool]


@pytest.fixture
def picture(harbour: Desk, snap_compare: Compare) -> Iterator[Callable[..., bool]]:
    """Compares the screen after some keys, in a theme and a window, with the picture that is kept."""
    from index.collection import Collection
    from index.config import load_settings
    from tui.app import Glossator

    opened: list[tuple[Glossator, Collection]] = []

    def compare(*keys: str, size: tuple[int, int] = (120, 40), theme: str = "dark") -> bool:
        loaded = load_settings(None)
        settings = replace(
            loaded.settings,
            screen=replace(loaded.settings.screen, theme=theme),
            annotations=replace(loaded.settings.annotations, layer="reader"),
        )
        collection = Collection.open(harbour.folder, settings)
        app = Glossator(collection, replace(loaded, settings=settings), keep_current=False)
        opened.append((app, collection))

        async def settled(pilot: Pilot[Any]) -> None:
            screen = app.room.screen
            while (
                app.room.reading.mentions is None
                or not app.room.background.idle
                or (screen.facets_in_sight and not screen.facets.row_count)
            ):
                await pilot.pause(0.01)
            await pilot.pause()

        async def press(pilot: Pilot[Any]) -> None:
            await asyncio.wait_for(settled(pilot), 30)
            for key in keys:
                await pilot.press(key)
                await asyncio.wait_for(settled(pilot), 30)
            app.room.messages.clear()
            await asyncio.wait_for(settled(pilot), 30)

        return snap_compare(app, terminal_size=size, run_before=press)

    yield compare
    for app, collection in opened:
        app.room.background.close()
        collection.close()


MARKED = ("3", "}", "a", *"ask", "enter", "}", "t", *"claim", "enter")


SIZES = [(80, 24), (120, 40), (200, 60)]
THEMES = ["dark", "light", "contrast", "mono"]


@pytest.mark.parametrize(
    ("theme", "size"),
    [
        # Every theme and every size in each run; all of both in the slow checks.
        pytest.param(theme, size, id=f"{theme}-{size[0]}x{size[1]}", marks=[] if chosen else pytest.mark.slow)
        for number, theme in enumerate(THEMES)
        for place, size in enumerate(SIZES)
        for chosen in [place == number % len(SIZES)]
    ],
)
def test_reading_with_marks_and_matches(picture: Callable[..., bool], theme: str, size: tuple[int, int]) -> None:
    assert picture(*MARKED, "slash", *"letter", "enter", "n", theme=theme, size=size)


@pytest.mark.parametrize("theme", THEMES)
def test_selecting(picture: Callable[..., bool], theme: str) -> None:
    assert picture("v", "w", "w", "e", size=(80, 24), theme=theme)


def test_the_colours_of_a_terminal(picture: Callable[..., bool]) -> None:
    assert picture(*MARKED, "slash", *"letter", "enter", theme="terminal", size=(80, 24))


def test_results_while_typing(picture: Callable[..., bool]) -> None:
    assert picture("slash", *"letter", "down")


def test_the_sidebar_over_the_text(picture: Callable[..., bool]) -> None:
    assert picture("tab", "j", size=(80, 24))


def test_the_smallest_window(picture: Callable[..., bool]) -> None:
    assert picture(size=(20, 5))


def test_the_note_editor(picture: Callable[..., bool]) -> None:
    assert picture(*MARKED, "V", "a", *"who", "ctrl+j", *"says so", size=(80, 24))


def test_the_palette_contrast(picture: Callable[..., bool]) -> None:
    assert picture("colon", *"next", theme="contrast", size=(80, 24))


def test_help(picture: Callable[..., bool]) -> None:
    assert picture("question_mark")
