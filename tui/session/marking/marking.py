"""Marking passages: notes, codes, the last mark once more, undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.document import Span
from index.errors import ReadOnlyError
from tui.session.marking.mark_looks import brief, key_of, label_of, look_of, overlaps

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, Marked, PlacedAnnotation
    from index.annotations.annotation import Passage as ExactPassage
    from index.codebook.coding import CodeChoice
    from index.collection import UndoReport
    from tui.session.marking.drafts import Draft
    from tui.session.reading.seats import Seat
    from tui.session.room import Room

RECENT: Final = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the open document that is about to be marked."""

    path: str
    span: Span
    text: str
    seat: Seat
    """The side in which it was chosen."""


@dataclass(frozen=True, slots=True)
class LastMark:
    """What `.` repeats."""

    note: str
    codes: tuple[str, ...]
    kind: str | None = None


class Marking:
    """The annotations of the open document, and what the reader does to them."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.codes: list[CodeChoice] = []
        self._last: LastMark | None = None
        self._noted: Annotation | None = None
        """The note that was written last, while nothing else was done since but giving it codes."""
        self.saved = ""
        """What became of the last change: `saved`, `read-only`, `not saved`; empty before the first."""

    # -- what is there -----------------------------------------------------------------------------------------------

    @property
    def marks(self) -> list[PlacedAnnotation]:
        """Annotations of the open document."""
        return self._room.seats.active.marks

    def reload(self, seat: Seat | None = None) -> None:
        """Read the annotations of a side's document again and draw them; of both sides where none is named."""
        for each in self._room.seats.shown if seat is None else [seat]:
            self._reload(each)

    def _reload(self, seat: Seat) -> None:
        room, document = self._room, seat.reading.document
        if document is None:
            return

        def read() -> list[PlacedAnnotation]:
            marks = room.layer_choice.visible(room.collection.annotations(document.path))
            if any(mark.annotation.codes for mark in marks):
                room.codebook.read_colours()
            return marks

        def done(marks: list[PlacedAnnotation]) -> None:
            if seat.reading.document is document:
                seat.marks = marks
                self._draw(seat)
                if any(mark.asks for mark in marks):
                    room.repairing.tell(document.path, document.sha256, marks)

        room.background.run(read, done)

    def _draw(self, seat: Seat) -> None:
        room = self._room
        placed = [mark for mark in seat.marks if mark.start is not None and mark.end is not None]
        # By layer and id: a copy of somebody's layer under another name has the same ids.
        spans = {key_of(mark): _layer_span(mark, label_of(mark.annotation, room)) for mark in placed}
        seat.view.set_label_roles({spans[key_of(m)][2]: look_of(m.annotation, room).role for m in placed})
        exact = [spans[key_of(mark)] for mark in placed if mark.here is None and not mark.asks]
        seat.view.set_spans("annotations", exact)
        seat.view.set_spans("uncertain", [spans[key_of(mark)] for mark in placed if mark.here or mark.asks])
        deep = overlaps(span[:2] for span in spans.values())
        seat.view.set_spans("overlaps", [(start, end, str(depth)) for start, end, depth in deep])
        # Not painted: what `] a` walks, whatever became of a passage.
        seat.view.set_spans("marks", [(*span[:2], key) for key, span in spans.items()])
        if seat.active:
            self._room.entities.show_sidebar()

    def at_cursor(self) -> PlacedAnnotation | None:
        """The innermost annotation under the cursor."""
        span = self._room.screen.text.span_under_cursor("marks")
        if span is None:
            return None
        return next((mark for mark in self.marks if key_of(mark) == span.name), None)

    @property
    def everywhere(self) -> Sequence[PlacedAnnotation]:
        """What the list of annotations shows."""
        return self._room.annotated.listed.rows if "annotated" in vars(self._room) else ()

    def list_all(self) -> None:
        """Show every annotation of the collection."""
        self._room.annotated.show()

    def refresh_list(self) -> None:
        """The lists of annotations, codes and memos again, if they are on screen; narrowed as they were."""
        for name in ("annotated", "codebook", "code_table", "memos", "layer_choice", "differences"):
            if name in vars(self._room):  # what nobody has asked for yet is not made for this
                getattr(self._room, name).refresh()

    # -- marking -----------------------------------------------------------------------------------------------------

    def passage(self) -> Passage | None:
        """What a mark would be put on: the selection, or else the sentence under the cursor."""
        seat = self._room.seats.active
        document, text = seat.reading.document, seat.view
        if document is None:
            return None
        span = text.selection or text.object_at("is")
        if span is None or span.start >= span.end:
            return None
        return Passage(document.path, Span(*span), document.text[span[0] : span[1]], seat)

    def write_note(self) -> None:
        """Open the note editor for the passage."""
        room, passage = self._room, self.passage()
        if passage is None:
            room.messages.say("there is nothing to mark here; v selects")
            return
        draft = self._draft(f"{passage.path}:{passage.span.start}:{passage.span.end}")

        def saved(note: str) -> None:
            self._add(passage, note=note, codes=(), draft=draft)

        room.layers.open_note_editor(passage.text, draft.text, saved, draft.keep)

    def choose_code(self) -> None:
        """Open the code picker for the passage; the code joins the note that was just written on it."""
        room, passage = self._room, self.passage()
        if passage is None:
            room.messages.say("there is nothing to mark here; v selects")
            return
        same = [mark for mark in self.marks if (mark.start, mark.end) == tuple(passage.span)]
        here = frozenset(code for mark in same for code in mark.annotation.codes)
        bare = passage.seat.view.cursor if passage.seat.view.selection is None else None

        def chosen(code: str) -> None:
            noted = self._just_noted(passage, bare)  # asked again: it may have been on its way to the disk
            if noted is None:
                self._add(passage, note="", codes=(code,))
            else:
                self._last = LastMark(noted.note, (code,))
                self._give(noted, code, goes_on=True)

        noted = self._just_noted(passage, bare)
        self.pick(passage.text if noted is None else noted.exact, chosen, here.union(noted.codes if noted else ()))

    def _just_noted(self, passage: Passage, bare: int | None) -> Annotation | None:
        """The note that was just written on a passage or, where nothing is selected, around the cursor at `bare`."""
        noted = self._noted
        if noted is None or noted.document != passage.path:
            return None
        there = bare is not None and noted.start <= bare <= noted.end
        return noted if there or passage.span == (noted.start, noted.end) else None

    def write_note_on(self, passages: Sequence[ExactPassage], what: str) -> None:
        """Open the note editor for many passages, `what` in words."""
        draft = self._draft(f"{what}:{passages[0].document if passages else ''}")

        def saved(note: str) -> None:
            self._add_all(passages, note, (), draft)

        self._room.layers.open_note_editor(what, draft.text, saved, draft.keep)

    def choose_code_for(self, passages: Sequence[ExactPassage], what: str) -> None:
        """Open the code picker for many passages, `what` in words."""
        self.pick(what, lambda code: self._add_all(passages, "", (code,)))

    def _add_all(
        self, passages: Sequence[ExactPassage], note: str, codes: tuple[str, ...], draft: Draft | None = None
    ) -> None:
        """One step of undo; what cannot be saved stays a draft."""
        room = self._room
        self._last = LastMark(note, codes)

        def done(marked: Marked) -> None:
            if draft is not None:
                draft.drop()
            words = "marked 1 passage" if marked.marked == 1 else f"marked {marked.marked:,} passages"
            if marked.changed:
                words += f" · {marked.changed:,} say something else by now and were left out"
            if marked.undoable:
                self._changed(words)
            else:
                self.after_change()
                room.messages.warn(f"{words} · too many to be undone at once")

        room.background.in_order(
            lambda: room.collection.annotate_all(passages, note=note, codes=codes), done, self._not_saved(note, draft)
        )

    def repeat(self) -> None:
        """The last mark once more, on this passage."""
        room, passage = self._room, self.passage()
        if self._last is None:
            room.messages.say("nothing was marked yet in this sitting")
        elif passage is not None:
            last = self._last
            self._add(passage, note="" if last.codes or last.kind else last.note, codes=last.codes, kind=last.kind)

    def _add(
        self,
        passage: Passage,
        *,
        note: str,
        codes: tuple[str, ...],
        kind: str | None = None,
        draft: Draft | None = None,
    ) -> None:
        room = self._room
        self._last = LastMark(note, codes, kind)
        path, (start, end) = passage.path, passage.span

        def job() -> PlacedAnnotation:
            return room.collection.annotate(path, start, end, note=note, codes=codes, kind=kind)

        def done(mark: PlacedAnnotation) -> None:
            if draft is not None:
                draft.drop()
            if passage.seat.view.selection == passage.span:
                passage.seat.view.end_selection()
            self._changed(f"marked {brief(mark.annotation)}")
            self._noted = mark.annotation if note and not codes else None

        room.background.in_order(job, done, self._not_saved(note, draft))

    def _draft(self, key: str, before: str = "") -> Draft:
        return self._room.drafts.on("marks", key, before, "passage")

    def _not_saved(self, note: str, draft: Draft | None) -> Callable[[Exception], None]:
        """What could not be saved is kept as a draft."""

        def failed(error: Exception) -> None:
            if note and draft is not None:
                draft.not_saved(note)
            self._failed(error)

        return failed

    def _failed(self, error: Exception) -> None:
        """A change could not be written."""
        self.saved = "read-only" if isinstance(error, ReadOnlyError) else "not saved"
        self._room.messages.fail(error)

    # -- what is marked ----------------------------------------------------------------------------------------------

    def edit_note(self, annotation: Annotation) -> None:
        """Open the note editor for an annotation."""
        room, draft = self._room, self._draft(annotation.id, annotation.note)

        def saved(note: str) -> None:
            def done(changed: Annotation) -> None:
                draft.drop()
                self._changed(f"changed {brief(changed)}")

            room.background.in_order(
                lambda: room.collection.edit_annotation(annotation.id, note=note), done, self._not_saved(note, draft)
            )

        room.layers.open_note_editor(annotation.exact, draft.text, saved, draft.keep)

    def add_code(self, annotation: Annotation) -> None:
        """Give an annotation one more code, or take one away that it has."""
        self.pick(annotation.exact, lambda code: self._give(annotation, code), frozenset(annotation.codes))

    def _give(self, annotation: Annotation, code: str, *, goes_on: bool = False) -> None:
        """`goes_on`: it is a note that was just written, and the next code is to join it too."""
        codes = tuple(c for c in annotation.codes if c != code)
        if code not in annotation.codes:
            codes = (*codes, code)

        def done(changed: Annotation) -> None:
            self._changed(f"changed {brief(changed)}")
            self._noted = changed if goes_on else None

        collection = self._room.collection
        self._room.background.in_order(
            lambda: collection.edit_annotation(annotation.id, codes=codes), done, self._failed
        )

    def change_kind(self, annotation: Annotation, kind: str) -> None:
        """Make it another kind of mark, "" for none; the next one that is made with `.` is of this kind too."""
        self._last = LastMark("", annotation.codes, kind or None)
        self._room.background.in_order(
            lambda: self._room.collection.edit_annotation(annotation.id, kind=kind),
            lambda changed: self._changed(f"changed {brief(changed)}{f' · {kind}' if kind else ''}"),
            self._failed,
        )

    def delete(self, annotation: Annotation) -> None:
        """Delete an annotation; u brings it back."""
        self._room.background.in_order(
            lambda: self._room.collection.delete_annotation(annotation.id),
            lambda gone: self._changed(f"deleted {brief(gone)}"),
            self._failed,
        )

    def open_in_text(self, mark: PlacedAnnotation) -> None:
        """Go to its passage."""
        if mark.start is None:
            self._room.messages.warn(f"its passage was not found again: {mark.reason or 'the text has changed'}")
            return
        self._room.reading.open(mark.annotation.document, offset=mark.start)

    # -- undo --------------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last change."""
        self._turn(self._room.collection.undo, "nothing to undo")

    def redo(self) -> None:
        """Make it again."""
        self._turn(self._room.collection.redo, "nothing to redo")

    def _turn(self, job: Callable[[], UndoReport | None], nothing: str) -> None:
        room, seat = self._room, self._room.seats.active

        def done(report: UndoReport | None) -> None:
            if report is None:
                room.messages.say(nothing)
                return
            document = seat.reading.document
            if document is not None and report.document == document.path and report.offset is not None:
                shown = seat.view.visible_span
                if not shown.start <= report.offset < shown.end:
                    seat.reading.leave()
                    seat.reading.go_to(report.offset)
            self.after_change()
            room.library.reload()
            room.reading.reload()
            room.saved.reload()
            room.aliases.reload()
            room.own_names.look_again()
            if "dossiers" in vars(room):
                room.dossiers.reload()
            room.messages.say(report.message)

        room.background.in_order(job, done)

    # -- helpers -----------------------------------------------------------------------------------------------------

    def _changed(self, words: str) -> None:
        self.after_change()
        undo = self._room.keys_of("undo")
        self._room.messages.say(f"{words}{f' · {undo} undoes' if undo else ''}")

    def after_change(self) -> None:
        """Marks were written: show what has become of them."""
        self.saved = "saved"
        self._noted = None
        self.reload()
        for seat in self._room.seats.shown:
            seat.walk.look_again()
        self.refresh_list()
        self._room.library.rows_changed()

    def pick(self, passage: str, chosen: Callable[[str], None], here: frozenset[str] = frozenset()) -> None:
        """Let the reader choose a code; `here`: those that the passage has."""
        room = self._room

        def done(codes: list[CodeChoice]) -> None:
            self.codes = codes
            last = self._last.codes[0] if self._last is not None and self._last.codes else None
            room.layers.open_code_picker(passage, codes, last, chosen, here)

        room.type_ahead.read(room.collection.coding.choices, done, in_order=True)


def _layer_span(mark: PlacedAnnotation, name: str) -> tuple[int, int, str]:
    return (mark.start or 0, mark.end or 0, name)
