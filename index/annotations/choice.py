"""Which annotations are wanted, of all that there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.annotations.annotation import Annotation

if TYPE_CHECKING:
    from index.codebook.book import Codebook


@dataclass(frozen=True, slots=True)
class Choice:
    """All of what is given here must hold."""

    codes: tuple[str, ...] = ()
    """Any of these: `claim` itself, `claim/*` with all below it, `cl*` whatever begins so."""
    without: tuple[str, ...] = ()
    """None of these, nor of any below them: what is to be kept back stays back with its finer distinctions."""
    layer: str | None = None
    query: str = ""
    """In documents that a search for this finds; where it asks for codes, notes or marks, only those."""
    documents: frozenset[str] | None = None
    """Paths."""

    def test(self, book: Codebook | None = None) -> Callable[[Annotation], bool]:
        """Whether an annotation is among them, as far as it says so itself: the query is not asked.

        With a codebook former names count; what is barred is barred under any of its names.
        """
        from index.desk.remarks import code_test

        wanted = [code_test(code, beginning=False, book=book) for code in self.codes]
        barring = [*self.without, *(code.rstrip("/") + "/*" for code in self.without if code[-1:] != "*")]
        books = (None, book) if book is not None else (None,)
        barred = [code_test(code, beginning=False, book=each) for code in barring for each in books]

        def admits(annotation: Annotation) -> bool:
            if self.layer is not None and annotation.layer != self.layer:
                return False
            if self.documents is not None and annotation.document not in self.documents:
                return False
            if any(fits(code) for fits in barred for code in annotation.codes):
                return False
            return not wanted or any(fits(code) for fits in wanted for code in annotation.codes)

        return admits
