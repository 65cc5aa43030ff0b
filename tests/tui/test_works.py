"""Work that takes long: spoken of after a moment, smoothly, and given up with one key."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.events import Progress
from tui.session.indexing import progress_words
from tui.session.works import Pace, Works


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def works(clock: Clock) -> Works:
    said: list[str] = []
    room: Any = SimpleNamespace(
        keys_of=lambda id: "escape",
        screen=SimpleNamespace(show_state=lambda: None),
        messages=SimpleNamespace(say=said.append, said=said),
    )
    return Works(room, clock)


def test_what_is_done_at_once_is_not_spoken_of(works: Works, clock: Clock) -> None:
    work = works.begin("opening a letter")
    clock.now += 0.2
    works.tick()
    assert works.words == ""
    clock.now += 0.2
    works.tick()
    assert works.words == "opening a letter · 0 s"
    work.end()
    works.tick()
    assert works.words == ""


def test_count_rate_and_time_left(works: Works, clock: Clock) -> None:
    work = works.begin("writing", cancel=lambda: None)
    for done in range(100, 1100, 100):
        clock.now += 1
        work.progress(done, 4000)
        works.tick()
    assert works.words == "writing · 1,000 of 4,000 · 100/s · 30 s left · escape gives up"


def test_the_last_begun_is_given_up_first_and_only_what_can_be(works: Works, clock: Clock) -> None:
    gone: list[str] = []
    works.begin("reading")
    works.begin("writing", cancel=lambda: gone.append("writing"))
    assert not works.give_up(), "nobody has noticed it yet"
    clock.now += 1
    assert works.give_up() and gone == ["writing"]
    assert works._room.messages.said == ["writing: given up"]  # type: ignore[attr-defined]
    assert works.words.startswith("reading")
    assert not works.give_up()


def test_watching_asks_whether_it_is_over(works: Works, clock: Clock) -> None:
    busy = True
    for _ in range(3):
        works.watch("searching", lambda: busy)
    clock.now += 1
    works.tick()
    assert works.words == "searching · 1 s" and len(works._under_way) == 1
    busy = False
    works.tick()
    assert works.words == ""


@given(st.lists(st.integers(0, 200), min_size=30, max_size=60))
def test_a_burst_does_not_make_the_rate_jump(steps: list[int]) -> None:
    clock = Clock()
    pace = Pace(clock)
    done, before = 0, None
    for step in steps:
        clock.now += 0.25
        done += step
        pace.see(done)
        if before is not None:
            assert abs(pace.rate - before) <= 0.2 * 800 + 1e-6
        before = pace.rate


def test_time_left_does_not_go_up_and_down(clock: Clock) -> None:
    pace = Pace(clock)
    done, told = 0, []
    for step in [100, 90, 110, 95, 105] * 8:
        clock.now += 1
        done += step
        pace.see(done)
        told.append(pace.left(10_000 - done))
    shown = [left for left in told[5:] if left is not None]
    assert len(shown) > 20 and all(later <= earlier for earlier, later in pairwise(shown))


def test_another_stage_begins_anew(clock: Clock) -> None:
    pace = Pace(clock)
    for done in (1000, 2000, 3000):
        clock.now += 1
        progress_words(Progress("read", done, 9000, 1000.0, 0), pace)
    assert pace.rate == pytest.approx(1000)
    clock.now += 1
    assert progress_words(Progress("analyse", 0, 9000, 0.0, 0), pace) == "finding names 0 of 9,000"
