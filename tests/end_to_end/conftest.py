"""Real terminals: tmux, for what a person sees, and a pty whose every byte is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pexpect
import pyte
import pytest

PROGRAM = Path(sys.executable).with_name("glossator")
PATIENCE = 40.0


LAYER = {"GLOSSATOR_ANNOTATIONS__LAYER": "reader"}


@cache
def checked_settings() -> dict[str, bytes]:
    """What the program keeps of the shipped settings once they are checked; most people here find it in their cache."""
    from index.config import load_settings
    from tui.keymap import check_keys

    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GLOSSATOR_")]:
            patch.delenv(name)
        for name, value in {**LAYER, "XDG_CACHE_HOME": folder, "XDG_CONFIG_HOME": folder}.items():
            patch.setenv(name, value)
        load_settings(None, check_keys=check_keys)
        return {file.name: file.read_bytes() for file in Path(folder).rglob("*.json")}


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a person who has never used Glossator, but for the settings, which were checked before."""
    settings = home / ".cache" / "glossator" / "settings"
    if not settings.exists():
        settings.mkdir(mode=0o700, parents=True)
        for name, content in checked_settings().items():
            (settings / name).write_bytes(content)
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("GLOSSATOR_", "XDG_", "PYTHON", "TMUX"))
        and name not in ("NO_COLOR", "COLORFGBG", "COLUMNS", "LINES")
    }
    return {
        **kept,
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        **LAYER,
    }


class Tmux:
    """A tmux server of its own, with one window of a fixed size."""

    def __init__(self, folder: Path, home: Path, size: tuple[int, int]) -> None:
        self._socket = f"glossator-{os.getpid()}-{time.monotonic_ns()}"
        self._folder = folder
        self._environment = surroundings(home)
        self._size = size

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-L", self._socket, "-f", os.devnull, *arguments]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        return done.stdout

    def open(self, *, alone: bool = False) -> None:
        """Start the program; its exit status is printed when it ends, and the window stays.

        `alone`: without a shell around it, as when a terminal is opened for it and nothing else.
        """
        width, height = self._size
        command = f"'{PROGRAM}' '{self._folder}'"
        shell = f"exec {command}" if alone else f"{command}; echo left with $?; exec cat"
        self._tmux("new-session", "-d", "-x", str(width), "-y", str(height), shell)

    def close(self) -> None:
        """End it, whatever is going on."""
        self._tmux("kill-server")

    def program(self) -> int:
        """Process number of the program that runs alone."""
        return int(self._tmux("list-panes", "-a", "-F", "#{pane_pid}"))

    def keys(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        self._tmux("send-keys", *keys)

    def write(self, text: str) -> None:
        """Type a text."""
        self._tmux("send-keys", "-l", text)

    def screen(self) -> str:
        """What is on the screen."""
        return self._tmux("capture-pane", "-p")

    def until_any(self, *words: str) -> str:
        """Wait until one of these is on the screen."""
        end = time.monotonic() + PATIENCE
        while True:
            screen = self.screen()
            if any(word in screen for word in words):
                return screen
            assert time.monotonic() < end, f"waited for any of {words} in vain:\n{screen}"
            time.sleep(0.02)

    def until(self, *words: str, gone: bool = False) -> str:
        """Wait until words are on the screen (or are gone from it)."""
        end = time.monotonic() + PATIENCE
        while True:
            screen = self.screen()
            if all((word in screen) != gone for word in words):
                return screen
            assert time.monotonic() < end, f"waited for {words} in vain:\n{screen}"
            time.sleep(0.05)

    def until_other(self, before: str) -> str:
        """Wait until the screen is another one."""
        end = time.monotonic() + PATIENCE
        while (screen := self.screen()) == before:
            assert time.monotonic() < end, f"nothing happened:\n{screen}"
            time.sleep(0.02)
        return screen


OpenTmux = Callable[..., Tmux]


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[OpenTmux]:
    """Opens the program in tmux."""
    if shutil.which("tmux") is None:
        pytest.skip("there is no tmux here")
    opened: list[Tmux] = []

    def open_tmux(folder: Path, size: tuple[int, int], *, alone: bool = False) -> Tmux:
        terminal = Tmux(folder, tmp_path / "home", size)
        opened.append(terminal)
        terminal.open(alone=alone)
        return terminal

    yield open_tmux
    for terminal in opened:
        terminal.close()


class Terminal:
    """The program in a pty: every byte that it writes is kept, and read back as a screen."""

    def __init__(
        self, arguments: list[str], home: Path, size: tuple[int, int], environment: dict[str, str] | None = None
    ) -> None:
        width, height = size
        self.raw = b""
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self._screen)
        self._child = pexpect.spawn(
            str(PROGRAM),
            arguments,
            env={**surroundings(home), **(environment or {})},
            dimensions=(height, width),
            timeout=PATIENCE,
        )

    def send(self, keys: str) -> None:
        """Press keys, as the bytes that a terminal sends for them."""
        self._child.send(keys)

    def read(self, seconds: float = 0.05) -> bool:
        """Take what has been written; False at the end."""
        try:
            written = self._child.read_nonblocking(65_536, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += written
        self._stream.feed(written)
        return True

    @property
    def screen(self) -> str:
        """What a terminal shows of it."""
        return "\n".join(self._screen.display)

    def until(self, *words: str) -> str:
        """Wait until words are on the screen."""
        end = time.monotonic() + PATIENCE
        while not all(word in self.screen for word in words):
            assert self.read() and time.monotonic() < end, f"waited for {words} in vain:\n{self.screen}"
        return self.screen

    def until_quiet(self, seconds: float = 0.25) -> str:
        """Wait until nothing more is written for a while."""
        end, length, since = time.monotonic() + PATIENCE, -1, time.monotonic()
        while time.monotonic() - since < seconds:
            assert self.read() and time.monotonic() < end
            if len(self.raw) != length:
                length, since = len(self.raw), time.monotonic()
        return self.screen

    def signal(self, number: int) -> None:
        """Send a signal."""
        self._child.kill(number)

    def until_ended(self) -> int | None:
        """Wait for the end; returns the exit status."""
        end = time.monotonic() + PATIENCE
        while self.read():
            assert time.monotonic() < end, f"it did not end:\n{self.screen}"
        self._child.wait()
        status: int | None = self._child.exitstatus
        return status

    def close(self) -> None:
        """End it, whatever is going on."""
        self._child.close(force=True)


OpenTerminal = Callable[..., Terminal]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[OpenTerminal]:
    """Opens the program in a pty."""
    opened: list[Terminal] = []

    def open_terminal(
        folder: Path,
        *options: str,
        size: tuple[int, int] = (100, 30),
        environment: dict[str, str] | None = None,
    ) -> Terminal:
        made = Terminal([str(folder), *options], tmp_path / "home", size, environment)
        opened.append(made)
        return made

    yield open_terminal
    for each in opened:
        each.close()
