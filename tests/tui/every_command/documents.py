"""Lists of every kind, and the list of documents."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene
LIST = ("g", "d")


def listed(here):
    return here.room.library.shown_paths()


@scene("list-down", *LIST)
async def list_down(here, do):
    before = here.room.screen.documents.cursor
    await do()
    assert here.room.screen.documents.cursor == before + 1


@scene("list-up", *LIST, "j")
async def list_up(here, do):
    before = here.room.screen.documents.cursor
    await do()
    assert here.room.screen.documents.cursor == before - 1


@scene("list-open", *LIST, "G")
async def list_open(here, do):
    await do()
    assert here.document.path == "zebra.txt" and here.room.contexts[0] == "text"


@scene("filter", *LIST)
async def filter_list(here, do):
    await do(*"zebra")
    assert listed(here) == ["zebra.txt"]
    await here.press("escape", "escape")
    await do(told="source:plumb")
    assert listed(here) == ["inquiry.md"]


# -- the concordance -------------------------------------------------------------------------------------------------

LINES = ("slash", *"letter", "enter", "g", "k")


def in_lines(here):
    """Paths and places of the lines, and the words before and after each match."""

    def words(text):
        return re.findall(r"\w+", text.lower())

    return [(line.document.path, words(line.left)[-1:], words(line.right)[:1]) for line in here.room.concordance.lines]


@scene("go-concordance", "slash", *"letter", "enter")
async def go_concordance(here, do):
    await do()
    assert here.room.contexts[0] == "concordance"
    assert len(in_lines(here)) == 7 and "7 matches in 3 documents" in here.screen_text()
    await do(told="boom")
    assert len(in_lines(here)) == 2


def sorts_lines(id: str, key, *start: str) -> None:
    @scene(id, *LINES, *start)
    async def play(here, do):
        await do()
        lines = in_lines(here)
        assert lines == sorted(lines, key=key) and len(lines) == 7, lines


sorts_lines("concordance-left", lambda line: line[1], "s", "d")
sorts_lines("concordance-right", lambda line: line[2], "s", "d")
sorts_lines("concordance-document", lambda line: line[0], "s", "l")
sorts_lines("concordance-date", lambda line: (line[0] != "inquiry.md", line[0]), "s", "l")


@scene("silence", *LINES, "s", "d", "j")
async def silence(here, do):
    gone = here.room.screen.page_named("concordance").chosen
    await do()
    assert len(in_lines(here)) == 6 and gone not in here.room.concordance.lines
    assert "silenced" in here.message


@scene("unsilence", *LINES, "s", "d", "minus", "minus")
async def unsilence(here, do):
    silenced = here.room.concordance.silenced
    await do()
    assert silenced > 0 and len(in_lines(here)) == 7


def sorts(id: str, first: str, *start: str) -> None:
    @scene(id, *LIST, *start)
    async def play(here, do):
        await do()
        assert listed(here)[0] == first, listed(here)
        assert "documents by" in here.message


sorts("sort-title", "letter.txt")
sorts("sort-date", "inquiry.md")
sorts("sort-source", "inquiry.md")
sorts("sort-author", "ferry.txt")
sorts("sort-words", "ferry.txt")
sorts("sort-size", "ferry.txt")
sorts("sort-format", "inquiry.md")
sorts("sort-reversed", "zebra.txt")
sorts("sort-path", "ferry.txt", "s", "w")


@scene("sort-language", *LIST)
async def sort_language(here, do):
    await do()
    assert here.room.library.query.sort == "language"


@scene("sort")
async def sort(here, do):
    await do(told="words")
    assert here.room.library.query.sort == "words"


@scene("sort-relevance", "slash", *"letter", "enter", "g", "r", "s", "d")
async def sort_relevance(here, do):
    assert here.room.search.sort == "date"
    await do()
    assert here.room.search.sort == "relevance"


# -- results and their facets ----------------------------------------------------------------------------------------

FACETS = ("slash", *"letter", "enter", "g", "r", "tab")


def asked(here):
    return here.room.search.answer.question.query


@scene("narrow", *FACETS)
async def narrow(here, do):
    await do()
    assert asked(here) == 'letter source:"Plumb Line"' and "1 of 4 documents" in here.screen_text()
    await do()
    assert asked(here) == "letter" and here.room.contexts[0] == "facets"


@scene("exclude", *FACETS)
async def exclude(here, do):
    await do()
    assert asked(here) == 'letter -source:"Plumb Line"' and "2 of 4 documents" in here.screen_text()


@scene("widen", *FACETS, "minus")
async def widen(here, do):
    await do()
    assert asked(here) == "letter"


@scene("all-results", "slash", *"letter", "enter", "g", "r")
async def all_results(here, do):
    room = here.room
    room.search.answer = replace(
        room.search.answer, page=replace(room.search.answer.page, hits=room.search.answer.page.hits[:1])
    )
    room.screen.page_named("results").refresh_rows()
    assert "first 1 of 3" in here.screen_text()
    await do()
    assert len(room.search.answer.page.hits) == 3


def divides(id: str, heading: str, *start: str) -> None:
    @scene(id, *LIST, *start)
    async def play(here, do):
        await do()
        assert (heading in here.screen_text()) != bool(start)


divides("group-source", "PLUMB LINE")
divides("group-date", "UNDATED")
divides("group-month", "2031-09")
divides("group-folder", "NOT IN A FOLDER")
divides("group-none", "NOT IN A FOLDER", "s", "F")


@scene("check", *LIST, "g", "g")
async def check(here, do):
    await do()
    assert here.room.library.is_checked("ferry.txt")
    await here.press("escape")


@scene("check-all", *LIST)
async def check_all(here, do):
    await do()
    assert all(here.room.library.is_checked(path) for path in listed(here))
    await here.press("escape")


@scene("toggle-read", *LIST, "g", "g")
async def toggle_read(here, do):
    before = here.room.library.row("ferry.txt").read
    await do()
    assert here.room.library.row("ferry.txt").read != before
    await do()


@scene("star", *LIST, "g", "g")
async def star(here, do):
    before = here.room.library.row("ferry.txt").starred
    await do()
    assert here.room.library.row("ferry.txt").starred != before
    await do()


@scene("tag", *LIST, "g", "g")
async def tag(here, do):
    await do(*"key", "enter")
    assert "key" in here.room.library.row("ferry.txt").tags


@scene("metadata", *LIST, "g", "g")
async def metadata(here, do):
    await do()
    assert here.room.contexts[0] == "metadata"


@scene("metadata-save", *LIST, "G", "c", "ctrl+u", *"Stripes")
async def metadata_save(here, do):
    await do()
    assert here.room.library.row("zebra.txt").title == "Stripes"


@scene("field-next", *LIST, "c")
async def field_next(here, do):
    before = here.app.focused
    await do()
    assert here.app.focused is not before


@scene("field-previous", *LIST, "c", "tab")
async def field_previous(here, do):
    before = here.app.focused
    await do()
    assert here.app.focused is not before


@scene("export-documents", *LIST)
async def export_documents(here, do):
    await do()
    assert here.room.contexts[0] == "export"


@scene("export-write", *LIST, "O", "ctrl+u")
async def export_write(here, do):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        await here.write(str(file))
        await do()
        assert "ferry.txt" in file.read_text(encoding="utf-8")
