"""A draft that is checked: run in a thread, listed, walked from fault to fault."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.errors import GlossatorError
from tui.counted import counted
from tui.session.background import LatestWins
from tui.session.prompts import PromptUse

if TYPE_CHECKING:
    from index.evidence.evidence import Verified
    from index.evidence.verifying import Checked
    from tui.session.room import Room

PAGE: Final = "verify"


class Verifying:
    """What the page of a checked draft shows."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.verified: Verified | None = None
        self._runner: LatestWins[Path, Verified] = LatestWins(
            room.background, self._ask, self._answered, lambda file, error: room.messages.fail(error)
        )

    def show(self) -> None:
        """The draft checked last; where there is none, the name of one is asked for."""
        if self.verified is None:
            self._room.prompts.open(AskedDraft(self._room))
        else:
            self._room.screen.show_page(PAGE)

    def run(self, file: str) -> None:
        """Check a draft; its page opens with what was found."""
        name = file.strip()
        if not name:
            self._room.messages.say("the name of a file is missing: verify article.md")
            return
        path = Path(name)
        with suppress(RuntimeError):  # no such user: a file of that name then
            path = path.expanduser()
        self._runner.submit(path)
        self._room.works.watch("looking up quotations", lambda: self._runner.busy, self._runner.cancel)

    def again(self) -> None:
        """Check the same draft once more."""
        if self.verified is not None:
            self.run(str(self.verified.file))

    def _ask(self, file: Path, cancelled: Callable[[], bool]) -> Verified:
        if not file.exists():
            raise GlossatorError(f"{file}: there is no such file")
        return self._room.collection.evidence.verify(file, cancelled=cancelled)

    def _answered(self, file: Path, found: Verified) -> None:
        room = self._room
        self.verified = found
        page = room.screen.page_named(PAGE)
        page.refresh_rows()
        room.screen.show_page(PAGE)
        faults = len(found.faults)
        number = counted(sum(each.kind == "quotation" for each in found.found), "quotation")
        room.messages.say(f"{number} · " + (counted(faults, "fault") if faults else "all as their sources have them"))

    @property
    def chosen(self) -> Checked | None:
        """The row under the cursor."""
        found: Checked | None = self._room.screen.page_named(PAGE).chosen
        return found

    def step(self, direction: int) -> None:
        """To the next fault, or the previous; the window with both texts goes along."""
        from tui.screens.verify_page import ComparedSheet

        room, page = self._room, self._room.screen.page_named(PAGE)
        at, items = page.rows.cursor, page.items
        places = range(at + 1, len(items)) if direction > 0 else range(at - 1, -1, -1)
        place = next((each for each in places if items[each].is_fault), None)
        if place is None:
            room.messages.say("no fault further on" if direction > 0 else "no fault before this")
            return
        page.rows.go_to(place)
        window = room.layers.window
        if isinstance(window, ComparedSheet):
            window.close()
            page.open_item(items[place])

    def open_source(self, found: Checked) -> None:
        """Go to the passage in its document."""
        if found.document is not None and found.source_start is not None:
            self._room.reading.open(found.document, offset=found.source_start)
        else:
            self._room.messages.say("it stands in no document")


class AskedDraft(PromptUse):
    """The name of a draft."""

    sign = "verify"
    hint = "a file: Markdown or plain text"

    def __init__(self, room: Room) -> None:
        self._room = room

    def changed(self, text: str) -> None:
        """Nothing is done before enter."""

    def accept(self, text: str) -> bool:
        """Check it."""
        if not text.strip():
            self._room.prompts.note("the name of a file is missing", error=True)
            return False
        self._room.verifying.run(text)
        return True

    def cancel(self) -> None:
        """As it was."""

    def move(self, direction: int) -> None:
        """There is nothing to go through."""

    def history(self) -> list[str]:
        """None is kept."""
        return []
