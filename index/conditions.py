"""Conditions of a query and of the list's filter: each gives the documents that meet it.

    source:x author:x path:x   contains the value, case and accents aside; path: also takes * ? as patterns
    date:2031..2031-08-15      a day, month or year, or a range with either end open
    lang:en format:md          equals it
    is:read unread starred     has:annotation note tag      tag:x equals it, tag:x* begins so

What the reader set - title, date, source, tags - counts in place of what the document says.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from typing import Final

from index.desk.decision import Decision
from index.desk.view import View
from index.errors import QueryError
from index.events import Cancelled
from index.keys import fold, fold_path, format_of
from index.search.query import SAVED, Condition

__all__ = ["documents_meeting", "fold", "is_unfinished"]

STATES: Final = ("read", "unread", "starred")
THINGS: Final = ("annotation", "note", "tag")
_PATTERN: Final = re.compile(r"[*?\[]")
_DATE_BEGUN: Final = re.compile(r"\d{0,4}(?:-\d{0,2}){0,2}\Z", re.ASCII)


def is_unfinished(condition: Condition) -> bool:
    """True for a value that is the beginning of one that makes sense, and none yet."""
    value = condition.value.lower()
    if condition.name == "is":
        return value not in STATES and any(state.startswith(value) for state in STATES)
    if condition.name == "has":
        return _thing(value) is None and any(thing.startswith(value) for thing in THINGS)
    if condition.name == "date":
        parts = value.split("..")
        begun = len(parts) <= 2 and all(map(_DATE_BEGUN.match, [*parts[:-1], parts[-1].rstrip(".")]))
        return bool(begun) and not (any(parts) and all(part == "" or _is_date(part) for part in parts))
    return False


def documents_meeting(
    view: View, condition: Condition, *, unfinished: bool = False, cancelled: Cancelled | None = None
) -> set[int]:
    """Numbers of the documents that meet a condition. `unfinished`: its value is still being typed.

    Raises QueryError where the value makes no sense, Cancelled.
    """
    return _Meeting(view, condition, unfinished, cancelled).documents()


def documents_holding(
    view: View, parts: Iterable[str], texts: Iterable[str], cancelled: Cancelled | None = None
) -> set[int]:
    """Documents with each of these texts in the title, author, source or path, whichever of them `parts` names."""
    return _holding(view, tuple(parts), [fold(text) for text in texts], cancelled)


class _Meeting:
    """One condition, looked up."""

    def __init__(self, view: View, condition: Condition, unfinished: bool, cancelled: Cancelled | None) -> None:
        self.view = view
        self.listed = view.catalogue.listed if view.catalogue is not None else None
        self.condition = condition
        self.value = fold(condition.value)
        self.unfinished = unfinished
        self.cancelled = cancelled

    def documents(self) -> set[int]:
        answers: dict[str, Callable[[], set[int]]] = {
            "is": self._is,
            "has": self._has,
            "tag": self._tag,
            "date": self._date,
            "path": self._path,
            "lang": lambda: self._equal("language"),
            "format": lambda: self._equal("format"),
        }
        answer = answers.get(self.condition.name)
        if self.condition.name == SAVED:
            raise QueryError("A saved search does not filter the list.", *self.condition.span, "/ searches the texts")
        if answer is not None:
            return answer()
        return _holding(self.view, (self.condition.name,), [self.value], self.cancelled)

    def _is(self) -> set[int]:
        if self.value == "starred":
            return self._decided(lambda decision: decision.starred)
        if self.value == "read":
            return set(self.view.read)
        if self.value == "unread":
            return self._everything() - self.view.read
        raise self._error(STATES)

    def _has(self) -> set[int]:
        thing = _thing(self.value)
        if thing == "tag":
            return self._carrying(None) | self._decided(lambda decision: bool(decision.tags))
        if thing is None:
            raise self._error(THINGS)
        margins = self.view.margins.items()
        paths = [path for path, margin in margins if (margin.notes if thing == "note" else margin.annotations)]
        return set(self.view.numbers_of(paths).values())

    def _tag(self) -> set[int]:
        beginning = self.unfinished or self.value.endswith("*")
        wanted = self.value.rstrip("*")

        def is_it(tag: str) -> bool:
            folded = fold(tag)
            return folded.startswith(wanted) if beginning else folded == wanted

        carried = self.listed.tag_counts() if self.listed is not None else {}
        own = self._decided(lambda decision: any(map(is_it, decision.tags)))
        return self._carrying([tag for tag in carried if is_it(tag)]) | own

    def _date(self) -> set[int]:
        low, high = _range(self.condition)
        found = self.listed.dated(low, high, self.cancelled) if self.listed is not None else set()
        return _with_decided(
            self.view, found, lambda d: d.date, lambda date: low <= date[: len(low)] and date[: len(high)] <= high
        )

    def _path(self) -> set[int]:
        if not _PATTERN.search(self.value):
            return _holding(self.view, ("path",), [self.value], self.cancelled)
        found = self.listed.path_like(self.value, self.cancelled) if self.listed is not None else set()
        waiting = self.view.waiting
        return found | {n for n in waiting.numbers() if fnmatchcase(fold_path(waiting.path(n)), self.value)}

    def _equal(self, column: str) -> set[int]:
        value = self.value.removeprefix(".") if column == "format" else self.value
        found: set[int] = set()
        if self.listed is not None:
            found = self.listed.equal(column, value, beginning=self.unfinished, cancelled=self.cancelled)
        if column == "format":
            waiting = self.view.waiting
            found |= {n for n in waiting.numbers() if format_of(waiting.path(n)) == value}
        return found

    def _everything(self) -> set[int]:
        found = self.listed.everything(self.cancelled) if self.listed is not None else set()
        return found.union(self.view.waiting.numbers())

    def _carrying(self, tags: list[str] | None) -> set[int]:
        return self.listed.carrying(tags) if self.listed is not None else set()

    def _decided(self, test: Callable[[Decision], bool]) -> set[int]:
        return {number for number, decision in self.view.decided.items() if test(decision)}

    def _error(self, possible: tuple[str, ...]) -> QueryError:
        name = self.condition.name
        near = difflib.get_close_matches(self.value, possible, 1)
        suggestion = f"{name}:{near[0]}" if near else " or ".join(f"{name}:{each}" for each in possible)
        return QueryError(f"There is no {name}:{self.condition.value}", *self.condition.span, suggestion)


def _holding(view: View, parts: tuple[str, ...], texts: list[str], cancelled: Cancelled | None) -> set[int]:
    """Documents with folded texts in some parts; what the reader set counts in place of what the document says."""
    found = view.catalogue.listed.holding(parts, texts, cancelled) if view.catalogue is not None else set()
    if "path" in parts:
        waiting = view.waiting
        folded = ((number, fold_path(waiting.path(number))) for number in waiting.numbers())
        found |= {number for number, path in folded if all(text in path for text in texts)}
    overlaid = [
        number
        for number, decision in view.decided.items()
        if ("title" in parts and decision.title) or ("source" in parts and decision.source)
    ]
    if overlaid and view.catalogue is not None:
        found.difference_update(overlaid)
        for row in view.catalogue.rows(number for number in overlaid if number > 0):
            decision = view.decided[row.id]
            said = {
                "title": fold(decision.title or row.title or ""),
                "source": fold(decision.source or row.source or ""),
                "author": fold(", ".join(row.authors)),
                "path": fold_path(row.path),
            }
            if all(any(text in said[part] for part in parts) for text in texts):
                found.add(row.id)
    return found


def _with_decided(
    view: View, found: set[int], told: Callable[[Decision], str | None], test: Callable[[str], bool]
) -> set[int]:
    for number, decision in view.decided.items():
        value = told(decision)
        if value is not None:
            (found.add if test(value) else found.discard)(number)
    return found


def _thing(value: str) -> str | None:
    singular = value.removesuffix("s")
    return singular if singular in THINGS else None


def _range(condition: Condition) -> tuple[str, str]:
    start, end = condition.span
    low, dots, high = condition.value.partition("..")
    if not dots:
        high = low
    for part in (low, high):
        if part and not _is_date(part):
            raise QueryError(f"`{part}` is no date", start, end, "date:2031-09-10, date:2031-09 or date:2030..2031-08")
    if not low and not high:
        raise QueryError("a date is missing", start, end, "date:2031 or date:2030..2031-08-15")
    return low, high or "9999"


def _is_date(part: str) -> bool:
    pieces = part.split("-")
    if not all(p.isascii() and p.isdigit() for p in pieces) or len(pieces) > 3:
        return False
    return [len(p) for p in pieces] == [4, 2, 2][: len(pieces)]
