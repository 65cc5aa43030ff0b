"""What stands on the screen of a program in a pty: enough of a terminal to tell when a word has been painted.

Textual moves the cursor, sets colours and writes words; nothing else that it sends changes what stands in a row.
"""

from __future__ import annotations

import codecs
import re
import time
import unicodedata
from collections.abc import Callable

from bench._terminal import Ended, Terminal

_PIECE = re.compile(
    r"\x1b\[(?P<values>[0-9;:?<>=]*)[ -/]*(?P<final>[@-~])"
    r"|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[=>78]"
    r"|(?P<text>[^\x00-\x1f\x7f]+)|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
)

_LONGEST = 256
"""Characters of a sequence."""


class Screen:
    """The rows of a terminal."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns = columns
        self._cells = [[" "] * columns for _ in range(rows)]
        self._row = self._column = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def feed(self, data: bytes) -> None:
        """Take what the program wrote."""
        text = self._rest + self._decoder.decode(data)
        at = 0
        while at < len(text):
            piece = _PIECE.match(text, at)
            if piece is None and len(text) - at > _LONGEST:
                at += 1  # nothing that is known here
                continue
            if piece is None:  # a sequence that goes on in the next bytes
                break
            if piece["final"]:
                self._control(piece["values"], piece["final"])
            elif piece["text"]:
                self._write(piece["text"])
            elif piece["control"] == "\n":
                self._row = min(self._row + 1, len(self._cells) - 1)
            elif piece["control"] == "\r":
                self._column = 0
            at = piece.end()
        self._rest = text[at:]

    def _control(self, values: str, final: str) -> None:
        if final in "Hf":
            numbers = [int(value or 1) for value in values.split(";")] if values else [1, 1]
            self._row = min(max(numbers[0], 1), len(self._cells)) - 1
            self._column = min(max(numbers[1] if len(numbers) > 1 else 1, 1), self._columns) - 1
        elif final == "J":
            self._cells = [[" "] * self._columns for _ in self._cells]

    def _write(self, text: str) -> None:
        for character in text:
            if self._column < self._columns:
                self._cells[self._row][self._column] = character
            wide = unicodedata.east_asian_width(character) in "WF"
            self._column += 0 if unicodedata.combining(character) else 2 if wide else 1

    def row(self, number: int) -> str:
        """One row, counted from the top; from the bottom where the number is negative."""
        return "".join(self._cells[number])

    def text(self) -> str:
        """All rows."""
        return "\n".join("".join(cells) for cells in self._cells)


class Watched:
    """A program whose screen is followed."""

    def __init__(self, terminal: Terminal, size: tuple[int, int]) -> None:
        self.terminal = terminal
        self.screen = Screen(*size)
        self._seen = 0

    def look(self, seconds: float) -> bool:
        """Take what is written within so long; False where nothing was."""
        found = self.terminal.read(seconds)
        new = self.terminal.total - self._seen
        self._seen = self.terminal.total
        if new:
            self.screen.feed(self.terminal.written[-new:])
        return found > 0

    def until(self, shown: Callable[[Screen], bool], patience: float = 60.0) -> float:
        """Wait until the screen is so; the moment by the clock. Raises TimeoutError, Ended."""
        end = time.perf_counter() + patience
        while not shown(self.screen):
            if time.perf_counter() > end:
                raise TimeoutError(f"waited in vain:\n{self.screen.text()}")
            self.look(0.05)
        return time.perf_counter()

    def rest(self, seconds: float) -> None:
        """Follow what happens for so long, whatever it is."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.look(left)

    def send(self, keys: bytes) -> float:
        """Press keys; the moment by the clock before they were sent."""
        now = time.perf_counter()
        self.terminal.send(keys)
        return now


__all__ = ["Ended", "Screen", "Watched"]
