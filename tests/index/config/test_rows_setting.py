"""The setting `formats.rows`, a list of sections: read, checked in place, and kept in the copy of the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.config import load_settings
from index.config_check import check_file
from index.settings import RowsSettings


def faults(text: str) -> list[str]:
    return check_file(Path("/x/config.yaml"), text.encode())


def test_what_is_wrong_is_told_where_it_stands() -> None:
    assert faults('formats:\n  rows:\n    - {files: "a.csv", text: [b], key: c}\n') == []
    told = faults('formats:\n  rows:\n    - {files: "a.csv", txt: b}\n    - {files: 3}\n')
    assert told == [
        "/x/config.yaml:3:29: formats.rows.txt: no such setting; is text meant?",
        "/x/config.yaml:4:15: formats.rows.files: should be text in quotes, not 3",
    ]
    assert "should be a pattern of files" in faults('formats: {rows: [{files: ""}]}')[0]


@pytest.mark.usefixtures("homes")
def test_it_is_the_same_from_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOSSATOR_FORMATS__ROWS", '[{files: "a.csv", text: [b, c]}]')
    first, second = load_settings(None), load_settings(None)
    assert first.settings.formats.rows == second.settings.formats.rows == (RowsSettings("a.csv", ("b", "c")),)
