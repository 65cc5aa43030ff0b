"""Which lines of which widgets are drawn when something on the screen has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Render = tuple[Region, Region, list[Strip]]


class Painter(Compositor):
    """Draws the lines that changed.

    Textual's own draws every line of every widget between the highest and the lowest that changed: all of the screen
    where a letter is typed below and a number stands above.
    """

    def __init__(self) -> None:
        super().__init__()
        self._wanted: tuple[Region, ...] | None = None
        """What a partial update is to draw."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed since the last one."""
        self._wanted = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._wanted = None

    def _get_renders(self, crop: Region | None = None) -> Iterable[Render]:
        return super()._get_renders(crop) if self._wanted is None else self._renders_of(self._wanted)

    def _renders_of(self, wanted: Sequence[Region]) -> Iterable[Render]:
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            yield from self._runs(widget, region, clip, seen, [seen.intersection(each) for each in wanted])

    @staticmethod
    def _runs(widget: Widget, region: Region, clip: Region, seen: Region, parts: Sequence[Region]) -> Iterable[Render]:
        """The lines of a widget that are wanted, in runs."""
        lines = sorted({y for part in parts if part for y in part.line_range})
        for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0]):
            ys = [y for _, y in run]
            place = Region(seen.x, ys[0], seen.width, len(ys))
            yield place, clip, widget.render_lines(place.translate((-region.x, -region.y)))
