"""The palette: every command by a few letters of its name, with its key, its argument, and why it cannot be used."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.commands.command import Argument, Command, Context, Offer
from tui.commands.macro import nearest
from tui.screens.window import Window
from tui.session.background import LatestWins
from tui.session.command_lines import Choice, addressed, matching, offered
from tui.session.fuzzy import marked, match
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.prompt import Field
from tui.widgets.row_list import RowList
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from tui.session.room import Room

HIGHEST: Final = 14
WORDS_OF_VIM: Final = {"q": "quit", "q!": "quit", "qa": "quit", "wq": "quit", "x": "quit", "w": "write", "h": "help"}
"""What a hand that knows vim types after a colon."""
HINT: Final = "a command, or a paragraph (12) or page (p12)"
_PLACE: Final = re.compile(r"\d+\s*%?|pp?\.?\s*\d[\w:.-]*", re.IGNORECASE)
_FOUND: Final = "accent bold underline"


class PaletteRows(DrivenRows, can_focus=False):
    """Commands, or the values of a command's argument."""

    def __init__(self, room: Room, past_the_end: Callable[[int], bool]) -> None:
        """`past_the_end` is asked first when the cursor is to go up from the first row, or down."""
        super().__init__()
        self._room = room
        self._past_the_end = past_the_end
        self.choices: Sequence[Choice] = ()
        self.offers: Sequence[Offer] | None = None
        """Values of an argument; None while commands are listed."""
        self._typed = ""

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """List commands."""
        self.choices, self.offers = choices, None
        self.set_rows(len(choices), cursor=0)

    def show_offers(self, offers: Sequence[Offer], typed: str) -> None:
        """List values of an argument."""
        self.choices, self.offers, self._typed = (), offers, typed
        self.set_rows(len(offers), cursor=0)

    def move(self, motion: str, count: int = 1) -> bool:
        """Up from the first row lies what was typed before."""
        if motion in ("row-up", "row-down") and self._past_the_end(-1 if motion == "row-up" else 1):
            return True
        return super().move(motion, count)

    def draw_row(self, index: int, width: int) -> list[Line]:
        """Name, what it does, key."""
        if self.offers is not None:
            offer = self.offers[index]
            found = match(self._typed, offer.value)
            value = marked(offer.value, found.at if found is not None else (), "bright", _FOUND)
            return [columns([(" ", ""), *value, ("  ", ""), (offer.about, "dim")], [], width)]
        choice = self.choices[index]
        command, usable = choice.command, choice.why_not is None
        keys = "  ".join(self._room.keymap.keys_of(command.id)) if not choice.argument else ""
        found_role = _FOUND if usable else "faint bold underline"
        name = marked(command.name, choice.in_name, "bright" if usable else "faint", found_role)
        if choice.argument:
            name.append((f" {choice.argument}", "accent"))
        if choice.in_id:
            name += [("  ", ""), *marked(command.id, choice.in_id, "dim", found_role)]
        gap = " " * max(2, min(30, width // 2) - sum(len(text) for text, _ in name) - 1)
        words = marked(command.help, choice.in_help, "dim", found_role)
        if choice.why_not is not None:
            words = [(choice.why_not, "faint italic")]
        left: Line = [(" ", ""), *name, (gap, ""), *words]
        return [columns(left, [(f"{keys} ", "accent" if usable else "faint")], width)]


class Palette(Window):
    """Type, choose, run. What stands behind the name of a command is its argument."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("palette", "always")

    def __init__(self, room: Room, contexts: tuple[Context, ...]) -> None:
        super().__init__(room)
        self._field = Field(":", hint=HINT, changed=self.typed_changed)
        self._rows = PaletteRows(room, self._through_history)
        self._all = offered(room, contexts)
        self._told: tuple[Command, str] | None = None
        """The command whose argument is being typed, and what there is of it."""
        self._place = -1
        """Which of the lines used before stands in the field."""
        self._accept_found = False
        self._finder: LatestWins[tuple[Argument, str], Sequence[Offer]] = LatestWins(
            room.background,
            lambda wanted, cancelled: wanted[0].find(room, wanted[1]) if wanted[0].find is not None else (),
            self._found,
            lambda wanted, error: room.messages.fail(error),
        )

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
        self._show("")
        self.room.used.load(lambda: self._show(self._field.value) if self.is_attached else None)

    def on_resize(self) -> None:
        """Another height."""
        self._fit()

    def _fit(self) -> None:
        self._rows.styles.height = max(1, min(HIGHEST, self.app.size.height - 5))

    @property
    def rows(self) -> RowList:
        """What there is to choose from."""
        return self._rows

    @property
    def shown(self) -> Sequence[Choice]:
        """The commands listed."""
        return self._rows.choices

    @property
    def typed(self) -> str:
        """What is typed."""
        return self._field.value

    # -- what is listed ----------------------------------------------------------------------------------------------

    def typed_changed(self, text: str) -> None:
        """The reader typed."""
        self._place = -1
        self._show(text)

    def _put(self, text: str) -> None:
        self._field.value = text
        self._show(text)

    def _show(self, text: str) -> None:
        self._accept_found = False
        self._told = addressed(text, (choice.command for choice in self._all))
        typed = text.strip()
        if self._told is not None:
            self._show_offers(*self._told)
        elif not typed:
            self._rows.show_choices(self.room.used.first(self._all))
        else:
            exact = WORDS_OF_VIM.get(typed, "goto" if _PLACE.fullmatch(typed) else "")
            first = [choice for choice in self._all if choice.command.id == exact]
            if exact == "goto":  # to a row of the list that has the keys, where it is not the text
                first = [replace(choice, why_not=choice.why_not_with(typed)) for choice in first]
            found = matching(typed, self._all, self.room.used.times)
            self._rows.show_choices([*first, *(choice for choice in found if choice.command.id != exact)])

    def _show_offers(self, command: Command, typed: str) -> None:
        argument = command.argument
        if argument is None or argument.find is None:
            self._rows.show_offers([Offer(typed, f"{command.name.lower()}: {argument.name}")] if argument else [], "")
        elif argument.slow:
            self._finder.submit((argument, typed))
        else:
            self._rows.show_offers(argument.find(self.room, typed), typed)

    def _found(self, wanted: tuple[Argument, str], offers: Sequence[Offer]) -> None:
        """Values that a thread has found; dropped where something else was typed meanwhile."""
        if self._told is None or (self._told[0].argument, self._told[1]) != wanted or not self.is_attached:
            return
        self._rows.show_offers(offers, wanted[1])
        if self._accept_found:
            self.accept()

    def _through_history(self, direction: int) -> bool:
        """Up at the first row while nothing is typed, or what was typed before: what was typed before that."""
        lines = self.room.used.lines
        fresh = not self._field.value or self._place >= 0
        if direction < 0 and fresh and self._rows.cursor <= 0 and self._place + 1 < len(lines):
            self._place += 1
        elif direction > 0 and self._place >= 0:
            self._place -= 1
        else:
            return False
        self._put(lines[self._place] if self._place >= 0 else "")
        return True

    def _why_not(self, command: Command, argument: str) -> str | None:
        """As it was before the palette lay over the pane."""
        return next((choice.why_not_with(argument) for choice in self._all if choice.command.id == command.id), None)

    # -- choosing ----------------------------------------------------------------------------------------------------

    def complete(self) -> None:
        """Put the row into the field; behind a command that takes an argument that is typed next."""
        at, rows = self._rows.cursor, self._rows
        if rows.offers is not None:
            if self._told is not None and 0 <= at < len(rows.offers) and rows.offers[at].value:
                self._put(f"{self._told[0].id} {rows.offers[at].value}")
        elif 0 <= at < len(rows.choices):
            choice = rows.choices[at]
            ends = " " if choice.command.argument is not None and not choice.argument else ""
            self._put((choice.line if ends or choice.argument else choice.command.name) + ends)

    def accept(self) -> None:
        """Run the command, or say why it cannot be run."""
        typed, rows = self._field.value.strip(), self._rows
        if self._told is not None:
            self._accept_argument(*self._told)
            return
        choice = rows.choices[rows.cursor] if 0 <= rows.cursor < len(rows.choices) else None
        if choice is None:
            self.room.messages.say(f"no command is called {typed}{nearest(typed, [c.command.id for c in self._all])}")
        elif choice.why_not is not None and typed not in WORDS_OF_VIM:
            self.room.messages.say(f"{choice.command.name}: {choice.why_not}")
        elif choice.command.id == "goto" and _PLACE.fullmatch(typed):
            self._run(choice.command, typed)
        elif choice.command.argument is not None and choice.command.argument.required and not choice.argument:
            self._put(f"{choice.command.id} ")
        else:
            self._run(choice.command, choice.argument)

    def _accept_argument(self, command: Command, typed: str) -> None:
        argument, offers = command.argument, self._rows.offers or ()
        assert argument is not None
        if argument.slow and self._finder.busy:
            self._accept_found = True
            return
        why_not = self._why_not(command, typed)
        at = self._rows.cursor
        if why_not is not None:
            self.room.messages.say(f"{command.name}: {why_not}")
        elif not typed and not argument.required:
            self._run(command, "")
        elif (argument.find is None and typed) or any(offer.value == typed for offer in offers):
            self._run(command, typed)
        elif 0 <= at < len(offers) and offers[at].value:
            self._run(command, offers[at].value)
        elif argument.open and typed:
            self._run(command, typed)
        elif not typed:
            self.room.messages.say(f"{command.name}: type {argument.name} behind it")
        else:
            known = argument.find(self.room, "") if argument.find is not None and not argument.slow else ()
            self.room.messages.say(
                f"no {argument.name} is called {typed}{nearest(typed, [offer.value for offer in known])}"
            )

    def _run(self, command: Command, argument: str) -> None:
        self.room.used.add(f"{command.id} {argument}".strip())
        self.close()
        self.room.app.run_command(command, None, argument)
