"""Joins the annotations of a collection to its documents."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path

from index.annotations.place import layer_name_from, marks_place
from index.annotations.service import Annotations
from index.annotations.store import LayerStore
from index.annotations.undo import UndoLog
from index.document import Document
from index.library import Library
from index.paths import CollectionFolders
from index.settings import AnnotationSettings


def layer_name(settings: AnnotationSettings) -> str:
    """The layer that is written to: as set, else after the user."""
    if settings.layer:
        return settings.layer
    try:
        return layer_name_from(getpass.getuser())
    except (KeyError, OSError):
        return layer_name_from("")


def open_annotations(
    root: Path,
    folders: CollectionFolders,
    marks: Path | None,
    settings: AnnotationSettings,
    library: Library,
    document: Callable[[str], Document],
) -> Annotations:
    """The annotations of the collection at `root`, kept where `marks` says or else where they can be."""
    place = marks_place(root, marks, folders.data)
    store = LayerStore(place.folder, layer_name(settings), also=place.also, private=place.private)

    def read(path: str) -> tuple[str, str, str]:
        found = document(path)
        return found.text, found.sha256, found.file_sha256

    def path_by_hash(file_sha256: str) -> str | None:
        shelf = library.shelf()
        return shelf.catalogue.path_by_file_hash(file_sha256) if shelf else None

    def text_hash(path: str) -> str | None:
        shelf = library.shelf()
        hashes = shelf.catalogue.hashes(path) if shelf else None
        return hashes[0] if hashes else None

    def paths() -> list[str]:
        shelf = library.shelf()
        return [path for _, path in shelf.catalogue.paths()] if shelf else []

    log = UndoLog(folders.state / "undo.jsonl")
    return Annotations(store, log, read, settings, path_by_hash=path_by_hash, text_hash=text_hash, paths=paths)
