"""One JSON object a line: how a line is written and what a line must be to be read."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple, NoReturn

Record = dict[str, Any]
"""A JSON object."""

LONGEST_LINE = 8 * 1024 * 1024
_DEEPEST = 100

# What a terminal, an editor or a line reader could take for something else: DEL and the C1 controls, the line
# separators, the bidirectional controls, and surrogates, which UTF-8 cannot carry.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_CONFLICT = re.compile(rb"(?:<{7}|\|{7}|>{7})(?: |$)|={7}$")


class Fault(NamedTuple):
    """What is wrong with a line of a file; line 0 is the file as a whole."""

    file: str
    line: int
    reason: str


class BadLine(ValueError):
    """A line that is not what it should be; the message is the reason."""


def dump(value: object) -> str:
    """JSON on one line, keys sorted, readable but for what is better not shown raw."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def dump_line(record: Record) -> bytes:
    """A record as its line, with the newline. Raises BadLine where it is longer than a line may be."""
    line = dump(record).encode("utf-8") + b"\n"
    if len(line) > LONGEST_LINE:
        raise BadLine(f"longer than {LONGEST_LINE // 1024 // 1024} MB")
    return line


def parse_line(line: bytes) -> Record:
    """The object of a line. Raises BadLine."""
    if _CONFLICT.match(line):
        raise BadLine("a merge conflict left by git: settle it in an editor")
    value = parse_json(line)
    if not isinstance(value, dict):
        raise BadLine("not a JSON object")
    return value


def parse_json(data: bytes) -> Any:
    """The value of one JSON text in UTF-8. Raises BadLine."""
    try:
        value = _decoder.decode(data.decode("utf-8"))
        # Hardly any has so many brackets at all.
        if data.count(b"[") + data.count(b"{") > _DEEPEST and _is_deep(value):
            raise RecursionError
        return value
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}" if error.lineno > 1 else f"character {error.colno}"
        raise BadLine(f"not JSON: {error.msg} at {where}") from None
    except RecursionError:
        raise BadLine("not JSON: nested too deeply") from None
    except ValueError as error:
        raise BadLine(f"not JSON: {error}") from None


def _is_deep(value: Any) -> bool:
    """True where more is nested than can be copied and written again."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, list | dict)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return any(isinstance(each, list | dict) for each in level)


def is_conflict_marker(line: bytes) -> bool:
    """True for `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>` as git writes them."""
    return _CONFLICT.match(line) is not None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")  # it could not be written again
    return number


_decoder = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
