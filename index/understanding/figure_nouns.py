"""The noun that a number counts and the words that say of what: shallow rules over the tokens beside it."""

from __future__ import annotations

from index.understanding.date_cues import PAST
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.tokens import CAPITAL, JOIN, LOWER, NUMBER, PREPOSITION, SPEECH, STOP, Tokens

HYPHENS = frozenset("-–")

_NAMES = {
    "%": "percent",
    "usd": "dollars",
    "eur": "euros",
    "gbp": "pounds",
    "chf": "francs",
    "pct": "percent",
    "cent": "percent",
    "prozent": "percent",
    "km": "kilometres",
    "kilometer": "kilometres",
    "metre": "metres",
    "meter": "metres",
    "mile": "miles",
    "foot": "feet",
    "inch": "inches",
    "kg": "kilograms",
    "kilo": "kilograms",
    "litre": "litres",
    "liter": "litres",
    "century": "centuries",
    "tonne": "tonnes",
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "mph": "miles an hour",
    "yr": "years",
    "hr": "hours",
    "min": "minutes",
}
_AS_THEY_ARE = word_set(
    "people men women children police personnel staff troops dead wounded injured killed aircraft livestock sheep "
    "cattle fish feet yen yuan degrees percent percentage lives bpd bps mw kw gw mb gb cm mm rials hrs mins"
)
_OF_WHOM = word_set("the these those its their his her our your all such other more de des du of")
_LINKING = word_set(
    "is was are were be been rose rises risen fell falls fallen stood stands totalled totaled reached reaches exceeded "
    "exceeds cost costs numbered numbers grew climbed dropped increased decreased jumped put became hit remains"
)
_BETWEEN = word_set("to at by now about already still only than from more had has have be been estimated put set")
_NOT_NOUNS = word_set(
    "ago later earlier old more less each apart away long wide high deep tall or and but last next first second "
    "including since yesterday today tomorrow killed wounded injured dead"
)
_VERBS = word_set(
    "is was has does says takes makes comes goes remains includes means shows works lives gives gets wants needs"
)
_REACH = 5


def unit_name(word: str) -> str:
    """One name for a unit however it is written: `year` and `years`, `km` and `kilometers`."""
    german = word[0].isupper()
    word = word.casefold()
    if word in _AS_THEY_ARE:
        return word
    base = word if word in _NAMES else word.removesuffix("s")
    if base in _NAMES:
        return _NAMES[base]
    if german or word.endswith(("s", "i", "en")) or not word.isascii():
        return word
    if word.endswith("y") and len(word) > 2 and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("x", "ch", "sh", "ss")) else "s")


def is_modifier(word: str) -> bool:
    """True for words before a noun that tell nothing of what is counted: `of our`, `freed`."""
    return word.casefold() in _OF_WHOM or (word.islower() and word.endswith("ed"))


def counted_noun(tokens: Tokens, at: int, *, singular: bool = False) -> tuple[str | None, int]:
    """The head of the noun phrase that begins at token `at` and the index after it; None and `at` if there is none.

    A plural, unless `singular`: then the last word before the phrase is seen to end.
    """
    begin = at
    if tokens.lower(at) == "d" and tokens.word(at + 1) == "'":
        at += 2  # `4,2 millions d'euros`
        return (unit_name(tokens.words[at]), at + 1) if tokens.flag(at) & LOWER else (None, begin)
    if tokens.lower(at) == "of":
        at += 1
    while tokens.lower(at) in _OF_WHOM and tokens.lower(at) != "of" and at - begin < 3:
        at += 1
    if tokens.lower(begin) == "of" and at == begin + 1 and tokens.flag(at) & STOP:
        return None, begin
    head, head_at = None, begin
    for step in range(_REACH):
        place = at + step
        word, flag = tokens.word(place), tokens.flag(place)
        if not word or not word[0].isalpha() or word.casefold() in _NOT_NOUNS:
            if word in HYPHENS and tokens.glued(place) and tokens.glued(place + 1):
                continue
            break
        lower = bool(flag & LOWER)
        if lower and (flag & (STOP | JOIN | PREPOSITION | NUMBER) or (flag & SPEECH and not singular)):
            break
        if head is not None and not singular and not _plural(tokens, place):
            break
        if head is not None and lower and (word in _VERBS or word in PAST or word.endswith(("ed", "ing"))):
            break
        if singular or _plural(tokens, place):
            head, head_at = word, place
    if head is None and tokens.flag(at) & CAPITAL and not tokens.flag(at) & STOP and at == begin:
        after = tokens.flag(at + 1)
        if after & (STOP | PREPOSITION | SPEECH) or not tokens.word(at + 1) or not tokens.word(at + 1)[0].isalnum():
            return tokens.words[at], at + 1
    if head is None:
        return None, begin
    if singular:
        return head, head_at + 1
    named = not tokens.flag(head_at) & LOWER and tokens.lower(head_at) not in gazetteer().figures["units"]
    return (head if named else unit_name(head)), head_at + 1


def _plural(tokens: Tokens, place: int) -> bool:
    word = tokens.lower(place)
    if word in gazetteer().figures["units"]:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s"))
        and word not in gazetteer().figures["not_units"]
        and word not in _VERBS
    )


def of_what(tokens: Tokens, at: int) -> str | None:
    """The head of what follows `of` or `in`: `12 percent of the budget`, `$2.3 billion in aid`."""
    joint = tokens.lower(at)
    if joint not in ("of", "in", "worth", "de", "d'", "von"):
        return None
    at += 2 if joint == "worth" and tokens.lower(at + 1) == "of" else 1
    if joint == "in" and (tokens.flag(at) & (CAPITAL | STOP)):
        return None  # a place or a time
    while tokens.lower(at) in _OF_WHOM or tokens.lower(at) in ("a", "an", "all"):
        at += 1
    return _phrase_head(tokens, at)


def _phrase_head(tokens: Tokens, at: int) -> str | None:
    """The last word of the noun phrase at `at`: its words in capitals if it begins with one, else its last noun."""
    words: list[str] = []
    for place in range(at, at + _REACH):
        word, flag = tokens.word(place), tokens.flag(place)
        if word == "war":  # a small word in German
            flag = LOWER
        if not word or not word[0].isalpha() or (flag & LOWER and flag & (STOP | JOIN | PREPOSITION | SPEECH | NUMBER)):
            break
        if words and flag & LOWER and (word in _VERBS or word.endswith(("ed", "ing"))):
            break
        words.append(word)
    return words[-1] if words else None


def subject_before(tokens: Tokens, first: int) -> str | None:
    """The noun before a linking verb: `the toll rose to 47`, `The fund is €6.8 million`."""
    at = first - 1
    seen = False
    while at >= 0 and first - at < _REACH + 1:
        word = tokens.lower(at)
        if word in _LINKING:
            seen = True
        elif word not in _BETWEEN:
            break
        at -= 1
    if not seen or at < 0:
        return None
    at = _head_before(tokens, at)
    word, flag = tokens.words[at], tokens.flags[at]
    if not word[0].isalpha() or flag & (STOP | NUMBER) or (flag & LOWER and flag & (PREPOSITION | SPEECH)):
        return None
    return word


def holder_before(tokens: Tokens, first: int) -> str | None:
    """The noun of `a fund of €4.2 million`, `a crew of nine`."""
    flag = tokens.flag(first - 2)
    word = tokens.word(first - 2)
    if tokens.lower(first - 1) != "of" or not word[:1].isalpha() or flag & (STOP | NUMBER | PREPOSITION):
        return None
    return word


def _head_before(tokens: Tokens, at: int) -> int:
    """The noun that a phrase ending at `at` hangs on: `the toll of the sinking` hangs on `toll`."""
    for place in range(at - 1, max(at - _REACH, 0), -1):
        word = tokens.lower(place)
        if word in ("of", "in", "for", "on"):
            before = tokens.flags[place - 1]
            return place - 1 if before & LOWER and not before & (STOP | PREPOSITION | SPEECH | NUMBER) else at
        if not word[0].isalpha():
            break
    return at
