"""The passages as BibTeX (for biblatex: a date may be partial), an entry for each, to be cited by its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.citing import Citation, citations, place
from index.annotations.interchange.items import Source

# Braces are counted by BibTeX even behind a backslash, so that none is written as itself.
_TEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}", "-": "-{}",
}  # fmt: skip
_ACTIVE: Final = re.compile(r"[\\{}~^$&#%_<>|\"`]|-(?=-)")


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """An `@online` a passage; author, title, source and date only where they are known."""
    for citation in citations(annotations, source):
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(citation))
        yield f"@online{{{citation.key},\n{fields}}}\n\n".encode()


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    if citation.authors:  # in braces, because which part is the family name is not known
        yield "author", " and ".join(f"{{{_tex(author)}}}" for author in citation.authors)
    if citation.title:
        yield "title", f"{{{_tex(citation.title)}}}"
    if citation.source:
        yield "organization", f"{{{_tex(citation.source)}}}"
    if citation.date:
        yield "date", "-".join(f"{part:02d}" if at else f"{part:04d}" for at, part in enumerate(citation.date))
    pages = _tex(citation.pages) if citation.pages else None
    yield "note", place(citation._replace(pages=pages), "--")
    yield "addendum", _tex(citation.path)
    yield "annotation", _tex(citation.words)


def _tex(text: str) -> str:
    return _ACTIVE.sub(lambda found: _TEX[found[0]], text)
