"""Motions and text objects: where each leads, and that none leads out of the text or gets stuck."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._cost import least_seconds
from index.document import Block, Span
from tui.display import width_of
from tui.motions import MOTIONS, Motions
from tui.text_layout import TextLayout

TEXT = """The Envoy

Dr. Khalilzad met Mr. Ghani in Doha. "We don't agree," he said! Was it over? The U.S. envoy left at 3.5 p.m.

A second paragraph, with an al-Qaida mention.
"""


def motions_over(text: str, width: int = 40, with_blocks: bool = True) -> Motions:
    kinds = {0: "headline"}
    blocks = [Block(m.start(), m.end(), kinds.get(m.start(), "prose"), "t") for m in re.finditer(r"\S[^\n]*", text)]  # type: ignore[arg-type]
    return Motions(text, blocks if with_blocks else (), TextLayout(text, width, width_of=width_of))


def words_after(motions: Motions, motion: str, start: int, count: int) -> list[str]:
    found, at = [], start
    for _ in range(count):
        at = motions.target(motion, at)
        found.append(re.match(r"\S*", motions.text[at:])[0])  # type: ignore[index]
    return found


def test_words_keep_apostrophes_hyphens_and_numbers_together() -> None:
    motions = motions_over(TEXT)
    at = TEXT.index("We don't")

    assert words_after(motions, "word-next", at, 4) == ["don't", 'agree,"', "he", "said!"]
    assert motions.word_at(TEXT.index("Qaida")) == Span(TEXT.index("al-"), TEXT.index("al-") + 8)
    assert motions.word_at(TEXT.index("3.5") + 1) == Span(TEXT.index("3.5"), TEXT.index("3.5") + 3)
    assert motions.word_at(TEXT.index("!")) is None


def test_word_previous_first_goes_to_the_start_of_the_word() -> None:
    motions = motions_over(TEXT)
    inside = TEXT.index("Khalilzad") + 4

    assert motions.target("word-previous", inside) == TEXT.index("Khalilzad")
    assert motions.target("word-previous", inside, 3) == TEXT.index("Envoy")


def test_word_end_goes_to_last_letters() -> None:
    motions = motions_over(TEXT)

    assert TEXT[motions.target("word-end", 0)] == "e"
    assert motions.target("word-end", 2) == TEXT.index("Envoy") + 4


def test_accents_stay_in_their_word_and_scripts_part() -> None:
    text = "Ame\u0301lie и Россия हिन्दी 日本語テキスト"
    motions = motions_over(text)

    assert motions.word_at(2) == Span(0, 7)
    assert motions.word_at(text.index("ह") + 3) == Span(text.index("ह"), text.index(" 日"))
    assert motions.word_at(text.index("本")) == Span(text.index("日"), text.index("テ"))


def test_sentences_do_not_end_at_titles_and_initials() -> None:
    motions = motions_over(TEXT)
    start = TEXT.index("Dr.")
    starts = [start]
    for _ in range(3):
        starts.append(motions.target("sentence-next", starts[-1]))

    sentences = [TEXT[slice(*motions.sentence_at(at))] for at in starts]
    assert sentences == [
        "Dr. Khalilzad met Mr. Ghani in Doha.",
        '"We don\'t agree," he said!',
        "Was it over?",
        "The U.S. envoy left at 3.5 p.m.",
    ]
    assert motions.target("sentence-previous", starts[2]) == starts[1]
    assert motions.target("sentence-previous", starts[1] + 5) == starts[1]
    assert motions.target("sentence-next", starts[3]) == TEXT.index("A second")


def test_chinese_sentences_need_no_space() -> None:
    text = "今天天气很好。我们去公园吧！好。"

    assert motions_over(text).sentence_at(9) == Span(7, 14)


@pytest.mark.parametrize("with_blocks", [True, False])
def test_paragraphs(with_blocks: bool) -> None:
    motions = motions_over(TEXT, with_blocks=with_blocks)

    assert motions.target("paragraph-next", 3) == TEXT.index("Dr.")
    assert motions.target("paragraph-next", 3, 2) == TEXT.index("A second")
    assert motions.target("paragraph-previous", TEXT.index("over")) == TEXT.index("Dr.")
    assert motions.target("paragraph-previous", TEXT.index("Dr.")) == 0
    assert TEXT[slice(*motions.paragraph_at(3))] == "The Envoy"
    assert motions.target("paragraph-next", TEXT.index("second"), 9) == motions.last == len(TEXT) - 2


def test_headings() -> None:
    motions = motions_over(TEXT)

    assert motions.target("heading-previous", TEXT.index("second")) == 0
    assert motions.target("heading-next", 0) == 0, "there is none further down"


def test_rows_keep_the_column_and_pass_over_blank_ones() -> None:
    motions = motions_over("abcdef\n\nab\n\n\nabcdef", width=20)

    assert motions.row(4, 1, 4) == 9, "the last character of a shorter row"
    assert motions.row(9, 1, 4) == motions.text.rindex("abcdef") + 4
    assert motions.row(motions.text.rindex("abcdef") + 4, -2, 4) == 4
    assert motions.row(4, -1, 4) == 4


def test_row_ends() -> None:
    text = "one two three four"
    motions = motions_over(text, width=8)

    assert motions.target("row-end", 0) == text.index("two") + 2, "not the space that the row ends with"
    assert motions.target("row-start", text.index("hree")) == text.index("three")


def test_text_objects() -> None:
    motions = motions_over(TEXT)
    at = TEXT.index("Ghani")

    assert TEXT[slice(*motions.object_at("iw", at))] == "Ghani"  # type: ignore[arg-type]
    assert TEXT[slice(*motions.object_at("is", at))].startswith("Dr.")  # type: ignore[arg-type]
    assert TEXT[slice(*motions.object_at("ip", at))].endswith("p.m.")  # type: ignore[arg-type]
    assert motions_over("").object_at("iw", 0) is None
    assert motions_over("").object_at("ip", 0) is None


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="ab'. !?\n\té\u0301日。\u200d", max_size=60),
    st.integers(0, 60),
    st.sampled_from([m for m in MOTIONS if "page" not in m and not m.startswith(("row-up", "row-down"))]),
    st.booleans(),
)
def test_every_motion_stays_in_the_text_and_comes_to_an_end(text: str, at: int, motion: str, with_blocks: bool) -> None:
    motions = motions_over(text, 6, with_blocks)
    at = min(at, len(text))
    seen = set()
    while at not in seen and len(seen) < 200:
        seen.add(at)
        at = motions.target(motion, at)
        assert 0 <= at <= len(text)

    assert at in seen, "it settles"


@pytest.mark.parametrize("motion", [m for m in MOTIONS if "page" not in m and not m.startswith(("row-up", "row-down"))])
@pytest.mark.parametrize("unit", ["word ", "x", "Sentence here. "])
@pytest.mark.slow
def test_no_motion_is_slow_in_a_line_of_megabytes(motion: str, unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    motions = Motions(text, [Block(0, len(text), "prose", "t")], TextLayout(text, 72, width_of=width_of))

    assert least_seconds(lambda: motions.target(motion, 1_000_000)) < 0.1


@pytest.mark.parametrize("text", ["a" * 400_000, "a." + " " * 400_000 + "b", "a " + "-" * 400_000 + " b"])
def test_a_motion_that_finds_nothing_near_goes_no_further_than_one_can_wait_for(text: str) -> None:
    motions = motions_over(text, with_blocks=False)
    middle = len(text) // 2
    for motion in ("word-next", "word-end", "word-previous", "sentence-next"):
        assert abs(motions.target(motion, middle) - middle) <= 140_000, motion
