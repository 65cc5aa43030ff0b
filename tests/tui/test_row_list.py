"""Lists: only what is on the screen is drawn, headings are passed over, nothing is wider than its pane."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.app import App, ComposeResult
from textual.message import Message

from index.document import EntityCount
from tui import display, themes
from tui.widgets import prompt
from tui.widgets.entity_panel import EntityPanel
from tui.widgets.row_list import Line, RowList
from tui.widgets.row_list_cells import columns, fit_line, width_of_line


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    yield


class Numbers(RowList):
    """Every tenth row is a heading."""

    drawn: int = 0

    def render_row(self, index: int, width: int) -> list[Line]:
        self.drawn += 1
        return [[(f"row {index}", "ink")]]

    def is_heading(self, index: int) -> bool:
        return index % 10 == 0


class Room(App[None]):
    def __init__(self, widget: RowList) -> None:
        super().__init__()
        themes.install(self, "dark", {})
        self.widget = widget
        self.seen: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        self.seen.append(message)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        self.seen.append(message)


def shown(widget: RowList) -> list[str]:
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def test_the_cursor_moves_scrolls_and_passes_over_headings() -> None:
    numbers = Numbers()
    room = Room(numbers)
    async with room.run_test(size=(30, 8)) as pilot:
        numbers.set_rows(100)
        assert numbers.cursor == 1
        assert numbers.move("row-down", 8) and numbers.cursor == 9
        assert numbers.move("row-down") and numbers.cursor == 11
        assert numbers.top == 4
        assert numbers.move("row-up") and numbers.cursor == 9
        assert numbers.move("bottom") and numbers.cursor == 99 and numbers.top == 92
        assert not numbers.move("row-down")
        assert numbers.move("page-up") and numbers.cursor == 92
        assert numbers.move("top") and numbers.cursor == 1 and numbers.top == 0, "the heading above is shown too"
        assert not numbers.move("word-next")
        await pilot.pause()

        assert [message.index for message in room.seen] == [1, 9, 11, 9, 99, 92, 1]  # type: ignore[attr-defined]


async def test_new_rows_keep_the_cursor_where_it_can_stay() -> None:
    numbers = Numbers()
    async with Room(numbers).run_test(size=(30, 8)):
        numbers.set_rows(100)
        numbers.go_to(55)
        numbers.set_rows(1000)
        assert numbers.cursor == 55
        numbers.set_rows(20)
        assert numbers.cursor == 19
        numbers.set_rows(0)
        assert numbers.cursor == -1
        assert not numbers.move("row-down") and not numbers.move("top")
        numbers.choose()
        numbers.set_rows(1)
        assert numbers.cursor == -1, "a heading alone cannot be chosen"


async def test_a_click_chooses_and_a_heading_cannot_be_clicked() -> None:
    numbers = Numbers()
    room = Room(numbers)
    async with room.run_test(size=(30, 8)) as pilot:
        numbers.set_rows(100)
        await pilot.click(Numbers, offset=(2, 3))
        await pilot.click(Numbers, offset=(2, 0))
        await pilot.pause()

        chosen = [message for message in room.seen if isinstance(message, RowList.Chosen)]
        assert [message.index for message in chosen] == [3]


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    numbers = Numbers()
    async with Room(numbers).run_test(size=(30, 8)) as pilot:
        numbers.set_rows(100)
        await pilot._post_mouse_events([__import__("textual.events").events.MouseScrollDown], Numbers, offset=(2, 3))
        await pilot.pause()

        assert (numbers.top, numbers.cursor) == (3, 1)


async def test_a_million_rows_are_shown_and_walked() -> None:
    numbers = Numbers()
    async with Room(numbers).run_test(size=(80, 40)) as pilot:
        numbers.set_rows(1_000_000)
        await pilot.pause()
        numbers.move("bottom")
        await pilot.pause()

        assert numbers.cursor == 999_999
        assert shown(numbers)[-1] == "row 999999"
        assert numbers.drawn < 200


async def test_entities_line_up_under_headings() -> None:
    panel = EntityPanel()
    counts = [
        EntityCount("p", "Zalmay Khalilzad the Envoy", "PERSON", 14, 131),
        EntityCount("d", "2021-05", "DATE", 1, 3),
        EntityCount("o", "AFP", "ORG", 1, 1),
    ]
    async with Room(panel).run_test(size=(26, 14)):
        panel.set_counts(counts, extra=[("Quotations", 9)])
        assert shown(panel)[:10] == [
            "  PEOPLE           1",
            "    Zalmay Khali… 14 ·131",
            "",
            "  ORGANISATIONS    1",
            "    AFP            1   ·1",
            "",
            "  DATES            1",
            "    2021-05        1   ·3",
            "",
            "  QUOTATIONS       9",
        ]
        assert panel.item_at_cursor == counts[0]
        panel.move("bottom")
        assert panel.item_at_cursor == "Quotations"
        panel.show_pending()
        assert panel.item_at_cursor is None and shown(panel)[0] == "  names are being read"
        panel.show_pending("no names: took longer than \x1b 60 s")
        assert shown(panel)[:2] == ["  no names: took longer", "  than ␛ 60 s"]


def test_a_field_measures_no_more_of_a_long_text_than_can_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    for name in ("cells", "width_of"):
        real = getattr(display, name)
        monkeypatch.setattr(prompt, name, lambda text, real=real: measured.append(text) or real(text), raising=False)
    field = prompt.Field("/")
    for text in ("日本" * 2_000, "word " * 800):
        field.value = text
        line = "".join(part for part, _ in field.lines(80)[0])
        assert line.startswith("/") and len(line) < 82
        assert sum(map(len, measured)) < 200, "each key waits for this"
        measured.clear()


@pytest.mark.parametrize(
    ("text", "left"),
    [("one two", "one "), ("one two  ", "one "), ("a-b--", "a-b"), ("", ""), ("a" * 4_095 + "-", "a" * 4_095)],
)
def test_a_word_is_taken_back(text: str, left: str) -> None:
    field = prompt.Field("/")
    field.value = text
    field._edit("ctrl+w")
    assert field.value == left


def test_a_line_is_cut_with_an_ellipsis_where_it_ends() -> None:
    assert fit_line([("abc", "ink"), ("def", "dim")], 6) == [("abc", "ink"), ("def", "dim")]
    assert fit_line([("abc", "ink"), ("def", "dim")], 5) == [("abc", "ink"), ("d…", "dim")]
    assert fit_line([("abc", "ink"), ("def", "dim")], 3) == [("ab…", "ink")]
    assert fit_line([("日本", "ink")], 3) == [("日…", "ink")]
    assert width_of_line(columns([("a long name", "")], [("12", "")], 8)) == 8
