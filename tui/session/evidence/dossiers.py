"""The dossier that passages go into: which it is, what is put in, and the page on which it is put in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.counted import counted
from tui.session.evidence.dossier_passages import Offered, PassagesInHand
from tui.session.evidence.dossier_prompts import AskedDossier, AskedHeading

if TYPE_CHECKING:
    from index.evidence.dossier import Added, Dossier, Placed
    from index.evidence.dossiers import Dossiers as Kept
    from tui.session.marking.drafts import Draft
    from tui.session.room import Room

PAGE: Final = "dossier"
_REMEMBERED: Final = "dossier"
"""What the name of the dossier in use is kept as."""


class Dossiers:
    """One of them is in use at a time; the name is kept with the collection, on this machine."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.name = ""
        """The dossier in use; empty before the first."""
        self.names: list[str] = []
        self.dossier: Dossier | None = None

    # -- what is put in ----------------------------------------------------------------------------------------------

    def put(self) -> None:
        """Put what is in hand into the dossier in use; the first time its name is asked for."""
        room = self._room
        make = PassagesInHand(room).in_hand()
        if make is None:
            room.messages.say("there is no passage here; v selects one")
            return

        def known(name: str) -> None:
            self._take_name(name)
            if name:
                self._put(name, make)
            else:
                room.prompts.open(AskedDossier(room, lambda chosen: self._put(chosen, make)), "dossier")

        room.type_ahead.read(self._current, known)

    def _put(self, name: str, make: Callable[[], Offered]) -> None:
        room = self._room
        self._remember(name)

        def job() -> Added:
            offered = make()
            dossiers = room.collection.evidence.dossiers
            return dossiers.add(name, offered.passages, note=offered.note, codes=offered.codes)

        def done(added: Added) -> None:
            what = counted(added.added, "passage")
            words = f"{what} put into the dossier {added.name}" if added.added else "nothing was put in"
            if added.known:
                numbers = ", ".join(map(str, added.known[:5]))
                words += f" · in it already as {numbers}" + (" …" if len(added.known) > 5 else "")
            undo = room.keys_of("undo")
            room.messages.say(words + (f" · {undo} undoes" if undo and added.added else ""))
            room.screen.text.end_selection()
            self.reload()

        room.background.in_order(job, done)

    # -- which dossier -----------------------------------------------------------------------------------------------

    def _current(self) -> str:
        """Its name, in a thread; one that is gone is taken up again by its next passage."""
        if self.name:
            return self.name
        return self._room.collection.remembered(_REMEMBERED) or ""

    def _take_name(self, name: str) -> None:
        self.name = self.name or name

    def _remember(self, name: str) -> None:
        self.name = name
        self._room.background.in_order(lambda: self._room.collection.remember(_REMEMBERED, name))

    def show(self, name: str = "") -> None:
        """Open the page of the dossier in use, or of the one named, which is then in use."""
        room = self._room
        if name:
            self._remember(name)

        def done(found: tuple[str, list[str], Dossier | None]) -> None:
            self._take(found)
            room.screen.show_page(PAGE)

        room.background.in_order(lambda: self._read(name), done)

    def reload(self) -> None:
        """Read it again where its page is open."""
        if self._room.screen.page_named(PAGE).is_open:
            self._room.background.in_order(lambda: self._read(""), self._take)

    def ask(self) -> None:
        """Let the reader choose another one."""
        self._room.prompts.open(AskedDossier(self._room, self.show))

    def _read(self, name: str) -> tuple[str, list[str], Dossier | None]:
        dossiers = self._room.collection.evidence.dossiers
        name = name or self._current()
        return name, dossiers.names(), dossiers.read(name) if name else None

    def _take(self, found: tuple[str, list[str], Dossier | None]) -> None:
        name, self.names, self.dossier = found
        self._take_name(name)
        page = self._room.screen.page_named(PAGE)
        page.refresh_rows()
        if self.dossier is not None and self.dossier.faults:
            self._room.messages.warn(self.dossier.faults[0])

    # -- the page ----------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Placed | None:
        """The entry under the cursor of the page."""
        found: Placed | None = self._room.screen.page_named(PAGE).chosen
        return found

    def move(self, by: int) -> None:
        """Move the entry under the cursor."""
        chosen = self.chosen
        if chosen is not None:
            self._change(lambda name: self._dossiers.move(name, chosen.entry.id, by), "")

    def edit(self) -> None:
        """Let the reader write the note of the passage, or the words of the heading."""
        room, chosen = self._room, self.chosen
        if chosen is None:
            return
        entry = chosen.entry
        if entry.heading is not None:
            room.prompts.open(AskedHeading(room, lambda words: self._set(entry.id, words)), entry.heading)
            return

        draft = room.drafts.on("dossiers", entry.id, entry.note, "passage")
        room.layers.open_note_editor(entry.exact, draft.text, lambda note: self._set(entry.id, note, draft), draft.keep)

    def _set(self, id: str, words: str, draft: Draft | None = None) -> None:
        self._change(lambda name: self._dossiers.edit(name, id, words), "changed", words, draft)

    def new_heading(self) -> None:
        """Let the reader write a heading above the entry under the cursor."""
        chosen = self.chosen
        before = chosen.entry.id if chosen is not None else ""

        def put(words: str) -> None:
            self._change(lambda name: self._dossiers.add_heading(name, words, before=before), "a heading was put in")

        self._room.prompts.open(AskedHeading(self._room, put))

    def out(self) -> None:
        """Take the entry under the cursor out."""
        chosen = self.chosen
        if chosen is not None:
            self._change(lambda name: self._dossiers.remove(name, [chosen.entry.id]), "taken out")

    def open_entry(self, placed: Placed) -> None:
        """Go to a passage in its document."""
        if placed.entry.is_heading:
            self.edit()
        elif placed.start is None:
            self._room.messages.warn(f"its passage was not found again: {placed.reason or 'the text has changed'}")
        else:
            self._room.reading.open(placed.document, offset=placed.start)

    def write(self) -> None:
        """Let the reader say where it is written to."""
        from tui.screens.dossier_export import DossierExport

        if self.dossier is not None:
            self._room.layers.open_window(DossierExport(self._room, self.dossier))

    def write_to(self, form: str, file: Path) -> str:
        """Write it, in a thread; returns what was done. Raises GlossatorError."""
        from tui.session.marking import exporting

        room, name = self._room, self.name
        exporting.put(room.collection, room.collection.evidence.write(name, form), file)
        return f"the dossier {name} was written to {file}"

    @property
    def _dossiers(self) -> Kept:
        return self._room.collection.evidence.dossiers

    def _change(self, job: Callable[[str], object], words: str, note: str = "", draft: Draft | None = None) -> None:
        """`draft` holds the note until it is written."""
        room, name = self._room, self.name

        def failed(error: Exception) -> None:
            if draft is not None:
                draft.not_saved(note)
            room.messages.fail(error)

        def done(_: object) -> None:
            if draft is not None:
                draft.drop()
            if words:
                undo = room.keys_of("undo")
                room.messages.say(words + (f" · {undo} undoes" if undo else ""))
            self.reload()

        room.background.in_order(lambda: job(name), done, failed)
