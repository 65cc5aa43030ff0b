"""The passages as CSL-JSON, an item for each, for citation processors and reference managers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.citing import Citation, citations, place
from index.annotations.interchange.items import Source
from index.annotations.lines import dump

_TAG: Final = re.compile("<(?=[A-Za-z/!?])|&(?=[#A-Za-z])")
_JOINER: Final = "\u2060"
"""Processors take `<i>` and its like for markup; an unseen character keeps them from it."""


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """One array, an item a line; author, title, source and date only where they are known."""
    between = "[\n"
    for citation in citations(annotations, source):
        yield (between + dump(_item(citation))).encode("utf-8")
        between = ",\n"
    yield b"[]\n" if between == "[\n" else b"\n]\n"


def _item(citation: Citation) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "document",
        "archive_location": _plain(citation.path),
        "note": place(citation, "–"),
        "annote": _plain(citation.words),
        "custom": {"made-by": "glossator:export"},
    }
    if citation.authors:
        item["author"] = [{"literal": _plain(author)} for author in citation.authors]
    if citation.title:
        item["title"] = _plain(citation.title)
    if citation.source:
        item["container-title"] = _plain(citation.source)
    if citation.pages:
        item["page"] = _plain(citation.pages)
    if citation.date:
        item["issued"] = {"date-parts": [list(citation.date)]}
    return item


def _plain(text: str) -> str:
    return _TAG.sub(lambda found: found[0] + _JOINER, text)
