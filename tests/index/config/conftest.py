"""A home of its own for each test, and the two files of settings that a reader may have."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.paths import user_config_file


@pytest.fixture(autouse=True)
def checked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere the same settings are checked once in a process; here the checking itself is tried out."""
    from index import config_check

    monkeypatch.setattr(config_check, "check", config_check.check.__wrapped__)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for kind in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
    for name in list(os.environ):
        if name.startswith("GLOSSATOR_"):
            monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def own() -> Callable[[str], Path]:
    """Writes the user's config.yaml."""

    def write(text: str) -> Path:
        file = user_config_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    return write


@pytest.fixture
def collection(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a collection's config.yaml; returns the collection."""

    def write(text: str) -> Path:
        folder = tmp_path / "collection"
        (folder / ".glossator").mkdir(parents=True, exist_ok=True)
        (folder / ".glossator" / "config.yaml").write_text(text)
        return folder

    return write
