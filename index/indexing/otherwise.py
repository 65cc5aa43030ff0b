"""Which files are to be read again though they did not change: those of which other settings make something else."""

from __future__ import annotations

import json
from collections.abc import Container as Some
from collections.abc import Iterable, Mapping
from dataclasses import replace

from index.catalogue.known import Container, Failed, Kind
from index.readers import extras_installed, format_of
from index.readers.contained import BETWEEN, container_of
from index.readers.pdf.ocr import tesseract
from index.settings import DocumentsSettings, FormatsSettings


def read_with(documents: DocumentsSettings, formats: FormatsSettings) -> str:
    """What decides of how files are read, by the kind of what it concerns."""
    limits = replace(formats, rows=(), ocr="", ocr_languages=())
    stated = {
        "limits": f"{documents} {limits} {extras_installed()}",
        Kind.ROWS: f"{formats.rows}",
        Kind.SCANS: f"{formats.ocr} {formats.ocr_languages} {tesseract()}",
    }
    return json.dumps(stated)


def changed(before: str | None, now: str) -> frozenset[str]:
    """What of it is another than before; all where that is not known."""
    stated = json.loads(now)
    try:
        earlier = json.loads(before or "")
        return frozenset(kind for kind, value in stated.items() if earlier.get(kind) != value)
    except (ValueError, AttributeError):
        return frozenset(stated)


def still_failed(failed: Mapping[str, Failed], kinds: Some[str]) -> dict[str, Failed]:
    """Failures that nothing of what changed can have mended."""
    return {path: each for path, each in failed.items() if not _may_be_mended(path, each[0].reason, kinds)}


def still_whole(
    containers: Mapping[str, Container], again: Iterable[str], tried: Iterable[str], kinds: Some[str]
) -> dict[str, Container]:
    """Files that hold documents of which none is to be made `again`, and no failure is to be `tried` again."""
    touched = {container_of(path) for path in (*again, *tried)}
    if Kind.ROWS in kinds:
        touched.update(filter(_is_table, containers))
    return {path: each for path, each in containers.items() if path not in touched}


def _may_be_mended(path: str, reason: str, kinds: Some[str]) -> bool:
    if "limits" in kinds:
        return True
    scan = any(word in reason for word in ("scan", "tesseract", "formats.ocr"))
    return (Kind.SCANS in kinds and scan) or (Kind.ROWS in kinds and any(map(_is_table, path.split(BETWEEN))))


def _is_table(path: str) -> bool:
    kind = format_of(path)
    return kind is not None and kind.room == "rows"
