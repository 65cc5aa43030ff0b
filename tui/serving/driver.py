"""The pipe to the server as Textual's terminal: its own web driver, which leaves a room as `q` does."""

from __future__ import annotations

import contextlib
import os
from functools import partial
from typing import Any, Final

from textual.drivers.web_driver import WebDriver

MOST_CELLS: Final = 1000
"""Columns and rows of a window that is believed in."""


class Driver(WebDriver):
    """Named in TEXTUAL_DRIVER by the server."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        # The pipe is kept apart: what a library prints on standard output must not come between the packets.
        self.fileno = os.dup(1)
        os.dup2(2, 1)
        self._write = partial(self._write_all)

    def start_application_mode(self) -> None:
        """Textual's own, and word of the ground on which everything is drawn."""
        super().start_application_mode()
        self._app.watch(self._app, "theme", self._tell_ground)

    def run_input_thread(self) -> None:
        """Read until the end, which is the server's end too, however it came."""
        super().run_input_thread()
        self._leave()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """What the server says. Nothing is delivered to a browser as a file, so nothing else is listened to."""
        if packet_type == "quit":
            self._leave()
        elif packet_type == "resize":
            width, height = payload.get("width"), payload.get("height")
            if isinstance(width, int) and isinstance(height, int):
                size = {"width": within(width), "height": within(height)}
                super().on_meta(packet_type, {"type": packet_type, **size})
        elif packet_type in ("focus", "blur"):
            super().on_meta(packet_type, payload)

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Never: nothing leads out of the page."""

    def _leave(self) -> None:
        """Close the room with the place remembered."""
        leave = getattr(self._app, "leave", self._app.exit)
        # The loop may have ended meanwhile, and the room with it.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(leave)

    def _tell_ground(self) -> None:
        """Colours of the page around the cells, and of what is drawn in the terminal's own colours."""
        theme = self._app.current_theme
        if not theme.ansi and theme.foreground and theme.background:
            self.write(f"\x1b]10;{theme.foreground}\x07\x1b]11;{theme.background}\x07")

    def _write_all(self, data: bytes) -> int:
        """Write every byte. A server that is gone is no fault: the end of the input follows."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self.fileno, rest) :]
        except BrokenPipeError:
            pass
        return len(data)


def within(cells: int) -> int:
    """A width or height that a window can have."""
    return max(1, min(MOST_CELLS, cells))
