"""Keys to commands: the notation of `keys:` in config.yaml, and what a key means in a context.

A key is written as the character it types (`j`, `G`, `?`, `]`) or by a name (`enter`, `pageup`, `f1`, `ctrl+f`,
`shift+tab`); a sequence with spaces (`g a`). Nothing here knows Textual, so that settings can be checked without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tui.commands import COMMANDS
from tui.commands.command import TYPING, Command, Context, where
from tui.commands.macro import BadStep, macro_command, nearest, parse_step

NAMED_KEYS: Final = frozenset(
    {"enter", "tab", "escape", "space", "backspace", "delete", "insert", "up", "down", "left", "right"}
    | {"home", "end", "pageup", "pagedown"}
    | {f"f{number}" for number in range(1, 13)}
)
_ALIASES: Final = {"esc": "escape", "return": "enter", "page_up": "pageup", "page_down": "pagedown", "del": "delete"}
_SAME_IN_A_TERMINAL: Final = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "escape"}
_SHIFTABLE: Final = frozenset({"tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown"})


class BadKey(ValueError):
    """A key that cannot be understood; the message says why."""


@dataclass(frozen=True, slots=True)
class KeyFault:
    """A fault in `keys:` or `macros:`, in words."""

    name: str
    """The command's id, or the macro's key, as written."""
    item: str | None
    """The key of the command, or the step of the macro, as written; None where the fault is about the name."""
    reason: str
    macro: bool = False


def parse_key(text: str) -> str:
    """One key in its canonical form. Raises BadKey."""
    if len(text) == 1:
        if not text.isprintable():
            raise BadKey("a control character is written by name, such as enter or ctrl+j")
        return "space" if text == " " else text
    *modifiers, name = text.split("+") if not text.endswith("++") else [*text[:-2].split("+"), "+"]
    modifiers = [modifier.lower() for modifier in modifiers]
    lower = _ALIASES.get(name.lower(), name.lower())
    if not modifiers:
        if lower in NAMED_KEYS:
            return lower
        raise BadKey(f"there is no key named {text!r}; a sequence is written with spaces, such as 'g a'")
    if len(modifiers) > 1 or modifiers[0] not in ("ctrl", "shift"):
        raise BadKey("only ctrl+ and shift+ reach a terminal program reliably, and one at a time")
    if modifiers[0] == "shift":
        if lower not in _SHIFTABLE:
            raise BadKey(f"shift+{name} is written as the character it types, such as G")
        return f"shift+{lower}"
    if lower not in NAMED_KEYS and (len(name) != 1 or not name.isascii()):
        raise BadKey(f"ctrl+{name} does not exist")
    key = f"ctrl+{lower}"
    if key in _SAME_IN_A_TERMINAL:
        raise BadKey(f"terminals cannot tell {key} from {_SAME_IN_A_TERMINAL[key]}")
    return key


def parse_sequence(text: str) -> tuple[str, ...]:
    """A key or a sequence of keys in canonical form. Raises BadKey."""
    parts = text.split() or ([text] if text else [])
    if text == " ":
        return ("space",)
    if not parts:
        raise BadKey("a key is missing")
    return tuple(parse_key(part) for part in parts)


def show(sequence: Sequence[str]) -> str:
    """A sequence as help and footer write it."""
    short = {"escape": "esc", "pagedown": "pgdn", "pageup": "pgup"}
    shown = [short.get(key, key) for key in sequence]
    return " ".join(shown) if any(len(key) > 1 for key in shown) and len(shown) > 1 else "".join(shown)


@dataclass(slots=True)
class _Node:
    """What may follow: a command, or further keys."""

    command: Command | None = None
    children: dict[str, _Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What a sequence of keys means: a command, the start of longer sequences, or (both empty) nothing."""

    command: Command | None = None
    following: tuple[tuple[str, Command | None], ...] = ()
    """Keys that may come next, with their command where it needs no further key."""


class Keymap:
    """Sequences of keys to commands, for each context; macros are commands like others."""

    def __init__(
        self,
        keys: Mapping[str, Sequence[str]],
        macros: Mapping[str, Sequence[str]] | None = None,
        commands: Iterable[Command] = COMMANDS,
    ) -> None:
        self.commands = {command.id: command for command in commands}
        self.faults: list[KeyFault] = []
        self._keys: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._roots: dict[Context, _Node] = {}
        self._conflicts: dict[KeyFault, list[Context]] = {}
        for id, written in keys.items():
            self._add(id, written)
        for key, steps in (macros or {}).items():
            self._add_macro(key, steps)
        self.faults += [
            replace(fault, reason=f"{fault.reason}, {' and '.join(where(context) for context in contexts)}")
            for fault, contexts in self._conflicts.items()
        ]

    def keys_of(self, id: str) -> tuple[str, ...]:
        """The keys of a command, as they are shown."""
        return tuple(show(sequence) for sequence in self._keys.get(id, ()))

    def sequences_of(self, id: str) -> tuple[tuple[str, ...], ...]:
        """The keys of a command, as they are pressed."""
        return self._keys.get(id, ())

    def find(self, chain: Sequence[Context], pressed: Sequence[str]) -> Found:
        """What has been pressed means in a chain of contexts, innermost first.

        A command of an inner context comes before one of an outer context; keys that may follow are those of all.
        """
        following: dict[str, Command | None] = {}
        for context in chain:
            node = self._node(context, pressed)
            if node is None:
                continue
            if node.command is not None and not following:
                return Found(node.command)
            for key, child in node.children.items():
                following.setdefault(key, child.command)
        return Found(None, tuple(following.items()))

    def _node(self, context: Context, pressed: Sequence[str]) -> _Node | None:
        node = self._roots.get(context)
        for key in pressed:
            if node is None:
                return None
            node = node.children.get(key)
        return node

    def _add(self, id: str, written: Sequence[str]) -> None:
        command = self.commands.get(id)
        if command is None:
            self.faults.append(KeyFault(id, None, f"no such command{nearest(id, self.commands)}"))
            return
        sequences = []
        for text in written:
            try:
                sequence = parse_sequence(text)
            except BadKey as fault:
                self.faults.append(KeyFault(id, text, str(fault)))
                continue
            # Every context is tried, so that every conflict is reported.
            bound = [self._bind(context, sequence, command, KeyFault(id, text, "")) for context in command.contexts]
            if all(bound):
                sequences.append(sequence)
        self._keys[id] = tuple(sequences)

    def _add_macro(self, key: str, written: Sequence[str]) -> None:
        if not written:
            return  # Taken away again by a later file.
        steps = []
        for text in written:
            try:
                steps.append(parse_step(text, self.commands))
            except BadStep as fault:
                self.faults.append(KeyFault(key, text, str(fault), macro=True))
        try:
            sequence = parse_sequence(key)
        except BadKey as fault:
            self.faults.append(KeyFault(key, None, str(fault), macro=True))
            return
        if len(steps) < len(written):
            return
        command = macro_command(key, steps)
        about = KeyFault(key, None, "", macro=True)
        # Every context is tried here too.
        bound = [self._bind(context, sequence, command, about) for context in command.contexts]
        if all(bound):
            self.commands[command.id] = command
            self._keys[command.id] = (sequence,)

    def _bind(self, context: Context, sequence: tuple[str, ...], command: Command, about: KeyFault) -> bool:
        """Enter a sequence into a context's tree, or report why that cannot be."""
        if context in TYPING and len(sequence[0]) == 1 and command.unavailable is None:
            return self._conflict(about, f"{sequence[0]} is text", context)
        shown = show(sequence)
        node = self._roots.setdefault(context, _Node())
        for position, key in enumerate(sequence):
            if node.command is not None:
                start = show(sequence[:position])
                return self._conflict(about, f"{shown} begins with {start}, which is {node.command.id}", context)
            node = node.children.setdefault(key, _Node())
        if node.command is not None:
            if node.command.id != command.id:
                return self._conflict(about, f"{shown} is {node.command.id} too", context)
            return True
        if node.children:
            return self._conflict(about, f"{shown} begins other sequences", context)
        node.command = command
        return True

    def _conflict(self, about: KeyFault, reason: str, context: Context) -> bool:
        self._conflicts.setdefault(replace(about, reason=reason), []).append(context)
        return False


def check_keys(keys: Mapping[str, Sequence[str]], macros: Mapping[str, Sequence[str]] | None = None) -> list[KeyFault]:
    """Every fault in keys and macros as merged from all files.

    Unknown ids, keys and steps that cannot be read, a key used twice in one place.
    """
    return Keymap(keys, macros).faults


_CHARACTERS: Final = {"space": "space", "newline": "ctrl+j"}


def key_of_event(key: str, character: str | None) -> str:
    """A key as the terminal library reports it, in this module's notation."""
    if character is not None and len(character) == 1 and character.isprintable():
        return "space" if character == " " else character
    return _CHARACTERS.get(key, key)
