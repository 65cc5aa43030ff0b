"""The answer to a search: a list of documents with the passages that answer best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from index.document import DocumentRow, Group, Hit, Snippet
from tui.counted import counted
from tui.display import cells, width_of
from tui.screens.page import Page, PageRows
from tui.session.library import title_of
from tui.shelving import Shelving
from tui.widgets.document_list import date_in_words
from tui.widgets.document_row import file_name
from tui.widgets.line_view import kind_role
from tui.widgets.row_list_cells import LONGEST, Line, columns, width_of_line

if TYPE_CHECKING:
    from tui.commands.command import Context
    from tui.session.room import Room
    from tui.session.searching.snippets import Passage

NAMES_FROM: Final = 26
"""Rows of the page from which a line says who is named."""
NAMELESS: Final = {"source": "no source", "date": "undated", "month": "undated"}
Marks = Sequence[tuple[int, int, str]]
"""Parts of a text and the roles in which they are drawn, in order."""


def origin(row: DocumentRow) -> str:
    """Outlet and date of a document, as far as they are known; else its file."""
    outlet = row.source or file_name(row.path)
    return f"{outlet} · {date_in_words(row.date)}" if row.date else outlet


def one_line(text: str) -> str:
    """As much of a text as could be shown on a line, without line breaks and tabs."""
    return _level(text[:LONGEST])


def _level(text: str) -> str:
    """A text without line breaks and tabs, each character still in its place."""
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def snippet_lines(snippet: Snippet, width: int, rows: int, mentions: Marks = ()) -> list[Line]:
    """A passage in so many lines, matches and names marked; where it is too long, from before the first match on.

    `mentions`: where names stand in the passage, and of what kind.
    """
    text = _level(snippet.text)
    matches = [(start - snippet.start, end - snippet.start, "match bold") for start, end in snippet.matches]
    first = 0
    if matches and matches[0][1] > width * rows - width // 4:
        first = max(0, text.rfind(" ", 0, max(0, matches[0][0] - width // 2)) + 1)
    marks = _together(matches, [(start, end, f"{kind_role(kind)} underline") for start, end, kind in mentions])
    lines: list[Line] = []
    cut = snippet.cut_before or first > 0
    while first < len(text) and len(lines) < rows:
        begun: Line = [("…", "faint")] if cut and not lines else []
        end = _line_end(text, first, max(width - 1 - len(begun), 1))
        lines.append([*begun, *_marked_line(text, first, end, marks)])
        first = end
        while first < len(text) and text[first] == " ":
            first += 1
    if lines and (first < len(text) or snippet.cut_after):
        lines[-1].append((" …", "faint"))
    return lines


def names_line(passage: Passage, width: int) -> Line:
    """Who and what is named, as many of them as there is room for."""
    names: list[str] = []
    room = width
    for name, _ in passage.names:
        room -= cells(name) + 3
        if room < 0:
            break
        names.append(name)
    return [(" · ".join(names), "faint")]


def _together(matches: Marks, mentions: Marks) -> Marks:
    """Both in order; where they overlap, the match is what is shown."""
    parts: list[tuple[int, int, str]] = list(matches)
    for start, end, role in mentions:
        at = start
        for first, last, _ in matches:
            if last <= at or first >= end:
                continue
            if first > at:
                parts.append((at, first, role))
            at = max(at, last)
        if at < end:
            parts.append((at, end, role))
    return sorted(parts)


def _line_end(text: str, start: int, width: int) -> int:
    """Where a line that begins at `start` must break."""
    room, end = width, start
    while end < len(text):
        room -= width_of(text[end])
        if room < 0:
            break
        end += 1
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else max(end, start + 1)
    return end


def _marked_line(text: str, start: int, end: int, marks: Marks) -> Line:
    line: Line = []
    at = start
    for first, last, role in marks:
        first, last = max(first, start), min(last, end)
        if first >= last or first < at:
            continue
        line += [(text[at:first], "dim"), (text[first:last], role)]
        at = last
    return [*line, (text[at:end], "dim")]


class ResultRows(PageRows):
    """Results, some of them under headings. A heading takes one line."""

    def __init__(self, page: ResultsPage, *, item_height: int) -> None:
        super().__init__(page, item_height=item_height)
        self._results = page

    def draw_row(self, index: int, width: int) -> Sequence[Line]:
        """A result, or the name of a group."""
        shelving = self._results.shelving
        group = shelving.heading_at(index)
        if group is not None:
            return [self._results.draw_heading(group, width)]
        position = shelving.position_at(index)
        return self._page.draw(position if position is not None else index, width)

    def is_heading(self, index: int) -> bool:
        """Names of groups are passed over."""
        return super().is_heading(index) or self._results.shelving.is_heading(index)

    def index_of_number(self, number: int) -> int:
        """`12G` goes to the twelfth result, however many headings stand above it."""
        shelving = self._results.shelving
        return shelving.item_of(max(0, min(number, shelving.documents) - 1))

    def first_line(self, index: int) -> int:
        """A heading takes one line."""
        return self._results.shelving.row_of(index, self._pitch)

    def row_on(self, line: int) -> tuple[int, int]:
        """The row that a line belongs to."""
        return self._results.shelving.item_on(line, self._pitch)

    def move(self, motion: str, count: int = 1) -> bool:
        """Past the last result that is in hand, further ones are fetched."""
        moved = super().move(motion, count)
        if motion == "bottom":
            self._results.fetch_more(then=lambda: self.go_to(self.row_count - 1), everything=True)
        elif motion.endswith("down") and self.cursor == self.row_count - 1:
            self._results.fetch_more()
        return moved

    def wheel(self, rows: int) -> None:
        """Scroll, and on past the last result that is in hand."""
        super().wheel(rows)
        if rows > 0 and self.top + self.rows_visible >= self.virtual_size.height:
            self._results.fetch_more()


class ResultsPage(Page[Hit]):
    """Title, where it appeared, the passage that answers best, and who is named there."""

    NAME: ClassVar[str] = "results"
    CONTEXT: ClassVar[Context] = "results"
    ITEM_HEIGHT: ClassVar[int] = 3

    def __init__(self, room: Room) -> None:
        self.shelving = Shelving()
        self._query = ""
        """What the rows answer."""
        self.copies: dict[str, int] = {}
        """How many more results have the same text as one, by its path."""
        super().__init__(room)
        self.rows = ResultRows(self, item_height=self.ITEM_HEIGHT)

    def list_items(self) -> Sequence[Hit]:
        """The hits of the answer that are in hand."""
        answer = self.room.search.answer
        return answer.page.hits if answer is not None else ()

    def refresh_rows(self) -> None:
        """List again; the cursor stays on the document it stood on, or begins anew with another query."""
        if not self.is_attached:
            return
        asked = self.room.search.answer
        query = asked.question.query if asked is not None else ""
        before = self.chosen_key if query == self._query else None
        self._query = query
        words = self.words.casefold().split()
        hits = self.list_items()
        answer = self.room.search.answer
        folds = answer is not None and answer.question.group == "none"
        listed, self.copies = self.room.copies.folded(hits) if folds else (range(len(hits)), {})
        fits = (hits[at] for at in listed)
        self.items = [hit for hit in fits if all(word in self.text_of(hit).casefold() for word in words)]
        divided = answer is not None and len(self.items) == len(hits)
        groups = [group for group in answer.page.groups if group.first < len(hits)] if answer and divided else []
        self.shelving = Shelving(len(self.items), groups)
        keys = [self.key_of(item) for item in self.items]
        at = self.shelving.item_of(keys.index(before)) if before in keys else 0
        self.rows.set_rows(max(1, len(self.shelving)), cursor=at)
        self.heading.show(self.title())

    def keep(self) -> Callable[[], None]:
        """The answer too: a row of another page may ask for something else."""
        answer, come_back = self.room.search.answer, super().keep()

        def again() -> None:
            self.room.search.show_again(answer)
            come_back()

        return again

    def choose(self, key: str | None) -> None:
        """Put the cursor on a document, headings of groups passed over."""
        keys = [self.key_of(item) for item in self.items]
        if key in keys:
            self.rows.set_rows(max(1, len(self.shelving)), cursor=self.shelving.item_of(keys.index(key)))

    @property
    def chosen(self) -> Hit | None:
        """The result under the cursor."""
        position = self.shelving.position_at(self.rows.cursor)
        return self.items[position] if position is not None else None

    def refresh_key(self, key: str) -> None:
        """Draw one result again, if it is on the screen."""
        for index in self._visible():
            position = self.shelving.position_at(index)
            if position is not None and self.key_of(self.items[position]) == key:
                self.rows.refresh_item(index)

    def _visible(self) -> range:
        first, _ = self.rows.row_on(self.rows.top)
        last, _ = self.rows.row_on(self.rows.top + self.rows.rows_visible)
        return range(first, min(len(self.shelving), last + 1))

    def fetch_more(self, then: Callable[[], object] | None = None, *, everything: bool = False) -> None:
        """Have further results fetched, where there are any; not while the list is filtered."""
        if not self.words:
            self.room.search.fetch_more(then, everything=everything)

    def on_resize(self) -> None:
        """In a high window there is a line for names."""
        self.rows.item_height = self.ITEM_HEIGHT + (self.size.height >= NAMES_FROM)
        self.heading.show(self.title())
        super().on_resize()

    # -- drawing -----------------------------------------------------------------------------------------------------

    def title(self) -> Line:
        """What was asked and how much answers, in which order."""
        answer = self.room.search.answer
        if answer is None:
            return []
        page = answer.page
        words = f"{page.total:,} of {counted(page.documents, 'document')}"
        if answer.more:
            words = f"first {len(page.hits):,} of {page.total:,}"
        asked: Line = [("/", "accent bold"), (answer.question.query, "bright")]
        told: Line = [(f"   {words} · {answer.arranged}", "dim")]
        # Of a long query the end gives way, which the status line has as well.
        width = self.size.width - 4
        gives_way = width_of_line([*asked, *told]) > width and width_of_line(told) <= width * 2 // 3
        return columns(asked, told, width) if gives_way else [*asked, *told]

    def draw_heading(self, group: Group, width: int) -> Line:
        """A group and how many of all hits are in it."""
        answer = self.room.search.answer
        grouping = answer.question.group if answer is not None else "none"
        name = group.name or NAMELESS.get(grouping, "")
        return columns([(name.upper(), "dim bold")], [(f"{group.count:,}", "faint")], width)

    def draw_item(self, item: Hit, width: int) -> list[Line]:
        """Title and origin, then the passage, then names."""
        row = item.document
        title = (title_of(row), "ink bold" if not row.read else "ink")
        copies = self.copies.get(row.path, 0)
        origins = origin(row) + (f" · +{counted(copies, 'copy', 'copies')}" if copies else "")
        where: Line = [(origins, "faint")]
        fits = cells(title_of(row)) + cells(origins) <= width - 4
        head = columns([title], where, width) if fits else [title]
        passage = self.room.search.passage(row.path)
        if passage is None:
            return [head]
        lines = [head]
        if passage.snippet is not None:
            lines += snippet_lines(passage.snippet, width, self.ITEM_HEIGHT - 1, passage.mentions)
        if self.rows.item_height > self.ITEM_HEIGHT:
            # Where it appeared is said in any case, of the names as many as there is room for.
            left = width if fits else width - width_of_line(where) - 2
            lines.append(columns(names_line(passage, left), [] if fits else where, width))
        return lines

    def key_of(self, item: Hit) -> str:
        """A document answers once."""
        return item.document.path

    def text_of(self, item: Hit) -> str:
        """Title, path and source."""
        return f"{item.document.title or ''} {item.document.path} {item.document.source or ''}"

    def open_item(self, item: Hit) -> None:
        """At its first match."""
        self.room.search.open_result(item.document.path)

    def nothing(self) -> str:
        """No document answers."""
        answer = self.room.search.answer
        if answer is None:
            return ""
        if answer.page.instead is not None:
            taken = " · tab takes it" if self.room.prompts.use is self.room.search else ""
            return answer.page.notices[-1] + taken
        return f"no match for {answer.question.query}" + "".join(f" · {notice}" for notice in answer.page.notices)
