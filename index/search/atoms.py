"""Words and patterns of a stretch of a query: `word`, `wor*`, `w?rd`, `word~2`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.document import Span
from index.errors import QueryError
from index.search.mistakes import told
from index.search.query import Atom, Fuzzy, Prefix, Wildcard, Word
from index.search.tokens import MARKS, SPACELESS, Token, fold, tokens, words

MOST_ALIKE = 2
"""Most letters amiss."""

_RUN = re.compile(r"\S+")
# What may hold a pattern: letters with their marks, joined as words join them, and the signs themselves.
_SHAPED = re.compile(rf"(?:(?!_)[\w*?~.'’ʼ{MARKS}{SPACELESS}])+")
_JOINTS = ".'’ʼ"
_SIGN = re.compile(r"[*?~]")
# A question mark behind a word is one; `?` stands for a letter before other letters, or beside a star.
_QUESTION = re.compile(r"(?P<word>[^*?~]+)\?+")
_ALIKE = re.compile(r"(?P<word>[^~]*)~(?P<number>\d*)")


class AtomReader:
    """Reads the words of one query."""

    def __init__(self, query: str, as_typed: bool) -> None:
        self.query = query
        self.as_typed = as_typed

    def atoms(self, start: int, end: int, *, quoted: bool = False) -> list[Atom]:
        """The words and patterns of a stretch; the last word of what is being typed is a beginning. `quoted`: the
        stretch is a phrase. Raises QueryError."""
        found: list[Atom] = []
        for run in _RUN.finditer(self.query, start, end):
            if _SIGN.search(run[0]) is None:
                found += self._words(run.start(), run.end())
                continue
            try:
                found += self._shaped(run.start(), run.end())
            except _Stray as stray:
                raise self._needs_letters(stray, start, end, quoted) from None
        return found

    def _words(self, start: int, end: int) -> Iterator[Atom]:
        for token in tokens(self.query, start, end):
            span, written = Span(token.start, token.end), spelt(token, self.query[token.start : token.end])
            if self.as_typed and token.end == len(self.query):
                yield Prefix(token.word, True, span, written)
            else:
                yield Word(token.word, True, span, written)

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
            raise _Stray(*sign.span())

    def _needs_letters(self, stray: _Stray, start: int, end: int, quoted: bool) -> QueryError:
        """A sign that has no letters beside it, and what may be meant by it."""
        first, last = stray.span
        sign = self.query[first:last]
        hint: str | None = "wor* or w?rd"
        if quoted:
            kept = [word for word in self.query[start:end].split() if word.strip("*?~")]
            hint = f'"{" ".join(kept)}"~{max(1, len(self.query[start:end].split()) - len(kept))}'
            hint = hint if len(kept) > 1 else None
        elif sign.strip("*") == "":
            hint = "wor* or w?rd; path:* for every document"
        return QueryError(f"{told(sign)} needs letters beside it.", first, last, hint)

    def _pattern(self, start: int, end: int) -> Iterator[Atom]:
        text = self.query[start:end]
        if not text.strip("?~"):
            return  # punctuation
        if "~" in text:
            yield self._fuzzy(text, start, end)
            return
        core = text.rstrip("*")
        if core != text and not _SIGN.search(core) and (several := list(tokens(core))):
            *before, last = several
            for token in before:
                span, written = (
                    Span(start + token.start, start + token.end),
                    spelt(token, core[token.start : token.end]),
                )
                yield Word(token.word, True, span, written)
            yield Prefix(last.word, False, Span(start + last.start, end), spelt(last, core[last.start : last.end]))
            return
        pattern = _folded(text)
        if not pattern.strip("*?"):
            raise _Stray(start, end)
        if _QUESTION.fullmatch(pattern):  # `really?.?`
            yield from self._words(start, end)
            return
        if self.as_typed and end == len(self.query):
            pattern = pattern.rstrip("*") + "*"
        begun = pattern.rstrip("*")
        if begun != pattern and begun and not _SIGN.search(begun):  # `a*.*`
            yield Prefix(begun, False, Span(start, end))
            return
        yield Wildcard(pattern, Span(start, end))

    def _fuzzy(self, text: str, start: int, end: int) -> Fuzzy:
        found = _ALIKE.fullmatch(text)
        several = list(tokens(found["word"])) if found else []
        if found is None or len(several) != 1 or _SIGN.search(found["word"]):
            at = start + text.index("~")
            plain = next((token.word for token in tokens(text)), "word")
            hint = f"{plain}~ or {plain}~2"
            raise QueryError("~ stands behind one word, with no * or ? in it.", at, at + 1, hint)
        number, typed = found["number"], found["word"]
        distance = int(number[:3] or 1)
        if distance < 1:
            raise QueryError("~0 would let no letter be amiss.", start, end, f"={typed} or {typed}~")
        if distance > MOST_ALIKE:
            raise QueryError(f"At most {MOST_ALIKE} letters may be amiss.", start, end, f"{typed}~{MOST_ALIKE}")
        word = several[0].word
        if len(word) <= distance:
            raise QueryError("This word is too short to be misspelt.", start, end, f"{word}*")
        return Fuzzy(word, distance, Span(start, end), spelt(several[0], typed))


class _Stray(Exception):
    """A sign that stands beside no letter."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__()
        self.span = start, end


def spelt(token: Token, written: str) -> str:
    """How a word is to be printed whose folded form would be read as several (`Ç'0`, which is no article); else ""."""
    word = token.word
    return "" if (word.isascii() and word.isalnum()) or words(word) == [word] else written


def _folded(pattern: str) -> str:
    """A wildcard with its letters folded; stars that follow one another are one."""
    parts = re.split(r"([*?])", pattern.strip(_JOINTS))
    folded = "".join(part if part in ("*", "?", "") else fold(part) for part in parts)
    return re.sub(r"\*{2,}", "*", folded)
