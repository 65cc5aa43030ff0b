"""When a run is due: never beside another, never without a rest, and never forgotten."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.watching.pace import Pace


def test_a_change_is_taken_up_at_once_and_what_comes_meanwhile_afterwards() -> None:
    pace = Pace()
    assert not pace.due(0.0) and pace.wait(0.0) is None
    pace.changed()
    assert pace.due(0.0)
    pace.run_began(0.0)
    pace.changed()
    assert not pace.due(1.0) and pace.wait(1.0) is None
    pace.run_ended(4.0)
    assert not pace.due(7.9) and pace.wait(6.0) == 2.0
    assert pace.due(12.0)
    pace.run_began(12.0)
    pace.run_ended(12.1)
    assert not pace.due(100.0)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["changed", "tick"]), st.floats(0.01, 5.0)), max_size=60), st.floats(0.1, 9.0)
)
def test_at_most_half_of_the_time_goes_to_runs(steps: list[tuple[str, float]], lasts: float) -> None:
    pace, now, ends, runs, first = Pace(), 0.0, None, 0.0, None
    for step, seconds in steps:
        now += seconds
        if ends is not None and now >= ends:
            pace.run_ended(ends)
            ends = None
        if step == "changed":
            pace.changed()
        if ends is None and pace.due(now):
            first = now if first is None else first
            pace.run_began(now)
            runs, ends = runs + lasts, now + lasts
    assert first is None or runs <= lasts + (now - first) / 2 + 1e-6


def test_what_changes_all_the_while_is_taken_up_less_and_less_often() -> None:
    pace, now, busy = Pace(), 0.0, 0.0
    for _ in range(10):
        pace.changed()
        now += pace.wait(now) or 0.0
        pace.run_began(now)
        now, busy = now + 1.0, busy + 1.0
        pace.run_ended(now)
    assert 0.2 <= busy / now < 0.3
    pace.run_began(now + 100)
    pace.run_ended(now + 101)
    pace.changed()
    assert pace.wait(now + 101) == 1.0
