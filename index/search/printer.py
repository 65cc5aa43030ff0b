"""A query tree as a query: what `parse` reads back as the same tree."""

from __future__ import annotations

import re

from index.search.query import (
    BLOCK,
    LIKE,
    SAVED,
    And,
    Atom,
    BlockOf,
    Condition,
    Field,
    Fuzzy,
    Inside,
    Loose,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Some,
    Wildcard,
    Word,
)

_QUOTES = '"“”„'
_TILDE = re.compile(r"~\d*\Z")


def print_query(node: Node) -> str:
    """The query in its plainest form. `parse(print_query(node)) == node`."""
    match node:
        case Word(word=word, exact=exact, spelt=spelt):
            return f"={spelt or word}" if exact else spelt or word
        case Prefix() | Wildcard() | Fuzzy() | Regex():
            return _atom(node)
        case Phrase(parts=parts):
            return '"' + " ".join(map(_atom, parts)) + '"'
        case Loose(parts=parts, distance=distance):
            return '"' + " ".join(map(_atom, parts)) + f'"~{distance}'
        case Near(left=left, right=right, distance=distance):
            return f"{_grouped(left, Or)} NEAR/{distance} {_grouped(right, Or, Near)}"
        case Not(child=child):
            return f"NOT {_grouped(child, And, Or)}"
        case And(children=children):
            return " ".join(_grouped(child, And, Or) for child in children)
        case Or(children=children):
            # AND binds tighter, so its group needs no parentheses; they are easier to read with.
            return " OR ".join(_grouped(child, And, Or) for child in children)
        case Some(children=children):
            # As near as a query comes to it: it was a likeness to something, and is one to its words.
            return f'{LIKE}:"' + " ".join(print_query(child).replace('"', "") for child in children) + '"'
        case Field(name=name, child=child):
            return f"{name}:{_grouped(child, And, Or, Not, Near)}"
        case BlockOf(kind=kind):
            return f"{BLOCK}:{kind}"
        case Inside(child=child):
            return print_query(child)
        case Condition(name=name, value=value) if name == SAVED:
            return f"@{value}"
        case Condition(name=name, value=value):
            return f'{name}:"{_doubled(value)}"' if _needs_quotes(value) else f"{name}:{value}"


def _atom(atom: Atom) -> str:
    match atom:
        case Word(word=word, spelt=spelt):
            return spelt or word
        case Prefix(prefix=prefix, spelt=spelt):
            return f"{spelt or prefix}*"
        case Wildcard(pattern=pattern):
            return pattern
        case Fuzzy(word=word, distance=distance, spelt=spelt):
            return f"{spelt or word}~" if distance == 1 else f"{spelt or word}~{distance}"
        case Regex(pattern=pattern):
            return f"/{pattern}/"


def _grouped(node: Node, *kinds: type) -> str:
    text = print_query(node)
    return f"({text})" if isinstance(node, kinds) else text


def _needs_quotes(value: str) -> bool:
    # What begins with two strokes would be read as an address, and ~ at an end as misspellings that are asked for.
    if not value or value.startswith("//") or _TILDE.search(value):
        return True
    return any(c.isspace() or c in "()" or c in _QUOTES for c in value)


def _doubled(value: str) -> str:
    """Within the quotes of a value a quotation mark is written twice."""
    return "".join(c * 2 if c in _QUOTES else c for c in value)
