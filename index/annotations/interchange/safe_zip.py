"""Archives from strangers, of which no more is unpacked than can be held; archives for others, written as they grow."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import IO, Any, Final, cast

from index.annotations.lines import BadLine

MOST_MEMBERS: Final = 100_000
LONGEST_MEMBER: Final = 256 * 1024 * 1024
LONGEST_ALL: Final = 1024 * 1024 * 1024
"""Bytes unpacked, of one member and of all that are read."""


class Archive:
    """A zip in memory. Nothing of it is ever written to a disk, so a name can lead nowhere."""

    def __init__(self, data: bytes) -> None:
        """Raises BadLine where it is no zip."""
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
            raise BadLine(f"not a zip archive: {error}") from None
        if len(members) > MOST_MEMBERS:
            raise BadLine(f"an archive of {len(members):,} files; more than {MOST_MEMBERS:,} are not read")
        self._members = {_folded(each.filename): each for each in members if not each.is_dir()}
        self._left = LONGEST_ALL

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._members

    def names(self) -> list[str]:
        """The names of its files, as they are written there."""
        return [each.filename for each in self._members.values()]

    def read(self, name: str) -> bytes:
        """A file of it, by its name in whatever case. Raises BadLine."""
        member = self._members.get(_folded(name))
        if member is None:
            raise BadLine(f"the archive has no {name}")
        if member.flag_bits & 1:
            raise BadLine(f"{name} is encrypted")
        most = min(LONGEST_MEMBER, self._left)
        try:
            with self._zip.open(member) as file:
                data = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise BadLine(f"{name} cannot be unpacked: {error}") from None
        if len(data) > most:
            raise BadLine(f"{name} is larger than {most // 1024 // 1024} MB when unpacked")
        self._left -= len(data)
        return data


class GrowingArchive:
    """A zip that is handed on piece by piece; the same files give the same bytes whenever they are written."""

    def __init__(self) -> None:
        self._parts = _Parts()
        self._zip = zipfile.ZipFile(cast(IO[bytes], self._parts), "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, data: bytes) -> Iterator[bytes]:
        """Put a file into it."""
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.create_system = 3
        info.external_attr = 0o644 << 16
        self._zip.writestr(info, data)
        yield from self._parts.taken()

    def close(self) -> Iterator[bytes]:
        """Its end."""
        self._zip.close()
        yield from self._parts.taken()


class _Parts(RawIOBase):
    """A file that cannot be gone back in."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def tell(self) -> int:
        raise OSError("it is handed on at once")

    def taken(self) -> Iterator[bytes]:
        parts, self._parts = self._parts, []
        yield from parts


def _folded(name: str) -> str:
    return name.replace("\\", "/").casefold()
