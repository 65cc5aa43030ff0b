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
