"""Cuts a block into words, numbers and marks, each with what the word lists say of it, in one linear pass."""

from __future__ import annotations

import re
from functools import cache

from index.understanding.gazetteer import Gazetteer, gazetteer, word_set

CAPITAL = 1 << 0
UPPER = 1 << 1
INITIAL = 1 << 2
STOP = 1 << 3
COMMON = 1 << 4
FIRST = 1 << 5
LAST = 1 << 6
ORG_HEAD = 1 << 7
ORG_END = 1 << 8
PLACE_HEAD = 1 << 9
PLACE_BEFORE = 1 << 10
OTHER_HEAD = 1 << 11
JOIN = 1 << 12
SPEECH = 1 << 13
ROLE = 1 << 14
PREPOSITION = 1 << 15
KNOWN = 1 << 16
TITLE = 1 << 17
CALENDAR = 1 << 18
NUMBER = 1 << 19
LOWER = 1 << 20
FOLD = 1 << 21
ABBREVIATION = 1 << 22
PREFIX = 1 << 23
TEAM = 1 << 24
EVENT_HEAD = 1 << 25
COMPANY = 1 << 26

HEADS = ORG_HEAD | ORG_END | PLACE_HEAD | OTHER_HEAD | EVENT_HEAD


# Marks that stand in one word (accents written apart, soft hyphens) may follow its letters. No part of the pattern
# can match in two ways, so that the time is linear on any text.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.)+[^\W\d_]\b\.?"
    r"|\d+(?:[.,]\d+)*"
    r"|[^\W\d_]+(?:[\u0300-\u036f\u00ad]+[^\W\d_]*)*"
    r"|[^\w\s]|_"
)
FOLDED = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "–"}
PREFIXES = word_set("al el as ash an ad ar at az bin ibn bint van von ben")
"""Particles in lower case that may begin a surname: al-Assad, bin Laden, van Gogh."""
RELATIVE = word_set(
    "today yesterday tomorrow tonight ago last next this past early late mid spring summer autumn fall winter "
    "aujourd heute hoy gestern ayer vorgestern anteayer "
    "quarter eighteen nineteen twenty thirties forties fifties sixties seventies eighties nineties"
)
_MONEY = frozenset("$€£¥")
_MAX_CACHE = 200_000
_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ers", ""),
    ("ly", ""),
    ("est", ""),
    ("ness", ""),
    ("ment", ""),
    ("ation", ""),
    ("ation", "e"),
)


class Tokens:
    """The tokens of one block, as parallel lists. Offsets are code points of the document."""

    __slots__ = ("ends", "flags", "shouted", "starts", "words")

    def __init__(self, words: list[str], starts: list[int], ends: list[int], flags: list[int]) -> None:
        self.words = words
        self.starts = starts
        self.ends = ends
        self.flags = flags
        self.shouted = False
        """Set in capitals throughout, so that a word in capitals is no short form."""

    def glued(self, index: int) -> bool:
        """True if token `index` touches the one before it."""
        return index > 0 and index < len(self.words) and self.ends[index - 1] == self.starts[index]

    def word(self, index: int) -> str:
        """Token `index`, or an empty string beyond either end."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def lower(self, index: int) -> str:
        """Token `index` casefolded, or an empty string beyond either end."""
        return self.words[index].casefold() if 0 <= index < len(self.words) else ""

    def flag(self, index: int) -> int:
        """Flags of token `index`, 0 beyond either end."""
        return self.flags[index] if 0 <= index < len(self.words) else 0


class Tokeniser:
    """Cuts text and remembers the flags of the words it has met (bounded)."""

    def __init__(self) -> None:
        self._lists: Gazetteer = gazetteer()
        self._date_words = _date_words(self._lists)
        self._number_words = (
            frozenset(self._lists.numbers) | self._lists.figures["scales"] | self._lists.figures["vague"]
        )
        self._cache: dict[str, int] = {}

    def cut(self, text: str, start: int, end: int) -> Tokens:
        """The tokens of `text[start:end]`."""
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        flags: list[int] = []
        seen = self._cache
        if len(seen) > _MAX_CACHE:
            seen.clear()
        for match in _TOKEN.finditer(text, start, end):
            word = match.group()
            flag = seen.get(word)
            if flag is None:
                flag = self._flags_of(word)
                if len(word) < 64:
                    seen[word] = flag
            if flag & FOLD:
                word = FOLDED[word]
            begin, stop = match.span()
            words.append(word)
            starts.append(begin)
            ends.append(stop)
            flags.append(flag)
        return Tokens(words, starts, ends, flags)

    def _flags_of(self, word: str) -> int:
        """What the lists say of a word."""
        if not word[0].isalpha():
            if word[0].isdecimal():  # not the sign of a note: ²
                return NUMBER
            if word in FOLDED:
                return FOLD
            return NUMBER if word in _MONEY else 0
        lists = self._lists
        folded = word.casefold()
        flag = self._form(word) | self._small_words(word, folded)
        if folded in self._date_words:
            flag |= CALENDAR
        if folded in self._number_words:
            flag |= NUMBER
        if self.is_common(folded):
            flag |= COMMON
        if flag & CAPITAL:
            proper = word.capitalize() if flag & UPPER else word
            if folded in lists.first:
                flag |= FIRST
            if folded in lists.last:
                flag |= LAST
            for name, bit in _HEAD_BITS:
                if proper in lists.heads[name] or word in lists.heads[name]:
                    flag |= bit
            if word in lists.nicknames:
                flag |= TEAM
        elif word in lists.heads["company"]:
            flag |= COMPANY | ORG_END  # plc
        if word in lists.single or word in lists.openings or (flag & UPPER and word.capitalize() in lists.openings):
            flag |= KNOWN
        if word in lists.titles:
            flag |= TITLE
        return flag

    @staticmethod
    def _form(word: str) -> int:
        flag = CAPITAL if word[0].isupper() or word[0].istitle() else LOWER
        if flag == CAPITAL:
            if len(word) == 1 or "." in word:
                flag |= INITIAL
            if len(word) > 1 and word.isupper():
                flag |= UPPER
        return flag

    def _small_words(self, word: str, folded: str) -> int:
        grammar = self._lists.grammar
        flag = 0
        if folded in grammar["stop"]:
            # US, IT, WHO: a pronoun in capitals is more often a name, and `single` decides
            flag |= 0 if word.isupper() and word in self._lists.single else STOP
        if word in grammar["join"]:
            flag |= JOIN
        if word in grammar["speech"]:
            flag |= SPEECH
        if word in self._lists.roles:
            flag |= ROLE
        if folded in grammar["before_place"]:
            flag |= PREPOSITION
        if folded in grammar["abbreviations"]:
            flag |= ABBREVIATION
        if word in PREFIXES:
            flag |= PREFIX
        return flag

    def is_head(self, word: str) -> bool:
        """True for the head of an organisation's name, such as `Council`."""
        heads = self._lists.heads
        return word in heads["org"] or (word in heads["orgend"] and word not in heads["company"])

    def is_legal_form(self, word: str) -> bool:
        """True for what the law adds to the name of a company: `Inc`, `S.A.`."""
        return word in self._lists.heads["legal"]

    def is_place_head(self, word: str) -> bool:
        """True for the head of a place's name, such as `Narrows`."""
        return word in self._lists.heads["place"]

    def stands_alone(self, word: str) -> bool:
        """True for a head that names a body by itself after `the`: `the Herald`, `the Commission`."""
        return word in self._lists.heads["press"]

    def is_common(self, folded: str, depth: int = 2) -> bool:
        """True if a casefolded word is an everyday English word, with up to `depth` regular endings."""
        words = self._lists.words
        if folded in words or folded in self._lists.grammar["stop"]:
            return True
        for ending, base in _ENDINGS:
            if folded.endswith(ending) and len(folded) - len(ending) >= 3:
                stem = folded[: -len(ending)] + base
                if stem in words or (depth > 1 and self.is_common(stem, depth - 1)):
                    return True
        return False


_HEAD_BITS = (
    ("org", ORG_HEAD),
    ("orgend", ORG_END),
    ("place", PLACE_HEAD),
    ("before", PLACE_BEFORE),
    ("other", OTHER_HEAD),
    ("event", EVENT_HEAD),
    ("company", COMPANY),
)


def _date_words(lists: Gazetteer) -> frozenset[str]:
    """Every word at which a date may begin, or by which it is recognised."""
    found = set(RELATIVE)
    for name in ("months", "other_months", "weekdays", "other_weekdays"):
        found.update(lists.calendar[name])
    return frozenset(found)


@cache
def tokeniser() -> Tokeniser:
    """The tokeniser of this process."""
    return Tokeniser()
