"""JSON Lines that are safe to print, to store and to read back: one object a line, UTF-8.

Characters that would steer a terminal or break a line for some reader of lines are written as \\uXXXX: C1 controls
and DEL, U+2028 and U+2029, bidi controls, and lone surrogates (bytes of a file name that do not decode).
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from index.visible import BIDI_CONTROLS


@cache
def _escaped() -> re.Pattern[str]:
    """Compiled when it is first needed: the start of the program, which is to be quick, writes no record."""
    return re.compile(f"[\x7f-\x9f\u2028\u2029\ufeff{BIDI_CONTROLS}\ud800-\udfff]")


def dumps(value: Any, *, sort_keys: bool = False) -> str:
    """One line of JSON, without the line feed. NaN and infinities, which JSON does not know, are refused."""
    line = json.dumps(value, ensure_ascii=False, sort_keys=sort_keys, allow_nan=False)
    escaped = _escaped()
    return escaped.sub(_escape, line) if escaped.search(line) else line


def encode(value: Any, *, sort_keys: bool = False) -> bytes:
    """One line of JSON as UTF-8, with its line feed."""
    return dumps(value, sort_keys=sort_keys).encode() + b"\n"


def _escape(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"
