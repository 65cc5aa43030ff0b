"""`glossator batch`: a list of queries or names, counted."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Answers = Callable[..., list[dict[str, Any]]]


def test_every_line_is_answered_as_search_answers_it(folder: Path, tmp_path: Path, answers: Answers) -> None:
    queries = ["ferry", '"mayor ines"', "zebra", "ferry -letter", "title:report", "sauce:x", "date:2031..", "ferr*"]
    (tmp_path / "list.txt").write_text("\n\n".join(queries) + "\n  \n", encoding="utf-8-sig")
    *lines, last = answers("batch", tmp_path / "list.txt", folder)
    assert [line["query"] for line in lines] == queries
    for line in lines:
        if line["query"] == "sauce:x":
            assert line["error"].startswith("character 1: There is no field sauce:")
            continue
        *hits, _ = answers("search", line["query"], folder, "--limit", 0, status=0 if line["documents"] else 1)
        assert (line["documents"], line["matches"]) == (len(hits), sum(len(hit["matches"]) for hit in hits))
        assert line["error"] is None
    assert (last["lines"], last["documents"], last["skipped"]) == (8, 2, 1)


def test_names_are_literal_and_found_both_ways_round(folder: Path, tmp_path: Path, answers: Answers) -> None:
    (tmp_path / "people.txt").write_text("Varga, Ines\nInes Varga\nVarga Ines\nferry OR boat\nTomas Reed\n,\n")
    *lines, _ = answers("batch", tmp_path / "people.txt", folder, "--names")
    assert [(line["documents"], line["matches"]) for line in lines] == [(2, 2), (2, 2), (0, 0), (0, 0), (1, 1), (0, 0)]
    assert [line["error"] for line in lines] == [None] * 5 + ["there is no word in this line"]
    (tmp_path / "amiss.txt").write_text("Vagra, Inez\n")
    assert answers("batch", tmp_path / "amiss.txt", folder, "--names")[0]["documents"] == 0
    assert answers("batch", tmp_path / "amiss.txt", folder, "--names", "--fuzzy", 1)[0]["documents"] == 2


def test_hits_are_those_of_search(folder: Path, tmp_path: Path, answers: Answers) -> None:
    (tmp_path / "list.txt").write_text("ferry\nzebra\n")
    first, *hits, none, _ = answers("batch", tmp_path / "list.txt", folder, "--hits")
    *expected, _ = answers("search", "ferry", folder, "--limit", 0)
    assert first["documents"] == 2 and none["query"] == "zebra" and none["documents"] == 0
    assert hits == [{"query": "ferry", **hit} for hit in expected]


def test_a_column_of_a_table_and_a_table_of_answers(folder: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "people.csv").write_text('id;Name\n1;"Varga, Ines"\n2;=ferry\n')
    done = run("batch", tmp_path / "people.csv", folder, "--names", "--column", "name", "--csv")
    assert done.returncode == 0 and b"1 file could not be searched" in done.stderr
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))
    assert rows == [
        ["query", "documents", "matches", "error"],
        ["Varga, Ines", "2", "2", ""],
        ["'=ferry", "2", "3", ""],
    ]
    done = run("batch", tmp_path / "people.csv", folder, "--names", "--column", "2", "--csv", "--hits")
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))
    assert rows[0] == ["query", "document", "title", "date", "start", "end", "text", "error"]
    assert [row[0] for row in rows[1:]] == ["Name", "Varga, Ines", "Varga, Ines", "'=ferry", "'=ferry", "'=ferry"]


def test_what_cannot_be_a_list_is_wrong_use(folder: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "list.csv").write_text("a,b\n")
    (tmp_path / "long.txt").write_text("x\n" * 60_001)
    assert run("batch", tmp_path / "gone.txt", folder).returncode == 2
    assert run("batch", tmp_path / "list.csv", folder, "--column", "c").returncode == 2
    assert run("batch", tmp_path / "list.csv", folder, "--fuzzy", 3).returncode == 2
    assert run("batch", tmp_path / "list.csv", folder, "--csv", "--json").returncode == 2
    assert run("batch", tmp_path / "long.txt", folder).returncode == 2
    assert run("batch", tmp_path / "list.csv", folder / "gone").returncode == 3


def test_a_misspelt_word_is_noticed(folder: Path, run: Run) -> None:
    done = run("search", "harbuor", folder)
    assert done.returncode == 1 and b"no match for harbuor; did you mean harbour?" in done.stderr
