"""Documents with the very same text: told in lists, folded among search results, gone to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from tui.counted import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.alike_texts.copies import SameTexts
    from index.document import DocumentRow, Hit
    from tui.session.room import Room
    from tui.session.works import Work

FIRST_SECONDS: Final = 0.4
"""After the list of documents is there: nobody waits for this."""
STAGES: Final = {
    "waiting": "another process compares the texts",
    "words": "reading words",
    "near": "comparing texts",
    "shared": "looking for the same words",
    "passages": "writing down passages",
}
C = TypeVar("C")


class Copies:
    """What is known of equal texts by now."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.folding = room.settings.copies.fold
        """Of results with the same text the first stands for all."""
        self._same: SameTexts | None = None
        self._asked = False

    def look(self) -> None:
        """The list of documents is another one: look a moment later which have the same text."""
        if not self._asked:
            self._asked = True
            self._room.screen.set_timer(FIRST_SECONDS, self._look)

    def _look(self) -> None:
        self._asked = False
        self._room.background.run(self._room.collection.ledgers.alike.same, self._take, lambda error: None)

    def _take(self, same: SameTexts) -> None:
        before, self._same = self._same, same
        if before is not same and (same.beside or (before is not None and before.beside)):
            self._room.screen.documents.refresh()
            self._room.screen.page_named("results").refresh_rows()
            self._room.screen.show_state()

    def beside(self, row: DocumentRow | None) -> int:
        """How many other documents have the text of this one, as far as is known."""
        return self._same.beside.get(row.id, 0) if self._same is not None and row is not None else 0

    @property
    def of_open(self) -> str:
        """What the status line says of the open document."""
        document = self._room.reading.document
        if document is None or self._same is None or not self._same.beside:
            return ""
        number = self.beside(self._room.collection.row(document.path))
        return f"also in {counted(number, 'place')}" if number else ""

    # -- results -----------------------------------------------------------------------------------------------------

    def folded(self, hits: Sequence[Hit]) -> tuple[list[int], dict[str, int]]:
        """Places of the results that are listed, and how many more results have the text of one, by its path."""
        if not self.folding or self._same is None or not self._same.beside:
            return list(range(len(hits))), {}
        return self._same.folded([hit.document for hit in hits])

    def toggle(self) -> None:
        """Fold results with the same text, or list each."""
        self.folding = not self.folding
        self._room.screen.page_named("results").refresh_rows()
        said = "the first of the results with the same text stands for all" if self.folding else "every copy is listed"
        self._room.messages.say(said)

    # -- going there -------------------------------------------------------------------------------------------------

    def show_places(self, path: str) -> None:
        """Let the reader choose one of the documents that have the text of this one."""
        room = self._room

        def done(rows: list[DocumentRow]) -> None:
            if len(rows) < 2:
                room.messages.say("this text is in no other document")
                return
            from tui.screens.menu import Menu

            choices = [(row.date or "undated", row.path, lambda path=row.path: room.reading.open(path)) for row in rows]
            room.layers.open_window(Menu(room, f"the same text in {counted(len(rows), 'place')}", choices))

        room.type_ahead.read(lambda: room.collection.ledgers.alike.places(path), done)


class Compared(Generic[C]):
    """A count that has texts compared first, where that is not done."""

    documents = 0

    def __init__(
        self,
        room: Room,
        read: Callable[[], C],
        cancelled: Callable[[], bool],
        work: Work | None,
        noticed: Callable[[C], tuple[str, ...]] = lambda found: (),
    ) -> None:
        """`work`: is told how far it is. `noticed`: what is to be said of what was found."""
        self._noticed = noticed
        self._room = room
        self._read = read
        self._cancelled = cancelled
        self._work = work
        self._found: C

    def count(self) -> Iterator[None]:
        """Each step is one of the comparison."""
        for step in self._room.collection.ledgers.alike.make(self._cancelled):
            if step is not None and self._work is not None:
                self._work.words = STAGES.get(step.stage, step.stage)
                self._work.progress(step.done, step.total)
            yield
        self._found = self._read()
        yield

    @property
    def notices(self) -> tuple[str, ...]:
        """What is to be said of it."""
        return self._noticed(self._found)

    def counted(self) -> C:
        """What was found."""
        return self._found
