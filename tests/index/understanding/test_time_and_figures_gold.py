"""The shipped rules against what was read by hand in samples/: dates and figures, with floors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from index.document import Document
from index.reading import read_alone
from index.understanding.anchors import common_ordering, own_ordering, resolved
from index.understanding.date_forms import Stated, stated_dates
from index.understanding.date_values import DateValue, Ordering
from index.understanding.entities import RulesExtractor
from index.understanding.figures import Figure, figures_of

ROOT = Path(__file__).parents[3]
GOLD = ROOT / "tests" / "gold"
DATES_RIGHT = 0.96
FIGURES_RIGHT = 0.92


@cache
def read(name: str) -> tuple[Document, Stated, list[Figure]]:
    document = read_alone(ROOT / "samples", name, 10_000_000, False)
    mentions = RulesExtractor().extract(document.text, document.blocks, document.metadata.language)
    stated = stated_dates(document.text, document.blocks, mentions)
    return document, stated, figures_of(document.text, document.blocks, mentions, document.metadata.language)


@cache
def orders() -> dict[str, Ordering | None]:
    found: dict[str, list[tuple[str, Ordering]]] = {}
    for file in sorted(file for file in (ROOT / "samples").iterdir() if file.suffix in (".txt", ".md")):
        document, stated, _ = read(file.name)
        own = own_ordering(stated)
        if own is not None and document.metadata.source:
            found.setdefault(document.metadata.source, []).append((file.name, own))
    return {source: common_ordering(each) for source, each in found.items()}


def dates_of(name: str) -> list[DateValue]:
    document, stated, _ = read(name)
    return resolved(stated, document.metadata, orders().get(document.metadata.source or ""))


def gold(name: str) -> Iterator[tuple[dict[str, Any], int, int]]:
    """Each line with the span of what stands in brackets in its context."""
    for line in (GOLD / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        before, _, rest = row["context"].partition("[")
        words, _, after = rest.partition("]")
        text = read(row["document"])[0].text
        assert text.count(before + words + after) >= 1, row
        start = text.index(before + words + after) + len(before)
        yield row, start, start + len(words)


def test_dates() -> None:
    wrong: list[tuple[str, str | None, str | None]] = []
    right, invented = 0, []
    for row, start, end in gold("samples_dates.jsonl"):
        beside = [each for each in dates_of(row["document"]) if each.start < end and start < each.end]
        value = beside[0].value if beside else "nothing was found"
        right += value == row["value"]
        if value != row["value"]:
            wrong.append((row["context"], value, row["value"]))
        if row["value"] is None and value is not None:
            invented.append(row["context"])
    assert right / (right + len(wrong)) >= DATES_RIGHT, wrong
    assert not invented


def test_figures() -> None:
    fields = ("number", "low", "high", "qualifier", "unit", "subject")
    wrong: list[tuple[str, dict[str, Any]]] = []
    right = 0
    for row, start, end in gold("samples_figures.jsonl"):
        beside = [each for each in read(row["document"])[2] if each.start < end and start < each.end]
        found = {name: getattr(beside[0], name) for name in fields} if beside else {}
        wanted = {name: row[name] for name in fields}
        right += found == wanted
        if found != wanted:
            wrong.append((row["context"], found))
    assert right / (right + len(wrong)) >= FIGURES_RIGHT, wrong
