"""A file that a command writes because the reader asked for it by --output."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import CollectionError
from index.safe_files import SHARED_FILE, write_atomically

if TYPE_CHECKING:
    from index.collection import Collection


def write(collection: Collection, file: Path, parts: Iterable[bytes]) -> None:
    """Write a file as a whole or not at all. What lies in the collection may be a document: it is not replaced.

    Raises CollectionError, OSError.
    """
    target = file.resolve()
    if target.exists() and target.is_relative_to(collection.root):
        raise CollectionError(f"{file}: lies in the collection and is not replaced; write elsewhere")
    # As a file that is made by hand; what is written for the reader alone is closed to others.
    mask = os.umask(0)
    os.umask(mask)
    write_atomically(target, parts, mode=SHARED_FILE & ~mask)
