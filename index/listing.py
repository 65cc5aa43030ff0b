"""The list of documents: narrowed, sorted and grouped, of any length.

A listing is an order of documents and nothing more; the rows that are looked at are fetched when they are looked at,
so that a million documents cost a screenful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, get_args

from index.document import DocumentRow
from index.document import Group as Group

Column = Literal["path", "title", "source", "author", "date", "words", "size", "format", "language", "folder"]
Grouping = Literal["none", "source", "date", "month", "folder"]
Sort = Literal["relevance", "date", "newest", "source", "title", "path", "source-turned", "title-turned", "path-turned"]
"""The order of hits; `-turned`: the other way round. `date`: the oldest first; those without one come last."""
COLUMNS: Final[tuple[str, ...]] = get_args(Column)
GROUPINGS: Final[tuple[str, ...]] = get_args(Grouping)
SHOWN_COLUMNS: Final[tuple[str, ...]] = (*(name for name in COLUMNS if name != "title"), "tags")
"""What may stand below a title."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What the list of documents shows, and in which order."""

    words: str = ""
    """The filter as the reader typed it: words of title, author, source or path; `source:herald`, `date:2031..`,
    `is:unread`, `has:annotation`, `format:md`, `tag:…`, `lang:`, `path:`, `author:`, `title:`; `-` before any of them.
    """
    sort: Column = "path"
    descending: bool = False
    group: Grouping = "none"


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """How many documents there are, and how many of them were read."""

    documents: int
    read: int


class DocumentListing(Protocol):
    """Documents in an order. Positions count documents from 0; what the documents say is as it is now.

    Safe from any thread; a screenful of rows takes a few milliseconds.
    """

    @property
    def query(self) -> ListQuery: ...

    @property
    def groups(self) -> Sequence[Group]:
        """In the order of the listing; empty where it is not grouped."""

    @property
    def complete(self) -> bool:
        """False while the collection is indexed for the first time: files that a walk found stand in for documents."""

    def __len__(self) -> int: ...

    def rows(self, start: int, stop: int) -> list[DocumentRow]:
        """The documents of some positions. One that has just gone from the collection has only its path."""

    def position_of(self, path: str) -> int | None:
        """Where a document stands; None where it is not in the listing."""

    def paths(self, start: int, stop: int) -> list[str]:
        """The paths of some positions."""
