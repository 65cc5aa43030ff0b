"""From what was typed to the query tree, or a QueryError that says where and what to write instead."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import Literal

from index.document import Span
from index.errors import QueryError
from index.search.query import CONDITIONS, TEXT_FIELDS, And, Atom, Condition, Field, Node, Not, Or, Phrase, Prefix, Word
from index.search.tokens import tokens

LONGEST_QUERY = 10_000
DEEPEST_QUERY = 50
"""Groups within groups. Far more than anyone writes, far less than Python's own limit."""

_QUOTES = '"“”„'
_PIECE = re.compile(
    rf"(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<quote>[{_QUOTES}])"
    rf"|(?P<field>[^\W\d_]+):(?!//)"
    rf"|(?P<minus>-(?=[^\s)\-]))"
    rf"|(?P<chunk>[^\s(){_QUOTES}]+)"
)
_VALUE = re.compile(rf"[^\s(){_QUOTES}]+")
_ENDS_CHUNK = frozenset("() \t\n" + _QUOTES)
_OPERATORS = ("AND", "OR", "NOT")

Kind = Literal["open", "close", "minus", "AND", "OR", "NOT", "field", "operand", "end"]


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query: an operator, or an operand that is a tree already."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    node: Node | None = None


def parse(query: str, *, as_typed: bool = False) -> Node:
    """The tree of a query. `as_typed`: it is still being typed, so that its last word is a beginning and what is
    unfinished at its end (quote, parenthesis, operator) is closed or left out.

    Raises QueryError, and nothing else whatever the string.
    """
    if len(query) > LONGEST_QUERY:
        raise QueryError(f"A query may have {LONGEST_QUERY:,} characters.", LONGEST_QUERY, len(query))
    lexemes = _Lexer(query, as_typed).lexemes()
    if as_typed:
        while lexemes and lexemes[-1].kind not in ("operand", "close"):
            lexemes.pop()
    if not lexemes:
        raise QueryError("Nothing to search for.", 0, len(query), "Type a word.")
    return _Parser(query, lexemes, as_typed).parse()


_UNKNOWN_FORMS = (
    (
        re.compile(r"(?<=\w)~\d*$"),
        "Words that are nearly alike are not searched with ~.",
        "wor* finds word, world, worry",
    ),
    (re.compile(r"(?<=\w)\?(?=\w)"), "A ? stands for no letter.", "wor* finds word, world, worry"),
    (re.compile(r"^(?:NEAR|ADJ|W)/\d+$"), "Words near each other are not searched so.", 'a AND b, or "a b"'),
    (re.compile(r"^/.+/$"), "Regular expressions are not searched.", "wor* finds word, world, worry"),
)
"""Forms of other search engines: pattern, what is wrong, what to write instead."""


class _Lexer:
    """Cuts the query into lexemes."""

    def __init__(self, query: str, as_typed: bool) -> None:
        self.query = query
        self.as_typed = as_typed
        self.found: list[Lexeme] = []

    def lexemes(self) -> list[Lexeme]:
        query, at = self.query, 0
        while at < len(query):
            piece = _PIECE.match(query, at)
            if piece is None:  # cannot happen: every character begins some piece
                raise QueryError("This cannot be read.", at, at + 1)
            at = self._take(piece)
        return self.found

    def _take(self, piece: re.Match[str]) -> int:
        """Note one piece; returns where to go on."""
        kind, start, end = piece.lastgroup, piece.start(), piece.end()
        if kind in ("open", "close", "minus"):
            self._add(kind, start, end)  # type: ignore[arg-type]
        elif kind == "quote":
            return self._quoted(start)
        elif kind == "field":
            return self._field(piece["field"], start, end)
        elif kind == "chunk":
            return self._chunk(start, end)
        return end

    def _add(self, kind: Kind, start: int, end: int, node: Node | None = None) -> None:
        self.found.append(Lexeme(kind, start, end, self.query[start:end], node))

    def _chunk(self, start: int, end: int) -> int:
        text = self.query[start:end]
        if text in _OPERATORS:
            self._add(text, start, end)  # type: ignore[arg-type]
            return end
        self._refuse_unknown(text, start)
        exact = text.startswith("=")
        atoms = self._atoms(start, end)
        if exact and not atoms:
            raise QueryError("`=` needs a word after it.", start, end, "=word")
        if not atoms:
            return end  # nothing but punctuation
        if len(atoms) == 1:
            only = atoms[0]
            if isinstance(only, Word) and not exact:
                only = replace(only, exact=False)
            self._add("operand", start, end, replace(only, span=Span(start, end)))
        else:
            self._add("operand", start, end, Phrase(tuple(atoms), Span(start, end)))
        return end

    def _refuse_unknown(self, text: str, start: int) -> None:
        """What other search engines give a meaning to must not quietly become something else here."""
        for pattern, message, suggestion in _UNKNOWN_FORMS:
            found = pattern.search(text)
            if found:
                raise QueryError(message, start + found.start(), start + found.end(), suggestion)

    def _quoted(self, start: int) -> int:
        """A phrase, whose quote opens at `start`."""
        end = self._closing_quote(start)
        inner_end = len(self.query) if end is None else end - 1
        atoms = self._atoms(start + 1, inner_end)
        stop = end or len(self.query)
        if not atoms:
            if not self.as_typed:
                raise QueryError("There is no word between the quotation marks.", start, stop, '"two words"')
            return stop
        node: Node = atoms[0] if len(atoms) == 1 else Phrase(tuple(atoms))
        self._add("operand", start, stop, replace(node, span=Span(start, stop)))
        if stop < len(self.query) and self.query[stop] == "~":
            raise QueryError("Words near each other are not searched with ~.", stop, stop + 1, "Leave out the ~.")
        return stop

    def _closing_quote(self, start: int) -> int | None:
        """The place after the quote that closes the one at `start`."""
        for at in range(start + 1, len(self.query)):
            if self.query[at] in _QUOTES:
                return at + 1
        if self.as_typed:
            return None
        raise QueryError("This quotation mark is not closed.", start, start + 1, self.query + '"')

    def _atoms(self, start: int, end: int) -> list[Atom]:
        """The words of a stretch, those with a star as prefixes; the last one of what is being typed as well."""
        query = self.query
        found: list[Atom] = []
        last_end = start
        for token in tokens(query, start, end):
            starred = token.end < end and query[token.end] == "*" and not query[token.end + 1 : end][:1].isalnum()
            self._check_stars(last_end, token.start)
            last_end = token.end + starred
            unfinished = self.as_typed and token.end == len(query)
            span = Span(token.start, last_end)
            if starred or unfinished:
                found.append(Prefix(token.word, unfinished, span))
            else:
                found.append(Word(token.word, True, span))
        self._check_stars(last_end, end)
        return found

    def _check_stars(self, start: int, end: int) -> None:
        """Refuse a star that ends no word, between two words."""
        at = self.query.find("*", start, end)
        if at >= 0:
            raise QueryError("A * stands at the end of a word only.", at, at + 1, "wor* finds word, world, worry")

    def _field(self, name: str, start: int, end: int) -> int:
        """`name:` with what follows; a word with a colon, where nothing follows."""
        lowered = name.lower()
        known = lowered in TEXT_FIELDS or lowered in CONDITIONS
        followed = end < len(self.query) and not self.query[end].isspace()
        if not known:
            if not followed:
                return self._chunk(start, end)
            self._unknown_field(name, start, end)
        if lowered in TEXT_FIELDS:
            self.found.append(Lexeme("field", start, end, lowered))
            return end
        return self._condition(lowered, start, end)

    def _unknown_field(self, name: str, start: int, end: int) -> None:
        fields = sorted(TEXT_FIELDS | CONDITIONS)
        near = difflib.get_close_matches(name.lower(), fields, 1)
        suggestion = f"{near[0]}:" if near else "fields are " + ", ".join(f"{field}:" for field in fields)
        raise QueryError(f"There is no field {name}:", start, end, suggestion)

    def _condition(self, name: str, start: int, end: int) -> int:
        query = self.query
        if end < len(query) and query[end] in _QUOTES:
            closed = self._closing_quote(end)
            stop = closed or len(query)
            value = query[end + 1 : stop - (closed is not None)].strip()
        else:
            found = _VALUE.match(query, end)
            stop = found.end() if found else end
            value = query[end:stop]
        if value:
            self._add("operand", start, stop, Condition(name, value, Span(start, stop)))
        elif not self.as_typed:
            raise QueryError(f"{name}: needs a value after it.", start, end, f"{name}:{_EXAMPLES[name]}")
        return stop


_EXAMPLES = {"source": "Reuters", "path": "letters/", "date": "2020..2021-08-15", "lang": "en"}


class _Parser:
    """Recursive descent: OR of AND of NOT of groups and operands."""

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
            raise QueryError("This parenthesis closes nothing.", rest.start, rest.end, "Leave it out.")
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
        node = self._operand(signs[-1] if signs else None)
        for sign in reversed(signs):
            node = Not(node, Span(sign.start, node.span.end))
        return node

    def _operand(self, before: Lexeme | None) -> Node:
        lexeme = self._take()
        if lexeme.kind == "operand" and lexeme.node is not None:
            if self.field is not None and isinstance(lexeme.node, Condition):
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
        raise QueryError(f"{outer}: cannot hold another field.", inner.start, inner.end, "Put the fields side by side.")

    def _too_deep(self, lexeme: Lexeme) -> None:
        raise QueryError(f"More than {DEEPEST_QUERY} groups within groups.", lexeme.start, lexeme.end)

    def _missing(self, before: Lexeme | None, found: Lexeme) -> None:
        """Tell of an operator that has nothing to work on: `found` stands where an operand should."""
        previous = self.lexemes[self.at - 1] if self.at else None
        culprit = before or previous if found.kind in ("end", "close") else found
        if found.kind == "close" and (culprit is None or culprit.kind == "operand"):
            raise QueryError("This parenthesis closes nothing.", found.start, found.end, "Leave it out.")
        if culprit is None or culprit.kind == "open":
            culprit = culprit or found
            raise QueryError("This parenthesis is not closed.", culprit.start, culprit.end, "(one OR two)")
        sign = culprit.text + ":" if culprit.kind == "field" else culprit.text
        side = "before" if culprit is found else "after"
        hint = f'To search for the word itself: "{sign}"' if culprit.kind in _OPERATORS else "Type a word there."
        raise QueryError(f"{sign} needs a word {side} it.", culprit.start, culprit.end, hint)
