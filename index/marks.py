"""Joins what the reader wrote - annotations, and decisions on documents - to the documents of a collection."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from index.annotations.annotation import Marked, Passage
from index.annotations.kept import Kept
from index.annotations.place import layer_name_from, marks_place
from index.annotations.redrawing import Redrawing
from index.annotations.repairs import Repairs
from index.annotations.service import Annotations
from index.annotations.store import LayerStore
from index.annotations.undo import UndoLog
from index.codebook.keeping import CodeKeeping
from index.codebook.recoding import KIND as CODES
from index.corrections.corrections import KIND as CORRECTION
from index.corrections.corrections import Corrections
from index.desk.decisions import KIND, Decisions
from index.desk.marginalia import Marginalia
from index.desk.read_marks import KIND as READ
from index.desk.read_marks import ReadMarks
from index.document import Document
from index.entities.own import KIND as OWN_NAME
from index.entities.own import OwnNaming
from index.entities.rulings import KIND as ENTITY
from index.entities.rulings import Rulings
from index.evidence.dossiers import KIND as DOSSIER
from index.evidence.dossiers import Dossiers
from index.forgetting import remember_place
from index.layers.deeds import LayerDeeds
from index.library import Library
from index.memos.memos import KIND as MEMO
from index.memos.memos import Memos
from index.paths import CollectionFolders
from index.searches.saved import KIND as SEARCH
from index.searches.saved import SavedSearches
from index.settings import AnnotationSettings

if TYPE_CHECKING:
    from index.catalogue.state import ReadingState


class Marks(NamedTuple):
    """What one reader has written about one collection. Every change goes to one undo log."""

    annotations: Annotations
    decisions: Decisions
    marginalia: Marginalia
    searches: SavedSearches
    rulings: Rulings
    own_names: OwnNaming
    corrections: Corrections
    codebook: CodeKeeping
    memos: Memos
    redrawing: Redrawing
    layer_deeds: LayerDeeds
    dossiers: Dossiers
    reads: ReadMarks

    @property
    def repairs(self) -> Repairs:
        """What the reader settles about passages whose documents have changed."""
        return Repairs(self.annotations, self.marginalia.touched)

    def mark_all(self, passages: Sequence[Passage], note: str, codes: Sequence[str], kind: str | None = None) -> Marked:
        """Mark many passages in one step of undo; see `Annotations.add_all`."""
        marked = self.annotations.add_all(passages, note=note, codes=codes, kind=kind)
        for path in marked.documents:
            self.marginalia.touched(path)
        return marked


def placed_table(cache: Path) -> Kept:
    """Where annotations stood in texts that had changed, as it was found in earlier sittings."""
    from index.catalogue.placed import FILE, PlacedTable

    return PlacedTable(cache / FILE)


def layer_name(settings: AnnotationSettings) -> str:
    """The layer that is written to: as set, else after the user."""
    if settings.layer:
        return settings.layer
    try:
        return layer_name_from(getpass.getuser())
    except (KeyError, OSError):
        return layer_name_from("")


def open_marks(
    root: Path,
    folders: CollectionFolders,
    marks: Path | None,
    settings: AnnotationSettings,
    library: Library,
    document: Callable[[str], Document],
    state: Callable[[], ReadingState],
) -> Marks:
    """The marks of the collection at `root`, kept where `marks` says or else where they can be."""
    place = marks_place(root, marks, folders.data)
    if marks is not None:
        remember_place(folders.state, place.folder)
    own, cache = layer_name(settings), folders.cache / "layers"
    store = LayerStore(place.folder, own, also=place.also, private=place.private, cache=cache)

    def read(path: str) -> tuple[str, str, str]:
        found = document(path)
        return found.text, found.sha256, found.file_sha256

    def path_by_hash(file_sha256: str) -> str | None:
        shelf = library.shelf()
        return shelf.catalogue.path_by_file_hash(file_sha256) if shelf else None

    def former(file_sha256: str) -> list[str]:
        shelf = library.shelf()
        return shelf.catalogue.former_hashes(file_sha256) if shelf else []

    def hashes(path: str) -> tuple[str, str] | None:
        shelf = library.shelf()
        return shelf.catalogue.hashes(path) if shelf else None

    def paths() -> list[str]:
        shelf = library.shelf()
        return [path for _, path in shelf.catalogue.paths()] if shelf else []

    def missing(named: list[str]) -> set[str]:
        shelf = library.shelf()
        return set(named) - shelf.catalogue.listed.numbers_of(named).keys() if shelf else set()

    log = UndoLog(folders.state / "undo.jsonl")
    decisions = Decisions(
        place,
        log,
        exists=lambda path: hashes(path) is not None or _lies_in(root, path),
        hash_of=lambda path: (found := hashes(path)) and found[1],
    )
    reads = ReadMarks(state, log, lambda path: (found := hashes(path)) and found[1])
    searches = SavedSearches(place, log)
    rulings = Rulings(place, log)
    own_names = OwnNaming(place, log)
    corrections = Corrections(
        place,
        log,
        read,
        text_hash=lambda path: (found := hashes(path)) and found[0],
        path_by_hash=path_by_hash,
        context=settings.context_characters,
    )
    dossiers = Dossiers(
        place,
        log,
        read,
        text_hash=lambda path: (found := hashes(path)) and found[0],
        path_by_hash=path_by_hash,
        context=settings.context_characters,
    )
    codebook = CodeKeeping(place, log, store)
    memos = Memos(
        place,
        log,
        store.own_layer,
        file_hash=lambda path: (found := hashes(path)) and found[1],
        path_by_hash=path_by_hash,
        resolve=lambda name: codebook.book().resolve(name),
    )
    annotations = Annotations(
        store,
        log,
        read,
        settings,
        path_by_hash=path_by_hash,
        former=former,
        text_hash=lambda path: (found := hashes(path)) and found[0],
        paths=paths,
        kept=lambda: placed_table(folders.cache),
        codebook=codebook,
        memos=memos,
        handlers={
            KIND: decisions,
            READ: reads,
            SEARCH: searches,
            ENTITY: rulings,
            CORRECTION: corrections,
            OWN_NAME: own_names,
            CODES: codebook,
            MEMO: memos,
            DOSSIER: dossiers,
        },
    )
    marginalia = Marginalia(store, missing, path_by_hash)
    marginalia.remarks.book = codebook.book
    redrawing = Redrawing(store, log, read, settings.context_characters)
    kept = (annotations, decisions, marginalia, searches, rulings, own_names, corrections)
    return Marks(*kept, codebook, memos, redrawing, LayerDeeds(place, store, log), dossiers, reads)


def _lies_in(root: Path, path: str) -> bool:
    """Whether a file that is not indexed yet lies there."""
    inside = bool(path) and not path.startswith("/") and "\0" not in path and ".." not in path.split("/")
    try:
        return inside and (root / path).is_file()
    except OSError:  # no file can be called so, or none can be seen there
        return False
