"""Rules and a model together: the model's spans cleaned, the rules where they are sure, one type a surface.

The rules have the last word on what they found; the model adds names that no rule sees, and says where a name ends on
which the rules are not sure. What it alone takes for a name is believed where it looks like one. Dates and quantities
are the rules' alone, because they come with what they are worth.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Protocol

from index.document import Block, Mention
from index.understanding.entities import SKIPPED_KINDS
from index.understanding.extractor import EntityExtractor
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.models import HYBRID_VERSION
from index.understanding.tokens import tokeniser

NOT_NAMES: Final = frozenset({"DATE", "QUANTITY"})
_TITLED: Final = frozenset({"headline", "heading"})
"""Kinds of block in which every word may have a capital: there the rules ask what the rest of the document knows."""
_CERTAIN_WEIGHT: Final = 4
_LONGEST: Final = 160
_PARTS: Final = re.compile(r"[/\[\]()|\n]+|[-–—]\s|\s[-–—]")
_ARTICLE: Final = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"(?:['’]s?)\Z")
_LOWER: Final = re.compile(r"\b[a-z]{2,}\b")
_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_BARE_ROLES: Final = word_set(
    "state defense defence secretary president minister general senator governor mayor chairman chief director judge"
    " officer professor doctor king queen prince princess pope bishop captain colonel major congress parliament senate"
    " treasury interior justice education health labor labour commerce agriculture house government"
)
_STOP: Final = word_set(
    "he she it they we i you his her their our my your this that these those there here who what when where why how"
    " and or but if in on at by for from of to with as is was are were be been not no yes mr mrs ms dr"
)
_SMALL: Final = "model:sm"
_LONGER: Final = frozenset({"PERSON", "ORG", "EVENT"})
"""Types of which a model's longer name outweighs a part of it that the rules found."""
_SURE_PLACE: Final = "gazetteer:"


class SpanFinder(Protocol):
    """A model at work."""

    def spans(self, text: str, blocks: Sequence[Block]) -> Iterable[tuple[int, int, str]]:
        """(start, end, type) of what it takes for names in some blocks, in their order."""
        ...


class HybridExtractor:
    """Another extractor's findings joined with a model's."""

    def __init__(self, rules: EntityExtractor, model: SpanFinder, rule: str, language: str) -> None:
        self._rules = rules
        self._model = model
        self._rule = rule
        self._language = language

    @property
    def name(self) -> str:
        """What its own findings have as their rule."""
        return self._rule

    @property
    def version(self) -> str:
        """Of the rules, and of how they are joined with the model."""
        return f"{self._rules.version} hybrid/{HYBRID_VERSION}"

    def extract(self, text: str, blocks: Sequence[Block], language: str | None) -> list[Mention]:
        """See `EntityExtractor.extract`. A document in another language than the model's is left to the rules."""
        rules = self._rules.extract(text, blocks, language)
        if (language or "en") != self._language:
            return rules
        read = [block for block in blocks if block.kind not in SKIPPED_KINDS and block.kind not in _TITLED]
        spans = self._model.spans(text, read)
        found = [Mention(a, b, kind, self._rule, False) for a, b, kind in spans]
        return merged(text, blocks, rules, found, wide=self._rule != _SMALL)


def merged(
    text: str, blocks: Sequence[Block], rules: Sequence[Mention], model: Iterable[Mention], *, wide: bool = True
) -> list[Mention]:
    """Both in one list, sorted, none over another. `wide`: what a model alone sees counts for more than people."""
    cleaned = _without_overlaps(one for span in model for one in _cleaned(text, span))
    lower = set(_LOWER.findall(text))
    names = [mention for mention in rules if mention.type != "QUANTITY"]
    kept = _joined(
        text, names, [span for span in cleaned if _touched(names, span) or _believed(text, span, lower, wide)]
    )
    kept = _one_type(text, kept)
    kept = _without_overlaps([*kept, *_further(text, blocks, kept)])
    free = [mention for mention in rules if mention.type == "QUANTITY" and not _touched(kept, mention)]
    return sorted([*kept, *free], key=lambda mention: mention.start)


# -- what the model found ----------------------------------------------------------------------------------------------


def _cleaned(text: str, span: Mention) -> Iterator[Mention]:
    """A span without article, possessive and what is glued to it; nothing where no name is left."""
    at = span.start
    for part in [*_PARTS.finditer(text, span.start, span.end), None]:
        end = part.start() if part is not None else span.end
        one = _trimmed(text, at, end)
        if one is not None:
            yield replace(span, start=one[0], end=one[1])
        at = part.end() if part is not None else end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    article = _ARTICLE.match(text, start, end)
    if article is not None:
        start = article.end()
    possessive = _POSSESSIVE.search(text[start:end])
    if possessive is not None:
        end = start + possessive.start()
    surface = text[start:end]
    if (
        not surface
        or end - start > _LONGEST
        or not any(char.isupper() or (char.isalpha() and not char.islower()) for char in surface)
    ):
        return None
    if surface.casefold().rstrip(".") in _STOP or surface.casefold() in _BARE_ROLES:
        return None
    return start, end


def _without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Sorted by start; of two that overlap the earlier and longer is kept."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _believed(text: str, span: Mention, lower: set[str], wide: bool) -> bool:
    """Whether what no rule knows of is taken for a name: it has several words and no digit (F-16 is a machine).

    A single word that no rule knows is right less often than wrong, and so is what small models take for anything but
    people; not `wide`: people alone are believed.
    """
    surface = text[span.start : span.end]
    words = [word.casefold() for word in _WORD.findall(surface)]
    if len(words) < 2 or any(char.isdigit() for char in surface):
        return False
    if span.type == "PERSON":
        return True
    return wide and not all(word in lower or tokeniser().is_common(word) for word in words)


# -- both --------------------------------------------------------------------------------------------------------------


def _joined(text: str, rules: Sequence[Mention], model: Sequence[Mention]) -> list[Mention]:
    """One of the two wherever they meet."""
    kept: list[Mention] = []
    gone: set[int] = set()
    starts = [span.end for span in model]
    for mention in rules:
        first = bisect_left(starts, mention.start + 1)
        last = first
        while last < len(model) and model[last].start < mention.end:
            last += 1
        touched = range(first, last)
        if not touched:
            kept.append(mention)
        elif _counts(text, mention, [model[at] for at in touched]):
            kept.append(mention)
            gone.update(touched)
    kept.extend(span for at, span in enumerate(model) if at not in gone)
    return _without_overlaps(kept)


def _counts(text: str, mention: Mention, spans: Sequence[Mention]) -> bool:
    """True if a finding of the rules outweighs what the model has in its place: it does, but where that is a longer
    name, or the rules are not sure."""
    if mention.type == "DATE":
        return True
    if all(span.type not in _LONGER or (span.start, span.end) == (mention.start, mention.end) for span in spans):
        return True
    if any(span.start <= mention.start and mention.end <= span.end for span in spans):
        return False
    return mention.certain or all(_one_word(text, span) for span in spans)


def _one_word(text: str, span: Mention) -> bool:
    return " " not in text[span.start : span.end]


def _one_type(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """One surface, one type; a bare surname of somebody who is named in full is that person."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        if mention.type not in NOT_NAMES:
            votes[text[mention.start : mention.end]][mention.type] += _CERTAIN_WEIGHT if mention.certain else 1
    best = {surface: max(sorted(counts), key=lambda kind: counts[kind]) for surface, counts in votes.items()}
    surnames = {surface.split()[-1] for surface, kind in best.items() if kind == "PERSON" and " " in surface}
    found: list[Mention] = []
    for mention in mentions:
        surface = text[mention.start : mention.end]
        kind = best.get(surface, mention.type)
        if surface in surnames and not mention.rule.startswith(_SURE_PLACE):
            kind = "PERSON"
        found.append(mention if kind == mention.type else replace(mention, type=kind, rule="propagated", certain=False))
    return found


def _further(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Further places of the names that stand more than once; the longest that fits at each word."""
    counts = Counter(text[m.start : m.end] for m in mentions if m.type not in NOT_NAMES)
    kinds = {text[m.start : m.end]: m.type for m in mentions}
    names: dict[str, list[str]] = defaultdict(list)
    for surface, count in counts.items():
        if count > 1 and len(surface) > 2 and surface.casefold() not in gazetteer().grammar["not_acronym"]:
            first = _WORD.match(surface)
            if first is not None:
                names[first[0]].append(surface)
    for surfaces in names.values():
        surfaces.sort(key=len, reverse=True)
    ends = [mention.end for mention in mentions]
    for block in blocks if names else ():
        if block.kind in SKIPPED_KINDS:
            continue
        for word in _WORD.finditer(text, block.start, block.end):
            for surface in names.get(word[0], ()):
                end = word.start() + len(surface)
                if end <= block.end and text.startswith(surface, word.start()) and not text[end : end + 1].isalnum():
                    at = bisect_left(ends, word.start() + 1)
                    if at == len(mentions) or mentions[at].start >= end:
                        yield Mention(word.start(), end, kinds[surface], "propagated", False)
                    break


def _touched(kept: Sequence[Mention], mention: Mention) -> bool:
    at = bisect_left(kept, mention.start + 1, key=lambda each: each.end)
    return at < len(kept) and kept[at].start < mention.end
