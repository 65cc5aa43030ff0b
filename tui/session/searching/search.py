"""Searching: answers while one types, and the list of results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from index.document import SearchPage
from index.errors import Cancelled, QueryError
from tui.counted import counted
from tui.session.background import LatestWins
from tui.session.reading.walk import Trail
from tui.session.searching.snippets import Passage, Snippets

if TYPE_CHECKING:
    from index.listing import Grouping, Sort
    from tui.session.reading.seats import Seat
    from tui.session.room import Room

HINT: Final = '"a phrase" · pris* · -not · entity: · ? lists all'
EMPTY_SECONDS: Final = 0.3
"""So long results stay beside an empty prompt: to have the text in their place takes longer than a letter may wait."""
PREPARE_SECONDS: Final = 1.0
"""After the first look, when the first document is on the screen."""
GROWTH: Final = 5
"""So many times as many hits are fetched when the reader comes to the last one."""
_ORDERS: Final[dict[Sort, str]] = {
    "date": "date, oldest first",
    "newest": "date, newest first",
    "source-turned": "source, turned round",
    "title-turned": "title, turned round",
    "path-turned": "path, turned round",
}
_TURNED: Final[dict[Sort, Sort]] = {
    "date": "newest",
    "source": "source-turned",
    "title": "title-turned",
    "path": "path-turned",
}
"""What an order becomes when it is asked for once more."""
_DIVISIONS: Final[dict[Grouping, str]] = {"source": "in sources", "date": "in years", "month": "in months"}


@dataclass(frozen=True, slots=True)
class Question:
    """A query as it was asked."""

    query: str
    as_typed: bool
    sort: Sort
    group: Grouping = "none"
    limit: int | None = None
    """Hits that are wanted; None = setting, 0 = all."""
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

    @property
    def more(self) -> int:
        """Hits that there are beside those in hand."""
        return max(0, self.page.total - len(self.page.hits)) if self.page.hits else 0

    @property
    def arranged(self) -> str:
        """The order of the hits and how they are divided, in words."""
        question = self.question
        order = f"by {_ORDERS.get(question.sort, question.sort)}"
        return f"{order} · {_DIVISIONS[question.group]}" if question.group in _DIVISIONS else order

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
        self.group: Grouping = "none"
        self._snippets = Snippets(room)
        self._before: Answer | None = None
        self._place: str | None = None
        """The result under the cursor before the prompt was opened."""
        self._told_why_not = False  # by the message that is shown
        self._history: list[str] = []
        self._runner: LatestWins[Question, SearchPage] = LatestWins(
            room.background, self._ask, self._answered, self._failed
        )
        self._fetching: Answer | None = None
        """The answer of which further hits are on their way."""
        self._prepared = False

    def load_history(self) -> None:
        """Take earlier queries from the collection; a while later the first query is prepared for."""
        self._room.screen.set_timer(PREPARE_SECONDS, self.prepare)
        self._room.background.run(self._room.collection.query_history, self._take_history)

    def _take_history(self, queries: list[str]) -> None:
        self._history = queries

    def prepare(self) -> None:
        """Have done, before a key is pressed, what the first query of what is indexed now would wait for.

        Not during a run, which commits every few seconds.
        """
        if not self._prepared and not self._room.indexing.running:
            self._prepared = True
            background = self._room.background
            background.run(lambda: self._room.collection.queries.prepare(lambda: background.leaving), failed=_unsaid)

    # -- the prompt --------------------------------------------------------------------------------------------------

    def open_prompt(self, text: str = "") -> None:
        """Let the reader type a query."""
        self.prepare()
        self._before = self.answer
        self._place = self._room.screen.page_named("results").chosen_key
        self._room.screen.remember_layout()
        self._room.prompts.open(self, text)

    def changed(self, text: str) -> None:
        """Search for what stands there now."""
        if text.strip():
            self._submit(Question(text, True, self.sort, self.group))
        else:
            self._runner.cancel()
            self._room.screen.set_timer(EMPTY_SECONDS, self._show_before)

    def _show_before(self) -> None:
        """Nothing is typed, and no letter came: what was there before."""
        if self._room.prompts.use is self and not self._room.prompts.text.strip():
            self._room.screen.restore_layout(focus=False)

    def accept(self, text: str) -> bool:
        """Search for whole words now, and open the document that is chosen."""
        if not text.strip():
            self.cancel()
            return True
        results = self._room.screen.page_named("results")
        shown = self.answer is not None and self.answer.question.query == text and results.is_open
        wanted = results.chosen_key if shown else None
        seat = self._room.seats.active
        self._submit(Question(text, False, self.sort, self.group, final=True, wanted=wanted, seat=seat))
        return False

    def cancel(self) -> None:
        """Everything as it was before the prompt was opened."""
        self._runner.cancel()
        self.answer = self._before
        self._show_answer()
        self._room.screen.page_named("results").choose(self._place)
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
        self._before, seat = self.answer, self._room.seats.active
        self._submit(Question(query, False, self.sort, self.group, final=open_first, seat=seat))

    def ask(self, query: str) -> None:
        """Answer another query in the list of results, such as the same one narrowed."""
        self._submit(Question(query, False, self.sort, self.group))

    def sort_by(self, order: Sort) -> None:
        """The results in another order; in the one they are in, the other way round."""
        if order == self.sort:
            order = _TURNED.get(order, order)
        self.sort = order
        self._arrange_again()
        self._room.messages.say(f"results by {_ORDERS.get(order, order)}")

    def group_by(self, group: Grouping) -> None:
        """The results under headings, or no longer."""
        self.group = group
        self._arrange_again()
        self._room.messages.say(f"results {_DIVISIONS.get(group, 'not divided')}")

    def _arrange_again(self) -> None:
        if self.answer is not None:
            question = self.answer.question
            self._runner.submit(Question(question.query, question.as_typed, self.sort, self.group))

    def refresh(self) -> None:
        """The collection has changed: answer again if the results are on screen."""
        self._snippets.forget()
        self._room.facets.forget()
        self._prepared = False
        self.prepare()
        if self._runner.busy:
            return
        if self._room.prompts.use is self and self._room.prompts.text.strip():
            self.changed(self._room.prompts.text)  # what did not answer a moment ago may answer now
        elif self.answer is not None and self._room.screen.page_named("results").is_open:
            self._runner.submit(replace(self.answer.question, final=False, wanted=None))

    def _submit(self, question: Question) -> None:
        """Ask it; that is said where it takes long."""
        self._runner.submit(question)
        self._room.works.watch("searching", lambda: self._runner.busy, self._runner.cancel)

    def _ask(self, question: Question, cancelled: Callable[[], bool]) -> SearchPage:
        return self._room.collection.search(
            question.query,
            limit=question.limit,
            sort=question.sort,
            group=question.group,
            as_typed=question.as_typed,
            cancelled=cancelled,
        )

    def _answered(self, question: Question, page: SearchPage) -> None:
        room = self._room
        typing = room.prompts.use is self
        if typing and question.query != room.prompts.text:
            return
        if typing and not question.final and room.app.key_waits:
            # Behind the key: it may be a letter that makes this the answer to an earlier question.
            room.app.call_later(self._answered, question, page)
            return
        if question.final:
            self._open(question, page)
            return
        before, self.answer = self.answer, Answer(question, page)
        self._show_answer()
        if page.notices and not typing and (before is None or before.question.query != question.query):
            room.messages.say(" · ".join(page.notices))
        if typing:
            if self._told_why_not:
                room.messages.clear()  # what did not answer does now
                self._told_why_not = False
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

    def show(self) -> None:
        """Show the results again, with the cursor where one who walked through them with n and N is by now."""
        room = self._room
        document, trail = room.reading.document, room.walk.trail
        page = room.screen.page_named("results")
        walked = not page.is_open and document is not None and self.answer is not None and trail == self.answer.trail()
        room.screen.show_page("results")
        if walked and document is not None:
            page.choose(document.path)

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
            self._told_why_not = True

    def _remember(self, query: str) -> None:
        self._history = [query, *(earlier for earlier in self._history if earlier != query)]
        self._room.background.in_order(lambda: self._room.collection.add_to_history(query))

    @staticmethod
    def _summary(page: SearchPage) -> str:
        if page.instead is not None:
            return f"{page.notices[-1]} · tab takes it"
        if not page.total:
            return " · ".join([f"no match for {page.query}", *page.notices])
        return " · ".join([f"{page.total:,} of {counted(page.documents, 'document')}", *page.notices])

    def _show_answer(self) -> None:
        if self.answer is not None:
            self._room.screen.page_named("results").refresh_rows()
            self._room.facets.answered(self.answer)

    def show_again(self, answer: Answer | None) -> None:
        """Have an earlier answer in the list of results again."""
        if answer is not None and answer is not self.answer:
            self._runner.cancel()
            self.answer = answer
            self._show_answer()

    # -- further hits ------------------------------------------------------------------------------------------------

    def fetch_more(self, then: Callable[[], object] | None = None, *, everything: bool = False) -> bool:
        """Fetch hits beyond those in hand, and do something when they are there. False where there are none."""
        answer = self.answer
        if answer is None or not answer.more:
            return False
        if self._fetching is answer and then is None:
            return True
        self._fetching = answer
        limit = 0 if everything else len(answer.page.hits) * GROWTH
        question = replace(answer.question, limit=limit, final=False, wanted=None)
        self._room.background.run(
            lambda: self._ask(question, lambda: self.answer is not answer or self._room.background.leaving),
            lambda page: self._take_more(answer, Answer(question, page), then),
            lambda error: self._failed_more(question, error),
        )
        return True

    def _take_more(self, before: Answer, answer: Answer, then: Callable[[], object] | None) -> None:
        self._fetching = None
        if self.answer is not before or len(answer.page.hits) <= len(before.page.hits):
            return
        self.answer = answer
        self._room.walk.lengthen(before.trail(), answer.trail())
        self._show_answer()
        if then is not None:
            then()

    def _failed_more(self, question: Question, error: Exception) -> None:
        self._fetching = None
        if not isinstance(error, Cancelled):
            self._failed(question, error)

    def lengthen(self, trail: Trail, then: Callable[[Trail], None]) -> bool:
        """Have a trail lead on into further hits. False where it cannot."""
        if self.answer is None or self.answer.trail() != trail:
            return False
        return self.fetch_more(lambda: then(self.answer.trail()) if self.answer is not None else None)

    # -- passages ----------------------------------------------------------------------------------------------------

    def passage(self, path: str) -> Passage | None:
        """What to show of a result; looked for when its row is drawn, drawn again when it is there."""
        return self._snippets.of(self.answer.question, path) if self.answer is not None else None


def _unsaid(error: Exception) -> None:
    """Nothing was asked yet; a query will say what is wrong."""
