"""Python's collector of garbage, while much is read that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_for_good() -> Iterator[None]:
    """What is read stays, and goes without a collector when it is read anew. Looking for garbage among a hundred
    thousand things takes as long as making them, and would hold up the screen each time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.freeze()
            gc.enable()
