"""Marks whose documents have changed: walked, confirmed, refused, and attached to another passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.errors import ReadOnlyError
from tui.session.marking.repair_words import needing

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.annotations.annotation import AnchorStatus, PlacedAnnotation
    from tui.session.room import Room

STATUSES: Final[tuple[tuple[str, tuple[AnchorStatus, ...]], ...]] = (
    ("to be looked at", ("uncertain", "orphan")),
    ("uncertain", ("uncertain",)),
    ("without a passage", ("orphan",)),
    ("changed", ("changed",)),
    ("moved", ("moved",)),
)
"""What the list of annotations can be narrowed to, in the order in which a key goes through it."""


class Repairing:
    """One annotation may be held, to be put on the passage that the reader selects."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.held: PlacedAnnotation | None = None
        self._walked: tuple[int, PlacedAnnotation] | None = None
        """Where the cursor was put last, and for which mark."""
        self._told: set[tuple[str, str]] = set()

    # -- which one ---------------------------------------------------------------------------------------------------

    @property
    def in_hand(self) -> str | None:
        """The id of the annotation shown, chosen in the list, or under the cursor of the text."""
        room = self._room
        if room.contexts[0] in ("card", "annotations"):
            annotation = room.layers.annotation_in_hand
            return annotation.id if annotation is not None else None
        mark = self.walked_to() or room.marking.at_cursor()
        return mark.annotation.id if mark is not None else None

    def walked_to(self) -> PlacedAnnotation | None:
        """The mark to which, or to whose former place, the reader walked; while the cursor stays there."""
        walked, text = self._walked, self._room.screen.text
        if walked is None or text.cursor != walked[0] or walked[1] not in self._room.marking.marks:
            return None
        return walked[1]

    # -- settling ----------------------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """It does stand where it is shown."""
        self._settle(self._room.collection.repairs.confirm, "it stands here")

    def refuse(self) -> None:
        """It does not."""
        self._settle(self._room.collection.repairs.refuse, "it does not stand here")

    def _settle(self, deed: Callable[[str], PlacedAnnotation], words: str) -> None:
        room, id = self._room, self.in_hand
        if id is None:
            return
        room.layers.close_card()
        room.background.in_order(lambda: deed(id), lambda mark: self._changed(f"{words}: {_brief(mark)}"), self._failed)

    def _changed(self, words: str) -> None:
        room = self._room
        room.marking.after_change()
        undo = room.keys_of("undo")
        room.messages.say(f"{words}{f' · {undo} undoes' if undo else ''}")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, (ReadOnlyError, OSError)):
            self._room.marking.saved = "read-only" if isinstance(error, ReadOnlyError) else "not saved"
        self._room.messages.fail(error)

    # -- attaching ---------------------------------------------------------------------------------------------------

    def attach(self) -> None:
        """Take a mark up, or put the one that is held on the passage."""
        if self.held is not None and self._room.contexts[0] not in ("card", "annotations"):
            self._put_down(self.held)
        elif (id := self.in_hand) is not None:
            self._take_up(id)

    def _take_up(self, id: str) -> None:
        room = self._room
        room.layers.close_card()

        def done(mark: PlacedAnnotation) -> None:
            self.held = mark
            at = mark.start if mark.start is not None else mark.near
            document = room.reading.document
            here = document is not None and document.path == mark.annotation.document
            if not here and at is not None:
                room.reading.open(mark.annotation.document, offset=at)
            else:
                room.screen.show_text()
                if here and at is not None:
                    room.reading.leave_if_far(at)
                    room.reading.go_to(at)
            key = room.keys_of("reattach")
            room.messages.say(f"select where {_brief(mark)} stands, {key} attaches it there; esc lets it go")

        room.background.in_order(lambda: room.collection.repairs.placed(id), done)

    def _put_down(self, mark: PlacedAnnotation) -> None:
        room, passage = self._room, self._room.marking.passage()
        if passage is None:
            room.messages.say("there is no passage here to attach it to; v selects")
            return

        def done(now: PlacedAnnotation) -> None:
            self.held = None
            if passage.seat.view.selection == passage.span:
                passage.seat.view.end_selection()
            self._changed(f"attached {_brief(now)}")

        id, path, span = mark.annotation.id, passage.path, passage.span
        room.background.in_order(
            lambda: room.collection.repairs.attach(id, path, span.start, span.end), done, self._failed
        )

    def let_go(self) -> bool:
        """Esc: no mark is held any more; False where none was."""
        mark, self.held = self.held, None
        if mark is not None:
            self._room.messages.say(f"{_brief(mark)} is left as it was")
        return mark is not None

    # -- finding them ------------------------------------------------------------------------------------------------

    def walk(self, direction: int, count: int) -> None:
        """To the next mark of this document that is uncertain, or to where one that lost its passage stood."""
        room = self._room
        found = [(at, mark) for mark in room.marking.marks if (at := _place(mark)) is not None]
        places = sorted(found, key=lambda each: (each[0], each[1].annotation.id))
        cursor = room.screen.text.cursor
        if direction > 0:
            ahead = [each for each in places if each[0] > cursor]
        else:
            ahead = [each for each in reversed(places) if each[0] < cursor]
        if not ahead:
            where = "further on" if direction > 0 else "before this"
            room.messages.say(f"no mark that needs a look {where} in this document")
            return
        at, mark = ahead[min(count, len(ahead)) - 1]
        room.reading.leave()
        room.reading.moved()
        room.reading.go_to(at)
        self._walked = (room.screen.text.cursor, mark)
        key = room.keys_of("reattach")
        if mark.start is None:
            room.messages.say(
                f"{_brief(mark)} stood about here · {room.keys_of('open-under-cursor')} says more · {key} takes it up"
            )
        else:
            opens = room.keys_of("open-under-cursor")
            room.messages.say(f"{mark.reason} · {opens} shows it and asks · {key} attaches it elsewhere")

    def tell(self, path: str, text_sha256: str, marks: list[PlacedAnnotation]) -> None:
        """Say once for each state of a document how many of its marks ask to be looked at."""
        words = needing(marks)
        if words and (path, text_sha256) not in self._told:
            self._told.add((path, text_sha256))
            key = self._room.keys_of("orphan-next")
            self._room.messages.say(f"this text was changed: {words}{f' · {key} goes there' if key else ''}")

    def list_status(self, label: str | None = None) -> None:
        """List the annotations of a status; without one, of the next, and after the last all of them."""
        from tui.session.marking.annotated import ALL, Scope

        room = self._room
        labels = [name for name, _ in STATUSES]
        if label is None:
            now = room.annotated.scope.label
            at = labels.index(now) + 1 if now in labels else 0
            label = labels[at] if at < len(labels) else ""
        if label not in labels:
            room.annotated.show(ALL)
            return
        wanted = dict(STATUSES)[label]
        room.annotated.show(
            Scope(
                label,
                lambda: [mark for mark in room.collection.annotations(None, verify=False) if mark.status in wanted],
            )
        )


def _place(mark: PlacedAnnotation) -> int | None:
    if not mark.asks:
        return None
    return mark.start if mark.start is not None else mark.near


def _brief(mark: PlacedAnnotation) -> str:
    words = " ".join(mark.annotation.exact.split())
    return f"“{words if len(words) <= 40 else words[:39].rstrip() + '…'}”"
