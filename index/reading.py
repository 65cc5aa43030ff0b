"""From a file to a document whose structure is understood."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.document import Document, ExtractedText
from index.errors import UnreadableFile
from index.readers import ReadResult, holds_documents, read_file
from index.readers.contained import Limits, container_of, read_part
from index.understanding.structure import understand_structure

_LONG = 2_000_000
"""Characters above which structure takes longer than anyone would wait to see a text."""


def as_document(path: str, extracted: ExtractedText, file_sha256: str, common: frozenset[str]) -> Document:
    """What a reader made of a file, understood. `common`: lines that are boilerplate in this collection."""
    blocks, metadata, words = understand_structure(extracted, path, common_lines=common)
    sha256 = hashlib.sha256(extracted.text.encode()).hexdigest()
    return Document(
        path,
        extracted.text,
        blocks,
        metadata,
        sha256,
        file_sha256,
        extracted.reader,
        words,
        extracted.pages,
        extracted.links,
    )


def original(root: Path, path: str, follow_links: bool) -> Path:
    """The file of a document, as a full path inside the collection; of one in a container, the container.

    Raises UnreadableFile where it is gone, is no file, or leads out of the collection.
    """
    name = container_of(path)
    file = root / name
    if name.startswith("/") or ".." in name.split("/"):
        raise UnreadableFile(f"{name}: not a path inside the collection")
    try:
        real = file.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise UnreadableFile(f"{name} is gone from the folder") from error
    if not real.is_file():
        raise UnreadableFile(f"{name} is not a file")
    if not follow_links and not real.is_relative_to(root):
        raise UnreadableFile(f"{name} leads out of the collection; documents.follow_links in config.yaml allows it")
    return file


def read_directly(root: Path, path: str, limits: Limits) -> Document:
    """A document straight from its file, before it is indexed. Raises UnreadableFile.

    Of a long one the kinds of blocks come with the index: a reader who waits for the text gets the text.
    """
    if not holds_documents(container_of(path)):
        return read_alone(root, path, limits.max_bytes, limits.follow_links)
    with _no_collector():
        found = read_part(root, path, limits)
    return _as_read(path, found)


def read_alone(root: Path, path: str, max_bytes: int, follow_links: bool) -> Document:
    """The same, of a file that is one document."""
    with _no_collector():
        found = read_file(root / path, max_bytes, follow_links=follow_links)
    return _as_read(path, found)


def _as_read(path: str, found: ReadResult) -> Document:
    extracted = found.extracted
    if len(extracted.text) <= _LONG:
        return as_document(path, extracted, found.file_sha256, frozenset())
    sha256 = hashlib.sha256(extracted.text.encode()).hexdigest()
    metadata = extracted.metadata
    return Document(
        path,
        extracted.text,
        extracted.blocks,
        metadata,
        sha256,
        found.file_sha256,
        extracted.reader,
        0,
        extracted.pages,
        extracted.links,
    )


@contextmanager
def _no_collector() -> Iterator[None]:
    """Half a million blocks hold no garbage, and looking for some among them takes as long as making them."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
