"""A query tree as a query: what `parse` reads back as the same tree."""

from __future__ import annotations

from index.search.query import And, Condition, Field, Node, Not, Or, Phrase, Prefix, Word


def print_query(node: Node) -> str:
    """The query in its plainest form. `parse(print_query(node)) == node`."""
    match node:
        case Word(word=word, exact=exact):
            return f"={word}" if exact else word
        case Prefix(prefix=prefix):
            return f"{prefix}*"
        case Phrase(parts=parts):
            return '"' + " ".join(_part(part) for part in parts) + '"'
        case Not(child=child):
            return f"NOT {_grouped(child, And, Or)}"
        case And(children=children):
            return " ".join(_grouped(child, And, Or) for child in children)
        case Or(children=children):
            # AND binds tighter, so its group needs no parentheses; they are easier to read with.
            return " OR ".join(_grouped(child, And, Or) for child in children)
        case Field(name=name, child=child):
            return f"{name}:{_grouped(child, And, Or, Not)}"
        case Condition(name=name, value=value):
            return f'{name}:"{value}"' if _needs_quotes(value) else f"{name}:{value}"


def _part(part: Word | Prefix) -> str:
    return part.word if isinstance(part, Word) else f"{part.prefix}*"


def _grouped(node: Node, *kinds: type) -> str:
    text = print_query(node)
    return f"({text})" if isinstance(node, kinds) else text


def _needs_quotes(value: str) -> bool:
    return not value or any(c.isspace() or c in "()“”„" for c in value)
