"""Text without what is no text: control characters, marks of byte order, lone surrogates; LF for every line end."""

from __future__ import annotations

import re
from typing import Final

_NOT_TEXT: Final = {
    **dict.fromkeys((*range(9), *range(14, 32), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFEFF)),
    **dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n"),
}
_ANY: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
"""Looking for them is quicker than taking them out where there are none."""


def cleaned(text: str) -> str:
    """Without control characters but tabs and line ends, which are LF."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_NOT_TEXT) if _ANY.search(text) else text
