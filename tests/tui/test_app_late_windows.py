"""What comes late: windows that are read for first, drafts on the disk, answers nobody waits for, and failures told."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, cast

import pytest
from textual import events

from index.errors import GlossatorError
from tui.screens.menu import Menu
from tui.session.evidence.dossier_prompts import AskedDossier

if TYPE_CHECKING:
    from conftest import Desk, OpenRoom


async def test_esc_gives_up_a_window_that_is_still_read_for(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.screens import metadata_window

    gate, look = threading.Event(), metadata_window.look
    async with visit(harbour.folder) as here:
        await here.press("g", "d", "exclamation_mark")
        monkeypatch.setattr(metadata_window, "look", lambda *given: gate.wait(30) and look(*given))
        await here.pilot.press("c", "escape", "u")
        gate.set()
        await here.settle()
        row = here.room.library.row("ferry.txt")
        assert here.room.layers.window is None and row is not None and not row.starred

        gate.clear()
        await here.pilot.press("c", "tab", *"2031")
        gate.set()
        await here.settle()
        assert here.room.contexts[0] == "metadata" and here.room.layers.typed.endswith("2031"), "they waited for it"


async def test_esc_behind_a_window_that_has_arrived_closes_it(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        room, arrived = here.room, here.room.type_ahead.expect()

        def open_it() -> None:
            assert arrived()
            room.layers.open_window(Menu(room, "late", [("a", "b", lambda: None)]))

        here.app.post_message(events.Callback(callback=open_it))
        here.app.post_message(events.Key("escape", None))
        await here.settle()
        assert room.layers.window is None and not room.type_ahead.waiting


async def test_a_draft_is_on_the_disk_before_it_is_said_and_until_the_note_is(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        drafts, collection = here.room.drafts, here.room.collection
        await here.press("a", *"half", "escape")
        assert "draft is kept" in here.message and "half" in (collection.remembered("drafts") or "")
        await here.press("a")
        drafts.save()
        await here.settle()
        assert here.room.layers.typed == "half" and "half" in (collection.remembered("drafts") or "")
        await here.press("enter")
        assert not drafts.of("marks")

        here.room.marking.edit_note(here.room.marking.marks[0].annotation)
        await here.settle()
        await here.press("escape")
        assert not drafts.of("marks") and "draft" not in here.message, "nothing was typed"


async def test_what_is_completed_late_goes_into_no_other_prompt(
    harbour: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    async with visit(harbour.folder) as here:
        dossiers = here.room.collection.evidence.dossiers
        monkeypatch.setattr(type(dossiers), "names", lambda self: gate.wait(30) and ["harbour"])
        here.room.prompts.open(AskedDossier(here.room, lambda name: None))
        await here.pilot.press("tab", "escape", "slash")
        gate.set()
        await here.settle()
        assert here.room.prompts.use is here.room.search and here.room.prompts.text == ""


async def test_an_error_that_is_like_a_closed_loop_is_told(harbour: Desk, visit: OpenRoom) -> None:
    def too_deep(*given: object, **named: object) -> Any:
        raise RecursionError

    async with visit(harbour.folder) as here:
        here.room.messages.debug = False
        collection = cast("Any", here.room.collection)
        collection.concordance = too_deep
        here.room.concordance.show("letter")
        await here.settle()
        assert "RecursionError" in here.message
        here.room.messages.clear()
        cast("Any", here.room.collocates).begin = too_deep
        here.room.collocates.show("letter")
        await here.settle()
        assert "RecursionError" in here.message


async def test_a_result_without_a_passage_leaves_the_others_theirs(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        collection = cast("Any", here.room.collection)
        snippet = collection.snippet

        def one_fails(query: str, path: str, **named: object) -> Any:
            if path == "inquiry.md":
                raise GlossatorError("inquiry.md cannot be read")
            return snippet(query, path, **named)

        collection.snippet = one_fails
        here.room.search.run("letter")
        await here.settle()
        here.room.search.show()
        await here.settle()
        assert here.message == "inquiry.md cannot be read"
        answer = here.room.search.answer
        assert answer is not None
        passages = [here.room.search.passage(hit.document.path) for hit in answer.page.hits]
        assert [bool(each and each.snippet) for each in passages].count(True) == len(passages) - 1 == 2


async def test_what_was_left_out_of_a_copy_is_told(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        room = here.room
        room.concordance.show("letter")
        await here.settle()
        room.concordance.checks.toggle_all()
        await here.settle()
        number, document = len(room.concordance.checks), room.collection.document

        def changed(path: str) -> Any:
            from dataclasses import replace

            found = document(path)
            return replace(found, text=found.text.replace("letter", "parcel")) if path == "letter.txt" else found

        cast("Any", room.collection).document = changed
        room.concordance.checks.copy()
        await here.settle()
        assert number > 2 and f"{number - 1} lines with citation (1 left out" in here.message


async def test_lines_of_the_palette_that_were_used_before_are_not_lost(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        here.room.collection.remember("commands", '[["zen"], {"zen": 3}]')
        used, gate, remembered = here.room.used, threading.Event(), here.room.collection.remembered
        cast("Any", here.room.collection).remembered = lambda name: remembered(name) if gate.wait(30) else None
        used.load(lambda: None)
        used.add("theme light")
        gate.set()
        await here.until(lambda: "theme light" in (remembered("commands") or ""))
        assert used.lines == ["theme light", "zen"] and "zen" in (remembered("commands") or "")


async def test_an_emptied_prompt_shows_the_text_again_when_no_letter_follows(harbour: Desk, visit: OpenRoom) -> None:
    async with visit(harbour.folder) as here:
        await here.press("slash", *"letter")
        assert here.room.screen.page is not None
        await here.press("ctrl+u")
        await here.until(lambda: here.room.screen.page is None)
        assert here.room.contexts[0] == "prompt"


async def test_passages_of_a_document_are_looked_for_once_however_often_the_key_is_pressed(
    copied: Desk, visit: OpenRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.session.ledgers import same_words

    gate, began = threading.Event(), []
    count = same_words.Compared.count

    def slow(self: Any) -> Any:
        began.append(self)
        gate.wait(30)
        return count(self)

    async with visit(copied.folder) as here:
        monkeypatch.setattr(same_words.Compared, "count", slow)
        for _ in range(3):
            here.room.same_words.walk(1)
        await here.until(lambda: began)
        gate.set()
        await here.settle()
        assert len(began) == 1


def test_a_code_with_quotation_marks_is_asked_for() -> None:
    from index.search.parser import parse
    from tui.session.completing import in_marks

    code = 'so "called"'
    assert repr(code) in repr(parse(f"code:{in_marks(code)} letter"))
