"""Web Annotations as JSON Lines, one a line, as layers have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.hypothesis import is_hypothesis
from index.annotations.interchange.items import (
    Imported,
    ImportedAnnotation,
    ImportedMemo,
    Source,
    Unplaced,
    imported,
    shortened,
)
from index.annotations.lines import BadLine, dump_line, parse_line
from index.memos.memo import to_record

_BOM = b"\xef\xbb\xbf"


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """One annotation a line, as its layer has it; behind them the memos, as their file has them."""
    for placed in annotations:
        yield dump_line(source.record(placed.annotation))
    for memo in source.memos:
        yield dump_line(to_record(memo))


def fits(data: bytes) -> bool:
    """True where the first line is a JSON object."""
    first = next((line for line in data.removeprefix(_BOM).split(b"\n") if line.strip()), b"")
    try:
        return not is_hypothesis(parse_line(first))
    except BadLine:
        return False


def parse(data: bytes) -> Iterator[Imported]:
    """Every line; a layer with several versions of an annotation gives the last."""
    latest: dict[str, Imported] = {}
    for number, line in enumerate(data.removeprefix(_BOM).split(b"\n"), start=1):
        if not line.strip():
            continue
        item: Imported
        try:
            item = imported(parse_line(line))
        except BadLine as error:
            item = Unplaced(f"line {number}: {error}", shortened(line.decode("utf-8", "replace")))
        key = f"line {number}"
        if isinstance(item, ImportedMemo):
            key = item.memo.id
        elif isinstance(item, ImportedAnnotation) and item.parts.id:
            key = item.parts.id
        latest.pop(key, None)
        latest[key] = item
    yield from latest.values()
