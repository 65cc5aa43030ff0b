"""CPU time of a piece of work, as little as other work on the machine lets it be."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def least_seconds(run: Callable[[], object], times: int = 3) -> float:
    """CPU time of the fastest of several runs, without the collector, whose time depends on everything else alive."""
    taken = []
    gc.disable()
    try:
        for _ in range(times):
            began = time.process_time()
            run()
            taken.append(time.process_time() - began)
    finally:
        gc.enable()
    return min(taken)
