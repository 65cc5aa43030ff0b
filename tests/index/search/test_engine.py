"""What every engine must do: answers against a plain evaluator, over several segments, deletions and updates; commits,
locks, damage. What one engine alone does is in test_whoosh_engine.py and test_tantivy_engine.py."""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import Cancelled, QueryError
from index.search.engine import DamagedIndex, IndexBusy, IndexedText, SearchEngine
from index.search.languages import languages_of
from index.search.opening import open_engine
from index.search.parser import parse
from index.search.query import Condition, Node
from index.settings import SearchSettings

from .strategies import LANGUAGES, documents, holds, trees


class Opener:
    """Opens engines of one kind."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, folder: Path, prefix_terms: int = 1000) -> SearchEngine:
        return open_engine(folder, SearchSettings(self.name, 20, 240, prefix_terms, ("en",)))

    def files(self, folder: Path) -> list[Path]:
        """The files that hold what was committed, all but that which says what they are."""
        kept = {".seg"} if self.name == "whoosh" else {".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm"}
        return sorted(path for path in folder.iterdir() if path.suffix in kept)

    def contents(self, folder: Path) -> Path:
        """The file that says what they are."""
        return max(folder.glob("*.toc" if self.name == "whoosh" else "meta.json"))


def installed(name: str) -> bool:
    return name == "whoosh" or find_spec(name) is not None


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=pytest.mark.skipif(not installed(name), reason=f"{name} is not installed"))
        for name in ("whoosh", "tantivy")
    ],
)
def engine_in(request: pytest.FixtureRequest) -> Opener:
    return Opener(request.param)


@pytest.fixture
def engine(engine_in: Opener, tmp_path: Path) -> Iterator[SearchEngine]:
    engine = engine_in(tmp_path / "index")
    yield engine
    engine.close()


def put(engine: SearchEngine, *documents: IndexedText, new: bool = False) -> None:
    engine.begin()
    engine.add(documents, new=new)
    engine.commit()
    engine.refresh()


def found(engine: SearchEngine, query: str) -> list[int]:
    return [id for id, _ in engine.search(parse(query), limit=0).hits]


class Spoken:
    """Says of which language each document is; those that are left out, nobody knows."""

    def __init__(self, languages: dict[int, str]) -> None:
        self._languages = languages

    def language_counts(self) -> dict[str, int]:
        return dict(Counter(self._languages.values()))

    def of_language(self, code: str) -> set[int]:
        return {id for id, language in self._languages.items() if language == code}


def is_odd(condition: Condition, id: int) -> bool:
    return condition.value == "odd" and id % 2 == 1


batches = st.lists(
    st.tuples(st.lists(documents(st.integers(0, 12)), max_size=6), st.sets(st.integers(0, 12), max_size=3)),
    min_size=1,
    max_size=4,
)


def test_answers_are_those_of_a_plain_evaluator(engine_in: Opener, examples: Callable[[int], int]) -> None:
    @settings(deadline=None, max_examples=examples(120 if engine_in.name == "whoosh" else 12))
    @given(
        batches,
        st.lists(trees, min_size=1, max_size=8),
        st.sets(st.integers(0, 12)) | st.none(),
        st.just(["en"] * 13) | st.lists(st.sampled_from(LANGUAGES), min_size=13, max_size=13),
    )
    def holds_true(
        batches: list[tuple[list[IndexedText], set[int]]],
        queries: list[Node],
        restrict: set[int] | None,
        spoken: list[str | None],
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
            known = {id: language for id in held if (language := spoken[id])}
            languages = languages_of(("auto",), Spoken(known))
            usual = min(Counter(known.values()).items(), key=lambda item: (-item[1], item[0]), default=("en", 0))[0]
            assert engine.ids() == held.keys()
            assert engine.doc_count == len(held)
            for query in queries:
                expected = {id for id, document in held.items() if holds(query, document, is_odd, known.get(id, usual))}
                if restrict is not None:
                    expected &= restrict
                ask = partial(
                    engine.search,
                    query,
                    restrict=restrict,
                    resolve=lambda c: {id for id in held if is_odd(c, id)},
                    languages=languages,
                )
                answer = ask(limit=0)
                assert {id for id, _ in answer.hits} == expected
                assert answer.total == len(expected) == len(answer.hits)
                assert list(answer.hits) == sorted(answer.hits, key=lambda hit: (-hit[1], hit[0]))
                few = ask(limit=2)
                assert few.hits == answer.hits[:2] and few.total == answer.total
            engine.close()

    holds_true()


def test_scores_do_not_depend_on_how_documents_were_batched(engine_in: Opener, examples: Callable[[int], int]) -> None:
    @settings(deadline=None, max_examples=examples(25 if engine_in.name == "whoosh" else 4))
    @given(st.lists(documents(st.integers(0, 999)), min_size=2, max_size=16, unique_by=lambda d: d.id), trees)
    def holds_true(documents: list[IndexedText], query: Node) -> None:
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

    holds_true()


def test_nothing_indexed(engine: SearchEngine) -> None:
    assert (engine.generation, engine.doc_count, engine.ids(), engine.refresh()) == (0, 0, frozenset(), False)
    assert engine.search(parse("a -b")).total == 0


def test_stems_and_words_as_written(engine: SearchEngine) -> None:
    put(engine, IndexedText(1, "", "He reports."), IndexedText(2, "", "She reported"), IndexedText(3, "", "a report"))
    assert sorted(found(engine, "Reporting")) == [1, 2, 3]
    assert found(engine, "=reports") == found(engine, '"reports"') == [1]
    assert found(engine, "reporte*") == [2]
    assert found(engine, '"he reports"') == [1]
    assert found(engine, '"he report"') == []


def test_a_title_counts_and_counts_more(engine: SearchEngine) -> None:
    put(
        engine,
        IndexedText(1, "Weather", "The peace was lost and found again by the river."),
        IndexedText(2, "Peace", "The peace was lost and found again by the river."),
        IndexedText(3, "Peace", "Nothing of it stands in the text at all, my friend."),
    )
    assert found(engine, "peace") == [2, 3, 1]
    assert found(engine, "title:peace") == [2, 3]
    assert found(engine, "peace -title:peace") == [1]


def test_more_often_and_shorter_ranks_higher_and_ties_are_by_id(engine: SearchEngine) -> None:
    filler = " ".join(f"word{n}" for n in range(30))
    put(
        engine,
        *(IndexedText(id, "", f"peace {filler}") for id in (7, 3, 5)),
        IndexedText(9, "", f"peace peace {filler}"),
    )
    put(engine, IndexedText(1, "", f"peace {filler} {filler}"))
    assert found(engine, "peace") == [9, 3, 5, 7, 1]
    ranked = engine.search(parse("peace"), limit=3, ties=lambda tied: {7: 0, 5: 1})
    assert [id for id, _ in ranked.hits] == [9, 7, 5] and ranked.total == 5


def test_a_word_still_being_typed_is_found_in_its_other_endings_too(engine: SearchEngine) -> None:
    put(engine, IndexedText(1, "", "a letter of hers"), IndexedText(2, "", "two letterheads"))
    for query, expected in (("letters", [1]), ("letter", [1, 2]), ("=letters", []), ('"letters', [])):
        assert sorted(id for id, _ in engine.search(parse(query, as_typed=True), limit=0).hits) == expected


def test_words_that_say_little_count_only_where_there_is_nothing_else(engine: SearchEngine) -> None:
    put(
        engine,
        IndexedText(1, "", "which of them"),
        IndexedText(2, "", "the zebra stood in a field of grass, and nobody came to look at it, or to feed it"),
        *(IndexedText(id, "", "a zebra and some more that is not asked for") for id in range(3, 9)),
    )
    assert found(engine, "which OR zebra OR the")[-1] == 1
    assert found(engine, "=which OR zebra OR =the")[0] == 1
    assert found(engine, "which OR the") == [1, 2]
    assert found(engine, "which them") == [1]


def test_a_word_cut_by_the_end_of_a_line_is_found_whole_and_in_parts(engine: SearchEngine) -> None:
    put(engine, IndexedText(1, "", "When the govern-\nment fell"), IndexedText(2, "", "the governments fall"))
    assert sorted(found(engine, "government")) == [1, 2]
    for query in ("=govern ment", '"the government fell"', '"govern ment"', "gover?ment", '"fell government"~0'):
        assert found(engine, query) == [1], query


def test_a_cut_prefix_takes_the_words_of_most_documents_and_says_so(engine_in: Opener, tmp_path: Path) -> None:
    engine = engine_in(tmp_path, prefix_terms=2)
    texts = ["prisoner", "prisoner", "prison", "prison", "prisons", "pristine"]
    put(engine, *(IndexedText(id, "", text) for id, text in enumerate(texts)))
    answer = engine.search(parse("pris*"))
    assert sorted(id for id, _ in answer.hits) == [0, 1, 2, 3]
    assert answer.notices == ("`pris*`: first 2 of 4 words",)
    assert engine.search(parse("prison*")).notices == ("`prison*`: first 2 of 3 words",)
    assert engine.search(parse("prist*")).notices == ()
    engine.close()


def test_negation_counts_from_the_universe(engine: SearchEngine) -> None:
    put(engine, IndexedText(1, "", "peace"), IndexedText(2, "", "war"))
    assert found(engine, "-peace") == [2]
    answer = engine.search(parse("-peace"), universe=lambda: {1, 2, 3})
    assert [id for id, _ in answer.hits] == [2, 3]


def test_a_condition_without_an_answer_is_a_query_error(engine: SearchEngine) -> None:
    with pytest.raises(QueryError):
        engine.search(parse("date:2020"))


def test_cancelled(engine: SearchEngine) -> None:
    put(engine, IndexedText(1, "", "peace deal"))
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        engine.search(parse('"peace deal"'), cancelled=lambda: next(asked, True))


def test_one_id_twice_in_a_batch_is_the_last(engine: SearchEngine) -> None:
    for new in (True, False):
        put(engine, IndexedText(1, "", "first"), IndexedText(1, "", "second"), new=new and not engine.doc_count)
        assert engine.doc_count == 1
        assert (found(engine, "first"), found(engine, "second")) == ([], [1])


def test_many_small_commits_are_merged(engine: SearchEngine, tmp_path: Path) -> None:
    for id in range(40):
        put(engine, IndexedText(id, f"number {id}", f"peace word{id} " * (id % 3 + 1)))
        if id % 4 == 0:
            engine.begin()
            engine.delete([id // 2])
            engine.commit()
    engine.refresh()
    alive = set(range(40)) - {id // 2 for id in range(0, 40, 4)}
    assert engine.ids() == alive
    assert set(found(engine, "peace")) == alive
    assert all(found(engine, f'"word{id} peace" OR word{id}') == [id] * (id in alive) for id in range(40))
    assert len(list((tmp_path / "index").iterdir())) < 80


def test_gathered_into_one_piece_it_answers_as_before(engine: SearchEngine) -> None:
    for id in range(1, 30):
        put(engine, IndexedText(id, f"number {id}", f"peace word{id} and word{id % 5} of peace " * (id % 3 + 1)))
    engine.begin()
    engine.delete([3, 7, 20])
    engine.commit()
    engine.refresh()
    queries = ["peace", '"of peace"', "word1* -word12", "number NEAR/1 5", "title:number word3"]
    before = [engine.search(parse(query), limit=0) for query in queries]
    engine.begin()
    engine.gather()
    engine.commit()
    engine.refresh()
    after = [engine.search(parse(query), limit=0) for query in queries]

    assert [ranked.total for ranked in after] == [ranked.total for ranked in before]
    assert [dict(ranked.hits) for ranked in after] == [pytest.approx(dict(ranked.hits)) for ranked in before]


def test_a_batch_is_seen_after_refresh_only(engine_in: Opener, engine: SearchEngine, tmp_path: Path) -> None:
    put(engine, IndexedText(1, "", "peace"))
    reader = engine_in(tmp_path / "index")
    assert found(reader, "peace") == [1]
    put(engine, IndexedText(2, "", "peace"))
    assert found(reader, "peace") == [1]
    assert reader.refresh() and not reader.refresh()
    assert found(reader, "peace") == [1, 2]
    assert reader.generation == engine.generation
    reader.close()


def test_commit_of_nothing_makes_no_generation(engine: SearchEngine) -> None:
    put(engine, IndexedText(1, "", "peace"))
    before = engine.generation
    engine.begin()
    assert engine.delete([5]) == 0
    assert engine.commit() == before
    assert not engine.refresh()


def test_cancel_leaves_the_last_commit(engine: SearchEngine) -> None:
    put(engine, IndexedText(1, "", "peace"))
    engine.begin()
    engine.add([IndexedText(1, "", "war")])
    engine.cancel()
    engine.cancel()
    engine.refresh()
    assert found(engine, "peace") == [1]
    put(engine, IndexedText(1, "", "war"))
    assert found(engine, "war") == [1]


def test_only_one_writes(engine_in: Opener, engine: SearchEngine, tmp_path: Path) -> None:
    engine.begin()
    other = engine_in(tmp_path / "index")
    with pytest.raises(IndexBusy):
        other.begin()
    engine.cancel()
    other.begin()
    other.close()


def test_a_batch_that_fails_lets_go_of_the_lock(engine_in: Opener, tmp_path: Path) -> None:
    engine = engine_in(tmp_path)
    put(engine, IndexedText(1, "", "peace"))
    segment = engine_in.files(tmp_path)[0]
    content = segment.read_bytes()
    # Another file in its place: one that is mapped into memory must not be cut short.
    segment.unlink()
    segment.write_bytes(b"")
    with pytest.raises(DamagedIndex):
        engine_in(tmp_path).begin()
    segment.unlink()
    segment.write_bytes(content)
    after = engine_in(tmp_path)
    put(after, IndexedText(2, "", "peace"))
    assert found(after, "peace") == [1, 2]
    after.close()
    engine.close()


def test_a_writer_that_was_killed_leaves_the_last_commit(
    engine_in: Opener, engine: SearchEngine, tmp_path: Path
) -> None:
    put(engine, IndexedText(1, "", "peace"))
    engine.begin()
    engine.add([IndexedText(2, "", "war")])
    copy = tmp_path / "as if killed"
    # Its threads still come and go with files of their own.
    shutil.copytree(tmp_path / "index", copy, ignore=shutil.ignore_patterns(".tmp*"))
    after = engine_in(copy)
    assert after.ids() == {1}
    put(after, IndexedText(3, "", "war"))
    assert found(after, "war OR peace") == [1, 3]
    after.close()


@pytest.mark.parametrize("harmed", ["files", "contents"])
@pytest.mark.parametrize("size", [None, 0, 40])
def test_damage_is_told_as_damage(engine_in: Opener, tmp_path: Path, harmed: str, size: int | None) -> None:
    engine = engine_in(tmp_path)
    put(engine, IndexedText(1, "peace", "peace and war " * 100), IndexedText(2, "", "peace"))
    engine.close()
    for path in engine_in.files(tmp_path) if harmed == "files" else [engine_in.contents(tmp_path)]:
        if size is None:
            path.unlink()
        else:
            content = path.read_bytes()[:size]
            path.unlink()
            path.write_bytes(content)
    if harmed == "contents" and size is None:
        assert engine_in(tmp_path).ids() == frozenset()  # without its contents it is as good as none
        return
    uses: list[Callable[[SearchEngine], object]] = [
        lambda engine: engine.ids(),
        lambda engine: engine.search(parse("peace")),
        lambda engine: engine.begin(),
    ]
    for use in uses:
        with pytest.raises(DamagedIndex):
            use(engine_in(tmp_path))


def test_flipped_bytes_give_an_answer_or_damage(engine_in: Opener, tmp_path: Path) -> None:
    engine = engine_in(tmp_path / "good")
    put(engine, *(IndexedText(id, f"title {id}", f"peace and war word{id} " * 30) for id in range(30)))
    engine.close()
    for file in engine_in.files(tmp_path / "good"):
        content = file.read_bytes()
        step = max(len(content) // (60 if engine_in.name == "whoosh" else 10), 1)
        for at in range(0, len(content), step):
            bad = tmp_path / f"bad {file.name} {at}"
            shutil.copytree(tmp_path / "good", bad)
            (bad / file.name).write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
            answer = engine_in(bad)
            try:
                answer.ids()
                for query in ("peace", '"and war"', "word*", "title:title"):
                    answer.search(parse(query))
                assert not answer.capabilities.checksums
            except DamagedIndex:
                pass


@pytest.mark.parametrize("commits", [4, pytest.param(15, marks=pytest.mark.slow)])
def test_searching_while_another_thread_refreshes(engine: SearchEngine, commits: int) -> None:
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
    for id in range(50, 50 + commits):
        put(engine, IndexedText(id, "", "peace and war"))
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
