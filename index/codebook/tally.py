"""How often each code was given, counted once and kept up with as passages come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from index.annotations.record import moment

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation


class Tally:
    """Counts by the names that passages carry. Whoever owns it holds a lock around every call."""

    def __init__(self, annotations: Iterable[Annotation]) -> None:
        self.counts: Counter[str] = Counter()
        self.latest: dict[str, str] = {}
        """When each was given last."""
        for annotation in annotations:
            self.replace(None, annotation)

    def replace(self, old: Annotation | None, new: Annotation | None) -> None:
        """A passage came, went or changed."""
        if old is not None and not old.deleted:
            self.counts.subtract(old.codes)
        if new is not None and not new.deleted:
            self._add(new)

    def by_recency(self) -> list[tuple[str, int]]:
        """Every code in use with its count, the one given last first."""
        used = sorted(code for code, count in self.counts.items() if count > 0)
        return [(code, self.counts[code]) for code in sorted(used, key=self.latest.__getitem__, reverse=True)]

    def _add(self, annotation: Annotation) -> None:
        if not annotation.codes:
            return
        when = moment(annotation.updated)
        for code in annotation.codes:
            self.counts[code] += 1
            if self.latest.get(code, "") <= when:
                self.latest[code] = when
