"""What each date of a text states, before anything is known of when the text was written.

A form is a short string: an EDTF value (`2031-09-10`, `199X`), a part of one (`XXXX-09-10`, `XXXX-09-07@7` for a
Sunday, `XXXX-WXX-1`), both readings of a numeric date, day first (`2031-09-10|2031-10-09`), or a distance from the day
of writing (`week-1`, `night+0`), the latest or the coming one of its kind (`quarter@3`, `weekend@`, `season@22`,
`year@98`, `holiday@thanksgiving`), a numeric date with two figures of its year (`'21-08-23`), or a distance from
another form (`XXXX-WXX-1~day+1`). `date_values.resolve` makes values of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.document import Block, Mention
from index.understanding.date_context import with_told
from index.understanding.date_cues import lean_of
from index.understanding.date_distances import distance_form, with_distances
from index.understanding.date_holidays import holiday_form
from index.understanding.date_hours import with_hours
from index.understanding.date_neighbours import Seen, joined, with_years
from index.understanding.date_periods import DECADES, FOREIGN_DAYS
from index.understanding.date_steps import exists
from index.understanding.date_told import SEASONS, count, told_form
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.publication import Order, settled_order
from index.understanding.tokens import ABBREVIATION, INITIAL, Tokens
from index.understanding.windows import Place, windows

ASIDE = frozenset({"caption", "credit", "boilerplate", "code"})
"""Kinds of block whose dates are kept apart: they are of a picture or a page, not of what is told."""

_BEFORE = 160
_AFTER = 120
"""Characters around a date that are looked at."""
_SENTENCE_END = frozenset(".!?;")
_BACK = word_set("last past previous")
_UNITS = {"day": "day", "week": "week", "month": "month", "year": "year", "decade": "decade", "century": "century"}
_PARTS_OF_DAY = word_set("morning afternoon evening")
_QUARTERS = {
    **dict.fromkeys(("first", "1st", "1"), 1),
    **dict.fromkeys(("second", "2nd", "2"), 2),
    **dict.fromkeys(("third", "3rd", "3"), 3),
    **dict.fromkeys(("fourth", "4th", "4"), 4),
}
_WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_NEXT_AFTER = word_set("prochain prochaine nächsten nächster kommenden próximo")
_LAST_AFTER = word_set("dernier dernière letzten vergangenen pasado")
_OF_2001 = word_set("attack attacks terrorist hijackers hijackings victims commission bombings tragedy")
"""Words after `September 11` that make it a name: no year is stated, and it is not that of the document."""
_AHEAD = re.compile(r"(?:day|week|month|year|quarter)\+[1-9]")
_LISTED = 60
"""Characters between two dates of a list."""


class Expression(NamedTuple):
    """A date as it stands: `text[start:end]`, offsets in code points."""

    start: int
    end: int
    form: str
    """See above; empty where the words tell too little for any anchor."""
    lean: str
    """past, future, last, next, this, or empty: what the words say of the direction; `year-1` for `July last year`,
    `week-1` for `Saturday last week`; named for the name of an event."""
    aside: bool
    """In a caption, a credit or a footer."""
    near: tuple[str, int, int] | None = None
    """EDTF value and span of the words close by that gave the year."""


class Stated(NamedTuple):
    """The dates of a document, and the numeric date that proves the order of day and month, if there is one."""

    expressions: tuple[Expression, ...]
    order: Order | None
    proof: str | None
    """EDTF value of that date."""


def stated_dates(text: str, blocks: Sequence[Block], mentions: Iterable[Mention]) -> Stated:
    """What the DATE mentions of a document state, in order of position. Linear in the number of mentions."""
    dated = [mention for mention in mentions if mention.type == "DATE"]
    seen = _seen(text, blocks, [mention for mention in dated if mention.rule != "date:time"])
    hours = _hours(blocks, [mention for mention in dated if mention.rule == "date:time"])
    beside = with_distances(joined(with_years(seen)), text)
    dates = with_told(with_hours(beside, hours, text), text)
    expressions = tuple(
        Expression(this.start, this.end, this.form, this.lean, this.aside, near) for this, near in dates
    )
    order = settled_order(text) if any(each.rule == "date:numeric" for each in seen) else None
    proof = None
    if order is not None:
        proof = next((each.form for each in seen if each.start <= order.start < each.end), None)
    return Stated(expressions, order, proof)


def _seen(text: str, blocks: Sequence[Block], mentions: list[Mention]) -> list[Seen]:
    found: list[Seen] = []
    last_end, last_block = 0, -1
    placed = list(_placed(blocks, mentions))
    places = [Place(each.start, each.end, blocks[at].start, blocks[at].end) for each, at in placed]
    around = windows(text, places, _BEFORE, _AFTER)
    for mention, at in placed:
        block = blocks[at]
        tokens = next(around)
        first, last = bisect_left(tokens.starts, mention.start), bisect_left(tokens.starts, mention.end)
        form, lean = _form(tokens, first, last, mention)
        if block.kind == "quote" and mention.rule in ("date:relative", "date:told", "date:weekday"):
            form = ""  # a letter or minutes quoted whole: counted from a day of their own
        if form == "XXXX-09-11" and tokens.lower(last) in _OF_2001:
            lean = "named"
        if lean == "" and not form.startswith("told"):
            lean = lean_of(tokens, first, last)
        begins = _sentence(tokens, first)
        before = tuple(tokens.lower(i) for i in range(begins, first))
        between = text[last_end : mention.start] if last_block == at and mention.start - last_end < 12 else ""
        if lean == "" and found and last_block == at and _still_to_come(found[-1], text[last_end : mention.start]):
            lean = "future"
        aside = block.kind in ASIDE
        found.append(Seen(mention.start, mention.end, mention.rule, form, lean, at, aside, before, between))
        last_end, last_block = mention.end, at
    return found


def _hours(blocks: Sequence[Block], mentions: list[Mention]) -> list[Seen]:
    """The times of day, of which the words around them tell nothing more."""
    return [
        Seen(mention.start, mention.end, mention.rule, "", "", at, blocks[at].kind in ASIDE, (), "")
        for mention, at in _placed(blocks, mentions)
    ]


def _placed(blocks: Sequence[Block], mentions: Iterable[Mention]) -> Iterator[tuple[Mention, int]]:
    """Each mention with the number of the block that it stands in."""
    at = 0
    for mention in mentions:
        while at < len(blocks) and blocks[at].end <= mention.start:
            at += 1
        if at == len(blocks):
            return
        yield mention, at


def _still_to_come(earlier: Seen, between: str) -> bool:
    """`Rome next month, Oslo in November`: what follows in a list of things to come is to come as well."""
    ahead = earlier.lean in ("future", "next") or _AHEAD.fullmatch(earlier.form) is not None
    return ahead and len(between) < _LISTED and "," in between and not any(mark in between for mark in ".!?;:")


def _sentence(tokens: Tokens, index: int) -> int:
    """The first token of the sentence that token `index` stands in."""
    while index > 0:
        word = tokens.words[index - 1]
        if word in _SENTENCE_END and not (word == "." and tokens.flag(index - 2) & (ABBREVIATION | INITIAL)):
            break
        index -= 1
    return index


# -- one date ---------------------------------------------------------------------------------------------------------


def _form(tokens: Tokens, first: int, last: int, mention: Mention) -> tuple[str, str]:
    """Form and, where the date itself tells the direction, lean."""
    words = [tokens.lower(i) for i in range(first, last)]
    kind = mention.rule.removeprefix("date:")
    if kind == "season":
        year = (mention.value or "")[:4]
        season = next((SEASONS[word] for word in words if word in SEASONS), 0)
        return (f"{year}-{season}" if year and season else ""), ""
    if mention.value is not None:
        return mention.value, ""
    if kind == "holiday":
        return holiday_form(words)
    if kind == "distance":
        return distance_form(words), ""
    if kind in ("day-month", "month-day"):
        return _day_form(words), ""
    if kind == "month":
        return f"XXXX-{_month(words):02d}" if _month(words) else "", ""
    if kind == "weekday":
        day = _weekday(words)
        if words[-1] == "week" or (tokens.lower(first - 1) == "from" and tokens.lower(first - 2) in ("week", "weeks")):
            return "", ""  # `Sunday week`, `a week from Sunday` is a week on, or two: readers differ
        if words[0] in ("previous", "preceding", "following"):
            return f"told:wday{day}{1 if words[0] == 'following' else -1:+d}", ""
        if words[0] == "this" and words[1] in ("coming", "past"):
            return f"XXXX-WXX-{day}", "next" if words[1] == "coming" else "last"
        if tokens.lower(last) in _NEXT_AFTER or tokens.lower(first - 1) in _NEXT_AFTER:
            return f"XXXX-WXX-{day}", "next"
        if tokens.lower(last) in _LAST_AFTER or tokens.lower(first - 1) in _LAST_AFTER:
            return f"XXXX-WXX-{day}", "last"
        return (f"XXXX-WXX-{day}" if day else ""), words[0] if words[0] in ("last", "next", "this") else ""
    if kind == "numeric":
        return _readings(words), ""
    if kind == "quarter":
        if "fiscal" in words:
            return "", ""
        return f"quarter@{next(_QUARTERS[word] for word in words if word in _QUARTERS)}", ""
    if kind == "short-year":
        return f"year@{words[-1]}", ""
    if kind == "told":
        return told_form(words), ""
    if kind == "decade":
        return _decade_form(words), ""
    if kind == "century":
        number = next((int(word) for word in words if word.isascii() and word.isdigit()), 0)
        return f"{number - 1:02d}XX" if 10 < number < 30 else "", ""
    return _relative(words, tokens.lower(first - 1))


def _decade_form(words: list[str]) -> str:
    """`199X`, or `decade@9` for the nineties of a century that the day of writing tells."""
    year = next((word for word in words if len(word) == 4 and word.isascii() and word.isdigit()), "")
    if year:
        return f"{year[:3]}X"
    short = next((word[0] for word in words if len(word) == 2 and word.isascii() and word.isdigit()), "")
    tens = short or next((str(DECADES[word]) for word in words if word in DECADES), "")
    return f"decade@{tens}" if tens else ""


def _month(words: list[str]) -> int:
    calendar = gazetteer().calendar
    return next((n for word in words if (n := calendar["months"].get(word) or calendar["other_months"].get(word))), 0)


def _weekday(words: list[str]) -> int:
    calendar = gazetteer().calendar
    return next(
        (n for word in words if (n := calendar["weekdays"].get(word) or calendar["other_weekdays"].get(word))), 0
    )


def _day_form(words: list[str]) -> str:
    """`XXXX-09-10`, with the weekday that was stated, or an interval."""
    days = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) <= 2]
    month = _month(words[1:] if words[0] in gazetteer().calendar["other_weekdays"] else words)
    if not month or not days or days[0] > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return ""
    form = f"XXXX-{month:02d}-{days[0]:02d}"
    if len(days) > 1:
        return f"{form}/XXXX-{month:02d}-{days[1]:02d}"
    weekday = _weekday(words[:1])
    return f"{form}@{weekday}" if weekday else form


def _readings(words: list[str]) -> str:
    """The readings of a numeric date with its year, day first: one or two. Of two figures of a year: `'21-08-03`."""
    parts = [part for word in words for part in word.split(".") if part.isascii() and part.isdigit()]
    if len(parts) != 3 or len(parts[2]) not in (2, 4):
        return ""
    first, second = int(parts[0]), int(parts[1])
    year = parts[2] if len(parts[2]) == 4 else f"'{parts[2]}"
    months = [(second, first), (first, second)] if first != second else [(first, second)]
    found = (f"{year}-{month:02d}-{day:02d}" for month, day in months if 0 < month <= 12 and 0 < day <= 31)
    return "|".join(each for each in found if exists(each))


def _relative(words: list[str], before: str) -> tuple[str, str]:
    if words[0] == "overnight":
        return "night+0", ""
    if words[0] in ("today", "tonight") or words[-1] in _PARTS_OF_DAY:
        return "day+0", ""
    if words[0] in FOREIGN_DAYS:
        return f"day{FOREIGN_DAYS[words[0]]:+d}", ""
    if words[0] in ("yesterday", "tomorrow"):
        return ("day-1" if words[0] == "yesterday" else "day+1"), ""
    if words[-1] == "ago":
        unit = _UNITS.get(words[-2].removesuffix("s"), "")
        number = 1 if words[0] in ("a", "an") and len(words) == 3 else count(words[-3])
        return (f"{unit}-{number}" if unit and 0 < number < 1000 else ""), ""
    shift, period = words[0], words[-1]
    if shift in ("following", "previous") or (shift == "coming" and before != "this"):
        return "", ""  # counted from what was told before, not from the day of writing
    if shift == "next" and before == "the" and period in ("week", "month", "year"):
        return f"told:{period}+1", ""
    step = 0 if shift == "this" else -1 if shift in _BACK else 1
    months = gazetteer().calendar["months"]
    if period in months:
        return f"XXXX-{months[period]:02d}", ("last", "this", "next")[step + 1]
    if words[:2] == ["this", "past"]:
        return f"season@{SEASONS[period]}", "past"
    if period in SEASONS:
        return (f"season{SEASONS[period]}{step:+d}" if shift != "past" else ""), ""
    if period == "night":
        return ("day-1", "") if shift == "last" else ("", "")
    if (shift == "past" and period not in ("week", "weekend")) or (before in ("the", "these") and step):
        return "", ""  # `the last year` is the twelve months up to now, whatever the calendar says
    if period in ("decade", "century") and step:
        return "", ""
    return (f"{period}{step:+d}", "") if period in (*_UNITS, "weekend", "quarter") else ("", "")
