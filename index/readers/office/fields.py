"""What Word and RTF have in common: the codes of fields, and signs of fonts that are no letters."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(
    r'\s*HYPERLINK\s+(?P<local>\\l\s+)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^"\\\s]+))(?:\s+\\l\s+"(?P<place>[^"]+)")?'
)
_COUNTS_PAGES: Final = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b")
_SYMBOLS: Final = {0xB7: "•", 0xA7: "▪", 0xA8: "☐", 0xFE: "☒", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗", 0xE0: "→", 0xD8: "➢"}
"""Of the fonts Symbol and Wingdings, the signs that texts use."""


def leads_to(code: str) -> str | None:
    """Where the result of a field leads: an address, or `#` and the name of a place; None where it is no link."""
    found = _ADDRESS.match(code)
    if found is None:
        return None
    target, place = found["quoted"] or found["bare"] or "", found["place"]
    return f"#{target}" if found["local"] else f"{target}#{place}" if place else target


def counts_pages(code: str) -> bool:
    """Whether the result of a field is the number of a page, which the text does not have."""
    return _COUNTS_PAGES.match(code) is not None


def symbol(code: int) -> str:
    """The sign that a font of signs shows for a byte; U+FFFD where it is none that a text needs."""
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    return " " if code == 0x20 else "\ufffd"
