"""Which values of conditions make sense, told from the value alone; and which are still being typed."""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from typing import Final

from index.desk.remarks import sought
from index.errors import QueryError
from index.search.query import Condition, Node, nodes
from index.search.tokens import words

STATES: Final = ("read", "unread", "starred")
THINGS: Final = ("annotation", "note", "code", "tag")
_SYNONYMS: Final = {"mark": "annotation"}
_QUOTES: Final = ('"', "“", "”", "„")
_SIGNS: Final = re.compile(r"[*?]")
_DATE_BEGUN: Final = re.compile(r"\d{0,4}(?:-\d{0,2}){0,2}\Z", re.ASCII)
_EXAMPLES: Final = {
    "entity": 'entity:"Josef Hallam"',
    "speaker": "speaker:Hallam",
    "note": "note:letter",
    "mark": "mark:letter",
}


def being_typed(condition: Condition, query: str) -> bool:
    """True where the value stands at the end of a query and may go on there: no quotation mark has closed it."""
    return condition.span.end == len(query) and not query.endswith(_QUOTES)


def is_unfinished(condition: Condition) -> bool:
    """True for a value that is the beginning of one that makes sense, and none yet."""
    value = condition.value.lower()
    if condition.name == "is":
        return value not in STATES and any(state.startswith(value) for state in STATES)
    if condition.name == "has":
        return thing(value) is None and any(each.startswith(value) for each in (*THINGS, *_SYNONYMS))
    if condition.name == "date":
        parts = value.split("..")
        begun = len(parts) <= 2 and all(map(_DATE_BEGUN.match, [*parts[:-1], parts[-1].rstrip(".")]))
        return bool(begun) and not (any(parts) and all(part == "" or _is_date(part) for part in parts))
    return False


def checked(tree: Node, query: str, *, as_typed: bool) -> Node:
    """The tree, where every condition in it can be asked. Raises QueryError."""
    for node in nodes(tree):
        if isinstance(node, Condition) and not (as_typed and being_typed(node, query) and is_unfinished(node)):
            check_value(node)
    return tree


def check_value(condition: Condition) -> None:
    """Raises QueryError, with the place in the query, where no document could ever be asked for so."""
    name, value = condition.name, condition.value
    if name == "is" and value.lower() not in STATES:
        raise _no_such(condition, STATES)
    if name == "has" and thing(value.lower()) is None:
        raise _no_such(condition, (*THINGS, *_SYNONYMS))
    if name == "date":
        date_range(condition)
    if name in _EXAMPLES:
        _check_words(condition)


def thing(value: str) -> str | None:
    """What `has:` asks for, in the singular; None where there is no such thing."""
    singular = value.removesuffix("s")
    singular = _SYNONYMS.get(singular, singular)
    return singular if singular in THINGS else None


def date_range(condition: Condition) -> tuple[str, str]:
    """The first and the last date of a value, as long as each is given. Raises QueryError."""
    start, end = condition.span
    low, dots, high = condition.value.partition("..")
    if not dots:
        high = low
    for part in (low, high):
        if part and not _is_date(part):
            raise QueryError(f"`{part}` is no date", start, end, "date:2031-09-10, date:2031-09 or date:2030..2031-08")
    if not low and not high:
        raise QueryError("a date is missing", start, end, "date:2031 or date:2030..2031-08-15")
    if low and high and low[: len(high)] > high[: len(low)]:
        raise QueryError("the range ends before it begins", start, end, f"date:{high}..{low}")
    return low, high or "9999"


def _check_words(condition: Condition) -> None:
    name, value = condition.name, condition.value
    if _SIGNS.search(value.rstrip("*")) and name not in ("entity", "speaker"):
        raise QueryError(f"{name}: takes words, and a * at their end alone.", *condition.span, f"{name}:pris*")
    if not words(value) if name in ("entity", "speaker") else sought(value, beginning=False) is None:
        raise QueryError(f"There is no word in this {name}:", *condition.span, _EXAMPLES[name])


def _no_such(condition: Condition, possible: tuple[str, ...]) -> QueryError:
    name = condition.name
    near = difflib.get_close_matches(condition.value.lower(), possible, 1)
    suggestion = f"{name}:{near[0]}" if near else " or ".join(f"{name}:{each}" for each in possible)
    return QueryError(f"There is no {name}:{condition.value}", *condition.span, suggestion)


def _is_date(part: str) -> bool:
    pieces = part.split("-")
    if not all(p.isascii() and p.isdigit() for p in pieces) or len(pieces) > 3:
        return False
    if [len(p) for p in pieces] != [4, 2, 2][: len(pieces)]:
        return False
    year, month, day = (*map(int, pieces), 1, 1)[:3]
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 4, month)[1]  # the year 0000 is a leap year
