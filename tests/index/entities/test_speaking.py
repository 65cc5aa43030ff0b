"""Quotations by whom the reader decided the speakers to be."""

from __future__ import annotations

from dataclasses import replace

from index.catalogue.writer import CatalogueWriter
from index.collection import Collection
from index.document import Span
from index.quotation import Quotation

from .conftest import World

QUOTED = Quotation(0, 9, "direct", "named", "test", 1.0, 0, "Ana Keler", "person:ana-keler", "said")


def put(collection: Collection, path: str, quotation: Quotation) -> None:
    shelf = collection._library.shelf()
    assert shelf is not None
    row = shelf.catalogue.row(path)
    assert row is not None
    writer = CatalogueWriter(shelf.catalogue._file)
    with writer.batch():
        writer.put_quotations(row.id, [quotation])
    writer.close()


def test_a_speaker_is_found_by_every_name_that_was_decided(world: World) -> None:
    collection = world.write({"a.txt": [("Anna Keller", "PERSON")], "b.txt": [("Ana Keler", "PERSON")]})
    start = collection.document("b.txt").text.index("Ana")
    put(collection, "b.txt", replace(QUOTED, where=Span(start, start + 9)))
    ledgers = collection.ledgers
    assert [q.entity for _, q in ledgers.quotes(speaker="Ana Keler")] == ["person:ana-keler"]
    assert list(ledgers.quotes(speaker="Anna Keller")) == []
    assert collection.matches('speaker:"Anna Keller"', "b.txt") == []

    collection.entity_decisions.join("person:anna-keller", "person:ana-keler")
    assert [(q.speaker, q.entity) for _, q in ledgers.quotes(speaker="Keller")] == [
        ("Anna Keller", "person:anna-keller")
    ]
    assert collection.matches('speaker:"Anna Keller"', "b.txt") == [Span(0, 9)]
    assert [row.document.path for row in collection.search('speaker:"Anna Keller"').hits] == ["b.txt"]
    assert [q.entity for _, q in ledgers.quotes("b.txt")] == ["person:anna-keller"]
