"""Motions and text objects against a plain reference that goes through the text a character at a time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Block, Span
from tui.display import width_of
from tui.motions import MOTIONS, Motions
from tui.text_layout import TextLayout

WORDS = "a b X é e\u0301 don't al-Qaida U.S. Mr. Dr. 3.5 e.g. etc. A. ß _ 日本 テキスト ひら हिन्दी שלום\u05b0 한국"
SIGNS = "。 「 」 👩\u200d👧 ❤\ufe0f . ! ? … ” ’ ) « - \u2011"
SPACES = [" ", " ", " ", "\n", "\n\n", "\n \n", "\t", ". ", "? ", "! ", '." ', "\x1b", "\u202e"]
PIECES = st.sampled_from([*WORDS.split(" "), *SIGNS.split(" "), *SPACES])
TEXTS = st.lists(PIECES, max_size=40).map("".join)
CLOSERS, CHINESE_CLOSERS = "\"'’”»)]", "」』”）"
ABBREVIATIONS = {"Mr", "Dr", "etc", "e.g", "U.S"}


def kind_of(character: str) -> str:
    """What words are made of."""
    name = unicodedata.name(character, "")
    if name.startswith("CJK UNIFIED"):
        return "han"
    if name.startswith("HIRAGANA LETTER"):
        return "hiragana"
    if name.startswith("KATAKANA LETTER"):
        return "katakana"
    is_mark = unicodedata.category(character) in ("Mn", "Mc") or character in "\u200c\u200d"
    return "letter" if character.isalnum() or character == "_" or is_mark else ""


def words_of(text: str) -> list[Span]:
    """All words: runs of one kind, of which those of letters may be joined by one apostrophe, full stop or hyphen."""
    found, at = [], 0
    while at < len(text):
        kind = kind_of(text[at])
        if not kind:
            at += 1
            continue
        end = at
        while end < len(text) and (
            kind_of(text[end]) == kind
            or (kind == "letter" and text[end] in "'’.-‐\u2011" and kind_of(text[end + 1 : end + 2] or " ") == kind)
        ):
            end += 1
        found.append(Span(at, end))
        at = end
    return found


def stripped(text: str, start: int, end: int) -> Span:
    """Without white space around it; an empty one stands at its end."""
    inside = [at for at in range(start, end) if not text[at].isspace()]
    return Span(inside[0], inside[-1] + 1) if inside else Span(start, start)


def is_abbreviated(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to the word before it, that begins behind `start`."""
    begin = stop
    while begin > max(start, stop - 12) and not text[begin - 1].isspace() and text[begin - 1] not in "(“\"'‘":
        begin -= 1
    word = text[begin:stop]
    return word in ABBREVIATIONS or (len(word) == 1 and "A" <= word <= "Z") or dotted(word)


def dotted(word: str) -> bool:
    """One letter between full stops, at least twice: U.S, e.g."""
    letters = word.split(".")
    return len(letters) > 1 and all(len(letter) == 1 and letter.isascii() and letter.isalpha() for letter in letters)


def sentences_of(text: str, paragraph: Span) -> list[Span]:
    """The stretches of a paragraph that sentences end, each with the white space behind it."""
    found, begin, at, end = [], paragraph.start, paragraph.start, paragraph.end
    while at < end:
        stop = at
        if text[at] in ".!?…":
            while stop < end and text[stop] in ".!?…":
                stop += 1
            while stop < end and text[stop] in CLOSERS:
                stop += 1
            ends = stop < end and text[stop].isspace()
        elif text[at] in "。！？":
            while stop < end and text[stop] in "。！？":
                stop += 1
            while stop < end and text[stop] in CHINESE_CLOSERS:
                stop += 1
            ends = True
        else:
            while stop < end and text[stop].isspace():
                stop += 1
            ends = text[at] == "\n" and "\n" in text[at + 1 : stop]
        if ends:
            while stop < end and text[stop].isspace():
                stop += 1
            if not text[stop : stop + 1].islower() and not (
                text[at] == "." and is_abbreviated(text, paragraph.start, at)
            ):
                found.append(Span(begin, stop))
                begin = stop
        # What ended nothing may hold a beginning: a full stop within closers, a line within white space.
        at = stop if ends else at + 1
    return [*found, Span(begin, end)]


def paragraph_of(text: str, blocks: list[Block], at: int) -> Span:
    """The block before the next one begins; without blocks, what stands between blank lines."""
    if blocks:
        before = [block for block in blocks if block.start <= at]
        chosen = before[-1] if before else blocks[0]
        return Span(chosen.start, chosen.end)
    start = 0
    for gap in re.finditer(r"\n[ \t]*\n\s*", text):
        if at < gap.end():
            return Span(start, gap.start())
        start = gap.end()
    return Span(start, len(text))


def over(text: str, with_blocks: bool, width: int = 7) -> tuple[Motions, list[Block]]:
    blocks = [Block(m.start(), m.end(), "prose", "t") for m in re.finditer(r"\S[^\n]*", text)] if with_blocks else []
    layout = TextLayout(text, width, width_of=width_of, block_characters=16, line_characters=24)
    return Motions(text, blocks, layout), blocks


@settings(max_examples=600, deadline=None)
@given(TEXTS, st.booleans())
def test_words_are_those_of_the_reference(text: str, with_blocks: bool) -> None:
    motions, _ = over(text, with_blocks)
    words = words_of(text)

    for at in range(len(text)):
        under = next((word for word in words if word.start <= at < word.end), None)
        assert motions.word_at(at) == motions.object_at("iw", at) == under
        following = next((word.start for word in words if word.start > at), motions.last)
        assert motions.word_next(at) == following
        earlier = [word.start for word in words if word.start < at]
        assert motions.word_previous(at) == (earlier[-1] if earlier else motions.first)


@settings(max_examples=600, deadline=None)
@given(TEXTS, st.booleans())
def test_sentences_and_paragraphs_are_those_of_the_reference(text: str, with_blocks: bool) -> None:
    motions, blocks = over(text, with_blocks)

    for at in range(len(text)):
        paragraph = paragraph_of(text, blocks, at)
        assert motions.paragraph_at(at) == paragraph
        pieces = sentences_of(text, paragraph)
        piece = next((piece for piece in pieces if piece.end > at), pieces[-1])
        found, expected = motions.sentence_at(at), stripped(text, *piece)
        assert found == expected or (found.start == found.end and expected.start == expected.end)


FORWARD = ("word-next", "sentence-next", "paragraph-next", "char-right", "word-end")
BACK = {"word-next": "word-previous", "sentence-next": "sentence-previous", "paragraph-next": "paragraph-previous"}


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.booleans(), st.sampled_from(FORWARD), st.integers(2, 9))
def test_a_count_is_so_many_steps_and_forward_never_leads_back(text, with_blocks, motion, count):  # type: ignore[no-untyped-def]
    motions, _ = over(text, with_blocks)

    for at in range(len(text)):
        walked = at
        for _ in range(count):
            walked = motions.target(motion, walked)
        assert motions.target(motion, at, count) == walked
        if at <= motions.last:
            assert at <= motions.target(motion, at) <= len(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.booleans(), st.sampled_from(sorted(BACK)))
def test_from_where_a_motion_led_its_opposite_leads_back(text, with_blocks, motion):  # type: ignore[no-untyped-def]
    motions, _ = over(text, with_blocks)

    at = motions.first
    while (following := motions.target(motion, at)) > at and following < motions.last:
        back = motions.target(BACK[motion], following)
        assert back == at or text[back:at].isspace(), (at, following)
        at = following


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["top", "bottom", "row-start", "row-end"]), st.integers(1, 12))
def test_what_goes_to_an_end_goes_nowhere_from_there(text: str, motion: str, width: int) -> None:
    motions, _ = over(text, True, width)

    for at in range(len(text)):
        there = motions.target(motion, at)
        assert motions.target(motion, there) == there


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(1, 12), st.integers(-6, 6).filter(bool), st.integers(0, 12))
def test_rows_lead_to_rows_with_text_in_the_right_direction(text: str, width: int, count: int, column: int) -> None:
    motions, _ = over(text, True, width)
    layout = motions.layout
    layout.wrap_some(60)

    for at in range(len(text)):
        here, there = layout.row_of(at), layout.row_of(motions.row(at, count, column))
        with_text = [row for row in range(layout.height) if motions.has_text(row)]
        ahead = [row for row in with_text if (row > here if count > 0 else row < here)]
        steps = ahead[:count] if count > 0 else ahead[count:]
        expected = here if not steps else steps[-1] if count > 0 else steps[0]
        assert there == expected


@pytest.mark.parametrize(
    "text", ["", "\n", "\n\n\n", " ", "   \n  ", "x", "\t", "\u0301", "👩\u200d👧", "。", "\u202e"]
)
@pytest.mark.parametrize("with_blocks", [False, True])
def test_the_smallest_texts_hold_every_motion(text: str, with_blocks: bool) -> None:
    motions, _ = over(text, with_blocks)
    names: list[str] = [name for name in MOTIONS if motions.knows(name)]
    calls: list[Callable[[int], int]] = [lambda at, name=name: motions.target(name, at, 3) for name in names]  # type: ignore[misc]
    calls += [lambda at: motions.row(at, 2, 3), lambda at: motions.row(at, -2, 3)]

    for at in range(len(text) + 1):
        for call in calls:
            assert 0 <= call(at) <= len(text)
        for name in ("iw", "is", "ip"):
            span = motions.object_at(name, at)
            assert span is None or 0 <= span.start < span.end <= len(text)
