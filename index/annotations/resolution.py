"""What the reader settled about a passage whose document had changed, as keys of its record.

`glossator:resolutions` is a list, oldest first; the newest counts. Each says where the passage stands (a selector of
its own), on which text, when and by whom; without a place it says that the passage is not where it was proposed.
"""

from __future__ import annotations

from typing import Any

from index.annotations.annotation import Resolution
from index.annotations.lines import Record, dump
from index.annotations.paths import iri_from_path, path_from_iri

KEY = "glossator:resolutions"
_MOST = 50
"""So many are kept in a record: the newest."""


def newest(record: Record) -> Resolution | None:
    """The one that counts; None where there is none that can be read."""
    given = record.get(KEY)
    entries = given if isinstance(given, list) else [given]
    return next((found for entry in reversed(entries) if (found := _read(entry)) is not None), None)


def set_newest(record: Record, resolution: Resolution | None) -> None:
    """Add one to those of a record, unless it is the newest already."""
    if resolution is None or newest(record) == resolution:
        return
    given = record.get(KEY)
    entries = given if isinstance(given, list) else [] if given is None else [given]
    record[KEY] = [*entries, _written(resolution)][-_MOST:]


def in_order(entries: list[Any]) -> list[Any]:
    """Entries of two versions of a record in the order in which they were settled."""

    def moment_of(entry: Any) -> str:
        at = entry.get("glossator:at") if isinstance(entry, dict) else None
        return at.rstrip("Z") if isinstance(at, str) else ""

    return sorted(entries, key=lambda entry: (moment_of(entry), dump(entry)))[-_MOST:]


def _read(entry: Any) -> Resolution | None:
    if not isinstance(entry, dict):
        return None

    def text(name: str) -> str:
        value = entry.get(f"glossator:{name}")
        return value if isinstance(value, str) else ""

    start, end, exact = entry.get("glossator:start"), entry.get("glossator:end"), text("exact")
    path = path_from_iri(text("source"))
    if path is None or not text("textSha256") or (start is not None and not _is_place(start, end, exact)):
        return None
    return Resolution(
        document=path,
        text_sha256=text("textSha256"),
        file_sha256=text("fileSha256"),
        start=start,
        end=end if start is not None else None,
        exact=exact,
        prefix=text("prefix"),
        suffix=text("suffix"),
        at=text("at"),
        by=text("by"),
    )


def _is_place(start: Any, end: Any, exact: str) -> bool:
    numbers = all(isinstance(each, int) and not isinstance(each, bool) for each in (start, end))
    return numbers and 0 <= start < end and end - start == len(exact)


def _written(resolution: Resolution) -> Record:
    entry = {
        "source": iri_from_path(resolution.document),
        "textSha256": resolution.text_sha256,
        "fileSha256": resolution.file_sha256,
        "start": resolution.start,
        "end": resolution.end,
        "exact": resolution.exact,
        "prefix": resolution.prefix,
        "suffix": resolution.suffix,
        "at": resolution.at,
        "by": resolution.by,
    }
    return {f"glossator:{name}": value for name, value in entry.items() if value is not None and value != ""}
