"""Collocation against a plain evaluator, over random texts, matches, paragraphs and windows."""

from __future__ import annotations

from math import inf, isclose, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Span
from index.errors import Cancelled
from index.search import collocation
from index.search.collocation import Beside, Table, Window, around
from index.search.tokens import tokens

WORDS = st.sampled_from(
    ["a", "b", "the", "U.S.", "café", "5,000", "d'état", "北京", "state-owned", "no-\nde", "x_y", "—"]
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", "\n", "\n\n", ", "])), max_size=30).map(
    lambda parts: "".join(word + space for word, space in parts)
)
WINDOWS = st.builds(Window, st.integers(0, 4), st.integers(0, 4), st.booleans())


def plainly(text: str, matches: list[Span], paragraphs: list[int], window: Window) -> tuple[list[Beside], list[str]]:
    """Every word looked at by itself, with every match."""
    found = list(tokens(text))
    taken = [[n for n, t in enumerate(found) if t.start < m.end and t.end > m.start] for m in matches]
    within = {number for numbers in taken for number in numbers}

    def paragraph(number: int) -> int:
        return 0 if window.across else sum(start <= found[number].start for start in paragraphs)

    beside = []
    for number, token in enumerate(found):
        reached = []
        for match, numbers in zip(matches, taken, strict=True):
            if number in within or not numbers:
                continue
            first, last = numbers[0], numbers[-1]
            if 0 < number - last <= window.right and paragraph(number) == paragraph(last):
                reached.append((number - last, 0, -match.start, match))
            if 0 < first - number <= window.left and paragraph(number) == paragraph(first):
                reached.append((first - number, 1, match.start, match))
        if reached:
            match = min(reached)[3]
            beside.append(Beside(token.word, Span(token.start, token.end), match, token.start < match.start))
    return beside, [found[number].word for number in sorted(within)]


@pytest.mark.parametrize("piece", [7, 1 << 13])
def test_words_around_matches_are_those_of_a_plain_evaluator(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collocation, "_PIECE", piece)
    monkeypatch.setattr(collocation, "_REACH", 1)

    @settings(deadline=None, max_examples=150)
    @given(TEXTS, st.data(), WINDOWS)
    def holds_true(text: str, data: st.DataObject, window: Window) -> None:
        found = list(tokens(text))
        pairs = data.draw(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 2)), max_size=6))
        spans = {(a, min(a + b, len(found) - 1)) for a, b in pairs if a < len(found)}
        matches: list[Span] = []
        for first, last in sorted(spans, key=lambda each: (each[0], -each[1])):
            span = Span(found[first].start, found[last].end)
            if not matches or span.end > matches[-1].end:
                matches.append(span)
        paragraphs = [0, *(at + 2 for at in range(len(text)) if text.startswith("\n\n", at))]
        some = list(around(text, matches, paragraphs, window))
        beside, within = plainly(text, matches, paragraphs, window)
        assert [each for part in some for each in part.beside] == beside
        assert [word for part in some for word in part.within] == within

    holds_true()


def test_a_text_without_white_space_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    plain = collocation.words_of
    monkeypatch.setattr(collocation, "words_of", lambda text: looked.append(len(text)) or plain(text))
    text = "北" * 50_000
    (found,) = around(text, [Span(20_000, 20_001)], [0], Window(2, 2))
    assert [each.span.start for each in found.beside] == [19_998, 19_999, 20_001, 20_002]
    assert looked == [50_000]


def test_counting_is_given_up() -> None:
    with pytest.raises(Cancelled):
        list(around("a letter", [Span(2, 8)], [0], Window(5, 5), lambda: True))


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(1, 1000))
def test_log_likelihood_is_the_sum_over_the_table(here: int, others: int, elsewhere: int, rest: int) -> None:
    table = Table(here, here + others, here + elsewhere, here + others + elsewhere + rest)
    total = 0.0
    for row, column, seen in ((0, 0, here), (0, 1, others), (1, 0, elsewhere), (1, 1, rest)):
        in_row = here + others if row == 0 else elsewhere + rest
        in_column = here + elsewhere if column == 0 else others + rest
        if seen:
            total += 2 * seen * log(seen / (in_row * in_column / table.all))
    assert isclose(abs(table.log_likelihood), max(0.0, total), rel_tol=1e-9, abs_tol=1e-9)
    if here * table.all != table.word * table.beside:
        assert (table.log_likelihood > 0) is (here > table.expected) or abs(table.log_likelihood) < 1e-9


def test_measures_of_a_known_table() -> None:
    table = Table(here=100, beside=10_000, word=150, all=110_000)
    assert round(table.log_ratio, 2) == 4.32
    assert round(table.expected, 2) == 13.64
    assert Table(5, 10, 5, 100).log_ratio == pytest.approx(6.49, abs=0.01)
    assert Table(0, 10, 5, 100).log_ratio == -inf and Table(5, 10, 5, 10).log_ratio == inf
    assert Table(0, 0, 0, 0).log_likelihood == 0 and Table(0, 0, 0, 0).expected == 0
