"""The settings in force, and where each came from.

Read in this order, the later one winning: the shipped config.yaml, the user's, the collection's own, GLOSSATOR_*
variables, options. What was read is checked by `index.config_check`, which needs yaml and pydantic; the result is kept
in the cache under a hash of all that it came from, so that the next start needs neither.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final

from index.config_kinds import (
    ENVIRONMENT_PREFIX,
    MAX_BYTES,
    CheckKeys,
    KeyFault,
    Loaded,
    Origin,
    RawFile,
    build_settings,
    shipped_file,
)
from index.errors import SettingsError
from index.paths import MARKS_FOLDER, make_private, user_config_file, user_folder
from index.safe_files import write_atomically

__all__ = ["MAX_BYTES", "CheckKeys", "KeyFault", "Loaded", "Origin", "RawFile", "load_settings", "shipped_file"]

_COPIES_KEPT: Final = 32
RULES: Final = (
    "settings.py",
    "config.py",
    "config_bounds.py",
    "config_check.py",
    "config_keys.py",
    "config_kinds.py",
    "config_read.py",
    "described/path_patterns.py",
    "listing.py",
)
"""Modules that decide what is taken for a setting."""


def load_settings(
    collection_root: Path | None,
    overrides: dict[str, str] | None = None,
    *,
    check_keys: CheckKeys | None = None,
) -> Loaded:
    """The settings for a collection, or for none. Raises SettingsError, which lists every fault."""
    overrides = overrides or {}
    files, warnings = _files(collection_root)
    variables = {name: text for name, text in os.environ.items() if name.startswith(ENVIRONMENT_PREFIX)}
    copy = user_folder("cache") / "settings" / f"{_fingerprint(files, variables, overrides, check_keys)}.json"
    loaded = _from_copy(copy)
    if loaded is None:
        from index import config_check

        loaded = config_check.check(files, variables, overrides, check_keys)
        _write_copy(copy, loaded)
    return Loaded(loaded.settings, warnings + loaded.warnings, loaded.provenance) if warnings else loaded


# -- files ------------------------------------------------------------------------------------------------------------


def _files(collection_root: Path | None) -> tuple[list[RawFile], list[str]]:
    """Every file there is, in the order in which they are read, and why a collection's was passed over."""
    files = [RawFile(shipped_file(), shipped_file().read_bytes(), own=True)]
    own = user_config_file()
    content = _read(lambda flags: os.open(own, flags), own)
    if content is not None:
        files.append(RawFile(own, content, own=True))
    if collection_root is None:
        return files, []
    path = collection_root / MARKS_FOLDER / "config.yaml"
    if path.parent.is_symlink() or path.is_symlink():
        return files, [f"{path}:1:1: config: not read, because it is a link"]
    content = _read(lambda flags: _open_in(collection_root, flags), path)
    if content is not None:
        files.append(RawFile(path, content, own=False))
    return files, []


def _open_in(collection_root: Path, flags: int) -> int:
    """Open a collection's config.yaml; neither it nor its folder is followed as a link."""
    no_link = getattr(os, "O_NOFOLLOW", 0)
    if os.open not in os.supports_dir_fd:
        return os.open(collection_root / MARKS_FOLDER / "config.yaml", flags | no_link)
    folder = os.open(collection_root / MARKS_FOLDER, os.O_RDONLY | os.O_DIRECTORY | no_link)
    try:
        return os.open("config.yaml", flags | no_link, dir_fd=folder)
    finally:
        os.close(folder)


def _read(open_file: Callable[[int], int], path: Path) -> bytes | None:
    """Content of a file of settings; None where there is none. A pipe or a device is refused, never waited for."""
    try:
        descriptor = open_file(os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise SettingsError([f"{path}:1:1: config: not a file"])
            # One byte more than is taken, so that a larger file is known for one.
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                return file.read(MAX_BYTES + 1)
        finally:
            os.close(descriptor)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SettingsError([f"{path}:1:1: config: cannot be read: {error.strerror}"]) from error


# -- the checked copy -------------------------------------------------------------------------------------------------


def _fingerprint(
    files: list[RawFile], variables: dict[str, str], overrides: dict[str, str], check_keys: CheckKeys | None
) -> str:
    digest = hashlib.sha256()

    def add(*parts: bytes) -> None:
        for part in parts:
            digest.update(b"%d:" % len(part))
            digest.update(part)

    # The rules themselves are part of it: a copy made by another version is not taken.
    for module in RULES:
        try:
            rule = (Path(__file__).parent / module).stat()
            add(b"%d %d" % (rule.st_size, rule.st_mtime_ns))
        except OSError:
            add(b"?")
    for file in files:
        add(os.fsencode(file.path), file.content, b"own" if file.own else b"collection")
    for values in (variables, overrides):
        add(b"values")
        for name in sorted(values):
            add(os.fsencode(name), os.fsencode(values[name]))
    if check_keys is not None:
        add(b"keys", getattr(check_keys, "__module__", "").encode())
    return digest.hexdigest()


def unsound_copies() -> list[Path]:
    """Checked copies in the cache that are not as they were written."""

    def is_sound(copy: Path) -> bool:
        digest, _, body = copy.read_bytes().partition(b"\n")
        return digest == hashlib.sha256(body).hexdigest().encode()

    found: list[Path] = []
    for copy in sorted((user_folder("cache") / "settings").glob("*.json")):
        with contextlib.suppress(OSError):
            if not is_sound(copy):
                found.append(copy)
    return found


def _from_copy(copy: Path) -> Loaded | None:
    """What an earlier start found; None where there is nothing or anything is wrong with it."""
    try:
        digest, _, body = copy.read_bytes().partition(b"\n")
        if digest.decode("ascii") != hashlib.sha256(body).hexdigest():
            return None
        stored = json.loads(body)
        return Loaded(
            settings=build_settings(stored["settings"]),
            warnings=stored["warnings"],
            provenance={name: Origin(*origin) for name, origin in stored["provenance"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write_copy(copy: Path, loaded: Loaded) -> None:
    """Keep what was found. A cache that cannot be written costs time at the next start and nothing else."""
    stored = {"settings": _plain(loaded.settings), "warnings": loaded.warnings, "provenance": loaded.provenance}
    body = json.dumps(stored).encode()
    with contextlib.suppress(OSError):
        make_private(copy.parent)
        write_atomically(copy, [hashlib.sha256(body).hexdigest().encode(), b"\n", body], durably=False)
        copies = sorted(copy.parent.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in copies[_COPIES_KEPT:]:
            old.unlink(missing_ok=True)


def _plain(value: Any) -> Any:
    """A dataclass as dictionaries; `dataclasses.asdict` would copy every tuple and string on the way."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return [_plain(item) for item in value]
    return value
