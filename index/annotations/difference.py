"""What is different between a passage as it was marked and as it stands now, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 1_500
"""Words that are compared one by one; more than that become one change."""


class Part(NamedTuple):
    """A stretch that is the same in both (`was` is `now`), or what stands now in the place of what was there."""

    was: str
    now: str

    @property
    def same(self) -> bool:
        return self.was == self.now


def difference(was: str, now: str) -> list[Part]:
    """The parts of a passage, in order: joined they are both texts. Of white space only its lack counts."""
    from difflib import SequenceMatcher  # seldom needed, and not at all before the first text is shown

    old, new = _WORD.findall(was), _WORD.findall(now)
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    parts = [Part("".join(old[:first]), "".join(new[:first]))] if first else []
    old_rest, new_rest = old[first : len(old) - last], new[first : len(new) - last]
    if max(len(old_rest), len(new_rest)) > _MOST:
        parts.append(Part("".join(old_rest), "".join(new_rest)))
    else:
        levelled = [_level(each) for each in old_rest], [_level(each) for each in new_rest]
        for _, a, b, c, d in SequenceMatcher(None, *levelled, autojunk=False).get_opcodes():
            parts.append(Part("".join(old_rest[a:b]), "".join(new_rest[c:d])))
    if last:
        parts.append(Part("".join(old[len(old) - last :]), "".join(new[len(new) - last :])))
    return _without_bridges(parts)


def in_words(parts: Sequence[Part]) -> list[tuple[str, bool]]:
    """The difference as it is shown, each stretch with whether it is a change: `[was → now]`; on one line."""
    shown: list[tuple[str, bool]] = []
    for part in parts:
        was, now = " ".join(part.was.split()), " ".join(part.now.split())
        if was == now:
            shown.append((re.sub(r"\s+", " ", part.now), False))
            continue
        both = part.was + part.now
        shown.append((f"[{was}{' ' if was else ''}→{' ' if now else ''}{now}]", True))
        if both[:1].isspace():
            shown.insert(-1, (" ", False))
        if both[-1:].isspace():
            shown.append((" ", False))
    return shown


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return min(len(one), len(other))


def _level(word: str) -> str:
    return " " if word.isspace() else word


def _without_bridges(parts: Sequence[Part]) -> list[Part]:
    """White space between two changes belongs to them: one change is easier to read than two."""
    joined: list[Part] = []
    for part in parts:
        if len(joined) > 1 and not part.same and joined[-1].same and joined[-1].was.isspace() and not joined[-2].same:
            space, before = joined.pop(), joined.pop()
            part = Part(before.was + space.was + part.was, before.now + space.now + part.now)
        joined.append(part)
    return joined
