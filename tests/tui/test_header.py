"""The top row at every width: progress stays while the indexer works."""

from __future__ import annotations

import pytest

from tui.widgets.header import Header

PROGRESS = "reading 4,960 of 20,000 · 512/s · 29 s left"


def shown(width: int, index: str, *, busy: bool) -> str:
    header = Header()
    header.show("desk", "20,000 documents", index, busy)
    (line,) = header.lines(width)
    return "".join(text for text, _ in line)


def test_a_wide_row_shows_everything() -> None:
    row = shown(120, PROGRESS, busy=True)
    assert "20,000 documents" in row and row.rstrip().endswith(PROGRESS)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_progress_goes_before_the_counts(width: int) -> None:
    row = shown(width, PROGRESS, busy=True)
    assert "desk" in row and "reading 4,960" in row
    assert len(row.rstrip()) <= width


def test_at_rest_the_counts_go_before_the_words() -> None:
    assert "20,000 documents" in shown(48, "index up to date · 19 changed", busy=False)


@pytest.mark.parametrize("width", range(1, 60))
def test_no_width_is_too_small(width: int) -> None:
    assert "GLOSSATOR" in shown(width, PROGRESS, busy=True)
