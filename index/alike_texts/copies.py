"""What documents have in common, for the faces: the same text in several places, near copies, the same words.

Nothing here loads numpy until near copies or shared words are asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.document import DocumentRow

if TYPE_CHECKING:
    from index.alike_texts.process import Step
    from index.alike_texts.shared import SharedWords
    from index.annotations.difference import Part
    from index.catalogue.copied import CopiesReader
    from index.library import Shelf
    from index.rooms import Rooms

EMPTY: Final = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The hash of no text at all: files without any are no copies of one another."""


@dataclass(frozen=True, slots=True)
class SameTexts:
    """Which documents have the same text; never changes."""

    beside: dict[int, int] = field(default_factory=dict)
    """How many others have the text of a document, by its number; none that is alone."""
    groups: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """All that have it, by path, by the number of each of them."""

    def folded(self, rows: Sequence[DocumentRow]) -> tuple[list[int], dict[str, int]]:
        """The places in `rows` of the first of each text, and by its path how many more rows have it."""
        kept: list[int] = []
        first: dict[int, str] = {}
        more: dict[str, int] = {}
        for at, row in enumerate(rows):
            group = self.groups.get(row.id)
            shown = first.get(group[0]) if group else None
            if shown is None:
                kept.append(at)
                if group:
                    first[group[0]] = row.path
            else:
                more[shown] = more.get(shown, 0) + 1
        return kept, more


@dataclass(frozen=True, slots=True)
class NearCopy:
    """A text of a group."""

    group: int
    document: DocumentRow
    """The first by path that has it."""
    copies: int
    """How many other documents have the very same text."""
    alike: float
    """The share of runs of five words, of all that it or the longest text of the group has, that both have."""
    longest: bool


class AlikeTexts:
    """Answers from what is indexed now. Not for the screen's thread, but for `same_now`."""

    def __init__(self, rooms: Rooms, similarity: float) -> None:
        """`similarity`: from how much in common two texts are near copies, 0 to 1."""
        self._rooms = rooms
        self._similarity = similarity
        self._lock = threading.Lock()
        self._same: tuple[object, SameTexts] = (None, SameTexts())

    # -- the same text -----------------------------------------------------------------------------------------------

    @property
    def same_now(self) -> SameTexts:
        """What `same` answered last."""
        return self._same[1]

    def same(self) -> SameTexts:
        """Documents with the same text."""
        shelf = self._rooms.library.shelf()
        if shelf is None:
            return SameTexts()
        version = (shelf.folder, shelf.catalogue.listed.version())
        with self._lock:
            if self._same[0] != version:
                some = {sha: ids for sha, ids in shelf.catalogue.of_texts.documents().items() if len(ids) > 1}
                some.pop(EMPTY, None)
                groups = {id: tuple(ids) for ids in some.values() for id in ids}
                self._same = version, SameTexts({id: len(ids) - 1 for id, ids in groups.items()}, groups)
            return self._same[1]

    def places(self, path: str) -> list[DocumentRow]:
        """The documents with the text of this one, itself among them, by path; none where it is alone."""
        shelf = self._rooms.library.shelf()
        row = shelf.catalogue.row(path) if shelf is not None else None
        if shelf is None or row is None:
            return []
        return self._rooms.desk.filled(shelf.catalogue.rows(self.same().groups.get(row.id, ())))

    def paths_with(self, row: DocumentRow) -> list[str]:
        """The paths of all documents with the text of this one, by path."""
        shelf = self._rooms.indexed()
        return [each.path for each in shelf.catalogue.rows(self.same().groups.get(row.id, (row.id,)))]

    # -- making ------------------------------------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """True where near copies and shared words are those of the texts that are indexed now."""
        from index.alike_texts.making import state_of

        shelf = self._rooms.indexed()
        return self._kept(shelf).made_of() == state_of(shelf.catalogue.of_texts, self._similarity)

    def make(self, cancelled: Callable[[], bool], *, nice: int | None = None) -> Iterator[Step | None]:
        """Compare the texts, in a process of its own, where they are not compared yet.

        Raises Cancelled, CollectionError, OSError.
        """
        from index.alike_texts.process import NICE, Comparing

        if not self.ready:
            folder = self._rooms.indexed().folder
            yield from Comparing(folder, self._similarity, cancelled, nice=NICE if nice is None else nice).steps()

    # -- what came out -----------------------------------------------------------------------------------------------

    def near(self) -> list[NearCopy]:
        """Near copies, group by group, the largest group first; in a group the longest text, then the most alike."""
        from index.alike_texts.by_text import ByText

        shelf = self._rooms.indexed()
        kept = self._kept(shelf)
        by_text = ByText(self._rooms, shelf, kept)
        found, last = [], -1
        for number, text, alike in kept.near():
            row = by_text.row(text)
            if row is not None:
                found.append(NearCopy(number, row, by_text.copies(text), alike, number != last))
                last = number
        sizes: dict[int, int] = {}
        for each in found:
            sizes[each.group] = sizes.get(each.group, 0) + 1
        return [each for each in found if sizes[each.group] > 1]

    def shared(self) -> SharedWords:
        """Passages that two texts or more have, as they were compared last."""
        from index.alike_texts.shared import SharedWords

        shelf = self._rooms.indexed()
        return SharedWords(self._rooms, shelf, self._kept(shelf))

    def difference(self, was: str, now: str) -> list[Part]:
        """What is different between the texts of two documents, word by word. Raises UnknownDocument."""
        from index.alike_texts.comparing import compared

        return compared(self._rooms.stated(was).text, self._rooms.stated(now).text)

    @staticmethod
    def _kept(shelf: Shelf) -> CopiesReader:
        from index.catalogue.copied import CopiesReader

        return CopiesReader(shelf.folder)
