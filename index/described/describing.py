"""What is stated of documents beside their texts, all of it: the table, then the path. The same in every worker."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.described.path_patterns import stated_by_path
from index.described.values import NOTHING, Stated, laid_over
from index.document import Document, Metadata

if TYPE_CHECKING:
    from index.settings import MetadataSettings

RULES = frozenset({"path", "table"})
"""Rules of evidence that stand for what is stated beside a text."""


@dataclass(frozen=True, slots=True)
class Describing:
    """Answers for one state of settings and table."""

    patterns: tuple[str, ...] = ()
    rows: Mapping[str, Stated] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.patterns or self.rows)

    def of(self, path: str) -> Stated:
        """What is stated of a document; the table counts before the path."""
        by_path = stated_by_path(self.patterns, path) if self.patterns else NOTHING
        return self.rows.get(path, NOTHING).over(by_path)

    def described(self, path: str, metadata: Metadata) -> Metadata:
        """What a text says of itself with what is stated of it laid over."""
        return laid_over(metadata, self.of(path))

    @property
    def version(self) -> str:
        """Fingerprint: under another one documents may be described otherwise. Empty where nothing is stated."""
        if not self:
            return ""
        whole = hashlib.sha256(repr(self.patterns).encode("utf-8", "backslashreplace"))
        for path in sorted(self.rows):
            whole.update(f"{path!r} {self.rows[path]!r}\n".encode("utf-8", "backslashreplace"))
        return whole.hexdigest()


def carried(metadata: Metadata) -> Stated:
    """What was laid over the metadata of a document when it was last described."""
    rules = tuple(sorted((each.field, each.rule) for each in metadata.evidence if each.rule in RULES))
    if not rules:
        return NOTHING
    values = {name: getattr(metadata, name) for name, _ in rules}
    if "date" in values:
        values |= {"date_text": metadata.date_text, "date_alternatives": metadata.date_alternatives}
    return Stated(**values, rules=rules)


def described(document: Document, describing: Describing) -> Document:
    """A document with what is stated beside its text."""
    metadata = describing.described(document.path, document.metadata) if describing else document.metadata
    return document if metadata is document.metadata else replace(document, metadata=metadata)


def changed(documents: Iterable[tuple[int, str, Metadata]], describing: Describing) -> Iterator[int]:
    """Numbers of those of which something else is stated than what was laid over them."""
    return (id for id, path, metadata in documents if carried(metadata) != describing.of(path))


def describing_of(root: Path, settings: MetadataSettings) -> Describing:
    """What settings and table of a collection state now; faults of the table are told by who reads it."""
    if not settings.table:
        return Describing(settings.paths)
    from index.described.table import read_table

    return Describing(settings.paths, read_table(root, settings.table).rows)
