"""Files in, extracted text out: one module a format, chosen by suffix and checked against the content.

A format is one module and one line in `FORMATS`. The module has `read(data: bytes) -> ExtractedText`, or, where one
file holds several documents, `members(file, opened) -> Iterator[Member]` (see `members`). It is imported when the first
file of its kind is read; the libraries that it needs, only where they are used. No reader opens another file, writes
one, or opens a connection: what a document refers to stays unread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from index.document import ExtractedText

if TYPE_CHECKING:
    from index.readers.members import Members


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that Glossator reads."""

    room: str
    """Package below this one in which its module lies."""
    reader: str
    """Module and version, such as `text/1`. A new version re-reads every document of the kind."""
    suffixes: tuple[str, ...]
    contains: bool = False
    """It may hold several documents."""
    extra: str = ""
    """What to install for it, where a default install cannot read it."""
    needs: tuple[str, ...] = ()
    """Modules that come with that extra."""

    @property
    def module(self) -> str:
        return f"{self.room}.{self.reader.partition('/')[0]}"


_PACKED = (".tar", ".gz", ".tgz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz")

FORMATS: tuple[Format, ...] = (
    Format("plain", "text/2", (".txt", ".text", ".asc")),
    Format("plain", "markdown/1", (".md", ".markdown")),
    Format("web", "html/2", (".html", ".htm", ".xhtml", ".xht", ".shtml")),
    Format("web", "mhtml/2", (".mhtml", ".mht")),
    Format("books", "epub/2", (".epub",)),
    Format("office", "docx/2", (".docx", ".docm", ".dotx", ".dotm")),
    Format("office", "doc/1", (".doc",)),
    Format("office", "odt/2", (".odt", ".ott", ".fodt")),
    Format("office", "rtf/2", (".rtf",)),
    Format("pdf", "pdf/2", (".pdf",)),
    Format("mail", "eml/1", (".eml", ".emlx"), contains=True),
    Format("mail", "mbox/1", (".mbox", ".mbx"), contains=True),
    Format("plain", "subtitles/1", (".srt", ".vtt")),
    Format("plain", "rst/1", (".rst", ".rest")),
    Format("archives", "archive_zip/1", (".zip",), contains=True),
    Format(
        "archives", "archive_packed/1", (".tar", ".gz", ".tgz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz"), contains=True
    ),
    Format("rows", "rows_csv/1", (".csv", ".tsv", ".tab"), contains=True),
    Format("rows", "rows_json/1", (".jsonl", ".ndjson", ".json"), contains=True),
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


def format_of(name: str) -> Format | None:
    """The format of files of this name, or None where there is no reader for it."""
    return _BY_SUFFIX.get(suffix_of(name))


def is_supported(name: str) -> bool:
    """Whether there is a reader for files of this name, and what it needs is installed."""
    kind = format_of(name)
    return kind is not None and _is_installed(kind)


def holds_documents(name: str) -> bool:
    """Whether a file of this name may hold several documents."""
    kind = format_of(name)
    return kind is not None and kind.contains


def readers_fingerprint() -> str:
    """Changes whenever some file would be read otherwise than before."""
    return " ".join(sorted(kind.reader for kind in FORMATS))


def extras_installed() -> str:
    """The extras whose formats can be read here."""
    return " ".join(sorted({kind.extra for kind in FORMATS if kind.extra and _is_installed(kind)}))


def read_file(path: Path, max_bytes: int, *, follow_links: bool = False) -> ReadResult:
    """Read one file that is one document.

    Raises UnreadableFile, whose message is the reason, where the file cannot be opened, is larger than `max_bytes`,
    is no regular file or a link (unless `follow_links`), changes while it is read, or holds no text.
    """
    from index.readers.opening import read_bytes

    kind = _kind(path.name)
    if kind.contains:
        from index.errors import UnreadableFile

        raise UnreadableFile("it may hold several documents")
    return read_document(kind, read_bytes(path, max_bytes, follow_links=follow_links))


def read_document(kind: Format, data: bytes) -> ReadResult:
    """The one document that these bytes are. Raises UnreadableFile."""
    import hashlib

    return ReadResult(_reader(kind.module)(data), hashlib.sha256(data).hexdigest(), len(data))


def members_of(name: str) -> Members:
    """What walks through the documents of a file of this name. Raises UnreadableFile where there is no reader."""
    return cast("Members", import_module(f"index.readers.{_kind(name).module}").members)


def no_reader(name: str) -> str:
    """The reason why a file of an unsupported kind is left out."""
    kind, suffix = format_of(name), suffix_of(name)
    if kind is not None:
        return f"{suffix} needs an extra: pip install 'glossator[{kind.extra}]'"
    return f"no reader for {suffix}" if suffix else "no reader for files without a suffix"


def _kind(name: str) -> Format:
    from index.errors import UnreadableFile

    kind = format_of(name)
    if kind is None or not _is_installed(kind):
        raise UnreadableFile(no_reader(name))
    return kind


@cache
def _is_installed(kind: Format) -> bool:
    return all(find_spec(module) is not None for module in kind.needs)


@cache
def _reader(module: str) -> Callable[[bytes], ExtractedText]:
    return cast(Callable[[bytes], ExtractedText], import_module(f"index.readers.{module}").read)
