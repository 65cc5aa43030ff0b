"""One record of two versions of it: what only one of them changed is taken, and what both changed is not lost.

Codes (and every list of plain values) are merged as sets, everything else part by part. Where both changed the same
part to something else, the version that was changed last counts, and the other stays beside it as a record of its own
on the same passage, whose id follows from what it says: merging the same once more makes no third.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeVar

from index.annotations.annotation import Annotation
from index.annotations.lines import BadLine, Record, dump
from index.annotations.record import from_record, is_newer, moment, read_parts, to_record
from index.annotations.resolution import KEY, in_order

Part = TypeVar("Part")
OTHER_OF: Final = "glossator:otherVersionOf"
"""In a record that was kept beside another: the id of that one."""

_DELETED: Final = "glossator:deleted"
_MERGED_APART: Final = frozenset({"body", "bodyValue", "motivation", "target", _DELETED, "modified", "id"})
"""Keys of an annotation that are no parts by themselves."""
_SPACE: Final = uuid.UUID("6d1f7d0c-6f2e-4a39-9f6a-0a5c5a3b9d11")
_MISSING: Final = object()


class Merged(NamedTuple):
    """What became of two versions."""

    record: Record | None
    """None: it is gone."""
    beside: Record | None = None
    """The other version, where both changed the same part."""


def merge_record(base: Record | None, ours: Record | None, theirs: Record | None) -> Merged:
    """Merge three ways; None where a version lacks the record. The order of the two sides makes no difference."""
    if ours == theirs or theirs == base:
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    if ours is None or theirs is None:
        # Taken out of the file by one and changed by the other: the change counts.
        return Merged(theirs if ours is None else ours)
    newer, older = sorted((ours, theirs), key=_age, reverse=True)
    if newer.get(_DELETED) is not older.get(_DELETED) and (kept := _one_deleted(base, newer, older)) is not None:
        return Merged(kept)
    if any(is_newer(each) for each in (base or {}, newer, older)):
        # Its parts are not understood.
        return Merged(newer, beside(older))
    parts = _Parts()
    try:
        record = _merge_annotations(base, newer, older, parts)
    except BadLine:
        record = _merge_keys(base, newer, older, parts, frozenset({"id", "modified"}))
    if "modified" in newer or "modified" in older:
        record["modified"] = max(_text(newer, "modified"), _text(older, "modified"), key=moment)
    return Merged(record, beside(older) if parts.clash else None)


def beside(record: Record) -> Record:
    """The same as a record of its own, to stand beside the one that counts."""
    id = _text(record, "id")
    said = dump({key: value for key, value in record.items() if key not in ("modified", OTHER_OF)})
    return {**record, "id": f"urn:uuid:{uuid.uuid5(_SPACE, said)}", OTHER_OF: record.get(OTHER_OF, id)}


class _Parts:
    """Merges values, and remembers whether both sides had changed one."""

    def __init__(self) -> None:
        self.clash = False

    def merge(self, base: Part, newer: Part, older: Part, same: Callable[[Part, Part], bool] | None = None) -> Part:
        """The value that counts."""
        equal = same or _equal
        if equal(newer, older) or equal(older, base):
            return newer
        if equal(newer, base):
            return older
        if _is_plain_list(newer) and _is_plain_list(older):
            before: Any = base if _is_plain_list(base) else []
            return merge_lists(before, newer, older)  # type: ignore[return-value, arg-type]
        self.clash = True
        return newer


def merge_lists(base: list[Any], newer: list[Any], older: list[Any]) -> list[Any]:
    """What either added is in it, what either took out is not; the order is that of the first."""

    def key(item: Any) -> str:
        return dump(item)

    in_base, in_newer, in_older = ({key(item) for item in items} for items in (base, newer, older))
    kept = [item for item in newer if key(item) in in_older or key(item) not in in_base]
    return kept + [item for item in older if key(item) not in in_newer and key(item) not in in_base]


def _merge_annotations(base: Record | None, newer: Record, older: Record, parts: _Parts) -> Record:
    """Raises BadLine where one of them is no annotation."""
    one, other = from_record(newer, ""), from_record(older, "")
    before = from_record(base, "") if base is not None else None

    def merged(of: Callable[[Annotation], Part], nothing: Part) -> Part:
        return parts.merge(of(before) if before is not None else nothing, of(one), of(other))

    record = _merge_keys(base, newer, older, parts, _MERGED_APART)
    for key in ("body", "bodyValue", "motivation", "target"):
        if key in newer:
            record[key] = newer[key]
    place = parts.merge(base and base.get("target"), newer.get("target"), older.get("target"))
    record["target"] = place
    meant = replace(
        from_record(record, ""),
        id=one.id,
        note=merged(lambda each: each.note, ""),
        codes=tuple(merged(lambda each: list(each.codes), [])),
        kind=merged(lambda each: each.kind, None),
        updated=one.updated,
        deleted=one.deleted,
    )
    made = to_record(meant, record)
    bodies = [each for each in _many(made.get("body")) if _says(made, each)]
    bodies += merge_lists(_other_bodies(base), _other_bodies(newer), _other_bodies(older))
    made.pop("body", None)
    if bodies:
        made["body"] = bodies
    return made


def _merge_keys(base: Record | None, newer: Record, older: Record, parts: _Parts, apart: frozenset[str]) -> Record:
    """Every key by itself, but for those that are merged apart, which are as in the newer."""
    record = {key: newer[key] for key in apart if key in newer}
    for key in [*newer, *(key for key in older if key not in newer)]:
        if key in apart:
            continue
        values = [(each or {}).get(key, _MISSING) for each in (base, newer, older)]
        if key == KEY:
            # Confirmed places are a history: what either side added stays.
            record[key] = in_order(merge_lists(*([] if each is _MISSING else _many(each) for each in values)))
            continue
        value = parts.merge(*values)
        if value is not _MISSING:
            record[key] = value
    return record


def _one_deleted(base: Record | None, newer: Record, older: Record) -> Record | None:
    """One side deleted it: gone where the other changed nothing else, else what the other made of it.

    None where that cannot be told.
    """
    deleted, standing = (newer, older) if newer.get(_DELETED) is True else (older, newer)
    if deleted.get(_DELETED) is not True:
        return None
    return deleted if _said(standing) == _said(base or {}) else standing


def _said(record: Record) -> Record:
    return {key: value for key, value in record.items() if key not in ("modified", _DELETED)}


def _age(record: Record) -> tuple[str, str]:
    """Of two changed at the same moment always the same one counts."""
    return moment(_text(record, "modified") or _text(record, "created")), dump(record)


def _other_bodies(record: Record | None) -> list[Any]:
    """Bodies that are kept for another tool."""
    return [each for each in _many((record or {}).get("body")) if record is not None and not _says(record, each)]


def _says(record: Record, body: Any) -> bool:
    """True for a body that is a note, a code or a kind."""
    parts = read_parts({**{key: record[key] for key in record if key != "bodyValue"}, "body": body})
    return bool(parts.note or parts.codes or parts.kind is not None)


def _is_plain_list(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(item, list | dict) for item in value)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(record: Record, key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _equal(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)
