"""The phrase to which a text gives a quotation: the grammatical subject of the cue verb beside it.

`behind` looks at what follows the quotation, `ahead` at what leads to it. Each gives the phrase, the cue and the rule,
or None. Who that phrase is, is asked of `referents`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from index.understanding.clauses import (
    ADVERBS,
    JOINING,
    MARK,
    NAME,
    QUOTE,
    RELATIVES,
    WORD,
    Paragraph,
    Phrase,
)
from index.understanding.cues import Verb, cues
from index.understanding.gazetteer import word_set

_HEARD: Final = frozenset(("tell", "ask", "assure", "remind", "warn", "urge", "order", "inform", "answer", "find"))
"""Verbs of which the subject hears, where they are passive."""
_BE: Final = frozenset(("was", "were", "is", "are", "been", "being", "be", "'s"))
_INNER_MARKS: Final = frozenset("'’\"”»›")
_FARTHEST_AHEAD: Final = 30
_FARTHEST_SUBJECT: Final = 120
_FARTHEST_NAMING: Final = 14
_LONGEST_UNCLEAR: Final = 6
"""Items between a quotation and a cue whose subject is unclear."""
_FARTHEST_BEHIND: Final = 45
_NO_START: Final = (
    RELATIVES | JOINING | frozenset(("is", "are", "was", "were", "has", "had", "have", "will", "of", "in", "on"))
)


class Given(NamedTuple):
    """A phrase to which a quotation is given."""

    phrase: Phrase | None
    """None where there is a cue and no subject that is clear."""
    cue: int
    """Number of the item that is the cue."""
    base: str
    """The cue verb's first form, or the preposition."""
    rule: str
    confidence: float
    touching: bool
    """The cue stands beside the quotation, but for the subject and marks."""
    direct: bool
    """A comma or a colon parts cue and quotation."""


def behind(paragraph: Paragraph, at: int) -> Given | None:
    """What follows the quotation at item `at` and gives it to somebody."""
    quoted = paragraph.items[at].quoted
    assert quoted is not None
    last = quoted.inside.end - 1
    while last > quoted.inside.start and paragraph.text[last] in _INNER_MARKS:
        last -= 1  # `“… its ‘insensitivity,’” the column noted`
    closing = paragraph.text[last]
    first = at + 1
    parted = closing in ",;" or paragraph.word(first) in (",", "—", "–", "-")
    if paragraph.kind(first) == MARK and paragraph.word(first) in (",", "—", "–", "-"):
        first += 1
    high = _clause_end(paragraph, first)
    if first >= high:
        return None
    item = paragraph.items[first]
    if closing == "." and not parted and (item.capital or item.kind == NAME):
        return None
    open_end = parted or closing in "?!…—–-"
    return (
        _according(paragraph, first, high)
        or _inverted(paragraph, first, high, open_end)
        or _in_order(paragraph, first, high, open_end)
    )


def _clause_end(paragraph: Paragraph, first: int) -> int:
    """Where the words behind a quotation end: at the next quotation, colon or end of a sentence."""
    at = first
    while at < len(paragraph.items) and at - first < _FARTHEST_BEHIND:
        if (
            paragraph.kind(at) == QUOTE
            or paragraph.word(at) in (";", ":")
            or (at > first and paragraph.begins_sentence(at))
        ):
            break
        at += 1
    return at


def _according(paragraph: Paragraph, first: int, high: int) -> Given | None:
    if paragraph.word(first) != "according" or paragraph.word(first + 1) != "to":
        return None
    return Given(
        _with_name(paragraph, paragraph.phrase_at(first + 2, high), high),
        first,
        "according to",
        "according-to",
        0.9,
        True,
        False,
    )


def _inverted(paragraph: Paragraph, first: int, high: int, open_end: bool) -> Given | None:
    """`said Nils Aubrey, 22, an experienced deckhand`."""
    at = first
    while at < high and paragraph.kind(at) == WORD and _is_adverb(paragraph, at):
        at += 1
    verb = _verb(paragraph, at)
    if verb is None or verb.participle or paragraph.items[at].capital:
        return None
    phrase = paragraph.phrase_at(at + 1, high)
    if phrase is None or not (open_end or paragraph.speaks(phrase.head)):
        return None
    phrase = _with_name(paragraph, phrase, high)
    return Given(phrase, at, verb.base, "behind:inverted", 0.95, True, True)


def _with_name(paragraph: Paragraph, phrase: Phrase | None, high: int) -> Phrase | None:
    return phrase and (paragraph.name_behind(phrase, high) or phrase)


def _in_order(paragraph: Paragraph, first: int, high: int, open_end: bool) -> Given | None:
    """`Kadec said`, `the senior official, speaking privately, said`, `as one official put it`."""
    start = first + (paragraph.word(first) == "as")
    if paragraph.word(start) in _NO_START:
        return None
    for at in range(start + 1, high):
        if paragraph.word(at) == "put" and paragraph.word(at + 1) == "it" and start > first:
            return _ordered(paragraph, start, at, "put", open_end)
        if paragraph.word(at) == "quoted" and paragraph.word(at + 1) == "as":
            return _ordered(paragraph, start, at, "quoted", open_end)
        verb = _verb(paragraph, at)
        if verb is None or verb.participle or _is_inner(paragraph, start, at):
            continue
        if passive(paragraph, at, verb):
            if verb.base in _HEARD:
                return None
            continue
        return _ordered(paragraph, start, at, verb.base, open_end)
    return None


def _ordered(paragraph: Paragraph, start: int, at: int, base: str, open_end: bool) -> Given | None:
    phrase = paragraph.subject_of(at, start)
    if phrase is None and at == start + 1 and paragraph.is_stray_name(start):
        phrase = Phrase(start, start, start)
    if phrase is None and open_end and at - start <= _LONGEST_UNCLEAR:
        return Given(None, at, base, "behind", 0.0, True, True)
    if phrase is None or not _begins_there(paragraph, start, phrase):
        return None
    if not open_end and (paragraph.word(at + 1) not in (".", ",", "") or paragraph.kind(at + 2) == QUOTE):
        return None
    return Given(phrase, at, base, "behind:subject", 0.95 if open_end else 0.8, True, True)


def _is_inner(paragraph: Paragraph, start: int, at: int) -> bool:
    """True for a verb of a relative clause or an infinitive: `who asked not to be named`."""
    before = paragraph.word(at - 1)
    if before in ("to", "who", "which", "that") and at - 1 > start:
        return True
    return paragraph.word(at) == "asked" and before == ","


def _begins_there(paragraph: Paragraph, start: int, phrase: Phrase) -> bool:
    """True if nothing but titles and adjectives stands between the quotation and the subject."""
    if phrase.first <= start:
        return True
    between = range(start, phrase.first)
    return len(between) <= 10 and all(
        paragraph.kind(at) == NAME
        or paragraph.is_noun(at)
        or paragraph.word(at)
        in ("the", "a", "an", "of", "and", "'s", "’s", ".", ",", "its", "his", "her", "their", "for", "to", "in")
        for at in between
    )


def ahead(paragraph: Paragraph, at: int) -> Given | None:
    """What leads to the quotation at item `at` and gives it to somebody. `at` may be behind the last item."""
    low = paragraph.sentence(at)[0] if at < len(paragraph.items) else paragraph.sentence(at - 1)[0]
    low = max(low, at - _FARTHEST_SUBJECT)
    if at <= low:
        return None
    return _label(paragraph, low, at) or _leading(paragraph, low, at)


def _label(paragraph: Paragraph, low: int, at: int) -> Given | None:
    """`LV: “…”`, as in minutes and interviews."""
    if paragraph.word(at - 1) != ":" or at - 1 - low not in (1, 2):
        return None
    name = at - 2
    initials = paragraph.type(name) == "ORG" and paragraph.items[name].end - paragraph.items[name].start <= 3
    if not (paragraph.is_person(name) or initials or paragraph.is_stray_name(name)):
        return None
    return Given(Phrase(low, name, name), at - 1, ":", "label", 0.8, True, True)


def _leading(paragraph: Paragraph, low: int, at: int) -> Given | None:
    """The nearest cue before the quotation in its sentence, and its subject."""
    mark = paragraph.word(at - 1)
    parted = mark in (",", ":", "—", "–")
    for place in range(at - 1, max(low, at - _FARTHEST_AHEAD) - 1, -1):
        word = paragraph.word(place)
        if word == ";":
            return None
        if word == "according" and paragraph.word(place + 1) == "to":
            phrase = paragraph.phrase_at(place + 2, at)
            return Given(phrase, place, "according to", "according-to", 0.8, False, parted) if phrase else None
        if word == "words" and paragraph.word(place + 1) == "of" and paragraph.word(place - 1) == "the":
            phrase = _with_name(paragraph, paragraph.phrase_at(place + 2, at), at)
            return Given(phrase, place, "words of", "in-the-words-of", 0.9, True, parted) if phrase else None
        if word == "words" and mark == "," and place == at - 2 and paragraph.word(place - 3) == "in":
            owner = place - 2  # `in Ada Holm's words, “…”`
            if paragraph.kind(owner) == NAME and paragraph.word(place - 1) in ("'s", "’s", "'", "’"):
                return Given(Phrase(owner, owner, owner), place, "words of", "in-the-words-of", 0.9, True, True)
        verb = _verb(paragraph, place)
        naming = cues().naming.get(word) if not _is_noun(paragraph, place) else None
        if naming is not None and (verb is None or not parted) and at - place <= _FARTHEST_NAMING:
            verb = naming
        elif verb is None or (verb.base in _WEAK and not parted and paragraph.word(place + 1) != "that"):
            continue
        given = _led(paragraph, low, place, at, verb)
        if given is not None:
            return given
    return None


def _led(paragraph: Paragraph, low: int, place: int, at: int, verb: Verb) -> Given | None:
    """The quotation at `at` as given by the verb at `place`."""
    before = paragraph.word(place - 1)
    if before == "to" or before in ("not", "n't", "never") or before.endswith("n't"):
        return None
    between = at - 1 - place
    mark = paragraph.word(at - 1)
    woven = mark == "," and any(paragraph.word(n) == "that" for n in range(place + 1, at))
    direct = mark == ":" or (mark == "," and between <= 8 and not woven)
    touching = between <= 1 or (between == 2 and paragraph.word(place + 1) == "that") or direct
    if paragraph.word(place - 1) == "as" and paragraph.word(place - 2) == "quoted":
        phrase = paragraph.subject_of(place - 2, low)
        return Given(phrase, place, verb.base, "ahead:quoted-as", 0.9, touching, direct)
    if passive(paragraph, place, verb):
        return None
    if verb.participle:
        phrase = _of_participle(paragraph, low, place)
        rule, worth = "ahead:participle", 0.85
    else:
        phrase = paragraph.subject_of(place, low)
        rule, worth = "ahead:subject", 0.95
        if phrase is None and paragraph.word(place - 1) in ("and", "but", ",") and not paragraph.items[place].capital:
            phrase = paragraph.sentence_subject(low, place)
            rule, worth = "ahead:sentence", 0.75
    if phrase is None and paragraph.items[place].capital:
        return None
    return Given(phrase, place, verb.base, rule, worth if direct or touching else worth - 0.1, touching, direct)


def _of_participle(paragraph: Paragraph, low: int, place: int) -> Phrase | None:
    """`… , adding: “…”`: who the verb before it is said of, else the subject of the sentence."""
    for at in range(place - 1, low, -1):
        verb = _verb(paragraph, at)
        if verb is None and not _is_noun(paragraph, at):
            verb = cues().naming.get(paragraph.word(at))
        if verb is not None and not verb.participle and not passive(paragraph, at, verb):
            phrase = paragraph.subject_of(at, low)
            if phrase is None and paragraph.kind(at - 1) == QUOTE:  # `“…,” said Ada Holm, adding that “…”`
                phrase = _with_name(paragraph, paragraph.phrase_at(at + 1, place), place)
            if phrase is not None:
                return phrase
    return paragraph.sentence_subject(low, place)


def _is_adverb(paragraph: Paragraph, at: int) -> bool:
    """True for `later` and `quietly`, not for somebody called Kelly."""
    if paragraph.kind(at) != WORD:
        return False
    return paragraph.word(at) in ADVERBS or (paragraph.word(at).endswith("ly") and not paragraph.items[at].capital)


def passive(paragraph: Paragraph, at: int, verb: Verb) -> bool:
    """True for `was asked`, `had been told`, and `is said to`."""
    place = at - 1
    while place >= 0 and _is_adverb(paragraph, place):
        place -= 1
    return not verb.participle and paragraph.word(place) in _BE


def _verb(paragraph: Paragraph, at: int) -> Verb | None:
    if paragraph.kind(at) != WORD:
        return None
    verb = cues().verbs.get(paragraph.word(at))
    if verb is not None and verb.base == "go on" and not _goes_on(paragraph, at):
        return None
    return None if _is_noun(paragraph, at) else verb


def _goes_on(paragraph: Paragraph, at: int) -> bool:
    """True for `he went on: “…”`, not for `goes on recess`."""
    last = paragraph.kind(at + 2) in (-1, MARK, QUOTE) or paragraph.word(at + 2) == "to"
    return paragraph.word(at + 1) == "on" and last


def _is_noun(paragraph: Paragraph, at: int) -> bool:
    """True for a word of a verb that is a noun here: `its report`, `a distress call of four words`."""
    if paragraph.kind(at) != WORD:
        return True
    verb = cues().verbs.get(paragraph.word(at)) or cues().naming.get(paragraph.word(at))
    if (
        verb is None
        or verb.base not in _NOUNS
        or paragraph.word(at).rstrip("s") not in (verb.base, verb.base.rstrip("s"))
    ):
        return False
    before = paragraph.word(at - 1)
    if before in _BEFORE_NOUNS or paragraph.word(at + 1) == "of":
        return True
    return paragraph.is_noun(at - 1) and not paragraph.speaks(at - 1) and not paragraph.is_stray_name(at - 1)


_NOUNS: Final = word_set(
    "report talk hail label brand blame welcome vow appeal estimate detail pen note state comment claim demand call "
    "answer reply point promise pledge post order return laugh remark stress request tweet cry sigh charge retort "
    "press question start chant object protest"
)
"""Verbs that are also nouns."""
_BEFORE_NOUNS: Final = word_set(
    "the a an his her its their this that new no of in for 's ’s first last latest united two three member many general"
)
_WEAK: Final = word_set(
    "find read return begin continue think report point laugh remember order call reflect agree counter venture "
    "recount charge press start chant object question"
)
"""Verbs that give a quotation only where a comma or colon parts them from it."""
