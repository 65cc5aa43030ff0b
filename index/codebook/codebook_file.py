"""`codebook.yaml`: the codes of a collection, as a tree. It may be edited by hand.

version: 1
codes:
  claim:
    description: What somebody says is so.
    colour: person              # a role of the theme, or "#8fb8e8"
    key: c                      # gives the code in the picker
    former: [assertion]         # names that it had
    codes:                      # those below it: claim/prisoners
      prisoners:
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from index.codebook.code import (
    COLOURS,
    LONGEST_DESCRIPTION,
    MOST_FORMER,
    Code,
    ancestors,
    is_below,
    is_code,
    is_colour,
    is_key,
    last_part,
    parent,
)
from index.yaml_edits import Change, Drop, Keys, Put, Rename
from index.yaml_sections import SectionFile
from index.yaml_tree import AnyNode, Scalar, Sequence
from index.yaml_tree import Mapping as Section

NAME: Final = "codebook.yaml"
_CODES: Final = "codes"
_KEYS: Final = ("description", "colour", "key", "former")
Below = Mapping[str, list[str]]
"""Codes by the one right above them."""


class CodebookFile(SectionFile[Code, Change]):
    """The file of one folder of marks, as it was last read."""

    NAME = NAME
    SECTION = _CODES
    SHAPE = "a code and its keys an entry"
    HEADER = (
        "# Codes of passages: description, colour, key, former (names it had), codes (those below it)."
        " It may be edited by hand.\n"
    )

    def __init__(self, folder: Path, *, private: bool) -> None:
        super().__init__(folder, private=private)
        self._places: dict[str, Keys] = {}
        """Where each code stands in the file."""

    # -- reading ------------------------------------------------------------------------------------------------

    def _take_section(self, section: Section | None) -> None:
        self._places = {}
        self._keys_taken: set[str] = set()
        for name, node, place in _nodes(section, "", ()):
            if not is_code(name):
                self._note(node, f"{name[:40]!r} cannot be a code")
                continue
            if name in self._places:
                self._note(node, f"{name} stands here twice; the first one counts")
                continue
            for above in ancestors(name):
                self.entries.setdefault(above, Code())
            self.entries[name] = self._code(node)
            self._places[name] = place

    def _code(self, node: AnyNode) -> Code:
        if not isinstance(node, Section):
            if isinstance(node, Sequence) or node.value is not None:
                self._note(node, "a code has keys, such as `description:`")
            return Code()
        values = node.values
        if _CODES in values and not isinstance(values[_CODES], Section):
            below = values[_CODES]
            if isinstance(below, Sequence) or below.value is not None:
                self._note(below, "`codes:` holds a code and its keys an entry")
        key = self._checked(values, "key", is_key, "one character that is no digit")
        if key is not None and key in self._keys_taken:
            self._note(values["key"], f"the key {key} is that of another code already")
            key = None
        if key is not None:
            self._keys_taken.add(key)
        colour = self._checked(values, "colour", is_colour, f"one of {', '.join(COLOURS)}, or #rrggbb")
        told = self._checked(values, "description", lambda text: len(text) <= LONGEST_DESCRIPTION, "a shorter text")
        return Code(told or "", colour, key, self._former(values.get("former")))

    def _checked(self, values: Mapping[str, AnyNode], name: str, fits: Any, what: str) -> str | None:
        node = values.get(name)
        if node is None or (isinstance(node, Scalar) and (node.value is None or not node.text.strip())):
            return None
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if not text or not fits(text):
            self._note(node, f"{name} should be {what}")
            return None
        return text

    def _former(self, node: AnyNode | None) -> tuple[str, ...]:
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return ()
        items = node.items if isinstance(node, Sequence) else [node]
        found = []
        for item in items[:MOST_FORMER]:
            if isinstance(item, Scalar) and item.text.strip():
                found.append(item.text.strip())
            else:
                self._note(item, "a former name is one text")
        if len(items) > MOST_FORMER:
            self._note(items[MOST_FORMER], f"more than {MOST_FORMER:,} former names: those from here on do not count")
        return tuple(dict.fromkeys(found))

    # -- writing ------------------------------------------------------------------------------------------------

    def _changes(self, entry: Change) -> list[Change]:
        return [entry]

    def edits(self, after: Mapping[str, Code], renamed: tuple[str, str] | None = None) -> list[Change]:
        """What makes the file hold `after`. A code that was renamed in its place keeps its comments.

        To be called where `entries` are what the file holds.
        """
        before, places = dict(self.entries), dict(self._places)
        rename: list[Change] = []
        if renamed is not None and self._stays_in_place(*renamed, after):
            old, new = renamed
            rename = [Rename(places[old], last_part(new))]
            before = {_moved(name, old, new): code for name, code in before.items()}
            places = {_moved(name, old, new): place for name, place in places.items()}
        changes: list[Change] = []
        below: Below | None = None
        gone = {name: place for name, place in places.items() if name not in after}
        for name, place in gone.items():
            if not any(_holds(gone[above], place) for above in ancestors(name) if above in gone):
                changes.append(Drop(place))
        for name, code in after.items():
            place = _place(name, places)
            if name in places:
                changes += _of_one(place, before[name], code)
            elif before.get(name) != code and ((above := parent(name)) is None or above in before):
                below = below if below is not None else _by_parent(after)
                changes.append(Put(place, plain_tree(name, after, below)))
        return changes + rename

    def _stays_in_place(self, old: str, new: str, after: Mapping[str, Code]) -> bool:
        nested = "/" not in self._places.get(old, ("/",))[-1]
        fresh = not any(is_below(name, new) for name in self.entries)
        gone = not any(is_below(name, old) for name in after)
        return nested and fresh and gone and new in after and parent(old) == parent(new)


def _nodes(section: AnyNode | None, above: str, place: Keys) -> Iterator[tuple[str, AnyNode, Keys]]:
    """Every code of a section with its name, those below each behind it."""
    if not isinstance(section, Section):
        return
    for key, node in section.values.items():
        name, here = f"{above}{key}", (*place, _CODES, key)
        yield name, node, here
        if isinstance(node, Section):
            yield from _nodes(node.values.get(_CODES), f"{name}/", here)


def _holds(outer: Keys, inner: Keys) -> bool:
    return inner[: len(outer)] == outer


def _moved(name: str, old: str, new: str) -> str:
    return new + name[len(old) :] if is_below(name, old) else name


def _place(name: str, places: Mapping[str, Keys]) -> Keys:
    """Where a code stands, or is to stand: below the nearest code above it that the file has."""
    if name in places:
        return places[name]
    above = parent(name)
    return (*(_place(above, places) if above is not None else ()), _CODES, last_part(name))


def _of_one(place: Keys, before: Code, after: Code) -> list[Change]:
    old, new = plain(before), plain(after)
    return [
        Put((*place, key), new[key]) if key in new else Drop((*place, key))
        for key in _KEYS
        if old.get(key) != new.get(key)
    ]


def plain(code: Code) -> dict[str, Any]:
    """The keys that are set, as they are written in the file and in the undo log."""
    values = {"description": code.description, "colour": code.colour, "key": code.key, "former": list(code.former)}
    return {key: value for key, value in values.items() if value}


def code_of(record: Any) -> Code:
    """The inverse of `plain`."""
    values = record or {}
    return Code(
        values.get("description") or "", values.get("colour"), values.get("key"), tuple(values.get("former") or ())
    )


def plain_tree(name: str, codes: Mapping[str, Code], below: Below) -> dict[str, Any] | None:
    """A code with those below it, as it is written in the file."""
    inner = {last_part(each): plain_tree(each, codes, below) for each in below.get(name, ())}
    return {**plain(codes[name]), **({_CODES: inner} if inner else {})} or None


def _by_parent(codes: Iterable[str]) -> Below:
    found: dict[str, list[str]] = {}
    for name in codes:
        if (above := parent(name)) is not None:
            found.setdefault(above, []).append(name)
    return found
