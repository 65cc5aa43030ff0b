"""What a file that holds several documents gives its reader's caller, and what that may cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from index.document import ExtractedText
from index.errors import UnreadableFile
from index.settings import FormatsSettings

_SMALL: int = 1_000_000
"""Bytes below which no ratio of unpacked to packed is suspicious."""


@dataclass(frozen=True, slots=True)
class Inner:
    """A file in the file, to be read by the reader of its own name; perhaps one that holds documents again."""

    name: str
    """Its name inside, `/` between folders. Two of one name are told apart by the caller."""
    data: bytes
    cut: bool = False
    """The outer file ends early, and this with it: it is its beginning."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file in the file that holds documents itself and is too large for memory. Whoever is given it closes it."""

    name: str
    file: BinaryIO
    """At its beginning; can be sought in. It has no name on disk, and is gone when it is closed."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document that the reader of the outer file made itself: a message, a row."""

    name: str
    """Message-ID, key, or ordinal; "" where it is the outer file itself, such as the message that has attachments."""
    make: Callable[[], ExtractedText] = field(compare=False)
    """Makes the document; not asked where its bytes are known."""
    data: bytes
    """The bytes that it was made of: their hash identifies it."""

    @property
    def extracted(self) -> ExtractedText:
        """The document, made anew each time."""
        return self.make()


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in the file that is no document, and why."""

    name: str
    reason: str
    supported: bool
    """True where the reason is a fault, and not merely its kind."""


Member = Inner | Spooled | Made | Refused


class Spent(UnreadableFile):
    """Nothing more of the file of the collection is read, however deep the reader is in it."""


class Budget:
    """What is left to unpack from one file of the collection, whatever is nested in it."""

    def __init__(self, formats: FormatsSettings, max_bytes: int, packed: int | None = None) -> None:
        """`packed`: bytes of the file itself, of which all that it unpacks to comes; None where that is not known."""
        self.max_bytes = max_bytes
        """Of one file in it that is held in memory."""
        self.readers = 1
        """How many unpack as much as is told of here."""
        self._formats = formats
        self._packed = packed
        self._spent = 0
        self._bytes = formats.max_unpacked_megabytes * 1_000_000
        self._members = formats.max_members

    def member(self) -> None:
        """One more member is looked at. Raises Spent."""
        self._members -= 1
        if self._members < 0:
            raise Spent(f"it holds more than {self._formats.max_members:,} (setting formats.max_members)")

    def spend(self, count: int) -> None:
        """So many bytes more were unpacked. Raises Spent; call it while unpacking, not after."""
        self._bytes -= count * self.readers
        self._spent += count * self.readers
        if self._bytes < 0:
            most = self._formats.max_unpacked_megabytes
            raise Spent(f"it unpacks to more than {most:,} MB (setting formats.max_unpacked_megabytes)")
        if self._packed is not None and self._is_too_much(self._spent, self._packed):
            raise Spent(self._too_much)

    def check_size(self, size: int) -> None:
        """Raises UnreadableFile where one file in it has so many bytes, or more."""
        if size > self.max_bytes:
            raise UnreadableFile(f"more than {self.max_bytes / 1e6:,.1f} MB (setting documents.max_megabytes)")

    def check_spooled(self, size: int) -> None:
        """The same of one that holds documents and need not be in memory."""
        if size > self._formats.max_container_megabytes * 1_000_000:
            most = self._formats.max_container_megabytes
            raise UnreadableFile(f"more than {most:,} MB (setting formats.max_container_megabytes)")

    def check_ratio(self, unpacked: int, packed: int) -> None:
        """Raises UnreadableFile where so many bytes come from so few that it must be meant as an attack."""
        if self._is_too_much(unpacked, packed):
            raise UnreadableFile(self._too_much)

    def _is_too_much(self, unpacked: int, packed: int) -> bool:
        return unpacked > _SMALL and unpacked > packed * self._formats.max_ratio

    @property
    def _too_much(self) -> str:
        return f"it unpacks to more than {self._formats.max_ratio} times its size (setting formats.max_ratio)"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader of a file that holds documents knows besides the file."""

    name: str
    """Of the file, for its suffix (`.tar.gz`); a path in the collection."""
    formats: FormatsSettings
    budget: Budget
    ignored: Callable[[str], bool] = lambda name: False
    """Whether the collection leaves out a file of this name inside: it is passed over in silence, and not unpacked."""
    spool: Path | None = None
    """Folder for what is too large for memory; None is that of the system."""


Members = Callable[[BinaryIO, Opened], Iterator[Member]]
"""`members` of a reader's module. The file is open for reading at its beginning, and can be sought in. Members come in
the order in which they lie in the file, each read when asked for, so that memory stays bounded. A fault of one member
is a `Refused`; UnreadableFile is raised where the file itself cannot be read on."""
