"""The engine against a plain evaluator: sets, totals and order, over several segments, deletions and updates."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import Cancelled, QueryError
from index.search.engine import DamagedIndex, IndexBusy, IndexedText
from index.search.parser import parse
from index.search.query import Condition, Node
from index.search.whoosh_engine import WhooshEngine
from index.search.writer import ArrayWriter

from .strategies import documents, holds, queries


def engine_in(folder: Path, prefix_terms: int = 1000) -> WhooshEngine:
    return WhooshEngine(folder, stemming=("en",), prefix_terms=prefix_terms)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    engine = engine_in(tmp_path / "index")
    yield engine
    engine.close()


def put(engine: WhooshEngine, *documents: IndexedText, new: bool = False) -> None:
    engine.begin()
    engine.add(documents, new=new)
    engine.commit()
    engine.refresh()


def found(engine: WhooshEngine, query: str) -> list[int]:
    return [id for id, _ in engine.search(parse(query), limit=0).hits]


def is_odd(condition: Condition, id: int) -> bool:
    return condition.value == "odd" and id % 2 == 1


batches = st.lists(
    st.tuples(st.lists(documents(st.integers(0, 12)), max_size=6), st.sets(st.integers(0, 12), max_size=3)),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=120)
@given(batches, st.lists(queries, min_size=1, max_size=8), st.sets(st.integers(0, 12)) | st.none())
def test_answers_are_those_of_a_plain_evaluator(
    batches: list[tuple[list[IndexedText], set[int]]], queries: list[Node], restrict: set[int] | None
) -> None:
    held: dict[int, IndexedText] = {}
    with TemporaryDirectory() as folder:
        engine = engine_in(Path(folder))
        for documents, deleted in batches:
            engine.begin()
            assert engine.delete(deleted) == len(deleted & held.keys())
            engine.add(documents)
            engine.commit()
            for id in deleted:
                held.pop(id, None)
            held.update((document.id, document) for document in documents)
            engine.refresh()
        assert engine.ids() == held.keys()
        assert engine.doc_count == len(held)
        for query in queries:
            expected = {id for id, document in held.items() if holds(query, document, is_odd)}
            if restrict is not None:
                expected &= restrict
            answer = engine.search(
                query, restrict=restrict, resolve=lambda c: {id for id in held if is_odd(c, id)}, limit=0
            )
            assert {id for id, _ in answer.hits} == expected
            assert answer.total == len(expected) == len(answer.hits)
            assert list(answer.hits) == sorted(answer.hits, key=lambda hit: (-hit[1], hit[0]))
            few = engine.search(
                query, restrict=restrict, resolve=lambda c: {id for id in held if is_odd(c, id)}, limit=2
            )
            assert few.hits == answer.hits[:2] and few.total == answer.total
        engine.close()


@settings(deadline=None, max_examples=25)
@given(st.lists(documents(st.integers(0, 999)), min_size=2, max_size=16, unique_by=lambda d: d.id), queries)
def test_scores_do_not_depend_on_how_documents_were_batched(documents: list[IndexedText], query: Node) -> None:
    answers = []
    for batch in (len(documents), 1):
        with TemporaryDirectory() as folder:
            engine = engine_in(Path(folder))
            for at in range(0, len(documents), batch):
                put(engine, *documents[at : at + batch], new=True)
            hits = engine.search(query, resolve=lambda _: set(), limit=0).hits
            answers.append({id: pytest.approx(score) for id, score in hits})
            engine.close()
    assert answers[0] == answers[1]


def test_nothing_indexed(engine: WhooshEngine) -> None:
    assert (engine.generation, engine.doc_count, engine.ids(), engine.refresh()) == (0, 0, frozenset(), False)
    assert engine.search(parse("a -b")).total == 0


def test_stems_and_words_as_written(engine: WhooshEngine) -> None:
    put(engine, IndexedText(1, "", "He reports."), IndexedText(2, "", "She reported"), IndexedText(3, "", "a report"))
    assert sorted(found(engine, "Reporting")) == [1, 2, 3]
    assert found(engine, "=reports") == found(engine, '"reports"') == [1]
    assert found(engine, "reporte*") == [2]
    assert found(engine, '"he reports"') == [1]
    assert found(engine, '"he report"') == []


def test_a_title_counts_and_counts_more(engine: WhooshEngine) -> None:
    put(
        engine,
        IndexedText(1, "Weather", "The peace was lost and found again by the river."),
        IndexedText(2, "Peace", "The peace was lost and found again by the river."),
        IndexedText(3, "Peace", "Nothing of it stands in the text at all, my friend."),
    )
    assert found(engine, "peace") == [2, 3, 1]
    assert found(engine, "title:peace") == [2, 3]
    assert found(engine, "peace -title:peace") == [1]


def test_more_often_and_shorter_ranks_higher_and_ties_are_by_id(engine: WhooshEngine) -> None:
    filler = " ".join(f"word{n}" for n in range(30))
    put(
        engine,
        *(IndexedText(id, "", f"peace {filler}") for id in (7, 3, 5)),
        IndexedText(9, "", f"peace peace {filler}"),
    )
    put(engine, IndexedText(1, "", f"peace {filler} {filler}"))
    assert found(engine, "peace") == [9, 3, 5, 7, 1]


def test_a_cut_prefix_takes_the_words_of_most_documents_and_says_so(tmp_path: Path) -> None:
    engine = engine_in(tmp_path, prefix_terms=2)
    texts = ["prisoner", "prisoner", "prison", "prison", "prisons", "pristine"]
    put(engine, *(IndexedText(id, "", text) for id, text in enumerate(texts)))
    answer = engine.search(parse("pris*"))
    assert sorted(id for id, _ in answer.hits) == [0, 1, 2, 3]
    assert answer.notices == ("`pris*`: first 2 of 4 words",)
    assert engine.search(parse("prison*")).notices == ("`prison*`: first 2 of 3 words",)
    assert engine.search(parse("prist*")).notices == ()
    engine.close()


def test_negation_counts_from_the_universe(engine: WhooshEngine) -> None:
    put(engine, IndexedText(1, "", "peace"), IndexedText(2, "", "war"))
    assert found(engine, "-peace") == [2]
    answer = engine.search(parse("-peace"), universe=lambda: {1, 2, 3})
    assert [id for id, _ in answer.hits] == [2, 3]


def test_a_condition_without_an_answer_is_a_query_error(engine: WhooshEngine) -> None:
    with pytest.raises(QueryError):
        engine.search(parse("date:2020"))


def test_cancelled(engine: WhooshEngine) -> None:
    put(engine, IndexedText(1, "", "peace deal"))
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        engine.search(parse('"peace deal"'), cancelled=lambda: next(asked, True))


def test_one_id_twice_in_a_batch_is_the_last(engine: WhooshEngine) -> None:
    for new in (True, False):
        put(engine, IndexedText(1, "", "first"), IndexedText(1, "", "second"), new=new and not engine.doc_count)
        assert engine.doc_count == 1
        assert (found(engine, "first"), found(engine, "second")) == ([], [1])


def test_many_small_commits_are_merged(engine: WhooshEngine, tmp_path: Path) -> None:
    for id in range(60):
        put(engine, IndexedText(id, f"number {id}", f"peace word{id} " * (id % 3 + 1)))
        if id % 4 == 0:
            engine.begin()
            engine.delete([id // 2])
            engine.commit()
    engine.refresh()
    alive = set(range(60)) - {id // 2 for id in range(0, 60, 4)}
    assert engine.ids() == alive
    assert set(found(engine, "peace")) == alive
    assert all(found(engine, f'"word{id} peace" OR word{id}') == [id] * (id in alive) for id in range(60))
    assert len(list((tmp_path / "index").glob("*.seg"))) < 15
    assert len(list((tmp_path / "index").glob("words-*"))) < 10


def test_a_batch_is_seen_after_refresh_only(engine: WhooshEngine, tmp_path: Path) -> None:
    put(engine, IndexedText(1, "", "peace"))
    reader = engine_in(tmp_path / "index")
    assert found(reader, "peace") == [1]
    put(engine, IndexedText(2, "", "peace"))
    assert found(reader, "peace") == [1]
    assert reader.refresh() and not reader.refresh()
    assert found(reader, "peace") == [1, 2]
    assert reader.generation == engine.generation
    reader.close()


def test_commit_of_nothing_makes_no_generation(engine: WhooshEngine) -> None:
    put(engine, IndexedText(1, "", "peace"))
    before = engine.generation
    engine.begin()
    assert engine.delete([5]) == 0
    assert engine.commit() == before
    assert not engine.refresh()


def test_cancel_leaves_the_last_commit(engine: WhooshEngine) -> None:
    put(engine, IndexedText(1, "", "peace"))
    engine.begin()
    engine.add([IndexedText(1, "", "war")])
    engine.cancel()
    engine.cancel()
    engine.refresh()
    assert found(engine, "peace") == [1]
    put(engine, IndexedText(1, "", "war"))
    assert found(engine, "war") == [1]


def test_only_one_writes(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.begin()
    other = engine_in(tmp_path / "index")
    with pytest.raises(IndexBusy):
        other.begin()
    engine.cancel()
    other.begin()
    other.close()


def test_a_batch_that_fails_lets_go_of_the_lock(tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    put(engine, IndexedText(1, "", "peace"))
    (segment,) = tmp_path.glob("*.seg")
    content = segment.read_bytes()
    segment.write_bytes(b"")
    with pytest.raises(DamagedIndex):
        engine_in(tmp_path).begin()
    segment.write_bytes(content)
    after = engine_in(tmp_path)
    put(after, IndexedText(2, "", "peace"))
    assert found(after, "peace") == [1, 2]
    after.close()
    engine.close()


def test_a_failing_commit_leaves_the_last_one(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_a_writer_that_was_killed_leaves_the_last_commit(engine: WhooshEngine, tmp_path: Path) -> None:
    put(engine, IndexedText(1, "", "peace"))
    engine.begin()
    engine.add([IndexedText(2, "", "war")])
    copy = tmp_path / "as if killed"
    shutil.copytree(tmp_path / "index", copy)
    after = engine_in(copy)
    assert after.ids() == {1}
    put(after, IndexedText(3, "", "war"))
    assert found(after, "war OR peace") == [1, 3]
    after.close()


@pytest.mark.parametrize("pattern", ["*.seg", "*.toc"])
@pytest.mark.parametrize("size", [None, 0, 40])
def test_damage_is_told_as_damage(tmp_path: Path, pattern: str, size: int | None) -> None:
    engine = engine_in(tmp_path)
    put(engine, IndexedText(1, "peace", "peace and war " * 100), IndexedText(2, "", "peace"))
    engine.close()
    for path in tmp_path.glob(pattern):
        if size is None:
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:size])
    if pattern == "*.toc" and size is None:
        assert engine_in(tmp_path).ids() == frozenset()  # without its contents it is as good as none
        return
    for use in (WhooshEngine.ids, lambda e: e.search(parse("peace")), WhooshEngine.begin):
        with pytest.raises(DamagedIndex):
            use(engine_in(tmp_path))


def test_flipped_bytes_give_an_answer_or_damage(tmp_path: Path) -> None:
    engine = engine_in(tmp_path / "good")
    put(engine, *(IndexedText(id, f"title {id}", f"peace and war word{id} " * 30) for id in range(30)))
    engine.close()
    (segment,) = (tmp_path / "good").glob("*.seg")
    content = segment.read_bytes()
    for at in range(0, len(content), max(len(content) // 60, 1)):
        bad = tmp_path / f"bad{at}"
        shutil.copytree(tmp_path / "good", bad)
        (bad / segment.name).write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        try:
            answer = engine_in(bad)
            answer.ids()
            for query in ("peace", '"and war"', "word*", "title:title"):
                answer.search(parse(query))
        except DamagedIndex:
            pass


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


def test_searching_while_another_thread_refreshes(engine: WhooshEngine) -> None:
    put(engine, *(IndexedText(id, "", "peace and war") for id in range(50)))
    failures: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                assert len(found(engine, '"peace and" OR wa*')) >= 50
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for id in range(50, 65):
        put(engine, IndexedText(id, "", "peace and war"))
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
