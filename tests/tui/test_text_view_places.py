"""A window that changes its size again and again: the reader's place is an offset, and odd texts are shown too."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from textual.app import App, ComposeResult

from index.document import Block, Document, Metadata
from index.readers.paragraphs import paragraphs
from index.settings import ReadingSettings
from tui import themes
from tui.display import width_of
from tui.text_layout import TextLayout
from tui.widgets.text_view import TextView
from tui.widgets.text_view_page import BlockBreaks

READING = ReadingSettings(
    measure=72, zen_measure=64, ruler="none", tab_width=8, scroll_margin=3, mark_read_at=90, page_overlap=2
)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    yield


def document(text: str) -> Document:
    blocks = tuple(Block(start, end, "prose", "test") for start, end in paragraphs(text))
    return Document("a.txt", text, blocks, Metadata(), "", "", "test", 0)


def mixed_text(rng: random.Random) -> str:
    """Paragraphs of many lengths and scripts."""
    words = [
        "envoy",
        "a",
        "日本語の文章",
        "e\u0301tude",
        "👩\u200d👧",
        "שלום",
        "x" * 50,
        "\tcolumn",
        "한국어",
        "agreement",
    ]
    return "\n\n".join(" ".join(rng.choices(words, k=rng.randint(1, 60))) for _ in range(80))


class Room(App[None]):
    def __init__(self, shown: Document) -> None:
        super().__init__()
        themes.install(self, "dark", {})
        self.view = TextView(READING)
        self._shown = shown

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.focus()
        self.view.show(self._shown)


def fresh_rows(shown: Document, view: TextView) -> TextLayout:
    """The same page, laid out from nothing and in full."""
    breaks = BlockBreaks(shown.text, shown.blocks)
    layout = TextLayout(shown.text, view.page.text_width, width_of=width_of, tab_width=8, breaks=breaks)
    layout.wrap_some(60)
    return layout


@pytest.mark.parametrize("seed", range(2))
async def test_any_sequence_of_sizes_keeps_the_first_row_and_the_cursor(seed: int) -> None:
    rng = random.Random(seed)
    shown = document(mixed_text(rng))
    room = Room(shown)
    async with room.run_test(size=(100, 30)) as pilot:
        view = room.view
        view.go_to(rng.randrange(len(shown.text)), centre=True)
        await pilot.pause()
        cursor = view.cursor
        for _ in range(15):
            before = view.position
            await pilot.resize_terminal(rng.randint(1, 200), rng.randint(2, 60))
            await pilot.pause()
            rows = fresh_rows(shown, view)
            top, height = rows.row_of(view.position), view.rows_visible
            assert view.cursor == cursor
            assert top <= rows.row_of(cursor) < top + height, "the cursor is in sight"
            kept_top = rows.row_of(before)
            fits = rows.row_of(cursor) - kept_top < height - 1 and kept_top + height < rows.height
            if fits and view.position != before:
                assert rows.row_of(view.position) == kept_top, "nothing moved that needed no moving"


@pytest.mark.parametrize("seed", range(2))
async def test_the_page_is_the_same_whether_it_came_by_resizing_or_at_once(seed: int) -> None:
    rng = random.Random(seed)
    shown = document(mixed_text(rng))
    room = Room(shown)
    async with room.run_test(size=(100, 30)) as pilot:
        view = room.view
        for _ in range(8):
            await pilot.resize_terminal(rng.randint(12, 150), rng.randint(3, 40))
            view.move(rng.choice(["page-down", "half-page-up", "row-down", "sentence-next", "paragraph-next"]))
            await pilot.pause()
            rows = fresh_rows(shown, view)
            first = rows.row_of(view.position)
            for y in range(view.rows_visible):
                cell = view.screen_cell_of(rows.offset_at(first + y, 0))
                span = rows.row_span(first + y)
                if span is not None and span[0] < span[1] and cell is not None:
                    assert cell.y - view.content_region.y in (y, y + 1), "a blank row may stand above the first"


ODD = {
    "nothing": "",
    "one character": "x",
    "a wide character": "日",
    "newlines": "\n" * 500,
    "spaces": " " * 500,
    "tabs": "\t" * 500,
    "marks": "a" + "\u0301" * 500,
    "joiners": "\u200d" * 300,
    "overrides": "\u202eabc\u202c\u2066\u2069 שלום " * 40,
    "controls": "".join(map(chr, range(1, 32))) * 20 + "\x7f\x9b\x85\u2028\u2029\ufeff",
    "one word": "x" * 70_000,
    "emoji": "👩\u200d👧❤\ufe0f🇦🇫👍🏽" * 100,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
async def test_odd_texts_are_shown_and_walked_at_every_size(text: str) -> None:
    room = Room(document(text))
    async with room.run_test(size=(80, 24)) as pilot:
        view = room.view
        motions = [
            "bottom",
            "top",
            "page-down",
            "row-down",
            "row-up",
            "word-next",
            "sentence-next",
            "paragraph-previous",
        ]
        sizes = [(80, 24), (1, 1), (2, 2), (3, 9), (20, 5), (13, 40), (200, 60), (7, 3)]
        for size, motion in zip(sizes, motions, strict=True):
            await pilot.resize_terminal(*size)
            view.move(motion)
            await pilot.pause()
            assert 0 <= view.cursor <= len(text)
            strips = [view.render_line(y) for y in range(view.rows_visible)]
            assert all(strip.cell_length == view.size.width for strip in strips)
            written = "".join(segment.text for strip in strips for segment in strip)
            assert not any(sign in written for sign in "\x1b\x9b\u202e\u2066\u200d\ufeff\n\t")


async def test_steps_to_the_right_pass_every_character_of_an_odd_text_once() -> None:
    text = "a\u0301 👩\u200d👧 日本\t\u202eb\n\n\n" * 3 + "end"
    room = Room(document(text))
    async with room.run_test(size=(11, 8)) as pilot:
        view = room.view
        places = [view.cursor]
        for _ in range(len(text)):
            view.move("char-right")
            places.append(view.cursor)
        await pilot.pause()

        visited = sorted(set(places))
        assert places == sorted(places) and places[-1] >= len(text) - 1
        for here, there in pairwise(visited):
            passed = text[here + 1 : there]
            assert not passed.strip("\u0301\u200d\n👧")
