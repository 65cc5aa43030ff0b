"""Quantities in running text: numbers with their unit and qualifier, money, percentages, ages, durations.

A quantity covers its qualifier, its number and its unit: `nearly 20 years`, `$2.3 billion`, `12 percent`,
`5,000 prisoners`. Where a name stands between number and noun the quantity is the number alone.
"""

from __future__ import annotations

from typing import NamedTuple

from index.understanding.foreign_numbers import begins_number, is_number, links, spells_numbers
from index.understanding.gazetteer import Gazetteer, gazetteer, word_set
from index.understanding.tokens import CAPITAL, COMMON, JOIN, LOWER, NUMBER, PREPOSITION, SPEECH, STOP, Tokens

_MONEY = frozenset("$€£¥")
_MONEY_PREFIX = frozenset({"US", "USD", "EUR", "GBP", "A", "C", "AU", "CA", "HK", "NZ", "Rs", "CHF"})
MONEY_CODES = {
    **dict.fromkeys(("usd", "aud", "cad", "nzd", "hkd", "sgd"), "dollars"),
    **dict.fromkeys(("inr", "rs", "pkr"), "rupees"),
    "eur": "euros",
    "gbp": "pounds",
    "chf": "francs",
    "jpy": "yen",
    "cny": "yuan",
    "rmb": "yuan",
    "rub": "rubles",
    "irr": "rials",
    "sar": "riyals",
    "afn": "afghanis",
    "ils": "shekels",
    "mxn": "pesos",
    "krw": "won",
    "sek": "kronor",
    "nok": "kroner",
    "dkk": "kroner",
    "zar": "rand",
    "aed": "dirhams",
    "kes": "shillings",
}
"""Short names of currencies, written before or behind a sum, and what is counted in them."""
_PERCENT = word_set("percent percentage pct prozent")
_SUFFIXES = word_set("k m mn bn b tn km kg g mm cm mw gw kw mb gb tb mph")
_SKIPPED_BEFORE = word_set(
    "page pages chapter article clause clauses annex appendix resolution section "
    "paragraph no nos number figure table line lines route highway "
    "room flight channel part volume vol verse psalm step item question note footnote"
)
_LONGEST_DIGITS = 30
_LONGEST_QUALIFIER = 3
_LONGEST_NUMBER = 8
"""Most tokens that a number may have: `two hundred and fifty-five thousand` has eight."""


class Quantity(NamedTuple):
    """A quantity over tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    rule: str


def find_quantities(tokens: Tokens, taken: bytearray, language: str | None = None) -> list[Quantity]:
    """The quantities of a block, in order, on tokens that are not `taken` yet."""
    found: list[Quantity] = []
    lists = gazetteer()
    free = 0
    abroad = language if language is not None and spells_numbers(language) else None
    for index, flag in enumerate(tokens.flags):
        if index < free or taken[index] or not (flag & NUMBER or (abroad is not None and flag)):
            continue
        quantity = _spelled_abroad(tokens, taken, index, abroad, lists) if abroad is not None else None
        if quantity is None and flag & NUMBER:
            quantity = _quantity_at(tokens, taken, index, free, lists)
        if quantity is not None:
            found.append(quantity)
            free = quantity.last
        elif tokens.words[index][0].isdigit():
            free = index + 1
    return found


def _spelled_abroad(tokens: Tokens, taken: bytearray, index: int, language: str, lists: Gazetteer) -> Quantity | None:
    """`deux cents soldats`, `tres millones`: what is counted makes it a quantity, or that it has several words."""
    if not begins_number(tokens.lower(index), language) or tokens.glued(index):
        return None
    before = index - 1 - links(tokens.lower(index - 1), language)
    if tokens.word(before) and is_number(tokens.lower(before), language):
        return None  # `Soixante et onze`, the first of which was taken for a name
    last = index + 1
    while last < len(tokens.words) and last - index < _LONGEST_NUMBER and not taken[last]:
        linked = links(tokens.lower(last), language)
        at = last + linked
        if at >= len(tokens.words) or taken[at]:
            break
        one = linked and language == "fr" and tokens.lower(at) in ("un", "une")
        if not (one or is_number(tokens.lower(at), language)):
            break
        last = at + 1
    if tokens.word(last) in ("-", "'") and tokens.glued(last):
        return None
    if last < len(tokens.words) and is_number(tokens.lower(last), language):
        return None  # `zwei Millionen`, of which the second was taken for a name
    rule, end = _unit(tokens, taken, last, lists)
    if not rule and language == "de" and tokens.flag(last) & CAPITAL and not tokens.glued(last):
        # `zwanzig Soldaten`: every noun has a capital, and may have been looked at as a name
        rule, end = ("quantity:number", last) if taken[last] else ("quantity:count", last + 1)
    return Quantity(index, end, rule or "quantity:number") if rule or last > index + 1 else None


def _quantity_at(tokens: Tokens, taken: bytearray, index: int, free: int, lists: Gazetteer) -> Quantity | None:
    word = tokens.words[index]
    if word in _MONEY:
        return _money(tokens, taken, index, free, lists)
    if word[0].isdigit() and (coded := _after_code(tokens, taken, index, free, lists)) is not None:
        return coded
    if word[0].isdigit() and not _countable(tokens, index):
        return None
    last = _number_end(tokens, taken, index, lists)
    if last == index:
        return None
    rule, end = _unit(tokens, taken, last, lists)
    if rule == "" and not _stands_alone(tokens, index, last):
        return None
    first = _qualified(tokens, taken, index, free, lists)
    return Quantity(first, end, rule or "quantity:number")


def _countable(tokens: Tokens, index: int) -> bool:
    """False for digits that name or number something: `COVID-19`, `Article 5`, `10:30`, `[12]`, `B52`, `1. Item`."""
    before = tokens.word(index - 1)
    if len(tokens.words[index]) > _LONGEST_DIGITS:
        return False
    if tokens.glued(index) and before and (before[0].isalnum() or before in "/:#@_.'-"):
        return before == "/" and index > 1 and tokens.words[index - 2][0].isdigit()
    if _in_code(tokens, index):
        return False
    after = tokens.word(index + 1)
    if tokens.glued(index + 1) and (after in (":", "/", "_", "@") or after in ("st", "nd", "rd", "th")):
        return False
    if (before == "[" and after == "]") or _clock(tokens, index):
        return False
    if tokens.lower(index - 1) in _SKIPPED_BEFORE or before in ("#", "§", "№"):
        return False
    if index == 0 and after in (".", ")"):
        return False
    if before == "." and tokens.lower(index - 2) in ("no", "nos", "p", "pp", "vol"):
        return False
    return not (tokens.flag(index - 1) & CAPITAL and not tokens.flag(index - 1) & (STOP | COMMON))


def _clock(tokens: Tokens, index: int) -> bool:
    """True for a time of day with a full stop: `21.45`, `6.40 a.m.`, `at 9.15`."""
    hours, _, minutes = tokens.words[index].partition(".")
    if not (len(minutes) == 2 and hours.isdigit() and minutes.isdigit()) or int(minutes) > 59 or len(hours) > 2:
        return False
    after = tokens.lower(index + 1)
    if after.replace(".", "") in ("am", "pm") or (len(hours) == 2 and hours[0] == "0"):
        return True
    if int(hours) > 23 or after in ("%", "percent", "per") or (tokens.glued(index + 1) and after[0].isalpha()):
        return False
    if tokens.lower(index - 1) == "at":
        return after not in gazetteer().figures["units"]
    plain = not tokens.flag(index + 1) & (LOWER | NUMBER) or bool(tokens.flag(index + 1) & (STOP | PREPOSITION))
    return plain and len(hours) == 2


def _in_code(tokens: Tokens, index: int) -> bool:
    """True if two hyphens follow in one breath: a telephone number, an identifier."""
    return (
        tokens.word(index + 1) == tokens.word(index + 3) == "-"
        and all(tokens.glued(index + step) for step in (1, 2, 3))
        and tokens.word(index + 2).isdigit()
    )


def _number_end(tokens: Tokens, taken: bytearray, index: int, lists: Gazetteer) -> int:
    """The index after the number that begins at `index`: `5,000`, `2.3 million`, `twenty-five thousand`, `tens of
    thousands`, `several hundred`. `index` itself if there is none."""
    figures = lists.figures
    last = index + 1
    if tokens.words[index][0].isdigit():
        while _thousands(tokens, last) and not taken[last] and last - index < _LONGEST_NUMBER:
            last += 1
        while last - index < _LONGEST_NUMBER and tokens.lower(last) in figures["scales"] and not taken[last]:
            last += 1
        return last
    word = tokens.lower(index)
    if word in figures["scales"] and word not in figures["vague"] and tokens.lower(index - 1) not in ("a", "half"):
        return index
    while last - index < _LONGEST_NUMBER and last < len(tokens.words) and not taken[last]:
        following = tokens.lower(last)
        if following in lists.numbers or following in figures["scales"]:
            last += 1
        elif (
            following in ("-", "and") and tokens.lower(last + 1) in lists.numbers and _goes_on(tokens, last, lists)
        ) or (
            following == "of" and tokens.lower(last + 1) in figures["vague"] and tokens.lower(last - 1).endswith("s")
        ):
            last += 2
        else:
            break
    return last


def _thousands(tokens: Tokens, index: int) -> bool:
    """True if three digits follow at a space after one to three others: `13 000`, as the French write it."""
    word, before = tokens.word(index), tokens.word(index - 1)
    if len(word) != 3 or not word.isdigit() or not before.isdigit() or len(before) > 3 or before[0] == "0":
        return False
    return tokens.starts[index] - tokens.ends[index - 1] == 1


def _goes_on(tokens: Tokens, mark: int, lists: Gazetteer) -> bool:
    """True if the hyphen or `and` at `mark` lies inside one number: `twenty-five`, `two hundred and six`."""
    before = tokens.lower(mark - 1)
    if tokens.words[mark] == "-":
        return lists.numbers.get(before, 0) >= 20
    return before in ("hundred", "thousand")


def _unit(tokens: Tokens, taken: bytearray, last: int, lists: Gazetteer) -> tuple[str, int]:
    """The kind of unit that follows a number and the index after it; an empty kind if there is no unit."""
    figures = lists.figures
    following = tokens.lower(last)
    if last >= len(tokens.words) or taken[last]:
        return "", last
    if following == "%":
        return "quantity:percent", last + 1
    if following == "per" and tokens.lower(last + 1) == "cent":
        return "quantity:percent", last + 2
    if following in ("-", "–") and tokens.glued(last) and tokens.glued(last + 1):
        return _hyphenated(tokens, taken, last, lists)
    if tokens.glued(last):
        if following in _SUFFIXES or following in _MONEY:
            return "quantity:measure", last + 1
        return "", last
    if following == "of" and tokens.lower(last - 1) in figures["vague"]:
        rule, end = _counted(tokens, taken, last + 1, lists)
        return (rule, end) if rule else ("", last)
    if following in ("of", "other", "more"):
        return "", last
    if following in figures["units"]:
        end = last + 1
        if tokens.lower(end) == "old" and not taken[end]:
            return "quantity:age", end + 1
        kind = "percent" if following in _PERCENT else "measure"
        return "quantity:money" if following in figures["currencies"] else f"quantity:{kind}", end
    return _counted(tokens, taken, last, lists)


def _hyphenated(tokens: Tokens, taken: bytearray, last: int, lists: Gazetteer) -> tuple[str, int]:
    """`19-year`, `70-year-old`, `10-12 prisoners`."""
    after = tokens.lower(last + 1)
    if taken[last + 1] or not after[0].isalnum():
        return "", last
    if after[0].isdigit():
        end = last + 2
        if tokens.glued(end) and tokens.word(end) != "%":
            return "", last  # 1-2-3 and the like: a code, a score, a telephone number
        rule, unit_end = _unit(tokens, taken, end, lists)
        score = len(tokens.words[last - 1]) == len(after) == 1
        return rule or ("" if score else "quantity:range"), unit_end
    end = last + 2
    if tokens.word(end) == "-" and tokens.lower(end + 1) == "old" and tokens.glued(end + 1):
        return "quantity:age", end + 2
    if not after.isalpha() or not tokens.flags[last + 1] & LOWER:
        return "quantity:number", last
    return ("quantity:measure" if after in lists.figures["units"] else "quantity:count"), end


def _counted(tokens: Tokens, taken: bytearray, last: int, lists: Gazetteer) -> tuple[str, int]:
    """The noun that is counted: a word in the plural, at most two words on (`13 military personnel`)."""
    for step in range(3):
        at = last + step
        if at >= len(tokens.words) or taken[at] or tokens.glued(at):
            break
        flag, word = tokens.flags[at], tokens.words[at]
        if not flag & LOWER or flag & (STOP | JOIN | PREPOSITION | SPEECH | NUMBER):
            break
        if word in lists.figures["units"] or (_plural(word) and word not in lists.figures["not_units"]):
            return "quantity:count", at + 1
    return "", last


def _plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _stands_alone(tokens: Tokens, index: int, last: int) -> bool:
    """True if a number without a unit is worth a mention: not `one`, `two` or a lone digit."""
    word = tokens.words[index]
    if word[0].isdigit():
        return len(word) > 1 or last > index + 1
    return last > index + 1


def _after_code(tokens: Tokens, taken: bytearray, index: int, free: int, lists: Gazetteer) -> Quantity | None:
    """`USD 5 million`, `Rs 500 crore`, `$US 40m`."""
    first = index - 1
    dotted = tokens.word(first) == "." and tokens.lower(first - 1) == "rs"
    first -= dotted
    sign = tokens.word(first) == "US" and tokens.word(first - 1) == "$" and tokens.glued(first)
    if not sign and tokens.lower(first) not in MONEY_CODES:
        return None
    if not sign and not (tokens.word(first).isupper() or tokens.word(first) == "Rs"):
        return None
    last = _number_end(tokens, taken, index, lists)
    if tokens.glued(last) and tokens.lower(last) in _SUFFIXES:
        last += 1
    free_before = first >= free and not any(taken[at] for at in range(first - sign, index))
    if not free_before:
        return Quantity(index, last, "quantity:money")
    return Quantity(_qualified(tokens, taken, first - sign, free, lists), last, "quantity:money")


def _money(tokens: Tokens, taken: bytearray, index: int, free: int, lists: Gazetteer) -> Quantity | None:
    """`$2.3 billion`, `US$5m`, `€ 40`."""
    at = index + 1
    if not tokens.word(at)[:1].isdigit() or taken[at]:
        return None
    last = _number_end(tokens, taken, at, lists)
    if tokens.glued(last) and tokens.lower(last) in _SUFFIXES:
        last += 1
    if tokens.word(last) == "-" and tokens.glued(last) and tokens.lower(last + 1) in lists.figures["scales"]:
        last += 2
    first = index
    if tokens.glued(index) and tokens.word(index - 1) in _MONEY_PREFIX and index - 1 >= free and not taken[index - 1]:
        first = index - 1
    return Quantity(_qualified(tokens, taken, first, free, lists), last, "quantity:money")


def _qualified(tokens: Tokens, taken: bytearray, index: int, free: int, lists: Gazetteer) -> int:
    """Where the qualifier before a number begins: `more than`, `nearly`, `at least`; `index` if there is none."""
    if tokens.lower(index) in lists.figures["scales"] and tokens.words[index][0].isalpha():
        index = _article(tokens, taken, index, free)
    for length in range(_LONGEST_QUALIFIER, 0, -1):
        first = index - length
        if first < free or any(taken[at] for at in range(first, index)):
            continue
        phrase = " ".join(tokens.lower(at) for at in range(first, index))
        if phrase in lists.figures["qualifiers"]:
            return first
    if tokens.lower(index - 1) in ("aged", "age") and index - 1 >= free and not taken[index - 1]:
        return index - 1
    return index


def _article(tokens: Tokens, taken: bytearray, index: int, free: int) -> int:
    """Where `a hundred` and `half a dozen` begin."""
    for word in ("a", "half"):
        if tokens.lower(index - 1) == word and index - 1 >= free and not taken[index - 1]:
            index -= 1
    return index
