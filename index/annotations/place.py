"""Where the reader's marks lie, and what a layer may be called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from index.errors import GlossatorError
from index.safe_files import may_write

_LAYER_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*\Z")
_LONGEST_NAME = 100

MARKS = ".glossator"


@dataclass(frozen=True, slots=True)
class MarksPlace:
    """The folder that is written to, and another that is read as well."""

    folder: Path
    also: Path | None
    private: bool
    """True where `folder` is the user's own: made so that nobody else may enter it."""


def marks_place(collection_root: Path, override: Path | None, data_dir: Path) -> MarksPlace:
    """Where marks are read and written.

    `override` is what `--marks` says; `data_dir` is the folder of this collection under the user's data directory.
    On a read-only disk the marks in the collection are read and the reader's own go to `data_dir`; marks that were
    once made there are still read when the collection has become writable.
    """
    theirs, own = collection_root / MARKS, data_dir / MARKS
    if override is not None:
        return MarksPlace(override.resolve(), None, private=False)
    if _can_hold_marks(theirs):
        return MarksPlace(theirs, own if own.is_dir() else None, private=False)
    return MarksPlace(own, theirs, private=True)


def is_layer_name(name: str) -> bool:
    """True for `[A-Za-z0-9._-]+` without a leading dot, of a length that a file name may have."""
    return len(name) <= _LONGEST_NAME and _LAYER_NAME.match(name) is not None


def check_layer_name(name: str) -> str:
    """The name, or an error that says what a name may be."""
    if not is_layer_name(name):
        raise GlossatorError(
            f"{name!r} cannot be the name of a layer: letters, digits, . _ and - only, not beginning with a dot, "
            f"at most {_LONGEST_NAME}"
        )
    return name


def layer_name_from(login: str) -> str:
    """A layer's name for a user, whatever the login name holds."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", login).strip(".-")[:_LONGEST_NAME] or "reader"


def _can_hold_marks(marks: Path) -> bool:
    """A link is not excused here: writing then refuses it with the reason, instead of quietly going elsewhere."""
    for folder in (marks / "layers", marks, marks.parent):
        if folder.is_symlink():
            return True
        if folder.exists():
            return may_write(folder)
    return False
