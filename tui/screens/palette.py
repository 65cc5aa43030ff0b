"""The palette: every command by a few letters of its name, with its key, and why it cannot be used where it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.commands import BY_ID, COMMANDS
from tui.commands.command import CONTEXT_NAMES, TYPING, Command, Context
from tui.screens.window import Window
from tui.session.fuzzy import best
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.prompt import Field
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from tui.session.room import Room

HIGHEST = 14
WORDS_OF_VIM = {"q": "quit", "q!": "quit", "qa": "quit", "wq": "quit", "x": "quit", "w": "write", "h": "help"}
"""What a hand that knows vim types after a colon."""
_WINDOWS = frozenset({"help", "card", "prompt", "palette", "note", "codes"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A command, and why it cannot be used now."""

    command: Command
    why_not: str | None


def offered(room: Room, contexts: tuple[Context, ...]) -> list[Choice]:
    """Commands that make sense outside a window; those that can be used now come first."""
    choices = []
    for command in COMMANDS:
        if set(command.contexts) <= _WINDOWS | TYPING or command.id == "palette":
            continue
        why_not = command.why_not(room)
        if not set(command.contexts) & set(contexts):
            names = [CONTEXT_NAMES[context] for context in command.contexts if context not in _WINDOWS]
            why_not = f"works {' or '.join(n if n.startswith(('in ', 'while ')) else f'in {n}' for n in names)}"
        choices.append(Choice(command, why_not))
    return sorted(choices, key=lambda choice: choice.why_not is not None)


class PaletteRows(DrivenRows, can_focus=False):
    """Commands that match."""

    def __init__(self, room: Room, choices: list[Choice]) -> None:
        super().__init__()
        self._room = room
        self._all = choices
        self.shown = choices

    def show_matching(self, typed: str) -> None:
        """The commands for what is typed."""
        exact = WORDS_OF_VIM.get(typed)
        self.shown = [choice for choice in self._all if choice.command.id == exact]
        others = best(typed, self._all, lambda choice: f"{choice.command.name} {choice.command.id}")
        self.shown += [choice for choice in others if choice.command.id != exact]
        self.set_rows(len(self.shown), cursor=0)

    def draw_row(self, index: int, width: int) -> list[Line]:
        """Name, what it does, key."""
        choice = self.shown[index]
        command = choice.command
        keys = "  ".join(self._room.keymap.keys_of(command.id))
        name = f" {command.name}"
        words = choice.why_not if choice.why_not is not None else command.help
        gap = " " * max(2, min(30, width // 2) - len(name))
        role = "bright" if choice.why_not is None else "faint"
        left: Line = [(name, role), (gap, ""), (words, "dim" if choice.why_not is None else "faint italic")]
        return [columns(left, [(f"{keys} ", "accent" if choice.why_not is None else "faint")], width)]


class Palette(Window):
    """Type, choose, run. A number goes to that paragraph."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("palette", "always")

    def __init__(self, room: Room, contexts: tuple[Context, ...]) -> None:
        super().__init__(room)
        self._field = Field(":", hint="a command, or the number of a paragraph", changed=self.typed_changed)
        self._rows = PaletteRows(room, offered(room, contexts))

    def compose(self) -> ComposeResult:
        """Commands above, field below, where the eye is."""
        with Vertical(classes="panel"):
            yield self._rows
            yield self._field

    def on_mount(self) -> None:
        """Type at once."""
        super().on_mount()
        self.set_focus(self._field)
        self._fit()
        self._rows.show_matching("")

    def on_resize(self) -> None:
        """Another height."""
        self._fit()

    def _fit(self) -> None:
        self._rows.styles.height = max(1, min(HIGHEST, self.app.size.height - 5))

    @property
    def rows(self) -> RowList:
        """The commands."""
        return self._rows

    @property
    def typed(self) -> str:
        """What is typed."""
        return self._field.value

    def typed_changed(self, text: str) -> None:
        """Narrow the commands."""
        self._rows.show_matching(text.strip())

    def complete(self) -> None:
        """Put the name of the row into the field."""
        if 0 <= self._rows.cursor < len(self._rows.shown):
            self._field.value = self._rows.shown[self._rows.cursor].command.name
            self._rows.show_matching(self._field.value)

    def accept(self) -> None:
        """Run the command, or say why it cannot be run."""
        typed = self._field.value.strip()
        rows = self._rows
        choice = rows.shown[rows.cursor] if 0 <= rows.cursor < len(rows.shown) else None
        if typed.isascii() and typed.isdigit():
            self.close()
            self.room.app.run_command(BY_ID["top"], min(int(typed[:9]), 999_999_999))
        elif choice is None:
            self.room.messages.say(f"no command is called {typed}")
        elif choice.why_not is not None and typed not in WORDS_OF_VIM:
            self.room.messages.say(f"{choice.command.name}: {choice.why_not}")
        else:
            self.close()
            self.room.app.run_command(choice.command, None)
