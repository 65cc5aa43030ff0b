"""A dossier written out: Markdown, one HTML page, JSON. The same dossier and the same documents give the same bytes.

Words are those that were put in; where the text says something else by now, that is told beside them.
"""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from index.document import Document
from index.evidence.dossier import Dossier, Placed
from index.evidence.sources import MARKER
from index.jsonl import dumps
from index.offsets import OffsetMap
from index.pages import cited as cited_pages
from index.pages import pages_of
from index.visible import visible, visible_lines

FORMATS: Final = ("markdown", "html", "json")
GROUPINGS: Final = ("argument", "code")
_ACTIVE: Final = re.compile(r"[\\`*_\[\]|~$^{}&<>]")
_LEADING: Final = re.compile(r"\s*(?:[#+=:-]|\d+[.)])")
_STYLE: Final = (
    "body{max-width:44em;margin:3em auto;padding:0 1em;font:1.05em/1.5 Georgia,serif;color:#222;background:#fffdf8}"
    "h1,h2{line-height:1.2}article{margin:2em 0}"
    "blockquote{margin:.5em 0;padding-left:1em;border-left:3px solid #b8862d;"
    "white-space:pre-wrap}.where,.hash{color:#666;font-size:.85em}.hash{font-family:monospace;overflow-wrap:anywhere}"
    ".changed{color:#a02818}.note{white-space:pre-wrap}"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage with all that is said of where it stands; what nobody knows is None."""

    placed: Placed
    title: str | None
    authors: tuple[str, ...]
    source: str | None
    date: str | None
    page: str | None
    paragraph: int | None
    line: int | None
    now: str | None
    """What stands there by now, where that is something else."""

    @property
    def citation(self) -> str:
        """Author, title, source, date, place; n.d. where no date is known."""
        entry, placed = self.placed.entry, self.placed
        parts = [", ".join(self.authors), f"“{self.title}”" if self.title else placed.document]
        parts += [self.source or "", self.date or "n.d."]
        parts += [cited_pages(self.page) if self.page else "", f"para. {self.paragraph}" if self.paragraph else ""]
        start, end = (placed.start, placed.end) if placed.start is not None else (entry.start, entry.end)
        parts.append(f"characters {start}–{end}")
        return ", ".join(part for part in parts if part)

    @property
    def told(self) -> str:
        """What has become of the passage since; empty where nothing has."""
        placed = self.placed
        if placed.status == "exact":
            return ""
        if placed.status == "moved":
            return f"the text has changed since; the words now stand at characters {placed.start}–{placed.end}"
        if placed.status == "orphan":
            return f"no longer found: {placed.reason or 'the text has changed'}"
        now = f"; there stands now: “{' '.join(self.now.split())}”" if self.now is not None else ""
        word = "the text has changed since" if placed.status == "changed" else f"uncertain: {placed.reason}"
        return f"{word}{now}"


@dataclass(frozen=True, slots=True)
class Group:
    """Passages below one heading; "" for those that have none."""

    heading: str
    note: str
    passages: tuple[Cited, ...]


def written(
    dossier: Dossier, document: Callable[[str], Document | None], form: str, by: str = "argument"
) -> Iterator[bytes]:
    """The file, in parts. `document` gives a document by its path, None where it is gone."""
    known: dict[str, Document | None] = {}
    lines: dict[str, OffsetMap] = {}

    def cited(placed: Placed) -> Cited:
        path = placed.document
        if path not in known:
            known[path] = document(path)
        return _cited(placed, known[path], lines)

    groups = _by_code(dossier, cited) if by == "code" else _by_heading(dossier, cited)
    write = {"markdown": _markdown, "html": _html, "json": _json}[form]
    for part in write(dossier, groups):
        yield part.encode("utf-8", "backslashreplace")


def _by_heading(dossier: Dossier, cited: Callable[[Placed], Cited]) -> list[Group]:
    groups: list[Group] = []
    heading, note, passages = "", "", list[Cited]()
    for each in dossier.entries:
        if each.entry.heading is None:
            passages.append(cited(each))
            continue
        if heading or passages:
            groups.append(Group(heading, note, tuple(passages)))
        heading, note, passages = each.entry.heading, each.entry.note, []
    return [*groups, Group(heading, note, tuple(passages))] if heading or passages else groups


def _by_code(dossier: Dossier, cited: Callable[[Placed], Cited]) -> list[Group]:
    """Codes by alphabet; a passage stands below each of its codes, one without any at the end."""
    passages = [cited(each) for each in dossier.passages]
    codes = sorted({code for each in passages for code in each.placed.entry.codes})
    groups = [Group(code, "", tuple(p for p in passages if code in p.placed.entry.codes)) for code in codes]
    rest = tuple(each for each in passages if not each.placed.entry.codes)
    return [*groups, Group("without a code" if groups else "", "", rest)] if rest else groups


def _cited(placed: Placed, document: Document | None, lines: dict[str, OffsetMap]) -> Cited:
    if document is None:
        return Cited(placed, None, (), None, None, None, None, None, None)
    metadata, start = document.metadata, placed.start
    paragraph = line = now = None
    if start is not None and placed.end is not None:
        paragraph = bisect_right(document.blocks, start, key=lambda block: block.start) or None
        if document.path not in lines:
            lines[document.path] = OffsetMap(document.text)
        line = lines[document.path].to_line(start)[0] + 1
        there = document.text[start : placed.end]
        now = there if there != placed.entry.exact else None
    end = start if placed.end is None else placed.end
    printed = pages_of(document, start, end) if start is not None and end is not None else metadata.page
    page = printed or _page(document.text, start)
    return Cited(placed, metadata.title, metadata.authors, metadata.source, metadata.date, page, paragraph, line, now)


def _page(text: str, start: int | None) -> str | None:
    """By the form feeds before it, where a text has any."""
    if start is None or "\f" not in text:
        return None
    return str(text.count("\f", 0, start) + 1)


def _sources(groups: Sequence[Group]) -> list[tuple[str, Cited]]:
    """Each document once, by path."""
    found: dict[str, Cited] = {}
    for group in groups:
        for each in group.passages:
            found.setdefault(each.placed.document, each)
    return sorted(found.items())


def _source_words(cited: Cited) -> str:
    parts = [", ".join(cited.authors), f"“{cited.title}”" if cited.title else "", cited.source or ""]
    return ", ".join(part for part in [*parts, cited.date or "n.d."] if part)


# -- Markdown ----------------------------------------------------------------------------------------------------------


def _markdown(dossier: Dossier, groups: Sequence[Group]) -> Iterator[str]:
    yield f"<!-- {MARKER} {dossier.name} -->\n\n# {_inline(dossier.name)}\n"
    for group in groups:
        if group.heading:
            yield f"\n## {_inline(group.heading)}\n"
        if group.note:
            yield f"\n{_paragraphs(group.note)}\n"
        for each in group.passages:
            yield from _markdown_passage(each)
    if any(group.passages for group in groups):
        yield "\n## Sources\n\n"
        for path, cited in _sources(groups):
            yield f"- {_inline(_source_words(cited))}: {_inline(path)}\n"


def _markdown_passage(cited: Cited) -> Iterator[str]:
    entry = cited.placed.entry
    quoted = "\n".join(f"> {_line(line)}" if line.strip() else ">" for line in _split(entry.exact))
    yield f"\n**{cited.placed.number}.**\n\n{quoted}\n\n{_begun(cited.citation)}  \n"
    yield f"{_begun(cited.placed.document)}, SHA-256 of its text {entry.text_sha256 or 'unknown'}\n"
    if cited.told:
        yield f"\n**{_inline(cited.told)}**\n"
    if entry.codes:
        yield f"\ncodes: {_inline(', '.join(entry.codes))}\n"
    if entry.note:
        yield f"\n{_paragraphs(entry.note)}\n"


def _split(text: str) -> list[str]:
    return re.split("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text)


def _inline(text: str) -> str:
    return _ACTIVE.sub(lambda found: "\\" + found[0], visible(" ".join(text.split())))


def _begun(text: str) -> str:
    """The same at the beginning of a line."""
    return _line(" ".join(text.split()))


def _line(text: str) -> str:
    """A line at whose beginning nothing makes a list or a heading of it."""
    escaped = _ACTIVE.sub(lambda found: "\\" + found[0], visible(text))
    leading = _LEADING.match(escaped)
    if leading is None:
        return escaped
    at = leading.end() - 1
    return f"{escaped[:at]}\\{escaped[at:]}"


def _paragraphs(text: str) -> str:
    return "\n".join(_line(line) for line in _split(text))


# -- HTML --------------------------------------------------------------------------------------------------------------


def _html(dossier: Dossier, groups: Sequence[Group]) -> Iterator[str]:
    name = _escaped(dossier.name)
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="generator" content="{MARKER}">\n<title>{name}</title>\n<style>{_STYLE}</style>\n</head>\n'
        f"<body>\n<h1>{name}</h1>\n"
    )
    for group in groups:
        if group.heading:
            yield f"<h2>{_escaped(group.heading)}</h2>\n"
        if group.note:
            yield f'<p class="note">{_escaped(group.note)}</p>\n'
        for each in group.passages:
            yield from _html_passage(each)
    if any(group.passages for group in groups):
        yield "<h2>Sources</h2>\n<ul>\n"
        for path, cited in _sources(groups):
            yield f'<li>{_escaped(_source_words(cited))}: <span class="where">{_escaped(path)}</span></li>\n'
        yield "</ul>\n"
    yield "</body>\n</html>\n"


def _html_passage(cited: Cited) -> Iterator[str]:
    entry, placed = cited.placed.entry, cited.placed
    yield f'<article id="passage-{placed.number}">\n<p><strong>{placed.number}.</strong></p>\n'
    yield f'<blockquote>{_escaped(entry.exact)}</blockquote>\n<p class="where">{_escaped(cited.citation)}</p>\n'
    yield f'<p class="hash">{_escaped(placed.document)} · sha256 {_escaped(entry.text_sha256 or "unknown")}</p>\n'
    if cited.told:
        yield f'<p class="changed">{_escaped(cited.told)}</p>\n'
    if entry.codes:
        yield f'<p class="where">codes: {_escaped(", ".join(entry.codes))}</p>\n'
    if entry.note:
        yield f'<p class="note">{_escaped(entry.note)}</p>\n'
    yield "</article>\n"


def _escaped(text: str) -> str:
    return html.escape(visible_lines(text))


# -- JSON --------------------------------------------------------------------------------------------------------------


def _json(dossier: Dossier, groups: Sequence[Group]) -> Iterator[str]:
    value: Mapping[str, Any] = {
        "generator": MARKER,
        "name": dossier.name,
        "groups": [
            {
                "heading": group.heading or None,
                "note": group.note,
                "passages": [_record(each) for each in group.passages],
            }
            for group in groups
        ],
        "sources": [
            {
                "document": path,
                "title": cited.title,
                "authors": list(cited.authors),
                "source": cited.source,
                "date": cited.date,
            }
            for path, cited in _sources(groups)
        ],
    }
    # Line by line through the writer that escapes what steers a terminal.
    yield json.dumps(json.loads(dumps(value)), ensure_ascii=True, indent=2) + "\n"


def _record(cited: Cited) -> dict[str, Any]:
    entry, placed = cited.placed.entry, cited.placed
    gone = placed.start is None
    return {
        "number": placed.number,
        "id": entry.id,
        "document": placed.document,
        "start": placed.start,
        "end": placed.end,
        "text": None if gone else cited.now if cited.now is not None else entry.exact,
        "exact": entry.exact,
        "status": placed.status,
        "reason": placed.reason or None,
        "title": cited.title,
        "authors": list(cited.authors),
        "source": cited.source,
        "date": cited.date,
        "page": cited.page,
        "paragraph": cited.paragraph,
        "line": cited.line,
        "citation": cited.citation,
        "marked_start": entry.start,
        "marked_end": entry.end,
        "text_sha256": entry.text_sha256 or None,
        "file_sha256": entry.file_sha256 or None,
        "codes": list(entry.codes),
        "note": entry.note,
        "added": entry.added or None,
    }
