"""Copying out of the terminal, within what terminals take, or into a file or a program; and citing a passage."""

from __future__ import annotations

import subprocess
from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.document import Document, Span
from index.errors import GlossatorError
from index.forgetting import CLIPBOARD
from index.pages import cited, pages_of
from index.paths import user_folder
from index.safe_files import make_private_folder, write_atomically

if TYPE_CHECKING:
    from tui.session.room import Room

COMMAND_SECONDS: Final = 10.0


def paragraph_of(document: Document, offset: int) -> int:
    """Number of the block at an offset, counted from 1; 0 where the document has none."""
    return bisect_right(document.blocks, offset, key=lambda block: block.start) or min(1, len(document.blocks))


def citation(document: Document, span: Span) -> str:
    """A passage with where it stands, so that somebody else finds it again."""
    metadata = document.metadata
    passage = " ".join(document.text[span.start : span.end].split())
    pages = pages_of(document, span.start, span.end)
    stated = [metadata.title or document.path, metadata.source, metadata.date, cited(pages) if pages else None]
    where = ", ".join(part for part in stated if part)
    path = f" ({document.path})" if metadata.title else ""
    return f"“{passage}”\n{where}{path}, ¶{paragraph_of(document, span.start)}, characters {span.start}–{span.end}"


class CannotCopy(GlossatorError):
    """A copy did not arrive where the settings send it."""


class Clipboard:
    """Copies, or says why not."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def copy(self, *, cite: bool) -> None:
        """Copy the selection, or the sentence under the cursor."""
        room, document = self._room, self._room.reading.document
        passage = room.marking.passage()
        if document is None or passage is None:
            room.messages.say("there is nothing to copy here; v selects")
            return
        text = citation(document, passage.span) if cite else passage.text
        if self.put(text, "the passage with its citation" if cite else "the passage"):
            room.screen.text.end_selection()

    def put(self, text: str, what: str) -> bool:
        """Send a text to where the settings say; False where it was refused."""
        room = self._room
        if room.settings.sealed:
            room.messages.warn("sealed: nothing is copied out of this collection")
            return False
        settings = room.settings.clipboard
        # A lone surrogate has no UTF-8 and would end in an error inside the terminal driver.
        encoded = text.encode("utf-8", "replace")
        if settings.target == "file":
            file = Path(settings.file).expanduser() if settings.file else user_folder("state") / CLIPBOARD
            self._send(lambda: _into_file(encoded, file), f"{what} was written to {file}", text)
            return True
        if settings.target == "command":
            self._send(lambda: _into_program(encoded, settings.command), f"{what} was copied", text)
            return True
        size, limit = -(-len(encoded) * 4 // 3), settings.max_kilobytes * 1024
        if size > limit:
            room.messages.warn(
                f"too long to copy: {size // 1024:,} KB, and terminals cut above {limit // 1024:,} KB; "
                "clipboard.target: file in config.yaml takes any length"
            )
            return False
        room.app.copy_to_clipboard(encoded.decode("utf-8"))
        room.messages.say(f"{what} was sent to the terminal's clipboard ({len(text):,} characters)")
        return True

    def _send(self, job: Callable[[], None], done: str, text: str) -> None:
        self._room.background.in_order(job, lambda _: self._room.messages.say(f"{done} ({len(text):,} characters)"))


def _into_file(data: bytes, file: Path) -> None:
    """Replace what is in a file. Raises CannotCopy."""
    try:
        if not file.parent.exists():
            make_private_folder(file.parent)
        write_atomically(file, [data])
    except OSError as error:
        raise CannotCopy(f"{file} cannot be written: {error.strerror}; see clipboard.file in config.yaml") from error


def _into_program(data: bytes, command: Sequence[str]) -> None:
    """Give a program the copy. What it prints is thrown away: it would be printed over the page. Raises CannotCopy."""
    if not command:
        raise CannotCopy("no program to copy with; see clipboard.command in config.yaml")
    name = Path(command[0]).name
    try:
        ended = subprocess.run(
            list(command),
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            timeout=COMMAND_SECONDS,
            start_new_session=True,
            check=False,
        )
    except OSError as error:
        raise CannotCopy(f"{name} cannot be started: {error.strerror}; see clipboard.command in config.yaml") from error
    except subprocess.TimeoutExpired as error:
        raise CannotCopy(f"{name} did not end within {COMMAND_SECONDS:.0f} s; nothing may have been copied") from error
    if ended.returncode != 0:
        raise CannotCopy(f"{name} ended with status {ended.returncode}; nothing may have been copied")
