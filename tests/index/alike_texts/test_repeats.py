"""Shared runs of words against every pair of texts compared word by word, and sketches against the true resemblance."""

from __future__ import annotations

import random

import numpy as np
import pytest

from index.alike_texts.near import Grouping
from index.alike_texts.one_document import runs_of
from index.alike_texts.repeats import LEAST, Batch, Passages, Repeats
from index.alike_texts.shingles import numbered, places, resemblance, shingles, sketch

Text = list[int]


def found_in(texts: list[Text], part: int, cut: int) -> Passages:
    arrays = [np.array(text, np.uint32) for text in texts]

    def batches() -> list[Batch]:
        return [
            Batch(np.concatenate(some), np.cumsum([len(each) for each in some]).astype(np.int64))
            for some in (arrays[:cut], arrays[cut:])
            if some
        ]

    repeats = Repeats(batches, np.cumsum([len(text) for text in texts]).astype(np.int64), part=part)
    for _ in repeats.find():
        pass
    return repeats.found


def shared_by_pairs(texts: list[Text]) -> set[tuple[int, int, int, int, int]]:
    """Every run that cannot be longer: text, its word, other text (or the same), its word, how many."""
    found = set()
    for one, a in enumerate(texts):
        for other, b in enumerate(texts):
            for x in range(len(a)):
                for y in range(len(b)):
                    if (one, x) == (other, y) or a[x] != b[y] or (x and y and a[x - 1] == b[y - 1]):
                        continue
                    size = 0
                    while x + size < len(a) and y + size < len(b) and a[x + size] == b[y + size]:
                        size += 1
                    if size >= LEAST:
                        found.add((one, x, other, y, size))
    return found


def some_texts(rng: random.Random) -> list[Text]:
    """Texts put together from pieces of the same pool, of few words or many, so that runs overlap and repeat."""
    words = rng.choice([1, 2, 3, 40])
    pool = [[rng.randrange(words) for _ in range(rng.randrange(1, 30))] for _ in range(4)]
    texts: list[Text] = []
    for _ in range(rng.randrange(6)):
        text: Text = []
        for _ in range(rng.randrange(4)):
            piece = rng.choice(pool)
            at = rng.randrange(len(piece))
            new = [rng.randrange(words) for _ in range(rng.randrange(12))]
            text += piece[at : at + rng.randrange(30)] if rng.random() < 0.6 else new
        texts.append(text)
    return texts


@pytest.mark.parametrize("seed", range(4))
def test_every_run_that_two_texts_share_is_found_and_none_that_they_do_not(seed: int) -> None:
    """Seeds and not hypothesis: hundreds of collections a second find what its few examples do not."""
    rng = random.Random(seed)
    for _ in range(500):
        agrees_with_pairs(some_texts(rng), rng.choice([7, 1000]), rng.randrange(4))


def agrees_with_pairs(texts: list[Text], part: int, cut: int) -> None:
    found = found_in(texts, part, cut)
    told: dict[tuple[int, ...], set[tuple[int, int]]] = {}
    for passage, words in enumerate(found.words.tolist()):
        span = slice(int(found.first[passage]), int(found.last[passage]))
        places = set(zip(found.texts[span].tolist(), found.starts[span].tolist(), strict=True))
        said = {tuple(texts[text][start : start + words]) for text, start in places}
        assert len(said) == 1 and words >= LEAST and len(next(iter(said))) == words
        assert len({text for text, _ in places}) == found.number[passage] >= 2
        assert not said & told.keys(), "each passage is told once"
        told[next(iter(said))] = places
    repeated = shared_by_pairs(texts)
    assert told.keys() <= {tuple(texts[one][x : x + size]) for one, x, _, _, size in repeated}, "as long as it goes"
    expected = {each for each in repeated if each[0] != each[2]}
    for one, x, other, y, size in expected:
        assert {(one, x), (other, y)} <= told[tuple(texts[one][x : x + size])]
    table = np.stack([found.first, found.last, found.words], axis=1)
    of_one = {
        (text, run.start, run.other, run.there, run.words)
        for text in range(len(texts))
        for run in runs_of(text, found.texts, found.starts, table)
    }
    assert of_one == expected


def texts_of(similarity: float, rng: random.Random, size: int = 400) -> tuple[Text, Text]:
    """Two texts, the second with some of its words replaced."""
    one = [rng.randrange(5_000) for _ in range(size)]
    return one, [rng.randrange(5_000) if rng.random() > similarity else word for word in one]


def test_a_sketch_says_how_much_two_texts_have_in_common() -> None:
    rng = random.Random(7)
    for kept in (1.0, 0.98, 0.95, 0.9, 0.5):
        one, other = (np.array(text, np.uint32) for text in texts_of(kept, rng))
        true = resemblance(shingles(one), shingles(other))
        assert abs(float(np.mean(sketch(one) == sketch(other))) - true) < 0.17, "four times the error of 128 hashes"
    runs = (
        {tuple(one[at : at + 5].tolist()) for at in range(396)},
        {tuple(other[at : at + 5].tolist()) for at in range(396)},
    )
    assert true == pytest.approx(len(runs[0] & runs[1]) / len(runs[0] | runs[1]))


def test_near_copies_are_those_that_truly_are() -> None:
    rng = random.Random(3)
    pairs = [texts_of(rng.choice([0.995, 0.97, 0.95, 0.9]), rng, 150) for _ in range(60)]
    texts = [np.array(text, np.uint32) for pair in pairs for text in pair]
    grouping = Grouping(range(len(texts)), np.array([sketch(text) for text in texts]), lambda at: texts[at], 0.7)
    for _ in grouping.find():
        pass
    found = {tuple(sorted(group.texts)) for group in grouping.groups()}
    true = {
        (at, at + 1)
        for at in range(0, len(texts), 2)
        if resemblance(shingles(texts[at]), shingles(texts[at + 1])) >= 0.7
    }
    assert 15 < len(true) < 60 and found == true


def test_many_copies_of_one_text_are_one_group() -> None:
    rng = random.Random(5)
    base = [rng.randrange(5_000) for _ in range(200)]
    texts = [np.array([*base[:at], 9_999 + at, *base[at + 1 :]], np.uint32) for at in range(0, 180, 3)]
    texts.append(np.array([*base, 1, 2, 3], np.uint32))
    grouping = Grouping(range(len(texts)), np.array([sketch(text) for text in texts]), lambda at: texts[at], 0.8)
    for _ in grouping.find():
        pass
    (group,) = grouping.groups()
    assert len(group.texts) == len(texts) and group.texts[0] == len(texts) - 1, "the longest is the first"
    assert group.alike[0] == 1.0 and all(0.8 <= alike < 1 for alike in group.alike[1:])
    assert list(group.alike) == sorted(group.alike, reverse=True)


def test_a_refrain_of_thousands_is_no_flood_of_passages() -> None:
    line = [1, 2, 3, 4, 5, 6, 7]
    found = found_in([line * 3_000, line * 3_000, [0] * 20_000, [0] * 20_000], 5_000, 2)
    assert 0 < len(found.first) < 200 and len(found.texts) < 4 * 64 * 7 + 1


def test_a_long_text_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "It’s the U.S. ferry, 1,000 tonnes\nof ‘naïve’ co-\noperation; and 東京 3.5 m. " * 20
    whole, where = numbered(text), places(text)
    monkeypatch.setattr("index.alike_texts.shingles.PIECE", 7)
    assert list(numbered(text)) == list(whole) and places(text).tolist() == where.tolist()
    assert len(where) == len(whole)


def test_words_are_levelled_and_short_texts_have_a_sketch() -> None:
    assert list(numbered("The  Ferry, it\nsank.")) == list(numbered("the ferry IT “sank”"))
    assert len(shingles(numbered("two words"))) == 1 and len(shingles(numbered(""))) == 0
    assert list(sketch(numbered("two words"))) == list(sketch(numbered("Two. Words")))
