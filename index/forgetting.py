"""Removing what is kept of a collection outside it, and knowing where that is.

Marks that lie in the collection are the collection's own and stay. Where `--marks DIR` was used, the state folder
remembers DIR, so that nobody has to.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from index.errors import GlossatorError
from index.paths import collection_folders, traces, user_folder
from index.safe_files import write_atomically

PLACES: Final = "marks-places.json"
"""In the state folder: the folders that marks of this collection were kept in by `--marks`."""
CLIPBOARD: Final = "clipboard.txt"
"""In the state folder of all collections: what was copied last, with `clipboard.target: file`."""
_MARKS: Final = (
    "layers", "dossiers", "memos.jsonl", "corrections.jsonl", "documents.yaml", "entities.yaml", "codebook.yaml",
    "searches.yaml",
)  # fmt: skip
_MOST_PLACES: Final = 20


def remember_place(state: Path, marks: Path) -> None:
    """Note that marks lie in a folder of the reader's choice. Where that cannot be written, nobody will be reminded."""
    known = places(state)
    if marks in known:
        return
    with suppress(OSError):
        stated = json.dumps([str(each) for each in (marks, *known)[:_MOST_PLACES]])
        write_atomically(state / PLACES, [stated.encode("ascii"), b"\n"])


def places(state: Path) -> list[Path]:
    """The folders that were noted."""
    try:
        stated = json.loads((state / PLACES).read_bytes()[: 1 << 20])
    except (OSError, ValueError):
        return []
    if not isinstance(stated, list):
        return []
    return [Path(each) for each in stated if isinstance(each, str) and Path(each).is_absolute() and "\0" not in each]


def marks_in(folder: Path) -> list[Path]:
    """What Glossator writes, of all that lies in a folder of marks."""
    return [folder / name for name in _MARKS if os.path.lexists(folder / name)]


def elsewhere(root: Path) -> list[Path]:
    """Folders outside the collection that hold marks of it because `--marks` said so, as far as is remembered."""
    return [folder for folder in places(collection_folders(root).state) if marks_in(folder)]


def check_unused(root: Path) -> None:
    """Raise GlossatorError where a program has the collection open: it would write anew what is removed."""
    cache = collection_folders(root).cache
    for lock in (cache / "indexer.lock", cache / "watch.lock", *cache.glob("generation-*/held")):
        if _is_held(lock):
            raise GlossatorError(f"{root} is open in another Glossator, which would write it all anew: end that first")


def forget(root: Path, marks: Path | None = None) -> list[Path]:
    """Remove every trace of a collection outside it, and its marks in the folder `marks`; returns what is gone.

    Raises GlossatorError where something cannot be removed: it is named, and what comes before it is gone.
    """
    gone = []
    for each in [*traces(root), *(marks_in(marks) if marks is not None else ())]:
        _remove(each)
        gone.append(each)
    # The checked copies of settings name the collection's own file; they are made again at the next start.
    for each in (user_folder("cache") / "settings", user_folder("state") / CLIPBOARD):
        if os.path.lexists(each):
            _remove(each)
    if marks is not None:
        with suppress(OSError):  # it holds something that Glossator did not write
            marks.rmdir()
    return gone


def _remove(path: Path) -> None:
    try:
        # What was replaced by a link is unlinked, never followed.
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        else:
            shutil.rmtree(path)
    except FileNotFoundError:
        return
    except OSError as error:
        about = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else path
        raise GlossatorError(f"{about} cannot be removed: {error.strerror or error}") from error


def _is_held(lock: Path) -> bool:
    try:
        opened = os.open(lock, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(opened)
    return False
