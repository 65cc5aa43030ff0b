"""The parts behind the screen, each by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from index.document import Snippet, Span
from index.errors import Cancelled, QueryError
from index.events import Progress
from tui.display import cells, wrapped
from tui.screens.results_page import snippet_lines
from tui.session.background import Background, LatestWins
from tui.session.fuzzy import best, score
from tui.session.indexing import duration, progress_words
from tui.session.messages import Message, Messages
from tui.session.reading.jumps import JumpList, Place

if TYPE_CHECKING:
    from conftest import Homes


class Loop:
    """Runs what comes back from threads when told to."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Callable[..., object], tuple[Any, ...]]] = []
        self._lock = threading.Lock()

    def call_later(self, callback: Callable[..., object], *args: Any) -> bool:
        with self._lock:
            self._waiting.append((callback, args))
        return True

    def run_until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < end
            with self._lock:
                waiting, self._waiting = self._waiting, []
            for callback, args in waiting:
                callback(*args)
            time.sleep(0.001)


def test_jobs_that_write_keep_their_order() -> None:
    loop, done, failures = Loop(), [], []
    background = Background(loop, failures.append)

    def slow(number: int) -> int:
        time.sleep(0.01 if number == 0 else 0)
        return number

    for number in range(5):
        background.in_order(lambda number=number: slow(number), done.append)
    background.in_order(lambda: 1 / 0)
    loop.run_until(lambda: background.idle)
    background.close()
    assert done == [0, 1, 2, 3, 4]
    assert [type(error) for error in failures] == [ZeroDivisionError]


def test_closing_waits_for_what_is_written() -> None:
    written: list[int] = []
    background = Background(Loop(), lambda error: None)
    for number in range(3):
        background.in_order(lambda number=number: (time.sleep(0.02), written.append(number)))
    background.close()
    assert written == [0, 1, 2]
    background.run(lambda: written.append(9))
    assert written == [0, 1, 2]


def test_of_many_questions_the_last_is_answered_and_at_most_one_waits() -> None:
    loop = Loop()
    background = Background(loop, lambda error: None)
    asked: list[int] = []
    answered: list[tuple[int, int]] = []
    gate = threading.Event()

    def work(question: int, cancelled: Callable[[], bool]) -> int:
        asked.append(question)
        gate.wait(10)
        if cancelled():
            raise Cancelled("overtaken")
        return question * 10

    runner: LatestWins[int, int] = LatestWins(
        background, work, lambda question, answer: answered.append((question, answer)), lambda question, error: None
    )
    for question in range(1, 30):
        runner.submit(question)
    gate.set()
    loop.run_until(lambda: background.idle and not runner.busy)
    assert asked == [1, 29]
    assert answered == [(29, 290)]
    runner.submit(30)
    runner.cancel()
    loop.run_until(lambda: background.idle and not runner.busy)
    assert answered == [(29, 290)]
    background.close()


def test_a_mistake_in_the_last_question_is_told_and_in_earlier_ones_not() -> None:
    loop = Loop()
    background = Background(loop, lambda error: None)
    failed: list[str] = []

    def work(question: str, cancelled: Callable[[], bool]) -> str:
        raise QueryError(question, 0, 1)

    runner: LatestWins[str, str] = LatestWins(
        background, work, lambda question, answer: None, lambda question, error: failed.append(str(error))
    )
    for question in ("a", "b", "c"):
        runner.submit(question)
    loop.run_until(lambda: background.idle and not runner.busy)
    assert failed == ["c"]
    background.close()


def test_the_way_back_and_forward() -> None:
    jumps = JumpList()
    a, b, c = Place("a", 1), Place("b", 2), Place("c", 3)
    assert jumps.back(a) is None and jumps.forward(a) is None
    jumps.leave(a)
    jumps.leave(a)
    jumps.leave(b)
    assert jumps.back(c) == b and jumps.back(b) == a and jumps.back(a) is None
    assert jumps.forward(a) == b and jumps.forward(b) == c and jumps.forward(c) is None
    jumps.back(c)
    jumps.leave(b)
    assert jumps.forward(b) is None


def test_a_few_letters_find_a_line() -> None:
    lines = ["Next annotation", "Annotate", "Another theme", "Delete the annotation"]
    assert best("ann", lines, str)[0] == "Annotate"
    assert best("nexan", lines, str) == ["Next annotation"]
    assert best("", lines, str) == lines
    assert score("xyz", "Annotate") is None


@given(st.text(max_size=8), st.text(max_size=40))
def test_a_line_is_found_exactly_by_letters_in_order(wanted: str, text: str) -> None:
    def alike(one: str, other: str) -> bool:
        return one == other or (one.casefold() == other.casefold() and len(one.casefold()) == 1)

    letters = iter(text)
    in_order = all(any(alike(letter, other) for other in letters) for letter in "".join(wanted.split()))
    assert (score(wanted, text) is not None) == in_order


@given(
    st.text(alphabet="ab \n\té漢\x1b", max_size=300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 20)), max_size=5),
    st.integers(3, 60),
)
def test_a_snippet_fits_its_lines_and_marks_its_matches(text: str, spans: list[tuple[int, int]], width: int) -> None:
    matches = tuple(Span(100 + a, 100 + min(a + n, len(text))) for a, n in sorted(spans) if a < len(text))
    lines = snippet_lines(Snippet(100, 100 + len(text), text, matches), width, 2)
    assert len(lines) <= 2
    for line in lines:
        shown = "".join(part for part, role in line if part != " …")
        assert cells(shown) <= max(width - 1, 2)
        assert "\n" not in shown and "\t" not in shown


def test_a_match_far_into_a_long_snippet_is_in_sight() -> None:
    text = "word " * 1_000 + "lantern" + " word" * 1_000
    lines = snippet_lines(Snippet(0, len(text), text, (Span(5_000, 5_007),)), 60, 2)
    assert ("lantern", "match bold") in [part for line in lines for part in line]


@given(st.text(alphabet="ab 漢\n", max_size=200), st.integers(1, 40))
def test_a_card_loses_no_word(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_messages_go_away_by_themselves_and_errors_after_a_key() -> None:
    now, shown = [0.0], []
    messages = Messages(shown.append, lambda: now[0])
    messages.say("a note")
    messages.key_pressed()
    messages.tick()
    assert messages.current == Message("a note", "note")
    now[0] = 60
    messages.tick()
    assert messages.current is None and shown[-1] is None
    messages.warn("an error")
    now[0] = 600
    messages.tick()
    assert messages.current == Message("an error", "error")
    messages.key_pressed()
    assert messages.current is None


def test_an_unforeseen_error_is_logged_without_a_word_of_the_document(homes: Homes) -> None:
    messages = Messages(lambda message: None)
    secret = "the minister's letter"
    try:
        raise ValueError(secret)
    except ValueError as error:
        messages.fail(error)
    assert messages.current is not None and secret not in messages.current.text
    (log,) = Path(homes.base).rglob("errors.log")
    written = log.read_text()
    assert "ValueError" in written and "test_app_session.py" in written and secret not in written
    assert log.stat().st_mode & 0o777 == 0o600


def test_progress_in_words() -> None:
    assert progress_words(Progress("read", 1200, 50_000, 480.0, 0)) == "reading 1,200 of 50,000 · 480/s · 2 min left"
    assert progress_words(Progress("walk", 0, None, 0.0, 0)) == "looking for documents"
    assert progress_words(Progress("analyse", 5, 5, 0.5, 2)) == "finding names 5 of 5 · 2 skipped"
    assert [duration(seconds) for seconds in (5, 300, 7200)] == ["5 s", "5 min", "2.0 h"]
