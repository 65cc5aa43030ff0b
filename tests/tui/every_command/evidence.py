"""Dossiers and drafts."""

from __future__ import annotations

from pathlib import Path

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene
WORDS = ["The boom is still in the channel.", "Sailing is unsafe."]


def entries(here):
    dossier = here.room.dossiers.dossier
    return [] if dossier is None else [each.entry.heading or each.entry.exact for each in dossier.entries]


async def filled(here):
    """A dossier of two passages, the cursor on the first."""
    from index.annotations.annotation import Passage

    room = here.room
    dossiers = room.collection.evidence.dossiers
    dossiers.remove("boom", [each.entry.id for each in dossiers.read("boom").entries])
    text = room.collection.document("letter.txt").text
    some = [Passage("letter.txt", text.index(words), text.index(words) + len(words), words) for words in WORDS]
    dossiers.add("boom", some)
    room.dossiers.show("boom")
    await here.settle()
    await here.press("g", "g")


@scene("to-dossier", at="The letter warned")
async def to_dossier(here, do):
    await do()
    assert here.room.prompts.use is not None
    await here.press("ctrl+u", *"boom", "enter")
    assert "1 passage put into the dossier boom" in here.message
    await do()
    assert "in it already as 1" in here.message


@scene("go-dossier")
async def go_dossier(here, do):
    await filled(here)
    await here.press("escape")
    await do()
    assert here.room.contexts[0] == "dossier" and "still in the channel" in here.screen_text()
    await do(told="empty")
    assert here.room.dossiers.name == "empty" and "is empty" in here.screen_text()


@scene("dossier-down")
async def down(here, do):
    await filled(here)
    await do()
    assert entries(here) == WORDS[::-1] and here.room.dossiers.chosen.entry.exact == WORDS[0]


@scene("dossier-up")
async def up(here, do):
    await filled(here)
    await here.press("j")
    await do()
    assert entries(here) == WORDS[::-1]


@scene("dossier-note")
async def note(here, do):
    await filled(here)
    await do(*"so what", "enter")
    assert "so what" in here.screen_text()


@scene("dossier-heading")
async def heading(here, do):
    await filled(here)
    await do(*"who knew", "enter")
    assert entries(here) == ["who knew", *WORDS] and "WHO KNEW" in here.screen_text()


@scene("dossier-out")
async def out(here, do):
    await filled(here)
    await do()
    assert entries(here) == WORDS[1:]
    await here.press("u")
    assert entries(here) == WORDS


@scene("dossier-write")
async def write(here, do):
    await filled(here)
    await do()
    assert here.room.contexts[0] == "export" and "boom · 2 passages" in here.screen_text()
    await here.press("escape")


@scene("dossier-other")
async def other(here, do):
    await filled(here)
    await do("ctrl+u", *"second", "enter")
    assert here.room.dossiers.name == "second" and entries(here) == []


def draft(here) -> Path:
    file = Path(here.room.collection.root).parent / "draft.md"
    file.write_text("“The boom is still in the chanel.” “Sailing is unsafe.” “Nobody ever read the lettar.”\n")
    return file


async def checked(here):
    here.room.verifying.run(str(draft(here)))
    await here.settle()
    await here.press("g", "g")


@scene("verify")
async def verify(here, do):
    await do()
    assert here.room.prompts.use is not None
    await here.press("escape")
    await do(told=str(draft(here)))
    assert here.room.contexts[0] == "verify" and "altered" in here.screen_text()
    assert "3 quotations · 2 faults" in here.message


@scene("verify-again")
async def again(here, do):
    await checked(here)
    here.room.verifying.verified.file.write_text("“Sailing is unsafe.”\n")
    await do()
    assert "1 quotation · all as their sources have them" in here.message


@scene("fault-next")
async def fault_next(here, do):
    await checked(here)
    await do()
    assert here.room.verifying.chosen.text == "Nobody ever read the lettar."
    await do()
    assert "no fault further on" in here.message


@scene("fault-previous")
async def fault_previous(here, do):
    await checked(here)
    await here.press("n", "enter")
    assert here.room.contexts[0] == "compared" and "the source" in here.screen_text()
    await do()
    assert here.room.contexts[0] == "compared" and "chan" in here.screen_text()
    await here.press("enter")
    assert here.document.path == "letter.txt"
