"""The layout model: against a plain reference, and the promises that its maps make about every text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._cost import least_seconds
from tui.display import width_of
from tui.text_layout import Break, Cell, TextLayout
from tui.text_wrapping import _NEVER_FIRST, _NEVER_LAST, _NOT_SIMPLE

Rows = list[tuple[int, int] | None]

ALPHABET = st.sampled_from(
    [
        "a",
        "b",
        "c",
        " ",
        " ",
        "\n",
        "\n",
        "\t",
        "é",
        "e\u0301",
        "–",
        "’",
        "日",
        "本",
        "。",
        "「",
        "한",
        "국",
        "👩\u200d👧",
        "❤\ufe0f",
        "\x1b",
        "\u202e",
        "\u200b",
        "xyzzy",
        "w" * 30,
        "ש",
        "ᄒ\u1161",
        "\u00ad",
        "\u2028",
        "\x85",
        "\ufeff",
        "🇦🇫",
    ]
)
KOREAN = frozenset(map(chr, (*range(0x1100, 0x1200), *range(0xAC00, 0xD800))))
TEXTS = st.lists(ALPHABET, max_size=60).map("".join)
WIDTHS = st.sampled_from([1, 2, 3, 4, 5, 8, 13, 40, 80])


def layout_of(text: str, width: int, **options: object) -> TextLayout:
    return TextLayout(text, width, width_of=width_of, **options)  # type: ignore[arg-type]


def cells_between(text: str, start: int, end: int, width: int) -> int:
    column = 0
    for character in text[start:end]:
        column += min(8 - column % 8, max(0, width - column)) if character == "\t" else width_of(character)
    return column


def may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after != "\t" and width_of(after) == 0:
        return False
    if before in " \t":
        return True
    if before == "\u200d" or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return any(width_of(each) == 2 and each not in KOREAN for each in (before, after))


def wrap_line(text: str, start: int, end: int, width: int) -> Rows:
    """One line, a character at a time, measured from the start of its row each time."""
    rows: Rows = []
    at = start
    while True:
        fits = at
        while fits < end and cells_between(text, at, fits + 1, width) <= width:
            if text[fits] == "\t" and cells_between(text, at, fits, width) == width:
                break
            fits += 1
        if fits == at < end:  # nothing has room: one character with its marks stands there all the same
            fits += 1
            while fits < end and text[fits] != "\t" and width_of(text[fits]) == 0:
                fits += 1
        if fits >= end:
            rows.append((at, end))
            return rows
        following = fits
        if text[fits] in " \t":
            following += 1
            while following < end and text[following] != "\t" and width_of(text[following]) == 0:
                following += 1
            if following >= end:
                rows.append((at, end))
                return rows
        else:
            breaks = [k for k in range(at + 1, fits + 1) if may_break(text, k)]
            following = breaks[-1] if breaks else fits
        rows.append((at, following))
        at = following


def reference(text: str, width: int, breaks: list[Break]) -> Rows:
    """All rows, with no blocks, no patterns and nothing remembered."""
    rows: Rows = []
    spaced = {each.offset: each.spaced for each in breaks}
    pieces, at = [], 0
    for offset in [*sorted(spaced), len(text)]:
        while at < offset:
            newline = text.find("\n", at, offset)
            end = offset if newline < 0 else newline + 1
            pieces.append((at, end))
            at = end
    after_blank = False
    for start, end in pieces:
        if spaced.get(start) and start > 0:
            rows.append(None)
        is_line = start == 0 or text[start - 1] == "\n"
        has_newline = text[end - 1] == "\n"
        body = end - 1 if has_newline else end
        blank = is_line and has_newline and not text[start:body].strip(" \t")
        if start in spaced:
            after_blank = False
        if blank:
            if not after_blank:
                rows.append((start, body))
        elif body > start:
            rows += wrap_line(text, start, body, width)
        else:
            rows.append((start, body))
        after_blank = blank
    return rows or [(0, 0)]


def breaks_of(text: str, picks: list[int]) -> list[Break]:
    found = {pick % len(text) for pick in picks} if text else set()
    offsets = sorted(offset for offset in found if not text[offset].isspace() and width_of(text[offset]))
    return [Break(offset, text[:offset].endswith("\n")) for offset in offsets]


def lazily(breaks: list[Break]):  # type: ignore[no-untyped-def]
    return lambda start, end: [each for each in breaks if start <= each.offset < end]


@settings(max_examples=1000, deadline=None)
@given(TEXTS, WIDTHS, st.sampled_from([5, 17, 64, 16_384]), st.lists(st.integers(0, 99), max_size=4))
def test_rows_are_those_of_a_plain_wrap(text: str, width: int, block: int, picks: list[int]) -> None:
    breaks = breaks_of(text, picks)
    layout = layout_of(text, width, block_characters=block, breaks=lazily(breaks))

    assert list(layout.spans()) == reference(text, width, breaks)
    assert layout.exact and layout.height == len(reference(text, width, breaks))


@settings(max_examples=1000, deadline=None)
@given(TEXTS, WIDTHS, st.sampled_from([3, 9, 64]), st.lists(st.integers(0, 99), max_size=4), st.randoms())
def test_maps_are_inverse_whatever_order_rows_are_asked_for(text, width, block, picks, random):  # type: ignore[no-untyped-def]
    """Also with lines cut virtually, and after the width has changed."""
    breaks = breaks_of(text, picks)
    layout = layout_of(text, 37, block_characters=block, line_characters=2 * block, breaks=lazily(breaks))
    layout.row_of(len(text) // 2)
    layout.set_width(width)
    offsets = list(range(len(text)))
    random.shuffle(offsets)

    for offset in offsets:
        row = layout.row_near(offset, 0)
        span = layout.row_span(row)
        assert span is not None
        assert span[0] <= offset
        if offset > span[1]:  # a hidden blank line, or the white space of one
            assert not text[span[0] : offset].strip(" \t\n")
            continue
        if text[offset] != "\n" and (text[offset] == "\t" or width_of(text[offset])):
            column = cells_between(text, span[0], offset, width)
            if column < width and offset < span[1]:
                assert layout.cell_of(offset) == Cell(row, column)
                assert layout.offset_at(row, column) == offset


@settings(max_examples=300, deadline=None)
@given(
    TEXTS,
    st.lists(st.tuples(WIDTHS, st.integers(0, 400), st.integers(-5, 5)), min_size=1, max_size=6),
    st.sampled_from([(3, 6), (9, 9), (40, 5), (16_384, 65_536)]),
    st.lists(st.integers(0, 99), max_size=4),
)
def test_any_sequence_of_widths_and_questions_ends_as_a_layout_made_at_once(text, turns, sizes, picks):  # type: ignore[no-untyped-def]
    options = {
        "block_characters": sizes[0],
        "line_characters": sizes[1],
        "breaks": lazily(breaks_of(text, picks)),
    }
    layout = layout_of(text, 20, **options)
    for width, offset, delta in turns:
        layout.set_width(width)
        layout.row_near(min(offset, len(text)), delta)
        layout.offset_at(offset, 3)
        layout.wrap_some(0.0, offset % layout.blocks)
    at_once = layout_of(text, turns[-1][0], **options)
    at_once.wrap_some(60)

    for offset in range(len(text)):
        row = layout.row_near(offset, 0)
        assert layout.row_span(row) == at_once.row_span(at_once.row_of(offset))
    assert list(layout.spans()) == list(at_once.spans())


@settings(max_examples=300, deadline=None)
@given(TEXTS, WIDTHS, st.lists(st.integers(0, 99), max_size=4))
def test_rows_tile_the_text_and_none_is_too_wide(text: str, width: int, picks: list[int]) -> None:
    breaks = breaks_of(text, picks)
    layout = layout_of(text, width, block_characters=20, line_characters=30, breaks=lazily(breaks))
    at = 0

    for span in layout.spans():
        if span is None:
            continue
        assert not text[at : span[0]].strip(" \t\n"), "only white space lies between rows"
        hanging = text[span[0] : span[1]].rstrip(" \t\u200b\u200d\ufe0f\u0301")
        widest = width_of(text[span[0]]) if hanging else 0
        assert cells_between(text, span[0], span[0] + len(hanging), width) <= max(width, widest)
        at = span[1]
    assert not text[at:].strip(" \t\n")


@settings(max_examples=200, deadline=None)
@given(TEXTS, WIDTHS)
def test_a_cursor_stepping_right_visits_what_stepping_left_does(text: str, width: int) -> None:
    layout = layout_of(text, width, block_characters=16)
    right, at = [0], 0
    while (following := layout.step(at, 1)) != at:
        assert following > at
        right.append(following)
        at = following
    left = [at]
    while (following := layout.step(at, -1)) != at:
        assert following < at
        left.append(following)
        at = following

    assert set(right) - {len(text)} == set(left) - {len(text)}


def test_every_simple_character_is_one_cell_wide() -> None:
    simple = [chr(code) for code in range(0x3000) if not _NOT_SIMPLE.match(chr(code)) and chr(code) != "\n"]

    assert len(simple) > 900
    assert {width_of(character) for character in simple} == {1}


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n", " ", "\t", "\u200d", "\u0301", "a\n", "\na", " \n \n", "日"])
@pytest.mark.parametrize("width", [-1, 0, 1, 4, 80])
def test_smallest_texts_have_a_row(text: str, width: int) -> None:
    layout = layout_of(text, width)

    assert len(list(layout.spans())) == layout.height == (2 if text == "\na" else 1)
    assert layout.row_of(0) == 0
    assert layout.row_span(-1) is None and layout.row_span(99) is None
    assert layout.offset_at(99, 0) == len(text)


def test_blank_lines_are_shown_as_one() -> None:
    layout = layout_of("one\n\n\n \t\n\ntwo\n\n", 20)

    assert [layout.text[a:b] for a, b in filter(None, layout.spans())] == ["one", "", "two", ""]
    assert layout.row_of(6) == 1 and layout.step(3, 1) == 4
    assert layout.step(4, 1) == layout.text.index("two"), "the cursor does not stop on lines that are not shown"


def test_a_break_begins_a_row_inside_a_line_and_may_leave_a_blank_row() -> None:
    text = "Head | foot\nBody one\nBody two"
    breaks = [Break(5, False), Break(12, True), Break(21, True)]
    layout = layout_of(text, 20, breaks=lazily(breaks))

    assert [span and text[slice(*span)] for span in layout.spans()] == [
        "Head ",
        "| foot",
        None,
        "Body one",
        None,
        "Body two",
    ]
    assert layout.is_spacer(2) and not layout.is_spacer(3)
    assert layout.offset_at(2, 5) == 12, "a spacer leads to the block below it"
    assert layout.row_of(12) == 3


def test_tabs_are_counted_from_the_start_of_the_row() -> None:
    layout = layout_of("a\tb\tcccccc dd", 16)

    assert [layout.text[a:b] for a, b in filter(None, layout.spans())] == ["a\tb\t", "cccccc dd"]
    assert layout.columns(0, 4) == [0, 1, 8, 9, 16]


def test_chinese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    layout = layout_of("中文文本在这。里 abc", 12)

    assert [layout.text[a:b] for a, b in filter(None, layout.spans())] == ["中文文本在", "这。里 abc"]


def test_korean_breaks_at_spaces() -> None:
    layout = layout_of("대한민국 사람들", 12)

    assert [layout.text[a:b] for a, b in filter(None, layout.spans())] == ["대한민국 ", "사람들"]


def test_rows_above_can_be_counted_before_anything_else_is_exact() -> None:
    text = "".join(
        f"line {number} of a text that wraps into rows of unequal number {'x' * (number % 97)}\n"
        for number in range(3000)
    )
    lazy, full = layout_of(text, 30, block_characters=512), layout_of(text, 30, block_characters=512)
    full.wrap_some(60)
    middle = len(text) // 2

    row = lazy.row_near(middle, -100)

    assert not lazy.exact
    assert lazy.row_span(row) == full.row_span(full.row_of(middle) - 100)


def test_wrapping_in_the_background_ends_and_finds_the_exact_height() -> None:
    text = "word " * 40_000 + "\n日本語\n" * 4_000
    layout = layout_of(text, 33)
    calls = 1
    while not layout.wrap_some(0.0, near_block=layout.blocks // 2):
        calls += 1

    assert calls == layout.blocks
    assert layout.exact and layout.height == len(list(layout.spans()))


@pytest.mark.slow
def test_the_middle_of_a_line_of_ten_megabytes_is_there_at_once() -> None:
    text = "word " * 2_000_000

    assert least_seconds(lambda: layout_of(text, 72).row_of(5_000_000)) < 0.2


def test_a_line_of_ten_megabytes_is_cut_between_words_and_its_middle_is_there_at_once() -> None:
    text = "word " * 2_000_000
    layout = layout_of(text, 72)
    layout.row_of(5_000_000)

    assert layout.blocks > 100
    assert all(text[start - 1] == " " for start in layout._starts[1:])
