"""Annotations in the formats of other tools, one module a format, imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from typing import Protocol, cast

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.items import ImportedAnnotation, Source, Unplaced
from index.errors import GlossatorError

_EXPORTS = {"w3c": "w3c", "jsonl": "jsonl", "markdown": "markdown"}
_IMPORTS = {"w3c": "w3c", "jsonl": "jsonl"}

EXPORT_FORMATS: tuple[str, ...] = tuple(_EXPORTS)
IMPORT_FORMATS: tuple[str, ...] = tuple(_IMPORTS)


class _Exporter(Protocol):
    def export(self, annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]: ...


class _Importer(Protocol):
    def fits(self, data: bytes) -> bool: ...
    def parse(self, data: bytes) -> Iterator[ImportedAnnotation | Unplaced]: ...


def export(format: str, annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """Write annotations, given by document and position, in a format; `source` answers what it asks about them."""
    module = importlib.import_module(f"{__name__}.{_name(format, _EXPORTS)}")
    return cast(_Exporter, module).export(annotations, source)


def parse(format: str, data: bytes) -> Iterator[ImportedAnnotation | Unplaced]:
    """Read annotations of a format; what is no annotation of a passage comes as Unplaced."""
    return _importer(_name(format, _IMPORTS)).parse(data)


def detect(data: bytes) -> str | None:
    """The format of a file, by its content."""
    return next((format for format, name in _IMPORTS.items() if _importer(name).fits(data)), None)


def _importer(name: str) -> _Importer:
    return cast(_Importer, importlib.import_module(f"{__name__}.{name}"))


def _name(format: str, known: dict[str, str]) -> str:
    if format not in known:
        raise GlossatorError(f"unknown format {format!r}; there are: {', '.join(known)}")
    return known[format]


__all__ = [
    "EXPORT_FORMATS",
    "IMPORT_FORMATS",
    "ImportedAnnotation",
    "Source",
    "Unplaced",
    "detect",
    "export",
    "parse",
]
