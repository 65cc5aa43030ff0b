"""Annotation <-> record: a W3C Web Annotation, as a line of a layer and in the exports.

A record holds what `Annotation` has no name for as well (bodies of other kinds, keys of another tool). Writing starts
from the record that is there and touches only the parts whose meaning has changed, so that nothing of it is lost.
`glossator:version` is the version of this form; a record with a higher one is shown but never rewritten.
"""

from __future__ import annotations

import copy
import sys
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from index.annotations.annotation import Annotation
from index.annotations.lines import BadLine, Record
from index.annotations.paths import iri_from_path, path_from_iri
from index.annotations.resolution import newest, set_newest

VERSION = 1
ANNO = "http://www.w3.org/ns/anno.jsonld"
OUR_TERMS = {"glossator": "urn:glossator:terms:"}

_NOTE_PURPOSES = frozenset({"commenting", "describing", "replying", "assessing", "questioning", "editing"})
_PURPOSES = {"note": "commenting", "code": "tagging", "kind": "classifying"}
_OUR_MOTIVATIONS = frozenset({"commenting", "tagging", "classifying", "highlighting"})


@dataclass(frozen=True, slots=True)
class Parts:
    """What a Web Annotation says, whoever wrote it; None where it does not say so."""

    id: str | None
    source: str | None
    """IRI of the document."""
    start: int | None
    end: int | None
    exact: str | None
    prefix: str
    suffix: str
    note: str
    codes: tuple[str, ...]
    kind: str | None
    created: str
    updated: str
    text_sha256: str
    file_sha256: str
    deleted: bool


def utc_now() -> str:
    """The time as records carry it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def moment(time: str) -> str:
    """A time as what sorts in the order of time, whether it has fractions of a second or not."""
    return time.rstrip("Z")


def as_utc(time: str) -> str | None:
    """A time that another tool wrote, in UTC with `Z`; None where it is no time."""
    try:
        given = datetime.fromisoformat(time)
    except ValueError:
        return None
    if given.tzinfo is None:
        given = given.replace(tzinfo=UTC)
    if time.endswith("Z") and len(time) >= len("2031-01-01T00:00:00Z"):
        return time
    try:
        return given.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return None


def read_parts(record: Record) -> Parts:
    """Read any Web Annotation. Raises BadLine where it is none, or one that marks nothing in a text."""
    if "Annotation" not in _many(record.get("type")):
        raise BadLine("not an annotation: its type is not Annotation")
    targets = _many(record.get("target"))
    if len(targets) != 1:
        raise BadLine("an annotation with no target" if not targets else "an annotation of several targets")
    target = targets[0] if isinstance(targets[0], dict) else {"id": targets[0]}
    source = target.get("source", target.get("id"))
    if isinstance(source, dict):
        source = source.get("id")
    quote, position = _selectors(target)
    state = _our_state(target)
    note, codes, kind = _bodies(record)
    created = _text(record.get("created"))
    return Parts(
        id=record["id"] if isinstance(record.get("id"), str) and record["id"] else None,
        source=source if isinstance(source, str) else None,
        start=_offset(position.get("start")) if position else None,
        end=_offset(position.get("end")) if position else None,
        exact=quote["exact"] if quote else None,
        prefix=_text(quote.get("prefix")) if quote else "",
        suffix=_text(quote.get("suffix")) if quote else "",
        note=note,
        codes=codes,
        kind=kind,
        created=created,
        updated=_text(record.get("modified")) or created,
        text_sha256=_text(state.get("glossator:textSha256")),
        file_sha256=_text(state.get("glossator:fileSha256")),
        deleted=record.get("glossator:deleted") is True,
    )


def from_record(record: Record, layer: str) -> Annotation:
    """The annotation of a line of a layer. Raises BadLine with what it lacks."""
    parts = read_parts(record)
    path = _path(parts.source) if parts.source is not None else None
    if parts.id is None:
        raise BadLine("an annotation without an id")
    if path is None:
        raise BadLine("its source is not a path inside the collection")
    if parts.exact is None:
        raise BadLine("no TextQuoteSelector")
    if parts.start is None or parts.end is None or parts.end < parts.start:
        raise BadLine("no TextPositionSelector with start and end")
    return Annotation(
        id=parts.id,
        # Thousands of records share these; one copy of each is kept.
        document=sys.intern(path),
        text_sha256=sys.intern(parts.text_sha256),
        file_sha256=sys.intern(parts.file_sha256),
        start=parts.start,
        end=parts.end,
        exact=parts.exact,
        prefix=parts.prefix,
        suffix=parts.suffix,
        note=parts.note,
        codes=tuple(map(sys.intern, parts.codes)),
        kind=sys.intern(parts.kind) if parts.kind is not None else None,
        layer=layer,
        created=parts.created,
        updated=parts.updated,
        deleted=parts.deleted,
        resolution=newest(record),
    )


def to_record(annotation: Annotation, base: Record | None = None) -> Record:
    """The record of an annotation; `base` is the record that it was read from, if there is one.

    JSON cannot tell a pair of lone surrogates from the character they encode; no decoded text holds such a pair.
    """
    record = copy.deepcopy(base) if base is not None else _new_record(annotation)
    _set_context(record)
    record["id"] = annotation.id
    record["glossator:version"] = VERSION
    for key, value in (("created", annotation.created), ("modified", annotation.updated)):
        if value:
            record[key] = value
    if annotation.deleted:
        record["glossator:deleted"] = True
    else:
        record.pop("glossator:deleted", None)
    _set_target(record, annotation)
    _set_bodies(record, annotation)
    set_newest(record, annotation.resolution)
    return record


def is_newer(record: Record) -> bool:
    """True where a later version of this form wrote the record."""
    return (_offset(record.get("glossator:version")) or 0) > VERSION


def same_content(left: Record | None, right: Record | None) -> bool:
    """True where two records say the same, whenever they were written; a deleted one and none are the same."""

    def content(record: Record | None) -> Record | None:
        if record is None or record.get("glossator:deleted") is True:
            return None
        return {key: value for key, value in record.items() if key != "modified"}

    return content(left) == content(right)


def _new_record(annotation: Annotation) -> Record:
    return {
        "type": "Annotation",
        "creator": {"type": "Person", "name": annotation.layer},
        "generator": {"type": "Software", "name": "Glossator"},
        "target": {"type": "SpecificResource"},
    }


_path = lru_cache(4096)(path_from_iri)
"""Thousands of records share a document."""


# -- parts of a record, read ------------------------------------------------------------------------------------


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) else ""


def _offset(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _selectors(target: Record) -> tuple[Record | None, Record | None]:
    """The first quote and the first position among the selectors of a target and what refines them."""
    quote: Record | None = None
    position: Record | None = None
    waiting = deque(item for item in _many(target.get("selector")) if isinstance(item, dict))
    while waiting and not (quote and position):
        selector = waiting.popleft()
        if quote is None and _is_quote(selector):
            quote = selector
        elif position is None and "TextPositionSelector" in _many(selector.get("type")):
            position = selector
        if "refinedBy" in selector:
            waiting.extend(item for item in _many(selector["refinedBy"]) if isinstance(item, dict))
    return quote, position


def _is_quote(selector: Record) -> bool:
    return "TextQuoteSelector" in _many(selector.get("type")) and isinstance(selector.get("exact"), str)


def _our_state(target: Record) -> Record:
    for state in _many(target.get("state")):
        if isinstance(state, dict) and ("glossator:textSha256" in state or "glossator:fileSha256" in state):
            return state
    return {}


def _role(body: Any, motivation: str | None) -> str | None:
    """What a body is to us: `note`, `code`, `kind`, or None for one that is only kept."""
    if not isinstance(body, dict) or not isinstance(body.get("value"), str) or "items" in body:
        return None
    purposes = _many(body.get("purpose"))
    if "tagging" in purposes or (not purposes and motivation == "tagging"):
        return "code"
    if "classifying" in purposes or (not purposes and motivation == "classifying"):
        return "kind"
    return "note" if not purposes or not _NOTE_PURPOSES.isdisjoint(map(str, purposes)) else None


def _only_motivation(record: Record) -> str | None:
    """The motivation that a body without a purpose takes on; of several, none is meant more than another."""
    motivations = _many(record.get("motivation"))
    return motivations[0] if len(motivations) == 1 and isinstance(motivations[0], str) else None


def _bodies(record: Record) -> tuple[str, tuple[str, ...], str | None]:
    """Note, codes and kind."""
    motivation = _only_motivation(record)
    found: dict[str, list[str]] = {"note": [], "code": [], "kind": []}
    if isinstance(record.get("bodyValue"), str):
        found["note"].append(record["bodyValue"])
    for body in _many(record.get("body")):
        if role := _role(body, motivation):
            found[role].append(body["value"])
    return "\n\n".join(found["note"]), tuple(dict.fromkeys(found["code"])), next(iter(found["kind"]), None)


# -- parts of a record, written ---------------------------------------------------------------------------------


def _set_context(record: Record) -> None:
    contexts = _many(record.get("@context"))
    if ANNO not in contexts:
        contexts = [ANNO, *contexts]
    if not any(isinstance(context, dict) and "glossator" in context for context in contexts):
        contexts = [*contexts, dict(OUR_TERMS)]
    record["@context"] = contexts


def _set_target(record: Record, annotation: Annotation) -> None:
    before = read_parts(record)
    targets = _many(record.get("target"))
    target = targets[0] if isinstance(targets[0], dict) else {"type": "SpecificResource", "source": targets[0]}
    if before.source is None or path_from_iri(before.source) != annotation.document:
        target.pop("id", None)
        target["source"] = iri_from_path(annotation.document)
    elif "source" not in target:
        target["source"] = target.pop("id")  # a selector needs a specific resource, which names its source so
    quote = {"exact": annotation.exact, "prefix": annotation.prefix, "suffix": annotation.suffix}
    if (before.exact, before.prefix, before.suffix) != tuple(quote.values()):
        _set_selector(target, "TextQuoteSelector", quote)
    if (before.start, before.end) != (annotation.start, annotation.end):
        _set_selector(target, "TextPositionSelector", {"start": annotation.start, "end": annotation.end})
    if (before.text_sha256, before.file_sha256) != (annotation.text_sha256, annotation.file_sha256):
        _set_state(target, annotation)
    record["target"] = target


def _set_selector(target: Record, kind: str, values: Record) -> None:
    selectors = _many(target.get("selector"))
    for selector in selectors:
        if isinstance(selector, dict) and kind in _many(selector.get("type")):
            selector.update(values)
            break
    else:
        selectors = [*selectors, {"type": kind, **values}]
    target["selector"] = selectors


def _set_state(target: Record, annotation: Annotation) -> None:
    state = _our_state(target)
    if not state:
        state = {"type": "TimeState", "sourceDate": annotation.created or utc_now()}
        target["state"] = [*_many(target.get("state")), state]
    state["glossator:textSha256"] = annotation.text_sha256
    state["glossator:fileSha256"] = annotation.file_sha256


def _set_bodies(record: Record, annotation: Annotation) -> None:
    before = _bodies(record)
    now = (annotation.note, annotation.codes, annotation.kind)
    if before == now and "motivation" in record:
        return
    motivation = _only_motivation(record)
    changed = {name for name, old, new in zip(_PURPOSES, before, now, strict=True) if old != new}
    if record.pop("bodyValue", None) is not None:  # `body` and `bodyValue` exclude each other
        changed.add("note")
    kept = [body for body in _many(record.pop("body", None)) if _role(body, motivation) not in changed]
    for body in kept:
        if (role := _role(body, motivation)) and "purpose" not in body:
            body["purpose"] = _PURPOSES[role]  # the motivation that said so is about to change
    bodies = kept + [body for role, body in _our_bodies(annotation) if role in changed]
    if bodies:
        record["body"] = bodies
    if set(map(str, _many(record.get("motivation")))) <= _OUR_MOTIVATIONS:
        record["motivation"] = list(_motivations(annotation))


def _our_bodies(annotation: Annotation) -> Iterable[tuple[str, Record]]:
    body = {"type": "TextualBody"}
    if annotation.note:
        yield "note", {**body, "format": "text/markdown", "purpose": "commenting", "value": annotation.note}
    for code in annotation.codes:
        yield "code", {**body, "purpose": "tagging", "value": code}
    if annotation.kind is not None:
        yield "kind", {**body, "purpose": "classifying", "value": annotation.kind}


def _motivations(annotation: Annotation) -> Iterable[str]:
    if annotation.note:
        yield "commenting"
    if annotation.codes:
        yield "tagging"
    if annotation.kind is not None:
        yield "classifying"
    if not (annotation.note or annotation.codes or annotation.kind is not None):
        yield "highlighting"
