"""A theme file checked: every fault and every colour that is hard to read, with its line and column."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from index.config import RawFile
from index.config_read import Mark, Reading, read_file
from index.errors import SettingsError
from tui.theming.files import MAX_BYTES, FileTheme
from tui.theming.palette import COLOURS, PLAIN, STYLES, Palette, contrast
from tui.theming.palettes import BASES

ANSI: Final = (
    PLAIN,
    *(f"ansi_{bright}{hue}" for bright in ("", "bright_") for hue in (
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")),
)  # fmt: skip
MANNERS: Final = ("bold", "dim", "italic", "underline", "reverse")
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
TEXT, HINT = 4.5, 3.0
_GROUNDS: Final = ("ground_page", "ground_panel", "ground_focus", "ground_raised")
_KINDS: Final = ("kind_person", "kind_org", "kind_place", "kind_group", "kind_date", "kind_other")


def pairs() -> Iterator[tuple[str, str, float]]:
    """Which ink stands on which ground, and the contrast that it needs there."""
    for ink in ("ink", "ink_bright", "ink_dim", "accent_ink", "error_ink", "bar_mark", *_KINDS):
        yield from ((ink, ground, TEXT) for ground in _GROUNDS)
    yield from (("ink_faint", ground, HINT) for ground in _GROUNDS)
    yield from ((ink, "ground_mark", TEXT) for ink in ("ink", "ink_bright", *_KINDS))
    yield "ink_dim", "ground_mark", HINT
    yield "ink_bright", "ground_match", TEXT
    yield "ink_bright", "ground_selection", TEXT
    yield "on_accent", "ground_current", TEXT
    yield "on_cursor", "ground_cursor", TEXT


def check(name: str, path: Path, content: bytes) -> FileTheme:
    """What a file says. Raises SettingsError."""
    if len(content) > MAX_BYTES:
        raise SettingsError([f"{path}:1:1: theme: larger than {MAX_BYTES // 1024} KB"])
    reading = read_file(RawFile(path, content, own=True))
    if reading.faults:
        raise SettingsError([fault.replace(": config: ", ": theme: ") for fault in reading.faults])
    values = {str(role): value for role, value in reading.values.items()}
    base = values.pop("base", None)
    faults = []
    if not isinstance(base, str) or base not in BASES:
        written = "base" in reading.values
        why = f"should be {', '.join(list(BASES)[:-1])} or {list(BASES)[-1]}" + (f", not {base}" if written else "")
        faults.append(_at(reading, "base", why))
    for role, value in values.items():
        why_not = _wrong(role, value)
        if why_not:
            faults.append(_at(reading, role, why_not, at_key=role not in COLOURS + STYLES))
    if faults:
        raise SettingsError(faults)
    palette = replace(BASES[str(base)], **{role: value.lower() for role, value in values.items()})
    return FileTheme(name, palette, tuple(_hard_to_read(palette, values, reading)))


def _wrong(role: str, value: Any) -> str:
    if role in STYLES:
        words = value.split() if isinstance(value, str) else []
        if value == "none" or (words and all(word in MANNERS for word in words)):
            return ""
        return f"should be none or some of {', '.join(MANNERS)}"
    if role not in COLOURS:
        close = difflib.get_close_matches(role, [*COLOURS, *STYLES, "base"], n=1)
        return "no such role" + (f"; is {close[0]} meant?" if close else "")
    if value is None:
        return "should be a colour in quotes: without them # begins a comment"
    if isinstance(value, str) and (_HEX.fullmatch(value) or value in ANSI):
        return ""
    shown = str(value)[:40]
    close = difflib.get_close_matches(shown, ANSI, n=1)
    return f'should be "#rrggbb" or a name such as ansi_red, not {shown}' + (f"; is {close[0]} meant?" if close else "")


def _hard_to_read(palette: Palette, values: dict[str, Any], reading: Reading) -> Iterator[str]:
    """One warning for each colour of the file, about the ground on which it is worst."""
    worst: dict[str, tuple[float, float, str]] = {}
    for ink, ground, needed in pairs():
        colours = getattr(palette, ink), getattr(palette, ground)
        role = ink if ink in values else ground
        if role not in values or not all(colour.startswith("#") for colour in colours):
            continue
        found = contrast(*colours)
        if found < needed and found / needed < worst.get(role, (9.0, 1.0, ""))[0] / worst.get(role, (9.0, 1.0, ""))[1]:
            worst[role] = (found, needed, ground if role == ink else ink)
    for role, (found, needed, other) in worst.items():
        # Rounded down, so that it never reads like enough.
        yield _at(reading, role, f"hard to read with {other}: contrast {int(found * 10) / 10}, {needed} is wanted")


def _at(reading: Reading, role: str, message: str, *, at_key: bool = False) -> str:
    marks = reading.key_marks if at_key else reading.marks
    mark = marks.get((role,), Mark(1, 1))
    return f"{reading.name}:{mark.line}:{mark.column}: {role}: {message}"
