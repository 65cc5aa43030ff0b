"""A list of sections in a YAML text, such as the passages of a dossier, put together anew from pieces of two texts.

Each item keeps its lines, and the comments right above it, in whichever text it stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import GlossatorError
from index.yaml_edits import Change, Keys, edited, inline, scalar
from index.yaml_tree import AnyNode, Mapping, read_tree
from index.yaml_tree import Sequence as List


@dataclass(frozen=True, slots=True)
class Piece:
    """An item of the list that is to be."""

    value: dict[str, Any]
    theirs: bool
    """It stands in their text; else in ours."""
    at: int
    """Which item of that list it is."""
    changes: tuple[Change, ...] = ()
    """What is to be changed in it, by keys of the item."""


def relisted(text: str, theirs: str, keys: Keys, pieces: Sequence[Piece]) -> str | None:
    """Our text with the list at `keys` made of these pieces; None where it is laid out so that this cannot be done."""
    theirs_list, empty = _list_at(theirs, keys), _node_at(text, keys)
    if theirs_list is not None and isinstance(empty, List) and not empty.items:
        # Made a list on lines of its own, of which everything will be theirs.
        column, ours_lines = theirs_list.items[0].column, []
        start = text.rindex(":", 0, empty.start) + 1
        rest = text[empty.end : _after_line(text, empty.end)].rstrip("\n")
        text = f"{text[:start]}{rest}\n{text[_after_line(text, empty.end) :]}"
        start = stop = start + len(rest) + 1
    else:
        ours_list = _list_at(text, keys)
        if ours_list is None or (theirs_list is None and any(piece.theirs for piece in pieces)):
            return None
        column, ours_lines = ours_list.items[0].column, _item_lines(text, ours_list)
        start, stop = _bounds(text, ours_list)
    theirs_lines = _item_lines(theirs, theirs_list) if theirs_list is not None else []
    shift = column - theirs_list.items[0].column if theirs_list is not None else 0
    made: list[str] = []
    for piece in pieces:
        lines = _shifted(theirs_lines[piece.at], shift) if piece.theirs else ours_lines[piece.at]
        made.append(_changed(lines, piece, column))
    new = text[:start] + "".join(made) + text[stop:]
    try:
        found = _list_at(new, keys)
    except GlossatorError:
        return None
    return new if found is not None and found.value == [piece.value for piece in pieces] else None


def _list_at(text: str, keys: Keys) -> List | None:
    """A list of sections on lines of their own."""
    node = _node_at(text, keys)
    if not isinstance(node, List) or node.flow or not node.items:
        return None
    return node if all(isinstance(item, Mapping) for item in node.items) else None


def _node_at(text: str, keys: Keys) -> AnyNode | None:
    node: AnyNode | None = read_tree(text)
    for key in keys:
        node = node.values.get(key) if isinstance(node, Mapping) else None
    return node


def _bounds(text: str, found: List) -> tuple[int, int]:
    return _first_line(text, found.items[0].start), _after_line(text, found.items[-1].end)


def _item_lines(text: str, found: List) -> list[str]:
    starts = [_first_line(text, item.start) for item in found.items]
    stops = [*starts[1:], _after_line(text, found.items[-1].end)]
    return [_ended(text[start:stop]) for start, stop in zip(starts, stops, strict=True)]


def _first_line(text: str, start: int) -> int:
    """Where the lines of an item begin: that of its dash, and comments right above it."""
    at = text.rfind("\n", 0, text.rindex("-", 0, start)) + 1
    while at > 0:
        above = text.rfind("\n", 0, at - 1) + 1
        if not text[above : at - 1].strip().startswith("#"):
            break
        at = above
    return at


def _after_line(text: str, end: int) -> int:
    found = text.find("\n", end)
    return len(text) if found < 0 else found + 1


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _shifted(lines: str, by: int) -> str:
    """The same further in, or further out where there is only white space to lose."""
    if by >= 0:
        return "".join(" " * by + line if line.strip() else line for line in lines.splitlines(keepends=True))
    kept = []
    for line in lines.splitlines(keepends=True):
        lost = min(-by, len(line) - len(line.lstrip(" ")))
        kept.append(line[lost:])
    return "".join(kept)


def _changed(lines: str, piece: Piece, column: int) -> str:
    """The lines of an item with what is to be changed in it; `column` is that of its keys, from 1."""
    if not piece.changes:
        return lines
    dash = next((at for at in _dashes(lines)), -1)
    if dash >= 0:
        try:
            text = edited(lines[:dash] + " " + lines[dash + 1 :], piece.changes)
        except GlossatorError:
            text = ""
        if text[dash : dash + 1] == " " and text[:dash] == lines[:dash]:
            return _ended(text[:dash] + "-" + text[dash + 1 :])
    indent = " " * max(0, column - 3)
    found = [f"{scalar(key)}: {inline(value)}\n" for key, value in piece.value.items()]
    return "".join(f"{indent}{'- ' if not at else '  '}{line}" for at, line in enumerate(found))


def _dashes(lines: str) -> list[int]:
    """Where the dash of the item stands, below the comments above it."""
    at = 0
    for line in lines.splitlines(keepends=True):
        if line.lstrip().startswith("-"):
            return [at + line.index("-")]
        at += len(line)
    return []
