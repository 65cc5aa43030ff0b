"""Figures of a document as cells: what each is a figure of, by the words beside it. Shallow rules, no grammar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from index.document import Span
from index.facts.cell import Cell, Due, Slot
from index.facts.surroundings import Surroundings
from index.facts.words import BEFELL, EVENTS, LIKE, MEASURES, MONEY, PEOPLE, PLAIN, SAYS, SPANS, Word, stem, tells

if TYPE_CHECKING:
    from index.understanding.figures import Figure

_BEHIND: Final = 7
"""Words after a figure in which it is told what befell those whom it counts."""
_BEFORE: Final = 4
_FROM: Final = frozenset({"after", "before", "since", "of", "from", "following", "until"})
_CARRIES: Final = 260
"""Characters from a count of people to one that says no more than a number."""
_OF_NOTHING: Final = frozenset(
    {"", *("year", "month", "day", "time", "tim", "total", "figure", "figur", "number", "cubic", "square", "squar")}
)
_OLDEST: Final = 115


def figure_cells(around: Surroundings, found: Iterable[tuple[Figure, str]]) -> Iterator[Cell]:
    """The figures of which it can be told what they are of, in order of position."""
    before: Cell | None = None
    for figure, words in found:
        span = Span(figure.start, figure.end)
        if around.text[max(0, span.start - 1) : span.start] in ("/", "-") or around.is_day(span):
            continue  # 9/11, the September 11 attacks
        slot, how = _slot(around, figure, span, before)
        if slot is None:
            continue
        cell = Cell(
            around.path,
            figure.start,
            figure.end,
            words,
            slot,
            figure.number,
            figure.low,
            figure.high,
            near=around.telling(span),
            label=_label(around, span, figure, slot),
            how=how,
        )
        if figure.unit in SPANS and figure.number is not None:
            due = _due(around, span, figure)
            cell = cell._replace(due=due)
        before = cell
        yield cell


def _slot(around: Surroundings, figure: Figure, span: Span, before: Cell | None) -> tuple[Slot | None, str]:
    """What it is a figure of, None where nothing tells; and how that is known where it does not stand beside it."""
    unit = figure.unit.casefold() if figure.unit else ""
    subject = _subject(figure.subject)
    headed = around.column_head(span)
    if headed is not None:
        what = next((BEFELL[word] for word in headed if word in BEFELL), "")
        if what:
            return Slot("figure", "people", what), "by the head of its column"
        return (Slot("figure", stem(headed[-1])), "by the head of its column") if headed and not unit else (None, "")
    if unit in MONEY:
        return Slot("figure", unit, subject), ""
    if unit in PEOPLE or not unit:
        what = _befell(around, span, unit, figure.subject)
        if what:
            return Slot("figure", "people", what), ""
    if not unit:
        return _without_unit(around, figure, span, before)
    if unit == "years old":
        named = (figure.subject or "")[:1].isupper()
        return (Slot("figure", unit, _surname(subject)), "") if named else (None, "")
    if unit in PLAIN:
        return None, ""
    if unit in MEASURES:
        return Slot("figure", stem(unit), subject if subject not in _OF_NOTHING else _counted_from(around, span)), ""
    counted = stem(LIKE.get(unit, unit))
    return Slot("figure", counted, subject if subject not in (counted, stem(unit)) else ""), ""


def _label(around: Surroundings, span: Span, figure: Figure, slot: Slot) -> str:
    """What a row of such figures is called."""
    unit, subject = figure.unit or "", " ".join((figure.subject or "").split())
    if slot.unit == "people":
        return f"people {slot.of}"
    if slot.unit == "years old":
        return f"age of {subject or slot.of.capitalize()}"
    if not slot.of:
        return unit or slot.unit
    if unit in MEASURES or unit in MONEY:
        return f"{unit}: {subject if subject.casefold() not in _OF_NOTHING else _from_word(around, span)}"
    return f"{subject} {unit}".strip() or slot.unit


def _subject(subject: str | None) -> str:
    return " ".join(stem(word.casefold()) for word in (subject or "").split())


def _surname(name: str) -> str:
    return name.split()[-1]


def _befell(around: Surroundings, span: Span, unit: str, subject: str | None) -> str:
    """What befell the people of a count: told by its noun, by the words after it, or by those before."""
    for noun in (unit, (subject or "").casefold()):
        if noun in BEFELL:
            return BEFELL[noun]
    for word in around.after(span, _BEHIND):
        if word.folded in BEFELL:
            return BEFELL[word.folded]
        if word.folded[0].isdigit():
            break
    linked = around.before(span, _BEFORE)
    return next((BEFELL[word.folded] for word in linked if word.folded in BEFELL), "")


def _without_unit(around: Surroundings, figure: Figure, span: Span, before: Cell | None) -> tuple[Slot | None, str]:
    """A bare number: an age after a name, or a count like the one before it."""
    number = figure.number
    holder = around.aged(span)
    if holder and isinstance(number, int) and 0 < number <= _OLDEST:
        return Slot("figure", "years old", stem(holder)), "by the name before it"
    said = around.before(span, 1)
    told = bool(said) and (said[0].folded in SAYS)
    if told and before is not None and before.slot.unit == "people" and span.start - before.end < _CARRIES:
        return before.slot, f"counted as the {before.words} before it"
    return None, ""


def _counted_from(around: Surroundings, span: Span) -> str:
    """The noun that a length of time is counted from or to: `96 minutes after the distress call`."""
    return stem(_from_word(around, span))


def _from_word(around: Surroundings, span: Span) -> str:
    words = around.after(span, 6)
    if not words or words[0].folded not in _FROM:
        return ""
    held: list[Word] = []
    for word in words[1:]:
        if not tells(word.folded):
            if held:
                break
            continue
        held.append(word)
    return held[-1].folded if held else ""


def _due(around: Surroundings, span: Span, figure: Figure) -> Due | None:
    """`within 72 hours of the signing`: what a date can be counted by."""
    words = around.after(span, 6)
    if not words or words[0].folded not in {"of", "after", "from", "following", "suivant"}:
        return None
    event = next((EVENTS[word.folded] for word in words[1:] if word.folded in EVENTS), None)
    number = figure.number
    if event is None or not isinstance(number, int) or figure.unit is None:
        return None
    return Due(SPANS[figure.unit], figure.unit, number, event)
