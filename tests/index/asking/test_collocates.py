"""Collocates against a plain count over random documents: every number of every row, by form and by stem."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.asking.collocates import RANKS, Collocates, LinesBeside, Standard, Window, all_small, ranked, weighed
from index.document import DocumentRow, Span
from index.errors import Cancelled
from index.search.stems import stemmers
from index.search.tokens import tokens, words
from index.search.word_counts import WordCounts

TEXTS = st.lists(
    st.lists(st.sampled_from(["letter", "letters", "the", "boat", "boats", "read"]), max_size=14).map(" ".join),
    min_size=1,
    max_size=4,
)
STEMS = stemmers(("en",))[0]
WINDOW = Window(2, 1)


class Matches:
    """A concordance of `letter` in some texts."""

    notices = ()
    width = 10

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.documents = len(texts)

    def in_texts(self) -> Iterator[tuple[DocumentRow, str, list[Span]]]:
        for number, text in enumerate(self.texts):
            row = DocumentRow(number, f"{number}.txt", None, (), None, None, None, False, len(text))
            yield row, text, [Span(t.start, t.end) for t in tokens(text) if t.word == "letter"]

    def paragraphs(self, id: int) -> list[int]:
        return [0]


def counting(texts: list[str]) -> Any:
    matches: Any = Matches(texts)
    total = Counter(word for text in texts for word in words(text))
    known = sorted(total)
    lengths = {number: len(words(text)) for number, text in enumerate(texts)}
    standard = Standard(
        WordCounts(known, array("Q", map(total.__getitem__, known)), lengths), STEMS, frozenset({"the"})
    )
    found = Collocates(matches, matches, standard, WINDOW)
    assert list(found.count()) == [
        sum(words(text).count("letter") for text in texts[: n + 1]) for n in range(len(texts))
    ]
    return matches, total, found


@given(TEXTS, st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_number_of_every_row(texts: list[str], by_stem: bool) -> None:
    matches, total, found = counting(texts)

    def key(word: str) -> str:
        return STEMS.stemWord(word) if by_stem else word

    left, right, holding = Counter(), Counter(), Counter()  # type: ignore[var-annotated]
    for text in texts:
        here = words(text)
        at = [number for number, word in enumerate(here) if word == "letter"]
        beside = set()
        for number, word in enumerate(here):
            near = [(abs(number - each), each > number) for each in at if -2 <= number - each <= 1]
            if word != "letter" and near:
                (left if min(near)[1] else right)[key(word)] += 1
                beside.add(key(word))
        holding.update(beside)
    rows = weighed(found.counted(), found.standard, by_stem=by_stem)
    assert {key(row.word): (row.left, row.right, row.documents) for row in rows} == {
        each: (left[each], right[each], holding[each]) for each in {*left, *right}
    }
    for row in rows:
        of_it = sum(number for word, number in total.items() if key(word) == key(row.word) and word != "letter")
        assert row.table == (row.count, left.total() + right.total(), of_it, total.total() - total["letter"])
        assert all(key(form) == key(row.word) for form in row.forms)
        found_lines = LinesBeside(matches, matches, frozenset(row.forms).__contains__, WINDOW).by_document()
        lines = [line for some in found_lines for line in some]
        assert len(lines) == row.count == len({line.place for line in lines})


def test_what_is_listed() -> None:
    _, _, found = counting(["the letter read", "the letter read", "boats letter boat"])
    counted, standard = found.counted(), found.standard
    assert {row.word for row in weighed(counted, standard, least=2)} == {"the", "read"}
    assert {row.word for row in weighed(counted, standard, least=2, hide_small=True)} == {"read"}
    assert all_small(["the", "j"], standard.small) and not all_small(["the", "北"], standard.small)
    (boat,) = [row for row in weighed(counted, standard, by_stem=True) if row.word == "boat"]
    assert boat.forms == ("boat", "boats") and (boat.left, boat.right, boat.documents) == (1, 1, 1)
    rows = weighed(counted, standard)
    assert all(sorted(row.word for row in ranked(rows, rank)) == sorted(row.word for row in rows) for rank in RANKS)
    assert [row.word for row in ranked(rows, "word")] == ["boat", "boats", "read", "the"]
    assert next(row.word for row in ranked(rows, "right")) == "read"

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        weighed(counted, standard, go_on=stop)
