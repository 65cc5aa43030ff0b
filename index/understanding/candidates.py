"""Stretches of a block that may be names: runs of capitalised words and the small words that join them."""

from __future__ import annotations

from typing import NamedTuple

from index.understanding.gazetteer import Gazetteer, Known, gazetteer, word_set
from index.understanding.tokens import (
    ABBREVIATION,
    CAPITAL,
    COMMON,
    COMPANY,
    EVENT_HEAD,
    FIRST,
    INITIAL,
    JOIN,
    KNOWN,
    LAST,
    LOWER,
    ORG_HEAD,
    OTHER_HEAD,
    PLACE_BEFORE,
    PLACE_HEAD,
    PREFIX,
    SPEECH,
    STOP,
    TITLE,
    UPPER,
    Tokens,
)

LONGEST_RUN = 24
"""Tokens after which a run is cut: no name is longer, and hostile text stays cheap."""

_LINKS = word_set("e i ye al el ul ur o de la le en sur auf am upon by in und du da do di")
"""Small words that hyphens tie into one name: Mazar-e-Sharif, Stratford-upon-Avon."""
_OF = frozenset({"of", "for", "on", "against"})
_FOR_HEADS = word_set(
    "Agency Alliance Association Authority Bureau Campaign Center Centre Coalition Commission Committee "
    "Conference Council Department Directorate Federation Foundation Fund Institute Institution Initiative "
    "Ministry Movement Network Office Organisation Organization Party Programme Program Secretariat Society Bank "
    "Court Academy College Board Union Mission"
)
"""Heads after which `for` and `on` go on with the name."""
_PARTICLES = word_set("al bin ibn bint ben de van von der den la el da do dos das di du des del della le les y ul")
_CONTRACTIONS = word_set("s t re ll ve d m")
_OWNED_HEADS = word_set(
    "Hospital College University School Church Cathedral Hall Palace Square Park Union Association Fund Party Club "
    "Institute Bank Bay Federation League Council Foundation Society Stadium Island Mill Mills"
)
_PEOPLE = word_set("People Women Children Men Workers Farmers Teachers Veterans Peoples Lord King Queen")
_ADDRESS = frozenset("@#_.\\=&")
_MONEY = frozenset("$£€")
_LONGEST_SHORT_FORM = 4
_LONGEST_SYLLABLE = 6
_NO_SYLLABLES = word_set(
    "led run wide born only era type like free made held bred site area day wing won look old new own"
)
_SHORT_LINE = 45
"""Characters. A line that ends earlier was ended on purpose, so no name runs on over its end."""


class Run(NamedTuple):
    """Tokens `first` to `last` (exclusive) that may hold one or more names."""

    first: int
    last: int


class Piece(NamedTuple):
    """A name over tokens `first` to `last` (exclusive). Type None: to be settled by the rest of the document."""

    first: int
    last: int
    type: str | None
    rule: str
    sure: bool


class Match(NamedTuple):
    """A phrase of the lists that begins at some token and ends before token `last`."""

    last: int
    known: Known


def match_known(tokens: Tokens, index: int, shouted: bool = False) -> Match | None:
    """The longest name of the lists that begins at token `index`. `shouted`: the block is in capitals throughout."""
    lists = gazetteer()
    word = tokens.words[index]
    if tokens.flags[index] & UPPER and (shouted or _emphatic(tokens, index)) and word not in lists.single:
        return _match_shouted(tokens, index, lists)
    if tokens.flags[index] & UPPER and tokens.flags[index] & COMMON and tokens.flag(index + 1) & UPPER:
        match = _match_shouted(tokens, index, lists)  # LOS ANGELES
        if match is not None and match.last > index + 1:
            return match
    for phrase, known in lists.phrases.get((word, tokens.word(index + 1)), ()):
        length = len(phrase)
        if tuple(tokens.words[index : index + length]) == phrase:
            return Match(index + length, known)
    single = lists.single.get(word)
    return Match(index + 1, single) if single else None


def _emphatic(tokens: Tokens, index: int) -> bool:
    """True for a word set in capitals that is no short form: `TEHRAN -`, `© REUTERS`."""
    if tokens.flags[index] & COMMON:
        return False
    length, after = len(tokens.words[index]), tokens.word(index + 1)
    return length > _LONGEST_SHORT_FORM or (length > 2 and len(after) > 2 and bool(tokens.flag(index + 1) & UPPER))


def _match_shouted(tokens: Tokens, index: int, lists: Gazetteer) -> Match | None:
    """The same for words in capitals: `NEW YORK` for `New York`."""
    proper = tokens.words[index].capitalize()
    for phrase, known in lists.phrases.get((proper, _proper(tokens.word(index + 1))), ()):
        length = len(phrase)
        if [word.casefold() for word in tokens.words[index : index + length]] == [word.casefold() for word in phrase]:
            return Match(index + length, known)
    single = lists.single.get(proper)
    return Match(index + 1, single) if single else None


def _proper(word: str) -> str:
    return word.capitalize() if len(word) > 2 else word


def known_word(tokens: Tokens, index: int) -> bool:
    """True if the lists have a name that begins at token `index`."""
    return bool(tokens.flags[index] & KNOWN) and match_known(tokens, index) is not None


def match_title(tokens: Tokens, index: int, last: int) -> int:
    """The index after the longest title that begins at token `index`, its full stop included; 0 if there is none."""
    if not tokens.flag(index) & TITLE:
        return 0
    for title in gazetteer().titles[tokens.words[index]]:
        end = index + len(title)
        if end <= last and tuple(tokens.words[index:end]) == title:
            return end + 1 if tokens.word(end) == "." and tokens.glued(end) and end < last else end
    return 0


def is_stop(tokens: Tokens, index: int) -> bool:
    """True if token `index` is a small word of the language, even with a capital, and no part of a name."""
    flag = tokens.flags[index]
    if not flag & STOP:
        return False
    following = tokens.flag(index + 1)
    before = tokens.flag(index - 1)
    if flag & CAPITAL and before & CAPITAL and ((flag & INITIAL and _initial(tokens, index)) or flag & EVENT_HEAD):
        return False
    if tokens.words[index] == "Al" and following & CAPITAL and not tokens.glued(index + 1):
        return False
    if flag & PLACE_BEFORE and following & CAPITAL and not tokens.glued(index + 1):
        return False
    if tokens.words[index] == "A" and tokens.word(index + 1) == "." and tokens.glued(index + 1):
        named = tokens.flag(index + 2)  # A. Verin
        return not (named & CAPITAL and named & LAST and not named & UPPER and not tokens.glued(index + 2))
    if tokens.words[index] == "May":
        return not (following & SPEECH or (before & FIRST and before & CAPITAL) or tokens.lower(index + 1) == "'")
    if tokens.words[index] == "Will" and following & CAPITAL and (following & LAST or tokens.flag(index - 1) & LOWER):
        return False
    named = before & CAPITAL and not before & (COMMON | STOP)  # Ada Das
    return not (flag & LAST and flag & CAPITAL and named and not tokens.glued(index))


def _initial(tokens: Tokens, index: int) -> bool:
    """True if a word of one letter inside a name is an initial: `Gerard A. Marlowe`, `Ada A E Marlowe`."""
    if tokens.flags[index - 1] & (STOP | COMMON) and not tokens.flags[index - 1] & (FIRST | INITIAL):
        return False
    at = index + 2 if tokens.word(index + 1) == "." and tokens.glued(index + 1) else index + 1
    return bool(tokens.flag(at) & CAPITAL) and not tokens.flag(at) & STOP


def find_runs(tokens: Tokens, taken: bytearray, text: str) -> list[Run]:
    """The runs of a block, in order. Tokens that are `taken` (dates) end a run."""
    runs: list[Run] = []
    free = 0
    for index, flag in enumerate(tokens.flags):
        if index < free or not flag & (CAPITAL | PREFIX) or taken[index]:
            continue
        if tokens.glued(index) and tokens.words[index - 1] in _ADDRESS:
            continue  # a user name, a tag, part of an address
        if tokens.word(index + 1) in _MONEY and tokens.glued(index + 1):
            continue  # C$, HK$
        if not flag & CAPITAL and not _prefixed(tokens, index, taken):
            continue
        last = _extend(tokens, taken, index, text)
        runs.append(Run(index, last))
        free = last
    return runs


def _prefixed(tokens: Tokens, index: int, taken: bytearray) -> bool:
    """True if a particle in lower case begins a name: `al-Assad`, `bin Laden`, `van Gogh`."""
    if tokens.glued(index):
        return False
    if tokens.word(index + 1) == "-" and tokens.glued(index + 1) and tokens.glued(index + 2):
        return bool(tokens.flag(index + 2) & CAPITAL) and not taken[index + 2]
    if tokens.words[index] in ("bin", "ibn", "bint", "van", "von"):
        at = index + 1
        while tokens.word(at) in ("der", "den", "de") and at < index + 3:
            at += 1
        return bool(tokens.flag(at) & CAPITAL) and not taken[at]
    return tokens.words[index] == "al" and bool(tokens.flag(index + 1) & CAPITAL) and not taken[index + 1]


def _extend(tokens: Tokens, taken: bytearray, first: int, text: str) -> int:
    """The end (exclusive) of the run that begins at token `first`."""
    count = min(len(tokens.words), first + LONGEST_RUN)
    last = first + 1
    if tokens.flags[first] & PREFIX and not tokens.flags[first] & CAPITAL:
        while last < count and not tokens.flags[last] & CAPITAL:
            last += 1
        last = min(last + 1, count)
    while True:
        if tokens.flags[last - 1] & KNOWN:
            match = match_known(tokens, last - 1)
            if match is not None and match.last > last and not any(taken[last : match.last]):
                last = match.last
        step = _step(tokens, last, count, text)
        if step == 0 or any(taken[last : last + step]):
            return last
        last += step


def _step(tokens: Tokens, last: int, count: int, text: str) -> int:
    """How many tokens from `last` on still belong to the run that ends before it; 0 ends the run."""
    if last >= count:
        return 0
    word, flag = tokens.words[last], tokens.flags[last]
    before = tokens.flags[last - 1]
    if tokens.glued(last):
        return _glued_step(tokens, last, count)
    if _line_ended(tokens, last, text):
        return 0
    if flag & CAPITAL:
        if not is_stop(tokens, last) or (flag & KNOWN and match_known(tokens, last) is not None):
            return 1
        particle = word.casefold() in _PARTICLES and _capital_at(tokens, last + 1, count)
        return 2 if particle and not before & COMMON else 0
    if flag & COMPANY:
        return 1
    if word == "&" and last + 1 < count and tokens.flags[last + 1] & CAPITAL:
        return 2
    if word == '"' or word == "“":
        return _nickname(tokens, last, count)
    if word == "d" and tokens.word(last + 1) == "'" and tokens.glued(last + 1) and tokens.glued(last + 2):
        return 3 if _capital_at(tokens, last + 2, count) else 0
    if not flag & JOIN:
        return 0
    if word in _OF:
        if not _takes_of(tokens, last - 1, word):
            return 0
        at = last + 2 if tokens.lower(last + 1) == "the" else last + 1
        return at + 1 - last if _capital_at(tokens, at, count) else 0
    if word == "and" or word in _PARTICLES:
        at = last + 1
        if word != "and" and tokens.word(at) in _PARTICLES:
            at += 1
        if word == "al" and tokens.word(at) == "-":
            at += 1
        if word in ("de", "del") and tokens.word(at) in ("la", "los", "las"):
            at += 1
        return at + 1 - last if _capital_at(tokens, at, count) else 0
    return _prefix_step(tokens, last, count) if flag & PREFIX else 0


def _nickname(tokens: Tokens, mark: int, count: int) -> int:
    """`"Buster" Orval` after a first name."""
    named = tokens.flags[mark - 1] & FIRST or (tokens.flag(mark - 2) & FIRST and tokens.flag(mark - 2) & CAPITAL)
    if not named or tokens.word(mark + 2) not in ('"', "”"):
        return 0
    return 4 if tokens.flag(mark + 1) & CAPITAL and _capital_at(tokens, mark + 3, count) else 0


def _takes_of(tokens: Tokens, index: int, word: str) -> bool:
    """True if the word at `index` may be followed by `of` (or another small word) inside one name."""
    flag = tokens.flags[index]
    if word != "of":
        return tokens.words[index] in _FOR_HEADS
    alone = not tokens.flag(index - 1) & CAPITAL
    if match_title(tokens, index + 2, min(index + 4, len(tokens.words))) > index + 3:
        return False  # the League of Prime Minister Verin
    if flag & ORG_HEAD or (tokens.words[index] == "Hall" and (alone or not tokens.flag(index - 1) & FIRST)):
        return True
    if flag & OTHER_HEAD and tokens.flag(index - 1) & FIRST and not alone:
        return False  # Ada Law of the Civic Union
    return bool(flag & (OTHER_HEAD | TITLE) or (flag & PLACE_HEAD and alone))


def _prefix_step(tokens: Tokens, last: int, count: int) -> int:
    """`ash-Sharif` after a first name."""
    if tokens.word(last + 1) == "-" and tokens.glued(last + 1) and _capital_at(tokens, last + 2, count):
        return 3
    return 0


def _capital_at(tokens: Tokens, index: int, count: int) -> bool:
    return index < count and bool(tokens.flags[index] & CAPITAL) and not is_stop(tokens, index)


def _glued_step(tokens: Tokens, last: int, count: int) -> int:
    """The same where no space stands between: hyphens, apostrophes, full stops of initials."""
    word = tokens.words[last]
    following = tokens.flag(last + 1)
    touching = last + 1 < count and tokens.glued(last + 1)
    if word in "-&" and touching:
        if following & CAPITAL and (
            word == "-" or (following & (UPPER | INITIAL) and tokens.flags[last - 1] & (UPPER | INITIAL))
        ):
            return 2
        if word == "-" and tokens.words[last + 1] in _LINKS:
            if tokens.word(last + 2) == "-" and _capital_at(tokens, last + 3, count):
                return 4
            return 3 if _capital_at(tokens, last + 2, count) and not tokens.glued(last + 2) else 0
        return 2 if word == "-" and _second_syllable(tokens, last) else 0
    if word == "'":
        owned = _owned(tokens, last)
        if owned or not touching:
            return owned
        if following & CAPITAL and not following & UPPER:
            return 2
        after = tokens.lower(last + 1)
        return 2 if after.isalpha() and after not in _CONTRACTIONS and len(tokens.words[last - 1]) < 6 else 0
    if word[0].isdigit() or (tokens.flags[last] & CAPITAL and tokens.words[last - 1][0].isdigit()):
        return 1
    ends = tokens.flags[last - 1] & COMPANY or tokens.words[last - 1] in ("Jr", "Sr")
    if word == "." and tokens.flags[last - 1] & (INITIAL | ABBREVIATION) and not ends:
        if _capital_at(tokens, last + 1, count) and (
            tokens.flags[last - 1] & ABBREVIATION or following & (FIRST | LAST)
        ):
            return 2
        return 2 if _capital_at(tokens, last + 1, count) and tokens.words[last - 1] != "I" else 0
    return 0


def _owned(tokens: Tokens, mark: int) -> int:
    """How many tokens of `St Mary's Hospital` and `Workers' Party` follow the owner; 0 where there is none."""
    at = mark + 2 if tokens.word(mark + 1) == "s" and tokens.glued(mark + 1) else mark + 1
    owner = tokens.words[mark - 1]
    people = owner in _PEOPLE and tokens.flag(at) & CAPITAL
    if (
        tokens.glued(at)
        or not (people or tokens.word(at) in _OWNED_HEADS)
        or (at == mark + 1 and not owner.endswith("s"))
    ):
        return 0
    known = tokens.flags[mark - 1] & KNOWN and match_known(tokens, mark - 1) is not None
    return 0 if known else at + 1 - mark


def _second_syllable(tokens: Tokens, hyphen: int) -> bool:
    """True if what follows a hyphen in lower case ends a given name (`Chi-wai`) and is no ending as in `Oslo-based`."""
    word, flag = tokens.words[hyphen + 1], tokens.flags[hyphen + 1]
    if not flag & LOWER or len(word) > _LONGEST_SYLLABLE:
        return False
    if flag & (COMMON | STOP):  # Wong Mei-hung, Kim Jong-un
        family = tokens.flag(hyphen - 2)
        return bool(family & CAPITAL and family & (FIRST | LAST)) and len(word) < 5 and word not in _NO_SYLLABLES
    before = tokens.flags[hyphen - 1]
    return not before & UPPER and not (before & KNOWN and match_known(tokens, hyphen - 1))


def _line_ended(tokens: Tokens, index: int, text: str) -> bool:
    """True if a short line ends before token `index`, so that what follows is another line and no wrapped one."""
    end, start = tokens.ends[index - 1], tokens.starts[index]
    if start - end == 1 and text[end] != "\n":
        return False
    if "\n" not in text[end:start]:
        return False
    return end - max(text.rfind("\n", tokens.starts[0], end), tokens.starts[0]) < _SHORT_LINE
