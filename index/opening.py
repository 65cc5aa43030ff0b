"""Which collection a path means."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from index.errors import CollectionError
from index.paths import MARKS_FOLDER, CollectionFolders, collection_folders
from index.readers import holds_documents


@dataclass(frozen=True, slots=True)
class Opened:
    """A collection found."""

    root: Path
    """Real path of its folder."""
    only: str | None
    """The one file of a collection of one, or the one it was narrowed to."""
    narrowed: bool
    """True where `only` lies in a larger collection."""
    folders: CollectionFolders

    @property
    def document(self) -> str | None:
        """The one document, where there is only one: a file that holds several is a collection of them all."""
        return None if self.only is None or holds_documents(self.only) else self.only


def find_collection(path: Path) -> Opened:
    """A folder is a collection. A file is a collection of one, rooted at its parent, unless a folder above it already
    is a collection: then that one, narrowed to the file.

    Raises CollectionError where the path does not exist or may not be read.
    """
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CollectionError(f"{path}: cannot be opened: {reason}") from error
    if real.is_dir():
        if not os.access(real, os.R_OK | os.X_OK):
            raise CollectionError(f"{path}: this folder may not be read")
        return Opened(real, None, False, collection_folders(real))
    if not real.is_file():
        raise CollectionError(f"{path}: neither a folder nor a file")
    for parent in real.parents:
        if _is_collection(parent):
            if holds_documents(real.name):
                raise CollectionError(
                    f"{path}: it holds several documents and lies in a collection: open {parent}, where"
                    f" path:{real.name} narrows the list and searches to it"
                )
            only = real.relative_to(parent).as_posix()
            return Opened(parent, only, True, collection_folders(parent))
    return Opened(real.parent, real.name, False, collection_folders(real))


def _is_collection(folder: Path) -> bool:
    marks = folder / MARKS_FOLDER
    if marks.is_dir() and not marks.is_symlink():
        return True
    return (collection_folders(folder).cache / "current").exists()
