"""The list of quotations. The papers quote nobody: the reader makes quotations of two passages."""

from __future__ import annotations

from every_command.stage import Scenes

from index.attributing import Quote

SCENES = Scenes()
scene = SCENES.scene
MADE = {
    "ferry.txt": ("The letter warned of the boom.", "Josef Hallam"),
    "inquiry.md": ("letter had reached", "a clerk"),
}


def quoted(here):
    """Two quotations, made once in a visit; the list is as it is at first."""
    collection, ledger = here.room.collection, here.room.quotations
    if not any(True for _ in collection.ledgers.quotes()):
        attributing = collection.ledgers.attributing
        for path, (words, name) in MADE.items():
            at = collection.document(path).text.index(words)
            attributing.decide([Quote(path, at, at + len(words))], attributing.choice_for(name))
        ledger.reload()
    ledger.everything()


def listed(here):
    return [said.document.path for said in here.room.quotations.listed.said]


BOTH = ["ferry.txt", "inquiry.md"]


@scene("quotations")
async def quotations(here, do):
    await do()
    assert here.room.contexts[0] == "quotations" and "nobody is quoted here" in here.screen_text()
    quoted(here)
    await here.press("escape")
    await do(told="clerk")
    assert listed(here) == ["inquiry.md"]
    await here.settle()


@scene("quotations-of-name")
async def quotations_of_name(here, do):
    quoted(here)
    await here.press("escape", "g", "e", "g", "g")
    while getattr(here.room.screen.entities.item_at_cursor, "name", None) != "Josef Hallam":
        await here.press("j")
    await do()
    assert listed(here) == ["ferry.txt"]
    await here.settle()


def sorts(id, found, *before):
    @scene(id)
    async def sort(here, do):
        quoted(here)
        await here.settle()
        await here.press(*before)
        await do()
        assert listed(here) == found, (id, listed(here))
        await here.press("s", "d")
        if here.room.quotations.view.backwards:
            await here.press("s", "d")
        await here.settle()


sorts("quotations-by-document", BOTH, "s", "t")
sorts("quotations-by-date", ["inquiry.md", "ferry.txt"])
sorts("quotations-by-speaker", ["inquiry.md", "ferry.txt"])
sorts("quotations-by-length", BOTH)


@scene("quotations-divide")
async def divide(here, do):
    quoted(here)
    await here.settle()
    await do()
    assert [getattr(row, "name", "") for row in here.room.quotations.rows] == ["a clerk", "", "Josef Hallam", ""]
    await do()
    assert len(here.room.quotations.rows) == 2
    await here.settle()


@scene("quotations-look")
async def look(here, do):
    quoted(here)
    await here.settle()
    await do()
    assert listed(here) == [] and "contested or unknown" in here.message
    await here.settle()


@scene("quotations-name")
async def name(here, do):
    quoted(here)
    await here.settle()
    await do("ctrl+u", *"cle", "tab", "enter")
    assert listed(here) == ["inquiry.md"], here.message
    await here.settle()


@scene("quotations-document")
async def document(here, do):
    quoted(here)
    await here.settle()
    await do()
    assert listed(here) == ["ferry.txt"]
    await here.settle()


@scene("quotations-all")
async def everything(here, do):
    quoted(here)
    await here.press("o", "d")
    await do()
    assert listed(here) == BOTH
    await here.settle()


@scene("quotations-results", "slash", *"minister", "enter")
async def results(here, do):
    quoted(here)
    await here.settle()
    await do()
    assert listed(here) == ["inquiry.md"]
    await here.settle()


@scene("correct-speaker")
async def correct(here, do):
    quoted(here)
    await here.settle()
    await do(*"a sailor", "enter")
    assert "the speaker is a sailor" in here.message and "a sailor" in here.screen_text()
    await here.press("u")
    assert [said.speakers for said in here.room.quotations.listed.said] == [("Josef Hallam",), ("a clerk",)]
    await here.settle()


@scene("same-words")
async def same_words(here, do):
    quoted(here)
    await here.settle()
    await do()
    assert listed(here) == ["ferry.txt"] and "the same words" in here.screen_text()
    await here.settle()


@scene("quotations-export")
async def export(here, do):
    quoted(here)
    await here.settle()
    await do()
    assert here.room.contexts[0] == "export" and "2 quotations" in here.screen_text()
    await here.press("escape")
    await here.settle()
