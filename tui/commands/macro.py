"""Macros: one key for several commands, as `macros:` in the settings has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui.commands.command import Command

if TYPE_CHECKING:
    from tui.session.room import Room

GROUP: Final = "Macros"


class BadStep(ValueError):
    """A step that cannot be understood; the message says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a macro, with its argument; "" where it has none."""

    command: Command
    argument: str = ""


def parse_step(text: str, commands: Mapping[str, Command]) -> Step:
    """A step as it is written: an id, and behind it the argument, as in the palette. Raises BadStep."""
    id, _, argument = text.strip().partition(" ")
    argument = argument.strip()
    command = commands.get(id)
    if command is None:
        raise BadStep(f"no such command{nearest(id, commands)}")
    if command.argument is None and argument:
        raise BadStep(f"{id} takes no argument")
    if command.argument is not None and command.argument.required and not argument:
        raise BadStep(f"{id} needs its argument behind it: {command.argument.name}")
    return Step(command, argument)


def macro_command(key: str, steps: Sequence[Step]) -> Command:
    """A macro as a line of the table. It works where its first command works."""

    def run(room: Room, count: int | None) -> None:
        room.macros.start(steps, count)

    names = [f"{step.command.name.lower()} {step.argument}".strip() for step in steps]
    first = steps[0].command
    anywhere = first.argument is not None and first.argument.anywhere and steps[0].argument
    return Command(
        f"macro {' '.join(key.split())}",
        names[0][0].upper() + ", then ".join(names)[1:],
        f"Macro of your own: {', then '.join(f'{s.command.id} {s.argument}'.strip() for s in steps)}.",
        GROUP,
        ("global",) if anywhere else first.contexts,
        run,
        count=first.count,
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a complaint: the known name that is like this one, where there is any."""
    # Imported here: it is needed for a message only.
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 1)
    return f"; is {near[0]} meant?" if near else ""
