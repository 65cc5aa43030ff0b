"""Memos: what is written on a document, a code or the collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.memos.memo import About, Memo
    from tui.session.room import Room


class MemoList:
    """What the page of memos shows, and writing one."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.listed: list[Memo] = []

    def show(self) -> None:
        """List every memo."""
        self._read(lambda: self._room.screen.show_page("memos"))

    def refresh(self) -> None:
        """Read them again where they are looked at."""
        page = self._room.screen.page_named("memos")
        if page.is_open:
            self._read(page.refresh_rows)

    def _read(self, then: Callable[[], None]) -> None:
        def done(memos: list[Memo]) -> None:
            self.listed = memos
            then()

        self._room.background.run(lambda: self._room.collection.coding.memos.all(), done)

    @property
    def subject(self) -> tuple[About, str]:
        """What a memo would be about: the code or the document under the cursor, what the memo there is about, else
        the open document, and where none is open the collection."""
        room = self._room
        context = room.contexts[0]
        if context == "codebook" and (row := room.codebook.chosen) is not None:
            return "code", row.name
        if context == "memos" and (memo := self.chosen) is not None:
            return memo.about, memo.subject
        if context == "documents" and (paths := room.library.checks.in_hand):
            return "document", paths[0]
        document = room.reading.document
        if context == "memos" or document is None:
            return "collection", ""
        return "document", document.path

    @property
    def chosen(self) -> Memo | None:
        """The memo under the cursor."""
        return self._room.screen.page_named("memos").chosen

    def words_for(self, about: About, subject: str) -> str:
        """What a memo is about, in words."""
        if about == "document":
            return self._room.library.title(subject)
        return f"the code {subject}" if about == "code" else "the collection"

    def write_on(self, about: About, subject: str) -> None:
        """Open the editor for a new memo."""
        memos, what = self._room.collection.coding.memos, self.words_for(about, subject)
        self._edit(f"{about} {subject}", what, "", lambda note: memos.write(about, subject, note))

    def edit(self, memo: Memo) -> None:
        """Open the editor for a memo that is there."""
        memos, what = self._room.collection.coding.memos, self.words_for(memo.about, memo.subject)
        self._edit(memo.id, what, memo.note, lambda note: memos.change(memo.id, note))

    def delete(self, memo: Memo) -> None:
        """Delete a memo; u brings it back."""
        memos = self._room.collection.coding.memos
        self._write(lambda: memos.delete(memo.id), f"deleted the memo on {self.words_for(memo.about, memo.subject)}")

    def _edit(self, key: str, what: str, text: str, job: Callable[[str], Memo]) -> None:
        draft = self._room.drafts.on("memos", key, text)

        def saved(note: str) -> None:
            def failed(error: Exception) -> None:
                draft.not_saved(note)
                self._room.messages.fail(error)

            self._write(lambda: job(note), f"memo on {what}", draft.drop, failed)

        self._room.layers.open_note_editor(what, draft.text, saved, draft.keep)

    def _write(
        self,
        job: Callable[[], Memo],
        words: str,
        then: Callable[[], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        room = self._room

        def done(_: Memo) -> None:
            if then is not None:
                then()
            undo = room.keys_of("undo")
            self.refresh()
            room.messages.say(f"{words}{f' · {undo} undoes' if undo else ''}")

        room.background.in_order(job, done, failed)
