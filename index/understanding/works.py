"""Works: books, films, songs, reports, by their titles in quotation marks or behind the word for what they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from index.understanding.candidates import match_known
from index.understanding.gazetteer import word_set
from index.understanding.tokens import CAPITAL, JOIN, KNOWN, LOWER, NUMBER, SPEECH, STOP, Tokens

_NOUNS: Final = word_set(
    "song songs single singles album albums EP track hit anthem hymn ballad soundtrack film films movie movies "
    "documentary documentaries book books novel novels novella memoir memoirs biography autobiography poem poems play "
    "musical opera ballet essay essays article articles painting sculpture sitcom episode sequel drama comedy thriller "
    "trilogy videogame exhibition exhibit titled entitled pamphlet textbook bestseller column editorial op-ed manga "
    "anime blockbuster cartoon remix video lecture sermon chapter thesis dissertation monograph audiobook podcast"
)
"""Words before or behind a title that say that it is one."""
_BARE: Final = word_set(
    "film movie album novel musical opera sitcom documentary memoir thriller ballet novella autobiography blockbuster"
)
"""Words that a title without marks follows."""
_OPENS: Final = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "‘": "'"}
_SMALL: Final = word_set("with from by as at to into over your my our their his her its it is are be not no but or nor")
_PARTS: Final = frozenset({"and", "in", "on", "for", "against"})
_LONGEST: Final = 14
"""Tokens of a title."""
_NEAR: Final = 7
"""Tokens before a title in which the word for it is looked for; behind it, `_BEHIND`."""
_BEHIND: Final = 4
_STOPS: Final = frozenset('.!?;:"“”«»')
_AFTER_BARE: Final = frozenset({",", ".", ";", ":", ")", "(", "?", "!", "—", "–", ""})


class Work(NamedTuple):
    """The title of a work over tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    rule: str


def find_works(tokens: Tokens, taken: bytearray) -> Iterator[Work]:
    """The titles in a block, in order, none over what is taken."""
    words = tokens.words
    free = 0
    for index, word in enumerate(words):
        if index < free:
            continue
        if word in _OPENS:
            found = _quoted(tokens, index)
        elif word in _BARE and not tokens.glued(index + 1):
            found = _bare(tokens, index + 1)
        else:
            continue
        if found is not None and not any(taken[found.first : found.last]):
            free = found.last
            yield found


def _quoted(tokens: Tokens, mark: int) -> Work | None:
    """The title that begins behind a mark, closes within reach, is written as titles are, and is said to be one."""
    if (mark and tokens.glued(mark) and tokens.words[mark - 1] not in "([") or not tokens.glued(mark + 1):
        return None
    closing = {_OPENS[tokens.words[mark]], tokens.words[mark]} - {"“", "«"}
    reach = range(mark + 1, min(mark + 2 + _LONGEST, len(tokens.words)))
    end = next((at for at in reach if tokens.words[at] in closing and not _apostrophe(tokens, at)), 0)
    last = end
    while last > mark + 1 and tokens.words[last - 1] in (",", "."):
        last -= 1
    if not end or last <= mark + 1 or not _as_title(tokens, mark + 1, last):
        return None
    return Work(mark + 1, last, "work:quoted") if _said_to_be(tokens, mark, end + 1) else None


def _apostrophe(tokens: Tokens, at: int) -> bool:
    """True for the mark of `People’s`, which closes nothing."""
    return tokens.words[at] in "'’" and tokens.glued(at) and tokens.glued(at + 1) and tokens.word(at + 1).isalpha()


def _as_title(tokens: Tokens, first: int, last: int) -> bool:
    """True if all but small words have capitals, and the first does too."""
    if not tokens.flags[first] & (CAPITAL | NUMBER):
        return False
    capitals = 0
    for at in range(first, last):
        word, flag = tokens.words[at], tokens.flags[at]
        capitals += bool(flag & CAPITAL)
        small = flag & (JOIN | STOP) or word in _SMALL or tokens.glued(at)
        if (flag & LOWER and not small) or (word in _STOPS and word not in "!?:"):
            return False
    return bool(capitals)


def _said_to_be(tokens: Tokens, mark: int, after: int) -> bool:
    """True if a word for works stands near, in the same sentence."""
    for at in range(mark - 1, max(-1, mark - 1 - _NEAR), -1):
        if tokens.words[at] in _STOPS and tokens.words[at] not in '"”':
            break
        if tokens.words[at] in _NOUNS:
            return True
    for at in range(after, min(after + _BEHIND, len(tokens.words))):
        if tokens.words[at] in _STOPS or tokens.words[at] == ",":
            break
        if tokens.words[at] in _NOUNS:
            return True
    return False


def _bare(tokens: Tokens, first: int) -> Work | None:
    """`the film Easy Rider`, `her novel The Salt Road`: two capitals or more, and then an end of some kind."""
    at, capitals, end = first, 0, first
    while at < len(tokens.words) and at - first < _LONGEST:
        flag = tokens.flags[at]
        if flag & CAPITAL or (flag & NUMBER and capitals):
            capitals += 1
            end = at + 1
        elif not (flag & JOIN and flag & LOWER and capitals) or tokens.words[at] in _PARTS:
            break
        at += 1
    if capitals < 2 or not tokens.flags[first] & CAPITAL:
        return None
    match = match_known(tokens, first) if tokens.flags[first] & KNOWN else None
    if match is not None and match.known.type in ("GROUP", "PLACE", "ORG"):
        return None  # the film Cannes chose; the British film
    flag = tokens.flag(end)
    ended = tokens.word(end) in _AFTER_BARE or bool(flag & (JOIN | STOP) and flag & LOWER and not flag & SPEECH)
    return Work(first, end, "work:named") if ended else None
