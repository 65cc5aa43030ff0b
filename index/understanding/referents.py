"""Who a phrase or a pronoun is, inside one document: names in full, roles of persons, the subjects of sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from index.document import Mention
from index.quotation import SpeakerStatus
from index.understanding.clauses import INDEFINITE, NAME, PRONOUNS, QUOTE, WORD, Paragraph, Phrase
from index.understanding.cues import Gender, cues
from index.understanding.persons import NOT_CONTENT, Persons

_LONGEST_SENTENCE: Final = 200
"""Items of a sentence that are looked at."""
_SENTENCES_BACK: Final = 20
PRONOUN_GENDER: Final[Mapping[str, Gender]] = {"he": "m", "she": "f"}


@dataclass(frozen=True, slots=True)
class Referent:
    """Somebody who speaks or acts."""

    status: SpeakerStatus
    name: str | None
    entity: str | None
    start: int
    end: int
    worth: float
    """What the step from the words to this one is worth, 0 to 1."""
    step: str = ""
    """The rule of that step."""
    gender: Gender | None = None

    @property
    def key(self) -> str:
        """The same for two of whom the text says that they are one."""
        return self.entity or (self.name or "").casefold()


class Referents:
    """What one document says of its persons. Everything is worked out when it is first asked."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], names: Mapping[str, str], quoted: Callable[[int], bool]
    ) -> None:
        """`names`: the document's entities, id to name in full. `quoted`: whether a place is in quotation marks."""
        self._text = text
        self._names = names
        self._persons = Persons(text, mentions, names, quoted)
        self._subjects: dict[tuple[int, int], Referent] = {}

    # -- a phrase ----------------------------------------------------------------------------------------------------

    def of(self, paragraph: Paragraph, phrase: Phrase) -> Referent | None:
        """Who a phrase that is no pronoun stands for."""
        items = paragraph.items
        head = items[phrase.head]
        start, end = items[phrase.first].start, items[phrase.last].end
        words = self._text[start:end]
        if head.kind == NAME and head.mention is not None:
            if (
                paragraph.is_person(phrase.head)
                and paragraph.word(phrase.head - 1) == "and"
                and phrase.first == phrase.head
            ):
                pair = self._pair(paragraph, phrase)
                if pair is not None:
                    return pair
            return self._named(head.mention, head.start, head.end)
        if head.kind == WORD and (head.word in cues().roles):
            return self._role(paragraph, phrase, words, start, end)
        if head.kind == WORD and head.word in cues().institutions | cues().nouns:
            return Referent("institution", words, None, start, end, 0.95, "institution")
        if paragraph.is_stray_name(phrase.head):
            if paragraph.word(phrase.head - 1) == "and" and phrase.first == phrase.head:
                pair = self._pair(paragraph, phrase)
                if pair is not None:
                    return pair
            return Referent("named", words, None, start, end, 0.7, "capitalised")
        return Referent("role", words, None, start, end, 0.6, "phrase")

    def _named(self, mention: Mention, start: int, end: int) -> Referent:
        surface = self._text[start:end]
        name = self._names.get(mention.entity or "", surface)
        if mention.type == "PERSON":
            return Referent("named", name, mention.entity, start, end, 1.0, "", self._persons.gender(mention.entity))
        return Referent("institution", name, mention.entity, start, end, 0.95)

    def _pair(self, paragraph: Paragraph, phrase: Phrase) -> Referent | None:
        """Two who speak with one voice: named as the text names them, no entity."""
        other = phrase.head - 2
        if other < 0 or not (paragraph.is_person(other) or paragraph.is_stray_name(other)):
            return None
        start, end = paragraph.items[other].start, paragraph.items[phrase.head].end
        return Referent("named", self._text[start:end], None, start, end, 0.8, "two")

    def _role(self, paragraph: Paragraph, phrase: Phrase, words: str, start: int, end: int) -> Referent:
        head = paragraph.word(phrase.head)
        gender = cues().gender.get(head)
        plain = Referent("role", words, None, start, end, 0.9, "role", gender)
        if paragraph.word(phrase.first) in INDEFINITE or _plural(head):
            return plain
        content = {item.word for item in paragraph.items[phrase.first : phrase.last + 1] if item.kind == WORD}
        names = {item.word for item in paragraph.items[phrase.first : phrase.last + 1] if item.kind == NAME}
        content -= NOT_CONTENT | {"'s", "’s"}
        if paragraph.word(phrase.first) in ("his", "her", "its", "their", "our", "my"):
            return plain
        persons = self._persons.with_role(head, content | names, gender)
        if len(persons) == 1:
            (entity,) = persons
            known = self._persons.gender(entity)
            return Referent("role", self._names.get(entity, words), entity, start, end, 0.8, "role-of", known)
        if not persons and content == {head}:
            unnamed = self._persons.introduced_by(head, start)
            if len(unnamed) == 1:
                return Referent("role", next(iter(unnamed)), None, start, end, 0.85, "role-again", gender)
        return plain

    # -- pronouns ----------------------------------------------------------------------------------------------------

    def note_speaker(self, paragraph: Paragraph, at: int, speaker: Referent) -> None:
        """Remember who speaks in the sentence of item `at`: a pronoun later on may be theirs."""
        self._subjects[paragraph.start, paragraph.sentence(at)[0]] = speaker

    def pronoun(
        self, word: str, paragraph: Paragraph, at: int, earlier: Callable[[int], Paragraph | None]
    ) -> Referent | None:
        """Who `he`, `she` or `it` is: the subject of the last sentence that has one who fits; None where unclear.

        `at` is its item; `earlier(n)` the n-th paragraph before this one.
        """
        here, low, back = paragraph, paragraph.sentence(at)[0], 0
        inside = self._inside(word, paragraph, low, at)
        if inside is not None:
            return inside
        for _ in range(_SENTENCES_BACK):
            if low == 0:
                back += 1
                before = earlier(back)
                if before is None or back > 6:
                    return None
                here, low = before, len(before.items)
                if low == 0:
                    continue
            low, high = here.sentence(low - 1)
            found, stop = self._fitting(word, here, low, high)
            if found is not None or stop:
                return found
        return None

    def _inside(self, word: str, paragraph: Paragraph, low: int, at: int) -> Referent | None:
        """The one person named before the pronoun in its own sentence."""
        if word == "it":
            return None
        low = max(low, at - _LONGEST_SENTENCE)
        found = {self._key(paragraph, place): place for place in range(low, at) if paragraph.type(place) == "PERSON"}
        if len(found) != 1:
            return None
        mention = paragraph.items[next(iter(found.values()))].mention
        assert mention is not None
        known = self._persons.gender(mention.entity)
        if known != PRONOUN_GENDER.get(word):
            return None
        named = self._named(mention, mention.start, mention.end)
        return Referent(
            "pronoun", named.name, named.entity, mention.start, mention.end, 0.75, "pronoun:sentence", known
        )

    def _fitting(self, word: str, here: Paragraph, low: int, high: int) -> tuple[Referent | None, bool]:
        """Who fits in one sentence, and whether to look no further."""
        low = max(low, high - _LONGEST_SENTENCE)
        subject = self._subjects.get((here.start, low)) or self._subject(here, low, high)
        if word == "it":
            if subject is not None and subject.status == "institution":
                return _as_pronoun(subject, 0.8), True
            told = self._teller(here, low, high) if subject is None else None
            if told is not None and told.status == "institution":
                return _as_pronoun(told, 0.7), True
            return None, subject is not None and subject.status == "named"
        wanted = PRONOUN_GENDER.get(word)
        if wanted is None:
            return None, True
        if subject is None or subject.status == "institution":
            subject = self._teller(here, low, high) or subject
        if subject is not None and subject.status in ("named", "role", "pronoun") and subject.name:
            known = subject.gender
            if known == wanted:
                return _as_pronoun(subject, 0.9), True
            if known is None and (subject.entity is not None or subject.status == "role"):
                return _as_pronoun(subject, 0.7), True
        persons = {self._key(here, place): place for place in range(low, high) if here.type(place) == "PERSON"}
        agreeing = [
            place for key, place in persons.items() if self._persons.gender(self._entity(here, place)) == wanted
        ]
        if len(agreeing) == 1 and len(persons) == 1 + (subject is not None and subject.status == "named"):
            mention = here.items[agreeing[0]].mention
            assert mention is not None
            named = self._named(mention, mention.start, mention.end)
            return _as_pronoun(named, 0.6), True
        return None, len(agreeing) > 1

    def _subject(self, here: Paragraph, low: int, high: int) -> Referent | None:
        phrase = here.sentence_subject(low, high)
        if phrase is None or here.word(phrase.head) in PRONOUNS:
            return None
        named = here.name_behind(phrase, high)
        found = self.of(here, named or phrase)
        acts = found is not None and found.step not in ("phrase", "capitalised")
        return found if acts else None

    def _teller(self, here: Paragraph, low: int, high: int) -> Referent | None:
        """Who tells what a sentence says: `…, Josef Hallam, the director of …, said on Tuesday.`"""
        for at in range(low + 1, high):
            verb = cues().verbs.get(here.word(at)) if here.kind(at) == WORD else None
            if verb is None or verb.participle or verb.base not in ("say", "tell", "add", "note", "warn", "state"):
                continue
            phrase = here.subject_of(at, max(low, at - _LONGEST_SENTENCE))
            if phrase is None or here.word(phrase.head) in PRONOUNS or here.word(at - 1) in ("was", "were", "been"):
                continue
            found = self.of(here, phrase)
            if found is not None and found.step not in ("phrase", "capitalised"):
                return found
        return self._source(here, low, high)

    def _source(self, here: Paragraph, low: int, high: int) -> Referent | None:
        """Whose view a sentence without a subject tells: `…, according to Milo Verin`, `shared by the Group`."""
        for at in range(low + 1, high):
            behind = at - 1 - (here.word(at - 1) == "the")
            mention = here.items[at].mention
            if mention is None:
                continue
            if here.word(behind) == "to" and here.word(behind - 1) == "according":
                return self._named(mention, here.items[at].start, here.items[at].end)
            if here.word(behind) == "by" and mention.type == "ORG":
                return self._named(mention, here.items[at].start, here.items[at].end)
        return None

    def _entity(self, here: Paragraph, place: int) -> str | None:
        mention = here.items[place].mention
        return mention.entity if mention is not None else None

    def _key(self, here: Paragraph, place: int) -> str:
        return self._entity(here, place) or here.word(place)

    def only_other(self, here: Paragraph, low: int, high: int, entity: str | None) -> bool:
        """True if no person but this one is named between two items."""
        return all(
            here.type(place) != "PERSON" or self._entity(here, place) == entity
            for place in range(low, high)
            if here.kind(place) != QUOTE
        )


def _as_pronoun(subject: Referent, worth: float) -> Referent:
    return Referent(
        "pronoun", subject.name, subject.entity, subject.start, subject.end, worth, "pronoun:subject", subject.gender
    )


def _plural(word: str) -> bool:
    return (word.endswith("s") and not word.endswith(("ss", "boss", "us"))) or word.endswith("men") or word == "people"
