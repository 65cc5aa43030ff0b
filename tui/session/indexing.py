"""The indexer at work behind the screen: how far it is, and taking up what it has done."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from tui.session.searching.counts import refresh_counts
from tui.session.works import Pace, duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.collection import IndexingRun
    from index.errors import Damaged
    from index.events import Event, IndexSummary, Progress
    from tui.session.room import Room

STAGES: Final = {
    "walk": "looking for documents",
    "read": "reading",
    "commit": "writing the index",
    "structure": "telling text from what pages repeat",
    "gather": "gathering the index",
    "analyse": "finding names",
    "join": "joining names",
}
_REPAIRS: Final = 2
TICK_SECONDS: Final = 0.1
REFRESH_SECONDS: Final = 0.5
QUIET_SECONDS: Final = 2.0


def progress_words(progress: Progress, pace: Pace | None = None) -> str:
    """A stage in words: "reading 1,200 of 50,000 · 480/s · 2 min left". `pace` keeps rate and time from jumping."""
    words = STAGES.get(progress.stage, progress.stage)
    if progress.done or progress.total:
        words += f" {progress.done:,}" + (f" of {progress.total:,}" if progress.total else "")
    if progress.detail:
        words += f" ({progress.detail})"
    if pace is None:
        pace = Pace()
        pace.rate = progress.rate
    else:
        pace.see(progress.done, rate=progress.rate or None)
    if pace.rate >= 1:
        words += f" · {pace.rate:,.0f}/s"
        left = pace.left(progress.total - progress.done) if progress.total else None
        if left is not None and left >= 1:
            words += f" · {duration(left)} left"
    if progress.errors:
        words += f" · {progress.errors:,} skipped"
    return words


class Indexing:
    """Starts the indexer, shows its progress, refreshes what depends on it."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._run: IndexingRun | None = None
        self._latest: Progress | None = None
        self._news = False
        """Something was committed or analysed and not yet taken up."""
        self._refreshing = False
        self.words = ""
        """What the header says of it."""
        self.finished = False
        """A run came to its end."""
        self.running = False
        self._giving_up = False
        self._again = False
        """Another run is to follow the one under way."""
        self._pace = Pace()
        self._stage = ""
        self.has_looked = False
        """The run under way has begun to look at files, or is over."""
        self._quiet_until = 0.0
        """The run was started by a change of a file: only if it lasts is it worth a word."""
        self._quiet = False
        self._skipped = 0
        self._repairs = 0
        """Runs that were started because something could not be read, since a run that was not."""

    def repair(self, error: Damaged) -> None:
        """What is indexed cannot be read: a run finds out what is damaged, says so, and makes it anew."""
        reason = str(error).rstrip(".")
        if self.running:
            self._room.messages.warn(f"{reason}; it is being made anew")
        elif self._repairs < _REPAIRS:
            self._room.messages.warn(f"{reason}: it is made anew from your documents")
            # A run that found nothing damaged did not look where the reader did.
            repairs = self._repairs + 1
            self.start(rebuild=self._repairs > 0)
            self._repairs = repairs
        else:
            self._room.messages.warn(f"{reason}; making it anew did not help: is the disk failing?")

    def start(self, *, rebuild: bool = False, quiet: bool = False, among: Sequence[str] | None = None) -> None:
        """Start the indexer process. `quiet`: because a file has changed; nothing is said of it unless it lasts.
        `among`: the only files that may have changed."""
        if self.running:
            self._room.messages.say("the index is being brought up to date already")
            return
        room = self._room
        self._repairs = 0
        self.finished, self.running, self._giving_up = quiet, True, False
        self._run, self.has_looked, self._quiet = None, False, quiet
        room.watching.run_began()
        if quiet:
            self._quiet_until = time.monotonic() + QUIET_SECONDS
        else:
            self._quiet_until = 0.0
            self.words = "starting the index"
            room.screen.show_counts()

        def job() -> IndexingRun:
            return room.collection.start_indexing(self._event, rebuild=rebuild, among=among)

        def started(run: IndexingRun) -> None:
            self._run = run
            if self._giving_up:
                run.cancel()

        room.background.run(job, started, self._failed)

    def start_anew(self) -> None:
        """Start it, or have it start again once it is done with what it took up before."""
        self._again = self.running
        if not self._again:
            self.start()

    def stop(self) -> None:
        """The reader leaves: so does the indexer."""
        if self._run is not None and self.running:
            self._run.cancel()

    def give_up(self) -> None:
        """The reader wants no more of it: it stops at the next safe point, and what is indexed stays."""
        if not self.running:
            self._room.messages.say("the index is not being made")
            return
        self._giving_up = True
        self._latest = None
        self.words = "stopping"
        self._room.screen.show_counts()
        self.stop()

    def _event(self, event: Event) -> None:
        """Called on a thread of the collection's own. Progress comes often: the screen looks at the latest only."""
        # Imported here and below: nothing is indexed before the first paint.
        from index.events import Progress

        self.has_looked = True
        if isinstance(event, Progress):
            self._latest = event
        else:
            self._room.app.call_later(self._handle, event)

    def _handle(self, event: Event) -> None:
        from index.events import Analysed, Committed, Failed, IndexSummary, Noticed

        room = self._room
        if room.background.leaving:
            return
        match event:
            case Committed() | Analysed():
                self._news = True
            case Noticed():
                self._news = True
                room.messages.warn(event.message)
            case IndexSummary() if self._giving_up:
                self._ended("index not complete")
                room.messages.say("indexing stopped; the command “look for changed files” goes on from there")
            case IndexSummary():
                self._ended(self._summary(event), well=True)
                skipped, before = sum(item.supported for item in event.skipped), self._skipped
                self._skipped = skipped
                if self._quiet and skipped <= before:
                    room.watching.tell(event)
                elif skipped:
                    files = "1 file was" if skipped == 1 else f"{skipped:,} files were"
                    keys = room.keys_of("go-skipped")
                    room.messages.say(f"{files} skipped" + (f": {keys} shows why" if keys else ""))
            case Failed():
                self._ended("index not complete" if self._giving_up else "index not up to date")
                if not self._giving_up:
                    room.messages.warn(event.message)

    def _failed(self, error: Exception) -> None:
        self._ended("index not up to date")
        self._room.messages.fail(error)

    def _ended(self, words: str, *, well: bool = False) -> None:
        self.finished, self.running = True, False
        self._latest = None
        self.words = words
        self._news = self.has_looked = True
        self._room.watching.run_ended(well=well)
        self._room.screen.show_counts()
        again, self._again = self._again, False
        if again and not self._giving_up:
            self.start()

    @staticmethod
    def _summary(event: IndexSummary) -> str:
        counts = ((event.added, "new"), (event.updated + event.renamed, "changed"), (event.removed, "gone"))
        return " · ".join(["index up to date", *(f"{number:,} {word}" for number, word in counts if number)])

    def tick(self) -> None:
        """Now and then: show the latest progress."""
        if self._latest is not None and not self._giving_up and time.monotonic() >= self._quiet_until:
            if self._latest.stage != self._stage:
                self._stage, self._pace = self._latest.stage, Pace()
            words = progress_words(self._latest, self._pace)
            if words != self.words:
                self.words = words
                self._room.screen.show_counts()

    def take_up(self) -> None:
        """Now and then: take up what was committed since."""
        if not self._news or self._refreshing:
            return
        self._news = False
        self._refreshing = True
        room = self._room

        def done(_: None) -> None:
            self._refreshing = False
            room.library.reload()
            room.seats.reload()
            room.search.refresh()
            room.concordance.refresh()
            refresh_counts(room)

        def failed(error: Exception) -> None:
            self._refreshing = False
            room.messages.fail(error)

        room.background.run(room.collection.refresh, done, failed)
