"""Quotations of the open document: found by their marks in a thread, walked and selected, not painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.document import Document, Span

if TYPE_CHECKING:
    from tui.session.room import Room
    from tui.widgets.text_view import TextView

LAYER: Final = "quotations"


def load(room: Room, view: TextView, document: Document) -> None:
    """Find the quotations of the document on a page; they go to that page, if it still shows the document."""

    def job() -> list[tuple[int, int, str]]:
        # Named by how much of each belongs to the marks, which text objects leave out.
        return [
            (each.start, each.end, f"{each.inside.start - each.start} {each.end - each.inside.end}")
            for each in room.collection.quoted(document)
        ]

    def done(spans: list[tuple[int, int, str]]) -> None:
        if view.document is document:
            view.set_spans(LAYER, spans)

    room.background.run(job, done)


def at_cursor(view: TextView) -> Span | None:
    """The words of the innermost quotation under the cursor."""
    return view.object_at("iq")
