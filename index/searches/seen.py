"""Which documents of a saved search the reader has looked at: on this machine, beside reading positions."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.catalogue.state import ReadingState

_SIZE: Final = 8
"""Bytes of the hash of a path or of a file: one document in a billion may be taken for another."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a saved search finds now."""

    name: str
    query: str
    documents: int
    new: int | None
    """Documents that were not there when it was last looked at; None where it never was."""
    error: str | None = None


class Known:
    """Documents that were looked at. One that was renamed, or that was edited, is known still."""

    def __init__(self, packed: bytes) -> None:
        self._hashes = {packed[at : at + _SIZE] for at in range(0, len(packed), _SIZE)}

    def has(self, path: str, file_sha256: str) -> bool:
        """Was the document with this path, or with these bytes, there?"""
        return any(each in self._hashes for each in _hashes(path, file_sha256))


class Seen:
    """What was looked at, by the name of the search."""

    def __init__(self, state: ReadingState) -> None:
        self._state = state

    def known(self, name: str) -> Known | None:
        """What was there when a search was last looked at; None where it never was."""
        value = self._state.setting(_key(name))
        if not value:
            return None
        try:
            return Known(b64decode(value.removeprefix("v1:")))
        except ValueError:
            return None

    def keep(self, name: str, documents: Iterable[tuple[str, str]]) -> None:
        """Remember (path, file hash) of what a search finds now."""
        packed = b"".join(part for path, sha in documents for part in _hashes(path, sha))
        self._state.set_setting(_key(name), "v1:" + b64encode(packed).decode("ascii"))

    def move(self, name: str, to: str) -> None:
        """A search has another name."""
        value = self._state.setting(_key(name))
        if value:
            self._state.set_setting(_key(to), value)


def _key(name: str) -> str:
    return f"seen:{name}"


def _hashes(path: str, file_sha256: str) -> Iterable[bytes]:
    texts = ("p" + path, "f" + file_sha256) if file_sha256 else ("p" + path,)
    return [blake2b(text.encode("utf-8", "surrogateescape"), digest_size=_SIZE).digest() for text in texts]
