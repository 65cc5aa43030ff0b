"""Every word of an index, in order, with about how many documents have it: for prefixes and for words of one stem.

Beside each commit lies a small file with the words of its batch, named by the generations it covers
(`words-3-3`, merged `words-1-3`). It is written before the commit it belongs to, so that whatever a reader of
generation N finds in the index is in the files that cover 1 to N; words of a commit that failed do no harm, as no
posting names them. Where a file is missing or damaged, the words are read from the index itself, which takes seconds
instead of milliseconds. The counts are not lowered by deletions; they only choose which words of a prefix to take.

A file: a line with magic, number of words and CRC-32; the words, a line each; the counts as 32-bit numbers.
"""

from __future__ import annotations

import os
import re
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index.safe_files import write_atomically
from index.search.stems import STRIPS_BEGINNINGS, Stems, stemmers

if TYPE_CHECKING:
    from index.search.query import Pattern

_MAGIC = b"glossator-words/1"
_NAME = re.compile(r"words-(\d+)-(\d+)")
_FILES = 8
"""Files from which they are merged into one."""

MARK = "-"
"""Stands before a word in the index that is joined over two places (see `tokens.joined`); no other has a hyphen."""
AFTER_MARK = "."


class Vocabulary:
    """The words of one generation."""

    def __init__(self, words: list[str], counts: array[int]) -> None:
        self.joined: frozenset[str] = frozenset()
        """Words that some line's end cuts in two; without the mark under which they stand in the index."""
        self.words, self.counts = self._unmarked(words, counts)
        self._stemmers: dict[tuple[str, ...], list[Stems]] = {}
        self._groups: dict[tuple[str, str], dict[str, list[str]]] = {}

    def _unmarked(self, words: list[str], counts: array[int]) -> tuple[list[str], array[int]]:
        """The words with those that are joined put among them."""
        first, last = bisect_left(words, MARK), bisect_left(words, AFTER_MARK)
        if first == last:
            return words, counts
        marked = [word[1:] for word in words[first:last]]
        self.joined = frozenset(marked)
        total = dict(zip(words[:first] + words[last:], counts[:first] + counts[last:], strict=True))
        for word, count in zip(marked, counts[first:last], strict=True):
            total[word] = total.get(word, 0) + count
        ordered = sorted(total)
        return ordered, array("I", map(total.__getitem__, ordered))

    def terms(self, words: Iterable[str]) -> tuple[str, ...]:
        """Under what some words stand in the index: as they are and, where a line's end cuts them, with the mark."""
        held = tuple(words)
        return held + tuple(MARK + word for word in held if word in self.joined) if self.joined else held

    def __contains__(self, word: str) -> bool:
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at] == word

    def beginning_with(self, prefix: str) -> list[tuple[str, int]]:
        """Every word that begins so, with its count, in order."""
        first, last = self._range(prefix)
        return list(zip(self.words[first:last], self.counts[first:last], strict=True))

    def fitting(self, pattern: Pattern) -> list[tuple[str, int]]:
        """Every word that fits a pattern, with its count, in order."""
        from index.search.patterns import beginning, fitting

        start = beginning(pattern)
        first, last = self._range(start) if start else (0, len(self.words))
        joined = self._joined if not start else "\n".join(self.words[first:last]).encode("utf-8", "surrogatepass")
        found = fitting(pattern, self.words[first:last] if start else self.words, joined)
        return [(word, self.counts[bisect_left(self.words, word)]) for word in found]

    @cached_property
    def _joined(self) -> bytes:
        """Every word, a line each."""
        return "\n".join(self.words).encode("utf-8", "surrogatepass")

    def _range(self, prefix: str) -> tuple[int, int]:
        first = bisect_left(self.words, prefix)
        size = len(prefix)
        return first, bisect_right(self.words, prefix, lo=first, key=lambda word: word[:size])

    def of_one_stem(self, word: str, languages: tuple[str, ...]) -> list[str]:
        """Every word of the index that has the same stem in any of the languages; the word itself if it is there."""
        found = {word} if word in self else set()
        known = self._stemmers.get(languages)
        if known is None:
            known = self._stemmers[languages] = stemmers(languages)
        for stems in known:
            stem = stems.stemWord(word)
            # A stem may be empty (`i` in Spanish), which is no reason to go through every word.
            beginnings = {word[:1], stem[:1] or word[:1]}
            if stems.language in STRIPS_BEGINNINGS:
                letter = STRIPS_BEGINNINGS[stems.language]
                beginnings = {*beginnings, letter} if letter else {""}
            for beginning in beginnings:
                found.update(self._group(stems, beginning).get(stem, ()))
        return sorted(found)

    def prepare(self, languages: tuple[str, ...]) -> Iterator[None]:
        """Put the words of one stem together before anybody asks for them, one first letter a step (about 10 ms)."""
        for stems in self._stemmers.setdefault(languages, stemmers(languages)):
            for beginning in [""] if STRIPS_BEGINNINGS.get(stems.language) == "" else self._beginnings():
                self._group(stems, beginning)
                yield

    def _beginnings(self) -> Iterator[str]:
        """The first letters of the words."""
        at = 0
        while at < len(self.words):
            yield self.words[at][:1]
            at = max(at + 1, self._range(self.words[at][:1])[1])

    def _group(self, stems: Stems, beginning: str) -> dict[str, list[str]]:
        """Stem -> words, of the words with one first letter: stemming them all at once would take too long."""
        group = self._groups.get((stems.language, beginning))
        if group is None:
            first, last = self._range(beginning) if beginning else (0, len(self.words))
            some = self.words[first:last]
            if not stems.latin:
                some = [word for word in some if not word.isascii()]
            gathered: defaultdict[str, list[str]] = defaultdict(list)
            for stem, word in zip(stems.stemWords(some), some, strict=True):
                gathered[stem].append(word)
            # Two threads may both get here; either result is right.
            self._groups[stems.language, beginning] = group = dict(gathered)
        return group


class DamagedWords(Exception):
    """A file of words is missing or cannot be read; they must be taken from the index."""


def write_batch(folder: Path, generation: int, counts: dict[str, int]) -> None:
    """Write the words of a batch that will be committed as `generation`."""
    _write(folder / f"words-{generation}-{generation}", counts)


def merge_files(folder: Path) -> None:
    """Put the files into one where they have become many. Failing does no harm."""
    files = _covering(folder)
    if len(files) < _FILES:
        return
    total: dict[str, int] = {}
    for _, _, path in files:
        _add_file(total, path)
    _write(folder / f"words-{files[0][0]}-{files[-1][1]}", total)
    for _, _, path in files:
        path.unlink(missing_ok=True)


def covers(folder: Path, generation: int) -> bool:
    """Are there files for every generation up to this one, as far as their names tell?"""
    try:
        files = _covering(folder)
    except DamagedWords:
        return False
    return (files[-1][1] if files else 0) >= generation


def no_counts() -> array[int]:
    """The counts of no words."""
    return array("I")


def rewrite(folder: Path, generation: int, words: Iterable[tuple[str, int]]) -> None:
    """Write anew what covers everything up to `generation`, from the index itself."""
    for path in folder.glob("words-*"):
        path.unlink(missing_ok=True)
    _write(folder / f"words-1-{generation}", _summed(words))


def _summed(words: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for word, count in words:
        total[word] = total.get(word, 0) + count
    return total


def read(folder: Path, generation: int) -> Vocabulary:
    """The words up to a generation. Raises DamagedWords."""
    total: dict[str, int] = {}
    for _ in range(3):  # a merge may remove files between listing and reading them
        try:
            files = _covering(folder)
            if (files[-1][1] if files else 0) < generation:
                raise DamagedWords(f"words of generation {generation} are missing")
            if len(files) == 1:
                return Vocabulary(*_read(files[0][2]))
            total.clear()
            for _, _, path in files:
                _add_file(total, path)
            return of_counts(total)
        except FileNotFoundError:
            continue
    raise DamagedWords("files of words vanish while they are read")


def verify(folder: Path, generation: int) -> None:
    """Compare every file with its checksum. Raises DamagedWords, FileNotFoundError."""
    files = _covering(folder)
    if (files[-1][1] if files else 0) < generation:
        raise DamagedWords(f"words of generation {generation} are missing")
    for _, _, path in files:
        _checked(path)


def of_counts(total: dict[str, int]) -> Vocabulary:
    """The vocabulary of words with their counts."""
    ordered = sorted(total)
    return Vocabulary(ordered, array("I", map(total.__getitem__, ordered)))


def of_lexicon(words: Iterable[tuple[str, int]]) -> Vocabulary:
    """The vocabulary of what an index holds, where its files are no use."""
    return of_counts(_summed(words))


def _covering(folder: Path) -> list[tuple[int, int, Path]]:
    """Files that together cover every generation from 1 on: the widest where one holds another. Raises DamagedWords."""
    found: list[tuple[int, int, Path]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = _NAME.fullmatch(entry.name)
            if name:
                found.append((int(name[1]), int(name[2]), Path(entry.path)))
    found.sort(key=lambda item: (item[0], -item[1]))
    chosen: list[tuple[int, int, Path]] = []
    covered = 0
    for first, last, path in found:
        if last <= covered:
            continue
        if first != covered + 1:
            raise DamagedWords(f"words of generation {covered + 1} are missing")
        chosen.append((first, last, path))
        covered = last
    return chosen


def _add_file(total: dict[str, int], path: Path) -> None:
    words, counts = _read(path)
    if not total:
        total.update(zip(words, counts, strict=True))
        return
    for word, count in zip(words, counts, strict=True):
        total[word] = total.get(word, 0) + count


def _checked(path: Path) -> tuple[int, bytes]:
    """How many words a file has, and what stands behind its first line."""
    content = path.read_bytes()
    head, _, rest = content.partition(b"\n")
    fields = head.split()
    number = int(fields[1]) if len(fields) == 3 and fields[1].isdigit() else 0
    if head != _head(number, rest):
        raise DamagedWords(f"{path.name} has changed")
    return number, rest


def _read(path: Path) -> tuple[list[str], array[int]]:
    number, rest = _checked(path)
    counts = array("I")
    at = len(rest) - number * counts.itemsize
    counts.frombytes(rest[at:])
    words = rest[:at].decode("utf-8", "surrogatepass").split("\n")[:-1] if number else []
    return words, counts


def _head(number: int, rest: bytes) -> bytes:
    """The first line of a file; the checksum is of the number of words as well."""
    return b"%s %d %08x" % (_MAGIC, number, zlib.crc32(rest, number))


def _write(path: Path, counts: dict[str, int]) -> None:
    """Write a file whole or not at all."""
    words = sorted(counts)
    text = "".join(f"{word}\n" for word in words)
    rest = text.encode("utf-8", "surrogatepass") + array("I", map(counts.__getitem__, words)).tobytes()
    write_atomically(path, [_head(len(words), rest), b"\n", rest])
