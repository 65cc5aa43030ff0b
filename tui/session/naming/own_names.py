"""Telling the program of a name that it does not find: the words are there, the reader says of what kind they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.document import Span
    from tui.session.room import Room

KINDS: Final = ("PERSON", "ORG", "PLACE", "GROUP", "EVENT", "WORK")
_LONGEST: Final = 300
_SHOWN: Final = 24


class OwnNames:
    """Names of the reader's own; the indexer then looks for them, first of all in the open document."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._generation = 0
        self.types: list[str] = []
        """Types of the reader's own that are in use, as they were when last asked for."""

    # -- telling -----------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Of the selection, or the word under the cursor, ask what kind of name it is; of a name, what is wrong."""
        room, text = self._room, self._room.screen.text
        mention = room.entities.mention_at(text.cursor) if text.selection is None else None
        count = room.entities.count_of(mention) if mention is not None and mention.entity is not None else None
        if count is not None:
            room.aliases.ask_name(count)
            return
        name = self._words(text.selection or text.object_at("iw"))
        if not name:
            room.messages.say("there is no word under the cursor; select what is a name")
            return
        if len(name) > _LONGEST:
            room.messages.say(f"a name has at most {_LONGEST} characters")
            return

        def ready(types: list[str]) -> None:
            self.types = types
            room.prompts.open(_Typed(room, name, types))

        room.type_ahead.read(room.collection.entity_decisions.own.types, ready)

    def _words(self, span: Span | tuple[int, int] | None) -> str:
        document = self._room.reading.document
        if span is None or document is None:
            return ""
        words = " ".join(document.text[span[0] : min(span[1], span[0] + 2 * _LONGEST)].split())
        return words if any(char.isalnum() for char in words) else ""

    def add(self, name: str, kind: str) -> None:
        """Write it down, and have it looked for."""
        room = self._room
        own, seat = room.collection.entity_decisions.own, room.seats.active

        def done(what: str) -> None:
            undo = room.keys_of("undo")
            room.messages.say(what + (f" · {undo} undoes" if undo and what != "nothing changed" else ""))
            seat.view.end_selection()
            self.look_again()

        room.background.in_order(lambda: own.add(name, kind), done)

    def look_again(self) -> None:
        """Where names were told or taken back since: have the documents looked through for them."""
        room = self._room
        decisions = room.collection.entity_decisions
        document = room.reading.document

        def changed() -> bool:
            before, self._generation = self._generation, decisions.own.generation
            if before != self._generation and document is not None:
                decisions.look_first(document.path)
            return before != self._generation

        room.background.in_order(changed, lambda is_new: room.indexing.start_anew() if is_new else None)


class _Typed:
    """The prompt while the kind of a name is typed."""

    sign = "I"

    def __init__(self, room: Room, name: str, types: list[str]) -> None:
        self._room = room
        self._name = name
        self._types = [*types, *(kind for kind in KINDS if kind not in types)]
        shown = name if len(name) <= _SHOWN else name[: _SHOWN - 1] + "…"
        # The kinds last: a narrow window cuts the end, and up goes through them.
        self.hint = f"{shown} is a … person, place, org, or a word of your own: ship"

    def changed(self, text: str) -> None:
        """Nothing is done before enter."""

    def accept(self, text: str) -> bool:
        """Tell of it."""
        if not text.strip():
            self._room.prompts.note("a kind is missing: person, org, place or a word of your own", error=True)
            return False
        self._room.own_names.add(self._name, text)
        return True

    def cancel(self) -> None:
        """As it was."""

    def move(self, direction: int) -> None:
        """There is nothing to go through."""

    def history(self) -> list[str]:
        """Kinds that may be meant."""
        return [kind.lower() for kind in self._types]
