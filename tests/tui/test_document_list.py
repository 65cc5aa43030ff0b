"""The list of documents as a widget: signs, columns, headings, and a million rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import pytest
from textual.app import App, ComposeResult

from index.document import DocumentRow
from index.listing import DocumentListing, Group, ListQuery
from tui import themes
from tui.shelving import Shelving
from tui.widgets.document_list import DocumentList
from tui.widgets.document_row import date_in_words, document_lines, format_of, known_of, size_in_words
from tui.widgets.row_list_cells import Line, width_of_line

PLAIN = ListQuery()
WIDTHS = (1, 2, 5, 9, 20, 30, 80)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    yield


def row(path: str, **known: object) -> DocumentRow:
    plain: dict[str, object] = {"id": 1, "title": None, "authors": (), "source": None, "date": None, "words": 9}
    return DocumentRow(path=path, **(plain | {"read": False, "size": 2_345} | known))  # type: ignore[arg-type]


def group_of(each: DocumentRow, query: ListQuery) -> str:
    return (each.source if query.group == "source" else (each.date or "")[:4]) or ""


class Rows:
    """Rows in hand, by path; where they are grouped, what has no name comes last."""

    complete = True

    def __init__(self, query: ListQuery, rows: Sequence[DocumentRow]) -> None:
        self.query = query
        self.all = sorted(rows, key=lambda each: each.path, reverse=query.descending)
        self.groups: list[Group] = []
        if query.group != "none":
            self.all.sort(key=lambda each: (not group_of(each, query), group_of(each, query)))
            for name, members in groupby(self.all, key=lambda each: group_of(each, query)):
                first = self.groups[-1].first + self.groups[-1].count if self.groups else 0
                self.groups.append(Group(name, first, len(list(members))))

    def __len__(self) -> int:
        return len(self.all)

    def rows(self, start: int, stop: int) -> list[DocumentRow]:
        return self.all[start:stop]

    def paths(self, start: int, stop: int) -> list[str]:
        return [each.path for each in self.all[start:stop]]

    def position_of(self, path: str) -> int | None:
        return next((at for at, each in enumerate(self.all) if each.path == path), None)


class Shelf:
    """A source of documents with nothing behind it."""

    def __init__(self, rows: Sequence[DocumentRow] = (), query: ListQuery = PLAIN) -> None:
        self.checked: set[str] = set()
        self.asked = 0
        self.put(Rows(query, rows))

    def put(self, listing: DocumentListing) -> None:
        self.listing = listing
        self.shelving = Shelving(len(listing), listing.groups)

    @property
    def nothing(self) -> str:
        return "no document answers herald; esc shows all"

    def row_at(self, position: int) -> DocumentRow | None:
        self.asked += 1
        rows = self.listing.rows(position, position + 1)
        return rows[0] if rows else None

    def position_of(self, path: str) -> int | None:
        return self.listing.position_of(path)

    def name_of_group(self, name: str) -> str:
        return name or "undated"

    def copies_of(self, row: DocumentRow) -> int:
        return 0

    def is_checked(self, path: str) -> bool:
        return path in self.checked

    def summary(self) -> Line:
        return [("by title", "faint")]

    @property
    def in_headings(self) -> str:
        return "source" if self.listing.query.group == "source" else ""


class Million:
    """A million documents that are made when they are looked at, a heading for every thousand."""

    query = ListQuery(group="folder")
    complete = True
    groups = tuple(Group(f"box {number}", number * 1000, 1000) for number in range(1000))

    def __init__(self) -> None:
        self.made = 0

    def __len__(self) -> int:
        return 1_000_000

    def rows(self, start: int, stop: int) -> list[DocumentRow]:
        self.made += stop - start
        return [row(f"box {at // 1000}/{at}.txt", title=f"Document {at}") for at in range(start, min(stop, len(self)))]

    def paths(self, start: int, stop: int) -> list[str]:
        return [each.path for each in self.rows(start, stop)]

    def position_of(self, path: str) -> int | None:
        return int(path.rpartition("/")[2].partition(".")[0])


class Room(App[None]):
    AUTO_FOCUS = None

    def __init__(self, shelf: Shelf, columns: Sequence[str] = ("source", "date")) -> None:
        super().__init__()
        themes.install(self, "dark", {})
        self.shelf = shelf
        self.documents = DocumentList(shelf, columns)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield self.documents

    def on_mount(self) -> None:
        self.documents.show_listing()


def shown(documents: DocumentList) -> list[str]:
    return [documents.render_line(y).text.rstrip() for y in range(documents.size.height)]


# -- a row -----------------------------------------------------------------------------------------------------------


def test_dates_and_sizes_in_words() -> None:
    assert [
        date_in_words(d) for d in (None, "2020", "2020-03", "2020-03-05", "2020~", "2020-13-01", "1938-02/1939")
    ] == [
        "undated",
        "2020",
        "Mar 2020",
        "5 Mar 2020",
        "2020~",
        "2020-13-01",
        "1938-02/1939",
    ]
    assert [size_in_words(s) for s in (0, 999, 1_000, 15_000, 2_500_000)] == [
        "0 bytes",
        "999 bytes",
        "1.0 kB",
        "15 kB",
        "2.5 MB",
    ]


def test_what_stands_below_a_title_is_what_the_settings_name_and_is_known() -> None:
    known = row(
        "box/letters/One.TXT",
        title="One",
        authors=("Ann Lee", "B. Cole"),
        source="Herald",
        date="2031-09",
        words=1_204,
        language="en",
        tags=("key", "to do"),
    )
    every = ("source", "date", "author", "words", "size", "format", "language", "folder", "path", "tags")
    assert known_of(known, every).split(" · ") == [
        "Herald",
        "Sep 2031",
        "Ann Lee, B. Cole",
        "1,204 words",
        "2.3 kB",
        "txt",
        "en",
        "box/letters",
        "box/letters/One.TXT",
        "#key #to do",
    ]
    assert known_of(known, ("date", "source")) == "Sep 2031 · Herald"
    assert known_of(row("a/b.txt", title="T"), ("source", "date", "tags")) == "b.txt"
    assert known_of(row("a/b.txt"), ("source", "date")) == "no headline"
    assert known_of(row("a/b.txt"), ("path",)) == "a" and known_of(row("b.txt"), ("path", "words")) == "9 words"
    assert known_of(row("a/b.txt", id=0, source="Herald"), ("source",)) == "2.3 kB"
    assert [format_of(path) for path in ("a.md", "b/.hidden", "c", "box.MBOX!/<1@x.de>", "d.tar/e")] == [
        "md",
        "",
        "",
        "mbox",
        "",
    ]


def test_every_sign_is_seen_without_colour_and_nothing_is_wider_than_the_pane() -> None:
    document = row(
        "a.txt", title="日本語の長い題名 and more", source="The Harbour Herald", starred=True, annotations=1_203
    )
    for width in WIDTHS:
        for line in document_lines(document, ("source",), width, is_open=True, checked=True):
            assert width_of_line(line) <= width, width
    title, known = document_lines(document, ("source",), 30, is_open=True, checked=True)
    assert "".join(text for text, _ in title).startswith("✓▌● 日本語")
    assert title[-1][0] == "★" and "…" in "".join(text for text, _ in title)
    assert "".join(text for text, _ in known[-2:]) == "▎1,203"
    _, known = document_lines(document, ("source",), 30, is_open=True, checked=True, copies=2)
    assert "".join(text for text, _ in known[-5:]) == "≡2 ▎1,203"
    plain = document_lines(
        replace(document, read=True, starred=False, annotations=0), (), 30, is_open=False, checked=False
    )
    assert not set("✓▌●★▎≡") & set("".join(text for line in plain for text, _ in line))


# -- the list --------------------------------------------------------------------------------------------------------


async def test_documents_show_title_outlet_date_dot_and_bar() -> None:
    rows = [
        row("a.txt", title="US envoy Zalmay Khalilzad and the rise", source="al jazeera", date="2020-03-05"),
        row("box.mbox!/<1@x>", id=0),
        row("dir/b.txt", read=True, starred=True, annotations=3),
    ]
    room = Room(Shelf(rows))
    documents = room.documents
    async with room.run_test(size=(30, 20)):
        documents.open_path = "a.txt"
        assert shown(documents)[:10] == [
            "    by title",
            "",
            " ▌● US envoy Zalmay Khalilz…",
            "    al jazeera · 5 Mar 2020",
            "",
            "  ● <1@x>",
            "    2.3 kB",
            "",
            "    b.txt                   ★",
            "    no headline            ▎3",
        ]
        assert documents.style_of("bright bold") in [segment.style for segment in documents.render_line(2)]

        documents.open_path = "dir/b.txt"
        room.shelf.checked = {"a.txt"}
        documents.refresh_items()
        assert shown(documents)[2].startswith("✓ ● US envoy")
        assert shown(documents)[8].startswith(" ▌  b.txt")


async def test_headings_say_name_and_number_and_are_passed_over() -> None:
    rows = [
        row(f"{n}.txt", title=f"Title {n}", date=date) for n, date in enumerate(("2030-01-02", "2031", "2031-05", None))
    ]
    room = Room(Shelf(rows, ListQuery(sort="date", group="date")))
    documents = room.documents
    async with room.run_test(size=(30, 20)):
        documents.focus()
        assert shown(documents)[2:6] == ["  2030                      1", "  ● Title 0", "    2 Jan 2030", ""]
        assert shown(documents)[6] == "  2031                      2"
        places = []
        documents.move("top")
        while True:
            at = documents.row_at_cursor
            assert at is not None and documents.position is not None
            places.append((documents.position, at.path))
            if not documents.move("row-down"):
                break
        assert places == [(0, "0.txt"), (1, "1.txt"), (2, "2.txt"), (3, "3.txt")]
        documents.go_to(documents.index_of_number(3))
        assert documents.position == 2
        documents.move("top")
        assert documents.position == 0 and documents.top == 0


async def test_the_cursor_stays_on_its_document_as_the_order_changes_and_others_come() -> None:
    rows = [row(f"{name}.txt") for name in "bdf"]
    room = Room(Shelf(rows))
    documents = room.documents
    async with room.run_test(size=(30, 12)):
        documents.select_path("d.txt")
        room.shelf.put(Rows(ListQuery(descending=True), [*rows, row("a.txt")]))
        documents.show_listing(anew=True)
        assert documents.row_at_cursor == row("d.txt")
        assert not documents.select_path("e.txt")

        room.shelf.put(Rows(ListQuery(words="b"), rows[:1]))
        documents.show_listing(anew=True)
        assert documents.row_at_cursor == row("b.txt"), "another list begins at its top"
        room.shelf.put(Rows(ListQuery(), rows))
        documents.show_listing(anew=True)
        assert documents.row_at_cursor == row("d.txt"), "and the place in the first one is found again"
        room.shelf.put(Rows(ListQuery(), [rows[0], rows[2]]))
        documents.show_listing()
        assert documents.row_at_cursor == row("f.txt"), "where a document is gone the next takes its place"


async def test_an_empty_list_says_what_to_do() -> None:
    room = Room(Shelf())
    async with room.run_test(size=(24, 20)):
        assert " ".join(line.strip() for line in shown(room.documents)[2:]).strip() == room.shelf.nothing
        room.documents.focus()
        assert not room.documents.move("row-down") and room.documents.row_at_cursor is None


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (20, 5), (40, 12), (80, 24)])
async def test_no_size_is_too_small(size: tuple[int, int]) -> None:
    rows = [
        row(f"日本語 {n}.txt", title="T" * n, source="s\x1b[2J", starred=n % 2 == 0, annotations=n) for n in range(30)
    ]
    room = Room(Shelf(rows, ListQuery(group="source")))
    documents = room.documents
    async with room.run_test(size=size) as pilot:
        documents.focus()
        for motion in ("row-down", "page-down", "bottom", "row-up", "top"):
            documents.move(motion)
            await pilot.pause()
            assert documents.top <= documents.first_line(documents.cursor) or size[1] < 2
        assert all(documents.render_line(y).cell_length == documents.size.width for y in range(documents.size.height))
        assert "\x1b" not in "".join(shown(documents))


async def test_a_million_documents_cost_a_screenful() -> None:
    shelf = Shelf()
    million = Million()
    shelf.put(million)
    room = Room(shelf)
    documents = room.documents
    async with room.run_test(size=(40, 30)) as pilot:
        documents.focus()
        await pilot.pause()
        assert million.made < 100
        documents.move("bottom")
        await pilot.pause()
        assert documents.position == 999_999 and "Document 999999" in "\n".join(shown(documents))
        documents.go_to(documents.index_of_number(500_001))
        await pilot.pause()
        assert "  BOX 500                         1,000" in shown(documents), "the heading above is in view"
        assert documents.select_path("x/123456.txt") and documents.position == 123_456
        for _ in range(20):
            documents.move("page-down")
            await pilot.pause()
        assert million.made < 2_000


async def test_a_move_redraws_the_rows_it_leaves_and_enters() -> None:
    room = Room(Shelf([row(f"{n}.txt") for n in range(9)]))
    documents = room.documents
    async with room.run_test(size=(30, 30)) as pilot:
        documents.focus()
        await pilot.pause()
        ground = documents.style_of("row").bgcolor
        for motion in ("row-down", "row-down", "row-up"):
            documents.move(motion)
            await pilot.pause()
            drawn = documents.render_lines(documents.region.reset_offset)
            lit = [y for y, strip in enumerate(drawn) if any(s.style and s.style.bgcolor == ground for s in strip)]
            assert drawn[1].text.split()[-1] == str(documents.cursor + 1), "the line above says where the cursor is"
            assert lit == [3 + 3 * documents.cursor, 4 + 3 * documents.cursor], motion


async def test_a_click_asks_for_the_document_under_it_and_for_no_heading() -> None:
    rows = [row(f"{n}.txt", title=f"Title {n}", date="2031") for n in range(3)]
    room = Room(Shelf(rows, ListQuery(group="date")))
    documents = room.documents
    async with room.run_test(size=(30, 20)) as pilot:
        await pilot.click(DocumentList, offset=(6, 7))
        assert documents.position == 1
        await pilot.click(DocumentList, offset=(6, 3))
        assert documents.position == 1
