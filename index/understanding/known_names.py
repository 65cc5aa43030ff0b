"""Names of the lists with more words behind them: `Afghan Analysts Network`, `Kabul University`, `Afghan Ada Verin`."""

from __future__ import annotations

from typing import NamedTuple

from index.understanding.candidates import Piece, known_word, match_known
from index.understanding.evidence import by_context
from index.understanding.gazetteer import Known
from index.understanding.kinds import is_club
from index.understanding.tokens import (
    ABBREVIATION,
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
    PLACE_HEAD,
    TEAM,
    UPPER,
    Tokens,
)

RAILWAYS = frozenset({"Railroad", "Railway", "Railways"})
"""Heads whose names take in an `and`: the towns that a line joins."""


class _Longer(NamedTuple):
    """A name of the lists over tokens `first` to `at` (exclusive), and what follows it up to `stop`."""

    first: int
    at: int
    stop: int
    known: Known
    final: int
    """Flags of the head of the whole: the last word, or the one before `of`."""
    joined: bool
    """An `of` or its like stands in it."""

    def whole(self, kind: str | None, rule: str, sure: bool) -> Ending:
        """All of it is one name."""
        return Piece(self.first, self.stop, kind, rule, sure), self.stop

    def alone(self, on: int) -> Ending:
        """The known name stands by itself; `on`: the token to go on from."""
        return listed(self.known, self.first, self.at), on


Ending = tuple[Piece | None, int]
"""A name, if any, and the token to go on from."""


def listed(known: Known, first: int, last: int) -> Piece:
    """A name of the lists as a piece."""
    return Piece(first, last, known.type, known.rule, known.sure)


def known_then(tokens: Tokens, first: int, at: int, stop: int, known: Known, found: list[Piece]) -> int:
    """Take a known name that more words follow, up to `stop`, into `found`. Returns the token to go on from."""
    joint = next((i for i in range(at, stop) if tokens.words[i] in ("of", "for", "on")), 0)
    longer = _Longer(first, at, stop, known, tokens.flags[joint - 1 if joint else stop - 1], joint > 0)
    for judge in (_tied, _headed, _personal, _unknown):
        ending = judge(tokens, longer)
        if ending is not None:
            if ending[0] is not None:
                found.append(ending[0])
            return ending[1]
    found.append(listed(known, first, at))
    return at


def _tied(tokens: Tokens, it: _Longer) -> Ending | None:
    """What a mark or an `and` ties to it: `Stratford-upon-Avon`, `Oslo and Orrin`."""
    at, stop = it.at, it.stop
    if tokens.word(it.first - 1) == "/" and stop - it.first == 2:
        return it.whole("PERSON", "credit", False)
    if tokens.words[at] == "-":
        if tokens.flags[it.first] & FIRST and tokens.flag(at + 1) & FIRST:
            return it.whole("PERSON", "first-name", False)  # Heinz-Dieter Verin
        place = it.known.type == "PLACE"
        if place and tokens.flag(at + 1) & LOWER and all(tokens.glued(i) for i in range(at, stop)):
            return it.whole("PLACE", "hyphen", False)
        if place and at + 1 < stop and tokens.glued(at + 1) and _new_word(tokens, at + 1):
            return Piece(it.first, at + 2, "PLACE", "hyphen", False), at + 2
        return it.alone(at + 1)
    one = it.final & ORG_HEAD and (it.joined or tokens.words[stop - 1] in RAILWAYS)
    return it.alone(at + 1) if "and" in tokens.words[at:stop] and not one else None


def _headed(tokens: Tokens, it: _Longer) -> Ending | None:
    """What the head of the whole says: `Kabul University`, `Oslo Province`, `Geneva Convention`."""
    place = it.known.type == "PLACE"
    extra = it.stop - it.at
    if it.final & COMPANY or (it.final & (ORG_HEAD | ORG_END) and not tokens.flags[it.at] & FIRST):
        return it.whole("ORG", "head:org", True)
    if place and tokens.flags[it.stop - 1] & TEAM and extra <= 2:
        return it.whole("ORG", "team", True)
    if tokens.words[it.stop - 1] == "District" and it.known.rule == "gazetteer:country" and extra == 1:
        return it.alone(it.stop)  # U.S. District Judge
    if it.final & PLACE_HEAD and place:
        return it.whole("PLACE", "head:place", True)
    if it.final & EVENT_HEAD and it.known.type in ("PLACE", "GROUP", "ORG"):
        return it.whole("EVENT", "head:event", False)
    if it.final & OTHER_HEAD:
        return (None, it.stop) if place else it.alone(it.stop)  # Geneva Convention names no town
    if it.known.rule == "gazetteer:club" and _ends_club(tokens, it):
        return it.whole("ORG", "club", True)
    return None


def _personal(tokens: Tokens, it: _Longer) -> Ending | None:
    """A person called like a place or a people: `Chelsea Marlowe`, `Christian Orrin`, `N.J. Verin`."""
    opening, next_flag = tokens.flags[it.first], tokens.flags[it.at]
    single = it.at - it.first == 1
    people = it.known.type == "GROUP" and not next_flag & (COMMON | KNOWN | HEADS)
    named = (it.final & LAST or next_flag & FIRST or people) and not next_flag & UPPER
    if single and opening & FIRST and named and it.known.rule != "gazetteer:demonym":
        return it.whole("PERSON", "first-name", False)
    if (
        single
        and not it.known.sure
        and it.stop - it.at <= 2
        and not it.final & COMMON
        and (tokens.shouted or not next_flag & UPPER)
    ):
        return it.whole("PERSON", "first-name", False)
    dotted = "." in tokens.words[it.first] and it.known.rule == "gazetteer:region"
    if dotted and tokens.flags[it.stop - 1] & (FIRST | LAST):
        return it.whole("PERSON", "initials", False)
    return None


def _unknown(tokens: Tokens, it: _Longer) -> Ending | None:
    """A place with one unknown word behind it: `the Oslo Vikes`, `Norway Soir`."""
    if it.known.type != "PLACE" or it.stop - it.at != 1 or known_word(tokens, it.at):
        return None
    if tokens.words[it.at].endswith("s") and tokens.word(it.first - 1) == "the":
        return it.whole("ORG", "team", False)
    flag = tokens.flags[it.at]
    if flag & (FIRST | UPPER | COMMON | INITIAL | ABBREVIATION) or not flag & CAPITAL or "." in tokens.words[it.first]:
        return None
    kind, rule, sure = by_context(tokens, it.first, it.stop, [it.first, it.at])
    return it.whole(kind, "placed" if it.known.rule != "gazetteer:city" and kind is None else rule, sure)


def _ends_club(tokens: Tokens, it: _Longer) -> bool:
    """True for the town of `Hapoel Orrin`, and of `CSKA Orrin`."""
    if is_club(tokens, it.first, it.stop):
        return it.stop - it.at <= 2
    match = match_known(tokens, it.at) if tokens.flags[it.at] & KNOWN else None
    return match is not None and match.last == it.stop and match.known.type == "PLACE"


def _new_word(tokens: Tokens, index: int) -> bool:
    """True for a capitalised word of no list: `Saint-Corent` is one name, `Paris-Dakar` and `US-backed` are not."""
    flag = tokens.flags[index]
    return bool(flag & CAPITAL) and not flag & (COMMON | UPPER | FIRST | LAST) and not known_word(tokens, index)
