"""Markdown: the text is the file as it stands; markdown-it says where each block lies and of which kind it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from index.document import Block, BlockKind, ExtractedText
from index.readers.decoding import decode
from index.readers.paragraphs import MAX_BLOCKS, paragraphs
from index.readers.plain.front_matter import front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_MAX_PARSED = 500_000
"""Longer text is divided by the first characters of its lines, in a time that grows with its length alone."""

_KINDS: dict[str, tuple[BlockKind, str]] = {
    "heading_open": ("heading", "md:heading"),
    "paragraph_open": ("prose", "md:paragraph"),
    "blockquote_open": ("quote", "md:quote"),
    "list_item_open": ("list", "md:list"),
    "fence": ("code", "md:code"),
    "code_block": ("code", "md:code"),
    "table_open": ("table", "md:table"),
    "html_block": ("code", "md:html"),
    "hr": ("boilerplate", "md:rule"),
}

_NOTE = re.compile(r"[ ]{0,3}\[\^[^\]\n]{1,100}\]:")
_REFERENCE = re.compile(r"[ ]{0,3}\[[^\]\n]{1,200}\]:\s*\S")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_RULES = tuple(
    (re.compile(pattern), kind, rule)
    for pattern, kind, rule in (
        (r"[ ]{0,3}#{1,6}(?:\s|$)", "heading", "md:heading"),
        (r"[ ]{0,3}>", "quote", "md:quote"),
        (r"[ ]{0,3}(?:[-*_][ \t]*){3,}$", "boilerplate", "md:rule"),
        (r"\s*(?:[-*+]|\d{1,9}[.)])\s", "list", "md:list"),
        (r"[ ]{0,3}\|", "table", "md:table"),
        (r"(?: {4}|\t)", "code", "md:code"),
    )
)


class _Part(NamedTuple):
    """Lines first..last (exclusive) and what they are."""

    first: int
    last: int
    kind: BlockKind
    rule: str


def read(data: bytes) -> ExtractedText:
    """The text of a Markdown file with its blocks and front matter. Raises UnreadableFile where it holds no text."""
    text, encoding = decode(data)
    end, metadata = front_matter(text)
    blocks = [Block(0, end, "code", "front-matter")] if end else []
    blocks += _blocks(text, end)
    return ExtractedText(text, tuple(_with_notes(text, blocks)), metadata, "markdown/1", encoding)


def _blocks(text: str, at: int) -> Iterator[Block]:
    """Every line that is not blank lies in one block."""
    body = text[at:]
    if body.count("\n") > 2 * MAX_BLOCKS:
        yield from (Block(at + start, at + end, "prose", "md:other") for start, end in paragraphs(body))
        return
    lines = body.split("\n")
    starts = [at]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    done = 0
    for part in _parts(body, lines):
        # What the parser passes over (nested too deeply, say) is still text that somebody may look for.
        first, last = max(part.first, done), min(part.last, len(lines))
        yield from _filled(text, starts, _Part(done, first, "prose", "md:other"))
        yield from _filled(text, starts, part._replace(first=first, last=last))
        done = max(done, last)
    yield from _filled(text, starts, _Part(done, len(lines), "prose", "md:other"))


def _filled(text: str, starts: list[int], part: _Part) -> Iterator[Block]:
    if part.last <= part.first:
        return
    raw = text[starts[part.first] : starts[part.last] - 1]
    bare = raw.strip()
    if bare:
        start = starts[part.first] + len(raw) - len(raw.lstrip())
        yield Block(start, start + len(bare), part.kind, part.rule)


def _parts(body: str, lines: list[str]) -> Iterator[_Part]:
    if len(body) > _MAX_PARSED:
        return _by_first_characters(lines)
    from markdown_it import MarkdownIt

    # Nothing within a line is needed, and definitions of links are text like any other here.
    parser = MarkdownIt("commonmark").enable("table").disable(["inline", "reference"])
    try:
        return _from_tokens(parser.parse(body))
    except RecursionError:
        return _by_first_characters(lines)


def _from_tokens(tokens: list[Token]) -> Iterator[_Part]:
    for token in tokens:
        if token.map is None or token.type not in _KINDS:
            continue
        item = token.type == "list_item_open"
        if token.level == int(item):
            yield _Part(token.map[0], token.map[1], *_KINDS[token.type])


def _by_first_characters(lines: list[str]) -> Iterator[_Part]:
    """Blocks by what their first line begins with; a fence lasts until it is closed."""
    first, kind, rule, fence = 0, "prose", "md:paragraph", ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence):
                yield _Part(first, number + 1, "code", "md:code")
                first, kind, rule, fence = number + 1, "prose", "md:paragraph", ""
        elif mark:
            yield _Part(first, number, kind, rule)  # type: ignore[arg-type]
            first, fence = number, mark[1]
        elif not line.strip():
            yield _Part(first, number, kind, rule)  # type: ignore[arg-type]
            first, kind, rule = number + 1, "prose", "md:paragraph"
        elif first == number or rule in ("md:heading", "md:rule") or _begins_item(line):
            yield _Part(first, number, kind, rule)  # type: ignore[arg-type]
            first = number
            kind, rule = next(((k, r) for p, k, r in _RULES if p.match(line)), ("prose", "md:paragraph"))
    last = ("code", "md:code") if fence else (kind, rule)
    yield _Part(first, len(lines), *last)  # type: ignore[arg-type]


def _begins_item(line: str) -> bool:
    return any(rule in ("md:list", "md:heading") and pattern.match(line) for pattern, _, rule in _RULES)


def _with_notes(text: str, blocks: list[Block]) -> Iterator[Block]:
    """Paragraphs of footnotes and of link definitions become notes, one block a definition."""
    for block in blocks:
        if block.rule != "md:paragraph" or text[block.start] != "[" or not _REFERENCE.match(text, block.start):
            yield block
            continue
        starts = [block.start]
        at = text.find("\n", block.start, block.end)
        while at >= 0:
            if _REFERENCE.match(text, at + 1):
                starts.append(at + 1)
            at = text.find("\n", at + 1, block.end)
        for start, end in pairwise([*starts, block.end]):
            rule = "md:footnote" if _NOTE.match(text, start) else "md:reference"
            bare = text[start:end].strip()
            begin = start + text[start:end].index(bare[0])
            yield Block(begin, begin + len(bare), "note", rule)
