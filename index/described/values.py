"""Title, authors, source, date and page as something beside a text states them, in the form that they are kept in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from index.desk.decision import authors_of, is_date, is_value
from index.document import Evidence, Metadata

FIELDS: Final = ("title", "author", "source", "date", "page")
_COMPACT: Final = re.compile(r"([12]\d{3})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_PARTS: Final = re.compile(r"([12]\d{3})[-_./](\d{1,2})(?:[-_./](\d{1,2}))?")
_PLAIN: Final = {"author": "authors"}
"""Fields of metadata that go by another name there."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What one place states of a document; None and () mean that it does not."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    source: str | None = None
    date: str | None = None
    """EDTF; None where it can be read two ways."""
    date_text: str | None = None
    date_alternatives: tuple[str, ...] = ()
    page: str | None = None
    rules: tuple[tuple[str, str], ...] = field(default=())
    """(field of the metadata, rule) of each that is stated."""

    def __bool__(self) -> bool:
        return bool(self.rules)

    def over(self, other: Stated) -> Stated:
        """The two together; where both state something, this one counts."""
        if not self or not other:
            return self or other
        own = dict(self.rules)
        added = [(name, rule) for name, rule in other.rules if name not in own]
        values = {name: getattr(other, name) for name, _ in added}
        if "date" in values:
            values |= {name: getattr(other, name) for name in ("date_text", "date_alternatives")}
        return replace(self, **values, rules=tuple(sorted((*self.rules, *added))))


NOTHING: Final = Stated()


def stated(values: dict[str, str], rule: str) -> tuple[Stated, list[str]]:
    """Values by name of field, and for each that cannot be taken what is wrong with it."""
    found: dict[str, object] = {}
    rules: list[tuple[str, str]] = []
    faults: list[str] = []
    for name in FIELDS:
        value = " ".join(values.get(name, "").split())
        if not value:
            continue
        if not is_value(value):
            faults.append(f"a {name} is one line without control characters")
        elif name == "date":
            readings = dates(value)
            if readings:
                found["date"] = readings[0] if len(readings) == 1 else None
                found |= {"date_text": value, "date_alternatives": readings if len(readings) > 1 else ()}
                rules.append(("date", rule))
            else:
                faults.append(f"{value[:40]} is no date; write 2031, 2031-09 or 2031-09-10")
        elif name == "author":
            found["authors"] = authors_of(value)
            rules.append(("authors", rule))
        else:
            found[name] = value
            rules.append((name, rule))
    return Stated(**found, rules=tuple(sorted(rules))), faults  # type: ignore[arg-type]


def dates(value: str) -> tuple[str, ...]:
    """The EDTF of a date however it is written; both readings of 10.09.2031; nothing where it is no date."""
    if is_date(value):
        return (value,)
    compact = _COMPACT.fullmatch(value)
    if compact is not None:
        return _real("-".join(compact.groups()))
    parts = _PARTS.fullmatch(value)
    if parts is not None:
        return _real("-".join(part.zfill(2) for part in parts.groups() if part))
    from index.understanding.publication import find_date

    # Between numbers a low line is as good as a hyphen, between words as a space.
    plain = value.replace("_", "-" if value[:1].isdigit() else " ")
    found = find_date(plain)
    return found.values if found is not None and _whole(plain, found.start, found.end) else ()


def _real(value: str) -> tuple[str, ...]:
    return (value,) if is_date(value) else ()


def _whole(value: str, start: int, end: int) -> bool:
    """Whether nothing but signs and an hour stands around a date."""
    return not re.search(r"[^\W\d_]", value[:start]) and not re.search(r"[^\W\d_TZ]", value[end:])


def laid_over(metadata: Metadata, told: Stated) -> Metadata:
    """What a text says of itself, with what is stated beside it in its place."""
    if not told:
        return metadata
    names = {name for name, _ in told.rules}
    if told.date is None and metadata.date is not None:
        names.discard("date")  # two readings are less than one
    values: dict[str, object] = {name: getattr(told, name) for name in names}
    if "date" in names:
        values |= {"date_text": told.date_text, "date_alternatives": told.date_alternatives}
    evidence = [each for each in metadata.evidence if each.field not in names]
    evidence += [Evidence(name, rule) for name, rule in told.rules if name in names]
    return replace(metadata, **values, evidence=tuple(evidence))  # type: ignore[arg-type]
