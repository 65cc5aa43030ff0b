"""Annotations of another program's file, taken in: judged while others may go on writing, then written in one go.

What is judged needs documents to be read and passages to be found, which takes long where there are thousands; only the
writing holds the lock of the layer. Annotations and codes of one file are one step of undo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from index.annotations import interchange
from index.annotations.importing import Importer, ImportReport
from index.annotations.interchange.items import Imported, Unplaced, shortened
from index.annotations.lines import Record
from index.annotations.placement import Placements
from index.annotations.record import moment
from index.annotations.store import LayerStore, Lookup
from index.annotations.undo import Change
from index.errors import Cancelled, GlossatorError

if TYPE_CHECKING:
    from index.codebook.keeping import CodeKeeping
    from index.events import Cancelled as Asked
    from index.memos.memos import Memos

KIND: Final = "annotation"
"""As what the undo log knows these changes: they are undone like any other."""
_EVERY: Final = 32

Watch = Callable[[int, int], None]
"""Is told how many annotations of a file are judged, and of how many."""
Remember = Callable[[str, list[Change]], bool]
"""Logs what was done, in words; False where that is too much to be undone."""


class Intake:
    """Takes files into the layers of one store. Safe to call from any thread."""

    def __init__(
        self,
        store: LayerStore,
        placements: Placements,
        codebook: CodeKeeping | None,
        context: int,
        paths: Callable[[], Iterable[str]],
        remember: Remember,
        memos: Memos | None = None,
    ) -> None:
        self._store = store
        self._placements = placements
        self._codebook = codebook
        self._context = context
        self._paths = paths
        self._remember = remember
        self._memos = memos

    def take(
        self,
        data: bytes,
        format: str | None = None,
        *,
        layer: str | None = None,
        coder: str | None = None,
        watch: Watch | None = None,
        cancelled: Asked | None = None,
    ) -> ImportReport:
        """Take in the annotations whose passages are found here, into the own layer or the one named.

        `coder` takes those alone that the file says were made by this person. Codes of which the file says something go
        into the codebook, where it does not say it already. Raises Cancelled, before anything is written.
        """
        chosen = format or interchange.detect(data)
        if chosen is None:
            raise GlossatorError(f"not a file of annotations; formats: {', '.join(interchange.IMPORT_FORMATS)}")
        into = layer if layer is not None else self._store.own_layer
        self._store.refresh()
        items = list(_asking(interchange.parse(chosen, data), cancelled))
        importer = Importer(self._store, self._placements, self._context, self._paths, into, coder, self._resolve())
        taken, unplaced = importer.take(_watched(items, watch, cancelled))
        _ask(cancelled)
        codes = interchange.codes(chosen, data)
        coded = self._codebook.take_in(codes) if codes and self._codebook is not None else []
        written: list[Change] = []
        try:
            if self._memos is not None and importer.memos:
                written, here = self._memos.take_in(importer.memos)
                unplaced += [Unplaced("a memo that is here already", shortened(memo.note)) for memo in here]
            marked, late = self._write(taken, into)
        except BaseException:
            if written and self._memos is not None:
                self._memos.take_back(written)
            if coded and self._codebook is not None:
                self._codebook.take_back(coded)
            raise
        undoable = True
        if marked or coded or written:
            what = f"took in {len(codes):,} codes" if coded else f"took in {len(written):,} memos"
            what = f"import {len(marked):,} annotations" if marked else what
            undoable = self._remember(what, [*marked, *coded, *written])
        coders = tuple(importer.coders.most_common())
        return ImportReport(len(marked), [*unplaced, *late], undoable, len(codes), coders, len(written))

    def _resolve(self) -> Callable[[str], str]:
        return self._codebook.book().resolve if self._codebook is not None else str

    def _write(self, taken: list[Record], into: str) -> tuple[list[Change], list[Unplaced]]:
        """Write the records, but those of which a version as new came to stand there while they were judged."""
        changes: list[Change] = []
        late: list[Unplaced] = []

        def make(lookup: Lookup) -> list[Record]:
            for record in taken:
                there = lookup(record["id"])
                if there is not None and _stands_for(there, record):
                    late.append(Unplaced(f"already in the layer {into}", record["id"]))
                else:
                    changes.append(Change(KIND, into, record["id"], there, record))
            return [change.after for change in changes]

        if taken:
            self._store.write(make, into)
        return changes, late


def _stands_for(there: Record, record: Record) -> bool:
    def time(of: Record) -> str:
        return moment(str(of.get("modified") or of.get("created") or ""))

    return there.get("glossator:deleted") is not True and time(there) >= time(record)


def _watched(items: list[Imported], watch: Watch | None, cancelled: Asked | None) -> Iterator[Imported]:
    for number, item in enumerate(items):
        if number % _EVERY == 0:
            _ask(cancelled)
            if watch is not None:
                watch(number, len(items))
        yield item


def _asking(items: Iterable[Imported], cancelled: Asked | None) -> Iterator[Imported]:
    for number, item in enumerate(items):
        if number % _EVERY == 0:
            _ask(cancelled)
        yield item


def _ask(cancelled: Asked | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled
