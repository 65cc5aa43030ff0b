"""A desk on which something lies in every file that a reader writes, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import acts


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
