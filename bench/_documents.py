"""Collections for benchmarks: real articles where ../shared is there, made-up ones otherwise."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

REAL = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "bench-20k.jsonl.gz"
_SYLLABLES = ["ka", "ren", "dol", "mi", "sta", "ver", "bo", "lin", "tra", "os", "fel", "gar", "un", "pri", "mo", "wick"]


def texts(count: int) -> list[tuple[str, str]]:
    """(title, body) of so many documents, the same ones each time."""
    made: list[tuple[str, str]] = []
    if REAL.exists():
        with gzip.open(REAL, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                made.append((record.get("title") or "", record.get("text") or ""))
                if len(made) == count:
                    return made
    rng = random.Random(7)
    vocabulary = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(30_000)]
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    while len(made) < count:
        words = rng.choices(vocabulary, weights, k=rng.randint(150, 450))
        sentences = [" ".join(words[i : i + 14]).capitalize() + "." for i in range(0, len(words), 14)]
        paragraphs = [" ".join(sentences[i : i + 4]) for i in range(0, len(sentences), 4)]
        made.append((" ".join(rng.choices(vocabulary, k=7)).title(), "\n\n".join(paragraphs)))
    return made


def write_files(folder: Path, count: int) -> int:
    """Write documents as text files, a thousand a folder; returns their size in bytes."""
    size = 0
    for number, (title, body) in enumerate(texts(count)):
        part = folder / f"{number // 1000:03d}"
        part.mkdir(parents=True, exist_ok=True)
        content = f"{title}\n\n{body}\n".encode()
        (part / f"{number:06d}.txt").write_bytes(content)
        size += len(content)
    return size
