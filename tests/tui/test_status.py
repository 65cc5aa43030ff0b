"""The status row at every width: words first, and what stands beside them gives way part by part, each as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.display import cells
from tui.widgets.status import State, StatusText

FULL = State(
    asked="/prisoner* date:2020..",
    words="match 3 of 12 · 4 of 5 documents",
    pending="3g",
    place="¶4/38",
    percent="12%",
    layer="ines",
    saved="saved",
    mode="SELECT",
)


def shown(state: State, width: int) -> str:
    row = StatusText()
    row.state = state
    (line,) = row.lines(width)
    return "".join(text for text, _ in line)


def test_a_wide_row_says_everything() -> None:
    row = shown(FULL, 120)
    assert row.startswith("/prisoner* date:2020..   match 3 of 12 · 4 of 5 documents")
    assert row.rstrip().endswith("3g  ¶4/38 · 12%  ines · saved  SELECT")
    assert cells(row) == 120


def test_what_is_least_needed_gives_way_first() -> None:
    gone: list[str] = []
    for width in range(120, 10, -1):
        row = shown(FULL, width)
        for part in ("ines", "saved", "¶4/38", "/prison", "12%", "SELECT"):
            if part not in row and part not in gone:
                gone.append(part)
    assert gone == ["ines", "saved", "¶4/38", "/prison", "12%", "SELECT"]


@given(
    st.builds(State, asked=st.text(max_size=30), words=st.text(max_size=90), pending=st.sampled_from(["", "3"]),
              place=st.sampled_from(["", "¶1/9"]), percent=st.sampled_from(["", "7%"]), layer=st.text(max_size=9),
              saved=st.sampled_from(["", "saved", "read-only"]), mode=st.sampled_from(["", "SELECT"])),
    st.integers(1, 130),
)  # fmt: skip
def test_no_width_is_too_small_and_words_are_never_cut_without_a_sign(state: State, width: int) -> None:
    row = shown(state, width)
    assert cells(row) <= max(width, cells(state.pending))
    for part in (state.place, state.percent, state.mode):
        assert not part or part in row or part[:2] not in row or part[:2] in state.words + state.asked + state.layer


def test_a_long_message_ends_with_an_ellipsis() -> None:
    assert shown(State(words="word " * 40, place="¶4/38", pending="3"), 40).rstrip().endswith("…  3") or "…" in shown(
        State(words="word " * 40, place="¶4/38", pending="3"), 40
    )


@pytest.mark.parametrize("saved", ["not saved", "read-only"])
def test_what_was_not_saved_is_told_like_an_error(saved: str) -> None:
    row = StatusText()
    row.state = State(words="", layer="ines", saved=saved)
    (line,) = row.lines(60)
    assert (saved, "error") in line
