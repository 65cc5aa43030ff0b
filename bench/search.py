#!/usr/bin/env python3
"""How fast documents are indexed and queries answered, beside SQLite FTS5 on the same documents in the same run.

    bench/search.py [--engine whoosh|tantivy] [--documents N] [--corpus FILE.jsonl.gz] [--json]

Times are CPU milliseconds: `cold` with nothing cached (a new snapshot for each query), `warm` asked again. FTS5 ranks
with bm25() and stems with its porter tokenizer; it is there to tell a slow engine from a slow machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from index.search.engine import IndexedText, SearchEngine
from index.search.opening import open_engine
from index.search.parser import parse
from index.search.scoring import Cache
from index.search.tokens import words
from index.settings import SearchSettings

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpora" / "bench-20k.jsonl.gz"
BATCH = 1000
QUERIES = 30


def documents(count: int, corpus: Path) -> list[IndexedText]:
    """Documents of the corpus, spliced where it has too few; made-up ones where there is no corpus."""
    rng = random.Random(1)
    if corpus.is_file():
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            real = [(row["title"], row["text"]) for row in map(json.loads, islice(lines, count))]
    else:
        real = list(islice(_made_up(rng), min(count, 2000)))
    for _ in range(count - len(real)):
        parts = rng.sample(real[:20_000], 2)
        paragraphs = [p for _, text in parts for p in text.split("\n\n")]
        real.append((parts[0][0], "\n\n".join(rng.sample(paragraphs, max(1, len(paragraphs) // 2)))))
    return [IndexedText(id, title, text) for id, (title, text) in enumerate(real, 1)]


def _made_up(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Texts whose words are as unevenly spread as those of a language."""
    stock = [f"w{n:05d}" for n in range(50_000)]
    weights = [1 / (n + 3) for n in range(len(stock))]
    while True:
        drawn = rng.choices(stock, weights, k=rng.randrange(100, 700))
        yield " ".join(drawn[:8]), "\n\n".join(" ".join(drawn[at : at + 80]) for at in range(0, len(drawn), 80))


def queries(held: list[IndexedText]) -> dict[str, list[tuple[str, str]]]:
    """For each kind, queries for us and for FTS5 ("" where it has no such form), drawn from the documents' words."""
    rng = random.Random(2)
    frequency: Counter[str] = Counter()
    for document in held[:5000]:
        frequency.update(set(words(document.body)))
    most = [word for word, _ in frequency.most_common() if word.isascii() and word.isalpha() and len(word) > 3]
    common, middle, rare = most[:60], most[200:2000], most[5000:20_000] or most[-500:]
    phrases = [" ".join(words(rng.choice(held).body)[20:22]) for _ in range(4 * QUERIES)]
    phrases = [phrase for phrase in phrases if phrase.replace(" ", "").isalpha() and " " in phrase]
    beginnings = sorted({word[:4] for word in middle})

    def draw(make: Callable[[], tuple[str, str]]) -> list[tuple[str, str]]:
        return [make() for _ in range(QUERIES)]

    def both(template: str, *stocks: list[str]) -> Callable[[], tuple[str, str]]:
        def make() -> tuple[str, str]:
            drawn = [rng.choice(stock) for stock in stocks]
            return template.format(*drawn), template.format(*(f'"{word}"' for word in drawn))

        return make

    def typed(stock: list[str], ours: str, theirs: str) -> Callable[[], tuple[str, str]]:
        def make() -> tuple[str, str]:
            word = rng.choice(stock)
            return ours.format(word), theirs.format(word)

        return make

    def two(ours: str, theirs: str, stock: list[str]) -> Callable[[], tuple[str, str]]:
        def make() -> tuple[str, str]:
            drawn = rng.sample(stock, 2)
            return ours.format(*drawn), theirs.format(*drawn)

        return make

    return {
        "rare word": draw(both("{}", rare)),
        "common word": draw(both("{}", common)),
        "AND": draw(both("{} AND {}", middle, middle)),
        "AND of common": draw(both("{} AND {}", common, common)),
        "OR of three": draw(both("{} OR {} OR {}", middle, middle, middle)),
        "phrase": draw(typed(phrases, '"{}"', '"{}"')),
        "prefix": draw(typed(beginnings, "{}*", "{}*")),
        "prefix of two": draw(typed(sorted({word[:2] for word in middle}), "{}*", "{}*")),
        "near": draw(two("{} NEAR/5 {}", "NEAR({} {}, 5)", middle)),
        "near, common": draw(two("{} NEAR/5 {}", "NEAR({} {}, 5)", common)),
        "loose": draw(two('"{} {}"~5', "NEAR({} {}, 5)", middle)),
        "loose, common": draw(two('"{} {}"~5', "NEAR({} {}, 5)", common)),
        "wildcard": [(f"{w[:2]}?{w[3:]}", "") for w in rng.sample(middle, QUERIES)],
        "wildcard, first": [(f"*{w[-4:]}", "") for w in rng.sample(middle, QUERIES)],
        "misspelt": [(f"{w}~", "") for w in rng.sample(middle, QUERIES)],
        "misspelt, 2": [(f"{w}~2", "") for w in rng.sample(middle, QUERIES)],
        "expression": [(f"/{w[:3]}.*{w[-2:]}/", "") for w in rng.sample(middle, QUERIES)],
        "title": draw(typed(middle, "title:{}", 'title : "{}"')),
    }


def opened(folder: Path, name: str) -> SearchEngine:
    settings = SearchSettings(engine=name, limit=20, snippet_characters=240, prefix_terms=1000, stemming=("en",))
    return open_engine(folder, settings)


def build_ours(held: list[IndexedText], folder: Path, name: str) -> SearchEngine:
    engine = opened(folder, name)
    for at in range(0, len(held), BATCH):
        engine.begin()
        engine.add(held[at : at + BATCH], new=True)
        engine.commit()
    return engine


def build_fts(held: list[IndexedText], path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE t USING fts5(title, body, content='', tokenize='porter unicode61')")
    for at in range(0, len(held), BATCH):
        rows = ((d.id, d.title, d.body) for d in held[at : at + BATCH])
        database.executemany("INSERT INTO t(rowid, title, body) VALUES (?, ?, ?)", rows)
        database.commit()
    return database


def ask_fts(database: sqlite3.Connection, query: str) -> int:
    database.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 20", (query,)).fetchall()
    (total,) = database.execute("SELECT count(*) FROM t WHERE t MATCH ?", (query,)).fetchone()
    return int(total)


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def spread(times: list[float]) -> dict[str, float]:
    if not times:
        return {"p50": float("nan"), "p95": float("nan")}
    ordered = sorted(times)
    return {"p50": round(ordered[len(ordered) // 2], 2), "p95": round(ordered[int(len(ordered) * 0.95)], 2)}


def size(path: Path) -> float:
    files = [path] if path.is_file() else list(path.rglob("*"))
    return round(sum(file.stat().st_size for file in files) / 1e6, 1)


def measure(count: int, corpus: Path, name: str) -> dict[str, object]:
    held = documents(count, corpus)
    asked = queries(held)
    with tempfile.TemporaryDirectory() as place:
        folder, path = Path(place) / "index", Path(place) / "fts.db"
        ours_ms = timed(lambda: build_ours(held, folder, name))
        fts_ms = timed(lambda: build_fts(held, path))
        engine: Any = opened(folder, name)
        opening = timed(engine.refresh)
        database = sqlite3.connect(path)
        engine.search(parse("warm"))  # what is made once a generation, such as lengths
        results: dict[str, dict[str, object]] = {}
        for kind, pairs in asked.items():
            cold, warm, fts, hits = [], [], [], []
            for ours, theirs in pairs:
                query = parse(ours)
                engine._current()._cache = Cache()
                cold.append(timed(partial(engine.search, query)))
                warm.append(timed(partial(engine.search, query)))
                if theirs:
                    fts.append(timed(partial(ask_fts, database, theirs)))
                hits.append(engine.search(query).total)
            results[kind] = {
                "hits": sorted(hits)[len(hits) // 2], "cold": spread(cold), "warm": spread(warm), "fts5": spread(fts)
            }  # fmt: skip
        again = [IndexedText(held[0].id, held[0].title, held[0].body + " newest")]

        def change() -> None:
            engine.begin()
            engine.add(again)
            engine.commit()
            engine.refresh()

        return {
            "engine": name,
            "documents": count,
            "indexing": {"per_second": round(count / ours_ms * 1000), "megabytes": size(folder)},
            "fts5_indexing": {"per_second": round(count / fts_ms * 1000), "megabytes": size(path)},
            "opening_ms": round(opening, 1),
            "one_changed_ms": round(timed(change), 1),
            "queries": results,
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=("whoosh", "tantivy"), default="whoosh")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="title and text a line, as JSON, gzipped")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.documents, options.corpus, options.engine)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{found['engine']}, {found['documents']:,} documents; CPU milliseconds\n")
    print(f"indexing  {found['indexing']}   FTS5 {found['fts5_indexing']}")
    print(f"opening {found['opening_ms']}   one changed document, searchable again {found['one_changed_ms']}\n")
    print(f"{'':16}{'hits':>8}{'cold p50/p95':>18}{'warm p50/p95':>18}{'FTS5 p50/p95':>18}")
    for kind, row in found["queries"].items():  # type: ignore[attr-defined]
        cells = "".join(f"{row[c]['p50']:>10.1f}/{row[c]['p95']:<7.1f}" for c in ("cold", "warm", "fts5"))
        print(f"{kind:16}{row['hits']:>8,}{cells}")


if __name__ == "__main__":
    main()
