"""What speaks for two names being one and what against it, looked up in the documents that name them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from index.document import Entity
from index.entities.suggestion import Example, NearMiss, Suggestion
from index.errors import Cancelled
from index.understanding.aliases import letters_apart
from index.understanding.grouping import normalised

if TYPE_CHECKING:
    from index.catalogue.reader import CatalogueReader
    from index.entities.naming import Naming

_MOST_DOCUMENTS: Final = 40
"""Documents of each that are looked into for the company it keeps."""
_COMMON: Final = 0.5
"""A name in more than this part of all documents says nothing."""
_OF_NAMES: Final = 0.94
"""What the names alone count; the rest is for the company that both keep."""
_SAID: Final = 3
_AROUND: Final = 90
"""Letters around an example."""


def weighed(
    misses: Sequence[NearMiss],
    entities: Mapping[str, Entity],
    naming: Naming,
    catalogue: CatalogueReader,
    cancelled: Callable[[], bool] | None = None,
) -> list[Suggestion]:
    """Near misses with their evidence, best first; the same whatever their order. Raises Cancelled."""
    weighing = _Weighing(entities, naming, catalogue)
    found = []
    for miss in misses:
        if cancelled is not None and cancelled():
            raise Cancelled("given up")
        found.append(weighing.suggestion(miss))
    return sorted(
        found, key=lambda each: (-each.score, -each.one.mentions - each.other.mentions, each.one.id, each.other.id)
    )


class _Weighing:
    def __init__(self, entities: Mapping[str, Entity], naming: Naming, catalogue: CatalogueReader) -> None:
        self._entities = entities
        self._naming = naming
        self._catalogue = catalogue
        self._all = max(2, catalogue.count())
        self._documents: dict[str, dict[int, int]] = {}
        self._named: dict[int, frozenset[str]] = {}

    def suggestion(self, miss: NearMiss) -> Suggestion:
        one, other = self._entities[miss.one], self._entities[miss.other]
        mine, theirs = self._documents_of(one.id), self._documents_of(other.id)
        together = mine.keys() & theirs.keys()
        company = self._company(one.id, other.id, mine, theirs)
        against = self._against(one, other, miss, len(together))
        score = _OF_NAMES * miss.likeness + min(6.0, 2.0 * len(company)) - (25.0 if against else 0.0)
        names = tuple(self._entities[id].name for id in company[:_SAID])
        letters = letters_apart(one.name, other.name)
        score = round(max(0.0, min(100.0, score)), 1)
        return Suggestion(
            one, other, miss.kind, miss.likeness, letters, len(together), names, len(company), against, score
        )

    def _documents_of(self, id: str) -> dict[int, int]:
        known = self._documents.get(id)
        if known is None:
            known = self._documents[id] = dict(self._naming.documents_naming(id))
        return known

    def _company(self, one: str, other: str, mine: Iterable[int], theirs: Iterable[int]) -> list[str]:
        """Names in documents of both, the rarest first; a document that names both counts for neither."""
        first, second = set(mine), set(theirs)
        ours = self._names_in(first - second) & self._names_in(second - first)
        kept = [
            entity
            for id in ours - {one, other}
            if (entity := self._entities.get(id)) is not None and entity.documents <= max(2, _COMMON * self._all)
        ]
        return [entity.id for entity in sorted(kept, key=lambda e: (e.documents, e.id))]

    def _names_in(self, documents: Iterable[int]) -> set[str]:
        found: set[str] = set()
        for document in self._catalogue.deciding.by_path(documents)[:_MOST_DOCUMENTS]:
            if document not in self._named:
                there = (self._naming.current(id) for id, _ in self._catalogue.deciding.shared(document))
                self._named[document] = frozenset(there)
            found |= self._named[document]
        return found

    def _against(self, one: Entity, other: Entity, miss: NearMiss, together: int) -> str | None:
        if together and miss.kind in ("spelling", "sound") and one.type == "PERSON":
            firsts = [normalised(entity.name, "PERSON").split()[0] for entity in (one, other)]
            if firsts[0] != firsts[1]:
                where = "one document names" if together == 1 else f"{together:,} documents name"
                return f"{where} both, with two first names"
        titles = _titles(one), _titles(other)
        if titles[0] and titles[1] and _at_odds(*titles):
            return f"{min(titles[0])} and {min(titles[1])}"
        return None


_HIS: Final = frozenset({"mr", "sir", "lord", "king", "prince", "herr", "señor", "monsieur", "m"})
_HERS: Final = frozenset({"mrs", "ms", "miss", "lady", "queen", "princess", "frau", "señora", "madame", "mme"})


def _titles(entity: Entity) -> set[str]:
    """Titles of address that its names begin with."""
    if entity.type != "PERSON":
        return set()
    first = {words[0].rstrip(".").casefold() for name in entity.aliases if len(words := name.split()) > 1}
    return first & (_HIS | _HERS)


def _at_odds(one: set[str], other: set[str]) -> bool:
    return (one <= _HIS and other <= _HERS) or (one <= _HERS and other <= _HIS)


def examples(id: str, naming: Naming, catalogue: CatalogueReader, most: int) -> list[Example]:
    """A mention in each of the documents that name an entity most, by its whole name where that stands there."""
    found: list[Example] = []
    entity = naming.entity(id)
    counts = dict(naming.documents_naming(id)) if entity else {}
    most_first = sorted(catalogue.deciding.by_path(counts), key=lambda number: -counts[number])
    for row in catalogue.rows(most_first[:most]):
        there = list(_in_document(id, row.path, naming, catalogue))
        found += [example for example in there if entity and example.name == entity.name][:1] or there[:1]
    return found


def _in_document(id: str, path: str, naming: Naming, catalogue: CatalogueReader) -> Iterator[Example]:
    document = catalogue.document(path)
    for mention in (naming.mentions(path) or ()) if document is not None else ():
        if mention.entity == id and document is not None:
            text, start, end = document.text, mention.start, mention.end
            before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
            if start > _AROUND:
                before = before.partition(" ")[2]
            if end + _AROUND < len(text):
                after = after.rpartition(" ")[0]
            yield Example(path, start, end, *(_single(part) for part in (before, text[start:end], after)))


def _single(text: str) -> str:
    words = " ".join(text.split())
    return (" " if text[:1].isspace() else "") + words + (" " if text[-1:].isspace() and words else "")
