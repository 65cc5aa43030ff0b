"""Dates of news marked up in TimeML against its TIMEX3 values; the folder is searched for `*.tml`.

A text belongs to the half that was looked at or to the half that judges by the hash of its name. The anchor is the
creation time of the document. Years, months, days, weeks, quarters, seasons, decades and centuries are values of the
calendar, times of day are cut to their day; references such as `PRESENT_REF`, durations and `1998-XX` are not.
"""

from __future__ import annotations

import hashlib
import html
import re
from datetime import date, timedelta
from pathlib import Path

from _dates import Counts, Gold

from index.document import Block, Metadata
from index.understanding.anchors import resolved
from index.understanding.date_forms import stated_dates
from index.understanding.entities import RulesExtractor

_MARK = re.compile(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
_BODY = re.compile(r"<TEXT>(.*?)</TEXT>", re.DOTALL)
_WRITTEN = re.compile(r'<TIMEX3 [^>]*functionInDocument="CREATION_TIME"[^>]*>')
_KEY = re.compile(r'(\w+)="([^"]*)"')
_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}


def scored(folder: Path, judged: bool, show: bool = False) -> dict[str, float]:
    """Counts over the texts of one half."""
    extractor = RulesExtractor()
    counts = Counts(same)
    for path in sorted(folder.rglob("*.tml")):
        if path.name.startswith(".") or int(hashlib.md5(path.name.encode()).hexdigest(), 16) % 2 != judged:
            continue
        marked = path.read_text(encoding="utf-8", errors="replace")
        text, gold = read(marked)
        blocks = [Block(match.start(), match.end(), "prose", "bench") for match in re.finditer(r"\S[^\n]*", text)]
        stated = stated_dates(text, blocks, extractor.extract(text, blocks, "en"))
        counts.add(path.stem, text, gold, resolved(stated, Metadata(date=_written(marked))), show)
    return counts.figures()


def read(marked: str) -> tuple[str, list[Gold]]:
    """The text without marks, its hard line ends joined, and the dates and times of day that are marked."""
    body = _BODY.search(marked)
    source = re.sub(r"</?(?:EVENT|SIGNAL)[^>]*>", "", body[1] if body is not None else "")
    text, at = "", 0
    gold: list[Gold] = []
    for match in _MARK.finditer(source):
        text += html.unescape(source[at : match.start()])
        start = len(text)
        text += html.unescape(re.sub("<[^>]*>", "", match[2]))
        keys = dict(_KEY.findall(match[1]))
        if keys["type"] in ("DATE", "TIME"):
            gold.append(Gold(start, len(text), value_of(keys["value"])))
        at = match.end()
    text += html.unescape(source[at:])
    return re.sub(r"(?<!\n)\n(?!\s*\n)", " ", text), gold


def _written(marked: str) -> str | None:
    found = _WRITTEN.search(marked)
    return value_of(dict(_KEY.findall(found[0])).get("value", "")) if found is not None else None


def value_of(timex: str) -> str | None:
    """A TIMEX3 value as EDTF, None where it is none of the calendar."""
    timex = timex.partition("T")[0]
    if week := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", timex):
        monday = date.fromisocalendar(int(week[1]), max(1, min(int(week[2]), 52)), 1)
        return f"{monday + timedelta(5 if week[3] else 0)}/{monday + timedelta(6)}"
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", timex):
        return f"{quarter[1]}-{3 * int(quarter[2]) - 2:02d}/{quarter[1]}-{3 * int(quarter[2]):02d}"
    if season := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", timex):
        return f"{season[1]}-{_SEASONS[season[2]]}"
    if re.fullmatch(r"\d{3}X?", timex):
        return f"{timex[:3]}X"
    if re.fullmatch(r"\d\dX?X?", timex):
        return f"{timex[:2]}XX"
    return timex if re.fullmatch(r"\d{4}(-\d\d){0,2}", timex) else None


def same(ours: str | None, gold: str) -> bool:
    """Whether a value is that of the gold, which marks the two ends of a stretch apart."""
    return ours is not None and gold in (ours, *ours.split("/"))
