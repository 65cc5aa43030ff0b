"""ENOSPC and EIO at each call of each thing that a reader can write: told in a line, all or nothing, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.errors import GlossatorError

from . import acts
from .disk import broken, failing, full

Fault = Callable[[str, Callable[..., Any], tuple[Any, ...]], Any]


@pytest.mark.parametrize(
    ("chosen", "every"),
    [
        pytest.param(tuple(acts.ACTS), 1, marks=pytest.mark.slow, id="all"),
        pytest.param(("annotate", "star", "rename a code", "new dossier", "undo"), 9, id="some"),
    ],
)
def test_each_write_fails_once(
    desk: Path, chosen: tuple[str, ...], every: int, count_told: Callable[[str], None]
) -> None:
    """`every`: how many faults there are for one that is tried."""
    outcomes = {name: acts.outcome(desk, name) for name in chosen}
    cases = [
        (name, at, fault)
        for name in chosen
        for at in range(1, len(outcomes[name].calls) + 1)
        for fault in (full, broken)
    ]
    told = sum(fails(desk, *case, outcomes[case[0]]) for case in cases[::every])
    assert told
    count_told(f"{len(cases[::every])} faults in {len(chosen)} acts, {told} told, nothing lost")


def fails(base: Path, name: str, at: int, fault: Fault, outcome: acts.Outcome) -> bool:
    """Do something on a desk as it was made while the disk fails once. True where that was told."""
    acts.restore(base, "desk", "state")
    collection = acts.opened(base / "desk")
    acts.written(collection)  # everything is open, as it is while somebody reads
    error: BaseException | None = None
    with failing(at, fault) as disk:
        try:
            acts.ACTS[name](collection)
        except (GlossatorError, OSError) as raised:
            error = raised
    found = acts.written(collection)
    where = f"{name}: {fault.__name__} at call {at} of {disk.calls}: {error}"
    if error is None:
        assert found == outcome.after, where
    else:
        assert found == outcome.before, where
        assert isinstance(error, GlossatorError) and "\n" not in str(error), where
        # The same again, now that there is space: nothing is stuck.
        acts.ACTS[name](collection)
        found = acts.written(collection)
        assert found == outcome.after, where
    collection.close()
    reopened = acts.opened(base / "desk")
    assert acts.written(reopened) == found, where
    assert acts.faults(reopened) == [], where
    reopened.close()
    assert acts.left_behind(base) == [], where
    return error is not None
