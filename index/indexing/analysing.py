"""Writing what analysis found, and with it which names of the collection are one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress

from index.catalogue.writer import CatalogueWriter
from index.errors import Cancelled
from index.events import Analysed, OnEvent
from index.events import Cancelled as Asked
from index.indexing.meter import Meter
from index.indexing.results import Analysis, Unchanged
from index.indexing.workers import Failure
from index.understanding.versions import joining_version

_PAUSE = 1.0
"""Seconds between two batches,"""
_PAUSE_FOR_COST = 10
"""and at least so many times as long as the last took: a name that all documents have is written with every batch."""
_MOST_WAITING = 100_000
"""Mentions that are held in memory."""

_Result = tuple[int, Analysis | Unchanged | Failure]


class Analyses:
    """Analysed documents on their way into the catalogue, in batches."""

    def __init__(self, catalogue: CatalogueWriter, rules: str, on_event: OnEvent) -> None:
        """`rules`: the version of those by which the documents are analysed."""
        self._catalogue = catalogue
        self._rules = rules
        self._on_event = on_event
        self._waiting: list[_Result] = []
        self._mentions = 0
        self._last = time.monotonic()
        self._pause = _PAUSE

    def join(self, cancelled: Asked, meter: Meter) -> bool:
        """Names are joined with each batch (see `catalogue.joining`); here all at once, where other rules joined them
        so far. False where that was given up: then nothing else may be written."""
        version = joining_version()
        if self._catalogue.meta("joined") == version:
            return True

        def goes_on(done: int) -> bool:
            meter.show("join", done, None)
            return not cancelled()

        with suppress(Cancelled), self._catalogue.batch():
            self._catalogue.join_anew(goes_on)
            self._catalogue.set_meta("joined", version)
        return self._catalogue.meta("joined") == version

    def add(self, id: int, result: Analysis | Unchanged | Failure, *, at_once: bool) -> None:
        """Write it with others, or `at_once` with those that wait."""
        self._waiting.append((id, result))
        self._mentions += len(result.mentions) if isinstance(result, Analysis) else 0
        if at_once or self._mentions >= _MOST_WAITING or time.monotonic() - self._last > self._pause:
            self.write()

    def write(self) -> None:
        """Write those that wait."""
        results, self._waiting, self._mentions = self._waiting, [], 0
        began = time.process_time()
        self._put(results)
        self._last = time.monotonic()
        self._pause = max(_PAUSE, _PAUSE_FOR_COST * (time.process_time() - began))

    def _put(self, results: Sequence[_Result]) -> None:
        if not results:
            return
        with self._catalogue.batch():
            for id, result in results:
                if isinstance(result, Unchanged):
                    self._catalogue.keep_analysis(id, self._rules)
                    continue
                # A document that cannot be analysed stays readable and searchable, without entities.
                fault = result.reason if isinstance(result, Failure) else None
                analysis = Analysis((), ()) if isinstance(result, Failure) else result
                self._catalogue.put_analysis(id, self._rules, analysis.mentions, analysis.named, fault)
                self._catalogue.put_quotations(id, analysis.quotations)
                if analysis.reckoned is not None:
                    self._catalogue.put_reckoned(id, analysis.reckoned)
        self._on_event(Analysed(len(results)))
