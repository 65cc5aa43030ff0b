"""Going to panes and lists, panes, windows, the program itself."""

from __future__ import annotations

from every_command.stage import Scenes

SCENES = Scenes()
scene = SCENES.scene


def goes(id: str, context: str, *start: str) -> None:
    """The command brings the keys to this place."""

    @scene(id, *start)
    async def play(here, do):
        await do()
        assert here.room.contexts[0] == context, here.room.contexts


goes("next-pane", "entities")
goes("previous-pane", "documents")
goes("go-documents", "documents")
goes("go-entities", "entities")
goes("go-annotations", "annotations")
goes("go-skipped", "skipped")
goes("go-history", "history")
goes("go-results", "results", "slash", *"boom", "enter")
goes("help", "help")
goes("palette", "palette")
goes("close", "text", "g", "a")
goes("escape", "text", "v")
goes("messages", "messages")


@scene("original")
async def original(here, do):
    asked = []
    here.room.outside.open_original = lambda: asked.append(here.document.path)
    await do()
    assert asked == ["ferry.txt"]


@scene("go-outline", "G")
async def go_outline(here, do):
    await do()
    assert here.room.contexts[0] == "outline" and "1 heading" in here.screen_text()
    await here.press("enter")
    assert here.cursor == 0 and here.room.contexts[0] == "text"


@scene("thread")
async def thread(here, do):
    await do(told="this document is no mail")


@scene("open")
async def open_document(here, do):
    await do(told="zebra")
    assert here.document.path == "zebra.txt"


@scene("side-by-side")
async def side_by_side(here, do):
    await do()
    assert here.room.seats.other is not None
    await do()
    assert here.room.seats.other is None


@scene("scroll-together", "S")
async def scroll_together(here, do):
    before = here.room.seats.together.on
    await do()
    assert here.room.seats.together.on != before


def width(here) -> int:
    return here.room.screen.documents.size.width


@scene("pane-wider", "g", "d")
async def pane_wider(here, do):
    before = width(here)
    await do()
    assert width(here) > before


@scene("pane-narrower", "g", "d")
async def pane_narrower(here, do):
    before = width(here)
    await do()
    assert width(here) < before


@scene("panes-as-set", "g", "d", "W", "+")
async def panes_as_set(here, do):
    before = width(here)
    await do()
    assert width(here) < before


@scene("hide-documents")
async def hide_documents(here, do):
    await do()
    assert not here.room.screen.documents.display
    await do()
    assert here.room.screen.documents.display


@scene("hide-entities")
async def hide_entities(here, do):
    await do()
    assert not here.room.screen.entities.display
    await do()
    assert here.room.screen.entities.display


@scene("help-find", "question_mark")
async def help_find(here, do):
    await do(*"undo")
    assert "Takes back the last change" in here.screen_text() and "Down a row" not in here.screen_text()


@scene("help-run", "question_mark", "slash", *"the end", "enter")
async def help_run(here, do):
    await do()
    assert here.room.contexts[0] == "text"
    assert here.room.screen.text.block_index == len(here.document.blocks) - 1


@scene("quit")
async def quit(here, do):
    left = []
    here.app.leave = lambda: left.append(True)
    await do()
    assert left


@scene("suspend")
async def suspend(here, do):
    slept = []
    here.app.action_suspend_process = lambda: slept.append(True)
    await do()
    assert slept or here.message, "where no shell could bring it back it says so"


@scene("index-again")
async def index_again(here, do):
    started = []
    here.room.indexing.start = lambda: started.append(True)
    await do()
    assert started


@scene("index-watch")
async def index_watch(here, do):
    await do()
    assert "not watched for" in here.message


@scene("index-stop")
async def index_stop(here, do):
    await do()
    assert here.message, "where nothing is under way it says so"


@scene("theme")
async def theme(here, do):
    before = here.app.theme
    await do()
    assert here.app.theme != before
    await do(told="light")
    assert here.app.theme.endswith("light")


@scene("write")
async def write(here, do):
    await do()
    assert "already saved" in here.message
