"""What is said of an annotation whose document has changed: how it stands, what is different, what stood around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.annotations.difference import difference, in_words
from tui.counted import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.annotations.annotation import PlacedAnnotation
    from tui.widgets.row_list_cells import Cell

_AROUND = 60
"""Characters of what stood around an orphan that are shown."""


def standing(mark: PlacedAnnotation) -> str:
    """How it stands, in a few words; nothing for one that stands where it was made."""
    if mark.status == "exact":
        return ""
    if mark.status == "moved":
        return f"moved{_how_far(mark)}"
    if mark.status == "changed":
        return f"changed{_how_far(mark)}" if mark.reason is None else f"changed: {mark.reason}"
    return f"{mark.status}: {mark.reason or 'the text was changed'}"


def _how_far(mark: PlacedAnnotation) -> str:
    far = mark.start - mark.annotation.start if mark.start is not None else 0
    return f", {counted(abs(far), 'character')} {'further on' if far > 0 else 'further up'}" if far else ""


def changes(mark: PlacedAnnotation) -> list[Cell]:
    """The passage with what was changed in it, as `[was → now]`; empty where nothing was."""
    if mark.here is None:
        return []
    parts = in_words(difference(mark.annotation.exact, mark.here))
    return [(text, "error" if change else "dim italic") for text, change in parts]


def shown(mark: PlacedAnnotation) -> str:
    """The passage, with what was changed in it."""
    return "".join(text for text, _ in changes(mark)) or mark.annotation.exact


def around(mark: PlacedAnnotation) -> str:
    """The passage of an orphan among the words that stood around it."""
    annotation = mark.annotation
    before, after = annotation.prefix[-_AROUND:], annotation.suffix[:_AROUND]
    return " ".join(f"…{before}»{annotation.exact}«{after}…".split())


def needing(marks: Sequence[PlacedAnnotation]) -> str:
    """How many marks ask to be looked at, in words; nothing where none does."""
    uncertain = sum(mark.status == "uncertain" for mark in marks)
    orphans = sum(mark.status == "orphan" for mark in marks)
    words = [f"{uncertain:,} uncertain"] if uncertain else []
    words += [f"{orphans:,} without a passage"] if orphans else []
    return " · ".join(words)
