"""What the engine on Whoosh does by itself: its files of words, and a commit that fails in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import Cancelled
from index.search.engine import IndexedText
from index.search.parser import parse
from index.search.whoosh_engine import WhooshEngine
from index.search.writer import ArrayWriter


def engine_in(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder, prefix_terms=1000)


def put(engine: WhooshEngine, *documents: IndexedText) -> None:
    engine.begin()
    engine.add(documents)
    engine.commit()
    engine.refresh()


def found(engine: WhooshEngine, query: str) -> list[int]:
    return [id for id, _ in engine.search(parse(query), limit=0).hits]


def test_a_failing_commit_leaves_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_in(tmp_path)
    put(engine, IndexedText(1, "", "peace"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("_flush_segment", "_commit_toc"):
        with monkeypatch.context() as patch:
            patch.setattr(ArrayWriter, name, full)
            engine.begin()
            engine.add([IndexedText(2, "", "peace")])
            with pytest.raises(OSError):
                engine.commit()
        engine.refresh()
        assert found(engine, "peace") == [1]
    put(engine, IndexedText(3, "", "peace"))
    assert found(engine, "peace") == [1, 3]


@pytest.mark.parametrize("harm", ["remove", "cut", "flip"])
def test_lost_words_are_read_from_the_index(tmp_path: Path, harm: str) -> None:
    engine = engine_in(tmp_path)
    put(engine, IndexedText(1, "", "reports"))
    put(engine, IndexedText(2, "", "reported"))
    engine.close()
    for path in tmp_path.glob("words-*"):
        content = path.read_bytes()
        if harm == "remove":
            path.unlink()
        else:
            path.write_bytes(content[:-2] if harm == "cut" else content[:-1] + b"x")
    assert found(engine_in(tmp_path), "report") == [1, 2]
    writer = engine_in(tmp_path)
    put(writer, IndexedText(3, "", "reporting"))
    assert found(writer, "report OR repor*") == [1, 2, 3]
    writer.close()


def test_gathered_it_is_one_segment_and_then_left_alone(tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    for id in range(20):
        put(engine, IndexedText(id, "", f"peace word{id}"))
    assert len(list(tmp_path.glob("*.seg"))) > 1
    for _ in range(2):
        engine.begin()
        engine.gather()
        generation = engine.commit()
        engine.refresh()
        assert (len(list(tmp_path.glob("*.seg"))), engine.generation) == (1, generation)


def test_gathering_can_be_given_up(tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    for id in range(20):
        put(engine, IndexedText(id, "", f"peace word{id}"))
    before = sorted(file.name for file in tmp_path.glob("*.seg"))
    engine.begin()
    engine.gather(lambda: True)
    with pytest.raises(Cancelled):
        engine.commit()
    assert sorted(file.name for file in tmp_path.glob("*.seg")) == before
    put(engine, IndexedText(50, "", "peace"))
    assert sorted(found(engine, "peace")) == [*range(20), 50]


def test_many_small_commits_are_merged(tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    for id in range(60):
        put(engine, IndexedText(id, f"number {id}", f"peace word{id}"))
    assert len(list(tmp_path.glob("*.seg"))) < 15
    assert len(list(tmp_path.glob("words-*"))) < 10


def test_a_full_disk_says_nothing_against_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_in(tmp_path)
    put(engine, IndexedText(1, "", "peace"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(ArrayWriter, "__init__", full)
        with pytest.raises(OSError, match="No space"):
            engine.begin()
    put(engine, IndexedText(2, "", "peace"))
    assert found(engine, "peace") == [1, 2]
