"""The concordance on the screen: lines by the keys, marks on many of them, and the way to a passage and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom, Visit

LINES = ("slash", *"letter", "enter", "g", "k")


def rows(here: Visit) -> list[str]:
    """The lines as they are drawn."""
    page = here.room.screen.page_named("concordance")
    return ["".join(text for text, _ in page.draw(at, page.rows.size.width)[0]) for at in range(len(page.items))]


async def test_matches_stand_below_each_other(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(140, 40)) as here:
        await here.press(*LINES)
        drawn = rows(here)
        assert len(drawn) == 7
        at = {line.lower().index("letter") for line in drawn if line.lower().count("letter") == 1}
        assert len(at) == 1
        (column,) = at
        assert all(line[column : column + 6].lower() == "letter" for line in drawn)


async def test_enter_goes_to_the_match_and_the_way_back_leads_to_the_line(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*LINES, "s", "d", "j", "j", "enter")
        assert (here.document.path, here.cursor) == ("ferry.txt", here.at("letter", 2))
        assert here.room.contexts[0] == "text" and "match 3 of 3" in here.status
        await here.press("n")
        assert here.document.path == "inquiry.md"
        await here.press("g", "k")
        page = here.room.screen.page_named("concordance")
        assert here.room.contexts[0] == "concordance" and page.rows.cursor == 2


async def test_checked_lines_get_a_code_in_one_step(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*LINES, "s", "d", "x", "x", "j", "j", "x", "t", *"proof", "enter")
        await here.until(lambda: "marked" in here.message)
        marks = here.room.collection.annotations()
        assert [(mark.annotation.document, mark.annotation.exact) for mark in marks] == [
            ("ferry.txt", "letter"),
            ("ferry.txt", "letter"),
            ("inquiry.md", "letter"),
        ]
        assert all(mark.annotation.codes == ("proof",) for mark in marks)
        assert "marked 3 passages" in here.message
        await here.press("u")
        assert here.room.collection.annotations() == []


async def test_without_checks_a_note_is_on_the_line_under_the_cursor(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*LINES, "s", "d", "a", *"once", "enter")
        (mark,) = here.room.collection.annotations()
        assert (mark.annotation.document, mark.annotation.note, mark.status) == ("ferry.txt", "once", "exact")


async def test_all_checked_and_copied_with_their_citation(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*LINES, "X")
        assert "7 checked" in here.screen_text()
        await here.press("y")
        copied = here.app.clipboard
        assert copied.count("characters ") == 7 and copied.count("Plumb Line, 2031-09-22") == 3
        await here.press("escape")
        assert not here.room.concordance.checks and here.room.contexts[0] == "concordance"
        await here.press("escape")
        assert here.room.contexts[0] == "text"


async def test_lines_are_narrowed_and_shown_again(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press(*LINES, "F", *"nobody", "enter")
        assert 0 < len(here.room.concordance.lines) < 7
        assert "7 matches" in here.screen_text() and "shown" in here.screen_text()
        await here.press("g", "k")
        assert len(here.room.concordance.lines) == 7


async def test_what_changed_meanwhile_is_left_out(harbour: Desk, visit: OpenRoom) -> None:
    from index.annotations.annotation import Passage

    async with visit(harbour.folder) as here:
        at = here.at("letter")
        good, bad = Passage("ferry.txt", at, at + 6, "letter"), Passage("ferry.txt", at, at + 6, "lettre")
        marked = here.room.collection.annotate_all([good, bad], codes=("proof",))
        assert (marked.marked, marked.changed, marked.undoable) == (1, 1, True)


async def test_every_key_in_the_smallest_window(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(20, 5)) as here:
        await here.press(*LINES, "j", "x", "s", "l", "s", "t", "minus", "G", "k", "g", "g")
        assert all(rows(here)) and here.room.contexts[0] == "concordance"
