"""The screens of search hold together: prompt, results, facets, pages opened from pages."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.geometry import Region

import tui.app
from tui.counted import counted
from tui.widgets.facet_panel import Entry
from tui.widgets.prompt import Field
from tui.widgets.status import StatusText

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom, Visit

ROOT = Path(__file__).parents[2]
SEARCHED = ("slash", *"letter", "enter", "g", "r")


async def command(here: Visit, words: str) -> None:
    """Run a command by its name."""
    await here.press("colon")
    await here.write(words)
    await here.press("enter")


def searches(here: Visit) -> dict[str, str]:
    return here.room.collection.queries.saved()


async def test_a_name_in_use_is_replaced_only_when_it_is_asked_for_twice(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        await here.press("slash", *"letter", "ctrl+s", *"one", "enter")
        # Back in the search, and what was done is said although the prompt is open.
        assert here.room.prompts.use is here.room.search and here.status == "saved the search one"
        await here.press("ctrl+u", *"zebra", "ctrl+s", *"no/name", "enter")
        assert "cannot be the name" in here.status and here.room.prompts.text == "no/name"
        await here.press("ctrl+u", *"one", "enter")
        assert "in use" in here.status and "letter" in here.status and here.room.prompts.text == "one"
        assert searches(here) == {"one": "letter"}
        await here.press("2", "enter")
        assert searches(here) == {"one": "letter", "one2": "zebra"}
        await here.press("ctrl+s", *"one", "enter", "enter", "escape")
        assert searches(here) == {"one": "zebra", "one2": "zebra"}
        await here.press("g", "s", "c", "ctrl+u", *"one2: boom", "enter")
        assert "in use" in here.status and here.room.prompts.text == "one2: boom"
        await here.press("ctrl+u", *"one: (boom", "enter")
        assert here.room.prompts.text == "one: (boom" and here.room.screen.query_one(StatusText).state.error
        await here.press("ctrl+u", *"two: boom", "enter")
        assert searches(here) == {"two": "boom", "one2": "zebra"} and here.room.prompts.use is None
        assert "renamed the search one to two" in here.message


async def test_a_query_typed_from_the_facets_is_answered_in_sight(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        await here.press(*SEARCHED, "tab")
        screen, page = here.room.screen, here.room.screen.page_named("results")
        # The results make room for them, and s works as it does there.
        assert screen.facets.display and page.rows.region.right <= screen.facets.region.x
        await here.press("s", "p")
        assert here.message == "results by path" and here.room.contexts[0] == "facets"
        await here.press("G", "slash", *"boom")
        assert not screen.facets.display
        await here.press("escape")
        assert here.room.contexts[0] == "facets" and screen.facets.display
        await here.press("slash", *"letter format:txt", "enter", "g", "r", "tab")
        row = screen.facets.row_at_cursor
        assert isinstance(row, Entry) and row.kind and screen.facets.top == 0


async def test_results_are_turned_round_and_follow_the_walk(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*SEARCHED)
        page = here.room.screen.page_named("results")
        for keys in ("st", "sp"):
            await here.press(*keys)
            once = [hit.document.path for hit in page.items]
            await here.press(*keys)
            assert [hit.document.path for hit in page.items] == once[::-1] and "turned round" in here.message
        await here.press("g", "g", "enter")
        first = here.document.path
        while here.document.path == first:
            await here.press("n")
        await here.press("g", "r")
        assert page.chosen_key == here.document.path


async def test_esc_goes_back_one_page_with_the_cursor_as_it_was(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*SEARCHED)
        await here.steps("j", "g", "k", "j", "j", "x")
        checked = list(here.room.concordance.checks)
        results, lines = (here.room.screen.page_named(name) for name in ("results", "concordance"))
        answer, place, line = here.room.search.answer, results.chosen_key, lines.chosen_key
        await command(here, "collocates")
        await here.press("j")
        word = here.room.screen.page_named("collocates").chosen_key
        await here.press("enter")
        assert here.room.contexts[0] == "concordance" and here.room.concordance.asked is not None
        assert here.room.concordance.asked.beside
        await here.press("escape")
        assert here.room.contexts[0] == "collocates"
        assert here.room.screen.page_named("collocates").chosen_key == word
        await here.press("q")
        assert here.room.contexts[0] == "concordance" and not here.room.concordance.asked.beside
        assert lines.chosen_key == line and "7 matches" in here.screen_text()
        assert len(checked) == 1 and list(here.room.concordance.checks) == checked
        await here.press("escape")
        assert here.room.contexts[0] == "concordance" and not here.room.concordance.checks
        await command(here, "frequency")
        await here.steps("G", "enter")
        assert here.room.contexts[0] == "results" and here.room.search.answer is not answer
        await here.steps("escape", "q", "escape")
        assert here.room.contexts[0] == "results" and results.chosen_key == place
        assert here.room.search.answer is answer
        await here.press("escape")
        assert here.room.contexts[0] == "text"


async def test_the_concordance_takes_the_room_of_the_other_panes(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(120, 20)) as here:
        await here.press(*SEARCHED, "g", "k")
        screen = here.room.screen
        assert not screen.documents.display and not screen.entities.display
        assert screen.page_named("concordance").rows.size.width > 110
        await here.press("tab")
        assert screen.entities.display
        await here.press("escape", "q")
        assert screen.documents.display and screen.facets.display


@pytest.mark.parametrize("size", [(40, 12), (20, 5)])
async def test_what_is_wrong_with_a_query_can_be_read_in_a_small_window(
    size: tuple[int, int], harbour: Desk, visit: OpenRoom
) -> None:
    async with visit(harbour.folder, size=size) as here:
        await here.press("slash")
        await here.write("letter colour:red")
        words = " ".join(here.screen_text().split())
        assert "There is no field" in words and "colour:red" in words
        await here.press("ctrl+u", *"zebra")
        assert here.room.screen.query_one("#status").size.height == 1


async def test_no_key_of_a_burst_overtakes_another(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where the machine is slow: what is typed has not arrived when the next key is there.
    monkeypatch.setattr(tui.app, "LONGEST_WAIT", 0.0)
    async with visit(harbour.folder) as here:
        keys = [("slash", "/"), *((letter, letter) for letter in "lantern"), ("enter", "\r")]
        for key, character in keys:
            here.app.post_message(events.Key(key, character))
        await here.until(lambda: here.room.walk.trail is not None and here.room.prompts.use is None)
        assert here.room.walk.trail.query == "lantern" and here.document.path == "ferry.txt"


async def test_a_letter_is_painted_before_anything_is_done_about_it(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash", *"le")
        prompt = here.room.screen.prompt
        shown: list[str] = []
        changed = prompt.changed
        assert changed is not None

        def note(text: str) -> None:
            shown.append(prompt.render_line(0).text.split()[0])
            assert prompt not in here.room.screen._dirty_widgets and not prompt._repaint_regions
            changed(text)

        monkeypatch.setattr(prompt, "changed", note)
        drawn: list[tuple[str, Region]] = []
        for widget in (
            here.room.screen.documents,
            here.room.screen.header,
            here.room.screen.page_named("results").rows,
        ):
            of = widget.render_lines
            monkeypatch.setattr(
                widget,
                "render_lines",
                lambda crop, of=of, widget=widget: (drawn.append((str(widget), crop)), of(crop))[1],
            )
        painted = Field.paint_now
        monkeypatch.setattr(
            Field, "paint_now", lambda self, *others: (drawn.clear(), painted(self, *others), first(drawn))
        )

        def first(drawn: list[tuple[str, Region]]) -> None:
            assert not drawn, drawn

        await here.press("t")
        assert shown == ["/let"] and here.room.prompts.text == "let"


async def test_what_has_not_changed_is_not_drawn_again(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*SEARCHED)
        rows = here.room.screen.page_named("results").rows
        before = here.screen_text()
        rows.refresh_items()
        assert list(rows._exchange_repaint_regions()) == []
        rows.refresh_item(0)
        rows._exchange_repaint_regions()
        await here.press("j")
        # Two rows of three lines each have another ground, and nothing else.
        assert here.screen_text() == before and rows.cursor == 1
        here.app.wardrobe.next()
        await here.settle()
        assert here.screen_text() == before


def test_numbers_and_their_nouns() -> None:
    assert [counted(number, "match") for number in (0, 1, 2, 1204)] == [
        "0 matches",
        "1 match",
        "2 matches",
        "1,204 matches",
    ]
    assert counted(1, "silenced line") == "1 silenced line" and counted(2, "entry", "entries") == "2 entries"


NOUNS = ("documents", "matches", "lines", "files", "mentions", "searches", "results", "names", "rows", "words", "pairs")


def test_no_number_stands_before_a_plural_without_a_look_at_it() -> None:
    """`{n} documents` is "1 documents" one day: `counted` is asked, or the line tells one from several itself."""
    wrong = []
    for path in sorted((ROOT / "tui").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for text, parents in strings(ast.parse(source)):
            for number, behind in zip(text.values, text.values[1:], strict=False):
                plural = isinstance(behind, ast.Constant) and str(behind.value).startswith(
                    tuple(f" {n}" for n in NOUNS)
                )
                if isinstance(number, ast.FormattedValue) and plural and not looked_at(number, parents):
                    wrong.append(f"{path.relative_to(ROOT)}:{text.lineno}: {ast.get_source_segment(source, text)}")
    assert not wrong, "\n".join(wrong)


def strings(tree: ast.AST) -> list[tuple[ast.JoinedStr, list[ast.AST]]]:
    """Every f-string, and what it stands in."""
    found: list[tuple[ast.JoinedStr, list[ast.AST]]] = []

    def walk(node: ast.AST, parents: list[ast.AST]) -> None:
        if isinstance(node, ast.JoinedStr):
            found.append((node, parents))
        for child in ast.iter_child_nodes(node):
            walk(child, [*parents, node])

    walk(tree, [])
    return found


def looked_at(number: ast.FormattedValue, parents: list[ast.AST]) -> bool:
    """True where the number is formatted as a number (so that it is one) but compared before."""
    if not any(
        isinstance(each, ast.Constant) and "," in str(each.value) for each in ast.walk(number.format_spec or ast.Pass())
    ):
        return True
    return any(isinstance(parent, ast.If | ast.IfExp) and "1" in ast.dump(parent.test) for parent in parents)
