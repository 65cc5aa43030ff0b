"""brat standoff, read: a zip of texts and their annotations (a folder is packed into one before).

The quotation of every annotation is looked up in the text that came with it, and the passage then in ours. Fragments
parted by white space alone are one passage; those of a truly discontinuous annotation come in as one annotation each.
Relations, events, attributes and normalisations have no like here: they are counted and told.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from index.annotations.interchange.items import ImportedAnnotation, SourceText, Unplaced, shortened, stated
from index.offsets import OriginalText

NOTE_TYPE: Final = "GlossatorMark"
_MOST_FILES: Final = 50_000
_MOST_BYTES: Final = 512 * 1024 * 1024
"""Unpacked, all files together."""
_CONTEXT: Final = 64
_MARK: Final = re.compile(r"(T\d+)\t(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)(?:\t(.*))?\Z", re.DOTALL)
_NOTE: Final = re.compile(r"#\S*\t(\S+) (\S+)\t(.*)\Z", re.DOTALL)
_OTHERS: Final = {
    "R": "relation",
    "E": "event",
    "A": "attribute",
    "M": "attribute",
    "N": "normalisation",
    "*": "equivalence",
}
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


@dataclass(slots=True)
class _Mark:
    """One of brat's annotations of a passage."""

    line: int
    type: str
    spans: list[tuple[int, int]]
    words: str | None
    notes: list[str] = field(default_factory=list)
    ours: dict[str, Any] = field(default_factory=dict)
    """What our own note says of it."""
    codes: list[str] = field(default_factory=list)


def fits(data: bytes) -> bool:
    """True for a zip that holds a file of annotations."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.endswith(".ann") for name in archive.namelist())
    except _BROKEN:
        return False


def parse(data: bytes) -> Iterator[ImportedAnnotation | Unplaced]:
    """Every annotation of every document."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        yield Unplaced(f"not a zip: {error}", "")
        return
    with archive:
        infos = {info.filename: info for info in archive.infolist()}
        if len(infos) > _MOST_FILES:
            yield Unplaced(f"more than {_MOST_FILES:,} files in it", "")
            return
        left = _MOST_BYTES
        for name in sorted(name for name in infos if name.endswith(".ann")):
            stem = name.removesuffix(".ann")
            if f"{stem}.txt" not in infos:
                yield Unplaced(f"{name}: there is no text beside it", "")
                continue
            try:
                text, annotations = (_unpacked(archive, infos[each], left) for each in (f"{stem}.txt", name))
            except _BROKEN as error:
                yield Unplaced(f"{name}: cannot be unpacked: {error}", "")
                continue
            left -= len(text) + len(annotations)
            yield from _Standoff(stem, text, annotations).items()


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> str:
    """A file, whatever its size is said to be. Raises ValueError where it is larger than may be."""
    with archive.open(info) as opened:
        raw = opened.read(most + 1)
    if len(raw) > most:
        raise ValueError(f"more than {_MOST_BYTES // 1024 // 1024} MB in it")
    return raw.decode("utf-8", "replace")


class _Standoff:
    """One document."""

    def __init__(self, stem: str, original: str, annotations: str) -> None:
        self._name = f"{stem}.ann"
        self._document = f"{stem}.txt"
        self._original = OriginalText(original)
        self._marks: dict[str, _Mark] = {}
        self._others: Counter[str] = Counter()
        self._first: dict[str, str] = {}
        self._bad: list[Unplaced] = []
        notes: list[tuple[str, str, str, str]] = []
        for number, line in enumerate(annotations.split("\n"), start=1):
            self._read(line.removesuffix("\r"), number, notes)
        for note in notes:
            self._attach(*note)
        for mark in self._marks.values():
            if mark.ours.get("document"):
                self._document = str(mark.ours["document"])
        self._source = SourceText(self._document, self._original.text)

    def items(self) -> Iterator[ImportedAnnotation | Unplaced]:
        """What it says, in the order of the file."""
        as_written = self._original.original
        plain = self._original.text
        # Offsets count a byte order mark and both characters of a CRLF, or they do not: as the quotations have it.
        written = sum(self._agrees(mark, as_written) for mark in self._marks.values())
        counts_all = as_written == plain or written >= sum(self._agrees(m, plain) for m in self._marks.values())
        for mark in self._joined():
            text = as_written if counts_all else plain
            if self._agrees(mark, text):
                yield from self._stated(mark, counts_all)
            else:
                words = mark.words or ""
                yield Unplaced(f"{self._name}:{mark.line}: its words are not at its offsets", shortened(words))
        yield from self._bad
        for kind, count in self._others.items():
            number = f"1 {kind}" if count == 1 else f"{count:,} {kind}s"
            yield Unplaced(f"{self._name}: {number} not carried over", shortened(self._first[kind]))

    def _read(self, line: str, number: int, notes: list[tuple[str, str, str, str]]) -> None:
        if not line.strip():
            return
        if found := _MARK.match(line):
            pairs = (pair.split() for pair in found[3].split(";"))
            spans = sorted((int(start), int(end)) for start, end in pairs)
            self._marks[found[1]] = _Mark(number, found[2], spans, found[4])
        elif found := _NOTE.match(line):
            notes.append((found[1], found[2], found[3], line))
        elif kind := _OTHERS.get(line[0]):
            self._count(kind, line)
        else:
            self._bad.append(Unplaced(f"{self._name}:{number}: not a line of brat's", shortened(line)))

    def _count(self, kind: str, line: str) -> None:
        self._others[kind] += 1
        self._first.setdefault(kind, line)

    def _attach(self, kind: str, name: str, said: str, line: str) -> None:
        mark = self._marks.get(name)
        if mark is None:
            self._count("note on something else", line)
        elif kind != NOTE_TYPE:
            mark.notes.append(said)
        else:
            try:
                ours = json.loads(said)
            except (ValueError, RecursionError):
                ours = None
            if isinstance(ours, dict):
                mark.ours = ours
            else:
                mark.notes.append(said)

    @staticmethod
    def _agrees(mark: _Mark, text: str) -> bool:
        """Whether the words of an annotation are at its offsets."""
        if any(not 0 <= start < end <= len(text) for start, end in mark.spans):
            return False
        if mark.words is None:
            return True
        return " ".join(text[start:end] for start, end in mark.spans).split() == mark.words.split()

    def _joined(self) -> list[_Mark]:
        """Annotations, those that we wrote once for each code together again; a type that was changed is a new code."""
        joined: list[_Mark] = []
        known: dict[str, _Mark] = {}
        for mark in self._marks.values():
            code = mark.ours.get("code") if mark.ours.get("type") == mark.type else mark.type
            codes = [code] if isinstance(code, str) else []
            first = known.get(own) if (own := _text(mark.ours.get("id"))) is not None else None
            if first is not None and first.spans == mark.spans:
                first.codes += codes
                first.notes += mark.notes
                continue
            if first is not None:  # its code was taken to another passage
                mark.ours = {}
            elif own is not None:
                known[own] = mark
            mark.codes = codes
            joined.append(mark)
        return joined

    def _stated(self, mark: _Mark, counts_all: bool) -> Iterator[ImportedAnnotation]:
        text, ours = self._original.text, mark.ours
        spans = mark.spans
        if counts_all:
            spans = [(self._original.from_original(start), self._original.from_original(end)) for start, end in spans]
        runs = _runs(text, spans)
        if len(runs) == 1:
            runs = [_widened(text, runs[0], ours.get("span"))]
        for number, (start, end) in enumerate(runs):
            yield stated(
                self._document,
                id=_text(ours.get("id")) if number == 0 else None,
                exact=text[start:end],
                start=start,
                end=end,
                prefix=text[max(0, start - _CONTEXT) : start],
                suffix=text[end : end + _CONTEXT],
                note=_note(mark),
                codes=mark.codes,
                kind=_text(ours.get("kind")),
                created=_text(ours.get("created")) or "",
                updated=_text(ours.get("updated")) or "",
                creator=_text(ours.get("layer")) or "",
                text=self._source,
            )


def _note(mark: _Mark) -> str:
    """What annotators wrote; of our own note, which has one line in brat, the whole."""
    whole = _text(mark.ours.get("note"))
    if whole is None:
        return "\n\n".join(mark.notes)
    return "\n\n".join([whole, *(note for note in mark.notes if note.split() != whole.split())])


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _runs(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Fragments, those with white space alone between them as one."""
    runs = [spans[0]]
    for start, end in spans[1:]:
        before = runs[-1][1]
        if not text[before:start].strip():
            runs[-1] = (runs[-1][0], max(before, end))
        else:
            runs.append((start, end))
    return runs


def _widened(text: str, run: tuple[int, int], span: object) -> tuple[int, int]:
    """With the white space at its ends that fragments leave out."""
    if not (isinstance(span, list) and len(span) == 2 and all(type(at) is int for at in span)):
        return run
    start, end = span
    inside = 0 <= start <= run[0] and run[1] <= end <= len(text)
    return (start, end) if inside and text[start:end].split() == text[run[0] : run[1]].split() else run
