"""The quotations of documents as rows of a list, some documents at a time; and the same words elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.asking.echoes import SHARED_WORDS, Echo, Place, SharedWords
from index.errors import CollectionError
from index.quotation import NOT_QUOTED, Quotation, Said

if TYPE_CHECKING:
    from index.document import DocumentRow, Span
    from index.entities.naming import Naming
    from index.rooms import Rooms

Matches = Callable[[str, str], Sequence["Span"]]
"""The matches of a query in a document: query, path."""
Found = Callable[[str], Sequence[str]]
"""Paths of the documents that answer a query."""

AT_ONCE: Final = 64
"""Documents that are read at a time."""
FIRST: Final = 16
_RUNS: Final = 24
"""Runs of words that are asked for at most of a long quotation."""
_BREAKS: Final = re.compile(r"\[[^\]]*\]|\(\s*\.\.\.\s*\)|\.\s?\.\s?\.|…|[“”„«»\"]|\n\s*\n")
"""Where a quotation leaves words out, puts some in, or is interrupted."""
_PRONOUN: Final = re.compile(r"\b(?:he|she|it)\b", re.IGNORECASE)
_NEAR: Final = 60
"""Characters behind a quotation in which a pronoun stands for its speaker."""
_MARKS_BEFORE: Final = "“”„«»‹›\"'‘’‚「『"
_MARKS_BEHIND: Final = "“”„«»‹›\"'‘’‚」』"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Quotations as they are at one moment; never changes."""

    by_path: dict[str, list[Said]] = field(default_factory=dict)
    """By document, in the order in which documents are listed."""
    echoes: dict[Place, Echo] = field(default_factory=dict)
    """Of those whose words another document gives to somebody else."""
    read: bool = False
    """Every document was read,"""
    whole: bool = False
    """and words were compared."""
    state: object = None
    """Changes where other documents than those that the reader decided on may be otherwise."""
    decided: frozenset[str] = frozenset()
    """Documents on whose speakers the reader has decided."""
    shared: SharedWords | None = None


class Gathering:
    """Reads quotations, a step a document. For one thread."""

    notices: tuple[str, ...] = ()

    def __init__(self, rooms: Rooms, only: str | None, paths: Sequence[str] | None, before: Gathered | None) -> None:
        """`paths`: these documents, in this order; None: all. `before`: what was read of the same documents before."""
        self._rooms = rooms
        self._naming, self._shelf = rooms.names.naming(), rooms.library.shelf()
        self._by_path: dict[str, list[Said]] = {}
        self._echoes: dict[Place, Echo] = {}
        self._shared: SharedWords | None = None
        self._read = self._whole = False
        self._all = paths is None and only is None
        self._wanted: list[str] = []
        self._state: object = None
        self._decided: frozenset[str] = frozenset()
        self.documents = 0
        """Steps, as far as is known."""
        if self._naming is None or self._shelf is None:
            return
        speaking = self._naming.speaking
        self._state = (self._naming, self._shelf.catalogue.deciding.version())
        self._decided = frozenset(speaking.decided_documents())
        self._wanted = [path for path in (speaking.paths() if paths is None else paths) if only in (None, path)]
        if before is not None and before.whole and before.state == self._state:
            again = self._decided | before.decided
            self._by_path = dict(before.by_path)
            self._shared, self._echoes = before.shared, before.echoes
            self._wanted = [path for path in dict.fromkeys([*self._wanted, *sorted(again)]) if path in again]
            if paths is not None:
                self._wanted = [path for path in self._wanted if path in paths]
        self.documents = len(self._wanted)

    def count(self) -> Iterator[None]:
        """Each step reads one document; then, of all documents, words are compared."""
        naming, shelf = self._naming, self._shelf
        if naming is None or shelf is None:
            self._read = self._whole = True
            return
        at, number = 0, FIRST
        while at < len(self._wanted):
            part = self._wanted[at : at + number]
            found = list(shelf.catalogue.quoted.pages(part))
            numbers = [number for _, number, _, _ in found]
            rows = {row.path: row for row in self._rooms.desk.filled(shelf.catalogue.rows(numbers), refresh=not at)}
            for path, _, text, quotations in found:
                if path in rows:
                    self._by_path[path] = list(said_in(naming, rows[path], text, quotations))
                yield
            at, number = at + len(part), AT_ONCE
        self._read = True
        if self._all:
            self._by_path = dict(sorted(self._by_path.items()))
            yield from self._compare()
        self._whole = True

    def _compare(self) -> Iterator[None]:
        if self._shared is None:
            self._shared = SharedWords([each for some in self._by_path.values() for each in some])
            self.documents += self._shared.steps
            yield from self._shared.build()
        echoes: dict[Place, Echo] = {}
        yield from self._shared.compare({s.place: s for some in self._by_path.values() for s in some}, echoes)
        self._echoes = echoes

    def counted(self) -> Gathered:
        """What was read by now."""
        by_path = self._by_path if self._read else dict(self._by_path)
        return Gathered(by_path, self._echoes, self._read, self._whole, self._state, self._decided, self._shared)


class Sayings:
    """Answers from what is analysed now. Not for the screen's thread."""

    def __init__(self, rooms: Rooms, only: str | None) -> None:
        self._rooms = rooms
        self._only = only

    def gathering(self, paths: Sequence[str] | None = None, before: Gathered | None = None) -> Gathering:
        """What reads the quotations of some documents, or of all."""
        return Gathering(self._rooms, self._only, paths, before)

    def by(self, name: str, entity: str | None = None) -> Callable[[Quotation], bool]:
        """Whether a quotation is by somebody called so, as the query field `speaker:` finds them; by one entity."""
        naming = self._rooms.names.naming()
        if naming is None:
            return lambda quotation: False
        if entity is not None:
            id = naming.current(entity)
            return lambda q: id == q.entity or any(id == reading.entity for reading in q.readings)
        from index.catalogue.calling import wanted_name

        wanted = wanted_name(name)
        return naming.speaking.spoken_by(wanted) if wanted is not None else lambda quotation: False

    def one(self, path: str, start: int, end: int) -> Said | None:
        """The quotation that a passage of a document is; None where it is none."""
        naming, shelf = self._rooms.names.naming(), self._rooms.library.shelf()
        if naming is None or shelf is None:
            return None
        from index.corrections.speakers import matching

        for _, number, text, quotations in shelf.catalogue.quoted.pages([path]):
            rows = self._rooms.desk.filled(shelf.catalogue.rows([number]))
            said = list(said_in(naming, rows[0], text, quotations)) if rows else []
            here = matching([each.quotation for each in said], start, end)
            return next((each for each in said if each.quotation is here), None)
        return None

    def number_in(self, path: str) -> int:
        """How many quotations a document has."""
        naming = self._rooms.names.naming()
        return len(naming.speaking.of(path)) if naming is not None else 0

    def elsewhere(self, said: Said, found: Found, matches: Matches) -> Elsewhere:
        """What finds the words of a quotation in every document. Raises CollectionError where they are too few."""
        query = query_for(said.words)
        if not query:
            raise CollectionError("these words are too few to be looked for elsewhere")
        return Elsewhere(self._rooms, query, found, matches)


class Elsewhere:
    """Finds the quotations that have some words, and the passages that have them without marks, a step a document."""

    notices: tuple[str, ...] = ()

    def __init__(self, rooms: Rooms, query: str, found: Found, matches: Matches) -> None:
        self._rooms = rooms
        self._query = query
        self._matches = matches
        self._paths = sorted(found(query))
        self._by_path: dict[str, list[Said]] = {}
        self.documents = len(self._paths)
        """Steps."""

    def count(self) -> Iterator[None]:
        """Each step looks into one document."""
        naming, shelf = self._rooms.names.naming(), self._rooms.library.shelf()
        if naming is None or shelf is None:
            return
        for path, number, text, quotations in shelf.catalogue.quoted.pages(self._paths):
            rows = self._rooms.desk.filled(shelf.catalogue.rows([number]), refresh=False)
            if rows:
                own = list(said_in(naming, rows[0], text, quotations))
                self._by_path[path] = _with_words(rows[0], text, own, self._matches(self._query, path))
            yield

    def counted(self) -> Gathered:
        """What was found by now."""
        return Gathered(dict(self._by_path))


def query_for(words: str) -> str:
    """A query for the words of a quotation; "" where they are too few.

    Of a long one every run of a few words is asked for, so that one that is cut differently is found too.
    """
    from index.search.tokens import words as tokens

    runs = [tokens(run) for run in _BREAKS.split(words)]
    runs = [run for run in runs if len(run) >= SHARED_WORDS] or [max(runs, key=len)]
    if len(runs[0]) < 2:
        return ""
    phrases: list[str] = []
    for run in runs:
        if len(run) <= SHARED_WORDS + 2:
            phrases.append(" ".join(run))
        else:
            phrases += [" ".join(run[at : at + SHARED_WORDS]) for at in range(len(run) - SHARED_WORDS + 1)]
    step = -(-len(phrases) // _RUNS)
    return " OR ".join(f'"{phrase}"' for phrase in phrases[::step])


def said_in(naming: Naming, row: DocumentRow, text: str, quotations: list[Quotation]) -> Iterator[Said]:
    """The quotations of a document, as the reader decided them, with their words."""
    path = row.path
    for each in naming.speaking.decided(path, quotations, lambda: naming.mentions(path, hidden=True) or ()):
        before, behind = text[each.start - 1 : each.start] if each.start else "", text[each.end : each.end + 1]
        marks = (before if before in _MARKS_BEFORE else "", behind if behind in _MARKS_BEHIND else "")
        yield Said(row, each, text[each.start : each.end], marks, _called(each, text))


def _called(quotation: Quotation, text: str) -> str:
    """What stands for the speaker beside the words, where that is no name: he, she, the minister."""
    rule, _, refers = quotation.rule.partition("+")
    if refers.startswith("role") and quotation.where is not None:
        return text[quotation.where.start : quotation.where.end]
    if not refers.startswith("pronoun"):
        return ""
    if rule.removeprefix("within:").startswith("behind"):
        found = _PRONOUN.findall(text, quotation.end, quotation.end + _NEAR)
        return found[0] if found else ""
    found = _PRONOUN.findall(text, max(0, quotation.start - 2 * _NEAR), quotation.start)
    return found[-1] if found else ""


def _with_words(row: DocumentRow, text: str, own: Sequence[Said], spans: Sequence[Span]) -> list[Said]:
    """Of a document, the quotations in which a match stands, and the sentences of matches outside of any."""
    kept: dict[tuple[int, int], Said] = {}
    for span in spans:
        inside = [s for s in own if s.quotation.start < span.end and span.start < s.quotation.end]
        for each in inside:
            kept[each.quotation.start, each.quotation.end] = each
        if not inside:
            start, end = span.start, span.end
            last = next(reversed(kept.values()), None)
            if last is not None and last.quotation.rule == NOT_QUOTED and start <= last.quotation.end + 1:
                start, end = last.quotation.start, max(end, last.quotation.end)
                del kept[last.quotation.start, last.quotation.end]
            bare = Quotation(start, end, "partial", "unknown", NOT_QUOTED, 0.0, start)
            kept[start, end] = Said(row, bare, text[start:end], ("", ""))
    return list(kept.values())
