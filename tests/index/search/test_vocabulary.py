"""The words of an index: prefixes, stems, and the files they are kept in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search import vocabulary
from index.search.stems import stemmers
from index.search.vocabulary import DamagedWords, of_counts

from .strategies import WORDS

words = st.text(min_size=1, max_size=4).filter(lambda word: word[0] != "-")


@given(st.dictionaries(words, st.integers(1, 9)), st.text(max_size=3))
def test_beginning_with(counts: dict[str, int], prefix: str) -> None:
    expected = sorted((word, count) for word, count in counts.items() if word.startswith(prefix))
    assert of_counts(counts).beginning_with(prefix) == expected


@given(st.dictionaries(words, st.integers(1, 9)), st.dictionaries(words, st.integers(1, 9)))
def test_words_that_are_joined_are_words_like_others(single: dict[str, int], joined: dict[str, int]) -> None:
    held = of_counts({**single, **{"-" + word: count for word, count in joined.items()}})
    both = {word: single.get(word, 0) + joined.get(word, 0) for word in single | joined}
    assert held.beginning_with("") == sorted(both.items())
    for word in both:
        assert set(held.terms([word])) == {word} | {"-" + word for known in joined if known == word}


@pytest.mark.parametrize("languages", [("en",), (), ("en", "de"), ("ar", "xx"), ("nl", "nl")])
def test_of_one_stem(languages: tuple[str, ...]) -> None:
    words = [*WORDS, "lying", "lie", "skies", "sky", "häuser", "haus", "gelopen", "lopen"]
    held = of_counts(dict.fromkeys(words, 1))
    for word in [*words, "reporter's", "unknown", ""]:
        expected = {other for other in words if other == word}
        for stemmer in stemmers(languages):
            expected |= {other for other in words if stemmer.stemWord(other) == stemmer.stemWord(word)}
        assert held.of_one_stem(word, languages) == sorted(expected)


def test_files_add_up_and_are_merged(tmp_path: Path) -> None:
    for generation in range(1, 12):
        vocabulary.write_batch(tmp_path, generation, {"peace": 1, f"word{generation}": generation})
        vocabulary.merge_files(tmp_path)
        held = vocabulary.read(tmp_path, generation)
        assert dict(zip(held.words, held.counts, strict=True)) == {
            "peace": generation,
            **{f"word{n}": n for n in range(1, generation + 1)},
        }
    assert len(list(tmp_path.iterdir())) < 9


def test_a_merge_that_was_cut_off_counts_nothing_twice(tmp_path: Path) -> None:
    vocabulary.write_batch(tmp_path, 1, {"peace": 1})
    vocabulary.write_batch(tmp_path, 2, {"peace": 1})
    vocabulary._write(tmp_path / "words-1-2", {"peace": 2})
    assert list(vocabulary.read(tmp_path, 2).counts) == [2]


@pytest.mark.parametrize("harm", ["first", "last", "cut", "empty", "text"])
def test_what_is_missing_or_damaged_is_noticed(tmp_path: Path, harm: str) -> None:
    for generation in (1, 2, 3):
        vocabulary.write_batch(tmp_path, generation, {"peace": 1})
    path = tmp_path / ("words-1-1" if harm == "first" else "words-3-3")
    if harm in ("first", "last"):
        path.unlink()
    elif harm == "text":
        path.write_bytes(b"glossator-words/1 nonsense\n\xff")
    else:
        os.truncate(path, 0 if harm == "empty" else path.stat().st_size - 1)
    with pytest.raises(DamagedWords):
        vocabulary.read(tmp_path, 3)
    assert vocabulary.covers(tmp_path, 3) == (harm not in ("first", "last"))


def test_any_word_is_kept(tmp_path: Path) -> None:
    counts = {"a": 2**31, "\udcff": 1, "北": 3, "\u2028": 4, "\x85": 5, "\r": 6}
    vocabulary.rewrite(tmp_path, 1, counts.items())
    held = vocabulary.read(tmp_path, 1)
    assert dict(zip(held.words, held.counts, strict=True)) == counts


def test_a_stem_of_nothing_goes_through_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    held = of_counts(dict.fromkeys(["casa", "i"], 1))
    asked: list[str] = []
    group = held._group
    monkeypatch.setattr(held, "_group", lambda stems, beginning: (asked.append(beginning), group(stems, beginning))[1])
    assert held.of_one_stem("i", ("es",)) == ["i"] and asked == ["i"]
