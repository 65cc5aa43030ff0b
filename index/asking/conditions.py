"""Conditions of a query and of the list's filter: each gives the documents that meet it.

    source:x author:x path:x   contains the value, case and accents aside; with * or ? whole words of this shape, of
                               path: all of it
    entity:x                   is mentioned: called so, or so by surname, or with these words in a name; x* begins so
    speaker:x                  is quoted: called so, or with these words in what the text calls the speaker
    code:x note:x mark:x       has a passage with this code (x/*: or one below it), with these words in its note, in it
    from:x to:x cc:x subject:x contains the value in a line at the head of a mail; thread:x has that subject, Re: aside
    date:2031..2031-08-15      a day, month or year, or a range with either end open
    lang:en format:md          equals it
    is:read unread starred     has:annotation note code tag      tag:x equals it, tag:x* begins so
    field:*                    has any value, of every field but is: and has:

What the reader set - title, date, source, tags - counts in place of what the document says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from index.asking.condition_values import being_typed, check_value, date_range, is_unfinished, thing, wanted_by
from index.desk.decision import Decision
from index.desk.remarks import sought
from index.desk.view import View
from index.errors import QueryError
from index.events import Cancelled
from index.keys import fits_shape, fold, fold_path, format_of, shaped
from index.search.query import LIKE, SAVED, Condition

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation

__all__ = ["HEADED", "being_typed", "documents_meeting", "fold", "is_unfinished"]

HEADED: Final = ("from", "to", "cc", "subject", "thread")
_PATTERN: Final = re.compile(r"[*?\[]")


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
            "entity": self._entity,
            "speaker": self._speaker,
            "code": self._code,
            "note": lambda: self._remarked("note"),
            "mark": lambda: self._remarked("mark"),
            **dict.fromkeys(HEADED, self._headed),
            "lang": lambda: self._equal("language"),
            "format": lambda: self._equal("format"),
        }
        answer = answers.get(self.condition.name)
        check_value(self.condition)
        if self.condition.name == SAVED:
            raise QueryError("A saved search does not filter the list.", *self.condition.span, "/ searches the texts")
        if self.condition.name == LIKE:
            raise QueryError("A likeness does not filter the list.", *self.condition.span, "/ searches the texts")
        if answer is not None:
            return answer()
        return self._part()

    def _part(self) -> set[int]:
        name, view, pattern = self.condition.name, self.view, shaped(self.value)
        if pattern is None:
            return _holding(view, (name,), [self.value.strip("*")], self.cancelled)
        found = self.listed.shaped(name, pattern, self.cancelled) if self.listed is not None else set()
        if name in ("title", "source", "author"):
            found = _with_decided(view, found, lambda d: getattr(d, name), lambda own: fits_shape(fold(own), pattern))
        return found

    def _is(self) -> set[int]:
        if self.value == "starred":
            return self._decided(lambda decision: decision.starred)
        if self.value == "read":
            return set(self.view.read)
        return self._everything() - self.view.read

    def _has(self) -> set[int]:
        what = thing(self.value)
        if what == "tag":
            return self._carrying(None) | self._decided(lambda decision: bool(decision.tags))
        if what == "code":
            return self._documents_of(self.view.remarks.any_code() if self.view.remarks is not None else ())
        margins = self.view.margins.items()
        paths = [path for path, margin in margins if (margin.notes if what == "note" else margin.annotations)]
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

    def _entity(self) -> set[int]:
        wanted = wanted_by(self.condition.value, beginning=self.unfinished)
        naming = self.view.naming
        return naming.documents(wanted) if wanted is not None and naming is not None else set()

    def _speaker(self) -> set[int]:
        wanted = wanted_by(self.condition.value, beginning=self.unfinished)
        naming, catalogue = self.view.naming, self.view.catalogue
        if wanted is None or naming is None or catalogue is None:
            return set()
        return naming.speaking.documents(wanted) if wanted.name else catalogue.quoted.documents(wanted, ())

    def _code(self) -> set[int]:
        remarks = self.view.remarks
        if remarks is None:
            return set()
        return self._documents_of(remarks.coded(self.condition.value, beginning=self.unfinished))

    def _remarked(self, what: str) -> set[int]:
        remarks, wanted = self.view.remarks, sought(self.condition.value, beginning=self.unfinished)
        if remarks is None or wanted is None:
            return set()
        return self._documents_of(remarks.holding(what, wanted, self.cancelled))

    def _headed(self) -> set[int]:
        if self.view.catalogue is None:
            return set()
        name, value = self.condition.name, self.condition.value
        return self.view.catalogue.headed.documents(name, value, beginning=self.unfinished)

    def _documents_of(self, annotations: Iterable[Annotation]) -> set[int]:
        """The documents in which annotations stand now, whatever they were called when those were made."""
        by_path: dict[str, list[Annotation]] = {}
        for annotation in annotations:
            by_path.setdefault(annotation.lies_in, []).append(annotation)
        numbers = self.view.numbers_of(by_path)
        found = set(numbers.values())
        catalogue = self.view.catalogue
        if catalogue is not None and len(numbers) < len(by_path):
            files = {a.lies_in_file for path, those in by_path.items() if path not in numbers for a in those}
            moved = [path for sha in files if sha and (path := catalogue.path_by_file_hash(sha))]
            found.update(self.view.numbers_of(moved).values())
        return found

    def _date(self) -> set[int]:
        low, high = date_range(self.condition)
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
        beginning, value = self.unfinished or value.endswith("*"), value.rstrip("*")
        found: set[int] = set()
        if self.listed is not None:
            found = self.listed.equal(column, value, beginning=beginning, cancelled=self.cancelled)
        if column == "format":
            waiting = self.view.waiting
            formats = ((n, format_of(waiting.path(n))) for n in waiting.numbers())
            found |= {n for n, of in formats if of and (of.startswith(value) if beginning else of == value)}
        return found

    def _everything(self) -> set[int]:
        found = self.listed.everything(self.cancelled) if self.listed is not None else set()
        return found.union(self.view.waiting.numbers())

    def _carrying(self, tags: list[str] | None) -> set[int]:
        return self.listed.carrying(tags) if self.listed is not None else set()

    def _decided(self, test: Callable[[Decision], bool]) -> set[int]:
        return {number for number, decision in self.view.decided.items() if test(decision)}


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
        if any(part in parts and getattr(decision, part) for part in ("title", "source", "author"))
    ]
    if overlaid and view.catalogue is not None:
        found.difference_update(overlaid)
        for row in view.catalogue.rows(number for number in overlaid if number > 0):
            decision = view.decided[row.id]
            said = {
                "title": fold(decision.title or row.title or ""),
                "source": fold(decision.source or row.source or ""),
                "author": fold(", ".join(decision.authors or row.authors)),
                "path": fold_path(row.path),
            }
            if all(any(said[part] and text in said[part] for part in parts) for text in texts):
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
