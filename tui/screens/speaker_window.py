"""Saying who speaks: names of the document, nearest first; typing looks through all names, or gives words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from index.corrections.speakers import SpeakerChoice
from tui.screens.picking_window import PickingWindow
from tui.session.background import LatestWins
from tui.session.completing import candidates
from tui.session.fuzzy import best
from tui.session.ledgers.quotation_words import flat
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.line_view import kind_role
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.attributing import Proposal
    from tui.commands.command import Context
    from tui.session.room import Room

HIGHEST: Final = 10
OFFERED: Final = 40
"""Names of the collection that are offered at most for what is typed."""


class Entry(NamedTuple):
    """A row."""

    name: str
    about: str
    choice: SpeakerChoice | str
    """A decision, or a name that is to be looked up."""
    role: str = "ink"


FIXED: Final = (
    Entry("nobody knows", "the text does not tell", SpeakerChoice("nobody knows"), "accent"),
    Entry("no quotation", "leaves the list", SpeakerChoice("no quotation"), "accent"),
    Entry("as the rules find it", "takes a decision back", SpeakerChoice("as found"), "accent"),
)


class SpeakerRows(DrivenRows, can_focus=False):
    """Who may be meant."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """These."""
        self.entries = list(entries)
        self.set_rows(len(self.entries), cursor=0)

    def draw_row(self, index: int, width: int) -> list[Line]:
        """Name, and why it is proposed."""
        entry = self.entries[index]
        return [columns([(f"   {flat(entry.name)}", entry.role)], [(f"{entry.about} ", "faint")], width)]


class SpeakerWindow(PickingWindow[SpeakerRows]):
    """Says who speaks."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("speakers", "always")

    def __init__(
        self, room: Room, words: str, proposals: Sequence[Proposal], chosen: Callable[[SpeakerChoice | str], None]
    ) -> None:
        super().__init__(room, SpeakerRows(), "who", hint="a name, or words such as a senior official")
        self._words = words
        self._chosen = chosen
        self._proposed = [
            Entry(each.choice.name, each.about, each.choice, kind_role(each.kind) if each.kind else "ink")
            for each in proposals
        ]
        self._names: list[str] | None = None
        self._looking: LatestWins[str, list[str]] = LatestWins(
            room.background, self._look, self._found, lambda _, error: room.messages.fail(error)
        )

    def _heading(self) -> Line:
        return [("who says ", "accent bold"), (f"“{flat(self._words)}”", "dim")]

    def _highest(self) -> int:
        return min(HIGHEST, len(self._proposed) + len(FIXED))

    def on_mount(self) -> None:
        """Those proposed first."""
        super().on_mount()
        self._show("", ())

    def typed_changed(self, text: str) -> None:
        """Narrow what is proposed, and look through all names."""
        wanted = text.strip()
        self._show(wanted, ())
        if wanted:
            self._looking.submit(wanted)

    def _show(self, wanted: str, names: Sequence[str]) -> None:
        if not wanted:
            self._rows.show([*self._proposed, *FIXED])
            return
        kept = best(wanted, self._proposed, lambda entry: entry.name)
        known = {entry.name.casefold() for entry in kept}
        kept += [Entry(name, "in the collection", name) for name in names if name.casefold() not in known]
        fixed = [entry for entry in FIXED if entry.name.startswith(wanted.casefold())]
        same = any(entry.name.casefold() == wanted.casefold() for entry in (*kept, *fixed))
        own = [] if same else [Entry(wanted, "these words", wanted, "bar")]
        self._rows.show([*fixed, *kept, *own])

    def _look(self, wanted: str, cancelled: Callable[[], bool]) -> list[str]:
        if self._names is None:
            self._names = self.room.collection.ledgers.attributing.names()
        return candidates(wanted, self._names)[:OFFERED]

    def _found(self, wanted: str, names: list[str]) -> None:
        if self.is_attached and wanted == self.typed.strip():
            before = self._rows.entries[: self._rows.cursor + 1]
            self._show(wanted, names)
            # Whoever went down to a row keeps that row; at the top is what fits best.
            if len(before) > 1 and before[-1] in self._rows.entries:
                self._rows.go_to(self._rows.entries.index(before[-1]))

    def complete(self) -> None:
        """Put the row's name into the field, to be changed."""
        at = self._rows.cursor
        if 0 <= at < len(self._rows.entries):
            self._field.value = flat(self._rows.entries[at].name)
            self.typed_changed(self._field.value)

    def accept(self) -> None:
        """Take the row under the cursor."""
        at = self._rows.cursor
        if 0 <= at < len(self._rows.entries):
            choice = self._rows.entries[at].choice
            self.close()
            self._chosen(choice)
