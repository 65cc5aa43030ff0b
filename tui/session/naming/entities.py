"""People, organisations, places: the sidebar, and an entity's mentions in the open document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from index.document import Document, EntityCount, Mention, Span
from tui.session.reading.walk import Trail

if TYPE_CHECKING:
    from tui.session.reading.seats import Seat
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
        self._looking: Trail | None = None
        """A trail that goes when the sidebar is left."""
        self._makers: tuple[object, str, str] | None = None
        """What found the mentions of an entity: for which mentions, which entity, in words."""

    @property
    def counts(self) -> list[EntityCount]:
        """What the sidebar lists: the names of the document that has the keys."""
        return self._room.seats.active.counts

    def show_mentions(self, seat: Seat, mentions: list[Mention] | None) -> None:
        """Underline what is named."""
        shown = [mention for mention in mentions or () if mention.type != "QUANTITY"]
        seat.names = {(mention.start, mention.end): mention for mention in shown}
        seat.view.set_spans("entities", [(m.start, m.end, m.type) for m in shown])

    def reload(self, seat: Seat, document: Document) -> None:
        """Count the names of a side's document; they stand in the sidebar while that side has the keys."""
        room = self._room

        def job() -> tuple[list[EntityCount], int, str | None, bool]:
            counts = room.collection.entity_counts(document.path)
            ledgers = room.collection.ledgers
            unread = ledgers.unread(document.path) if not counts else None
            pending = not counts and unread is None and room.collection.mentions(document.path) is None
            return counts, ledgers.sayings.number_in(document.path), unread, pending

        def done(result: tuple[list[EntityCount], int, str | None, bool]) -> None:
            if seat.reading.document is document:
                seat.counts, seat.quoted, seat.unread, pending = result
                if seat.active:
                    self.show_sidebar(pending)

        room.background.run(job, done)

    def show_sidebar(self, pending: bool | None = None) -> None:
        """Draw the sidebar from what is known of the side that has the keys. `pending`: names are still to come."""
        seat = self._room.seats.active
        panel = self._room.screen.entities
        if pending is None:
            pending = not seat.counts and seat.reading.mentions is None
        if pending:
            panel.show_pending("names are being read")
            return
        if seat.unread:
            panel.show_pending(f"no names, dates and quotations: {seat.unread}")
            return
        extra = [(what, number) for what, number in (("Quotations", seat.quoted), ("Notes", len(seat.marks))) if number]
        if not seat.counts and not extra:
            panel.show_pending("no names found in this text")
            return
        panel.set_counts(seat.counts, extra=extra)

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

    def open_page(self) -> None:
        """Show the page of the entity under the sidebar's cursor."""
        item = self._room.screen.entities.item_at_cursor
        if isinstance(item, EntityCount):
            self._room.entity_page.show(item.id, item.name)
        else:
            self._room.messages.say("there is no name under the cursor")

    @staticmethod
    def words_of(type: str) -> str:
        """A kind in words."""
        return KIND_WORDS.get(type, type.lower())

    def makers_of(self, trail: Trail) -> str:
        """What found the mentions of an entity in the open document, the most frequent first; "" for other trails."""
        if trail.entity is None:
            return ""
        mentions = self._room.reading.mentions or []
        known = self._makers
        if known is None or known[0] is not mentions or known[1] != trail.entity:
            found = Counter(found_by(mention) for mention in mentions if trail.names(mention))
            words = ", ".join(by for by, _ in found.most_common(2)) + (", …" if len(found) > 2 else "")
            known = self._makers = mentions, trail.entity, words
        return known[2]

    # -- at the cursor -----------------------------------------------------------------------------------------------

    def mention_at(self, offset: int) -> Mention | None:
        """The shortest mention that covers an offset."""
        seat = self._room.seats.active
        spans = seat.view.spans_at("entities", offset)
        return seat.names.get((spans[0].start, spans[0].end)) if spans else None

    def count_of(self, mention: Mention) -> EntityCount | None:
        """The sidebar's line for a mention."""
        wanted = mention.entity or (f"date:{mention.value}" if mention.value is not None else None)
        return next((count for count in self.counts if wanted is not None and count.id == wanted), None)

    def describe(self, mention: Mention) -> str:
        """A mention in words: "Khalilzad · person · 14 here · 31 in all"."""
        kind = KIND_WORDS.get(mention.type, mention.type.lower())
        count = self.count_of(mention)
        document = self._room.reading.document
        by = found_by(mention)
        if count is not None:
            return f"{count.name} · {kind} · {count.here:,} here · {count.everywhere:,} in all · {by}"
        text = document.text[mention.start : mention.end] if document is not None else ""
        return f"{text} · {kind}" + (f" · {mention.value}" if mention.value else "") + f" · {by}"


def found_by(mention: Mention) -> str:
    """What found a mention, in words: a rule, the model, or what the reader told of."""
    maker, colon, what = mention.rule.partition(":")
    if maker == "own" and colon:
        return f"yours: {what}"
    return f"by the model {what}" if maker == "model" and colon else f"by rule {mention.rule}"
