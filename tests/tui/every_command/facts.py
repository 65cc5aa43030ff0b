"""The account table."""

from __future__ import annotations

from contextlib import contextmanager

from every_command.stage import Scenes

from index.facts.listing import View

SCENES = Scenes()
scene = SCENES.scene
LABELS = ["opened: boom navy Renk", "people dead", "minutes: call", "people aboard"]


async def list_all(here):
    """Without the keys that lead there: they are the scene of another command."""
    facts = here.room.facts
    facts.show()
    facts.view = View(order="documents")
    facts.everything()
    await here.settle()
    await here.press("g", "g")
    facts.page.move_cell(-99)


@contextmanager
def undone(here, deeds=1):
    try:
        yield
    finally:
        for _ in range(deeds):
            here.room.collection.undo()
        here.room.facts.refresh()


def labels(here):
    return [row.label for row in here.room.facts.listed]


def row(here, label):
    return next(row for row in here.room.facts.listed if row.label == label)


def words(here, label):
    return [cell.words for cell in row(here, label).cells]


@scene("facts")
async def facts(here, do):
    await do()
    assert here.room.contexts[0] == "facts" and sorted(labels(here)) == sorted(LABELS)
    assert "both cannot hold" in here.screen_text()
    await do(told="renk")
    assert "opened: boom navy Renk" in labels(here) and "people aboard" not in labels(here)


@scene("facts-of-name", "g", "e", "g", "g")
async def facts_of_name(here, do):
    while getattr(here.room.screen.entities.item_at_cursor, "name", None) != "Josef Hallam":
        await here.press("j")
    await do()
    assert "minutes: call" in labels(here) and "people aboard" not in labels(here)


@scene("cell-right")
async def cell_right(here, do):
    await list_all(here)
    await do()
    assert here.room.facts.page.cell.words == "September 2, 2031"
    await do(times=2)
    assert "the last cell" in here.message


@scene("cell-left")
async def cell_left(here, do):
    await list_all(here)
    here.room.facts.page.move_cell(2)
    await do()
    assert here.room.facts.page.cell.words == "September 2, 2031"
    await do(times=2)
    assert "the first cell" in here.message


@scene("facts-conflicts")
async def conflicts(here, do):
    await list_all(here)
    await do()
    assert "only conflicts" in here.screen_text() and all(each.conflict for each in here.room.facts.listed)
    await do()
    assert "every row" in here.message


@scene("facts-alone")
async def alone(here, do):
    await list_all(here)
    await do()
    assert "lamps" in labels(here)
    await do()
    assert labels(here) == LABELS


@scene("facts-by-label")
async def by_label(here, do):
    await list_all(here)
    await do()
    assert labels(here) == sorted(LABELS)


@scene("facts-by-documents")
async def by_documents(here, do):
    await list_all(here)
    await do()
    assert labels(here) == LABELS[::-1], "turned round"


@scene("facts-by-conflict")
async def by_conflict(here, do):
    await list_all(here)
    await do()
    assert all(each.conflict for each in here.room.facts.listed[:4])
    assert [len(each.paths) for each in here.room.facts.listed] == [3, 3, 2, 2]


@scene("facts-document")
async def of_document(here, do):
    here.room.reading.open("letter.txt")
    await here.settle()
    await list_all(here)
    await do()
    assert set(labels(here)) == {"people dead", "opened: boom navy Renk"}
    await do()
    assert len(labels(here)) == 4


@scene("facts-all")
async def everything(here, do):
    await list_all(here)
    here.room.facts.told("hallam")
    await here.settle()
    assert len(labels(here)) < 4
    await do()
    assert len(labels(here)) == 4


@scene("facts-silent")
async def silent(here, do):
    await list_all(here)
    await do()
    assert "1 document is silent" in here.screen_text() and "Songs of the quay" in here.screen_text()
    await do()
    assert "is silent" not in here.screen_text()


@scene("join-facts")
async def join(here, do):
    await list_all(here)
    await do()
    assert "check the other row first" in here.message
    await here.press("x")
    with undone(here):
        await do()
        assert max(len(each.cells) for each in here.room.facts.listed) >= 5 and "one fact" in here.message
    await here.settle()


@scene("part-fact")
async def part(here, do):
    await list_all(here)
    label = here.room.facts.page.row.label
    here.room.facts.page.move_cell(1)
    first, gone, *_ = words(here, label)
    with undone(here):
        await do()
        left = next(each for each in here.room.facts.listed if each.cells[0].words == first)
        assert gone not in [cell.words for cell in left.cells] and "parted from its row" in here.message
    await here.settle()


@scene("own-fact")
async def own(here, do):
    await list_all(here)
    cell = here.room.facts.page.cell
    with undone(here):
        await do(*"mine", "enter")
        assert words(here, "mine") == [cell.words]
    await here.settle()


@scene("label-fact")
async def label(here, do):
    await list_all(here)
    with undone(here):
        await do("ctrl+u", *"toll", "enter")
        assert "toll" in labels(here)
    await here.settle()


@scene("put-in-row", "v", "w", "e", at="distress")
async def put_in_row(here, do):
    with undone(here):
        await do(*"people dea", "tab", "enter")
        assert "put into the row: people dead" in here.message, here.message
        await list_all(here)
        assert any("distress" in each for each in words(here, "people dead"))
    await here.settle()


@scene("facts-export")
async def export(here, do):
    await list_all(here)
    file = here.room.collection.root.parent / "facts.csv"
    await do()
    here.app.screen._field.value = str(file)
    await here.press("enter")
    lines = file.read_text().splitlines()
    assert len(lines) == 5 and "ferry.txt,inquiry.md,letter.txt" in lines[0] and "4 rows written" in here.message
    file.unlink()
