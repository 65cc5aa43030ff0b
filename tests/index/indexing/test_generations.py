"""Which folder of the cache is in use, and when one may be deleted."""

from __future__ import annotations

from pathlib import Path

from index.indexing.generations import Generations, Hold


def test_nothing_is_in_use_at_first(tmp_path: Path) -> None:
    assert Generations(tmp_path).current() is None


def test_a_folder_is_in_use_from_the_switch_on(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    first = generations.start("a")
    assert generations.current() is None
    generations.switch(first)
    second = generations.start("b")
    assert generations.current() == first
    generations.switch(second)
    assert generations.current() == second
    assert generations.fingerprint(second) == "b"


def test_a_held_folder_is_kept_until_it_is_let_go(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    old, new = generations.start("a"), generations.start("b")
    hold = Hold(old)
    generations.switch(new)
    generations.sweep()
    assert old.exists()
    hold.release()
    generations.sweep()
    assert not old.exists()
    assert new.exists()


def test_a_folder_that_is_to_be_gone_on_with_is_kept(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    generations.switch(generations.start("a"))
    forsaken, begun = generations.start("b"), generations.start("b")
    generations.sweep(kept=begun)
    assert generations.unfinished("b") == [begun] and not forsaken.exists()


def test_an_unfinished_folder_is_found_by_its_fingerprint(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    generations.switch(generations.start("a"))
    begun = generations.start("b")
    assert generations.unfinished("b") == [begun]
    assert generations.unfinished("a") == []


def test_a_name_that_points_elsewhere_is_not_followed(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (tmp_path / "generation-x").mkdir()
    for name in ["../generation-x", "", "/", "..", "generation-../../etc", "generation-missing"]:
        (cache / "current").write_text(name)
        assert Generations(cache).current() is None, name
