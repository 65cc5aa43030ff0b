"""What a full-text engine does, whichever it is. Nothing above this seam knows Whoosh."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from index.errors import GlossatorError
from index.events import Cancelled as Asked
from index.search.query import Node, Resolve
from index.search.tokens import TOKENS_VERSION
from index.search.vocabulary import Vocabulary
from index.settings import SearchSettings


class DamagedIndex(GlossatorError):
    """The index cannot be read; it must be rebuilt in a new folder."""


class IndexBusy(GlossatorError):
    """Another process writes this index."""


@dataclass(frozen=True, slots=True)
class IndexedText:
    """What is indexed of a document."""

    id: int
    """Number in the catalogue: one document of the index each."""
    title: str
    body: str
    """The whole text, with the headline where it is part of it."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The documents that answer a query, best first, ties by id."""

    hits: tuple[tuple[int, float], ...]
    """Document id and score, as many as the limit allows."""
    total: int
    """Hits before the limit."""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capabilities:
    """In what engines differ. Answers are the same; these say what they cost and what is noticed."""

    name: str
    """As `search.engine` names it."""
    places: bool
    """Where words stand is read from the index. Otherwise what is near what is looked up in the words of each
    document that holds them, but for the commonest forms: slow where these are many."""
    checksums: bool
    """A changed byte in its files is noticed when they are opened. Otherwise it may give a wrong answer."""


class SearchEngine(Protocol):
    """One index in one folder.

    Writing: `begin`, any number of `add` and `delete`, then `commit` or `cancel`; by one process and one thread at a
    time (IndexBusy). Reading: any thread, at any time, also while another process writes; answers are of the commit
    taken up last. Every method may raise DamagedIndex.
    """

    @property
    def capabilities(self) -> Capabilities:
        """The same for every index of an engine."""

    # -- writing ------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start a batch; makes the index where there is none. Raises IndexBusy."""

    def add(self, documents: Iterable[IndexedText], *, new: bool = False) -> None:
        """Put documents into the batch, in place of those with the same ids. `new`: no such ids exist, which is
        known to the caller and saves looking."""

    def delete(self, ids: Iterable[int]) -> int:
        """Take documents out; returns how many there were."""

    def commit(self) -> int:
        """Make the batch visible to readers; returns the generation, which rises with each commit."""

    def cancel(self) -> None:
        """Give the batch up. Safe where none was begun."""

    def close(self) -> None:
        """Give up any batch and let go of files. Safe to call twice."""

    # -- reading ------------------------------------------------------------------------------------------------

    @property
    def generation(self) -> int:
        """The commit that answers come from; 0 where nothing was ever committed."""

    @property
    def doc_count(self) -> int:
        """Documents in the index."""

    def ids(self) -> frozenset[int]:
        """Every document in the index."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Every word in the index."""

    def refresh(self) -> bool:
        """Take up the newest commit; True where it is another one than before."""

    def search(
        self,
        query: Node,
        *,
        restrict: Collection[int] | None = None,
        universe: Callable[[], Collection[int]] | None = None,
        resolve: Resolve | None = None,
        limit: int = 20,
        cancelled: Asked | None = None,
    ) -> Ranked:
        """Answer a query.

        `restrict`: only these documents. `universe`: all documents there are, what a negation counts from; without
        it, those in the index. `resolve`: which documents fulfil a condition; without it a condition is a QueryError.
        `limit` 0 = all. Raises QueryError, Cancelled.
        """


INDEX_VERSIONS = {"whoosh": "arrays/1", "tantivy": "tantivy/1"}
"""Form of each engine's index on disk: raise it with any change of fields, postings or columns."""


def fingerprint(settings: SearchSettings) -> str:
    """What an index depends on: where it differs from the one an index was made with, the index must be rebuilt.

    Stemming is no part of it: it is done when asked, not when indexed.
    """
    version = INDEX_VERSIONS[settings.engine]
    return " ".join((settings.engine, version, TOKENS_VERSION, unicodedata.unidata_version, sys.byteorder))
