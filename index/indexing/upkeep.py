"""Keeping what is indexed of a collection up to date, and examining it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.errors import CollectionError
from index.opening import Opened
from index.settings import Settings

if TYPE_CHECKING:
    from index.events import Event, IndexSummary, OnEvent
    from index.indexing.checking import Finding
    from index.indexing.indexer import IndexerProcess, Job

Named = Sequence[str] | None
"""The only files that may have changed since the last run, as a watcher names them; None: any."""
_HURRIED = 16
"""Documents that are remembered for the next run."""


class IndexingRun(Protocol):
    """An indexer process at work."""

    def cancel(self) -> None: ...
    def wait(self, timeout: float | None = None) -> bool: ...


class Upkeep:
    """Starts the indexer of one collection."""

    def __init__(
        self,
        opened: Opened,
        settings: Settings,
        refresh: Callable[[], None],
        notices: list[str] | None = None,
        marks: Path | None = None,
    ) -> None:
        """`notices`: what else is to be told; taken from the list as it is. `marks`: see `marks_place`."""
        self._opened = opened
        self._settings = settings
        self._refresh = refresh
        self._notices = notices if notices is not None else []
        self._lock = threading.Lock()
        self._run: IndexerProcess | None = None
        self._hurried: dict[str, None] = {}
        self._marks = marks

    @property
    def cache(self) -> Path:
        """Where catalogue and index lie."""
        return self._opened.folders.cache

    def start(
        self, on_event: OnEvent, *, rebuild: bool, jobs: int | None, nice: int, among: Named = None
    ) -> IndexingRun:
        """Start the indexer process."""
        from index.events import Noticed
        from index.indexing.indexer import IndexerProcess

        # Made again, because the cache may be deleted at any time.
        try:
            self._opened.folders.make()
        except OSError as error:
            why = error.strerror or error
            raise CollectionError(f"{self.cache} cannot be written ({why}): nothing new can be indexed") from error
        self._sweep()
        while self._notices:
            on_event(Noticed(self._notices.pop(0)))
        job = self._job(rebuild, jobs, nice)
        run = IndexerProcess(replace(job, among=tuple(among)) if among is not None else job, on_event)
        with self._lock:
            self._run, hurried = run, list(self._hurried)
        for path in hurried:
            run.hurry(path)
        return run

    def hurry(self, path: str) -> None:
        """The reader waits for this document: the run under way takes it next, or else the next run does."""
        with self._lock:
            if path in self._hurried:
                return
            self._hurried[path] = None
            while len(self._hurried) > _HURRIED:
                del self._hurried[next(iter(self._hurried))]
            run = self._run
        if run is not None:
            run.hurry(path)

    def _sweep(self) -> None:
        """Remove what processes left that were killed while they wrote."""
        from index.annotations.place import marks_place
        from index.leftovers import sweep
        from index.paths import user_folder

        folders = self._opened.folders
        for own in (folders.cache, folders.state, folders.data):
            sweep(own, below=True)
        for shared in (user_folder("cache") / "settings", user_folder("cache") / "themes", user_folder("state")):
            sweep(shared)
        place = marks_place(self._opened.root, self._marks, folders.data)
        for marks in filter(None, (place.folder, place.also)):
            for folder in (marks, marks / "layers", marks / "dossiers"):
                sweep(folder)

    def _job(self, rebuild: bool, jobs: int | None, nice: int) -> Job:
        from index.annotations.place import marks_place
        from index.indexing.indexer import Job

        place = marks_place(self._opened.root, self._marks, self._opened.folders.data)
        settings = self._settings
        indexing = settings.indexing if jobs is None else replace(settings.indexing, jobs=jobs)
        return Job(
            root=str(self._opened.root),
            only=None if self._opened.narrowed else self._opened.only,
            cache=str(self.cache),
            documents=settings.documents,
            # Sealed, no program is started for a scanned page either.
            formats=replace(settings.formats, ocr="never") if settings.sealed else settings.formats,
            indexing=indexing,
            search=settings.search,
            entities=settings.entities,
            marks=tuple(str(folder) for folder in (place.folder, place.also) if folder is not None),
            rebuild=rebuild,
            nice=nice,
            metadata=settings.metadata,
        )

    def update(self, on_event: OnEvent | None, *, rebuild: bool, jobs: int | None, among: Named = None) -> IndexSummary:
        """Run the indexer, unless there is nothing for it to do, and wait for it. Raises CollectionError."""
        # Imported here: the reading room, which starts before anything is indexed, does without until then.
        from index.events import Failed, IndexSummary
        from index.indexing.settled import settled

        summary = settled(self._job(rebuild, jobs, 0)) if among is None else None
        if summary is not None:
            self._sweep()
            return summary
        last: list[Event] = []

        def listen(event: Event) -> None:
            last[:] = [event]
            if on_event is not None:
                on_event(event)

        run = self.start(listen, rebuild=rebuild, jobs=jobs, nice=0, among=among)
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

    def examine(self, on_event: OnEvent | None) -> Iterator[Finding]:
        """Catalogue and index; what is broken is made again."""
        from index.indexing.checking import examine_cache, examine_model, examine_settings, examine_state
        from index.indexing.indexer import fingerprint

        made_with = fingerprint(self._job(False, None, 0))
        findings = list(examine_cache(self.cache, self._settings.search, made_with, on_event))
        if any(f.state not in ("ok", "missing") for f in findings):
            self.update(None, rebuild=True, jobs=None)
            after = {f.part: f.state for f in examine_cache(self.cache, self._settings.search, made_with)}
            findings = [f._replace(repaired=f.state != "ok" and after.get(f.part) == "ok") for f in findings]
        yield from findings
        yield examine_state(self._opened.folders.state)
        yield examine_settings()
        yield from examine_model(self.cache, self._settings.entities.model, self._settings.documents.worker_megabytes)
