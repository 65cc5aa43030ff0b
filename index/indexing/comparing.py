"""What lies in the folder beside what the catalogue knows of it: what is to be read, and what is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from index.catalogue.known import Failed, Known
from index.document import Skipped
from index.walk import FoundFile

_RACY_NS = 2_000_000_000
"""A file last changed so shortly before it was read may have changed again in the same tick: its hash decides."""
_LOOK_EVERY = 256


@dataclass
class Changes:
    """What a walk found beside what the catalogue knows."""

    to_read: list[FoundFile] = field(default_factory=list)
    """Last changed first."""
    vanished: dict[str, list[Known]] = field(default_factory=dict)
    """By hash of the file, so that a file of another name can be recognised."""
    unchanged: int = 0
    skipped: dict[str, Failed] = field(default_factory=dict)


def compare(
    walked: Iterable[FoundFile | Skipped],
    known: Mapping[str, Known],
    failed: Mapping[str, Failed],
    max_megabytes: int,
    goes_on: Callable[[int], bool] = lambda count: True,
) -> Changes:
    """`goes_on` is told now and then how many files were looked at; where it says no, the walk ends, and nothing is
    said of what vanished."""
    changes = Changes()
    gone = dict(known)
    whole = True
    for count, item in enumerate(walked):
        if count % _LOOK_EVERY == 0 and not goes_on(count):
            whole = False
            break
        if isinstance(item, Skipped):
            changes.skipped[item.path] = (item, None, None)
            continue
        before, failure = gone.pop(item.path, None), failed.get(item.path)
        if before and _is_same(before, item):
            changes.unchanged += 1
        elif failure and failure[0].supported and failure[1:] == (item.size, item.mtime_ns):
            changes.skipped[item.path] = failure
        elif item.size > max_megabytes * 1_000_000:
            reason = f"larger than {max_megabytes} MB (setting documents.max_megabytes)"
            changes.skipped[item.path] = (Skipped(item.path, reason, True), item.size, item.mtime_ns)
            if before:
                gone[item.path] = before
        else:
            changes.to_read.append(item)
    if whole:
        for one in gone.values():
            changes.vanished.setdefault(one.file_sha256, []).append(one)
    changes.to_read.sort(key=lambda f: (-f.mtime_ns, f.path))
    return changes


def _is_same(known: Known, found: FoundFile) -> bool:
    unchanged = known.size == found.size and known.mtime_ns == found.mtime_ns
    return unchanged and known.read_ns - known.mtime_ns > _RACY_NS
