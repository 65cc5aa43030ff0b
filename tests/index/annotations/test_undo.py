"""The undo log against a model of it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from index.annotations.undo import Change, ChangedSince, UndoLog


class Things:
    """A store of anything, with the handler that undoes changes to it."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def put_back(self, changes: Sequence[tuple[Change, Any]]) -> None:
        for change, _ in changes:
            if self.values.get(change.id) != change.before:
                raise ChangedSince(f"{change.id} has been changed since")
        for change, value in changes:
            self.values[change.id] = value

    def set(self, log: UndoLog, **new: Any) -> bool:
        changes = [Change("thing", "shelf", key, self.values.get(key), value) for key, value in new.items()]
        self.values.update(new)
        return log.add("set " + " ".join(new), changes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "collection" / "undo.jsonl"


def test_there_and_back_across_restarts(path: Path) -> None:
    things = Things()
    handlers = {"thing": things}
    things.set(UndoLog(path), a=1)
    things.set(UndoLog(path), a=2, b={"é": ["\udcff"]})
    deed = UndoLog(path).undo(handlers)
    assert deed is not None and deed.label == "set a b" and things.values == {"a": 1, "b": None}
    assert UndoLog(path).undo(handlers) is not None and things.values == {"a": None, "b": None}
    assert UndoLog(path).undo(handlers) is None
    assert UndoLog(path).next_redo() == "set a"
    assert UndoLog(path).redo(handlers) is not None and UndoLog(path).redo(handlers) is not None
    assert things.values == {"a": 2, "b": {"é": ["\udcff"]}}
    assert UndoLog(path).redo(handlers) is None
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_another_version_did_is_refused_and_out_of_the_way(path: Path) -> None:
    log, things = UndoLog(path), Things()
    things.set(log, a=1)
    log.add("something new", [Change("thing", "shelf", "a", 1, 2), Change("strange", "shelf", "b", None, 1)])
    with pytest.raises(ChangedSince, match="another version"):
        log.undo({"thing": things})
    assert things.values == {"a": 1} and log.undo({"thing": things}) is not None and things.values == {"a": None}


def test_a_new_deed_ends_what_could_be_done_again(path: Path) -> None:
    log, things = UndoLog(path), Things()
    things.set(log, a=1)
    log.undo({"thing": things})
    things.set(log, b=2)
    assert log.redo({"thing": things}) is None and log.next_undo() == "set b"


def test_refused_where_something_changed_since_and_then_out_of_the_way(path: Path) -> None:
    log, things = UndoLog(path), Things()
    things.set(log, a=1)
    things.set(log, b=1, c=1)
    things.values["c"] = 9
    with pytest.raises(ChangedSince, match="c has been changed since"):
        log.undo({"thing": things})
    assert things.values == {"a": 1, "b": 1, "c": 9}
    assert UndoLog(path).undo({"thing": things}) is not None
    assert things.values["a"] is None


def test_a_torn_or_foreign_line_counts_for_nothing(path: Path) -> None:
    log, things = UndoLog(path), Things()
    things.set(log, a=1)
    with path.open("ab") as file:
        file.write(b'nonsense\n{"do":{"changes":[1]}}\n[]\n{"do":{"label":"half')
    things.set(UndoLog(path), a=2)
    again = UndoLog(path)
    assert again.undo({"thing": things}) is not None and again.undo({"thing": things}) is not None
    assert things.values == {"a": None}


def test_the_log_is_bounded(path: Path) -> None:
    log, things = UndoLog(path, limit=10), Things()
    for number in range(200):
        things.set(log, a=number)
    assert path.read_bytes().count(b"\n") <= 11
    count = 0
    while log.undo({"thing": things}):
        count += 1
    assert 5 <= count <= 10 and things.values == {"a": 199 - count}
    while log.redo({"thing": things}):
        count -= 1
    assert count == 0 and things.values == {"a": 199}


def test_shortening_keeps_what_can_be_done_again(path: Path) -> None:
    log, things = UndoLog(path, limit=4), Things()
    for number in range(4):
        things.set(log, a=number)
    for _ in range(2):
        log.undo({"thing": things})
    log._journal.rewrite(log._newest)
    assert UndoLog(path).next_undo() == "set a" and UndoLog(path).next_redo() == "set a"
    for value in (2, 3):
        assert UndoLog(path).redo({"thing": things}) is not None
        assert things.values == {"a": value}
    assert UndoLog(path).redo({"thing": things}) is None


def test_what_is_too_large_is_not_remembered(path: Path) -> None:
    log, things = UndoLog(path), Things()
    assert things.set(log, a="x" * (9 * 1024 * 1024)) is False
    assert log.next_undo() is None


def test_a_log_that_is_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "other")
    log = UndoLog(path)
    assert log.next_undo() is None
    with pytest.raises(Exception, match="not a plain file"):
        Things().set(log, a=1)
    assert (tmp_path / "other").read_bytes() == b""


class UndoModel(RuleBasedStateMachine):
    """Undo and redo by two processes' logs, with things that change behind their back."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.path = Path(self.place.name) / "undo.jsonl"
        self.logs = [UndoLog(self.path), UndoLog(self.path)]
        self.things = Things()
        self.done: list[tuple[str, Any, Any]] = []
        self.undone: list[tuple[str, Any, Any]] = []

    @rule(who=st.integers(0, 1), key=st.sampled_from("ab"), value=st.integers(0, 3))
    def do(self, who: int, key: str, value: int) -> None:
        self.done.append((key, self.things.values.get(key), value))
        self.undone.clear()
        self.things.set(self.logs[who], **{key: value})

    @rule(key=st.sampled_from("ab"), value=st.integers(0, 3))
    def change_behind_its_back(self, key: str, value: int) -> None:
        self.things.values[key] = value

    @rule(who=st.integers(0, 1))
    def restart(self, who: int) -> None:
        self.logs[who] = UndoLog(self.path)

    @precondition(lambda self: self.done)
    @rule(who=st.integers(0, 1))
    def undo(self, who: int) -> None:
        key, before, after = self.done.pop()
        if self.things.values.get(key) == after:
            assert self.logs[who].undo({"thing": self.things}) is not None
            assert self.things.values.get(key) == before
            self.undone.append((key, before, after))
        else:
            with pytest.raises(ChangedSince):
                self.logs[who].undo({"thing": self.things})

    @precondition(lambda self: self.undone)
    @rule(who=st.integers(0, 1))
    def redo(self, who: int) -> None:
        key, before, after = self.undone.pop()
        if self.things.values.get(key) == before:
            assert self.logs[who].redo({"thing": self.things}) is not None
            assert self.things.values.get(key) == after
            self.done.append((key, before, after))
        else:
            with pytest.raises(ChangedSince):
                self.logs[who].redo({"thing": self.things})

    @invariant()
    def agree(self) -> None:
        for log in self.logs:
            assert (log.next_undo() is not None) == bool(self.done)
            assert (log.next_redo() is not None) == bool(self.undone)

    def teardown(self) -> None:
        self.place.cleanup()


UndoModel.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
test_the_log_is_two_stacks = UndoModel.TestCase
