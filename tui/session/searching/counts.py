"""A count that goes through every match of a query: shown as far as it is, arranged anew, given up by a key."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Final, Generic, Protocol, TypeVar

from tui.session.background import LatestWins

if TYPE_CHECKING:
    from tui.session.room import Room
    from tui.session.works import Work

FIRST_SECONDS: Final = 0.3
"""After this what there is by then is shown; then each time that twice as long has gone by."""
WORK_SECONDS: Final = 0.01
NAP_SECONDS: Final = 0.004

A = TypeVar("A")
"""What is asked; compares."""
C = TypeVar("C")
"""What was counted; never changes."""
R = TypeVar("R")
"""A row."""
C_co = TypeVar("C_co", covariant=True)


class Count(Protocol[C_co]):
    """A count under way. For one thread."""

    @property
    def documents(self) -> int:
        """How many steps it has."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What is to be said of the query."""

    def count(self) -> Iterator[object]:
        """Each step counts one document."""

    def counted(self) -> C_co:
        """What was counted by now."""


class LongCount(ABC, Generic[A, C, R]):
    """Counts in one thread and arranges in another; the page shows the rows there are."""

    PAGE: ClassVar[str]
    DOING: ClassVar[str]
    """What the status line says while it takes long."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.asked: A | None = None
        self.counted: C | None = None
        self.rows: list[R] = []
        """What the page shows."""
        self.words = ""
        """What the rows are narrowed to."""
        self.first_seconds = FIRST_SECONDS
        self._stale = False
        self._work: Work | None = None
        self._arrange_again = False
        self._overtaken = False
        """What is being arranged will not be shown: nobody waits for it."""
        self._counter: LatestWins[A, None] = LatestWins(room.background, self._read, self._read_all, self._failed)
        self._arranger: LatestWins[C, list[R]] = LatestWins(
            room.background, self.arranged, self._show, self._failed_to_arrange
        )

    @abstractmethod
    def begin(self, asked: A, cancelled: Callable[[], bool]) -> Count[C]:
        """Start to count; in a thread. Raises QueryError, Cancelled."""

    @abstractmethod
    def arranged(self, counted: C, cancelled: Callable[[], bool]) -> list[R]:
        """The rows of what was counted, as the reader wants them; in a thread."""

    @property
    def busy(self) -> bool:
        """True while it still counts."""
        return self._counter.busy

    # -- asking ------------------------------------------------------------------------------------------------------

    def ask(self, asked: A) -> None:
        """Count this, and show it."""
        if asked != self.asked or self._stale or self.counted is None:
            self._ask(asked)
        self.room.screen.show_page(self.PAGE)

    def refresh(self) -> None:
        """The collection has changed: count again, at once where it is on the screen."""
        self._stale = self.asked is not None
        if self._stale and not self.busy and self.room.screen.page_named(self.PAGE).is_open:
            assert self.asked is not None
            self._ask(self.asked)

    def _ask(self, asked: A) -> None:
        if asked != self.asked:
            self.counted, self.rows = None, []
            self._arranger.cancel()
            self._overtaken = self._arranger.busy
        self.asked, self._stale = asked, False
        if self._work is not None:
            self._work.end()
        self._work = self.room.works.begin(self.DOING, cancel=self._give_up, busy=lambda: self.busy)
        self._counter.submit(asked)
        self.refresh_page()

    def _read(self, asked: A, cancelled: Callable[[], bool]) -> None:
        room, work = self.room, self._work
        assert work is not None
        count = self.begin(asked, cancelled)
        began = breath = time.monotonic()
        wanted = self.first_seconds
        for done, _ in enumerate(count.count(), 1):
            now = time.monotonic()
            if now - breath > WORK_SECONDS:
                # Threads take turns: the screen's would wait for every one of its steps.
                time.sleep(NAP_SECONDS)
                breath = time.monotonic()
            if now - began > wanted:
                work.progress(done, count.documents)
                room.background.tell(self._take, asked, count.counted())
                wanted = 2 * (now - began)
        room.background.tell(self._take, asked, count.counted())
        if count.notices:
            room.background.tell(room.messages.say, " · ".join(count.notices))

    def _give_up(self) -> None:
        self._counter.cancel()
        self._stale = True
        self.refresh_page()

    def _take(self, asked: A, counted: C) -> None:
        if asked == self.asked and not self.room.background.closed:
            self.counted = counted
            self.arrange()

    def _read_all(self, asked: A, _: None) -> None:
        if self._stale and self.asked is not None:
            self._ask(self.asked)
        else:
            self.refresh_page()

    def _failed(self, asked: A, error: Exception) -> None:
        self.asked = None
        self.room.messages.fail(error)
        self.refresh_page()

    # -- arranging ---------------------------------------------------------------------------------------------------

    def narrow(self, words: str) -> None:
        """Only rows that hold these words."""
        if words != self.words:
            self.words = words
            self.arrange(at_once=True)

    def arrange(self, *, at_once: bool = False) -> None:
        """Make the rows anew; not while that is being done, unless the reader waits for it."""
        if self._arranger.busy and not at_once and not self._overtaken:
            self._arrange_again = True
        elif self.counted is not None:
            self._arrange_again = self._overtaken = False
            self._arranger.submit(self.counted)

    def _show(self, _: C, rows: list[R]) -> None:
        self.rows = rows
        self.refresh_page()
        if self._arrange_again:
            self.arrange()

    def _failed_to_arrange(self, _: C, error: Exception) -> None:
        self.room.messages.fail(error)

    def refresh_page(self) -> None:
        """Show the rows there are."""
        self.room.screen.page_named(self.PAGE).refresh_rows()


def query_in_force(room: Room) -> tuple[str, bool] | None:
    """The search in force and whether it is taken as typed, else the word under the cursor; None without either.

    One that was put away is not in force, though its results can be looked at again.
    """
    answer = room.search.answer
    if answer is not None and room.screen.page_named("results").is_open:
        return answer.question.query, answer.question.as_typed
    for trail in reversed(room.trails.all):
        if trail.query is not None:
            return trail.query, trail.as_typed
    document, text = room.reading.document, room.screen.text
    span = text.object_at("iw") if document is not None else None
    word = document.text[span[0] : span[1]] if document is not None and span is not None else ""
    return (word, False) if word.isalnum() else None


def refresh_counts(room: Room) -> None:
    """The collection has changed: whatever was counted is counted again when it is looked at."""
    ledgers = ("collocates", "frequency", "timeline", "entity_page", "quotations", "facts", "same_words")
    for name in (*ledgers, "skipped_files"):
        if name in vars(room):  # what nobody has asked for yet is not made for this
            getattr(room, name).refresh()


def refresh_timeline(room: Room) -> None:
    """What dates or names hang on was decided: dates are valued anew."""
    for name in ("timeline", "facts"):
        if name in vars(room):
            getattr(room, name).refresh()
