"""What is said of a mistake in a query: the words of it, shortened, and what to write instead."""

from __future__ import annotations

import difflib
import re
from typing import Final

from index.errors import QueryError
from index.search.query import BLOCK, CONDITIONS, TEXT_FIELDS
from index.visible import visible

LONGEST_TOLD: Final = 150
"""Characters of a message, and of what is suggested."""
_LONGEST_PART: Final = 40
PROSE: Final = 8
"""Words from which a query without operators is taken for pasted text, in which signs are punctuation."""
FIELDS: Final = frozenset(TEXT_FIELDS | CONDITIONS | {BLOCK})
_OPERATOR: Final = re.compile(r"(?<!\S)\(*(?:AND|OR|NOT|NEAR(?:/\S*)?)(?!\S)")
_NEXT: Final = re.compile(r"\s*([^\s()]+)")
_VALUE: Final = re.compile(r'"[^"]*"|[^\s()]+')

_OTHER_NAMES: Final = {
    **dict.fromkeys(("language", "langue", "sprache"), "lang"),
    **dict.fromkeys(
        ("outlet", "publication", "publisher", "newspaper", "paper", "site", "website", "domain"), "source"
    ),
    **dict.fromkeys(("name", "person", "people", "place", "org", "organisation", "organization", "who"), "entity"),
    **dict.fromkeys(("about", "mentions", "mention", "names"), "entity"),
    **dict.fromkeys(("by", "writer", "byline"), "author"),
    **dict.fromkeys(("file", "filename", "folder", "dir", "url"), "path"),
    **dict.fromkeys(("type", "filetype", "ext", "extension"), "format"),
    **dict.fromkeys(("year", "month", "day", "published", "dated"), "date"),
    **dict.fromkeys(("said", "says", "quote", "quoted", "quotes"), "speaker"),
    **dict.fromkeys(("label", "labels", "keyword", "keywords", "topic"), "tag"),
    **dict.fromkeys(("headline", "heading"), "title"),
    **dict.fromkeys(("sender",), "from"),
    **dict.fromkeys(("recipient",), "to"),
    **dict.fromkeys(("annotation", "highlight", "marked"), "mark"),
    **dict.fromkeys(("comment",), "note"),
    **dict.fromkeys(("similar", "related"), "like"),
}
"""What other programs, or people, call a field."""
_TEXTS: Final = frozenset({"text", "body", "content", "fulltext", "word", "words", "all", "any"})
_SINCE: Final = frozenset({"after", "since"})
_UNTIL: Final = frozenset({"before", "until"})


class WantsValue(QueryError):
    """A field with no value, or with none that makes sense; whoever knows the collection may suggest one of its own."""

    def __init__(self, field: str, message: str, start: int, end: int, suggestion: str | None = None) -> None:
        super().__init__(message, start, end, suggestion)
        self.field = field


def told(text: str, most: int = _LONGEST_PART) -> str:
    """Part of a query as a message names it: on one line, without what would steer a terminal, and not too long."""
    shown = visible(text[: most + 1])
    return shown if len(text) <= most else shown[: most - 1] + "…"


def tidy(error: QueryError) -> QueryError:
    """An error whose message and suggestion are a line each; what could not be typed as suggested is left out."""
    error.args = (told(str(error), LONGEST_TOLD),)
    if error.suggestion is not None and told(error.suggestion, LONGEST_TOLD) != error.suggestion:
        error.suggestion = None
    return error


def is_prose(query: str) -> bool:
    """True for what reads like pasted text: many words, and none of the operators."""
    return len(query.split()) >= PROSE and _OPERATOR.search(query) is None


def next_word(query: str, at: int) -> str:
    """The next run of letters and signs behind a place; "word" where there is none."""
    found = _NEXT.match(query, at)
    return found[1] if found else "word"


def value_at(query: str, at: int) -> str:
    """What stands as the value of a field at a place."""
    found = _VALUE.match(query, at)
    return found[0] if found else ""


def unknown_field(name: str, query: str, start: int, end: int) -> QueryError:
    """`name:` is no field; it is told which may be meant, with the value that stands there."""
    lowered, value = name.lower(), value_at(query, end)
    message = f"There is no field {told(name)}:"
    if lowered in _TEXTS:
        return QueryError(f"{message} words are looked for in the text anyway.", start, end, value or None)
    meant = _meant(lowered, value)
    if meant is not None:
        return QueryError(message, start, end, meant)
    plain = f"{name}:{value}".replace('"', "")
    hint = f'"{plain}" for the words; fields are title: source: date: entity: path: tag: code: …'
    return QueryError(message, start, end, hint)


def _meant(name: str, value: str) -> str | None:
    if name in _SINCE | _UNTIL:
        return f"date:{value}.." if name in _SINCE else f"date:..{value}"
    field = _OTHER_NAMES.get(name)
    if field is None and len(name) > 2:
        near = difflib.get_close_matches(name, sorted(FIELDS), 1, 0.65)
        field = near[0] if near else None
    return f"{field}:{value}" if field else None
