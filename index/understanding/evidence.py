"""What the words around a name say of it: a verb of speech after it, a role or a preposition before, an apposition."""

from __future__ import annotations

from index.understanding.candidates import match_known
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.tokens import (
    ABBREVIATION,
    CALENDAR,
    CAPITAL,
    COMMON,
    FIRST,
    INITIAL,
    LAST,
    LOWER,
    NUMBER,
    PREPOSITION,
    ROLE,
    SPEECH,
    STOP,
    UPPER,
    Tokens,
)

Guess = tuple[str | None, str, bool]
"""Type, rule and certainty of a name; type `skip` for what is no name, None for what the document settles."""

_PLACE_NOUNS = word_set(
    "province district city town village county region river valley island islands peninsula municipality prefecture "
    "governorate suburb hamlet commune oblast airport airbase airfield port harbour harbor neighborhood neighbourhood "
    "mountain mountains desert lake bay crossing highway parish borough township street avenue "
    "rivers towns suburbs airports area stadium racecourse velodrome bypass motorway oilfield "
    "oilfields refinery prison jail dam coast settlement"
)
_SENTENCE_MARKS = frozenset('.!?:;"“”«»([{•*—|…')
_ACRONYM = range(2, 7)
_DASHES = frozenset("-–—")
_LONGEST_DATELINE = 4
_SHORT = 4
"""Letters of a word in capitals that may be a short form."""
_STORMS = frozenset({"Hurricane", "Typhoon", "Cyclone"})
_APPOSITION = 9
"""Tokens after a name in which the noun of its apposition is looked for."""
_ENDS_APPOSITION = word_set(
    "of that which who whose in based for with from at by , ; : . ( ) and but as - – — where when"
)
_ARTICLES = word_set("La Le Les El Los Las Il Al O Die Der De Het Radio Daily")
"""What papers abroad begin with."""
_POINTS = word_set("north south east west northeast northwest southeast southwest")
_OWNED = word_set(
    "shares stock headquarters subsidiary unit units products shareholders customers factory plant board executives "
    "employees chairman CEO profits profit net pretax turnover results takeover bid offer operations sales revenue "
    "revenues earnings bonds spokesman spokeswoman stores"
)


def sentence_start(tokens: Tokens, first: int) -> bool:
    """True if the capital of token `first` may be owed to its place and not to a name."""
    if first == 0:
        return True
    before = tokens.words[first - 1]
    if before not in _SENTENCE_MARKS:
        return before == "'" and not tokens.glued(first - 1) and tokens.glued(first)
    if before == ".":
        flag = tokens.flag(first - 2)
        return not flag & (ABBREVIATION | INITIAL)
    return True


def by_context(tokens: Tokens, first: int, last: int, capitals: list[int]) -> Guess:
    """What the words around it say of a name that neither lists nor its own words tell."""
    flags = tokens.flags
    single = len(capitals) == 1
    if single and flags[first] & CALENDAR:
        return (None, "month", False) if tokens.flag(last) & SPEECH else ("skip", "", False)
    if single and flags[first] & UPPER and not tokens.shouted and len(tokens.words[first].replace(".", "")) in _ACRONYM:
        return _acronym(tokens, first, last)
    for judge in (_beside, _apposed, _as_place, _behind, _spoken):
        guess = judge(tokens, first, last, single)
        if guess is not None:
            return guess
    if single and flags[first] & FIRST and not flags[first] & COMMON:
        return "PERSON", "first-name", False
    return None, "unknown", False


def _acronym(tokens: Tokens, first: int, last: int) -> Guess:
    """Two to six capitals. Two alone, which may be any code, need `the` or what a body has beside them."""
    word = tokens.words[first]
    before = tokens.word(first - 1)
    if word in gazetteer().grammar["not_acronym"] or tokens.flags[first] & COMMON or last - first > 1:
        return "skip", "", False
    if tokens.glued(first) and (before[-1].isalnum() or before in "-/'&_@#."):
        return "skip", "", False
    if tokens.word(last) == "-" and tokens.glued(last) and tokens.word(last + 1)[:1].isdigit():
        return "skip", "", False
    if len(word.replace(".", "")) == 2:
        beside = _beside(tokens, first, last, True)
        if beside is not None:
            return beside
        if before != "the" and not tokens.flag(last) & SPEECH:
            return None, "short-form", False
    return "ORG", "acronym", False


def _beside(tokens: Tokens, first: int, last: int, single: bool) -> Guess | None:
    """The noun before or after: `the carmaker X`, `X shares`, `X's wife`, `spokesman X`."""
    lists = gazetteer().evidence
    before, after = tokens.word(first - 1), tokens.word(last)
    apart = not tokens.glued(first)
    flag = tokens.flag(first - 1)
    everyday = single and tokens.flags[first] & COMMON and not tokens.flags[first] & (FIRST | LAST)
    if flag & ROLE and not flag & CAPITAL and apart and not everyday:
        return "PERSON", "role", False
    signed = tokens.flag(last + 1) & (FIRST | INITIAL) and not tokens.flags[first] & (FIRST | LAST)
    if single and after == "/" and signed:
        return "ORG", "credit", False
    if before in lists["body_before"] and apart and not tokens.flags[first] & NUMBER:
        return "ORG", "body-noun", False
    if after in lists["body_after"] and not tokens.glued(last) and not (single and tokens.flags[first] & FIRST):
        return "ORG", "body-noun", False
    if after == "'" and tokens.glued(last) and tokens.word(last + 1) == "s":
        noun = tokens.word(last + 2)
        if noun in lists["state_after"] and single and not tokens.flags[first] & (FIRST | LAST | UPPER):
            return "PLACE", "state", False
        if noun in lists["kin_after"]:
            return "PERSON", "kin", False
        if noun in _OWNED and not tokens.flags[first] & FIRST:
            return "ORG", "body-noun", False
    return None


def is_storm(tokens: Tokens, first: int) -> bool:
    """True for `Hurricane` and its like, which give a thing a person's name."""
    return tokens.words[first] in _STORMS


def is_vessel(tokens: Tokens, first: int) -> bool:
    """True if what begins at `first` is a thing with a person's name: `the ferry Margit Hale`, `the Ada Marlowe`."""
    before = tokens.lower(first - 1)
    if before in "*_\"'“‘" and before:
        before = tokens.lower(first - 2)
    return before in ("the", "le", "du", "au", "el", "del") or before in gazetteer().evidence["vessels"]


def dateline_end(tokens: Tokens, taken: bytearray) -> int:
    """The index after the place that opens a report: `ALDERMOUTH (Wire) –`, `PORT AVERIL, Sept. 8 —`; else 0."""
    end = 0
    while end < len(tokens.words) and tokens.flags[end] & UPPER and end < _LONGEST_DATELINE:
        end += 1
        if tokens.word(end) == "-" and tokens.glued(end) and tokens.glued(end + 1) and tokens.flag(end + 1) & UPPER:
            end += 1
    if not end or tokens.flags[end - 1] & STOP or len(tokens.words[0]) < 3:
        return 0
    at = end
    listed = match_known(tokens, 0, shouted=True)
    if listed is not None and listed.last == end and listed.known.type != "PLACE":
        return 0  # UNITED NATIONS
    everyday = listed is None and tokens.flags[0] & COMMON
    if not everyday and _dated(tokens, taken, at):
        return end  # ZUBRAN 2031-08-22
    if tokens.word(at) in _DASHES and listed is None and (everyday or len(tokens.words[0]) <= _SHORT):
        return 0  # NGS - , TENNIS -
    if tokens.word(at) == ",":
        at = next((i for i in range(at + 1, min(at + 10, len(tokens.words))) if tokens.words[i] in _DASHES), at)
    if tokens.word(at) == "(":
        at = next((i + 1 for i in range(at + 1, min(at + 6, len(tokens.words))) if tokens.words[i] == ")"), at)
    dash = tokens.word(at) in _DASHES and not tokens.glued(at)
    return end if dash and tokens.flag(at + 1) & (CAPITAL | NUMBER) else 0


def _dated(tokens: Tokens, taken: bytearray, at: int) -> bool:
    """True if a date stands at token `at`, or behind a comma and the country: `ZUBRAN, Norway 2031-08-22`."""
    if tokens.word(at) == "," and tokens.flag(at + 1) & CAPITAL:
        at += 2
        while at < len(tokens.words) and tokens.flags[at] & CAPITAL and not taken[at]:
            at += 1
        at += tokens.word(at) == "."
    return at < len(tokens.words) and bool(taken[at])


def _apposed(tokens: Tokens, first: int, last: int, single: bool) -> Guess | None:
    """What a name is said to be: `X, a maker of …`, `X is a village`, `X, who`, `Ada X, 34,`, `Milo X (Norway)`."""
    after, then = tokens.word(last), tokens.lower(last + 1)
    if single and tokens.flags[first] & COMMON and not tokens.flags[first] & (FIRST | LAST):
        return None
    if after == "who" or (after == "," and then in ("who", "whose", "aged")):
        return "PERSON", "apposition", False
    if after == "," and tokens.word(last + 1).isdigit() and len(then) == 2 and tokens.word(last + 2) == ",":
        return "PERSON", "apposition", False
    if after == "(" and tokens.word(last + 1) == "born":
        return "PERSON", "apposition", False
    if after == "(" and (not single or "." in tokens.words[first:last]) and _country(tokens, last + 1):
        return "PERSON", "apposition", False
    if (after == "," or after in ("is", "was")) and then in ("a", "an", "the", "one", "another"):
        return _noun_of(tokens, last + 2)
    return None


def _country(tokens: Tokens, index: int) -> bool:
    """True if a country alone stands in the brackets that open before token `index`."""
    if not tokens.flag(index) & CAPITAL:
        return False
    match = match_known(tokens, index, shouted=True)
    return match is not None and match.known.rule == "gazetteer:country" and tokens.word(match.last) == ")"


def _noun_of(tokens: Tokens, index: int) -> Guess | None:
    """What the head noun of an apposition that begins at `index` says."""
    lists = gazetteer().evidence
    noun: Guess | None = None
    for at in range(index, min(index + _APPOSITION, len(tokens.words))):
        word = tokens.words[at]
        if word in _ENDS_APPOSITION and not (word == "-" and tokens.glued(at)):
            break
        if word in lists["body_is"]:
            noun = "ORG", "apposition", False
        elif word in lists["place_is"]:
            noun = "PLACE", "apposition", False
        elif tokens.flags[at] & ROLE and tokens.flags[at] & LOWER:
            noun = "PERSON", "apposition", False
        elif noun is not None and tokens.flags[at] & LOWER and not tokens.flags[at] & STOP:
            noun = None
    return noun


def _as_place(tokens: Tokens, first: int, last: int, single: bool) -> Guess | None:
    """Before another place, beside a noun of place, after a preposition of place."""
    flags = tokens.flags
    before = tokens.word(first - 1)
    everyday = single and (flags[first] & COMMON or tokens.words[first].endswith("ly"))
    if tokens.word(last) == "," and not everyday and _known_place_at(tokens, last + 1):
        return "PLACE", "before-place", False
    if tokens.lower(last) in _PLACE_NOUNS and tokens.word(last).islower() and not tokens.glued(last):
        return "PLACE", "place-noun", False
    if before == "of" and (tokens.word(first - 2) in _PLACE_NOUNS or tokens.word(first - 2) in _POINTS):
        return "PLACE", "place-noun", False
    lists, noun = gazetteer().evidence, tokens.lower(first - 2)
    if (before == "at" and noun in lists["at_body"]) or (before == "in" and noun in lists["in_body"]):
        return "ORG", "body-noun", False
    if tokens.flag(first - 1) & PREPOSITION and not flags[first] & COMMON:
        owner = single and tokens.word(last) == "'" and tokens.word(last + 1) == "s"
        if owner or (before == "from" and (not single or flags[first] & (FIRST | LAST))):
            return None, "unknown", False
        return "PLACE", "preposition", False
    return None


def _behind(tokens: Tokens, first: int, last: int, single: bool) -> Guess | None:
    """After two words that tell: `flew to X`, `mayor of X`, `plays for X`, `told X`; or before `-based`."""
    flags = tokens.flags[first]
    if flags & (COMMON | FIRST) or (single and flags & LAST):
        return None
    lists = gazetteer().evidence
    before, noun = tokens.word(first - 1), tokens.lower(first - 2)
    if tokens.word(last) == "-" and tokens.word(last + 1) == "based" and tokens.glued(last + 1):
        return "PLACE", "based", False
    if before == "to" and noun in lists["to_place"]:
        return "PLACE", "preposition", False
    if before == "of" and noun in lists["of_place"]:
        return "PLACE", "preposition", False
    if (before == "of" and noun in lists["of_body"]) or (before == "for" and noun in lists["for_body"]):
        return "ORG", "body-noun", False
    if before == "with" and noun in lists["at_body"]:
        return "ORG", "body-noun", False
    if single and not tokens.flags[first] & LAST and tokens.word(last) in lists["body_acts"]:
        return "ORG", "body-acts", False
    if before == "by" and noun in lists["by_body"]:
        return "ORG", "body-noun", False
    if single and before in ("told", "tells") and not tokens.flag(last) & SPEECH:
        return "ORG", "told", False
    return None


def _spoken(tokens: Tokens, first: int, last: int, single: bool) -> Guess | None:
    """Before a verb of speech."""
    everyday = tokens.flags[first] & COMMON if single else 0
    if tokens.flag(last) & SPEECH and tokens.word(last + 1) in ("it", "its") and not tokens.flags[first] & FIRST:
        return "ORG", "speech", False  # Oranda said it would sell
    if tokens.flag(last) & SPEECH and not single and tokens.words[first] in _ARTICLES:
        return "ORG", "speech", False  # La Tribuna said
    if tokens.flag(last) & SPEECH and not everyday and tokens.word(first - 1) != "the":
        return "PERSON", "speech", False
    return None


def _known_place_at(tokens: Tokens, index: int) -> bool:
    if not tokens.flag(index) & CAPITAL:
        return False
    match = match_known(tokens, index)
    return match is not None and match.known.type == "PLACE" and match.known.sure
