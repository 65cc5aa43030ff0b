"""What a batch is sorted into, beside what a dictionary of lists gives."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from index.search.inverting import Inverting
from index.search.tokens import joined, words
from index.search.vocabulary import MARK

PARTS = st.sampled_from(
    ["war", "War", "peace", "in-\nvade", "re- \nturn", "été", "Ω", "戦争", "the", "\n\n", "...", "", "𝒳a"]
)
TEXTS = st.lists(st.lists(PARTS, max_size=12).map(" ".join), max_size=6)


def plainly(texts: list[str]) -> dict[str, dict[int, list[int]]]:
    """Word -> document -> positions."""
    found: defaultdict[str, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, text in enumerate(texts):
        for position, word in enumerate(words(text)):
            found[word][3 * number].append(position)
        for cut in joined(text):
            found[MARK + cut.word][3 * number].append(cut.number)
    return {word: dict(documents) for word, documents in found.items()}


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_postings_of_a_batch(texts: list[str]) -> None:
    batch = Inverting()
    for number, text in enumerate(texts):
        assert batch.add(3 * number, text) == len(words(text)) + len(joined(text))
    wanted = plainly(texts)
    read: dict[str, dict[int, list[int]]] = {}
    order = []
    for word, (documents, frequencies, positions) in batch.terms():
        order.append(word)
        at = 0
        held = read[word.decode("utf-8", "surrogatepass")] = {}
        for document, frequency in zip(documents, frequencies, strict=True):
            held[document] = positions[at : at + frequency].tolist()
            at += frequency
        assert at == len(positions)
    assert read == wanted
    assert order == sorted(order)
    assert batch.counts() == {word: len(documents) for word, documents in wanted.items()}


def test_what_comes_after_the_first_look_counts_too() -> None:
    batch = Inverting()
    batch.add(0, "war")
    assert batch.counts() == {"war": 1}
    batch.add(1, "war and peace")
    assert batch.counts() == {"war": 2, "and": 1, "peace": 1}
