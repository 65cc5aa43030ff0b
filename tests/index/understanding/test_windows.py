"""Tokens around places are the same whether they are cut together or one by one."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from index.understanding.windows import Place, windows

WORDS = st.lists(
    st.sampled_from(["gate", "12", "3.5%", "U.S.", " | ", "\n", "x" * 60, "\u2019s", "-", "9"]), max_size=80
)


@settings(max_examples=40)
@given(WORDS, st.integers(0, 40), st.integers(0, 40))
def test_windows_are_what_each_would_be_alone(words: list[str], before: int, after: int) -> None:
    text = " ".join(words)
    places = [Place(m.start(), m.end(), 0, len(text)) for m in re.finditer(r"\d+", text)]
    together = list(windows(text, places, before, after))
    alone = [next(windows(text, [place], before, after)) for place in places]
    assert [(t.words, t.starts, t.ends, t.flags) for t in together] == [
        (t.words, t.starts, t.ends, t.flags) for t in alone
    ]
