"""What word processors share: names of styles, forms of numbers, and titles that nobody gave."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Final

from index.document import BlockKind

_NAMES: Final[tuple[tuple[re.Pattern[str], tuple[BlockKind, str]], ...]] = (
    (re.compile(r"title", re.IGNORECASE), ("heading", "h1")),
    (re.compile(r"(?:toc|contents) \d|table of figures", re.IGNORECASE), ("boilerplate", "contents")),
    (re.compile(r"(?:intense )?quote|quotations?|block ?quote|block text", re.IGNORECASE), ("quote", "quote")),
    (re.compile(r"caption", re.IGNORECASE), ("caption", "caption")),
    (re.compile(r"source ?code|source text|macro text", re.IGNORECASE), ("code", "code")),
)
_HEADING: Final = re.compile(r"heading (\d)", re.IGNORECASE)
_ROMAN: Final = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)


def named(name: str) -> tuple[BlockKind, str] | None:
    """Kind and rule of paragraphs whose style has a name that word processors share."""
    heading = _HEADING.match(name)
    if heading:
        return "heading", f"h{min(max(int(heading[1]), 1), 6)}"
    return next((meant for pattern, meant in _NAMES if pattern.fullmatch(name)), None)


def counted(number: int, form: str) -> str:
    """A number as lists and notes show it; in digits where its form is not known here."""
    made = _FORMS.get(form)
    return made(number) if made and 0 < number < 4_000 else str(number)


def _roman(number: int) -> str:
    made = ""
    for size, letters in _ROMAN:
        made += letters * (number // size)
        number %= size
    return made


def _letter(number: int) -> str:
    """a … z, aa, bb …"""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
    "none": lambda number: "",
}


def meant_title(title: str) -> str:
    """A title that somebody gave, and not the program: those are names of files and of programs."""
    junk = title.startswith(("Microsoft Word", "Microsoft PowerPoint")) or title in ("Word Document", "Untitled")
    return "" if junk or posixpath.splitext(title)[1].lower() in (".doc", ".docx", ".dotx", ".odt", ".rtf") else title
