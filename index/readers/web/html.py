"""Web pages: the article first, then what else the page says in sentences, as boilerplate; menus are left out.

Nothing is run or fetched, and what a browser would not show is no text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.document import Block, Evidence, ExtractedText, Link, Metadata, Span
from index.readers.paragraphs import paragraphs
from index.readers.web import html_head
from index.readers.web.html_article import Article, find_article
from index.readers.web.html_blocks import Rendered, Renderer, cleaned, resolved
from index.readers.web.html_charset import decode_page
from index.readers.web.html_meta import Stated, has_year
from index.readers.web.html_notes import find_notes, ways_back
from index.readers.web.html_tree import Element, Page, parse

READER = "html/2"
_SAVED = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S{1,2000})")
_HEAD = 5_000
_WORDS = 4
"""Words of a line outside the article that is kept."""
_TOP, _BYLINE = 8, 120
"""So many blocks may hold the byline, and so many characters has it at the most."""
_BETWEEN = " ,;|/•·–—-\n"
"""Between a name and a date."""
_WORD = re.compile(r"[^\W\d_]+")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def read(data: bytes) -> ExtractedText:
    """The text of a web page. Raises UnreadableFile where it holds no text."""
    source, encoding = decode_page(data)
    return replace(read_source(source), encoding=encoding)


def read_source(source: str, address: str = "") -> ExtractedText:
    """The text of a page's source. `address`: where it comes from, if whoever holds it says so."""
    if "<" not in source:
        source = cleaned(source)
        blocks = tuple(Block(start, end, "prose", "plain") for start, end in paragraphs(source))
        return ExtractedText(source, blocks, Metadata(), READER)
    page = parse(source)
    saved = _SAVED.search(source, 0, _HEAD)
    stated = Stated(page, address or (saved[1] if saved else ""))
    notes = find_notes(page.body, stated.addresses)
    article = find_article(page.body, list(notes.values()))
    head = html_head.find_head(page.body, article, stated.title, stated.titles())
    html_head.keep_signatures(article, head)
    rendered = _article(article, head, notes, stated)
    outside = _outside(page, article, head, rendered.text)
    metadata = stated.metadata(head.title)
    rendered.blocks[:_TOP] = [_signed(rendered.text, block, metadata.authors) for block in rendered.blocks[:_TOP]]
    if metadata.date_text is None:
        metadata = _dated(rendered.text, rendered.blocks[:_TOP], metadata)
    return _joined(rendered, outside, metadata)


def whole_page(source: str) -> Rendered:
    """All text of a page, whatever it is: the body of a mail, the chapter of a book.

    `places` of the answer says where the element of each id begins; links to other files stay as they are.
    """
    page = parse(source)
    notes = find_notes(page.body)
    renderer = Renderer(notes=notes.values())
    renderer.add(page.body)
    return _with_ways_back(renderer.finish(), notes, ())


def _article(article: Article, head: html_head.Head, notes: dict[str, Element], stated: Stated) -> Rendered:
    renderer = Renderer(apart=article.apart, notes=notes.values(), headline=head.headline)
    for element in head.elements:
        renderer.add(element)
    for root in article.roots:
        renderer.add(root)
    return _with_ways_back(renderer.finish(), notes, stated.addresses)


def _with_ways_back(rendered: Rendered, notes: dict[str, Element], addresses: tuple[str, ...]) -> Rendered:
    back = ways_back(rendered, notes)
    rendered = resolved(rendered, addresses)
    return replace(rendered, links=sorted([*rendered.links, *back], key=lambda link: link[:2])) if back else rendered


def _outside(page: Page, article: Article, head: html_head.Head, taken: str) -> list[tuple[str, str]]:
    """What the page says in words outside its article, as text and rule of each paragraph, none of them twice."""
    apart = {id(element) for element in article.apart}
    renderer = Renderer(apart=[*(e for e in article.roots if e is not page.body), *head.elements])
    if page.body in article.roots:
        for element in article.apart:
            renderer.add(element)
    else:
        renderer.add(page.body)
        for element in page.body.walk():
            if id(element) in apart:
                renderer.add(element)
    rest = renderer.finish()
    lines = set(taken.split("\n"))
    linked = _linked(rest)
    kept = []
    for number, block in enumerate(rest.blocks):
        words = rest.text[block.start : block.end]
        if words not in lines and _says_something(words, linked[number]):
            lines.add(words)
            kept.append((words, "html:outside"))
    return kept


def _linked(rest: Rendered) -> list[int]:
    """Characters of links in each block."""
    found, links, at = [], sorted(rest.links), 0
    for block in rest.blocks:
        count = 0
        while at < len(links) and links[at].start < block.end:
            count += links[at].end - links[at].start
            at += 1
        found.append(count)
    return found


def _says_something(words: str, linked: int) -> bool:
    if linked * 2 > len(words):
        return False
    return len(_WORD.findall(words)) >= _WORDS or len(_IDEOGRAPHS.findall(words)) >= 3 * _WORDS


def _signed(text: str, block: Block, authors: tuple[str, ...]) -> Block:
    """A short line near the top that names an author and is no sentence is the byline."""
    line = text[block.start : block.end]
    names = block.kind == "prose" and len(line) <= _BYLINE and any(name in line for name in authors)
    return block._replace(kind="byline", rule="html:author") if names and not line.endswith(".") else block


def _dated(text: str, top: list[Block], metadata: Metadata) -> Metadata:
    """With the date that stands behind the names in the byline: a page that says it nowhere else says it there."""
    for block in top:
        if block.kind != "byline":
            continue
        line = text[block.start : block.end]
        start = max((line.find(name) + len(name) for name in metadata.authors if name in line), default=0)
        words = line[start:].strip(_BETWEEN)
        if has_year(words):
            at = block.start + line.index(words, start)
            proof = Evidence("date", "html:byline", Span(at, at + len(words)))
            return replace(metadata, date_text=words, evidence=(*metadata.evidence, proof))
    return metadata


def _joined(rendered: Rendered, outside: list[tuple[str, str]], metadata: Metadata) -> ExtractedText:
    parts, blocks, at = [rendered.text], list(rendered.blocks), len(rendered.text)
    for words, rule in outside:
        gap = "\n\n" if at else ""
        blocks.append(Block(at + len(gap), at + len(gap) + len(words), "boilerplate", rule))
        parts.append(gap + words)
        at += len(gap) + len(words)
    links: list[Link] = list(rendered.links)
    return ExtractedText("".join(parts), tuple(blocks), metadata, READER, links=tuple(links))
