"""Which document of the collection a text is that a file brings along: by number, text, name or words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from index.annotations.interchange.guids import guid
from index.annotations.interchange.items import SourceText, flat
from index.annotations.normalised import level
from index.annotations.placement import Placements
from index.errors import UnknownDocument

_TELLING: Final = 24
"""Characters that a passage must have to tell its document from others."""


class BroughtTexts:
    """Knows the texts of a collection by what they say. Reads them all, once, where nothing else helps."""

    def __init__(self, placements: Placements, paths: Callable[[], Iterable[str]]) -> None:
        self._placements = placements
        self._paths = paths
        self._by_number: dict[str, str] | None = None
        self._by_hash: dict[str, list[str]] | None = None
        self._by_words: dict[bytes, list[str]] | None = None

    def numbered(self, source: SourceText) -> str | None:
        """The document whose number it has, whatever its text says now."""
        if source.number and self._by_number is None:
            self._by_number = {guid("document", path): path for path in self._paths()}
        return self._by_number.get(source.number) if self._by_number is not None else None

    def same(self, source: SourceText) -> str | None:
        """The document whose text is this one, to the letter; of several the one that is called so, else the first."""
        if self._by_hash is None:
            self._by_hash = {}
            for path in self._paths():
                sha = self._placements.hash_of(path)
                if sha is not None:
                    self._by_hash.setdefault(sha, []).append(path)
        found = self._by_hash.get(hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest(), [])
        return next(iter(_called(found, source) or found), None)

    def named(self, source: SourceText) -> list[str]:
        """Documents that are called so."""
        return _called(list(self._paths()), source)

    def alike(self, source: SourceText) -> list[str]:
        """Documents of the same words in the same order, however they are laid out."""
        if self._by_words is None:
            self._by_words = {}
            for path in self._paths():
                try:
                    text = self._placements.read(path)[0]
                except UnknownDocument:
                    continue
                if words := _words(text):
                    self._by_words.setdefault(words, []).append(path)
        return self._by_words.get(_words(source.text) or b"", [])

    def holding(self, passages: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """The document of each page in which more of its passages stand than in any other; short ones tell nothing."""
        wanted = {
            page: [words for each in some if len(words := level(each).strip()) >= _TELLING]
            for page, some in passages.items()
        }
        best: dict[str, tuple[int, list[str]]] = {}
        for path in self._paths() if any(wanted.values()) else ():
            try:
                text = level(self._placements.read(path)[0])
            except UnknownDocument:
                continue
            for page, some in wanted.items():
                number = sum(words in text for words in some)
                most, paths = best.get(page, (0, []))
                if number and number >= most:
                    best[page] = number, [*(paths if number == most else ()), path]
        return {page: paths[0] for page, (_, paths) in best.items() if len(paths) == 1}


def _called(paths: Sequence[str], source: SourceText) -> list[str]:
    """Those of some paths that a name stands for: as it is, else as a file, else but for the ending of the file.

    Tools leave the ending out, or name the file that theirs was made of.
    """
    wanted = PurePosixPath(source.path)
    if not wanted.name:
        return []
    named = [(path, PurePosixPath(path)) for path in paths]
    return (
        [path for path in paths if path == source.path or flat(path) == source.name]
        or [path for path, file in named if file.name == wanted.name]
        or [path for path, file in named if file.stem == wanted.name]
        or [path for path, file in named if wanted.suffix and file.stem == wanted.stem]
    )


def _words(text: str) -> bytes | None:
    """What two texts share that differ in white space alone; None where there are no words."""
    letters = "".join(text.split())
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).digest() if letters else None
