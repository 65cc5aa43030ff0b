"""A line in the form in which this program writes it, read without looking where others may have put things.

A layer of a hundred thousand marks is opened in half the time so. Of a line that is to the letter as it is written only
what differs from mark to mark is cut out (`read_slices`); of a record whose parts lie where they are put, these are
taken (`read_line`). What is in any other form, or lacks anything, is left to `from_record`, which knows them all and
says what is wrong.
"""

from __future__ import annotations

import re
import sys
from dataclasses import fields, make_dataclass
from functools import lru_cache
from json import JSONDecoder
from typing import Any, Final, cast

from index.annotations.annotation import Annotation
from index.annotations.lines import BadLine, Record, dump, parse_json
from index.annotations.paths import path_from_iri
from index.annotations.record import ANNO, OUR_TERMS, VERSION, from_record
from index.annotations.resolution import KEY

Said = tuple[str, tuple[str, ...], str | None]
"""Note, codes and kind."""

_ROLES: Final = {"commenting": 0, "tagging": 1, "classifying": 2}

_path = lru_cache(4096)(path_from_iri)

_STRING: Final = r'"([^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+)"'
_TIME: Final = r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9}+)?+Z)"'
_OFFSET: Final = r"(0|[1-9]\d{0,14}+)"
_SOUGHT: Final = b',"created":"'
_MIDDLE: Final = re.compile(
    (
        rf',"created":{_TIME},'
        rf'"creator":\{{"name":"[\w.-]*+","type":"Person"\}},"generator":\{{"name":"Glossator","type":"Software"\}},'
        rf'(?:"glossator:deleted":(true),)?+"glossator:version":{VERSION},'
        rf'"id":"([!#-\[\]-~]++)","modified":{_TIME},"motivation":\["[a-z]++"(?:,"[a-z]++")*+\],'
        rf'"target":\{{"selector":\[\{{"exact":{_STRING},"prefix":{_STRING},"suffix":{_STRING},'
        rf'"type":"TextQuoteSelector"\}},\{{"end":{_OFFSET},"start":{_OFFSET},"type":"TextPositionSelector"\}}\],'
    ).encode("ascii"),
    re.DOTALL,
)
_DATED: Final = b',"sourceDate":"'
_decoder: Final = JSONDecoder()
_END: Final = b'","type":"TimeState"}],"type":"SpecificResource"},"type":"Annotation"}'
_BODIES: Final = dump({"@context": [ANNO, OUR_TERMS], "body": []}).removesuffix("]}").encode("ascii")
_NOTED: Final = _BODIES + b'{"format":"text/markdown","purpose":"commenting","type":"TextualBody","value":"'


_Open: Final = make_dataclass("_Open", [each.name for each in fields(Annotation)], slots=True)
"""The same slots, open to be written."""


def annotation_of(*values: Any) -> Annotation:
    """The annotation of all its values, in their order: made four times as quickly as a frozen class makes one."""
    made: Any = _Open(*values)
    made.__class__ = Annotation
    return cast(Annotation, made)


def read_slices(line: bytes, layer: str) -> Annotation | None:
    """The annotation of a line that is to the letter as it is written here; None for every other line."""
    at = line.find(_SOUGHT)
    found = _MIDDLE.match(line, at) if at > 0 else None
    if found is None:
        return None
    created, deleted, id, updated, exact, prefix, suffix, end, start = found.groups()
    where, _, dated = line[found.end() :].rpartition(_DATED)
    first, last = int(start), int(end)
    if dated != created + _END or first > last:
        return None
    try:
        note, codes, kind = _noted(line[:at]) if line.startswith(_NOTED) else _head(line[:at])
        path, text_sha256, file_sha256 = _where(where)
        texts = exact.decode(), prefix.decode(), suffix.decode()
        if b"\\" in found[0]:
            texts = _unescaped(texts[0]), _unescaped(texts[1]), _unescaped(texts[2])
    except (BadLine, KeyError, TypeError, ValueError):
        return None
    return annotation_of(
        id.decode(), path, text_sha256, file_sha256, first, last, *texts, note, codes, kind, layer,
        created.decode(), updated.decode(), deleted is not None, None,
    )  # fmt: skip


def _noted(written: bytes) -> Said:
    """As `_head`, where a note stands first: hardly two are the same, but what stands behind them often is."""
    text = written.decode()
    note, end = _decoder.raw_decode(text, len(_NOTED) - 1)
    behind = text[end:]
    if '"commenting"' in behind or not behind.startswith(("},{", "}]")):
        raise ValueError("more than one note, or no end of it")
    return note, *_head(_BODIES + behind[2 if behind[1] == "," else 1 :].encode())[1:]


@lru_cache(4096)
def _head(written: bytes) -> Said:
    """What the bodies say, which stand before all else but the context."""
    record = parse_json(written + b"}")
    if record.pop("@context") != [ANNO, OUR_TERMS] or record.keys() - {"body"}:
        raise ValueError("a context or key of somebody else's")
    return _said_in(record.get("body", ()))


@lru_cache(4096)
def _where(written: bytes) -> tuple[str, str, str]:
    """Path and hashes of text and file; they stand last, and many lines share them."""
    record = parse_json(b"{" + written + b"}]}")
    source, (state,) = record.pop("source"), record.pop("state")
    path, text_sha256, file_sha256 = _path(source), state["glossator:textSha256"], state["glossator:fileSha256"]
    if record or len(state) > 2 or path is None or not type(text_sha256) is type(file_sha256) is str:
        raise ValueError("a place in another form")
    return sys.intern(path), sys.intern(text_sha256), sys.intern(file_sha256)


def _unescaped(written: str) -> str:
    """What a string of JSON says, by what stands between its quotation marks. Raises ValueError."""
    return str(_decoder.decode(f'"{written}"')) if "\\" in written else written


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
        *_said_in(record.get("body", ())),
        layer,
        created,
        updated,
        record.get("glossator:deleted") is True,
    )


def _said_in(bodies: Any) -> Said:
    """Note, codes and kind. Raises KeyError or TypeError where a body has another form."""
    notes: list[str] = []
    codes: list[str] = []
    kinds: list[str] = []
    said = (notes, codes, kinds)
    for body in bodies:
        value = body["value"]
        if type(value) is not str or "items" in body:
            raise TypeError("a body of another form")
        said[_ROLES[body["purpose"]]].append(value)
    note = "\n\n".join(notes) if notes else ""
    return note, tuple(dict.fromkeys(map(sys.intern, codes))), sys.intern(kinds[0]) if kinds else None
