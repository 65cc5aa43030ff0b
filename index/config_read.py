"""A file of settings, read: its values, and the line and column of each.

Only a small part of YAML is taken: text, numbers, truth values, lists and sections. Anchors, aliases, merge keys and
tags are refused, because a reader of the file cannot see what they make of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import yaml

from index.config_kinds import MAX_BYTES, RawFile

MAX_DEPTH: Final = 8
_TIMESTAMP: Final = "tag:yaml.org,2002:timestamp"
_MERGE: Final = "tag:yaml.org,2002:merge"
_TEXT: Final = "tag:yaml.org,2002:str"

Path = tuple[str | int, ...]
_WORDS: Final[frozenset[Path]] = frozenset({("indexing", "watch")})
"""Settings whose `on` and `off` are words."""


class Mark(NamedTuple):
    """Line and column, counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Reading:
    """What a file of settings, a variable or an option says."""

    name: str
    """What is printed before line and column."""
    values: dict[str, Any] = field(default_factory=dict)
    marks: dict[Path, Mark] = field(default_factory=dict)
    """Where the value of a setting or an item of a list stands."""
    key_marks: dict[Path, Mark] = field(default_factory=dict)
    """Where the name of a setting stands."""
    faults: list[str] = field(default_factory=list)

    def fault(self, mark: Mark, setting: str, message: str) -> None:
        """Note what is wrong and where."""
        self.faults.append(f"{self.name}:{mark.line}:{mark.column}: {setting}: {message}")


def dotted(path: Path) -> str:
    """`search.limit`; which item of a list is meant, line and column say."""
    return ".".join(part for part in path if isinstance(part, str)) or "config"


def read_file(file: RawFile) -> Reading:
    """Values and marks of one file. Faults in its form are listed, and then it says nothing."""
    reading = Reading(str(file.path))
    if len(file.content) > MAX_BYTES:
        reading.fault(Mark(1, 1), "config", f"larger than {MAX_BYTES // 1024} KB")
        return reading
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = file.content[: error.start].decode("utf-8-sig", "replace")
        reading.fault(_mark_at_end(before), "config", "not UTF-8")
        return reading
    return read_text(text, reading)


def read_text(text: str, reading: Reading) -> Reading:
    """Values and marks of YAML text, added to a reading."""
    try:
        _refuse_what_hides(text, reading)
        if reading.faults:
            return reading
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        reading.fault(_mark_at_end(text[: error.position]), "config", "a control character")
        return reading
    except (ValueError, OverflowError):
        # The library has no error of its own for `"\UFFFFFFFF"`, and does not say where it stands.
        reading.fault(Mark(1, 1), "config", "a \\U that stands for no character")
        return reading
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reading.fault(_from_yaml(mark), "config", _in_words(error.problem or error.context or "not YAML"))
        return reading
    if root is None or (isinstance(root, yaml.ScalarNode) and root.tag.endswith(":null")):
        return reading
    if not isinstance(root, yaml.MappingNode):
        reading.fault(_mark(root), "config", "should be settings, each as `name: value`")
        return reading
    values = _mapping(root, (), reading)
    if not reading.faults:
        reading.values = values
    return reading


def scalar(text: str) -> Any:
    """The value of a variable or an option that is not plain text, such as `20`, `true` or `[a, b]`."""
    reading = Reading("value")
    # As the value of one setting, so that a line feed in it cannot add another.
    read_text("value: " + text, reading)
    if reading.faults or list(reading.values) != ["value"]:
        raise ValueError(text)
    return reading.values["value"]


def _refuse_what_hides(text: str, reading: Reading) -> None:
    """Anchors, aliases, tags and deep nesting, found in the stream of events before anything is composed."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark = _from_yaml(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            reading.fault(mark, "config", f"*{event.anchor}: aliases are not taken; write the value out")
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            reading.fault(mark, "config", f"&{event.anchor}: anchors are not taken; write the value out")
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            reading.fault(mark, "config", f"{event.tag}: tags are not taken")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                reading.fault(mark, "config", f"nested more than {MAX_DEPTH} deep")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _mapping(node: yaml.MappingNode, path: Path, reading: Reading) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        mark = _mark(key_node)
        if key_node.tag == _MERGE:
            reading.fault(mark, dotted(path), "<<: merge keys are not taken; write the settings out")
            continue
        if key_node.tag != _TEXT:
            reading.fault(mark, dotted(path), f"{_shown(key_node)} is not the name of a setting; put it in quotes")
            continue
        key: str = key_node.value
        here = (*path, key)
        if key in values:
            first = reading.key_marks[here]
            reading.fault(mark, dotted(here), f"set twice; first in line {first.line}")
            continue
        reading.key_marks[here] = mark
        values[key] = _value(value_node, here, reading)
    return values


def _value(node: yaml.Node, path: Path, reading: Reading) -> Any:
    reading.marks[path] = _mark(node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, reading)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), reading) for index, item in enumerate(node.value)]
    if path in _WORDS and isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if node.tag == _TIMESTAMP:
        return node.value  # No setting is a date: a layer may well be named like one.
    try:
        value = yaml.SafeLoader("").construct_object(node, deep=True)
        if isinstance(value, str):
            value.encode()  # A lone surrogate, written as an escape, is no text.
        return value
    except (ValueError, yaml.YAMLError):
        reading.fault(reading.marks[path], dotted(path), f"{_shown(node)} cannot be read; put text in quotes")
        return None


def _mark(node: yaml.Node) -> Mark:
    return _from_yaml(node.start_mark)


def _from_yaml(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)


def _mark_at_end(text: str) -> Mark:
    lines = text.split("\n")
    return Mark(len(lines), len(lines[-1]) + 1)


def _shown(node: yaml.Node) -> str:
    value = node.value if isinstance(node, yaml.ScalarNode) else "a list or section"
    return value if len(value) <= 40 else value[:39] + "…"


def _in_words(problem: str) -> str:
    if problem.startswith("expected <block end>"):
        return "the line is not indented like those it belongs to"
    return " ".join(problem.split())
