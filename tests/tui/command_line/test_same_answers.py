"""One collection has one answer: however many workers read it, in whatever order its files were made or came."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tui.command_line.run import run

FIRST = ("Ada", "Ruth", "Jonas")
LAST = ("Marlowe", "Ames")
COMMANDS = ("mentions", "entities", "dates", "quotes", "figures")


def text_of(number: int) -> str:
    """Full names, and surnames that stand for one of them or for none, as all of the others decide."""
    rng = random.Random(number)
    who = f"{rng.choice(FIRST)} {rng.choice(LAST)}" if number % 3 else rng.choice(LAST)
    return (
        f"A letter from the harbour\n\n3 May 203{number % 10}\n\n“The ferry left at dawn,” said Mayor {who} on Monday."
        f" The Varnian Analysts Network (VAN) counted {number + 2},000 people in Geneva.\n"
    )


def write(folder: Path, texts: dict[str, str], rng: random.Random) -> None:
    names = sorted(texts)
    rng.shuffle(names)
    for name in names:
        (folder / name).write_text(texts[name], encoding="utf-8")
        # Files are read last changed first; and what was written a moment ago is read again by every command.
        stamp = 1_600_000_000 + rng.randrange(10_000)
        os.utime(folder / name, (stamp, stamp))


@pytest.mark.parametrize("workers", [3, pytest.param(2, marks=pytest.mark.slow)])
def test_workers_and_order_do_not_matter(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    texts = {f"d{number:02}.txt": text_of(number) for number in range(36)}
    other = {name: text_of(number + 100) for number, name in enumerate(list(texts)[::2])}
    answers = []
    for jobs, before in ((1, {}), (workers, {**other, "gone.txt": text_of(200)})):
        for kind in ("CACHE", "STATE", "DATA", "CONFIG"):
            monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / f"{jobs}-{kind}"))
        folder = tmp_path / f"{jobs}" / "desk"
        folder.mkdir(parents=True)
        for some in filter(None, (before, texts)):
            write(folder, some, random.Random(jobs))
            for name in {file.name for file in folder.iterdir()} - some.keys():
                (folder / name).unlink()
            assert run(["index", str(folder), "--jobs", str(jobs)]) == 0
        capfdbinary.readouterr()
        for command in COMMANDS:
            assert run([command, str(folder), "--json"]) == 0
            answers.append(capfdbinary.readouterr().out)
    fresh, changed = answers[: len(COMMANDS)], answers[len(COMMANDS) :]
    assert all(fresh) and b"person:ruth-marlowe" in fresh[0]
    assert changed == fresh
