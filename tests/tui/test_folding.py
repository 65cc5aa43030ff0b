"""What is folded away: which stretches, that the layout keeps every offset, that no motion ends in one."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import NOT_PROSE, Block, BlockKind
from tui.display import width_of
from tui.folding import folds_of, words_for
from tui.motions import MOTIONS, Motions
from tui.text_layout import TextLayout
from tui.widgets.text_view_page import BlockBreaks

KINDS: list[BlockKind] = ["headline", "byline", "prose", "caption", "credit", "boilerplate", "code", "heading"]
papers = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.text("ab é日.\t", min_size=1, max_size=40).filter(str.strip),
        st.sampled_from(["\n", "\n\n", "\n\n\n", " ", "\n  "]),
    ),
    min_size=1,
    max_size=9,
)
STEPS = [motion for motion in MOTIONS if "page" not in motion and not motion.startswith("row-")]


def paper(parts: list[tuple[BlockKind, str, str]]) -> tuple[str, list[Block]]:
    text, blocks = "", []
    for kind, words, gap in parts:
        words = words.strip()
        blocks.append(Block(len(text), len(text) + len(words), kind, "t"))
        text += words + gap
    return text, blocks


def test_runs_of_what_is_not_prose_become_one_fold() -> None:
    text, blocks = paper(
        [
            ("headline", "Head", "\n"),
            ("byline", "By one", "\n\n"),
            ("prose", "Text.", "\n\n"),
            ("caption", "A boat", "\n"),
            ("credit", "Somebody", "\n\n"),
            ("caption", "A sea", "\n\n"),
            ("prose", "More.", "\n"),
            ("boilerplate", "Share this", "\n"),
        ]
    )
    folds = folds_of(text, blocks)
    assert [text[fold.start : fold.end] for fold in folds] == [
        "By one\n",
        "A boat\nSomebody\n\nA sea\n",
        "Share this\n",
    ]
    assert [words_for(blocks, fold) for fold in folds] == [
        "1 byline hidden",
        "2 captions and 1 credit hidden",
        "1 footer line hidden",
    ]
    assert folds_of(text, [Block(0, 4, "code", "t")]) == [], "something must be left to read"
    assert folds_of(text, [Block(0, 4, "prose", "t")]) == []


@settings(max_examples=200, deadline=None)
@given(papers, st.sampled_from([4, 9, 30]), st.sampled_from([6, 16_384]))
def test_a_fold_takes_one_row_and_the_rest_is_laid_out_as_before(
    parts: list[tuple[BlockKind, str, str]], width: int, characters: int
) -> None:
    text, blocks = paper(parts)
    folds = folds_of(text, blocks)
    layout = TextLayout(text, width, width_of=width_of, breaks=BlockBreaks(text, blocks), block_characters=characters)
    layout.set_folds(folds)
    rows = list(layout.spans())
    assert layout.height == len(rows) and layout.exact
    for fold in folds:
        row = layout.row_of(fold.start)
        assert rows[row] == (fold.start, fold.start)
        assert {layout.row_of(at) for at in range(fold.start, fold.end)} == {row}
        assert layout.row_of(fold.end) > row or fold.end >= len(text)
    for at in range(len(text)):
        span = rows[layout.row_of(at)]
        if layout.fold_at(at) is None and text[at] != "\n" and not text[at].isspace():
            assert span is not None and span[0] <= at < span[1]
    layout.set_folds(())
    plain = TextLayout(text, width, width_of=width_of, breaks=BlockBreaks(text, blocks))
    assert list(layout.spans()) == list(plain.spans()), "and all is as it was when nothing is folded"


@settings(max_examples=300, deadline=None)
@given(papers, st.sampled_from(STEPS), st.integers(0, 400), st.integers(1, 3))
def test_no_motion_ends_in_what_is_folded_away(
    parts: list[tuple[BlockKind, str, str]], motion: str, at: int, count: int
) -> None:
    text, blocks = paper(parts)
    layout = TextLayout(text, 12, width_of=width_of, breaks=BlockBreaks(text, blocks))
    layout.set_folds(folds_of(text, blocks))
    motions = Motions(text, blocks, layout)
    at = motions.shown(min(at, len(text) - 1))
    assert layout.fold_at(at) is None
    for _ in range(4):
        at = motions.target(motion, at, count)
        assert 0 <= at <= len(text) and layout.fold_at(at) is None
    for direction in (1, -1):
        assert layout.fold_at(motions.row(at, direction * count, 3)) is None


def test_what_is_not_prose_is_what_is_hidden() -> None:
    for kind in KINDS:
        text, blocks = paper([("prose", "one", "\n\n"), (kind, "two", "\n\n"), ("prose", "three", "\n")])
        assert bool(folds_of(text, blocks)) == (kind in NOT_PROSE)
        assert re.fullmatch(
            r"(1 [a-z ]+ hidden)?", words_for(blocks, folds_of(text, blocks)[0]) if kind in NOT_PROSE else ""
        )
