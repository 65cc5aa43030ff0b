"""The folder watched while the reader is open: a change is taken up by a run of the indexer, quietly."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from index.watching.pace import Pace
from tui.counted import counted

if TYPE_CHECKING:
    from index.events import IndexSummary
    from index.watching.events import WatchEvent, Watching
    from index.watching.watcher import Watcher
    from tui.session.room import Room

TOLD_SECONDS: Final = 30.0
"""What changed is said once in this time; the header says it always."""


class WatchedFolder:
    """Starts runs when files have changed, and says what they found."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._watcher: Watcher | None = None
        self._pace = Pace()
        self._lost = False
        self._ended = False
        self._told_at = -TOLD_SECONDS
        self.words = "changes of files are not watched for: indexing.watch in config.yaml is off"
        """How changes are noticed."""

    def begin(self) -> None:
        """Watch, where the settings want it."""
        room = self._room
        if room.settings.indexing.watch == "off" or self._watcher is not None or self._ended:
            return
        self.words = "changes of files are about to be watched for"

        def started(watcher: Watcher) -> None:
            self._watcher = watcher
            if self._ended:
                watcher.stop()

        def failed(error: Exception) -> None:
            self.words = "changes of files are not noticed"
            room.messages.fail(error)

        room.background.run(lambda: room.collection.keeping_up.start(self._event), started, failed)

    def end(self) -> None:
        """The reader leaves."""
        self._ended = True
        if self._watcher is not None:
            self._watcher.stop()

    def tick(self) -> None:
        """Now and then: start the run that is due."""
        if self._ended or self._lost or self._room.indexing.running:
            return
        now = time.monotonic()
        if self._pace.due(now):
            self._room.indexing.start(quiet=True, among=self._pace.among)

    # -- runs, whoever started them ----------------------------------------------------------------------------------

    def run_began(self) -> None:
        """A run begins to look."""
        self._pace.run_began(time.monotonic())

    def run_ended(self, *, well: bool) -> None:
        """The run is over."""
        self._pace.run_ended(time.monotonic(), well=well)

    def tell(self, summary: IndexSummary) -> None:
        """Say what a run found that a change has started."""
        changed = summary.updated + summary.renamed
        parts: list[str] = []
        for number, what in ((changed, "changed"), (summary.added, "new"), (summary.removed, "gone")):
            if number:
                parts.append(f"{number:,} {what}" if parts else f"{counted(number, 'document')} {what}")
        messages, now = self._room.messages, time.monotonic()
        if parts and messages.current is None and now - self._told_at >= TOLD_SECONDS:
            self._told_at = now
            messages.say(" · ".join(parts))

    # -- the watcher -------------------------------------------------------------------------------------------------

    def _event(self, event: WatchEvent) -> None:
        """Called on a thread of the watcher's own."""
        self._room.app.call_later(self._handle, event)

    def _handle(self, event: WatchEvent) -> None:
        from index.watching.events import Blind, Changed, Lost, Watching

        room = self._room
        if self._ended or room.background.leaving:
            return
        match event:
            case Watching():
                self._begun(event)
            case Changed():
                self._lost = False
                self._pace.changed(event.paths)
            case Lost():
                self._lost = True
                room.messages.warn(f"{event.why}: what is indexed of it stays, and it is waited for")
            case Blind():
                self._watcher = None
                self.words = event.why
                room.messages.warn(event.why)

    def _begun(self, event: Watching) -> None:
        room = self._room
        if event.how == "notices":
            self.words = "the system tells of every change in the folder"
        else:
            self.words = f"the folder is looked through every {event.seconds:,.0f} s: {event.why}"
            if room.settings.indexing.watch == "on":
                room.messages.say(self.words)
        if room.indexing.has_looked:
            # What changed between the look of that run and this moment, nobody has seen.
            self._pace.changed()
