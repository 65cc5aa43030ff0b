"""Web pages with the article that somebody took out of each, and how near a reader's answer comes to it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.structure import paragraphs_of, same

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""A word; of scripts without spaces between words, a sign."""
_BAR = r"\s*[|\-–—»·:]\s+"


class Page(NamedTuple):
    """A page as it was saved, and what is expected of it."""

    name: str
    source: bytes
    text: str
    title: str
    byline: str
    date: str


class Answer(NamedTuple):
    """What a program makes of a page."""

    text: str
    title: str
    authors: tuple[str, ...]
    date: str


def pages(shared: Path, half: str) -> list[Page]:
    """The pages of one half: rules are made on `develop`, and judged on `judge`."""
    folder = shared / "formats/html_readability"
    return list(_pages(folder, half)) if folder.is_dir() else []


def _pages(folder: Path, half: str) -> Iterator[Page]:
    for place in sorted(folder.iterdir()):
        odd = int(hashlib.sha256(place.name.encode()).hexdigest(), 16) % 2
        if odd != (half == "judge"):
            continue
        stated: dict[str, Any] = json.loads((place / "expected-metadata.json").read_text(encoding="utf-8"))
        yield Page(
            place.name,
            (place / "source.html").read_bytes(),
            "\n".join(paragraphs_of((place / "expected.html").read_text(encoding="utf-8"))),
            stated.get("title") or "",
            " ".join((stated.get("byline") or "").split()),
            (stated.get("publishedTime") or "")[:10],
        )


def tokens(text: str) -> Counter[str]:
    """Words and how often each stands there, in lower case."""
    return Counter(_TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()))


def token_f1(found: str, expected: str) -> float:
    """F1 (0 to 1) of the words of two texts, each as often as it stands there; their order does not count."""
    ours, theirs = tokens(found), tokens(expected)
    common = sum((ours & theirs).values())
    if not ours or not theirs:
        return float(ours == theirs)
    return 2 * common / (sum(ours.values()) + sum(theirs.values()))


def without_title(text: str, titles: tuple[str, ...]) -> str:
    """A text without the lines that are nothing but a title, which the expected articles leave out."""
    keys = {same(title) for title in titles} - {""}
    return "\n".join(line for line in text.split("\n") if same(line) not in keys)


def title_fits(found: str, expected: str) -> bool:
    """Whether it is the title, letters and figures compared; the name of the site behind it is no part of it."""
    if same(found) == same(expected):
        return True
    shorter, longer = sorted((found, expected), key=len)
    cut = [longer[: bar.start()] for bar in re.finditer(_BAR, longer)]
    cut += [longer[bar.end() :] for bar in re.finditer(_BAR, longer)]
    return len(same(shorter)) > 3 and same(shorter) in map(same, cut)


def byline_fits(authors: tuple[str, ...], expected: str) -> bool:
    """Whether every author found is in the byline, or it in them."""
    return bool(authors) and (
        all(same(name) in same(expected) for name in authors) or same(expected) in same(" ".join(authors))
    )
