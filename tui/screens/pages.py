"""The lists that stand in the place of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from index.document import DocumentRow, Hit, Skipped, Snippet
from tui.display import cells, width_of
from tui.screens.batch_page import BatchPage
from tui.screens.concordance_page import ConcordancePage
from tui.screens.page import Page
from tui.screens.saved_page import SavedPage
from tui.screens.way_pages import HistoryPage, OutlinePage
from tui.session.library import title_of
from tui.widgets.document_list import date_in_words
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.annotations.annotation import PlacedAnnotation
    from tui.commands.command import Context
    from tui.session.room import Room


def origin(row: DocumentRow) -> str:
    """Outlet and date of a document, as far as they are known; else its file."""
    outlet = row.source or row.path.rpartition("/")[2]
    return f"{outlet} · {date_in_words(row.date)}" if row.date else outlet


def one_line(text: str) -> str:
    """A text without line breaks and tabs, each character still in its place."""
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def snippet_lines(snippet: Snippet, width: int, rows: int) -> list[Line]:
    """A passage in so many lines, its matches marked; where it is too long, from before the first match on."""
    text = one_line(snippet.text)
    marked = [(start - snippet.start, end - snippet.start) for start, end in snippet.matches]
    first = 0
    if marked and marked[0][1] > width * rows - width // 4:
        first = max(0, text.rfind(" ", 0, max(0, marked[0][0] - width // 2)) + 1)
    lines: list[Line] = []
    while first < len(text) and len(lines) < rows:
        end = _line_end(text, first, width - 1)
        lines.append(_marked_line(text, first, end, marked))
        first = end
        while first < len(text) and text[first] == " ":
            first += 1
    if lines and first < len(text):
        lines[-1].append((" …", "faint"))
    return lines


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


def _marked_line(text: str, start: int, end: int, marked: Sequence[tuple[int, int]]) -> Line:
    line: Line = []
    at = start
    for first, last in marked:
        first, last = max(first, start), min(last, end)
        if first >= last or first < at:
            continue
        line += [(text[at:first], "dim"), (text[first:last], "match bold")]
        at = last
    return [*line, (text[at:end], "dim")]


class ResultsPage(Page[Hit]):
    """The answer to a search: title, where it appeared, and the passage that answers best."""

    NAME: ClassVar[str] = "results"
    CONTEXT: ClassVar[Context] = "results"
    ITEM_HEIGHT: ClassVar[int] = 3

    def list_items(self) -> Sequence[Hit]:
        """The hits of the answer."""
        answer = self.room.search.answer
        return answer.page.hits if answer is not None else ()

    def title(self) -> Line:
        """What was asked and how much answers."""
        answer = self.room.search.answer
        if answer is None:
            return []
        page = answer.page
        words = f"{page.total:,} of {page.documents:,} documents · by {answer.question.sort}"
        more = f" · the first {len(page.hits):,}" if page.total > len(page.hits) else ""
        return [("/", "accent bold"), (answer.question.query, "bright"), (f"   {words}{more}", "dim")]

    def draw_item(self, item: Hit, width: int) -> list[Line]:
        """Title and origin, then the passage."""
        row = item.document
        head = columns([(title_of(row), "ink bold" if not row.read else "ink")], [(origin(row), "faint")], width)
        if cells(title_of(row)) + cells(origin(row)) > width - 4:
            head = [(title_of(row), "ink bold" if not row.read else "ink")]
        snippet = self.room.search.snippet(row.path)
        return [head, *(snippet_lines(snippet, width, self.ITEM_HEIGHT - 1) if snippet is not None else [])]

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
            return answer.page.notices[-1]
        return f"no match for {answer.question.query}" + "".join(f" · {notice}" for notice in answer.page.notices)


class AnnotationsPage(Page[Any]):
    """Every annotation of the collection."""

    NAME: ClassVar[str] = "annotations"
    CONTEXT: ClassVar[Context] = "annotations"

    def list_items(self) -> Sequence[PlacedAnnotation]:
        """By document and position."""
        return self.room.marking.everywhere

    def title(self) -> Line:
        """How many."""
        number = len(self.items)
        return [("Annotations", "bright bold"), (f"   {number:,}", "dim")]

    def draw_item(self, item: PlacedAnnotation, width: int) -> list[Line]:
        """Code and passage; below them the note and where it stands."""
        annotation = item.annotation
        codes = ", ".join(annotation.codes) or annotation.kind or "note"
        state = "" if item.status == "exact" else item.status
        passage: Line = [("▎", "bar"), (f"{codes} ", "bar"), (f"“{one_line(annotation.exact)}”", "ink")]
        where = self.room.library.title(annotation.document)
        right: Line = [(f"{state}  " if state else "", "error"), (where if cells(where) < width // 2 else "", "faint")]
        note = one_line(annotation.note) or ("no note" if item.status != "orphan" else item.reason or "no note")
        return [passage, columns([("▎", "bar"), (note, "dim" if annotation.note else "faint")], right, width)]

    def key_of(self, item: PlacedAnnotation) -> str:
        """Its id."""
        return item.annotation.id

    def text_of(self, item: PlacedAnnotation) -> str:
        """Passage, note, codes, document."""
        annotation = item.annotation
        return f"{annotation.exact} {annotation.note} {' '.join(annotation.codes)} {annotation.document}"

    def open_item(self, item: PlacedAnnotation) -> None:
        """At its passage."""
        self.room.marking.open_in_text(item)

    def nothing(self) -> str:
        """None yet, or none of those words."""
        if self.words:
            return f"no annotation holds {self.words}; esc shows all"
        key = self.room.keys_of("annotate")
        return f"nothing is marked yet: {key or 'annotate'} in a text writes a note on the sentence under the cursor"


class NamingPage(Page[tuple[DocumentRow, int]]):
    """The documents that name an entity, most mentions first."""

    NAME: ClassVar[str] = "naming"
    CONTEXT: ClassVar[Context] = "naming"

    def list_items(self) -> Sequence[tuple[DocumentRow, int]]:
        """With the number of mentions."""
        return self.room.entities.naming

    def title(self) -> Line:
        """Who, and how much."""
        named = self.room.entities.named
        mentions = sum(count for _, count in self.items)
        number = "1 document" if len(self.items) == 1 else f"{len(self.items):,} documents"
        words = f"   named in {number} · {mentions:,} mentions" if mentions != 1 else "   named once"
        return [(named.name if named is not None else "", "bright bold"), (words, "dim")]

    def draw_item(self, item: tuple[DocumentRow, int], width: int) -> list[Line]:
        """Title and count; below them the origin."""
        row, count = item
        head = columns([(title_of(row), "ink bold" if not row.read else "ink")], [(f"{count:,}", "accent")], width)
        return [head, [(origin(row), "faint")]]

    def key_of(self, item: tuple[DocumentRow, int]) -> str:
        """A document is listed once."""
        return item[0].path

    def text_of(self, item: tuple[DocumentRow, int]) -> str:
        """Title, path and source."""
        return f"{item[0].title or ''} {item[0].path} {item[0].source or ''}"

    def open_item(self, item: tuple[DocumentRow, int]) -> None:
        """At the first mention."""
        self.room.entities.open_naming(item[0].path)

    def nothing(self) -> str:
        """None, or none of those words."""
        return f"no document of these holds {self.words}; esc shows all" if self.words else "no document"


class SkippedPage(Page[Skipped]):
    """Files that are not documents of the collection, and why."""

    NAME: ClassVar[str] = "skipped"
    CONTEXT: ClassVar[Context] = "skipped"

    def list_items(self) -> Sequence[Skipped]:
        """Those of formats that are read come first: they are worth a look."""
        return sorted(self.room.layers.skipped, key=lambda item: (not item.supported, item.path))

    def title(self) -> Line:
        """How many."""
        number = len(self.items)
        return [("Skipped files", "bright bold"), (f"   {number:,}", "dim")]

    def draw_item(self, item: Skipped, width: int) -> list[Line]:
        """Path and reason."""
        return [[(item.path, "ink")], [(item.reason, "error" if item.supported else "faint")]]

    def key_of(self, item: Skipped) -> str:
        """Its path."""
        return item.path

    def text_of(self, item: Skipped) -> str:
        """Path and reason."""
        return f"{item.path} {item.reason}"

    def open_item(self, item: Skipped) -> None:
        """There is nothing to open."""
        self.room.messages.say(f"not a document: {item.reason}")

    def nothing(self) -> str:
        """All is well, or none of those words."""
        if self.words:
            return f"no skipped file holds {self.words}; esc shows all"
        if self.room.library.loaded and not len(self.room.library):
            return "there is no file in this folder, or none but what documents.ignore leaves out"
        return "no file was skipped"


PAGES: dict[str, type[Page[Any]]] = {
    page.NAME: page
    for page in (
        ResultsPage,
        AnnotationsPage,
        NamingPage,
        SkippedPage,
        OutlinePage,
        HistoryPage,
        SavedPage,
        BatchPage,
        ConcordancePage,
    )
}


def make_page(name: str, room: Room) -> Page[Any]:
    """A page by its name."""
    return PAGES[name](room)
