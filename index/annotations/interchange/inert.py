"""What other people wrote, made harmless before a format escapes what is special to it."""

from __future__ import annotations

import re
from typing import Final

BREAKS: Final = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What some program takes for the end of a line."""
_INVISIBLE: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")  # fmt: skip  # noqa: E501


def named(text: str) -> str:
    """With what cannot be seen, or reorders what is, named: (U+202E)."""
    return _INVISIBLE.sub(lambda found: f"(U+{ord(found[0]):04X})", text)


def lines_of(text: str) -> list[str]:
    """Lines, whatever parts them, with `named` characters."""
    return BREAKS.split(named(text))


def one_line(text: str) -> str:
    """On one line, white space as single spaces."""
    return " ".join(named(BREAKS.sub(" ", text)).split())
