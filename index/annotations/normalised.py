"""A text with its typography levelled, and the way back to the places in the text as it stands."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right

_LEVEL = str.maketrans(
    dict.fromkeys("‘’‚‛′ʼ`´", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\t\v\f\r\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000", " ")
    | {chr(space): " " for space in range(0x2000, 0x200B)}
)

_UNSEEN = "\u00ad\u200b\u2060\ufeff"
# What changes its length: words parted at the end of a line, runs of space, unseen characters, dots and dashes,
# ligatures, letters with combining marks.
_UNEVEN = re.compile(
    f"(?<=[^\\W\\d_])[-\u00ad] ?\n[ \n]*(?=[^\\W\\d_])"
    f"|[ \n{_UNSEEN}]{{2,}}|[{_UNSEEN}]|…|-{{2,}}|[ﬀ-ﬆ]|\\w[\u0300-\u036f]+"
)


def level(text: str) -> str:
    """Curly quotes straight, every dash `-`, white space one space, words joined that the end of a line parts."""
    return _UNEVEN.sub(lambda found: _levelled(found[0]), text.translate(_LEVEL)).replace("\n", " ")


class Normalised:
    """`text` levelled, with a map of places in both directions that is as small as what changed its length."""

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        # Replaced stretches: where each begins and ends in the levelled text, and in the original.
        self._begins, self._ends = array("Q"), array("Q")
        self._from, self._to = array("Q"), array("Q")
        even = text.translate(_LEVEL)
        done = length = 0
        for found in _UNEVEN.finditer(even):
            new = _levelled(found[0])
            if new == found[0]:
                continue
            start, end = found.span()
            length += start - done
            self._begins.append(length)
            self._ends.append(length + len(new))
            self._from.append(start)
            self._to.append(end)
            pieces += (even[done:start], new)
            length += len(new)
            done = end
        pieces.append(even[done:])
        self.text = "".join(pieces).replace("\n", " ")

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that a stretch of the levelled text stands for."""
        return self._original(start, last=False), self._original(end - 1, last=True)

    def place_of(self, original: int) -> int:
        """About where a place of the original is in the levelled text."""
        index = bisect_right(self._from, original) - 1
        if index < 0:
            return original
        if original < self._to[index]:
            return int(self._begins[index])
        return int(self._ends[index] + original - self._to[index])

    def _original(self, place: int, *, last: bool) -> int:
        """Where the character at `place` begins in the original, or, with `last`, ends."""
        index = bisect_right(self._begins, place) - 1
        # An unseen character leaves nothing behind: several stretches may begin at one place, the last one counts.
        if index < 0:
            return place + last
        if place < self._ends[index]:
            return self._to[index] if last else self._from[index]
        return self._to[index] + place - self._ends[index] + last


def _levelled(found: str) -> str:
    if found[0] in "-\u00ad" and "\n" in found:
        return ""
    if " " in found or "\n" in found:
        return " "
    if found[0] in _UNSEEN:
        return ""
    if found[0] == "-":
        return "-"
    if found == "…":
        return "..."
    return unicodedata.normalize("NFKC" if "ﬀ" <= found[0] <= "ﬆ" else "NFC", found)
