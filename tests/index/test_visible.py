"""What reaches a terminal or a line of JSON steers nothing, and is as long as what went in."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import jsonl
from index.visible import is_safe, visible, visible_lines

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
STEERING = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2028\u2029\ufeff\ud800\udcff",
]


@given(ANY_TEXT)
def test_one_character_for_one(text: str) -> None:
    assert len(visible(text)) == len(visible_lines(text)) == len(text)


@pytest.mark.parametrize("character", STEERING, ids=lambda character: f"U+{ord(character):04X}")
def test_every_steering_character_is_replaced(character: str) -> None:
    shown = visible(f"a{character}b")
    assert character not in shown
    assert unicodedata.category(shown[1]) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    assert not is_safe(character)


@given(ANY_TEXT)
def test_what_is_shown_can_be_written_and_is_safe(text: str) -> None:
    assert is_safe(visible(text))
    visible(text).encode()
    visible_lines(text).encode()


def test_lines_keep_line_feeds_and_tabs_alone() -> None:
    assert visible_lines("a\tb\nc\rd\x1b[2J") == "a\tb\nc␍d␛[2J"
    assert visible("a\tb\n") == "a␉b␊"


def test_plain_text_comes_back_as_it_is() -> None:
    text = "Ł’été — 東京 👩‍👩‍👧 e\u0301"
    assert visible(text) is text
    assert visible_lines(text) is text


@given(ANY_TEXT.filter(lambda text: json.loads(json.dumps(text)) == text))
def test_json_comes_back_and_is_one_safe_line_of_utf8(text: str) -> None:
    line = jsonl.encode({text: [text]})
    assert json.loads(line) == {text: [text]}
    assert line.count(b"\n") == 1
    assert is_safe(line.decode()[:-1])


def test_json_escapes_what_steers_and_leaves_letters() -> None:
    assert jsonl.dumps("é\u202e\u2028\x85\udcff\ufeff") == r'"é\u202e\u2028\u0085\udcff\ufeff"'


def test_json_refuses_what_json_does_not_know() -> None:
    with pytest.raises(ValueError, match="JSON"):
        jsonl.dumps(float("nan"))
