"""What is done to layers: marks of others copied into one's own, differences resolved, git's conflicts settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final
from uuid import uuid4

from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.journal import Journal, Line
from index.annotations.lines import Fault, Record, is_conflict_marker
from index.annotations.place import MarksPlace, check_layer_name
from index.annotations.putting_back import later
from index.annotations.record import from_record, to_record, utc_now
from index.annotations.record_file import LARGEST_FILE
from index.annotations.store import LayerStore, Lookup
from index.annotations.undo import Change, UndoLog
from index.errors import GlossatorError
from index.layers.comparing import Difference
from index.layers.jsonl_merge import settled
from index.layers.lines import has_conflict, history
from index.safe_files import RefusedFile

KIND: Final = "annotation"
"""As what the undo log knows these changes: they are undone like any other."""
BESIDE: Final = ("memos.jsonl", "corrections.jsonl")
"""Files of records that lie beside the layers, and are merged as they are."""
COPY_OF: Final = "glossator:copyOf"
"""In a copied record: layer and id of the one it was made from."""


class LayerDeeds:
    """Changes to layers. Safe to call from any thread."""

    def __init__(self, place: MarksPlace, store: LayerStore, log: UndoLog) -> None:
        self._place = place
        self.store = store
        self._log = log

    def copy(self, marks: Sequence[Annotation]) -> list[Annotation]:
        """Copy marks of other layers into one's own, in one step of undo; on disk when this returns the copies.

        What was copied before and still stands is not copied again. Raises ReadOnlyError.
        """
        label = "copy a mark" if len(marks) == 1 else f"copy {len(marks):,} marks"
        self.store.refresh()
        wanted = [self._copied(mark) for mark in marks if mark.layer != self.store.own_layer]
        known = {
            (each.exact, each.document, each.start, each.end, each.note, each.codes, each.kind)
            for path in {mark.document for mark in marks}
            for each in self.store.of_document(path)
            if each.layer == self.store.own_layer
        }
        fresh = [
            record
            for mark, record in wanted
            if (mark.exact, mark.document, mark.start, mark.end, mark.note, mark.codes, mark.kind) not in known
        ]
        return self._write(label, lambda lookup: fresh) if fresh else []

    def take(self, difference: Difference) -> list[Annotation]:
        """Settle a difference the other one's way, in one's own layer and in one step of undo.

        What stands only there is copied, what stands only here is deleted; else note, codes and kind become the
        other's, and where the boundaries differ a copy takes the place of one's own. Raises ReadOnlyError,
        GlossatorError where neither of the two is one's own and there is nothing to copy.
        """
        mine, theirs = self._sides(difference)
        if mine is None and theirs is None:
            raise GlossatorError("neither of the two is yours; there is nothing to copy")
        if mine is None:
            assert theirs is not None
            return self.copy([theirs.annotation])

        def make(lookup: Lookup) -> list[Record]:
            before = lookup(mine.annotation.id)
            old = from_record(before, mine.annotation.layer) if before is not None else None
            if before is None or old is None or old.deleted:
                raise GlossatorError("that mark has been deleted meanwhile")
            now = later(old.updated)
            if theirs is not None and "boundaries" not in difference.parts:
                new = theirs.annotation
                changed = replace(old, note=new.note, codes=new.codes, kind=new.kind, updated=now)
                return [to_record(changed, before)]
            gone = to_record(replace(old, deleted=True, updated=now), before)
            return [gone] if theirs is None else [self._copied(theirs.annotation)[1], gone]

        return self._write("take the other reader's way", make)

    def settle(self, layer: str) -> int:
        """Merge both sides of a conflict that git left in a layer, or in one of `BESIDE` by its name; returns how many
        records were kept in both versions.

        Raises GlossatorError where there is no conflict, or its markers do not stand as git writes them, ReadOnlyError.
        """
        told = f"there is no merge conflict in {layer if layer in BESIDE else f'the layer {layer}'}"
        both = 0

        def change(data: bytes) -> list[bytes] | None:
            nonlocal told, both
            if not has_conflict(data):
                return None
            merged = settled(data)
            if merged is None:
                told = "the markers that git left do not stand as git writes them: settle them in an editor"
                return None
            both = merged.kept_beside
            return merged.data.rstrip(b"\n").split(b"\n")

        if not self._journal(layer, _Lines()).rewrite(change):
            raise GlossatorError(told)
        self.store.refresh()
        return both

    def in_conflict(self) -> list[Fault]:
        """The first marker that git left in each of `BESIDE` that holds any."""
        found = []
        for name in BESIDE:
            lines = _Lines()
            with suppress(OSError, RefusedFile):
                self._journal(name, lines).refresh()
            first = next((at for at, line in enumerate(lines.kept, start=1) if is_conflict_marker(line)), None)
            if first is not None:
                found.append(Fault(f"{self._place.folder.name}/{name}", first, "a merge conflict left by git"))
        return found

    def history(self, mark: Annotation) -> list[Record]:
        """The versions of a mark that its layer still holds, oldest first; a compacted layer holds the last alone."""
        lines = _Lines()
        found: list[Record] = []
        for folder in (self._place.also, self._place.folder):
            if folder is not None:
                lines.kept.clear()
                self._journal(mark.layer, lines, folder).refresh()
                found += [each for each in history(b"\n".join(lines.kept), mark.id) if each not in found]
        return found

    # -- inside -------------------------------------------------------------------------------------------------

    def _sides(self, difference: Difference) -> tuple[PlacedAnnotation | None, PlacedAnnotation | None]:
        """One's own, and the other's; of two others' the second counts as the other."""
        own = self.store.own_layer
        one, other = difference.one, difference.other
        if other is not None and other.annotation.layer == own:
            return other, one
        return (one, other) if one is not None and one.annotation.layer == own else (None, other or one)

    def _copied(self, mark: Annotation) -> tuple[Annotation, Record]:
        """The record of a copy, with what was kept in it for other tools."""
        now = utc_now()
        base = self.store.record(mark) if self.store.find(mark.id, mark.layer) is not None else None
        record = dict(base) if base is not None else {}
        new = replace(mark, id=f"urn:uuid:{uuid4()}", layer=self.store.own_layer, created=now, updated=now)
        made = to_record(new, record or None)
        made["creator"] = {"type": "Person", "name": self.store.own_layer}
        made[COPY_OF] = f"{mark.layer} {mark.id}"
        return mark, made

    def _write(self, label: str, make: Callable[[Lookup], list[Record]]) -> list[Annotation]:
        own = self.store.own_layer
        changes: list[Change] = []

        def remembered(lookup: Lookup) -> list[Record]:
            records = make(lookup)
            changes.extend(Change(KIND, own, record["id"], lookup(record["id"]), record) for record in records)
            return records

        written = self.store.write(remembered)
        self._log.remember(label, changes)
        return written

    def _journal(self, layer: str, lines: _Lines, folder: Path | None = None) -> Journal:
        place = self._place
        name, inner = (layer, ()) if layer in BESIDE else (f"{check_layer_name(layer)}.jsonl", ("layers",))
        return Journal(folder or place.folder, inner, name, lines, private=place.private, max_bytes=LARGEST_FILE)


class _Lines:
    """The lines of a file as they lie there."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    def reset(self) -> None:
        """Forget them."""
        self.kept.clear()

    def take(self, line: Line) -> bool:
        """Keep one."""
        if line.data is not None:
            self.kept.append(line.data)
        return True
