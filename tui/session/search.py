"""Searching: answers while one types, the list of results, and search in one document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.document import SearchPage, Snippet, Span
from index.errors import QueryError
from tui.session.background import LatestWins
from tui.session.jumps import Place
from tui.session.walk import Trail

if TYPE_CHECKING:
    from index.collection import Sort
    from tui.session.room import Room
    from tui.session.seats import Seat

HINT: Final = 'words · "a phrase" · pris* · -not · a OR b · title:word · date:2031..'


@dataclass(frozen=True, slots=True)
class Question:
    """A query as it was asked."""

    query: str
    as_typed: bool
    sort: Sort
    final: bool = False
    """Enter was pressed: open something of the answer."""
    wanted: str | None = None
    """The document on which enter was pressed."""
    seat: Seat | None = None
    """The side for which it was asked, and in which it is opened wherever the keys are by then."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what came back."""

    question: Question
    page: SearchPage

    def trail(self) -> Trail:
        """To walk its matches."""
        return Trail(
            label=f"/{self.question.query}",
            noun="match",
            query=self.question.query,
            as_typed=self.question.as_typed,
            documents=tuple(hit.document.path for hit in self.page.hits),
            total=self.page.total,
            collection=self.page.documents,
        )


class Search:
    """The search in force and the one being typed."""

    sign = "/"
    hint = HINT
    help_topic = "query"

    def __init__(self, room: Room) -> None:
        self._room = room
        self.answer: Answer | None = None
        """What the list of results shows."""
        self.sort: Sort = "relevance"
        self._snippets: dict[tuple[str, bool, str], Snippet | None] = {}
        self._asked: set[tuple[str, bool, str]] = set()
        self._before: Answer | None = None
        self._history: list[str] = []
        self._runner: LatestWins[Question, SearchPage] = LatestWins(
            room.background, self._ask, self._answered, self._failed
        )

    def load_history(self) -> None:
        """Take earlier queries from the collection."""
        self._room.background.run(self._room.collection.query_history, self._take_history)

    def _take_history(self, queries: list[str]) -> None:
        self._history = queries

    # -- the prompt --------------------------------------------------------------------------------------------------

    def open_prompt(self, text: str = "") -> None:
        """Let the reader type a query."""
        self._before = self.answer
        self._room.screen.remember_layout()
        self._room.prompts.open(self, text)

    def changed(self, text: str) -> None:
        """Search for what stands there now."""
        if text.strip():
            self._runner.submit(Question(text, True, self.sort))
            self._room.works.watch("searching", lambda: self._runner.busy, self._runner.cancel)
        else:
            self._runner.cancel()
            self._room.screen.restore_layout(focus=False)

    def accept(self, text: str) -> bool:
        """Search for whole words now, and open the document that is chosen."""
        if not text.strip():
            self.cancel()
            return True
        results = self._room.screen.page_named("results")
        shown = self.answer is not None and self.answer.question.query == text and results.is_open
        wanted = results.chosen_key if shown else None
        self._runner.submit(Question(text, False, self.sort, final=True, wanted=wanted, seat=self._room.seats.active))
        self._room.works.watch("searching", lambda: self._runner.busy, self._runner.cancel)
        return False

    def cancel(self) -> None:
        """Everything as it was before the prompt was opened."""
        self._runner.cancel()
        self.answer = self._before
        self._show_answer()
        self._room.screen.restore_layout()

    def move(self, direction: int) -> None:
        """Through the results."""
        page = self._room.screen.page_named("results")
        if page.is_open:
            page.rows.move("row-down" if direction > 0 else "row-up")

    def history(self) -> list[str]:
        """Earlier queries."""
        return self._history

    def complete(self, text: str) -> None:
        """Tab: the query that was meant, or the name of a saved search."""
        self._room.saved.complete(text)

    # -- asking ------------------------------------------------------------------------------------------------------

    def run(self, query: str, *, open_first: bool = False) -> None:
        """Search without the prompt, such as for the word under the cursor."""
        self._before = self.answer
        self._runner.submit(Question(query, False, self.sort, final=open_first, seat=self._room.seats.active))
        self._room.works.watch("searching", lambda: self._runner.busy, self._runner.cancel)

    def sort_by(self, order: Sort) -> None:
        """The results in another order."""
        self.sort = order
        if self.answer is not None:
            question = self.answer.question
            self._runner.submit(Question(question.query, question.as_typed, self.sort))
        self._room.messages.say(f"results by {self.sort}")

    def refresh(self) -> None:
        """The collection has changed: answer again if the results are on screen."""
        self._snippets.clear()
        self._asked.clear()
        if self._runner.busy:
            return
        if self._room.prompts.use is self and self._room.prompts.text.strip():
            self.changed(self._room.prompts.text)  # what did not answer a moment ago may answer now
        elif self.answer is not None and self._room.screen.page_named("results").is_open:
            question = self.answer.question
            self._runner.submit(Question(question.query, question.as_typed, self.sort))

    def _ask(self, question: Question, cancelled: Callable[[], bool]) -> SearchPage:
        return self._room.collection.search(
            question.query, sort=question.sort, as_typed=question.as_typed, cancelled=cancelled
        )

    def _answered(self, question: Question, page: SearchPage) -> None:
        room = self._room
        typing = room.prompts.use is self
        if typing and question.query != room.prompts.text:
            return
        if question.final:
            self._open(question, page)
            return
        self.answer = Answer(question, page)
        self._show_answer()
        if typing:
            room.screen.show_page("results", focus=False)
            room.prompts.note(self._summary(page))
        elif room.walk.trail is None or room.walk.trail.entity is None:
            room.walk.follow(self.answer.trail())

    def _open(self, question: Question, page: SearchPage) -> None:
        """Enter: whole words if they answer and hold what was chosen, else what was shown while typing."""
        room, wanted, seat = self._room, question.wanted, question.seat
        paths = [hit.document.path for hit in page.hits]
        typed = self.answer
        if typed is not None and typed.question.query == question.query:
            better = bool(paths) if wanted is None else wanted in paths
            if not better and typed.page.hits:
                question, page = typed.question, typed.page
                paths = [hit.document.path for hit in page.hits]
        self._remember(question.query)
        if not paths:
            if room.prompts.use is self:
                room.prompts.note(self._summary(page), error=True)
            else:
                room.messages.say(self._summary(page))
            return
        self.answer = Answer(question, page)
        self._show_answer()
        if room.prompts.use is self:
            room.prompts.close()
        walk = seat.walk if seat is not None and seat in room.seats.shown else room.walk
        walk.enter(self.answer.trail(), wanted if wanted in paths else paths[0])

    def open_result(self, path: str) -> None:
        """A row of the list was chosen."""
        if self.answer is not None:
            if self._history[:1] != [self.answer.question.query]:  # chosen with the mouse, while it was being typed
                self._remember(self.answer.question.query)
            self._room.walk.enter(self.answer.trail(), path)

    def _failed(self, question: Question, error: Exception) -> None:
        room = self._room
        if isinstance(error, QueryError) and room.prompts.use is self:
            room.prompts.query_error(error)
        else:
            room.messages.fail(error)

    def _remember(self, query: str) -> None:
        self._history = [query, *(earlier for earlier in self._history if earlier != query)]
        self._room.background.in_order(lambda: self._room.collection.add_to_history(query))

    @staticmethod
    def _summary(page: SearchPage) -> str:
        if page.instead is not None:
            return f"{page.notices[-1]} · tab takes it"
        if not page.total:
            return " · ".join([f"no match for {page.query}", *page.notices])
        return " · ".join([f"{page.total:,} of {page.documents:,} documents", *page.notices])

    def _show_answer(self) -> None:
        if self.answer is not None:
            self._room.screen.page_named("results").refresh_rows()

    # -- snippets ----------------------------------------------------------------------------------------------------

    def snippet(self, path: str) -> Snippet | None:
        """The passage to show for a result; asked for when its row is drawn, drawn again when it is there."""
        if self.answer is None:
            return None
        question = self.answer.question
        key = (question.query, question.as_typed, path)
        if key not in self._asked:
            self._asked.add(key)
            self._room.background.run(lambda: self._find_snippet(key), lambda found: self._take_snippet(key, found))
        return self._snippets.get(key)

    def _find_snippet(self, key: tuple[str, bool, str]) -> Snippet | None:
        query, as_typed, path = key
        answer = self.answer
        if answer is None or answer.question.query != query:
            self._asked.discard(key)
            return None
        return self._room.collection.snippet(query, path, as_typed=as_typed)

    def _take_snippet(self, key: tuple[str, bool, str], snippet: Snippet | None) -> None:
        if key in self._asked:
            self._snippets[key] = snippet
            if self.answer is not None and self.answer.question.query == key[0]:
                self._room.screen.page_named("results").refresh_key(key[2])


@dataclass(frozen=True, slots=True)
class _Find:
    path: str
    text: str


class FindHere:
    """ctrl+f: the query language over the open document."""

    sign = "find"
    hint = "in this document"

    def __init__(self, room: Room) -> None:
        self._room = room
        self._seat = room.seats.active
        """The side in which the prompt was opened."""
        self._trails: tuple[Trail, ...] = ()
        self._origin = 0
        self._top = 0
        self._earlier: list[str] = []
        self._runner: LatestWins[_Find, list[Span]] = LatestWins(
            room.background, self._ask, self._answered, self._failed
        )

    def open_prompt(self, text: str = "") -> None:
        """Let the reader type."""
        self._seat = self._room.seats.active
        self._trails = self._seat.walk.snapshot()
        self._origin = self._seat.view.cursor
        self._top = self._seat.view.position
        self._room.prompts.open(self, text)

    def changed(self, text: str) -> None:
        """Go to the first match after the place where the search began."""
        document = self._seat.reading.document
        if document is not None and text.strip():
            self._runner.submit(_Find(document.path, text))
            self._room.works.watch("looking through this document", lambda: self._runner.busy, self._runner.cancel)
        else:
            self._runner.cancel()
            self._back()

    def accept(self, text: str) -> bool:
        """Stay there; n and N go on."""
        if not text.strip():
            self.cancel()
            return True
        self._earlier = [text, *(earlier for earlier in self._earlier if earlier != text)]
        here = self._seat.reading.here
        if here is not None and not self._runner.busy:
            self._seat.reading.jumps.leave(Place(here.path, self._origin))
        return True

    def cancel(self) -> None:
        """Back to where the search began."""
        self._runner.cancel()
        self._back()

    def move(self, direction: int) -> None:
        """Up and down go through the matches."""
        self._seat.walk.step(direction)

    def history(self) -> list[str]:
        """Earlier queries of this prompt."""
        return self._earlier

    def _back(self) -> None:
        self._seat.walk.restore(self._trails)
        self._seat.view.go_to(self._origin)

    def _ask(self, find: _Find, cancelled: Callable[[], bool]) -> list[Span]:
        return self._room.collection.matches(find.text, find.path, as_typed=True)

    def _answered(self, find: _Find, spans: list[Span]) -> None:
        room = self._room
        document, walk = self._seat.reading.document, self._seat.walk
        if document is None or document.path != find.path:
            return
        trail = Trail(f"find {find.text}", "match", query=find.text, as_typed=True, only=find.path)
        walk.follow(trail, spans=spans)
        walk.near(self._origin)
        if room.prompts.use is self:
            if spans:
                room.prompts.note(walk.place)
            else:
                room.prompts.note(f"no match for {find.text} in this document", error=True)
                self._seat.view.go_to(self._origin)
        elif not spans:
            room.messages.say(f"no match for {find.text} in this document")

    def _failed(self, find: _Find, error: Exception) -> None:
        if isinstance(error, QueryError) and self._room.prompts.use is self:
            self._room.prompts.query_error(error)
        else:
            self._room.messages.fail(error)
