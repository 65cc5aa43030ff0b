"""What a page states of itself as JSON-LD: the parts of schema.org that say title, authors, source and date."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

_LONGEST = 1_000_000
_MOST = 5_000
"""Values looked at; a page has some tens."""
_ARTICLES = (
    "article", "newsarticle", "blogposting", "report", "socialmediaposting", "webpage", "liveblogposting",
    "discussionforumposting", "techarticle", "scholarlyarticle", "opinionnewsarticle", "analysisnewsarticle",
    "reportagenewsarticle", "reviewnewsarticle", "advertisercontentarticle", "askpublicnewsarticle", "review",
    "backgroundnewsarticle", "satiricalarticle", "medicalscholarlyarticle", "apireference", "legislation", "book",
)  # fmt: skip

Named = Mapping[str, dict[str, Any]]
"""Objects that have a name, by what others call them."""
_WRAPPED = re.compile(
    r"^\s*(?:<!--|/\*|//)?\s*<!\[CDATA\[(?:\s*\*/)?|(?:/\*|//)?\s*\]\]>(?:\s*\*/)?\s*$|^\s*<!--|-->\s*$"
)
"""What old ways of writing a script put around it."""


class Linked(NamedTuple):
    """What the first article of a page's JSON-LD states; "" and () where it does not."""

    title: str = ""
    authors: tuple[str, ...] = ()
    source: str = ""
    date: str = ""
    language: str = ""


def linked(sources: list[str]) -> Linked:
    """What JSON-LD states. What cannot be read states nothing."""
    best, rank = Linked(), 0
    things = [thing for source in sources for thing in _things(source)]
    named = {thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str) and thing.get("name")}
    for thing in things:
        kinds = {str(kind).rpartition("/")[2].lower() for kind in _each(thing.get("@type"))}
        worth = 2 if kinds & {*_ARTICLES} - {"webpage", "book"} else 1 if kinds & {"webpage", "book"} else 0
        if worth > rank:
            best, rank = _of(thing, named), worth
    return best


def _things(source: str) -> Iterator[dict[str, Any]]:
    """Every object that may be what the page is, from without."""
    if len(source) > _LONGEST:
        return
    try:
        waiting = [json.loads(_WRAPPED.sub("", source).strip().rstrip(";"), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST):
        if not waiting:
            return
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting.extend(thing[:_MOST])
        elif isinstance(thing, dict):
            yield thing
            waiting.extend(thing[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in thing)


def _of(thing: dict[str, Any], named: Named) -> Linked:
    return Linked(
        next(_words(thing.get("headline")), "") or next(_words(thing.get("name")), ""),
        tuple(dict.fromkeys(name for name in _words(thing.get("author"), named) if not name.startswith("http"))),
        next(_words(thing.get("publisher"), named), ""),
        next(_words(thing.get("datePublished")), ""),
        next(_words(thing.get("inLanguage")), ""),
    )


def _each(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _words(value: object, named: Named = MappingProxyType({})) -> Iterator[str]:
    """The strings of a value: itself, the name of an object, or each of a list."""
    for item in _each(value)[:20]:
        if isinstance(item, dict):
            # Programs that make pages state persons once, and name them by number where they write.
            item = item if item.get("name") else named.get(str(item.get("@id")), item)
            item = item.get("name") or item.get("@value") or ""
            item = item[0] if isinstance(item, list) and item else item
        if isinstance(item, str):
            text = " ".join(html.unescape(item[:2_000]).split())
            if text:
                yield text
