"""A passage in a few lines of a width, cut so that what matters in it is in sight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tui.display import cells, drawn, width_of
from tui.widgets.row_list_cells import LONGEST, Line

_SPACE: Final = re.compile(r"\s+")


def passage_lines(parts: Sequence[tuple[str, str]], main: int, width: int, lines: int) -> list[Line]:
    """The parts, each with its role, in at most so many lines; part number `main` is in sight.

    White space is made single. Where all has no room, what stands before `main` is cut from its beginning.
    """
    if width <= 0:
        return [[]]
    texts = [_flat(text[-LONGEST:] if at < main else text[:LONGEST]) for at, (text, _) in enumerate(parts)]
    room = width * lines - (width // 8 if lines > 1 else 0)
    before = sum(cells(text) for text in texts[:main])
    if before and before + sum(cells(text) for text in texts[main:]) > room:
        rest = min(sum(cells(text) for text in texts[main + 1 :]), room // 3)
        kept = max(0, room - min(cells(texts[main]), room) - rest - 2)
        if before > kept:
            texts[:main] = [""] * (main - 1) + ["… " + _end_of("".join(texts[:main]), kept)]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text))
    roles = [role for _, role in parts]
    whole = "".join(texts)
    cuts = _cuts(whole, width, lines)
    found: list[Line] = []
    for at, start in enumerate(cuts):
        end = cuts[at + 1] if at + 1 < len(cuts) else len(whole)
        found.append(_cells_between(whole, starts, roles, start, end))
    return found or [[]]


def _flat(text: str) -> str:
    return drawn(_SPACE.sub(" ", text))


def _end_of(text: str, room: int) -> str:
    """As many whole words of the end as there is room for; of a word that is longer, its end."""
    at = len(text)
    while at > 0 and room >= width_of(text[at - 1]):
        at -= 1
        room -= width_of(text[at])
    space = text.find(" ", at)
    return text[space + 1 :] if at > 0 and 0 <= space < len(text) - 1 else text[at:]


def _cuts(text: str, width: int, lines: int) -> list[int]:
    """Where lines begin: at words, or within one that is longer than a line. The last line is left as long as it is."""
    cuts = [0]
    while len(cuts) < lines:
        at, room, space = cuts[-1], width, -1
        while at < len(text) and room >= width_of(text[at]):
            room -= width_of(text[at])
            if text[at] == " ":
                space = at
            at += 1
        if at >= len(text):
            break
        if text[at] != " " and space > cuts[-1]:
            at = space
        cuts.append(at + 1 if text[at] == " " else at)
        if cuts[-1] >= len(text):
            cuts.pop()
            break
    return cuts


def _cells_between(text: str, starts: Sequence[int], roles: Sequence[str], start: int, end: int) -> Line:
    line: Line = []
    for at, role in enumerate(roles):
        low, high = max(start, starts[at]), min(end, starts[at + 1])
        if low < high:
            line.append((text[low:high], role))
    return line
