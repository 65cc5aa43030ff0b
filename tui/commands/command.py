"""What a command is, and how the functions of this package become commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from tui.session.room import Room

Context = Literal[
    "always",
    "global",
    "text",
    "select",
    "list",
    "documents",
    "entities",
    "results",
    "annotations",
    "naming",
    "skipped",
    "help",
    "prompt",
    "palette",
    "note",
    "codes",
    "card",
]
"""Where a key can mean something: a state of the screen, from `always` (even while one types) inwards."""

CONTEXT_NAMES: Final[dict[Context, str]] = {
    "always": "always",
    "global": "everywhere",
    "text": "in a text",
    "select": "while selecting",
    "list": "in lists of every kind",
    "documents": "documents",
    "entities": "entities",
    "results": "search results",
    "annotations": "annotations",
    "naming": "documents naming an entity",
    "skipped": "skipped files",
    "help": "help",
    "prompt": "while typing a query",
    "palette": "in the palette",
    "note": "while writing a note",
    "codes": "while choosing a code",
    "card": "an annotation shown",
}

TYPING: Final[frozenset[Context]] = frozenset({"prompt", "palette", "note", "codes"})
"""Contexts in which an unmodified key is text."""

Run = Callable[["Room", "int | None"], None]
Unavailable = Callable[["Room"], "str | None"]
"""Says in a few words why a command cannot be used now; None where it can."""

GROUPS: Final = ("Reading", "Walking", "Searching", "Selecting", "Marking", "Lists", "Going", "Typing", "Program")


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the table of commands: footer, help, palette, key map and docs/keys.md are made from it."""

    id: str
    """What `keys:` in config.yaml calls it."""
    name: str
    """What the palette calls it."""
    help: str
    """One line on what it does."""
    group: str
    contexts: tuple[Context, ...]
    run: Run
    footer: str = ""
    """Its word in the footer; commands with the same word share a place, such as `n N match`."""
    footer_in: tuple[Context, ...] = ()
    """Innermost contexts in whose footer it stands; none = wherever it works."""
    priority: int = 50
    """Its place in the footer, lowest first; the first eight are shown."""
    count: str = ""
    """What a number typed before it means: "times", "percent", "paragraph"."""
    unavailable: Unavailable | None = None
    unbound: str = ""
    """Why it has no key by default."""

    def why_not(self, room: Room) -> str | None:
        """Why it cannot be used now, or None."""
        return None if self.unavailable is None else self.unavailable(room)


class CommandTable:
    """The commands that one module declares, in the order of its lines."""

    def __init__(self, group: str) -> None:
        assert group in GROUPS, group
        self.group = group
        self.commands: list[Command] = []

    def command(
        self,
        id: str,
        name: str,
        *contexts: Context,
        footer: str = "",
        footer_in: tuple[Context, ...] = (),
        priority: int = 50,
        count: str = "",
        unavailable: Unavailable | None = None,
        unbound: str = "",
    ) -> Callable[[Run], Run]:
        """Declare the decorated function as a command; the first line of its docstring is the help."""

        def declare(run: Run) -> Run:
            help = (run.__doc__ or "").strip().splitlines()[0]
            self.commands.append(
                Command(
                    id,
                    name,
                    help,
                    self.group,
                    contexts,
                    run,
                    footer,
                    footer_in,
                    priority,
                    count,
                    unavailable,
                    unbound,
                )
            )
            return run

        return declare
