"""Keeping what is indexed of a collection up to date, and examining it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.errors import CollectionError
from index.opening import Opened
from index.settings import Settings

if TYPE_CHECKING:
    from index.checking import Finding
    from index.events import Event, IndexSummary, OnEvent
    from index.indexer import Job


class IndexingRun(Protocol):
    """An indexer process at work."""

    def cancel(self) -> None: ...
    def wait(self, timeout: float | None = None) -> bool: ...


class Upkeep:
    """Starts the indexer of one collection."""

    def __init__(self, opened: Opened, settings: Settings, refresh: Callable[[], None]) -> None:
        self._opened = opened
        self._settings = settings
        self._refresh = refresh

    @property
    def cache(self) -> Path:
        """Where catalogue and index lie."""
        return self._opened.folders.cache

    def start(self, on_event: OnEvent, *, rebuild: bool, jobs: int | None, nice: int) -> IndexingRun:
        """Start the indexer process."""
        from index.indexer import IndexerProcess

        # Made again, because the cache may be deleted at any time.
        self._opened.folders.make()
        return IndexerProcess(self._job(rebuild, jobs, nice), on_event)

    def _job(self, rebuild: bool, jobs: int | None, nice: int) -> Job:
        from index.indexer import Job

        settings = self._settings
        indexing = settings.indexing if jobs is None else replace(settings.indexing, jobs=jobs)
        return Job(
            root=str(self._opened.root),
            only=None if self._opened.narrowed else self._opened.only,
            cache=str(self.cache),
            documents=settings.documents,
            indexing=indexing,
            search=settings.search,
            rebuild=rebuild,
            nice=nice,
        )

    def update(self, on_event: OnEvent | None, *, rebuild: bool, jobs: int | None) -> IndexSummary:
        """Run the indexer, unless there is nothing for it to do, and wait for it. Raises CollectionError."""
        # Imported here: the reading room, which starts before anything is indexed, does without until then.
        from index.events import Failed, IndexSummary
        from index.settled import settled

        summary = settled(self._job(rebuild, jobs, 0))
        if summary is not None:
            return summary
        last: list[Event] = []

        def listen(event: Event) -> None:
            last[:] = [event]
            if on_event is not None:
                on_event(event)

        run = self.start(listen, rebuild=rebuild, jobs=jobs, nice=0)
        try:
            run.wait()
        except BaseException:
            run.cancel()
            run.wait(5)
            raise
        self._refresh()
        if last and isinstance(last[0], IndexSummary):
            return last[0]
        reason = last[0].message if last and isinstance(last[0], Failed) else "the indexer said nothing"
        raise CollectionError(reason)

    def examine(self) -> Iterator[Finding]:
        """Catalogue and index; what is broken is made again."""
        from index.checking import examine_cache

        findings = list(examine_cache(self.cache, self._settings.search))
        broken = any(f.state not in ("ok", "missing") for f in findings)
        if broken:
            self.update(None, rebuild=True, jobs=None)
        yield from (f._replace(repaired=broken and f.state != "ok") for f in findings)
