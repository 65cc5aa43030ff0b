"""What tantivy keeps in its folder, as far as it must be known before its own code reads it.

Its library gives up with a panic, and writes of it over the screen, where a file is cut short or changed, and it does
not look at the checksum that each of its files ends with. So files are checked here first, each once: they never
change while they are there.
"""

from __future__ import annotations

import errno
import json
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.search.engine import DamagedIndex, IndexBusy

META = "meta.json"
FIELDS = ("key", "body", "title", "blocks", "text", "body_words", "title_words")
_PARTS = ("term", "idx", "pos", "store", "fast", "fieldnorm")
_FOOT = struct.Struct("<II")
_MAGIC = 1337
_PIECE = 1 << 22


@dataclass(frozen=True, slots=True)
class Meta:
    """One commit."""

    generation: int
    """Tantivy's own count of operations: it rises with each commit."""
    documents: int
    """Deleted ones among them: what rarities are reckoned from."""
    files: frozenset[str]


def read_meta(folder: Path) -> Meta | None:
    """The newest commit, None where there is none. Raises DamagedIndex."""
    try:
        content = (folder / META).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        raw = json.loads(content)
        if {field["name"] for field in raw["schema"]} != set(FIELDS):
            raise DamagedIndex("The index has other fields than it was made with.")
        files: set[str] = set()
        for segment in raw["segments"]:
            name = str(segment["segment_id"]).replace("-", "")
            files.update(f"{name}.{part}" for part in _PARTS)
            if segment["deletes"]:
                files.add(f"{name}.{int(segment['deletes']['opstamp'])}.del")
        documents = sum(int(segment["max_doc"]) for segment in raw["segments"])
        return Meta(int(raw["opstamp"]), documents, frozenset(files))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(f"The index cannot be read ({META}: {type(error).__name__}).") from error


def check_file(path: Path) -> None:
    """Raises DamagedIndex where a file is not as it was written, FileNotFoundError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - _FOOT.size, 0))
        end = file.read()
        length, magic = _FOOT.unpack(end) if len(end) == _FOOT.size else (0, 0)
        rest = size - _FOOT.size - length
        if magic != _MAGIC or rest < 0:
            raise DamagedIndex(f"The index cannot be read ({path.name} is cut short).")
        file.seek(rest)
        try:
            expected = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedIndex(f"The index cannot be read ({path.name} ends wrongly).") from error
        file.seek(0)
        found, at = 0, 0
        while at < rest:
            piece = file.read(min(_PIECE, rest - at))
            if not piece:
                break
            found, at = zlib.crc32(piece, found), at + len(piece)
        if found != expected:
            raise DamagedIndex(f"The index cannot be read ({path.name} has changed).")


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong in tantivy, told as a damaged index, or as a full disk where it is one."""
    try:
        yield
    except ValueError as error:
        if "LockBusy" in str(error):
            raise IndexBusy("Another process writes the index of this collection.") from error
        if "No space left" in str(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise DamagedIndex(f"The index cannot be read ({error}).") from error
    except BaseException as error:
        # A panic of its library derives from BaseException, and has no name that can be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedIndex(f"The index cannot be read ({error}).") from error
