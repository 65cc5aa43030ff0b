"""Files in, extracted text out: one module a format, chosen by suffix and checked against the content.

A format is one module with `read(data: bytes) -> ExtractedText` and one line in `FORMATS`. A module is imported when
the first file of its kind is read; the libraries that it needs, only where they are used. (`opening`, `decoding`,
`paragraphs` and `front_matter` are shared by the formats and are none themselves.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import cast

from index.document import ExtractedText


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that Glossator reads."""

    reader: str
    """Module and version, such as `text/1`. A new version re-reads every document of the kind."""
    suffixes: tuple[str, ...]

    @property
    def module(self) -> str:
        return self.reader.partition("/")[0]


FORMATS: tuple[Format, ...] = (
    Format("text/2", (".txt", ".text", ".asc")),
    Format("markdown/1", (".md", ".markdown")),
)

_BY_SUFFIX = {suffix: kind for kind in FORMATS for suffix in kind.suffixes}


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A file read: its text, and what identifies its bytes."""

    extracted: ExtractedText
    file_sha256: str
    size: int
    """Bytes."""


def suffix_of(name: str) -> str:
    """The suffix of a file name or path in lower case with its dot, or '' where there is none (`.profile`)."""
    stem, dot, suffix = name.rpartition("/")[2].rpartition(".")
    return dot + suffix.lower() if stem else ""


def is_supported(name: str) -> bool:
    """Whether there is a reader for files of this name."""
    return suffix_of(name) in _BY_SUFFIX


def readers_fingerprint() -> str:
    """Changes whenever some file would be read otherwise than before."""
    return " ".join(sorted(kind.reader for kind in FORMATS))


def read_file(path: Path, max_bytes: int, *, follow_links: bool = False) -> ReadResult:
    """Read one file.

    Raises UnreadableFile, whose message is the reason, where the file cannot be opened, is larger than `max_bytes`,
    is no regular file or a link (unless `follow_links`), changes while it is read, or holds no text.
    """
    import hashlib

    from index.errors import UnreadableFile
    from index.readers.opening import read_bytes

    kind = _BY_SUFFIX.get(suffix_of(path.name))
    if kind is None:
        raise UnreadableFile(no_reader(path.name))
    data = read_bytes(path, max_bytes, follow_links=follow_links)
    return ReadResult(_reader(kind.module)(data), hashlib.sha256(data).hexdigest(), len(data))


def no_reader(name: str) -> str:
    """The reason why a file of an unsupported kind is left out."""
    suffix = suffix_of(name)
    return f"no reader for {suffix}" if suffix else "no reader for files without a suffix"


@cache
def _reader(module: str) -> Callable[[bytes], ExtractedText]:
    return cast(Callable[[bytes], ExtractedText], import_module(f"index.readers.{module}").read)
