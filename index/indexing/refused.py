"""Remembering that a model cannot be loaded: one that failed is not tried again at each run, which takes seconds and
finds every name anew, but once it, spaCy, or the memory that a worker may take is another.
"""

from __future__ import annotations

import json
from contextlib import suppress
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Final

from index.safe_files import write_atomically
from index.understanding.models import Model

_FILE: Final = "model-refused.json"


class Refusals:
    """The note of it in the cache of a collection. `megabytes`: the memory that a worker may take."""

    def __init__(self, cache: Path, megabytes: int) -> None:
        self._file = cache / _FILE
        self._megabytes = megabytes

    def reason(self, model: Model) -> str | None:
        """Why the model could not be loaded, where nothing has changed since."""
        try:
            said = json.loads(self._file.read_text(encoding="utf-8"))
            return str(said["reason"]) if said["tried"] == self._tried(model) else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def remember(self, model: Model, reason: str) -> None:
        """It cannot be loaded. Where that cannot be written it is tried again."""
        with suppress(OSError):
            note = json.dumps({"tried": self._tried(model), "reason": reason})
            write_atomically(self._file, [note.encode()], durably=False)

    def forget(self) -> None:
        """It can be loaded."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _tried(self, model: Model) -> list[object]:
        spacy = PathFinder.find_spec("spacy")
        files = [Path(model.path, "config.cfg"), *([Path(spacy.origin)] if spacy is not None and spacy.origin else [])]
        return [model.version, self._megabytes, *(_changed(file) for file in files)]


def _changed(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
