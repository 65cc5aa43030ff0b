"""Conditions of a query that the catalogue answers: each gives the documents that meet it."""

from __future__ import annotations

import fnmatch
import unicodedata

from index.catalogue.reader import CatalogueReader
from index.errors import QueryError
from index.search.query import Condition


def fold(text: str) -> str:
    """Case and accents away, as the index folds words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def documents_meeting(catalogue: CatalogueReader, condition: Condition) -> frozenset[int]:
    """Numbers of the documents that meet a condition.

    `source:` contains the value, `path:` contains it or matches it as a pattern, `lang:` equals it, `date:` is a day,
    month or year, or a range `2031..2031-08-15` with either end open. Raises QueryError.
    """
    wanted = fold(condition.value)
    if condition.name == "path":
        pattern = wanted if any(c in wanted for c in "*?[") else f"*{wanted}*"
        return frozenset(id for id, path in catalogue.paths() if fnmatch.fnmatchcase(fold(path), pattern))
    if condition.name == "date":
        low, high = _range(condition)
        found = catalogue.column("date")
        return frozenset(id for id, date in found if date and low <= date[: len(low)] and date[: len(high)] <= high)
    if condition.name == "lang":
        return frozenset(id for id, language in catalogue.column("language") if language == wanted)
    return frozenset(id for id, source in catalogue.column("source") if source and wanted in fold(source))


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
