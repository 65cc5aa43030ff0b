"""People, organisations, places: the sidebar, an entity's mentions, and the documents that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.document import DocumentRow, EntityCount, Mention, Span
from tui.session.walk import Trail

if TYPE_CHECKING:
    from tui.session.room import Room

KIND_WORDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "PLACE": "place",
    "GROUP": "group",
    "EVENT": "event",
    "WORK": "work",
    "DATE": "date",
    "QUANTITY": "figure",
}


class Entities:
    """What is named in the open document, and the entity that the reader follows."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.counts: list[EntityCount] = []
        self._looking: Trail | None = None
        """A trail that goes when the sidebar is left."""
        self._by_span: dict[tuple[int, int], Mention] = {}
        self.naming: list[tuple[DocumentRow, int]] = []
        """Rows of the list of documents that name an entity."""
        self.named: EntityCount | None = None
        """The entity that list is about."""

    def show_mentions(self, mentions: list[Mention] | None) -> None:
        """Underline what is named."""
        shown = [mention for mention in mentions or () if mention.type != "QUANTITY"]
        self._by_span = {(mention.start, mention.end): mention for mention in shown}
        self._room.screen.text.set_spans("entities", [(m.start, m.end, m.type) for m in shown])

    def reload(self, path: str) -> None:
        """Fill the sidebar for a document."""
        room = self._room

        def job() -> tuple[list[EntityCount], bool]:
            counts = room.collection.entity_counts(path)
            return counts, not counts and room.collection.mentions(path) is None

        def done(result: tuple[list[EntityCount], bool]) -> None:
            document = room.reading.document
            if document is not None and document.path == path:
                self.counts, pending = result
                self.show_sidebar(pending)

        room.background.run(job, done)

    def show_sidebar(self, pending: bool = False) -> None:
        """Draw the sidebar from what is known."""
        panel = self._room.screen.entities
        if pending:
            panel.show_pending("names are being read")
            return
        notes = len(self._room.marking.marks)
        if not self.counts and not notes:
            panel.show_pending("no names found in this text")
            return
        panel.set_counts(self.counts, extra=[("Notes", notes)] if notes else [])

    # -- in the sidebar ----------------------------------------------------------------------------------------------

    def enter_sidebar(self) -> None:
        """The entity under the sidebar's cursor is tinted at once, for as long as the reader looks there."""
        if self._room.walk.trail is None or self._room.walk.trail.entity is None:
            self._looking = self.follow_cursor()

    def leave_sidebar(self) -> None:
        """What was only looked at is put away; what was chosen stays."""
        looking, self._looking = self._looking, None
        if looking is not None and self._room.walk.trail == looking:
            self._room.walk.drop()

    def keep(self) -> None:
        """What was looked at is walked: it is chosen."""
        self._looking = None

    def moved_in_sidebar(self) -> None:
        """The reader chose another one."""
        self._looking = None
        self.follow_cursor()

    def follow_cursor(self) -> Trail | None:
        """Follow the entity under the sidebar's cursor."""
        item = self._room.screen.entities.item_at_cursor
        if not isinstance(item, EntityCount):
            return None
        self.follow(item)
        return self._room.walk.trail

    # -- following an entity -----------------------------------------------------------------------------------------

    def follow(self, count: EntityCount) -> None:
        """Tint its mentions in the open document; n and N walk them."""
        room = self._room
        trail = Trail(count.name, "mention", entity=count.id)
        if room.walk.trail != trail:
            room.walk.follow(trail, spans=self._spans_of(count))

    def _spans_of(self, count: EntityCount) -> list[Span]:
        trail = Trail(count.name, "mention", entity=count.id)
        return [Span(m.start, m.end) for m in self._room.reading.mentions or () if trail.names(m)]

    def list_documents(self, count: EntityCount) -> None:
        """Show every document that names it."""
        room = self._room

        def done(rows: list[tuple[DocumentRow, int]]) -> None:
            self.naming, self.named = rows, count
            if not rows:
                room.messages.say(f"no document names {count.name} yet")
                return
            page = room.screen.page_named("naming")
            page.refresh_rows()
            room.screen.show_page("naming")

        room.background.run(lambda: room.collection.documents_naming(count.id), done)

    def open_naming(self, path: str) -> None:
        """Open a document of that list at the first mention."""
        if self.named is None:
            return
        self._room.walk.enter(
            Trail(
                self.named.name,
                "mention",
                entity=self.named.id,
                documents=tuple(row.path for row, _ in self.naming),
                total=len(self.naming),
                collection=len(self._room.library),
            ),
            path,
        )

    # -- at the cursor -----------------------------------------------------------------------------------------------

    def mention_at(self, offset: int) -> Mention | None:
        """The shortest mention that covers an offset."""
        spans = self._room.screen.text.spans_at("entities", offset)
        return self._by_span.get((spans[0].start, spans[0].end)) if spans else None

    def count_of(self, mention: Mention) -> EntityCount | None:
        """The sidebar's line for a mention."""
        wanted = mention.entity or mention.value
        return next((count for count in self.counts if wanted is not None and count.id == wanted), None)

    def describe(self, mention: Mention) -> str:
        """A mention in words: "Khalilzad · person · 14 here · 31 in all"."""
        kind = KIND_WORDS.get(mention.type, mention.type.lower())
        count = self.count_of(mention)
        document = self._room.reading.document
        if count is not None:
            return f"{count.name} · {kind} · {count.here:,} here · {count.everywhere:,} in all"
        text = document.text[mention.start : mention.end] if document is not None else ""
        return f"{text} · {kind}" + (f" · {mention.value}" if mention.value else "")
