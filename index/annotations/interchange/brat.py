"""brat standoff, written: a zip of a text and its annotations for each document, with the types in annotation.conf.

A passage over several lines is written in fragments, as brat wants it; a code is a type, less what a type may not hold;
what brat has no place for stands in a note of ours (`GlossatorMark`), from which the annotation comes back as it was.
Reading is in `brat_in`.
"""

from __future__ import annotations

import io
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.brat_in import NOTE_TYPE, fits, parse
from index.annotations.interchange.inert import one_line
from index.annotations.interchange.items import Source
from index.annotations.lines import Record, dump
from index.document import Document
from index.errors import GlossatorError

_GAP: Final = re.compile("[\n\t\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
"""What the text of an annotation cannot hold: it stands between two fragments."""
_NOT_IN_TYPE: Final = re.compile(r"[^\w-]", re.ASCII)
_NOT_IN_NAME: Final = re.compile(r'[\x00-\x1f\x7f-\x9f\\:*?"<>|\ud800-\udfff]')
_NEVER: Final = (1980, 1, 1, 0, 0, 0)
"""A zip must have a time; the same annotations give the same bytes."""
_CHUNK: Final = 65_536
_IN_MEMORY: Final = 32 * 1024 * 1024
_MARK: Final = "mark"


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """The zip, piece by piece. Documents in the order given; what has no place in a text is told in a file of it."""
    types, names = _Unique("type"), _Unique("document")
    lost: list[str] = []
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, document, group in source.by_document(annotations):
                here: list[PlacedAnnotation] = []
                for placed in group:
                    if document is not None and _fragments(document.text, placed):
                        here.append(placed)
                    else:
                        lost.append(_told(placed))
                if document is None or not here:
                    continue
                name = names.of(path, _stem(path))
                lines = _Lines(document, types, None if f"{name}.txt" == path else path)
                _put(archive, f"{name}.txt", document.text)
                _put(archive, f"{name}.ann", "".join(chain.from_iterable(map(lines.of, here))))
            _put(archive, "annotation.conf", _conf(types.given()))
            _put(archive, "visual.conf", _labels(types.given()))
            if lost:
                _put(archive, "NOT-CARRIED.md", "".join(lost))
        spool.seek(0)
        while chunk := spool.read(_CHUNK):
            yield chunk


class _Unique:
    """A name for each thing: two things that come to the same name are told apart by a number."""

    def __init__(self, fallback: str) -> None:
        self._fallback = fallback
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, thing: str, name: str) -> str:
        if thing not in self._names:
            name = name or self._fallback
            number, free = 2, name
            while free.lower() in self._taken:
                free, number = f"{name}-{number}", number + 1
            self._taken.add(free.lower())
            self._names[thing] = free
        return self._names[thing]

    def given(self) -> list[tuple[str, str]]:
        """Every name, with what it stands for."""
        return sorted((name, thing) for thing, name in self._names.items())


class _Lines:
    """The lines of one document's file."""

    def __init__(self, document: Document, types: _Unique, path: str | None) -> None:
        self._text = document.text
        self._types = types
        self._path = path
        """Where the name of the file does not say it."""
        self._marks = 0
        self._notes = 0

    def of(self, placed: PlacedAnnotation) -> Iterator[str]:
        """An annotation: one of brat's for each code, all with one id; the first carries the rest."""
        annotation = placed.annotation
        fragments = _fragments(self._text, placed)
        spans = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(self._text[start:end] for start, end in fragments)
        for number, code in enumerate(annotation.codes or (None,)):
            self._marks += 1
            mark = f"T{self._marks}"
            named = code if code is not None else annotation.kind or _MARK
            type = self._types.of(named, _type(named))
            yield f"{mark}\t{type} {spans}\t{_plain(words)}\n"
            told: Record = {"id": annotation.id, "type": type} | ({"code": code} if code is not None else {})
            if number == 0:
                told |= self._rest(placed, fragments)
                if annotation.note.strip():
                    yield self._note("AnnotatorNotes", mark, _plain(_GAP.sub(" ", annotation.note)))
            yield self._note(NOTE_TYPE, mark, dump(told))

    def _rest(self, placed: PlacedAnnotation, fragments: list[tuple[int, int]]) -> Record:
        annotation = placed.annotation
        rest = {
            "document": self._path,
            "kind": annotation.kind,
            "layer": annotation.layer,
            "created": annotation.created,
            "updated": annotation.updated,
            "note": annotation.note if annotation.note != _plain(_GAP.sub(" ", annotation.note)).strip() else None,
            "span": [placed.start, placed.end] if (placed.start, placed.end) != _outer(fragments) else None,
        }
        return {key: value for key, value in rest.items() if value is not None}

    def _note(self, type: str, mark: str, text: str) -> str:
        self._notes += 1
        return f"#{self._notes}\t{type} {mark}\t{text}\n"


def _fragments(text: str, placed: PlacedAnnotation) -> list[tuple[int, int]]:
    """The stretches of a passage without line ends and tabs; none where it has no words or no place."""
    if placed.start is None or placed.end is None:
        return []
    found: list[tuple[int, int]] = []
    at = placed.start
    for gap in chain(_GAP.finditer(text, placed.start, placed.end), (None,)):
        end = gap.start() if gap is not None else placed.end
        if text[at:end].strip():
            found.append((at, end))
        at = gap.end() if gap is not None else at
    return found


def _outer(fragments: list[tuple[int, int]]) -> tuple[int, int]:
    return fragments[0][0], fragments[-1][1]


def _plain(text: str) -> str:
    """As UTF-8 can carry it, character for character."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _stem(path: str) -> str:
    """A name inside the zip that leads nowhere else, without `.txt`."""
    parts = _NOT_IN_NAME.sub("_", path.removesuffix(".txt")).split("/")
    return "/".join(f"_{part.strip('.')}" if part.strip(".") != part else part for part in parts if part)


def _told(placed: PlacedAnnotation) -> str:
    annotation = placed.annotation
    words = " ".join(annotation.exact.split()) or "white space"
    why = placed.reason or "nothing in it that brat could mark"
    return _plain(f"- {annotation.document}: {why}: {words} ({annotation.id})\n")


def _type(code: str) -> str:
    letters = unicodedata.normalize("NFKD", code)
    return _NOT_IN_TYPE.sub("-", "".join(each for each in letters if not unicodedata.combining(each))).strip("-")


def _conf(types: list[tuple[str, str]]) -> str:
    names = [name for name, _ in types]
    return "\n".join(["[entities]", *names, "", "[relations]", "", "[events]", "", "[attributes]", ""])


def _labels(types: list[tuple[str, str]]) -> str:
    """The codes as they are, for brat to show."""
    labels = [f"{name} | {one_line(code).replace('|', '/')}" for name, code in types]
    return "\n".join(["[labels]", *labels, "", "[drawing]", ""])


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, _NEVER)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    archive.writestr(info, text.encode("utf-8", "replace"))


def packed(folder: Path, most: int) -> bytes:
    """The files of a folder of brat's as a zip; links are not followed.

    Raises GlossatorError for more than `most` bytes, OSError.
    """
    held = io.BytesIO()
    size = 0
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(each for each in folder.rglob("*") if each.suffix in (".ann", ".txt")):
            if file.is_symlink() or not file.is_file():
                continue
            size += file.stat().st_size
            if size > most:
                raise GlossatorError(f"{folder}: more than {most // 1024 // 1024} MB")
            name = file.relative_to(folder).as_posix().encode("utf-8", "replace").decode()
            archive.writestr(zipfile.ZipInfo(name, _NEVER), file.read_bytes())
    return held.getvalue()


__all__ = ["export", "fits", "packed", "parse"]
