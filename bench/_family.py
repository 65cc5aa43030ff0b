"""A process and all below it, watched from outside: their memory and their time of the processor."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from pathlib import Path

_EVERY = 0.4
_TICKS = os.sysconf("SC_CLK_TCK")
_ROLES = ("reader", "indexer", "worker", "below")


def running(pid: int) -> dict[int, int]:
    """Everything below a process now, with how deep."""
    found: dict[int, int] = {}
    left = [(pid, 0)]
    while left:
        one, depth = left.pop()
        for child in _children(one):
            found[child] = depth + 1
            left.append((child, depth + 1))
    return found


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in _words(task / "children")]
    except OSError:
        return []


class Watched:
    """Looks at a process and all below it until left. Megabytes of PSS, seconds of CPU."""

    def __init__(self, pid: int) -> None:
        self.stage = "start"
        """Told by whoever knows: what the processes are at."""
        self.most = 0
        self.by_stage: dict[str, int] = {}
        self.by_role: dict[str, int] = {}
        self._pid = pid
        self._cpu: dict[int, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def cpu(self) -> float:
        """Of those that were seen; what a process did after the last look at it is missing."""
        return sum(self._cpu.values())

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *of_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        self._look()
        while not self._over.wait(_EVERY):
            self._look()

    def _look(self) -> None:
        together = 0
        of_role: dict[str, int] = defaultdict(int)
        for pid, depth in {self._pid: 0, **running(self._pid)}.items():
            held = _held(pid)
            together += held
            role = _ROLES[min(depth, len(_ROLES) - 1)]
            of_role[role] = max(of_role[role], held // 1_000)
            fields = _words(Path(f"/proc/{pid}/stat"))
            if fields:
                self._cpu[pid] = (int(fields[11]) + int(fields[12])) / _TICKS
        megabytes = together // 1_000
        self.most = max(self.most, megabytes)
        self.by_stage[self.stage] = max(self.by_stage.get(self.stage, 0), megabytes)
        for role, held in of_role.items():
            self.by_role[role] = max(self.by_role.get(role, 0), held)


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _held(pid: int) -> int:
    """Kilobytes, each page shared out among those who hold it."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
