"""Finding a line by a few of its letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")
_SCATTERED = 200
_NEW_WORD, _GAP, _LONGEST_GAP = 10, 20, 20


class Match(NamedTuple):
    """How well letters match a text, and where."""

    cost: int
    """Lower is better."""
    at: tuple[int, ...]
    """Offsets of the letters that were matched."""


def match(wanted: str, text: str) -> Match | None:
    """Letters matched in a text, in order; None where they do not.

    Letters at the beginning of words and letters that stand together count more than scattered ones.
    """
    whole, folded = _folded(wanted.strip()), _folded(text)
    letters = "".join(whole.split())
    if not letters:
        return Match(0, ())
    if (at := _at_word(folded, whole)) >= 0:
        return Match(at, tuple(range(at, at + len(whole))))
    if (at := folded.find(whole)) >= 0:
        return Match(100 + at, tuple(range(at, at + len(whole))))
    places = _scattered(letters, folded)
    return Match(_cost(places, folded), places) if places else None


def score(wanted: str, text: str) -> int | None:
    """How well letters match a text: lower is better, None where they do not."""
    found = match(wanted, text)
    return found.cost if found is not None else None


def best(wanted: str, items: Iterable[T], text_of: Callable[[T], str]) -> list[T]:
    """The items that match, best first; all of them, in their order, where nothing is wanted."""
    scored = [(score(wanted, text_of(item)), index, item) for index, item in enumerate(items)]
    matching = [(cost, index, item) for cost, index, item in scored if cost is not None]
    matching.sort(key=lambda found: found[:2])
    return [item for _, _, item in matching]


def marked(text: str, at: Sequence[int], role: str, found: str) -> list[tuple[str, str]]:
    """A text as cells: the letters at these offsets in the role `found`, the others in `role`."""
    cells: list[tuple[str, str]] = []
    places = set(at)
    for offset, letter in enumerate(text):
        wanted = found if offset in places else role
        if cells and cells[-1][1] == wanted:
            cells[-1] = (cells[-1][0] + letter, wanted)
        else:
            cells.append((letter, wanted))
    return cells


def _folded(text: str) -> str:
    """The text without regard to case, letter for letter: offsets stay what they were."""
    return "".join(folded if len(folded := letter.casefold()) == 1 else letter for letter in text)


def _at_word(text: str, wanted: str) -> int:
    """Where the text has it at the beginning of a word; -1 where it does not."""
    at = text.find(wanted)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(wanted, at + 1)
    return at


def _scattered(letters: str, text: str) -> tuple[int, ...]:
    """Offsets of the letters: each at the beginning of a word where the rest can still be found behind it."""
    places: list[int] = []
    at = 0
    for index, letter in enumerate(letters):
        rest = letters[index + 1 :]
        near = text.find(letter, at)
        if near < 0:
            return ()
        if not (places and near == places[-1] + 1):
            starts = (place for place in range(near, len(text)) if text[place] == letter and _begins(text, place))
            near = next((place for place in starts if _holds(rest, text, place + 1)), near)
        places.append(near)
        at = near + 1
    return tuple(places)


def _holds(letters: str, text: str, at: int) -> bool:
    for letter in letters:
        at = text.find(letter, at) + 1
        if not at:
            return False
    return True


def _begins(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def _cost(places: Sequence[int], text: str) -> int:
    cost, last = _SCATTERED, -1
    for at in places:
        if at != last + 1:
            cost += _NEW_WORD if _begins(text, at) else _GAP + min(at - last, _LONGEST_GAP)
        last = at
    return cost
