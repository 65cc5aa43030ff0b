"""What search is measured beside: SQLite FTS5, tantivy by its own query API, ripgrep, and Whoosh as it comes.

They stem, rank and count in ways of their own, so their answers need not be ours; how many hits each found is there
to tell a query that was answered from one that was not understood.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from bench._queries import Held

BATCH = 1000
_SPACE = r"\W+"


class Peer(Protocol):
    """An engine that is asked the same."""

    name: str

    def build(self, held: Sequence[Held]) -> None:
        """Take the documents in."""

    def forget(self) -> None:
        """Drop what was remembered of earlier queries, as far as it can be told to."""

    def ask(self, form: str, words: Sequence[str]) -> int | None:
        """The first twenty hits are looked up; returns how many there are, None for a form that it does not have."""

    @property
    def place(self) -> Path:
        """Where its files lie."""


class Fts5:
    """SQLite FTS5 with its porter tokenizer and bm25(); what a catalogue would hold lies in a table beside it."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        self.place = folder / "fts.db"
        self._database = sqlite3.connect(self.place)

    def build(self, held: Sequence[Held]) -> None:
        run = self._database.execute
        run("CREATE VIRTUAL TABLE t USING fts5(title, body, content='', tokenize='porter unicode61')")
        run("CREATE TABLE known (id INTEGER PRIMARY KEY, source TEXT, date TEXT)")
        run("CREATE TABLE named (name TEXT, id INTEGER, PRIMARY KEY (name, id)) WITHOUT ROWID")
        for at in range(0, len(held), BATCH):
            some = held[at : at + BATCH]
            many = self._database.executemany
            many(
                "INSERT INTO t(rowid, title, body) VALUES (?,?,?)",
                [(h.text.id, h.text.title, h.text.body) for h in some],
            )
            many("INSERT INTO known VALUES (?,?,?)", [(h.text.id, h.source, h.date) for h in some])
            many("INSERT INTO named VALUES (?,?)", [(name, h.text.id) for h in some for name in h.names])
            self._database.commit()

    def forget(self) -> None:
        self._database.close()
        self._database = sqlite3.connect(self.place)

    def ask(self, form: str, words: Sequence[str]) -> int | None:
        quoted = [f'"{word}"' for word in words]
        near = f"NEAR({' '.join(quoted)}, 5)"
        joined: dict[str, str] = {
            "rare": quoted[0],
            "common": quoted[0],
            "AND": " AND ".join(quoted),
            "AND of common": " AND ".join(quoted),
            "OR of three": " OR ".join(quoted),
            "phrase": f'"{" ".join(words)}"',
            "phrase of common": f'"{" ".join(words)}"',
            "near": near,
            "near, common": near,
            "loose": near,
            "loose, common": near,
            "prefix of 2": f"{quoted[0]}*",
            "prefix of 4": f"{quoted[0]}*",
            "title": f"title : {quoted[0]}",
            "source": quoted[0],
            "date": quoted[0],
        }
        beside = {"source": "known.source = ?2", "date": "substr(known.date, 1, 4) = ?2"}
        if form == "entity":
            return self._run("named WHERE name = ?1", "id", words)
        if form not in joined:
            return None
        if form in beside:
            table = f"t JOIN known ON known.id = t.rowid WHERE t MATCH ?1 AND {beside[form]}"
            return self._run(table, "bm25(t)", (joined[form], words[1]))
        return self._run("t WHERE t MATCH ?1", "bm25(t)", (joined[form],))

    def _run(self, where: str, order: str, values: Sequence[str]) -> int:
        run = self._database.execute
        run(f"SELECT * FROM {where} ORDER BY {order} LIMIT 20", tuple(values)).fetchall()
        (total,) = run(f"SELECT count(*) FROM {where}", tuple(values)).fetchone()
        return int(total)


class RawTantivy:
    """tantivy with its English stemmer, asked through its own query API."""

    name = "raw tantivy"

    def __init__(self, folder: Path) -> None:
        from tantivy import Index, Query, SchemaBuilder

        self.place = folder / "raw-tantivy"
        self.place.mkdir()
        builder = SchemaBuilder().add_integer_field("key", fast=True)
        for field, tokenizer in (("title", "en_stem"), ("body", "en_stem"), ("plain", "default")):
            builder.add_text_field(field, tokenizer_name=tokenizer)
        for field in ("source", "year", "name"):
            builder.add_text_field(field, tokenizer_name="raw")
        self._schema = builder.build()
        self._index: Any = Index(self._schema, str(self.place))
        self._query: Any = Query
        self._searcher: Any = None

    def build(self, held: Sequence[Held]) -> None:
        from tantivy import Document

        writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        for number, h in enumerate(held, 1):
            body = h.text.body
            known = {"source": h.source, "year": h.date[:4], "name": list(h.names)}
            # Patterns are tried on words as they stand, so that there are two fields, as stems hold none of those.
            writer.add_document(Document(key=h.text.id, title=h.text.title, body=body, plain=body, **known))
            if number % BATCH == 0:
                writer.commit()
        writer.commit()
        writer.wait_merging_threads()

    def forget(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, form: str, words: Sequence[str]) -> int | None:
        query = self._made(form, words)
        if query is None:
            return None
        found = self._searcher.search(query, 20, count=True)
        self._searcher.fast_field_values("key", [address for _, address in found.hits])
        return int(found.count)

    def _made(self, form: str, words: Sequence[str]) -> Any:
        parse, query, first = self._parse, self._query, words[0]
        if form in ("rare", "common"):
            return parse(first)
        if form.startswith("AND"):
            return parse(" AND ".join(words))
        if form == "OR of three":
            return parse(" OR ".join(words))
        if form.startswith("phrase"):
            return parse(f'"{" ".join(words)}"')
        if form.startswith(("near", "loose")):
            return parse(f'"{" ".join(words)}"~5')
        if form.startswith("prefix"):
            return query.regex_query(self._schema, "plain", f"{first}.*")
        if form.startswith("wildcard"):
            return query.regex_query(self._schema, "plain", first.replace("?", ".").replace("*", ".*"))
        if form.startswith("fuzzy"):
            return query.fuzzy_term_query(self._schema, "plain", first, distance=2 if form.endswith("2") else 1)
        if form == "regex":
            return query.regex_query(self._schema, "plain", first)
        if form == "title":
            return self._index.parse_query(f'"{first}"', ["title"])
        if form == "entity":
            return self._is("name", first)
        field = "source" if form == "source" else "year"
        return query.and_must_match(parse(first), self._is(field, words[1])) if form in ("source", "date") else None

    def _parse(self, text: str) -> Any:
        return self._index.parse_query(text, ["title", "body"])

    def _is(self, field: str, value: str) -> Any:
        return self._query.term_query(self._schema, field, value)


class Ripgrep:
    """ripgrep over the texts as files, which is how one would search them without an index."""

    name = "ripgrep"

    def __init__(self, folder: Path) -> None:
        self.place = folder / "texts"

    def build(self, held: Sequence[Held]) -> None:
        for h in held:
            part = self.place / f"{h.text.id // 1000:03}"
            part.mkdir(parents=True, exist_ok=True)
            (part / f"{h.text.id}.txt").write_text(f"{h.text.title}\n\n{h.text.body}\n", encoding="utf-8")

    def forget(self) -> None:
        pass

    def ask(self, form: str, words: Sequence[str]) -> int | None:
        first = words[0]
        together = _SPACE.join(words)
        pair = words[:2]
        near = "|".join(rf"{a}(?:\W+\w+){{0,5}}\W+{b}" for a, b in (pair, pair[::-1])) if len(pair) == 2 else ""
        patterns: dict[str, list[str]] = {
            "rare": [first],
            "common": [first],
            "AND": list(words),
            "AND of common": list(words),
            "OR of three": ["|".join(words)],
            "phrase": [together],
            "phrase of common": [together],
            "near": [near],
            "near, common": [near],
            "loose": [near],
            "loose, common": [near],
            "prefix of 2": [rf"{first}\w*"],
            "prefix of 4": [rf"{first}\w*"],
            "wildcard": [first.replace("?", r"\w")],
            "wildcard, first": [first.replace("*", r"\w*")],
            "regex": [first.replace(".*", r"\w*")],
            "entity": [_SPACE.join(first.split())],
        }
        paths: list[bytes] | None = None
        for pattern in patterns.get(form, ()):
            paths = self._holding(pattern, paths)
        return None if paths is None else len(paths)

    def _holding(self, pattern: str, among: list[bytes] | None) -> list[bytes]:
        command = ["rg", "--files-with-matches", "--null", "--ignore-case", "--multiline"]
        command += ["--regexp", rf"\b(?:{pattern})\b"]
        if among is None:
            found = subprocess.run([*command, "--", str(self.place)], stdout=subprocess.PIPE, check=False)
        elif among:
            given = b"\0".join(among)
            run = ["xargs", "-0", *command, "--"]
            found = subprocess.run(run, input=given, stdout=subprocess.PIPE, check=False)
        else:
            return []
        return [path for path in found.stdout.split(b"\0") if path]


def missing() -> dict[str, str]:
    """Peers that are not on this machine, and why."""
    found = {}
    if find_spec("tantivy") is None:
        found[RawTantivy.name] = "not installed"
    if shutil.which("rg") is None:
        found[Ripgrep.name] = "not installed"
    return found


def peers(folder: Path) -> list[Peer]:
    """Those that there are."""
    absent = missing()
    makers: list[Callable[[Path], Peer]] = [Fts5, RawTantivy, Ripgrep]
    return [make(folder) for make in makers if getattr(make, "name", "") not in absent]


def plain_whoosh(held: Sequence[Held], folder: Path) -> float:
    """Documents a second of Whoosh's own writer, which is given one document after the other.

    Its own analyser and positions, as it comes, and as much memory as it likes best.
    """
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.index import create_in

    folder.mkdir()
    index = create_in(str(folder), Schema(key=ID(stored=True, unique=True), title=TEXT(), body=TEXT()))
    began = time.perf_counter()
    writer = index.writer(limitmb=256)
    for h in held:
        writer.add_document(key=str(h.text.id), title=h.text.title, body=h.text.body)
    writer.commit()
    return len(held) / (time.perf_counter() - began)
