"""What stands around a passage of one document: the words of its sentence, the head of its column, an event."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from index.document import Block, Span
from index.facts.words import EVENTS, Word, tells, words_of
from index.sentences import sentence_around

_NEAR: Final = 14
"""Words that are kept of a sentence, the nearest ones."""
_ENDS_CLAUSE: Final = re.compile(r"[;:,()—–|“”\"]|\n")
_STOPS: Final = re.compile(r"[;:|]|\n\s*\n| [—–] ")
_REACH: Final = 9
"""Words between an event and its date."""
_BESIDE: Final = 10
"""Words around an event that tell what it befell."""
_AGED: Final = re.compile(r",?\s+(?:is|was|aged)\s+$")
_MONTH: Final = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+$")
_NAME: Final = re.compile(r"[^\W\d_][\w'’-]+(?: [A-Z][\w'’-]+)+")

_REACH_BEHIND: Final = 5
_TURNS: Final = frozenset({"that", "who", "which", "when", "and", "but", "que", "qui", "dass"})
_ARTICLES: Final = frozenset({"the", "a", "its", "their", "la", "le", "der", "die"})
_FROM: Final = frozenset(
    {"after", "before", "since", "following", "from", "suivant", "après", "depuis", "nach", "within"}
)
_GOES_ON: Final = frozenset({"he", "she", "it", "they", "this", "that"})
_SHORT: Final = 10
"""Words of a sentence that only goes on."""


class Event(NamedTuple):
    """What a date is of."""

    name: str
    word: str
    """As it stands here, in lower case."""
    beside: tuple[str, ...]
    """Words around it that tell what it befell, with their first letters as they stand."""


class Surroundings:
    """The text around passages that are asked for in order of position."""

    def __init__(self, path: str, text: str, blocks: Sequence[Block]) -> None:
        self.path = path
        self.text = text
        self._blocks = blocks
        self._begins = [block.start for block in blocks]
        self._sentence = Span(0, 0)
        self._words: list[Word] = []

    def block(self, span: Span) -> Block | None:
        """The block that a passage stands in."""
        at = bisect_right(self._begins, span.start) - 1
        return self._blocks[at] if at >= 0 else None

    def sentence(self, span: Span) -> Span:
        """The sentence of a passage; of a table its line."""
        if not (self._sentence.start <= span.start and span.end <= self._sentence.end):
            block = self.block(span)
            paragraph = Span(block.start, block.end) if block is not None else Span(0, len(self.text))
            self._sentence = sentence_around(self.text, span, paragraph)
            self._words = list(words_of(self.text, *self._sentence))
        return self._sentence

    def after(self, span: Span, number: int) -> list[Word]:
        """The words after it in its clause, so many at most."""
        sentence = self.sentence(span)
        stop = _ENDS_CLAUSE.search(self.text, span.end, sentence.end)
        end = stop.start() if stop is not None else sentence.end
        return [word for word in self._words if span.end <= word.start and word.end <= end][:number]

    def before(self, span: Span, number: int) -> list[Word]:
        """The words before it in its clause, so many at most, the nearest last."""
        sentence = self.sentence(span)
        start = sentence.start
        for found in _ENDS_CLAUSE.finditer(self.text, sentence.start, span.start):
            start = found.end()
        return [word for word in self._words if start <= word.start and word.end <= span.start][-number:]

    def telling(self, span: Span) -> tuple[str, ...]:
        """Words of its sentence that tell of what it is, the nearest ones, sorted."""
        self.sentence(span)
        told = [
            word for word in self._words if (word.end <= span.start or word.start >= span.end) and tells(word.folded)
        ]
        told.sort(key=lambda word: span.start - word.end if word.end <= span.start else word.start - span.end)
        return tuple(sorted({word.folded for word in told[:_NEAR]}))

    # -- shapes ----------------------------------------------------------------------------------------------------

    def column_head(self, span: Span) -> list[str] | None:
        """The words above its column, where it stands alone in a field of a table; None elsewhere."""
        block = self.block(span)
        if block is None or block.kind != "table":
            return None
        text = self.text
        begin = text.rfind("\n", block.start, span.start) + 1 or block.start
        if begin <= block.start:
            return None
        column = text.count("|", begin, span.start)
        edges = (text.rfind("|", begin, span.start), text.find("|", span.end, block.end))
        if not column or -1 in edges or text[edges[0] + 1 : edges[1]].strip() != text[span.start : span.end]:
            return []
        first = text.find("\n", block.start, block.end)
        fields = text[block.start : first].split("|")
        head = fields[column] if column < len(fields) else ""
        return [word.folded for word in words_of(head, 0, len(head)) if tells(word.folded) or word.folded in EVENTS]

    def is_day(self, span: Span) -> bool:
        """True for a number after the name of a month."""
        return _MONTH.search(self.text[max(0, span.start - 12) : span.start]) is not None

    def aged(self, span: Span) -> str:
        """The surname before `is 19`, where the sentence or the clause ends there; "" where there is none."""
        sentence = self.sentence(span)
        behind = self.text[span.end : span.end + 1]
        lead = _AGED.search(self.text[max(sentence.start, span.start - 12) : span.start])
        if lead is None or behind not in ".,;":
            return ""
        name = _NAME.match(self.text, sentence.start)
        return name[0].split()[-1].casefold() if name is not None and name.end() <= span.start else ""

    def event(self, span: Span) -> Event | None:
        """The event that a date is of; None where none is told.

        Of a date that stands before its sentence, as in a list, the event of that sentence; of one in a sentence that
        only goes on about what was told, such as `He gave the date as …`, the event of the sentence before.
        """
        found = self._event_in(self.sentence(span), span)
        if found is not None:
            return found
        sentence, block = self.sentence(span), self.block(span)
        if block is None:
            return None
        words = [word for word in self._words if word.end <= span.start or word.start >= span.end]
        if not words and sentence.end < block.end:
            after = sentence_around(self.text, Span(sentence.end, sentence.end + 1), Span(sentence.end, block.end))
            return self._event_in(Span(sentence.start, after.end), span, list(words_of(self.text, *after)))
        if words and words[0].folded in _GOES_ON and len(words) <= _SHORT and sentence.start > block.start:
            last = max(block.start, sentence.start - 2)
            before = sentence_around(self.text, Span(last, last + 1), Span(block.start, sentence.start))
            return self._event_in(Span(before.start, span.end), span, list(words_of(self.text, *before)))
        return None

    def _event_in(self, sentence: Span, span: Span, words: list[Word] | None = None) -> Event | None:
        low, high = sentence.start, sentence.end
        if words is None:
            for found in _STOPS.finditer(self.text, low, high):
                if found.end() <= span.start:
                    low = found.end()
                elif found.start() >= span.end:
                    high = found.start()
                    break
        words = [word for word in (self._words if words is None else words) if low <= word.start and word.end <= high]
        ahead = [at for at, word in enumerate(words) if word.end <= span.start]
        behind = [at for at, word in enumerate(words) if word.start >= span.end]
        best = next((at for at in reversed(ahead[-_REACH:]) if self._is_event(words, at)), None)
        if best is None:
            for at in behind[:_REACH_BEHIND]:
                if words[at].folded in _TURNS:
                    break
                if self._is_event(words, at):
                    best = at
                    break
        if best is None:
            return None
        event = EVENTS[words[best].folded]
        told: dict[str, None] = {}
        for word in words[max(0, best - _BESIDE) : best + _BESIDE + 1]:
            beside = word.end <= span.start or word.start >= span.end
            if beside and tells(word.folded) and EVENTS.get(word.folded) != event:
                told[self.text[word.start : word.start + 1] + word.folded[1:]] = None
        return Event(event, words[best].folded, tuple(sorted(told)))

    @staticmethod
    def _is_event(words: Sequence[Word], at: int) -> bool:
        """An event, not one that a time is only counted from: `two days after the signing`."""
        if words[at].folded not in EVENTS:
            return False
        lead = [word.folded for word in words[max(0, at - 2) : at]]
        while lead and lead[-1] in _ARTICLES:
            lead.pop()
        return not lead or lead[-1] not in _FROM
