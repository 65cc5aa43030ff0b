"""`glossator concordance`: lines as the contract names them, orders, exit statuses, and text that lines up."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Answers = Callable[..., list[dict[str, Any]]]


def test_every_match_is_a_line_with_its_surroundings(folder: Path, answers: Answers) -> None:
    (folder / "more.txt").write_text("Ferry first.\n\nThen a ferry, last: ferry")
    found = answers("concordance", "ferry", folder, "--width", 9)
    texts = {path.name: path.read_text() for path in folder.iterdir() if path.suffix in (".txt", ".md")}
    assert [line["document"] for line in found] == ["letter.txt"] + ["more.txt"] * 3 + ["report.md"] * 2
    for line in found:
        assert list(line) == ["document", "start", "end", "left", "match", "right"]
        text, start, end = texts[line["document"]], line["start"], line["end"]
        assert line["match"] == text[start:end] and line["match"].lower() == "ferry"
        assert (line["left"], line["right"]) == (text[max(0, start - 9) : start], text[end : end + 9])


def test_orders(folder: Path, answers: Answers) -> None:
    def words(*options: object, side: str) -> list[str]:
        return [line[side] for line in answers("concordance", "ferry", folder, *options, "--width", 30)]

    after = [text.split()[0].lower() for text in words("--sort", "right", side="right")]
    assert after == sorted(after) and len(after) == 3
    before = [text.split()[-1].lower() for text in words("--sort", "left", side="left")]
    assert before == sorted(before)
    assert words("--sort", "date", side="document") == ["letter.txt", "report.md", "report.md"]


def test_nothing_found_and_wrong_use(folder: Path, run: Run, answers: Answers) -> None:
    assert answers("concordance", "zebra", folder, status=1) == []
    assert run("concordance", "zebra", folder).returncode == 1
    assert run("concordance", "(ferry", folder).returncode == 2
    assert run("concordance", "ferry", folder, "--sort", "size").returncode == 2
    assert run("concordance", "ferry", folder, "--width", "-1").returncode == 2


def test_for_people_the_matches_stand_below_each_other(folder: Path, run: Run) -> None:
    (folder / "hostile.txt").write_text("A \x1b[2J ferry\n")
    shown = run("concordance", "ferry", folder, "--width", 20).stdout.decode()
    assert "\x1b" not in shown and len(shown.splitlines()) == 4
    assert all(line[20:25].lower() == "ferry" for line in shown.splitlines()), shown
