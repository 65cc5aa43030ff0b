"""Layers, memos and corrections of two versions into one: three ways, by the ids of their records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from index.annotations.lines import BadLine, Record, dump_line
from index.annotations.record import from_record
from index.layers.lines import Known, Version, conflict_sides, has_conflict, read_version, version_of
from index.layers.record_merge import merge_record


class MergedFile(NamedTuple):
    """What became of the versions of a file."""

    data: bytes
    conflicts: tuple[str, ...] = ()
    """What was left for the reader to decide, in words; empty where the file is settled."""
    kept_beside: int = 0
    """How many records were kept in both versions."""


def merge_files(base: bytes, ours: bytes, theirs: bytes) -> MergedFile:
    """Merge three versions of a file of records."""
    known: Known = {}
    before, mine, other = (_without_conflict(each, known) for each in (base, ours, theirs))
    return merge_versions(before, mine, other, known)


def merge_versions(base: Version, ours: Version, theirs: Version, known: Known | None = None) -> MergedFile:
    """The records that count, sorted as a compacted file is; lines that cannot be read come last.

    A record that is one of those in `known` is written as the line that it was read from.
    """
    as_read = {id(record): line for line, record in (known or {}).items()}
    found: dict[str, Record] = {}
    both = 0
    for name in dict.fromkeys([*ours.records, *theirs.records]):
        merged = merge_record(base.records.get(name), ours.records.get(name), theirs.records.get(name))
        if merged.record is not None:
            found[name] = merged.record
        if merged.beside is not None:
            found.setdefault(merged.beside["id"], merged.beside)
            both += 1
    lines = [
        line + b"\n" if (line := as_read.get(id(record))) is not None else dump_line(record)
        for record in sorted(found.values(), key=_order)
    ]
    lines += [line + b"\n" for line in _merge_bad(base.bad, ours.bad, theirs.bad)]
    return MergedFile(b"".join(lines), kept_beside=both)


def settled(data: bytes) -> MergedFile | None:
    """A file in which git left its markers, with both sides merged; None where they do not stand as git writes them."""
    sides = conflict_sides(data)
    if sides is None:
        return None
    return merge_versions(version_of(sides.base), version_of(sides.ours), version_of(sides.theirs))


def _without_conflict(data: bytes, known: Known) -> Version:
    """A version that was committed with git's markers in it counts as what both its sides come to."""
    if has_conflict(data) and (merged := settled(data)) is not None:
        return read_version(merged.data, known)
    return read_version(data, known)


def _merge_bad(base: list[bytes], ours: list[bytes], theirs: list[bytes]) -> Iterable[bytes]:
    """Lines that cannot be read: kept, unless one side has taken them out; in an order that both sides come to."""
    wanted = dict.fromkeys([*ours, *theirs])
    gone = set(base) - (set(ours) & set(theirs))
    return sorted(line for line in wanted if line not in gone)


def _order(record: Record) -> tuple[Any, ...]:
    """Annotations by document and position, as they are compacted; what else there is by its first passage and id."""
    id = str(record["id"])
    for place in (_annotation_place, _anchor_place):
        try:
            return 0, *place(record), id
        except (BadLine, KeyError, IndexError, TypeError, ValueError):
            continue
    return 1, "", 0, id


def _annotation_place(record: Record) -> tuple[str, int]:
    annotation = from_record(record, "")
    return annotation.document, annotation.start


def _anchor_place(record: Record) -> tuple[str, int]:
    anchor = record["anchors"][0]
    return str(anchor["document"]), int(anchor["start"])


Merge = Callable[[bytes, bytes, bytes], MergedFile]
"""Base, ours, theirs."""
