"""index.offsets against the slowest possible definition of each conversion."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.offsets import OffsetMap, OriginalText
from index.readers.decoding import decode

TEXTS = st.text(st.sampled_from("ab\n\r\u2028é–漢\ufeff\U0001f600\U00010000\u0301\x00"), max_size=40)
fast = settings(max_examples=200, deadline=None)


@fast
@given(TEXTS)
def test_utf16_units_count_as_javascript_counts_them(text: str) -> None:
    offsets = OffsetMap(text)
    for at in range(len(text) + 1):
        unit = len(text[:at].encode("utf-16-le")) // 2
        assert offsets.to_utf16(at) == unit
        assert offsets.from_utf16(unit) == at


@fast
@given(TEXTS)
def test_a_position_inside_a_surrogate_pair_is_the_start_of_its_character(text: str) -> None:
    offsets = OffsetMap(text)
    for at, character in enumerate(text):
        if character > "\uffff":
            assert offsets.from_utf16(offsets.to_utf16(at) + 1) == at


@fast
@given(TEXTS)
def test_bytes_are_those_of_utf8(text: str) -> None:
    offsets = OffsetMap(text)
    for at in range(len(text) + 1):
        byte = len(text[:at].encode())
        assert offsets.to_bytes(at) == byte
        assert offsets.from_bytes(byte) == at
    for at, character in enumerate(text):
        for inside in range(1, len(character.encode())):
            assert offsets.from_bytes(offsets.to_bytes(at) + inside) == at


@fast
@given(TEXTS)
def test_lines_end_at_lf_alone(text: str) -> None:
    offsets = OffsetMap(text)
    for at in range(len(text) + 1):
        line = text.count("\n", 0, at)
        column = at - (text.rfind("\n", 0, at) + 1)
        assert offsets.to_line(at) == (line, column)
        assert offsets.from_line(line, column) == at


def test_known_values() -> None:
    offsets = OffsetMap("a\U0001f600é\nb")
    assert [offsets.to_utf16(at) for at in range(6)] == [0, 1, 3, 4, 5, 6]
    assert [offsets.to_bytes(at) for at in range(6)] == [0, 1, 5, 7, 8, 9]
    assert offsets.to_line(4) == (1, 0)


@fast
@given(st.booleans(), st.text(st.sampled_from("ab\r\n\r\n\u2028é漢\ufeff\U0001f600\u0301"), max_size=30))
def test_offsets_of_the_file_and_of_the_text_are_those_of_a_walk_through_both(marked: bool, body: str) -> None:
    original = "\ufeff" * marked + body
    marked = original.startswith("\ufeff")
    text = OriginalText(original)
    # For each place in the file the one in the text: one character after the other.
    places, at = [], 0
    for index, character in enumerate(original):
        places.append(at)
        is_mark = index == 0 and marked
        first_of_two = original[index : index + 2] == "\r\n"
        at += not is_mark and not first_of_two
        assert is_mark or text.text[places[-1]] == ("\n" if character == "\r" else character)
    places.append(at)
    assert at == len(text.text)
    assert [text.from_original(place) for place in range(len(original) + 1)] == places
    for place in range(len(text.text) + 1):
        there = text.to_original(place)
        assert text.from_original(there) == place
        assert there == next(i for i, p in enumerate(places) if p == place and not (marked and i == 0))
        assert text.units.to_utf16(there) == len(original[:there].encode("utf-16-le")) // 2
        assert text.units.to_bytes(there) == len(original[:there].encode())


def test_the_text_of_a_file_is_the_one_that_is_read() -> None:
    original = "\ufeffone\r\ntwo\rthree\n\r\n\U0001f600"
    text = OriginalText(original)
    assert text.text == decode(original.encode())[0] == "one\ntwo\nthree\n\n\U0001f600"
    assert text.to_original(4) == 6 and text.units.to_bytes(6) == 8
