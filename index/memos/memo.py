"""A memo, and its form as a line of `memos.jsonl`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final, Literal, cast

from index.annotations.lines import BadLine, Record
from index.annotations.record import VERSION

TYPE: Final = "glossator:Memo"

About = Literal["collection", "document", "code"]
ABOUT: Final[tuple[About, ...]] = ("collection", "document", "code")


@dataclass(frozen=True, slots=True)
class Memo:
    """A note on something that is no passage."""

    id: str
    """`urn:uuid:…`"""
    about: About
    subject: str
    """The path of the document, or the name of the code, when it was written; "" for the collection."""
    file_sha256: str
    """Of a document: by this it is found under another name. "" otherwise."""
    note: str
    author: str
    """The layer of who wrote it."""
    created: str
    """UTC, ISO 8601 with `Z`."""
    updated: str
    deleted: bool = False


def to_record(memo: Memo, base: Record | None = None) -> Record:
    """The record of a memo; keys of `base` that are not ours stay."""
    record: Record = {
        **(base or {}),
        "id": memo.id,
        "type": TYPE,
        "about": memo.about,
        "subject": memo.subject,
        "note": memo.note,
        "author": memo.author,
        "created": memo.created,
        "modified": memo.updated,
        "glossator:version": VERSION,
    }
    if memo.file_sha256:
        record["fileSha256"] = memo.file_sha256
    if memo.deleted:
        record["glossator:deleted"] = True
    else:
        record.pop("glossator:deleted", None)
    return record


def from_record(record: Record) -> Memo:
    """The memo of a line. Raises BadLine with what it lacks."""
    if record.get("type") != TYPE:
        raise BadLine("not a memo")
    id, about, note = record.get("id"), record.get("about"), record.get("note")
    subject = _words(record, "subject")
    if not isinstance(id, str) or not id:
        raise BadLine("a memo without an id")
    if about not in ABOUT:
        raise BadLine("a memo that is about no document, code or collection")
    if not isinstance(note, str):
        raise BadLine("a memo without a note")
    if about != "collection" and not subject:
        raise BadLine(f"a memo that does not say which {about} it is about")
    return Memo(
        id,
        cast(About, about),
        sys.intern(subject),
        _words(record, "fileSha256"),
        note,
        sys.intern(_words(record, "author")),
        _words(record, "created"),
        _words(record, "modified") or _words(record, "created"),
        record.get("glossator:deleted") is True,
    )


def _words(record: Record, key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""
