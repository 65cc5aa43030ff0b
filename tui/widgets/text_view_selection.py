"""A selection that grows with the cursor, by characters or by whole words, sentences or paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from index.document import Span
from tui.highlights import Layer, LayerSpan
from tui.motions import Motions

SelectionMode = Literal["characters", "words", "sentences", "paragraphs"]
_MODE_OBJECTS: Final[dict[str, str]] = {"words": "iw", "sentences": "is", "paragraphs": "ip"}
_LAYER_OBJECTS: Final[dict[str, str]] = {"iq": "quotations", "aq": "quotations", "ie": "entities"}


@dataclass(frozen=True, slots=True)
class Selection:
    """Where a selection was begun, and by what it grows. Its other end is the cursor."""

    anchor: int
    mode: SelectionMode

    def span(self, cursor: int, motions: Motions) -> Span:
        """What is selected. The characters at both ends belong to it."""
        first, last = sorted((self.anchor, cursor))
        end = motions.layout.step(last, 1) if last < len(motions.text) else last
        if end > last + 1 and motions.text[last] == "\n":
            end = last + 1  # from a line's end the cursor steps over hidden blank lines; the selection does not
        name = _MODE_OBJECTS.get(self.mode)
        if name is None:
            return Span(first, end)
        before, after = motions.object_at(name, first), motions.object_at(name, last)
        start = min(first, before.start) if before else first
        return Span(start, max(end if after is None else after.end, start))

    def in_mode(self, mode: SelectionMode) -> Selection:
        """The same, growing by something else."""
        return replace(self, mode=mode)


class Objects:
    """What text objects name: `iw` word, `is` sentence, `ip` paragraph, `iq` quotation, `aq` with its marks, `ie` name.

    A span of the layer `quotations` is named by how many characters belong to its marks at both ends: "1 1".
    """

    def __init__(self, motions: Motions, layer: Callable[[str], Layer]) -> None:
        self._motions = motions
        self._layer = layer

    def at(self, name: str, offset: int) -> list[Span]:
        """The objects over an offset, innermost first."""
        layer = _LAYER_OBJECTS.get(name)
        if layer is not None:
            return [self._stretch(name, span) for span in self._layer(layer).at(offset)]
        found = self._motions.object_at(name, offset)
        return [found] if found is not None else []

    def after(self, name: str, offset: int) -> Span | None:
        """The first object at or behind an offset."""
        layer = _LAYER_OBJECTS.get(name)
        if layer is None:
            return self._motions.object_after(name, offset)
        found = self._layer(layer).next_after(offset - 1) if offset > 0 else None
        return self._stretch(name, found) if found is not None else None

    @staticmethod
    def _stretch(name: str, span: LayerSpan) -> Span:
        if name != "iq":
            return Span(span.start, span.end)
        first, last = map(int, span.name.split())
        return Span(span.start + first, span.end - last)


def extended(selection: Span | None, name: str, cursor: int, objects: Objects, count: int = 1) -> Span | None:
    """The selection with the object at the cursor in it; where it is in it already, with the one around it or the next.

    Again as often as `count` says. None where nothing is selected and there is no such object.
    """
    for _ in range(count):
        here = objects.at(name, cursor)
        if selection is None:
            if not here:
                return None
            selection = here[0]
            continue
        wider = next((each for each in here if each.start < selection.start or each.end > selection.end), None)
        if wider is None:
            wider = objects.after(name, selection.end)
        if wider is None:
            break
        selection = Span(min(selection.start, wider.start), max(selection.end, wider.end))
        cursor = max(selection.start, selection.end - 1)
    return selection
