"""A dossier: passages in order, under headings, each with a note, its exact words and where they stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from index.annotations.annotation import AnchorStatus, Annotation
from index.annotations.place import is_layer_name
from index.errors import GlossatorError

KEYS: Final = (
    "document",
    "start",
    "end",
    "exact",
    "prefix",
    "suffix",
    "text_sha256",
    "file_sha256",
    "codes",
    "note",
    "added",
)
"""What the file says of a passage, in this order."""
_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


class BadEntry(GlossatorError):
    """An entry of a dossier's file that cannot be used."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage, or where `heading` is set the heading of those that follow."""

    id: str
    heading: str | None = None
    document: str = ""
    start: int = 0
    end: int = 0
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    text_sha256: str = ""
    file_sha256: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    added: str = ""
    """UTC, ISO 8601 with `Z`."""

    @property
    def is_heading(self) -> bool:
        """True for a heading."""
        return self.heading is not None

    def as_annotation(self) -> Annotation:
        """What anchoring works with."""
        return Annotation(
            id=self.id,
            document=self.document,
            text_sha256=self.text_sha256,
            file_sha256=self.file_sha256,
            start=self.start,
            end=self.end,
            exact=self.exact,
            prefix=self.prefix,
            suffix=self.suffix,
            note="",
            codes=(),
            kind=None,
            layer="",
            created=self.added,
            updated=self.added,
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with where its passage stands in the text as it is now."""

    entry: Entry
    number: int = 0
    """Of the passage, from 1; 0 for a heading."""
    status: AnchorStatus = "exact"
    start: int | None = None
    end: int | None = None
    reason: str = ""
    document: str = ""
    """Where the document lies now."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier as it is now, in its order."""

    name: str
    entries: tuple[Placed, ...]
    faults: tuple[str, ...] = ()
    """What of its file cannot be used, each with its line."""

    @property
    def passages(self) -> list[Placed]:
        """Without the headings."""
        return [each for each in self.entries if not each.entry.is_heading]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of passages that were put into a dossier."""

    name: str
    added: int
    known: tuple[int, ...]
    """Numbers of those that were in it already."""


def check_name(name: str) -> str:
    """The name of a dossier, or an error that says what it may be."""
    if not is_layer_name(name):
        raise GlossatorError(
            f"{name!r} cannot be the name of a dossier: letters, digits, . _ and - only, not beginning with a dot, "
            "at most 100"
        )
    return name


def from_value(value: object) -> Entry:
    """An entry as the file has it. Raises BadEntry."""
    if not isinstance(value, dict):
        raise BadEntry("a passage is written as `document:`, `exact:` …, a heading as `heading: words`")
    if "heading" in value:
        heading = " ".join(_text(value, "heading").split())
        if not heading:
            raise BadEntry("a heading without words")
        return Entry(_id(value, ("heading", heading)), heading=heading, note=_text(value, "note"))
    document, exact = _text(value, "document"), _text(value, "exact")
    if not document:
        raise BadEntry("`document:` is missing: the path of the document in the collection")
    if not exact.strip():
        raise BadEntry("`exact:` is missing: the words of the passage")
    start = _number(value, "start")
    end = _number(value, "end") or start + len(exact)
    codes = value.get("codes") or []
    if not isinstance(codes, list):
        raise BadEntry("`codes:` should be a list")
    return Entry(
        _id(value, (document, str(start), exact)),
        document=document,
        start=start,
        end=end,
        exact=exact,
        prefix=_text(value, "prefix"),
        suffix=_text(value, "suffix"),
        text_sha256=_text(value, "text_sha256"),
        file_sha256=_text(value, "file_sha256"),
        codes=tuple(str(code) for code in codes),
        note=_text(value, "note"),
        added=_text(value, "added"),
    )


def to_value(entry: Entry) -> dict[str, object]:
    """The same for the file, without what is empty."""
    if entry.heading is not None:
        found: dict[str, object] = {"heading": entry.heading, "id": entry.id}
        return {**found, "note": entry.note} if entry.note else found
    found = {}
    for key in KEYS:
        value = getattr(entry, key)
        if value or key in ("start", "end"):
            found[key] = list(value) if isinstance(value, tuple) else value
    return {**found, "id": entry.id}


def unique(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries each with an id of its own: what was copied by hand in the file gets another."""
    from dataclasses import replace

    seen: set[str] = set()
    for entry in entries:
        id, number = entry.id, 1
        while id in seen:
            number += 1
            id = f"{entry.id}-{number}"
        seen.add(id)
        yield entry if id == entry.id else replace(entry, id=id)


def numbered(entries: Sequence[Placed]) -> tuple[Placed, ...]:
    """Passages numbered in their order."""
    from dataclasses import replace

    number, found = 0, []
    for each in entries:
        number += not each.entry.is_heading
        found.append(each if each.entry.is_heading else replace(each, number=number))
    return tuple(found)


def _text(value: dict[str, object], key: str) -> str:
    found = value.get(key)
    if found is None:
        return ""
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise BadEntry(f"`{key}:` should be text")
    return str(found)


def _number(value: dict[str, object], key: str) -> int:
    found = value.get(key, 0)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise BadEntry(f"`{key}:` should be a number from 0")
    return found


def _id(value: dict[str, object], parts: Sequence[str]) -> str:
    found = value.get("id")
    if isinstance(found, str | int) and not isinstance(found, bool) and _ID.match(str(found)):
        return str(found)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]
