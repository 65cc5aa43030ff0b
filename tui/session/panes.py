"""The panes beside the text: how wide they are and which are hidden, as the reader has it for this collection."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from tui.session.room import Room

Pane = Literal["documents", "entities"]
PANES: Final[tuple[Pane, ...]] = ("documents", "entities")
REMEMBERED: Final = "panes"
NARROWEST, WIDEST = 10, 200
LEAST_MIDDLE: Final = 24
"""Columns that the panes always leave to the text."""
STEP: Final = 4
"""Columns by which a pane grows or shrinks where no number says how many."""
LEAST_SHARE: Final = 0.2
_NAMES: Final[dict[Pane, str]] = {"documents": "documents", "entities": "names"}
_AS_SET: Final = "{}"


class Panes:
    """Widths in columns and what is hidden; the settings hold where the reader has changed nothing."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._widths: dict[Pane, int] = {}
        self.hidden: set[Pane] = set()
        """Panes that open over the text when one goes to them."""
        self.share = 0.5
        """What the left (upper) of two sides has of the middle."""

    def wanted(self, pane: Pane) -> int:
        """The width that a pane is to have."""
        screen = self._room.settings.screen
        settings = screen.documents_width if pane == "documents" else screen.entities_width
        return self._widths.get(pane, settings)

    def widths(self, window: int, beside: set[Pane]) -> dict[Pane, int]:
        """The widths that they have in a window so wide, where those `beside` the text must leave room for it."""
        widths = {pane: self.wanted(pane) for pane in PANES}
        least = len(beside) * NARROWEST
        room = max(0, window - LEAST_MIDDLE - least)
        wanted = sum(widths[pane] for pane in beside) - least
        if wanted > room:
            for pane in beside:
                widths[pane] = NARROWEST + (widths[pane] - NARROWEST) * room // wanted
        for pane in set(PANES) - beside:
            widths[pane] = max(NARROWEST, min(widths[pane], window - 6))
        return widths

    # -- changing ------------------------------------------------------------------------------------------------

    def grow(self, columns: int) -> None:
        """Make the pane that has the keys so much wider; the other panes or the other side give way."""
        room, screen = self._room, self._room.screen
        pane = screen.pane_with_keys
        if pane is not None:
            before = screen.widths[pane]
            self._widths[pane] = max(NARROWEST, min(before + columns, WIDEST, screen.size.width - LEAST_MIDDLE))
            self._changed()
            now = screen.widths[pane]
            if now == before:
                self._widths[pane] = before
                room.messages.say(f"the {_NAMES[pane]} cannot be {'wider' if columns > 0 else 'narrower'} here")
        elif len(room.seats.shown) == 2:
            way = 1 if room.seats.shown[0] is room.seats.active else -1
            share = self.share + way * columns / max(1, screen.desk.extent)
            self.share = max(LEAST_SHARE, min(share, 1 - LEAST_SHARE))
            self._changed()
        else:
            keys = " or ".join(key for key in map(room.keys_of, ("go-documents", "go-entities")) if key)
            how = f"; {keys} goes to one" if keys else ""
            room.messages.say(f"the text has the room that the other panes leave{how}")

    def toggle(self, pane: Pane) -> None:
        """Hide a pane, or show it beside the text again."""
        room = self._room
        self.hidden ^= {pane}
        if pane in self.hidden:
            room.screen.leave_pane(pane)
        self._changed()
        if pane in self.hidden:
            keys = room.keys_of(f"go-{pane}")
            words = f"the {_NAMES[pane]} are hidden" + (f"; {keys} opens them over the text" if keys else "")
        elif room.screen.has_room_for(pane):
            words = f"the {_NAMES[pane]} stand beside the text"
        else:
            words = f"the {_NAMES[pane]} will stand beside the text where there is room for them"
        room.messages.say(words)

    def reset(self) -> None:
        """As the settings have it."""
        self._widths, self.hidden, self.share = {}, set(), 0.5
        self._changed()
        self._room.messages.say("the panes are as the settings have them")

    def _changed(self) -> None:
        self._room.screen.place_panes()
        packed = self._packed()
        self._room.background.in_order(lambda: self._room.collection.remember(REMEMBERED, packed))

    # -- what is remembered --------------------------------------------------------------------------------------

    def _packed(self) -> str:
        return json.dumps({"widths": self._widths, "hidden": sorted(self.hidden), "share": round(self.share, 3)})

    def take_up(self, packed: str | None) -> None:
        """Have them as they were left; what is not understood is left as the settings have it."""
        if packed is None:
            return
        try:
            kept: Any = json.loads(packed)
        except ValueError:
            return
        if isinstance(kept, dict):
            self._widths = {
                pane: max(NARROWEST, min(int(width), WIDEST))
                for pane in PANES
                if isinstance(width := _get(kept, "widths", dict, {}).get(pane), int)
            }
            hidden = _get(kept, "hidden", list, [])
            self.hidden = {pane for pane in PANES if pane in hidden}
            self.share = max(LEAST_SHARE, min(float(_get(kept, "share", float, 0.5)), 1 - LEAST_SHARE))
            self._room.screen.place_panes()


def _get(kept: dict[str, Any], name: str, kind: Callable[..., object], otherwise: Any) -> Any:
    value = kept.get(name)
    return value if isinstance(value, kind) else otherwise  # type: ignore[arg-type]
