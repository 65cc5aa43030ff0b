"""Going from match to match with n and N, through a document and on into the next one, in one side of the desk.

Each side has its own stops and stands at one of its own; what is walked (`trails`) is the same in both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.document import Document, Span
from tui.counted import counted
from tui.session.reading.trails import Trail

if TYPE_CHECKING:
    from tui.session.reading.seats import Seat
    from tui.session.room import Room

__all__ = ["Trail", "Walk"]


class Walk:
    """Where one side is on the trail in force. What comes back from threads goes to the side that asked for it."""

    def __init__(self, room: Room, seat: Seat) -> None:
        self._room = room
        self._seat = seat
        self._spans: list[Span] = []
        self._spans_of: tuple[Trail, Document] | None = None
        """Trail and document that the spans belong to. The document itself and not its path: its text may change."""
        self._current: int | None = None

    @property
    def trail(self) -> Trail | None:
        """The trail that n and N walk."""
        return self._room.trails.last

    @property
    def _document(self) -> Document | None:
        return self._seat.reading.document

    @property
    def place(self) -> str:
        """Where one is on the trail, in words: "match 3 of 12 · 4 of 5 documents"."""
        trail, document = self.trail, self._document
        if trail is None or document is None or not self._known(trail, document):
            return ""
        here = f"{_number(len(self._spans), trail.noun)}"
        if self._current is not None:
            here = f"{trail.noun} {self._current + 1:,} of {len(self._spans):,}"
        makers = self._room.entities.makers_of(trail)
        if makers:
            here += f" · {makers}"
        if trail.documents is None:
            return here
        return f"{here} · {trail.total:,} of {counted(trail.collection, 'document')}"

    def on_a_stop(self, cursor: int) -> bool:
        """True where the cursor stands on the stop that was gone to last."""
        if self._current is None or self._current >= len(self._spans):
            return False
        span = self._spans[self._current]
        return span.start <= cursor < max(span.end, span.start + 1)

    # -- trails ------------------------------------------------------------------------------------------------------

    def follow(self, trail: Trail, *, spans: Sequence[Span] | None = None) -> None:
        """Walk this one from now on; `spans` are its stops in the open document where they are known already."""
        self._room.trails.follow(trail)
        self._begin_everywhere(spans)

    def snapshot(self) -> tuple[Trail, ...]:
        """The trails in force, for `restore`."""
        return self._room.trails.all

    def restore(self, trails: Sequence[Trail]) -> None:
        """Have these trails in force again."""
        self._room.trails.restore(trails)
        self._begin_everywhere(None)

    def drop(self) -> Trail | None:
        """Take the last trail away; the one before is in force again."""
        gone = self._room.trails.drop()
        if gone is not None:
            self._begin_everywhere(None)
        return gone

    def document_shown(self, document: Document) -> None:
        """Another document is open: find the trail's stops in it."""
        self._spans_of = None
        self.begin(None)

    def look_again(self) -> None:
        """Annotations of the open document changed: where the trail asks for such, find its stops anew."""
        if self.trail is not None and self.trail.asks_marks:
            self._spans_of = None
            self.begin(None)

    def _known(self, trail: Trail, document: Document) -> bool:
        """True where the stops of a trail in a document are those in hand."""
        return self._spans_of is not None and self._spans_of[0] == trail and self._spans_of[1] is document

    def _take_spans(self, document: Document, trail: Trail, spans: Sequence[Span]) -> None:
        """Stops that were found meanwhile; of no interest where trail or document is another one by now."""
        if document is self._document and trail == self.trail and not self._known(trail, document):
            self._show(trail, document, spans)

    def _begin_everywhere(self, spans: Sequence[Span] | None) -> None:
        """The trail is another one: tint its stops in both sides. `spans` are those of this one."""
        for seat in self._room.seats.shown:
            seat.walk.begin(spans if seat is self._seat else None)

    def begin(self, spans: Sequence[Span] | None) -> None:
        """Tint the stops of the trail in force; find them first where they are not known."""
        room, trail, document = self._room, self.trail, self._document
        if trail is None or document is None:
            self._spans, self._spans_of, self._current = [], None, None
            self._seat.view.clear_spans("matches")
            self._seat.view.clear_spans("current")
            room.screen.show_state()
            return
        if spans is not None:
            self._show(trail, document, spans)
            return
        if self._known(trail, document):
            self._show(trail, document, self._spans)
            return
        room.background.run(
            lambda: trail.spans_in(room.collection, document.path),
            lambda found: self._take_spans(document, trail, found),
        )

    def _show(self, trail: Trail, document: Document, spans: Sequence[Span]) -> None:
        self._spans = list(spans)
        self._spans_of = (trail, document)
        self._current = None
        view = self._seat.view
        view.set_spans("matches", [(start, end, trail.noun) for start, end in spans])
        view.clear_spans("current")
        self._room.screen.show_state()

    # -- steps -------------------------------------------------------------------------------------------------------

    def near(self, offset: int) -> None:
        """Stand on the first stop at or after an offset, or where there is none on the first of all."""
        if self._spans:
            self._stand(bisect_left(self._spans, (offset,)) % len(self._spans))

    def step(self, direction: int, count: int = 1) -> None:
        """Go so many stops on or back; at the document's end, on into the next document of the trail."""
        room, trail, document = self._room, self.trail, self._document
        room.entities.keep()
        if trail is None or document is None:
            room.messages.say("nothing to walk yet: / searches, * searches the word under the cursor")
            return
        if trail.lead(room, direction * count):
            return
        if not self._known(trail, document):
            # A document that was just opened: its stops are on their way.
            room.background.run(
                lambda: trail.spans_in(room.collection, document.path),
                lambda spans: self._step_in(trail, document, spans, direction, count),
            )
            return
        self._step(direction, count)

    def _step_in(self, trail: Trail, document: Document, spans: Sequence[Span], direction: int, count: int) -> None:
        if trail == self.trail and document is self._document:
            self._show(trail, document, spans)
            self._step(direction, count)

    def _step(self, direction: int, count: int) -> None:
        trail = self.trail
        assert trail is not None
        index = self._index_from_cursor(direction)
        wanted = index + direction * (count - 1)
        if 0 <= wanted < len(self._spans):
            self._seat.reading.leave_if_far(self._spans[wanted].start)
            self._stand(wanted)
            self._room.messages.clear()
        elif trail.documents is None:
            self._round(direction)
        else:
            left_over = wanted - len(self._spans) if direction > 0 else -1 - wanted
            self._next_document(trail, direction, left_over)

    def _index_from_cursor(self, direction: int) -> int:
        """The stop that one step leads to; outside the list where there is none."""
        cursor = self._seat.view.cursor
        if self._current is not None and self.on_a_stop(cursor):
            return self._current + direction
        if direction > 0:
            return bisect_left(self._spans, (cursor + 1,))
        return bisect_left(self._spans, (cursor,)) - 1

    def _stand(self, index: int) -> None:
        span = self._spans[index]
        self._seat.reading.go_to(span.start)
        self._current = index
        self._seat.view.set_spans("current", [(span.start, span.end, "")])
        self._room.screen.show_state()

    def _round(self, direction: int) -> None:
        """A trail that stays in its document goes round."""
        trail = self.trail
        assert trail is not None
        if not self._spans:
            self._room.messages.say(f"no {trail.noun} of {trail.label} in this document")
            return
        self._stand(0 if direction > 0 else len(self._spans) - 1)
        self._room.messages.say("round again from the " + ("beginning" if direction > 0 else "end"))

    def _next_document(self, trail: Trail, direction: int, left_over: int) -> None:
        room, document = self._room, self._document
        assert trail.documents is not None and document is not None
        try:
            here = trail.documents.index(document.path)
            wanted = here + direction
        except ValueError:
            wanted = 0 if direction > 0 else len(trail.documents) - 1
        if not 0 <= wanted < len(trail.documents):
            end = "last" if direction > 0 else "first"
            way = room.keys_of("match-previous" if direction > 0 else "match-next")
            goes_back = f"; {way} goes back" if way else ""
            if direction > 0 and trail.total > len(trail.documents):
                if room.search.lengthen(trail, lambda longer: self._go_on(longer, left_over)):
                    return
                first = f"the first {len(trail.documents):,} of {counted(trail.total, 'document')}"
                room.messages.say(f"this was the last match of {first}; search.limit in config.yaml takes more")
                return
            room.messages.say(f"this was the {end} {trail.noun} of the {end} document{goes_back}")
            return
        crossing = f"document {wanted + 1} of {trail.total}"
        self.enter(trail, trail.documents[wanted], direction, crossing=crossing, left_over=left_over)

    def _go_on(self, trail: Trail, left_over: int) -> None:
        """Further documents of the trail are known now."""
        if trail == self.trail and self._document is not None:
            self._next_document(trail, 1, left_over)

    def lengthen(self, trail: Trail, longer: Trail) -> None:
        """A trail leads on into more documents than was known. Where one is on it stays the same."""
        trails = self._room.trails
        trails.restore([longer if each == trail else each for each in trails.all])
        for seat in self._room.seats.shown:
            known = seat.walk._spans_of
            if known is not None and known[0] == trail:
                seat.walk._spans_of = (longer, known[1])

    def enter(self, trail: Trail, path: str, direction: int = 1, *, crossing: str = "", left_over: int = 0) -> None:
        """Open a document of the trail at its first stop (its last, when one comes from behind).

        `left_over`: so many steps are still to be gone from there.
        """
        room = self._room
        found: list[Span] = []

        def locate(document: Document) -> int | None:
            found.extend(trail.spans_in(room.collection, path))
            return (found[0] if direction > 0 else found[-1]).start if found else None

        def then() -> None:
            self.follow(trail, spans=found)
            if found:
                self._stand(0 if direction > 0 else len(found) - 1)
            if crossing:
                which = "next" if direction > 0 else "previous"
                stop = f"{trail.noun} {1 if direction > 0 else len(found)} of {len(found):,} · " if found else ""
                room.messages.say(f"{which} document: {room.library.title(path)} · {stop}{crossing}")
                if found and left_over > 0:
                    self._step(direction, left_over)
            elif not found:
                room.messages.say(f"no {trail.noun} in the text itself; something else of the document answers")

        self._seat.reading.open(path, locate=locate, then=then)

    def open_at(self, trail: Trail, path: str, offset: int) -> None:
        """Open a document of the trail at its stop that begins at an offset."""
        room = self._room
        found: list[Span] = []

        def locate(document: Document) -> int:
            found.extend(trail.spans_in(room.collection, path))
            return min(offset, len(document.text))

        def then() -> None:
            self.follow(trail, spans=found)
            self.near(offset)
            room.messages.clear()

        self._seat.reading.open(path, locate=locate, then=then)


def _number(count: int, noun: str) -> str:
    return counted(count, noun) if count else "no" + counted(0, noun)[1:]
