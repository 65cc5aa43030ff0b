"""The layers of a collection: `.glossator/layers/NAME.jsonl`, one file a person."""

from __future__ import annotations

import errno
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path

from index.annotations.annotation import Annotation
from index.annotations.layer_file import LayerFile
from index.annotations.lines import BadLine, Fault, Record
from index.annotations.place import check_layer_name, is_layer_name
from index.annotations.record import moment, to_record
from index.codebook.tally import Tally
from index.collector import kept_for_good
from index.errors import GlossatorError
from index.safe_files import RefusedFile, open_folder, open_folder_below

Key = tuple[str, str]
"""Layer and id."""

Lookup = Callable[[str], Record | None]
"""The current record of an id in the layer that is being written, deleted or not."""


class LayerStore:
    """Every layer of a folder of marks, read once and kept up with; written one whole record at a time.

    `also` is a second folder that is read but never written, such as the `.glossator/` of a read-only collection: of an
    annotation that both hold, the one updated last counts. Safe to call from any thread.
    """

    def __init__(
        self,
        folder: Path,
        own_layer: str,
        *,
        also: Path | None = None,
        private: bool = False,
        cache: Path | None = None,
    ) -> None:
        """`cache`: folder for what was read of large layers, which spares reading them anew; None: there is none."""
        self.own_layer = check_layer_name(own_layer)
        self.generation = 0
        """Grows whenever anything changed, so that what was computed from the annotations can be kept until then."""
        self.hidden: frozenset[str] = frozenset()
        """Layers that the reader does not look at: they are kept, and answer no search."""
        self._folder = folder
        self._also = also
        self._private = private
        self._cache = cache
        self._files: dict[tuple[Path, str], LayerFile] = {}
        self._current: dict[Key, Annotation] = {}
        self._by_document: defaultdict[str, set[Key]] = defaultdict(set)
        self._by_file: defaultdict[str, set[Key]] = defaultdict(set)
        self._folder_faults: list[Fault] = []
        self._written: set[str] = set()
        self._named: set[str] = set()
        self._tally: Tally | None = None
        self._lock = threading.RLock()

    # -- reading ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Take in what has changed on disk; next to nothing where nothing has."""
        with self._lock:
            self._folder_faults = []
            for folder in self._folders():
                names = self._layer_names(folder)
                for key in [key for key in self._files if key[0] == folder]:
                    names.add(key[1])
                for name in names:
                    self._refresh_file(folder, name)

    def hide(self, layers: frozenset[str]) -> None:
        """Look at all layers but these."""
        with self._lock:
            if layers != self.hidden:
                self.hidden = layers
                self.generation += 1

    def looked_at(self) -> list[Annotation]:
        """Every annotation of the layers that are not hidden."""
        hidden = self.hidden
        return [each for each in self.annotations() if each.layer not in hidden] if hidden else self.annotations()

    def layers(self) -> list[str]:
        """Names of the layers that hold anything, and the own one."""
        with self._lock:
            return sorted({layer for layer, _ in self._current} | {self.own_layer})

    def annotations(self) -> list[Annotation]:
        """Every annotation that is not deleted, in no particular order."""
        with self._lock:
            return [annotation for annotation in self._current.values() if not annotation.deleted]

    def of_document(self, path: str) -> list[Annotation]:
        """Those made on the document of this path."""
        with self._lock:
            return self._standing(self._by_document.get(path, ()))

    def of_file(self, file_sha256: str) -> list[Annotation]:
        """Those made on a file with these bytes, whatever it was called."""
        with self._lock:
            return self._standing(self._by_file.get(file_sha256, ()))

    def codes(self) -> list[tuple[str, int]]:
        """Every code in use with its count, the one given last first; counted when asked for first, then kept up
        with."""
        with self._lock:
            if self._tally is None:
                self._tally = Tally(self._current.values())
            return self._tally.by_recency()

    def documents(self) -> list[str]:
        """Paths that annotations name."""
        with self._lock:
            return [path for path, keys in self._by_document.items() if self._standing(keys)]

    def paths(self) -> list[str]:
        """The same, with those whose annotations were all deleted: quick."""
        with self._lock:
            return list(self._by_document)

    def find(self, id: str, layer: str | None = None) -> Annotation | None:
        """The annotation with an id, deleted or not; the own layer's first where several layers have it."""
        with self._lock:
            names = {name for _, name in self._files}
            layers = [layer] if layer is not None else sorted(names, key=self._own_first)
            return next((self._current[name, id] for name in layers if (name, id) in self._current), None)

    def record(self, annotation: Annotation) -> Record:
        """The record behind an annotation."""
        with self._lock:
            for _ in range(2):
                try:
                    record = self._record(annotation.layer, annotation.id)
                except (BadLine, OSError, RefusedFile):
                    self.refresh()  # rewritten by another process meanwhile
                else:
                    return record if record is not None else to_record(annotation)
            return to_record(annotation)

    def faults(self) -> list[Fault]:
        """What is wrong with the files, in their order."""
        with self._lock:
            return self._folder_faults + [
                fault for _, file in sorted(self._files.items(), key=_by_name) for fault in file.faults()
            ]

    # -- writing ------------------------------------------------------------------------------------------------

    def write(self, change: Callable[[Lookup], list[Record]], layer: str | None = None) -> list[Annotation]:
        """Append the records that `change` makes to a layer (the own one), and return them as they now stand.

        `change` runs under the lock of the file, after what others wrote was read, so that what it looks up is what
        it replaces. On disk when this returns. Raises ReadOnlyError, Busy.
        """
        with self._lock:
            name = check_layer_name(layer) if layer is not None else self.own_layer
            file = self._file(self._folder, name)
            written: list[str] = []

            def make() -> list[Record]:
                self._merge(file)
                records = change(lambda id: self._record(name, id))
                written.extend(record["id"] for record in records)
                return records

            try:
                file.write(make)
            finally:
                self._merge(file)
            if written:
                self._written.add(name)
                self._named.add(name)
            return [self._current[name, id] for id in written]

    def may_change(self, layer: str) -> bool:
        """True for the own layer, and for one that was written to by name since the store was opened."""
        with self._lock:
            return layer == self.own_layer or layer in self._named

    def compact(self, *, drop_deleted: bool = False) -> None:
        """Rewrite the own layer, and others that were written by this store, sorted by document and position.

        A deleted annotation stays, as deleted, unless `drop_deleted`; and even then where the second folder holds it.
        """
        with self._lock:
            self.refresh()
            for name in sorted(self._written | {self.own_layer}):
                if (self._folder, name) not in self._files:
                    continue
                elsewhere = self._files.get((self._also, name)) if self._also else None

                def keep(annotation: Annotation, elsewhere: LayerFile | None = elsewhere) -> bool:
                    held = elsewhere is not None and annotation.id in elsewhere.items
                    return not (drop_deleted and annotation.deleted) or held

                self._files[self._folder, name].compact(keep)
            self._written.clear()

    def close(self) -> None:
        """Leave the files tidy, so that versions of them differ by what was done. Never fails."""
        try:
            with self._lock:
                if self._written:
                    self.compact()
                for file in self._files.values():
                    file.keep()
        except (GlossatorError, OSError):
            pass  # nothing is lost by a layer that stays as it was appended to

    # -- inside -------------------------------------------------------------------------------------------------

    def _folders(self) -> Iterable[Path]:
        return (self._folder,) if self._also is None else (self._folder, self._also)

    def _own_first(self, layer: str) -> tuple[bool, str]:
        return layer != self.own_layer, layer

    def _file(self, folder: Path, name: str) -> LayerFile:
        if (folder, name) not in self._files:
            private = self._private and folder == self._folder
            self._files[folder, name] = LayerFile(folder, name, private=private, cache=self._cache)
        return self._files[folder, name]

    def _layer_names(self, folder: Path) -> set[str]:
        """Names of the layers in a folder; what is wrong with it becomes a fault."""
        shown = f"{folder.name}/layers"
        try:
            names = _names_in(folder)
        except FileNotFoundError:
            return set()
        except RefusedFile as error:
            self._folder_faults.append(Fault(shown, 0, str(error)))
            return set()
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTDIR):
                self._folder_faults.append(Fault(shown, 0, f"cannot be read: {error.strerror or error}"))
            return set()
        layers = {name.removesuffix(".jsonl") for name in names if name.endswith(".jsonl") and name[0] != "."}
        for name in sorted(layers):
            if not is_layer_name(name):
                reason = "not the name of a layer: letters, digits, . _ and - only; not read"
                self._folder_faults.append(Fault(f"{shown}/{name}.jsonl", 0, reason))
        return set(filter(is_layer_name, layers))

    def _refresh_file(self, folder: Path, name: str) -> None:
        file = self._file(folder, name)
        with kept_for_good() if file.is_long else nullcontext():
            file.refresh()
            self._merge(file)

    def _merge(self, file: LayerFile) -> None:
        """Bring the merged view up to date with what a file took in."""
        if not (file.changed or file.forgotten):
            return
        self.generation += 1
        if file.forgotten:
            ids = {id for layer, id in self._current if layer == file.layer} | file.changed
        else:
            ids = file.changed
        sides = [self._files[key] for folder in self._folders() if (key := (folder, file.layer)) in self._files]
        if len(sides) == 1:
            items = sides[0].items
            # In the order of the file, where all of it is new: what lies together was made together.
            for id in ids if len(ids) < len(items) or file.forgotten else items:
                self._set((file.layer, id), items.get(id))
        else:
            for id in ids:
                found = [side.items[id] for side in sides if id in side.items]
                if len(found) > 1:  # of equals the first counts, which is the one in the folder that is written
                    found.sort(key=lambda each: moment(each.updated), reverse=True)
                self._set((file.layer, id), found[0] if found else None)
        file.changed = set()
        file.forgotten = False

    def _set(self, key: Key, annotation: Annotation | None) -> None:
        old = self._current.pop(key, None)
        if self._tally is not None:
            self._tally.replace(old, annotation)
        if old is not None:
            self._by_document[old.lies_in].discard(key)
            self._by_file[old.lies_in_file].discard(key)
        if annotation is not None:
            self._current[key] = annotation
            self._by_document[annotation.lies_in].add(key)
            self._by_file[annotation.lies_in_file].add(key)

    def _standing(self, keys: Iterable[Key]) -> list[Annotation]:
        return [found for key in keys if not (found := self._current[key]).deleted]

    def _record(self, layer: str, id: str) -> Record | None:
        """The record that counts of an id in a layer, from whichever folder has it."""
        current = self._current.get((layer, id))
        for folder in self._folders():
            file = self._files.get((folder, layer))
            if current is not None and file is not None and file.items.get(id) is current:
                return file.record(id)
        return None


def _names_in(folder: Path) -> list[str]:
    """Names in `folder`/layers, neither of which is followed as a link."""
    opened = open_folder(folder)
    try:
        layers = open_folder_below(opened, "layers", folder / "layers")
    finally:
        os.close(opened)
    try:
        return os.listdir(layers)
    finally:
        os.close(layers)


def _by_name(item: tuple[tuple[Path, str], LayerFile]) -> tuple[str, str]:
    return str(item[0][0]), item[0][1]
