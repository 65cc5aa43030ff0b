"""The terminal's driver, listening for what the terminal says of its ground: an answer never becomes keys."""

from __future__ import annotations

import os
import re
import selectors
from codecs import getincrementaldecoder
from typing import IO, Any, Final

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from tui.theming.ground import ANSWER, ASK, CHANGED, END, Ground, ground_of, may_be_asked

_BEGUN: Final = re.compile(r"\x1b(?:\](?:1(?:1[^\x07\x1b]{0,72}\x1b?)?)?|\[(?:\?[\d;]{0,72})?)\Z")
"""The beginning of an answer whose end has not come yet. A lone escape is a key and waits for nothing."""
_FOLLOW, _FOLLOW_NO_MORE = "\x1b[?2031h", "\x1b[?2031l"


class Sieve:
    """Takes answers out of what the terminal sends."""

    def __init__(self) -> None:
        self._held = ""

    def sift(self, text: str) -> tuple[str, list[Ground]]:
        """What is left for the keys, and the grounds that were told."""
        text, self._held = self._held + text, ""
        told: list[Ground] = []
        if "\x1b" not in text:
            return text, told
        if begun := _BEGUN.search(text):
            text, self._held = text[: begun.start()], begun[0]
        for answer in ANSWER.findall(text):
            if ground := ground_of(answer):
                told.append(ground)
        told += ["light" if number == "2" else "dark" for number in CHANGED.findall(text)]
        return CHANGED.sub("", END.sub("", ANSWER.sub("", text))), told

    def release(self) -> str:
        """What was held back and never became an answer."""
        text, self._held = self._held, ""
        return text


class UntilGone:
    """What is written goes to the terminal as long as there is one.

    Textual's thread that writes would end with the first error, and the program then wait for ever to be rid of its
    last words: a terminal that is closed must not leave a program behind.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._gone = False

    def write(self, text: str) -> None:
        """Write, or drop what nobody will see."""
        if not self._gone:
            try:
                self._file.write(text)
            except OSError:
                self._gone = True

    def flush(self) -> None:
        """The same."""
        if not self._gone:
            try:
                self._file.flush()
            except OSError:
                self._gone = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class ListeningDriver(LinuxDriver):
    """Asks for the ground once the screen stands, without waiting, and again whenever the terminal's theme changes."""

    typed = ""
    """What was typed before the screen stood."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._file: Any = UntilGone(self._file)

    def start_application_mode(self) -> None:
        """Then ask."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if may_be_asked(os.environ):
            self.write(ASK + _FOLLOW)
            self.flush()

    def stop_application_mode(self) -> None:
        """The terminal need not tell any more."""
        if may_be_asked(os.environ):
            self.write(_FOLLOW_NO_MORE)
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Read keys, with answers taken out: otherwise as Textual does."""
        parser, sieve = XTermParser(self._debug), Sieve()
        decode = getincrementaldecoder("utf-8")("replace").decode
        selector = selectors.SelectSelector()
        selector.register(self.fileno, selectors.EVENT_READ)

        def feed(text: str) -> None:
            keys, told = sieve.sift(text)
            for ground in told:
                self._app.call_later(_tell, self._app, ground)
            for event in parser.feed(keys) if keys else ():
                self.process_message(event)

        try:
            early, ListeningDriver.typed = ListeningDriver.typed, ""
            feed(early)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    try:
                        text = decode(os.read(self.fileno, 4096))
                    except OSError:
                        text = ""
                    if not text:  # the terminal is gone, and nobody may have said so
                        self._app.call_later(_leave, self._app)
                        break
                    feed(text)
                elif held := sieve.release():
                    for event in parser.feed(held):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        finally:
            selector.close()


def _leave(app: App[Any]) -> None:
    leave = getattr(app, "leave", None)
    if leave is not None:
        leave()


def _tell(app: App[Any], ground: Ground) -> None:
    told = getattr(app, "ground_told", None)
    if told is not None:
        told(ground)
