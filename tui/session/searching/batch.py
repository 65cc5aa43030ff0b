"""A list of queries from a file of the reader's: what each line finds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui.session.background import LatestWins

if TYPE_CHECKING:
    from index.asking.batch import Counted
    from tui.session.room import Room


class Batch:
    """What the page of a list shows."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.file: Path | None = None
        self.lines: list[Counted] = []
        self.unsearched = 0
        """Files that could not be searched."""
        self._runner: LatestWins[Path, tuple[list[Counted], int]] = LatestWins(
            room.background, self._ask, self._answered, self._failed
        )

    def run(self, file: str) -> None:
        """Search for every line of a file; the page opens with the answers."""
        if not file.strip():
            self._room.messages.say("the name of a file is missing: batch questions.txt")
            return
        self._runner.submit(Path(file.strip()))
        self._room.works.watch("searching for a list", lambda: self._runner.busy, self._runner.cancel)

    def _ask(self, file: Path, cancelled: Callable[[], bool]) -> tuple[list[Counted], int]:
        from index.asking.batch_files import read_list

        collection = self._room.collection
        with suppress(RuntimeError):  # no such user: a file of that name then
            file = file.expanduser()
        lines = read_list(file, None)
        return list(collection.queries.batch(lines, cancelled=cancelled)), len(collection.skipped())

    def _answered(self, file: Path, found: tuple[list[Counted], int]) -> None:
        self.file = file
        self.lines, self.unsearched = found
        self._room.screen.page_named("batch").refresh_rows()
        self._room.screen.show_page("batch")

    def _failed(self, file: Path, error: Exception) -> None:
        self._room.messages.fail(error)

    def search(self, counted: Counted) -> None:
        """Search for one line."""
        if counted.query is None:
            self._room.messages.say(counted.error or "this line is no query")
            return
        self._room.search.run(counted.query)
        self._room.screen.show_page("results")
