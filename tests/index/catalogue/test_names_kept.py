"""Names of a collection in its catalogue's file: what readers see meanwhile, what a kill leaves, other rules."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.catalogue.calling import wanted_name
from index.catalogue.joining import NamesJoiner
from index.catalogue.reader import CatalogueReader
from index.catalogue.writer import CatalogueWriter
from index.document import Document, ExtractedText, Metadata
from index.events import Analysed, Event, Progress
from index.indexing.analysing import Analyses
from index.indexing.meter import Meter
from index.indexing.results import Analysis
from index.indexing.workers import Failure
from index.understanding.grouping import EntityRecord, entity_id

from .from_nothing import join_from_nothing

EMPTY = ExtractedText("", (), Metadata(), "text/1")


def person(name: str, count: int = 1) -> EntityRecord:
    return EntityRecord(entity_id("PERSON", name), name, "PERSON", ((name, count),))


FIRST = {1: [person("Ada Marlowe", 4)], 2: [person("Marlowe", 2)], 3: [person("Ruth Marlowe")]}
SECOND = {1: [person("Marlowe")], 2: [person("Marlowe", 2)], 3: [person("Ruth Marlowe")]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "catalogue.sqlite"
    writer = CatalogueWriter(made)
    with writer.batch():
        for number, named in FIRST.items():
            writer.put(number, Document(f"{number}.txt", "", (), Metadata(), "", "", "text/1", 0), EMPTY, (), 1, 0)
            writer.put_analysis(number, "rules", (), named)
    writer.close()
    return made


@pytest.fixture
def reader(file: Path) -> Iterator[CatalogueReader]:
    opened = CatalogueReader(file)
    yield opened
    opened.close()


def state(reader: CatalogueReader) -> tuple[object, ...]:
    """Whatever readers ask of names."""
    marlowe = wanted_name("Marlowe")
    assert marlowe is not None
    paths = [f"{number}.txt" for number in FIRST]
    entities = {entity.id: entity for entity in reader.entities(frozenset())}
    # here · in the collection
    for count in (count for path in paths for count in reader.entity_counts(path)):
        assert count.everywhere == entities[count.id].mentions
    return entities, [reader.entity_counts(path) for path in paths], reader.called.documents(marlowe)


def written(named: dict[int, list[EntityRecord]]) -> dict[str, object]:
    return dict(join_from_nothing(named)[1])


def put_second(writer: CatalogueWriter) -> None:
    writer.put_analysis(1, "rules", (), SECOND[1])


def test_a_reader_sees_the_names_before_or_after_and_nothing_between(file: Path, reader: CatalogueReader) -> None:
    before = state(reader)
    assert before[0] == written(FIRST)
    writer = CatalogueWriter(file)
    with writer.batch():
        put_second(writer)
        writer._names.settle()
        assert state(reader) == before
    assert state(reader)[0] == written(SECOND) != before[0]
    with pytest.raises(OSError), writer.batch():
        put_second(writer)
        writer.remove([2, 3])
        raise OSError("the disk is full")
    with writer.batch():
        writer.set_meta("walked", "1")
    writer.close()
    assert state(reader)[0] == written(SECOND)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process to kill")
def test_a_kill_while_names_are_joined_leaves_them_as_they_were(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = NamesJoiner._write

    def killed(self: NamesJoiner, *arguments: object) -> None:
        write(self, *arguments)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        monkeypatch.setattr(NamesJoiner, "_write", killed)
        writer = CatalogueWriter(file)
        with writer.batch():
            put_second(writer)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL

    reader = CatalogueReader(file)
    assert state(reader)[0] == written(FIRST)
    writer = CatalogueWriter(file)
    with writer.batch():
        put_second(writer)
    writer.close()
    assert state(reader)[0] == written(SECOND)
    reader.close()


def test_names_are_joined_anew_where_other_rules_joined_them(file: Path, reader: CatalogueReader) -> None:
    before = state(reader)
    writer = CatalogueWriter(file)
    with writer.batch():
        writer._db.execute("DELETE FROM bearers")
        writer._db.execute("DELETE FROM called")
        writer._db.execute("UPDATE entities SET name = 'nobody'")
        writer.set_meta("joined", "joining/0")
    told: list[Event] = []
    analyses, meter = Analyses(writer, "rules", told.append), Meter(told.append)
    assert not analyses.join(lambda: True, meter), "given up"
    assert state(reader) != before
    assert analyses.join(lambda: False, meter)
    assert state(reader) == before
    assert {event.stage for event in told if isinstance(event, Progress)} == {"join"}
    writer.close()


def test_why_a_document_has_no_names_is_kept_until_it_is_analysed(file: Path, reader: CatalogueReader) -> None:
    writer = CatalogueWriter(file)
    analyses = Analyses(writer, "rules", lambda event: None)
    analyses.add(1, Failure("took longer than 60 s", fatal=True), at_once=True)
    assert reader.analysis_fault("1.txt") == "took longer than 60 s" and reader.mentions("1.txt") == []
    analyses.add(1, Analysis((), (person("Ada Marlowe"),)), at_once=True)
    assert reader.analysis_fault("1.txt") is None and reader.analysis_fault("none.txt") is None
    writer.close()


def test_analysed_documents_wait_for_each_other(file: Path) -> None:
    told: list[Event] = []
    writer = CatalogueWriter(file)
    analyses = Analyses(writer, "rules", told.append)
    analyses.add(1, Analysis((), (person("Ada Marlowe"),)), at_once=False)
    assert told == []
    analyses.add(2, Analysis((), (person("Marlowe"),)), at_once=True)
    analyses.write()
    assert told == [Analysed(2)]
    writer.close()
