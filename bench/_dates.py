"""Dates of the Wikinews texts against their gold: values right of all, wrong ones, and what is found beside them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from index.document import Block, Document
from index.reading import read_alone
from index.understanding.anchors import resolved
from index.understanding.date_forms import stated_dates
from index.understanding.date_values import DateValue
from index.understanding.entities import RulesExtractor
from index.understanding.figures import figures_of

DEVELOPED_ON = slice(0, None, 2)
"""Every other text by name was looked at while the rules were written; the rest judges."""
JUDGED_ON = slice(1, None, 2)

_DATE = re.compile(r"<date ([^>]*)>|</date>")
_KEY = re.compile(r'(when|from|to|notBefore|notAfter)="([^"]*)"')


class Gold(NamedTuple):
    start: int
    end: int
    value: str | None
    """None for what is no day, month, year or stretch of them: `now`, `daily`, `the past 35 years`."""


def gold_of(xml: str, text: str) -> list[Gold]:
    """Spans and values of the gold, its tokens found again in the text one after another."""
    found: list[Gold] = []
    open_at: list[tuple[str | None, int]] = []
    at, last = 0, 0
    for line in xml.splitlines():
        if mark := _DATE.fullmatch(line):
            if line.startswith("</"):
                value, start = open_at.pop()
                found.append(Gold(start, last, value))
            else:
                open_at.append((_value(mark[1]), -1))
        elif "\t" in line:
            word = line.split("\t")[0].replace("&amp;", "&").replace("&quot;", '"').replace("&apos;", "'")
            place = text.find(word, at, at + 400)
            if place < 0:
                continue
            at = last = place + len(word)
            open_at = [(value, place if start < 0 else start) for value, start in open_at]
    return found


def _value(attributes: str) -> str | None:
    keys = dict(_KEY.findall(attributes))
    if "when" in keys:
        return keys["when"].partition("T")[0]
    return f"{keys['from']}/{keys['to']}" if "from" in keys and "to" in keys else None


def same(ours: str | None, gold: str) -> bool:
    """Whether two ways to write a stretch of time mean one."""
    if ours is None:
        return False
    first, _, last = gold.partition("/")
    seasons = {f"{first[:4]}-21": "03/05", f"{first[:4]}-22": "06/09", f"{first[:4]}-23": "09/12"}
    if ours in seasons and last:
        return True
    if ours.endswith("X"):
        stem = ours.rstrip("X")
        return first.startswith(stem) and last.startswith(stem)
    return gold in (ours, *ours.split("/"))  # the gold marks the two ends of a stretch apart


class Counts:
    """What became of the dates of a gold, those with a value of the calendar apart from the rest."""

    def __init__(self, same: Callable[[str | None, str], bool] = same) -> None:
        self._same = same
        names = "gold right wrong open missed beside beside_valued no_calendar no_calendar_valued"
        self._counts = dict.fromkeys(names.split(), 0)

    def add(self, name: str, text: str, gold: list[Gold], found: list[DateValue], show: bool) -> None:
        """The dates of one text."""
        free = list(found)
        for each in gold:
            beside = [d for d in found if d.start < each.end and each.start < d.end]
            free = [d for d in free if d not in beside]
            outcome = self._outcome(each, beside)
            self._counts[outcome] += 1
            if each.value is not None:
                self._counts["gold"] += 1
            if show and outcome not in ("right", "no_calendar"):
                words = text[max(0, each.start - 40) : each.end + 25].replace("\n", " ")
                print(f"{outcome:7}{name} {each.value} {[d.value for d in beside]} | {words}")
        self._counts["beside"] += len(free)
        self._counts["beside_valued"] += sum(d.value is not None for d in free)
        for d in free if show else ():
            words = text[max(0, d.start - 40) : d.end + 25].replace("\n", " ")
            print(f"beside {name} {d.value} [{text[d.start : d.end]}] | {words}")

    def _outcome(self, gold: Gold, beside: list[DateValue]) -> str:
        valued = any(d.value for d in beside)
        if gold.value is None:
            return "no_calendar_valued" if valued else "no_calendar"
        if not beside:
            return "missed"
        if any(self._same(d.value, gold.value) for d in beside):
            return "right"
        return "wrong" if valued else "open"

    def figures(self) -> dict[str, float]:
        """The counts, and what is right of what has a value of the calendar, and of all that the gold marks."""
        counts = self._counts
        whole = counts["gold"] + counts["no_calendar"] + counts["no_calendar_valued"]
        return {
            **counts,
            "percent_right": round(100 * counts["right"] / max(1, counts["gold"]), 1),
            "percent_of_all": round(100 * counts["right"] / max(1, whole), 1),
        }


def scored(folder: Path, part: slice, anchored: bool = True, show: bool = False) -> dict[str, float]:
    """Counts over the texts of one half."""
    counts = Counts()
    for xml in sorted((folder / "xml").glob("*.xml"))[part]:
        document = read_alone(folder / "txt", xml.with_suffix(".txt").name, 10_000_000, False)
        gold = gold_of(xml.read_text(encoding="utf-8"), document.text)
        counts.add(xml.stem, document.text, gold, dates_of(document, anchored), show)
    return counts.figures()


def dates_of(document: Document, anchored: bool) -> list[DateValue]:
    """The dates of a document, with what it says of its own date or without."""
    metadata = document.metadata
    mentions = RulesExtractor().extract(document.text, document.blocks, metadata.language)
    stated = stated_dates(document.text, document.blocks, mentions)
    return resolved(stated, metadata if anchored else replace(metadata, date=None, date_alternatives=()))


def speed(texts: list[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Words a second of dates and of figures, once the mentions are there."""
    extractor = RulesExtractor()
    prepared = []
    for text in texts:
        blocks = [Block(match.start(), match.end(), "prose", "bench") for match in re.finditer(r"\S[^\n]*", text)]
        prepared.append((text, blocks, extractor.extract(text, blocks, "en")))
    words = sum(len(text.split()) for text in texts)
    begin = time.process_time()
    dates = sum(len(stated_dates(*each).expressions) for each in prepared)
    dated = time.process_time()
    figures = sum(len(figures_of(*each)) for each in prepared)
    figured = time.process_time()
    return (
        {"dates": dates, "words_a_second": round(words / (dated - begin))},
        {"figures": figures, "words_a_second": round(words / (figured - dated))},
    )
