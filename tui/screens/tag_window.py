"""Tags on documents: those in use are a few letters away, a new one is made by typing it; several in a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from tui.screens.picking_window import PickingWindow
from tui.session.fuzzy import best
from tui.widgets.driven_rows import DrivenRows
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room

HIGHEST: Final = 10
LOOKED_AT: Final = 5_000
"""Documents whose tags are looked at to say which tags all or some of them have."""
ALL, SOME = "✓", "–"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of tags: how many documents of the collection, and of those in hand, have each."""

    everywhere: tuple[tuple[str, int], ...]
    here: Counter[str]
    documents: int
    """How many in hand were looked at."""
    complete: bool = True
    """All in hand were looked at: what all of those have, all have."""

    def on_all(self, tag: str) -> bool:
        """True where all documents in hand are known to have a tag."""
        return self.complete and 0 < self.documents == self.here[tag]


def look(room: Room, paths: Sequence[str]) -> Known:
    """Tags in use; those of the documents in hand come first. For a thread."""
    rows = [row for path in paths[:LOOKED_AT] if (row := room.library.row(path)) is not None]
    here = Counter(tag for row in rows for tag in row.tags)
    everywhere = sorted(room.collection.tags(), key=lambda tag: tag[0] not in here)
    return Known(tuple(everywhere), here, len(rows), len(paths) <= LOOKED_AT)


class TagRows(DrivenRows, can_focus=False):
    """Tags that match, and what typing would make."""

    def __init__(self) -> None:
        super().__init__()
        self._known = Known((), Counter(), 0)
        self._matching: list[tuple[str, int]] = []
        self._new = ""

    def show(self, known: Known, typed: str, *, cursor: int = 0) -> None:
        """Show the tags for what is typed."""
        self._known = known
        self._matching = best(typed, known.everywhere, lambda tag: tag[0])
        exists = any(tag.casefold() == typed.casefold() for tag, _ in known.everywhere)
        self._new = "" if exists else typed
        # What is typed in full comes before what only begins so.
        self._matching.sort(key=lambda tag: tag[0].casefold() != typed.casefold())
        self.set_rows(len(self._matching) + bool(self._new), cursor=cursor)
        self.refresh_items()

    def tag_at(self, index: int) -> str | None:
        """The tag of a row."""
        if 0 <= index < len(self._matching):
            return self._matching[index][0]
        return self._new if self._new and index == len(self._matching) else None

    def index_of(self, tag: str) -> int:
        """The row of a tag, else the first."""
        return next((at for at, each in enumerate(self._matching) if each[0] == tag), 0)

    def draw_row(self, index: int, width: int) -> list[Line]:
        """Whether the documents have it, its name, how many documents of the collection have it."""
        if index >= len(self._matching):
            return [[("   new tag ", "dim"), (self._new, "bar bold")]]
        tag, count = self._matching[index]
        here = self._known.here[tag]
        sign = ALL if self._known.on_all(tag) else SOME if here else " "
        first = "" if self._known.complete else "the first "
        some = f"  on {here:,} of {first}{self._known.documents:,}" if sign == SOME else ""
        left: Line = [(f" {sign} ", "accent bold"), (tag, "bright" if here else "ink"), (some, "dim")]
        return [columns(left, [(f"{count:,} ", "faint")], width)]


class TagWindow(PickingWindow[TagRows]):
    """Enter puts the tag of the row on, or where all documents have it takes it off; esc closes."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("tags", "always")

    def __init__(self, room: Room, paths: Sequence[str]) -> None:
        super().__init__(room, TagRows(), "tag", hint="type a tag; enter puts it on or takes it off")
        self._paths = list(paths)
        self._known: Known | None = None

    def _heading(self) -> Line:
        return [("tags of ", "accent bold"), (self.room.curating.named(self._paths), "dim")]

    def _highest(self) -> int:
        return min(HIGHEST, 1 + (len(self._known.everywhere) if self._known is not None else 0))

    def on_mount(self) -> None:
        """Look at once."""
        super().on_mount()
        self._look()

    def typed_changed(self, text: str) -> None:
        """Narrow the tags."""
        if self._known is not None:
            self._rows.show(self._known, text.strip())

    def complete(self) -> None:
        """Put the row's tag into the field, to be changed."""
        tag = self._rows.tag_at(self._rows.cursor)
        if tag is not None:
            self._field.value = tag
            self.typed_changed(tag)

    def accept(self) -> None:
        """Put the tag on, or take it off where all documents have it."""
        room, paths, known = self.room, self._paths, self._known
        tag = self._rows.tag_at(self._rows.cursor)
        if tag is None or known is None:
            room.messages.say("type a tag first; esc closes")
            return
        add, remove = ((), (tag,)) if known.on_all(tag) else ((tag,), ())
        self._field.value = ""
        room.curating.write(
            lambda: room.collection.tag(paths, add=add, remove=remove), lambda: self._look(tag), self._refused
        )

    def _refused(self, error: Exception) -> None:
        self.room.messages.fail(error)
        self._look()

    def _look(self, tag: str = "") -> None:
        """Look again at which tags there are; the cursor goes to the one that was put on."""

        def done(known: Known) -> None:
            self._known = known
            if self.is_attached:
                self._fit()
                typed = self._field.value.strip()
                self._rows.show(known, typed)
                if tag and not typed:
                    self._rows.go_to(self._rows.index_of(tag))

        self.room.background.run(lambda: look(self.room, self._paths), done)
