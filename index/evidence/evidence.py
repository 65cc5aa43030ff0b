"""Dossiers and finished drafts, for Collection to hand out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import Cancelled, GlossatorError, UnknownDocument

if TYPE_CHECKING:
    from index.document import Document, SearchPage
    from index.events import Cancelled as Asked
    from index.evidence.counted import Cited
    from index.evidence.dossiers import Dossiers
    from index.evidence.draft import Draft
    from index.evidence.verifying import Checked
    from index.opening import Opened
    from index.rooms import Rooms
    from index.settings import Settings


@dataclass(frozen=True, slots=True)
class Verified:
    """A draft that was checked."""

    file: Path
    text: str
    found: tuple[Checked, ...]
    """Quotations in order, and behind them the figures and dates that no cited passage has."""

    @property
    def faults(self) -> list[Checked]:
        """Quotations that are not as their source has them."""
        return [each for each in self.found if each.is_fault]


class Evidence:
    """Safe to call from any thread, but never from the screen's."""

    def __init__(
        self,
        rooms: Rooms,
        opened: Opened,
        settings: Settings,
        search: Callable[..., SearchPage],
        document: Callable[[str], Document],
    ) -> None:
        """`search`: Collection.search; `document`: a document with what the reader set."""
        self._rooms = rooms
        self._opened = opened
        self._settings = settings
        self._search = search
        self._document = document

    @property
    def dossiers(self) -> Dossiers:
        """Passages chosen and ordered."""
        return self._rooms.marks.dossiers

    def write(self, name: str, form: str, by: str = "argument") -> Iterator[bytes]:
        """A dossier as markdown, html or json, below its headings or below its codes. Raises GlossatorError."""
        from index.evidence.writing import written

        if name not in self.dossiers.names():
            raise GlossatorError(f"there is no dossier {name}")
        return written(self.dossiers.read(name), self._known, form, by)

    def verify(
        self,
        file: Path,
        *,
        dossier: str | None = None,
        query: str | None = None,
        on_progress: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Asked = lambda: False,
    ) -> Verified:
        """Check a draft. `dossier`, `query`: the documents of a dossier, those that answer a query, are the sources.

        Raises UnreadableFile, QueryError, GlossatorError for an unknown dossier, Cancelled.
        """
        from index.evidence.attribution import Attributions
        from index.evidence.draft import read_draft
        from index.evidence.sources import IndexedSources
        from index.evidence.verifying import Verifier

        shelf = self._rooms.indexed()
        draft = read_draft(file, self._settings.documents.max_megabytes * 1_000_000)
        if dossier is not None and dossier not in self.dossiers.names():
            raise GlossatorError(f"there is no dossier {dossier}")
        numbers = self._numbers(dossier, query)
        verifier = Verifier(
            IndexedSources(shelf, self._apart(file), cancelled),
            Attributions(self._rooms.names.naming()),
            only=numbers,
            shortest=self._settings.verify.shortest,
            reach=self._settings.verify.reach,
            cancelled=cancelled,
        )
        found = []
        total = len(draft.quotations)
        for done, quoted in enumerate(draft.quotations):
            on_progress(done, total)
            found.append(verifier.check(draft.text, quoted))
        if cancelled():
            raise Cancelled
        found += self._unsupported(draft, found, dossier)
        return Verified(file, draft.text, tuple(found))

    # -- inside -------------------------------------------------------------------------------------------------

    def _unsupported(self, draft: Draft, found: list[Checked], dossier: str | None) -> list[Checked]:
        from index.evidence.counted import unsupported
        from index.evidence.verifying import Checked

        cited = self._cited(found, dossier)
        return [
            Checked(
                each.start,
                each.end,
                draft.text[each.start : each.end],
                "date" if each.kind == "date" else "figure",
                "unsupported",
                reason="no passage that is cited has it",
            )
            for each in unsupported(draft, cited)
        ]

    def _cited(self, found: list[Checked], dossier: str | None) -> Cited:
        from index.evidence.counted import Cited

        spans: dict[str, list[tuple[int, int]]] = {}
        for each in found:
            if each.document is not None and each.source_start is not None and each.source_end is not None:
                spans.setdefault(each.document, []).append((each.source_start, each.source_end))
            for place in each.places:
                spans.setdefault(place.document, []).append((place.start, place.end))
        if dossier is not None:
            for passage in self.dossiers.read(dossier).passages:
                if passage.start is not None and passage.end is not None:
                    spans.setdefault(passage.document, []).append((passage.start, passage.end))
        cited = Cited()
        for path, some in spans.items():
            document = self._known(path)
            if document is not None:
                cited.take(document, some, self._rooms.ledgers)
        return cited

    def _known(self, path: str) -> Document | None:
        try:
            return self._document(path)
        except UnknownDocument:
            return None

    def _numbers(self, dossier: str | None, query: str | None) -> set[int] | None:
        """Numbers of the documents that are sources; None where all are."""
        paths: set[str] | None = None
        if self._opened.document is not None:
            paths = {self._opened.document}
        if dossier is not None:
            of_dossier = {passage.document for passage in self.dossiers.read(dossier).passages}
            paths = of_dossier if paths is None else paths & of_dossier
        if query is not None:
            answering = {hit.document.path for hit in self._search(query, limit=0).hits}
            paths = answering if paths is None else paths & answering
        if paths is None:
            return None
        return set(self._rooms.indexed().catalogue.listed.numbers_of(sorted(paths)).values())

    def _apart(self, file: Path) -> set[str]:
        """Paths of the draft itself, however it was named."""
        try:
            return {file.resolve().relative_to(self._opened.root.resolve()).as_posix()}
        except (OSError, ValueError):
            return set()
