"""Quotations beside which no cue stands: what makes them quotations, and whose words they go on with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from index.document import Span
from index.understanding.clauses import PRONOUNS, QUOTE, WORD, Paragraph
from index.understanding.cues import cues
from index.understanding.gazetteer import word_set
from index.understanding.referents import PRONOUN_GENDER, Referent, Referents
from index.understanding.rows import Row
from index.understanding.speakers import Given, ahead

WORDS: Final = re.compile(r"\w+(?:['’]\w+)*")
SINGLE: Final = frozenset("'‘’‚‛‹›")
LONG: Final = 8
"""Words from which a quoted stretch is more than a title or a term."""
UNTOLD: Final = Referent("unknown", None, None, 0, 0, 0.0, "unclear")


class Uncued:
    """Looks for the speakers of quotations that stand by themselves."""

    def __init__(self, text: str, referents: Referents, paragraph: Callable[[int], Paragraph | None]) -> None:
        """`paragraph(n)`: the n-th paragraph of the document."""
        self._text = text
        self._referents = referents
        self._paragraph = paragraph

    def referent(self, paragraph: Paragraph, number: int, given: Given) -> Referent:
        """Who the subject of a cue is; unknown where that is unclear."""
        phrase = given.phrase
        if phrase is None:
            return UNTOLD
        word = paragraph.word(phrase.head)
        if word in PRONOUNS:
            if word in PRONOUN_GENDER or word == "it":
                found = self._referents.pronoun(word, paragraph, phrase.head, lambda n: self._paragraph(number - n))
                return found or UNTOLD
            return UNTOLD
        found = self._referents.of(paragraph, phrase)
        if found is not None and given.rule == "behind:pronoun":
            found = replace(found, status="pronoun")
        elif found is not None and given.rule == "label":
            found = replace(found, status="named")
        return found or UNTOLD

    def look(
        self, row: Row, paragraph: Paragraph, number: int, last: Row | None, single_speech: bool, rows: Sequence[Row]
    ) -> None:
        """Decide whether a quoted stretch without a cue is a quotation, and whose. `rows`: those before it."""
        at, text = row.at, self._text
        inside = row.quoted.inside
        words = len(WORDS.findall(text, inside.start, inside.end))
        item = paragraph.items[at]
        ends = paragraph.ends_sentence(item) or paragraph.word(at + 1) in (".", "!", "?")
        whole = paragraph.begins_sentence(at) and (ends or at + 1 == len(paragraph.items))
        single = text[row.quoted.start] in SINGLE
        if single and not single_speech:
            return
        row.kept = (whole and (paragraph.ends_sentence(item) or words >= LONG or not row.quoted.closed)) or (
            words >= LONG and text[inside.end - 1] in ".,!?…" and not single
        )
        led = paragraph.word(at - 1) == ":" and last is not None and not (single and words < LONG)
        row.kept = row.kept or led
        if row.kept and (whole or led):
            self._go_on(row, paragraph, number, last, rows)

    def _go_on(self, row: Row, paragraph: Paragraph, number: int, last: Row | None, rows: Sequence[Row]) -> None:
        """A quotation that stands by itself: whose words it goes on with, or who acted just before it."""
        at = row.at
        if last is not None:
            between = paragraph.sentence(last.at)[1]
            if at <= between or at == last.at + 1:
                row.goes_on_from(last, "continued")
            elif last.speaker is not None and self._referents.only_other(paragraph, last.at, at, last.speaker.entity):
                row.take(last, "same-paragraph")
                row.confidence = round(min(last.confidence, 1.0) * 0.75, 2)
            return
        if at > 0:
            self._after_an_act(row, paragraph, number)
            return
        earlier = self._paragraph(number - 1)
        if earlier is None or not earlier.items:
            return
        if earlier.word(len(earlier.items) - 1) == ":":
            given = ahead(earlier, len(earlier.items))
            if given is not None:
                self._give_from(row, earlier, number - 1, given, "paragraph-before", 1.0)
        elif at + 1 == len(paragraph.items):
            self._from_paragraph_before(row, earlier, number - 1, rows)

    def _give_from(self, row: Row, there: Paragraph, number: int, given: Given, rule: str, worth: float) -> None:
        speaker = self.referent(there, number, given)
        if speaker.name:
            cue = there.items[given.cue]
            row.cue = Span(cue.start, cue.end)
            row.speaker, row.rule = speaker, f"{rule}+{speaker.step}" if speaker.step else rule
            row.confidence = round(given.confidence * speaker.worth * worth, 2)

    def _after_an_act(self, row: Row, paragraph: Paragraph, number: int) -> None:
        """`He laughed. “Content is for the mainland.”`"""
        low, high = paragraph.sentence(row.at - 1)
        phrase = paragraph.sentence_subject(low, high)
        if phrase is None or any(paragraph.kind(place) == QUOTE for place in range(low, high)):
            return
        word = paragraph.word(phrase.head)
        if word not in PRONOUN_GENDER and not paragraph.is_person(phrase.head):
            return
        given = Given(phrase, phrase.head, "", "after-act", 0.6, False, False)
        speaker = self.referent(paragraph, number, given)
        if speaker.name and self._referents.only_other(paragraph, low, high, speaker.entity):
            row.speaker, row.rule = speaker, "after-act+" + speaker.step if speaker.step else "after-act"
            row.confidence = round(0.6 * speaker.worth, 2)

    def _from_paragraph_before(self, row: Row, earlier: Paragraph, number: int, rows: Sequence[Row]) -> None:
        """A paragraph that is one quotation: it goes on with a letter, or with what somebody was said to have said."""
        previous = rows[-1] if rows else None
        low, high = earlier.sentence(len(earlier.items) - 1)
        if previous is not None and previous.kept and earlier.start <= previous.quoted.start < earlier.end:
            written = previous.given is not None and previous.given.base in cues().writing
            if written and earlier.items[0].quoted is not None and previous.speaker is not None:
                row.take(previous, "letter-goes-on")
                row.group = previous.group
                row.confidence = round(previous.confidence * 0.7, 2)
            return
        for place in range(high - 1, max(low, high - 14), -1):
            verb = cues().verbs.get(earlier.word(place))
            if verb is None or verb.base != "say" or earlier.kind(place) != WORD:
                continue
            phrase = earlier.subject_of(place, max(low, place - 60))
            if phrase is not None:
                given = Given(phrase, place, verb.base, "", 0.6, False, False)
                self._give_from(row, earlier, number, given, "introduced", 1.0)
            return


_LONGEST_TITLE: Final = 6
_BEFORE_TITLES: Final = word_set(
    "on of in the a an 's titled entitled book memoir song album film movie novel series show program programme "
    "podcast column play poem essay"
)


def is_title(text: str, paragraph: Paragraph, row: Row) -> bool:
    """True for `on the podcast “Here Is the Thing”`: in capitals, and where titles stand."""
    inside, at = row.quoted.inside, row.at
    words = WORDS.findall(text, inside.start, inside.end)
    if not 1 < len(words) <= _LONGEST_TITLE or paragraph.begins_sentence(at):
        return False
    if text[inside.end - 1] in "!?…" or any(word[0].islower() and len(word) > 3 for word in words):
        return False
    if not words[0][0].isupper() or not words[-1][0].isupper():
        return False
    before = at - 2 if paragraph.word(at - 1) == "," else at - 1
    if before == at - 2 and paragraph.word(before) in ("the", "a", "an", "on", "of", "in"):
        return False
    return paragraph.word(before) in _BEFORE_TITLES or paragraph.owns(before)
