"""Reading positions and read marks survive, also a move of the file."""

from __future__ import annotations

import threading
from pathlib import Path

from index.catalogue.state import HISTORY, ReadingState


def test_positions_survive_a_restart_and_a_move(tmp_path: Path) -> None:
    state = ReadingState(tmp_path / "s")
    assert state.position("a.txt", "h") == (0, None)
    state.set_position("a.txt", "h", 120, 150)
    state.set_position("caf\udce9.txt", None, 7)
    state.close()
    state = ReadingState(tmp_path / "s")
    assert state.position("a.txt", "h") == (120, 150)
    assert state.position("moved.txt", "h") == (120, 150)
    assert state.position("moved.txt", "another") == (0, None)
    assert state.position("caf\udce9.txt", None) == (7, None)
    assert state.opened() == ["caf\udce9.txt", "a.txt"]


def test_read_marks_do_not_count_as_opened(tmp_path: Path) -> None:
    state = ReadingState(tmp_path / "s")
    state.set_read([("a", None), ("b", None)], True)
    state.set_read([("a", None)], False)
    assert state.read_paths() == {"b"}
    assert state.opened() == []


def test_history_is_newest_first_without_repeats_and_bounded(tmp_path: Path) -> None:
    state = ReadingState(tmp_path / "s")
    for query in ["\udcff", "one", "two", "one"]:
        state.add_query(query)
    assert state.queries() == ["one", "two", "?"]
    for i in range(HISTORY + 20):
        state.add_query(f"q{i}")
    assert len(state.queries()) == HISTORY
    assert state.queries()[0] == f"q{HISTORY + 19}"


def test_two_readers_write_at_once(tmp_path: Path) -> None:
    states = [ReadingState(tmp_path / "s") for _ in range(2)]

    def write(state: ReadingState, name: str) -> None:
        for i in range(100):
            state.set_position(f"{name}{i}", None, i)

    threads = [threading.Thread(target=write, args=(s, n)) for s, n in zip(states, "ab", strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(states[0].opened()) == 200
