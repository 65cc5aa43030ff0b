"""Which values of conditions make sense, told from the value alone; and which are still being typed."""

from __future__ import annotations

import difflib
import re
from calendar import monthrange
from typing import TYPE_CHECKING, Final

from index.desk.remarks import sought
from index.errors import QueryError
from index.search.mistakes import WantsValue, told
from index.search.query import Condition, Node, nodes
from index.search.tokens import words

if TYPE_CHECKING:
    from index.catalogue.calling import Wanted

STATES: Final = ("read", "unread", "starred")
THINGS: Final = ("annotation", "note", "code", "tag")
_SYNONYMS: Final = {"mark": "annotation"}
_QUOTES: Final = ('"', "“", "”", "„")
_SIGNS: Final = re.compile(r"[*?]")
_DATE_BEGUN: Final = re.compile(r"\d{0,4}(?:-\d{0,2}){0,2}\Z", re.ASCII)
DATE_FORMS: Final = "date:YYYY, date:YYYY-MM, date:YYYY-MM-DD or date:YYYY..YYYY"
_WORDS: Final = ("entity", "speaker", "note", "mark")
"""Fields whose value is words."""
_DAY: Final = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})", re.ASCII)
_MONTH: Final = re.compile(r"(\d{1,4})[-./ ](\d{1,4})", re.ASCII)
_COMPARED: Final = re.compile(r"(<|>)=?")


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
    if name in _WORDS:
        _check_words(condition)


def thing(value: str) -> str | None:
    """What `has:` asks for, in the singular; None where there is no such thing."""
    singular = value.removesuffix("s")
    singular = _SYNONYMS.get(singular, singular)
    return singular if singular in THINGS else None


def date_range(condition: Condition) -> tuple[str, str]:
    """The first and the last date of a value, as long as each is given. Raises QueryError."""
    start, end = condition.span
    if not condition.value.strip("*"):
        return "", "9999"
    low, dots, high = condition.value.partition("..")
    if not dots:
        high = low
    for part in (low, high):
        if part and not _is_date(part):
            raise _no_date(condition, part)
    if not low and not high:
        raise WantsValue("date", "A date is missing.", start, end, DATE_FORMS)
    if low and high and low[: len(high)] > high[: len(low)]:
        raise QueryError("The range ends before it begins.", start, end, f"date:{high}..{low}")
    return low, high or "9999"


def _no_date(condition: Condition, part: str) -> QueryError:
    """What is wrong with a date, and how it is written where that can be told."""
    value, (start, end) = condition.value, condition.span
    pieces = part.split("-")
    if [len(piece) for piece in pieces] == [4, 2] and all(map(str.isdigit, pieces)):
        return QueryError(f"There is no month {pieces[1]}.", start, end, f"date:{pieces[0]}")
    if [len(piece) for piece in pieces] == [4, 2, 2] and _is_date("-".join(pieces[:2])) and pieces[2].isdigit():
        month = "-".join(pieces[:2])
        return QueryError(f"{month} has no day {pieces[2]}.", start, end, f"date:{month}")
    compared = _COMPARED.match(value)
    bounds = [value[compared.end() :]] if compared else re.split(r"\.{2,}|(?<=\d{4})-(?=\d{4}\Z)", value)
    dates = [_written(bound) for bound in bounds[:2]]
    told_as = "A date is written year-month-day, a range with two dots between."
    if None in dates or not any(dates):
        return WantsValue("date", f"`{told(part)}` is no date.", start, end, DATE_FORMS)
    if compared:
        meant = f"{dates[0]}.." if compared[1] == ">" else f"..{dates[0]}"
    else:
        meant = "..".join(date or "" for date in dates)
    return QueryError(told_as, start, end, f"date:{meant}")


def _written(bound: str) -> str | None:
    """A date in another order or with other signs, as it is written here; None for what is none."""
    bound = bound.strip(" .")
    if not bound or _is_date(bound):
        return bound
    parts: tuple[str, ...] = ()
    if (found := _DAY.fullmatch(bound)) or (found := _MONTH.fullmatch(bound)):
        parts = found.groups() if len(found[1]) == 4 else found.groups()[::-1]
    date = "-".join(part.zfill(4 if not at else 2) for at, part in enumerate(parts))
    return date if parts and len(parts[0]) == 4 and _is_date(date) else None


def wanted_by(value: str, *, beginning: bool = False) -> Wanted | None:
    """The name that `entity:` or `speaker:` asks for, `*` any; None where no word is in it."""
    from index.catalogue.calling import Wanted, wanted_name

    return wanted_name(value, beginning=beginning) if value.strip("* ") else Wanted("", True)


def _check_words(condition: Condition) -> None:
    name, value = condition.name, condition.value
    if not value.strip("*"):
        return
    if _SIGNS.search(value.rstrip("*")):
        plain = value[: _SIGNS.search(value).start()].strip()  # type: ignore[union-attr]
        meant = f"{name}:{plain}*" if plain and " " not in plain else f'{name}:"{plain}*"' if plain else None
        raise QueryError(f"{name}: takes words, and a * at their end alone.", *condition.span, meant)
    if not words(value) if name in ("entity", "speaker") else sought(value, beginning=False) is None:
        raise WantsValue(name, f"There is no word in this {name}:", *condition.span)


def _no_such(condition: Condition, possible: tuple[str, ...]) -> QueryError:
    name = condition.name
    near = difflib.get_close_matches(condition.value.lower(), possible, 1)
    suggestion = f"{name}:{near[0]}" if near else " or ".join(f"{name}:{each}" for each in possible)
    return QueryError(f"There is no {name}:{told(condition.value)}", *condition.span, suggestion)


def _is_date(part: str) -> bool:
    pieces = part.split("-")
    if not all(p.isascii() and p.isdigit() for p in pieces) or len(pieces) > 3:
        return False
    if [len(p) for p in pieces] != [4, 2, 2][: len(pieces)]:
        return False
    year, month, day = (*map(int, pieces), 1, 1)[:3]
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 4, month)[1]  # the year 0000 is a leap year
