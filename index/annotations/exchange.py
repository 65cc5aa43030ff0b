"""Annotations to and from the files of other programs, for Collection to hand out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.annotations.choice import Choice
from index.annotations.service import Annotations
from index.errors import CollectionError, GlossatorError, UnknownDocument

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation
    from index.annotations.importing import ImportReport
    from index.annotations.intake import Watch
    from index.document import Document, DocumentRow
    from index.events import Cancelled as Asked

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of a file that is taken in: it is read as a whole."""

Annotated = Callable[[str], tuple[frozenset[str], "Callable[[Annotation], bool] | None"]]
"""Query -> documents, and which of their annotations (None: all)."""


class Exchange:
    """Safe to call from any thread, but never from the screen's."""

    def __init__(
        self,
        annotations: Annotations,
        asked: Annotated,
        row: Callable[[str], DocumentRow | None],
        document: Callable[[str], Document],
        only: str | None,
    ) -> None:
        self._annotations = annotations
        self._asked = asked
        self._row = row
        self._document = document
        self._only = only

    def export(self, format: str, choice: Choice | None = None) -> Iterator[bytes]:
        """Annotations in a format or preset of `interchange`; those chosen, or all.

        Raises GlossatorError, QueryError.
        """
        wanted, also = choice or Choice(), None
        if wanted.query.strip():
            found, also = self._asked(wanted.query)
            wanted = replace(wanted, documents=found if wanted.documents is None else found & wanted.documents)
        if self._only is not None:
            here = frozenset({self._only})
            wanted = replace(wanted, documents=here if wanted.documents is None else here & wanted.documents)
        return self._annotations.export(format, wanted, also=also, title=self._title, document=self._known)

    def import_file(
        self,
        file: Path,
        format: str | None = None,
        *,
        layer: str | None = None,
        coder: str | None = None,
        watch: Watch | None = None,
        cancelled: Asked | None = None,
    ) -> ImportReport:
        """Take in the annotations of a file, or of a folder of brat's, into the own layer; undone in one step.

        `layer` is written to instead of the own one; `coder` takes those alone that the file says this person made.

        Raises CollectionError where it cannot be read, GlossatorError where it holds no annotations, Cancelled, before
        anything is written.
        """
        return self._annotations.intake.take(
            _content(file), format, layer=layer, coder=coder, watch=watch, cancelled=cancelled
        )

    def _title(self, path: str) -> str | None:
        row = self._row(path)
        return row.title if row is not None else None

    def _known(self, path: str) -> Document | None:
        try:
            return self._document(path)
        except UnknownDocument:
            return None


def _content(file: Path) -> bytes:
    try:
        if file.is_dir():
            from index.annotations.interchange.brat import packed

            return packed(file, LARGEST)
        if file.stat().st_size > LARGEST:
            raise GlossatorError(f"{file}: larger than {LARGEST // 1024 // 1024} MB")
        return file.read_bytes()
    except OSError as error:
        raise CollectionError(f"{file}: cannot be read: {error.strerror}") from error
