"""Searching: answers as one types, through the results, from match to match and on into the next document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom

SIZES = [(120, 40), (80, 24), (40, 12), (20, 5)]


@pytest.mark.parametrize("size", SIZES)
async def test_results_come_as_one_types_and_open_at_the_match(
    size: tuple[int, int], harbour: Desk, visit: OpenRoom
) -> None:
    async with visit(harbour.folder, size=size) as here:
        await here.press("slash")
        await here.write("lett")
        page = here.room.screen.page_named("results")
        assert page.is_open and len(page.items) == 3
        assert here.room.contexts[0] == "prompt"
        assert "/lett" in here.screen_text()
        if size[0] >= 80:
            assert "3 of 4 documents" in here.screen_text() and "letter" in here.screen_text()
        await here.press("down")
        chosen = page.chosen_key
        await here.press("enter")
        assert here.document.path == chosen
        assert here.room.screen.focused is here.room.screen.text and not page.is_open
        assert here.document.text[here.cursor :].lower().startswith("letter")
        assert here.room.walk.place.startswith("match 1 of ")


async def test_esc_gives_back_what_was_there(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        await here.press("]", "d", "3", "j")
        before = (here.document.path, here.cursor, here.room.screen.text.position)
        await here.press("slash")
        await here.write("zebra")
        await here.press("escape")
        assert (here.document.path, here.cursor, here.room.screen.text.position) == before
        assert here.room.contexts[0] == "text" and here.room.walk.trail is None
        await here.press("g", "d", "slash")
        await here.write("zebra")
        await here.press("escape")
        assert here.room.contexts[0] == "documents"


async def test_n_goes_on_into_the_next_document_and_says_so(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("letter")
        await here.press("enter")
        trail = here.room.walk.trail
        assert trail is not None and trail.documents is not None
        # What was chosen opened, wherever it stands among the documents; the first one is gone to from there.
        while here.document.path != trail.documents[0]:
            await here.press("N")
        await here.press("g", "g", "n")
        seen = [(here.document.path, here.cursor)]
        crossings = 0
        for _ in range(20):
            path = here.document.path
            await here.press("n")
            if "this was the last match of the last document" in here.message:
                break
            if here.document.path != path:
                crossings += 1
                assert here.message.startswith("next document: ") and "match 1 of" in here.message
                assert f"document {crossings + 1} of 3" in here.message
            seen.append((here.document.path, here.cursor))
        expected = [
            (path, span.start) for path in trail.documents for span in trail.spans_in(here.room.collection, path)
        ]
        assert seen == expected and crossings == 2
        assert here.room.walk.place.endswith(" · 3 of 4 documents")
        for place in reversed(expected[:-1]):
            await here.press("N")
            assert (here.document.path, here.cursor) == place
        await here.press("3", "n")
        assert (here.document.path, here.cursor) == expected[3]


async def test_enter_searches_whole_words_unless_only_a_beginning_answers(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("let")
        await here.press("enter")
        answer = here.room.search.answer
        assert answer is not None and answer.question.as_typed and len(answer.page.hits) == 3
        await here.press("slash")
        await here.write("letter")
        await here.press("enter")
        answer = here.room.search.answer
        assert answer is not None and not answer.question.as_typed


async def test_enter_before_the_answer_waits_for_it(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        for key in ("slash", *"zebra", "enter"):
            await here.pilot.press(key)
        await here.until(lambda: here.document.path == "zebra.txt")


async def test_no_match_says_so_and_the_prompt_stays(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("qqqq")
        assert "no match for qqqq" in here.status
        await here.press("enter")
        assert here.room.contexts[0] == "prompt" and "no match for qqqq" in here.status


async def test_a_mistake_in_a_query_is_marked_and_explained(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("letter colour:red")
        assert here.room.screen.prompt._error is not None
        assert "There is no field colour:" in here.status and "title:" in here.status
        words = here.status
        await here.press("enter")
        assert here.room.contexts[0] == "prompt" and here.status == words
        await here.press("ctrl+u")
        await here.write("letter")
        assert here.room.screen.prompt._error is None and "3 of 4" in here.status


async def test_results_again_sorted_and_closed(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("g", "r")
        assert "no results yet" in here.message
        await here.press("slash")
        await here.write("letter")
        await here.press("enter", "g", "r")
        page = here.room.screen.page_named("results")
        assert page.is_open and here.room.contexts[0] == "results"
        await here.press("s", "p")
        assert "results by path" in here.message
        paths = [hit.document.path for hit in page.items]
        assert paths == sorted(paths)
        await here.press("G", "enter")
        assert here.document.path == paths[-1]
        await here.press("g", "r", "q")
        assert not page.is_open and here.room.screen.focused is here.room.screen.text


async def test_snippets_mark_their_matches(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("lantern")
        await here.until(lambda: "At the very end Josef Hallam" in here.screen_text())
        page = here.room.screen.page_named("results")
        marked = [text for line in page.draw(0, 60) for text, role in line if "match" in role]
        assert marked == ["lantern"]


async def test_history(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        for query in ("zebra", "lantern"):
            await here.press("slash")
            await here.write(query)
            await here.press("enter")
        await here.press("slash", "up")
        assert here.room.prompts.text == "lantern"
        await here.press("ctrl+r")
        assert here.room.prompts.text == "zebra"
        await here.press("ctrl+r")
        assert "nothing earlier" in here.status
        await here.press("down")
        assert here.room.prompts.text == "lantern"
    async with visit(harbour.folder) as here:
        await here.press("slash", "up", "enter")
        assert here.document.path == "ferry.txt"


async def test_find_in_this_document(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(80, 24)) as here:
        start = here.cursor
        await here.press("ctrl+f")
        await here.write("lantern")
        assert (here.cursor == here.at("lantern") and "1 match" in here.status) or "match 1 of 1" in here.status
        await here.press("escape")
        assert here.cursor == start and here.room.walk.trail is None
        await here.press("ctrl+f")
        await here.write("letter")
        await here.press("enter")
        assert here.cursor == here.at("letter")
        await here.press("n", "n")
        assert here.cursor == here.at("letter", 2) and here.document.path == "ferry.txt"
        await here.press("n")
        assert here.cursor == here.at("letter") and "round again" in here.message
        await here.press("ctrl+o")
        assert here.cursor == start
        await here.press("ctrl+f")
        await here.write("zebra")
        assert "no match for zebra in this document" in here.status
        await here.press("escape")
        assert here.room.walk.trail is not None and here.room.walk.trail.query == "letter"


async def test_find_in_this_document_takes_the_language_of_search(harbour: Desk, visit: OpenRoom) -> None:
    harbour_text = "inquiry.md"
    async with visit(harbour.folder) as here:
        here.room.reading.open(harbour_text)
        await here.settle()
        here.room.collection.annotate(harbour_text, here.at("The letter was"), here.at(" was read"), note="aloud")

        def matched() -> list[str]:
            return [here.document.text[start:end] for start, end, _ in here.room.screen.text.spans("matches")]

        for query, places in {
            "letters": ["letter", "letter", "letter"],
            "=letters": [],
            "note:aloud": ["The letter"],
            'entity:"josef hallam"': ["Josef Hallam"],
            '"second letter" OR minister': ["second letter", "minister"],
            "letter NEAR/1 second": ["second letter"],
            "minist?r date:2031": ["minister"],
            "letter date:2030": [],
            "letter -minister": [],
            "path:inquiry": [],
        }.items():
            await here.press("ctrl+f", *query)
            assert matched() == places, query
            if query == "letter date:2030":
                assert "date:2030 does not hold for this document" in here.status
            if query == "letter -minister":
                assert "minister is in this document" in here.status
            if query == "path:inquiry":
                assert "path:inquiry holds for this document" in here.status
            await here.press("escape")
        await here.press("ctrl+f", *"letter near/3 x")
        assert "NEAR is written in capitals" in here.status and here.room.screen.prompt._error is not None


async def test_the_word_under_the_cursor_is_searched(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.screen.text.go_to(here.at("boom"))
        await here.press("*")
        assert here.room.walk.trail is not None and here.room.walk.trail.query == "boom"
        assert here.document.path == "ferry.txt" and "1 match" in here.status
        await here.press("n")
        assert here.cursor == here.at("boom") or here.document.path == "letter.txt"
        here.room.reading.open("ferry.txt")
        await here.settle()
        here.room.screen.text.go_to(here.at("Josef Hallam"))
        await here.press("*")
        assert here.room.walk.trail.query == '"Josef Hallam"'


async def test_esc_puts_the_search_away(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write("letter")
        await here.press("enter")
        assert len(here.room.screen.text.spans("matches")) > 0
        await here.press("escape")
        assert here.room.walk.trail is None and not here.room.screen.text.spans("matches")
        await here.press("n")
        assert "nothing to walk yet" in here.message


async def test_help_on_queries_from_the_prompt(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash", "question_mark")
        assert "HOW A QUERY IS WRITTEN" in here.screen_text()
        await here.press("q")
        assert here.room.contexts[0] == "prompt"
        await here.write("l?")
        assert here.room.prompts.text == "l?"


async def test_the_prompt_is_edited_like_a_line(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder, size=(40, 12)) as here:
        await here.press("slash")
        await here.write("one two three")
        await here.press("ctrl+w", "backspace")
        assert here.room.prompts.text == "one two"
        await here.press("home", "delete", "O", "ctrl+right", "ctrl+k")
        assert here.room.prompts.text == "One"
        await here.press("left", "right", "end", "ctrl+u")
        assert here.room.prompts.text == ""
        here.app.post_message(__import__("textual.events").events.Paste("a\nb\tc" + " d" * 100))
        await here.settle()
        assert here.room.prompts.text.startswith("a b c d")
        assert here.screen_text()


async def test_more_like_the_selection_the_row_and_the_open_document(harbour: Desk, visit: OpenRoom) -> None:
    async def ask() -> str:
        await here.press("colon")
        await here.write("more-like-this")
        await here.press("enter")
        assert here.room.contexts[0] == "results" and here.room.search.answer is not None
        return here.room.search.answer.question.query

    async with visit(harbour.folder) as here:
        await here.press("v", "i", "p")
        selected = " ".join(here.document.text[slice(*here.room.screen.text.selection)].split())
        assert await ask() == f'like:"{selected}"'
        await here.press("g", "d", "G")
        row = here.room.screen.documents.row_at_cursor
        assert row is not None and row.path == "zebra.txt"
        await here.press("k")
        assert await ask() == 'like:"letter.txt"'
        assert here.message.startswith("by ")
        chosen = here.room.screen.page_named("results").chosen_key
        assert await ask() == f'like:"{chosen}"'
        await here.press("enter")
        assert here.document.path != chosen and here.room.walk.place.startswith("match 1 of ")
        await here.press("n")
        assert here.room.walk.place.startswith("match 2 of ")


async def test_tab_asks_for_the_likeness_of_a_sentence_that_finds_nothing(harbour: Desk, visit: OpenRoom) -> None:
    sentence = "captain josef hallam wrote the letter to a zebra "
    async with visit(harbour.folder) as here:
        await here.press("slash")
        await here.write(sentence)
        assert "none has all of these; some have many · tab" in here.screen_text()
        await here.press("tab")
        assert here.room.prompts.text == f'like:"{sentence.strip()}"'
        assert here.room.search.answer is not None and here.room.search.answer.page.total
        assert " · by " in here.screen_text()


async def test_another_query_begins_at_its_best_hit_and_esc_brings_the_place_back(
    harbour: Desk, visit: OpenRoom
) -> None:
    async with visit(harbour.folder) as here:
        page = here.room.screen.page_named("results")
        await here.press("slash", *"letter", "down", "down")
        assert page.rows.cursor == 2
        await here.press("ctrl+u", *"hallam")
        assert page.rows.cursor == 0
        await here.press("escape", "slash", *"letter", "enter", "g", "r", "j")
        place = page.chosen_key
        assert page.rows.cursor == 1
        await here.press("slash", *"boom")
        assert page.rows.cursor == 0
        await here.press("escape")
        assert page.chosen_key == place
