"""Wall clock and processor time of one call, and what many of them come to."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Took:
    """Milliseconds of one call."""

    wall: float
    cpu: float
    """Of all threads of this process and of the children that it has waited for."""


def timed(work: Callable[[], T]) -> tuple[T, Took]:
    """What a call gave, and how long it took."""
    cpu, wall = _cpu(), time.perf_counter()
    given = work()
    return given, Took((time.perf_counter() - wall) * 1e3, (_cpu() - cpu) * 1e3)


def _cpu() -> float:
    times = os.times()
    # Of itself the kernel tells it exactly, of children in ticks.
    return time.process_time() + times.children_user + times.children_system


def spread(values: Sequence[float]) -> dict[str, float] | None:
    """Median and 95th percentile; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return {"p50": round(ordered[len(ordered) // 2], 2), "p95": round(ordered[int(len(ordered) * 0.95)], 2)}


def spread_of(times: Sequence[Took]) -> dict[str, dict[str, float] | None]:
    """The same of wall and of processor time."""
    return {"wall_ms": spread([t.wall for t in times]), "cpu_ms": spread([t.cpu for t in times])}
