"""The shipped extractors against what was read by hand in samples/: names, structure, quotations, dates, figures."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from bench._clusters import b_cubed, f1, over_all
from index.document import Document, Mention
from index.reading import read_alone
from index.understanding.anchors import common_ordering, own_ordering, resolved
from index.understanding.date_forms import Stated, stated_dates
from index.understanding.date_values import DateValue, Ordering
from index.understanding.entities import RulesExtractor
from index.understanding.extractor import EntityExtractor
from index.understanding.figures import Figure, figures_of
from index.understanding.grouping import group, records
from index.understanding.quotations import Quotation, find_quotations

ROOT = Path(__file__).resolve().parent.parent
TYPES = ("PERSON", "ORG", "PLACE")
_FIELDS = ("number", "low", "high", "qualifier", "unit", "subject")

Row = dict[str, Any]


class Read(NamedTuple):
    """One of the samples, understood."""

    document: Document
    mentions: list[Mention]
    stated: Stated
    figures: list[Figure]
    quotations: list[Quotation]


class Samples:
    """The samples as an extractor understands them, beside their gold."""

    def __init__(self, extractor: EntityExtractor | None = None) -> None:
        self._extractor = extractor or RulesExtractor()

    @cached_property
    def read(self) -> dict[str, Read]:
        """Every sample by file name."""
        return {file.name: self._understood(file.name) for file in clippings()}

    def _understood(self, name: str) -> Read:
        document = read_alone(ROOT / "samples", name, 10_000_000, False)
        language = document.metadata.language
        found = self._extractor.extract(document.text, document.blocks, language)
        mentions = group(found, document.text)
        names = {record.id: record.name for record in records(mentions, document.text).values()}
        return Read(
            document,
            mentions,
            stated_dates(document.text, document.blocks, mentions),
            figures_of(document.text, document.blocks, mentions, language),
            find_quotations(document.text, document.blocks, mentions, language, names),
        )

    def names(self) -> dict[str, float]:
        """F1 of mentions, strict in span and type, and B-cubed of their clusters inside each document."""
        gold = {
            (row["document"], row["start"], row["start"] + len(row["text"]), row["type"]): row["cluster"]
            for row in rows("samples_mentions.jsonl")
        }
        found = {
            (name, mention.start, mention.end, mention.type): mention.entity
            for name, each in self.read.items()
            for mention in each.mentions
            if mention.type in TYPES
        }
        scores = {"mentions": f1(len(gold.keys() & found.keys()), len(gold), len(found))}
        for kind in TYPES:
            of_gold, of_found = {m for m in gold if m[3] == kind}, {m for m in found if m[3] == kind}
            scores[kind.lower()] = f1(len(of_gold & of_found), len(of_gold), len(of_found))
        theirs: dict[Hashable, Hashable] = {key: (key[0], cluster) for key, cluster in gold.items()}
        ours: dict[Hashable, Hashable] = {key: (key[0], entity) for key, entity in found.items()}
        return {**scores, "b_cubed": b_cubed(theirs, ours), "b_cubed_all": over_all(theirs, ours)}

    def structure(self) -> dict[str, float]:
        """Percent of blocks whose kind is right, F1 of boilerplate, percent of titles."""
        kinds, titles, right, titled = 0, 0, 0, 0
        gold: set[tuple[str, int]] = set()
        found: set[tuple[str, int]] = set()
        for row in rows("samples_structure.jsonl"):
            document = self.read[row["document"]].document
            if "title" in row:
                titles += 1
                titled += document.metadata.title == row["title"]
                continue
            kinds += 1
            block = next((each for each in document.blocks if each.start == row["start"]), None)
            kind = block.kind if block is not None else ""
            right += kind == row["kind"]
            where = (row["document"], row["start"])
            gold |= {where} if row["kind"] == "boilerplate" else set()
            found |= {where} if kind == "boilerplate" else set()
        return {
            "kinds": 100 * right / kinds,
            "boilerplate": f1(len(gold & found), len(gold), len(found)),
            "titles": 100 * titled / titles,
        }

    def quotations(self) -> dict[str, float]:
        """F1 of quotations by their spans, and percent of the gold whose speaker is right."""
        gold = rows("samples_quotes.jsonl")
        found = {(name, q.start, q.end): q for name, each in self.read.items() for q in each.quotations}
        right = speakers = 0
        for row in gold:
            quotation = found.get((row["document"], row["start"], row["start"] + len(row["text"])))
            if quotation is None:
                continue
            right += 1
            said = _words(row["speaker"]) <= _words(quotation.speaker)
            speakers += said and (row["speaker"] is None) == (quotation.speaker is None)
        return {"quotations": f1(right, len(gold), len(found)), "speakers": 100 * speakers / len(gold)}

    def dates_and_figures(self) -> dict[str, float]:
        """Percent of the date values and of the figures that are right, and dates that were invented."""
        orders = self._orders()
        right, invented = [], 0
        for row in rows("samples_dates.jsonl"):
            read = self.read[row["document"]]
            start, end = _span(row, read.document.text)
            dates = resolved(read.stated, read.document.metadata, orders.get(read.document.metadata.source or ""))
            beside: list[DateValue] = [each for each in dates if each.start < end and start < each.end]
            value = beside[0].value if beside else "nothing was found"
            right.append(value == row["value"])
            invented += row["value"] is None and value is not None
        counted = []
        for row in rows("samples_figures.jsonl"):
            read = self.read[row["document"]]
            start, end = _span(row, read.document.text)
            figures = [each for each in read.figures if each.start < end and start < each.end]
            counted.append(bool(figures) and all(getattr(figures[0], name) == row[name] for name in _FIELDS))
        return {
            "dates": 100 * sum(right) / len(right),
            "invented": invented,
            "figures": 100 * sum(counted) / len(counted),
        }

    def _orders(self) -> dict[str, Ordering | None]:
        found: dict[str, list[tuple[str, Ordering]]] = {}
        for name, each in self.read.items():
            own = own_ordering(each.stated)
            if own is not None and each.document.metadata.source:
                found.setdefault(each.document.metadata.source, []).append((name, own))
        return {source: common_ordering(each) for source, each in found.items()}

    def scores(self) -> dict[str, float]:
        """All of it, rounded to a tenth."""
        parts = {**self.names(), **self.structure(), **self.quotations(), **self.dates_and_figures()}
        return {name: round(score, 1) for name, score in parts.items()}


def clippings() -> list[Path]:
    """Those of the samples that the gold is about: plain text and Markdown."""
    return sorted(file for file in (ROOT / "samples").iterdir() if file.suffix in (".txt", ".md"))


def rows(name: str) -> list[Row]:
    """The lines of one gold file."""
    return [json.loads(line) for line in (ROOT / "tests/gold" / name).read_text(encoding="utf-8").splitlines()]


def _span(row: Row, text: str) -> tuple[int, int]:
    """Where the words in brackets of a row's context stand."""
    before, _, rest = row["context"].partition("[")
    words, _, after = rest.partition("]")
    start = text.index(before + words + after) + len(before)
    return start, start + len(words)


def _words(text: str | None) -> set[str]:
    return set(re.findall(r"\w+", (text or "").casefold()))
