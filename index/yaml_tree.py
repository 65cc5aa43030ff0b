"""YAML as a tree of nodes that know where they stand in the text, so that a file can be edited in place.

Only a small part of YAML is taken: text, numbers, truth values, lists and mappings with plain text as keys. Anchors,
aliases, merge keys and tags are refused, because a reader of the file cannot see what they make of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NoReturn

import yaml

from index.errors import GlossatorError

MAX_DEPTH: Final = 12
_KEPT: Final = 4_000_000
"""Characters of a text whose tree is kept."""
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"})
_FALSE: Final = frozenset({"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"})
_WHOLE: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_LONGEST_WHOLE: Final = 18
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadYaml(GlossatorError):
    """Text that is not YAML, or more of YAML than is taken; `line` and `column` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(slots=True)
class Node:
    """A value in the text: `text[start:end]`, without what stands after it."""

    start: int
    end: int
    line: int
    """From 1."""
    column: int
    """From 1."""


@dataclass(slots=True)
class Scalar(Node):
    """Text, a number, a truth value or nothing."""

    text: str
    plain: bool
    """Without quotes, so that it may stand for something else than text."""

    @property
    def value(self) -> str | int | bool | None:
        """What it stands for. A date is the text it is written as."""
        if not self.plain:
            return self.text
        if self.text in _NULL:
            return None
        if self.text in _TRUE or self.text in _FALSE:
            return self.text in _TRUE
        if _WHOLE.match(self.text) and len(self.text) <= _LONGEST_WHOLE:
            return int(self.text)
        return self.text


@dataclass(slots=True)
class Sequence(Node):
    """A list."""

    flow: bool
    items: list[AnyNode] = field(default_factory=list)

    @property
    def value(self) -> list[Any]:
        """Its values."""
        return [item.value for item in self.items]


@dataclass(slots=True)
class Mapping(Node):
    """Keys with values, in their order."""

    flow: bool
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, AnyNode] = field(default_factory=dict)

    @property
    def value(self) -> dict[str, Any]:
        """Its values by key."""
        return {key: node.value for key, node in self.values.items()}


AnyNode = Scalar | Sequence | Mapping


def leaves(nodes: Iterable[AnyNode]) -> Iterator[Scalar]:
    """Every text, key and number in some nodes, in order."""
    for node in nodes:
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Sequence):
            yield from leaves(node.items)
        else:
            for key, value in node.values.items():
                yield node.keys[key]
                yield from leaves([value])


def read_tree(text: str) -> Mapping | None:
    """The mapping that a text holds; None where it holds nothing but comments. Not to be changed. Raises BadYaml."""
    # An edit asks for the tree before and after it several times over.
    return _read_kept(text) if len(text) <= _KEPT else _read(text)


@lru_cache(maxsize=2)
def _read_kept(text: str) -> Mapping | None:
    return _read(text)


def _read(text: str) -> Mapping | None:
    if len(text) > 1 and "\x00" in text:
        raise BadYaml("a control character", *_place(text, text.index("\x00")))
    try:
        # Event by event: the parser in C would else keep every other thread waiting until it is done.
        return _root(_Reader(text, yaml.parse(text, Loader=_Loader)))
    except yaml.reader.ReaderError as error:
        raise BadYaml("a control character", *_place(text, error.position)) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise BadYaml(_in_words(error.problem or error.context or "not YAML"), line, column) from error


class _Reader:
    """Makes nodes of the parser's events."""

    def __init__(self, text: str, events: Iterator[Any]) -> None:
        self.text = text
        self.events = events
        self.depth = 0

    def node(self, event: Any) -> AnyNode:
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"*{event.anchor}: aliases are not taken; write the value out")
        if event.anchor is not None:
            self._refuse(event, f"&{event.anchor}: anchors are not taken; write the value out")
        if event.tag is not None:
            self._refuse(event, f"{event.tag}: tags are not taken")
        if _is_a(event, yaml.ScalarEvent):
            end = event.end_mark.index
            if event.style in ("|", ">"):  # reaches to the line after it
                end = mark.index + len(self.text[mark.index : end].rstrip())
            return Scalar(mark.index, end, mark.line + 1, mark.column + 1, event.value, not event.style)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._refuse(event, f"nested more than {MAX_DEPTH} deep")
        made = self._sequence(event) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(event)
        self.depth -= 1
        return made

    def _sequence(self, event: Any) -> Sequence:
        mark = event.start_mark
        inner: Any
        made = Sequence(mark.index, mark.index, mark.line + 1, mark.column + 1, bool(event.flow_style))
        while not _is_a(inner := next(self.events), yaml.SequenceEndEvent):
            made.items.append(self.node(inner))
        made.end = inner.end_mark.index if made.flow or not made.items else made.items[-1].end
        return made

    def _mapping(self, event: Any) -> Mapping:
        mark = event.start_mark
        inner: Any
        made = Mapping(mark.index, mark.index, mark.line + 1, mark.column + 1, bool(event.flow_style))
        last: AnyNode | None = None
        while not _is_a(inner := next(self.events), yaml.MappingEndEvent):
            key = self.node(inner)
            if not isinstance(key, Scalar):
                self._refuse(inner, "a list or section cannot be a key")
            if key.plain and key.text == "<<":
                self._refuse(inner, "<<: merge keys are not taken; write the values out")
            if key.text in made.keys:
                self._refuse(inner, f"{_brief(key.text)} stands twice; first in line {made.keys[key.text].line}")
            last = self.node(next(self.events))
            made.keys[key.text], made.values[key.text] = key, last
            if last.end == last.start:  # nothing written: the colon is all there is
                last.start = last.end = max(last.end, self.text.find(":", key.end) + 1)
        made.end = inner.end_mark.index if made.flow or last is None else last.end
        return made

    def _refuse(self, event: Any, message: str) -> NoReturn:
        raise BadYaml(message, event.start_mark.line + 1, event.start_mark.column + 1)


def _root(reader: _Reader) -> Mapping | None:
    event: Any
    after: Any
    for event in reader.events:
        if isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            continue
        if isinstance(event, yaml.StreamEndEvent):
            return None
        root = reader.node(event)
        if isinstance(root, Scalar) and root.value is None:
            root_or_none = None
        elif isinstance(root, Mapping):
            root_or_none = root
        else:
            raise BadYaml("should be settings, each as `name: value`", root.line, root.column)
        for after in reader.events:
            if _is_a(after, yaml.DocumentStartEvent):
                raise BadYaml("more than one document; leave out the ---", after.start_mark.line + 1, 1)
        return root_or_none
    return None


def _is_a(event: Any, kind: type) -> bool:
    return isinstance(event, kind)


def _place(text: str, at: int) -> tuple[int, int]:
    before = text[:at].split("\n")
    return len(before), len(before[-1]) + 1


def _brief(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _in_words(problem: str) -> str:
    if problem.startswith(("expected <block end>", "did not find expected key")):
        return "the line is not indented like those it belongs to"
    return " ".join(problem.split())
