"""REFI-QDA projects (`.qdpx`), as NVivo, MAXQDA, ATLAS.ti, QualCoder and others exchange them: written.

What they hold of a passage is where it stands in the text that lies beside it, so texts are written as they are, and
passages where they stand now. A passage that is not found any more becomes a note of the project.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.interchange.guids import guid, guid_of_id
from index.annotations.interchange.items import ImportedAnnotation, Source, Unplaced, flat
from index.annotations.interchange.qda_codes import ReadCode, code_guid, kind_guid, write_codes
from index.annotations.interchange.safe_xml import printable, tag
from index.annotations.interchange.safe_zip import GrowingArchive
from index.offsets import OffsetMap

if TYPE_CHECKING:
    from index.document import Document

NAMESPACE: Final = "urn:QDA-XML:project:1.0"
ORIGIN: Final = "Glossator"
PROJECT: Final = "project.qde"

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\Z", re.ASCII)


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """A project with the texts of all documents that have an annotation; the same one gives the same bytes."""
    archive = GrowingArchive()
    project = _Project()
    for path, document, placed in source.by_document(annotations):
        if document is not None and any(each.start is not None for each in placed):
            name = f"{guid('document', path)}.txt"
            yield from archive.add(f"sources/{name}", document.text.encode("utf-8", "replace"))
        project.add(path, document, placed)
    yield from archive.add(PROJECT, project.written(source).encode("utf-8"))
    yield from archive.close()


def fits(data: bytes) -> bool:
    """True for a zip with a project in it, and for the project alone."""
    from index.annotations.interchange.refi_qda_reading import is_project

    return is_project(data)


def parse(data: bytes) -> Iterator[ImportedAnnotation | Unplaced]:
    """Its passages, and what else it holds as Unplaced."""
    from index.annotations.interchange.refi_qda_reading import read_project

    return read_project(data)


def codes_of(data: bytes) -> list[ReadCode]:
    """Its codes, each after the one above it. Raises BadLine."""
    from index.annotations.interchange.refi_qda_reading import codes_of_project

    return codes_of_project(data)


class _Project:
    """What `project.qde` will hold."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
        self._notes: list[str] = []
        self._layers: dict[str, None] = {}
        self._codes: set[str] = set()
        self._kinds: set[str] = set()
        self._numbers: set[str] = set()
        self._latest = ""

    def add(self, path: str, document: Document | None, placed: list[PlacedAnnotation]) -> None:
        """The passages of one document."""
        selections: list[str] = []
        lines = OffsetMap(document.text) if document is not None else None
        for each in placed:
            annotation = each.annotation
            self._layers[annotation.layer] = None
            self._latest = max(self._latest, _time(annotation.updated) or "")
            if lines is None or each.start is None or each.end is None:
                self._notes.append(self._orphan(annotation, each.reason))
                continue
            self._codes.update(annotation.codes)
            if annotation.kind is not None:
                self._kinds.add(annotation.kind)
            selections.append(self._selection(annotation, each.start, each.end, lines.to_line(each.start)[0]))
        if selections:
            self._sources[path] = "".join(selections)

    def written(self, source: Source) -> str:
        """The whole, in the order that the schema asks for."""
        users = "".join(tag("User", (("guid", _user(layer)), ("name", layer))) for layer in sorted(self._layers))
        codes = write_codes(self._codes, source.codebook(), self._kinds)
        parts = (("Users", users), ("CodeBook", codes), ("Sources", "".join(self._written_sources())))
        inside = "".join(tag(name, inside=part) for name, part in (*parts, ("Notes", "".join(self._notes))) if part)
        given = (
            ("xmlns", NAMESPACE),
            ("name", "Glossator"),
            ("origin", ORIGIN),
            ("creationDateTime", self._latest or None),
        )
        return '<?xml version="1.0" encoding="utf-8"?>\n' + tag("Project", given, inside) + "\n"

    def _written_sources(self) -> Iterator[str]:
        files = Counter(PurePosixPath(path).name for path in self._sources)
        for path, selections in self._sources.items():
            number, file = guid("document", path), PurePosixPath(path).name
            name = file if files[file] == 1 else flat(path)
            given = (("guid", number), ("name", name), ("plainTextPath", f"internal://{number}.txt"))
            yield tag("TextSource", given, selections)

    def _selection(self, annotation: Annotation, start: int, end: int, line: int) -> str:
        number = self._number(annotation)
        by = (("creatingUser", _user(annotation.layer)), ("creationDateTime", _time(annotation.created)))
        codes = [code_guid(code) for code in annotation.codes]
        codes += [kind_guid(annotation.kind)] if annotation.kind is not None else []
        inside = tag("Description", inside=printable(annotation.note)) if annotation.note else ""
        for code in codes:
            target = tag("CodeRef", (("targetGUID", code),))
            inside += tag("Coding", (("guid", guid("coding", number, code)), *by), target)
        given = (
            ("guid", number),
            ("name", f"line:{line}"),  # qualitative-coding finds a passage by nothing else
            ("startPosition", str(start)),
            ("endPosition", str(end)),
            *by,
            ("modifiedDateTime", _time(annotation.updated)),
        )
        return tag("PlainTextSelection", given, inside)

    def _orphan(self, annotation: Annotation, reason: str | None) -> str:
        facts = (annotation.kind, *annotation.codes)
        lines = [f"“{annotation.exact}”", annotation.note, *(f"· {fact}" for fact in facts if fact), reason or ""]
        content = tag("PlainTextContent", inside=printable("\n".join(filter(None, lines))))
        given = (
            ("guid", self._number(annotation)),
            ("name", f"passage not found: {annotation.document}"),
            ("creatingUser", _user(annotation.layer)),
            ("creationDateTime", _time(annotation.created)),
        )
        return tag("Note", given, content)

    def _number(self, annotation: Annotation) -> str:
        """That of its id where it is one, and none has it yet."""
        number = guid_of_id(annotation.id)
        if number is None or number in self._numbers:
            number = guid("annotation", annotation.layer, annotation.id)
        self._numbers.add(number)
        return number


def _user(layer: str) -> str:
    return guid("layer", layer)


def _time(time: str) -> str | None:
    """A time as XML has them; None for what is none."""
    if not _TIME.match(time):
        return None
    try:
        datetime.fromisoformat(time)
    except ValueError:
        return None
    return time if time[:4] != "0000" else None
