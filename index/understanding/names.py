"""Cuts a run of capitalised words into names and says what each of them is."""

from __future__ import annotations

from typing import NamedTuple

from index.understanding.candidates import Run, is_stop, match_known, match_title
from index.understanding.evidence import Guess, by_context, is_vessel, sentence_start
from index.understanding.gazetteer import Known, gazetteer, word_set
from index.understanding.leading import behind_role, behind_verb
from index.understanding.tokens import (
    ABBREVIATION,
    CALENDAR,
    CAPITAL,
    COMMON,
    COMPANY,
    EVENT_HEAD,
    FIRST,
    HEADS,
    INITIAL,
    KNOWN,
    LAST,
    LOWER,
    ORG_END,
    ORG_HEAD,
    OTHER_HEAD,
    PLACE_BEFORE,
    PLACE_HEAD,
    PREFIX,
    SPEECH,
    STOP,
    TEAM,
    TITLE,
    UPPER,
    Tokens,
)

_PERSONAL = word_set("al bin ibn bint ben van von der den el abu ul de da di la le")
_GENERATION = frozenset({"Jr", "Sr", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIV", "XVI"})
_QUOTES = frozenset("\"“”'«»„")
_NO_BODIES = frozenset({"R&D", "Q&A", "B&B", "M&A", "P&L", "R&B", "F&B", "O&M"})
_LINES = frozenset({"Railroad", "Railway", "Railways"})
_LONGEST_PERSON = 5
_IMPERSONAL = frozenset({"of", "for", "the", "&", "on", "in"})


VESSEL = "VESSEL"
"""Type of a thing that bears a person's name: a ship, a horse, a film. No mention is made of it."""


class Piece(NamedTuple):
    """A name over tokens `first` to `last` (exclusive). Type None: to be settled by the rest of the document."""

    first: int
    last: int
    type: str | None
    rule: str
    sure: bool


def cut(tokens: Tokens, run: Run, shouted: bool = False) -> list[Piece]:
    """The names in a run, in order."""
    found: list[Piece] = []
    at = run.first
    if at == 0 and tokens.words[0] in ("Q", "A") and tokens.word(1) == ".":
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
    if tokens.words[last - 1] in _LINES and right is None:
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
    while at > first + 1 and not tokens.flags[at - 1] & CAPITAL:
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
            piece = _known(match.known, first, stop)
            beside = tokens.flag(stop) & SPEECH or tokens.word(stop) in gazetteer().evidence["body_after"]
            acts = match.known.type == "ORG" and beside and not tokens.flags[first] & FIRST
            found.append(piece._replace(sure=True) if acts else piece)
            return stop
        return _known_then(tokens, first, match.last, stop, match.known, found)
    known = behind_verb(tokens, first, stop, shouted)
    if known is not None:
        found.append(_known(known, first + 1, stop))
        return stop
    first = behind_role(tokens, first, stop)
    kind, rule, sure = _classify(tokens, first, stop)
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


def _known(known: Known, first: int, last: int) -> Piece:
    return Piece(first, last, known.type, known.rule, known.sure)


def _known_then(tokens: Tokens, first: int, at: int, stop: int, known: Known, found: list[Piece]) -> int:
    """A known name with more words after it: `Afghan Analysts Network`, `Kabul University`, `Afghan Ashraf Ghani`."""
    last_flag = tokens.flags[stop - 1]
    joint = next((i for i in range(at + 1, stop) if tokens.words[i] in ("of", "for", "on")), 0)
    if joint:
        last_flag = tokens.flags[joint - 1]
    if tokens.word(first - 1) == "/" and stop - first == 2:
        found.append(Piece(first, stop, "PERSON", "credit", False))
        return stop
    if tokens.words[at] == "-":
        if known.type == "PLACE" and tokens.flag(at + 1) & LOWER and all(tokens.glued(i) for i in range(at, stop)):
            found.append(Piece(first, stop, "PLACE", "hyphen", False))  # Stratford-upon-Avon
            return stop
        if known.type == "PLACE" and at + 1 < stop and tokens.glued(at + 1) and _new_word(tokens, at + 1):
            found.append(Piece(first, at + 2, "PLACE", "hyphen", False))
            return at + 2
        found.append(_known(known, first, at))
        return at + 1
    if "and" in tokens.words[at:stop] and not (last_flag & ORG_HEAD and (joint or tokens.words[stop - 1] in _LINES)):
        found.append(_known(known, first, at))
        return at + 1
    if last_flag & COMPANY or (last_flag & (ORG_HEAD | ORG_END) and not tokens.flags[at] & FIRST):
        found.append(Piece(first, stop, "ORG", "head:org", True))
        return stop
    if known.type == "PLACE" and tokens.flags[stop - 1] & TEAM and stop - at <= 2:
        found.append(Piece(first, stop, "ORG", "team", True))
        return stop
    if last_flag & PLACE_HEAD and known.type == "PLACE":
        found.append(Piece(first, stop, "PLACE", "head:place", True))
        return stop
    if last_flag & EVENT_HEAD and known.type in ("PLACE", "GROUP", "ORG"):
        found.append(Piece(first, stop, "EVENT", "head:event", False))
        return stop
    if last_flag & OTHER_HEAD:
        if known.type != "PLACE":  # Geneva Convention names no town
            found.append(_known(known, first, at))
        return stop
    named = (last_flag & LAST or tokens.flags[at] & FIRST) and not tokens.flags[at] & UPPER
    personal = at - first == 1 and tokens.flags[first] & FIRST and named and known.rule != "gazetteer:demonym"
    if personal or (not known.sure and at - first == 1 and stop - at <= 2 and not last_flag & COMMON):
        found.append(Piece(first, stop, "PERSON", "first-name", False))
        return stop
    team = tokens.words[stop - 1].endswith("s") and stop - at == 1 and tokens.word(first - 1) == "the"
    if known.type == "PLACE" and team and not known_word(tokens, at):
        found.append(Piece(first, stop, "ORG", "team", False))
        return stop
    named = not tokens.flags[at] & (FIRST | UPPER | COMMON) and tokens.flags[at] & CAPITAL and stop - at == 1
    if known.type == "PLACE" and named and not known_word(tokens, at):
        guess = by_context(tokens, first, stop, [first, at])
        rule = "placed" if known.rule != "gazetteer:city" and guess[0] is None else guess[1]
        found.append(Piece(first, stop, guess[0], rule, guess[2]))
        return stop
    found.append(_known(known, first, at))
    return at


def _new_word(tokens: Tokens, index: int) -> bool:
    """True for a capitalised word of no list: `Saint-Corent` is one name, `Paris-Dakar` and `US-backed` are not."""
    flag = tokens.flags[index]
    return bool(flag & CAPITAL) and not flag & (COMMON | UPPER | FIRST | LAST) and not known_word(tokens, index)


def known_word(tokens: Tokens, index: int) -> bool:
    """True if the lists have a name that begins at token `index`."""
    return bool(tokens.flags[index] & KNOWN) and match_known(tokens, index) is not None


def _classify(tokens: Tokens, first: int, last: int) -> Guess:
    """Type, rule and certainty of a name that no list knows as a whole; type `skip` for what is no name."""
    capitals = [at for at in range(first, last) if tokens.flags[at] & CAPITAL]
    if tokens.word(first - 1) in _QUOTES and tokens.word(last) in _QUOTES and not tokens.flags[first] & UPPER:
        return "skip", "", False  # the title of a work, or a word at arm's length
    if any(tokens.words[at][0].isdigit() for at in range(first, last)) and not tokens.flags[last - 1] & HEADS:
        return "skip", "", False
    if last - first == 3 and tokens.words[first + 1] == "&" and tokens.glued(first + 1) and tokens.glued(first + 2):
        short = tokens.words[first] + "&" + tokens.words[first + 2]
        return ("skip", "", False) if short in _NO_BODIES else ("ORG", "acronym", False)
    head = _by_head(tokens, first, last, len(capitals))
    if head is not None:
        return head
    if len(capitals) > 1:
        person = _as_person(tokens, first, last, capitals)
        if person is not None:
            return (VESSEL, "vessel", False) if is_vessel(tokens, first) else person
    guess = by_context(tokens, first, last, capitals)
    if guess[0] is None and len(capitals) > 1 and all(tokens.glued(at) for at in range(first + 1, last)):
        return None, "hyphened", False  # Orrin-Zubran: a line, a route, a pair
    return guess


def _by_head(tokens: Tokens, first: int, last: int, count: int) -> Guess | None:
    """What the head word says: `Ministry of …`, `… Council`, `… Province`, `Lake …`."""
    flags = tokens.flags
    if count > 2 and tokens.words[last - 1] in _GENERATION and flags[last - 2] & EVENT_HEAD:
        return "EVENT", "head:event", False  # World War II
    final = flags[last - 1]
    if count == 1:
        if flags[first] & TEAM and tokens.lower(first - 1) == "the":
            return "ORG", "team", False
        if flags[first] & ORG_HEAD and not flags[first] & (FIRST | LAST):
            return None, "short-form", False
        after = tokens.word(last)
        if flags[first] & ORG_END and after == "/" and tokens.flag(last + 1) & (FIRST | INITIAL):
            return "ORG", "credit", False
        paper = flags[first] & ORG_END and not flags[first] & COMPANY
        if (paper or flags[first] & PLACE_HEAD) and tokens.lower(first - 1) == "the":
            return None, "short-form", False
        return ("skip", "", False) if flags[first] & (HEADS | TITLE) and not flags[first] & (FIRST | LAST) else None
    of = next((at for at in range(first + 1, last) if tokens.words[at] in ("of", "for", "on")), 0)
    if of and flags[of - 1] & HEADS:
        final = flags[of - 1]
    if final & (ORG_HEAD | COMPANY):
        return "ORG", "head:org", True
    if final & PLACE_HEAD and not (flags[first] & FIRST and final & LAST and count == 2):
        return "PLACE", "head:place", not of
    surname = final & LAST or tokens.words[last - 1] in gazetteer().heads["surname"]
    if final & ORG_END and not (flags[first] & FIRST and surname):
        return "ORG", "head:org", True
    if final & EVENT_HEAD and not (flags[first] & FIRST and final & LAST):
        return "EVENT", "head:event", False
    if final & OTHER_HEAD and not flags[first] & FIRST:
        return "skip", "", False
    if tokens.word(first + 1) == "-" and flags[first] & PLACE_BEFORE and tokens.words[first][0] == "S":
        return "PLACE", "head:before", True  # Sainte-Foy
    if flags[first] & PLACE_BEFORE and not (flags[first] & STOP and flags[first + 1] & COMMON):
        return "PLACE", "head:before", False
    return None


def _as_person(tokens: Tokens, first: int, last: int, capitals: list[int]) -> Guess | None:
    """Full names: a known first name, initials, `bin` and `al-` inside, `Jr.` at the end, a known surname."""
    flags = tokens.flags
    words = tokens.words
    if len(capitals) > _LONGEST_PERSON or any(
        words[at] in ("of", "for", "the", "&", "on", "in") for at in range(first, last)
    ):
        return None
    if flags[first] & FIRST or (tokens.words[first] == "Will" and flags[capitals[1]] & LAST):
        return "PERSON", "first-name", False
    if any(words[at] in ("bin", "ibn", "bint") for at in range(first + 1, last)):
        return "PERSON", "particle", False
    if words[capitals[-1]] in _GENERATION and len(capitals) > 1 and not flags[first] & (COMMON | UPPER):
        return "PERSON", "generation", False
    if flags[first] & INITIAL and "." in (words[first][-1], words[first + 1]) and not flags[capitals[-1]] & UPPER:
        return "PERSON", "initials", False
    if any(flags[at] & INITIAL and words[at] != "I" for at in capitals[1:-1]):
        return "PERSON", "initials", False
    everyday = flags[first] & COMMON and (flags[first] & (HEADS | CALENDAR) or sentence_start(tokens, first))
    if len(capitals) <= 3 and flags[capitals[-1]] & LAST and not everyday:
        return "PERSON", "surname", False
    return None
