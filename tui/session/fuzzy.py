"""Finding a line by a few of its letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def score(wanted: str, text: str) -> int | None:
    """How well letters match a text, in order: lower is better, None where they do not.

    Letters at the beginning of words and letters that stand together count more than scattered ones.
    """
    wanted, text = "".join(wanted.casefold().split()), text.casefold()
    if not wanted:
        return 0
    if (whole := text.find(wanted)) >= 0:
        at_word = whole == 0 or not text[whole - 1].isalnum()
        return whole if at_word else 100 + whole
    cost, at, last = 200, 0, -1
    for letter in wanted:
        at = text.find(letter, at)
        if at < 0:
            return None
        starts_word = at == 0 or not text[at - 1].isalnum()
        if at != last + 1:
            cost += 10 if starts_word else 20 + min(at - last, 20)
        last, at = at, at + 1
    return cost


def best(wanted: str, items: Iterable[T], text_of: Callable[[T], str]) -> list[T]:
    """The items that match, best first; all of them, in their order, where nothing is wanted."""
    scored = [(score(wanted, text_of(item)), index, item) for index, item in enumerate(items)]
    matching = [(cost, index, item) for cost, index, item in scored if cost is not None]
    matching.sort(key=lambda found: found[:2])
    return [item for _, _, item in matching]
