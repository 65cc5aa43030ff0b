"""A query put to one document: where it matches there, or what of it does not hold for this document.

The matches are those that a search of the collection shows in the document; there are none where it is no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from index.document import Span
from index.search.mistakes import told
from index.search.query import And, BlockOf, Condition, Node, Not, Some, nodes

_MOST: Final = 3
"""Parts of a query of which it is told that they do not hold."""


class Within(NamedTuple):
    """What a query comes to in one document."""

    spans: Sequence[Span]
    """Every match, in order."""
    told: str = ""
    """Why there is none; "" where there is nothing to say."""
    answers: bool = True
    """Is the document an answer to the query?"""


def within(tree: Node, query: str, holds: Callable[[Node], bool], spans: Callable[[], Sequence[Span]]) -> Within:
    """`tree` is what became of `query`. `holds`: is the document an answer to a tree? `spans`: its matches."""
    if holds(tree):
        found = spans()
        return Within(
            found, "" if found else f"{told(query.strip())} holds for this document; nothing to go to in its text"
        )
    reasons = list(dict.fromkeys(islice(_reasons(tree, query, holds), _MOST)))
    return Within((), " · ".join(reasons), False)


def _reasons(node: Node, query: str, holds: Callable[[Node], bool]) -> Iterator[str]:
    """What does not hold. A `block:` is about what stands beside it, so that nothing of it is asked by itself."""
    if isinstance(node, And) and not any(isinstance(each, BlockOf) for each in nodes(node)):
        for child in node.children:
            if not holds(child):
                yield from _reasons(child, query, holds)
        return
    negated = isinstance(node, Not)
    inner = node.child if isinstance(node, Not) else node
    text = told(query[inner.span.start : inner.span.end].strip() or query.strip())
    if isinstance(inner, Condition):
        yield f"{text} holds for this document" if negated else f"{text} does not hold for this document"
    elif isinstance(inner, Some):
        yield f"this document is like it: {text}" if negated else f"this document is not like it: {text}"
    else:
        yield f"{text} is in this document" if negated else f"no match for {text} in this document"
