"""Finding one's way: the contents of a document, where one has been, how far one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.document import Block, Document, Metadata
from tui.session.reading.contents import headings_of
from tui.session.reading.visited import words_around

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom


async def test_the_contents_list_every_heading_and_lead_to_it(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("]", "d", "G", "g", "o")
        shown = here.screen_text()
        assert "  What was said" in shown and "# What" not in shown
        assert "Contents   2 headings · The inquiry opens" in shown
        assert "The minister said that no letter" in shown
        rows = here.room.screen.page_named("outline").rows
        assert rows.cursor == 1, "the one that the cursor stood under"
        await here.press("enter")
        assert here.document.text[here.cursor :].startswith("## What was said")
        await here.press("ctrl+o")
        assert here.cursor > here.at("The minister")


async def test_a_text_without_headings_says_so(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.contents.headings = []
        here.room.screen.show_page("outline")
        await here.settle()
        assert "this document has no headings; } in the text goes" in here.screen_text()
        await here.press("enter", "q")
        assert here.room.contexts[0] == "text"


def test_headings_say_what_follows_only_where_it_is_theirs() -> None:
    text = "One\n\nTwo\n\n" + "x " * 200
    blocks = (Block(0, 3, "headline", ""), Block(5, 8, "heading", ""), Block(10, len(text) - 1, "prose", ""))
    first, second = headings_of(_document(text, blocks))
    assert (first.words, first.below, first.paragraph, first.percent) == ("One", "", 1, 0)
    assert (second.words, second.start, second.paragraph) == ("Two", 5, 2) and 0 < len(second.below) <= 200


@pytest.mark.parametrize(
    ("written", "words", "level"),
    [
        ("# One", "One", 0),
        ("### Three ###", "Three", 2),
        ("Under\n=====", "Under", 0),
        ("#MeToo", "#MeToo", 0),
        ("---", "---", 0),
    ],
)
def test_the_signs_of_a_heading_are_not_its_words(written: str, words: str, level: int) -> None:
    (found,) = headings_of(_document(written, (Block(0, len(written), "heading", ""),)))
    assert (found.words, found.level) == (words, level)


@pytest.mark.parametrize(
    ("offset", "begins"),
    [(0, "The ferry"), (6, "ferry sank"), (33, "night and was not"), (56, "night and was"), (99, "night and was")],
)
def test_a_place_is_told_by_whole_words(offset: int, begins: str) -> None:
    text = "The ferry sank at dead hour of\nnight and was not seen again by us.\n"
    assert words_around(text, offset).startswith(begins)


async def test_where_one_has_been_across_documents(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "h")
        assert "nowhere yet" in here.screen_text()
        await here.press("q", "G", "]", "d", "]", "d", "g", "h")
        visits = here.room.visited.visits
        assert [(visit.place.path, visit.steps) for visit in visits][:2] == [("inquiry.md", 1), ("ferry.txt", 2)]
        assert "1 back" in here.screen_text() and "Ferry sinks in the Narrows" in here.screen_text()
        await here.press("F", *"ferry", "enter", "enter")
        assert here.document.path == "ferry.txt"
        await here.press("ctrl+o", "g", "h")
        page = here.room.screen.page_named("history")
        assert here.room.visited.visits[0].steps == -1 and page.rows.cursor == 1, "what lies ahead stands above"
        # A number goes so many places at once, and as far as there are any.
        await here.press("q", *"2<")
        assert here.document.path == "ferry.txt" and len(here.room.reading.jumps.places[1]) == 3
        await here.press(*"9>")
        assert here.room.reading.jumps.places[1] == []


async def test_a_place_in_a_document_that_is_gone(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        from tui.session.reading.jumps import Place

        here.room.reading.jumps.leave(Place("gone.txt", 5))
        await here.press("g", "h")
        assert "this document is gone" in here.screen_text()


@pytest.mark.parametrize("size", [(120, 40), (40, 12)])
async def test_the_percentage_is_that_of_the_cursor(size: tuple[int, int], harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=size) as here:
        text = here.room.screen.text
        assert text.percent == 0
        await here.press("5", "0", "%")
        assert 48 <= text.percent <= 50
        before = text.percent
        await here.press("g", "a")
        assert text.percent == before, "a list in its place changes nothing"
        await here.press("q", "G")
        assert text.percent == 100


def _document(text: str, blocks: tuple[Block, ...]) -> Document:
    return Document("a.txt", text, blocks, Metadata(), "sha", "sha", "text", 1)
