"""What is known of documents at one moment, put together for lists and conditions: catalogue, decisions, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.desk.decision import NOTHING, Decision
from index.document import DocumentRow

if TYPE_CHECKING:
    from index.catalogue.reader import CatalogueReader
    from index.desk.remarks import Remarks
    from index.desk.waiting import Waiting
    from index.entities.naming import Naming


@dataclass(frozen=True, slots=True)
class Margins:
    """How many annotations a document has, and how many of them have a note."""

    annotations: int = 0
    notes: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """One moment. Documents are named by number: those of the catalogue above 0, files still to be read below."""

    catalogue: CatalogueReader | None
    waiting: Waiting
    decided: Mapping[int, Decision]
    """By number."""
    by_path: Mapping[str, Decision]
    """The same by the path the document has now."""
    margins: Mapping[str, Margins]
    """By path; those without annotations are left out."""
    read: frozenset[int]
    remarks: Remarks | None = None
    """What annotations say."""
    named: Callable[[], Naming] | None = None
    """Names as the reader decided them to be; None: as the catalogue has them."""

    @property
    def naming(self) -> Naming | None:
        """Names as they are now; None while nothing is indexed. Put together when first asked for."""
        if self.named is not None or self.catalogue is None:
            return self.named() if self.named is not None else None
        from index.entities.naming import Naming
        from index.entities.replay import Overlay

        return Naming(self.catalogue, Overlay())

    def numbers_of(self, paths: Iterable[str]) -> dict[str, int]:
        """Numbers of the documents with these paths."""
        wanted = list(paths)
        found = self.catalogue.listed.numbers_of(wanted) if self.catalogue is not None else {}
        if len(self.waiting):
            for path in wanted:
                if path not in found and (number := self.waiting.number(path)) is not None:
                    found[path] = number
        return found

    def number_of(self, path: str) -> int | None:
        """The number of one document."""
        return self.numbers_of([path]).get(path)


def as_decided(row: DocumentRow, decision: Decision | None, margins: Margins | None, read: bool) -> DocumentRow:
    """A row with what the reader decided in place of what the document says."""
    if decision is None and margins is None and not read:
        return row
    chosen = decision or NOTHING
    return replace(
        row,
        title=chosen.title or row.title,
        authors=chosen.authors or row.authors,
        date=chosen.date or row.date,
        source=chosen.source or row.source,
        tags=tuple(sorted({*row.tags, *chosen.tags})) if chosen.tags else row.tags,
        starred=chosen.starred,
        annotations=margins.annotations if margins is not None else 0,
        read=read,
    )
