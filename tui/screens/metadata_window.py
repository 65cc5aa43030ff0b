"""Title, author, date and source of documents, where what a document says of itself is wrong or missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.screens.fields_window import FieldsWindow
from tui.widgets.bar import Title
from tui.widgets.row_list_cells import Line

if TYPE_CHECKING:
    from index.collection import Collection
    from index.document import Document, DocumentRow
    from tui.session.room import Room

FIELDS: Final = ("title", "date", "source", "author")
HINTS: Final = {
    "title": "as it should be called",
    "author": "several are parted by semicolons",
    "date": "2031, 2031-09 or 2031-09-10",
    "source": "outlet or archive",
}
DIFFER: Final = "they differ; empty leaves each as it is"
MANY: Final = "so many are not compared; empty leaves each as it is"
OWN: Final = "reader"
"""The rule that stands for a value that the reader has set."""
BESIDE: Final = {"table": "the table of this folder says", "path": "its path says"}
"""Rules that stand for what something beside the text states, in words (metadata: in config.yaml)."""
LOOKED_AT: Final = 500
"""Documents that are compared at most."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one of the fields."""

    value: str
    """What all the documents in hand have; "" where they differ or have none."""
    differ: bool
    stated: str
    """What a document says itself, and where that was found, in words; for one document only."""


def look(collection: Collection, paths: Sequence[str]) -> dict[str, Known]:
    """What is known of these documents, nothing of more than LOOKED_AT; for a thread. Raises GlossatorError."""
    if len(paths) > LOOKED_AT:
        return dict.fromkeys(FIELDS, Known("", False, ""))
    rows = [row for path in paths if (row := collection.row(path)) is not None]
    document = collection.document(paths[0]) if len(paths) == 1 else None
    return {name: _known(name, rows, document) for name in FIELDS}


def _known(name: str, rows: Sequence[DocumentRow], document: Document | None) -> Known:
    values = {"; ".join(row.authors) if name == "author" else getattr(row, name) or "" for row in rows}
    value = values.pop() if len(values) == 1 else ""
    return Known(value, bool(values) and not value, stated(name, document) if document is not None else "")


def stated(name: str, document: Document) -> str:
    """What is said of a document, by whom, and by which rule that was found."""
    metadata = document.metadata
    value = "; ".join(metadata.authors) if name == "author" else getattr(metadata, name)
    field = "authors" if name == "author" else name
    evidence = next((each for each in metadata.evidence if each.field == field), None)
    beside = BESIDE.get(evidence.rule) if evidence is not None else None
    if name == "date" and not value and metadata.date_alternatives:
        said = f"{metadata.date_text}: {' or '.join(metadata.date_alternatives)}"
        return f"{beside or 'the document says'} {said}"
    if not value:
        return "the document does not say"
    if evidence is not None and evidence.rule == OWN:
        return "set by you; emptied, it is again what was known without you"
    if beside is not None:
        return f"{beside} {value}"
    words = f"the document says {value}"
    if evidence is None:
        return words
    span = evidence.span
    place = (
        f"¶{1 + sum(block.end <= span.start for block in document.blocks)}" if span is not None else "outside the text"
    )
    return f"{words} · {place} · {evidence.rule}"


class MetadataWindow(FieldsWindow):
    """A field that is emptied goes back to what a document says."""

    LOW = 14

    def __init__(self, room: Room, paths: Sequence[str], known: dict[str, Known], field: str | None = None) -> None:
        """`field`: the one in which one types first."""
        hints = {name: DIFFER if known[name].differ else HINTS[name] for name in FIELDS}
        if len(paths) > LOOKED_AT:
            hints = dict.fromkeys(FIELDS, MANY)
        values = {name: known[name].value for name in FIELDS}
        super().__init__(room, hints, values, field or ("title" if len(paths) == 1 else "source"))
        self._paths = list(paths)
        self._known = known
        self._below = {name: Title([("       ", ""), (known[name].stated, "faint")]) for name in FIELDS}

    def compose(self) -> ComposeResult:
        """A field, and below it what the document says."""
        with Vertical(classes="panel"):
            yield self._title
            for name in FIELDS:
                yield self._fields[name]
                yield self._below[name]

    def _fit(self) -> None:
        super()._fit()
        height = self.app.size.height
        self._title.display = height >= 6
        for name, field in self._fields.items():
            self._below[name].display = bool(self._known[name].stated) and (
                height >= self.LOW + 2 or (self.focused is field and height >= 7)
            )

    def _heading(self) -> Line:
        return [("what the list says of ", "accent bold"), (self.room.curating.named(self._paths), "dim")]

    def accept(self) -> None:
        """Save what was changed; what cannot be saved is said here and stays to be put right."""
        changed = {name: value for name, value in self._filled_in().items() if value != self._known[name].value}
        if not changed:
            self.close()
            self.room.messages.say("nothing was changed")
            return
        room, paths = self.room, self._paths
        told = {name: value or None for name, value in changed.items()}

        def saved() -> None:
            self.close()
            # A citation of the open document is made of what is known of it.
            room.seats.reload()

        room.curating.write(lambda: room.collection.describe(paths, **told), saved, self._refused)

    def _refused(self, error: Exception) -> None:
        super()._refused(error)
        if self.is_attached and " date" in str(error):
            self._go_to(self._fields["date"])
