"""A catalogue in which single values are not what was written: whoever asks is told of damage, and of nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.catalogue.reader import CatalogueReader
from index.catalogue.writer import CatalogueWriter
from index.document import Document, ExtractedText, Metadata
from index.errors import Damaged
from index.quotation import Quotation

EMPTY = ExtractedText("", (), Metadata(), "text/1")
HARM = (
    "UPDATE texts SET text = x'ff', blocks = '['",
    "UPDATE documents SET metadata = '['",
    "UPDATE quotations SET rows = '['",
    "UPDATE analyses SET mentions = '['",
    "INSERT INTO reckoned VALUES (1, '[[1]]', '[[]]', '[')",
)
ASKED: dict[str, Callable[[CatalogueReader], object]] = {
    "texts": lambda reader: list(reader.texts([1])),
    "metadata": lambda reader: list(reader.metadata()),
    "blocks": lambda reader: reader.blocks(1),
    "mentions": lambda reader: reader.mentions("1.txt"),
    "quotations": lambda reader: reader.quoted.of("1.txt"),
    "pages": lambda reader: list(reader.quoted.pages(["1.txt"])),
    "headers": lambda reader: reader.headed.of([1]),
    "profiled": lambda reader: list(reader.profiled.documents([1])),
    "dates": lambda reader: list(reader.reckoned.dates()),
    "orders": lambda reader: reader.reckoned.orders(),
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CatalogueReader]:
    file = tmp_path_factory.mktemp("damaged") / "catalogue.sqlite"
    writer = CatalogueWriter(file)
    with writer.batch():
        writer.put(1, Document("1.txt", "Text", (), Metadata(), "", "", "text/1", 1), EMPTY, (), 1, 0)
        writer.put_analysis(1, "rules", (), ())
        writer.put_quotations(1, [Quotation(0, 4, "direct", "unknown", "none", 0.0, 0)])
    writer.close()
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        for each in HARM:
            db.execute(each)
    opened = CatalogueReader(file)
    yield opened
    opened.close()


@pytest.mark.parametrize("what", ASKED)
def test_what_cannot_be_unpacked_is_damage(reader: CatalogueReader, what: str) -> None:
    with pytest.raises(Damaged):
        ASKED[what](reader)


def test_nothing_is_left_of_a_document_in_whose_place_another_is_put(tmp_path: Path) -> None:
    writer = CatalogueWriter(tmp_path / "catalogue.sqlite")
    for number in (1, 2):
        with writer.batch():
            writer.put(number, Document("a.txt", "Text", (), Metadata(), "", "", "text/1", 1), EMPTY, ["Text"], 1, 0)
    writer.close()
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as db:
        for table in ("texts", "lines", "sketches", "listed"):
            assert db.execute(f"SELECT document FROM {table}").fetchall() == [(2,)], table
