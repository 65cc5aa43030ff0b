"""ENOSPC and EIO at each call of the indexer by which something is written: told in a line, and the next run mends it.

SQLite writes by calls of its own, which are not seen here: for it there is `test_system_calls.py`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from . import acts
from .nursery import Nursery

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks as Linux does")


def run(nursery: Nursery, desk: Path, at: int | None, how: str) -> tuple[str, int]:
    """One run of the indexer after two documents came and one went; what it said, and how many calls there were."""
    acks = desk.with_name("told")
    acks.unlink(missing_ok=True)
    acts.restore(desk, "desk", "cache")
    (desk / "desk" / "new.txt").write_text("A new text\n\nJosef Hallam came back to the boom.\n")
    (desk / "desk" / "other.txt").write_text("Another\n\nInes Haldane wrote of a lantern.\n")
    (desk / "desk" / "letter.txt").unlink()
    home: dict[str, Any] = {f"XDG_{name}_HOME": os.environ[f"XDG_{name}_HOME"] for name in acts.PLACES}
    nursery.ask(do="index", folder=str(desk / "desk"), environment=home, at=at, how=how, acks=str(acks))
    status = nursery.wait()
    assert status == 0, (at, how)
    said, calls = json.loads(acks.read_text())
    return said, calls


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(61, id="some")])
def test_the_indexer_writes_on_a_failing_disk(
    desk: Path, nursery: Nursery, every: int, count_told: Callable[[str], None]
) -> None:
    told = 0
    said, calls = run(nursery, desk, None, "")
    assert said == "done" and calls > 10
    cases = [(at, how) for at in range(1, calls + 1) for how in ("full", "broken")][::every]
    for at, how in cases:
        said, _ = run(nursery, desk, at, how)
        where = f"{how} at call {at} of {calls}: {said}"
        assert "\n" not in said, where
        told += said != "done"
        collection = acts.opened(desk / "desk")
        # What was indexed before answers, whatever has happened.
        assert {hit.document.path for hit in collection.search("hallam", limit=0).hits} >= {"ferry.txt"}, where
        summary = collection.update()
        assert summary.documents == 3, where
        found = {hit.document.path for hit in collection.search("hallam", limit=0).hits}
        assert found == {"ferry.txt", "new.txt"}, where
        assert len(collection.search("lantern", limit=0).hits) == 1, where
        states = {finding.part: finding.state for finding in collection.check()}
        assert {states["catalogue"], states["index"]} == {"ok"}, where
        collection.close()
        cache = [path for path in (desk / "cache").rglob("*") if path.name.endswith(".tmp")]
        assert cache == [], where
    assert told
    count_told(f"{len(cases)} faults of {2 * calls} in the indexer, {told} told, mended by the next run")
