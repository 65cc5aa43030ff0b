"""Deciding which names are one: the alias board, and the same for the name under the cursor."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tui.session.background import LatestWins
from tui.session.naming.hidden_names import Hidden
from tui.session.reading.trails import Trail
from tui.session.searching.counts import refresh_timeline

if TYPE_CHECKING:
    from index.document import DocumentRow, Entity, EntityCount
    from index.entities.suggestion import Example, Suggestion
    from tui.session.room import Room

_WITH_KIND: Final = re.compile(r"(?P<name>.*?)\s*\((?P<kind>[^()\s]{1,40})\)\s*\Z", re.DOTALL)


class Aliases:
    """What the alias board shows, and what is decided on it, in the sidebar and in the list of documents."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.suggestions: list[Suggestion] = []
        self.hidden = Hidden(room)
        self._examples: dict[str, Sequence[Example] | None] = {}
        """By id; None while it is looked up."""
        self._comparing: LatestWins[None, list[Suggestion]] = LatestWins(
            room.background,
            lambda _, cancelled: room.collection.entity_decisions.suggestions(cancelled),
            lambda _, found: self._take(found),
            lambda _, error: self._failed(error),
        )

    @property
    def busy(self) -> bool:
        """True while names are compared."""
        return self._comparing.busy

    # -- the board ---------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Compare the names of the collection and list those that may be one."""
        self._room.screen.show_page("aliases")
        self._compare()

    def reload(self) -> None:
        """Something was decided or undone: names and, where it is open, the board anew."""
        room = self._room
        for seat in room.seats.shown:
            if seat.walk.trail is not None and seat.walk.trail.entity is not None:
                seat.walk.drop()
            seat.reading.reload_names()
        if "entity_page" in vars(room):
            room.entity_page.decided()
        self.hidden.reload()
        refresh_timeline(room)
        if "quotations" in vars(room):
            room.quotations.refresh()
        if room.screen.page_named("aliases").is_open:
            self._compare()

    def _compare(self) -> None:
        self._comparing.submit(None)
        self._room.screen.page_named("aliases").refresh_rows()

    def _take(self, found: list[Suggestion]) -> None:
        self.suggestions = found
        self._examples.clear()
        self._room.screen.page_named("aliases").refresh_rows()
        self._room.screen.show_state()

    def _failed(self, error: Exception) -> None:
        self._room.screen.page_named("aliases").refresh_rows()
        self._room.messages.fail(error)

    def examples_of(self, id: str) -> Sequence[Example] | None:
        """Places that name an entity; None while they are looked up."""
        if id in self._examples:
            return self._examples[id]
        self._examples[id] = None

        def done(found: list[Example]) -> None:
            if id in self._examples:
                self._examples[id] = found
                page = self._room.screen.page_named("aliases")
                for item in page.items:
                    if id in (item.one.id, item.other.id):
                        page.refresh_key(page.key_of(item))

        def failed(_: Exception) -> None:
            self._examples[id] = ()  # the name is gone by now

        self._room.background.run(lambda: self._room.collection.entity_decisions.examples(id, 1), done, failed)
        return None

    def open(self, item: Suggestion) -> None:
        """Open the document in which the rarer of the two stands most."""
        room, entity = self._room, item.other

        def done(rows: list[tuple[DocumentRow, int]]) -> None:
            if not rows:
                room.messages.say(f"no document names {entity.name} any more")
                return
            paths = tuple(row.path for row, _ in rows)
            trail = Trail(
                entity.name,
                "mention",
                entity=entity.id,
                documents=paths,
                total=len(paths),
                collection=len(room.library),
            )
            room.walk.enter(trail, paths[0])

        room.background.run(lambda: room.collection.documents_naming(entity.id), done)

    @property
    def chosen(self) -> Suggestion | None:
        """The pair under the cursor of the board."""
        return self._room.screen.page_named("aliases").chosen

    # -- deciding ----------------------------------------------------------------------------------------------------

    def accept(self, item: Suggestion) -> None:
        """The two are one."""
        deciding = self._room.collection.entity_decisions
        self._decided(item)
        self.write(lambda: deciding.join(item.one.id, item.other.id))

    def reject(self, item: Suggestion) -> None:
        """The two are not one."""
        deciding = self._room.collection.entity_decisions
        self._decided(item)
        self.write(lambda: deciding.keep_apart(item.one.id, item.other.id))

    def _decided(self, item: Suggestion) -> None:
        """The row goes at once; what follows from it is looked up after that."""
        self.suggestions = [other for other in self.suggestions if other is not item]
        self._room.screen.page_named("aliases").refresh_rows()

    def write(self, job: Callable[[], str], then: Callable[[], None] | None = None) -> None:
        """Decide, and say what was done; `then` is called where that went well."""
        room = self._room

        def done(what: str) -> None:
            if then is not None:
                then()
            undo = room.keys_of("undo")
            room.messages.say(what + (f" · {undo} undoes" if undo and what != "nothing changed" else ""))
            self.reload()

        def failed(error: Exception) -> None:
            self.reload()
            room.messages.fail(error)

        room.background.in_order(job, done, failed)

    # -- the name under the cursor -----------------------------------------------------------------------------------

    @property
    def in_hand(self) -> EntityCount | None:
        """The name under the cursor of the text or the sidebar, or the one whose page is shown; no date."""
        from index.document import EntityCount

        room = self._room
        found: object = None
        if "text" in room.contexts:
            mention = room.entities.mention_at(room.screen.text.cursor)
            found = room.entities.count_of(mention) if mention is not None else None
        elif room.contexts[0] == "entities":
            found = room.screen.entities.item_at_cursor
        elif room.contexts[0] == "entity":
            found = room.entity_page.in_hand
        if not isinstance(found, EntityCount) or found.type in ("DATE", "QUANTITY"):
            return None
        return found

    def ask_other(self, count: EntityCount) -> None:
        """Let the reader type the name that is one with it."""
        deciding = self._room.collection.entity_decisions
        self._ask(
            _Typed(self._room, "+", f"a name that is {count.name} too", lambda t: deciding.join_named(count.id, t))
        )

    def ask_alias(self, count: EntityCount) -> None:
        """Let the reader type the name that is taken out of it; up goes through those that it has."""
        deciding = self._room.collection.entity_decisions

        def opened(entity: Entity | None) -> None:
            others = list(entity.aliases[1:]) if entity is not None else []
            if not others:
                self._room.messages.say(f"{count.name} has no other name that could be taken out of it")
                return
            hint = f"a name that is another's: {' · '.join(others[:4])}"
            self._ask(_Typed(self._room, "-", hint, lambda t: deciding.take_out(count.id, t), others))

        self._room.type_ahead.read(lambda: deciding.entity(count.id), opened)

    def ask_name(self, count: EntityCount) -> None:
        """Let the reader change what it is called, and its kind."""
        deciding = self._room.collection.entity_decisions

        def change(text: str) -> str:
            found = _WITH_KIND.match(text)
            name, kind = (found["name"], found["kind"]) if found is not None else (text, count.type)
            if not text.strip():
                return deciding.describe(count.id, None, None)
            return deciding.describe(count.id, name or count.name, kind)

        hint = "a name (KIND) · empty gives back the one that was found"
        self._ask(_Typed(self._room, "c", hint, change, empty=True), f"{count.name} ({count.type})")

    def ask_whose(self, name: str, decide: Callable[[str], str]) -> None:
        """Let the reader type whose name it is in one place."""
        self._ask(_Typed(self._room, "=", f"whose name {name} is here", decide))

    def hide(self, count: EntityCount) -> None:
        """List it no more."""
        self.write(lambda: self._room.collection.entity_decisions.hide(count.id))

    def _ask(self, use: _Typed, text: str = "") -> None:
        self._room.prompts.open(use, text)


class _Typed:
    """The prompt while something about a name is typed."""

    def __init__(
        self,
        room: Room,
        sign: str,
        hint: str,
        decide: Callable[[str], str],
        known: Sequence[str] = (),
        *,
        empty: bool = False,
    ) -> None:
        self.sign = sign
        self.hint = hint
        self._room = room
        self._decide = decide
        self._known = list(known)
        self._empty = empty

    def changed(self, text: str) -> None:
        """Nothing is done before enter."""

    def accept(self, text: str) -> bool:
        """Decide."""
        if not text.strip() and not self._empty:
            self._room.prompts.note("a name is missing", error=True)
            return False
        self._room.aliases.write(lambda: self._decide(text))
        return True

    def cancel(self) -> None:
        """As it was."""

    def move(self, direction: int) -> None:
        """There is nothing to go through."""

    def history(self) -> list[str]:
        """Names that may be meant."""
        return self._known
