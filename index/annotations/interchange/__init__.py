"""Annotations in the formats of other tools, one module a format, imported when it is asked for.

To add a format: a line in `FORMATS` and a module of that name with `export`, or with `fits` and `parse`, or with all
three. What it cannot carry is named in its line; the tests hold it to that, and docs/exchange.md says the same.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from index.annotations.interchange.items import Imported, ImportedAnnotation, ImportedMemo, Source, Unplaced
from index.annotations.lines import BadLine
from index.errors import GlossatorError

if TYPE_CHECKING:
    from index.annotations.annotation import PlacedAnnotation
    from index.codebook.code import Code


class Format(NamedTuple):
    """What the program knows of a format without loading what reads and writes it."""

    name: str
    words: str
    """What it is, for the reader to choose by."""
    ending: str
    """How a file of it is called at the end."""
    ways: str = "out"
    """`out`, `in` or `in out`."""
    binary: bool = False
    """Nothing for a terminal."""
    as_kept: bool = False
    """It says where a passage stood when it was marked, and leaves it to others to find it again."""
    module: str = ""
    """Where that is not the name, with `_` for `-`."""
    loses: tuple[str, ...] = ()
    """Of `LOSSES`, what does not come back when what was written is read again; of one that is not read, is not in."""


LOSSES = (
    "id",
    "note",
    "several codes",
    "codes",
    "kind",
    "layer",
    "times",
    "offsets",
    "words around",
    "hashes",
    "control characters",
    "white space",
    "other bodies",
    "orphans",
    "passage",
    "memos",
)
"""What a format may be unable to carry. `layer`: who marked it. `white space`: runs and line ends of passage and note.
`other bodies`: what another tool put into the annotation. `orphans`: marks whose passage is not found.
`memos`: what was written on documents, codes and the collection."""

_MADE_ANEW = ("hashes", "words around", "other bodies")
_TOLD = (*_MADE_ANEW, "control characters")
_TABLE = ("hashes", "other bodies", "control characters", "orphans")
_PAGE = ("id", "times", "white space", "orphans", *_TOLD)
_PROJECT = (*_MADE_ANEW, "control characters", "orphans")
_NO_PASSAGE = ("id", "note", "kind", "layer", "times", "offsets", "orphans", "passage", "memos", *_TOLD)
_CITED = ("id", "note", "codes", "kind", "layer", "times", "white space", "memos", *_TOLD)

FORMATS: tuple[Format, ...] = (
    Format("w3c", "for other programs (W3C JSON-LD)", "annotations.json", "in out", as_kept=True),
    Format("jsonl", "as they are kept (JSON Lines)", "annotations.jsonl", "in out", as_kept=True),
    Format("hypothesis", "for Hypothesis (JSON)", "hypothesis.json", "in out", loses=(*_MADE_ANEW, "orphans", "memos")),
    Format(
        "refi-qda", "for NVivo, MAXQDA, ATLAS.ti… (REFI-QDA)", "project.qdpx", "in out", binary=True, loses=_PROJECT
    ),
    Format(
        "codebook", "the codes alone (REFI-QDA)", "codebook.qdc", "in out", module="codebook_qdc", loses=_NO_PASSAGE
    ),
    Format("taguette", "from Taguette", "project.sqlite3", "in"),
    Format("brat", "for brat (a zip)", "brat.zip", "in out", binary=True, loses=(*_MADE_ANEW, "orphans", "memos")),
    Format("csv", "as a table (CSV)", "annotations.csv", "in out", module="csv_table", loses=_TABLE),
    Format("markdown", "to be read (Markdown)", "annotations.md", "in out", loses=_PAGE),
    Format("html", "to be read and printed (a web page)", "annotations.html", loses=_TOLD),
    Format("org", "to be read (org)", "annotations.org", loses=_TOLD),
    Format("bibtex", "the passages to be cited (BibTeX)", "annotations.bib", loses=_CITED),
    Format("csl-json", "the passages to be cited (CSL-JSON)", "citations.json", loses=_CITED),
)
"""In the order in which they are offered, and in which a file is tried."""

PRESETS: tuple[Format, ...] = (
    Format("privilege", "a privilege log, without the passages (CSV)", "privilege.csv"),
    Format("privilege-reasons", "the same with the notes as reasons (CSV)", "privilege.csv"),
)
"""Formats for one purpose, chosen by that."""

EXPORT_FORMATS: tuple[str, ...] = tuple(each.name for each in FORMATS if "out" in each.ways.split())
IMPORT_FORMATS: tuple[str, ...] = tuple(each.name for each in FORMATS if "in" in each.ways.split())
PRESET_NAMES: tuple[str, ...] = tuple(each.name for each in PRESETS)


class _Exporter(Protocol):
    def export(self, annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]: ...


class _Importer(Protocol):
    def fits(self, data: bytes) -> bool: ...
    def parse(self, data: bytes) -> Iterator[Imported]: ...


def known(name: str) -> Format:
    """The format or preset of a name. Raises GlossatorError."""
    return _named(name, EXPORT_FORMATS + IMPORT_FORMATS + PRESET_NAMES)


def export(format: str, annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """Write annotations, given by document and position, in a format; `source` answers what it asks about them."""
    chosen = _named(format, EXPORT_FORMATS + PRESET_NAMES)
    return cast(_Exporter, _module(chosen)).export(annotations, source)


def parse(format: str, data: bytes) -> Iterator[Imported]:
    """Read annotations and memos of a format; what is neither comes as Unplaced."""
    return cast(_Importer, _module(_named(format, IMPORT_FORMATS))).parse(data)


def codes(format: str, data: bytes) -> dict[str, Code]:
    """What a file says of its codes, by name; nothing where its format has no codebook, or where it cannot be read."""
    codes_of = getattr(_module(_named(format, IMPORT_FORMATS)), "codes_of", None)
    try:
        return {each.name: each.code for each in codes_of(data)} if codes_of is not None else {}
    except BadLine:
        return {}


def detect(data: bytes) -> str | None:
    """The format of a file, by its content."""
    return next((name for name in IMPORT_FORMATS if cast(_Importer, _module(known(name))).fits(data)), None)


def _module(format: Format) -> object:
    return importlib.import_module(f"{__name__}.{format.module or format.name.replace('-', '_')}")


def _named(name: str, names: tuple[str, ...]) -> Format:
    if name not in names:
        raise GlossatorError(f"unknown format {name!r}; there are: {', '.join(names)}")
    return next(each for each in FORMATS + PRESETS if each.name == name)


__all__ = [
    "EXPORT_FORMATS",
    "FORMATS",
    "IMPORT_FORMATS",
    "LOSSES",
    "PRESETS",
    "PRESET_NAMES",
    "Format",
    "Imported",
    "ImportedAnnotation",
    "ImportedMemo",
    "Source",
    "Unplaced",
    "codes",
    "detect",
    "export",
    "known",
    "parse",
]
