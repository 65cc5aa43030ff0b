"""A desk on which something lies in every file that a reader writes, made once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import forked
import pytest

from . import acts
from .failing_system import FailingSystem, built
from .machine import Machine
from .nursery import Nursery


@pytest.fixture(scope="package")
def desk_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        base = tmp_path_factory.mktemp("faults") / "home"
        acts.make_desk(base, patch)
        yield base


@pytest.fixture
def desk(desk_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of somebody who has written something everywhere, as it was made."""
    acts.at_home(desk_once, monkeypatch)
    acts.restore(desk_once)
    return desk_once


@pytest.fixture(scope="package")
def preloaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[FailingSystem, dict[str, str]]:
    """A disk that fails when it is told to, and the variables with which processes are on it; none without a compiler
    of C or elsewhere than on Linux."""
    base = tmp_path_factory.mktemp("system")
    library = built(base) if sys.platform == "linux" else None
    system = FailingSystem(base / "shared")
    return system, system.variables(library) if library is not None else {}


@pytest.fixture(scope="package")
def nursery(preloaded: tuple[FailingSystem, dict[str, str]]) -> Iterator[Nursery]:
    """Forks processes that do single acts."""
    with variables(preloaded[1]):
        made = Nursery()
    with made:
        yield made


@pytest.fixture(scope="package")
def machine(preloaded: tuple[FailingSystem, dict[str, str]], nursery: Nursery) -> Iterator[Machine]:
    """Processes on a disk that fails when it is told to."""
    system, needed = preloaded
    if not needed:
        pytest.skip("there is no C compiler to make a disk that fails, or no Linux to load it")
    ready = forked.Ready()
    with variables(needed):
        assert ready._channel is not None
    yield Machine(system, nursery, ready, needed)
    ready.close()


@contextmanager
def variables(needed: dict[str, str]) -> Iterator[None]:
    """Whatever is started meanwhile has them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in needed.items():
            patch.setenv(name, value)
        yield
