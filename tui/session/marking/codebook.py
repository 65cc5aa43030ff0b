"""The codebook: its list, changing it, and tables of codes; what a thread counts and this shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tui.session.background import LatestWins
from tui.session.completing import in_marks
from tui.session.marking.annotated import Scope

if TYPE_CHECKING:
    from index.annotations.annotation import PlacedAnnotation
    from index.codebook.coded import By, Table
    from index.codebook.coding import CodeRow
    from index.codebook.recoding import Recoded
    from tui.session.room import Room
    from tui.session.works import Work

NAMES: Final[dict[By, str]] = {
    "document": "by document",
    "source": "by source",
    "year": "by year",
    "month": "by month",
    "overlap": "over each other",
    "together": "in one document",
}


class CodebookList:
    """What the page of codes shows, and what is done with its rows."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.listed: list[CodeRow] = []
        self.checks: dict[str, None] = {}
        self.colours: dict[str, str] = {}
        """Role or `#rrggbb` by code, former names included."""
        self._reader: LatestWins[None, list[CodeRow]] = LatestWins(
            room.background,
            lambda _, cancelled: room.collection.coding.rows(cancelled),
            lambda _, rows: self._take(rows),
            lambda _, error: self._failed(error),
        )

    @property
    def busy(self) -> bool:
        """True while passages are counted."""
        return self._reader.busy

    def show(self) -> None:
        """List the codes."""
        self._reader.submit(None)
        self._room.screen.show_page("codebook")

    def refresh(self) -> None:
        """Codes or passages are others: count again where it is looked at."""
        if self._room.screen.page_named("codebook").is_open:
            self._reader.submit(None)

    def colour_of(self, code: str) -> str:
        """The role or colour that a code is drawn in, as the codebook was read last; "" for none."""
        return self.colours.get(code, "")

    def read_colours(self) -> None:
        """Read what codes are drawn in. Called in a thread: reading a file is not for the screen's."""
        book = self._room.collection.coding.book()
        own = {name: code.colour for name, code in book.entries.items() if code.colour}
        former = {old: own[name] for name in own for old in book.get(name).former}
        self.colours = {**former, **own}

    def _take(self, rows: list[CodeRow]) -> None:
        self.listed = rows
        names = {row.name for row in rows}
        self.checks = {name: None for name in self.checks if name in names}
        self._room.screen.page_named("codebook").refresh_rows()
        self._room.screen.show_state()

    def _failed(self, error: Exception) -> None:
        self._room.messages.fail(error)
        self._room.screen.page_named("codebook").refresh_rows()

    # -- in hand -----------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> CodeRow | None:
        """The code under the cursor."""
        return self._room.screen.page_named("codebook").chosen

    def toggle(self, count: int) -> None:
        """Check codes, or no longer, and go on."""
        page = self._room.screen.page_named("codebook")
        names = [row.name for row in page.items[page.rows.cursor : page.rows.cursor + count]]
        if all(name in self.checks for name in names):
            for name in names:
                del self.checks[name]
        else:
            self.checks.update(dict.fromkeys(names))
        page.rows.refresh_items()
        page.heading.show(page.title())
        page.rows.move("row-down", count)

    def clear_one_thing(self) -> bool:
        """Esc: uncheck; False where nothing is checked."""
        if not self.checks:
            return False
        self._room.messages.say(f"{len(self.checks):,} unchecked")
        self.checks = {}
        page = self._room.screen.page_named("codebook")
        page.rows.refresh_items()
        page.heading.show(page.title())
        return True

    # -- changing ----------------------------------------------------------------------------------------------------

    def write(
        self,
        job: Callable[[], Recoded],
        then: Callable[[], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Change the codebook, and say what was done."""
        room = self._room

        def done(recoded: Recoded) -> None:
            undo = room.keys_of("undo")
            undone = f" · {undo} undoes" if undo and recoded.undoable and recoded.words != "nothing changed" else ""
            room.marking.after_change()
            room.messages.say(f"{recoded}{undone}")
            if then is not None:
                then()

        room.background.in_order(job, done, failed)

    def ask_new(self) -> None:
        """Let the reader write a code into the codebook; below the one under the cursor, if that is left there."""
        from tui.screens.code_window import CodeWindow

        row = self.chosen
        self._room.layers.open_window(CodeWindow(self._room, None, f"{row.name}/" if row is not None else ""))

    def edit(self) -> None:
        """Let the reader change the code under the cursor."""
        from tui.screens.code_window import CodeWindow

        if (row := self.chosen) is not None:
            self._room.layers.open_window(CodeWindow(self._room, row))

    def merge(self) -> None:
        """Let the reader choose the code that those in hand become one with."""
        row = self.chosen
        names = list(self.checks) or ([row.name] if row is not None else [])
        changing = self._room.collection.coding.changing
        what = names[0] if len(names) == 1 else f"{len(names)} codes"
        if names:
            self._room.marking.pick(f"{what} merged into", lambda to: self.write(lambda: changing.merge(names, to)))

    def split(self) -> None:
        """List the passages of the code under the cursor, to be checked and given another one."""
        if (row := self.chosen) is not None:
            self._room.annotated.show_code(row.name)
            check, part = self._room.keys_of("check"), self._room.keys_of("part-code")
            self._room.messages.say(f"{check} checks passages, {part} gives them another code instead")

    def delete(self) -> None:
        """Delete the code under the cursor, with those below it."""
        if (row := self.chosen) is not None:
            changing = self._room.collection.coding.changing
            self.write(lambda: changing.delete(row.name))


class CodeTable:
    """The table of codes that is shown."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.by: By = "document"
        self.table: Table | None = None
        self.first = 0
        """The first column shown."""
        self.column = 0
        """The column of the cursor; 0 is the totals."""
        self._reader: LatestWins[By, Table] = LatestWins(
            room.background,
            self._count,
            lambda _, table: self._take(table),
            lambda _, error: room.messages.fail(error),
        )
        self._work: Work | None = None

    @property
    def busy(self) -> bool:
        """True while it is counted."""
        return self._reader.busy

    def show(self, by: By | None = None) -> None:
        """Count and show a table."""
        if by is not None and by != self.by:
            self.by, self.table, self.first, self.column = by, None, 0, 0
        self._submit()
        if not self._page.is_open:
            self._room.screen.show_page("crosstab")
        self._page.refresh_rows()

    def refresh(self) -> None:
        """Count again where it is looked at."""
        if self._page.is_open:
            self._submit()

    def _count(self, by: By, cancelled: Callable[[], bool]) -> Table:
        work = self._work
        return self._room.collection.coding.table(by, cancelled, work.progress if work is not None else None)

    def _submit(self) -> None:
        if self._work is not None:
            self._work.end()
        reader = self._reader
        self._work = self._room.works.begin("counting codes", cancel=reader.cancel, busy=lambda: reader.busy)
        reader.submit(self.by)

    def _take(self, table: Table) -> None:
        self.table = table
        self.column = min(self.column, len(table.columns))
        self._page.refresh_rows()
        self._room.screen.show_state()

    @property
    def _page(self):  # type: ignore[no-untyped-def]
        return self._room.screen.page_named("crosstab")

    def move(self, columns: int) -> None:
        """To another column."""
        if self.table is not None:
            self.column = max(0, min(self.column + columns, len(self.table.columns)))
            self._page.refresh_rows()
            if self.column:
                self._room.messages.say(self.table.columns[self.column - 1].label)

    def open_cell(self, code: str) -> None:
        """List the passages that a cell counts; for documents that hold two codes, search for them."""
        table, room = self.table, self._room
        if table is None:
            return
        key = table.columns[self.column - 1].key if self.column else None
        label = table.columns[self.column - 1].label if self.column else ""
        number = table.cells.get((code, key), 0) if key is not None else table.totals.get(code, 0)
        if not number:
            room.messages.say("nothing is counted in this cell")
        elif table.by == "together":
            codes = [code] if key in (None, code) else [code, str(key)]
            room.search.run(" ".join(f"code:{in_marks(each)}" for each in codes))
            room.screen.show_page("results")
        else:
            coding, by = room.collection.coding, table.by

            def read() -> Sequence[PlacedAnnotation]:
                return coding.cell(by, code, key)

            words = f" {'over' if by == 'overlap' else 'in'} {label}" if key is not None and key != code else ""
            room.annotated.show(Scope(f"{code}{words}", read, code))

    def export(self) -> None:
        """Let the reader write the table to a file."""
        from tui.screens.code_table_export import CodeTableExport

        if self.table is not None:
            self._room.layers.open_window(CodeTableExport(self._room, self.table))
