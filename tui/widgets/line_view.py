"""What the widgets that draw themselves line by line have in common: roles for styles, and scrolling without motion.

A role is a word for what a piece of text is, such as `faint` or `person`; the theme says how it looks. Words may be
combined: `person underline`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Final, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.css.styles import StylesBase
from textual.geometry import Region, Size, Spacing
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.display import cells, drawn
from tui.widgets.row_list_cells import Cell, fit_line


class Look(NamedTuple):
    """Names of the theme's variables for a role."""

    color: str = ""
    ground: str = ""
    manner: str = ""
    """A text style, such as `bold`; `none` in a theme that needs none."""

    def style(self, variables: Mapping[str, str]) -> Style:
        """The style in a theme with these variables."""
        style = Style(
            color=Color.parse(variables[self.color]).rich_color if self.color else None,
            bgcolor=Color.parse(variables[self.ground]).rich_color if self.ground else None,
        )
        manner = variables[self.manner] if self.manner else "none"
        return style if manner == "none" else style + Style.parse(manner)


ROLES: Final[dict[str, Look]] = {
    "ink": Look(color="ink"),
    "bright": Look(color="ink-bright"),
    "dim": Look(color="ink-dim", manner="style-dim"),
    "faint": Look(color="ink-faint", manner="style-faint"),
    "accent": Look(color="accent-ink"),
    "error": Look(color="error-ink"),
    "person": Look(color="kind-person"),
    "org": Look(color="kind-org"),
    "place": Look(color="kind-place"),
    "group": Look(color="kind-group"),
    "date": Look(color="kind-date"),
    "other": Look(color="kind-other"),
    "bar": Look(color="bar-mark"),
    "rail": Look(color="rail", manner="style-faint"),
    "tick": Look(color="tick"),
    "ruler": Look(color="ink-bright"),
    "mark": Look(ground="ground-mark", manner="style-mark"),
    "match": Look(color="ink-bright", ground="ground-match", manner="style-match"),
    "current": Look(color="on-accent", ground="ground-current", manner="style-current"),
    "selection": Look(color="ink-bright", ground="ground-selection", manner="style-selection"),
    "cursor": Look(color="on-cursor", ground="ground-cursor", manner="style-cursor"),
    "idle-cursor": Look(ground="ground-raised", manner="style-idle-cursor"),
    "hint": Look(color="on-accent", ground="ground-current", manner="style-hint"),
    "raised": Look(ground="ground-raised"),
}
"""Every role and how it looks. Later ones lie over earlier ones where a text view paints several at once.

Not component classes: Textual would match a style sheet against each of them for every widget, several times before
the first paint, which took a quarter of the start.
"""

ROW: Final = "line-view--row"
"""The role `row` is a component class, so that windows and cards can give it another ground."""

_ATTRIBUTES: Final = {
    "bold": Style(bold=True),
    "italic": Style(italic=True),
    "underline": Style(underline=True),
    "reverse": Style(reverse=True),
}
_KIND_ROLES: Final = {"PERSON": "person", "ORG": "org", "PLACE": "place", "GROUP": "group", "DATE": "date"}


_KEPT_LINES: Final = 2_048


def kind_role(kind: str) -> str:
    """The role for a kind of entity."""
    return _KIND_ROLES.get(kind, "other")


class PlainLines(StylesCache):
    """Takes lines as they are drawn, where no style adds anything to them: Textual's own makes each of them anew."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: dict[int, Strip] = {}
        """What each line of the widget shows."""

    def render_line(
        self, styles: StylesBase, y: int, size: Size, content_size: Size, padding: Spacing, *rest: Any
    ) -> Strip:
        """A line that is as wide as the widget; any other as Textual draws it."""
        gutter = styles.gutter
        if gutter == padding and not padding.width and padding.top <= y < padding.top + content_size.height:
            strip: Strip = rest[2](y - padding.top)
            if strip.cell_length == size.width:
                self.painted[y] = strip
                return strip
        self.painted.pop(y, None)
        return super().render_line(styles, y, size, content_size, padding, *rest)


class LineView(ScrollView, can_focus=True):
    """A widget that draws its rows itself and scrolls by whole rows, at once."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {ROW}
    DEFAULT_CSS = """
        LineView {
            background: $ground-panel;
            color: $ink;
            overflow: hidden hidden;
            scrollbar-size: 0 0;
        }
        LineView:focus { background: $ground-focus; }
        LineView > .line-view--row { background: $ground-raised; text-style: $style-row; }
        """
    COMPARES: ClassVar[bool] = False
    """Of what is refreshed as a whole only the lines are drawn that are others than before: `render_line` costs little
    and returns the same strip for the same line."""
    ALLOW_SELECT = False
    """Textual's own selection works in rows of widgets, and would join the whole document for each copy."""

    _styles_by_roles: dict[str, Style]

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None, disabled: bool = False
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._styles_cache: PlainLines = PlainLines()
        self._lines_drawn: dict[tuple[tuple[Cell, ...], int, str], Strip] = {}

    def style_of(self, roles: str = "") -> Style:
        """The style for a combination of roles; memoised, because asking Textual is the largest cost of a row."""
        try:
            return self._styles_by_roles[roles]
        except AttributeError:
            self._styles_by_roles = {}
        except KeyError:
            pass
        style = self.rich_style if not roles else self.style_of()
        reverse = bool(style.reverse)
        for role in roles.split():
            part = _ATTRIBUTES.get(role) or self._look(role)
            style += part
            # Two that are shown in reverse must stay apart: a cursor in a selection is the one that is not. A match
            # in a selection is a part of it.
            reverse = bool(part.reverse) or reverse if role == "selection" else reverse ^ bool(part.reverse)
        if reverse != bool(style.reverse):
            style += Style(reverse=reverse)
        self._styles_by_roles[roles] = style
        return style

    def _look(self, role: str) -> Style:
        if role == "row":
            return self.get_component_rich_style(ROW, partial=True)
        if role.startswith("#"):  # a colour that the reader gave, where the theme has colours of its own
            variables = self.app.theme_variables
            plain = variables["kind-person"] in (variables["ink"], "ansi_default")
            return Style() if plain else Style(color=Color.parse(role).rich_color)
        return ROLES[role].style(self.app.theme_variables)

    def strip_of(self, line: Sequence[Cell], width: int, over: str = "") -> Strip:
        """A line as it is drawn, cut or filled up to a width, with roles over all of it.

        The same strip each time: Textual keeps in it how it is cut, filtered and written.
        """
        key = (tuple(line), width, over)
        strip = self._lines_drawn.get(key)
        if strip is None:
            if len(self._lines_drawn) >= _KEPT_LINES:
                self._lines_drawn.clear()
            roles = f" {over}" if over else ""
            parts = [Segment(drawn(text), self.style_of(role + roles)) for text, role in fit_line(line, width) if text]
            room = width - sum(cells(part.text) for part in parts)
            if room > 0:
                parts.append(Segment(" " * room, self.style_of(over)))
            strip = self._lines_drawn[key] = Strip(parts, width)
        return strip

    def notify_style_update(self) -> None:
        """Styles have changed: forget what was made of them."""
        self._styles_by_roles = {}
        self._lines_drawn.clear()
        self._styles_cache.painted.clear()
        self.forget_strips()
        super().notify_style_update()

    def forget_strips(self) -> None:
        """Drop drawn rows; for those who keep some."""

    def _exchange_repaint_regions(self) -> Collection[Region]:
        """What is to be drawn; asked just before that is done."""
        regions, painted = super()._exchange_repaint_regions(), self._styles_cache.painted
        whole = self.outer_size.region
        # While the screen is being laid out nobody may ask for a size: Textual would lay it out there and then, and
        # widgets that are new would never be told of theirs.
        laid_out = not self.screen._compositor._full_map_invalidated
        if not (self.COMPARES and painted and whole in regions and laid_out):
            return regions
        top, (width, height) = self.gutter.top, self.size
        others = (y for y in range(height) if painted.get(top + y) is not self.render_line(y))
        return [Region(0, top + y, width, 1) for y in others]

    def paint_now(self, *others: LineView) -> None:
        """Draw what has changed of this widget and of others before anything else, without waiting for a frame."""
        screen, app = self.screen, self.app
        widgets: set[Widget] = {self, *others}
        compositor = screen._compositor
        # What is not laid out yet is drawn with the next frame, which tells all that are new of their sizes.
        if screen is app.screen and not screen._layout_required and widgets <= compositor.visible_widgets.keys():
            compositor.update_widgets(widgets)
            screen._dirty_widgets -= widgets
            app._display(screen, compositor.render_update(screen_stack=app._background_screens))

    # -- scrolling ----------------------------------------------------------------------------------------------

    def set_extent(self, rows: int) -> None:
        """Say how many rows there are. There is no scroll bar, so nothing on the screen has to be laid out anew."""
        extent = Size(self.size.width, rows)
        if extent != self.virtual_size:
            self.set_reactive(LineView.virtual_size, extent)

    def set_top(self, row: int) -> bool:
        """Scroll so that this row is the first. True where anything moved."""
        top = max(0, min(row, self.virtual_size.height - self.rows_visible))
        if top == self.scroll_y and top == self.scroll_target_y:
            return False
        self.set_reactive(LineView.scroll_y, float(top))
        self.set_reactive(LineView.scroll_target_y, float(top))
        return True

    @property
    def top(self) -> int:
        """The first row shown."""
        return int(self.scroll_y)

    @property
    def rows_visible(self) -> int:
        """Rows that there is room for."""
        return max(0, self.size.height)

    def refresh_row(self, row: int) -> None:
        """Draw one row again, if it is on the screen."""
        y = row - self.top
        if 0 <= y < self.rows_visible:
            self.refresh(Region(0, y, self.size.width, 1))

    def wheel(self, rows: int) -> None:
        """The wheel was turned by so many rows; for subclasses."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by three rows, as pagers do."""
        event.stop()
        event.prevent_default()
        self.wheel(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by three rows, as pagers do."""
        event.stop()
        event.prevent_default()
        self.wheel(-3)
