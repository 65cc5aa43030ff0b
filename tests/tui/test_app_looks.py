"""What the status line, the messages and the themes do in the running program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.errors import ReadOnlyError
from index.events import IndexSummary, Progress
from index.paths import user_theme_folder
from tui.screens.messages import MessagesWindow
from tui.widgets.status import StatusText

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom


async def test_the_status_line_says_what_became_of_a_mark(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, annotations={"layer": "reader"}) as here:
        state = here.room.screen.query_one(StatusText)
        assert state.state.layer == "reader" and state.state.saved == ""
        await here.press("a", *"ask", "enter")
        await here.until(lambda: state.state.saved == "saved")
        assert state.state.place.startswith("¶") and state.state.percent.endswith("%")


async def test_what_cannot_be_written_is_said_to_be_read_only(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ReadOnlyError("the marks cannot be written here")

    async with visit(harbour.folder) as here:
        monkeypatch.setattr(here.room.collection, "annotate", refuse)
        await here.press("a", *"ask", "enter")
        state = here.room.screen.query_one(StatusText)
        await here.until(lambda: state.state.saved == "read-only")
        assert state.state.error and state.state.words == "the marks cannot be written here"


async def test_messages_are_kept_in_full(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(40, 12)) as here:
        long = "this is a message of very many words that has no room in the row of a window as narrow as this one"
        here.room.messages.say(long)
        here.room.messages.say(long)
        await here.pilot.pause()
        assert "as this one" not in here.screen_text() and "…" in here.screen_text()
        here.room.layers.open_messages()
        await here.until(lambda: isinstance(here.app.screen, MessagesWindow))
        await here.settle()
        assert "as narrow as this one (×2)" in " ".join(here.screen_text().split())
        await here.press("escape")
        assert here.room.layers.window is None


async def test_a_run_is_stopped_and_begun_again(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Run:
        cancelled = 0

        def cancel(self) -> None:
            Run.cancelled += 1

        def wait(self, timeout: float | None = None) -> bool:
            return True

    async with visit(harbour.folder) as here:
        indexing = here.room.indexing
        monkeypatch.setattr(here.room.collection, "start_indexing", lambda event, rebuild=False, among=None: Run())
        indexing.give_up()
        assert here.message == "the index is not being made"
        indexing.start()
        await here.settle()
        indexing._event(Progress("read", 10, 100, 5.0, 0))
        indexing.tick()
        assert indexing.words.startswith("reading 10 of 100")
        indexing.give_up()
        assert Run.cancelled == 1 and indexing.words == "stopping"
        indexing._handle(IndexSummary(4, 0, 0, 0, 0, 4, (), 0.1))
        assert indexing.words == "index not complete" and not indexing.running
        assert "goes on from there" in here.message
        indexing.start()
        assert indexing.running


async def test_a_theme_is_put_on_by_its_name(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        user_theme_folder().mkdir(parents=True, exist_ok=True)
        (user_theme_folder() / "paper.yaml").write_text("base: light\nink_faint: '#f0f0f0'\n")
        here.app.put_on_theme("light")
        assert here.app.theme == "glossator-light" and here.message.startswith("theme light;")
        here.app.put_on_theme("paper")
        assert here.app.theme == "glossator-paper"
        assert "paper.yaml:2:12: ink_faint: hard to read" in here.message
        here.app.put_on_theme("nothing")
        assert here.message.startswith("no theme is called nothing; there are auto, dark, light")
        (user_theme_folder() / "paper.yaml").unlink()


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (300, 100)])
async def test_no_window_is_too_small_or_too_large(harbour: Desk, visit: OpenRoom, size: tuple[int, int]) -> None:
    async with visit(harbour.folder, size=size) as here:
        lines = here.screen_text().split("\n")
        assert len(lines) == size[1] and "help" in lines[-1]
        assert any("Ferry" in line or "letter" in line for line in lines)


async def test_what_is_said_in_place_of_a_list_is_wrapped(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(40, 16)) as here:
        await here.press("g", "a")
        await here.settle()
        said = " ".join(" ".join(line.split()) for line in here.screen_text().split("\n"))
        assert "nothing is marked yet" in said and "writes a note" in said


async def test_an_empty_folder_says_so_at_any_width(tmp_path: Path, homes: object, visit: OpenRoom) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    async with visit(empty, size=(20, 12)) as here:
        said = " ".join(here.screen_text().split())
        assert "nothing to read" in said and "this folder" in said
