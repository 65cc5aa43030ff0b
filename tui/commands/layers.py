"""Layers: whose marks are shown, where two readers differ, and taking over what another marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import CommandTable
from tui.commands.needs import a_document, a_row

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation
    from tui.session.room import Room

GOING = CommandTable("Going")
TABLE = CommandTable("Marking")
command = TABLE.command


def a_layer(room: Room) -> str | None:
    """A layer must be under the cursor."""
    info = room.layer_choice.chosen
    if info is not None and info.beside:
        return "that is no layer of marks; its merge conflict can be settled"
    return a_row(room) or (None if info is not None else "there is no layer under the cursor")


def a_conflict(room: Room) -> str | None:
    """The layer or file under the cursor must hold a merge conflict."""
    info = room.layer_choice.chosen
    return None if info is not None and info.conflict else "git left no merge conflict in this layer"


def two_layers(room: Room) -> str | None:
    """There must be another layer to compare with."""
    if room.contexts[0] != "layers":
        return None if room.differences.sides is not None else "no two layers are compared"
    return None if _pair(room) is not None else "pick another layer: there is nothing to compare this one with"


def a_difference(room: Room) -> str | None:
    """A difference must be under the cursor."""
    return None if room.differences.in_hand is not None else "there is no difference under the cursor"


def a_mark(room: Room) -> str | None:
    """A mark must be shown, chosen, or under the cursor of the text."""
    if _mark(room) is not None:
        return None
    return a_document(room) or "there is no mark under the cursor"


def _mark(room: Room) -> Annotation | None:
    if room.contexts[0] != "text":
        return room.layers.annotation_in_hand
    mark = room.marking.at_cursor()
    return mark.annotation if mark is not None else None


def _pair(room: Room) -> tuple[str, str] | None:
    """The layer that was picked, else one's own, and the one under the cursor; or one's own and the only other."""
    choice = room.layer_choice
    info = choice.chosen
    if info is None or info.beside:
        return None
    first = choice.first or room.layer
    if first != info.name:
        return first, info.name
    others = [each.name for each in choice.infos if each.name != first and not each.beside]
    return (first, others[0]) if len(others) == 1 else None


# -- going there -------------------------------------------------------------------------------------------------------


@GOING.command("go-layers", "Layers", "global")
def go_layers(room: Room, count: int | None) -> None:
    """Lists the layers: who has marked how much, what is shown, and what is wrong with a file."""
    room.layer_choice.show()


# -- layers ------------------------------------------------------------------------------------------------------------


@command("layer-show", "Show or hide the layer", "layers", footer="show", priority=30, unavailable=a_layer)
def layer_show(room: Room, count: int | None) -> None:
    """Shows the marks of this layer in texts and lists, or hides them; remembered for this collection."""
    info = room.layer_choice.chosen
    if info is not None:
        room.layer_choice.toggle(info.name)


@command("layers-others", "Show or hide the marks of others", "text", unavailable=a_document)
def layers_others(room: Room, count: int | None) -> None:
    """Hides what everybody else has marked, or shows it again."""
    room.layer_choice.toggle_others()


@command("layer-pick", "Pick to compare", "layers", footer="pick", priority=32, unavailable=a_layer)
def layer_pick(room: Room, count: int | None) -> None:
    """Picks this layer to be compared with another than your own; once more, picks none."""
    choice = room.layer_choice
    if choice.chosen is not None:
        choice.first = None if choice.first == choice.chosen.name else choice.chosen.name
        room.screen.page_named("layers").refresh_rows()


@command(
    "layer-compare", "Where they differ", "layers", "agreement", footer="compare", priority=31, unavailable=two_layers
)
def layer_compare(room: Room, count: int | None) -> None:
    """Lists where this layer and your own, or the one that was picked, differ."""
    pair = _pair(room) if room.contexts[0] == "layers" else room.differences.sides
    if pair is not None:
        room.differences.compare(*pair)


@command(
    "layers-agree",
    "How far they agree",
    "layers",
    "differences",
    footer="agreement",
    priority=33,
    unavailable=two_layers,
)
def layers_agree(room: Room, count: int | None) -> None:
    """Shows how far the two agree, by code and document: percentage, kappa, alpha, alpha for unitised text."""
    pair = _pair(room) if room.contexts[0] == "layers" else room.differences.sides
    if pair is not None:
        room.differences.agree(*pair)


@command("layer-settle", "Settle the merge conflict", "layers", unavailable=a_conflict)
def layer_settle(room: Room, count: int | None) -> None:
    """Merges both sides of a conflict that git left in the layer, memos or corrections; nothing of either is lost."""
    info = room.layer_choice.chosen
    if info is not None:
        room.layer_choice.settle(info)


# -- differences -------------------------------------------------------------------------------------------------------


@command("take-theirs", "Have it their way", "differences", footer="theirs", priority=30, unavailable=a_difference)
def take_theirs(room: Room, count: int | None) -> None:
    """Makes your own mark say what the other's says; copies what you have not, deletes what the other has not."""
    item = room.differences.in_hand
    if item is not None:
        room.differences.take(item)


@command("leave-difference", "Leave it", "differences", footer="leave", priority=31, unavailable=a_difference)
def leave_difference(room: Room, count: int | None) -> None:
    """Takes the difference off the list; both marks stay as they are."""
    item = room.differences.in_hand
    if item is not None:
        room.differences.leave(item)


@command("differences-code", "The next code", "differences", footer="code", priority=32)
def differences_code(room: Room, count: int | None) -> None:
    """Lists only the differences of one code, then of the next, and after the last all again."""
    room.differences.next_code()


# -- a mark ------------------------------------------------------------------------------------------------------------


@command("layer-copy", "Copy the mark to your layer", "text", "annotations", "card", unavailable=a_mark)
def layer_copy(room: Room, count: int | None) -> None:
    """Copies another's mark into your own layer; while differences are walked, has this one the other's way."""
    difference = room.differences.in_hand if room.contexts[0] == "text" else None
    if difference is not None and room.walk.on_a_stop(room.screen.text.cursor):
        room.differences.take(difference)
        return
    mark = _mark(room)
    if mark is not None:
        room.layers.close_card()
        room.layer_choice.copy([mark])


@command("mark-history", "History of the mark", "text", "annotations", "card", unavailable=a_mark)
def mark_history(room: Room, count: int | None) -> None:
    """Shows who made the mark, and who changed what of it when."""
    mark = _mark(room)
    if mark is not None:
        room.layers.close_card()
        room.layer_choice.history(mark)
