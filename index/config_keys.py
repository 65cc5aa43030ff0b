"""The keys in force: those of the plain keyboard laid over the others where it is wanted; what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from index.config_kinds import CheckKeys
from index.config_read import Path

KEY_SECTIONS: Final = ("keys", "keys_plain")
"""Sections whose settings are commands."""

Keys = dict[str, tuple[str, ...]]


class JoinedKeys:
    """Keys by command, in the order in which they were set, with the section that each came from."""

    def __init__(self, values: dict[str, Any], rank: Callable[[str], int]) -> None:
        """`values` have every section; `rank` tells which layer set `keys.annotate`, 0 for the shipped file."""
        plain = values["keyboard"] == "plain"
        self.sections: dict[str, str] = {}
        for command in values["keys"]:
            # What the reader chose for a command holds on either keyboard.
            overlaid = plain and command in values["keys_plain"] and rank(f"keys.{command}") == 0
            self.sections[command] = "keys_plain" if overlaid else "keys"

        def place(command: str) -> tuple[int, bool]:
            section = self.sections[command]
            return rank(f"{section}.{command}"), section == "keys_plain"

        self.sections = {command: self.sections[command] for command in sorted(self.sections, key=place)}
        self.keys: Keys = {command: tuple(values[section][command]) for command, section in self.sections.items()}
        self._plain: Keys = {command: tuple(keys) for command, keys in values["keys_plain"].items()}
        self._macros: Keys = {
            key: tuple(values["macros"][key]) for key in sorted(values["macros"], key=lambda key: rank(f"macros.{key}"))
        }

    def faults(self, check_keys: CheckKeys) -> Iterator[tuple[Path, str, bool]]:
        """Path, complaint, and whether it is about the name of the setting and not its value.

        The keys of the plain keyboard are looked at by themselves too, so that a fault in them does not wait until
        somebody wants that keyboard.
        """
        for fault in check_keys(self.keys, self._macros):
            section = "macros" if fault.macro else self.sections.get(fault.name, "keys")
            written = self._macros if fault.macro else self.keys
            yield from _told(section, fault.name, fault.item, fault.reason, written)
        for fault in check_keys(self._plain, {}):
            yield from _told("keys_plain", fault.name, fault.item, fault.reason, self._plain)


def _told(section: str, name: str, item: str | None, reason: str, written: Keys) -> Iterator[tuple[Path, str, bool]]:
    path: Path = (section, name)
    if item is not None and item in written.get(name, ()):
        yield (*path, written[name].index(item)), reason, False
    else:
        yield path, reason, True
