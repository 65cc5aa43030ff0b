"""The page of an entity: what is gathered of it, which section is shown, and the way from one entity to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from index.document import EntityCount, Span
from index.entities.profile import Companion, Line, MentionLine, SaidLine, Within
from index.errors import Cancelled
from tui.session.naming.entity_facts import facts_of
from tui.session.naming.entity_notes import EntityNotes
from tui.session.naming.entity_rows import (
    ORDERS,
    SECTIONS,
    Order,
    Period,
    Row,
    Rows,
    Section,
    company_rows,
    in_order,
    mention_rows,
    said_rows,
    time_rows,
)
from tui.session.reading.trails import Trail
from tui.session.searching.concordance_checks import CheckedLines
from tui.session.searching.counts import LongCount

if TYPE_CHECKING:
    from index.asking.over_time import By
    from index.document import Entity
    from index.entities.gathering import Gathering
    from index.entities.profile import Profile
    from tui.session.room import Room

FIRST_SECONDS: Final = 0.0
"""After the first part of the documents."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose page is wanted."""

    entity: str
    """By the id that the program found it by: that stays, whatever is decided."""
    name: str
    """As it was called when it was asked for."""
    beside: str | None = None
    """Only the passages where this one stands too,"""
    within: Within = "document"
    """so near."""


@dataclass(frozen=True, slots=True)
class _Left:
    """A page that the reader went on from."""

    asked: Asked
    counted: Profile | None
    """None where it is to be gathered anew."""
    section: Section
    cursor: int


class CheckedMentions(CheckedLines):
    """Mentions and quotations that are checked."""

    PAGE: ClassVar[str] = "entity"

    @property
    def source(self) -> EntityPages:
        """Whose lines they are."""
        return self._room.entity_page

    def stretch(self, line: Line) -> Span:
        """The sentence."""
        return Span(line.start - len(line.left), line.end + len(line.right))


class EntityPages(LongCount[Asked, "Profile", Row]):
    """What the page shows; pages that the reader went on from wait behind it."""

    PAGE: ClassVar[str] = "entity"
    DOING: ClassVar[str] = "gathering mentions"

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.section: Section = "mentions"
        self.order: Order = "document"
        """Of passages,"""
        self.rank: Order = "count"
        """and of names."""
        self.unit: By | None = None
        """Years or months; None leaves it to the dates."""
        self.laid = Rows(())
        """The rows, with the lines that they begin on."""
        self.checks = CheckedMentions(room)
        self.notes = EntityNotes(room)
        self._behind: list[_Left] = []
        self._company: tuple[Profile, list[Companion]] | None = None
        self._cursor: int | None = None
        """The row to go to once there are rows."""
        self._sought: str | None = None
        """The period to go to once there are rows."""

    # -- asking ------------------------------------------------------------------------------------------------------

    def show(self, id: str, name: str) -> None:
        """Show the page of an entity, by the id that it has now."""
        room = self.room
        if not room.screen.page_named(self.PAGE).is_open:
            self._behind.clear()
            self.section = "mentions"

        def done(found: str) -> None:
            self._go(Asked(found, name))

        room.background.run(lambda: room.collection.profiles.found_as(id), done)

    def show_named(self, name: str) -> None:
        """Show the page of whoever is called so."""

        def done(found: list[Entity]) -> None:
            if found:
                self.show(found[0].id, found[0].name)
            else:
                self.room.messages.say(f"no name {name.strip()[:60]} in these documents")

        self.room.background.run(lambda: self.room.collection.profiles.named(name), done)

    def show_again(self) -> None:
        """The page that was shown last."""
        if self.asked is None:
            self.room.messages.say("no name under the cursor, and none was looked at: :entity and a name")
        else:
            self.ask(self.asked)

    def _go(self, asked: Asked) -> None:
        page = self.room.screen.page_named(self.PAGE)
        if self.asked is not None and asked != self.asked and page.is_open:
            counted = None if self.busy else self.counted
            self._behind.append(_Left(self.asked, counted, self.section, page.rows.cursor))
        if asked != self.asked:
            self.section = "mentions"
            self.checks.forget()
        self.ask(asked)

    def clear_one_thing(self) -> bool:
        """Esc: uncheck, else back to the page before; False where there is neither."""
        return self.checks.clear_one_thing() or self.back()

    def back(self) -> bool:
        """To the page that the reader went on from; False where there is none."""
        if not self._behind:
            return False
        left = self._behind.pop()
        self.section, self._cursor = left.section, left.cursor
        self.checks.forget()
        if left.counted is None:
            self.ask(left.asked)
        else:
            self._counter.cancel()
            self._arranger.cancel()
            self.asked, self.counted, self.rows, self.laid, self._stale = left.asked, left.counted, [], Rows(()), False
            self.arrange(at_once=True)
            self.room.screen.show_page(self.PAGE)
        return True

    def begin(self, asked: Asked, cancelled: Callable[[], bool]) -> Gathering:
        """Start to gather."""
        from index.entities.gathering import Wanted

        # What is on the screen is exchanged when all is there.
        self.first_seconds = FIRST_SECONDS if self.counted is None else float("inf")
        wanted = Wanted(asked.entity, asked.beside, asked.within)
        return self.room.collection.profiles.gather(wanted, "date" if self.order == "date" else "document", cancelled)

    def decided(self) -> None:
        """Names were joined, parted, changed, hidden: all that is shown may be another's."""
        self._behind = [_Left(left.asked, None, left.section, left.cursor) for left in self._behind]
        self._stale = self.asked is not None
        if self.asked is not None and self.room.screen.page_named(self.PAGE).is_open:
            self._ask(self.asked)

    # -- what is shown -----------------------------------------------------------------------------------------------

    @property
    def entity(self) -> Entity | None:
        """Whose page it is, as it is called now; None while that is not known, or where it is hidden or gone."""
        head = self.counted.head if self.counted is not None else None
        return head.entity if head is not None else None

    @property
    def in_hand(self) -> EntityCount | None:
        """The same as the sidebar lists it."""
        entity = self.entity
        if entity is None:
            return None
        return EntityCount(entity.id, entity.name, entity.type, entity.mentions, entity.mentions)

    @property
    def order_shown(self) -> Order:
        """Of the rows of the section."""
        return self.rank if self.section == "company" else self.order

    @property
    def sections(self) -> Sequence[Section]:
        """Those that there are: of passages with two names, which of them and who else."""
        return SECTIONS if self.asked is None or self.asked.beside is None else SECTIONS[:2]

    def go_on(self, direction: int) -> None:
        """To the next section, round."""
        at = self.sections.index(self.section) + direction
        self.show_section(self.sections[at % len(self.sections)])

    def show_section(self, section: Section) -> None:
        """Another part of the page."""
        self.section, self._cursor = section, 0
        self.arrange(at_once=True)

    def sort_by(self, order: Order) -> None:
        """The rows in another order; each order goes to the section that has it."""
        if order in ("count", "strength"):
            self.section, self.rank = "company", order
        else:
            self.order = order
            if self.section in ("company", "time") or order == "alias":
                self.section = "mentions"
        self.arrange(at_once=True)
        self.room.messages.say(f"{'names' if self.section == 'company' else 'passages'} {ORDERS[order]}")

    def by(self, unit: By) -> None:
        """A bar for each year or month."""
        self.unit = unit
        self.show_section("time" if "time" in self.sections else self.section)
        self.room.messages.say(f"by {unit}")

    def arranged(self, counted: Profile, cancelled: Callable[[], bool]) -> list[Row]:
        """The rows of the section."""
        section, order, words = self.section, self.order_shown, self.words
        folded = words.casefold().split()
        if section == "company":
            rows = Rows(company_rows(self._company_of(counted, cancelled), order, folded))
        elif section == "time":
            rows = Rows(time_rows(counted, self.unit, folded))
        elif section == "mentions":
            rows = Rows(mention_rows(counted, order, folded, facts_of(counted)))
        else:
            rows = Rows(said_rows(counted, section, order, folded))
        rows.made = (section, order, words)
        known = [row for row in time_rows(counted, self.unit, ()) if row.bar.period.kind == "known"]
        rows.over_time = [(row.bar.period.label, row.mentions) for row in known]
        return rows

    def _company_of(self, counted: Profile, cancelled: Callable[[], bool]) -> list[Companion]:
        def go_on() -> None:
            if cancelled():
                raise Cancelled

        if self._company is None or self._company[0] is not counted:
            self._company = (counted, self.room.collection.profiles.company(counted, go_on))
        return self._company[1]

    def refresh_page(self) -> None:
        """Show the rows there are, and go to the row that is sought."""
        page = self.room.screen.page_named(self.PAGE)
        rows = self.rows
        self.laid = rows if isinstance(rows, Rows) else Rows(rows)
        page.refresh_rows()
        if self._sought is not None and self.laid.made[:2] == ("mentions", "date"):
            sought, self._sought = self._sought, None
            at = next((n for n, row in enumerate(rows) if _dated(row).startswith(sought)), None)
            if at is not None:
                page.rows.go_to(at)
        elif self._cursor is not None and rows:
            page.rows.go_to(self._cursor)
            self._cursor = None

    # -- rows --------------------------------------------------------------------------------------------------------

    @property
    def lines(self) -> list[MentionLine | SaidLine]:
        """Rows that can be checked."""
        return [row for row in self.rows if isinstance(row, MentionLine | SaidLine)]

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        row: Row | None = self.room.screen.page_named(self.PAGE).chosen
        return row

    @property
    def path_chosen(self) -> str | None:
        """The document of the row under the cursor."""
        row = self.chosen
        return row.document.path if isinstance(row, MentionLine | SaidLine) else None

    @property
    def line_chosen(self) -> bool:
        """True where something can be marked or copied."""
        return bool(self.checks) or isinstance(self.chosen, MentionLine | SaidLine)

    def toggle(self, number: int) -> None:
        """Check so many lines from the cursor on."""
        rows = self.room.screen.page_named(self.PAGE).rows
        some: list[MentionLine | SaidLine] = []
        for row in self.rows[rows.cursor :]:
            if isinstance(row, MentionLine | SaidLine) and len(some) < number:
                some.append(row)
            if len(some) == number:
                break
        if some:
            self.checks.toggle(some)
            rows.move("row-down", number)
        else:
            self.room.messages.say("a passage can be checked, this row cannot")

    @property
    def in_hand_lines(self) -> Sequence[MentionLine | SaidLine]:
        """What a command acts on: every line that is checked, else the one under the cursor."""
        if self.checks:
            return [line for line in self.checks if isinstance(line, MentionLine | SaidLine)]
        chosen = self.chosen
        return [chosen] if isinstance(chosen, MentionLine | SaidLine) else []

    def open_row(self, row: Row) -> None:
        """A passage in its text; of a companion, the passages with both; of a period, its first mention."""
        asked = self.asked
        if isinstance(row, MentionLine | SaidLine):
            self._open_line(row)
        elif isinstance(row, Companion) and asked is not None:
            self._go(Asked(asked.entity, asked.name, row.entity.id, row.within))
        elif isinstance(row, Period):
            if not row.mentions:
                self.room.messages.say(f"no mention in {row.bar.period.label}")
                return
            self.section, self.order, self._sought = "mentions", "date", row.bar.period.name
            self.arrange(at_once=True)

    def go_to_companion(self) -> bool:
        """The page of the companion under the cursor; False where there is none."""
        row = self.chosen
        if isinstance(row, Companion):
            self.show(row.entity.id, row.entity.name)
        return isinstance(row, Companion)

    def _open_line(self, line: MentionLine | SaidLine) -> None:
        room, entity, counted = self.room, self.entity, self.counted
        if entity is None or counted is None:
            return
        path = line.document.path
        paths = tuple(piece.document.path for piece in in_order(counted.pieces, self.order))
        number, all = len(paths), len(room.library)
        trail = Trail(entity.name, "mention", entity=entity.id, documents=paths, total=number, collection=all)
        room.walk.open_at(trail, path, line.start)


def _dated(row: Row) -> str:
    return row.document.date or "" if isinstance(row, MentionLine) else ""
