"""What a model says, made ready to be joined with the rules: the lines it is given, its spans without what is glued to
them, and which of those that no rule knows of are believed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.document import Block, Mention
from index.understanding.entities import SKIPPED_KINDS
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.tokens import EVENT_HEAD, OTHER_HEAD, PREFIXES, TITLE, tokeniser

NOT_NAMES: Final = frozenset({"DATE", "QUANTITY"})
Types = Mapping[str, Counter[str]]
"""Words -> how often they are a name of each type."""

_LONGEST: Final = 160
"""Characters. What is longer is no name."""
_RUNNING_WORDS: Final = 3
"""So many words in small letters make a sentence, where no more than 1.5 longer ones with a capital stand to each."""
_CAPITALS_A_WORD: Final = 1.5
_LONG_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_PARTS: Final = re.compile(r"[/\[\]()|\n]+|[-–—]\s|\s[-–—]")
_ARTICLE: Final = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"(?:['’]s?)\Z")
_LOWER: Final = re.compile(r"\b[a-z]{2,}\b")
_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_FIRST: Final = re.compile(r"\S+\s+")
_LAST: Final = re.compile(r"\s+\S+\Z")
_LONE: Final = re.compile(r"[^\W\d_]*[a-zß-öø-ÿ][^\W\d_]*")
"""A word that is neither initials nor a code."""
_QUOTES: Final = frozenset("\"“”‘’'«»")
_NEAR: Final = 30
_NEXT: Final = re.compile(r" ([^\W\d_]{1,40})")
_NO_PERSON: Final = frozenset({"the", "a", "an", "between"})
"""Words behind which nobody stands."""
_STORMS: Final = frozenset({"Hurricane", "Cyclone", "Typhoon"})
_BARE_ROLES: Final = word_set(
    "state defense defence secretary president minister general senator governor mayor chairman chief director judge"
    " officer professor doctor king queen prince princess pope bishop captain colonel major congress parliament senate"
    " treasury interior justice education health labor labour commerce agriculture house government"
)
_STOP: Final = word_set(
    "he she it they we i you his her their our my your this that these those there here who what when where why how"
    " and or but if in on at by for from of to with as is was are were be been not no yes mr mrs ms dr"
)


def is_running(text: str, block: Block) -> bool:
    """True for a block of sentences. Tables, results of matches and lines in capitals or in Title Case, of which models
    make names where there are none, are left to the rules. Scripts without capitals do not tell, and are read."""
    if block.kind in SKIPPED_KINDS:
        return False
    lower = capital = 0
    for word in _LONG_WORD.finditer(text, block.start, block.end):
        first = text[word.start()]
        if first.islower():
            lower += 1
        elif not first.isupper():
            return True
        elif word.end() - word.start() > _RUNNING_WORDS:
            capital += 1
    return lower >= _RUNNING_WORDS and capital <= _CAPITALS_A_WORD * lower


def types_of(text: str, mentions: Iterable[Mention]) -> Types:
    """How often each name is of which type."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        if mention.type not in NOT_NAMES:
            votes[text[mention.start : mention.end]][mention.type] += 1
    return votes


def most_often(votes: Counter[str]) -> str:
    """The type with most votes; of several the first by name."""
    return max(sorted(votes), key=lambda kind: votes[kind])


def cleaned(text: str, span: Mention) -> Iterator[Mention]:
    """A span without article, title, possessive and what is glued to it; nothing where no name is left."""
    at = span.start
    for part in [*_PARTS.finditer(text, span.start, span.end), None]:
        end = part.start() if part is not None else span.end
        one = _trimmed(text, at, end, span.type == "PERSON")
        if one is not None and not (span.type == "ORG" and _before_title(text, one[1])):
            yield replace(span, start=one[0], end=one[1], type=_typed(text, *one, span.type))
        at = part.end() if part is not None else end


def _before_title(text: str, end: int) -> bool:
    """True before the title of a person: `Varnian Finance` in `Varnian Finance Minister Josef Hallam` is no body."""
    word = _NEXT.match(text, end)
    return word is not None and word[1] in gazetteer().titles


def _typed(text: str, start: int, end: int, kind: str) -> str:
    """What models take for a body or a person and what is an event: `the Aisby Music Awards`, `Hurricane Margit`."""
    storm = kind in ("ORG", "PERSON") and text[start:end].split()[0] in _STORMS
    award = kind == "ORG" and tokeniser().cut(text, start, end).flags[-1] & EVENT_HEAD
    return "EVENT" if storm or award else kind


def _trimmed(text: str, start: int, end: int, person: bool) -> tuple[int, int] | None:
    if end - start > _LONGEST:
        return None
    start, end = _bare(text, start, end)
    article = _ARTICLE.match(text, start, end)
    if article is not None:
        start = article.end()
    possessive = _POSSESSIVE.search(text[start:end])
    if possessive is not None:
        end = start + possessive.start()
    start, end = _without_small_words(text, start, end, person)
    start, end = _bare(text, start, end)
    surface = text[start:end]
    if not any(char.isupper() or (char.isalpha() and not char.islower()) for char in surface):
        return None
    if surface.casefold().rstrip(".") in _STOP or surface.casefold() in _BARE_ROLES:
        return None
    return start, end


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without marks at either end, but for the full stop of an abbreviation."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    return start, end


def _without_small_words(text: str, start: int, end: int, person: bool) -> tuple[int, int]:
    """Without words in small letters at either end (`managerless Arsenal`, `Liberal Party of`) and titles of people."""
    while (word := _FIRST.match(text, start, end)) is not None:
        said = word[0].rstrip()
        title = person and _is_title(said)
        if not title and (not said.islower() or said in PREFIXES):
            break
        start = word.end()
    while (word := _LAST.search(text[start:end])) is not None and word[0].strip().islower():
        end = start + word.start()
    return start, end


def _is_title(word: str) -> bool:
    return bool(tokeniser().cut(word, 0, len(word)).flag(0) & TITLE)


@dataclass(frozen=True, slots=True)
class Belief:
    """Whether what no rule knows of is taken for a name, in one document."""

    text: str
    lower: frozenset[str]
    """Words that stand in small letters somewhere."""
    model: Types
    rules: Types
    wide: bool
    """What a model alone sees counts for more than people."""

    @classmethod
    def of(cls, text: str, model: Sequence[Mention], rules: Sequence[Mention], wide: bool) -> Belief:
        """From all that both found in a text."""
        return cls(text, frozenset(_LOWER.findall(text)), types_of(text, model), types_of(text, rules), wide)

    def in_(self, span: Mention) -> Mention | None:
        """The span as the name that it is, or None: digits make a machine of it (F-16), marks around it a title. What
        the rules know from another place is what it is there."""
        surface = self.text[span.start : span.end]
        words = [word.casefold() for word in _WORD.findall(surface)]
        if not words or any(char.isdigit() for char in surface) or self._quoted(span):
            return None
        known = self.rules.get(surface)
        if known is not None:
            return replace(span, type=most_often(known), rule="propagated")
        believed = self._believed(span, surface, words) if len(words) > 1 else self._lone(span, surface, words[0])
        return span if believed else None

    def _believed(self, span: Mention, surface: str, words: Sequence[str]) -> bool:
        """Of several words: a person; a body where the model sees it twice, as it is wrong about half of those that it
        sees once; anything else that is not made of everyday words."""
        if tokeniser().cut(surface, 0, len(surface)).flags[-1] & (OTHER_HEAD | EVENT_HEAD):
            return False
        if span.type == "PERSON":
            return True
        everyday = all(word in self.lower or tokeniser().is_common(word) for word in words)
        return self.wide and not everyday and (span.type != "ORG" or self.model[surface][span.type] > 1)

    def _lone(self, span: Mention, surface: str, word: str) -> bool:
        """A single word that no rule knows is right less often than wrong, but for people of whom the model is sure."""
        if not self.wide or span.type != "PERSON" or len(self.model[surface]) > 1 or surface.endswith("s"):
            return False
        if not _LONE.fullmatch(surface) or word in self.lower or tokeniser().is_common(word):
            return False
        before = self.text[max(0, span.start - _NEAR) : span.start].split()
        return not (before and (before[-1][0].isupper() or before[-1].casefold() in _NO_PERSON))

    def _quoted(self, span: Mention) -> bool:
        before = self.text[max(0, span.start - 1) : span.start]
        return before in _QUOTES and self.text[span.end : span.end + 1] in _QUOTES
