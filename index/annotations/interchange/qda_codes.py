"""Codes as the QDA-XML of REFI has them: a tree, each code with a number, a description, a colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from index.annotations.interchange.guids import guid, same
from index.annotations.interchange.safe_xml import Element, children, printable, tag, text_of
from index.codebook.code import Code, ancestors, last_part, tidy

KINDS: Final = "kind"
"""The code below which the kinds of annotations are written, since no other program knows of kinds."""
_COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}\Z")
_NOTHING: Final = Code()


class ReadCode(NamedTuple):
    """A code of a file."""

    name: str
    """With the codes above it."""
    code: Code
    codable: bool
    notes: tuple[str, ...]
    """Numbers of the notes on it."""
    kind: str | None
    """The kind of annotation that it was written for."""


def code_guid(name: str) -> str:
    """The number of a code."""
    return guid("code", name)


def kind_guid(kind: str) -> str:
    """The number of the code that stands for a kind."""
    return guid("kind", kind)


def write_codes(
    names: Iterable[str],
    book: Mapping[str, Code],
    kinds: Iterable[str] = (),
    notes: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The element `Codes`, or nothing where there are none: those named, those of the book, those above them.

    `notes`: by the name of a code, the numbers of the notes on it.
    """
    below: dict[str, dict[str, None]] = {}
    for name in dict.fromkeys((*book, *sorted(set(names)))):
        line = [*ancestors(name), name]
        for above, each in zip(["", *line], line, strict=False):
            below.setdefault(above, {})[each] = None
    written = "".join(_written(name, below, book, notes or {}) for name in below.get("", ()))
    kind_codes = "".join(_code(kind_guid(kind), kind, _NOTHING) for kind in sorted(set(kinds)))
    if kind_codes:
        written += _code(guid("kinds"), KINDS, _NOTHING, kind_codes, codable=False)
    return tag("Codes", inside=written) if written else ""


def read_codes(codes: Element | None) -> dict[str, ReadCode]:
    """The codes of an element `Codes`, by number."""
    found = {same(element.get("guid", "")): _read(element, above) for element, above in _walk(codes, ())}
    found.pop(guid("kinds"), None)
    return found


def _written(
    name: str, below: Mapping[str, Mapping[str, None]], book: Mapping[str, Code], notes: Mapping[str, Sequence[str]]
) -> str:
    inside = note_refs(notes.get(name, ())) + "".join(
        _written(each, below, book, notes) for each in below.get(name, ())
    )
    return _code(code_guid(name), last_part(name), book.get(name, _NOTHING), inside)


def note_refs(numbers: Iterable[str]) -> str:
    """What names the notes on a thing."""
    return "".join(tag("NoteRef", (("targetGUID", number),)) for number in numbers)


def _code(number: str, name: str, code: Code, inside: str = "", *, codable: bool = True) -> str:
    colour = code.colour if code.colour is not None and _COLOUR.match(code.colour) else None
    described = tag("Description", inside=printable(code.description)) if code.description else ""
    given = (("guid", number), ("name", name), ("isCodable", "true" if codable else "false"), ("color", colour))
    return tag("Code", given, described + inside)


def _walk(element: Element | None, above: tuple[str, ...]) -> Iterator[tuple[Element, tuple[str, ...]]]:
    for code in children(element, "Code"):
        yield code, above
        yield from _walk(code, (*above, code.get("name", "")))


def _read(element: Element, above: tuple[str, ...]) -> ReadCode:
    number, last = same(element.get("guid", "")), element.get("name", "")
    whole = "/".join((*above, last))
    name = whole if number == code_guid(whole) else "/".join(filter(None, tidy(whole).split("/")))
    return ReadCode(
        name or "(no name)",
        Code(text_of(element, "Description"), _long(element.get("color", ""))),
        element.get("isCodable", "true").strip() in ("true", "1"),
        tuple(same(each.get("targetGUID", "")) for each in children(element, "NoteRef")),
        last if above == (KINDS,) and number == kind_guid(last) else None,
    )


def _long(colour: str) -> str | None:
    """`#rrggbb`, of `#rgb` too; None for what is no colour."""
    colour = colour.strip()
    if not _COLOUR.match(colour):
        return None
    return (colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])).lower()
