"""Figures: what a quantity says, of what, and of whom: number or range, qualifier, unit noun, subject.

Rules that look at the words around a quantity, no grammar. What they cannot tell is left open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.document import NOT_PROSE, Block, Mention
from index.understanding.figure_nouns import (
    HYPHENS,
    counted_noun,
    holder_before,
    is_modifier,
    of_what,
    subject_before,
    unit_name,
)
from index.understanding.foreign_numbers import begins_number, is_number, links, spells_numbers
from index.understanding.gazetteer import gazetteer
from index.understanding.numbers import Number, count
from index.understanding.quantities import MONEY_CODES
from index.understanding.tokens import CAPITAL, Tokens
from index.understanding.windows import Place, windows

_BEFORE = 120
_AFTER = 120
"""Characters around a quantity that are looked at."""


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in listed.split(";"))


_LEAST = _phrases(
    "more than; over; at least; no fewer than; no less than; not less than; just over; well over; upwards of; "
    "in excess of; a minimum of; mehr als; mindestens; über; plus de; au moins; más de; al menos"
)
"""Qualifiers after which the number is the lower bound."""
_MOST = _phrases(
    "less than; fewer than; under; up to; at most; no more than; not more than; just under; nearly; almost; close to; "
    "well under; as many as; as much as; a maximum of; fast; knapp; bis zu; weniger als; près de; moins de; jusqu'à; "
    "casi; hasta; menos de"
)
"""Qualifiers after which it is the upper bound."""
_ABOUT = _phrases(
    "about; approximately; around; roughly; some; an estimated; barely; environ; rund; etwa; unos; unas; circa"
)
"""Qualifiers after which there is neither."""
_MONEY = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
_LONGEST_QUALIFIER = 3


class Figure(NamedTuple):
    """One figure. `text[start:end]` are its words, offsets in code points."""

    start: int
    end: int
    number: Number | None
    """None for a range and for what is vague."""
    low: Number | None
    high: Number | None
    """Bounds, None where there is none or it is not told; both the number itself where it is exact."""
    qualifier: str | None
    """Words such as `more than`; `from`, `between` or `-` for a range, `several` or `dozens` for what is vague."""
    unit: str | None
    """The noun that is counted or measured in, in lower case: prisoners, percent, dollars, years, years old."""
    subject: str | None
    """What it is a figure of: Taliban (prisoners), war (years of), fund (of so many dollars)."""
    aside: bool = False
    """In a caption, a byline, a footer: what is not prose."""


class _Quantity(NamedTuple):
    """A quantity on its way, with its tokens."""

    figure: Figure
    tokens: Tokens
    first: int
    last: int
    block: int
    exact: bool


def figures_of(
    text: str, blocks: Sequence[Block], mentions: Iterable[Mention], language: str | None = None
) -> list[Figure]:
    """The figures of a document, in order of position. Linear in the number of QUANTITY mentions."""
    placed = list(_placed(blocks, mentions))
    places = (Place(each.start, each.end, blocks[at].start, blocks[at].end) for each, at in placed)
    found: list[Figure] = []
    before: _Quantity | None = None
    for (mention, at), tokens in zip(placed, windows(text, places, _BEFORE, _AFTER), strict=True):
        quantity = _quantity(tokens, blocks[at], at, mention, language)
        if quantity is None:
            continue
        joined = _range(text, before, quantity) if before is not None else None
        if joined is not None:
            found[-1] = joined.figure
        else:
            joined = _with_small(quantity, found[-1].end if found else 0)
            found.append(joined.figure)
        before = joined  # the last alone: tokens take a hundred times the memory of a figure
    return found


def _placed(blocks: Sequence[Block], mentions: Iterable[Mention]) -> Iterator[tuple[Mention, int]]:
    """Quantities, each with the number of its block."""
    at = 0
    for mention in mentions:
        if mention.type != "QUANTITY":
            continue
        while at < len(blocks) and blocks[at].end <= mention.start:
            at += 1
        if at == len(blocks):
            return
        yield mention, at


def _quantity(tokens: Tokens, block: Block, at: int, mention: Mention, language: str | None) -> _Quantity | None:
    """One mention and the tokens around it, read word by word; None where it holds no number after all."""
    first, last = bisect_left(tokens.starts, mention.start), bisect_left(tokens.starts, mention.end)
    words = [tokens.lower(i) for i in range(first, last)]
    qualifier, begins = _qualifier(words)
    money = mention.rule == "quantity:money"
    while begins + 1 < len(words) and money and words[begins] in (*MONEY_CODES, "$", "us", "."):
        begins += 1
    ends = _number_end(words, begins, language)
    if ends == begins:
        return None
    counted = count([word for word in words[begins:ends] if word not in _MONEY], language, money=money)
    number, low, high = counted.number, None, None
    range_end = _hyphen_range(words, ends)
    if range_end:
        upper = count(words[ends + 1 : range_end], language, money=money).number
        if number is not None and upper is not None and upper > number:
            number, low, high, qualifier = None, number, upper, qualifier or "-"
            ends = range_end
    elif number is not None:
        low, high = _bounds(number, qualifier)
    if _year_like(words) or _ordinal(tokens, last):
        return None
    age = _apposed_age(tokens, first, last)
    unit, noun_ends = ("years old", last) if age else _unit(tokens, mention, words, first, ends, last, language)
    subject = _subject(tokens, mention, first, first + ends, last, noun_ends, unit)
    qualifier = qualifier or counted.vague or None
    if age:
        subject = tokens.words[first - 2]
    aside = block.kind in NOT_PROSE
    figure = Figure(mention.start, mention.end, number, low, high, qualifier, unit, subject, aside)
    return _Quantity(figure, tokens, first, last, at, low is not None and low == high)


def _qualifier(words: list[str]) -> tuple[str | None, int]:
    """The words before the number, and where it begins."""
    for length in range(_LONGEST_QUALIFIER, 0, -1):
        phrase = " ".join(words[:length])
        if phrase in gazetteer().figures["qualifiers"]:
            return phrase, length
    return None, 1 if words[0] in ("aged", "age") else 0


def _number_end(words: list[str], at: int, language: str | None) -> int:
    """The index after the words of the number that begins at `at`."""
    lists = gazetteer()
    begin = at
    if language is not None and spells_numbers(language) and begins_number(words[at], language):
        at += 1
        while at < len(words) and (
            is_number(words[at], language)
            or words[at] in ("un", "une")
            or (links(words[at], language) and at + 1 < len(words))
        ):
            at += 1
        return at
    while at < len(words):
        word = words[at]
        number = word[0].isdigit() or word in lists.numbers or word in lists.figures["scales"]
        prefix = at == begin and (word.isalpha() and at + 1 < len(words) and words[at + 1] in _MONEY)
        joined = word in ("-", "and", "of") and at > begin and at + 1 < len(words) and _spelled(words, at + 1)
        if word == "-" and at > begin and words[at - 1][0].isdigit():
            joined = False
        suffix = at > begin and word in ("k", "m", "mn", "bn", "b", "tn") and words[at - 1][0].isdigit()
        opening = word in ("a", "an", "half", "several") and at == begin
        article = word == "a" and at == begin + 1 and words[begin] == "half"
        if not (number or prefix or joined or suffix or opening or article or word in _MONEY):
            break
        at += 1
    return at


def _spelled(words: list[str], at: int) -> bool:
    lists = gazetteer()
    return words[at] in lists.numbers or words[at] in lists.figures["scales"]


def _hyphen_range(words: list[str], at: int) -> int:
    """The index after the second number of `10-12 boats`, 0 if there is none."""
    if at + 1 < len(words) and words[at] in HYPHENS and words[at + 1][0].isdigit():
        end = at + 2
        while end < len(words) and words[end] in gazetteer().figures["scales"]:
            end += 1
        return end
    return 0


def _year_like(words: list[str]) -> bool:
    """A bare number of four digits that may well be a year."""
    return len(words) == 1 and len(words[0]) == 4 and words[0].isdecimal() and 1900 <= int(words[0]) <= 2099


def _ordinal(tokens: Tokens, last: int) -> bool:
    return tokens.glued(last) and tokens.lower(last) in ("st", "nd", "rd", "th")


def _apposed_age(tokens: Tokens, first: int, last: int) -> bool:
    """`Edda Ostrander, 71, who came…`"""
    word = tokens.word(first)
    return (
        last == first + 1
        and word.isdecimal()
        and 1 <= int(word) <= 120
        and tokens.word(first - 1) == tokens.word(last) == ","
        and bool(tokens.flag(first - 2) & CAPITAL)
    )


def _bounds(number: Number, qualifier: str | None) -> tuple[Number | None, Number | None]:
    if qualifier is None:
        return number, number
    if qualifier in _LEAST:
        return number, None
    if qualifier in _MOST:
        return None, number
    return (None, None) if qualifier in _ABOUT else (number, number)


def _unit(
    tokens: Tokens, mention: Mention, words: list[str], first: int, ends: int, last: int, language: str | None
) -> tuple[str | None, int]:
    """The unit, and the index of the token after it."""
    money = next((word for word in words if word in _MONEY), None)
    if money is not None:
        return _MONEY[money], last
    if mention.rule == "quantity:money":
        # The sign may be part of a name: `$US 40m`.
        code = next((word for word in words if word in MONEY_CODES), "")
        before = tokens.lower(first - 2) if tokens.word(first - 1) == "." else tokens.lower(first - 1)
        if words[-1] in ("cent", "cents"):
            return "cents", last
        if code or before in MONEY_CODES:
            return MONEY_CODES[code or before], last
        if before == "us" and tokens.word(first - 2) == "$":
            return _MONEY["$"], last
    if language == "de" and ends == len(words) and tokens.flag(last) & CAPITAL and not tokens.glued(last):
        return unit_name(tokens.lower(last)), last + 1  # every noun has a capital
    rest = [word for word in words[ends:] if word not in HYPHENS]
    if mention.rule == "quantity:age" or words[0] in ("aged", "age"):
        return "years old", last
    if mention.rule == "quantity:percent":
        return "percent", last
    if rest:
        if mention.rule == "quantity:count":
            unit, noun_ends = counted_noun(tokens, last - 1)  # the mention may end too early: `nine customs officers`
            return (unit, noun_ends) if unit is not None and noun_ends > last else (unit_name(rest[-1]), last)
        return unit_name(rest[-1]), last
    return counted_noun(tokens, last)


def _subject(
    tokens: Tokens, mention: Mention, first: int, number_end: int, last: int, noun_ends: int, unit: str | None
) -> str | None:
    """What the figure is of: words between number and unit noun, what follows `of`, or what stands before the verb."""
    if mention.rule in ("quantity:count", "quantity:number", "quantity:range") and unit is not None:
        between = tokens.words[max(number_end, first) : noun_ends - 1]
        modifiers = [word for word in between if len(word) > 1 and word[0].isalpha() and not is_modifier(word)]
        if modifiers and unit not in (word.casefold() for word in modifiers):
            return " ".join(modifiers)
    if number_end < last and tokens.word(number_end) in HYPHENS:
        return counted_noun(tokens, last, singular=True)[0]
    if mention.rule == "quantity:age":
        return counted_noun(tokens, last, singular=True)[0] or subject_before(tokens, first)
    holder = holder_before(tokens, first) if unit is None or mention.rule == "quantity:money" else None
    return of_what(tokens, noun_ends) or holder or subject_before(tokens, first)


def _with_small(this: _Quantity, free: int) -> _Quantity:
    """A figure with the small number before it that is no mention by itself: `six to seven percent`."""
    tokens, figure, at = this.tokens, this.figure, this.first - 2
    between = tokens.lower(at + 1)
    if at < 0 or between not in ("to", "or") or not this.exact or figure.number is None or tokens.starts[at] < free:
        return this
    word = tokens.lower(at)
    lower = gazetteer().numbers.get(word) or (int(word) if word.isascii() and word.isdigit() and len(word) < 3 else 0)
    if not 0 < lower < figure.number or figure.number > 100 or tokens.glued(at):
        return this
    ranged = figure._replace(
        start=tokens.starts[at], number=None, low=lower, high=figure.number, qualifier=between, subject=figure.subject
    )
    return this._replace(figure=ranged, exact=False)


def _range(text: str, before: _Quantity, this: _Quantity) -> _Quantity | None:
    """Two figures that bound a range: `between 20 and 30`, `from 13,000 to 8,600`."""
    first, second = before.figure, this.figure
    between = text[first.end : second.start].strip().casefold() if second.start - first.end < 8 else ""
    if before.block != this.block or not before.exact or not this.exact or first.number is None:
        return None
    opening = before.tokens.lower(before.first - 1)
    plain = between in ("to", "or") and first.unit is None
    if plain and opening != "from" and second.number is not None and first.number < second.number:
        opening = between  # `200 to 250 pounds`
    elif not ((opening == "between" and between == "and") or (opening == "from" and between == "to")):
        return None
    own = before.tokens.ends[before.last - 1] == first.end and before.tokens.lower(before.last - 1)
    has_unit = first.unit is not None and own and not (own[0].isdigit() or own in gazetteer().numbers)
    if has_unit and first.unit != second.unit and own not in gazetteer().figures["scales"]:
        return None
    assert second.number is not None
    low, high = sorted((first.number, second.number))
    subject = second.subject if second.subject and second.subject.casefold() != "from" else first.subject
    unit = second.unit or first.unit
    if unit is None and opening == "from":
        unit = counted_noun(before.tokens, before.first - 2)[0]  # `its troops from 13,000 to 8,600`
    figure = Figure(first.start, second.end, None, low, high, opening, unit, subject, first.aside)
    return _Quantity(figure, this.tokens, this.first, this.last, this.block, False)
