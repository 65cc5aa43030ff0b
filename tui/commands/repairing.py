"""Marks whose documents have changed: to the next one, yes or no, and where they stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Argument, CommandTable, Offer
from tui.commands.needs import a_document, an_annotation
from tui.session.marking.repairing import STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.session.room import Room

TABLE = CommandTable("Marking")
command = TABLE.command


def _a_mark(room: Room) -> str | None:
    """A mark must be shown, chosen, under the cursor, or held."""
    if room.contexts[0] in ("card", "annotations"):
        return an_annotation(room)
    if room.reading.document is None:
        return a_document(room)
    if room.repairing.held is not None or room.repairing.in_hand is not None:
        return None
    return "no mark is under the cursor"


def _statuses(room: Room, typed: str) -> Sequence[Offer]:
    return [Offer(label) for label, _ in STATUSES if typed in label]


@command("orphan-next", "Next mark that needs a look", "text", count="times", unavailable=a_document)
def orphan_next(room: Room, count: int | None) -> None:
    """Goes to the next mark that is uncertain, or to where one stood that has lost its passage."""
    room.repairing.walk(1, count or 1)


@command("orphan-previous", "Previous mark that needs a look", "text", count="times", unavailable=a_document)
def orphan_previous(room: Room, count: int | None) -> None:
    """Goes to the previous mark that is uncertain, or to where one stood that has lost its passage."""
    room.repairing.walk(-1, count or 1)


@command("confirm-mark", "It stands here", "annotations", "card", unavailable=an_annotation)
def confirm_mark(room: Room, count: int | None) -> None:
    """Says that an uncertain or changed mark stands where it is shown."""
    room.repairing.confirm()


@command("refuse-mark", "It does not stand here", "annotations", "card", unavailable=an_annotation)
def refuse_mark(room: Room, count: int | None) -> None:
    """Says that an uncertain or changed mark does not stand where it is shown; it is then without a passage."""
    room.repairing.refuse()


@command("reattach", "Attach to another passage", "text", "annotations", "card", unavailable=_a_mark)
def reattach(room: Room, count: int | None) -> None:
    """Takes up a mark; pressed again it puts it on the selection, or the sentence under the cursor."""
    room.repairing.attach()


@command(
    "marks-by-status",
    "Annotations of a status",
    "annotations",
    argument=Argument("status", lambda room, label: room.repairing.list_status(label), _statuses, required=False),
)
def marks_by_status(room: Room, count: int | None) -> None:
    """Lists the annotations that need a look, then those of each status, then all again."""
    room.repairing.list_status()
