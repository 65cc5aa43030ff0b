"""The stated date that the dates of a document are counted from, and what settles its numeric dates."""

from __future__ import annotations

from collections.abc import Iterable

from index.document import Metadata
from index.understanding.date_forms import Stated
from index.understanding.date_values import Anchor, DateValue, Ordering, resolve
from index.understanding.publication import chosen, find_date


def anchor_of(metadata: Metadata, ordering: Ordering | None) -> Anchor | None:
    """The date of a document: its date line, what stands in its metadata, or what the reader set.

    A numeric date line that can be read two ways is an anchor where another date settles the order.
    """
    evidence = next((each for each in metadata.evidence if each.field == "date"), None)
    span = evidence.span if evidence is not None else None
    start, end = span if span is not None else (None, None)
    rule = evidence.rule if evidence is not None else ""
    kind = "reader" if rule == "reader" else "dateline" if span is not None and "front" not in rule else "metadata"
    if metadata.date is not None:
        return Anchor(kind, metadata.date, start, end)
    if ordering is None or len(metadata.date_alternatives) != 2 or not metadata.date_text:
        return None
    stated = find_date(metadata.date_text)
    if stated is None or len(stated.values) != 2:
        return None
    return Anchor(kind, chosen(stated, ordering.order), start, end)


def own_ordering(stated: Stated) -> Ordering | None:
    """What a numeric date of the document itself says of the order of day and month."""
    if stated.order is None or stated.proof is None:
        return None
    return Ordering(stated.order, stated.proof)


def common_ordering(of_source: Iterable[tuple[str, Ordering]]) -> Ordering | None:
    """What the other documents of a source, (path, ordering), agree on; None where they do not."""
    first: Ordering | None = None
    for path, (order, proof, _) in sorted(of_source, key=lambda each: each[0]):
        if first is not None and first.order.day_first != order.day_first:
            return None
        first = first or Ordering(order, proof, path)
    return first


def resolved(stated: Stated, metadata: Metadata, common: Ordering | None = None) -> list[DateValue]:
    """The dates of a document with their values. `common`: what other documents of its source agree on."""
    ordering = own_ordering(stated) or common
    anchor = anchor_of(metadata, ordering)
    return _agreed(stated, [resolve(each, anchor, ordering) for each in stated.expressions])


def _agreed(stated: Stated, values: list[DateValue]) -> list[DateValue]:
    """A date with two readings has the one of them that the same words have elsewhere in the document."""
    if not any(each.alternatives and each.value is None for each in values):
        return values
    told: dict[str, set[str]] = {}
    for expression, each in zip(stated.expressions, values, strict=True):
        if each.value is not None and each.anchor is not None and "|" not in expression.form:
            told.setdefault(expression.form, set()).add(each.value)
    found: list[DateValue] = []
    for expression, each in zip(stated.expressions, values, strict=True):
        settled = told.get(expression.form, set()) & set(each.alternatives)
        open_still = each.value is not None or "|" in expression.form or len(told.get(expression.form, ())) != 1
        found.append(each if open_still or not settled else each._replace(value=min(settled), alternatives=()))
    return found
