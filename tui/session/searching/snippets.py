"""The passage that is shown with each result, and who is named in it: found in threads for the rows on the screen."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.document import Snippet

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.session.room import Room
    from tui.session.searching.search import Question

SHOWN_NAMES: Final = ("PERSON", "ORG", "PLACE")
MOST_NAMES: Final = 8
PAUSE_SECONDS: Final = 0.06
SHARE_SECONDS: Final = 0.02
"""So long one thread looks before what it found is drawn."""
Key = tuple[str, bool, str]
"""Query, whether it was still being typed, document."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What a row shows of a document."""

    snippet: Snippet | None
    mentions: tuple[tuple[int, int, str], ...] = ()
    """Where somebody or something is named in the passage, and its kind."""
    names: tuple[tuple[str, str], ...] = ()
    """Names with their kinds: those in the passage first, then those that the document names most often."""


class Snippets:
    """Asked for when a row is drawn; the row is drawn again when the passage is there.

    One thread at a time looks for them, and while one types not before a moment has passed: whatever computes beside
    the screen holds up the next letter.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._found: dict[Key, Passage] = {}
        self._asked: set[Key] = set()
        self._waiting: list[Key] = []
        self._busy = False
        self._pause: Timer | None = None

    def forget(self) -> None:
        """The documents have changed."""
        self._found.clear()
        self._asked.clear()
        self._waiting.clear()

    def of(self, question: Question, path: str) -> Passage | None:
        """The passage to show for a document; None while it is looked for."""
        key = (question.query, question.as_typed, path)
        if key not in self._asked:
            self._asked.add(key)
            self._waiting.append(key)
            if question.as_typed and not self._busy:
                if self._pause is not None:
                    self._pause.stop()
                self._pause = self._room.screen.set_timer(PAUSE_SECONDS, self._look)
            else:
                self._look()
        return self._found.get(key)

    def _look(self) -> None:
        """Have the next ones found."""
        wanted = [key for key in self._waiting if self._asks(key[0])]
        self._asked.difference_update(key for key in self._waiting if not self._asks(key[0]))
        self._waiting = wanted
        if wanted and not self._busy:
            self._busy = True
            self._waiting = []
            self._room.background.run(lambda: self._find_some(wanted), self._take)

    def _asks(self, query: str) -> bool:
        answer = self._room.search.answer
        return answer is not None and answer.question.query == query

    def _find_some(self, wanted: list[Key]) -> tuple[dict[Key, Passage], list[Key], Exception | None]:
        """In a thread: what is found in a moment, to be drawn in one go, what is left, and what went wrong."""
        found: dict[Key, Passage] = {}
        wrong: Exception | None = None
        end = time.monotonic() + SHARE_SECONDS
        for at, key in enumerate(wanted):
            if time.monotonic() > end or not self._asks(key[0]):
                return found, wanted[at:], wrong
            try:
                found[key] = self._find(key)
            except Exception as error:  # of one document; the others have passages all the same
                found[key], wrong = Passage(None), error
        return found, [], wrong

    def _find(self, key: Key) -> Passage:
        query, as_typed, path = key
        collection = self._room.collection
        snippet = collection.snippet(query, path, as_typed=as_typed)
        names = {
            count.id: (count.name, count.type) for count in collection.entity_counts(path) if count.type in SHOWN_NAMES
        }
        mentions = []
        first: dict[str, tuple[str, str]] = {}
        if snippet is not None and names:
            for mention in collection.mentions(path) or ():
                if mention.start >= snippet.end:
                    break
                if mention.start >= snippet.start and mention.end <= snippet.end and mention.entity in names:
                    mentions.append((mention.start - snippet.start, mention.end - snippet.start, mention.type))
                    first[mention.entity] = names[mention.entity]
        return Passage(snippet, tuple(mentions), tuple({**first, **names}.values())[:MOST_NAMES])

    def _take(self, result: tuple[dict[Key, Passage], list[Key], Exception | None]) -> None:
        found, left, wrong = result
        self._busy = False
        self._waiting = [*left, *self._waiting]
        self._found.update((key, passage) for key, passage in found.items() if key in self._asked)
        for query, _, path in found:
            if self._asks(query):
                self._room.screen.page_named("results").refresh_key(path)
        self._look()
        if wrong is not None:
            self._room.messages.fail(wrong)
