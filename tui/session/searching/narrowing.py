"""The prompt's use for narrowing a list as one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.counted import counted
from tui.session.completing import Completer

if TYPE_CHECKING:
    from index.errors import QueryError
    from tui.session.room import Room
    from tui.widgets.row_list import RowList


class Narrowing:
    """Shows only the rows that hold what is typed; esc shows those that were there before."""

    sign = "filter"
    hint = "rows that hold these words"

    def __init__(self, rows: RowList, narrow: Callable[[str], None], before: str) -> None:
        self._rows = rows
        self._narrow = narrow
        self._before = before

    def changed(self, text: str) -> None:
        """Narrow at once."""
        self._narrow(text)

    def accept(self, text: str) -> bool:
        """Leave the list narrowed."""
        return True

    def cancel(self) -> None:
        """As it was."""
        self._narrow(self._before)

    def move(self, direction: int) -> None:
        """Through the rows."""
        self._rows.move("row-down" if direction > 0 else "row-up")

    def history(self) -> list[str]:
        """None is kept."""
        return []


class Filtering:
    """Narrows the list of documents by words and conditions; the collection answers, in a thread."""

    sign = "filter"
    hint = "words · source: · date:2031.. · is:unread · has:annotation · tag: · f1 lists them"
    help_topic = "filter"

    def __init__(self, room: Room) -> None:
        self._room = room
        self._before = room.library.words
        self._wrong = False
        self._completer = Completer(room)

    def changed(self, text: str) -> None:
        """Ask for the list of these words and conditions."""
        self._wrong = False
        self._room.library.narrow(text.strip())

    def answered(self, shown: int, documents: int) -> None:
        """The list for what is typed is on screen."""
        self._wrong = False
        if self._room.prompts.text.strip():
            self._room.prompts.note(f"{shown:,} of {counted(documents, 'document')}", error=not shown)

    def refused(self, error: QueryError) -> None:
        """What is typed is no filter: the list stays, and what is wrong is said beside the prompt."""
        self._wrong = True
        self._room.prompts.query_error(error)

    def accept(self, text: str) -> bool:
        """Leave the list narrowed; a mistake is to be seen to first."""
        if not self._wrong and text.strip():
            earlier = self._room.library.earlier
            earlier[:] = [text, *(each for each in earlier if each != text)]
        return not self._wrong

    def cancel(self) -> None:
        """As it was."""
        self._room.library.narrow(self._before)

    def move(self, direction: int) -> None:
        """Through the documents."""
        self._room.screen.documents.move("row-down" if direction > 0 else "row-up")

    def history(self) -> list[str]:
        """Earlier filters of this sitting."""
        return self._room.library.earlier

    def complete(self, text: str) -> None:
        """Complete the condition, or the value, that is being typed."""
        self._completer.complete(text)
