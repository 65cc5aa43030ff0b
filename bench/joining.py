"""Joining the names of a collection: all of them at first, again after one document changed, and anew.

    python bench/joining.py [--mentions N] [--json]

Made-up documents of some 35 mentions each, whose names repeat as they do in news: few stand everywhere, most once or
twice; half of the persons are called by their surname alone. Nothing is read or analysed: what is measured is what
`index.catalogue.joining` adds to writing the same documents without a name in them. CPU seconds of one process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from _documents import _SYLLABLES

from index.catalogue.writer import CatalogueWriter
from index.document import Document, ExtractedText, Metadata
from index.understanding.grouping import EntityRecord, entity_id, normalised

_MENTIONS_A_DOCUMENT = 35
_BATCH = 500
"""Documents in a transaction, about what a second of analysis brings on two processors."""
_EMPTY = ExtractedText("", (), Metadata(), "text/1")
_KINDS = (("PERSON", 0.4), ("ORG", 0.25), ("PLACE", 0.25), ("GROUP", 0.1))


class _Names:
    """Names of each kind, the first of them the most frequent."""

    def __init__(self, count: int) -> None:
        self._rng = random.Random(11)
        words = ["".join(self._rng.choices(_SYLLABLES, k=self._rng.randint(2, 4))).title() for _ in range(20_000)]
        first, last = words[:800], words[800:8_000]
        common = [1 / (rank + 5) for rank in range(len(last))]
        choices = self._rng.choices
        persons = zip(choices(first, k=count), choices(last, common, k=count), strict=True)
        bodies = zip(choices(words, k=count), choices(words, k=count), strict=True)
        self._pools: dict[str, list[str]] = {
            "PERSON": [" ".join(both) for both in persons],
            "ORG": [" ".join(both) + " Ministry" for both in bodies],
            "PLACE": choices(words, k=count // 4),
            "GROUP": [word + "ians" for word in words[:500]],
        }
        self._weights = {
            kind: list(accumulate(1 / (rank + 8) for rank in range(len(pool)))) for kind, pool in self._pools.items()
        }

    def document(self) -> list[EntityRecord]:
        """What a document names, as analysis groups it."""
        counts: dict[tuple[str, str], Counter[str]] = {}
        for kind, share in _KINDS:
            pool = self._pools[kind]
            for name in self._rng.choices(
                pool, cum_weights=self._weights[kind], k=round(_MENTIONS_A_DOCUMENT * share / 2)
            ):
                alone = kind == "PERSON" and self._rng.random() < 0.5
                main = name.split()[-1] if alone else name
                surfaces = counts.setdefault((kind, main), Counter())
                surfaces[main] += 1
                surfaces[name.split()[-1] if kind == "PERSON" else name] += 1
        return [
            EntityRecord(entity_id(kind, normalised(name, kind)), name, kind, tuple(surfaces.items()))
            for (kind, name), surfaces in counts.items()
        ]


def _documents(names: _Names, mentions: int) -> Iterator[list[EntityRecord]]:
    made = 0
    while made < mentions:
        records = names.document()
        made += sum(record.mentions for record in records)
        yield records


def _write(writer: CatalogueWriter, number: int, records: list[EntityRecord]) -> None:
    about = Document(f"{number}.txt", "", (), Metadata(), f"{number}", f"{number}", "text/1", 0)
    writer.put(number, about, _EMPTY, (), 1, 0)
    writer.put_analysis(number, "bench", (), records)


def _fill(file: Path, documents: list[list[EntityRecord]]) -> tuple[float, float]:
    """CPU seconds of writing so many documents, and of the longest batch."""
    writer = CatalogueWriter(file)
    began = time.process_time()
    longest = 0.0
    for at in range(0, len(documents), _BATCH):
        before = time.process_time()
        with writer.batch():
            for number, records in enumerate(documents[at : at + _BATCH], at + 1):
                _write(writer, number, records)
        longest = max(longest, time.process_time() - before)
    spent = time.process_time() - began
    writer.close()
    return spent, longest


def measure(mentions: int) -> dict[str, float]:
    names = _Names(max(1_000, mentions // 12))
    documents = list(_documents(names, mentions))
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        without, _ = _fill(Path(folder) / "empty.sqlite", [[] for _ in documents])
        file = Path(folder) / "catalogue.sqlite"
        spent, longest = _fill(file, documents)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        writer = CatalogueWriter(file)
        entities = writer._db.execute("SELECT COUNT(*) FROM entities").fetchone()[0]
        single = []
        for number in range(1, 102, 10):
            before = time.process_time()
            with writer.batch():
                _write(writer, number, names.document())
            single.append(time.process_time() - before)
        before = time.process_time()
        with writer.batch():
            writer.join_anew(lambda done: True)
        anew = time.process_time() - before
        writer.close()
        size = file.stat().st_size
    return {
        "mentions": sum(record.mentions for records in documents for record in records),
        "documents": len(documents),
        "entities": entities,
        "first_join_cpu_s": round(spent - without, 1),
        "longest_batch_cpu_s": round(longest, 2),
        "one_document_cpu_ms": round(1000 * sorted(single)[len(single) // 2], 1),
        "one_document_worst_cpu_ms": round(1000 * max(single), 1),
        "anew_cpu_s": round(anew, 1),
        "more_memory_mb": round((peak - base) / 1024),
        "catalogue_mb": round(size / 1e6, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.mentions)
    if options.json:
        print(json.dumps(result))
        return
    for key, value in result.items():
        print(f"{key:30} {value:,}")


if __name__ == "__main__":
    main()
