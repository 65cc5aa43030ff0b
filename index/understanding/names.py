"""Cuts a run of capitalised words into names and says what each of them is."""

from __future__ import annotations

from index.understanding.candidates import Piece, Run, is_stop, known_word, match_known, match_title
from index.understanding.evidence import is_storm
from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.kinds import VESSEL, classify
from index.understanding.known_names import RAILWAYS, known_then, listed
from index.understanding.leading import behind_role, behind_verb
from index.understanding.tokens import (
    ABBREVIATION,
    CAPITAL,
    COMMON,
    COMPANY,
    FIRST,
    HEADS,
    LAST,
    ORG_END,
    ORG_HEAD,
    PREFIX,
    SPEECH,
    TITLE,
    Tokens,
)

_PERSONAL = word_set("al bin ibn bint ben van von der den el abu ul de da di la le")
_LONGEST_PERSON = 5
_IMPERSONAL = frozenset({"of", "for", "the", "&", "on", "in"})


def cut(tokens: Tokens, run: Run, shouted: bool = False) -> list[Piece]:
    """The names in a run, in order."""
    found: list[Piece] = []
    at = run.first
    asked = at == 0 and (tokens.words[0] == "Q" or (tokens.words[0] == "A" and is_stop(tokens, 0)))
    if asked and tokens.word(1) == ".":
        at = 2  # question and answer
    while at < run.last:
        if is_stop(tokens, at) and match_known(tokens, at, shouted) is None and not _hyphened(tokens, at):
            at += 1
            continue
        end = _segment_end(tokens, at, run.last)
        title_end = _title(tokens, at, end)
        if title_end:
            at = _after_title(tokens, at, title_end, end, found, shouted)
            continue
        at = max(at + 1, _name(tokens, at, end, found, shouted))
    return found


def _hyphened(tokens: Tokens, at: int) -> bool:
    """True for the article of `al-Aqsa`, which is part of the name."""
    return bool(tokens.flags[at] & PREFIX) and tokens.word(at + 1) == "-" and tokens.glued(at + 1)


def _segment_end(tokens: Tokens, first: int, last: int) -> int:
    """Where the part of a run ends that `and` or `&` cuts off; `last` if they lie inside one name."""
    for index in range(first + 1, last - 1):
        word = tokens.words[index]
        if word not in ("and", "&") or (word == "&" and tokens.glued(index) and tokens.glued(index + 1)):
            continue
        match = match_known(tokens, first)
        if match is not None and match.last > index:
            continue
        if tokens.flags[index + 1] & COMPANY:
            continue  # Orrin and Co
        if word == "&" and not tokens.flags[first] & FIRST:
            continue
        if not _joined(tokens, first, index, last):
            return index
    return last


def _joined(tokens: Tokens, first: int, index: int, last: int) -> bool:
    """True if the `and` at `index` belongs to a name: `Ministry of Health and Education`, `Food and Drug Agency`."""
    head = any(tokens.flags[at] & ORG_HEAD for at in range(first, index))
    ended = tokens.flags[index - 1] & HEADS and index - 1 > first
    right = match_known(tokens, index + 1)
    if head and not ended and "of" in tokens.words[first:index]:
        return right is None and not tokens.flags[index + 1] & FIRST
    if head or ended or not tokens.flags[last - 1] & (ORG_HEAD | ORG_END) or tokens.flags[index + 1] & HEADS:
        return False
    if tokens.words[last - 1] in RAILWAYS and right is None:
        return True  # Varn and Ogdensburg Railroad
    left = match_known(tokens, first)
    return left is None and right is None and bool(tokens.flags[index - 1] & COMMON)


def _title(tokens: Tokens, at: int, end: int) -> int:
    """The index after a title that begins at `at` and stands before a name; 0 if there is none.

    A title word that ends its segment, or that begins the name of a body (`General Electric`, `King County`), is none.
    """
    title_end = match_title(tokens, at, end)
    if not title_end:
        return 0
    match = match_known(tokens, at)
    if match is not None and match.last > title_end:
        return 0
    if title_end >= end:
        return title_end
    if title_end == at + 1 and tokens.flags[at] & FIRST:
        return 0  # Dean, Earl, Amir: a first name as well
    if tokens.words[title_end] == "of" or tokens.flags[title_end] & FIRST or tokens.flags[end - 1] & LAST:
        return title_end
    return 0 if (tokens.flags[end - 1] | tokens.flags[title_end]) & HEADS else title_end


def _after_title(tokens: Tokens, first: int, at: int, end: int, found: list[Piece], shouted: bool) -> int:
    """The name after a title; returns the index to go on from."""
    if at >= end:
        return end
    if tokens.words[at] in ("of", "for"):
        return at + 2 if tokens.words[at + 1] == "the" else at + 1
    if not tokens.flags[at] & CAPITAL and tokens.words[at] not in _PERSONAL:
        return at + 1
    if match_title(tokens, at, end):
        return at
    match = match_known(tokens, at, shouted)
    if match is not None and match.known.type != "PLACE" and match.known.sure:
        return at
    stop = _person_end(tokens, at, end)
    if stop == at + 1 and len(tokens.words[at]) == 1:
        return stop  # Capt. H
    if match is not None and match.last >= stop and match.known.rule == "gazetteer:country":
        return at
    found.append(Piece(at, stop, "PERSON", "title", True))
    return stop


def _person_end(tokens: Tokens, first: int, end: int) -> int:
    """Where a person's name that begins at `first` ends: before a title or a connector that no name has."""
    at = first
    words = 0
    while at < end and words < _LONGEST_PERSON:
        if at > first and (match_title(tokens, at, end) or tokens.words[at] in ("of", "and", "&", "for")):
            break
        words += bool(tokens.flags[at] & CAPITAL)
        at += 1
    while at > first + 1 and not tokens.flags[at - 1] & CAPITAL and not tokens.glued(at - 1):
        at -= 1
    return at


def _name(tokens: Tokens, first: int, end: int, found: list[Piece], shouted: bool) -> int:
    """One name that begins at `first`, or a known one and then the rest; returns the index to go on from."""
    stop = _before_person(tokens, first, _next_title(tokens, first, end))
    if not tokens.words[first][0].isalnum():
        return first + 1  # a hyphen or full stop that was left when the name before it was taken
    if not tokens.flags[first] & CAPITAL and not _has_prefix(tokens, first, stop):
        return first + 1
    match = match_known(tokens, first, shouted)
    if match is not None and match.last <= stop:
        if match.last == stop:
            piece = listed(match.known, first, stop)
            beside = tokens.flag(stop) & SPEECH or tokens.word(stop) in gazetteer().evidence["body_after"]
            acts = match.known.type == "ORG" and beside and not tokens.flags[first] & FIRST
            found.append(piece._replace(sure=True) if acts else piece)
            return stop
        return known_then(tokens, first, match.last, stop, match.known, found)
    known = behind_verb(tokens, first, stop, shouted)
    if known is not None:
        found.append(listed(known, first + 1, stop))
        return stop
    first = behind_role(tokens, first, stop)
    if is_storm(tokens, first) and stop == first + 2 and tokens.flags[first + 1] & CAPITAL:
        found.append(Piece(first + 1, stop, VESSEL, "storm", False))
        return stop
    kind, rule, sure = classify(tokens, first, stop)
    if kind != "skip":
        found.append(Piece(first, stop, kind, rule, sure))
    return stop


def _before_person(tokens: Tokens, first: int, stop: int) -> int:
    """Where a body's name ends that a full name follows: `High Peace Council Abdullah Verin`."""
    for at in range(max(first + 2, stop - 3), stop - 1):
        named = tokens.flags[at] & FIRST and not tokens.flags[at] & COMMON and not tokens.glued(at)
        body = any(tokens.flags[before] & ORG_HEAD for before in range(first, at))
        joined = tokens.words[at - 1] in _IMPERSONAL or tokens.words[at - 1] == "and"
        if named and body and not joined and not tokens.flags[stop - 1] & HEADS and not known_word(tokens, at):
            return at
    return stop


def _has_prefix(tokens: Tokens, first: int, stop: int) -> bool:
    return any(tokens.flags[at] & CAPITAL for at in range(first, min(stop, first + 4)))


def _next_title(tokens: Tokens, first: int, end: int) -> int:
    """The index of the next title in a segment that cuts a name off; `end` if there is none."""
    for at in range(first + 1, end):
        if tokens.flags[at] & TITLE and not tokens.glued(at) and tokens.flags[at - 1] & (CAPITAL | ABBREVIATION):
            title_end = match_title(tokens, at, end)
            if title_end == end and (title_end == at + 1 and tokens.flags[at - 1] & FIRST):
                continue  # a surname: King, Marshal, Judge
            if title_end and _title(tokens, at, end) and tokens.words[at - 1] != ".":
                return at
    return end
