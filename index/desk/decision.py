"""What a reader decides about a document, and what may be decided."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from index.errors import GlossatorError

LONGEST_TAG: Final = 100
LONGEST_VALUE: Final = 1000
_DATE: Final = r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?\Z"
"""Compiled when a date is first set, as the start of the program is to be quick."""
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Keep(Enum):
    """The type of KEEP."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP
"""Leave a value as it is."""

Told = str | None | Literal[Keep.KEEP]
"""A value to set; None goes back to what the document says; KEEP leaves it as it is."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reader decided about one document. None and () mean that nothing was decided."""

    tags: tuple[str, ...] = ()
    starred: bool = False
    title: str | None = None
    date: str | None = None
    """EDTF: `2031`, `2031-09` or `2031-09-10`."""
    source: str | None = None
    author: str | None = None
    """One line; several are parted by semicolons."""
    sha256: str | None = None
    """Of the bytes of the file, by which a document is found under another name."""

    def __bool__(self) -> bool:
        return bool(self.tags or self.starred or self.title or self.date or self.source or self.author)

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors, one by one."""
        return authors_of(self.author) if self.author else ()


NOTHING: Final = Decision()


def authors_of(line: str) -> tuple[str, ...]:
    """The people whom a line names, parted by semicolons."""
    return tuple(dict.fromkeys(name for part in line.split(";") if (name := " ".join(part.split()))))


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags without white space around them, each once. Raises GlossatorError."""
    return tuple(dict.fromkeys(map(_clean_tag, tags)))


def is_tag(tag: str) -> bool:
    """True for one line of at most 100 characters without control characters or space around it."""
    return bool(tag) and tag == tag.strip() and len(tag) <= LONGEST_TAG and _is_line(tag)


def is_value(value: str) -> bool:
    """True for one line of a reasonable length, such as a title."""
    return bool(value) and value == value.strip() and len(value) <= LONGEST_VALUE and _is_line(value)


def is_date(value: str) -> bool:
    """True for a year, a month or a day in EDTF."""
    found = re.match(_DATE, value, re.ASCII)
    if found is None:
        return False
    year, month, day = (int(part) if part else None for part in found.groups())
    if month is None or day is None or year is None:
        return True
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (28 if month == 2 and not leap else _DAYS[month - 1])


def checked_value(name: str, value: str | None) -> str | None:
    """A title, date, source or author as it is to be kept. Raises GlossatorError."""
    if value is None:
        return None
    stripped = " ".join(value.split())
    if not stripped:
        return None
    if name == "date":
        if not is_date(stripped):
            raise GlossatorError(f"{stripped[:40]} is no date; write 2031, 2031-09 or 2031-09-10")
    elif not is_value(stripped):
        raise GlossatorError(
            f"{'an' if name == 'author' else 'a'} {name} is one line of at most {LONGEST_VALUE:,} characters,"
            " without control characters"
        )
    return stripped


def _clean_tag(tag: str) -> str:
    stripped = tag.strip()
    if not is_tag(stripped):
        what = "is empty" if not stripped else "is too long" if len(stripped) > LONGEST_TAG else "is not one plain line"
        raise GlossatorError(
            f"that tag {what}; a tag is one line of at most {LONGEST_TAG} characters, without control characters"
        )
    return stripped


def _is_line(text: str) -> bool:
    return not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in text)
