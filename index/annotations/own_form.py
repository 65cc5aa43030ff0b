"""A record in the form in which this program writes it, read without looking where others may have put things.

A layer of a hundred thousand marks is opened in half the time so. What is in any other form, or lacks anything, is left
to `from_record`, which knows them all and says what is wrong.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Final

from index.annotations.annotation import Annotation
from index.annotations.lines import Record
from index.annotations.paths import path_from_iri
from index.annotations.record import from_record
from index.annotations.resolution import KEY

_ROLES: Final = {"commenting": 0, "tagging": 1, "classifying": 2}

_path = lru_cache(4096)(path_from_iri)


def read_line(record: Record, layer: str) -> Annotation:
    """The annotation of a line of a layer. Raises BadLine with what it lacks."""
    try:
        found = _read(record, layer)
    except (KeyError, TypeError, ValueError):
        found = None
    return found if found is not None else from_record(record, layer)


def _read(record: Record, layer: str) -> Annotation | None:
    """None, KeyError, TypeError or ValueError where the record is in another form."""
    target = record["target"]
    if record["type"] != "Annotation" or type(target) is not dict or KEY in record or "bodyValue" in record:
        return None
    quote, position = target["selector"]
    (state,) = target["state"]
    if quote["type"] != "TextQuoteSelector" or position["type"] != "TextPositionSelector":
        return None
    exact, prefix, suffix = quote["exact"], quote["prefix"], quote["suffix"]
    text_sha256, file_sha256 = state["glossator:textSha256"], state["glossator:fileSha256"]
    id, source, created = record["id"], target["source"], record["created"]
    updated = record.get("modified") or created
    if not (type(id) is type(source) is type(exact) is type(prefix) is type(suffix) is str):
        return None
    if not (type(text_sha256) is type(file_sha256) is type(created) is type(updated) is str):
        return None
    start, end = position["start"], position["end"]
    if type(start) is not int or type(end) is not int or not 0 <= start <= end or not id:
        return None
    path = _path(source)
    if path is None:
        return None
    notes: list[str] = []
    codes: list[str] = []
    kinds: list[str] = []
    said = (notes, codes, kinds)
    for body in record.get("body", ()):
        value = body["value"]
        if type(value) is not str or "items" in body:
            return None
        said[_ROLES[body["purpose"]]].append(value)
    return Annotation(
        id,
        # Thousands of records share these; one copy of each is kept.
        sys.intern(path),
        sys.intern(text_sha256),
        sys.intern(file_sha256),
        start,
        end,
        exact,
        prefix,
        suffix,
        "\n\n".join(notes) if notes else "",
        tuple(dict.fromkeys(map(sys.intern, codes))) if codes else (),
        sys.intern(kinds[0]) if kinds else None,
        layer,
        created,
        updated,
        record.get("glossator:deleted") is True,
    )
