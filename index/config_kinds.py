"""What the modules of settings share: files as they lie, settings and where each came from, faults of keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeVar, get_args, get_type_hints

from index.settings import Settings

ENVIRONMENT_PREFIX: Final = "GLOSSATOR_"
_Section = TypeVar("_Section")
MAX_BYTES: Final = 256 * 1024
"""A larger config.yaml is refused unread."""


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


def shipped_file() -> Path:
    """The file of defaults: inside the package where it is installed, at the root in a checkout."""
    package = Path(__file__).parent
    installed = package / "config.yaml"
    return installed if installed.is_file() else package.parent / "config.yaml"


def build_settings(values: dict[str, Any]) -> Settings:
    """Settings from plain dictionaries and lists of which every type was checked before."""
    built: Settings = _build(Settings, values)
    return built


def build_section(kind: type[_Section], values: dict[str, Any]) -> _Section:
    """One section of the settings, likewise."""
    built: _Section = _build(kind, values)
    return built


def _build(kind: type[Any], values: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    built = {}
    for name, value in values.items():
        hint = hints[name]
        if is_dataclass(hint):
            value = _build(hint, value)  # type: ignore[arg-type]
        elif isinstance(value, list):
            below = next(iter(get_args(hint)), None)
            value = tuple(_build(below, item) for item in value) if is_dataclass(below) else tuple(value)  # type: ignore[arg-type]
        elif hint is float:
            value = float(value)
        elif isinstance(value, dict):
            value = {key: tuple(item) for key, item in value.items()}
        built[name] = value
    return kind(**built)
