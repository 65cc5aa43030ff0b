"""A record set back to what it was, for undo and redo."""

from __future__ import annotations

from typing import cast

from index.annotations.lines import Record
from index.annotations.record import moment, same_content, utc_now
from index.annotations.undo import Change, ChangedSince


def put_back(current: Record | None, change: Change, value: Record | None, what: str) -> Record:
    """The record that sets a thing, called `what`, to `value`; None takes it away.

    Raises ChangedSince where it is not as `change.before` says.
    """
    if not same_content(current, change.before):
        raise ChangedSince(f"that {what} has been changed since by something else, and is left as it is")
    source = value if value is not None else current if current is not None else change.before
    record = dict(cast(Record, source))
    if value is None:
        record["glossator:deleted"] = True
    record["modified"] = later(str((current or record).get("modified", "")))
    return record


def later(than: str) -> str:
    """The time now; never before that of the record replaced, whose clock may have been ahead."""
    return max(utc_now(), than, key=moment)
