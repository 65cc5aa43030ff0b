"""JSON Lines, and JSON files that are a list of objects: an object a document, or a table of figures as one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any, BinaryIO, Final, NamedTuple

from index.errors import UnreadableFile
from index.readers import suffix_of
from index.readers.decoding import decode
from index.readers.members import Made, Member, Opened, Refused
from index.readers.rows.row_lines import Lines, LongLine, encoding_of
from index.readers.rows.rows import SAMPLE, columns_for, document, name_of, table_document

READER: Final = "rows_json/1"
_LONGEST_LINE: Final = 50_000_000
"""Characters."""
_MOST_COLUMNS: Final = 2_000
_DEEPEST: Final = 5
"""Objects in objects whose names are joined by dots; what lies deeper is kept as JSON."""
_BLANK: Final = re.compile(r"[ \t\r\n]*")
_NO_TEXT: Final = "no text in it that is known as such (setting formats.rows names it)"


class _Found(NamedTuple):
    """An object of the file, or what is wrong with it."""

    row: dict[str, str] | str
    raw: bytes


def members(file: BinaryIO, opened: Opened) -> Iterator[Member]:
    """The objects, or the table that they are. Raises UnreadableFile where the file cannot be read at all."""
    if suffix_of(opened.name) == ".json":
        opened.budget.check_size(file.seek(0, 2))
        file.seek(0)
        text, encoding = decode(file.read())
        if not text.strip():
            yield Made("", partial(table_document, (), (), READER, encoding), b"")
            return
        start, one = _start(text)
        if one is not None:
            yield _single(one, text, encoding, opened)
            return
        yield from _members(lambda: _in_list(text, start), encoding, file, opened)
        return
    encoding = encoding_of(file)
    longest = min(_LONGEST_LINE, opened.budget.max_bytes)
    yield from _members(lambda: _in_lines(Lines(file, encoding, longest)), encoding, file, opened)


def _members(found: Callable[[], Iterator[_Found]], encoding: str, file: BinaryIO, opened: Opened) -> Iterator[Member]:
    sample: list[dict[str, str]] = []
    # What cannot be read on is told when all before it has been read.
    with suppress(UnreadableFile):
        sample.extend(each.row for each in islice(found(), SAMPLE) if not isinstance(each.row, str))
    columns = columns_for(opened.name, _names(sample), sample, opened.formats.rows)
    if columns is None and sample:
        opened.budget.check_size(file.seek(0, 2))
        names = _names(each.row for each in found() if not isinstance(each.row, str))
        rows = (each.row for each in found() if not isinstance(each.row, str))
        extracted = table_document(names, rows, READER, encoding)
        file.seek(0)
        yield Made("", lambda: extracted, file.read())
    for ordinal, each in enumerate(found(), 1):
        if isinstance(each.row, str):
            yield Refused(str(ordinal), each.row, True)
        elif columns is not None:
            make = partial(document, each.row, columns, READER, encoding)
            yield Made(name_of(each.row, columns, ordinal), make, each.raw)


def _single(value: dict[str, Any], text: str, encoding: str, opened: Opened) -> Member:
    """A file that is one object: a document, where there is a text in it."""
    row = _row(value)
    columns = columns_for(opened.name, [*row], [row], opened.formats.rows)
    if columns is None:
        return Refused("", _NO_TEXT, False)
    return Made("", partial(document, row, columns, READER, encoding), text.encode("utf-8", "surrogatepass"))


def _names(rows: Any) -> list[str]:
    """The names in all rows, in the order in which they come."""
    names: dict[str, None] = {}
    for row in rows:
        if len(names) < _MOST_COLUMNS:
            names.update(dict.fromkeys(row))
    return [*names][:_MOST_COLUMNS]


# -- JSON -------------------------------------------------------------------------------------------------------------


def _constant(name: str) -> str:
    return name


# Numbers stay as they are written: 0.10 is no 0.1, and none is too long to be a number.
_DECODER: Final = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_constant, strict=False)


def _decoded(text: str, at: int = 0) -> tuple[Any, int]:
    """A value and where it ends. Raises UnreadableFile."""
    try:
        return _DECODER.raw_decode(text, at)
    except RecursionError as error:
        raise UnreadableFile("JSON that is nested too deep") from error
    except ValueError as error:
        raise UnreadableFile(f"not JSON ({_in_words(error)})") from error


def _in_words(error: ValueError) -> str:
    words = getattr(error, "msg", "")
    return words[:1].lower() + words[1:] if words else "it cannot be read"


def _skip_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _start(text: str) -> tuple[int, dict[str, Any] | None]:
    """Behind the bracket that opens the list of objects; or the one object that the file is. Raises UnreadableFile."""
    at = _skip_blank(text, 0)
    if text[at] == "[":
        return at + 1, None
    value, end = _decoded(text, at)
    if not isinstance(value, dict):
        raise UnreadableFile("JSON that holds no object")
    if _skip_blank(text, end) < len(text):
        # Objects one after the other, as in JSON Lines.
        return at, None
    lists = [name for name, below in value.items() if isinstance(below, list) and below and isinstance(below[0], dict)]
    if len(lists) == 1:
        return _list_in(text, at, lists[0]), None
    return at, value


def _list_in(text: str, at: int, name: str) -> int:
    """Behind the bracket of the list of that name in the object that begins there."""
    at = _skip_blank(text, at) + 1
    while True:
        key, at = _decoded(text, _skip_blank(text, at))
        at = _skip_blank(text, _skip_blank(text, at) + 1)
        if key == name and text[at] == "[":
            return at + 1
        at = _skip_blank(text, _decoded(text, at)[1]) + 1


def _in_list(text: str, at: int) -> Iterator[_Found]:
    """The values from there on, to the bracket that closes the list or the end. Raises UnreadableFile where one of
    them cannot be read: nobody knows where the next begins."""
    while True:
        at = _skip_blank(text, at)
        if at >= len(text) or text[at] == "]":
            return
        value, end = _decoded(text, at)
        yield _found(value, text[at:end])
        at = _skip_blank(text, end)
        if text[at : at + 1] == ",":
            at += 1


def _in_lines(lines: Lines) -> Iterator[_Found]:
    while True:
        try:
            line = next(lines, None)
        except LongLine as error:
            yield _Found(str(error), b"")
            continue
        if line is None:
            return
        raw = lines.taken()
        if not line.strip():
            continue
        try:
            value, end = _decoded(line, _skip_blank(line, 0))
        except UnreadableFile as error:
            yield _Found(str(error), raw)
            continue
        if _skip_blank(line, end) < len(line):
            yield _Found("not JSON (more than one value in a line)", raw)
        else:
            yield _found(value, line)


def _found(value: Any, text: str) -> _Found:
    raw = text.encode("utf-8", "surrogatepass")
    if isinstance(value, str) and value.strip():
        value = {"text": value}
    if not isinstance(value, dict):
        return _Found("no object, but a value alone", raw)
    return _Found(_row(value), raw)


def _row(value: dict[str, Any]) -> dict[str, str]:
    row: dict[str, str] = {}
    _flatten(value, "", 0, row)
    return row


def _flatten(value: dict[str, Any], prefix: str, depth: int, row: dict[str, str]) -> None:
    for name, below in value.items():
        path = prefix + name
        if isinstance(below, dict) and depth < _DEEPEST:
            _flatten(below, path + ".", depth + 1, row)
        else:
            row[path] = _cell(below)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return ""
