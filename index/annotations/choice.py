"""Which annotations are wanted, of all that there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.annotations.annotation import Annotation

if TYPE_CHECKING:
    from index.codebook.book import Codebook
    from index.memos.memo import Memo


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
        wanted, barred = self._code_tests(book)

        def admits(annotation: Annotation) -> bool:
            if self.layer is not None and annotation.layer != self.layer:
                return False
            if self.documents is not None and annotation.document not in self.documents:
                return False
            if any(fits(code) for fits in barred for code in annotation.codes):
                return False
            return not wanted or any(fits(code) for fits in wanted for code in annotation.codes)

        return admits

    def memo_test(self, book: Codebook | None = None) -> Callable[[Memo], bool]:
        """Whether a memo goes along: one on a code where that code may, one on a document with the document, unless
        codes are asked for, and one on the collection where nothing less than all is wanted."""
        wanted, barred = self._code_tests(book)
        narrowed = self.documents is not None or bool(self.query.strip())

        def admits(memo: Memo) -> bool:
            if self.layer is not None and memo.author != self.layer:
                return False
            if memo.about == "code":
                fits = (not wanted and not narrowed) or any(fit(memo.subject) for fit in wanted)
                return fits and not any(fit(memo.subject) for fit in barred)
            if memo.about == "document":
                return not wanted and (self.documents is None or memo.subject in self.documents)
            return not wanted and not narrowed

        return admits

    def _code_tests(self, book: Codebook | None) -> tuple[list[Callable[[str], bool]], list[Callable[[str], bool]]]:
        """For the codes that are wanted, and for those that are barred."""
        from index.desk.remarks import code_test

        wanted = [code_test(code, beginning=False, book=book) for code in self.codes]
        barring = [*self.without, *(code.rstrip("/") + "/*" for code in self.without if code[-1:] != "*")]
        books = (None, book) if book is not None else (None,)
        return wanted, [code_test(code, beginning=False, book=each) for code in barring for each in books]
