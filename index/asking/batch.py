"""A list of queries, or of names, put to a collection: how many documents and matches each line has.

A query is answered by the engine, and its matches are counted in the texts of its documents. Names are looked for all
at once in one pass over every text where the list is long (see `index.search.names`), and otherwise as queries; the
answers are the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from index.asking.concordances import headers_in
from index.document import Span
from index.errors import Cancelled as GivenUp
from index.errors import QueryError, UnreadableFile
from index.events import Cancelled, OnEvent, Progress
from index.search.languages import Languages
from index.search.matching import Matchers
from index.search.names import Names, query_of_name
from index.search.printer import print_query
from index.search.query import And, Field, Fuzzy, Loose, Near, Node, Not, Or, Phrase, Word

if TYPE_CHECKING:
    from index.asking.condition_passages import ConditionPassages
    from index.library import Shelf

MOST_LINES: Final = 60_000
LONGEST_NAME: Final = 2_000
"""Characters of a name."""
NAMES_TO_A_DOCUMENT: Final = 0.05
"""From as many names for each document on, one pass over the texts is quicker than a query a name."""

Parse = Callable[[str], Node]
Ask = Callable[[str], "Sequence[int]"]
"""The numbers of the documents that answer a query."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found for one line."""

    line: str
    documents: int
    matches: int
    """0 also where only what is known of documents answered, such as a date."""
    error: str | None = None
    """What is wrong with the line, and where in it."""
    query: str | None = None
    """The line in the query language; None for one that is wrong."""


def lines_of(lines: Sequence[str]) -> list[str]:
    """The lines of a list without blank ones. Raises UnreadableFile where there are more than MOST_LINES."""
    found = [line for line in (line.strip() for line in lines) if line]
    if len(found) > MOST_LINES:
        raise UnreadableFile(
            f"{len(found):,} lines are more than the {MOST_LINES:,} that one run takes; split the list"
        )
    return found


class Batch:
    """One list at work on what is indexed."""

    def __init__(
        self,
        shelf: Shelf,
        *,
        parse: Parse,
        ask: Ask,
        languages: Languages,
        passages: Callable[[Node, str, bool], ConditionPassages | None],
        fuzzy: int = 0,
        only: str | None = None,
        on_event: OnEvent | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        """`parse` and `ask` raise QueryError. `passages` finds where conditions have places in a text. `only`: the one
        document that is asked."""
        self._shelf = shelf
        self._parse = parse
        self._ask = ask
        self._languages = languages
        self._passages = passages
        self._fuzzy = fuzzy
        self._only = only
        self._on_event = on_event
        self._cancelled = cancelled

    def queries(self, lines: Sequence[str]) -> Iterator[Counted]:
        """A line each, in order, as soon as it is known. Raises Cancelled."""
        steps = _Steps(len(lines), self._on_event, self._cancelled)
        for line in lines:
            steps.next()
            try:
                tree = self._parse(line)
                if self._fuzzy:
                    tree = _erring(tree, self._fuzzy)
                yield self._counted(line, print_query(tree) if self._fuzzy else line, tree)
            except QueryError as error:
                steps.errors += 1
                yield Counted(line, 0, 0, _told(error))

    def names(self, lines: Sequence[str], *, in_one_pass: bool | None = None) -> Iterator[Counted]:
        """The same for names, taken literally. `in_one_pass`: over all texts, or not; None chooses what is quicker."""
        documents = self._shelf.catalogue.count()
        if in_one_pass is None:
            in_one_pass = self._only is None and len(lines) >= documents * NAMES_TO_A_DOCUMENT
        trees = {at: tree for at, line in enumerate(lines) if (tree := self._query_of(line)) is not None}
        if in_one_pass:
            yield from self._in_one_pass(lines, trees)
            return
        steps = _Steps(len(lines), self._on_event, self._cancelled)
        for at, line in enumerate(lines):
            steps.next()
            yield self._counted(line, print_query(trees[at]), trees[at]) if at in trees else _no_name(line)

    def _query_of(self, line: str) -> Node | None:
        return query_of_name(line, self._fuzzy) if len(line) <= LONGEST_NAME else None

    def _in_one_pass(self, lines: Sequence[str], trees: Mapping[int, Node]) -> Iterator[Counted]:
        shelf = self._shelf
        words = shelf.engine.vocabulary.words if self._fuzzy else ()
        names = Names({at: lines[at] for at in trees}, self._fuzzy, words)
        documents, matches = [0] * len(lines), [0] * len(lines)
        if self._only is None:
            numbers = sorted(shelf.catalogue.listed.everything(self._cancelled))
        else:
            numbers = list(shelf.catalogue.listed.numbers_of([self._only]).values())
        steps = _Steps(len(numbers), self._on_event, self._cancelled)
        for _, text, packed in shelf.catalogue.texts(numbers):
            steps.next()
            found = names.counts(text)
            for at, count in found.items():
                documents[at] += 1
                matches[at] += count
            # A title that stands nowhere in the text answers as well, and has no match.
            for at in names.counts(_title(packed)[0]):
                if at not in found:
                    documents[at] += 1
        for at, line in enumerate(lines):
            if at in trees:
                yield Counted(line, documents[at], matches[at], query=print_query(trees[at]))
            else:
                yield _no_name(line)

    def _counted(self, line: str, query: str, tree: Node) -> Counted:
        numbers = self._ask(query)
        matchers = Matchers(tree, self._languages)
        passages = self._passages(tree, line, False)
        paths = {row.id: row.path for row in self._shelf.catalogue.rows(numbers)} if passages is not None else {}
        count = 0
        if len(numbers):
            for number, text, packed in self._shelf.catalogue.texts(numbers):
                matcher = matchers.of(number)
                title = _title(packed)[1] if matcher.asks_titles else None
                blocks = self._shelf.catalogue.blocks(number) if matcher.asks_blocks else ()
                found = matcher.matches(text, title=title, blocks=blocks, cancelled=self._cancelled)
                if passages is not None and number in paths:
                    found = passages.among(found, paths[number], headers_in(packed))
                count += len(found)
        return Counted(line, len(numbers), count, query=query)


class _Steps:
    """Tells how far the work has come, and gives it up when asked to."""

    def __init__(self, total: int, on_event: OnEvent | None, cancelled: Cancelled | None) -> None:
        self.errors = 0
        self._total = total
        self._on_event = on_event
        self._cancelled = cancelled
        self._done = 0
        self._began = time.monotonic()

    def next(self) -> None:
        """Begin another step. Raises Cancelled."""
        if self._cancelled is not None and self._cancelled():
            raise GivenUp("The list was given up.")
        if self._on_event is not None:
            rate = self._done / max(time.monotonic() - self._began, 1e-3)
            self._on_event(Progress("batch", self._done, self._total, rate, self.errors))
        self._done += 1


def _title(packed: str) -> tuple[str, Span | None]:
    """The title of a document, and where it stands in the text."""
    from index.catalogue.packing import unpack_metadata

    metadata = unpack_metadata(packed)
    return metadata.title or "", next((each.span for each in metadata.evidence if each.field == "title"), None)


def _erring(node: Node, fuzzy: int) -> Node:
    """A query whose words may have so many letters amiss, but those with an equals sign and those too short for it."""
    match node:
        case Word(word=word, exact=False, span=span, spelt=spelt):
            return Fuzzy(word, fuzzy, span, spelt) if fuzzy < len(word) else node
        case Phrase(parts=parts) | Loose(parts=parts):
            # Words of a phrase stand as they are, which here says nothing of how they are spelt.
            loosened = (replace(part, exact=False) if isinstance(part, Word) else part for part in parts)
            made = tuple(_erring(part, fuzzy) for part in loosened)
            kept = (replace(part, exact=True) if isinstance(part, Word) else part for part in made)
            return replace(node, parts=tuple(kept))  # type: ignore[arg-type]
        case Near(left=left, right=right):
            return replace(node, left=_erring(left, fuzzy), right=_erring(right, fuzzy))
        case And(children=children) | Or(children=children):
            return replace(node, children=tuple(_erring(child, fuzzy) for child in children))
        case Not(child=child) | Field(child=child):
            return replace(node, child=_erring(child, fuzzy))
        case _:
            return node


def _no_name(line: str) -> Counted:
    told = (
        f"a name may have {LONGEST_NAME:,} characters" if len(line) > LONGEST_NAME else "there is no word in this line"
    )
    return Counted(line, 0, 0, told)


def _told(error: QueryError) -> str:
    """`character 5: There is no field sauce:; write source:`"""
    write = f" Write: {error.suggestion}" if error.suggestion else ""
    return f"character {error.start + 1}: {error}{write}"
