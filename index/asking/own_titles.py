"""`title:` over the titles that the reader set: no index holds them; they count in place of what a document says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from index.search.languages import Languages
from index.search.matching import Matchers
from index.search.query import And, Condition, Field, Node, Not, Or, Some

OWN_TITLE: Final = "own title"
"""The name of a Condition that no query spells: the reader set a title, and it answers what has this number."""
_ANY: Final = ""


class OwnTitles:
    """Those that the reader set, by the number of the document."""

    def __init__(self, titles: Mapping[int, str], languages: Languages) -> None:
        self._titles = titles
        self._languages = languages
        self._asked: list[Node] = []

    def __bool__(self) -> bool:
        return bool(self._titles)

    def asked_too(self, tree: Node) -> Node:
        """The tree, where each `title:` asks these titles as well, and of their documents nothing else."""
        match tree:
            case Field(child=child, span=span):
                self._asked.append(child)
                own = Condition(OWN_TITLE, str(len(self._asked) - 1), span)
                return Or((And((tree, Not(Condition(OWN_TITLE, _ANY, span)))), own), span)
            case And() | Or() | Some():
                return replace(tree, children=tuple(map(self.asked_too, tree.children)))
            case Not():
                return replace(tree, child=self.asked_too(tree.child))
            case _:
                return tree

    def documents(self, condition: Condition) -> set[int]:
        """Numbers of the documents that meet an OWN_TITLE."""
        if condition.value == _ANY:
            return set(self._titles)
        return self._answering(self._asked[int(condition.value)])

    def _answering(self, node: Node) -> set[int]:
        match node:
            case And(children=children):
                return set.intersection(*map(self._answering, children))
            case Or(children=children):
                return set.union(*map(self._answering, children))
            case Not(child=child):
                return self._titles.keys() - self._answering(child)
            case _:
                matchers = Matchers(node, self._languages)
                return {number for number, title in self._titles.items() if matchers.of(number).matches(title)}
