"""How well `like:` leads from a document that answers a query to the others that do, and from the query itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from bench._metrics import mean, ndcg
from index.search.engine import SearchEngine
from index.search.likeness import likeness
from index.search.query import Some, Word

FROM_EACH = 8
"""Documents of a query from which the others are looked for."""
DEPTH = 10

Judged = tuple[list[tuple[str, str, str]], dict[str, str], dict[str, set[str]]]
"""Documents (id, title, text), queries, and what answers each."""


def measure(judged: Judged, engine: SearchEngine, fts: sqlite3.Connection) -> dict[str, dict[str, float]]:
    """Ours beside FTS5, asked for any of the words that ours chose. Documents have their place in the list as id."""
    rankings: dict[str, list[tuple[list[str], set[str]]]] = {}
    for text, title, own, relevant in _asked(judged):
        found = likeness(text, title, engine.vocabulary, engine.doc_count, ("en",), apart=own)
        kind = "passage" if own is None else "document"
        for name, places in (
            ("ours", [id for id, _ in engine.search(found.tree, limit=DEPTH).hits] if found else []),
            ("FTS5, any of the words", _in_fts(fts, found.tree, own) if found else []),
        ):
            ids = [judged[0][place][0] for place in places]
            rankings.setdefault(f"from a {kind}: {name}", []).append((ids, relevant))
    return {name: _means(pairs) for name, pairs in rankings.items()}


def _asked(judged: Judged) -> Iterator[tuple[str, str, int | None, set[str]]]:
    """Text, title, the number that is no answer, and what should be found."""
    documents, queries, relevant = judged
    places = {id: place for place, (id, _, _) in enumerate(documents)}
    for query, text in queries.items():
        yield text, "", None, relevant[query]
        answers = sorted(relevant[query] & places.keys())
        for id in answers[:FROM_EACH] if len(answers) > 1 else ():
            _, title, body = documents[places[id]]
            yield body, title, places[id], relevant[query] - {id}


def _in_fts(fts: sqlite3.Connection, tree: Some, own: int | None) -> list[int]:
    query = " OR ".join(f'"{child.word}"' for child in tree.children if isinstance(child, Word))
    sql = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t), rowid LIMIT ?"
    found: list[Any] = fts.execute(sql, (query, DEPTH + 1)).fetchall()
    return [place for (place,) in found if place != own][:DEPTH]


def _means(pairs: list[tuple[list[str], set[str]]]) -> dict[str, float]:
    return {
        "ndcg@10": round(mean(ndcg(ranking, relevant, DEPTH) for ranking, relevant in pairs), 4),
        "precision@10": round(mean(len(relevant.intersection(ranking)) / DEPTH for ranking, relevant in pairs), 4),
        "answered": round(mean(float(bool(ranking)) for ranking, _ in pairs), 4),
    }
