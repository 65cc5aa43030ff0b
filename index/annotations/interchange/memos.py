"""Memos in the formats: what was written on a document, a code or the whole collection, which is no passage."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import quote, unquote

from index.annotations.interchange.items import ImportedMemo, SourceText
from index.annotations.lines import Record, dump
from index.annotations.paths import iri_from_path, path_from_iri
from index.annotations.record import ANNO, OUR_TERMS, Parts, as_utc, utc_now
from index.memos.memo import About, Memo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CODE: Final = "urn:x-glossator:code:"
_COLLECTION: Final = "urn:x-glossator:collection"
_ON: Final = {"collection": "the collection", "document": "the document", "code": "the code"}
_KINDS: Final[Mapping[str, About]] = {words: cast(About, about) for about, words in _ON.items()}


def stated_memo(
    about: About,
    subject: str,
    note: str,
    *,
    id: str | None = None,
    author: str = "",
    created: str = "",
    updated: str = "",
    file_sha256: str = "",
    text: SourceText | None = None,
) -> ImportedMemo:
    """What a format says of a memo; one without an id has the same one whenever it is read."""
    made = uuid.uuid5(uuid.NAMESPACE_URL, dump([about, subject, note, author]))
    time = as_utc(created) or utc_now()
    number = id if id is not None and id.startswith("urn:uuid:") else f"urn:uuid:{made}"
    return ImportedMemo(Memo(number, about, subject, file_sha256, note, author, time, as_utc(updated) or time), text)


def heading_of(memo: Memo) -> str:
    """What a memo is on, in words: `the code claim/boom`."""
    return f"{_ON[memo.about]} {memo.subject}".rstrip()


def from_heading(words: str) -> tuple[About, str] | None:
    """The inverse of `heading_of`; None where it is none."""
    for on, about in _KINDS.items():
        if words == on if about == "collection" else words.startswith(on + " "):
            return about, words[len(on) + 1 :]
    return None


def in_order(memos: Iterable[Memo]) -> list[Memo]:
    """Of the collection, then of documents, then of codes."""
    return sorted(memos, key=lambda each: (list(_ON).index(each.about), each.subject, each.created, each.id))


# -- as Web Annotations ------------------------------------------------------------------------------------------------


def to_annotation(memo: Memo) -> Record:
    """A Web Annotation of a whole source: a document by its path, a code or the collection by a name of ours."""
    if memo.about == "document":
        source = iri_from_path(memo.subject)
    else:
        source = _CODE + quote(memo.subject, safe="/") if memo.about == "code" else _COLLECTION
    target: Record = {"type": "SpecificResource", "source": source}
    if memo.file_sha256:
        state = {"type": "TimeState", "sourceDate": memo.created, "glossator:fileSha256": memo.file_sha256}
        target["state"] = [state]
    body = {"type": "TextualBody", "purpose": "describing", "format": "text/markdown", "value": memo.note}
    return {
        "@context": [ANNO, dict(OUR_TERMS)],
        "id": memo.id,
        "type": "Annotation",
        "motivation": ["describing"],
        "creator": {"type": "Person", "name": memo.author},
        "created": memo.created,
        "modified": memo.updated,
        "body": [body],
        "target": target,
    }


def from_annotation(record: Record, parts: Parts) -> ImportedMemo | None:
    """The memo that a Web Annotation is; None for one of a passage, or without a note that describes its source."""
    motivations = record.get("motivation")
    describes = "describing" in (motivations if isinstance(motivations, list) else [motivations])
    if not describes or parts.exact is not None or parts.start is not None or not parts.note or parts.source is None:
        return None
    if not _is_whole(record):
        return None
    about: About = "document"
    subject = path_from_iri(parts.source) or parts.source
    if parts.source == _COLLECTION:
        about, subject = "collection", ""
    elif parts.source.startswith(_CODE):
        about, subject = "code", unquote(parts.source.removeprefix(_CODE))
    creator = record.get("creator")
    name = creator.get("name") if isinstance(creator, dict) else creator
    return stated_memo(
        about,
        subject,
        parts.note,
        id=parts.id,
        author=name if isinstance(name, str) else "",
        created=parts.created,
        updated=parts.updated,
        file_sha256=parts.file_sha256,
    )


def _is_whole(record: Record) -> bool:
    target = record.get("target")
    if isinstance(target, list):
        target = target[0] if len(target) == 1 else None
    return isinstance(target, str) or (isinstance(target, dict) and "selector" not in target)
