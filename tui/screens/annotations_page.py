"""Every annotation of the collection, or those of one code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from tui.display import cells
from tui.screens.page import Page
from tui.screens.results_page import one_line
from tui.session.marking.annotated import text_of
from tui.session.marking.mark_looks import key_of, look_of
from tui.session.marking.repair_words import shown
from tui.widgets.document_row import CHECKED
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.annotations.annotation import PlacedAnnotation
    from tui.commands.command import Context


class AnnotationsPage(Page[Any]):
    """A thread reads and narrows; this draws the rows there are by now."""

    NAME: ClassVar[str] = "annotations"
    CONTEXT: ClassVar[Context] = "annotations"

    def refresh_rows(self) -> None:
        """Take the rows as they are by now; the cursor stays on its row."""
        if not self.is_attached:
            return
        listed, before = self.room.annotated.listed, self.chosen_key
        was_empty = not self.items
        self.items = listed.rows
        cursor = listed.at.get(before, 0) if before is not None else 0
        self.rows.set_rows(max(1, len(listed.rows)), cursor=cursor)
        self.heading.show(self.title())
        if was_empty != (not listed.rows):
            # Keys that need a row come into the footer, or leave it.
            self.room.screen.show_state()

    def narrow(self, words: str) -> None:
        """List only what holds these words; a thread does it."""
        self.words = words
        self.room.annotated.narrow(words)

    def list_items(self) -> Sequence[PlacedAnnotation]:
        """By document and position."""
        return self.room.annotated.listed.rows

    def title(self) -> Line:
        """How many, and of which code."""
        annotated = self.room.annotated
        listed, code = annotated.listed, annotated.scope.label
        words = f"{len(listed.rows):,}"
        if len(listed.rows) < listed.number:
            words += f" of {listed.number:,}"
        checked = f" · {len(annotated.checks):,} checked" if annotated.checks else ""
        return [
            ("Annotations", "bright bold"),
            (f"   {words}", "dim"),
            (f" · {code}" if code else "", "bar"),
            (" · being read" if annotated.busy else "", "dim"),
            (checked, "accent"),
        ]

    def draw_item(self, item: PlacedAnnotation, width: int) -> list[Line]:
        """Code and passage; below them the note and where it stands."""
        annotation = item.annotation
        codes = ", ".join(annotation.codes) or annotation.kind or "note"
        state = "" if item.status == "exact" else item.status
        role_of_state = "dim" if state == "moved" else "error"
        check = CHECKED if key_of(item) in self.room.annotated.checks else "▎"
        sign, role = look_of(annotation, self.room)
        head: Line = [(check, "accent" if check == CHECKED else role), (f"{sign} " if sign else "", role)]
        passage: Line = [*head, (f"{codes} ", "bar"), (f"“{one_line(shown(item))}”", "ink")]
        where = self.room.library.title(annotation.document)
        where = where if cells(where) < width // 2 else ""
        right: Line = [(f"{state}  " if state else "", role_of_state), (where, "faint")]
        note = one_line(annotation.note) or (item.reason if item.asks else "") or "no note"
        return [passage, columns([("▎", role), (note, "dim" if annotation.note else "faint")], right, width)]

    def key_of(self, item: PlacedAnnotation) -> str:
        """Its layer and id."""
        return key_of(item)

    def text_of(self, item: PlacedAnnotation) -> str:
        """Passage, note, codes, document."""
        return text_of(item.annotation)

    def open_item(self, item: PlacedAnnotation) -> None:
        """At its passage."""
        self.room.marking.open_in_text(item)

    def nothing(self) -> str:
        """None yet, or none of those words."""
        if self.words:
            return f"no annotation holds {self.words}; esc shows all"
        if self.room.annotated.busy:
            return "reading annotations…"
        if self.room.annotated.scope.label:
            return f"no passage has the code {self.room.annotated.scope.label}"
        key = self.room.keys_of("annotate")
        return f"nothing is marked yet: {key or 'annotate'} in a text writes a note on the sentence under the cursor"
