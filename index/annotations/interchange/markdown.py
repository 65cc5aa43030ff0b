"""Annotations for people: a Markdown page, by document, each passage as a block quotation with what was noted on it.

Nothing of a document or a note is taken for Markdown or HTML; every character of theirs comes out as itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.inert import lines_of, named
from index.annotations.interchange.items import Source, printed_on
from index.annotations.interchange.markdown_in import MEMOS, fits, parse
from index.annotations.interchange.memos import heading_of
from index.pages import cited

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Anywhere in a line: emphasis, code, links, images, tables, struck text, mathematics, raw HTML, attributes.
_ACTIVE = re.compile(r"[\\`*_\[\]|~$^{}&<>]")
# At the beginning of a line: headings, lists, rules, the underlines of headings, definitions.
_LEADING = re.compile(r"([#+=:-])|(\d+)([.)])")
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|(www)(\.)|(?<=\S)(@)(?=\S)")
_DOT: Final = "&#183;"
"""What parts the facts of a passage, where it is part of one."""


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """A heading a document, in the order given."""
    first = True
    for path, document, group in source.by_document(annotations):
        title = source.title(path)
        heading = f"## {_inline(title or path)}\n"
        if title:
            heading += f"\n{_inline(path)}\n"
        yield (heading if first else "\n" + heading).encode("utf-8")
        first = False
        for placed in group:
            yield ("\n" + _passage(placed, printed_on(document, placed))).encode("utf-8")
    if source.memos:
        yield (f"{MEMOS}\n" if first else f"\n{MEMOS}\n").encode("utf-8")
    for memo in source.memos:
        facts = f"— memo · {_fact(memo.author)}, {_fact(memo.updated[:10])}"
        said = "\n".join(_lines(memo.note))
        yield f"\n### {_inline(heading_of(memo))}\n\n{said}\n\n{facts}\n".encode()


def _passage(placed: PlacedAnnotation, pages: str | None) -> str:
    annotation = placed.annotation
    parts = ["\n".join("> " + line if line else ">" for line in _lines(annotation.exact)) + "\n"]
    if annotation.note.strip():
        parts.append("\n".join(_lines(annotation.note)) + "\n")
    facts = [_where(placed)] + ([_fact(cited(pages))] if pages is not None else [])
    if annotation.kind:
        facts.insert(0, f"**{_fact(annotation.kind)}**")
    facts += [f"code: {_fact(code)}" for code in annotation.codes if code.strip()]
    facts.append(f"{_fact(annotation.layer)}, {_fact(annotation.updated[:10])}")
    parts.append("— " + " · ".join(facts) + "\n")
    return "\n".join(parts)


def _where(placed: PlacedAnnotation) -> str:
    if placed.start is None:
        return f"no longer found: {_fact(placed.reason or 'unknown')}"
    place = f"characters {placed.start}–{placed.end}"
    return place if placed.status in ("exact", "moved") else f"{place} ({placed.status})"


def _lines(text: str) -> list[str]:
    """Escaped lines of a paragraph or more, with the breaks kept as they were."""
    lines = [_escaped(line) for line in lines_of(text.strip())]
    broken = [line + "\\" if line and following else line for line, following in pairwise(lines)]
    return broken + lines[-1:]


def _inline(text: str) -> str:
    return _escaped(" ".join(lines_of(text)))


def _fact(text: str) -> str:
    return _inline(text).replace("·", _DOT)


def _escaped(line: str) -> str:
    line = named(line).strip()  # four spaces would be code
    leading = _LEADING.match(line)
    line_start = ""
    if leading:
        line_start = f"{leading[2]}\\{leading[3]}" if leading[2] else f"\\{leading[1]}"
        line = line[leading.end() :]
    line = _ACTIVE.sub(lambda found: _ENTITIES.get(found[0], "\\" + found[0]), line)
    return line_start + _AUTOLINK.sub(_no_link, line)


def _no_link(found: re.Match[str]) -> str:
    """A web address stays text: an export that is opened in a browser must not offer a document's links."""
    word = found[1] or found[3] or ""
    mark = found[2] or found[4] or found[5]
    return word + {":": "&#58;", ".": "&#46;", "@": "&#64;"}[mark]


__all__ = ["export", "fits", "parse"]
