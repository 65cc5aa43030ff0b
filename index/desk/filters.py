"""The filter of the list of documents: the query language, whose words look into title, author, source and path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from index.asking.conditions import documents_holding, documents_meeting, is_unfinished
from index.desk.view import View
from index.errors import QueryError
from index.events import Cancelled
from index.search.parser import EmptyQuery, parse
from index.search.query import And, Condition, Field, Node, Not, Or, Phrase, Prefix, Word

_PARTS: Final = ("title", "author", "source", "path")
_AROUND: Final = '"“”„=*'
_TEXT: Final = (Word, Prefix, Phrase)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Documents, as those that are meant or as those that are not."""

    numbers: set[int]
    all_but: bool = False

    def turned(self) -> Chosen:
        """The others."""
        return Chosen(self.numbers, not self.all_but)

    def also(self, other: Chosen) -> Chosen:
        """Those that are in both."""
        if self.all_but and other.all_but:
            return Chosen(self.numbers | other.numbers, True)
        if self.all_but:
            return Chosen(other.numbers - self.numbers)
        return Chosen(self.numbers - other.numbers if other.all_but else self.numbers & other.numbers)


def parse_filter(words: str) -> Node | None:
    """The tree of a filter that is still being typed; None for one that leaves nothing out. Raises QueryError."""
    try:
        return parse(words, as_typed=True)
    except EmptyQuery:
        return None


def choose(view: View, words: str, cancelled: Cancelled | None) -> Chosen | None:
    """The documents that a filter lets through; None: all. Raises QueryError, Cancelled."""
    tree = parse_filter(words)
    return _Filter(view, words, cancelled).chosen(tree, _PARTS) if tree is not None else None


class _Filter:
    """One filter at work."""

    def __init__(self, view: View, words: str, cancelled: Cancelled | None) -> None:
        self._view = view
        self._words = words
        self._cancelled = cancelled

    def chosen(self, node: Node, parts: tuple[str, ...]) -> Chosen | None:
        match node:
            case And(children=children):
                # Words are looked for together: one pass over everything, however many there are.
                words = [child for child in children if isinstance(child, _TEXT)]
                others = (self.chosen(child, parts) for child in children if not isinstance(child, _TEXT))
                return self._all((self._holding(words, parts), *others) if words else others)
            case Or(children=children):
                return self._any([self.chosen(child, parts) for child in children])
            case Not(child=child):
                inner = self.chosen(child, parts)
                return inner.turned() if inner is not None else None
            case Field(name=name, child=child):
                return self.chosen(child, (name,))
            case Condition():
                return self._condition(node)
            case Word() | Prefix() | Phrase():
                return self._holding([node], parts)
            case _:
                raise QueryError(
                    "Only words, phrases and conditions filter the list.", *node.span, "/ searches the texts"
                )

    def _holding(self, nodes: Sequence[Node], parts: tuple[str, ...]) -> Chosen:
        """What was typed, not the words it is cut into: part of a word or of a file's name finds it as well."""
        typed = [self._words[node.span.start : node.span.end] for node in nodes]
        texts = [" ".join(text.strip(_AROUND).split()) for text in typed]
        return Chosen(documents_holding(self._view, parts, texts, self._cancelled))

    @staticmethod
    def _all(parts: Iterable[Chosen | None]) -> Chosen | None:
        result: Chosen | None = None
        for part in parts:
            if part is not None:
                result = part if result is None else result.also(part)
        return result

    @staticmethod
    def _any(parts: list[Chosen | None]) -> Chosen | None:
        result: Chosen | None = None
        for part in parts:
            if part is None:
                continue
            result = part if result is None else result.turned().also(part.turned()).turned()
        return result

    def _condition(self, node: Condition) -> Chosen | None:
        unfinished = node.span.end == len(self._words) and not self._words.endswith(tuple('"“”'))
        if unfinished and is_unfinished(node):
            return None
        if (node.name, node.value.lower()) == ("is", "unread"):
            return Chosen(set(self._view.read), all_but=True)
        return Chosen(documents_meeting(self._view, node, unfinished=unfinished, cancelled=self._cancelled))
