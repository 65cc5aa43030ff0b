"""The query cut into lexemes: operators, and operands that are trees already."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from index.document import Span
from index.errors import QueryError
from index.search.blocks import block_named
from index.search.query import (
    BLOCK,
    CONDITIONS,
    SAVED,
    TEXT_FIELDS,
    Atom,
    Condition,
    Fuzzy,
    Loose,
    Node,
    Phrase,
    Prefix,
    Regex,
    Wildcard,
    Word,
)
from index.search.tokens import MARKS, SPACELESS, fold, tokens

FARTHEST = 100
"""Most words between words that are near each other."""
MOST_ALIKE = 2
"""Most letters amiss."""
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
_RUN = re.compile(r"\S+")
# What may hold a pattern: letters with their marks, joined as words join them, and the signs themselves.
_SHAPED = re.compile(rf"(?:(?!_)[\w*?~.'’ʼ{MARKS}{SPACELESS}])+")
_JOINTS = ".'’ʼ"
_SIGN = re.compile(r"[*?~]")
# A question mark behind a word is one; `?` stands for a letter before other letters, or beside a star.
_QUESTION = re.compile(r"(?P<word>[^*?~]+)\?+")
_ALIKE = re.compile(r"(?P<word>[^~]*)~(?P<number>\d*)")
_NEAR = re.compile(r"NEAR(?:/(?P<number>\d*))?")
_FOREIGN_NEAR = re.compile(r"(?:ADJ|W|WITHIN|PRE|N)/(\d+)")
_SAVED_NAME = re.compile(r"@[A-Za-z0-9._-]+")
_SLASH = re.compile(r"\\.|/")
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
        elif kind == "quote":
            return self._quoted(start)
        elif kind == "field":
            return self._field(piece["field"], start, end)
        elif kind == "chunk":
            return self._chunk(start, end)
        return end

    def _add(self, kind: Kind, start: int, end: int, node: Node | None = None, number: int = 0) -> None:
        self.found.append(Lexeme(kind, start, end, self.query[start:end], node, number))

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
        if text[0] == "@" and text.strip("@"):
            return self._saved(text, start, end)
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

    def _saved(self, text: str, start: int, end: int) -> int:
        """The name of a saved search, with its sign."""
        if not _SAVED_NAME.fullmatch(text):
            hint = f'"{text.strip("@")}", to search for the words'
            raise QueryError("After @ stands the name of a saved search: letters, digits, . _ and -.", start, end, hint)
        self._add("operand", start, end, Condition(SAVED, text[1:], Span(start, end)))
        return end

    def _near(self, text: str, start: int, end: int) -> bool:
        """NEAR with its number; what other engines call it is refused with our name for it."""
        foreign = _FOREIGN_NEAR.fullmatch(text)
        if foreign:
            raise QueryError("Words near each other are written otherwise here.", start, end, f"NEAR/{foreign[1]}")
        found = _NEAR.fullmatch(text)
        if found is None:
            return False
        if not found["number"]:
            if not (self.as_typed and end == len(self.query)):
                raise QueryError("NEAR needs a number: how many words may stand between.", start, end, "NEAR/5")
            self._add("NEAR", start, end)  # still being typed
            return True
        self._add("NEAR", start, end, number=self._bounded(found["number"], FARTHEST, start, end, "NEAR/5"))
        return True

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
            if slash[0] == "/" and (end == len(query) or query[end] in " \t\n)"):
                pattern = query[start + 1 : end - 1]
                if not pattern:
                    raise QueryError("There is nothing between the slashes.", start, end, "/colou?r/")
                node = Regex(pattern, Span(start, end))
                check_expression(node)
                self._add("operand", start, end, node)
                return end
        if self.as_typed:
            return len(query)
        raise QueryError(
            "A / begins a regular expression, and this one is not closed.", start, start + 1, "/colou?r/, or quotes"
        )

    # -- quotes -------------------------------------------------------------------------------------------------

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
        raise QueryError("This quotation mark is not closed.", start, start + 1, self.query + '"')

    # -- words and patterns -------------------------------------------------------------------------------------

    def _atoms(self, start: int, end: int) -> list[Atom]:
        """The words and patterns of a stretch; the last word of what is being typed is a beginning."""
        found: list[Atom] = []
        for run in _RUN.finditer(self.query, start, end):
            if _SIGN.search(run[0]) is None:
                found += self._words(run.start(), run.end())
            else:
                found += self._shaped(run.start(), run.end())
        return found

    def _words(self, start: int, end: int) -> Iterator[Atom]:
        for token in tokens(self.query, start, end):
            span = Span(token.start, token.end)
            if self.as_typed and token.end == len(self.query):
                yield Prefix(token.word, True, span)
            else:
                yield Word(token.word, True, span)

    def _shaped(self, start: int, end: int) -> Iterator[Atom]:
        """The atoms of a run without white space in which some sign of a pattern stands."""
        at = start
        for piece in _SHAPED.finditer(self.query, start, end):
            self._refuse_strays(at, piece.start())
            at = piece.end()
            first, last = piece.start(), piece.start() + len(piece[0].rstrip(_JOINTS))
            question = _QUESTION.fullmatch(self.query, first, last)
            if question:
                last = question.end("word")
            if _SIGN.search(self.query, first, last) is None:
                yield from self._words(first, last)
            else:
                yield from self._pattern(first, last)
        self._refuse_strays(at, end)

    def _refuse_strays(self, start: int, end: int) -> None:
        for sign in _SIGN.finditer(self.query, start, end):
            self._refuse_sign(*sign.span())

    def _refuse_sign(self, start: int, end: int) -> None:
        hint = "wor* finds word, world, worry; w?rd finds word, ward"
        raise QueryError(f"{self.query[start:end]} needs letters beside it.", start, end, hint)

    def _pattern(self, start: int, end: int) -> Iterator[Atom]:
        text = self.query[start:end]
        if not text.strip("?~"):
            return  # punctuation
        if "~" in text:
            yield self._fuzzy(text, start, end)
            return
        core = text.rstrip("*")
        if core != text and not _SIGN.search(core) and (several := list(tokens(core))):
            *words, last = several
            yield from (Word(token.word, True, Span(start + token.start, start + token.end)) for token in words)
            yield Prefix(last.word, False, Span(start + last.start, end))
            return
        pattern = _folded(text)
        if not pattern.strip("*?"):
            self._refuse_sign(start, end)
        if self.as_typed and end == len(self.query):
            pattern = pattern.rstrip("*") + "*"
        yield Wildcard(pattern, Span(start, end))

    def _fuzzy(self, text: str, start: int, end: int) -> Fuzzy:
        found = _ALIKE.fullmatch(text)
        words = list(tokens(found["word"])) if found else []
        if found is None or len(words) != 1 or _SIGN.search(found["word"]):
            at = start + text.index("~")
            raise QueryError("~ stands behind one word, with no * or ? in it.", at, at + 1, "word~ or word~2")
        distance = int(found["number"][:3] or 1)
        if not 1 <= distance <= MOST_ALIKE:
            raise QueryError(f"At most {MOST_ALIKE} letters may be amiss.", start, end, f"{found['word']}~{MOST_ALIKE}")
        word = words[0].word
        if len(word) <= distance:
            raise QueryError("This word is too short to be misspelt.", start, end, f"{word}*")
        return Fuzzy(word, distance, Span(start, end))

    # -- fields -------------------------------------------------------------------------------------------------

    def _field(self, name: str, start: int, end: int) -> int:
        """`name:` with what follows; a word with a colon, where nothing follows."""
        lowered = name.lower()
        known = lowered in TEXT_FIELDS or lowered in CONDITIONS or lowered == BLOCK
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
        fields = sorted(TEXT_FIELDS | CONDITIONS | {BLOCK})
        near = difflib.get_close_matches(name.lower(), fields, 1)
        suggestion = f"{near[0]}:" if near else "fields are " + ", ".join(f"{field}:" for field in fields)
        raise QueryError(f"There is no field {name}:", start, end, suggestion)

    def _condition(self, name: str, start: int, end: int) -> int:
        query = self.query
        if end < len(query) and query[end] in _QUOTES:
            closed = self._closing_quote(end, doubled=True)
            stop = closed or len(query)
            value = _DOUBLED.sub(r"\1", query[end + 1 : stop - (closed is not None)].strip())
        else:
            found = _VALUE.match(query, end)
            stop = found.end() if found else end
            value = query[end:stop]
        if value and name == BLOCK:
            node = block_named(value.lower(), Span(start, stop), self.as_typed and stop == len(query))
            self._add("operand", start, stop, node)
        elif value:
            self._add("operand", start, stop, Condition(name, value, Span(start, stop)))
        elif not self.as_typed:
            raise QueryError(f"{name}: needs a value after it.", start, end, f"{name}:{_EXAMPLES[name]}")
        return stop


_EXAMPLES = {
    "block": "caption",
    "source": "Reuters",
    "author": "Haldane",
    "path": "letters/",
    "date": "2020..2021-08-15",
    "lang": "en",
    "format": "md",
    "is": "unread",
    "has": "note",
    "tag": "prisoners",
    "like": '"a sentence"',
    "entity": '"Abdul Ghani Baradar"',
    "speaker": "Baradar",
    "code": "claim",
    "note": "letter",
    "mark": "letter",
    "from": "haldane",
    "to": "haldane",
    "cc": "haldane",
    "subject": "letter",
    "thread": '"the letter"',
}


def _folded(pattern: str) -> str:
    """A wildcard with its letters folded; stars that follow one another are one."""
    parts = re.split(r"([*?])", pattern.strip(_JOINTS))
    folded = "".join(part if part in ("*", "?", "") else fold(part) for part in parts)
    return re.sub(r"\*{2,}", "*", folded)
