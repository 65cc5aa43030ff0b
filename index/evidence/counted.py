"""Numbers and dates that a draft states itself, and that stand in none of the passages it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from index.document import Document
    from index.evidence.draft import Draft
    from index.ledgers import Ledgers
    from index.understanding.date_values import DateValue
    from index.understanding.figures import Figure

_DIGIT: Final = re.compile(r"\d")
_CITING: Final = re.compile(
    r"(?:\b(?:paras?|paragraphs?|pp?|pages?|chars?|characters|lines?|notes?|no|nr|vol|fig|chapter|section)\.?\s*"
    r"|[¶§]\s*|\[\^?)[\d\s,–-]*\Z",
    re.IGNORECASE,
)
"""What stands before the numbers of a citation."""
_PERCENT: Final = frozenset({"percent", "per cent", "%", "percentage", "points"})


class Unsupported(NamedTuple):
    """A figure or a date of the draft: `text[start:end]`."""

    start: int
    end: int
    kind: str


class Cited:
    """What the passages that a draft cites state."""

    def __init__(self) -> None:
        self.numbers: set[tuple[object, bool]] = set()
        self.dates: set[str] = set()
        self.partial: set[str] = set()

    def take(self, document: Document, spans: Sequence[tuple[int, int]], ledgers: Ledgers) -> None:
        """Take in the paragraphs of a document that hold these stretches, and its own date."""
        around = [
            (block.start, block.end)
            for block in document.blocks
            if any(block.start < end and start < block.end for start, end in spans)
        ] or list(spans)

        def is_there(start: int, end: int) -> bool:
            return any(first <= start and end <= last for first, last in around)

        for figure in ledgers.figures(document.path, aside=True):
            if is_there(figure.figure.start, figure.figure.end):
                self.numbers.update(_numbers(figure.figure))
        for date in ledgers.dates(document.path, aside=True):
            if is_there(date.date.start, date.date.end):
                self.dates.update(_values(date.date))
                if date.date.partial:
                    self.partial.add(date.date.partial)
        stated = document.metadata
        self.dates.update(value for value in (stated.date, *stated.date_alternatives) if value)

    def has_figure(self, figure: Figure) -> bool:
        """True where a passage states each of its numbers."""
        return self.numbers.issuperset(_numbers(figure))

    def has_date(self, date: DateValue) -> bool:
        """True where a passage states the day, or one within the month or year that the draft speaks of."""
        for value in _values(date):
            if any(known == value or known.startswith((f"{value}-", f"{value}/")) for known in self.dates):
                return True
        if date.partial is None:
            return False
        return date.partial in self.partial or any(_fits(date.partial, known) for known in self.dates)


def unsupported(draft: Draft, cited: Cited) -> Iterator[Unsupported]:
    """Figures and dates outside of quotations that no passage has, in order of position."""
    quoted = [(each.start, each.end) for each in draft.quotations]
    apart = quoted + [(b.start, b.end) for b in draft.document.blocks if b.kind in ("code", "note")]
    found: list[Unsupported] = []
    for figure in draft.figures:
        if not _stated(figure) or cited.has_figure(figure):
            continue
        found.append(Unsupported(figure.start, figure.end, "figure"))
    for date in draft.dates:
        # `yesterday` says nothing that a source could have.
        if _DIGIT.search(draft.text, date.start, date.end) and not cited.has_date(date):
            found.append(Unsupported(date.start, date.end, "date"))
    for each in sorted(found):
        inside = any(start < each.end and each.start < end for start, end in apart)
        line = draft.text.rfind("\n", 0, each.start) + 1
        if not inside and not _CITING.search(draft.text, max(line, each.start - 60), each.start):
            yield each


def _stated(figure: Figure) -> bool:
    return any(number is not None for number in (figure.number, figure.low, figure.high))


def _numbers(figure: Figure) -> set[tuple[object, bool]]:
    percent = figure.unit in _PERCENT
    found = (figure.number,) if figure.number is not None else (figure.low, figure.high)
    return {(number, percent) for number in found if number is not None}


def _values(date: DateValue) -> Iterable[str]:
    return [value for value in (date.value, *date.alternatives) if value]


def _fits(partial: str, value: str) -> bool:
    """Whether a date without its year is that of a day."""
    return partial.startswith("XXXX-") and value[4:].startswith(partial[4:])
