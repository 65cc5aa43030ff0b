"""What every engine must count: how often each word stands in the texts, over segments, updates and deletions."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import Cancelled
from index.search.engine import IndexedText
from index.search.opening import open_engine
from index.search.tokens import words
from index.settings import SearchSettings

from .strategies import documents

Batch = tuple[list[IndexedText], set[int]]
batches = st.lists(
    st.tuples(st.lists(documents(st.integers(0, 6)), max_size=5), st.sets(st.integers(0, 6), max_size=3)),
    min_size=1,
    max_size=4,
)
ENGINES = [
    pytest.param(name, marks=pytest.mark.skipif(name != "whoosh" and not find_spec(name), reason="not installed"))
    for name in ("whoosh", "tantivy")
]


@pytest.mark.parametrize("name", ENGINES)
def test_words_are_counted_as_they_stand(name: str) -> None:
    @settings(deadline=None, max_examples=8 if name == "whoosh" else 3)
    @given(batches)
    def holds_true(batches: list[Batch]) -> None:
        held: dict[int, list[str]] = {}
        with TemporaryDirectory() as folder:
            engine = open_engine(Path(folder), SearchSettings(name, 20, 240, 1000, ("en",)))
            assert engine.word_counts().total == 0
            for documents, deleted in batches:
                engine.begin()
                engine.delete(deleted)
                engine.add(documents)
                engine.commit()
                for id in deleted:
                    held.pop(id, None)
                held.update((document.id, words(document.body)) for document in documents)
                # Also what was counted before a commit must not be what is told after it.
                engine.refresh()
                counts = engine.word_counts()
                stand = Counter(word for text in held.values() for word in text)
                asked = {*stand, *counts.words, "nowhere"}
                assert {word: counts.of(word) for word in asked} == {word: stand[word] for word in asked}
                assert counts.lengths == {id: len(text) for id, text in held.items()}
                assert counts.total == stand.total()
            engine.close()

    holds_true()


@pytest.mark.parametrize("name", ENGINES)
def test_counting_is_given_up(name: str, tmp_path: Path) -> None:
    engine = open_engine(tmp_path, SearchSettings(name, 20, 240, 1000, ("en",)))
    engine.begin()
    engine.add([IndexedText(1, "", "a letter")])
    engine.commit()
    engine.refresh()
    with pytest.raises(Cancelled):
        engine.word_counts(lambda: True)
    assert engine.word_counts(lambda: False).of("letter") == 1
    engine.close()
