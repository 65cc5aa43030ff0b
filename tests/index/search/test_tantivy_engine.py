"""The engine on tantivy: the same order as the other's, and what goes wrong in its own files."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import GlossatorError
from index.search.engine import DamagedIndex, IndexedText, SearchEngine, fingerprint
from index.search.opening import open_engine
from index.search.parser import parse
from index.search.query import Node
from index.settings import SearchSettings

from .strategies import SURFACES, leaves


def settings_of(name: str) -> SearchSettings:
    return SearchSettings(name, 20, 240, 1000, ("en",))


def put(engine: SearchEngine, *documents: IndexedText) -> None:
    engine.begin()
    engine.add(documents)
    engine.commit()
    engine.refresh()


def test_where_it_is_missing_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    for module in ("index.search.tantivy_engine", "index.search.tantivy_snapshot"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    with pytest.raises(GlossatorError, match=r"glossator\[fast\]"):
        open_engine(tmp_path, settings_of("tantivy"))


def test_another_engine_is_another_index() -> None:
    assert fingerprint(settings_of("whoosh")) != fingerprint(settings_of("tantivy"))


tantivy = pytest.mark.skipif(importlib.util.find_spec("tantivy") is None, reason="tantivy is not installed")
bodies = st.lists(st.sampled_from(SURFACES), min_size=1, max_size=12).map(" ".join)


@tantivy
@settings(deadline=None, max_examples=15)
@given(st.lists(bodies, min_size=1, max_size=12), leaves)
def test_scores_are_those_of_the_other_engine(texts: list[str], query: Node) -> None:
    """About: a slop counts phrases by its own measure, and of many words together frequencies are roughly known."""
    answers = []
    for name in ("whoosh", "tantivy"):
        with TemporaryDirectory() as folder:
            engine = open_engine(Path(folder), settings_of(name))
            put(engine, *(IndexedText(id, "title", text) for id, text in enumerate(texts)))
            answers.append(dict(engine.search(query, limit=0).hits))
            engine.close()
    whoosh, tantivy = answers
    assert whoosh.keys() == tantivy.keys()
    assert tantivy == pytest.approx(whoosh, rel=0.5)


@tantivy
def test_scores_of_words_and_phrases_are_exactly_those_of_the_other_engine(tmp_path: Path) -> None:
    texts = ["peace and war", "peace peace deal", "the reports of peace reported", "war " * 20, "deal reports war"]
    answers: dict[str, list[dict[int, float]]] = {}
    for name in ("whoosh", "tantivy"):
        engine = open_engine(tmp_path / name, settings_of(name))
        put(engine, *(IndexedText(id, f"title of {text}", text) for id, text in enumerate(texts)))
        for query in ("peace", "report", '"and war"', "title:war", "the OR deal", "repor* peace", '"war and peace"~2'):
            answers.setdefault(query, []).append(dict(engine.search(parse(query), limit=0).hits))
        engine.close()
    for one, other in answers.values():
        assert one and one == pytest.approx(other, rel=0.01)


@tantivy
def test_many_words_of_a_beginning_are_asked_at_once(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, settings_of("tantivy"))
    put(engine, *(IndexedText(id, "", f"pre{id} other") for id in range(100)), IndexedText(100, "", "pre1 pre2 pre3"))
    hits = engine.search(parse("pre*"), limit=0).hits
    assert hits[0][0] == 100 and len(hits) == 101
    assert engine.search(parse('"pre* other"'), limit=0).total == 100
    engine.close()


@tantivy
def test_an_index_of_other_fields_is_damaged(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, settings_of("tantivy"))
    put(engine, IndexedText(1, "", "peace"))
    engine.close()
    meta = tmp_path / "meta.json"
    meta.write_text(meta.read_text().replace('"title"', '"tittle"'))
    with pytest.raises(DamagedIndex):
        open_engine(tmp_path, settings_of("tantivy")).ids()


@tantivy
def test_a_full_disk_is_told_and_leaves_the_last_commit(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, settings_of("tantivy"))
    put(engine, IndexedText(1, "", "peace"))
    engine.begin()
    engine.add([IndexedText(2, "", "peace")])

    class Full:
        def __init__(self, writer: Any) -> None:
            self.rollback, self.wait_merging_threads = writer.rollback, writer.wait_merging_threads

        def commit(self) -> int:
            raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")

    engine._writer = Full(engine._writer)  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="No space"):
        engine.commit()
    put(engine, IndexedText(3, "", "peace"))
    assert engine.ids() == {1, 3}
    engine.close()
