"""kill -9 while something is saved: what was acknowledged is there, nothing is half there, the files are sound."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from . import acts
from .nursery import Nursery

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks and kills as Linux does")


def surroundings() -> dict[str, str]:
    return {f"XDG_{name}_HOME": os.environ[f"XDG_{name}_HOME"] for name in acts.PLACES}


def torn(found: list[object]) -> list[object]:
    """Faults but for a last line that was never finished, of which a file may have one after a kill."""
    return [fault for fault in found if "never finished" not in str(fault)]


@pytest.mark.parametrize(
    ("chosen", "every"),
    [
        pytest.param(tuple(acts.ACTS), 1, marks=pytest.mark.slow, id="all"),
        pytest.param(("annotate", "tag", "rename a code", "memo", "compact"), 9, id="some"),
    ],
)
def test_killed_at_each_call_of_each_act(
    desk: Path, nursery: Nursery, chosen: tuple[str, ...], every: int, count_told: Callable[[str], None]
) -> None:
    """`every`: how many instants there are for one that is tried."""
    acks = desk.with_name("acks")
    outcomes = {name: acts.outcome(desk, name) for name in chosen}
    instants = [
        (name, at, afterwards)
        for name in chosen
        for at in range(1, len(outcomes[name].calls) + 1)
        for afterwards in (False, True)
    ]
    for name, at, afterwards in instants[::every]:
        acts.restore(desk, "desk", "state")
        home = {"folder": str(desk / "desk"), "environment": surroundings(), "acks": str(acks)}
        nursery.ask(do="one", act=name, at=at, after=afterwards, **home)
        where = f"{name}, killed {'after' if afterwards else 'before'} call {at}"
        assert nursery.wait() == -signal.SIGKILL, where
        again = acts.opened(desk / "desk")
        found = acts.written(again)
        assert found in (outcomes[name].before, outcomes[name].after) or half_done(name, found, outcomes[name]), where
        assert torn(acts.faults(again)) == [], where
        again.tag(["ferry.txt"], add=["afterwards"])
        again.annotate("ferry.txt", 0, 4)
        again.compact_annotations()
        assert ("ferry.txt", 0, 4, "", ()) in acts.written(again)["marks"], where
        again.close()
    count_told(f"{len(instants[::every])} instants of saving killed, nothing lost")


def half_done(name: str, found: dict[str, Any], outcome: acts.Outcome) -> bool:
    """What an act of several lines or files may leave: some of the marks; a code renamed in the book, which names the
    former one too, so that the passages that have that name count for the new one; a dossier that is there and empty.
    """
    if name == "mark all":
        return set(outcome.before["marks"]) < set(found["marks"]) < set(outcome.after["marks"])
    if name == "rename a code":
        return "assertion" in found["codes"] and found["codes"]["assertion"]["former"] == ("claim",)
    return name == "new dossier" and found["dossiers"]["other"] == []


@pytest.mark.parametrize("kills", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_killed_at_random_instants(desk: Path, nursery: Nursery, kills: int, count_told: Callable[[str], None]) -> None:
    chance = random.Random(kills)
    acks = desk.with_name("acks")
    acts.restore(desk, "desk", "state")
    done: set[str] = set()
    for number in range(kills):
        acks.unlink(missing_ok=True)
        home = {"folder": str(desk / "desk"), "environment": surroundings(), "acks": str(acks)}
        child = nursery.ask(do="many", seed=number, first=number * 1000, **home)
        end = time.monotonic() + 30
        while not acks.exists() or not acks.stat().st_size:
            assert time.monotonic() < end
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.15))
        os.kill(child, signal.SIGKILL)
        assert nursery.wait() == -signal.SIGKILL
        done |= set(acks.read_text().splitlines())
        if number % 5 == 4 or number == kills - 1:
            again = acts.opened(desk / "desk")
            assert done - {"undo"} <= acts.numbered(again)
            assert torn(acts.faults(again)) == []
            again.compact_annotations()
            again.close()
    assert len(done) > kills
    count_told(f"killed {kills} times, {len(done)} things saved, nothing lost")
