"""Processor time from start to first paint: Glossator on samples/ against a bare Textual app with three panes.

    python bench/start.py [--runs N] [--json]

Each run is a process of its own in a pty; it is killed at the first byte that paints words, and the processor time of
the process is read from the kernel. Budget: at most 1.4 times the bare app.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import select
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
BARE = """
from textual.app import App
from textual.containers import Horizontal
from textual.widgets import Footer, Header, OptionList, Static, Tree
class Bare(App):
    CSS = "OptionList, Tree { width: 30; }"
    def compose(self):
        yield Header()
        with Horizontal():
            yield OptionList("first document", "second document")
            yield Static("READY")
            yield Tree("names")
        yield Footer()
Bare().run()
"""
"""Textual's own widgets for the same three panes, with nothing behind them."""


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until_painted(command: list[str], sign: bytes, environment: dict[str, str]) -> tuple[float, float]:
    """(processor seconds, wall seconds) until the sign stands in what the program wrote."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(environment)
        os.execvp(command[0], command)
    seen = b""
    try:
        import fcntl
        import struct
        import termios

        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        while sign not in seen:
            if not select.select([terminal], [], [], 20)[0]:
                raise SystemExit(f"{command}: nothing painted in 20 s: {seen[-300:]!r}")
            seen += os.read(terminal, 65536)
        return processor_seconds(pid), time.perf_counter() - began
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment |= {f"XDG_{k}_HOME": f"{home}/{k}" for k in ("CACHE", "STATE", "DATA", "CONFIG")}
        glossator = [str(Path(sys.executable).parent / "glossator"), str(SAMPLES)]
        bare = [sys.executable, "-c", BARE]
        until_painted(glossator, b"GLOSSATOR", environment)
        pairs = [
            (until_painted(glossator, b"GLOSSATOR", environment), until_painted(bare, b"READY", environment))
            for _ in range(options.runs)
        ]
    result = {
        "glossator_cpu_s": round(min(g[0] for g, _ in pairs), 3),
        "bare_cpu_s": round(min(b[0] for _, b in pairs), 3),
        # The least of each: whatever else the machine does can only add to it.
        "ratio": round(min(g[0] for g, _ in pairs) / min(b[0] for _, b in pairs), 2),
        "budget": 1.4,
        "glossator_wall_s": round(statistics.median(g[1] for g, _ in pairs), 3),
        "bare_wall_s": round(statistics.median(b[1] for _, b in pairs), 3),
    }
    if options.json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key:20} {value}")


if __name__ == "__main__":
    main()
