"""What a full-text engine does, whichever it is. Nothing above this seam knows Whoosh."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.document import Block
from index.errors import Damaged, GlossatorError
from index.events import Cancelled as Asked
from index.search.languages import Languages
from index.search.query import Node, Resolve
from index.search.tokens import TOKENS_VERSION
from index.search.vocabulary import Vocabulary
from index.search.word_counts import WordCounts
from index.settings import SearchSettings


class DamagedIndex(Damaged):
    """The index cannot be read; it must be rebuilt in a new folder."""


class IndexBusy(GlossatorError):
    """Another process writes this index."""


Ties = Callable[[Sequence[int]], Mapping[int, int]]
"""Told documents, says where they stand among one another; those that it does not name stand behind."""


@dataclass(frozen=True, slots=True)
class IndexedText:
    """What is indexed of a document."""

    id: int
    """Number in the catalogue: one document of the index each."""
    title: str
    body: str
    """The whole text, with the headline where it is part of it."""
    blocks: Sequence[Block] = ()
    """Of the body; without any, all of it is prose."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The documents that answer a query, best first."""

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
    """No answer comes from a byte that is not as it was written. Otherwise a changed one may give a wrong answer."""


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

    def gather(self, cancelled: Asked | None = None) -> None:
        """Have the commit put the whole index into one piece, for queries to look in fewer places. Costs a fraction of
        what indexing did, in time and for the moment in room; no answer changes. The commit raises Cancelled, and
        nothing of the batch is kept."""

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

    def word_counts(self, cancelled: Asked | None = None) -> WordCounts:
        """How often each word stands in the texts, and how many words each text has. Reckoned when first asked for (a
        second for 20,000 documents), kept until the next commit is taken up. Raises Cancelled."""

    def verify(self) -> int:
        """Read every byte of the newest commit and compare it with its checksum; returns its generation.

        Raises DamagedIndex.
        """

    def refresh(self) -> bool:
        """Take up the newest commit; True where it is another one than before."""

    def search(
        self,
        query: Node,
        *,
        restrict: Collection[int] | None = None,
        universe: Callable[[], Collection[int]] | None = None,
        resolve: Resolve | None = None,
        languages: Languages | None = None,
        ties: Ties | None = None,
        limit: int = 20,
        cancelled: Asked | None = None,
    ) -> Ranked:
        """Answer a query.

        `restrict`: only these documents. `universe`: all documents there are, what a negation counts from; without
        it, those in the index. `resolve`: which documents fulfil a condition; without it a condition is a QueryError.
        `languages`: how the words of each document are read; without it, as English. `ties`: the order of documents
        of equal score; without it, that of their numbers, which depends on when each was indexed. `limit` 0 = all.
        Raises QueryError, Cancelled.
        """


INDEX_VERSIONS = {"whoosh": "arrays/3", "tantivy": "tantivy/2"}
"""Form of each engine's index on disk: raise it with any change of fields, postings or columns."""


def fingerprint(settings: SearchSettings) -> str:
    """What an index depends on: where it differs from the one an index was made with, the index must be rebuilt.

    Stemming is no part of it: it is done when asked, not when indexed.
    """
    version = INDEX_VERSIONS[settings.engine]
    return " ".join((settings.engine, version, TOKENS_VERSION, unicodedata.unidata_version, sys.byteorder))
