"""`glossator dossier` and `glossator verify`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Answers = Callable[..., list[dict[str, Any]]]

DRAFT = "“The ferry Aldous left the harbour at dawn.” A “ferry”. “The ferry never arived, said Mayor” in 1999.\n"
FIELDS = "start end text status document source_start source_end difference speaker claimed kind places reason"


def test_verify_tells_what_differs_and_by_its_status_whether_anything_does(
    folder: Path, tmp_path: Path, run: Run, answers: Answers
) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT)
    found = answers("verify", draft, folder, status=1)
    assert all(list(row) == FIELDS.split() and DRAFT[row["start"] : row["end"]] == row["text"] for row in found)
    assert [row["status"] for row in found] == ["exact", "aside", "altered", "unsupported"]
    exact, _, altered, date = found
    text = (folder / exact["document"]).read_text()
    assert text[exact["source_start"] : exact["source_end"]] == exact["text"] and exact["difference"] is None
    (part,) = altered["difference"]
    assert DRAFT[part["start"] : part["end"]] == part["text"] == "" and part["source_text"] == "r"
    assert (date["text"], date["document"], date["kind"]) == ("1999", None, "date")

    shown = run("verify", draft, folder)
    lines = shown.stdout.decode().splitlines()
    at = next(number for number, line in enumerate(lines) if "arived" in line)
    assert lines[at + 1].index("^") == lines[at].index("ived") and "arrived" in lines[at + 2]
    assert shown.returncode == 1 and b"3 quotations" in shown.stderr

    draft.write_text("“The ferry Aldous left the harbour at dawn.”\n")
    assert run("verify", draft, folder).returncode == 0
    assert run("verify", draft, folder, "--query", "(((").returncode == 2


def test_a_dossier_is_written_to_a_pipe_or_a_file(folder: Path, tmp_path: Path, run: Run) -> None:
    kept = folder / ".glossator" / "dossiers"
    kept.mkdir(parents=True)
    (kept / "ferry.yaml").write_text("passages:\n- document: letter.txt\n  exact: left the harbour at dawn\n")
    written = json.loads(run("dossier", "ferry", folder, "--format", "json").stdout)
    (passage,) = written["groups"][0]["passages"]
    assert (passage["number"], passage["line"], passage["text"]) == (1, 3, "left the harbour at dawn")
    page = tmp_path / "ferry.html"
    assert run("dossier", "ferry", folder, "--format", "html", "--output", page).returncode == 0
    assert "left the harbour at dawn" in page.read_text()
    nothing = run("dossier", "boat", folder)
    assert nothing.returncode == 1 and b"there is no dossier boat; there is ferry" in nothing.stderr
