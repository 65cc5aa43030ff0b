"""What a text view shows of a text: layers of marks over it, labels to jump by, and the prose alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import attrgetter

from index.document import Document
from tui.folding import folds_of
from tui.highlights import LayerSpan
from tui.text_layout import Fold
from tui.widgets.text_view_base import PageView

_START = attrgetter("start")


class LayeredView(PageView):
    """Takes marks by their offsets. Layers never mix: replacing one touches no other."""

    _prose_only = False
    _folds: Sequence[Fold] = ()

    def _take(self, document: Document | None) -> None:
        super()._take(document)
        self._fold(folds_of(document.text, document.blocks) if self._prose_only and document is not None else ())

    # -- layers -------------------------------------------------------------------------------------------------

    def set_spans(self, layer: str, spans: Sequence[tuple[int, int, str]]) -> None:
        """Replace a layer of marks: entities, annotations, uncertain, matches, current, gutter, or one of your own."""
        length = len(self.text)
        if any(start < 0 or end > length for start, end, _ in spans):
            spans = [(max(0, start), min(end, length), name) for start, end, name in spans if start < length]
        self._highlights.set(layer, spans)
        self.refresh()

    def set_label_roles(self, roles: Mapping[str, str]) -> None:
        """The roles in which names of annotations stand in the gutter, where they have one of their own."""
        if roles != self._painter.label_roles:
            self._painter.label_roles = roles
            self._painter.forget()
            self.refresh()

    def clear_spans(self, layer: str) -> None:
        """Take a layer away."""
        self._highlights.clear(layer)
        self.refresh()

    def spans(self, layer: str) -> Sequence[LayerSpan]:
        """The spans of a layer, in order."""
        return list(self._highlights.layer(layer))

    def spans_at(self, layer: str, offset: int) -> list[LayerSpan]:
        """The spans of a layer over an offset, innermost first."""
        return self._highlights.layer(layer).at(offset)

    def spans_between(self, layer: str, start: int, end: int) -> list[LayerSpan]:
        """The spans of a layer that share a character with [start, end), in order."""
        return self._highlights.layer(layer).within(start, end)

    # -- hints --------------------------------------------------------------------------------------------------

    def set_hints(self, hints: Mapping[int, str], typed: int = 0) -> None:
        """Write short labels over the text at these offsets, to jump by; so many letters of each were typed already."""
        self._marks.hints = dict(hints)
        self._marks.typed = typed
        self.refresh()

    def clear_hints(self) -> None:
        """Take the labels away."""
        self.set_hints({})

    def row_and_column(self, offset: int) -> tuple[int, int]:
        """Where a character stands in the text as it is wrapped now."""
        return self._layout.cell_of(offset)

    def paragraph_starts(self, start: int, end: int) -> list[int]:
        """Where paragraphs begin in [start, end) that are shown."""
        blocks = self._document.blocks if self._document is not None else ()
        first = bisect_left(blocks, start, key=_START)
        found = (blocks[at].start for at in range(first, bisect_left(blocks, end, lo=first, key=_START)))
        return [offset for offset in found if not self.is_folded(offset)]

    # -- the prose alone ----------------------------------------------------------------------------------------

    @property
    def prose_only(self) -> bool:
        """Whether captions, credits and the like are folded away."""
        return self._prose_only

    @property
    def folds(self) -> Sequence[Fold]:
        """What is folded away at the moment."""
        return self._folds

    def is_folded(self, offset: int) -> bool:
        """True where a character is folded away."""
        return self._layout.fold_at(offset) is not None

    def show_prose_only(self, on: bool) -> int:
        """Fold away what is not prose, in this document and those after it, or show it again; returns how many folds.

        The text keeps its offsets. A fold opens by itself when the cursor is sent into it.
        """
        self._prose_only = on
        document = self._document
        self._refold(folds_of(document.text, document.blocks) if on and document is not None else ())
        return len(self._folds)

    def _unfold(self, offset: int) -> None:
        """Show what hides an offset."""
        fold = self._layout.fold_at(offset)
        if fold is not None:
            self._refold([other for other in self._folds if other != fold])

    def _refold(self, folds: Sequence[Fold]) -> None:
        """Other folds, with the first row where it was."""
        self._fold(folds)
        if (fold := self._layout.fold_at(self._anchor)) is not None:
            self._anchor = fold.start
        self._painter.forget()
        self._after_refolding()
        self._wrap_in_background()
        self.refresh()

    def _fold(self, folds: Sequence[Fold]) -> None:
        if folds or self._folds:
            self._layout.set_folds(folds)
        self._folds = folds

    def _after_refolding(self) -> None:
        """For subclasses."""
