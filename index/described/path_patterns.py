"""What the path of a document states of it: patterns such as `{source}/{date}_p{page}.txt`.

A pattern comes from a folder that somebody may have sent. It is no regular expression: whether a path fits is found
from its end, place by place, in steps that grow with the path times the pattern and never faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from index.described.values import FIELDS, NOTHING, Stated, stated
from index.desk.decision import is_date

RULE: Final = "path"
MOST: Final = 50
"""Patterns."""
LONGEST: Final = 300
"""Characters of a pattern."""
_LONGEST_PATH: Final = 4096
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}")
_DATE: Final = re.compile(
    r"(?:[12]\d{3}(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?)?|\d{1,2}[-_.]\d{1,2}[-_.][12]\d{3})"
)
"""Tried on ten characters at a time."""


class _Piece(NamedTuple):
    kind: str
    """literal, any (`*`: perhaps nothing), date, page, or field: something, but no `/`."""
    text: str
    """The words of a literal, the name of what is to be taken."""


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A pattern, taken apart."""

    pieces: tuple[_Piece, ...]
    whole: bool
    """It speaks of the path from the collection's root; otherwise of the file's name, in whichever folder."""

    def values(self, path: str) -> dict[str, str] | None:
        """What is taken from a path, by name of field; None where it does not fit."""
        text = path if self.whole else path.rpartition("/")[2]
        last = self.pieces[-1]
        if len(text) > _LONGEST_PATH or (last.kind == "literal" and not text.endswith(last.text)):
            return None
        fits = self._fits(text)
        if not fits[0][0]:
            return None
        found: dict[str, str] = {}
        at = 0
        for piece, after in zip(self.pieces, fits[1:], strict=True):
            end = next(end for end in _ends(piece, text, at) if after[end])
            if piece.kind not in ("literal", "any") and piece.text in FIELDS:
                found[piece.text] = text[at:end]
            at = end
        return found

    def _fits(self, text: str) -> list[bytearray]:
        """For each piece, from which places it and those behind it can take all the rest of a text."""
        size = len(text)
        after = bytearray(size + 1)
        after[size] = 1
        found = [after]
        for piece in reversed(self.pieces):
            here = bytearray(size + 1)
            if piece.kind in ("any", "field"):
                least = piece.kind == "field"
                for at in range(size, -1, -1):
                    goes_on = at < size and text[at] != "/" and (here[at + 1] or after[at + 1])
                    here[at] = bool(goes_on or (not least and after[at]))
            elif piece.kind == "literal":
                at = text.find(piece.text)
                while at >= 0:
                    here[at] = after[at + len(piece.text)]
                    at = text.find(piece.text, at + 1)
            else:
                for at in range(size):
                    if text[at].isalnum() or text[at] in "-–,":
                        here[at] = any(after[end] for end in _ends(piece, text, at))
            found.append(here)
            after = here
        return found[::-1]


def _ends(piece: _Piece, text: str, at: int) -> list[int] | range:
    """Where a piece may end that begins at a place, the likeliest first."""
    if piece.kind == "literal":
        return [at + len(piece.text)] if text.startswith(piece.text, at) else []
    if piece.kind == "date":
        return [at + size for size in (10, 9, 8, 7, 6, 4) if _is_date(text[at : at + size], size)]
    if piece.kind == "page":
        end = at
        while end < len(text) and end < at + 12 and (text[end].isalnum() or text[end] in "-–,") and text[end] != "/":
            end += 1
        return range(end, at, -1)
    slash = text.find("/", at)
    return range(at + (piece.kind == "field"), (len(text) if slash < 0 else slash) + 1)


def _is_date(text: str, size: int) -> bool:
    if len(text) != size or not text[-1].isdigit() or not text[0].isdigit() or _DATE.fullmatch(text) is None:
        return False
    parts = re.split(r"[-_.]", text)
    if len(parts) == 1:
        parts = [text[:4], text[4:6], text[6:]]
    year_first = len(parts[0]) == 4
    return is_date("-".join(filter(None, parts))) if year_first else 0 < int(parts[0]) <= 31 >= int(parts[1]) > 0


def fault(pattern: str) -> str | None:
    """What is wrong with a pattern, and what to write; None where nothing is."""
    try:
        taken_apart(pattern)
    except ValueError as error:
        return str(error)
    return None


def faults_of(setting: str | list[str]) -> Iterator[tuple[tuple[int, ...], str]]:
    """What is wrong with the name of a table, or with a list of patterns: place in the list, and what to write."""
    if isinstance(setting, str):
        parts = setting.split("/")
        plain = len(setting) <= LONGEST and setting.isprintable() and not {"", ".", ".."}.intersection(parts)
        if setting and not plain:
            yield (), "should be the name of a file inside the collection, such as metadata.csv"
        return
    if len(setting) > MOST:
        yield (), f"should be {MOST} patterns at most"
    for number, pattern in enumerate(setting[:MOST]):
        wrong = fault(pattern)
        if wrong is not None:
            yield (number,), wrong


@lru_cache(maxsize=2 * MOST)
def taken_apart(pattern: str) -> PathPattern:
    """The pieces of a pattern. Raises ValueError with what is wrong and what to write."""
    if not pattern or len(pattern) > LONGEST:
        raise ValueError(f"should be a pattern of 1 to {LONGEST} characters, such as {{source}}/{{date}}_p{{page}}.txt")
    if pattern.startswith("/") or ".." in pattern.split("/"):
        raise ValueError("begins at the collection's root and stays in it: leave out the first / and any ..")
    pieces: list[_Piece] = []
    names: set[str] = set()
    at = 0
    while at < len(pattern):
        begin = at
        if pattern[at] == "{":
            end = pattern.find("}", at)
            name = pattern[at + 1 : end] if end > 0 else ""
            if _NAME.fullmatch(name) is None:
                raise ValueError("a { opens a name such as {date}, which a } closes")
            if name in names and name in FIELDS:
                raise ValueError(f"{{{name}}} stands twice; name the other one {{other}}")
            names.add(name)
            kind = name if name in ("date", "page") else "field"
            at = end + 1
            _add(pieces, _Piece(kind, name))
        elif pattern[at] == "*":
            while at < len(pattern) and pattern[at] == "*":
                at += 1
            _add(pieces, _Piece("any", ""))
        elif pattern[at] == "}":
            raise ValueError("a } closes a name that no { opens")
        else:
            while at < len(pattern) and pattern[at] not in "{}*":
                at += 1
            pieces.append(_Piece("literal", pattern[begin:at]))
    if not names.intersection(FIELDS):
        raise ValueError(f"names nothing to take: write {', '.join(f'{{{name}}}' for name in FIELDS)} where it stands")
    return PathPattern(tuple(pieces), "/" in pattern)


def _add(pieces: list[_Piece], piece: _Piece) -> None:
    before = pieces[-1] if pieces else None
    if before is not None and before.kind in ("any", "field") and piece.kind in ("any", "field"):
        raise ValueError("two of {name} or * with nothing between them: nobody can tell where one ends")
    pieces.append(piece)


def stated_by_path(patterns: tuple[str, ...], path: str) -> Stated:
    """What a path states by the first pattern that it fits."""
    for pattern in patterns:
        values = taken_apart(pattern).values(path)
        if values is not None:
            # Of a date a low line is a mark like any other.
            named = {name: value if name == "date" else value.replace("_", " ") for name, value in values.items()}
            return stated(named, RULE)[0]
    return NOTHING
