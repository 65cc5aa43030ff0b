"""`glossator collocates` and `glossator frequency`: rows that can be checked, tables, exit statuses."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Answers = Callable[..., list[dict[str, Any]]]


def test_collocates(folder: Path, run: Run, answers: Answers) -> None:
    (folder / "more.txt").write_text("The black ferry came. The black ferry left.\n\nBlack ferry? =1+1\n")
    *rows, end = answers("collocates", "ferry", folder, "--least", 2, "--window", "1,0")
    black = next(row for row in rows if row["word"] == "black")
    assert (black["word"], black["count"], black["left"], black["right"], black["documents"]) == ("black", 3, 3, 0, 1)
    assert black["log_likelihood"] > 3.84 and black["expected"] < 3 and end["matches"] > 3
    table = run("collocates", "ferry", folder, "--least", 2, "--window", "1,0", "--csv").stdout.decode()
    read = next(row for row in csv.DictReader(io.StringIO(table)) if row["word"] == "black")
    assert float(read["log_likelihood"]) == black["log_likelihood"]
    shown = run("collocates", "ferry", folder, "--limit", 2, "--stems", "--no-small", "--across").stdout.decode()
    assert len(shown.splitlines()) == 2 and shown.rstrip().endswith("black")
    assert run("collocates", "zebra", folder).returncode == 1
    for wrong in (("--window", "5,x"), ("--csv", "--json")):
        assert run("collocates", "ferry", folder, *wrong).returncode == 2


def test_frequency(folder: Path, run: Run, answers: Answers) -> None:
    rows = answers("frequency", "ferry, letter", folder, "--by", "year")
    assert {row["query"] for row in rows} == {"ferry", "letter"}
    for row in rows[::2]:
        status = 0 if row["documents"] else 1
        query = f"{row['query']} {row['condition']}"
        found = answers("search", query, folder, "--limit", 0, status=status)[:-1]
        assert len(found) == row["documents"] <= row["of_documents"], row
        assert sum(len(hit["matches"]) for hit in found) == row["matches"]
        assert abs(row["matches_per_million"] - 1e6 * row["matches"] / row["of_words"]) < 0.001
    table = run("frequency", "ferry", folder, "--csv").stdout.decode()
    assert sum(int(row["matches"]) for row in csv.DictReader(io.StringIO(table))) == sum(
        row["matches"] for row in rows if row["query"] == "ferry"
    )
    assert b"#" in run("frequency", "ferry", folder).stdout
    assert run("frequency", "zebra", folder).returncode == 1
    assert run("frequency", "(ferry", folder).returncode == 2
