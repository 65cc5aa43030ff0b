"""Completing the conditions of a filter or a query: their names, and where they are known what they may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.session.room import Room

CONDITIONS: Final = (
    "source",
    "date",
    "is",
    "has",
    "tag",
    "code",
    "entity",
    "speaker",
    "note",
    "mark",
    "format",
    "lang",
    "block",
    "author",
    "title",
    "path",
    "from",
    "to",
    "cc",
    "subject",
    "thread",
    "like",
)
"""Names of conditions, in the order in which they are offered."""
_TYPED: Final = {
    "note": "type words of a note of yours, or * for any note",
    "mark": "type words of a passage that you marked, or * for any",
    "title": "type words of a title, or * for any title",
    "like": "type a passage in quotation marks, or the path of a document",
}
"""Conditions of which no values are listed, for there would be too many, and what they take."""
NAMED: Final = 6
"""Completions that are named beside the prompt."""
_MARKS: Final = re.compile('(["“”„])')
_UNPLAIN: Final = re.compile(r'[\s()"“”„]')
_HELD = re.compile(r'(?:^|[\s(-])(?P<name>[a-z]+):\((?:[^()"]|"[^"]*")*?(?P<value>"[^"]*|(?<![^\s(-])(?!-)[^\s"()]*)$')
_LAST = re.compile(r'(?P<head>^|.*?[\s(])(?P<not>-?)(?:(?P<name>[a-z]+):)?(?P<value>"[^"]*|[^\s"(]*)$', re.DOTALL)


def last_part(text: str) -> tuple[str, str | None, str]:
    """What is being typed at the end of a filter or query: all before it, name of its condition, value begun."""
    found = _LAST.match(text)
    if found is None:
        return f"{text} ", None, ""  # behind a closed quotation mark
    return found["head"] + found["not"], found["name"], found["value"].lstrip('"')


def held_part(text: str) -> tuple[str, str, str] | None:
    """The same between the brackets of a condition, `entity:(one OR tw`: all before the value, name, value begun."""
    found = _HELD.search(text)
    if found is None:
        return None
    return text[: found.start("value")], found["name"], found["value"].lstrip('"')


def candidates(begun: str, known: Sequence[str]) -> list[str]:
    """What may be meant: what begins so, else what holds it; case aside."""
    folded = begun.casefold()
    starting = [each for each in known if each.casefold().startswith(folded)]
    return starting or [each for each in known if folded in each.casefold()]


def beginning(texts: Sequence[str]) -> str:
    """What all texts begin with."""
    first, last = min(texts), max(texts)
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]


def written(value: str) -> str:
    """A value as it is typed: in quotation marks where it has spaces or brackets; its own marks are doubled there."""
    return in_marks(value) if _UNPLAIN.search(value) else value


def in_marks(value: str) -> str:
    """The same, whatever is in it."""
    return '"' + _MARKS.sub(r"\1\1", value) + '"'


def nothing_listed(name: str) -> str:
    """What is said of a condition of which no value is known."""
    from index.asking.condition_notices import NOTHING

    return _TYPED.get(name) or NOTHING.get(name, "nothing is known yet")


class Completer:
    """Tab: the first key completes as far as there is no doubt, the following ones go through what may be meant."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._round: list[str] = []
        """Texts that tab goes through."""
        self._at = -1

    def complete(self, text: str) -> None:
        """Complete the end of a filter or a query."""
        if self._round and text == self._round[self._at]:
            self._at = (self._at + 1) % len(self._round)
            self._write(self._round[self._at])
            return
        held = held_part(text)
        if held is not None and held[1] in CONDITIONS:
            self._ask(held[1], text)
            return
        head, name, begun = last_part(text)
        if name is None:
            self._offer(text, head, begun, [f"{each}:" for each in CONDITIONS], lambda each: each)
            return
        if name not in CONDITIONS:
            self._room.prompts.note(f"there is no condition {name}:", error=True)
        else:
            self._ask(name, text)

    def _ask(self, name: str, text: str) -> None:
        queries = self._room.collection.queries

        def done(values: list[str]) -> None:
            if self._room.prompts.text == text:
                self._offer_values(text, values)

        self._room.background.run(lambda: queries.values(name), done)

    def _offer_values(self, text: str, values: list[str]) -> None:
        head, name, begun = held_part(text) or last_part(text)
        if not values:
            self._room.prompts.note(nothing_listed(name or ""))
            return
        self._offer(text, head if held_part(text) else f"{head}{name}:", begun, values, written)

    def _offer(self, text: str, head: str, begun: str, known: Sequence[str], write: Callable[[str], str]) -> None:
        found = candidates(begun, known)
        if not found:
            self._room.prompts.note(f"nothing known begins with {begun}", error=True)
            return
        texts = [head + write(each) for each in found]
        common = beginning([each.casefold() for each in found])
        longer = len(common) > len(begun) and common.startswith(begun.casefold()) and " " not in common
        if len(found) > 1 and longer:
            self._round, self._at = [], -1
            self._write(head + found[0][: len(common)])
        else:
            self._round, self._at = (texts, 0) if len(texts) > 1 else ([], -1)
            self._write(texts[0])
        if len(found) > 1:
            more = f" · and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
            self._room.prompts.note(" · ".join(found[:NAMED]) + more)

    def _write(self, text: str) -> None:
        self._room.screen.prompt.value = text
        self._room.prompts.changed(text)
