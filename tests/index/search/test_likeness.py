"""Which words of a text tell what it is about, and what is found by them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import Cancelled
from index.search.engine import IndexedText
from index.search.likeness import FEW, MOST, ONE_IN, Likeness, likeness
from index.search.matching import matches
from index.search.opening import open_engine
from index.search.parser import parse
from index.search.printer import print_query
from index.search.query import And, Condition, Node, Not, Or, Some, Word, has_text, nodes
from index.search.tokens import joined, words
from index.search.vocabulary import of_counts
from index.settings import SearchSettings

from .strategies import holds, texts

HARBOUR = "The harbour master kept a ledger. Tamsin read the ledger in the harbour, and the ledger was wrong."


def of_texts(texts: list[str]):
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({*words(text), *(cut.word for cut in joined(text))})
    return of_counts(dict(counts))


def like(text: str, others: list[str], title: str = "", apart: int | None = 0) -> Likeness | None:
    held = [text, *others] if apart is not None else others
    return likeness(text, title, of_texts(held), len(held), ("en",), apart=apart)


def told(found: Likeness | None) -> list[str]:
    return list(found.shown) if found is not None else []


def test_what_stands_often_and_is_rare_elsewhere_comes_first() -> None:
    others = ["a ledger of sorts", "harbours", "Tamsin and the master", *["the master was wrong"] * 12]
    assert told(like(HARBOUR, others))[:3] == ["ledger", "harbour", "Tamsin"]
    assert told(like(HARBOUR, others))[-1] == "master"


def test_words_that_no_other_text_has_lead_nowhere() -> None:
    assert told(like("the quagga sinks", ["it sinks"])) == ["sinks"]
    assert like("quagga", ["zebra"]) is None
    assert like("of the and", ["of the and"]) is None
    assert like("", ["zebra"]) is None


def test_how_people_are_addressed_and_quoted_tells_nothing() -> None:
    others = ["Mr Tamsin said J so", "a Mr said", "J told them"]
    assert told(like("Mr Tamsin said, and J told Mr Б: said Mr", others)) == ["Tamsin"]


def test_of_a_passage_the_words_need_not_stand_elsewhere() -> None:
    found = like("a quagga, the Quagga", ["one quagga", "two zebras"], apart=None)
    assert found is not None and found.tree == Some((Word("quagga"),), 1)


def test_endings_of_a_word_are_one_and_the_usual_one_is_shown() -> None:
    found = like("report reported reports reported", ["they report"])
    assert found is not None and found.shown == ("reported",) and found.tree.children == (Word("reported"),)


def test_a_word_that_a_line_cuts_is_told_whole() -> None:
    assert told(like("the govern-\nment", ["a government", "ment govern"])) == ["government"]


def test_title_counts_and_names_count_more() -> None:
    others = ["ledger", "harbour"]
    assert told(like("ledger harbour", others, title="harbour")) == ["harbour", "ledger"]
    assert told(like("a ledger, a ledger. Harbour! Harbour!", others)) == ["Harbour", "ledger"]
    assert told(like("a ledger, a ledger, a ledger. Harbour! harbour!", others)) == ["ledger", "harbour"]


def test_numbers_only_where_they_are_rare() -> None:
    others = ["2021 5,000 ledger"] + ["2021"] * 4 + ["ledger"] * 3
    assert told(like("in 2021, 5,000 in a ledger", others)) == ["5,000", "ledger"]


def test_what_most_texts_have_tells_nothing() -> None:
    assert told(like("harbour ledger", ["harbour"] * 30 + ["ledger"])) == ["ledger", "harbour"]
    assert told(like("harbour ledger", ["harbour"] * FEW + ["ledger"])) == ["ledger"]


@pytest.mark.parametrize(("number", "least"), [(1, 1), (ONE_IN - 1, 1), (ONE_IN, 2), (100, 1 + MOST // ONE_IN)])
def test_how_many_words_another_text_must_have(number: int, least: int) -> None:
    text = " ".join(f"w{chr(97 + n % 26)}{chr(97 + n // 26)}x" for n in range(number))
    found = like(text, [text])
    assert found is not None and (len(found.tree.children), found.tree.least) == (min(number, MOST), least)


def test_it_can_be_given_up() -> None:
    def check() -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        likeness(HARBOUR, "", of_texts([HARBOUR]), 1, ("en",), check=check)


@settings(deadline=None, max_examples=40)
@given(texts, st.lists(texts, min_size=1, max_size=6))
def test_others_are_found_by_words_of_the_text(text: str, others: list[str]) -> None:
    found = like(text, others)
    if found is None:
        return
    mine = {*words(text), *(cut.word for cut in joined(text))}
    assert all(isinstance(child, Word) and child.word in mine for child in found.tree.children)
    assert len(found.shown) == len(found.tree.children) == len(set(found.tree.children))
    documents = [IndexedText(n, "", body) for n, body in enumerate([text, *others])]
    # Every word leads to some other text, and none to the text itself.
    for child in found.tree.children:
        assert any(holds(Some((child,), 1, 0), document, lambda *_: False) for document in documents[1:])
    assert not holds(found.tree, documents[0], lambda *_: False)
    # What is marked in a text are its words.
    for document in documents:
        marked = [document.body[span.start : span.end] for span in matches(found.tree, document.body, stemming=("en",))]
        assert bool(marked) == holds(Or(found.tree.children), document, lambda *_: False)


def test_counting_can_be_given_up_and_the_text_itself_is_no_answer(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, SearchSettings("whoosh", 20, 240, 1000, ("en",)))
    engine.begin()
    engine.add([IndexedText(n, "", "harbour ledger" if n % 2 else "ledger") for n in range(1, 7)], new=True)
    engine.commit()
    engine.refresh()
    tree = Some((Word("harbour"), Word("ledger")), 2, apart=3)
    assert [id for id, _ in engine.search(tree).hits] == [1, 5]
    assert [id for id, _ in engine.search(Not(tree)).hits] == [2, 3, 4, 6]
    calls = iter([False] * 3 + [True] * 100)
    with pytest.raises(Cancelled):
        engine.search(tree, cancelled=lambda: next(calls))
    engine.close()


def test_what_a_tree_of_it_is() -> None:
    some: Node = Some((Word("harbour"), Word("ledger")), 2)
    assert [*nodes(some)] == [some, Word("harbour"), Word("ledger")] and has_text(some)
    assert not has_text(Some((Condition("date", "2031"),), 1))
    assert print_query(And((some, Word("a")))) == 'like:"harbour ledger" a'


@pytest.mark.parametrize(
    "query", ['like:"a sentence, of words"', "like:letters/one.md", 'like:"a ""b"" c" NOT like:x', "(a OR like:b)"]
)
def test_it_is_printed_as_it_was_asked(query: str) -> None:
    assert print_query(parse(query)) == query.strip("()") and parse(print_query(parse(query))) == parse(query)
