"""What a reader decides about a name, and how names are written where they are decided on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, NamedTuple

from index.errors import GlossatorError

LONGEST_NAME: Final = 300
LONGEST_NOTE: Final = 100_000
MOST_NAMES: Final = 1000
"""Names in one list."""
_TYPE: Final = r"[A-Z][A-Z0-9_-]{0,29}"
_QUALIFIED: Final = rf"(?P<name>.*\S) \((?P<type>{_TYPE})\)"
"""Matched by `re`, which keeps what it compiled: the start of the program is to be quick."""
UNDECIDED: Final = frozenset({"DATE", "QUANTITY"})
"""Types about which there is nothing to decide."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided about one name. Empty and None: nothing."""

    also: tuple[str, ...] = ()
    """Names that are this one too."""
    apart: tuple[str, ...] = ()
    """Names that are another's: never joined with this one, and not suggested any more."""
    without: tuple[str, ...] = ()
    """Spellings that documents have it under, and that are taken out of it."""
    shown: str | None = None
    """What it is called on the screen."""
    type: str | None = None
    """The kind it is of."""
    hidden: bool = False
    """It is no name worth listing."""
    note: str | None = None
    """What the reader wrote of it, in any number of lines."""

    def __bool__(self) -> bool:
        return bool(self.decides or self.note)

    @property
    def decides(self) -> bool:
        """True where it says more than a note does."""
        return bool(self.also or self.apart or self.without or self.shown or self.type or self.hidden)


NOTHING: Final = Ruling()


class Named(NamedTuple):
    """A name as decisions speak of it: `Turkey`, or `Turkey (PLACE)` where a name has two kinds."""

    name: str
    type: str | None
    """None: of whatever kind."""


def named(written: str) -> Named:
    """A name as it is written in a decision, taken apart."""
    found = re.fullmatch(_QUALIFIED, written, re.DOTALL)
    return Named(found["name"], found["type"]) if found is not None else Named(written, None)


def written(name: str, type: str | None = None) -> str:
    """The inverse of `named`."""
    return name if type is None else f"{name} ({type})"


def is_name(text: str) -> bool:
    """True for one line of a reasonable length, without control characters or space around it."""
    return bool(text) and text == text.strip() and len(text) <= LONGEST_NAME and _is_line(text)


def is_type(text: str) -> bool:
    """True for a kind of name: capitals, digits, - and _, and not a date or a quantity."""
    return re.fullmatch(_TYPE, text) is not None and text not in UNDECIDED


def checked_name(text: str) -> str:
    """A name on one line, with single spaces. Raises GlossatorError."""
    name = " ".join(text.split())
    if not is_name(name):
        raise GlossatorError(
            f"that cannot be a name; a name is one line of at most {LONGEST_NAME} characters,"
            " without control characters"
        )
    return name


def checked_type(text: str) -> str:
    """A kind in capitals. Raises GlossatorError."""
    kind = text.strip().upper()
    if not is_type(kind):
        raise GlossatorError(
            f"{text.strip()[:40]!r} cannot be a kind; PERSON, ORG, PLACE, GROUP, EVENT, WORK, or a word of your own"
        )
    return kind


def _is_line(text: str) -> bool:
    return not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in text)
