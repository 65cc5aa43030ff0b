"""`glossator quotes`, and `speaker:` in a query, over the same quotations."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Answers = Callable[..., list[dict[str, Any]]]

QUARREL = (
    "Ferry quarrel goes on\n\n“It left at dawn,” Mayor Ines Varga said, “and I saw it.” She would not say more.\n\n"
    "A harbour official who asked not to be named said that it “was never seen again”.\n\n"
    "“It left at dawn,” said Tomas Reed, the mate. “I was asleep.”\n"
)


def test_quotes_and_who_says_them(folder: Path, run: Run, answers: Answers) -> None:
    (folder / "quarrel.txt").write_text(QUARREL)
    found = answers("quotes", folder)
    fields = "document start end text speaker speaker_entity cue kind status readings group confidence rule"
    assert list(found[0]) == fields.split()
    assert all(row["text"] == QUARREL[row["start"] : row["end"]] for row in found)
    assert [(row["speaker"], row["status"], row["kind"]) for row in found] == [
        (None, "contested", "direct"),
        ("Ines Varga", "named", "direct"),
        ("A harbour official", "role", "partial"),
        (None, "contested", "direct"),
        ("Tomas Reed", "named", "direct"),
    ]
    assert found[0]["group"] == found[1]["group"] != found[3]["group"]
    assert [reading["speaker_entity"] for reading in found[0]["readings"]] == ["person:ines-varga", "person:tomas-reed"]

    varga = answers("quotes", folder, "--speaker", "varga")
    assert [row["start"] for row in varga] == [found[0]["start"], found[1]["start"], found[3]["start"]]
    assert run("quotes", folder).stdout.count(b"quarrel.txt:") == len(found)

    (hit, last) = answers("search", "speaker:varga", folder)
    assert [match["start"] for match in hit["matches"]] == [row["start"] for row in varga]
    assert last["total"] == 1
    (hit, _) = answers("search", 'seen speaker:"harbour official"', folder)
    assert hit["document"] == "quarrel.txt"
    assert answers("search", "speaker:nobody", folder, status=1)[-1]["total"] == 0
