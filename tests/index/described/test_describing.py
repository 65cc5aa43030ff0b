"""Table and paths in a collection: what counts before what, and that nothing is read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.described.describing import Describing
from index.document import DocumentRow
from index.errors import SettingsError
from index.events import Noticed
from index.listing import ListQuery
from index.settings import MetadataSettings

TEXT = "The ferry\n\nBy Ann Lee\n\nThe ferry left the harbour in the night, and nobody saw it go.\n"
FILES = {"Herald/2031-09-10_p12.txt": TEXT, "Herald/2031-09-11_p3.txt": TEXT, "other.txt": TEXT}
PATTERN = "{source}/{date}_p{page}.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    made = tmp_path / "papers"
    for name, text in FILES.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text)
    return made


def opened(folder: Path, *paths: str, table: str = "metadata.csv") -> Collection:
    settings = replace(load_settings(None).settings, metadata=MetadataSettings(paths, table))
    return Collection.open(folder, settings)


def row(collection: Collection, path: str) -> DocumentRow:
    found = collection.row(path)
    assert found is not None
    return found


def test_the_reader_counts_before_the_table_before_the_path_before_the_text(folder: Path) -> None:
    first, second, third = FILES
    (folder / "metadata.csv").write_text(f"path,title,date,author\n{first},Night,1999,A. Roe; B. Poe\ngone.txt,x,,\n")
    collection = opened(folder, PATTERN)
    assert collection.document(first).metadata.date == "1999", "also before anything is indexed"
    events: list[object] = []
    summary = collection.update(events.append)
    told = [event.message for event in events if isinstance(event, Noticed)]
    assert told == ["metadata.csv:3: 1 row speaks of a document that is not there: gone.txt (line 3)"]
    assert (summary.documents, summary.skipped) == (3, ()), "the table itself is neither read nor reported"
    one = row(collection, first)
    assert (one.title, one.date, one.source, one.authors) == ("Night", "1999", "Herald", ("A. Roe", "B. Poe"))
    two = row(collection, second)
    assert (two.title, two.date, two.source, two.authors) == ("The ferry", "2031-09-11", "Herald", ("Ann Lee",))
    assert row(collection, third).source is None
    document = collection.document(first)
    assert document.metadata.page == "12"
    assert {each.field: each.rule for each in document.metadata.evidence} == {
        "title": "table",
        "date": "table",
        "authors": "table",
        "source": "path",
        "page": "path",
    }
    assert [hit.document.path for hit in collection.search("title:night").hits] == [first]
    assert [hit.document.path for hit in collection.search("author:roe").hits] == [first]

    collection.describe([first, second], author="Eve Moe; Ann Lee", source="Archive")
    assert row(collection, first).authors == ("Eve Moe", "Ann Lee") and row(collection, second).source == "Archive"
    assert sorted(hit.document.path for hit in collection.search("author:moe").hits) == sorted([first, second])
    assert collection.search("author:poe").total == 0
    by_author = collection.list_documents(ListQuery(sort="author"))
    assert by_author.paths(0, 3) == [third, first, second]
    collection.undo()
    assert row(collection, first).authors == ("A. Roe", "B. Poe") and row(collection, second).source == "Herald"
    collection.close()


def test_another_table_or_setting_or_name_describes_anew_and_reads_nothing_again(folder: Path) -> None:
    first, second, third = FILES
    collection = opened(folder)
    collection.update()
    assert row(collection, first).source is None
    collection.close()
    collection = opened(folder, PATTERN)
    summary = collection.update()
    assert (summary.added, summary.updated, summary.unchanged) == (0, 0, 3)
    assert row(collection, first).date == "2031-09-10" and row(collection, third).date is None
    (folder / "metadata.csv").write_text(f"path;title\n{third};Three\n")
    summary = collection.update()
    assert (summary.updated, row(collection, third).title) == (0, "Three")
    assert [hit.document.path for hit in collection.search("title:three").hits] == [third]
    (folder / second).rename(folder / "Herald/2031-12-24_p1.txt")
    assert collection.update().renamed == 1
    assert row(collection, "Herald/2031-12-24_p1.txt").date == "2031-12-24"
    (folder / "metadata.csv").unlink()
    collection.update()
    assert row(collection, third).title == "The ferry"
    (folder / "metadata.csv").write_text("title\nx\n")
    collection.update()
    assert [each.reason for each in collection.check() if each.part == "metadata.csv:1"] == [
        "no column path; its first line should name the columns path, title, source, date, author"
    ]
    collection.close()


def test_two_readings_of_a_date_are_less_than_the_one_of_the_text() -> None:
    describing = Describing(("{date}_*",))
    from index.document import Metadata

    stated = Metadata(date="2031-09-10", date_text="10 September 2031")
    assert describing.described("10.09.2031_x.txt", stated) == stated
    assert describing.described("10.09.2031_x.txt", Metadata()).date_alternatives == ("2031-09-10", "2031-10-09")


@pytest.fixture
def own_file(folder: Path) -> Iterator[Path]:
    (folder / ".glossator").mkdir()
    yield folder / ".glossator/config.yaml"


def test_a_collection_may_say_so_itself_and_a_mistake_names_its_line(folder: Path, own_file: Path) -> None:
    own_file.write_text(f'metadata:\n  paths: ["{PATTERN}"]\n')
    assert load_settings(folder).settings.metadata.paths == (PATTERN,)
    own_file.write_text('metadata:\n  paths:\n    - "{title}.txt"\n    - "{title"\n  table: /etc/passwd\n')
    with pytest.raises(SettingsError) as caught:
        load_settings(folder)
    told = "\n".join(caught.value.faults)
    assert ":4:7: metadata.paths: a { opens a name" in told and ":5:10: metadata.table: should be the name" in told
