"""The benchmark of passages found again: its edits know where each passage went, and none is put somewhere wrong."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (
    "".join(f"The {word} harbour “was” first closed to {word}s on day {n}. " for n, word in enumerate("abcdefghij")) * 2
)


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))


def test_edits_know_where_a_passage_went() -> None:
    from _edits import EDITS, sentences

    assert "".join(TEXT[start:end] for start, end in sentences(TEXT)) == TEXT
    span = sentences(TEXT)[7]
    span = (span[0] + 4, span[1] - 3)
    words = TEXT[slice(*span)]
    for name, edit in EDITS.items():
        edited = edit(TEXT, random.Random(1), span)
        where = edited.where(*span)
        assert edited.text != TEXT, name
        if name == "passage deleted":
            assert where is None and edited.text.count(words) == TEXT.count(words) - 1
        elif name in ("inserted before", "sentences moved", "passage duplicated"):
            assert where is not None and edited.text[slice(*where)] == words, name
            assert edited.survives(*span) == 1
        else:
            assert where is not None and "harbour" in edited.text[slice(*where)].replace("-\n", ""), name


def test_no_passage_is_put_somewhere_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    import _documents
    import anchoring

    monkeypatch.setattr(_documents, "REAL", Path("/nonexistent"))
    made = [f"{title}\n\n{body}" for title, body in _documents.texts(3)]
    monkeypatch.setattr(anchoring, "_documents", lambda count: made)
    rows = anchoring.measure(3, 6, True)
    ours = [row for row in rows if row["who"] == "ours"]
    halves = {anchoring.half_of(text) for text in made}
    assert len(ours) == 8 * len(halves) and len(rows) == 2 * len(ours)
    assert sum(int(str(row.get("wrong", 0))) for row in ours) == 0
    for row in anchoring.sums(rows):
        assert row["who"] != "ours" or row["wrong"] == row["wrong %"] == 0
        assert 0 < float(str(row["right %"])) <= float(str(row["right or asked there %"])) <= 100
