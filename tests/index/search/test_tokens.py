"""Words: the same from a text, from a query and with offsets."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.tokens import LONGEST_WORD, fold, joined, spans, tokens, unfolded_words, words

BLNS = Path(__file__).parents[4] / "shared" / "formats" / "blns" / "blns.json"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. and the US", ["the", "us", "and", "the", "us"]),
        ("U.S.-led, e.g. J.Smith", ["us", "led", "eg", "j", "smith"]),
        ("3.5 of 5,000 or 12,345.67", ["3.5", "of", "5000", "or", "12", "345.67"]),
        ("10.09.2031 and v1.2.3 and 1,2,3", ["10", "09", "2031", "and", "v1", "2", "3", "and", "1", "2", "3"]),
        ("Khalilzad's and Khalilzad’s; James'", ["khalilzad", "and", "khalilzad", "james"]),
        ("O'Brien don’t 'quoted'", ["o'brien", "don't", "quoted"]),
        ("coup d'état, l’homme, qu'il", ["coup", "d", "etat", "l", "homme", "qu", "il"]),
        ("_emphasis_ snake_case", ["emphasis", "snake", "case"]),
        ("state-owned, Kabul.The", ["state", "owned", "kabul", "the"]),
        ("北京 ひら ไทย", ["北", "京", "ひ", "ら", "ไ", "ท", "ย"]),
        ("cafe\u0301 naïve Straße ﬁne ½", ["cafe", "naive", "strasse", "fine", "12"]),
        ("हिन्दी", ["हिन्दी"]),
        ("co\u00adoperate", ["cooperate"]),
        ("İstanbul DİYARBAKIR Diyarbakır", ["istanbul", "diyarbakir", "diyarbakir"]),
        ("Œuvre ÆSIR Łódź Đà Nẵng Søren Þór", ["oeuvre", "aesir", "lodz", "da", "nang", "soren", "thor"]),
        ("ΟΔΥΣΣΕΎΣ Οδυσσεύς", ["οδυσσευσ", "οδυσσευσ"]),
        ("مُحَمَّد محـــمد أحمد إيران آمنة ٱلله", ["محمد", "محمد", "احمد", "ايران", "امنه", "الله"]),
        ("على مدرسة ایران کابل", ["علي", "مدرسه", "ايران", "كابل"]),
        ("שָׁלוֹם", ["שלום"]),
        ("٢٠٢١ ۱۴۰۰ २०२१", ["2021", "1400", "2021"]),
        ("ｶﾞｿﾘﾝ ガソリン か\u3099 ＮＨＫ", [*"ガソリン" * 2, "が", "nhk"]),
        ("Новый край ёлка", ["новый", "край", "елка"]),
        ("— … & 🙂", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_spans_leave_out_possessive_and_stay_whole_for_long_words() -> None:
    text = "Khalilzad's " + "x" * 200
    assert [(token.start, token.end, len(token.word)) for token in tokens(text)] == [
        (0, 9, 9),
        (12, 212, LONGEST_WORD),
    ]


def test_typographic_and_typewriter_apostrophes_are_one() -> None:
    assert fold("don’t") == fold("don't") == fold("DON'T")


text_like = st.text(st.sampled_from("aAbsSé'’._,- \n1290tdlqu北ก\u0301\u00ad\u093fʼß½"), max_size=40) | st.text()


@given(text_like)
def test_all_ways_give_the_same_words(text: str) -> None:
    found = list(tokens(text))
    assert [token.word for token in found] == words(text)
    assert [fold(word) for word in unfolded_words(text)] == words(text)
    assert [(token.start, token.end) for token in found] == spans(text)
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(text_like | st.text(st.sampled_from("abS'.5, -\n\t_é漢\u00ad"), max_size=40))
def test_a_long_text_is_taken_in_pieces(text: str) -> None:
    with patch("index.search.tokens._AT_ONCE", 5):
        assert words(text) == [token.word for token in tokens(text)]


@given(text_like, text_like)
def test_words_do_not_depend_on_what_else_the_text_holds(text: str, other: str) -> None:
    assert words(f"{text}\n{other}") == words(text) + words(other)


@given(text_like)
def test_a_part_of_a_text_is_read_by_itself(text: str) -> None:
    middle = len(text) // 2
    assert [token.word for token in tokens(text, middle)] == words(text[middle:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the govern-\nment fell", [(1, "govern-\nment", "government")]),
        ("GOVERN-\nMENT", [(0, "GOVERN-\nMENT", "government")]),
        ("govern- \n\t ment's", [(0, "govern- \n\t ment", "government")]),
        ("ge\u00ad\nlopen mi\u2010\nlieu", [(0, "ge\u00ad\nlopen", "gelopen"), (2, "mi\u2010\nlieu", "milieu")]),
        ("in-\nter-\nest", [(0, "in-\nter", "inter"), (1, "ter-\nest", "terest")]),
        ("l'avi-\nation", [(1, "avi-\nation", "aviation")]),
        ("Jean-\nPierre 1990-\n92 a--\nb x -\ny a-\n\nb Ann's-\nb a-b - \n c", []),
    ],
)
def test_words_that_a_line_cuts(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert [(cut.number, text[cut.start : cut.end], cut.word) for cut in joined(text)] == expected


@given(st.text(st.sampled_from("abA'’. -\n\t\u00ad\u2010é_"), max_size=40) | text_like)
def test_what_is_joined_covers_two_words(text: str) -> None:
    places = spans(text)
    for cut in joined(text):
        assert (cut.start, cut.end) == (places[cut.number][0], places[cut.number + 1][1])
        assert words(cut.word) == [cut.word]


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000 + ".", "a." * 500_000 + "bb", "1." * 500_000, "l'" * 500_000, "a-\n" * 100_000],
    ids=["one word", "full stops", "numbers", "apostrophes", "cut by line ends"],
)
def test_long_runs_take_linear_time(text: str) -> None:
    assert len(words(text)) <= len(text)
    assert len(joined(text)) <= len(text)


def test_naughty_strings() -> None:
    if not BLNS.is_file():
        pytest.skip("no naughty strings here")
    for text in json.loads(BLNS.read_text(encoding="utf-8")):
        assert [token.word for token in tokens(text)] == words(text)
