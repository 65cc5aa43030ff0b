"""Titles, authors, sources, dates and boilerplate of clippings that the rules were not made on.

    python -m bench.structure [../shared] [--half develop|judge] [--show title|boilerplate]
    python -m bench.structure --web [--pages FOLDER] [--half develop|judge] [--show title|boilerplate]

`--web`: whole pages as a browser copies them after `select all`, halved by the hash of their names (bench/_web.py).
Two sets. Articles (corpora/news): what the list that comes with them says of title and date, where the text has it at
all. Pages (formats/html_readability): the text of real web pages as somebody would copy it, from a little above the
headline to a little below the end; what the expected article leaves out is boilerplate, what its metadata say is title,
author and source. Rules are developed on every second of each set by name, and judged on the others.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._clusters import f1
from index.document import Document
from index.readers.plain.text import read
from index.reading import as_document

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def names_of(words: str) -> frozenset[str]:
    """Words as a set."""
    return frozenset(words.split())


ABOVE, BELOW = 6, 12
"""Paragraphs of a page that are copied with the article."""
_BREAKS = names_of(
    "address article aside blockquote br button caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hr legend li main nav ol option p pre section select summary table td th tr ul"
)
_SILENT = names_of("script style noscript head template svg iframe object math textarea")
_FEWEST = 600
"""Characters of an expected article below which a page is no article."""


class Clipping(NamedTuple):
    """A text with what is known of it."""

    name: str
    text: str
    title: str | None
    author: str | None = None
    source: str | None = None
    date: str | None = None
    extra: frozenset[str] | None = None
    """Normalised paragraphs that are boilerplate; None where nobody knows."""
    neutral: frozenset[str] = frozenset()
    """Those that are neither."""


class _Paragraphs(HTMLParser):
    """What stands on a page, a paragraph for each element that begins a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._now: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.end()

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BREAKS:
            self.end()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._now.append(data)

    def end(self) -> None:
        words = " ".join("".join(self._now).split())
        self._now = []
        if words:
            self.found.append(words)


def paragraphs_of(page: str) -> list[str]:
    """The paragraphs of an HTML page."""
    parser = _Paragraphs()
    parser.feed(page)
    parser.end()
    return parser.found


def same(text: str | None) -> str:
    """Letters and figures alone, as titles are compared."""
    folded = unicodedata.normalize("NFKD", text or "").casefold()
    return re.sub(r"[\W_]+", "", "".join(c for c in folded if not unicodedata.combining(c)))


def pages(shared: Path) -> Iterator[Clipping]:
    """Web pages, copied."""
    for folder in sorted((shared / "formats/html_readability").iterdir()):
        if not (folder / "expected-metadata.json").is_file():
            continue
        stated: dict[str, Any] = json.loads((folder / "expected-metadata.json").read_text(encoding="utf-8"))
        expected = paragraphs_of((folder / "expected.html").read_text(encoding="utf-8"))
        body = "".join(map(same, expected))
        whole = paragraphs_of((folder / "source.html").read_text(encoding="utf-8", errors="replace"))
        if len(body) < _FEWEST:
            continue
        exact, title, byline = set(map(same, expected)), same(stated.get("title")), same(stated.get("byline"))

        def is_of_article(paragraph: str, exact: set[str] = exact, body: str = body) -> bool:
            key = same(paragraph)
            return key in exact or (len(key) > 25 and key in body)

        heads = [at for at, each in enumerate(whole) if title and same(each) and title.startswith(same(each)[:200])]
        inside = [at for at, each in enumerate(whole) if len(each) > 80 and is_of_article(each)]
        if not inside:
            continue
        head = next((at for at in reversed(heads) if at <= inside[0]), inside[0])
        first, last = max(0, head - ABOVE), min(len(whole), inside[-1] + 1 + BELOW)
        kept = whole[first:last]
        titled = any(same(each) == title for each in kept)
        neutral = {
            same(each)
            for each in kept
            if same(each) == title or (byline and (byline in same(each) or same(each) in byline)) or not same(each)
        }
        extra = {same(each) for each in kept if not is_of_article(each)} - neutral
        published = stated.get("publishedTime") or ""
        yield Clipping(
            f"page/{folder.name}",
            "\n\n".join(kept) + "\n",
            stated.get("title") if titled else None,
            stated.get("byline"),
            stated.get("siteName"),
            published[:10] if re.match(r"\d{4}-\d\d-\d\d", published) else None,
            frozenset(extra),
            frozenset(neutral),
        )


def articles(shared: Path) -> Iterator[Clipping]:
    """Articles as they lie in the corpus."""
    folder = shared / "corpora/news"
    for each in json.loads((folder / "ATTRIBUTION.json").read_text(encoding="utf-8")):
        text = (folder / each["file"]).read_text(encoding="utf-8")
        titled = same(each["title"]) in same(text[:600])
        yield Clipping(f"news/{each['file']}", text, each["title"] if titled else None)


def understood(clipping: Clipping) -> Document:
    """A clipping as the program reads it, alone: no other document tells what recurs."""
    return understood_text(clipping.name, clipping.text)


def understood_text(name: str, text: str) -> Document:
    """A text by itself, as it is understood where no other document tells what recurs."""
    return as_document(name, read(text.encode()), "", frozenset())


def score(clippings: Sequence[Clipping], show: str | None) -> dict[str, float | int]:
    """Percent of titles, authors and sources that are right, and F1 of boilerplate, by paragraphs."""
    right = {name: [0, 0] for name in ("title", "author", "source")}
    hits = gold = found = 0
    by_page: list[float] = []
    for clipping in clippings:
        document = understood(clipping)
        metadata = document.metadata
        said = {"title": metadata.title, "author": " ".join(metadata.authors), "source": metadata.source}
        for name, value in said.items():
            wanted = getattr(clipping, name)
            if wanted is None or same(wanted) not in same(clipping.text):
                continue
            fits = same(value) == same(wanted) or (
                name != "title" and bool(value) and (same(value) in same(wanted) or same(wanted) in same(value))
            )
            right[name][0] += fits
            right[name][1] += 1
            if show == name and not fits:
                print(f"{clipping.name}\n   wanted {wanted!r}\n   found  {value!r}")
        if clipping.extra is None:
            continue
        before = hits, gold, found
        for block in document.blocks:
            words = document.text[block.start : block.end]
            key = same(words)
            if key in clipping.neutral:
                continue
            is_extra, taken = key in clipping.extra, block.kind in ("boilerplate", "credit")
            hits, gold, found = hits + (is_extra and taken), gold + is_extra, found + taken
            if show == "boilerplate" and is_extra != taken:
                print(
                    f"{clipping.name} {'MISSED' if is_extra else 'WRONG '} {block.kind}/{block.rule}: {words[:100]!r}"
                )
        of_page = hits - before[0], gold - before[1], found - before[2]
        if of_page[1] or of_page[2]:
            by_page.append(f1(*of_page))
    scores: dict[str, float | int] = {
        f"{name} %": round(100 * good / all, 1) for name, (good, all) in right.items() if all
    }
    scores |= {f"{name}s": all for name, (_, all) in right.items()}
    if gold:
        scores["boilerplate F1"] = round(f1(hits, gold, found), 1)
        # One page of comments has as many paragraphs as all the others together.
        scores["mean of pages"] = round(sum(by_page) / len(by_page), 1)
        scores |= {"precision": round(100 * hits / max(1, found), 1), "recall": round(100 * hits / gold, 1)}
    return scores


def web(folder: Path, half: str | None, show: str | None) -> None:
    """Print how right whole copied pages are."""
    from bench._web import for_tuning, score_web, web_pages

    some = list(web_pages(folder))
    for name in ("develop", "judge"):
        if half in (None, name):
            part = [page for page in some if for_tuning(page.name) == (name == "develop")]
            print(json.dumps({"set": "web", "half": name, **score_web(part, show)}))


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--half", choices=("develop", "judge"))
    parser.add_argument("--show", choices=("title", "author", "source", "boilerplate"))
    parser.add_argument("--web", action="store_true", help="whole pages, copied by `select all`")
    parser.add_argument("--pages", type=Path, help="another folder of pages than that of the shared ones")
    options = parser.parse_args()
    if options.web:
        web(options.pages or options.shared / "formats/html_readability", options.half, options.show)
        return
    for name, make in (("pages", pages), ("articles", articles)):
        some = list(make(options.shared))
        for half, part in (("develop", some[::2]), ("judge", some[1::2])):
            if options.half in (None, half):
                print(json.dumps({"set": name, "half": half, "clippings": len(part), **score(part, options.show)}))


if __name__ == "__main__":
    main()
