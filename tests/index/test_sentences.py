"""The sentence around a place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Span
from index.sentences import WINDOW, sentence_around, sentence_ends

TEXT = "Mr. Hallam left. He came back on Sept. 8, 2031, at noon! Nobody saw him."


def around(words: str, text: str = TEXT) -> str:
    start = text.index(words)
    span = sentence_around(text, Span(start, start + len(words)), Span(0, len(text)))
    return text[span.start : span.end]


def test_it_begins_and_ends_where_sentences_do() -> None:
    assert around("Sept. 8, 2031") == "He came back on Sept. 8, 2031, at noon!"
    assert around("Mr. Hallam") == "Mr. Hallam left."
    assert around("him") == "Nobody saw him."
    assert around("left. He came") == "Mr. Hallam left. He came back on Sept. 8, 2031, at noon!"


def test_the_mark_of_a_note_belongs_to_the_sentence_before_it() -> None:
    text = "He paid.[12] Then he left.”[3][^b] It was late."
    assert around("paid", text) == "He paid.[12]"
    assert around("left", text) == "Then he left.”[3][^b]"
    assert around("late", text) == "It was late."


@settings(max_examples=60, deadline=None)
@given(st.text("a.!? \n\u3002T", max_size=60), st.data())
def test_it_holds_the_place_and_stays_in_the_paragraph(text: str, data: st.DataObject) -> None:
    low, start, end, high = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    span = sentence_around(text, Span(start, end), Span(low, high))
    assert low <= span.start <= start <= end <= span.end <= high


def test_it_looks_no_further_than_it_must() -> None:
    text = "word " * 100_000
    span = sentence_around(text, Span(250_000, 250_004), Span(0, len(text)))
    assert span.end - span.start <= 2 * WINDOW + 4


def test_a_row_of_dots_is_gone_through_once() -> None:
    """Tried from each dot anew, it would take half a minute."""
    text = "Harbour " + "." * 40_000 + "12\n\nFerry ... and back. Gone."
    assert [text[end:] for end in sentence_ends(text, 0, len(text))] == ["Ferry ... and back. Gone.", "Gone."]
