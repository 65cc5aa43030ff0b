"""Bringing up to date what texts have in common: words and sketches of new texts, groups of near copies, passages."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from index.alike_texts.near import Grouping
from index.alike_texts.repeats import LEAST, Batch, Passages, Repeats
from index.alike_texts.shingles import SHINGLE, SKETCH, numbered, sketch
from index.alike_texts.shingles import places as places_of
from index.catalogue.copied import CopiesWriter, NearRow, PassageRow
from index.catalogue.reader import CatalogueReader
from index.document import NOT_PROSE
from index.errors import Cancelled
from index.indexing.generations import Hold
from index.search.concordance import date_key

if TYPE_CHECKING:
    from index.catalogue.copied import OfTexts

LOCK: Final = "copies.lock"
WAITING: Final = "waiting"
"""What is told where another process makes the same."""
RULES: Final = 3
"""Changes where the same texts would give something else."""
SHOWN: Final = 600
"""Characters of a passage that are kept to be shown."""
INSIDE: Final = 0.8
"""Share of a passage that must stand in quotation marks for it to be a quotation."""
_AT_ONCE: Final = 64
_COMMIT: Final = 1024
_POLL_SECONDS: Final = 0.1
Tell = Callable[[str, int, int], None]
"""Is told of what is done, how much of it, and how much there is."""


def state_of(texts: OfTexts, similarity: float) -> str:
    """Changes where something else would come out."""
    parts = (RULES, LEAST, SHINGLE, SKETCH, similarity, texts.analysed())
    every = hashlib.sha256(":".join(map(str, parts)).encode())
    every.update("".join(sorted(texts.distinct())).encode())
    return every.hexdigest()


def bring_up_to_date(folder: Path, similarity: float, tell: Tell, cancelled: Callable[[], bool]) -> None:
    """Make what is missing in a generation folder; what a run that was given up got done is not done again.

    `similarity`: from how much in common two texts are near copies, 0 to 1. Raises Cancelled, Damaged, OSError.
    """
    hold = Hold(folder)
    try:
        with _alone(folder, tell, cancelled):
            catalogue = CatalogueReader(folder / "catalogue.sqlite")
            try:
                kept = CopiesWriter(folder)
                try:
                    _Making(catalogue, kept, similarity, tell, cancelled).make()
                finally:
                    kept.close()
            finally:
                catalogue.close()
    finally:
        hold.release()


@contextmanager
def _alone(folder: Path, tell: Tell, cancelled: Callable[[], bool]) -> Iterator[None]:
    """Two that want the same do it one after the other; the second says that it waits, and then finds it done."""
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    told = False
    try:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                _check(cancelled)
                if not told:
                    told = True
                    tell(WAITING, 0, 0)
                time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(lock)


def _check(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled("Given up.")


class _Making:
    """One run."""

    def __init__(
        self,
        catalogue: CatalogueReader,
        kept: CopiesWriter,
        similarity: float,
        tell: Tell,
        cancelled: Callable[[], bool],
    ) -> None:
        self._catalogue, self._kept = catalogue, kept
        self._similarity = similarity
        self._tell, self._cancelled = tell, cancelled

    def make(self) -> None:
        """All of it, unless it is there."""
        texts = self._catalogue.of_texts
        state = state_of(texts, self._similarity)
        if self._kept.made_of() == state:
            return
        distinct = texts.distinct()
        self._read(distinct)
        numbers = [number for number, _ in self._kept.sizes()]
        near = list(self._near())
        found = self._repeats()
        places = {number: distinct[sha] for sha, number in self._kept.numbers().items()}
        passages = list(self._passages(found, numbers, places))
        with self._kept.batch():
            table = np.array(numbers, np.int32)
            columns = {"texts": table[found.texts].tobytes(), "starts": found.starts.tobytes()}
            self._kept.finish(state, near, passages, columns)

    def _read(self, distinct: dict[str, int]) -> None:
        """Words and sketches of the texts that are new."""
        known = self._kept.known()
        with self._kept.batch():
            self._kept.drop(known - distinct.keys())
        wanted = [id for sha, id in distinct.items() if sha not in known]
        for first in range(0, len(wanted), _COMMIT):
            with self._kept.batch():
                for at in range(first, min(first + _COMMIT, len(wanted)), _AT_ONCE):
                    part = wanted[at : min(at + _AT_ONCE, first + _COMMIT)]
                    for id in part:
                        # One at a time: each may be a hundred megabytes.
                        for sha, text in self._catalogue.of_texts.texts([id]):
                            words = numbered(text)
                            self._kept.put_words(sha, words.tobytes(), sketch(words).tobytes())
                    self._told("words", at + len(part), len(wanted))

    def _near(self) -> Iterator[NearRow]:
        ids, rows = [], []
        for id, packed in self._kept.sketches():
            ids.append(id)
            rows.append(np.frombuffer(packed, np.uint32))
        sketches = np.array(rows, np.uint32).reshape(-1, SKETCH)
        grouping = Grouping(
            ids, sketches, lambda text: np.frombuffer(self._kept.words(text), np.uint32), self._similarity
        )
        for done, _ in enumerate(grouping.find(), 1):
            self._told("near", done, grouping.steps)
        for number, group in enumerate(grouping.groups()):
            for text, alike in zip(group.texts, group.alike, strict=True):
                yield NearRow(number, text, alike)

    def _repeats(self) -> Passages:
        sizes = np.array([size for _, size in self._kept.sizes()], np.int64)
        repeats = Repeats(self._batches, np.cumsum(sizes))
        for done, _ in enumerate(repeats.find(), 1):
            self._told("shared", done, repeats.steps)
        return repeats.found

    def _batches(self) -> Iterator[Batch]:
        for batch in self._kept.batches():
            _check(self._cancelled)
            ends = np.cumsum(np.array([len(words) // 4 for words in batch], np.int64))
            yield Batch(np.frombuffer(b"".join(batch), np.uint32), ends)

    def _passages(self, found: Passages, numbers: list[int], places: dict[int, int]) -> Iterator[PassageRow]:
        """Each passage as it stands in the first text by date that has it; every text is read once."""
        at = []
        rank = self._ranks(numbers, places)
        for number, (first, last) in enumerate(zip(found.first.tolist(), found.last.tolist(), strict=True)):
            standing = zip(found.texts[first:last].tolist(), found.starts[first:last].tolist(), strict=True)
            text, start = min(standing, key=lambda place: (rank[place[0]], place[1]))
            at.append((text, start, number))
        at.sort()
        done = 0
        for text, some in groupby(at, key=lambda each: each[0]):
            id = numbers[text]
            document = self._catalogue.document_by_id(places[id])
            assert document is not None
            where = places_of(document.text)
            kinds = _Kinds(self._catalogue, document.path, [(b.start, b.end, b.kind) for b in document.blocks])
            for _, first_word, number in some:
                words = int(found.words[number])
                start, end = int(where[first_word][0]), int(where[first_word + words - 1][1])
                shown = " ".join(document.text[start : min(end, start + 2 * SHOWN)].split())
                shown = shown if len(shown) <= SHOWN and end <= start + 2 * SHOWN else shown[:SHOWN] + "…"
                yield PassageRow(
                    int(found.first[number]), int(found.last[number]), words, int(found.number[number]), id,
                    start, end, kinds.of(start, end), shown,
                )  # fmt: skip
                done += 1
            self._told("passages", done, len(at))

    def _ranks(self, numbers: list[int], places: dict[int, int]) -> list[int]:
        """Where each text comes by date, the undated last."""
        rows = self._catalogue.rows(places[id] for id in numbers)
        order = sorted(range(len(rows)), key=lambda at: date_key(rows[at]))
        found = [0] * len(rows)
        for place, at in enumerate(order):
            found[at] = place
        return found

    def _told(self, stage: str, done: int, total: int) -> None:
        _check(self._cancelled)
        self._tell(stage, done, total)


class _Kinds:
    """What the passages of one document are."""

    def __init__(self, catalogue: CatalogueReader, path: str, blocks: list[tuple[int, int, str]]) -> None:
        self._blocks = blocks
        # They are in order: each passage is compared with the few that it stands in.
        self._starts, self._ends = [block[0] for block in blocks], [block[1] for block in blocks]
        self._quoted = [(each.start, each.end, "quotation") for each in catalogue.quoted.of(path)]

    def of(self, start: int, end: int) -> str:
        """The kind of block in which most of it stands, where that is no prose; `quotation`; "" for prose."""
        shares: dict[str, int] = {}
        for first, last, kind in self._blocks[bisect_right(self._ends, start) : bisect_left(self._starts, end)]:
            shares[kind] = shares.get(kind, 0) + min(end, last) - max(start, first)
        most = max(shares, key=lambda kind: shares[kind]) if shares else ""
        if most in NOT_PROSE:
            return most
        inside = sum(max(0, min(end, last) - max(start, first)) for first, last, _ in self._quoted)
        return "quotation" if inside >= INSIDE * (end - start) else ""
