"""The query cut into lexemes: operators, and operands that are trees already."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from index.document import Span
from index.errors import QueryError
from index.search.atoms import AtomReader
from index.search.blocks import block_named
from index.search.mistakes import FIELDS, WantsValue, is_prose, next_word, told, unknown_field, value_at
from index.search.query import BLOCK, SAVED, TEXT_FIELDS, Atom, Condition, Loose, Node, Phrase, Prefix, Regex, Word

FARTHEST = 100
"""Most words between words that are near each other."""
LONGEST_LOOSE = 20

_QUOTES = '"“”„'
_PIECE = re.compile(
    rf"(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<quote>[{_QUOTES}])"
    rf"|(?P<field>[^\W\d_]+):(?!//)"
    rf"|(?P<minus>-(?=[^\s)\-]))"
    rf"|(?P<chunk>[^\s(){_QUOTES}]+)"
)
_VALUE = re.compile(rf"[^\s(){_QUOTES}]+")
# Within the quotes of a value a quotation mark is written twice.
_DOUBLED = re.compile(rf"([{_QUOTES}])\1")
_DOUBLE = re.compile(f"[{_QUOTES}]")
_NEAR = re.compile(r"NEAR(?P<slash>/)?(?P<number>(?<=/).*)?|(?i:NEAR)/?(?P<amiss>\d.*)", re.DOTALL)
_FOREIGN_NEAR = re.compile(r"(?:(?:ADJ|W|WITHIN|PRE|N)/|ADJ|(?i:adj|within)/?|w/)(\d+)")
_ALONE = re.compile(r"~\d+")
_SAVED_NAME = re.compile(r"@[A-Za-z0-9._-]+")
_SLASH = re.compile(r"\\.|/")
_CLOSED = re.compile(r"(/(?:\\.|[^/\s\\])+/)(\S+)")
_LATE_FIELD = re.compile(rf"[,;]-?(?P<field>{'|'.join(sorted(FIELDS))}):\S", re.IGNORECASE)
_UNLIKE = ("path", "like")
"""Fields in whose values ~ is a letter like others."""
OPERATORS = ("AND", "OR", "NOT")

Kind = Literal["open", "close", "minus", "AND", "OR", "NOT", "NEAR", "field", "operand", "end"]


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query: an operator, or an operand that is a tree already."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    node: Node | None = None
    number: int = 0
    """Of NEAR."""


class Lexer:
    """Cuts the query into lexemes."""

    def __init__(self, query: str, as_typed: bool) -> None:
        self.query = query
        self.as_typed = as_typed
        self.found: list[Lexeme] = []
        self._atoms = AtomReader(query, as_typed).atoms
        self._prose = is_prose(query)
        self._holder = ""
        """The field whose values stand between the parentheses that are open: `entity:(one OR two)`."""
        self._depth = 0
        """Parentheses that are open within those."""

    def lexemes(self) -> list[Lexeme]:
        """The lexemes. Raises QueryError."""
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
            if self._holder:
                self._depth += (kind == "open") - (kind == "close")
                self._holder = self._holder if self._depth else ""
        elif self._holder and kind != "space":
            return self._held(piece)
        elif kind == "quote":
            return self._quoted(start)
        elif kind == "field":
            return self._field(piece["field"], start, end)
        elif kind == "chunk":
            return self._chunk(start, end)
        return end

    def _add(self, kind: Kind, start: int, end: int, node: Node | None = None, number: int = 0) -> None:
        self.found.append(Lexeme(kind, start, end, self.query[start:end], node, number))

    def _ends_here(self, at: int) -> bool:
        """Is this a place where something ends: before white space or a closing parenthesis?"""
        following = self.query[at : at + 1]
        return not following or following.isspace() or following == ")"

    # -- chunks -------------------------------------------------------------------------------------------------

    def _chunk(self, start: int, end: int) -> int:
        text = self.query[start:end]
        if text in OPERATORS:
            self._add(text, start, end)  # type: ignore[arg-type]
            return end
        if text[0] == "/" and self.query[start + 1 : start + 2].strip():
            return self._regex(start)
        if self._near(text, start, end):
            return end
        if text[0] == "@" and (text.strip("@") or len(self.query.strip()) == len(text)):
            return self._saved(text, start, end)
        self._refuse_signs(text, start, end)
        exact = text.startswith("=")
        atoms = self._atoms(start, end)
        if exact and not atoms:
            raise self._exactly_nothing(start, end)
        if not atoms:
            return end  # nothing but punctuation
        if len(atoms) == 1:
            only = atoms[0]
            if isinstance(only, Word) and not exact:
                only = replace(only, exact=False)
            elif isinstance(only, Prefix) and not exact:
                only = replace(only, plain=only.unfinished)
            self._add("operand", start, end, replace(only, span=Span(start, end)))
        else:
            self._add("operand", start, end, Phrase(tuple(atoms), Span(start, end)))
        return end

    def _refuse_signs(self, text: str, start: int, end: int) -> None:
        """Signs that would be left out, though somebody may mean something by them. In pasted text they are its own."""
        query, rest = self.query, text.lstrip("-")
        dashes = len(text) - len(rest)
        if _ALONE.fullmatch(text) and start and query[:start].strip():
            word = _last_word(query[:start].rstrip())
            raise QueryError(f"{told(text)} stands right behind what it is about.", start, end, f"{word}{text}")
        late = _LATE_FIELD.search(text)
        if late:
            at = start + late.start("field")
            hint = f"{text[: late.start()]} {text[late.start() + 1 :]}"
            raise QueryError(f"A space belongs before {late['field']}:", at, at + len(late["field"]) + 1, hint)
        if self._prose:
            return
        if text[0] == "!" and text[1:2].isalnum():
            raise QueryError("What is to be left out has a - before it.", start, start + 1, f"-{text[1:]}")
        if not text.strip("|"):
            raise QueryError(f"Either of two is written with OR here, not {told(text)}.", start, end, "one OR two")
        if dashes > 1 and (rest or not self._ends_here(end)):
            message = "One - leaves out what follows it; two say nothing."
            raise QueryError(message, start, start + dashes, f"-{rest}" if rest else None)
        if text == "-" and not (self.as_typed and not query[end:].strip()):
            hint = f"-{next_word(query, end)}"
            raise QueryError("- belongs right before what is to be left out.", start, end, hint)

    def _exactly_nothing(self, start: int, end: int) -> QueryError:
        if self.query[end : end + 1] in tuple(_QUOTES):
            hint = value_at(self.query, end)
            return QueryError("Words in quotation marks are found as they stand; they need no =", start, end, hint)
        return QueryError("`=` needs a word right after it.", start, end, f"={next_word(self.query, end).lstrip('=')}")

    def _saved(self, text: str, start: int, end: int) -> int:
        """The name of a saved search, with its sign."""
        if not _SAVED_NAME.fullmatch(text):
            if self.as_typed and end == len(self.query) and not text.strip("@"):
                return end
            words = text.strip("@")
            hint = f'"{words}", to search for the words' if words else None
            raise QueryError("After @ stands the name of a saved search: letters, digits, . _ and -.", start, end, hint)
        self._add("operand", start, end, Condition(SAVED, text[1:], Span(start, end)))
        return end

    def _near(self, text: str, start: int, end: int) -> bool:
        """NEAR with its number; what other engines call it is refused with our name for it."""
        foreign = _FOREIGN_NEAR.fullmatch(text)
        if foreign:
            hint = f"NEAR/{int(foreign[1][:4])}"
            raise QueryError("Words near each other are written otherwise here.", start, end, hint)
        found = _NEAR.fullmatch(text)
        if found is None:
            return False
        number = found["number"] or ""
        if found["amiss"] is not None:
            digits = re.match(r"\d+", found["amiss"])
            assert digits is not None
            hint = f"NEAR/{digits[0]}" if digits[0] == found["amiss"] else f"NEAR/{digits[0]} and a space"
            raise QueryError("NEAR is written in capitals, with a slash and a number.", start, end, hint)
        if not number and self.as_typed and end == len(self.query):
            self._add("NEAR", start, end)  # still being typed
            return True
        if number and not set(number.strip("0123456789")) and number.isascii():
            self._add("NEAR", start, end, number=self._bounded(number, FARTHEST, start, end, "NEAR/5"))
            return True
        digits = re.match(r"\s*/?\s*(\d{1,2})(?!\S)", self.query[end:]) or re.match(r"(\d{1,2})(?=\D)", number)
        hint = f"NEAR/{int(digits[1])}" if digits and int(digits[1]) else "NEAR/5"
        raise QueryError("NEAR needs a number: how many words may stand between.", start, end, hint)

    @staticmethod
    def _bounded(digits: str, most: int, start: int, end: int, suggestion: str) -> int:
        number = int(digits) if digits.isascii() and len(digits) < 6 else most + 1
        if number > most:
            raise QueryError(f"The number may be {most} at most.", start, end, suggestion)
        return number

    def _regex(self, start: int) -> int:
        """A regular expression, whose first slash stands at `start`."""
        from index.search.patterns import check_expression

        query = self.query
        for slash in _SLASH.finditer(query, start + 1):
            end = slash.end()
            if slash[0] == "/" and self._ends_here(end):
                pattern = query[start + 1 : end - 1]
                if not pattern:
                    raise QueryError("There is nothing between the slashes.", start, end, "/wor(d|ld)s?/")
                node = Regex(pattern, Span(start, end))
                check_expression(node)
                self._add("operand", start, end, node)
                return end
        if self.as_typed:
            return len(query)
        closed = _CLOSED.match(query, start)
        if closed is None:
            hint = f"{query[start:].split()[0]}/, or quotation marks"
            raise QueryError("A / begins a regular expression, and this one is not closed.", start, start + 1, hint)
        if not closed[2].strip("gimsux"):
            message = "Nothing stands behind the last / of an expression; capitals never count."
            raise QueryError(message, start, closed.end(), closed[1])
        message = "A / begins a regular expression, and something stands behind its last /."
        raise QueryError(message, start, closed.end(), f'"{closed[0].strip("/")}" for the words')

    # -- quotes -------------------------------------------------------------------------------------------------

    def _quoted(self, start: int) -> int:
        """A phrase, whose quote opens at `start`."""
        end = self._closing_quote(start)
        inner_end = len(self.query) if end is None else end - 1
        atoms = self._atoms(start + 1, inner_end, quoted=True)
        stop = end or len(self.query)
        if not atoms:
            if not self.as_typed:
                raise QueryError("There is no word between the quotation marks.", start, stop, '"two words"')
            return stop
        if stop < len(self.query) and self.query[stop] == "~":
            return self._loose(tuple(atoms), start, stop)
        node: Node = atoms[0] if len(atoms) == 1 else Phrase(tuple(atoms))
        self._add("operand", start, stop, replace(node, span=Span(start, stop)))
        return stop

    def _loose(self, atoms: tuple[Atom, ...], start: int, tilde: int) -> int:
        """Words in any order: `"a b"~5`, whose sign stands at `tilde`."""
        digits = re.compile(r"\d*").match(self.query, tilde + 1)
        assert digits is not None
        stop = digits.end()
        if not digits[0]:
            if not (self.as_typed and stop == len(self.query)):
                raise QueryError("~ needs a number: how many other words may stand among these.", tilde, stop, "~5")
            node: Node = atoms[0] if len(atoms) == 1 else Phrase(atoms)
            self._add("operand", start, stop, replace(node, span=Span(start, stop)))
            return stop
        if not self._ends_here(stop) and (self.query[stop].isalnum() or self.query[stop] in "~*?"):
            raise QueryError(f"A space belongs behind ~{told(digits[0])}", tilde, stop, f"~{told(digits[0])} ")
        distance = self._bounded(digits[0], FARTHEST, tilde, stop, "~5")
        if len(atoms) < 2:
            raise QueryError("One word alone is near nothing.", start, stop, '"two words"~5, or word~ for misspellings')
        if len(atoms) > LONGEST_LOOSE:
            raise QueryError(f"At most {LONGEST_LOOSE} words can be near each other.", start, stop)
        self._add("operand", start, stop, Loose(atoms, distance, Span(start, stop)))
        return stop

    def _closing_quote(self, start: int, *, doubled: bool = False) -> int | None:
        """The place after the quote that closes the one at `start`. `doubled`: one that stands twice closes nothing."""
        at = start + 1
        while at < len(self.query):
            if self.query[at] in _QUOTES:
                if not doubled or self.query[at + 1 : at + 2] != self.query[at]:
                    return at + 1
                at += 1
            at += 1
        if self.as_typed:
            return None
        left = self.query[start + 1 :].strip()
        hint = f'{self.query}"' if left else self.query[:start].strip() or '"two words"'
        if self._prose:  # pasted with one of its own quotation marks cut off
            hint = f'like:"{" ".join(_DOUBLE.sub(" ", self.query).split())}"'
        raise QueryError("This quotation mark is not closed.", start, start + 1, hint)

    # -- fields -------------------------------------------------------------------------------------------------

    def _field(self, name: str, start: int, end: int) -> int:
        """`name:` with what follows; a word with a colon, where nothing follows."""
        query, lowered = self.query, name.lower()
        if lowered not in FIELDS:
            if self._prose or end == len(query) or query[end].isspace():
                return self._chunk(start, end)
            raise unknown_field(name, query, start, end)
        if lowered not in TEXT_FIELDS:
            return self._condition(lowered, start, end)
        if query[end : end + 1] == "*" and self._ends_here(end + 1):
            self._add("operand", start, end + 1, Condition(lowered, "*", Span(start, end + 1)))
            return end + 1
        if query[end : end + 1] == "-" and not self._ends_here(end + 1):
            hint = f"-{lowered}:{value_at(query, end + 1)}"
            raise QueryError(f"- stands before {lowered}:, not behind it.", start, end + 1, hint)
        self.found.append(Lexeme("field", start, end, lowered))
        return end

    def _condition(self, name: str, start: int, end: int) -> int:
        query = self.query
        if query[end : end + 1] == "(":
            self._add("open", start, end + 1)
            self._holder, self._depth = name, 1
            return end + 1
        if end < len(query) and not query[end].isspace() and query[end] != ")":
            return self._value(name, start, end)
        if not self.as_typed:
            following = value_at(query, end + 1) if query[end : end + 1].isspace() else ""
            hint = f"{name}:{following}" if following and following not in OPERATORS else None
            raise WantsValue(name, f"{name}: needs a value right after it.", start, end, hint)
        return end

    def _held(self, piece: re.Match[str]) -> int:
        """A value, or an operator, between the parentheses of a field."""
        name, text, start = self._holder, piece[0], piece.start()
        if text in OPERATORS:
            self._add(text, start, piece.end())  # type: ignore[arg-type]
            return piece.end()
        if piece["field"] and piece["field"].lower() in FIELDS:
            message = f"{name}: cannot hold another field; they stand side by side."
            raise QueryError(message, start, piece.end())
        return self._value(name, start, start)

    def _value(self, name: str, start: int, at: int) -> int:
        """What a field is asked for, which begins at `at`; `start` is where the field begins."""
        query = self.query
        quoted = query[at] in _QUOTES
        if quoted:
            closed = self._closing_quote(at, doubled=True)
            stop = closed or len(query)
            value = _DOUBLED.sub(r"\1", query[at + 1 : stop - (closed is not None)].strip())
        else:
            found = _VALUE.match(query, at)
            stop = found.end() if found else at
            value = query[at:stop]
        self._check_end(name, value, at, stop, quoted=quoted)
        if value and name == BLOCK:
            node = block_named(value.lower(), Span(start, stop), self.as_typed and stop == len(query))
            self._add("operand", start, stop, node)
        elif value:
            self._add("operand", start, stop, Condition(name, value, Span(start, stop)))
        elif not self.as_typed:
            raise WantsValue(name, f"{name}: needs a value right after it.", start, stop)
        return stop

    def _check_end(self, name: str, value: str, at: int, stop: int, *, quoted: bool) -> None:
        """Nothing may cling to a value: it would be searched for as words of its own."""
        query = self.query
        tilde = re.compile(r"~\d*(?=[\s)]|\Z)").search(query, stop if quoted else at)
        if name not in _UNLIKE and tilde and tilde.start() <= stop and tilde.start() > at:
            hint = f"{name}:{query[at : tilde.start()]}"
            raise QueryError(f"{name}: takes no ~; a misspelt value is told anyway.", *tilde.span(), hint)
        if not self._ends_here(stop):
            most = stop + len(next_word(query, stop))
            hint = f"{name}:{query[at:stop]} {query[stop:most]}"
            if not quoted:
                whole = re.compile(r"\S+").match(query, at)
                most = whole.end() if whole else stop
                doubled = _DOUBLE.sub(r"\g<0>\g<0>", query[at:most])
                hint = f'{name}:"{doubled}"'
            raise QueryError("A value with a space, bracket or quotation mark in it stands in quotes.", at, most, hint)


def _last_word(before: str) -> str:
    """The word or phrase that a stretch of a query ends with."""
    if before[-1] in _QUOTES:
        opening = max(before.rfind(sign, 0, -1) for sign in _QUOTES)
        return before[max(opening, 0) :]
    return before.split()[-1]
