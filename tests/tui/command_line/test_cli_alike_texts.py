"""`glossator copies` and `glossator same-words`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Answers = Callable[..., list[dict[str, Any]]]

WORDS = "The boom lay across the channel that night, and nobody who knew of it had told the master of the ferry."


def test_copies_near_copies_and_the_same_words(folder: Path, run: Run, answers: Answers) -> None:
    for other in list(folder.iterdir()):
        other.unlink()
    assert answers("copies", folder, status=1) == []
    (folder / "a.txt").write_text(f"First\n\nSeptember 9, 2031\n\n{WORDS} It sank.\n")
    (folder / "b.txt").write_text(f"First\n\nSeptember 9, 2031\n\n{WORDS} It sank.\n")
    (folder / "c.txt").write_text(f"Second\n\nSeptember 2, 2031\n\nHe wrote: {WORDS.upper()} It did not.\n")
    assert answers("copies", folder) == [
        {"group": 1, "document": "a.txt", "alike": 1.0},
        {"group": 1, "document": "b.txt", "alike": 1.0},
    ]
    assert answers("copies", folder, "--near", status=1) == []

    (found,) = answers("same-words", folder)
    assert list(found) == ["document", "start", "end", "text", "date", "words", "kind", "others"]
    assert (found["document"], found["date"], found["words"]) == ("c.txt", "2031-09-02", 22)
    for place in (found, *found["others"]):
        assert (folder / place["document"]).read_text()[place["start"] : place["end"]] == place["text"]
        assert place["text"].casefold().startswith("the boom lay") and place["text"].casefold().endswith("ferry. it")
    assert [(other["document"], other["date"]) for other in found["others"]] == [("a.txt", "2031-09-09")]
    (here,) = answers("same-words", folder, "a.txt")
    assert here["document"] == "a.txt" and here["others"][0]["document"] == "c.txt"
    printed = run("same-words", folder)
    assert b"22 words" in printed.stdout and b"and 1 copy of it" in printed.stdout
