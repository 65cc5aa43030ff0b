"""Whose marks are shown, where two readers differ, and taking over what another marked."""

from __future__ import annotations

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene
WORDS = {"The letter warned": ("claim", ""), "Nobody read the letter": ("fact", "who says so?")}


def made(here):
    """What Bo has marked, once in a visit; and a mark of one's own on the second of the passages."""
    room = here.room
    if "bo" not in {placed.annotation.layer for placed in room.collection.annotations("ferry.txt")}:
        for words, (code, note) in WORDS.items():
            start = here.at(words)
            room.collection.annotate("ferry.txt", start, start + len(words), codes=(code,), note=note, layer="bo")
        start = here.at("Nobody read the letter")
        room.collection.annotate("ferry.txt", start, start + len("Nobody read the letter"), codes=("fact",))
    room.marking.reload()


async def listed(here):
    """The layers, with the cursor on Bo's."""
    made(here)
    await here.settle()
    here.room.layer_choice.show()
    await here.settle()
    here.room.screen.page_named("layers").choose("bo")


async def compared(here):
    made(here)
    await here.settle()
    here.room.differences.compare(here.room.layer, "bo")
    await here.settle()
    await here.press("g", "g")


def shown(here):
    return {mark.annotation.layer for mark in here.room.marking.marks}


@scene("go-layers")
async def go_layers(here, do):
    made(here)
    await do()
    assert here.room.contexts[0] == "layers"
    text = here.screen_text()
    assert "yours" in text and "2 marks in 1 document" in text and "›B" in text


@scene("layer-show")
async def layer_show(here, do):
    await listed(here)
    await do()
    assert "the marks of bo are hidden" in here.message and shown(here) == {here.room.layer}
    await do()
    assert shown(here) == {here.room.layer, "bo"}


@scene("layers-others")
async def layers_others(here, do):
    made(here)
    await here.settle()
    await do()
    assert shown(here) == {here.room.layer} and here.message == "the marks of others are hidden"
    await do()
    assert shown(here) == {here.room.layer, "bo"}


@scene("layer-pick")
async def layer_pick(here, do):
    await listed(here)
    await do()
    assert here.room.layer_choice.first == "bo" and "bo is picked" in here.screen_text()
    await do()
    assert here.room.layer_choice.first is None


@scene("layer-compare")
async def layer_compare(here, do):
    await listed(here)
    await do()
    assert here.room.contexts[0] == "differences"
    assert "only in bo" in here.screen_text() and "2 differences · 0 alike" in here.screen_text()


@scene("layers-agree")
async def layers_agree(here, do):
    await listed(here)
    await do()
    assert here.room.contexts[0] == "agreement" and "100.0%    1.00    1.00    1.00    fact" in here.screen_text()


@scene("layer-settle")
async def layer_settle(here, do):
    file = here.room.collection.root / ".glossator" / "layers" / "carl.jsonl"
    made(here)
    line = (file.parent / "bo.jsonl").read_text().splitlines()[0]
    file.write_text(f"<<<<<<< ours\n{line}\n=======\n>>>>>>> theirs\n")
    await listed(here)
    here.room.screen.page_named("layers").choose("carl")
    assert "a merge conflict left by git" in here.screen_text()
    await do()
    assert "the conflict in carl is settled" in here.message and file.read_text() == f"{line}\n"
    file.unlink()
    await here.press("q")


@scene("take-theirs")
async def take_theirs(here, do):
    await compared(here)
    await do()
    assert "taken over: only in bo: claim" in here.message and len(here.room.differences.items) == 1
    await here.press("u")
    assert len(here.room.differences.items) == 2


@scene("leave-difference")
async def leave_difference(here, do):
    await compared(here)
    await do()
    assert [item.parts for item in here.room.differences.items] == [("note",)]
    here.room.differences.sides = None


@scene("differences-code")
async def differences_code(here, do):
    await compared(here)
    await do(times=2)
    assert (here.room.differences.code, len(here.room.differences.items)) == ("fact", 1)
    await do()
    assert here.room.differences.code is None and len(here.room.differences.items) == 2


@scene("layer-copy")
async def layer_copy(here, do):
    made(here)
    await here.settle()
    here.room.screen.text.go_to(here.at("The letter warned"))
    await do()
    assert f"copied 1 mark into {here.room.layer}" in here.message
    await do()
    assert "is yours already" in here.message or "has it already" in here.message
    await here.press("u")


@scene("mark-history")
async def mark_history(here, do):
    made(here)
    await here.settle()
    here.room.screen.text.go_to(here.at("The letter warned"))
    await do()
    text = here.screen_text()
    assert "History of a mark" in text and "bo  marked" in text
    await here.press("escape")
