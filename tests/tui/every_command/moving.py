"""Moving in a text, selecting in it."""

from __future__ import annotations

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene


def moves(id: str, to: str, *start: str, at: str = "Nobody", offset: int = 0, then: tuple[str, ...] = ()) -> None:
    """The command brings the cursor from some words to others."""

    @scene(id, *start, at=at)
    async def play(here, do):
        await do(*then)
        assert here.cursor == here.at(to) + offset, (here.cursor, here.document.text[here.cursor :][:20])


moves("char-left", "Nobody", at="obody")
moves("char-right", "Nobody", offset=1)
moves("word-next", "read the letter")
moves("word-previous", "boom.")
moves("word-back", "boom.", "v")
moves("word-end", "Nobody", offset=5)
moves("sentence-next", "Paragraph 0")
moves("sentence-previous", "The letter warned")
moves("paragraph-next", "Paragraph 0")
moves("paragraph-previous", "The letter warned")
moves("row-start", "The letter warned")
moves("row-end", "Narrows", at="Ferry", offset=6)
moves("top", "Ferry sinks")


def to_link(id: str, at: str, to: str) -> None:
    @scene(id, at=at)
    async def play(here, do):
        links = [(here.at(words), here.at(words) + 3, "#0") for words in ("The letter", "Paragraph 0")]
        here.room.screen.text.set_spans("links", links)
        await do()
        assert here.cursor == here.at(to) and here.status == "leads to ¶1"
        await here.press("enter")
        assert here.cursor == 0 and here.message.startswith("¶1; ")
        here.room.screen.text.clear_spans("links")


to_link("link-next", "Nobody", "Paragraph 0")
to_link("link-previous", "Nobody", "The letter")


@scene("bottom")
async def bottom(here, do):
    await do()
    assert here.room.screen.text.block_index == len(here.document.blocks) - 1
    await here.press("1", "2", "G")
    assert here.room.screen.text.block_index == 11


@scene("row-down", at="The letter warned")
async def row_down(here, do):
    row = here.room.screen.text.cursor
    await do()
    assert here.cursor > row
    await here.press("3", "k")
    assert here.cursor < row


@scene("row-up", at="Paragraph 5")
async def row_up(here, do):
    before = here.cursor
    await do()
    assert here.cursor < before


def pages(id: str, direction: int) -> None:
    @scene(id, at="Paragraph 20")
    async def play(here, do):
        before = here.cursor
        await do()
        assert (here.cursor - before) * direction > 0


pages("page-down", 1)
pages("page-up", -1)
pages("half-page-down", 1)
pages("half-page-up", -1)


@scene("percent", "5", "0")
async def percent(here, do):
    await do()
    assert 0.3 < here.cursor / len(here.document.text) < 0.7, here.cursor


@scene("goto")
async def goto(here, do):
    await do(told="50%")
    assert 0.3 < here.cursor / len(here.document.text) < 0.7, here.cursor
    await do(told="3")
    assert here.room.screen.text.block_index == 2


@scene("back", at="Nobody")
async def back(here, do):
    await here.press("G")
    assert here.cursor != here.at("Nobody")
    await do()
    assert here.cursor == here.at("Nobody")


@scene("forward", at="Nobody")
async def forward(here, do):
    await here.press("G")
    end = here.cursor
    await here.press("ctrl+o")
    await do()
    assert here.cursor == end


@scene("zen")
async def zen(here, do):
    await do()
    assert here.room.screen.zen and not here.room.screen.documents.display
    await do()
    assert not here.room.screen.zen
    await here.press("g", "d")
    await do()
    assert here.room.screen.zen and here.room.contexts[0] == "text"


@scene("ruler")
async def ruler(here, do):
    before = here.room.screen.text.ruler
    await do()
    assert here.room.screen.text.ruler != before
    while here.room.screen.text.ruler != before:
        await do()


@scene("prose-only")
async def prose_only(here, do):
    before = here.screen_text()
    await do()
    assert here.message or here.screen_text() != before
    await do()


@scene("name-place", at="Nobody")
async def name_place(here, do):
    await do("a")
    assert "a is this place" in here.message


@scene("go-place", "m", "b", at="Nobody")
async def go_place(here, do):
    await here.press("G")
    await do("b")
    assert here.cursor == here.at("Nobody")


@scene("forget-place", "m", "c")
async def forget_place(here, do):
    await do("c")
    assert here.message == "c is forgotten"


@scene("letters-cancel", "m")
async def letters_cancel(here, do):
    assert here.room.contexts[0] == "places"
    await do()
    assert here.room.contexts[0] == "text"


@scene("hints")
async def hints(here, do):
    await do()
    assert here.room.contexts[0] == "hints" or here.message


@scene("hints-back", "f")
async def hints_back(here, do):
    assert here.room.contexts[0] == "hints"
    await do()
    assert here.room.contexts[0] in ("hints", "text")


# -- selecting -------------------------------------------------------------------------------------------------------


def selects(id: str, words: str, *start: str, at: str = "letter warned") -> None:
    @scene(id, *start, at=at)
    async def play(here, do):
        await do()
        assert here.room.screen.text.selected_text == words


selects("select-characters", "l")
selects("select-sentences", "The letter warned of the boom.")
selects("select-word", "letter", "v")
selects("select-sentence", "The letter warned of the boom.", "v")
selects("select-paragraph", "The letter warned of the boom. Nobody read the letter.", "v")
selects("select-entity", "Josef Hallam", "v", at="Josef")
selects("select-again", "letter", "v", "e", "escape")


@scene("select-quotation", "v", at="Nobody")
async def select_quotation(here, do):
    await do()
    assert here.message or len(here.room.screen.text.selected_text) > 1


@scene("select-quotation-marks", "v", at="Nobody")
async def select_quotation_marks(here, do):
    await do()
    assert here.message or len(here.room.screen.text.selected_text) > 1


@scene("other-end", "v", "e", at="Nobody")
async def other_end(here, do):
    await do()
    assert here.cursor == here.at("Nobody")
