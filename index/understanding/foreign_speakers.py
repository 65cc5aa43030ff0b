"""Speakers in French, German and Spanish: only where a cue verb stands beside the quotation and names its subject."""

from __future__ import annotations

from typing import Final

from index.understanding.clauses import MARK, NAME, QUOTE, WORD, Paragraph, Phrase
from index.understanding.cues import cues
from index.understanding.gazetteer import word_set
from index.understanding.speakers import Given

_ARTICLES: Final = word_set("le la l' un une des les der die das dem ein eine einem einer el los las una unos")
_PARTING: Final = (",", "–", "—", "-", "…")
_FARTHEST_NAME: Final = 6
_LONGEST_PHRASE: Final = 8
_FARTHEST_ACCORDING: Final = 20
"""Items between who is named first in a sentence (`Laut Anna Keller …`) and what is quoted of it."""


def given_abroad(paragraph: Paragraph, at: int, language: str) -> tuple[Given | None, Given | None]:
    """What leads to the quotation at item `at`, and what follows it."""
    return _ahead(paragraph, at, language), _behind(paragraph, at, language)


def _form(paragraph: Paragraph, at: int, language: str) -> tuple[str, int] | None:
    """The cue verb at an item, and how many items it takes; `dit-il` counts too."""
    forms = cues().foreign[language]
    two = (paragraph.word(at), paragraph.word(at + 1))
    if two in forms:
        return forms[two], 2
    word = paragraph.word(at)
    if paragraph.kind(at) == WORD and (word,) in forms:
        return forms[word,], 1
    stem, hyphen, _ = word.partition("-")
    return (stem, 1) if hyphen and (stem,) in forms else None


def _behind(paragraph: Paragraph, at: int, language: str) -> Given | None:
    first = at + 1
    while paragraph.kind(first) == MARK and paragraph.word(first) in _PARTING:
        first += 1
    for preposition in cues().foreign_after[language]:
        if tuple(paragraph.word(first + n) for n in range(len(preposition))) == preposition:
            return _with_subject(paragraph, first, first + len(preposition), " ".join(preposition))
    form = _form(paragraph, first, language)
    if form is None or paragraph.items[first].capital:
        return None
    if "-" in paragraph.word(first):
        return Given(_subject_before(paragraph, at), first, form[0], "behind:pronoun", 0.6, True, True)
    return _with_subject(paragraph, first, first + form[1], form[0])


def _with_subject(paragraph: Paragraph, cue: int, first: int, base: str) -> Given | None:
    """The subject that begins with item `first`: a name behind titles, or an article and its words."""
    at = first
    while at < len(paragraph.items) and at - first < _FARTHEST_NAME and paragraph.kind(at) in (WORD, NAME):
        if paragraph.kind(at) == NAME and not paragraph.is_time(at):
            return Given(Phrase(at, at, at), cue, base, "behind:inverted", 0.9, True, True)
        at += 1
    if first < len(paragraph.items) and _has_article(paragraph, first):
        last = first
        while (
            last + 1 < len(paragraph.items)
            and last - first < _LONGEST_PHRASE
            and paragraph.kind(last + 1) in (WORD, NAME)
        ):
            last += 1
        if last > first or "'" in paragraph.word(first):
            return Given(Phrase(first, last, last), cue, base, "behind:inverted", 0.7, True, True)
    if first < len(paragraph.items) and paragraph.items[first].capital and paragraph.kind(first) == WORD:
        last = first
        while paragraph.is_stray_name(last + 1) and last - first < 3:
            last += 1
        return Given(Phrase(first, last, last), cue, base, "behind:inverted", 0.8, True, True)
    return Given(None, cue, base, "behind:unclear", 0.0, True, True)


def _subject_before(paragraph: Paragraph, at: int) -> Phrase | None:
    """`Un haut fonctionnaire …, est moins catégorique. « … », reconnaît-il.`: with what the sentence before begins."""
    low = paragraph.sentence(at)[0]
    if low == 0:
        return None
    first = paragraph.sentence(low - 1)[0]
    if paragraph.is_person(first):
        return Phrase(first, first, first)
    last = first
    while last + 1 < low and last - first < _LONGEST_PHRASE and paragraph.kind(last + 1) in (WORD, NAME):
        last += 1
    return Phrase(first, last, last) if _has_article(paragraph, first) and paragraph.word(last + 1) == "," else None


def _has_article(paragraph: Paragraph, at: int) -> bool:
    word = paragraph.word(at)
    return word in _ARTICLES or word.startswith("l'")


def _ahead(paragraph: Paragraph, at: int, language: str) -> Given | None:
    """`Mathurin Kadec dément : « … »`: a name, its verb, a colon or comma."""
    mark = at - 1
    given = _after_preposition(paragraph, at, language)
    if given is not None or paragraph.word(mark) not in (":", ","):
        return given
    for length in (2, 1):
        verb = mark - length
        form = _form(paragraph, verb, language) if verb > 0 else None
        if form is None or form[1] != length or paragraph.kind(verb - 1) == QUOTE:
            continue
        first = verb - 1
        while first > 0 and paragraph.is_stray_name(first) and paragraph.is_stray_name(first - 1):
            first -= 1
        if (
            paragraph.is_person(verb - 1)
            or paragraph.type(verb - 1) in ("ORG", "GROUP")
            or paragraph.is_stray_name(first)
        ):
            return Given(Phrase(first, verb - 1, verb - 1), verb, form[0], "ahead:subject", 0.9, True, True)
    return None


def _after_preposition(paragraph: Paragraph, at: int, language: str) -> Given | None:
    """`Selon Anne Moreau, « … »`, `Laut Anna Keller „…“`: the preposition begins the sentence."""
    first = paragraph.sentence(at)[0]
    for preposition in cues().foreign_after[language]:
        if tuple(paragraph.word(first + n) for n in range(len(preposition))) != preposition:
            continue
        given = _with_subject(paragraph, first, first + len(preposition), " ".join(preposition))
        phrase = given.phrase if given is not None else None
        if given is None or phrase is None or phrase.last >= at:
            return None
        if preposition == ("pour",) and not paragraph.is_person(phrase.head):
            return None
        between = range(phrase.last + 1, at)
        if all(paragraph.kind(n) == MARK and paragraph.word(n) in (",", ":") for n in between):
            return given._replace(rule="according-to", confidence=0.85)
        if len(between) <= _FARTHEST_ACCORDING and not any(_is_another(paragraph, n, language) for n in between):
            return given._replace(rule="according-to", confidence=0.75, touching=False, direct=False)
    return None


def _is_another(paragraph: Paragraph, at: int, language: str) -> bool:
    """True for what may give the words behind it to somebody else."""
    return paragraph.is_person(at) or paragraph.kind(at) == QUOTE or _form(paragraph, at, language) is not None


def inside(paragraph: Paragraph, language: str) -> Given | None:
    """`« Nous restons, dit Anne Moreau, et vous ? »`: the clause of a cue verb within the marks."""
    if language != "fr":
        return None
    for at in range(2, len(paragraph.items) - 1):
        form = _form(paragraph, at, language)
        if form is None or paragraph.items[at].capital or paragraph.word(at - 1) not in (",", "!", "?", "…"):
            continue
        if "-" in paragraph.word(at):
            return None  # `dit-il`: who he is, the words before the marks may tell, or not
        given = _with_subject(paragraph, at, at + form[1], form[0])
        phrase = given.phrase if given is not None else None
        ends = phrase is not None and paragraph.word(phrase.last + 1) in (",", ".", "", "!", "?")
        if given is not None and phrase is not None and ends and paragraph.speaks(phrase.head):
            return given._replace(rule="inside:inverted", confidence=0.85)
    return None
