"""Where what the conditions of a query ask for stands: mentions, quotations, annotated passages, lines of a mail.

That a document meets a condition is decided by `index.asking.conditions`, over all documents at once; here one
document after the other is looked at, by the same names, codes and words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from index.asking.condition_values import being_typed, is_unfinished, thing, wanted_by
from index.asking.conditions import HEADED
from index.desk.remarks import code_test, padded, sought
from index.document import Header, Span
from index.search.matching import outermost
from index.search.query import And, Condition, Node, Or, Some

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, PlacedAnnotation
    from index.codebook.book import Codebook
    from index.entities.naming import Naming

_REMARKS: Final = ("code", "note", "mark", "has")

SpansOf = Callable[[str, Callable[[], Sequence[Header]]], Sequence[Span]]
"""Spans in the document of a path; the lines at its head are asked for where they matter."""


def passages_of(
    tree: Node,
    query: str,
    *,
    as_typed: bool,
    naming: Naming | None,
    annotated: Callable[[str], Sequence[PlacedAnnotation]],
    book: Callable[[], Codebook] | None = None,
) -> ConditionPassages | None:
    """What finds them for the conditions of a query that are not negated; None where it has none with a place.

    `annotated` gives the annotations of the document of a path, placed; `book` tells what codes were called before.
    """
    finders: list[SpansOf] = []
    remarks: list[Callable[[Annotation], bool]] = []
    for condition in _shown(tree):
        typed = as_typed and being_typed(condition, query)
        if typed and is_unfinished(condition):
            continue
        if condition.name == "entity" and naming is not None:
            finders.append(_mentions(condition, typed, naming))
        elif condition.name == "speaker" and naming is not None:
            finders.append(_quotations(condition, typed, naming))
        elif condition.name in HEADED:
            finders.append(_head_lines(condition, typed))
        elif condition.name in _REMARKS and (test := remark_test(condition, typed, book)) is not None:
            remarks.append(test)
    if remarks:
        finders.append(_annotated(remarks, annotated))
    return ConditionPassages(finders) if finders else None


class ConditionPassages:
    """Looks into one document after the other. As quick as the documents' mentions and annotations are read."""

    def __init__(self, finders: Sequence[SpansOf]) -> None:
        self._finders = finders

    def among(self, found: Sequence[Span], path: str, headers: Callable[[], Sequence[Header]]) -> list[Span]:
        """The matches of a query's words with the passages of its conditions, in order, none inside another."""
        return outermost({*found, *(span for finder in self._finders for span in finder(path, headers))})


def remark_test(
    condition: Condition, typed: bool, book: Callable[[], Codebook] | None = None
) -> Callable[[Annotation], bool] | None:
    """Whether an annotation is what `code:`, `note:`, `mark:` or `has:` asks for; None where the value asks nothing."""
    if condition.name == "code":
        fits = code_test(condition.value, beginning=typed, book=book() if book is not None else None)
        return lambda annotation: any(map(fits, annotation.codes))
    if condition.name == "has":
        tests: dict[str | None, Callable[[Annotation], bool]] = {
            "annotation": lambda annotation: True,
            "note": lambda annotation: bool(annotation.note),
            "code": lambda annotation: bool(annotation.codes),
        }
        return tests.get(thing(condition.value.lower()))
    wanted = sought(condition.value, beginning=typed)
    if wanted is None:
        return None
    if condition.name == "note":
        return lambda annotation: bool(annotation.note) and wanted in padded(annotation.note)
    return lambda annotation: wanted in padded(annotation.exact)


def remarks_of(tree: Node, book: Callable[[], Codebook] | None = None) -> Callable[[Annotation], bool] | None:
    """Whether an annotation is one that a query asks for by `code:`, `note:`, `mark:` or `has:`, those negated left
    out; None where it asks for documents alone."""
    found = (remark_test(condition, False, book) for condition in _shown(tree) if condition.name in _REMARKS)
    tests = [test for test in found if test is not None]
    return (lambda annotation: any(test(annotation) for test in tests)) if tests else None


def _shown(node: Node) -> Iterator[Condition]:
    """The conditions that count towards an answer."""
    if isinstance(node, Condition):
        yield node
    elif isinstance(node, And | Or | Some):
        for child in node.children:
            yield from _shown(child)


def _mentions(condition: Condition, typed: bool, naming: Naming) -> SpansOf:
    wanted = wanted_by(condition.value, beginning=typed)
    ids = set(naming.called(wanted)) if wanted is not None else set()

    def find(path: str, headers: Callable[[], Sequence[Header]]) -> list[Span]:
        if not ids:
            return []
        return [Span(each.start, each.end) for each in naming.mentions(path, hidden=True) or () if each.entity in ids]

    return find


def _quotations(condition: Condition, typed: bool, naming: Naming) -> SpansOf:
    wanted = wanted_by(condition.value, beginning=typed)
    fits = naming.speaking.spoken_by(wanted) if wanted is not None else None

    def find(path: str, headers: Callable[[], Sequence[Header]]) -> list[Span]:
        return [Span(each.start, each.end) for each in naming.speaking.of(path) if fits is not None and fits(each)]

    return find


def _head_lines(condition: Condition, typed: bool) -> SpansOf:
    from index.catalogue.heading import fits_header

    def find(path: str, headers: Callable[[], Sequence[Header]]) -> list[Span]:
        return [
            h.span for h in headers() if h.span is not None and fits_header(h, condition.name, condition.value, typed)
        ]

    return find


def _annotated(
    tests: Sequence[Callable[[Annotation], bool]], annotated: Callable[[str], Sequence[PlacedAnnotation]]
) -> SpansOf:
    def find(path: str, headers: Callable[[], Sequence[Header]]) -> list[Span]:
        return [
            Span(placed.start, placed.end)
            for placed in annotated(path)
            if placed.start is not None and placed.end is not None
            if any(test(placed.annotation) for test in tests)
        ]

    return find
