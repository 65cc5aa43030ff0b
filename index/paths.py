"""Where things lie in the user's own directories: a folder for each collection, kept to the user alone.

cache   what can be made again: catalogue, full-text index, checked copies of the settings
state   what concerns one machine: reading positions, read flags, history, undo
data    the reader's own marks, where the collection itself cannot be written
config  the user's config.yaml
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from index.errors import GlossatorError
from index.safe_files import write_atomically

APPLICATION: Final = "glossator"
MARKS_FOLDER: Final = ".glossator"
"""The folder in a collection that holds what the reader wrote."""

Place = Literal["cache", "state", "data", "config"]

_XDG: Final[dict[Place, tuple[str, str]]] = {
    "cache": ("XDG_CACHE_HOME", ".cache"),
    "state": ("XDG_STATE_HOME", ".local/state"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
}
_SLUG_LENGTH: Final = 40
_NOTE_OF_ORIGIN: Final = "collection.json"


def user_folder(place: Place) -> Path:
    """Glossator's folder of one kind; nothing is made."""
    variable, below_home = _XDG[place]
    value = os.environ.get(variable, "").strip()
    # The XDG specification has a relative path ignored.
    if value and Path(value).is_absolute():
        return Path(value) / APPLICATION
    if sys.platform in ("darwin", "win32"):
        # Imported here alone: it takes 24 ms, more than all else that is done before the first paint.
        import platformdirs

        return Path(getattr(platformdirs, f"user_{place}_path")(APPLICATION, appauthor=False))
    try:
        return Path.home() / below_home / APPLICATION
    except RuntimeError as error:
        raise GlossatorError(f"this user has no home directory: set HOME, or {variable}") from error


def user_config_file() -> Path:
    """The user's own config.yaml, which need not exist."""
    return user_folder("config") / "config.yaml"


def user_theme_folder() -> Path:
    """Where the user's own themes lie, each as `NAME.yaml`; it need not exist."""
    return user_config_file().parent / "themes"


@dataclass(frozen=True, slots=True)
class CollectionFolders:
    """The folders outside a collection that belong to it."""

    root: Path
    """Real path of the collection."""
    cache: Path
    state: Path
    data: Path

    def make(self, *places: Literal["cache", "state", "data"]) -> None:
        """Make the folders named (cache and state if none is), for the user alone."""
        for place in places or ("cache", "state"):
            folder: Path = getattr(self, place)
            make_private(folder)
            _note_origin(folder, self.root)

    def make_if_possible(self) -> None:
        """Make cache and state; where they cannot be made, whoever needs one of them says so."""
        places: tuple[Literal["cache", "state"], ...] = ("cache", "state")
        for place in places:
            with suppress(OSError):
                self.make(place)


def collection_key(root: Path) -> str:
    """Name of a collection's folder: a slug to recognise it by, and a hash of its real path to keep it apart."""
    real = Path(os.path.realpath(root))
    digest = hashlib.sha256(os.fsencode(real)).hexdigest()[:16]
    return f"{_slug(real.name)}-{digest}"


def collection_folders(root: Path) -> CollectionFolders:
    """The folders of the collection at `root`; nothing is made and the collection need not exist any more."""
    key = collection_key(root)
    return CollectionFolders(
        root=Path(os.path.realpath(root)),
        cache=user_folder("cache") / "collections" / key,
        state=user_folder("state") / "collections" / key,
        data=user_folder("data") / "collections" / key,
    )


def make_private(folder: Path) -> None:
    """Make a folder and what is missing above it, all readable by the user alone (0700)."""
    if not folder.parent.is_dir() and folder.parent != folder:
        make_private(folder.parent)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise


def traces(root: Path) -> list[Path]:
    """The folders of a collection that exist outside it."""
    folders = collection_folders(root)
    return [folder for folder in (folders.cache, folders.state, folders.data) if _exists(folder)]


def _exists(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_SLUG_LENGTH].strip("-") or "collection"


def _note_origin(folder: Path, root: Path) -> None:
    """Write down whose folder this is, so that a person who looks into the cache can tell."""
    note = folder / _NOTE_OF_ORIGIN
    if not note.exists():
        write_atomically(note, [json.dumps({"collection": str(root)}).encode("ascii"), b"\n"], durably=False)
