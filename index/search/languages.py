"""In which language the words of each document are read: whose endings they may have, and which of them say little."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Protocol

from index.search.stems import has_stems

AUTO: Final = "auto"
"""The setting that leaves it to each document."""
_USUAL: Final = "en"
"""Taken where the language of no document is known."""

Codes = tuple[str, ...]
"""Languages (ISO 639-1), any of which may lend a word its endings; the commonest words of the first say little.
Without any, words stand for themselves."""


class Languages:
    """What is known of the documents of one commit. Never changes.

    A document whose language is not known is read as most documents are.
    """

    def __init__(
        self, main: Codes = (_USUAL,), others: Mapping[Codes, Collection[int]] | None = None, *, fixed: bool = False
    ) -> None:
        """`others`: the documents that are not read as `main`. `fixed`: none ever is read otherwise."""
        self.main = main
        self.fixed = fixed
        self.others: dict[Codes, frozenset[int]] = {codes: frozenset(ids) for codes, ids in (others or {}).items()}
        self.all: tuple[Codes, ...] = (main, *self.others)

    def of(self, document: int) -> Codes:
        """How a document is read, by its number."""
        return next((codes for codes, ids in self.others.items() if document in ids), self.main)

    def of_language(self, code: str | None) -> Codes:
        """How a document of this language is read; None where that is not known."""
        return self.main if self.fixed or not code else read_as(code)

    def read_so(self, ids: Iterable[int], several: Collection[Codes]) -> list[bool]:
        """Of each document, whether it is read in one of several ways."""
        if self.main in several:
            elsewhere = self._documents(codes for codes in self.others if codes not in several)
            return [id not in elsewhere for id in ids]
        here = self._documents(several)
        return [id in here for id in ids]

    def _documents(self, several: Iterable[Codes]) -> frozenset[int]:
        chosen = [self.others[codes] for codes in several if codes in self.others]
        return chosen[0] if len(chosen) == 1 else frozenset().union(*chosen)


class Listed(Protocol):
    """Who knows the languages of the documents."""

    def language_counts(self) -> dict[str, int]:
        """How many documents there are of each language that is known."""

    def of_language(self, code: str) -> Collection[int]:
        """The documents of one."""


def read_as(code: str) -> Codes:
    """How the words of a language are read."""
    return (code,) if has_stems(code) else ()


def without_documents(stemming: tuple[str, ...]) -> Languages:
    """As the setting `search.stemming` says where nothing is known of documents."""
    return Languages() if stemming == (AUTO,) else Languages(stemming, fixed=True)


def languages_of(stemming: tuple[str, ...], listed: Listed) -> Languages:
    """As the setting `search.stemming` and the documents say."""
    counts = listed.language_counts() if stemming == (AUTO,) else {}
    if not counts:
        return without_documents(stemming)
    most = min(counts, key=lambda code: (-counts[code], code))
    others: dict[Codes, set[int]] = {}
    for code in sorted(counts):
        if read_as(code) != read_as(most):
            others.setdefault(read_as(code), set()).update(listed.of_language(code))
    return Languages(read_as(most), others)
