"""Moving and selecting in the text: hints, walking by kind, ruler, prose only, objects, the mouse, the conventions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk, Homes, OpenRoom, Visit

SIZES = [(80, 24), (40, 12)]
PAPERS = {
    "a-report.md": (
        "---\ntitle: The report\ndate: 2031-09-22\n---\n\n"
        "# The report\n\n"
        "Josef Hallam said “the boom is ‘unsafe’ now” on 3 May 2031. He left.\n\n"
        "![A ferry at night](ferry.png)\n\n"
        "```\nletter = 1\n```\n\n"
        "## What followed\n\n"
        "Captain Josef Hallam wrote a letter. “Nobody read it,” he said. It was dark. The letter was lost.\n\n"
        + "\n\n".join(f"Paragraph {number} tells of 渡し船 and of water, at some length." for number in range(30))
        + "\n\n## The end\n\nThe letter came back.\n"
    ),
    "b-note.txt": "A note\n\nA short text about a letter.\n",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def papers_once(harbour_once: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    from index.collection import Collection
    from index.config import load_settings

    folder = write(tmp_path_factory.mktemp("desk") / "papers", PAPERS)
    with pytest.MonkeyPatch.context() as patch:
        harbour_once.homes.use(patch)
        collection = Collection.open(folder, load_settings(None).settings)
        collection.update()
        collection.close()
    return replace(harbour_once, folder=folder)


@pytest.fixture
def papers(papers_once: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    papers_once.homes.use(monkeypatch)
    papers_once.clear()
    return papers_once


def labels(here: Visit) -> dict[int, str]:
    return dict(here.room.screen.text._marks.hints)


def selected(here: Visit) -> str:
    return here.room.screen.text.selected_text


async def go(here: Visit, words: str) -> None:
    here.room.screen.text.go_to(here.at(words))
    await here.settle()


# -- hints ----------------------------------------------------------------------------------------------------------


async def test_hints_label_what_can_be_acted_on_and_lead_there(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        began = here.cursor
        await here.press("f")
        assert here.room.contexts == ("hints", "always")
        shown = labels(here)
        for words in ("Josef", "“the boom", "‘unsafe", "3 May", "## What", "Captain"):
            assert here.at(words) in shown, words
        assert began not in shown
        target = here.at("“Nobody")
        await here.press(*shown[target])
        assert here.cursor == target and not labels(here)
        assert here.room.contexts[0] == "text"
        await here.press("ctrl+o")
        assert here.cursor == began


async def test_typing_a_hint_narrows_backspace_takes_back_and_a_wrong_letter_says_so(
    papers: Desk, visit: OpenRoom
) -> None:
    async with visit(papers.folder, size=(80, 100)) as here:
        began = here.cursor
        await here.press("f")
        everything = labels(here)
        assert len(everything) > 26, "so that some labels have two letters"
        target, label = next((offset, label) for offset, label in everything.items() if len(label) == 2)
        await here.press(label[0])
        narrowed = labels(here)
        assert target in narrowed and len(narrowed) < len(everything)
        assert {text[0] for text in narrowed.values()} == {label[0]}
        await here.press("backspace")
        assert labels(here) == everything
        await here.press("5")
        assert here.message.startswith("there is no label 5") and labels(here) == everything
        await here.press(label[0].upper(), label[1])
        assert here.cursor == target
        await here.press("f", "backspace")
        assert not labels(here) and here.cursor == target
        await here.press("f", "escape")
        assert not labels(here) and here.cursor == target != began


async def test_hints_extend_a_selection(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        await go(here, "Josef")
        await here.press("v", "f")
        await here.press(*labels(here)[here.at("‘unsafe")])
        assert selected(here) == "Josef Hallam said “the boom is ‘"


@pytest.mark.parametrize("size", [(20, 5), (80, 24), (300, 100)])
async def test_every_label_is_readable_at_any_size(size: tuple[int, int], papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=size) as here:
        await go(here, "Captain")
        await here.press("f")
        view, shown = here.room.screen.text, labels(here)
        assert shown
        for offset, label in shown.items():
            place = view.screen_cell_of(offset)
            assert place is not None
            at = place - view.content_region.offset
            row = view.render_line(at.y)
            cells = row.crop(min(at.x, size[0] - len(label)), at.x + len(label)).text
            assert cells == label, (offset, label, row.text)


async def test_hints_where_there_is_nothing_to_jump_to(homes: Homes, tmp_path: Path, visit: OpenRoom) -> None:
    folder = write(tmp_path / "one", {"one.txt": "word\n"})
    async with visit(folder, size=(40, 12)) as here:
        await here.press("f")
        assert here.message == "there is nothing to jump to here" and here.room.contexts[0] == "text"


# -- walking --------------------------------------------------------------------------------------------------------


async def test_walking_by_every_kind_stops_at_the_ends_with_a_word(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        await here.press("]", "q")
        assert here.cursor == here.at("“the boom")
        await here.press("2", "]", "q")
        assert here.cursor == here.at("“Nobody")
        await here.press("]", "q")
        assert here.message == "no quotation further on in this document"
        await here.press("3", "[", "q", "[", "q")
        assert here.message == "no quotation before this in this document"
        await here.press("2", "]", "h")
        assert here.cursor == here.at("## The end")
        await here.press("]", "h")
        assert "no heading further on" in here.message
        await here.press("g", "g", "]", "e")
        assert here.cursor == here.at("Josef")
        await here.press("9", "9", "]", "e", "]", "e")
        assert "no name further on" in here.message
        await here.press("]", "t")
        assert "no date further on" in here.message
        await here.press("[", "t")
        assert here.cursor == here.at("3 May")
        await here.press("]", "a")
        assert "no annotation further on" in here.message
        await here.press("]", "d")
        assert here.document.path == "b-note.txt"
        await here.press("]", "q")
        assert "no quotation further on" in here.message


async def test_a_heading_that_is_not_there_is_no_jump(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        await here.press("G")
        end = here.cursor
        await here.press("[", "h", "]", "h")
        await here.press("ctrl+o")
        assert here.cursor == end


# -- ruler and prose only -------------------------------------------------------------------------------------------


async def test_the_ruler_goes_from_paragraph_to_sentence_to_nothing(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        view = here.room.screen.text
        await go(here, "he said. It")
        await here.press("r")
        assert view.ruler == "paragraph" and "paragraph" in here.message
        assert view._marks.ruled == tuple(view._motions.paragraph_at(here.cursor))
        await here.press("r")
        assert here.document.text[slice(*view._marks.ruled)].startswith("“Nobody read it,” he said.")
        await here.press(")")
        assert here.document.text[slice(*view._marks.ruled)] == "It was dark."
        assert "│" in here.screen_text(), "a sign in the margin, for screens without colour"
        await here.press("r")
        assert view._marks.ruled is None and "│" not in here.screen_text()
    async with visit(papers.folder, size=(40, 12), reading={"ruler": "sentence"}) as here:
        assert here.room.screen.text.ruler == "sentence"


async def test_prose_only_folds_the_rest_into_a_row(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        view = here.room.screen.text
        assert "letter = 1" in here.screen_text()
        await here.press("P")
        assert "letter = 1" not in here.screen_text() and "hidden" in here.screen_text()
        hidden = [block for block in here.document.blocks if view.is_folded(block.start)]
        assert {block.kind for block in hidden} >= {"code"}
        for motion in ("j", "}", ")", "]e"):
            await here.press("g", "g")
            for _ in range(9):
                await here.pilot.press(*motion)
                assert not view.is_folded(here.cursor), motion
        await here.press("]", "d")
        assert view.prose_only, "until it is taken back"
        await here.press("[", "d", "P")
        assert "everything is shown again" in here.message and not view.folds


async def test_a_match_in_what_is_folded_away_opens_it(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        await here.press("P")
        await go(here, "Captain")
        await here.press("ctrl+f")
        await here.write("letter")
        await here.press("enter", "g", "g")
        assert "1 mat" in here.screen_text(), "what is hidden is announced"
        code = here.at("letter = 1")
        for _ in range(5):
            if here.cursor == code:
                break
            await here.press("n")
        assert here.cursor == code and not here.room.screen.text.is_folded(code)
        assert "letter = 1" in here.screen_text()


async def test_prose_only_where_nothing_else_would_be_left(homes: Homes, tmp_path: Path, visit: OpenRoom) -> None:
    folder = write(tmp_path / "code", {"a.md": "```\nx = 1\n```\n"})
    async with visit(folder, size=(40, 12)) as here:
        await here.press("P")
        assert "x = 1" in here.screen_text() and "nothing" in here.message


# -- selecting ------------------------------------------------------------------------------------------------------


async def test_objects_and_their_counts(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        await go(here, "unsafe")
        await here.press("v", "i", "w")
        assert selected(here) == "unsafe"
        await here.press("2", "i", "w")
        assert selected(here) == "unsafe’ now” on"
        await go(here, "unsafe")
        await here.press("escape", "v", "i", "q")
        assert selected(here) == "unsafe"
        await here.press("i", "q")
        assert selected(here) == "the boom is ‘unsafe’ now", "again: the one around it"
        await here.press("i", "q")
        assert selected(here).endswith("“Nobody read it,"), "again: up to the next one"
        await go(here, "Captain")
        await here.press("escape", "v", "3", "i", "s")
        assert selected(here).endswith("It was dark.") and selected(here).startswith("Captain")
        await here.press("escape", "v", "i", "e")
        assert "no name under the cursor" in here.message or selected(here)
        await go(here, "Josef Hallam wrote")
        await here.press("escape", "v", "i", "e")
        assert selected(here) in ("Josef Hallam", "Captain Josef Hallam")
        await here.press("escape", "v", "2", "i", "p")
        assert "\n\nParagraph 0" in selected(here)
        await go(here, "Paragraph 5 ")
        await here.press("escape", "v", "i", "q")
        assert here.message == "there is no quotation under the cursor"


async def test_a_quotation_with_its_marks(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        await go(here, "Nobody")
        await here.press("v")
        here.room.screen.text.extend_by_object("aq")
        assert selected(here) == "“Nobody read it,”"


EXTENDING = "j k l h w B b e 0 $ { } ( ) G gg 50% ]h [h ]e [e ]q [q space"


async def test_every_motion_extends_and_shrinks(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        for motion in EXTENDING.split():
            await go(here, "left")
            anchor = here.cursor
            await here.press("v", *([motion] if motion == "space" else motion))
            assert here.room.screen.text.selecting == "characters", motion
            first, last = sorted((anchor, here.cursor))
            assert selected(here) == here.document.text[first : last + 1] and first != last, motion
            await here.press("o")
            assert here.cursor == anchor, motion
            await here.press("o", "escape", "g", "v")
            assert selected(here) == here.document.text[first : last + 1], motion
            await here.press("escape")


async def test_n_extends_and_the_selection_survives_a_resize(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        await here.press("ctrl+f")
        await here.write("letter")
        await here.press("enter")
        await go(here, "Captain")
        await here.press("v", "n", "n")
        assert selected(here) == "Captain Josef Hallam wrote a letter. “Nobody read it,” he said. It was dark. The l"
        for size in ((40, 12), (20, 5), (120, 40)):
            await here.pilot.resize_terminal(*size)
            await here.settle()
            assert selected(here).startswith("Captain") and here.room.contexts[0] == "select"
        await here.press("V")
        assert selected(here).endswith("The letter was lost.")
        await here.press("]", "d")
        assert here.room.screen.text.selection is None


async def test_the_mouse_selects(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        view = here.room.screen.text

        def place(words: str) -> tuple[int, int]:
            cell = view.screen_cell_of(here.at(words))
            assert cell is not None
            return (cell - view.region.offset).x, (cell - view.region.offset).y

        await here.pilot.click(view, offset=place("Captain"), times=2)
        assert selected(here) == "Captain"
        await here.pilot.click(view, offset=place("wrote"), times=3)
        assert selected(here) == "Captain Josef Hallam wrote a letter."
        await here.pilot.click(view, offset=place("Captain"))
        assert view.selection is None and here.cursor == here.at("Captain")
        await here.pilot.click(view, offset=place("wrote"), shift=True)
        assert selected(here) == "Captain Josef Hallam w"
        before = view.position
        await here.pilot._post_mouse_events([_scroll_down()], view)
        await here.settle()
        assert selected(here) == "Captain Josef Hallam w" and view.position > before


def _scroll_down() -> type:
    from textual.events import MouseScrollDown

    return MouseScrollDown


async def test_dragging_beyond_the_page_scrolls(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        view = here.room.screen.text
        cell = view.screen_cell_of(here.at("Captain"))
        assert cell is not None
        await here.pilot.mouse_down(offset=cell)
        await here.pilot.hover(offset=(cell.x, 23))
        end = view.cursor
        await here.until(lambda: view.cursor > end + 300)
        await here.pilot.mouse_up(offset=(cell.x, 23))
        await here.settle()
        assert selected(here).startswith("Captain") and view._drag is None
        anchor = view.selection[0] if view.selection else -1
        inside = view.screen_cell_of(here.document.text.index("Paragraph", view.position))
        assert inside is not None
        await here.pilot.mouse_down(offset=inside)
        await here.pilot.hover(offset=(inside.x + 5, inside.y))
        await here.pilot.mouse_up(offset=(inside.x + 5, inside.y))
        assert view.selection is not None and view.selection[0] > anchor, "a drag inside a selection begins a new one"


# -- what is under the cursor ---------------------------------------------------------------------------------------


async def test_enter_opens_what_is_there_and_asks_where_there_are_several(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        await go(here, "Nobody")
        await here.press("enter")
        assert here.room.contexts[0] == "quotation" and "Nobody read it," in here.screen_text()
        await here.press("escape", "v", "i", "q")
        assert selected(here) == "Nobody read it,"
        await here.press("a")
        await here.write("so he says")
        await here.press("enter")
        await go(here, "read it")
        await here.press("enter")
        assert here.room.contexts[0] == "menu"
        assert "annotation" in here.screen_text() and "so he says" in here.screen_text()
        await here.press("j", "enter")
        assert here.room.contexts[0] == "quotation"
        await here.press("escape", "enter", "enter")
        assert here.room.contexts[0] == "card"
        await here.press("escape", "enter", "q")
        assert here.room.contexts[0] == "text"
        await go(here, "Paragraph 2 ")
        await here.press("enter")
        assert here.message == "there is no annotation, link, name or quotation under the cursor"


@pytest.mark.parametrize(
    ("place", "keys", "query"),
    [
        ("lost", (), "lost"),
        ("Josef Hallam wrote", (), '"Josef Hallam"'),
        ("Nobody", ("v", "i", "q"), '"Nobody read it,"'),
        ("dark", ("v", "e"), "dark"),
    ],
)
async def test_star_searches_word_name_or_selection(
    place: str, keys: tuple[str, ...], query: str, papers: Desk, visit: OpenRoom
) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        await go(here, place)
        await here.press(*keys, "*")
        await here.settle()
        trail = here.room.walk.trail
        assert trail is not None and trail.query is not None
        assert trail.query in (query, '"Captain Josef Hallam"')
        assert here.room.screen.text.selection is None
        assert here.room.screen.text.spans_at("matches", here.at(place))


# -- the conventions of section 2 of the notes on keys ----------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_pager_first(size: tuple[int, int], papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=size) as here:
        view = here.room.screen.text
        start = here.cursor
        for there, back in (("j", "k"), ("down", "up"), ("space", "b"), ("pagedown", "pageup"), ("ctrl+d", "ctrl+u")):
            await here.press(there)
            assert here.cursor > start, there
            await here.press(back)
            if there in ("j", "down"):
                assert here.cursor == start, back
            await here.press("g", "g")
        await here.press("G")
        end = here.cursor
        await here.press("home")
        assert here.cursor == start
        await here.press("end")
        assert here.cursor == end
        await here.press("g", "g", "5", "j")
        five = here.cursor
        await here.press("g", "g", "j", "j", "j", "j", "j")
        assert here.cursor == five
        await here.press("5", "0", "%")
        assert abs(here.cursor * 100 // len(here.document.text) - 50) <= 2
        await here.press("1", "2", "G")
        assert view.block_index == 11
        await here.press("2", "}")
        assert view.block_index == 13
        await here.press("{")
        assert view.block_index == 12
        await here.press("w", "w", "0")
        row = view._layout.row_span(view._layout.row_of(here.cursor))
        assert row is not None and here.cursor == row[0], "0 is the row's beginning"
        await here.press("1", "0", "l")
        assert here.cursor == row[0] + 10, "and a figure where a count was begun"
        await here.press("g", "g", "3", "]", "e")
        third = here.cursor
        await here.press("g", "g", "]", "e", "]", "e", "]", "e")
        assert here.cursor == third


@pytest.mark.parametrize("size", SIZES)
async def test_searching_by_the_conventions(size: tuple[int, int], papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=size) as here:
        await here.press("slash")
        await here.write("letter")
        await here.press("enter")
        first = here.cursor
        await here.press("n")
        second = here.cursor
        assert second != first
        await here.press("N")
        assert here.cursor == first
        await here.press("question_mark")
        assert here.room.contexts[0] == "help"
        await here.press("q", "f1")
        assert here.room.contexts[0] == "help"


@pytest.mark.parametrize("size", SIZES)
async def test_esc_clears_one_thing_at_a_time_and_never_quits(
    size: tuple[int, int], papers: Desk, visit: OpenRoom
) -> None:
    async with visit(papers.folder, size=size) as here:
        await go(here, "lost")
        await here.press("*")
        await here.settle()
        await here.press("v", "w", "slash", "x", "escape")
        assert here.room.prompts.use is None and here.room.screen.text.selecting
        await here.press("escape")
        assert here.room.screen.text.selecting is None and here.room.walk.trail is not None
        await here.press("escape")
        assert here.room.walk.trail is None
        await here.press("escape", "escape", "escape")
        assert here.app.is_running


@pytest.mark.parametrize("size", SIZES)
async def test_select_then_act_with_one_grammar(size: tuple[int, int], papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=size) as here:
        await go(here, "Captain")
        await here.press("V", ")")
        assert selected(here) == "Captain Josef Hallam wrote a letter. “Nobody read it,” he said."
        await here.press("escape", "v", "i", "s", "a")
        await here.write("first")
        await here.press("enter")
        assert [mark.annotation.note for mark in here.room.marking.marks] == ["first"]
        await here.press("]", "q", "v", "i", "q", ".")
        assert [mark.annotation.note for mark in here.room.marking.marks] == ["first", "first"]
        await here.press("g", "g", "]", "a")
        assert here.cursor == here.room.marking.marks[0].start
        await here.press("u")
        assert len(here.room.marking.marks) == 1 and here.message
        await here.press("ctrl+r")
        assert len(here.room.marking.marks) == 2


@pytest.mark.parametrize("size", SIZES)
async def test_b_pages_while_reading_and_is_a_word_back_while_selecting(
    size: tuple[int, int], papers: Desk, visit: OpenRoom
) -> None:
    async with visit(papers.folder, size=size) as here:
        await here.press("G")
        end = here.cursor
        await here.press("b")
        assert end - here.cursor > 100
        await here.press("w", "w", "v")
        start = here.cursor
        await here.press("b")
        assert 0 < start - here.cursor < 30
        await here.press("ctrl+u")
        assert here.room.screen.text.selecting == "characters"


async def test_no_key_is_silently_dead_while_hints_are_shown(papers: Desk, visit: OpenRoom) -> None:
    async with visit(papers.folder, size=(80, 24)) as here:
        await here.press("f")
        for key in ("slash", "tab", "1", "ctrl+d", "enter", "f5"):
            await here.press(key)
            assert "there is no label" in here.message, key
            assert here.room.contexts[0] == "hints"
