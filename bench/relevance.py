#!/usr/bin/env python3
"""How good the order of hits is, on collections whose queries were judged, beside other engines in the same run.

    bench/relevance.py [--data FOLDER] [--like] [--json]

Cranfield (judged as binary), CISI and CACM are read from ../shared/retrieval where they are there. The queries are
sentences, and ours would ask for all of their words: here each asks for any of its words, stop words among them, which
the engine leaves out of the order by itself. Beside ours: SQLite FTS5 with its porter tokenizer and, where it is
installed, tantivy with its English stemmer; each with its own defaults, asked for all words of the query (`all`) and
for those that are no stop words (`chosen`). With `--like`, what is like the queries, and like each of the documents
that answer them, beside FTS5 asked for any of the words that ours chose.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import _likeness
from bench._metrics import average_precision, mean, ndcg, recall
from index.search.engine import IndexedText, SearchEngine
from index.search.opening import open_engine
from index.search.query import Node, Or, Word
from index.search.stopwords import stop_words
from index.search.tokens import words
from index.settings import SearchSettings

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "retrieval"
COLLECTIONS = ("cranfield", "cisi", "cacm")
DEPTH = 1000
"""Hits that are looked at."""

Ask = Callable[[list[str]], list[str]]
"""From the words of a query to document ids, best first."""


@dataclass
class Judged:
    """A collection with its queries and what answers them."""

    documents: list[tuple[str, str, str]]
    """Id, title and text."""
    queries: dict[str, str]
    relevant: dict[str, set[str]]


def read(folder: Path) -> Judged:
    """A collection as it lies on disk; queries for which nothing is relevant are left out."""
    relevant: defaultdict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, relevance = line.split("\t")
        if int(relevance) > 0:
            relevant[query].add(document)
    rows = [json.loads(line) for line in (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    return Judged(
        [(row["id"], row["title"], row["text"]) for row in rows],
        {row["id"]: row["text"] for row in asked if row["id"] in relevant},
        dict(relevant),
    )


# -- engines ----------------------------------------------------------------------------------------------------------


def settings(engine: str) -> SearchSettings:
    """The settings that decide the order."""
    return SearchSettings(engine=engine, limit=0, snippet_characters=240, prefix_terms=1000, stemming=("en",))


def indexed(judged: Judged, folder: Path, name: str) -> SearchEngine:
    engine: SearchEngine = open_engine(folder / name, settings(name))
    engine.begin()
    engine.add((IndexedText(n, title, text) for n, (_, title, text) in enumerate(judged.documents)), new=True)
    engine.commit()
    engine.refresh()
    return engine


def ours(judged: Judged, folder: Path, name: str) -> Ask:
    engine = indexed(judged, folder, name)

    def ask(found: list[str]) -> list[str]:
        plain: list[Node] = [Word(word) for word in found]
        tree = plain[0] if len(plain) == 1 else Or(tuple(plain))
        return [judged.documents[id][0] for id, _ in engine.search(tree, limit=DEPTH).hits]

    return ask


def in_fts5(judged: Judged) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize='porter unicode61')")
    rows = ((n, title, text) for n, (_, title, text) in enumerate(judged.documents))
    database.executemany("INSERT INTO t(rowid, title, body) VALUES (?, ?, ?)", rows)
    return database


def fts5(judged: Judged, _: Path) -> Ask:
    database = in_fts5(judged)

    def ask(found: list[str]) -> list[str]:
        query = " OR ".join(f'"{word}"' for word in found)
        hits = database.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t), rowid LIMIT ?", (query, DEPTH))
        return [judged.documents[id][0] for (id,) in hits]

    return ask


def tantivy(judged: Judged, _: Path) -> Ask:
    from tantivy import Document, Index, Occur, Query, SchemaBuilder

    builder = SchemaBuilder().add_integer_field("key", fast=True)
    for field in ("title", "body"):
        builder.add_text_field(field, tokenizer_name="en_stem")
    schema = builder.build()
    index: Any = Index(schema)
    writer = index.writer(heap_size=64_000_000, num_threads=1)
    for n, (_, title, text) in enumerate(judged.documents):
        writer.add_document(Document(key=n, title=title, body=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(found: list[str]) -> list[str]:
        parts = [index.parse_query(f'"{word}"', ["title", "body"]) for word in found]
        hits = searcher.search(Query.boolean_query([(Occur.Should, part) for part in parts]), DEPTH).hits
        keys = searcher.fast_field_values("key", [address for _, address in hits])
        return [judged.documents[int(key)][0] for key in keys]

    return ask


# -- judging ----------------------------------------------------------------------------------------------------------


def judge(judged: Judged, ask: Ask, choose: Callable[[str], list[str]]) -> dict[str, float]:
    """The means over all queries."""
    rankings = {query: ask(choose(text)) for query, text in judged.queries.items()}
    pairs = [(ranking, judged.relevant[query]) for query, ranking in rankings.items()]
    return {
        "ndcg@10": round(mean(ndcg(ranking, relevant, 10) for ranking, relevant in pairs), 4),
        "map": round(mean(average_precision(ranking, relevant) for ranking, relevant in pairs), 4),
        "recall@100": round(mean(recall(ranking, relevant, 100) for ranking, relevant in pairs), 4),
    }


def measure(data: Path) -> dict[str, Any]:
    """Collection -> engine -> measures; None for a collection that is not there."""
    stops = stop_words(("en",))

    def chosen(text: str) -> list[str]:
        found = words(text)
        return [word for word in found if word not in stops] or found

    has_tantivy = find_spec("tantivy") is not None
    found: dict[str, Any] = {}
    for name in COLLECTIONS:
        if not (data / name / "docs.jsonl").is_file():
            found[name] = None
            continue
        judged = read(data / name)
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            rows = {"ours, whoosh": judge(judged, ours(judged, folder, "whoosh"), words)}
            if has_tantivy:
                rows["ours, tantivy"] = judge(judged, ours(judged, folder, "tantivy"), words)
            others = {"FTS5 porter": fts5} | ({"tantivy en_stem": tantivy} if has_tantivy else {})
            for title, make in others.items():
                ask = make(judged, folder)
                rows[f"{title}, all"] = judge(judged, ask, words)
                rows[f"{title}, chosen"] = judge(judged, ask, chosen)
        found[name] = rows
    return found


def measure_likeness(data: Path) -> dict[str, Any]:
    """The same for what is like a text."""
    found: dict[str, Any] = {}
    for name in COLLECTIONS:
        found[name] = None
        if (data / name / "docs.jsonl").is_file():
            judged = read(data / name)
            with tempfile.TemporaryDirectory() as place:
                engine = indexed(judged, Path(place) / "index", "whoosh")
                texts = (judged.documents, judged.queries, judged.relevant)
                found[name] = _likeness.measure(texts, engine, in_fts5(judged))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the judged collections")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--like", action="store_true", help="judge what is like a text, instead of queries")
    options = parser.parse_args()
    found = measure_likeness(options.data) if options.like else measure(options.data)
    if options.json:
        print(json.dumps(found))
        return
    for name, rows in found.items():
        if rows is None:
            print(f"{name}: skipped, it is not in {options.data}\n")
            continue
        measures = list(next(iter(rows.values())))
        wide = 40 if options.like else 22
        print(f"{name:{wide + 2}}" + "".join(f"{measure:>15}" for measure in measures))
        for engine, row in rows.items():
            print(f"  {engine:{wide}}" + "".join(f"{row[measure]:>15.3f}" for measure in measures))
        print()


if __name__ == "__main__":
    main()
