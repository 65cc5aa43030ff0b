"""The timeline."""

from __future__ import annotations

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene
VALUES = ["2019", "2031-02-03", "2031-03-02", "2031-07", "2031-08-04", "2031-08-04", "2031-08-05", "2031-09-29"]


async def list_all(here):
    """Without the keys that lead there: they are the scene of another command."""
    here.room.timeline.show()
    here.room.timeline.everything()
    if here.room.timeline.view.open:
        here.room.timeline.toggle_open()
    await here.settle()
    await here.press("g", "g")


def values(here):
    return [row.value for row in here.room.timeline.listed.rows()]


def paths(here):
    return {row.statement.origin.path for row in here.room.timeline.listed.rows()}


def chosen(here):
    return here.room.screen.page_named("timeline").chosen


@scene("timeline")
async def timeline(here, do):
    await do()
    assert here.room.contexts[0] == "timeline" and values(here) == VALUES
    await do(told="josef hallam 2031")
    assert values(here) == ["2031-02-03", "2031-03-02", "2031-07", "2031-08-04", "2031-09-29"]
    await do(told="2031-13")
    assert "no stretch of time" in here.message


@scene("timeline-of-name", "g", "e", "g", "g")
async def timeline_of_name(here, do):
    panel = here.room.screen.entities
    while panel.item_at_cursor.name != "Josef Hallam":
        await here.press("j")
    await do()
    assert paths(here) == {"days.md"} and here.room.timeline.listed.open == 3


@scene("timeline-open")
async def timeline_open(here, do):
    await list_all(here)
    await do()
    assert [row.statement.words for row in here.room.timeline.listed.rows()] == ["02.03.2031", "7 September", "Monday"]
    await do()
    assert values(here) == VALUES


@scene("timeline-name")
async def timeline_name(here, do):
    await list_all(here)
    await do(*"josef h")
    await here.steps("tab", "enter")
    assert paths(here) == {"days.md"} and here.room.timeline.wanted.name == "Josef Hallam"
    await do(told="zebedee")
    assert values(here) == [] and "nobody here is called zebedee" in here.message


@scene("timeline-range")
async def timeline_range(here, do):
    await list_all(here)
    await do(*"2031-13", "enter")
    assert "no stretch of time" in here.status
    await here.press(*["backspace"] * 2, *"08", "enter")
    assert values(here) == ["2031-08-04", "2031-08-04", "2031-08-05"]


@scene("timeline-several")
async def timeline_several(here, do):
    await list_all(here)
    await do()
    assert values(here) == ["2031-08-04"] * 2 and "2 sources" in here.screen_text()
    await do()
    assert values(here) == VALUES


@scene("timeline-aside")
async def timeline_aside(here, do):
    await list_all(here)
    await do()
    assert values(here) == sorted([*VALUES, "2031-09-28"]) and "captions" in here.message
    await do()
    assert values(here) == VALUES


@scene("timeline-all")
async def timeline_all(here, do):
    await list_all(here)
    here.room.timeline.told("hallam 2031")
    await here.settle()
    assert values(here) != VALUES
    await do()
    assert values(here) == VALUES


@scene("timeline-document", "g", "d", *"jj")
async def timeline_document(here, do):
    here.room.reading.open("other.md")
    await here.settle()
    await list_all(here)
    await do()
    assert paths(here) == {"other.md"}
    await do()
    assert values(here) == VALUES


@scene("timeline-results", "slash", *"asked", "enter")
async def timeline_results(here, do):
    await list_all(here)
    await do()
    assert paths(here) == {"days.md"} and "/asked" in here.screen_text()


@scene("timeline-year-next")
async def timeline_year_next(here, do):
    await list_all(here)
    assert chosen(here).value == "2019"
    await do()
    assert chosen(here).value == "2031-02-03"
    await do()
    assert "there is no later year" in here.message


@scene("timeline-year-previous")
async def timeline_year_previous(here, do):
    await list_all(here)
    await here.press("G")
    await do()
    assert chosen(here).value == "2019"
    await do()
    assert "there is no earlier year" in here.message


@scene("timeline-date")
async def timeline_date(here, do):
    await list_all(here)
    here.room.timeline.toggle_open()
    await here.settle()
    await here.press("G")
    await do(*"2031-09-10", "enter")
    assert [row.statement.words for row in here.room.timeline.listed.rows()] == ["02.03.2031"]
    await here.press("u")
    assert len(list(here.room.timeline.listed.rows())) == 3


@scene("timeline-export")
async def timeline_export(here, do):
    await list_all(here)
    file = here.room.collection.root.parent / "dates.csv"
    await do()
    here.app.screen._field.value = str(file)
    await here.press("enter")
    lines = file.read_text().splitlines()
    assert len(lines) == 1 + len(VALUES) and "boom was laid" in lines[-4] and "7 dates written" in here.message
    file.unlink()
