"""From what was typed to the query tree, or a QueryError that says where and what to write instead."""

from __future__ import annotations

from dataclasses import replace

from index.document import Span
from index.errors import QueryError
from index.search.lexer import OPERATORS, Lexeme, Lexer
from index.search.mistakes import tidy
from index.search.query import And, BlockOf, Condition, Field, Near, Node, Not, Or, can_be_near

LONGEST_QUERY = 10_000
DEEPEST_QUERY = 50
"""Groups within groups. Far more than anyone writes, far less than Python's own limit."""


class EmptyQuery(QueryError):
    """Nothing was asked."""


def parse(query: str, *, as_typed: bool = False) -> Node:
    """The tree of a query. `as_typed`: it is still being typed, so that its last word is a beginning and what is
    unfinished at its end (quote, parenthesis, operator) is closed or left out.

    Raises QueryError, and nothing else whatever the string.
    """
    try:
        return _parsed(query, as_typed)
    except QueryError as error:
        raise tidy(error) from None


def _parsed(query: str, as_typed: bool) -> Node:
    if len(query) > LONGEST_QUERY:
        raise QueryError(f"A query may have {LONGEST_QUERY:,} characters.", LONGEST_QUERY, len(query))
    lexemes = Lexer(query, as_typed).lexemes()
    if as_typed:
        while lexemes and lexemes[-1].kind not in ("operand", "close"):
            lexemes.pop()
    if not lexemes:
        raise EmptyQuery("Nothing to search for: there is no word in it.", 0, len(query))
    return _Parser(query, lexemes, as_typed).parse()


class _Parser:
    """Recursive descent: OR of AND of NOT of NEAR of groups and operands."""

    def __init__(self, query: str, lexemes: list[Lexeme], as_typed: bool) -> None:
        self.query = query
        self.lexemes = lexemes
        self.as_typed = as_typed
        self.at = 0
        self.depth = 0
        self.field: Lexeme | None = None

    def parse(self) -> Node:
        node = self._or()
        rest = self._next
        if rest.kind == "close":
            raise self._closes_nothing(rest)
        return node

    @property
    def _next(self) -> Lexeme:
        if self.at < len(self.lexemes):
            return self.lexemes[self.at]
        return Lexeme("end", len(self.query), len(self.query))

    def _take(self) -> Lexeme:
        lexeme = self._next
        self.at += 1
        return lexeme

    def _or(self) -> Node:
        children = [self._and()]
        while self._next.kind == "OR":
            self._take()
            children.append(self._and())
        if len(children) == 1:
            return children[0]
        return Or(tuple(children), Span(children[0].span.start, children[-1].span.end))

    def _and(self) -> Node:
        children = [self._not()]
        while self._next.kind not in ("OR", "close", "end"):
            if self._next.kind == "AND":
                self._take()
            children.append(self._not())
        if len(children) == 1:
            return children[0]
        return And(tuple(children), Span(children[0].span.start, children[-1].span.end))

    def _not(self) -> Node:
        signs: list[Lexeme] = []
        while self._next.kind in ("NOT", "minus"):
            signs.append(self._take())
        if len(signs) > DEEPEST_QUERY:
            self._too_deep(signs[0])
        node = self._near(signs[-1] if signs else None)
        for sign in reversed(signs):
            node = Not(node, Span(sign.start, node.span.end))
        return node

    def _near(self, before: Lexeme | None) -> Node:
        node = self._operand(before)
        links = 0
        while self._next.kind == "NEAR":
            sign = self._take()
            links += 1
            if links > DEEPEST_QUERY:
                self._too_deep(sign)
            if self._next.kind in ("NOT", "minus"):
                hint = "a -(a NEAR/5 b) finds a without b near it"
                raise QueryError(f"{sign.text} needs a word after it, not a NOT.", sign.start, sign.end, hint)
            right = self._operand(sign)
            for side in (node, right):
                self._check_near(side, sign)
            node = Near(node, right, sign.number, Span(node.span.start, right.span.end))
        return node

    def _check_near(self, side: Node, sign: Lexeme) -> None:
        """Only what has a place in a text is near something."""
        if can_be_near(side):
            return
        if isinstance(side, Field):
            hint = f"{side.name}:(one {sign.text} two)"
        else:
            hint = f'(one OR two) {sign.text} "three four"'
        raise QueryError(f"{sign.text} stands between words, phrases or ORs of them.", *side.span, hint)

    def _operand(self, before: Lexeme | None) -> Node:
        lexeme = self._take()
        if lexeme.kind == "operand" and lexeme.node is not None:
            if self.field is not None and isinstance(lexeme.node, Condition | BlockOf | Or):
                self._field_in_field(lexeme)
            return lexeme.node
        if lexeme.kind == "open":
            return self._group(lexeme)
        if lexeme.kind == "field":
            return self._in_field(lexeme)
        self.at -= 1
        self._missing(before, lexeme)
        raise AssertionError  # _missing always raises

    def _group(self, opening: Lexeme) -> Node:
        self.depth += 1
        if self.depth > DEEPEST_QUERY:
            self._too_deep(opening)
        if self._next.kind == "close":
            raise QueryError("There is nothing between the parentheses.", opening.start, self._next.end, "(one OR two)")
        node = self._or()
        closing = self._take()
        if closing.kind != "close" and not self.as_typed:
            raise QueryError("This parenthesis is not closed.", opening.start, opening.end, self.query + ")")
        self.depth -= 1
        return replace(node, span=Span(opening.start, closing.end)) if isinstance(node, And | Or) else node

    def _in_field(self, name: Lexeme) -> Node:
        if self.field is not None:
            self._field_in_field(name)
        self.field = name
        child = self._operand(name)
        self.field = None
        return Field(name.text, child, Span(name.start, child.span.end))

    def _field_in_field(self, inner: Lexeme) -> None:
        outer = self.field.text if self.field else ""
        raise QueryError(f"{outer}: cannot hold another field; they stand side by side.", inner.start, inner.end)

    def _closes_nothing(self, closing: Lexeme) -> QueryError:
        without = f"{self.query[: closing.start]}{self.query[closing.end :]}".strip()
        return QueryError("This parenthesis closes nothing.", closing.start, closing.end, without or None)

    def _too_deep(self, lexeme: Lexeme) -> None:
        raise QueryError(f"More than {DEEPEST_QUERY} groups within groups.", lexeme.start, lexeme.end)

    def _missing(self, before: Lexeme | None, found: Lexeme) -> None:
        """Tell of an operator that has nothing to work on: `found` stands where an operand should."""
        previous = self.lexemes[self.at - 1] if self.at else None
        culprit = before or previous if found.kind in ("end", "close") else found
        if found.kind == "close" and (culprit is None or culprit.kind == "operand"):
            raise self._closes_nothing(found)
        if culprit is None or culprit.kind == "open":
            culprit = culprit or found
            raise QueryError("This parenthesis is not closed.", culprit.start, culprit.end, "(one OR two)")
        sign = culprit.text + ":" if culprit.kind == "field" else culprit.text
        side = "before" if culprit is found else "after"
        spelt = culprit.kind in OPERATORS
        hint = f'"{sign}" for the word itself' if spelt else None
        raise QueryError(f"{sign} needs a word {side} it.", culprit.start, culprit.end, hint)
