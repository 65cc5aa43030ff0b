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
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, get_type_hints

from index.errors import SettingsError
from index.paths import MARKS_FOLDER, make_private, user_config_file, user_folder
from index.settings import Settings

ENVIRONMENT_PREFIX: Final = "GLOSSATOR_"
MAX_BYTES: Final = 256 * 1024
"""A larger config.yaml is refused unread."""
_COPIES_KEPT: Final = 32


class Origin(NamedTuple):
    """Where a value came from."""

    source: str
    """Path of a file, name of a variable, or `option`."""
    line: int | None
    """Line in the file, counted from 1."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, with what the reader should know of them."""

    settings: Settings
    warnings: list[str]
    """Settings that were not taken, each as `FILE:LINE:COLUMN: setting: why`."""
    provenance: dict[str, Origin]
    """By dotted name, such as `search.limit` or `keys.annotate`."""


class KeyFault(Protocol):
    """What is wrong with a key of a command, or with a macro."""

    @property
    def name(self) -> str:
        """The command's id, or the key of the macro, as it is written."""

    @property
    def item(self) -> str | None:
        """The key of the command, or the step of the macro, that it is about; None where it is about the name."""

    @property
    def macro(self) -> bool: ...
    @property
    def reason(self) -> str: ...


class CheckKeys(Protocol):
    """A face knows which commands and keys there are, and which commands meet in one context."""

    def __call__(self, keys: dict[str, tuple[str, ...]], macros: dict[str, tuple[str, ...]], /) -> Iterable[KeyFault]:
        """Faults of the keys in force by command id, those set last coming last, and of macros by their key."""


class RawFile(NamedTuple):
    """A file of settings as it lies on the disk."""

    path: Path
    content: bytes
    own: bool
    """False for the file of a collection, which somebody may have sent."""


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


def shipped_file() -> Path:
    """The file of defaults: inside the package where it is installed, at the root in a checkout."""
    package = Path(__file__).parent
    installed = package / "config.yaml"
    return installed if installed.is_file() else package.parent / "config.yaml"


def build_settings(values: dict[str, Any]) -> Settings:
    """Settings from plain dictionaries and lists of which every type was checked before."""
    built: Settings = _build(Settings, values)
    return built


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
    for module in ("settings.py", "config.py", "config_check.py", "config_keys.py", "config_read.py"):
        try:
            rule = Path(__file__).with_name(module).stat()
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
    temporary = copy.with_suffix(f".{os.getpid()}")
    try:
        make_private(copy.parent)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        temporary.replace(copy)
        copies = sorted(copy.parent.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in copies[_COPIES_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _plain(value: Any) -> Any:
    """A dataclass as dictionaries; `dataclasses.asdict` would copy every tuple and string on the way."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _build(kind: type[Any], values: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    built = {}
    for name, value in values.items():
        hint = hints[name]
        if is_dataclass(hint):
            value = _build(hint, value)  # type: ignore[arg-type]
        elif isinstance(value, list):
            value = tuple(value)
        elif hint is float:
            value = float(value)
        elif isinstance(value, dict):
            value = {key: tuple(item) for key, item in value.items()}
        built[name] = value
    return kind(**built)
