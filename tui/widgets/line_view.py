"""What the widgets that draw themselves line by line have in common: roles for styles, and scrolling without motion.

A role is a word for what a piece of text is, such as `faint` or `person`; the theme says how it looks. Words may be
combined: `person underline`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final, NamedTuple

from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView


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


def kind_role(kind: str) -> str:
    """The role for a kind of entity."""
    return _KIND_ROLES.get(kind, "other")


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
    ALLOW_SELECT = False
    """Textual's own selection works in rows of widgets, and would join the whole document for each copy."""

    _styles_by_roles: dict[str, Style]

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
        return ROLES[role].style(self.app.theme_variables)

    def notify_style_update(self) -> None:
        """Styles have changed: forget what was made of them."""
        self._styles_by_roles = {}
        self.forget_strips()
        super().notify_style_update()

    def forget_strips(self) -> None:
        """Drop drawn rows; for those who keep some."""

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
