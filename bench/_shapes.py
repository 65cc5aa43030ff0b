"""Folders of one shape only: what each asks of memory is another than a mix does."""

from __future__ import annotations

import csv
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

from bench._documents import texts

_A_FOLDER = 1_000


def _words(count: int) -> list[str]:
    """Paragraphs to take from."""
    return [each for _, body in texts(2_000) for each in body.split("\n\n") if each.strip()][:count]


def _tiny(root: Path, count: int) -> None:
    chance, pool = random.Random(1), _words(5_000)
    for number in range(count):
        if number % _A_FOLDER == 0:
            (root / f"{number // _A_FOLDER:04}").mkdir()
        file = root / f"{number // _A_FOLDER:04}" / f"{number:07}.txt"
        file.write_text(f"Note {number}\n\n{chance.choice(pool)[:80]}\n", encoding="utf-8")


def _mbox(root: Path, count: int) -> None:
    """Messages of 10,000 characters: 100,000 of them are a gigabyte."""
    chance, pool = random.Random(1), _words(5_000)
    with (root / "letters.mbox").open("w", encoding="utf-8") as out:
        for number in range(count):
            body = "\n\n".join(chance.choices(pool, k=40))[:10_000]
            out.write(
                f"From a@desk.example Mon Sep  8 10:00:00 2031\nFrom: a@desk.example\nMessage-ID: <{number}@desk>\n"
                f"Subject: Letter {number}\n\n{body}\n\n"
            )


def _zip(root: Path, count: int) -> None:
    chance, pool = random.Random(1), _words(5_000)
    with zipfile.ZipFile(root / "papers.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number // 1000:04}/{number:07}.txt", f"Paper {number}\n\n{chance.choice(pool)}\n")


def _csv(root: Path, count: int) -> None:
    chance, pool = random.Random(1), _words(5_000)
    with (root / "rows.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "title", "date", "text"))
        for number in range(count):
            writer.writerow((number, f"Row {number}", "2031-09-08", chance.choice(pool)[:120]))


SHAPES: dict[str, Callable[[Path, int], None]] = {"tiny": _tiny, "mbox": _mbox, "zip": _zip, "csv": _csv}
