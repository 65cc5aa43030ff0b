"""What the widgets that draw themselves line by line have in common: roles for styles, and scrolling without motion.

A role is a word for what a piece of text is, such as `faint` or `person`; each is a component class, so that a style
sheet and a change of theme reach it. Words may be combined: `person underline`.
"""

from __future__ import annotations

from typing import ClassVar, Final

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView

ROLES: Final[dict[str, str]] = {
    "ink": "color: $ink;",
    "bright": "color: $ink-bright;",
    "dim": "color: $ink-dim; text-style: $style-dim;",
    "faint": "color: $ink-faint; text-style: $style-faint;",
    "accent": "color: $accent-ink;",
    "error": "color: $error-ink;",
    "person": "color: $kind-person;",
    "org": "color: $kind-org;",
    "place": "color: $kind-place;",
    "group": "color: $kind-group;",
    "date": "color: $kind-date;",
    "other": "color: $kind-other;",
    "bar": "color: $bar-mark;",
    "rail": "color: $rail; text-style: $style-faint;",
    "tick": "color: $tick;",
    "ruler": "color: $ink-bright;",
    "mark": "background: $ground-mark; text-style: $style-mark;",
    "match": "color: $ink-bright; background: $ground-match; text-style: $style-match;",
    "current": "color: $on-accent; background: $ground-current; text-style: $style-current;",
    "selection": "color: $ink-bright; background: $ground-selection; text-style: $style-selection;",
    "cursor": "color: $on-cursor; background: $ground-cursor; text-style: $style-cursor;",
    "idle-cursor": "background: $ground-raised; text-style: $style-idle-cursor;",
    "hint": "color: $on-accent; background: $ground-current; text-style: $style-hint;",
    "row": "background: $ground-raised; text-style: $style-row;",
    "raised": "background: $ground-raised;",
}
"""Every role and how it looks. Later ones lie over earlier ones where a text view paints several at once."""

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

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"line-view--{role}" for role in ROLES}
    DEFAULT_CSS = """
        LineView {
            background: $ground-panel;
            color: $ink;
            overflow: hidden hidden;
            scrollbar-size: 0 0;
        }
        LineView:focus { background: $ground-focus; }
        """ + "\n".join(f"LineView > .line-view--{role} {{ {rule} }}" for role, rule in ROLES.items())
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
            part = _ATTRIBUTES.get(role) or self.get_component_rich_style(f"line-view--{role}", partial=True)
            style += part
            # Two that are shown in reverse must stay apart: a cursor in a selection is the one that is not.
            reverse ^= bool(part.reverse)
        if reverse != bool(style.reverse):
            style += Style(reverse=reverse)
        self._styles_by_roles[roles] = style
        return style

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
