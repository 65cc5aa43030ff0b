"""One layer: `layers/NAME.jsonl`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from index.annotations.annotation import Annotation
from index.annotations.journal import Begun, Line, whole_lines
from index.annotations.kept_layer import SMALLEST, Beginning, KeptLayer
from index.annotations.lines import Fault
from index.annotations.own_form import read_line, read_slices
from index.annotations.record_file import RecordFile

_STALE: Final = 20
"""What was appended since the layer was kept may be the 20th part of it before it is kept anew."""


class LayerFile(RecordFile[Annotation]):
    """The annotations of one layer in one folder of marks, sorted by document and position when compacted."""

    def __init__(self, folder: Path, layer: str, *, private: bool = False, cache: Path | None = None) -> None:
        """`cache`: folder in which large layers are kept as they were read."""
        self.layer = layer
        self._kept = KeptLayer(cache, folder, layer) if cache is not None else None
        self._kept_size: int | None = None
        """Bytes of what was read that are kept."""
        self._next: Beginning | None = None
        self._rewritten = False
        super().__init__(
            folder,
            ("layers",),
            f"{layer}.jsonl",
            lambda record: read_line(record, layer),
            lambda each: (each.document, each.start, each.id),
            private=private,
            begin=self._begin,
        )

    @property
    def is_long(self) -> bool:
        """True where reading what is new of it makes very many annotations."""
        return self._journal.unread() >= SMALLEST

    def reset(self) -> None:
        """Forget every line (for Journal)."""
        super().reset()
        self._kept_size, self._rewritten = None, False

    def compact(self, keep: Callable[[Annotation], bool]) -> bool:
        """Rewrite the file sorted, each record once; True where that changed it."""
        self._next = None
        rewritten = super().compact(keep)
        if rewritten:
            self._rewritten = True
            if self._kept is not None and self._next is not None and self._next.size >= SMALLEST:
                self._kept.write(self._next)
        self._next = None
        return rewritten

    def keep(self) -> None:
        """Keep what was read for another sitting, where it is much and not kept already."""
        read = self._journal.read_up_to
        if self._kept is None or self._rewritten or read is None or read[0] < SMALLEST:
            return
        size, lines, sha256 = read
        if self._kept_size is not None and size - self._kept_size < size // _STALE:
            return
        faults = [(fault.line, fault.reason) for fault in self._line_faults]
        known = (list(self.items.values()), list(self._places.values()), faults, self._bad, self._newer, self._conflict)
        self._kept.write(Beginning(size, sha256, lines, *known))
        self._kept_size = size

    # -- inside -------------------------------------------------------------------------------------------------

    def _begin(self, opened: int, size: int) -> Begun | None:
        """A large file is taken in from what an earlier sitting read of it, else many lines at a time (for Journal)."""
        if size < SMALLEST:
            return None
        found = self._kept.read(opened, size) if self._kept is not None else None
        return self._take_kept(*found) if found is not None else self._take_lines(opened, size)

    def _take_lines(self, opened: int, size: int) -> Begun:
        """Every whole line, up to one that is too long."""
        digest, offset, number = hashlib.sha256(), 0, 0
        items, places = self.items, self._places
        for data in whole_lines(opened, size):
            digest.update(data)
            lines = data.split(b"\n")
            for line in lines[:-1]:
                number += 1
                item = read_slices(line, self.layer)
                if item is None:
                    self.take(Line(number, offset, line.rstrip(b"\r"), True))
                else:
                    items[item.id] = item
                    places[item.id] = offset
                offset += len(line) + 1
        self.changed.update(items)
        return Begun(offset, number, digest)

    def _take_kept(self, known: Beginning, digest: Any) -> Begun:
        ids = [each.id for each in known.annotations]
        self.items = dict(zip(ids, known.annotations, strict=True))
        self._places = dict(zip(ids, known.places, strict=True))
        self._line_faults = [Fault(self.shown, line, reason) for line, reason in known.faults]
        self._bad = list(known.bad)
        self._newer, self._conflict = known.newer, known.conflict
        self.changed.update(ids)
        self._kept_size = known.size
        return Begun(known.size, known.lines, digest)

    def _rewriting(self, kept: list[Annotation], lines: list[bytes]) -> None:
        if self._kept is None or len(lines) != len(kept):
            return  # lines that cannot be read are read again, with their numbers
        places: list[int] = []
        at, digest = 0, hashlib.sha256()
        for line in lines:
            places.append(at)
            at += len(line) + 1
            digest.update(line)
            digest.update(b"\n")
        self._next = Beginning(at, digest.hexdigest(), len(lines), kept, places)
