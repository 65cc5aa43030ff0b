"""W3C Web Annotations as one JSON array; also read: a single annotation, a page, a collection with its pages inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from index.annotations.annotation import PlacedAnnotation
from index.annotations.interchange.hypothesis import is_hypothesis
from index.annotations.interchange.items import Imported, Source, Unplaced, imported
from index.annotations.interchange.memos import to_annotation
from index.annotations.lines import BadLine, dump, parse_json

_BOM = b"\xef\xbb\xbf"


def export(annotations: Iterable[PlacedAnnotation], source: Source) -> Iterator[bytes]:
    """One annotation a line inside the array, as its layer has it: a selector says what was marked when it was made.

    A memo is one whose target is a whole source.
    """
    between = "[\n"
    for placed in annotations:
        yield (between + dump(source.record(placed.annotation))).encode("utf-8")
        between = ",\n"
    for memo in source.memos:
        yield (between + dump(to_annotation(memo))).encode("utf-8")
        between = ",\n"
    yield b"[]\n" if between == "[\n" else b"\n]\n"


def fits(data: bytes) -> bool:
    """True for one JSON text, be it an array or an object."""
    if data.removeprefix(_BOM).lstrip()[:1] not in (b"[", b"{"):
        return False
    try:
        return not is_hypothesis(parse_json(data.removeprefix(_BOM)))
    except BadLine:
        return False


def parse(data: bytes) -> Iterator[Imported]:
    """Every annotation of an array, a page or a collection, or the single one."""
    try:
        value = parse_json(data.removeprefix(_BOM))
    except BadLine as error:
        yield Unplaced(str(error), "")
        return
    for item in _annotations(value):
        if isinstance(item, str):
            yield Unplaced("its annotations lie elsewhere; nothing is fetched", item)
        else:
            yield imported(item)


def _annotations(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _annotations(item)
    elif isinstance(value, dict) and "AnnotationCollection" in _types(value):
        yield from _annotations(value.get("first", []))
    elif isinstance(value, dict) and "AnnotationPage" in _types(value):
        yield from _annotations(value.get("items", []))
        yield from _annotations(value.get("next") or [])
    else:
        yield value


def _types(value: dict[str, Any]) -> list[Any]:
    kind = value.get("type")
    return kind if isinstance(kind, list) else [kind]
