"""A file that a command writes because the reader asked for it by --output."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import CollectionError

if TYPE_CHECKING:
    from index.collection import Collection


def write(collection: Collection, file: Path, parts: Iterable[bytes]) -> None:
    """Write a file as a whole or not at all. What lies in the collection may be a document: it is not replaced.

    Raises CollectionError, OSError.
    """
    target = file.resolve()
    if target.exists() and target.is_relative_to(collection.root):
        raise CollectionError(f"{file}: lies in the collection and is not replaced; write elsewhere")
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as temporary:
        try:
            for part in parts:
                temporary.write(part)
            temporary.flush()
            os.fsync(temporary.fileno())
            # As a file that is made by hand; a temporary file is closed to others.
            mask = os.umask(0)
            os.umask(mask)
            os.fchmod(temporary.fileno(), 0o666 & ~mask)
            Path(temporary.name).replace(target)
        except BaseException:
            Path(temporary.name).unlink(missing_ok=True)
            raise
