"""The phrases of a paragraph, and the subjects of its verbs.

No parts of speech are known, so a phrase is found from its ends: an article, a name, a word that can speak ("minister",
"ministry"), a verb from the list of cues. What is not clear is no phrase.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from index.understanding.cues import cues
from index.understanding.paragraph_items import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    INDEFINITE,
    JOINING,
    MARK,
    NAME,
    PREPOSITIONS,
    PRONOUNS,
    QUOTE,
    RELATIVES,
    WORD,
    Item,
    Items,
    speakers,
)

__all__ = [
    "ADVERBS",
    "DETERMINERS",
    "INDEFINITE",
    "JOINING",
    "MARK",
    "NAME",
    "PRONOUNS",
    "QUOTE",
    "RELATIVES",
    "WORD",
    "Item",
    "Paragraph",
    "Phrase",
]

_LONGEST_PHRASE: Final = 9
_FARTHEST_COMMA: Final = 45
_LONGEST_RELATIVE: Final = 14
_GOVERNING: Final = PREPOSITIONS - {"after", "before", "since", "to", "by", "with", "about"}
"""Prepositions whose phrase is nobody's subject, and that begin no clause."""
_SHORT_QUOTE: Final = 30
"""Characters of a quoted stretch that a clause may run across."""


class Phrase(NamedTuple):
    """Who or what a verb is said of: items `first` to `last`, of which `head` bears the meaning."""

    first: int
    head: int
    last: int


class Paragraph(Items):
    """A stretch of text in which phrases and subjects can be looked for."""

    # -- phrases -----------------------------------------------------------------------------------------------------

    def phrase_before(self, last: int, low: int) -> Phrase | None:
        """The phrase that ends with item `last`; what it stands under by `of`, `for` … is its head."""
        found = self._simple_before(last, low) or self._bare_before(last, low)
        bare = found is not None and self._simple_before(last, low) is None
        while found is not None and found.first - 2 >= low and self.word(found.first - 1) in PREPOSITIONS:
            upper = self._simple_before(found.first - 2, low)
            if upper is None or not self.speaks(upper.head):
                break
            found, bare = Phrase(upper.first, upper.head, last), False
        return None if bare else found

    def _bare_before(self, last: int, low: int) -> Phrase | None:
        """`the expert on | international affairs`: nouns behind a preposition, which are nobody by themselves."""
        first = last
        while first > low and last - first < 3 and self.is_noun(first) and self.is_noun(first - 1):
            first -= 1
        return Phrase(first, last, last) if self.is_noun(last) and self.word(first - 1) in PREPOSITIONS else None

    def _simple_before(self, last: int, low: int) -> Phrase | None:
        item = self.items[last] if last >= low else None
        if item is None or item.kind in (MARK, QUOTE):
            return None
        if item.word in PRONOUNS:
            return Phrase(last, last, last)
        if item.kind == NAME:
            if self.is_time(last) or self.owns(last):
                return None
            if item.mention is not None and item.mention.type == "PERSON":
                return Phrase(last, last, last)
        elif not self.is_noun(last):
            return None
        first = last
        while first > low and last - first < _LONGEST_PHRASE:
            before = self.items[first - 1]
            if before.word in DETERMINERS:
                return Phrase(first - 1, last, last)
            if before.kind == NAME:
                if self.is_time(first - 1) or (self.type(first - 1) == "PERSON" and not self.owns(first - 1)):
                    break
            elif before.word not in ("'s", "’s") and not self.is_noun(first - 1):
                break
            first -= 1
        if self.speaks(last) or self.is_stray_name(last):
            return Phrase(first, last, last)
        return None

    def phrase_at(self, first: int, high: int) -> Phrase | None:
        """The phrase that begins with item `first`, behind a verb or at the start of a sentence."""
        if first >= high or self.kind(first) in (MARK, QUOTE):
            return None
        if self.word(first) in PRONOUNS and not (self.word(first) == "one" and self.is_noun(first + 1)):
            return Phrase(first, first, first)
        at = first + (self.word(first) in DETERMINERS)
        head = -1
        while at < min(high, first + _LONGEST_PHRASE):
            if self.kind(at) == NAME:
                if self.is_time(at):
                    if at == first + 1 and self.word(first) in DETERMINERS and self._leads_to_speaker(at + 1, high):
                        at += 1  # `a 2008 campaign veteran`
                        continue
                    break
                if self.owns(at):
                    at += 1 + (self.word(at + 1) in ("'s", "’s"))
                    continue
                head = at
                if self.type(at) == "PERSON":
                    break
            elif self.is_noun(at):
                if self.speaks(head) and not self.speaks(at) and not self.items[at].capital:
                    if not self._leads_to_speaker(at, high):
                        break
                    at += 1
                    continue
                if self.is_stray_name(at) or self.speaks(at) or not self.speaks(head):
                    head = at
            elif self.word(at) != "." or not self._abbreviated(at):
                break
            at += 1
        return self._with_tail(Phrase(first, head, head), high) if head >= 0 else None

    def _leads_to_speaker(self, at: int, high: int) -> bool:
        """`ACLU | executive director Anton Roth`: one or two nouns, and then one that speaks."""
        for place in range(at, min(at + 3, high)):
            if place > at and self.kind(place) in (WORD, NAME) and self.speaks(place):
                return self.word(place) not in PRONOUNS and self.type(place) != "PLACE"
            if not self.is_noun(place) and (self.kind(place) != NAME or self.is_time(place) or self.owns(place)):
                return False
        return False

    def _with_tail(self, phrase: Phrase, high: int) -> Phrase:
        """`a lawyer for the families`: what follows by of, for, at and from, up to the next mark."""
        if self.kind(phrase.head) == NAME:
            return phrase
        last = phrase.last
        while self.word(last + 1) in ("of", "for", "at", "from") and last + 2 < high:
            at = last + 2
            while (
                at < high
                and at - last < 8
                and (self.kind(at) == NAME or self.is_noun(at) or self.word(at) in ("the", "and"))
            ):
                at += 1
            if at == last + 2 or self.is_time(at - 1):
                break
            last = at - 1
        return Phrase(phrase.first, phrase.head, last)

    # -- subjects ----------------------------------------------------------------------------------------------------

    def subject_of(self, verb: int, low: int) -> Phrase | None:
        """The grammatical subject of the verb at item `verb`, looked for back to item `low`; None where unclear."""
        at = self._over_adverbs(verb - 1, low)
        if at < low:
            return None
        word = self.word(at)
        if word == ")":
            while at > low and self.word(at) != "(":
                at -= 1
            at -= 1
            word = self.word(at)
        if word == "who":
            at -= 1
            if self.parts(at):
                at -= 1
            return self._named_over_comma(self.phrase_before(at, low), low)
        if self.parts(at):
            return self._over_comma(at, low)
        if word in ("and", "but", "then", "or"):
            return self.sentence_subject(low, at)
        if word in cues().verbs and word not in speakers():
            return None
        found = self._over_relative(at, low) or self._named_over_comma(self.phrase_before(at, low), low)
        if found is not None and found.first > low and self.word(found.first - 1) in _GOVERNING:
            return None  # `and in a statement | credited her`
        return found

    def _over_adverbs(self, at: int, low: int) -> int:
        while at >= low:
            word = self.word(at)
            dated = self.is_time(at)
            if not (dated or word in AUXILIARIES or word in ADVERBS or (self._is_manner(at))):
                break
            at -= 1
            if dated and self.word(at) in ("on", "in", "last", "late", "early", "this"):
                at -= 1
        return at

    def _is_manner(self, at: int) -> bool:
        """True for `quietly`, not for somebody called Kelly."""
        item = self.items[at]
        return item.kind == WORD and not item.capital and item.word.endswith("ly") and len(item.word) > 4

    def _over_relative(self, at: int, low: int) -> Phrase | None:
        """`An official who asked not to be named said`: what stands before the clause that ends at item `at`."""
        for who in range(at - 1, max(low, at - _LONGEST_RELATIVE), -1):
            if self.kind(who) in (MARK, QUOTE):
                return None
            if self.word(who) == "who":
                found = self.phrase_before(who - 1, low)
                inner = self.phrase_before(at, who + 1)
                opens = inner is not None and inner.first == who + 1
                return found if found is not None and self.speaks(found.head) and not opens else None
        return None

    def _over_comma(self, closing: int, low: int) -> Phrase | None:
        """`X, who had come by air, said`: what stands before the comma that opens what this one closes."""
        at = closing - 1
        while at > low and closing - at < _FARTHEST_COMMA:
            item = self.items[at]
            if item.word in (";", ":") or (item.kind == QUOTE and item.end - item.start > _SHORT_QUOTE):
                return None
            if self.parts(at) and self._inserted(at + 1, closing):
                found = self.phrase_before(at - 1, low)
                if (
                    found is not None
                    and self.type(found.head) == "PLACE"
                    and self.word(found.first - 1) in PREPOSITIONS
                ):
                    found = None  # `Holm, at a meeting in Columbus, Ohio, said`
                if found is not None and self.speaks(found.head):
                    if at == closing - 2 and self.is_person(at + 1) and not self._is_another(found, at - 1):
                        return Phrase(at + 1, at + 1, at + 1)
                    named = self._name_inside(at + 1, closing, found)
                    return named or self._named_over_comma(found, low)
            at -= 1
        return self._over_relative(closing - 1, low)

    def _name_inside(self, first: int, closing: int, found: Phrase) -> Phrase | None:
        """`The chairman, Maturin Cadec, who came by air, said`."""
        if self.is_person(found.head) or not self.is_person(first) or not self.parts(first + 1):
            return None
        return Phrase(first, first, first) if first + 1 <= closing and not self._is_another(found, found.last) else None

    def _is_another(self, found: Phrase, last: int) -> bool:
        """True if the name behind `a spokesman for the minister, …` is the minister's."""
        return found.head != last and self.kind(last) == WORD and self.word(last) in cues().roles

    def _inserted(self, first: int, closing: int) -> bool:
        """True if what stands between two commas may be an insertion."""
        word = self.word(first)
        if self.kind(first) == NAME or word[:1].isdigit():
            return True
        if word in RELATIVES or word in DETERMINERS or word in PREPOSITIONS or word in speakers() or word in ADVERBS:
            return True
        return word.endswith(("ing", "ed", "ly")) or self.is_noun(first)

    def _named_over_comma(self, found: Phrase | None, low: int) -> Phrase | None:
        """`Ilse Verhaal, the mediator, said`: the name for which a phrase stands."""
        if found is None or self.kind(found.head) == NAME or not self.parts(found.first - 1):
            return found
        if found.first - 2 >= low and self.is_person(found.first - 2) and self.word(found.head) not in PRONOUNS:
            return Phrase(found.first - 2, found.first - 2, found.last)
        return found

    def sentence_subject(self, low: int, high: int) -> Phrase | None:
        """The first phrase of a sentence that no preposition governs; None where it begins otherwise."""
        at = low
        while at < high and (self.kind(at) == MARK or self.word(at) in JOINING or self.word(at) in ADVERBS):
            at += 1
        word = self.word(at)
        verbal = self.kind(at) == WORD and word.endswith(("ing", "ed")) and not self.speaks(at)
        if self.is_time(at) or word in PREPOSITIONS or verbal or word in ("when", "however"):
            after = at
            while after < high and self.word(after) != ",":
                if self.is_person(after) and self.word(after - 1) in ("is", "was", "are", "were"):
                    return Phrase(after, after, after)
                if self._begins(after + 1) and (self.is_time(after) or self._ends_phrase(after, at)):
                    break
                after += 1
            at = after + 1
        return self.phrase_at(at, high)

    def _ends_phrase(self, at: int, low: int) -> bool:
        """True if a preposition's phrase may end with item `at`: `Outside the court | a woman …`."""
        article = self.word(at + 1) in DETERMINERS or self.word(at + 1) in PRONOUNS
        return article and at > low and (self.kind(at) == NAME or self.is_noun(at)) and self.word(low) in PREPOSITIONS

    def written_by(self, low: int, high: int) -> Phrase | None:
        """Who wrote, sent or published, in a sentence that says so."""
        for at in range(low + 1, high):
            if self.kind(at) == WORD and self.word(at) in cues().writing:
                return self.subject_of(at, low)
        return None

    def name_behind(self, phrase: Phrase, high: int) -> Phrase | None:
        """`The harbour master, Petra Sollin,`: the name that stands beside a role."""
        at = phrase.last + 2
        while at < high and self.kind(at) == WORD and self.items[at].capital and self.speaks(at):
            at += 1
        if not self.parts(phrase.last + 1) or at >= high or not self.is_person(at):
            return None
        if (
            self.kind(phrase.head) == NAME
            or self.word(phrase.head) in PRONOUNS
            or self._is_another(phrase, phrase.last)
        ):
            return None
        return Phrase(at, at, at) if self.parts(at + 1) or self.word(at + 1) in (".", "") else None

    def _begins(self, at: int) -> bool:
        return self.word(at) in DETERMINERS or self.word(at) in PRONOUNS or self.speaks(at)
