"""What the formats are given and what they hand back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from index.annotations.lines import BadLine, Record, dump
from index.annotations.paths import iri_from_path
from index.annotations.record import ANNO, Parts, read_parts
from index.pages import pages_of

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, PlacedAnnotation
    from index.codebook.code import Code
    from index.document import Document
    from index.memos.memo import Memo


@dataclass(frozen=True, slots=True)
class Source:
    """What an exporter may ask about the annotations it is given."""

    title: Callable[[str], str | None]
    """Title of the document of a path."""
    record: Callable[[Annotation], Record]
    """The record as it lies in its layer."""
    document: Callable[[str], Document | None] = lambda path: None
    """Text, blocks and metadata of the document of a path; None where it is gone."""
    codebook: Callable[[], Mapping[str, Code]] = dict
    """What the codebook says of each of its codes, in its order."""
    memos: Sequence[Memo] = ()
    """Those that go along: of the collection, then of documents, then of codes."""

    def by_document(
        self, annotations: Iterable[PlacedAnnotation]
    ) -> Iterator[tuple[str, Document | None, list[PlacedAnnotation]]]:
        """Annotations as they come, those of one document together; one document is held at a time."""
        for path, group in groupby(annotations, key=lambda placed: placed.annotation.document):
            yield path, self.document(path), list(group)


def paragraph_of(document: Document, offset: int) -> int | None:
    """Number of the paragraph that holds a place, from 1; None where there is none before it."""
    return bisect_right(document.blocks, offset, key=lambda block: block.start) or None


def printed_on(document: Document | None, placed: PlacedAnnotation) -> str | None:
    """The pages of its source on which a passage stands, where it has any and the passage is there."""
    if document is None or placed.start is None or placed.end is None:
        return None
    return pages_of(document, placed.start, placed.end)


def standing(placed: PlacedAnnotation, document: Document | None) -> str:
    """What stands where the passage is now; what was marked, where that is not known."""
    if document is None or placed.start is None or placed.end is None:
        return placed.annotation.exact
    return document.text[placed.start : placed.end]


@dataclass(frozen=True, slots=True, eq=False)
class SourceText:
    """A text that a file brings along with what was marked in it."""

    name: str
    """What the file calls it."""
    text: str
    """Line ends of one character, no byte order mark."""
    number: str = ""
    """That of the document, where the file is one of ours."""

    @property
    def path(self) -> str:
        """Its name as a path of ours would be written."""
        return self.name.replace("\\", "/").rpartition(":")[2].lstrip("/")


@dataclass(frozen=True, slots=True)
class ImportedAnnotation:
    """An annotation as a file states it; whether its passage is there is still to be seen."""

    parts: Parts
    record: Record
    """A Web Annotation, with whatever `parts` has no name for."""
    shown: Callable[[str], str] | None = None
    """How its format writes a passage, where not every character comes through: the passage at the offsets is the one
    that is meant if it is written as `parts.exact`."""
    text: SourceText | None = None
    """The text that it was made on, where the file has it; the document is found by it."""
    utf16: bool = False
    """Its offsets count UTF-16 units of the text of the document."""


@dataclass(frozen=True, slots=True)
class ImportedMemo:
    """A memo as a file states it; whether its document is there is still to be seen."""

    memo: Memo
    text: SourceText | None = None
    """The text of its document, where the file has it."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What could not be taken in, and why."""

    reason: str
    text: str


Imported = ImportedAnnotation | ImportedMemo | Unplaced
"""What a file may hold."""


def imported(record: object) -> Imported:
    """Judge one Web Annotation, or memo as it is kept, of a file."""
    from index.annotations.interchange.memos import from_annotation
    from index.memos.memo import TYPE, from_record

    if not isinstance(record, dict):
        return Unplaced("not an annotation: not a JSON object", shortened(dump(record)))
    try:
        if record.get("type") == TYPE:
            return ImportedMemo(from_record(record))
        parts = read_parts(record)
        return from_annotation(record, parts) or ImportedAnnotation(parts, record)
    except BadLine as error:
        return Unplaced(str(error), shortened(dump(record)))


def stated(
    document: str,
    *,
    id: str | None = None,
    exact: str | None,
    start: int | None = None,
    end: int | None = None,
    prefix: str = "",
    suffix: str = "",
    note: str = "",
    codes: Iterable[str] = (),
    kind: str | None = None,
    created: str = "",
    updated: str = "",
    creator: str = "",
    shown: Callable[[str], str] | None = None,
    text: SourceText | None = None,
    utf16: bool = False,
) -> ImportedAnnotation:
    """What a format says of an annotation, as a Web Annotation; `document` is the path that it names."""
    selectors: list[Record] = []
    if exact is not None:
        selectors.append({"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix})
    if start is not None and end is not None:
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    bodies = [{"purpose": "commenting", "format": "text/markdown", "value": note}] if note else []
    bodies += [{"purpose": "tagging", "value": code} for code in codes]
    bodies += [{"purpose": "classifying", "value": kind}] if kind else []
    motivations = list(dict.fromkeys(body["purpose"] for body in bodies)) or ["highlighting"]
    record: Record = {
        "@context": [ANNO],
        "type": "Annotation",
        "motivation": motivations,
        "target": {"type": "SpecificResource", "source": iri_from_path(document), "selector": selectors},
    }
    named = {"id": id, "created": created, "modified": updated}
    record |= {key: value for key, value in named.items() if value}
    record |= {"creator": {"type": "Person", "name": creator}} if creator else {}
    record |= {"body": [{"type": "TextualBody", **body} for body in bodies]} if bodies else {}
    return ImportedAnnotation(read_parts(record), record, shown, text, utf16)


def flat(path: str) -> str:
    """A path as one name, for programs that make files of names."""
    return path.replace("/", " - ")


def shortened(text: str) -> str:
    """Enough of a text to know it by."""
    return text if len(text) <= 200 else text[:199] + "…"
