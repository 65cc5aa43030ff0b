"""The blocks of plain text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._cost import least_seconds
from index.readers import paragraphs as module
from index.readers.paragraphs import paragraphs
from index.readers.plain.text import read

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
    assert extracted.reader == "text/2"


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


PROSE = (
    "The harbour master said on Monday that the boom would stay where it was until the last of the ships had gone, "
    "and that nobody in the ministry had asked him to open it. He had written to the minister twice, he added, "
    "and twice the letter had come back unopened. Two of the lamps at the northern end had been dark for a week. "
)
SECOND = (
    "In the town the news was taken calmly. The market opened as it did on any other day, and the ferries to the "
    "islands went out with fewer people aboard than the owners would have liked to see in the middle of the summer."
)


def wrapped(text: str, width: int, *, indent: str = "", hyphens: bool = False) -> str:
    """As a typewriter or the reading of a page breaks its lines; with `hyphens` words are cut too."""
    lines, line = [], indent
    for word in text.split():
        room = width - len(line) - 2
        if len(line) + 1 + len(word) > width and line.strip():
            if hyphens and word.isalpha() and len(word) > 6 and 3 <= room < len(word) - 2:
                lines.append(f"{line} {word[:room]}-")
                line = word[room:]
                continue
            lines.append(line)
            line = word
        else:
            line += (" " if line.strip() else "") + word
    return "\n".join([*lines, line])


@pytest.mark.parametrize("hyphens", [False, True])
@pytest.mark.parametrize("width", [30, 38, 60, 72, 80])
def test_a_page_without_blank_lines_has_the_paragraphs_it_had(width: int, hyphens: bool) -> None:
    some = [wrapped(text, width, hyphens=hyphens) for text in (PROSE + PROSE, SECOND, PROSE)]
    assert texts("\n".join(some)) == some
    indented = [wrapped(text, width, indent="   ", hyphens=hyphens) for text in (PROSE + PROSE, SECOND, PROSE)]
    assert texts("\n".join(indented)) == [each.strip() for each in indented]


def test_head_foot_and_number_of_a_page_stand_alone() -> None:
    lines = wrapped(PROSE * 6, 64).split("\n")
    head = "HARBOUR HERALD     September 8, 2031"
    pages = [lines[at : at + 9] for at in range(0, 27, 9)]
    found = texts("\n".join(line for number, page in enumerate(pages) for line in (head, *page, f"- {number} -")))
    assert found.count(head) == 3 and found[2::3] == ["- 0 -", "- 1 -", "- 2 -"]
    assert [each.count("\n") for each in found[1::3]] == [8, 8, 8]


POEM = (
    "Tell me not, in mournful numbers,\nLife is but an empty dream,\nFor the soul is dead that slumbers,\n"
    "And things are not what they seem.\nLife is real! Life is earnest!\nAnd the grave is not its goal;\n"
    "Dust thou art, to dust returnest,\nWas not spoken of the soul."
)
APART = {
    "a poem": POEM,
    "a list": "1. bread\n2. butter\n3. a very long item that would fill the line of any letter\n4. jam",
    "a table": (
        "Town        Lamps   Boats\nAveril         19      34\nSt Corent       12     50\nKestrel Pt      7       2"
    ),
    "a table with bars": "| town | lamps |\n| Averil | 19 |\n| Kestrel | 7 |",
    "a table with tabs": "town\tlamps\naveril\t19\nkestrel\t7",
    "a signature": "Josef Hallam\nMaster, Margit Hale\nwww.harbour.example\nhallam@harbour.example",
    "code": "import os\nlamps = 19\nfor lamp in range(lamps):\n    print(lamp)\nreturn_to(lamps);\nboats = 34",
    "an address": "The Harbour Office\n12 Quay Street\nPort Averil\nTel. 40 19 22",
}


@pytest.mark.parametrize("what", APART)
def test_lines_that_are_meant_to_end_stay_lines(what: str) -> None:
    lines = [line.strip() for line in APART[what].split("\n")]
    assert texts(APART[what]) == lines
    letter = f"{wrapped(PROSE, 64)}\n\n{APART[what]}\n"
    assert texts(letter)[1:] == lines


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=4),
    st.sampled_from([60, 66, 72, 80]),
    st.booleans(),
    st.sampled_from(["", "  ", "\t"]),
)
def test_wrapping_paragraphs_with_blank_lines_between_changes_none(
    sizes: list[int], width: int, hyphens: bool, indent: str
) -> None:
    some = [wrapped(PROSE * size, width, hyphens=hyphens, indent=indent) for size in sizes]
    text = "\n\n".join(some)
    covers(text, paragraphs(text))
    assert texts(text) == [each.strip() for each in some]
