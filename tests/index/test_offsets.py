"""index.offsets against the slowest possible definition of each conversion."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.offsets import OffsetMap

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
