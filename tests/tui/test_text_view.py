"""The reading pane: what it shows, where the cursor goes, what is selected, and that it keeps its place."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Iterator

import pytest
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.pilot import Pilot
from textual.scroll_view import ScrollView
from textual.strip import Strip

from index.document import Block, Document, Metadata, Span
from index.settings import ReadingSettings
from index.visible import is_safe
from tui import themes
from tui.motions import MOTIONS
from tui.widgets.text_view import TextView
from tui.widgets.text_view_page import arrange

READING = ReadingSettings(
    measure=72, zen_measure=64, ruler="none", tab_width=8, scroll_margin=3, mark_read_at=90, page_overlap=2
)
SIZES = [(80, 24), (120, 40), (40, 12), (1, 1)]
HEAD = "The envoy | Some news\n"
BODY = "Dr. Khalilzad met Mr. Ghani in Doha. They did not agree on anything at all, he said, and left.\n"
ARTICLE = HEAD + BODY + "He came back. Nobody was there.\n\n\nA caption of it\n"


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    yield


def document(text: str, kinds: dict[str, str] | None = None) -> Document:
    """Every line a block; `kinds` gives the kind of the block that starts with a word. `|` begins one in a line."""
    blocks = []
    for found in re.finditer(r"[^\n|]*[^\n|\s]|\|[^\n]*", text):
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        kind = (kinds or {}).get(found[0].split()[0], "prose")
        blocks.append(Block(start, found.end(), kind, "test"))  # type: ignore[arg-type]
    return Document("a.txt", text, tuple(blocks), Metadata(), "", "", "test", 0)


def article() -> Document:
    return document(ARTICLE, {"The": "headline", "|": "boilerplate", "A": "caption"})


def long_document(paragraphs: int = 200) -> Document:
    return document(
        "".join(f"Paragraph {n} says this. It goes on for some words more than fit.\n\n" for n in range(paragraphs))
    )


class Room(App[None]):
    def __init__(self, theme: str = "dark") -> None:
        super().__init__()
        themes.install(self, theme, {})
        self.view = TextView(READING)
        self.seen: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.focus()

    def on_text_view_cursor_moved(self, message: TextView.CursorMoved) -> None:
        self.seen.append(message)

    def on_text_view_selection_changed(self, message: TextView.SelectionChanged) -> None:
        self.seen.append(message)

    def on_page_view_wrap_finished(self, message: TextView.WrapFinished) -> None:
        self.seen.append(message)


def shown(view: TextView) -> list[str]:
    view.render_lines(view.size.region)
    return [view.render_line(y).text.rstrip(" ▐▕") for y in range(view.size.height)]


def styles_at(view: TextView, offset: int) -> Style:
    """The style of the cell of a character."""
    view.render_lines(view.size.region)
    cell = view.screen_cell_of(offset)
    assert cell is not None
    at = cell - view.content_region.offset
    strip = view.render_line(at.y).crop(at.x, at.x + 1)
    style = next(iter(strip)).style
    assert style is not None
    return style


# -- the page ---------------------------------------------------------------------------------------------------


async def test_the_page_has_labels_blank_rows_between_blocks_and_a_centred_measure() -> None:
    room = Room()
    async with room.run_test(size=(110, 16)):
        room.view.show(article())

        left = room.view.page.text
        assert [line[left:] for line in shown(room.view)][:9] == [
            "The envoy",
            "| Some news",
            "",
            "Dr. Khalilzad met Mr. Ghani in Doha. They did not agree on anything at",
            "all, he said, and left.",
            "",
            "He came back. Nobody was there.",
            "",
            "A caption of it",
        ]
        assert [line[: left - 2].strip() for line in shown(room.view)][:9] == [
            "headline",
            "footer",
            "",
            "",
            "",
            "",
            "",
            "",
            "caption",
        ]
        page = room.view.page
        assert page.text_width == 72
        assert abs((page.left - 1) - (page.width - page.text - page.text_width - 2)) <= 1


def test_a_narrow_window_has_a_narrow_gutter_and_any_width_has_a_page() -> None:
    assert arrange(120, 120, 72).gutter == 11
    assert arrange(66, 120, 72).text_width == 52
    assert arrange(54, 80, 72).gutter == 2
    for width in range(130):
        page = arrange(width, width, 72)
        assert page.text_width >= 1
        assert page.text + page.text_width <= max(width, 1)


async def test_kinds_look_different_and_names_are_marked_in_prose_only() -> None:
    room = Room()
    async with room.run_test(size=(110, 16)):
        view = room.view
        view.show(article(), ARTICLE.index("met"))
        view.go_to(ARTICLE.index("back"))
        view.set_spans("entities", [(0, 9, "ORG"), (ARTICLE.index("Khal"), ARTICLE.index("Khal") + 9, "PERSON")])

        assert styles_at(view, 1).bold and not styles_at(view, 1).underline
        assert styles_at(view, ARTICLE.index("caption")).italic
        name = styles_at(view, ARTICLE.index("Khal"))
        assert name.underline and name.color == view.style_of("person").color


async def test_marks_compose_and_the_cursor_is_seen_on_each() -> None:
    room = Room()
    async with room.run_test(size=(110, 16)):
        view = room.view
        view.show(article())
        at = ARTICLE.index("Khalilzad")
        view.set_spans("entities", [(at, at + 9, "PERSON")])
        view.set_spans("annotations", [(at - 4, at + 20, "claim")])
        view.set_spans("matches", [(at + 3, at + 12, "m")])
        view.set_spans("current", [(at + 5, at + 7, "m")])
        view.go_to(at + 5)

        grounds = [styles_at(view, at + n).bgcolor for n in (0, 3, 6, 5)]
        assert len(set(grounds)) == 4
        assert grounds[0] == view.style_of("mark").bgcolor
        assert styles_at(view, at).underline and styles_at(view, at + 4).underline
        assert styles_at(view, at + 6).bold
        assert styles_at(view, at + 5).bgcolor == view.style_of("cursor").bgcolor
        row = shown(view)[view._layout.row_of(at)]
        assert row[: view.page.text].split() == ["claim", "▎"]


async def test_without_colour_everything_can_be_told_apart() -> None:
    room = Room("mono")
    async with room.run_test(size=(110, 16)):
        view = room.view
        view.show(article())
        at = ARTICLE.index("Khalilzad")
        view.set_spans("matches", [(at, at + 2, "m"), (at + 2, at + 6, "m")])
        view.set_spans("current", [(at + 2, at + 6, "m")])
        view.go_to(at + 3)

        assert styles_at(view, at).bold and styles_at(view, at).underline and not styles_at(view, at).reverse
        assert styles_at(view, at + 2).reverse
        assert not styles_at(view, at + 3).reverse, "the cursor is what is not reversed in what is"
        view.begin_selection()
        view.go_to(at + 20)
        assert styles_at(view, at + 10).reverse and not styles_at(view, at + 20).reverse
        assert styles_at(view, at + 4).reverse, "a match in a selection is selected"


async def test_an_annotation_names_its_code_once_and_its_bar_goes_on_through_blank_rows() -> None:
    room = Room()
    async with room.run_test(size=(110, 16)):
        view = room.view
        view.show(article())
        view.set_spans("annotations", [(ARTICLE.index("Dr."), ARTICLE.index("came") + 4, "a very long code")])
        view.set_spans("uncertain", [(ARTICLE.index("A cap"), len(ARTICLE) - 1, "doubt")])
        view.set_spans("gutter", [(0, 3, "contested")])

        gutter = [line[: view.page.text].split() for line in shown(view)][:9]
        assert gutter[3:7] == [["a", "very", "l…▎"], ["▎"], ["▎"], ["▎"]]
        assert gutter[8] == ["doubt", "┊"], "the reader's own word goes before the block's kind in a block of one row"
        assert gutter[0] == ["contested"]


async def test_hostile_text_never_reaches_the_screen_raw() -> None:
    hostile = "a\x1b]52;c;aGk=\x07b\u009b2Jc\x00d\x7fe\u202ef\ud800 [@click=app.quit]x[/] 👨\u200d👩 ❤\ufe0f\te\u0301\r"
    room = Room()
    async with room.run_test(size=(110, 6)):
        room.view.show(document(hostile))
        room.view.set_spans("annotations", [(0, 5, "co\x1bde")])

        for y in range(room.view.size.height):
            strip = room.view.render_line(y)
            assert is_safe(strip.text) and "\u200d" not in strip.text and "\ufe0f" not in strip.text
            assert sum(segment.cell_length for segment in strip) == strip.cell_length == 110
        assert "[@click=app.quit]x[/]" in shown(room.view)[0]


@pytest.mark.parametrize("size", [*SIZES, (2, 2), (5, 3), (9, 4), (20, 5)])
@pytest.mark.parametrize("text", ["", "\n", "x", "日本語\t" * 50, "word " * 500])
async def test_no_size_and_no_text_is_too_small(size: tuple[int, int], text: str) -> None:
    room = Room()
    async with room.run_test(size=size) as pilot:
        view = room.view
        view.show(document(text))
        for motion in MOTIONS:
            view.move(motion, 2)
        view.begin_selection("words")
        view.extend_by_object("ip")
        view.swap_ends()
        view.set_spans("matches", [(0, 3, "m")])
        view.next_span("matches")
        view.wheel(3)
        view.go_to_percent(50)
        await pilot.pause()
        assert 0 <= view.cursor <= len(text)
        assert all(view.render_line(y).cell_length == view.size.width for y in range(view.size.height))
        assert 0 <= view.percent <= 100


async def test_nothing_to_read_is_said_in_words() -> None:
    room = Room()
    async with room.run_test(size=(60, 10)):
        room.view.show_nothing("no documents in this folder")

        assert any("no documents in this folder" in line for line in shown(room.view))
        assert room.view.document is None
        assert not room.view.move("row-down") and room.view.selection is None and room.view.percent == 100


# -- cursor and scrolling ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES[:3])
async def test_the_cursor_is_always_on_the_screen(size: tuple[int, int]) -> None:
    room = Room()
    async with room.run_test(size=size) as pilot:
        view = room.view
        view.show(long_document())
        for motion in [*MOTIONS, *MOTIONS[::-1], "page-down", "row-up"] * 2:
            view.move(motion, 3)
            assert view.screen_cell_of(view.cursor) is not None, motion
        await pilot.pause()
        view.wheel(7)
        assert view.screen_cell_of(view.cursor) is not None
        view.go_to(len(view.text) // 2, centre=True)
        cell = view.screen_cell_of(view.cursor)
        assert cell is not None and 2 <= cell.y <= size[1] - 3


async def test_a_move_redraws_the_rows_it_leaves_and_enters() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)) as pilot:
        view = room.view
        view.show(long_document())
        await pilot.pause()
        cursor = view.style_of("cursor").bgcolor
        for motion in ("row-down", "row-down", "word-next", "row-up", "char-right"):
            view.move(motion)
            await pilot.pause()
            drawn = view.render_lines(view.region.reset_offset)
            found = [
                (y, strip.text[: sum(s.cell_length for s in list(strip)[:at])])
                for y, strip in enumerate(drawn)
                for at, segment in enumerate(strip)
                if segment.style and segment.style.bgcolor == cursor
            ]
            place = view.screen_cell_of(view.cursor)
            assert place is not None
            assert [(y, len(before)) for y, before in found] == [(place.y, place.x)], motion


async def test_paging_down_and_up_comes_back_and_overlaps() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)):
        view = room.view
        view.show(long_document())
        view.move("row-down", 4)
        places = [(view.position, view.cursor)]
        for _ in range(5):
            last = view.visible_span.end
            view.move("page-down")
            assert view.position < last, "some rows stay in view"
            places.append((view.position, view.cursor))
        for place in reversed(places[:-1]):
            view.move("page-up")
            assert (view.position, view.cursor) == place
        view.move("bottom")
        assert view.percent == 100 and view.cursor == len(view.text.rstrip()) - 1
        assert not view.move("page-down") and not view.move("row-down")
        view.move("top")
        assert view.cursor == 0 and view.position == 0


async def test_half_pages() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)):
        view = room.view
        view.show(long_document())
        view.move("half-page-down")
        assert view.top == view.rows_visible // 2
        assert view._layout.row_of(view.cursor) - view.top >= 3, "rows above the cursor stay in view"


async def test_the_column_is_kept_over_shorter_rows() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)):
        view = room.view
        view.show(document("a long row of text\n\nshort\n\nanother long row"))
        view.go_to(12)
        view.move("row-down")
        assert view.text[view.cursor] == "t"
        view.move("row-down")
        assert view.cursor == view.text.index("another") + 12
        view.move("row-end")
        view.move("row-up", 2)
        assert view.cursor == view.text.index("\n") - 1


@pytest.mark.parametrize("order", [(80, 40), (40, 120)])
async def test_a_new_width_keeps_the_place(order: tuple[int, int]) -> None:
    room = Room()
    async with room.run_test(size=(order[0], 24)) as pilot:
        view = room.view
        view.show(long_document())
        view.go_to(len(view.text) // 2, centre=True)
        place, cursor = view.position, view.cursor
        await pilot.resize_terminal(order[1], 24)
        await pilot.pause()
        assert view.cursor == cursor and view.screen_cell_of(cursor) is not None
        assert view.top == view._layout.row_of(place)
        await pilot.resize_terminal(order[0], 12)
        await pilot.resize_terminal(order[0], 24)
        await pilot.pause()
        assert view.cursor == cursor and view.screen_cell_of(cursor) is not None


async def test_wrapping_in_the_background_does_not_move_the_text() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)) as pilot:
        view = room.view
        view.show(long_document(6_000))
        view.go_to(len(view.text) // 2, centre=True)
        before, top = shown(view), view.top
        for _ in range(100):
            await pilot.pause(0.03)
            if any(isinstance(message, TextView.WrapFinished) for message in room.seen):
                break

        assert view._layout.exact
        assert shown(view) == before and view.top != top


async def test_a_document_opens_where_it_was_left() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)) as pilot:
        view = room.view
        view.show(long_document())
        view.move("page-down", 3)
        place = view.position
        first = shown(view)[0]
        view.show(article())
        view.show(long_document(), place)
        await pilot.pause()

        assert view.position == place and shown(view)[0] == first
        assert view.screen_cell_of(view.cursor) is not None


async def test_going_to_an_offset_inside_a_character_stands_on_it() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)):
        view = room.view
        view.show(document("ame\u0301lie"))
        view.go_to(3)
        assert view.cursor == 2
        view.go_to(99)
        assert 0 <= view.cursor <= len(view.text)


async def test_moves_are_told() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)) as pilot:
        view = room.view
        view.show(article())
        await pilot.pause()
        room.seen.clear()
        view.move("paragraph-next", 2)
        view.move("row-up", 99)
        await pilot.pause()

        moved = [(m.offset, m.block_index) for m in room.seen if isinstance(m, TextView.CursorMoved)]
        assert moved == [(ARTICLE.index("Dr."), 2), (0, 0)]


# -- selection --------------------------------------------------------------------------------------------------


async def test_selecting_by_characters_includes_the_one_under_the_cursor() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)) as pilot:
        view = room.view
        view.show(article())
        view.go_to(ARTICLE.index("Khalilzad"))
        view.begin_selection()
        assert view.selected_text == "K"
        view.move("word-end")
        assert view.selected_text == "Khalilzad"
        view.swap_ends()
        view.move("word-previous")
        assert view.selected_text == "Dr. Khalilzad" and view.cursor == ARTICLE.index("Dr.")
        view.end_selection()
        assert view.selection is None and view.selecting is None
        assert view.reselect() and view.selected_text == "Dr. Khalilzad"
        await pilot.pause()
        told = [m.selection for m in room.seen if isinstance(m, TextView.SelectionChanged)]
        assert told[-1] == view.selection and None in told


async def test_selecting_by_sentences_and_changing_to_paragraphs() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)):
        view = room.view
        view.show(article())
        view.go_to(ARTICLE.index("Ghani"))
        view.begin_selection("sentences")
        assert view.selected_text == "Dr. Khalilzad met Mr. Ghani in Doha."
        view.move("sentence-next")
        assert view.selected_text == BODY.rstrip()
        view.begin_selection("paragraphs")
        view.move("paragraph-next")
        assert view.selected_text == BODY + "He came back. Nobody was there."


async def test_objects_extend_and_again_extend_further() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)):
        view = room.view
        view.show(article())
        view.go_to(ARTICLE.index("met"))
        assert view.object_at("iw") == Span(ARTICLE.index("met"), ARTICLE.index("met") + 3)
        assert view.extend_by_object("iw") and view.selected_text == "met"
        assert view.extend_by_object("iw") and view.selected_text == "met Mr"
        assert view.extend_by_object("is") and view.selected_text == "Dr. Khalilzad met Mr. Ghani in Doha."
        assert view.extend_by_object("ip") and view.selected_text == BODY.rstrip()


async def test_the_mouse_sets_the_cursor_selects_by_dragging_and_takes_words() -> None:
    room = Room()
    async with room.run_test(size=(110, 24)) as pilot:
        view = room.view
        view.show(article())
        await pilot.pause()
        start, end = (view.screen_cell_of(ARTICLE.index(word)) for word in ("met", "Ghani"))
        assert start is not None and end is not None
        await pilot.click(offset=start)
        assert view.cursor == ARTICLE.index("met") and view.selection is None
        await pilot.mouse_down(offset=start)
        await pilot.hover(offset=end)
        await pilot.mouse_up(offset=end)
        assert view.selected_text == "met Mr. G"
        await pilot.click(offset=end)
        assert view.selection is None
        await pilot.double_click(offset=end)
        assert view.selected_text == "Ghani"


async def test_the_wheel_scrolls_three_rows() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)) as pilot:
        view = room.view
        view.show(long_document())
        await pilot._post_mouse_events([events.MouseScrollDown], TextView, offset=(5, 5))
        await pilot.pause()
        assert view.top == 3


# -- layers -----------------------------------------------------------------------------------------------------


async def test_walking_from_span_to_span() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)):
        view = room.view
        text = long_document().text
        view.show(long_document())
        spans = [
            (m.start(), m.end(), "even" if int(m[1]) % 2 == 0 else "odd") for m in re.finditer(r"Paragraph (\d+)", text)
        ]
        view.set_spans("quotations", spans)
        found = view.next_span("quotations")
        assert found is not None and view.cursor == found.start == spans[1][0]
        found = view.next_span("quotations", 1, 10, frozenset({"odd"}))
        assert found is not None and found == spans[21]
        assert view.screen_cell_of(view.cursor) is not None
        assert view.span_under_cursor("quotations") == spans[21]
        assert view.next_span("quotations", -1, 99) == spans[0]
        assert view.next_span("quotations", -1) is None
        assert view.next_span("nothing") is None
        view.show(article())
        assert view.spans("quotations") == []


async def test_spans_outside_the_text_do_no_harm() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)):
        room.view.show(document("short"))
        room.view.set_spans("matches", [(-3, 2, "m"), (3, 99, "m"), (50, 60, "m")])

        assert list(room.view.spans("matches")) == [(0, 2, "m"), (3, 5, "m")]


async def test_hints_are_written_over_the_text() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)):
        view = room.view
        view.show(document("some words 日本 here"))
        view.set_hints({5: "ab", 11: "cd"})
        assert shown(view)[0].strip() == "some abrds cd本 here"
        view.clear_hints()
        assert shown(view)[0].strip() == "some words 日本 here"


async def test_the_ruler_brightens_the_block_of_the_cursor() -> None:
    room = Room()
    async with room.run_test(size=(80, 24)) as pilot:
        view = room.view
        view.show(article())
        view.move("paragraph-next", 2)
        view.ruler = True
        await pilot.pause()
        bright = view.style_of("bright").color
        assert styles_at(view, ARTICLE.index("Ghani")).color == bright
        assert styles_at(view, ARTICLE.index("came")).color != bright


async def test_the_rail_shows_where_matches_are() -> None:
    room = Room()
    async with room.run_test(size=(80, 20)):
        view = room.view
        view.show(long_document())
        view.set_spans("matches", [(len(view.text) - 5, len(view.text) - 2, "m")])
        view.render_lines(view.size.region)
        column = "".join(view.render_line(y).text[-1] for y in range(view.size.height))

        assert column.endswith("▐") and column.startswith("▕") and column.count("▐") == 1


# -- cost -------------------------------------------------------------------------------------------------------


class Constant(ScrollView):
    """What Textual itself costs: the floor under every view that draws lines."""

    DEFAULT_CSS = "Constant { overflow: hidden hidden; scrollbar-size: 0 0; }"

    def render_line(self, y: int) -> Strip:
        return Strip.blank(self.size.width, self.rich_style)


async def cpu_of_a_step(pilot: Pilot[None], step: Callable[[], object]) -> float:
    times = []
    for _ in range(20):
        started = time.process_time()
        step()
        await pilot.pause()
        times.append(time.process_time() - started)
    return statistics.median(times)


@pytest.mark.slow
async def test_a_scroll_step_costs_little_more_than_one_of_constant_strips() -> None:
    room = Room()
    async with room.run_test(size=(120, 40)) as pilot:
        view, constant = room.view, Constant()
        long = long_document(20_000)
        view.show(long)
        view.set_spans(
            "entities", [(at, at + 9, "ORG") for at in range(0, len(long.text) - 9, len(long.text) // 50_000)]
        )
        view.go_to(len(long.text) // 2, centre=True)
        while not view._layout.wrap_some(1):
            pass
        await pilot.pause()
        ours = await cpu_of_a_step(pilot, lambda: view.wheel(1))
        await room.mount(constant)
        view.display = False
        constant.virtual_size = Size(120, 10_000)
        await pilot.pause()
        floor = await cpu_of_a_step(pilot, lambda: constant.scroll_relative(y=1, animate=False, force=True))

        assert ours / floor < 2.5


async def test_a_text_of_fifty_megabytes_is_on_the_page() -> None:
    room = Room()
    async with room.run_test(size=(120, 40)):
        text = ("word " * 100 + "\n\n") * 100_000
        huge = Document("a", text, (Block(0, len(text) - 2, "prose", "t"),), Metadata(), "", "", "t", 0)
        room.view.show(huge, len(text) // 2)
        rows = shown(room.view)

        assert rows[0].strip().startswith("word")
