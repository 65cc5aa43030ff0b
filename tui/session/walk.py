"""Going from match to match with n and N, through a document and on into the next one.

What is walked is a trail: the matches of a search, of a search in one document, or the mentions of an entity. The one
chosen last is the one that is tinted and walked; esc takes it away and gives back the one before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.document import Document, Mention, Span

if TYPE_CHECKING:
    from index.collection import Collection
    from tui.session.room import Room


@dataclass(frozen=True, slots=True)
class Trail:
    """Something to be walked."""

    label: str
    """What the status line calls it."""
    noun: str
    """What one stop of it is: match, mention."""
    query: str | None = None
    as_typed: bool = False
    entity: str | None = None
    documents: tuple[str, ...] | None = None
    """Paths in the order in which they are walked; None: it does not lead out of the document that is open."""
    only: str | None = None
    """The one document that it concerns."""
    total: int = 0
    """Documents that it leads through."""
    collection: int = 0
    """Documents there are."""

    def spans_in(self, collection: Collection, path: str) -> list[Span]:
        """Its stops in one document, in order; asked in a thread."""
        if self.only is not None and path != self.only:
            return []
        if self.query is not None:
            return collection.matches(self.query, path, as_typed=self.as_typed)
        return [Span(m.start, m.end) for m in collection.mentions(path) or () if self.names(m)]

    def names(self, mention: Mention) -> bool:
        """True where a mention is one of the entity (or date) that is followed."""
        return self.entity is not None and self.entity in (mention.entity, mention.value)


class Walk:
    """The trails in force, and where one is on the last of them."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._trails: list[Trail] = []
        self._spans: list[Span] = []
        self._spans_of: tuple[Trail, str] | None = None
        """Trail and document that the spans belong to."""
        self._current: int | None = None

    @property
    def trail(self) -> Trail | None:
        """The trail that n and N walk."""
        return self._trails[-1] if self._trails else None

    @property
    def place(self) -> str:
        """Where one is on the trail, in words: "match 3 of 12 · 4 of 5 documents"."""
        trail, document = self.trail, self._room.reading.document
        if trail is None or document is None or self._spans_of != (trail, document.path):
            return ""
        here = f"{_number(len(self._spans), trail.noun)}"
        if self._current is not None:
            here = f"{trail.noun} {self._current + 1:,} of {len(self._spans):,}"
        if trail.documents is None:
            return here
        return f"{here} · {trail.total:,} of {trail.collection:,} documents"

    def on_a_stop(self, cursor: int) -> bool:
        """True where the cursor stands on the stop that was gone to last."""
        if self._current is None or self._current >= len(self._spans):
            return False
        span = self._spans[self._current]
        return span.start <= cursor < max(span.end, span.start + 1)

    # -- trails ------------------------------------------------------------------------------------------------------

    def follow(self, trail: Trail, *, spans: Sequence[Span] | None = None) -> None:
        """Walk this one from now on; `spans` are its stops in the open document where they are known already."""
        kind = trail.entity is None
        self._trails = [other for other in self._trails if (other.entity is None) != kind]
        self._trails.append(trail)
        self._begin(spans)

    def snapshot(self) -> tuple[Trail, ...]:
        """The trails in force, for `restore`."""
        return tuple(self._trails)

    def restore(self, trails: Sequence[Trail]) -> None:
        """Have these trails in force again."""
        self._trails = list(trails)
        self._begin(None)

    def drop(self) -> Trail | None:
        """Take the last trail away; the one before is in force again."""
        if not self._trails:
            return None
        gone = self._trails.pop()
        self._begin(None)
        return gone

    def document_shown(self, document: Document) -> None:
        """Another document is open: find the trail's stops in it."""
        self._spans_of = None
        self._begin(None)

    def take_spans(self, path: str, trail: Trail, spans: Sequence[Span]) -> None:
        """Stops that were found while the document was opened."""
        document = self._room.reading.document
        known = self._spans_of == (trail, path)
        if document is not None and document.path == path and trail == self.trail and not known:
            self._show(trail, path, spans)

    def _begin(self, spans: Sequence[Span] | None) -> None:
        room, trail, document = self._room, self.trail, self._room.reading.document
        if trail is None or document is None:
            self._spans, self._spans_of, self._current = [], None, None
            room.screen.text.clear_spans("matches")
            room.screen.text.clear_spans("current")
            room.screen.show_state()
            return
        if spans is not None:
            self._show(trail, document.path, spans)
            return
        if self._spans_of == (trail, document.path):
            self._show(trail, document.path, self._spans)
            return
        path = document.path
        room.background.run(
            lambda: trail.spans_in(room.collection, path),
            lambda found: self.take_spans(path, trail, found),
        )

    def _show(self, trail: Trail, path: str, spans: Sequence[Span]) -> None:
        self._spans = list(spans)
        self._spans_of = (trail, path)
        self._current = None
        text = self._room.screen.text
        text.set_spans("matches", [(start, end, trail.noun) for start, end in spans])
        text.clear_spans("current")
        self._room.screen.show_state()

    # -- steps -------------------------------------------------------------------------------------------------------

    def near(self, offset: int) -> None:
        """Stand on the first stop at or after an offset, or where there is none on the first of all."""
        if self._spans:
            self._stand(bisect_left(self._spans, (offset,)) % len(self._spans))

    def step(self, direction: int, count: int = 1) -> None:
        """Go so many stops on or back; at the document's end, on into the next document of the trail."""
        room, trail, document = self._room, self.trail, self._room.reading.document
        room.entities.keep()
        if trail is None or document is None:
            room.messages.say("nothing to walk yet: / searches, * searches the word under the cursor")
            return
        if self._spans_of != (trail, document.path):
            # A document that was just opened: its stops are on their way.
            room.background.run(
                lambda: trail.spans_in(room.collection, document.path),
                lambda spans: self._step_in(trail, document.path, spans, direction, count),
            )
            return
        self._step(direction, count)

    def _step_in(self, trail: Trail, path: str, spans: Sequence[Span], direction: int, count: int) -> None:
        document = self._room.reading.document
        if trail == self.trail and document is not None and document.path == path:
            self._show(trail, path, spans)
            self._step(direction, count)

    def _step(self, direction: int, count: int) -> None:
        trail = self.trail
        assert trail is not None
        index = self._index_from_cursor(direction)
        wanted = index + direction * (count - 1)
        if 0 <= wanted < len(self._spans):
            self._room.reading.leave_if_far(self._spans[wanted].start)
            self._stand(wanted)
            self._room.messages.clear()
        elif trail.documents is None:
            self._round(direction)
        else:
            left_over = wanted - len(self._spans) if direction > 0 else -1 - wanted
            self._next_document(trail, direction, left_over)

    def _index_from_cursor(self, direction: int) -> int:
        """The stop that one step leads to; outside the list where there is none."""
        cursor = self._room.screen.text.cursor
        if self._current is not None and self.on_a_stop(cursor):
            return self._current + direction
        if direction > 0:
            return bisect_left(self._spans, (cursor + 1,))
        return bisect_left(self._spans, (cursor,)) - 1

    def _stand(self, index: int) -> None:
        span = self._spans[index]
        self._room.reading.go_to(span.start)
        self._current = index
        self._room.screen.text.set_spans("current", [(span.start, span.end, "")])
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
        room, document = self._room, self._room.reading.document
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
                first = f"the first {len(trail.documents):,} of {trail.total:,} documents"
                room.messages.say(f"this was the last match of {first}; search.limit in config.yaml takes more")
                return
            room.messages.say(f"this was the {end} {trail.noun} of the {end} document{goes_back}")
            return
        crossing = f"document {wanted + 1} of {trail.total}"
        self.enter(trail, trail.documents[wanted], direction, crossing=crossing, left_over=left_over)

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

        room.reading.open(path, locate=locate, then=then)


def _number(count: int, noun: str) -> str:
    plural = noun + ("es" if noun.endswith("ch") else "s")
    return f"1 {noun}" if count == 1 else f"{count or 'no'} {plural}" if count < 1000 else f"{count:,} {plural}"
