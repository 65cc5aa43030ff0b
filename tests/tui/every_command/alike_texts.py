"""Copies, near copies, and passages in the same words."""

from __future__ import annotations

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene


def near(here):
    return [row.document.path for row in here.room.near_copies.rows if hasattr(row, "alike")]


def shared(here):
    return [(row.document.path, row.words) for row in here.room.same_words.rows]


async def ledger(here):
    """Without the keys that lead there, and as it is at first."""
    words = here.room.same_words
    words.aside, words.order, words.backwards, words.asked = False, "words", False, None
    words.show()
    await here.settle()
    here.room.screen.page_named("shared").rows.move("top")


@scene("near-copies")
async def near_copies(here, do):
    await do()
    assert here.room.contexts[0] == "near" and near(here) == ["late.txt", "ferry.txt"], near(here)
    assert "also in 1 place" in here.screen_text() and "longest" in here.screen_text()


@scene("near-difference", "g", "n")
async def near_difference(here, do):
    await do()
    assert here.room.contexts[0] == "changes" and "[-knew-]{+thought+}" in here.screen_text()
    await here.press("g", "g", "j", "enter")
    assert here.document.path == "ferry.txt" and here.document.text[here.cursor :].startswith("thought")
    await here.press("n")
    assert here.document.text[here.cursor - 6 :].startswith("letter.")
    await here.press("n")
    assert "the last change" in here.message


@scene("near-beside", "g", "n", "j")
async def near_beside(here, do):
    await do()
    assert [seat.reading.document.path for seat in here.room.seats.shown] == ["late.txt", "ferry.txt"]


@scene("shared-words")
async def shared_words(here, do):
    await do()
    assert here.room.contexts[0] == "shared" and "In the same words" in here.screen_text()


@scene("shared-by-length")
async def by_length(here, do):
    await ledger(here)
    before = shared(here)
    assert before == sorted(before, key=lambda row: -row[1])
    await do()
    assert shared(here) == before[::-1] and "turned round" in here.message


@scene("shared-by-documents")
async def by_documents(here, do):
    await ledger(here)
    await do()
    numbers = [row.documents for row in here.room.same_words.rows]
    assert numbers[0] == 3 and numbers == sorted(numbers, reverse=True)
    await do()
    assert [row.documents for row in here.room.same_words.rows] == numbers[::-1]


@scene("shared-by-date")
async def by_date(here, do):
    await ledger(here)
    await do()
    dates = [row.dated for row in here.room.same_words.rows]
    assert dates == sorted(dates) and "by first date" in here.message


@scene("shared-aside")
async def aside(here, do):
    await ledger(here)
    before = len(shared(here))
    await do()
    assert len(shared(here)) > before and "boilerplate" in here.screen_text()
    await do()
    assert len(shared(here)) == before


@scene("shared-places")
async def places(here, do):
    await ledger(here)
    await here.press("s", "d", "g", "g")
    await do()
    assert [row.document.path for row in here.room.same_words.rows] == ["ferry.txt", "late.txt", "essay.txt"]
    assert "cannot be told without dates" in here.message
    await here.press("escape")
    assert here.room.same_words.wanted.number is None and here.room.contexts[0] == "shared"


@scene("shared-document")
async def of_document(here, do):
    await ledger(here)
    await do()
    assert {path for path, _ in shared(here)} == {"ferry.txt"} and here.room.same_words.wanted.path == "ferry.txt"
    await do()
    assert here.room.same_words.wanted.path is None


@scene("shared-next")
async def shared_next(here, do):
    await do()
    assert "here also in A ferry sinks (2031-09-09)" in here.message, here.message
    await here.press("n")
    assert here.document.text[here.cursor :].startswith("a noise") and "On drawers (undated)" in here.message
    await do(times=2)
    assert "no further passage" in here.message


@scene("shared-previous")
async def shared_previous(here, do):
    here.room.screen.text.go_to(len(here.document.text) - 1)
    await do(times=2)
    assert "passage " in here.message and "here also in" in here.message


@scene("other-places")
async def other_places(here, do):
    await do("j", "enter")
    assert here.document.path == "wire/ferry.txt"


@scene("fold-copies", "slash", *"letter", "enter", "g", "r")
async def fold_copies(here, do):
    page = here.room.screen.page_named("results")
    here.room.copies._look()
    await here.settle()
    listed = [hit.document.path for hit in page.items]
    assert len(listed) == 3 and "late.txt" in listed and "+1 copy" in here.screen_text(), listed
    await do()
    assert len(page.items) == 4 and "+1 copy" not in here.screen_text()
    await do()
    assert [hit.document.path for hit in page.items] == listed
