"""What the reader decides about one place where a name stands: no name, or somebody else's; counted, kept, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.corrections.passage_names import NameChoice
from index.document import Span
from index.errors import GlossatorError

ONE = "Josef Hallam spoke in Oslo.\n\nMr. Hallam left Oslo on Monday with Ines Haldane of the Harbour Council.\n"
TWO = "Josef Hallam wrote to Ines Haldane from Oslo.\n"


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text(ONE)
    (folder / "b.txt").write_text(TWO)
    made = Collection.open(folder, load_settings(None).settings)
    made.update()
    return made


def where(collection: Collection, path: str, entity: str) -> list[int]:
    return [mention.start for mention in collection.mentions(path) or () if mention.entity == entity]


def listed(collection: Collection) -> dict[str, tuple[int, int]]:
    return {entity.id: (entity.mentions, entity.documents) for entity in collection.entities()}


def sidebar(collection: Collection, path: str) -> dict[str, tuple[int, int]]:
    return {count.id: (count.here, count.everywhere) for count in collection.entity_counts(path)}


def test_a_place_that_is_set_aside_counts_nowhere_and_undo_brings_it_back(collection: Collection) -> None:
    oslo, hallam = "place:oslo", "person:josef-hallam"
    assert (listed(collection)[oslo], sidebar(collection, "a.txt")[oslo]) == ((3, 2), (2, 3))
    at = ONE.index("Oslo on Monday")
    here = collection.ledgers.names_here
    assert here.set_aside("a.txt", [Span(at, at + 4)]) == "Oslo is no name here"
    assert where(collection, "a.txt", oslo) == [ONE.index("Oslo")]
    assert (listed(collection)[oslo], sidebar(collection, "a.txt")[oslo]) == ((2, 2), (1, 2))
    assert sidebar(collection, "b.txt")[oslo] == (1, 2) or collection.entity_counts("b.txt")
    first = ONE.index("Oslo")
    here.set_aside("a.txt", [Span(first, first + 4)])
    assert listed(collection)[oslo] == (1, 1) and oslo not in sidebar(collection, "a.txt")
    assert [row.path for row, _ in collection.documents_naming(oslo)] == ["b.txt"]
    assert [hit.document.path for hit in collection.search("entity:oslo").hits] == ["b.txt"]

    collection.undo()
    collection.undo()
    assert (listed(collection)[oslo], len(where(collection, "a.txt", oslo))) == ((3, 2), 2)

    at = ONE.index("Hallam left")
    here.give("a.txt", [Span(at, at + 6)], "person:ines-haldane")
    assert listed(collection)[hallam] == (2, 2) and listed(collection)["person:ines-haldane"] == (3, 2)
    assert at in where(collection, "a.txt", "person:ines-haldane")
    with pytest.raises(GlossatorError, match="nobody"):
        here.give("a.txt", [Span(at, at + 6)], "person:nobody")

    # It follows its passage, and is not asked again after a rebuild.
    (collection.root / "a.txt").write_text("A new first line.\n\n" + ONE)
    collection.update(rebuild=True)
    moved = at + len("A new first line.\n\n")
    assert moved in where(collection, "a.txt", "person:ines-haldane")


@pytest.mark.parametrize(
    "value", [None, {}, {"decided": "name"}, {"decided": "name", "name": " ", "type": "PERSON"}, 3]
)
def test_what_says_nothing_decides_nothing(value: object) -> None:
    assert NameChoice.of_json(value) is None


@pytest.mark.parametrize("choice", [NameChoice("no name"), NameChoice("name", "Ines Haldane", "PERSON")])
def test_a_choice_survives_its_line(choice: NameChoice) -> None:
    assert NameChoice.of_json(choice.as_json()) == choice
