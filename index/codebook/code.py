"""A code of the codebook, and its name: parts with `/` between them, a code below another one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LONGEST_NAME: Final = 200
LONGEST_DESCRIPTION: Final = 20_000
MOST_FORMER: Final = 1_000
COLOURS: Final = ("person", "org", "place", "group", "date", "other", "accent", "bar", "error")
"""Roles of the theme that a code may be drawn in; a code may also have a colour of its own, `#rrggbb`."""

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}\Z")


@dataclass(frozen=True, slots=True)
class Code:
    """What the codebook says of one code."""

    description: str = ""
    colour: str | None = None
    """One of COLOURS, or `#rrggbb`."""
    key: str | None = None
    """One character, which gives the code while the field of the picker is empty."""
    former: tuple[str, ...] = ()
    """Names that it had: passages that still carry one count for it."""


def tidy(name: str) -> str:
    """A name as it is kept: white space is one space, and none stands around a `/`."""
    words = " ".join(name.split())
    return "/".join(part.strip() for part in words.split("/"))


def is_code(name: str) -> bool:
    """True where a codebook can hold a code of this name."""
    return 0 < len(name) <= LONGEST_NAME and name == tidy(name) and all(name.split("/")) and name.isprintable()


def is_colour(text: str) -> bool:
    """True for a role of the theme and for `#rrggbb`."""
    return text in COLOURS or _HEX.match(text) is not None


def is_key(text: str) -> bool:
    """True for one character that can be pressed, which is no digit and not the key of the last code."""
    return len(text) == 1 and text.isprintable() and not text.isspace() and text not in "0123456789."


def ancestors(name: str) -> list[str]:
    """The codes above one, the outermost first. A name that is none of ours, such as `a//b`, has none."""
    if not is_code(name):
        return []
    parts = name.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def parent(name: str) -> str | None:
    """The code above one."""
    above = ancestors(name)
    return above[-1] if above else None


def last_part(name: str) -> str:
    """What a code is called below the one above it."""
    return name.rpartition("/")[2] if is_code(name) else name


def is_below(name: str, other: str) -> bool:
    """True for `other` itself and for every code below it."""
    return name == other or name.startswith(other + "/")
