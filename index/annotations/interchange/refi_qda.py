"""REFI-QDA projects (`.qdpx`), as NVivo, MAXQDA, ATLAS.ti, QualCoder and others exchange them: written.

What they hold of a passage is where it stands in the text that lies beside it, so texts are written as they are, and
passages where they stand now. A passage that is not found any more becomes a note of the project.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.interchange.guids import guid, guid_of_id
from index.annotations.interchange.items import Imported, Source, flat
from index.annotations.interchange.memos import heading_of
from index.annotations.interchange.qda_codes import ReadCode, code_guid, kind_guid, note_refs, write_codes
from index.annotations.interchange.safe_xml import printable, tag
from index.annotations.interchange.safe_zip import GrowingArchive
from index.offsets import OffsetMap

if TYPE_CHECKING:
    from index.document import Document
    from index.memos.memo import Memo

NAMESPACE: Final = "urn:QDA-XML:project:1.0"
ORIGIN: Final = "Glossator"
PROJECT: Final = "project.qde"

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\Z", re.ASCII)


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """A project with the texts of all documents that have an annotation; the same one gives the same bytes."""
    archive = GrowingArchive()
    project = _Project()
    with_memo = dict.fromkeys(memo.subject for memo in source.memos if memo.about == "document")
    for path, document, placed in chain(source.by_document(annotations), _bare(with_memo, source)):
        known = project.has(path)
        project.add(path, document, placed, mentioned=path in with_memo)
        if document is not None and project.has(path) and not known:
            name = f"{guid('document', path)}.txt"
            yield from archive.add(f"sources/{name}", document.text.encode("utf-8", "replace"))
    project.add_memos(source.memos)
    yield from archive.add(PROJECT, project.written(source).encode("utf-8"))
    yield from archive.close()


def _bare(paths: Iterable[str], source: Source) -> Iterator[tuple[str, Document | None, list[PlacedAnnotation]]]:
    for path in paths:
        yield path, source.document(path), []


def fits(data: bytes) -> bool:
    """True for a zip with a project in it, and for the project alone."""
    from index.annotations.interchange.refi_qda_reading import is_project

    return is_project(data)


def parse(data: bytes) -> Iterator[Imported]:
    """Its passages and memos, and what else it holds as Unplaced."""
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
        self._memos: dict[tuple[str, str], list[str]] = {}
        """Numbers of the notes that are memos, by what they are on."""

    def has(self, path: str) -> bool:
        """Whether a document is one of its sources."""
        return path in self._sources

    def add_memos(self, memos: Iterable[Memo]) -> None:
        """Notes of the project that the sources and codes, or the project itself, name."""
        for memo in memos:
            number = self._numbered(memo.id, "memo", memo.id)
            self._memos.setdefault((memo.about, memo.subject), []).append(number)
            self._layers[memo.author] = None
            self._latest = max(self._latest, _time(memo.updated) or "")
            given = (
                ("guid", number),
                ("name", f"memo on {heading_of(memo)}"),
                ("creatingUser", _user(memo.author)),
                ("creationDateTime", _time(memo.created)),
                ("modifiedDateTime", _time(memo.updated)),
            )
            self._notes.append(tag("Note", given, tag("PlainTextContent", inside=printable(memo.note))))

    def add(
        self, path: str, document: Document | None, placed: list[PlacedAnnotation], *, mentioned: bool = False
    ) -> None:
        """The passages of one document; one that is `mentioned` is a source without any, too."""
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
        if selections or (mentioned and document is not None):
            self._sources[path] = self._sources.get(path, "") + "".join(selections)

    def written(self, source: Source) -> str:
        """The whole, in the order that the schema asks for."""
        users = "".join(tag("User", (("guid", _user(layer)), ("name", layer))) for layer in sorted(self._layers))
        on_codes = {subject: numbers for (about, subject), numbers in self._memos.items() if about == "code"}
        codes = write_codes({*self._codes, *on_codes}, source.codebook(), self._kinds, on_codes)
        parts = (("Users", users), ("CodeBook", codes), ("Sources", "".join(self._written_sources())))
        inside = "".join(tag(name, inside=part) for name, part in (*parts, ("Notes", "".join(self._notes))) if part)
        inside += note_refs(self._memos.get(("collection", ""), ()))
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
            yield tag("TextSource", given, selections + note_refs(self._memos.get(("document", path), ())))

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
        return self._numbered(annotation.id, "annotation", annotation.layer, annotation.id)

    def _numbered(self, id: str, *otherwise: str) -> str:
        """That of an id where it is one, and nothing has it yet."""
        number = guid_of_id(id)
        if number is None or number in self._numbers:
            number = guid(*otherwise)
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
