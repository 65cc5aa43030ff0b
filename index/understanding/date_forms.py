"""What each date of a text states, before anything is known of when the text was written.

A form is a short string: an EDTF value (`2031-09-10`, `199X`), a part of one (`XXXX-09-10`, `XXXX-09-07@7` for a
Sunday, `XXXX-WXX-1`), both readings of a numeric date, day first (`2031-09-10|2031-10-09`), or a distance from the day
of writing (`week-1`). `date_values.resolve` makes values of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.document import Block, Mention
from index.understanding.date_cues import lean_of
from index.understanding.date_periods import DECADES
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.publication import Order, settled_order
from index.understanding.tokens import ABBREVIATION, Tokens, tokeniser

ASIDE = frozenset({"caption", "credit", "boilerplate", "code"})
"""Kinds of block whose dates are kept apart: they are of a picture or a page, not of what is told."""

_BEFORE = 160
_AFTER = 120
"""Characters around a date that are looked at."""
_SENTENCE_END = frozenset(".!?;")
_BACK = word_set("last past previous")
_UNITS = {"day": "day", "week": "week", "month": "month", "year": "year", "decade": "decade", "century": "century"}
_PARTS_OF_DAY = word_set("morning afternoon evening")
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_PARTIAL_DAY = re.compile(r"XXXX-\d\d(-\d\d)?")
_YEARLY = re.compile(r"[12]\d{3}(-\d\d){0,2}")
_FROM = word_set("from between du vom von entre zwischen de del desde")
_TO = word_set("to until till through au bis al hasta - – —")
_AND = word_set("and und et y")
_CHANGED = word_set(
    "moved postponed delayed extended changed shifted brought pushed rescheduled deferred revised put advanced"
)
"""Verbs after which `from … to …` is no stretch of time."""
_NEXT_AFTER = word_set("prochain prochaine nächsten nächster kommenden próximo")
_LAST_AFTER = word_set("dernier dernière letzten vergangenen pasado")
_OF_2001 = word_set("attack attacks terrorist hijackers hijackings victims commission bombings tragedy")
"""Words after `September 11` that make it a name: no year is stated, and it is not that of the document."""
_COUNTED = re.compile(r"(?:year|week)[+-]\d")
_AHEAD = re.compile(r"(?:day|week|month|year|quarter)\+[1-9]")
_LISTED = 60
"""Characters between two dates of a list."""
_BESIDE = word_set(", and or & to until - – —")


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


class _Seen(NamedTuple):
    """A date mention with the tokens around it."""

    start: int
    end: int
    rule: str
    form: str
    lean: str
    block: int
    aside: bool
    before: tuple[str, ...]
    """The words before it in its sentence, the nearest last."""
    between: str
    """The text between the date before it in the same block and this, empty where that is long."""


def stated_dates(text: str, blocks: Sequence[Block], mentions: Iterable[Mention]) -> Stated:
    """What the DATE mentions of a document state, in order of position. Linear in the number of mentions."""
    seen = _seen(text, blocks, [mention for mention in mentions if mention.type == "DATE"])
    expressions = _joined(_with_years(seen))
    order = settled_order(text) if any(each.rule == "date:numeric" for each in seen) else None
    proof = None
    if order is not None:
        proof = next((each.form for each in seen if each.start <= order.start < each.end), None)
    return Stated(tuple(expressions), order, proof)


def _seen(text: str, blocks: Sequence[Block], mentions: list[Mention]) -> list[_Seen]:
    found: list[_Seen] = []
    at, last_end, last_block = 0, 0, -1
    for mention in mentions:
        while at < len(blocks) and blocks[at].end <= mention.start:
            at += 1
        if at == len(blocks):
            break
        block = blocks[at]
        tokens = _window(text, block, mention)
        first = next((i for i, start in enumerate(tokens.starts) if start >= mention.start), len(tokens.words))
        last = next((i for i, start in enumerate(tokens.starts) if start >= mention.end), len(tokens.words))
        form, lean = _form(tokens, first, last, mention)
        if block.kind == "quote" and mention.rule in ("date:relative", "date:weekday"):
            form = ""  # a letter or minutes quoted whole: counted from a day of their own
        if form == "XXXX-09-11" and tokens.lower(last) in _OF_2001:
            lean = "named"
        if lean == "":
            lean = lean_of(tokens, first, last)
        begins = _sentence(tokens, first)
        before = tuple(tokens.lower(i) for i in range(begins, first))
        between = text[last_end : mention.start] if last_block == at and mention.start - last_end < 12 else ""
        if lean == "" and found and last_block == at and _still_to_come(found[-1], text[last_end : mention.start]):
            lean = "future"
        aside = block.kind in ASIDE
        found.append(_Seen(mention.start, mention.end, mention.rule, form, lean, at, aside, before, between))
        last_end, last_block = mention.end, at
    return found


def _still_to_come(earlier: _Seen, between: str) -> bool:
    """`Rome next month, Oslo in November`: what follows in a list of things to come is to come as well."""
    ahead = earlier.lean in ("future", "next") or _AHEAD.fullmatch(earlier.form) is not None
    return ahead and len(between) < _LISTED and "," in between and not any(mark in between for mark in ".!?;:")


def _window(text: str, block: Block, mention: Mention) -> Tokens:
    """The tokens around a mention, cut at white space so that no word is halved."""
    start = max(block.start, mention.start - _BEFORE)
    while block.start < start < mention.start and not text[start - 1].isspace():
        start += 1
    end = min(block.end, mention.end + _AFTER)
    while mention.end < end < block.end and not text[end].isspace():
        end -= 1
    return tokeniser().cut(text, start, end)


def _sentence(tokens: Tokens, index: int) -> int:
    """The first token of the sentence that token `index` stands in."""
    while index > 0:
        word = tokens.words[index - 1]
        if word in _SENTENCE_END and not (word == "." and tokens.flag(index - 2) & ABBREVIATION):
            break
        index -= 1
    return index


# -- one date ---------------------------------------------------------------------------------------------------------


def _form(tokens: Tokens, first: int, last: int, mention: Mention) -> tuple[str, str]:
    """Form and, where the date itself tells the direction, lean."""
    words = [tokens.lower(i) for i in range(first, last)]
    kind = mention.rule.removeprefix("date:")
    if kind == "season":
        year = next((word for word in words if len(word) == 4 and word.isdigit()), "")
        season = next((_SEASONS[word] for word in words if word in _SEASONS), 0)
        return (f"{year}-{season}" if year and season else ""), ""
    if mention.value is not None:
        return mention.value, ""
    if kind in ("day-month", "month-day"):
        return _day_form(words), ""
    if kind == "month":
        return f"XXXX-{_month(words):02d}" if _month(words) else "", ""
    if kind == "weekday":
        day = _weekday(words)
        if words[-1] == "week":
            return "", ""  # `Sunday week` is a week on, or two: readers differ
        if tokens.lower(last) in _NEXT_AFTER or tokens.lower(first - 1) in _NEXT_AFTER:
            return f"XXXX-WXX-{day}", "next"
        if tokens.lower(last) in _LAST_AFTER or tokens.lower(first - 1) in _LAST_AFTER:
            return f"XXXX-WXX-{day}", "last"
        return (f"XXXX-WXX-{day}" if day else ""), words[0] if words[0] in ("last", "next", "this") else ""
    if kind == "numeric":
        return _readings(words), ""
    if kind == "quarter":
        return f"quarter@{_QUARTERS[words[0]]}", ""
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
    """Both readings of a numeric date with its year, day first."""
    parts = [part for word in words for part in word.split(".") if part.isascii() and part.isdigit()]
    if len(parts) != 3 or len(parts[2]) != 4:
        return ""
    first, second, year = (int(part) for part in parts)
    if not (0 < first <= 12 and 0 < second <= 12):
        return ""
    return f"{year}-{second:02d}-{first:02d}|{year}-{first:02d}-{second:02d}"


def _relative(words: list[str], before: str) -> tuple[str, str]:
    if words[0] in ("today", "tonight") or words[-1] in _PARTS_OF_DAY:
        return "day+0", ""
    if words[0] in ("yesterday", "tomorrow"):
        return ("day-1" if words[0] == "yesterday" else "day+1"), ""
    if words[-1] == "ago":
        unit = _UNITS.get(words[-2].removesuffix("s"), "")
        number = 1 if words[0] in ("a", "an") and len(words) == 3 else _count(words[-3])
        return (f"{unit}-{number}" if unit and 0 < number < 1000 else ""), ""
    shift, period = words[0], words[-1]
    if shift in ("following", "previous") or (shift == "coming" and before != "this"):
        return "", ""  # counted from what was told before, not from the day of writing
    step = 0 if shift == "this" else -1 if shift in _BACK else 1
    months = gazetteer().calendar["months"]
    if period in months:
        return f"XXXX-{months[period]:02d}", ("last", "this", "next")[step + 1]
    if period in _SEASONS:
        return (f"season{_SEASONS[period]}{step:+d}" if shift != "past" else ""), ""
    if period == "night":
        return ("day-1", "") if shift == "last" else ("", "")
    if (shift == "past" and period not in ("week", "weekend")) or (before in ("the", "these") and step):
        return "", ""  # `the last year` is the twelve months up to now, whatever the calendar says
    if period in ("decade", "century") and step:
        return "", ""
    return (f"{period}{step:+d}", "") if period in (*_UNITS, "weekend", "quarter") else ("", "")


def _count(word: str) -> int:
    if word.isascii() and word.isdigit() and len(word) < 4:
        return int(word)
    return gazetteer().numbers.get(word, 0)


# -- dates beside each other ------------------------------------------------------------------------------------------


def _with_years(seen: list[_Seen]) -> list[tuple[_Seen, tuple[str, int, int] | None]]:
    """Give the year of a date to those beside it that share it: `March and May 2021`, `In 2010 … on September 4`."""
    found: list[tuple[_Seen, tuple[str, int, int] | None]] = [(each, None) for each in seen]
    for at, (this, following) in enumerate(pairwise(seen)):
        if this.block != following.block or not following.between or following.between.strip(" ") not in _BESIDE:
            continue
        if _PARTIAL_DAY.fullmatch(this.form) and _YEARLY.fullmatch(following.form) and len(following.form) > 4:
            year, other = following.form[:4], following
            form, place = this.form.replace("XXXX", year), at
            fits = form <= following.form
        elif _YEARLY.fullmatch(this.form) and len(this.form) > 4 and _PARTIAL_DAY.fullmatch(following.form):
            year, other = this.form[:4], this
            form, place = following.form.replace("XXXX", year), at + 1
            fits = form > this.form
        else:
            continue
        if fits:
            found[place] = (found[place][0]._replace(form=form), (other.form, other.start, other.end))
    frame: _Seen | None = None
    for at, (each, near) in enumerate(found):
        if each.rule == "date:year" and each.before in (("in",), ("back", "in"), ("en",)):
            frame = each
        elif frame is not None and (frame.block != each.block or frame.form not in each.before):
            frame = None
        elif frame is not None and near is None and _PARTIAL_DAY.fullmatch(each.form) and each.lean in ("", "past"):
            form = each.form.replace("XXXX", frame.form)
            found[at] = (each._replace(form=form), (frame.form, frame.start, frame.end))
    return found


def _joined(seen: list[tuple[_Seen, tuple[str, int, int] | None]]) -> list[Expression]:
    """Two dates that bound a stretch of time are one expression."""
    found: list[Expression] = []
    at = 0
    while at < len(seen):
        this, near = seen[at]
        if at + 1 < len(seen):
            following = seen[at + 1][0]
            form = _span_form(this, following)
            if form:
                lean = this.lean or following.lean
                found.append(Expression(this.start, following.end, form, lean, this.aside))
                at += 2
                continue
            if _counted(this, following):  # `in July last year`, `on Saturday last week`
                found.append(Expression(this.start, following.end, this.form, following.form, this.aside))
                at += 2
                continue
        found.append(Expression(this.start, this.end, this.form, this.lean, this.aside, near))
        at += 1
    return found


def _counted(first: _Seen, second: _Seen) -> bool:
    """Whether a day or a month is followed by the year or week that it lies in."""
    close = second.between.strip(" ,") in ("", "of") and bool(second.between) and first.block == second.block
    if not close or not _COUNTED.fullmatch(second.form):
        return False
    if second.form.startswith("week"):
        return re.fullmatch(r"XXXX-WXX-\d", first.form) is not None
    return _PARTIAL_DAY.fullmatch(first.form) is not None


def _span_form(first: _Seen, second: _Seen) -> str:
    """The interval that two neighbouring dates bound, empty where they bound none."""
    between = second.between.strip().casefold()
    if first.block != second.block or not between:
        return ""
    opening = first.before[-1] if first.before else ""
    if first.before[-2:-1] and opening == "the":
        opening = first.before[-2]
    if between in _AND:
        if opening not in ("between", "zwischen", "entre"):
            return ""
    elif between not in _TO or (opening not in _FROM and between in ("to", "al", "au")):
        return ""
    if any(word in _CHANGED for word in first.before[-5:]):
        return ""
    start, end = first.form.partition("@")[0], second.form.partition("@")[0]
    if _YEARLY.fullmatch(end) and _PARTIAL_DAY.fullmatch(start):
        year = int(end[:4])
        start = start.replace("XXXX", end[:4]) if start[5:] <= end[5:] else start.replace("XXXX", f"{year - 1:04d}")
    elif _YEARLY.fullmatch(start) and _PARTIAL_DAY.fullmatch(end) and len(start) > 4:
        if end[5:] < start[5:]:
            return ""
        end = end.replace("XXXX", start[:4])
    elif not (_YEARLY.fullmatch(start) and _YEARLY.fullmatch(end)) and not (
        _PARTIAL_DAY.fullmatch(start) and _PARTIAL_DAY.fullmatch(end)
    ):
        return ""
    if start >= end and "X" not in start:
        return ""
    return f"{start}/{end}"
