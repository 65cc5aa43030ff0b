"""Saved searches: giving one a name, listing them with what is new in each, and completing their names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from index.errors import GlossatorError
from tui.session.completing import NAMED, Completer, beginning, candidates
from tui.session.prompts import PromptUse

if TYPE_CHECKING:
    from index.searches.seen import Standing
    from tui.session.room import Room

_NAME_BEGUN: Final = re.compile(r"(?P<head>.*(?:^|[\s(\-]))@(?P<begun>[A-Za-z0-9._-]*)$", re.DOTALL)


class Saved:
    """What the list of saved searches shows, and what is done with them."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.queries: dict[str, str] = {}
        """Query by name, as they were when last listed."""
        self.standings: dict[str, Standing] = {}
        """What each finds, as far as it was looked up."""
        self._completer = Completer(room)
        self._round: list[str] = []
        self._at = 0
        self._asked = 0

    # -- the list ----------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """List them; what each finds is looked up after that, one by one."""

        def done(queries: dict[str, str]) -> None:
            self._take(queries)
            self._room.screen.show_page("searches")

        self._room.background.run(self._room.collection.queries.saved, done)

    def reload(self) -> None:
        """List again where the list is on screen."""
        if self._room.screen.page_named("searches").is_open:
            self._room.background.run(self._room.collection.queries.saved, self._take)

    def _take(self, queries: dict[str, str]) -> None:
        room = self._room
        self.queries = queries
        self.standings = {name: known for name, known in self.standings.items() if queries.get(name) == known.query}
        room.screen.page_named("searches").refresh_rows()
        self._asked += 1
        self._look(list(queries), self._asked)

    def _look(self, names: list[str], asked: int) -> None:
        """What the first of these finds, then the others; given up where the list was made anew."""
        if not names or asked != self._asked:
            return
        room = self._room

        def go_on() -> None:
            if room.screen.page_named("searches").is_open:
                self._look(names[1:], asked)

        def done(standing: Standing) -> None:
            self.standings[standing.name] = standing
            room.screen.page_named("searches").refresh_key(standing.name)
            go_on()

        def failed(error: Exception) -> None:
            room.messages.fail(error)
            go_on()

        room.background.run(lambda: room.collection.queries.standing(names[0]), done, failed)

    def run(self, name: str) -> None:
        """Search for it; what it finds counts as seen from now on."""
        room = self._room
        room.search.run(f"@{name}")
        room.screen.show_page("results")
        room.background.in_order(lambda: room.collection.queries.seen(name))

    # -- changes -----------------------------------------------------------------------------------------------------

    def ask_name(self, query: str, *, back_to_prompt: bool) -> None:
        """Let the reader type the name under which a query is saved."""
        self._room.prompts.open(_NewName(self._room, query, back_to_prompt=back_to_prompt))

    def edit(self, name: str) -> None:
        """Let the reader change name and query."""
        use = _Edited(self._room, name, self.queries[name])
        self._room.prompts.open(use, f"{name}: {self.queries[name]}")

    def delete(self, name: str) -> None:
        """Take it away."""
        self.write(lambda: self._room.collection.queries.delete(name))

    def write(self, job: Callable[[], str]) -> None:
        """Make a change and say what was done."""

        def done(what: str) -> None:
            self.reload()
            self._room.messages.say(what)

        self._room.background.in_order(job, done)

    # -- completing --------------------------------------------------------------------------------------------------

    def complete(self, text: str) -> None:
        """Tab in the search prompt: what was meant where nothing answers; else the name of a search, or a condition."""
        answer = self._room.search.answer
        if answer is not None and answer.question.query == text and answer.page.instead is not None:
            self._write(answer.page.instead)
            return
        if self._round and text == self._round[self._at]:
            self._at = (self._at + 1) % len(self._round)
            self._write(self._round[self._at])
            return
        begun = _NAME_BEGUN.match(text)
        if begun is None:
            if text.strip():
                self._completer.complete(text)
            else:
                self._room.prompts.note("tab completes a field, behind @ the names of saved searches")
            return

        def done(queries: dict[str, str]) -> None:
            if self._room.prompts.text == text:
                self._offer(begun["head"], begun["begun"], sorted(queries))

        self._room.background.run(self._room.collection.queries.saved, done)

    def _offer(self, head: str, begun: str, known: list[str]) -> None:
        found = candidates(begun, known)
        if not found:
            words = f"no saved search begins with {begun}" if known else "no search is saved yet"
            self._room.prompts.note(words, error=True)
            return
        common = beginning(found)
        if len(found) > 1 and len(common) > len(begun) and common.startswith(begun):
            self._round = []
            self._write(f"{head}@{common}")
        else:
            self._round, self._at = ([f"{head}@{name}" for name in found] if len(found) > 1 else []), 0
            self._write(f"{head}@{found[0]}")
        if len(found) > 1:
            more = f" · and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
            self._room.prompts.note(" · ".join(found[:NAMED]) + more)

    def _write(self, text: str) -> None:
        self._room.screen.prompt.value = text
        self._room.prompts.changed(text)


class _Naming(PromptUse):
    """A prompt that stays open, and says why, until what is typed in it can be kept."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def keep(self, job: Callable[[], str], leave: Callable[[], None]) -> None:
        """Make a change, leave the prompt and say what was done; where it is refused, say so beside what is typed."""
        room = self.room

        def done(what: str) -> None:
            if room.prompts.use is self:
                leave()
            room.saved.reload()
            room.messages.say(what)

        def failed(error: Exception) -> None:
            if room.prompts.use is self and isinstance(error, GlossatorError):
                room.prompts.note(str(error), error=True)
            else:
                room.messages.fail(error)

        room.background.in_order(job, done, failed)

    def move(self, direction: int) -> None:
        """There is nothing to go through."""


class _NewName(_Naming):
    """The prompt while a query is given a name."""

    sign = "@"
    hint = "a name for this search · letters, digits, . _ -"

    def __init__(self, room: Room, query: str, *, back_to_prompt: bool) -> None:
        super().__init__(room)
        self._query = query
        self._back_to_prompt = back_to_prompt
        self._taken = ""
        """A name in use of which the reader was told."""

    def changed(self, text: str) -> None:
        """Another name: what was said of the one before does not hold."""
        self._taken = ""

    def accept(self, text: str) -> bool:
        """Save it; in place of another search only when enter is pressed once more."""
        if not text.strip():
            self.room.prompts.note("a name is missing", error=True)
            return False
        name, query, queries = text.strip().removeprefix("@"), self._query, self.room.collection.queries
        replace = name == self._taken

        def job() -> str:
            before = queries.saved().get(name)
            if before not in (None, query) and not replace:
                self._taken = name
                raise _Taken(f"in use: enter again replaces {before}")
            return queries.save(name, query)

        self.keep(job, self._leave)
        return False

    def cancel(self) -> None:
        """Nothing is saved."""
        self._leave()

    def _leave(self) -> None:
        """Back to the query, or to where the reader was."""
        if self._back_to_prompt:
            self.room.prompts.open(self.room.search, self._query)
        else:
            self.room.prompts.close()

    def history(self) -> list[str]:
        """Names there are."""
        return sorted(self.room.saved.queries)


class _Taken(GlossatorError):
    """Another search has the name."""


class _Edited(_Naming):
    """The prompt while a saved search is changed: its name, a colon, its query."""

    sign = "c"
    hint = "name: query"

    def __init__(self, room: Room, name: str, query: str) -> None:
        super().__init__(room)
        self._name = name
        self._query = query

    def changed(self, text: str) -> None:
        """Nothing is done before enter."""

    def accept(self, text: str) -> bool:
        """Save what was changed."""
        name, colon, query = (part.strip() for part in text.partition(":"))
        name = name.removeprefix("@")
        if not colon or not name or not query:
            self.room.prompts.note("a name, a colon and a query", error=True)
            return False
        queries, before, earlier = self.room.collection.queries, self._name, self._query

        def job() -> str:
            known = queries.saved()
            if name != before and name in known:
                raise _Taken(f"in use: {name} stands for {known[name]}")
            queries.check(name, query)  # a search is not renamed by halves
            done = [queries.rename(before, name)] if name != before else []
            done += [queries.save(name, query)] if query != earlier else []
            return " and ".join(done) or "nothing changed"

        self.keep(job, self.room.prompts.close)
        return False

    def cancel(self) -> None:
        """As it was."""

    def history(self) -> list[str]:
        """None."""
        return []
