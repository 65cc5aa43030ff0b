"""Postings, lengths and keys as ours are written and read, against Whoosh's own."""

from __future__ import annotations

from array import array
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.analysis import Token, Tokenizer
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import open_dir

from index.search.codec import BLOCK, blocks, pack_block, postings
from index.search.engine import IndexedText
from index.search.segments import FIELDS, WordsField
from index.search.tokens import joined, tokens
from index.search.vocabulary import MARK
from index.search.whoosh_engine import WhooshEngine

from .strategies import documents


class OurWords(Tokenizer):  # type: ignore[misc]
    """Our words, given to Whoosh's own analysis."""

    def __call__(self, value: str, **_: Any) -> Any:
        for position, word in enumerate(tokens(value)):
            token = Token(positions=True)
            token.text, token.pos, token.boost = word.word, position, 1.0
            yield token
        for cut in joined(value):
            token = Token(positions=True)
            token.text, token.pos, token.boost = MARK + cut.word, cut.number, 1.0
            yield token


def everything(reader: Any) -> dict[tuple[str, bytes, int], tuple[float, list[int]]]:
    """All postings that a Whoosh reader tells of."""
    found = {}
    for field in FIELDS:
        for word in reader.lexicon(field):
            matcher = reader.postings(field, word)
            while matcher.is_active():
                found[field, word, matcher.id()] = matcher.weight(), list(matcher.value_as("positions"))
                matcher.next()
    return found


@settings(deadline=None, max_examples=40)
@given(st.lists(documents(st.integers(0, 99)), min_size=1, max_size=8, unique_by=lambda d: d.id))
def test_postings_are_those_of_whoosh(held: list[IndexedText]) -> None:
    theirs = RamStorage().create_index(Schema(title=TEXT(analyzer=OurWords()), body=TEXT(analyzer=OurWords())))
    writer = theirs.writer()
    for document in held:
        writer.add_document(title=document.title, body=document.body)
    writer.commit()
    with TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder), prefix_terms=10)
        engine.begin()
        engine.add(held, new=True)
        engine.commit()
        with theirs.reader() as one, open_dir(folder, indexname="glossator").reader() as other:
            assert everything(one) == everything(other)
            for field in FIELDS:
                assert one.field_length(field) == other.field_length(field)
                for number in range(len(held)):
                    assert one.doc_field_length(number, field) == other.doc_field_length(number, field)
                for word in one.lexicon(field):
                    mine, its = one.term_info(field, word), other.term_info(field, word)
                    assert (mine.weight(), mine.doc_frequency()) == (its.weight(), its.doc_frequency())
        engine.refresh()
        (segment,) = engine._current().segments
        assert segment.files.keys == [document.id for document in held]
        engine.close()


@given(st.text(st.sampled_from("ab 'é.")))
def test_the_field_gives_whoosh_what_its_own_text_field_would(text: str) -> None:
    ours, theirs = WordsField(), TEXT(analyzer=OurWords())
    mine = {word: (n, weight, ours.format.decode_positions(value)) for word, n, weight, value in ours.index(text)}
    its = {word: (n, weight, theirs.format.decode_positions(value)) for word, n, weight, value in theirs.index(text)}
    assert mine == its


numbers = st.integers(0, 2**33)


positions = st.lists(numbers | st.integers(0, 600), min_size=1, max_size=5, unique=True).map(sorted)


@given(st.dictionaries(numbers, positions, min_size=1, max_size=60), st.sampled_from([1, 9, 60]))
def test_blocks_read_back(lists: dict[int, list[int]], size: int) -> None:
    ordered = sorted(lists)
    data = b""
    for at in range(0, len(ordered), size):
        some = ordered[at : at + size]
        places = array("Q", [place for document in some for place in lists[document]])
        data += pack_block(array("Q", some), array("Q", [len(lists[document]) for document in some]), places)
    read = {}
    for block in blocks(data):
        each = np.split(block.positions(), np.cumsum(block.frequencies)[:-1])
        read.update(zip(block.documents.tolist(), [places.tolist() for places in each], strict=True))
    assert read == lists
    if max(lists) < 2**32:
        assert postings(data).documents.tolist() == ordered


def test_a_list_longer_than_a_block_and_merged(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path, prefix_terms=10)
    count = BLOCK + 500
    for first in (0, count):
        engine.begin()
        engine.add(
            (IndexedText(id, "", f"peace and {'war ' * (id % 3)}") for id in range(first, first + count)), new=True
        )
        engine.commit()
    from index.search.parser import parse

    assert engine.search(parse('"and war"')).total == sum(1 for id in range(2 * count) if id % 3)
    assert engine.search(parse("peace -war")).total == sum(1 for id in range(2 * count) if not id % 3)
    engine.close()
