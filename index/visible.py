"""Text that is safe to send to a terminal: one visible character in place of each that would steer it.

Every text that comes from a document, a file name, a note, a setting or an error message passes here before it
reaches a screen. The replacement is one character for one, so that offsets never move.
"""

from __future__ import annotations

import re
from typing import Final

BIDI_CONTROLS: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""As ranges of a character class: marks, embeddings, overrides and isolates, which reorder what is read."""

_STEERING: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff" + BIDI_CONTROLS + "\ud800-\udfff"
_DANGEROUS: Final = re.compile(f"[\t\n{_STEERING}]")
_DANGEROUS_IN_LINES: Final = re.compile(f"[{_STEERING}]")


def _replacement(character: re.Match[str]) -> str:
    code = ord(character[0])
    if code < 0x20:
        return chr(0x2400 + code)  # control pictures: ␀ … ␟
    if code == 0x7F:
        return "␡"
    if code == 0x2028:
        return "␤"
    if code == 0x2029:
        return "¶"
    if 0x80 <= code <= 0x9F or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return "·"


def visible(text: str) -> str:
    """The text on one line: line breaks and tabs are made visible too."""
    return _DANGEROUS.sub(_replacement, text) if _DANGEROUS.search(text) else text


def visible_lines(text: str) -> str:
    """The text with its line feeds and tabs left as they are."""
    return _DANGEROUS_IN_LINES.sub(_replacement, text) if _DANGEROUS_IN_LINES.search(text) else text


def is_safe(text: str) -> bool:
    """True where nothing would be replaced by `visible`."""
    return _DANGEROUS.search(text) is None
