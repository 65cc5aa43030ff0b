"""Standard output and standard error: JSON Lines and exact text on one, messages on the other, both safe.

What is for people passes through `visible`; what is for programs is UTF-8 whatever the locale says.
"""

from __future__ import annotations

import contextlib
import os
import sys
import unicodedata
from collections.abc import Iterable
from typing import Any, BinaryIO, TextIO

from index import jsonl
from index.document import Span
from index.visible import visible

last_query: str | None = None
"""The query that was asked, for a complaint to point into."""


_MATCH_CELLS = 16
"""Room for a match in a line, so that what follows mostly lines up as well."""


def prepare() -> None:
    """Stand in for a standard stream that was closed before the start."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - stays open until the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123


def to_terminal() -> bool:
    """True where a person reads standard output on a terminal."""
    return sys.stdout.isatty()


def record(value: dict[str, Any]) -> None:
    """One object as a line of JSON."""
    _out().write(jsonl.encode(value))


def say(text: str = "") -> None:
    """One line for people, made safe."""
    _write(sys.stdout, visible(text) + "\n")


def say_marked(indent: str, text: str, marked: Iterable[Span], start: int) -> None:
    """A passage that begins at offset `start` of its document, on one line, with the marked spans in bold."""
    bold, plain = ("\x1b[1m", "\x1b[22m") if to_terminal() and not os.environ.get("NO_COLOR") else ("", "")
    parts, done = [indent], 0
    for span in marked:
        begin, end = max(span.start - start, done), min(span.end - start, len(text))
        if begin < end:
            parts += [_on_one_line(text[done:begin]), bold, _on_one_line(text[begin:end]), plain]
            done = end
    _write(sys.stdout, "".join(parts) + _on_one_line(text[done:]) + "\n")


def say_line(left: str, match: str, right: str, width: int, where: str) -> None:
    """A match at the same column whatever stands before it (`width` characters at most), and where it stands."""
    bold, plain = ("\x1b[1m", "\x1b[22m") if to_terminal() and not os.environ.get("NO_COLOR") else ("", "")
    left, match, right = (_on_one_line(part) for part in (left, match, right))
    before = " " * max(0, width - cells(left))
    behind = " " * max(0, width + _MATCH_CELLS - cells(match + right))
    _write(sys.stdout, f"{before}{left}{bold}{match}{plain}{right}{behind}  {visible(where)}\n")


def exact(content: bytes) -> None:
    """Bytes as they are, for a pipe or a file."""
    _out().write(content)


def safe(text: str) -> None:
    """Text of which every line was made visible before, without a line feed of its own."""
    _write(sys.stdout, text)


def tell(text: str) -> None:
    """A message on standard error, made safe by whoever says it. A terminal that is gone is no fault."""
    with contextlib.suppress(OSError):
        _write(sys.stderr, text + "\n")
        sys.stderr.flush()


def complain(message: str) -> None:
    """What went wrong, on one line."""
    tell("glossator: " + visible(message))


def flush() -> None:
    """Bring out what is still held back, so that a full disk or a closed pipe is met here."""
    sys.stdout.flush()


def abandon() -> None:
    """Let what is still held back go nowhere, so that nothing is said of it at the very end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def abandon_if_broken() -> None:
    """Bring out what is still held back where that is possible."""
    try:
        flush()
    except (OSError, ValueError):
        abandon()


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 document`, `12,000 documents`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def cells(text: str) -> int:
    """Columns that a text takes on most terminals."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def _on_one_line(text: str) -> str:
    return visible(text.replace("\n", " ").replace("\t", " "))


def _out() -> BinaryIO:
    return sys.stdout.buffer


def _write(stream: TextIO, text: str) -> None:
    stream.buffer.write(text.encode(stream.encoding or "utf-8", "replace"))
