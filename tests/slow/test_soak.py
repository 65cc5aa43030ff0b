"""Twenty thousand keys at random, in a window that changes its size: whatever is pressed, the reader reads on.

The seed is printed, and SOAK_SEED repeats a run; SOAK_KEYS makes it shorter or longer.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench._terminal import Ended, Terminal, surroundings
from index.config import load_settings

TELL = """
import asyncio, faulthandler, os, signal, sys
faulthandler.enable()
os.chdir(os.environ["HOME"])  # what is exported goes there
def tell(*_):
    out = sys.__stderr__
    for task in asyncio.all_tasks():
        print("task", task.get_name(), file=out)
        coroutine = task.get_coro()
        while coroutine is not None and getattr(coroutine, "cr_frame", None):
            frame = coroutine.cr_frame
            print("  ", frame.f_code.co_filename[-50:], frame.f_lineno, frame.f_code.co_name, file=out)
            coroutine = coroutine.cr_await
    faulthandler.dump_traceback(out)
signal.signal(signal.SIGUSR1, tell)
import tui.cli
sys.exit(tui.cli.main())
"""
PROGRAM = [sys.executable, "-c", TELL]
"""What `glossator` runs, and on SIGUSR1 says what it is at."""
KEYS = int(os.environ.get("SOAK_KEYS", "20000"))
MEGABYTES_MORE = 120
"""By how much memory may grow, the texts of all documents, their layers and the searcher's readers included."""

NAMES = ["Josef Hallam", "Ines Haldane", "Port Authority of Brell", "Margit Hale", "Ansgar Vey", "Kestrel Bay"]
WORDS = ["letter", "ferry", "the", "boom", "of", "harbour", "was", "said", "warned", "night", "not", "water", "a", "in"]
TYPED = [
    "letter", "hallam", '"the letter"', "source:x", "date:2031..", "lett*", "(", '"', "AND OR NOT", "is:unread", "-",
    "entity:hallam", "~/[", "日本", "e\u0301", "👩\u200d👧", "\u202e", "[bold]", "[/x]", "a" * 200, "25", "w", "theme",
    "100%", "format:txt", "has:annotation", "!", "@name", "\\", "NEAR", "x" * 3, "'", "help", "tag", "=letter", " ",
]  # fmt: skip
LETTERS = "".join(map(chr, range(33, 127))).replace("q", "") + "é日"
BYTES = {
    "enter": b"\r", "tab": b"\t", "shift+tab": b"\x1b[Z", "escape": b"\x1b", "space": b" ", "backspace": b"\x7f",
    "up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D", "home": b"\x1b[H", "end": b"\x1b[F",
    "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~", "delete": b"\x1b[3~", "insert": b"\x1b[2~",
    **{f"f{n}": s for n, s in zip(range(1, 5), (b"\x1bOP", b"\x1bOQ", b"\x1bOR", b"\x1bOS"), strict=True)},
    **{f"f{n}": b"\x1b[%d~" % c for n, c in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)},
}  # fmt: skip
ENDS = 1 / 250
"""How often it is ended at once, by ctrl+q or a signal, whatever it is at."""
WINDOWS = [
    [b"/"], [b":"], [b"\x10"], [b"\x06"], [b"F"], [b"a"], [b"t"], [b"c"], [b"T"], [b"O"], [b"?"], [b"?", b"/"], [b"s"],
    [b"f"], [b"m"], [b"'"], [b"W"], [b"g"], [b"v", b"i"], [b"*"], [b"\x1b", b"g", b"d", b"F"], [b"g", b"d", b"T"],
    [b"g", b"d", b"c"], [b"g", b"d", b"O"], [b":sort "], [b":theme "], [b":open "], [b":goto "], [b":forget"], [b"5"],
]  # fmt: skip
"""What opens somewhere to type, and what takes the next letters for something else."""
RARE = {"quit": 0.02, "suspend": 0.05, "close": 0.3, "open-original": 0.0}
OFTEN = ("page-", "half-page-", "select-", "word-", "sentence-", "paragraph-", "match-", "annotat", "document-")


def bytes_of(key: str) -> bytes:
    """What a terminal sends for a key."""
    if key in BYTES:
        return BYTES[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return bytes([ord(key[5]) & 0x1F])
    return key.encode()


def write_collection(folder: Path, rng: random.Random) -> None:
    """Ordinary articles that share names, and texts as odd as they come."""
    folder.mkdir()

    def sentence() -> str:
        words = rng.choices(WORDS, k=rng.randint(4, 16))
        words.insert(rng.randint(0, len(words)), rng.choice(NAMES))
        return " ".join(words).capitalize() + rng.choice([".", ".", "!", "?", " on 10 September 2031.", ', "he said."'])

    for number in range(24):
        paragraphs = [" ".join(sentence() for _ in range(rng.randint(1, 6))) for _ in range(rng.randint(2, 40))]
        heading = f"{rng.choice(NAMES)} and the {rng.choice(WORDS)}\n\nBy {rng.choice(NAMES)}\n\n"
        (folder / f"article-{number:02}.txt").write_text(heading + "\n\n".join(paragraphs) + "\n")
    odd = {
        "empty.txt": "",
        "newlines.txt": "\n" * 3000,
        "spaces.txt": " " * 3000,
        "one.txt": "x",
        "chinese.txt": "港口的信。我们不知道，但是船沉了。" * 400 + "\n\n「信」" * 50,
        "emoji.txt": "👩\u200d👧 ❤\ufe0f e\u0301 " * 900,
        "marks.txt": "a" + "\u0301" * 2000 + "\n" + "\u200d" * 50,
        "right-to-left.txt": "הספינה טבעה בלילה. \u202eabc\u202c \u2066x\u2069 السفينة " * 300,
        "tabs.txt": "\tname\tdate\tsum\n" * 400,
        "control.txt": "".join(map(chr, range(1, 32))) * 50 + "\x9b2J\x85\u2028",
        "one-line.txt": "word and letter of Josef Hallam " * 9000,
        "one-word.txt": "x" * 200_000,
        "blocks.txt": "A letter.\n\n" * 20_000,
        "wild.md": "---\ntitle: '[bold]x[/]'\n---\n\n# One\n\n> quoted\n\n- a\n- b\n\n```\ncode\n```\n\n| a |\n|--|\n",
        "[red] name \u202e.txt": "Josef Hallam again.\n",
        "sub/dir/deep.txt": "A letter that lies deep.\n",
    }
    for name, text in odd.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def state_of(folder: Path) -> dict[str, str]:
    """Names and hashes of all documents."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".glossator" not in path.parts
    }


def presses(rng: random.Random) -> Iterator[bytes]:
    """What somebody with no aim presses, one key at a time."""
    commands = [(id, key) for id, keys in load_settings(None).settings.keys.items() for key in keys]
    weights = [RARE.get(id, 4 if id.startswith(OFTEN) else 2) for id, _ in commands]
    while True:
        chance = rng.random()
        if chance < 0.72:
            _, sequence = rng.choices(commands, weights)[0]
            if rng.random() < 0.08:
                yield str(rng.randint(1, 120)).encode()
            for key in sequence.split() or [sequence]:
                yield bytes_of(key)
        elif chance < 0.84:  # somewhere to type, and something typed, often letter by letter
            yield from rng.choice(WINDOWS)
            typed = rng.choice(TYPED)
            if rng.random() < 0.1:
                yield f"\x1b[200~{typed}\n{typed}\x1b[201~".encode()
            else:
                yield from (letter.encode() for letter in typed[: rng.randint(1, 60)])
            yield rng.choice([b"\r", b"\r", b"\x1b", b"\x1b[A", b"\x1b[B"])
        elif chance < 0.9:
            yield rng.choice([*BYTES.values(), *(bytes([n]) for n in range(1, 27) if n not in (3, 17, 26))])
        elif chance < 0.94:
            yield rng.choice(LETTERS).encode()
        elif chance < 0.97:  # the mouse: press, drag, let go; or the wheel
            x, y, button = rng.randint(1, 120), rng.randint(1, 40), rng.choice([0, 0, 64, 65])
            yield f"\x1b[<{button};{x};{y}M".encode()
            if button == 0:
                yield f"\x1b[<32;{rng.randint(1, 120)};{rng.randint(1, 40)}M".encode()
                yield f"\x1b[<0;{rng.randint(1, 120)};{rng.randint(1, 40)}m".encode()
        else:
            yield b"\x1b\x1b"


class Soak:
    """A reader with no aim, who opens the program again when a key has closed it."""

    def __init__(self, folder: Path, home: Path, rng: random.Random) -> None:
        self._folder, self._environment, self._rng = folder, surroundings(home), rng
        self.size = (120, 40)
        self.openings = 0
        self.recent: list[bytes] = []
        self.first_megabytes, self.most_megabytes = 0.0, 0.0
        self.terminal = self._open()

    def _open(self) -> Terminal:
        self.openings += 1
        self.size = (120, 40)  # Where its name is on the screen: in a low window it is not.
        terminal = Terminal([*PROGRAM, str(self._folder)], self._environment, self.size)
        terminal.until(b"GLOSSATOR")
        return terminal

    def end(self, how: bytes | signal.Signals, patience: float = 30) -> None:
        """End it by a key or a signal, whatever it is at, and open it again."""
        self.recent = [*self.recent[-60:], repr(how).encode()]
        try:
            if isinstance(how, bytes):
                self.terminal.send(how)
            else:
                os.kill(self.terminal.pid, how)
            try:
                status = self.terminal.until_ended(patience)
            except TimeoutError:
                pytest.fail(f"{how!r} does not end it after {self.recent}: {self.what_it_is_at()}")
            assert status == 0, f"{how!r} ended it with {status} after {self.recent}: {self.terminal.tail()}"
        except Ended:  # by a key before
            self.reopen()
            return
        self.terminal = self._open()

    def press(self, keys: bytes) -> None:
        """Press a key. A program that it has closed must have ended well."""
        self.recent = [*self.recent[-60:], keys]
        try:
            self.terminal.send(keys)
            self.terminal.read(0)
        except Ended:
            self.reopen()

    def reopen(self) -> None:
        """It has ended, as it should: open it again."""
        try:
            status = self.terminal.until_ended(30)
        except TimeoutError:
            pytest.fail(f"it does not end after {self.recent}: {self.what_it_is_at()}")
        assert status == 0, f"it ended with {status} after {self.recent}: {self.terminal.tail()}"
        self.terminal = self._open()

    def turn(self) -> None:
        """Another window, drawn in full: so the program has taken all keys up to here."""
        size = (self._rng.randint(20, 200), self._rng.randint(5, 60))
        if size == self.size:
            return
        try:
            self.terminal.until_quiet(0.03)
            self.terminal.resize(*size)
            self.size = size
            before = self.terminal.total
            end = time.perf_counter() + 60
            while self.terminal.total - before < size[0]:
                self.terminal.read(0.05)
                assert time.perf_counter() < end, f"no answer after {self.recent}: {self.what_it_is_at()}"
            self.terminal.until_quiet(0.02)
        except Ended:
            self.reopen()

    def settle(self) -> None:
        """Wait until it has taken every key: until it rests."""
        end, rests = time.perf_counter() + 60, 0
        while rests < 2:
            assert time.perf_counter() < end, f"it never rests after {self.recent}: {self.what_it_is_at()}"
            try:
                before = self.terminal.cpu
                self.terminal.until_quiet(0.15)
                rests = rests + 1 if self.terminal.cpu - before < 0.05 else 0
            except Ended:
                self.reopen()

    def what_it_is_at(self) -> str:
        """The stacks of its threads."""
        self.terminal.until_quiet(0.1)
        self.terminal.forget()
        os.kill(self.terminal.pid, signal.SIGUSR1)
        self.terminal.until_quiet(0.5)
        return self.terminal.written.decode(errors="replace")

    def weigh(self) -> None:
        """Look at its memory."""
        try:
            now = self.terminal.megabytes
        except (OSError, IndexError):
            return
        self.first_megabytes = self.first_megabytes or now
        self.most_megabytes = max(self.most_megabytes, now)


@pytest.mark.slow
def test_random_keys_do_no_harm(tmp_path: Path) -> None:
    seed = int(os.environ.get("SOAK_SEED", "0")) or random.randrange(1, 1_000_000)
    print(f"SOAK_SEED={seed} SOAK_KEYS={KEYS}")
    rng = random.Random(seed)
    folder, home = tmp_path / "texts", tmp_path / "home"
    write_collection(folder, rng)
    documents = state_of(folder)
    soak = Soak(folder, home, rng)
    try:
        keys = presses(rng)
        for number in range(KEYS):
            soak.press(next(keys))
            if number % 40 == 39:
                soak.turn()
            if number % 400 == 399:
                soak.settle()
            if rng.random() < ENDS:
                soak.end(rng.choice([b"\x11", b"\x11", signal.SIGTERM, signal.SIGHUP]))
            if number % 500 == 499:
                soak.weigh()
                logs = list(home.rglob("errors.log"))
                assert not logs, f"seed {seed}, key {number}: {logs[0].read_text()}\nlast pressed: {soak.recent}"
        soak.settle()
        for _ in range(12):
            soak.press(b"\x1b")
            soak.settle()  # so that it is a key by itself
        soak.weigh()
        soak.end(b"\x11")
    finally:
        soak.terminal.kill()
    assert state_of(folder) == documents
    assert not list(home.rglob("errors.log"))
    assert soak.most_megabytes < soak.first_megabytes + MEGABYTES_MORE, (soak.first_megabytes, soak.most_megabytes)
    print(f"opened {soak.openings} times; {soak.first_megabytes:.0f} to {soak.most_megabytes:.0f} MB")
