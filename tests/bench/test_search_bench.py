"""The benchmarks of search and of keystrokes: what they ask, that they run, and the screen that they read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOWHERE = Path("/nonexistent/corpus.jsonl.gz")


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    for kind in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", "/nonexistent")  # each of the two sets its own


def test_every_form_finds_the_same_on_both_engines_and_what_others_find() -> None:
    from bench import search

    found: dict[str, Any] = search.measure(40, NOWHERE, ("whoosh", "tantivy"), 2)
    assert found["settings"]["corpus"] == "made up"
    assert found["plain_whoosh"]["ratio"] > 0
    for form, row in found["queries"].items():
        assert row["whoosh"]["asked"] == 2, form
        assert row["whoosh"]["cold"]["cpu_ms"]["p50"] >= 0
        if "tantivy" in row:
            assert row["whoosh"]["hits"] == row["tantivy"]["hits"], form
    # What stems and fields cannot change is the same everywhere.
    for form in ("entity", "prefix of 2"):
        assert found["queries"][form]["FTS5"]["hits"] == found["queries"][form]["whoosh"]["hits"], form
    assert found["queries"]["entity"]["whoosh"]["hits"] > 0
    search.show(found)


def test_documents_and_queries_are_the_same_each_time() -> None:
    from bench._queries import documents, queries

    first, second = documents(50, NOWHERE), documents(50, NOWHERE)
    assert first == second
    assert queries(first, 4) == queries(second, 4)
    assert all(len(asked) == 4 for asked in queries(first, 4).values())


def test_the_screen_follows_the_cursor_and_sequences_that_come_in_parts() -> None:
    from bench._screen import Screen

    screen = Screen(12, 3)
    coloured = "\x1b[1;38;2;200;1;2mab\u00e9\x1b[0m戦x"
    written = f"\x1b[2J\x1b[2;3H{coloured}\x1b[?2026h\x1b[?1$p\x1bP+q54\x1b\\\x1b[3;1Hlast".encode()
    for byte in written:
        screen.feed(bytes([byte]))
    assert screen.row(0) == " " * 12
    assert screen.row(1) == "  abé戦 x".ljust(12)
    assert screen.row(-1) == "last".ljust(12)


def test_what_stands_in_the_prompt() -> None:
    from bench._screen import Screen
    from bench.keystrokes import stage, typed

    screen = Screen(40, 4)
    screen.feed(b"\x1b[1;1H GLOSSATOR  d   reading 10 of 20\x1b[3;1H /pri  12 of 20 documents")
    assert typed(screen, "pri") == "12 of 20 documents"
    assert typed(screen, "pr") is None
    assert stage(screen) == "reading"
    screen.feed(b"\x1b[3;1H /pris                         ")
    assert typed(screen, "pris") == ""


def test_spread() -> None:
    from bench._timing import spread

    assert spread([]) is None
    assert spread([float(n) for n in range(100)]) == {"p50": 50.0, "p95": 95.0}
