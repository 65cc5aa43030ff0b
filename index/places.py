"""Places that the reader named with a letter, and the jump list: what the store of them answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class NamedPlace(NamedTuple):
    """A place in a document under a letter."""

    name: str
    """A small letter belongs to its document, a capital to the collection."""
    path: str
    file_sha256: str | None
    offset: int
    words: str
    """What stood there, to be shown, and to find the place again where the text was changed."""


class PlaceKeeper(Protocol):
    """Keeps places for one collection on this machine. Safe to call from any thread."""

    def named(self, path: str | None, file_sha256: str | None = None) -> list[NamedPlace]: ...
    def set(self, place: NamedPlace) -> None: ...
    def forget(self, place: NamedPlace) -> None: ...
    def way(self) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]: ...
    def set_way(self, behind: Sequence[tuple[str, int]], ahead: Sequence[tuple[str, int]]) -> None: ...
