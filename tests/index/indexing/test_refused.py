"""The note that a model cannot be loaded holds until something it hangs on is another."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from index.indexing.refused import Refusals
from index.understanding.models import Model


@pytest.fixture
def model(tmp_path: Path) -> Model:
    """A model with nothing in it."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.cfg").touch()
    return Model("some_md", str(tmp_path / "data"), "md", "en", "model/some_md/1")


def test_a_refusal_is_remembered_until_something_is_another(tmp_path: Path, model: Model) -> None:
    refusals = Refusals(tmp_path, 512)
    assert refusals.reason(model) is None
    refusals.remember(model, "no such luck")
    assert refusals.reason(model) == "no such luck"
    assert refusals.reason(replace(model, version="model/some_md/2")) is None
    assert Refusals(tmp_path, 1024).reason(model) is None
    os.utime(Path(model.path, "config.cfg"), ns=(1, 1))
    assert refusals.reason(model) is None


def test_what_can_be_loaded_is_not_refused(tmp_path: Path, model: Model) -> None:
    refusals = Refusals(tmp_path, 512)
    refusals.forget()
    refusals.remember(model, "no such luck")
    refusals.forget()
    assert refusals.reason(model) is None


@pytest.mark.parametrize("note", ["", "{", "[]", "{}", '{"tried": 1}', "\x00"])
def test_a_damaged_note_is_none(tmp_path: Path, model: Model, note: str) -> None:
    refusals = Refusals(tmp_path, 512)
    refusals.remember(model, "no such luck")
    (file,) = tmp_path.glob("*.json")
    file.write_text(note)
    assert refusals.reason(model) is None
