"""Decisions on single passages counted: what they take from one entity and give to another, by document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from index.corrections.passage_names import ABOUT, Choices, by_document, chosen, decided

if TYPE_CHECKING:
    from index.catalogue.reader import CatalogueReader
    from index.corrections.corrections import Corrections
    from index.document import Mention


class PassageNames:
    """The decisions on passages at one moment. Reads documents that were edited: not for the screen's thread."""

    def __init__(
        self, catalogue: CatalogueReader, corrections: Corrections | None, current: Callable[[str], str]
    ) -> None:
        """`current`: the id that an entity found by the program has now."""
        self._catalogue = catalogue
        self._corrections = corrections
        self._current = current

    @cached_property
    def by_path(self) -> Mapping[str, Choices]:
        """Decisions by document."""
        if self._corrections is None or not self._corrections.of(ABOUT):
            return {}
        return by_document(self._corrections.placed(ABOUT))

    def decided(self, path: str, found: list[Mention]) -> list[Mention]:
        """The mentions of one document as the reader decided them."""
        choices = self.by_path.get(path)
        return decided(found, choices) if choices else found

    @cached_property
    def changes(self) -> Mapping[str, Mapping[int, int]]:
        """Id as it is now -> document -> how many mentions more or less than without these decisions."""
        found: dict[str, Counter[int]] = defaultdict(Counter)
        if not self.by_path:
            return found
        numbers = self._catalogue.listed.numbers_of(list(self.by_path))
        for path, choices in self.by_path.items():
            for mention in self._catalogue.mentions(path) or ():
                choice = chosen(mention, choices)
                if choice is None or path not in numbers:
                    continue
                id = mention.entity or (f"date:{mention.value}" if mention.value is not None else None)
                if id is not None:
                    found[self._current(id)][numbers[path]] -= 1
                if choice.entity is not None:
                    found[self._current(choice.entity)][numbers[path]] += 1
        return found

    def changed(self, id: str, counts: Mapping[int, int]) -> dict[int, int]:
        """Mentions of an entity by document, with these decisions."""
        changes = self.changes.get(id)
        if not changes:
            return dict(counts)
        kept = {document: number + changes.get(document, 0) for document, number in counts.items()}
        kept.update((document, number) for document, number in changes.items() if document not in counts)
        return {document: number for document, number in kept.items() if number > 0}

    def number_of(self, path: str) -> int | None:
        """The number of a document on whose names something is decided."""
        return self._catalogue.listed.numbers_of([path]).get(path) if path in self.by_path else None
