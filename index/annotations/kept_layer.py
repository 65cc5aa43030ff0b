"""What a large layer holds, kept in the cache, so that a later sitting need not read every line of it again.

It is known by the hash of the bytes that it was made of, and may be the beginning of what lies there now: what was
appended since is read as ever. Whatever is odd about it, it is not used.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final, NamedTuple

from index.annotations.annotation import Annotation, Resolution
from index.annotations.own_form import annotation_of
from index.annotations.record import VERSION
from index.safe_files import make_private_folder, privately, write_atomically

RULES: Final = 1
"""Grows with every change of what is read out of a line."""
SMALLEST: Final = 1_000_000
"""Bytes of a layer that is worth it."""

_FIELDS: Final = [each.name for each in fields(Annotation)]
_SHARED: Final = ("document", "text_sha256", "file_sha256", "codes", "kind")
"""Of these there are few, each on many annotations: one copy of each is kept."""
_APART: Final = ("layer", "resolution")
_FORM: Final = [RULES, VERSION, *_FIELDS]


class Beginning(NamedTuple):
    """What the first bytes of a layer hold."""

    size: int
    """How many bytes; they end with a newline."""
    sha256: str
    lines: int
    annotations: Sequence[Annotation]
    """The last of each id, deleted ones included, in the order in which the ids came."""
    places: Sequence[int]
    """The byte at which the line of each begins."""
    faults: Sequence[tuple[int, str]] = ()
    """Number of a line that cannot be read, and why."""
    bad: Sequence[int] = ()
    """The bytes at which such lines begin."""
    newer: bool = False
    """A later version of the program wrote some of it."""
    conflict: bool = False
    """git left a merge conflict in it."""


class KeptLayer:
    """The file in the cache that goes with one layer."""

    def __init__(self, cache: Path, folder: Path, layer: str) -> None:
        """`cache` is the folder of all such files, `folder` the one with the marks."""
        self._layer = layer
        self._file = cache / f"{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}-{layer}.json"

    def read(self, opened: int, size: int) -> tuple[Beginning, Any] | None:
        """What was kept of the layer that lies open, `size` bytes long, with a hash that has been fed what it covers.

        None where nothing was, or of something else.
        """
        try:
            with open(self._file, "rb", opener=privately) as file:
                head = json.loads(file.readline(100_000))
                covered = head["size"]
                if head["form"] != _FORM or not 0 < covered <= size:
                    return None
                digest = _digest_of(opened, covered)
                if digest is None or digest.hexdigest() != head["sha256"]:
                    return None
                body = file.read()
            if hashlib.sha256(body).hexdigest() != head["body"]:
                return None
            return self._beginning(head, json.loads(body)), digest
        except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
            return None

    def write(self, known: Beginning) -> None:
        """Keep it; where that cannot be done, the layer is read as ever next time."""
        body = json.dumps(_columns(known), separators=(",", ":")).encode("ascii")
        head = known._replace(annotations=(), places=())._asdict()
        head |= {"form": _FORM, "body": hashlib.sha256(body).hexdigest()}
        with suppress(OSError):
            make_private_folder(self._file.parent)
            write_atomically(self._file, [json.dumps(head).encode("ascii"), b"\n", body])

    def _beginning(self, head: dict[str, Any], body: dict[str, Any]) -> Beginning:
        columns: dict[str, Any] = body["columns"]
        for name in _SHARED:
            values, which = columns[name]
            values = [tuple(each) for each in values] if name == "codes" else values
            columns[name] = [values[number] for number in which]
        count = len(columns["id"])
        columns["layer"] = [self._layer] * count
        resolutions: list[Resolution | None] = [None] * count
        for number, resolution in body["resolutions"]:
            resolutions[number] = Resolution(**resolution)
        columns["resolution"] = resolutions
        rows = zip(*(columns[name] for name in _FIELDS), strict=True)
        return Beginning(
            head["size"],
            head["sha256"],
            head["lines"],
            [annotation_of(*row) for row in rows],
            body["places"],
            [(line, reason) for line, reason in head["faults"]],
            head["bad"],
            head["newer"],
            head["conflict"],
        )


def _columns(known: Beginning) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name in _FIELDS:
        if name in _APART:
            continue
        values = [getattr(each, name) for each in known.annotations]
        if name in _SHARED:
            numbers: dict[Any, int] = {}
            which = [numbers.setdefault(value, len(numbers)) for value in values]
            columns[name] = [list(numbers), which]
        else:
            columns[name] = values
    said = [(number, each.resolution) for number, each in enumerate(known.annotations) if each.resolution is not None]
    return {
        "columns": columns,
        "places": list(known.places),
        "resolutions": [(number, asdict(resolution)) for number, resolution in said],
    }


def _digest_of(opened: int, size: int) -> Any:
    """The hash of the first bytes of an opened file, to be fed further; None where there are not so many."""
    digest = hashlib.sha256()
    at = 0
    while at < size:
        data = os.pread(opened, min(1 << 20, size - at), at)
        if not data:
            return None
        digest.update(data)
        at += len(data)
    return digest
