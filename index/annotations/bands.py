"""How much like a passage what stands in a text must be, to be taken for it, to be asked about, or to be let go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.annotations.approximate import CERTAIN, POSSIBLE, RIVAL, Scored

SHORT = 16
"""A passage below this many characters needs the words around it to agree as well."""
_AGREES = 0.65
_LONG = 64
_MUCH = 0.8
"""A long passage of which so much is left is proposed wherever it stands."""
_TELLING = 40
"""A passage of this many characters that is like one place, and like no other, needs less than CERTAIN:"""
_ALONE = 0.80
"""so much,"""
_LEFT = 0.75
"""so much of its letters,"""
_APART = 0.20
"""and every other place so much less like it."""


class Doubt(NamedTuple):
    """Why what is most like a passage is not taken for it."""

    gone: bool
    """True where it is not even worth a question."""
    reason: str


def doubt_of(exact: str, found: Sequence[Scored], *, twice: bool = False) -> Doubt | None:
    """None where the first of the places, the best, may be taken for the passage.

    `twice`: nothing told the passage apart from another in the text that it was marked in.
    """
    if not found:
        return Doubt(True, "nothing like it stands in the text any more")
    best = found[0]
    words = f"{int(best.words * 100)}% of its letters"
    moved_away = best.score < POSSIBLE and len(exact) >= _LONG and best.words >= _MUCH
    if best.score < POSSIBLE and not moved_away:
        return Doubt(True, f"the nearest thing to it has {words}, and not what stood around it")
    if len(exact) < SHORT and (best.context is None or best.context < _AGREES):
        return Doubt(True, "it is short, and what stood around it does not stand where something like it does")
    rivals = sum(best.evidence - each.evidence <= RIVAL for each in found)
    if rivals > 1:
        return Doubt(False, f"{rivals} places are equally like it")
    if twice:
        return Doubt(False, "the same words stood in several places, and this may be another")
    if best.score < CERTAIN and not _stands_out(exact, found):
        beside = ", and not what stood around it" if moved_away else ""
        return Doubt(False, f"what stands here has {words}{beside}")
    return None


def _stands_out(exact: str, found: Sequence[Scored]) -> bool:
    best = found[0]
    if len(exact) < _TELLING or best.score < _ALONE or best.words < _LEFT:
        return False
    return all(best.evidence - each.evidence >= _APART for each in found[1:])
