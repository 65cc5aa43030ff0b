"""What the names of a document say of each other: one surface has one type, initials are their body's."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.document import Mention
from index.understanding.kinds import VESSEL
from index.understanding.tokens import COMMON, INITIAL, LAST, STOP, UPPER, tokeniser

_CERTAIN_WEIGHT = 4
_LONGEST_UNKNOWN_PERSON = 3
_DOUBTFUL_LISTS = frozenset({"gazetteer:city", "gazetteer:body", "gazetteer:club"})
"""Lists whose names are often borne by people as well."""
_LIST_GAPS = frozenset({",", "and", ", and", "and the", "or", ", or", "&", "et", "und", "y", "e"})
_LONGEST_GAP = 8
_ROMANCE = frozenset({"fr", "es", "it", "pt"})
"""Languages in which a name has a capital and a noun has none."""
_ARTICLES = frozenset(
    {"la", "le", "les", "el", "los", "las", "il", "lo", "un", "une", "una", "o", "os", "as", "à", "au"}
)
_ANYBODYS = frozenset({"Government", "Union", "Administration", "Convention", "Conference", "Service", "System"})
_TELLING = frozenset({"place-noun", "state", "based"})
"""Rules that say so plainly what a name is that no surname outweighs them."""
_IN_LISTS = frozenset({"PERSON", "ORG", "PLACE"})


_EVERYDAY = COMMON | STOP | INITIAL
_INNER_CAPITAL = re.compile(r"[a-z]{2}[A-Z]")


@dataclass(slots=True)
class Found:
    """A name on its way: character offsets, the type as far as it is known, and what settles it."""

    start: int
    end: int
    type: str | None
    rule: str
    sure: bool
    words: tuple[str, ...]
    """Its words with a capital."""
    flags: int
    """Flags of its first word."""
    opening: bool
    """A single word whose capital may be owed to the start of a sentence."""
    placed: bool
    """After a preposition of place."""
    the: bool
    """After `the`."""


def settle_lists(names: list[Found], text: str) -> None:
    """In `A, B and C` those whose type is open are what the others are, where the others are of one kind."""
    at = 0
    while at < len(names):
        end, closed = at + 1, False
        while end < len(names) and names[end].start - names[end - 1].end < _LONGEST_GAP:
            gap = text[names[end - 1].end : names[end].start].strip()
            if gap not in _LIST_GAPS:
                break
            closed = closed or gap != ","
            end += 1
        kinds = {name.type for name in names[at:end]} - {None}
        if closed and len(kinds) == 1 and kinds <= _IN_LISTS:
            for name in names[at:end]:
                if name.type is None and name.rule == "unknown" and (not name.flags & _EVERYDAY or _person_like(name)):
                    if "PERSON" not in kinds and (len(name.words) > 1 or name.flags & _EVERYDAY):
                        continue
                    name.type, name.rule = next(iter(kinds)), "list"
        at = end


def _person_like(name: Found) -> bool:
    """True for two words the second of which is no everyday one: `Rabbit Maranville`."""
    return len(name.words) == 2 and not name.the and not tokeniser().is_common(name.words[1].casefold())


def _shortens(word: str) -> bool:
    """True for a head that stands for its body after `the`; the Government and the Union may be anybody's."""
    return word not in _ANYBODYS and tokeniser().is_head(word)


class Ledger:
    """What the names of a document say of each other."""

    def __init__(self, names: list[Found], lower: set[str], language: str | None) -> None:
        self._lower = lower
        self._cautious = language not in (None, "en")
        self._romance = language in _ROMANCE
        self._votes: dict[tuple[str, ...], Counter[str]] = {}
        self._last: set[str] = set()
        self._parts: set[str] = set()
        self._initials: set[str] = set()
        self._short: dict[str, str] = {}
        self._companies: set[tuple[str, ...]] = set()
        """What companies are called without their legal form."""
        self._inside: set[str] = {
            name.words[0]
            for name in names
            if len(name.words) == 1 and not name.opening and (name.type is not None or name.rule == "short-form")
        }
        """Single names that stand inside a sentence somewhere."""
        self._repeated = {words for words, count in Counter(name.words for name in names).items() if count > 1}
        self._written = {word.casefold(): word for name in names for word in name.words if not word.isupper()}
        self._note_bodies(names)
        for name in names:
            if self._ignored(name):
                continue
            kind = name.type
            if kind is None and len(name.words) > 1 and not self._cautious:
                kind = self._several(name)[0]
            if kind is not None:
                votes = self._votes.setdefault(name.words, Counter())
                votes[kind] += _CERTAIN_WEIGHT if name.sure else 2 if kind == VESSEL or name.rule in _TELLING else 1
        for name in names:
            if len(name.words) > 1 and self._majority(name.words) == "PERSON" and name.type in (None, "PERSON"):
                self._last.add(name.words[-1])
                self._parts.update(name.words[:-1])
        self._last -= {name.words[-1] for name in names if name.rule == "storm"}

    def _note_bodies(self, names: list[Found]) -> None:
        """The initials of bodies, and the words that stand for them alone: `the Council` after its full name."""
        for name in names:
            if name.type == "ORG" and len(name.words) > 1:
                self._note_company(name)
                self._initials.add("".join(word[0] for word in name.words))
                self._short.update((word, "ORG") for word in name.words if _shortens(word))
            elif name.type == "PLACE" and len(name.words) > 1 and tokeniser().is_place_head(name.words[-1]):
                self._short.setdefault(name.words[-1], "PLACE")

    def _note_company(self, name: Found) -> None:
        """`Oranda Corp` is `Oranda` afterwards, and `Oranda Grain Corp` is `Oranda Grain`."""
        words = name.words
        while len(words) > 1 and tokeniser().is_legal_form(words[-1]):
            words = words[:-1]
        if len(words) < len(name.words):
            self._companies.add(words)

    def _is_company(self, name: Found) -> bool:
        """True for a company without its legal form, whose name is no everyday word of the text and nobody's."""
        if name.words not in self._companies or name.words[0] in self._last:
            return False
        return len(name.words) > 1 or not name.opening or name.words[0].casefold() not in self._lower

    def _short_form(self, name: Found) -> str | None:
        """Type of what stands for a body or place named in full elsewhere: its initials, or its head after `the`."""
        if len(name.words) != 1:
            return None
        word = name.words[0]
        if name.flags & UPPER:
            return "ORG" if word.replace(".", "") in self._initials else None
        if name.rule != "short-form" or not name.the:
            return None
        if word in self._short:
            return self._short[word]
        alone = tokeniser().stands_alone(word) and word.casefold() not in self._lower
        return "ORG" if alone and (not name.opening or word in self._inside) else None

    def _ignored(self, name: Found) -> bool:
        """True for a single everyday word with a capital that only its place explains."""
        if name.sure or len(name.words) != 1:
            return False
        word = name.words[0].casefold()
        if word in self._lower and not name.flags & UPPER:
            return True
        return name.opening and bool(name.flags & COMMON) and name.words[0] not in self._inside

    def knows(self, word: str) -> bool:
        """True for a word that is a name, or the surname of a person, somewhere in the document."""
        return word in self._last or (word,) in self._votes

    def written(self, word: str) -> str:
        """A word in capitals as the document writes it elsewhere: `McOrrin` for `MCORRIN`."""
        return self._written.get(word.casefold(), word.capitalize())

    def _majority(self, words: tuple[str, ...]) -> str | None:
        votes = self._votes.get(words)
        return max(sorted(votes), key=lambda kind: votes[kind]) if votes else None

    def _means_person(self, name: Found) -> bool:
        """True if a single word is part of a person's full name in this document and nothing speaks against it."""
        word = name.words[0]
        if word in self._last:
            return name.type in (None, "PERSON") or not (name.placed or name.rule in _TELLING)
        return word in self._parts and name.type in (None, "PERSON")

    def settle(self, names: list[Found], heading: bool = False) -> list[Mention]:
        """The names that are kept, each with its type."""
        kept: list[Mention] = []
        for name in names:
            kind, rule, sure = self._decide(name, heading)
            if kind is not None and kind != VESSEL:
                kept.append(Mention(name.start, name.end, kind, rule, sure))
        return kept

    def _decide(self, name: Found, heading: bool) -> tuple[str | None, str, bool]:
        """Type, rule and certainty of one name; no type where it is none."""
        nothing = (None, "", False)
        short = None if name.sure else self._short_form(name)
        if short is not None and not (heading and name.rule == "acronym"):
            return short, "short-form", False
        if name.sure:
            person = len(name.words) == 1 and name.words[0] in self._last and name.rule in _DOUBTFUL_LISTS
            return ("PERSON", "propagated", False) if person and not name.placed else (name.type, name.rule, True)
        if name.placed and name.rule.startswith("gazetteer") and name.type == "PLACE":
            return "PLACE", name.rule, False  # in Boston, where Boston plays
        if name.type != "PLACE" and self._is_company(name):
            return "ORG", "short-form", False
        if len(name.words) == 1 and self._means_person(name):
            return "PERSON", "propagated", False
        if self._ignored(name):
            return nothing
        majority = self._majority(name.words)
        if name.type is not None:
            shouting = heading and name.rule == "head:org" and name.flags & UPPER and majority is None
            if shouting and all(tokeniser().is_common(word.casefold()) for word in name.words):
                return nothing  # NEWS DIGEST
            if heading and name.rule not in ("first-name", "surname", "head:org", "head:place") and majority is None:
                return (name.type, name.rule, False) if name.rule.startswith("gazetteer") else nothing
            if self._cautious and name.rule in ("preposition", "speech", "acronym", "head:before") and majority is None:
                return nothing
            return (majority or name.type), (name.rule if majority in (None, name.type) else "propagated"), False
        if majority is not None:
            own = len(name.words) > 1 and majority == self._several(name)[0]
            return majority, ("several-words" if own else "propagated"), False
        if heading or (self._cautious and not (self._romance and len(name.words) > 1)):
            return nothing
        return self._fallback(name)

    def _several(self, name: Found) -> tuple[str | None, str, bool]:
        """A name of several words none of which says what it is."""
        if name.rule == "placed" and len(name.words) == 2:
            return "ORG", "several-words", False  # Norway Soir
        if name.rule == "hyphened" or any(len(word) > 1 and word.isupper() for word in name.words):
            return None, "", False
        if all(len(word) == 1 for word in name.words):
            return None, "", False
        if name.the or any(tokeniser().is_common(word.casefold()) for word in name.words):
            return None, "", False
        if self._romance and (name.words[0].casefold() in _ARTICLES or name.words[1].casefold() in _ARTICLES):
            return None, "", False
        person = len(name.words) <= _LONGEST_UNKNOWN_PERSON
        return "PERSON" if person else "ORG", "several-words", False

    def _fallback(self, name: Found) -> tuple[str | None, str, bool]:
        """A name that nothing tells apart."""
        if len(name.words) > 1:
            return self._several(name)
        if name.flags & LAST and not name.flags & STOP and not (name.opening and name.flags & COMMON):
            return "PERSON", "surname", False
        if (
            name.words in self._repeated
            and _INNER_CAPITAL.search(name.words[0])
            and not name.words[0].startswith(("Mac", "Fitz"))
        ):
            return "ORG", "inner-capital", False  # LibriVox
        return None, "", False
