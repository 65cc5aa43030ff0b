"""Deciding which names are one."""

from __future__ import annotations

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene


def shown(here):
    return {count.name: count for count in here.room.entities.counts}


async def board(here):
    """Without the keys that lead there, and two names on it that are in the papers."""
    here.room.aliases.show()
    await here.settle()


async def stand_on(here, name):
    panel = here.room.screen.entities
    await here.press("g", "e", "g", "g")
    for _ in range(panel.row_count):
        if getattr(panel.item_at_cursor, "name", None) == name:
            return
        await here.press("j")
    raise AssertionError(f"{name} is not in the sidebar")


@scene("go-aliases")
async def go_aliases(here, do):
    await do()
    assert here.room.contexts[0] == "aliases" and "Names that may be one" in here.screen_text()


@scene("join-names")
async def join_names(here, do):
    await stand_on(here, "Josef Hallam")
    await do(*"Ines Haldane", "enter")
    assert "Ines Haldane" not in shown(here) and "are one" in here.message, here.message
    await here.press("u")
    assert "Ines Haldane" in shown(here)


@scene("part-names")
async def part_names(here, do):
    deciding = here.room.collection.entity_decisions
    deciding.join("person:josef-hallam", "person:ines-haldane")
    here.room.aliases.reload()
    await here.settle()
    await stand_on(here, "Josef Hallam")
    await do(*"Ines Haldane", "enter")
    assert "Ines Haldane" in shown(here) and "taken out" in here.message, here.message
    await here.press("u", "u")


@scene("change-name")
async def change_name(here, do):
    await stand_on(here, "Josef Hallam")
    await do("ctrl+u", *"The Captain (sailor)", "enter")
    assert shown(here)["The Captain"].type == "SAILOR", here.message
    await here.press("u")
    assert "Josef Hallam" in shown(here)


@scene("hide-name")
async def hide_name(here, do):
    await stand_on(here, "Josef Hallam")
    await do()
    assert "Josef Hallam" not in shown(here) and "not listed" in here.message
    await here.press("u")
    assert "Josef Hallam" in shown(here)


@scene("not-a-name")
async def not_a_name(here, do):
    await stand_on(here, "Josef Hallam")
    await do()
    assert "Josef Hallam" not in shown(here) and "is no name" in here.message, here.message
    await here.press("u")
    assert "Josef Hallam" in shown(here)


@scene("name-of-another")
async def name_of_another(here, do):
    await stand_on(here, "Josef Hallam")
    before = shown(here)["Ines Haldane"].here if "Ines Haldane" in shown(here) else 0
    await do(*"Ines Haldane", "enter")
    assert "Josef Hallam" not in shown(here) and shown(here)["Ines Haldane"].here > before, here.message
    await here.press("u")
    assert "Josef Hallam" in shown(here)


@scene("entity")
async def entity(here, do):
    await do(told="Nobody")
    assert "no name Nobody" in here.message
    await do(told="Hallam")
    assert here.room.contexts[0] == "entity" and here.room.entity_page.entity.name == "Josef Hallam"


async def page_of_hallam(here):
    here.room.entity_page.show("person:josef-hallam", "Josef Hallam")
    await here.settle()
    return here.room.entity_page


@scene("hidden-names")
async def hidden_names(here, do):
    await board(here)
    await do()
    assert here.room.contexts[0] == "hidden" and "no name is hidden" in here.screen_text()


@scene("show-name")
async def show_name(here, do):
    here.room.collection.entity_decisions.hide("person:josef-hallam")
    here.room.aliases.hidden.show()
    await here.settle()
    assert "Josef Hallam" in here.screen_text()
    await do()
    assert "listed again" in here.message and not here.room.aliases.hidden.names
    await here.press("u", "u", "q")


@scene("next-section")
async def next_section(here, do):
    page = await page_of_hallam(here)
    await do()
    assert page.section == "company"


@scene("previous-section")
async def previous_section(here, do):
    page = await page_of_hallam(here)
    await do()
    assert page.section == "time"


async def sorted_by(here, do, order):
    page = await page_of_hallam(here)
    await do()
    assert page.order_shown == order and page.laid.made[1] == order


@scene("entity-document")
async def entity_document(here, do):
    await sorted_by(here, do, "document")


@scene("entity-date")
async def entity_date(here, do):
    await sorted_by(here, do, "date")


@scene("entity-alias")
async def entity_alias(here, do):
    await sorted_by(here, do, "alias")


@scene("entity-count")
async def entity_count(here, do):
    await sorted_by(here, do, "count")


@scene("entity-strength")
async def entity_strength(here, do):
    await sorted_by(here, do, "strength")


@scene("entity-year")
async def entity_year(here, do):
    page = await page_of_hallam(here)
    await do()
    assert [row.bar.period.label for row in page.rows] == ["2031", "undated"]


@scene("entity-month")
async def entity_month(here, do):
    page = await page_of_hallam(here)
    await do()
    assert [row.bar.period.label for row in page.rows] == ["2031-09", "undated"]


@scene("entity-note")
async def entity_note(here, do):
    await page_of_hallam(here)
    await do(*"Drowned", "enter")
    assert "Drowned" in here.screen_text() and "note on Josef Hallam" in here.message
    await here.press("u")


@scene("is-name", at="ferry")
async def is_name(here, do):
    """It is looked for in all documents, which another test awaits: here it is not begun."""
    started = []
    here.room.indexing.start_anew, start = lambda: started.append(True), here.room.indexing.start_anew
    await do(*"vessel", "enter")
    assert "is a name (VESSEL)" in here.message and started, here.message
    await here.press("u")
    assert len(started) == 2 and not here.room.collection.entity_decisions.own.types()
    here.room.indexing.start_anew = start
