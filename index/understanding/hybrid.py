"""Rules and a model together: the rules where they are sure, the model's word where they are not and it is of use.

The rules have the last word on what they found; the model adds names that no rule sees, says where a name ends on which
the rules are not sure, and tells a body from a person that only a verb of speech made one. It reads sentences: tables,
results and lines in capitals are left to the rules. Dates and quantities are the rules' alone, because they come with
what they are worth.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from index.document import Block, Mention
from index.understanding.entities import SKIPPED_KINDS
from index.understanding.extractor import EntityExtractor
from index.understanding.gazetteer import gazetteer
from index.understanding.model_spans import Belief, cleaned, is_running
from index.understanding.models import HYBRID_VERSION

_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SMALL: Final = "model:sm"
_LONGER: Final = frozenset({"PERSON", "ORG", "EVENT", "WORK"})
"""Types of which a model's longer name outweighs a part of it that the rules found."""
_GUESSES: Final = frozenset({"speech", "surname", "several-words", "told", "list"})
"""Rules that take a name for a person's or a body's where nothing else tells."""


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
        read = [block for block in blocks if is_running(text, block)]
        spans = self._model.spans(text, read)
        found = [Mention(a, b, kind, self._rule, False) for a, b, kind in spans]
        return merged(text, blocks, rules, found, wide=self._rule != _SMALL)


def merged(
    text: str, blocks: Sequence[Block], rules: Sequence[Mention], model: Iterable[Mention], *, wide: bool = True
) -> list[Mention]:
    """Both in one list, sorted, none over another. `wide`: what a model alone sees counts for more than people."""
    spans = _without_overlaps(one for span in model for one in cleaned(text, span))
    names = [mention for mention in rules if mention.type != "QUANTITY"]
    if wide:
        names = _judged(text, names, spans)
    belief = Belief.of(text, spans, names, wide)
    added = [one for span in spans if (one := span if _touched(names, span) else belief.in_(span)) is not None]
    kept = _joined(text, names, added)
    kept = _without_overlaps([*kept, *_further(text, blocks, kept)])
    free = [mention for mention in rules if mention.type == "QUANTITY" and not _touched(kept, mention)]
    return sorted([*kept, *free], key=lambda mention: mention.start)


def _without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Sorted by start; of two that overlap the earlier and longer is kept."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _touched(kept: Sequence[Mention], mention: Mention) -> bool:
    at = bisect_left(kept, mention.start + 1, key=lambda each: each.end)
    return at < len(kept) and kept[at].start < mention.end


# -- one name, two types -----------------------------------------------------------------------------------------------


def _judged(text: str, rules: Sequence[Mention], model: Sequence[Mention]) -> list[Mention]:
    """What the rules found, but a body where they guessed and the model sees one."""
    surnames = {
        text[m.start : m.end].split()[-1]
        for m in (*rules, *model)
        if m.type == "PERSON" and " " in text[m.start : m.end]
    }
    bodies = {(span.start, span.end): span for span in model if span.type == "ORG"}
    found: list[Mention] = []
    for mention in rules:
        body = bodies.get((mention.start, mention.end))
        guessed = mention.rule in _GUESSES and text[mention.start : mention.end] not in surnames
        alone = mention.rule != "surname" or _one_word(text, mention)
        found.append(body if body is not None and guessed and alone else mention)
    return found


# -- one place, two names ----------------------------------------------------------------------------------------------


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
    name, or the rules are not sure of one that the model does not cut up."""
    if mention.type == "DATE" or (len(spans) > 1 and mention.type == "PERSON"):
        return True
    if all(span.type not in _LONGER or _same(text, span, mention) for span in spans):
        return True
    if any(span.start <= mention.start and mention.end <= span.end for span in spans):
        return False
    return mention.certain or all(_one_word(text, span) for span in spans)


def _same(text: str, span: Mention, mention: Mention) -> bool:
    """True for one name, the full stop of an abbreviation apart."""
    return span.start == mention.start and text[span.start : span.end].rstrip(".") == text[
        mention.start : mention.end
    ].rstrip(".")


def _one_word(text: str, span: Mention) -> bool:
    return " " not in text[span.start : span.end]


def _further(text: str, blocks: Sequence[Block], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Further places of the names that the model saw more than once; the longest that fits at each word."""
    seen = [mention for mention in mentions if mention.rule.startswith("model:")]
    counts = Counter(text[m.start : m.end] for m in seen)
    kinds = {text[m.start : m.end]: m.type for m in seen}
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
