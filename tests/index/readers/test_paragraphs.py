"""The blocks of plain text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._cost import least_seconds
from index.readers import paragraphs as module
from index.readers.paragraphs import paragraphs
from index.readers.text import read

WRAPPED = """\
The talks in the capital had lasted for most of the week when the
spokesman of the ministry appeared before the press and said that
nothing had been agreed.

A second paragraph follows here, wrapped at the very same margin as
the first one was, so that both can be told to be paragraphs.
"""
LONG = "A paragraph on one line, " + "which goes on and on without any break, " * 5 + "until it ends."


def texts(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


def covers(text: str, spans: list[tuple[int, int]]) -> None:
    """In order, without overlap, leaving out white space only."""
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        at = end
    assert not text[at:].strip()


ANY_TEXT = st.text(st.sampled_from("aB. \n\t-*1)“”\u2028\x0b\x1c\u3000é"), max_size=120) | st.lists(
    st.sampled_from(["", " ", "short line", "A line that is rather long and goes on for a while, about so far", LONG]),
    max_size=12,
).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_blocks_leave_out_white_space_only(text: str) -> None:
    covers(text, paragraphs(text))


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_texts_of_very_many_lines_keep_the_same_promise(text: str) -> None:
    limit = module.MAX_BLOCKS
    module.MAX_BLOCKS = 2
    try:
        spans = paragraphs(text)
    finally:
        module.MAX_BLOCKS = limit
    covers(text, spans)
    if text.count("\n") > 4:
        assert len(spans) <= 3


def test_wrapped_lines_are_joined() -> None:
    first, second = WRAPPED.strip().split("\n\n")
    assert texts(WRAPPED) == [first, second]


def test_a_paragraph_a_line_is_a_block_a_line() -> None:
    assert texts("\n".join([LONG, "Short one.", LONG])) == [LONG, "Short one.", LONG]


def test_lines_of_one_length_that_all_end_sentences_are_paragraphs() -> None:
    line = "This line is a sentence and it is as long as the one below it."
    assert texts("\n".join([line] * 5)) == [line] * 5


def test_a_headline_and_a_byline_above_wrapped_text_stand_alone() -> None:
    text = "Talks end without result\nBy Jane Doe\n" + WRAPPED
    assert texts(text)[:2] == ["Talks end without result", "By Jane Doe"]
    assert len(texts(text)) == 4


def test_a_short_last_line_ends_its_paragraph() -> None:
    text = WRAPPED.replace("\n\n", "\n")
    assert texts(text) == texts(WRAPPED)


def test_a_line_broken_early_goes_on_in_lower_case() -> None:
    assert texts("The first half of a sentence\ngoes on in the second line.\n") == [
        "The first half of a sentence\ngoes on in the second line."
    ]


def test_items_of_a_list_are_apart_though_their_lines_are_full() -> None:
    item = "- an item which is so long that it fills the line up to its margin"
    assert texts("\n".join([item, item, item + "\n  and goes on below"])) == [
        item,
        item,
        item + "\n  and goes on below",
    ]


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n\u3000", "\x0b\x0c"])
def test_white_space_alone_has_no_blocks(text: str) -> None:
    assert paragraphs(text) == []


def test_every_block_is_prose_until_it_is_understood() -> None:
    extracted = read(WRAPPED.encode())
    assert {(block.kind, block.rule) for block in extracted.blocks} == {("prose", "plain")}
    assert extracted.reader == "text/1"


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["A line of text that ends here. And more of it follows.\n", "word ", "\n", "a\n", "wrapped words " * 5 + "\n"],
)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        return least_seconds(lambda: paragraphs(text))

    assert seconds(1_200_000) < 10 * max(seconds(300_000), 0.01)
