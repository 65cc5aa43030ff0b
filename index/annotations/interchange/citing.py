"""What a citation of a passage says, for the formats of bibliographies. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.inert import one_line
from index.annotations.interchange.items import Source, paragraph_of, printed_on
from index.pages import cited

_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_NOT_IN_KEY: Final = re.compile(r"[^a-z0-9]+")


class Citation(NamedTuple):
    """One passage; every text on one line."""

    key: str
    """Letters, digits and hyphens; each of its own."""
    path: str
    title: str | None
    authors: tuple[str, ...]
    source: str | None
    date: tuple[int, ...]
    """Year, or year and month, or the day; () where unknown or uncertain."""
    pages: str | None
    paragraph: int | None
    start: int | None
    end: int | None
    words: str


def citations(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[Citation]:
    """One for each annotation, in the order given."""
    keys: set[str] = set()
    for path, document, group in source.by_document(annotations):
        facts = document.metadata if document is not None else None
        title = facts.title if facts is not None else source.title(path)
        for placed in group:
            found = document is not None and placed.start is not None
            yield Citation(
                _key(path, placed, keys),
                one_line(path),
                one_line(title) if title else None,
                tuple(filter(None, map(one_line, facts.authors))) if facts is not None else (),
                one_line(facts.source) if facts is not None and facts.source else None,
                _date(facts.date if facts is not None else None),
                one_line(pages) if (pages := printed_on(document, placed)) else None,
                paragraph_of(document, placed.start) if document and placed.start is not None else None,
                placed.start if found else None,
                placed.end if found else None,
                one_line(placed.annotation.exact),
            )


def place(citation: Citation, dash: str) -> str:
    """Where the passage stands."""
    parts = [cited(citation.pages).replace("–", dash)] if citation.pages is not None else []
    parts += [f"para. {citation.paragraph}"] if citation.paragraph is not None and not parts else []
    parts += [f"chars {citation.start}{dash}{citation.end}"] if citation.start is not None else []
    return ", ".join(parts) or "no longer found"


def _key(path: str, placed: PlacedAnnotation, taken: set[str]) -> str:
    letters = unicodedata.normalize("NFKD", path).encode("ascii", "ignore").decode().lower()
    start = placed.annotation.start if placed.start is None else placed.start
    key = f"{_NOT_IN_KEY.sub('-', letters).strip('-') or 'document'}-{start}"
    number, free = 2, key
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    taken.add(free)
    return free


def _date(edtf: str | None) -> tuple[int, ...]:
    found = _DATE.fullmatch(edtf or "")
    return tuple(int(part) for part in found.groups() if part is not None) if found else ()
