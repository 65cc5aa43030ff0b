"""Projects of REFI-QDA, read by the libraries of others where these are installed."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from index.annotations.annotation import Annotation
from index.codebook.code import Code

from .taking_in import exported

pytestmark = pytest.mark.slow

Mark = Callable[..., Annotation]

TEXTS = {"a.txt": "Zalmay 𝐛old café.\nThe envoy said so & left.\n", "b/ü.md": "# Head\n\nNobody 😀 <believed> it.\n"}


@pytest.fixture
def project(mark: Mark, tmp_path: Path) -> Path:
    stem = "urn:uuid:00000000-0000-4000-8000-%012d"
    marks = [
        mark(TEXTS["a.txt"], "envoy said", id=stem % 1, codes=("claim/who", "people"), note="who?\n& <why>"),
        mark(TEXTS["a.txt"], "café", id=stem % 2, layer="ben", codes=("claim/who",)),
        mark(TEXTS["b/ü.md"], "😀 <believed>", id=stem % 3, document="b/ü.md", codes=("claim",)),
    ]
    file = tmp_path / "p.qdpx"
    file.write_bytes(exported("refi-qda", TEXTS, marks, lambda: {"claim": Code("what is said", "#aa0000")}))
    return file


def test_qdapy_reads_words_codes_memos_and_coders(project: Path) -> None:
    qdapy = pytest.importorskip("qdapy")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = qdapy.read_qdpx(project, warn=False)
    rows = {(row.title, row.code, row.text, row.comment) for row in read.fragments.itertuples()}
    assert rows == {
        ("a.txt", "claim/who", "envoy said", "who?\n& <why>"),
        ("a.txt", "people", "envoy said", "who?\n& <why>"),
        ("a.txt", "claim/who", "café", ""),
        ("ü.md", "claim", "😀 <believed>", ""),
    }
    assert sorted(read.coders) == ["ann", "ben"]
    codes = {(row.code, row.color, row.memo) for row in read.codebook.itertuples()}
    assert codes == {
        ("claim", "#aa0000", "what is said"),
        ("claim/who", "#aa0000", ""),
        ("people", "", ""),
    }  # it inherits colours


def test_pyrefiqda_reads_places_and_codes(project: Path, tmp_path: Path) -> None:
    pyrefiqda = pytest.importorskip("pyrefiqda")
    read = pyrefiqda.RefiProject.load(project, str(tmp_path / "out"))
    found = {
        {**TEXTS, "ü.md": TEXTS["b/ü.md"]}[source.name][each.start_position : each.end_position]: len(each.coding)
        for source in read.sources.text_source
        for each in source.plain_text_selection
    }
    assert found == {"envoy said": 2, "café": 1, "😀 <believed>": 1}
