"""How processes of our own are started: with nothing on their path but the program itself.

Their folder must be one of ours, never the collection: that may hold a json.py.
"""

from __future__ import annotations

import os
import sys


def python(code: str) -> list[str]:
    """The command that runs a line of Python."""
    return [sys.executable, "-P", "-c", code]


def environment() -> dict[str, str]:
    """The variables that such a process inherits."""
    return {**os.environ, "PYTHONSAFEPATH": "1"}
