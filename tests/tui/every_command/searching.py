"""Walking by kind, searching, and what keys do while one types a query."""

from __future__ import annotations

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene


def walks(id: str, to: str, *start: str, at: str = "", occurrence: int = 0, then: tuple[str, ...] = ()) -> None:
    """The command brings the cursor to these words."""

    @scene(id, *start, at=at)
    async def play(here, do):
        if then:
            await here.press(*then)
        await do()
        assert here.cursor == here.at(to, occurrence), (here.cursor, here.document.text[here.cursor :][:20])


BOOM = ("slash", *"boom", "enter")
LETTER = ("slash", *"letter", "enter")
walks("match-next", "letter warned", "ctrl+f", *"letter", "enter")
walks("match-previous", "letter.", "ctrl+f", *"letter", "enter", occurrence=1)
walks("entity-next", "Josef Hallam", at="Captain Josef")
walks("entity-previous", "Josef Hallam", at="The letter warned")


@scene("annotation-next", "a", *"one", "enter", at="Nobody")
async def annotation_next(here, do):
    await here.press("g", "g")
    await do()
    assert here.cursor == here.room.marking.marks[0].start
    await here.press("u")


@scene("annotation-previous", "a", *"two", "enter", at="Nobody")
async def annotation_previous(here, do):
    await here.press("G")
    await do()
    assert here.cursor == here.room.marking.marks[-1].start
    await here.press("u")


def walks_inquiry(id: str, words: str, offset: int = 0) -> None:
    """The command finds these words in the second document, or says that there is nothing more of the kind."""

    @scene(id, "]", "d")
    async def play(here, do):
        here.room.screen.text.go_to(here.at("The letter was read") + offset)
        await do()
        assert here.document.path == "inquiry.md"
        found = here.document.text[here.cursor :].lstrip("# ")
        assert words in here.message if words.startswith("no ") else found.startswith(words), found[:20]


walks_inquiry("heading-next", "What was said")
walks_inquiry("heading-previous", "The inquiry opens")
walks_inquiry("date-next", "no date further on")
walks_inquiry("date-previous", "no date before this")
walks_inquiry("quotation-next", "no quotation")
walks_inquiry("quotation-previous", "no quotation")


@scene("document-next")
async def document_next(here, do):
    await do()
    assert here.document.path == "inquiry.md"


@scene("document-previous", "]", "d")
async def document_previous(here, do):
    await do()
    assert here.document.path == "ferry.txt"


@scene("unread-next")
async def unread_next(here, do):
    await do()
    assert here.document.path == "inquiry.md"


@scene("unread-previous", "]", "d", "]", "d")
async def unread_previous(here, do):
    await do()
    assert here.document.path == "inquiry.md"


# -- searching -------------------------------------------------------------------------------------------------------


@scene("search")
async def search(here, do):
    await do(*"zebra")
    assert here.room.contexts[0] == "prompt" and here.room.search.answer.question.query == "zebra"
    await here.press("escape")
    await do(told="boom")
    assert here.room.search.answer.question.query == "boom" and here.room.contexts[0] == "results"


@scene("search-again", *LETTER)
async def search_again(here, do):
    await do()
    assert here.room.contexts[0] == "prompt" and here.room.prompts.text == "letter"


@scene("find-here")
async def find_here(here, do):
    await do(*"lantern")
    assert here.cursor == here.at("lantern")


@scene("search-word", at="lantern")
async def search_word(here, do):
    await do()
    assert here.room.search.answer.question.query == "lantern"


@scene("prompt-accept", "slash", *"zebra")
async def prompt_accept(here, do):
    await do()
    assert here.document.path == "zebra.txt" and here.room.contexts[0] == "text"


@scene("prompt-down", "slash", *"letter")
async def prompt_down(here, do):
    before = here.room.screen.page_named("results").chosen_key
    await do()
    assert here.room.screen.page_named("results").chosen_key != before


@scene("prompt-up", "slash", *"letter", "down")
async def prompt_up(here, do):
    before = here.room.screen.page_named("results").chosen_key
    await do()
    assert here.room.screen.page_named("results").chosen_key != before


@scene("prompt-cancel", "slash", *"zebra")
async def prompt_cancel(here, do):
    await do()
    assert here.room.contexts[0] == "text" and here.document.path == "ferry.txt"


@scene("prompt-history", *BOOM, "slash")
async def prompt_history(here, do):
    await do()
    assert here.room.prompts.text == "boom"


@scene("prompt-help", "slash")
async def prompt_help(here, do):
    await do()
    assert "HOW A QUERY IS WRITTEN" in here.screen_text()
    await here.press("q")
    assert here.room.contexts[0] == "prompt"


@scene("prompt-help-empty", "slash")
async def prompt_help_empty(here, do):
    await do()
    assert "HOW A QUERY IS WRITTEN" in here.screen_text()
    await here.press("q", "b", "question_mark")
    assert here.room.prompts.text == "b?"


@scene("prompt-complete", "g", "d", "F", *"is:unr")
async def prompt_complete(here, do):
    await do()
    assert here.room.prompts.text.strip() == "is:unread"


@scene("more-like-this")
async def more_like_this(here, do):
    await do()
    assert here.room.search.answer.question.query == 'like:"ferry.txt"' and here.room.contexts[0] == "results"
    found = [hit.document.path for hit in here.room.search.answer.page.hits]
    assert found and "ferry.txt" not in found and here.message.startswith("by "), (found, here.message)


# -- saved searches --------------------------------------------------------------------------------------------------


@scene("save-search", "slash", *"letter")
async def save_search(here, do):
    await do(*"kept.1", "enter")
    assert here.room.collection.queries.saved() == {"kept.1": "letter"}
    assert here.room.contexts[0] == "prompt" and here.room.prompts.text == "letter"
    await here.press("escape", "escape", "u")
    assert here.room.collection.queries.saved() == {}


@scene("go-searches")
async def go_searches(here, do):
    here.room.collection.queries.save("kept", "letter")
    await do()
    assert here.room.contexts[0] == "searches"
    assert here.room.saved.standings["kept"].documents == len(here.room.collection.search("letter").hits)
    await here.press("enter")
    assert here.room.search.answer.question.query == "@kept" and here.room.contexts[0] == "results"
    here.room.collection.undo()


@scene("edit-search")
async def edit_search(here, do):
    here.room.collection.queries.save("kept", "letter")
    here.room.saved.show()
    await here.settle()
    await do("ctrl+u", *"new", "colon", "space", *"(boom", "enter")
    assert here.room.collection.queries.saved() == {"kept": "letter"}, "nothing is done by halves"
    await do("ctrl+u", *"new", "colon", "space", *"boom", "enter")
    assert here.room.collection.queries.saved() == {"new": "boom"}
    for _ in range(3):
        here.room.collection.undo()


@scene("delete-search")
async def delete_search(here, do):
    here.room.collection.queries.save("kept", "letter")
    here.room.saved.show()
    await here.settle()
    await do()
    assert here.room.collection.queries.saved() == {} and here.room.screen.page_named("searches").items == []
    await here.press("u")
    assert here.room.collection.queries.saved() == {"kept": "letter"}
    assert here.room.screen.page_named("searches").items == ["kept"]
    here.room.collection.undo()


@scene("batch")
async def batch(here, do):
    file = here.room.collection.root.parent / "questions.txt"
    file.write_text("letter\n\nquagga\nsauce:x\n")
    await do(told=str(file))
    assert here.room.contexts[0] == "batch", here.room.contexts
    found = [(line.line, line.documents > 0, line.error is None) for line in here.room.batch.lines]
    assert found == [("letter", True, True), ("quagga", False, True), ("sauce:x", False, False)], found
    await here.press("j", "j", "enter")
    assert "no field sauce:" in here.message, here.message
    await here.press("k", "k", "enter")
    assert here.room.search.answer.question.query == "letter", here.room.search.answer
    assert here.room.contexts[0] == "results", here.room.contexts
