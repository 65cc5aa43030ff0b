"""Keys to commands: the notation of `keys:` in config.yaml, and what a key means in a context.

A key is written as the character it types (`j`, `G`, `?`, `]`) or by a name (`enter`, `pageup`, `f1`, `ctrl+f`,
`shift+tab`); a sequence with spaces (`g a`). Nothing here knows Textual, so that settings can be checked without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tui.commands import COMMANDS
from tui.commands.command import Command, Context

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
    """A fault in `keys:`: the command's id as written, the key as written where it is about one, and the reason."""

    command: str
    key: str | None
    reason: str


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
    """Sequences of keys to commands, for each context."""

    def __init__(self, keys: Mapping[str, Sequence[str]], commands: Iterable[Command] = COMMANDS) -> None:
        self.commands = {command.id: command for command in commands}
        self.faults: list[KeyFault] = []
        self._keys: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._roots: dict[Context, _Node] = {}
        for id, written in keys.items():
            self._add(id, written)

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
            self.faults.append(KeyFault(id, None, f"there is no command {id!r}{_nearest(id, self.commands)}"))
            return
        sequences = []
        for text in written:
            try:
                sequence = parse_sequence(text)
            except BadKey as fault:
                self.faults.append(KeyFault(id, text, str(fault)))
                continue
            # Every context is tried, so that every conflict is reported.
            bound = [self._bind(context, sequence, command, text) for context in command.contexts]
            if all(bound):
                sequences.append(sequence)
        self._keys[id] = tuple(sequences)

    def _bind(self, context: Context, sequence: tuple[str, ...], command: Command, text: str) -> bool:
        """Enter a sequence into a context's tree, or report why that cannot be."""
        node = self._roots.setdefault(context, _Node())
        for position, key in enumerate(sequence):
            if node.command is not None:
                start = show(sequence[:position])
                self._conflict(command, text, f"begins with {start}, which is {node.command.id}", context)
                return False
            node = node.children.setdefault(key, _Node())
        if node.command is not None:
            if node.command.id != command.id:
                self._conflict(command, text, f"is {node.command.id} too", context)
            return node.command.id == command.id
        if node.children:
            self._conflict(command, text, "begins other sequences", context)
            return False
        node.command = command
        return True

    def _conflict(self, command: Command, text: str, reason: str, context: Context) -> None:
        fault = KeyFault(command.id, text, f"{text} {reason} ({context})")
        if fault not in self.faults:
            self.faults.append(fault)


def check_keys(keys: Mapping[str, Sequence[str]]) -> list[KeyFault]:
    """Every fault in `keys:` as merged from all files: unknown ids, keys that cannot be read, keys used twice."""
    return Keymap(keys).faults


def _nearest(id: str, known: Iterable[str]) -> str:
    # Imported here: it is needed for a message only.
    from difflib import get_close_matches

    near = get_close_matches(id, list(known), 1)
    return f"; did you mean {near[0]}" if near else ""


_CHARACTERS: Final = {"space": "space", "newline": "ctrl+j"}


def key_of_event(key: str, character: str | None) -> str:
    """A key as the terminal library reports it, in this module's notation."""
    if character is not None and len(character) == 1 and character.isprintable():
        return "space" if character == " " else character
    return _CHARACTERS.get(key, key)
