"""`block:` in queries: what is indexed of blocks, what is found and marked, and what is said of mistakes. Answers of
random queries are held against the plain evaluator in test_engine.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Block, BlockKind, Span
from index.errors import QueryError
from index.search.engine import IndexedText
from index.search.matching import matches
from index.search.parser import parse
from index.search.printer import print_query
from index.search.query import And, BlockOf, Inside, Node, Or, has_text
from index.search.tokens import spans, words
from index.search.whoosh_engine import WhooshEngine
from index.search.worded import worded

from .strategies import bodies, documents, leaves, one_of_blocks

TEXT = """The flood of May

The flood came at night, and the water rose until dawn.
The flood gate, seen from the bridge. Photo: Hallam

Copyright: no part of the flood report may be copied"""
KINDS: list[BlockKind] = ["headline", "prose", "caption", "boilerplate"]
BLOCKS = tuple(
    Block(TEXT.index(line), TEXT.index(line) + len(line), kind, "by hand")
    for line, kind in zip((line for line in TEXT.split("\n") if line), KINDS, strict=True)
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(tmp_path_factory.mktemp("index"), prefix_terms=10)
    engine.begin()
    engine.add(
        [
            IndexedText(1, "The flood of May", TEXT, BLOCKS),
            IndexedText(2, "Flood", "The flood, in prose alone"),
            IndexedText(3, "", "Nothing of it", (Block(0, 13, "caption", ""),)),
        ]
    )
    engine.commit()
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("query", "found", "marked"),
    [
        ("block:caption flood", [1], ["flood"]),
        ("block:caption water", [], []),
        ('block:caption "flood gate"', [1], ["flood gate"]),
        ('"dawn the flood"', [1], ["dawn.\nThe flood"]),
        ('block:prose "dawn the flood"', [], []),
        ("block:prose flood NEAR/3 gate", [], []),
        ("-block:boilerplate -block:prose flood", [1], ["flood", "flood"]),
        ("(block:caption OR block:headline) flood", [1], ["flood", "flood"]),
        ("block:caption title:flood", [1], ["flood", "The flood gate, seen from the bridge. Photo: Hallam"]),
        ("block:caption -flood", [3], []),
        ("block:caption", [1, 3], ["The flood gate, seen from the bridge. Photo: Hallam"]),
        ("-block:caption flood", [1, 2], ["flood", "flood", "flood"]),
        ("-block:caption", [2], []),
        ("(block:caption flood) water", [1], ["water", "flood"]),
        ("block:caption block:prose flood", [], []),
    ],
)
def test_found_and_marked(engine: WhooshEngine, query: str, found: list[int], marked: list[str]) -> None:
    tree = parse(query)
    assert sorted(id for id, _ in engine.search(tree, limit=0).hits) == found
    spans = matches(tree, TEXT, title=Span(*BLOCKS[0][:2]), blocks=BLOCKS)
    assert [TEXT[start:end] for start, end in spans] == (marked if 1 in found else [])


def test_a_word_counts_as_often_as_it_stands_in_such_blocks(engine: WhooshEngine) -> None:
    """The order of hits is made of the occurrences that the query asks for."""
    texts = {4: "war war war\npeace", 5: "peace\nwar war war war war war"}
    with TemporaryDirectory() as folder:
        other = WhooshEngine(Path(folder), prefix_terms=10)
        other.begin()
        for id, text in texts.items():
            cut = text.index("\n")
            other.add([IndexedText(id, "", text, (Block(0, cut, "quote", ""), Block(cut + 1, len(text), "prose", "")))])
        other.commit()
        assert [id for id, _ in other.search(parse("war")).hits] == [5, 4]
        assert [id for id, _ in other.search(parse("block:quote war")).hits] == [4]
        assert [id for id, _ in other.search(parse("block:prose war")).hits] == [5]
        other.close()


@settings(deadline=None, max_examples=30)
@given(st.lists(documents(st.integers(0, 99)), min_size=1, max_size=4, unique_by=lambda d: d.id), one_of_blocks, leaves)
def test_what_is_found_is_marked(held: list[IndexedText], kinds: Node, leaf: Node) -> None:
    query = And((kinds, leaf))
    with TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder), prefix_terms=1000)
        engine.begin()
        engine.add(held, new=True)
        engine.commit()
        found = {id for id, _ in engine.search(query, limit=0).hits}
        engine.close()
    assert found == {d.id for d in held if matches(query, d.body, blocks=d.blocks, stemming=("en",))}


@given(bodies())
def test_words_by_their_blocks_are_those_of_the_text(body: tuple[str, tuple[Block, ...]]) -> None:
    text, blocks = body
    for cut in (text, text.replace("\n", "-").replace(" ", "-")):  # as well where no white space parts the blocks
        found = worded(cut, blocks)
        assert found.words == words(cut)
        starts = [start for start, _ in spans(cut)]
        inside = {
            (kind, number)
            for kind, bounds in found.kinds.items()
            for first, end in zip(bounds[::2], bounds[1::2], strict=True)
            for number in range(first, end)
        }
        held = blocks or (Block(0, len(cut), "prose", ""),)
        if cut is text:
            of_blocks = {(b.kind, n) for n, at in enumerate(starts) for b in held if b.start <= at < b.end}
            assert inside == of_blocks
        assert found.kinds.keys() == ({block.kind for block in blocks} if blocks else {"prose"} if starts else set())


def test_a_kind_that_there_is_not_is_told_with_its_place() -> None:
    for query, start, hint in [
        ("flood block:captoin", 6, "block:caption"),
        ("block:picture", 0, "kinds are headline, "),
    ]:
        with pytest.raises(QueryError, match="There is no block:") as told:
            parse(query)
        assert (told.value.start, told.value.end) == (start, len(query))
        assert told.value.suggestion is not None and told.value.suggestion.startswith(hint)
    with pytest.raises(QueryError):
        parse("block:capt flood", as_typed=True)
    with pytest.raises(QueryError):
        parse("title:block:caption")
    with pytest.raises(QueryError):
        parse("block:caption NEAR/3 flood")


def test_while_it_is_typed_a_beginning_stands_for_every_kind_that_begins_so() -> None:
    assert parse("block:capt", as_typed=True) == BlockOf("caption")
    assert parse("block:c", as_typed=True) == Or((BlockOf("code"), BlockOf("caption"), BlockOf("credit")))
    assert parse("flood block:", as_typed=True) == parse("flood", as_typed=False)


@pytest.mark.parametrize("kind", get_args(BlockKind))
def test_every_kind_can_be_asked_for(kind: BlockKind) -> None:
    tree = parse(f"BLOCK:{kind.upper()} flood")
    assert tree == And((BlockOf(kind), parse("flood")))
    assert parse(print_query(tree)) == tree and has_text(BlockOf(kind))
    assert print_query(Inside(parse("flood"), frozenset((kind,)))) == "flood"  # type: ignore[arg-type]
