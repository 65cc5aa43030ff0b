"""How other tools count characters, found out from the passages they marked."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.annotations.interchange.counting import Place, Selection, as_ours, place_all

PIECES = st.lists(
    st.sampled_from(["word", " ", "\n", "\r\n", "\r", "𝐛", "😀", "e\u0301", "\ufeff", "é", "x", ". "]), max_size=25
)


def units(raw: str, at: int, utf16: bool, lines: str, mark: bool) -> int:
    """Brute force: where a code point of our text lies, as a tool counts."""
    text, count = as_ours(raw), 1 if mark and raw.startswith("\ufeff") else 0
    ends = [len(end) for end in _line_ends(raw.removeprefix("\ufeff"))]
    for char in text[:at]:
        if char == "\n":
            width = ends.pop(0)
            count += {"one": 1, "file": width, "two": 2}[lines]
        else:
            count += 2 if utf16 and char > "\uffff" else 1
    return count


def _line_ends(raw: str) -> list[str]:
    found, at = [], 0
    while at < len(raw):
        if raw[at] in "\r\n":
            found.append("\r\n" if raw[at : at + 2] == "\r\n" else raw[at])
        at += len(found[-1]) if raw[at] in "\r\n" else 1
    return found


@given(
    PIECES.map("".join),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["one", "file", "two"]),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), min_size=1, max_size=4),
)
@example("𝐛\r\nword word", True, True, "file", True, [(0, 4), (3, 4)])
@example("word\r\nword", False, False, "file", False, [(0, 8)])
@example("wordword\r\nword", False, False, "file", False, [(0, 9)])
def test_a_passage_is_never_placed_where_its_words_are_not(
    body: str, bom: bool, utf16: bool, lines: str, mark: bool, spans: list[tuple[int, int]]
) -> None:
    raw = ("\ufeff" if bom else "") + body
    text = as_ours(raw)
    spans = [(start, min(start + length, len(text))) for start, length in spans if start < len(text)]
    marked = [
        Selection(units(raw, start, utf16, lines, mark), units(raw, end, utf16, lines, mark), text[start:end])
        for start, end in spans
    ]
    for selection, place in zip(marked, place_all(raw, marked).places, strict=True):
        words = " ".join(selection.name.split())
        if len(words) >= 4 and isinstance(place, str):  # white space alone is in doubt
            assert place.startswith("the file does not say") and words[:39] in place
        elif len(words) >= 4:
            assert isinstance(place, Place)
            assert " ".join(text[place.start : place.end].split()) == words


@pytest.mark.parametrize(
    ("raw", "lines", "utf16", "way"),
    [
        ("one two\r\nthree four\r\nfive six\r\nseven", "file", False, "code points, line ends as in the file"),
        ("one two\nthree four\nfive six\nseven", "two", False, "code points, line ends as two"),
        ("one two 😀😀\nthree four\nfive six\nseven", "one", True, "UTF-16 units"),
        ("one two 😀\nthree four\nfive six\nseven", "one", False, "code points"),
    ],
)
def test_without_words_passages_that_cut_no_word_decide(raw: str, lines: str, utf16: bool, way: str) -> None:
    text = as_ours(raw)
    places = [(text.index(word), text.index(word) + len(word)) for word in ("two", "four", "six", "seven")]
    marked = [Selection(*(units(raw, at, utf16, lines, False) for at in place)) for place in places]
    found = place_all(raw, marked)
    assert (found.way, found.places) == (way, places)


def test_where_nothing_decides_nothing_is_placed() -> None:
    raw = "a 😀 bcd efg"
    kept, doubtful = place_all(raw, [Selection(0, 1), Selection(5, 8)]).places
    assert kept == (0, 1)
    assert doubtful == "the file does not say how it counts characters; the passage is “cd” or “bcd”"


def test_a_file_of_ours_counts_as_we_do() -> None:
    raw = "a 😀 bcd efg"
    assert place_all(raw, [Selection(6, 10)], standard=True).places == [(6, 10)]


@pytest.mark.parametrize("span", [(-1, 2), (2, 2), (3, 1), (0, 99), (-5, -1)])
def test_offsets_that_are_none_are_told(span: tuple[int, int]) -> None:
    assert isinstance(place_all("some text\nhere", [Selection(*span)]).places[0], str)
