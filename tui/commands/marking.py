"""Marking: notes, codes, copies, and taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.command import Argument, CommandTable
from tui.commands.needs import a_document, a_mark, a_passage, my_annotation, something_to_mark
from tui.session.reading.under import open_here

if TYPE_CHECKING:
    from tui.session.room import Room

TABLE = CommandTable("Marking")
command = TABLE.command


@command(
    "annotate",
    "Annotate",
    "text",
    "concordance",
    "quotations",
    footer="annotate",
    footer_in=("text", "select", "concordance"),
    priority=50,
    unavailable=a_passage,
)
def annotate(room: Room, count: int | None) -> None:
    """Writes a note on the selection, the sentence under the cursor, or every checked line of the concordance."""
    if room.contexts[0] == "concordance":
        room.concordance.checks.write_note()
        return
    if room.contexts[0] == "quotations":
        room.quotations.checks.write_note()
        return
    room.marking.write_note()


@command(
    "code",
    "Give a code",
    "text",
    "annotations",
    "card",
    "concordance",
    "entity",
    "quotations",
    "results",
    footer="code",
    footer_in=("text", "select", "annotations", "card", "concordance", "entity"),
    priority=52,
    unavailable=something_to_mark,
)
def code(room: Room, count: int | None) -> None:
    """Gives a code to the selection, the sentence here, the annotation chosen, every checked line, or every hit."""
    if room.contexts[0] == "results":
        room.mark_changes.code_hits()
        return
    if room.contexts[0] == "annotations" and room.annotated.code_checked():
        return
    if room.contexts[0] == "concordance":
        room.concordance.checks.choose_code()
        return
    if room.contexts[0] == "quotations":
        room.quotations.checks.choose_code()
        return
    if room.contexts[0] == "entity":
        room.entity_page.checks.choose_code()
        return
    annotation = room.layers.annotation_in_hand
    if annotation is not None:
        room.layers.close_card()
        room.marking.add_code(annotation)
    else:
        room.marking.choose_code()


@command(
    "mark-kind",
    "Kind of mark",
    "text",
    "annotations",
    "card",
    footer="kind",
    footer_in=("annotations", "card"),
    priority=55,
    unavailable=a_mark,
)
def mark_kind(room: Room, count: int | None) -> None:
    """Says what kind of mark it is: claim, question, contradiction, or another of annotations.kinds."""
    room.mark_changes.choose_kind()


@command(
    "boundaries",
    "Move the boundaries of a mark",
    "text",
    "select",
    "card",
    footer="boundaries",
    footer_in=("card",),
    priority=56,
    unavailable=a_mark,
)
def boundaries(room: Room, count: int | None) -> None:
    """Selects the mark under the cursor, so that every motion moves its end; again, keeps what is selected."""
    room.mark_changes.boundaries()


@command("repeat-mark", "Repeat the last mark", "text", unavailable=a_document)
def repeat_mark(room: Room, count: int | None) -> None:
    """Marks this passage as the last one was marked."""
    room.marking.repeat()


@command(
    "open-under-cursor",
    "What is under the cursor",
    "text",
    unavailable=a_document,
)
def open_under_cursor(room: Room, count: int | None) -> None:
    """Opens the annotation, name or quotation under the cursor; a menu asks which where there are several."""
    open_here(room)


@command(
    "copy",
    "Copy",
    "text",
    "concordance",
    "entity",
    "quotations",
    footer="copy",
    footer_in=("select", "concordance", "entity"),
    priority=54,
    unavailable=a_passage,
)
def copy(room: Room, count: int | None) -> None:
    """Copies the selection, or the sentence under the cursor, to the clipboard; lines with their citation."""
    if room.contexts[0] == "concordance":
        room.concordance.checks.copy()
        return
    if room.contexts[0] == "quotations":
        room.quotations.checks.copy()
        return
    if room.contexts[0] == "entity":
        room.entity_page.checks.copy()
        return
    room.clipboard.copy(cite=False)


@command("copy-with-citation", "Copy with citation", "text", "quotations", unavailable=a_passage)
def copy_with_citation(room: Room, count: int | None) -> None:
    """Copies the passage with title, source, date and place."""
    if room.contexts[0] == "quotations":
        room.quotations.checks.copy()
        return
    room.clipboard.copy(cite=True)


@command(
    "edit",
    "Edit the note",
    "annotations",
    "card",
    footer="edit",
    priority=51,
    unavailable=my_annotation,
)
def edit(room: Room, count: int | None) -> None:
    """Changes the note of the annotation."""
    annotation = room.layers.annotation_in_hand
    assert annotation is not None
    room.layers.close_card()
    room.marking.edit_note(annotation)


@command(
    "delete",
    "Delete the annotation",
    "annotations",
    "card",
    footer="delete",
    priority=53,
    unavailable=my_annotation,
)
def delete(room: Room, count: int | None) -> None:
    """Deletes the annotation; undo brings it back."""
    annotation = room.layers.annotation_in_hand
    assert annotation is not None
    room.layers.close_card()
    room.marking.delete(annotation)


def _take_in(room: Room, file: str) -> None:
    from tui.session.marking.taking_in import take_in

    take_in(room, file)


@command(
    "import",
    "Take in annotations from a file",
    "global",
    unbound="it wants the name of a file",
    argument=Argument("file", _take_in),
)
def import_(room: Room, count: int | None) -> None:
    """Takes in the annotations of another program's file, in whatever format it is: :import notes.jsonl."""
    _take_in(room, "")


@command("undo", "Undo", "global", "card", footer="undo", footer_in=("annotations",), priority=60)
def undo(room: Room, count: int | None) -> None:
    """Takes back the last change to annotations, in whichever document."""
    room.marking.undo()


@command("redo", "Redo", "global")
def redo(room: Room, count: int | None) -> None:
    """Makes the change again that was undone."""
    room.marking.redo()
