"""Notes, codes, copies, taking back; and what keys do in the windows in which one writes."""

from __future__ import annotations

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene
NOTE = ("a", *"note", "enter")


def marks(here):
    return here.room.marking.marks


def copied(here) -> str:
    return here.app.clipboard


@scene("annotate", at="Nobody")
async def annotate(here, do):
    await do(*"why", "enter")
    assert marks(here)[-1].annotation.note == "why"
    await here.press("u")


@scene("code", at="Nobody")
async def code(here, do):
    await do(*"fact", "enter")
    assert marks(here)[-1].annotation.codes == ("fact",)


@scene("repeat-mark", at="The letter warned")
async def repeat_mark(here, do):
    number = len(marks(here))
    await do()
    assert len(marks(here)) == number + 1
    await here.press("u")


@scene("open-under-cursor", *NOTE, at="lantern")
async def open_under_cursor(here, do):
    await do()
    assert here.room.contexts[0] == "card"
    await here.press("escape", "u")


@scene("copy", at="Nobody")
async def copy(here, do):
    await do()
    assert copied(here) == "Nobody read the letter."


@scene("copy-with-citation", at="Nobody")
async def copy_with_citation(here, do):
    await do()
    assert "Nobody read the letter." in copied(here) and "Ferry sinks" in copied(here)


@scene("edit", *NOTE, "enter", at="lantern")
async def edit(here, do):
    await do(*"s", "enter")
    assert "notes" in [mark.annotation.note for mark in marks(here)]
    await here.press("u", "u")


@scene("delete", *NOTE, "enter", at="lantern")
async def delete(here, do):
    number = len(marks(here))
    await do()
    assert len(marks(here)) == number - 1
    await here.press("u", "u")


@scene("undo", *NOTE, at="lantern")
async def undo(here, do):
    number = len(marks(here))
    await do()
    assert len(marks(here)) == number - 1


@scene("redo", *NOTE, "u", at="lantern")
async def redo(here, do):
    number = len(marks(here))
    await do()
    assert len(marks(here)) == number + 1
    await here.press("u")


@scene("note-save", "a", *"kept", at="lantern")
async def note_save(here, do):
    await do()
    assert marks(here)[-1].annotation.note == "kept"
    await here.press("u")


@scene("note-new-line", "a", *"one", at="lantern")
async def note_new_line(here, do):
    await do(*"two", "enter")
    assert marks(here)[-1].annotation.note == "one\ntwo"
    await here.press("u")


@scene("note-cancel", "a", *"draft", at="lantern")
async def note_cancel(here, do):
    number = len(marks(here))
    await do()
    assert here.room.contexts[0] == "text" and len(marks(here)) == number and "draft" in here.message


@scene("choice-accept", "t", *"doubt", at="Captain")
async def choice_accept(here, do):
    await do()
    assert "doubt" in [code for mark in marks(here) for code in mark.annotation.codes]


@scene("choice-down", "t", at="Captain")
async def choice_down(here, do):
    await do()
    assert here.room.layers.rows.cursor == 1


@scene("choice-up", "t", "down", at="Captain")
async def choice_up(here, do):
    await do()
    assert here.room.layers.rows.cursor == 0


@scene("choice-cancel", "t", at="Captain")
async def choice_cancel(here, do):
    await do()
    assert here.room.contexts[0] == "text"


@scene("complete", "t", *"dou", at="Captain")
async def complete(here, do):
    await do()
    assert here.room.layers.typed == "doubt"


@scene("code-recent", "t", at="Ferry")
async def code_recent(here, do):
    number = len(marks(here))
    await do()
    assert here.room.contexts[0] == "text" and len(marks(here)) == number + 1
    await here.press("u")


@scene("code-last", "t", at="Ferry")
async def code_last(here, do):
    number = len(marks(here))
    await do()
    assert here.room.contexts[0] == "text" and len(marks(here)) == number + 1
    await here.press("u")


@scene("help-typing", "a", *"half", at="lantern")
async def help_typing(here, do):
    await do()
    assert here.room.contexts[0] == "help" and "WHILE WRITING A NOTE" in here.screen_text()
    await here.press("escape", *"way", "enter")
    assert any(mark.annotation.note.endswith("halfway") for mark in marks(here))
    await here.press("u")


def kind_at(here, words):
    at = here.at(words)
    return next(block.kind for block in here.document.blocks if block.start <= at < block.end)


@scene("correct", "}", "}", "}")
async def correct(here, do):
    assert kind_at(here, "The letter warned") == "prose"
    await do("enter")
    assert kind_at(here, "The letter warned") == "headline", here.message
    await here.press("u")
    assert kind_at(here, "The letter warned") == "prose", here.message


@scene("block-kind")
async def block_kind(here, do):
    await do()
    assert "kind of paragraph · it is headline" in here.screen_text()
    await here.press("escape")


@scene("marks-by-status", *NOTE, "g", "a", at="lantern")
async def marks_by_status(here, do):
    await do()
    assert here.room.annotated.scope.label == "to be looked at" and "Annotations" in here.screen_text()
    await do(times=5)
    assert here.room.annotated.scope.label == ""
    await here.press("escape", "u")


@scene("confirm-mark", *NOTE, "enter", at="lantern")
async def confirm_mark(here, do):
    await do()
    assert "nothing to confirm" in here.message
    await here.press("u")


@scene("refuse-mark", *NOTE, "enter", at="lantern")
async def refuse_mark(here, do):
    await do()
    assert "its words stand there" in here.message
    await here.press("u")


@scene("reattach", *NOTE, at="lantern")
async def reattach(here, do):
    await do()
    assert here.room.repairing.held is not None and "lets it go" in here.message
    here.room.screen.text.go_to(here.at("Nobody"))
    await do()
    (mark,) = [each for each in marks(here) if each.here == "Nobody read the letter."]
    assert mark.status == "changed"
    await here.press("u", "u")


@scene("orphan-next")
async def orphan_next(here, do):
    await do()
    assert here.message == "no mark that needs a look further on in this document"


@scene("orphan-previous")
async def orphan_previous(here, do):
    await do()
    assert here.message == "no mark that needs a look before this in this document"


@scene("import")
async def import_(here, do):
    file = here.room.collection.root.parent / "notes.jsonl"
    here.room.collection.annotate("ferry.txt", 0, 9, note="theirs", codes=("fromelsewhere",))
    file.write_bytes(b"".join(here.room.collection.exchange.export("jsonl")) + b'{"type":"Annotation"}\n')
    here.room.collection.undo()
    await do(told=str(file))
    assert here.message.startswith("1 annotation taken in · ") and "1 not: an annotation with" in here.message
    assert "fromelsewhere" in dict(here.room.collection.codes())
    await here.press("u")
    assert "fromelsewhere" not in dict(here.room.collection.codes())
