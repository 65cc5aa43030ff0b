"""Measures of rankings against values worked out by hand."""

from __future__ import annotations

import json
import sys
from math import log2
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def test_ndcg() -> None:
    from bench._metrics import ndcg

    # Relevant at places 2 and 4 of three that there are: (1/log2(3) + 1/log2(5)) / (1 + 1/log2(3) + 1/2).
    assert ndcg(["x", "a", "y", "b"], {"a", "b", "c"}, 10) == pytest.approx((0.63093 + 0.43068) / 2.13093, abs=1e-5)
    assert ndcg(["a", "b"], {"a", "b"}, 10) == 1
    assert ndcg(["x", "a"], {"a"}, 1) == 0
    # Only as many as the depth allows can be found.
    assert ndcg(["a", "b", "x"], {"a", "b", "c", "d"}, 2) == 1
    assert ndcg(["a", "x"], {"a", "b"}, 2) == pytest.approx(1 / (1 + 1 / log2(3)))
    assert ndcg([], {"a"}, 10) == ndcg(["a"], set(), 10) == 0


def test_average_precision() -> None:
    from bench._metrics import average_precision

    # Precision 1/1 at the first, 2/3 at the third, nothing for the one that is not found.
    assert average_precision(["a", "x", "b"], {"a", "b", "c"}) == pytest.approx((1 + 2 / 3) / 3)
    assert average_precision(["x"], {"a"}) == average_precision(["x"], set()) == 0


def test_recall_and_mean() -> None:
    from bench._metrics import mean, recall

    assert recall(["a", "x", "b"], {"a", "b", "c", "d"}, 2) == 0.25
    assert recall(["a", "x", "b"], {"a", "b", "c", "d"}, 100) == 0.5
    assert (mean([1.0, 0.0]), mean([])) == (0.5, 0.0)


def write(folder: Path, documents: list[tuple[str, str]], relevant: str) -> None:
    folder.mkdir()
    rows = [{"id": id, "title": "", "text": text} for id, text in documents]
    (folder / "docs.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "queries.jsonl").write_text('{"id": "1", "text": "the causes of war"}\n{"id": "2", "text": "unjudged"}')
    (folder / "qrels.tsv").write_text(f"query_id\tdoc_id\trelevance\n{relevant}")


def test_a_run_over_a_collection_and_what_is_not_there(tmp_path: Path) -> None:
    from bench import relevance

    texts = [("a", "the war and its cause"), ("b", "the of the of the"), ("c", "the war")]
    write(tmp_path / "cranfield", texts, "1\ta\t3\n1\tb\t0\n1\tc\t1")
    found = relevance.measure(tmp_path)
    assert found["cisi"] is found["cacm"] is None
    assert found["cranfield"]["ours, whoosh"] == {"ndcg@10": 1.0, "map": 1.0, "recall@100": 1.0}
    assert set(found["cranfield"]) >= {"FTS5 porter, all", "FTS5 porter, chosen"}
    assert "bench.relevance" in sys.modules
