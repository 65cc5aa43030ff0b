"""Pages of entities, and the names that were hidden, for Collection to hand out."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from index.document import DocumentRow, Entity
    from index.entities.gathering import Gathering, Wanted
    from index.entities.naming import Naming
    from index.entities.profile import Companion, Head, Profile, Spelling
    from index.events import Cancelled
    from index.library import Shelf
    from index.rooms import Rooms

Order = Literal["document", "date"]
MANY: Final = 20_000
"""Above so many companions, those that share a single document, and no paragraph of it, are left out."""
_OFFERED: Final = 50


class Profiles:
    """Safe to call from any thread, but never from the screen's."""

    def __init__(self, rooms: Rooms, only: str | None) -> None:
        self._rooms = rooms
        self._only = only

    def gather(self, wanted: Wanted, order: Order = "document", cancelled: Cancelled | None = None) -> Gathering:
        """The page of an entity, gathered while one goes through it, its documents in this order.

        `wanted` may name an entity as it was before names were joined, or other than it is now. A date or a figure
        has a page too. Raises Cancelled, CollectionError.
        """
        from index.entities.gathering import Gathering

        shelf = self._rooms.indexed()
        naming = self._rooms.names.of(shelf)
        id, beside = naming.current(wanted.id), wanted.beside and naming.current(wanted.beside)
        wanted = replace(wanted, id=id, beside=beside)
        counts = dict(naming.documents_naming(id)) if id not in naming.overlay.hidden else {}
        if beside is not None:
            counts = {number: counts[number] for number, _ in naming.documents_naming(beside) if number in counts}
        if self._only is not None:
            row = shelf.catalogue.row(self._only)
            counts = {row.id: counts[row.id]} if row is not None and row.id in counts else {}
        numbers = self._in_order(shelf, counts, order, cancelled)
        refresh = iter([True])

        def rows(part: Sequence[int]) -> Sequence[DocumentRow]:
            return self._rooms.desk.filled(shelf.catalogue.rows(part), refresh=next(refresh, False))

        def whole(head: Head) -> Head:
            return self._whole(shelf, naming, head, counts)

        head = self._head(naming, wanted, counts) if counts else None
        return Gathering(wanted, head, whole, numbers, rows, naming, shelf.catalogue, cancelled)

    def _in_order(self, shelf: Shelf, counts: dict[int, int], order: Order, cancelled: Cancelled | None) -> list[int]:
        """Documents by path, or by date and then by path."""
        if len(counts) < 2:
            return list(counts)
        named, nameless = shelf.catalogue.listed.order("path", False, cancelled)
        numbers = [number for number in (*named, *nameless) if number in counts]
        if order == "date":
            dates = self._dates(shelf, cancelled)
            numbers.sort(key=lambda number: (dates.get(number) is None, dates.get(number) or ""))
        return numbers

    def _dates(self, shelf: Shelf, cancelled: Cancelled | None = None) -> dict[int, str | None]:
        """The date of every document, as the reader set it or as it says."""
        decided = self._rooms.desk.view(shelf)().decided
        dates = dict(shelf.catalogue.listed.dates(cancelled))
        dates.update({number: decision.date for number, decision in decided.items() if decision.date})
        return dates

    def _head(self, naming: Naming, wanted: Wanted, counts: dict[int, int]) -> Head:
        """What can be said at once."""
        from index.document import Entity
        from index.entities.profile import Dated, Head

        entity = naming.entity(wanted.id)
        if entity is None:
            # A date or a figure: it is no entity of the collection, and is called by its value.
            entity = Entity(wanted.id, wanted.id, "DATE", (wanted.id,), 0, 0)
        entity = replace(entity, mentions=sum(counts.values()), documents=len(counts))
        beside = naming.entity(wanted.beside) if wanted.beside is not None else None
        return Head(entity, (), None, None, Dated({}, [{}]), self.notes(wanted.id), beside)

    def _whole(self, shelf: Shelf, naming: Naming, head: Head, counts: dict[int, int]) -> Head:
        """The head with all that has to be counted."""
        from index.asking.over_time import Dated, Found, Sum

        dates = self._dates(shelf)
        all: dict[str | None, Sum] = {}
        for date in dates.values():
            all[date] = all.get(date, Sum()).plus(0)
        found: dict[str | None, Found] = {}
        for number, mentions in counts.items():
            date = dates.get(number)
            found[date] = found.get(date, Found()).plus(mentions)
        known = [(date, number) for number in counts if (date := dates.get(number)) and date[:4].isdigit()]
        ends = [min(known)[1], max(known)[1]] if known else []
        rows = self._rooms.desk.filled(shelf.catalogue.rows(ends), refresh=False)
        return replace(
            head,
            spellings=self._spellings(naming, head.entity.id, counts),
            first=rows[0] if rows else None,
            last=rows[-1] if rows else None,
            dated=Dated(all, [found]),
        )

    @staticmethod
    def _spellings(naming: Naming, id: str, documents: Container[int]) -> tuple[Spelling, ...]:
        from index.entities.profile import Spelling

        head = naming.overlay.heads.get(id)
        members = naming.overlay.members.get(id, ())
        counts: dict[str, int] = {}
        own: set[str] = set()
        for one, document, spelling, number in naming.spellings(id):
            if document in documents:
                text = " ".join(spelling.split())
                counts[text] = counts.get(text, 0) + number
                if head is None or one == head.id or one not in members:
                    own.add(text)
        found = [Spelling(text, number, text not in own) for text, number in counts.items()]
        return tuple(sorted(found, key=lambda each: (-each.mentions, each.text)))

    # -- company -------------------------------------------------------------------------------------------------

    def company(self, profile: Profile, go_on: Callable[[], None] = lambda: None) -> list[Companion]:
        """Who stands together with an entity, in no order, each weighed against chance.

        What chance would do is reckoned in documents, as the collection is counted in them: Dunning's log-likelihood,
        see `index.search.collocation.Table`. `go_on` is called now and then, and raises where nobody waits any more.
        """
        from index.entities.profile import Companion
        from index.search.collocation import Table

        if profile.head is None:
            return []
        ids: Iterable[str] = profile.documents
        if len(profile.documents) > MANY:
            ids = [id for id, number in profile.documents.items() if number > 1 or id in profile.paragraphs]
        naming = self._rooms.names.of(self._rooms.indexed())
        known = {entity.id: entity for entity in naming.found(id for id in ids if id not in naming.overlay.looks)}
        rows = []
        for at, id in enumerate(ids):
            if at % 1024 == 0:
                go_on()
            entity = known.get(id) or naming.entity(id)
            if entity is not None:
                here = profile.documents[id]
                table = Table(here, profile.looked_at, max(here, entity.documents), max(profile.all, profile.looked_at))
                rows.append(Companion(entity, profile.sentences.get(id, 0), profile.paragraphs.get(id, 0), table))
        return rows

    # -- by name -------------------------------------------------------------------------------------------------

    def found_as(self, id: str) -> str:
        """The id that the program found an entity by, which stays when names are joined, changed or hidden."""
        naming = self._rooms.names.naming()
        head = naming.overlay.heads.get(id) if naming is not None else None
        return head.id if head is not None else id

    def named(self, name: str) -> list[Entity]:
        """Entities called so, the one of exactly this name first, then those of most documents."""
        from index.catalogue.calling import wanted_name

        naming, wanted = self._rooms.names.naming(), wanted_name(name)
        if naming is None or wanted is None:
            return []
        found = [entity for id in naming.called(wanted) if (entity := naming.entity(id)) is not None]
        exact = " ".join(name.split()).casefold()
        return sorted(found, key=lambda e: (e.name.casefold() != exact, -e.documents, -e.mentions, e.id))

    def offers(self, begun: str) -> list[Entity]:
        """Entities that somebody may mean who has typed so much of a name, those of most documents first."""
        naming, folded = self._rooms.names.naming(), " ".join(begun.split()).casefold()
        found = [e for e in naming.entities() if folded in e.name.casefold()] if naming is not None else []
        return sorted(found, key=lambda e: not e.name.casefold().startswith(folded))[:_OFFERED]

    # -- what the reader decided ---------------------------------------------------------------------------------

    def hidden(self) -> list[Entity]:
        """Names that are listed no more, most mentions first."""
        naming = self._rooms.names.naming()
        if naming is None:
            return []
        found = []
        for id in naming.overlay.hidden:
            counts = naming.counts_of(id)
            found.append(replace(naming.overlay.looks[id], mentions=sum(counts.values()), documents=len(counts)))
        return sorted(found, key=lambda e: (-e.mentions, e.name, e.id))

    def notes(self, id: str) -> tuple[str, ...]:
        """What the reader wrote of an entity; several notes where names were joined, that of its own name first."""
        naming = self._rooms.names.naming()
        if naming is None:
            return ()
        _, rulings = self._rooms.marks.rulings.now()
        overlay = naming.overlay
        head = overlay.heads.get(id)
        own = head.id if head is not None else id
        found = [
            (own not in overlay.meant.get(name, ()), name, ruling.note)
            for name, ruling in rulings.items()
            if ruling.note and any(naming.current(one) == id for one in overlay.meant.get(name, ()))
        ]
        return tuple(dict.fromkeys(note for _, _, note in sorted(found)))
