"""What keeps a run of all tests short: what a quick one leaves to `make check-all`, and what is done once for many."""

from __future__ import annotations

import gc
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import forked
import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A quick run takes a third of the examples of property tests, and a visit in several sizes of window is made in
    the first and the last of them; `make check-all` takes them all."""
    spare_sizes(items)
    if config.option.markexpr != "not slow":
        return
    from hypothesis import settings

    done: set[int] = set()
    for item in items:
        test = getattr(item, "obj", None)
        chosen = getattr(test, "_hypothesis_internal_use_settings", None)
        if chosen is not None and id(test) not in done:
            done.add(id(test))
            fewer = settings(chosen, max_examples=max(10, chosen.max_examples // 3))
            test._hypothesis_internal_use_settings = fewer
        steps = getattr(getattr(item, "cls", None), "settings", None)
        if isinstance(steps, settings) and id(item.cls) not in done:
            done.add(id(item.cls))
            item.cls.settings = settings(steps, max_examples=max(10, steps.max_examples // 3))


def spare_sizes(items: list[pytest.Item]) -> None:
    """Sizes of a window between the first and the last that a test of the reading room is given are slow."""
    visits: dict[tuple[object, ...], list[pytest.Item]] = {}
    for item in items:
        given = dict(getattr(getattr(item, "callspec", None), "params", {}))
        if "size" in given and "visit" in getattr(item, "fixturenames", ()):
            del given["size"]
            visits.setdefault((item.path, item.originalname, repr(given)), []).append(item)
    for sizes in visits.values():
        for item in sizes[1:-1]:
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking for garbage among it, a thousand times, would take a third of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture
def examples(request: pytest.FixtureRequest) -> Callable[[int], int]:
    """How many examples a property inside a test takes of those it could: a third in a quick run, as all the others."""
    quick = request.config.option.markexpr == "not slow"
    return lambda most: max(min(most, 10), most // 3) if quick else most


@pytest.fixture
def count_told(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Has a line of figures said at the end of a run, in whatever process the test is."""
    return lambda words: record_property("told", words)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what tests counted."""
    for report in terminalreporter.getreports("passed"):
        for name, words in report.user_properties:
            if name == "told" and report.when == "call":
                terminalreporter.write_line(f"{report.nodeid.rpartition('/')[2]}: {words}")


@pytest.fixture(scope="session", autouse=True)
def short_pauses() -> None:
    """Textual's pilot looks every 20 ms whether the program is idle, several times a key; here it looks more often."""
    from textual import _wait

    _wait.SLEEP_GRANULARITY = 1 / 250
    _wait.SLEEP_IDLE = _wait.SLEEP_GRANULARITY / 20


@pytest.fixture(scope="session", autouse=True)
def styles_parsed_once() -> None:
    """Each visit has a style sheet of its own, and most of what is parsed for it is what it was for the last one."""
    from textual.css.stylesheet import Stylesheet

    parse = Stylesheet._parse_rules
    done: dict[tuple[object, ...], Any] = {}

    def parsed(sheet: Stylesheet, *given: Any, **named: Any) -> Any:
        key = (given, tuple(named.items()), tuple(sheet._variables.items()))
        if key not in done:
            done[key] = parse(sheet, *given, **named)
        return done[key]

    Stylesheet._parse_rules = parsed  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def ready() -> Iterator[forked.Ready]:
    """Forks indexers, their workers and programs, which would load for half a second each; see `forking/ready.py`.

    A test whose indexer must inherit more than variables (a limit, what it would import) asks for `started_processes`.
    """
    forked.check_settings_once()
    made = forked.Ready()
    if forked.POSSIBLE:
        forked.use(made)
    yield made
    made.close()


@pytest.fixture
def started_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Indexers and their workers start from nothing, as readers' do."""
    monkeypatch.setattr("index.indexing.indexer.subprocess", subprocess)
