"""What is typed in the palette: a command with its argument, found by a few letters; and what was run there before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tui.commands.command import TYPING, Command, Context, where
from tui.session.fuzzy import match

if TYPE_CHECKING:
    from tui.session.room import Room

REMEMBERED: Final = "commands"
KEPT: Final = 100
RECENT: Final = 8
"""Lines used last that stand first while nothing is typed."""
_BY_HELP: Final = 1000
"""What is found only in its explanation comes after everything that is found by its name."""
_WINDOWS: Final = frozenset({"help", "card", "hints", "places"}) | TYPING


@dataclass(frozen=True, slots=True)
class Choice:
    """A command that the palette offers."""

    command: Command
    why_not: str | None
    """Why it cannot be used now."""
    argument: str = ""
    """The argument that it was run with before."""
    in_name: tuple[int, ...] = ()
    """Letters of its name that were typed."""
    in_id: tuple[int, ...] = ()
    in_help: tuple[int, ...] = ()

    def why_not_with(self, argument: str) -> str | None:
        """The same when it is told something: then some work in every pane."""
        told = self.command.argument
        return None if argument and told is not None and told.anywhere else self.why_not

    @property
    def line(self) -> str:
        """It as it may be typed."""
        return f"{self.command.id} {self.argument}".strip()


def unusable(room: Room, command: Command, contexts: Sequence[Context], argument: str = "") -> str | None:
    """Why a command cannot be used where the keys are; None where it can."""
    anywhere = bool(argument) and command.argument is not None and command.argument.anywhere
    if not anywhere and not set(command.contexts) & set(contexts):
        places = [context for context in command.contexts if context not in _WINDOWS] or command.contexts
        return f"works {' or '.join(where(context) for context in places)}"
    return command.why_not(room)


def offered(room: Room, contexts: Sequence[Context]) -> list[Choice]:
    """Commands that make sense outside a window; those that can be used now come first."""
    choices = [
        Choice(command, unusable(room, command, contexts))
        for command in room.keymap.commands.values()
        if not set(command.contexts) <= _WINDOWS and command.id != "palette"
    ]
    return sorted(choices, key=lambda choice: choice.why_not is not None)


def matching(typed: str, choices: Sequence[Choice], times: dict[str, int]) -> list[Choice]:
    """The commands for what is typed, best first; what is used often comes before what is used seldom."""
    found = []
    for index, choice in enumerate(choices):
        at_cost = _matched(typed, choice)
        if at_cost is not None:
            cost, marked = at_cost
            found.append((cost, choice.why_not is not None, -times.get(choice.command.id, 0), index, marked))
    found.sort(key=lambda each: each[:4])
    return [each[4] for each in found]


def _matched(typed: str, choice: Choice) -> tuple[int, Choice] | None:
    """How well it answers, and the choice with the letters that were found. Its whole id or name is before all."""
    if typed.casefold() in (choice.command.id, choice.command.name.casefold()):
        return -1, replace(choice, in_name=tuple(range(len(typed))) if typed.casefold() != choice.command.id else ())
    name, id = match(typed, choice.command.name), match(typed, choice.command.id)
    if name is not None and (id is None or name.cost <= id.cost):
        return name.cost, replace(choice, in_name=name.at)
    if id is not None:
        return id.cost, replace(choice, in_id=id.at)
    at = choice.command.help.casefold().find(typed.casefold())
    return (_BY_HELP + at, replace(choice, in_help=tuple(range(at, at + len(typed))))) if at >= 0 else None


def addressed(typed: str, commands: Iterable[Command]) -> tuple[Command, str] | None:
    """The command whose id or name stands at the beginning, with what is typed of its argument behind it."""
    folded = typed.lstrip().casefold()
    found: tuple[Command, str] | None = None
    longest = 0
    for command in commands:
        if command.argument is None:
            continue
        for name in (command.id, command.name.casefold()):
            if folded.startswith(f"{name} ") and len(name) > longest:
                found, longest = (command, typed.lstrip()[len(name) :].strip()), len(name)
    return found


class UsedCommands:
    """Lines that were run in the palette, newest first, and how often: kept over restarts, for each collection."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.lines: list[str] = []
        self.times: dict[str, int] = {}
        """By the id of the command."""
        self._loaded = False
        self._known = False
        """What earlier sittings kept is among them: before that nothing may be written in its place."""

    def load(self, then: Callable[[], None]) -> None:
        """Take what earlier sittings kept; `then` is called where there is anything new."""
        if self._loaded:
            return
        self._loaded = True

        def take(kept: str | None) -> None:
            lines, times = unpacked(kept)
            early, self._known = bool(self.lines), True
            self.lines = list(dict.fromkeys([*self.lines, *lines]))[:KEPT]
            for id, number in times.items():
                self.times[id] = self.times.get(id, 0) + number
            if early:  # a line was run meanwhile
                self._keep()
            then()

        self._room.background.run(lambda: self._room.collection.remembered(REMEMBERED), take)

    def add(self, line: str) -> None:
        """A line was run."""
        self.lines = [line, *(earlier for earlier in self.lines if earlier != line)][:KEPT]
        id = line.partition(" ")[0]
        self.times[id] = self.times.get(id, 0) + 1
        if self._known:
            self._keep()

    def _keep(self) -> None:
        packed = json.dumps([self.lines, self.times])
        self._room.background.in_order(lambda: self._room.collection.remember(REMEMBERED, packed))

    def first(self, choices: Sequence[Choice]) -> list[Choice]:
        """What stands in the palette while nothing is typed: lines used last, then commands by their use here."""
        commands = {choice.command.id: choice for choice in choices}
        recent = []
        for line in self.lines[:RECENT]:
            id, _, argument = line.partition(" ")
            if (choice := commands.get(id)) is not None:
                recent.append(replace(choice, argument=argument, why_not=choice.why_not_with(argument)))
        seen = {choice.command.id for choice in recent if not choice.argument}
        rest = [choice for choice in choices if choice.command.id not in seen]
        rest.sort(key=lambda choice: (choice.why_not is not None, -self.times.get(choice.command.id, 0)))
        return [*recent, *rest]


def unpacked(kept: str | None) -> tuple[list[str], dict[str, int]]:
    """Lines and numbers as `add` keeps them; nothing where they cannot be read."""
    try:
        lines, times = json.loads(kept or "null")
        return [str(line) for line in lines][:KEPT], {str(id): int(number) for id, number in times.items()}
    except (ValueError, TypeError, AttributeError):
        return [], {}
