"""Reports of matches, in which a town may be its team: tables of scores, and the words beside a side of a match."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence

from index.understanding.gazetteer import gazetteer, word_set
from index.understanding.ledger import Found
from index.understanding.tokens import CAPITAL, COMMON, FIRST, KNOWN, LAST, LOWER, UPPER, Tokens

FEWEST = 3
"""Words of sport from which a document counts as a report of matches."""

_FEWEST_IN = 120
"""Tokens among which there is at least one word of sport in such a report."""
_MOST_WAITING = 12
_LONGEST_LINE = 40
"""Tokens. A line of scores is short."""
_LONGEST_SCORE = 3
"""Digits of what a side scores."""
_AT_HOME = frozenset({"in", "at", "near", "of", "into", "outside", "around", "throughout", "across"})
_BETWEEN = frozenset({"AT", "V", "VS", "BEAT", "PAST"})
_WICKETS = frozenset({"c", "b", "lbw", "st"})
_TEAM_SHARE = 0.3
"""Share of towns and clubs among the names of all lines of scores from which every name in them is a team's."""
_CLUB_SHARE = 0.5
"""The same from which a name like that of a person is a team's."""
_AWAY = word_set("home lost loss losing lose defeat away fell falling lead victory trip")
"""What stands before `to X`, where X is whom one plays."""
_CLUBS = frozenset({"gazetteer:club", "gazetteer:city", "gazetteer:region"})
_OPEN = word_set("unknown several-words place-noun head:before preposition speech state surname")
_PERSONAL = frozenset({"initials", "title", "first-name", "generation", "particle"})


class Contests:
    """What a document says of matches and of who plays them."""

    def __init__(self) -> None:
        self._words = 0
        self._length = 0
        self._lines = 0
        self._alone = 0
        """Words of sports that are played by one against one."""
        self._sides: list[Found] = []
        self._scored: list[Found] = []
        self._players: list[Found] = []
        self._bracketed: list[Found] = []
        self._others: list[Found] = []
        """Names that are teams if the document says so elsewhere."""
        self._surnames: set[str] = set()
        self._waiting: deque[tuple[Tokens, bytearray, Sequence[Found]]] = deque(maxlen=_MOST_WAITING)
        """Blocks before the first word of sport."""

    @property
    def reported(self) -> bool:
        """True if the document reports matches."""
        told = self._words + self._lines
        return told >= FEWEST and self._words > 0 and told * _FEWEST_IN >= self._length

    def read(self, tokens: Tokens, taken: bytearray, names: Sequence[Found]) -> None:
        """What a block says; `names` are those found in it."""
        lists = gazetteer()
        self._words += sum(map(lists.sport.__contains__, tokens.words))
        self._alone += sum(map(lists.evidence["one_to_one"].__contains__, tokens.words))
        self._length += len(tokens.words)
        self._waiting.append((tokens, taken, names))
        if self._words:
            for block in self._waiting:
                self._sort_out(*block)
            self._waiting.clear()

    def _sort_out(self, tokens: Tokens, taken: bytearray, names: Sequence[Found]) -> None:
        """What each name of a block is, if the document turns out to report matches."""
        scores = _scores(tokens, taken)
        self._lines += scores
        before = None
        for name in names:
            previous, before = before, name
            if len(name.words) > 1 and name.type in (None, "PERSON"):
                self._surnames.add(name.words[-1])
            if name.type == "ORG" and name.rule not in _CLUBS:
                continue
            first = bisect_left(tokens.starts, name.start)
            last = bisect_left(tokens.starts, name.end)
            if _is_player(tokens, first, last, name):
                self._players.append(name)
            elif scores and _is_scored(tokens, first, last):
                self._scored.append(name)
            elif previous is not None and _in_brackets(tokens, first, last, previous):
                self._bracketed.append(name)
            elif _rides(tokens, first, last):
                self._sides.append(name)
            elif _may_be_team(name):
                kept = self._sides if contends(tokens, first, last) else self._others
                if kept is self._sides or not at_home(tokens, first, last):
                    kept.append(name)

    def settle(self) -> None:
        """Make teams of the towns that play, and persons of those who score."""
        if not self.reported:
            return
        for name in self._players:
            if not name.sure or len(name.words) == 1:
                name.type, name.rule, name.sure = "PERSON", "player", False
        playing = {name.words for name in (*self._settle_scores(), *self._settle_brackets(), *self._settle_sides())}
        for name in self._others:
            somebody = name.words[-1] in self._surnames and name.rule not in _CLUBS
            if name.words in playing and not name.placed and not somebody:
                _make_team(name)

    def _settle_scores(self) -> Iterator[Found]:
        """In a table of teams every name is a team's, whatever else it may be."""
        known = sum(1 for name in self._scored if name.rule in _CLUBS)
        teams = known >= _TEAM_SHARE * len(self._scored)
        people = not known and any(name.type == "PERSON" for name in self._scored)
        for name in self._scored:
            if people and name.type is None and len(name.words) == 1:
                name.type, name.rule = "PERSON", "player"
            personal = name.rule in _PERSONAL and (
                len(name.words[0].rstrip(".")) == 1 or known < _CLUB_SHARE * len(self._scored)
            )
            if name.rule == "gazetteer:country" or (name.type not in ("PLACE", "GROUP") and (name.sure or personal)):
                continue
            plain = known and not name.flags & (COMMON | FIRST | LAST) and name.type is None
            if teams or name.type == "PLACE" or plain:
                yield _make_team(name)

    def _settle_brackets(self) -> Iterator[Found]:
        """`Milo Verin (Leeds)`: of a club, unless most have a country there."""
        countries = sum(1 for name in self._bracketed if name.rule == "gazetteer:country")
        abroad = 2 * countries >= len(self._bracketed)
        for name in self._bracketed:
            if abroad and name.type is None:
                name.type, name.rule = "PLACE", "list"
            elif not abroad and _may_be_team(name) and not name.flags & COMMON:
                yield _make_team(name)

    def _settle_sides(self) -> Iterator[Found]:
        for name in self._sides:
            listed = name.rule in _CLUBS
            surname = name.words[-1] in self._surnames or name.flags & (COMMON | FIRST | LAST)
            if listed or not (surname or self._alone >= FEWEST or len(name.words) > 1):
                yield _make_team(name, sure=listed)


def _make_team(name: Found, sure: bool = True) -> Found:
    name.type, name.rule, name.sure = "ORG", "team", sure
    return name


def _may_be_team(name: Found) -> bool:
    """Towns and what no rule knows; no country, which plays under its own name."""
    return name.rule in _OPEN or (name.rule in _CLUBS and name.type == "PLACE")


def _scores(tokens: Tokens, taken: bytearray) -> bool:
    """True for a line of names and numbers: `Houston 96 Dallas 88`, `Leeds 16 9 4 3 30 15 31`."""
    if len(tokens.words) > _LONGEST_LINE:
        return False
    numbers = [word for at, word in enumerate(tokens.words) if word[0].isdigit() and not taken[at]]
    words = sum(1 for at, flag in enumerate(tokens.flags) if flag & LOWER and len(tokens.words[at]) > 2)
    if len(numbers) < 2 or words > 2 or not numbers[0].isdigit() or len(numbers[0]) > _LONGEST_SCORE:
        return False
    return any(flag & CAPITAL for flag in tokens.flags)


def _is_scored(tokens: Tokens, first: int, last: int) -> bool:
    number = tokens.word(last)
    if number == "(" and ")" in tokens.words[last + 2 : last + 4]:  # Orrin (Norway) 0 Leeds (England) 2
        number = tokens.word(tokens.words.index(")", last) + 1)
    return number.isdigit() and len(number) <= _LONGEST_SCORE and tokens.word(first - 1) not in ("(", ",")


def _is_player(tokens: Tokens, first: int, last: int, name: Found) -> bool:
    """Who scored, was caught or bowled: `2 (Verin 34th, Orval 70)`, `M. Hale c Verin b Orval 12`."""
    if tokens.word(first - 1) in _WICKETS and tokens.flag(first - 2) & CAPITAL:
        return True
    if tokens.word(last) in _WICKETS and tokens.flag(last + 1) & CAPITAL:
        return True
    if tokens.word(last) == "not" and tokens.word(last + 1) == "out":
        return True
    if name.sure or tokens.word(first - 1) not in ("(", ",") or len(name.words) > 2 or name.type == "ORG":
        return False
    minute = tokens.word(last)
    ordinal = tokens.word(last + 1) in ("st", "nd", "rd", "th", "minute")
    return minute.isdigit() and len(minute) < _LONGEST_SCORE and ordinal


def _in_brackets(tokens: Tokens, first: int, last: int, before: Found) -> bool:
    """What stands alone in brackets behind a person's name: `Milo Verin (Leeds)`."""
    if first < 2 or tokens.words[first - 1] != "(" or tokens.word(last) != ")":
        return False
    return tokens.ends[first - 2] == before.end and before.type in (None, "PERSON")


def _rides(tokens: Tokens, first: int, last: int) -> bool:
    """For whom somebody rides or drives: `Ada Marlowe (Norway) Orrin 1:50`."""
    if tokens.word(first - 1) != ")" or "(" not in tokens.words[max(0, first - 5) : first - 1]:
        return False
    after = tokens.word(last)
    return not after or ":" in tokens.words[last : last + 3] or after in ("same", "all")


def at_home(tokens: Tokens, first: int, last: int) -> bool:
    """True where a town is a town: behind `in`, before another place."""
    before = tokens.lower(first - 1)
    if before in _AT_HOME or (before in ("from", "to") and tokens.lower(first - 2) not in _AWAY):
        return True
    return tokens.word(last) == "," and bool(tokens.flag(last + 1) & KNOWN) and before not in ("v", "vs")


def between(tokens: Tokens, names: Sequence[Found]) -> list[Found]:
    """The sides of a line in capitals that is two names and what stands between them: `LEEDS AT NEW YORK`.

    Behind `AT` stands the town in which they play.
    """
    if len(names) != 2 or len(tokens.words) > 9 or not all(flag & (UPPER | CAPITAL) for flag in tokens.flags):
        return []
    middle = [tokens.words[at] for at in range(len(tokens.words)) if names[0].end <= tokens.starts[at] < names[1].start]
    if len(middle) != 1 or middle[0] not in _BETWEEN:
        return []
    return [name for name in (names[:1] if middle[0] == "AT" else names) if _may_be_team(name)]


def contends(tokens: Tokens, first: int, last: int) -> bool:
    """True for a side of a match: `Leeds beat Derby`, `against Leeds`, `Leeds striker`, but not `in Leeds`."""
    evidence = gazetteer().evidence
    before, after = tokens.lower(first - 1), tokens.lower(last)
    if before == "to" and tokens.lower(first - 2) in _AWAY:
        return True
    if at_home(tokens, first, last):
        return False
    if before in evidence["versus"] or before in evidence["sides"] or before in evidence["gives"]:
        return True
    if after in evidence["contest"] or after in evidence["players"]:
        return True
    if after in ("has", "had") and tokens.lower(last + 1) in evidence["contest"]:
        return True
    if after in ("are", "were", "have") and before != "and":
        return True  # a town is, a side are
    if after.isdigit() and len(after) <= _LONGEST_SCORE:
        return tokens.word(last + 1) in ("", ".", ",", "(", "points", "and", "for")
    return after == "'" and tokens.word(last + 1) == "s" and _owns(tokens, last + 2)


def _owns(tokens: Tokens, at: int) -> bool:
    """What a side has: `Leeds's striker`, `Leeds's 3-1 victory`, `Leeds's Milo Verin`."""
    evidence = gazetteer().evidence
    word, flag = tokens.word(at), tokens.flag(at)
    if flag & FIRST and flag & CAPITAL:
        return True
    return (word.isdigit() and tokens.word(at + 1) == "-") or word in evidence["players"] | evidence["owned_by_side"]
