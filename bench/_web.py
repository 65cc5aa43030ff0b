"""Whole web pages as `select all` and `copy` give them, with what of them is the article."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from bench._clusters import f1
from bench.structure import names_of, same, understood_text

_SPACED = names_of("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre figure hr")
"""Elements that a browser sets apart by a blank line."""
_LINES = names_of(
    "address article aside caption dd details div dt fieldset figcaption footer form header hgroup legend li main nav"
    " section summary table tr tbody thead tfoot optgroup body center dir menu search dialog"
)
_CELLS = frozenset({"td", "th"})
_SILENT = names_of("script style noscript head template svg iframe object math textarea select title video audio")
_EMPTY = names_of("br hr img input meta link area base col embed source track wbr param")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NEITHER = frozenset({"headline", "byline", "dateline", "caption", "credit"})
"""Kinds that the expected articles often leave out, and that are neither text nor boilerplate."""
_FEWEST = 600
"""Characters of an expected article below which a page is no article."""


class Copied(NamedTuple):
    """A page as it is copied, and what is known of it."""

    name: str
    text: str
    article: str
    """Letters and figures of the expected article, in order."""
    lines: frozenset[str]
    """Its paragraphs, each so."""
    title: str | None
    byline: str


class _Copy(HTMLParser):
    """The text of a page, about as a browser copies it: links inside their lines, blank lines around paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._breaks = 0
        self._space = False
        self._open: list[tuple[str, bool]] = []
        self._silent = 0
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._line(self._breaks + 1)
            return
        self._apart(tag)
        if tag in _EMPTY:
            return
        stated = dict(attrs)
        silent = tag in _SILENT or "hidden" in stated or _HIDDEN.search(stated.get("style") or "") is not None
        self._open.append((tag, silent))
        self._silent += silent
        self._pre += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in [each for each, _ in self._open[-40:]]:
            return
        while self._open:
            each, silent = self._open.pop()
            self._silent -= silent
            self._pre -= each == "pre"
            self._apart(each)
            if each == tag:
                return

    def _apart(self, tag: str) -> None:
        if self._silent:
            return
        if tag in _SPACED:
            self._line(2)
        elif tag in _LINES:
            self._line(1)
        elif tag in _CELLS and not self._breaks:
            self._out.append("\t" if self._out else "")
            self._space = False

    def _line(self, breaks: int) -> None:
        self._breaks = max(self._breaks, min(breaks, 2))
        self._space = False

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        words = data if self._pre else " ".join(data.split())
        if not words.strip():
            self._space = self._space or bool(data)
            return
        if self._breaks:
            self._out.append("\n" * self._breaks if self._out else "")
        elif self._space or data[:1].isspace():
            self._out.append(" ")
        self._out.append(words)
        self._breaks, self._space = 0, data[-1:].isspace()

    def text(self) -> str:
        """What was copied."""
        rows = (row.strip() if "\t" not in row else row.rstrip() for row in "".join(self._out).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip() + "\n"


def copied(page: str) -> str:
    """The text of a whole page."""
    parser = _Copy()
    parser.feed(page)
    parser.close()
    return parser.text()


def for_tuning(name: str) -> bool:
    """Whether rules may be made while looking at a page: half of them by the hash of their names."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0


def web_pages(folder: Path) -> Iterator[Copied]:
    """The pages of a folder that has `source.html`, `expected.html` and `expected-metadata.json` for each."""
    for each in sorted(folder.iterdir()):
        if not (each / "expected-metadata.json").is_file():
            continue
        stated: dict[str, Any] = json.loads((each / "expected-metadata.json").read_text(encoding="utf-8"))
        article = copied((each / "expected.html").read_text(encoding="utf-8"))
        text = copied((each / "source.html").read_text(encoding="utf-8", errors="replace"))
        body = same(article)
        if len(body) < _FEWEST or len(body) > 2 * len(same(text)):
            continue
        title = _title(stated.get("title") or "", text)
        lines = frozenset(filter(None, map(same, re.split(r"[\n\t]", article))))
        yield Copied(each.name, text, body, lines, title, same(stated.get("byline")))


def _title(stated: str, text: str) -> str | None:
    """The title that a page states, without the name of the site, if a line of what was copied is it."""
    keys = {same(line): line for line in reversed(text.split("\n")) if line.strip()}
    pieces = re.split(r"\s+[|\-–—»:]\s+|_", stated)
    for wanted in (stated, *(" ".join(pieces[:n]) for n in range(len(pieces) - 1, 0, -1)), pieces[-1]):
        if len(same(wanted)) >= 8 and same(wanted) in keys:
            return keys[same(wanted)]
    return None


def score_web(pages: Sequence[Copied], show: str | None) -> dict[str, float | int]:
    """Titles right; F1 of boilerplate by blocks; how much of the articles is lost, how much else is kept, by words."""
    titles = right = hits = gold = found = 0
    words = lost = else_words = kept = 0
    by_page: list[float] = []
    for page in pages:
        document = understood_text(page.name, page.text)
        before = hits, gold, found
        if page.title is not None:
            titles += 1
            fits = same(document.metadata.title) == same(page.title)
            right += fits
            if show == "title" and not fits:
                print(f"{page.name}\n   wanted {page.title!r}\n   found  {document.metadata.title!r}")
        inside = _places(page, [document.text[block.start : block.end] for block in document.blocks])
        for block, of_article in zip(document.blocks, inside, strict=True):
            text = document.text[block.start : block.end]
            count, taken = len(text.split()), block.kind in ("boilerplate", "credit")
            if of_article is None or (not of_article and block.kind in _NEITHER):
                continue
            hits, gold, found = hits + (taken and not of_article), gold + (not of_article), found + taken
            words, else_words = words + count * of_article, else_words + count * (not of_article)
            lost, kept = lost + count * (of_article and taken), kept + count * (not of_article and not taken)
            if show == "boilerplate" and taken == of_article:
                wrong = "LOST" if of_article else "kept"
                print(f"{page.name:<22} {wrong} {block.kind}/{block.rule}: {count:>4} {' '.join(text.split())[:110]!r}")
        if gold > before[1] or found > before[2]:
            by_page.append(f1(hits - before[0], gold - before[1], found - before[2]))
    return {
        "pages": len(pages),
        "titles": titles,
        "title %": round(100 * right / max(1, titles), 1),
        "boilerplate F1": round(f1(hits, gold, found), 1),
        "mean of pages": round(sum(by_page) / max(1, len(by_page)), 1),
        "precision": round(100 * hits / max(1, found), 1),
        "recall": round(100 * hits / max(1, gold), 1),
        "article lost %": round(100 * lost / max(1, words), 2),
        "boilerplate kept %": round(100 * kept / max(1, else_words), 1),
    }


def _places(page: Copied, blocks: Sequence[str]) -> list[bool | None]:
    """Whether each block is of the article; None for title, byline and what has neither letters nor figures.

    A few words that also stand in the article are of it only between its first and its last paragraph.
    """
    keys = list(map(same, blocks))
    sure = [len(key) > 60 and (key in page.lines or key in page.article) for key in keys]
    first = next((n for n, one in enumerate(sure) if one), 0)
    last = next((n for n in range(len(sure) - 1, -1, -1) if sure[n]), 0)
    places: list[bool | None] = []
    for number, key in enumerate(keys):
        signs = page.byline and len(key) > 3 and key in page.byline
        signed = page.byline and page.byline in key and len(key) < len(page.byline) + 60
        if not key or key == same(page.title) or signs or signed:
            places.append(None)
        else:
            near = first - 3 <= number <= last + 3
            places.append(sure[number] or (near and (key in page.lines or (len(key) > 25 and key in page.article))))
    return places
