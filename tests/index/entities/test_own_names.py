"""`patterns:` in entities.yaml: what is read of it, what is said of mistakes, and what a run makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.entities import patterns_file
from index.entities.patterns_file import Own, own_of, plain, read_own_names
from index.errors import GlossatorError
from index.readers.contained import Limits

GOOD = """\
version: 1
entities:
  Hallam:
    hidden: true
patterns:
  Sea Lantern:   # a ship
    type: ship
    also: [SL]
  cases: {type: CASE, pattern: 'No\\. \\d+', case: any, words: false, called: The Case}
  weapons:
    type: WEAPON
    list: weapons.txt
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers" / ".glossator"
    made.mkdir(parents=True)
    return made


def test_entries_are_read_with_their_lists(folder: Path) -> None:
    (folder / "entities.yaml").write_text(GOOD)
    (folder / "weapons.txt").write_text("\ufeff# knives\nKestrel | the bird\n\nMace\n")
    own, faults = read_own_names([folder, folder.parent / "nowhere"])
    assert not faults
    assert [(each.label, each.type, each.names) for each in own] == [
        ("Sea Lantern", "SHIP", (("Sea Lantern", "SL"),)),
        ("cases", "CASE", ()),
        ("weapons", "WEAPON", (("Kestrel", "the bird"), ("Mace",))),
    ]
    assert (own[1].called, own[1].any_case, own[1].whole_words) == ("The Case", True, False)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("a: 3", "3:6: 'a' needs a type"),
        ("a: {also: [b]}", "3:3: 'a' needs a type"),
        ("a: {type: DATE}", "3:13: 'a' needs a type"),
        ("a: {type: X, pattern: '(('}", "3:25: the pattern of 'a' is none that can be used: missing )"),
        ("a: {type: X, pattern: 'b*'}", "it fits where nothing stands"),
        ("a: {type: X, pattern: b, list: c}", "are two entries"),
        ("a: {type: X, list: ../c}", "3:22: a list is the name of a file beside this one"),
        ("a: {type: X, list: c.txt}", "c.txt cannot be read"),
        ("a: {type: X, list: link.txt}", "is not a plain file"),
        ("a: {type: X, list: large.txt}", "larger than 1 MB"),
        ("a: {type: X, list: odd.txt}", "odd.txt:2: this cannot be a name"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_leaves_the_rest(entry: str, fault: str, folder: Path) -> None:
    (folder / "entities.yaml").write_text(f"version: 1\npatterns:\n  {entry}\n  Sea Lantern: {{type: SHIP}}\n")
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder / "large.txt").write_text("a" * (1 << 20) + "b")
    (folder / "odd.txt").write_bytes(b"Mace\nM\xff\n")
    own, faults = read_own_names([folder])
    assert own[-1].label == "Sea Lantern" and not any("root" in str(each.names) for each in own)
    assert len(faults) == 1 and str(folder) in faults[0] and fault in faults[0], faults


def test_there_is_an_end_to_what_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns_file, "MOST_ENTRIES", 3)
    monkeypatch.setattr(patterns_file, "MOST_EXPRESSIONS", 1)
    monkeypatch.setattr(patterns_file, "MOST_LISTED", 2)
    (folder / "entities.yaml").write_text(
        "patterns:\n  a: {type: X, pattern: a}\n  b: {type: X, pattern: b}\n"
        "  c: {type: X, list: c}\n  d: {type: X}\n  e: {type: X}\n"
    )
    (folder / "c").write_text("one\ntwo\nthree\n")
    own, faults = read_own_names([folder])
    assert [each.label for each in own] == ["a", "c", "d"] and own[1].names == (("one",), ("two",))
    assert ["only the first" in fault or "of all lists count" in fault for fault in faults] == [True] * 3


def test_what_is_written_is_read_again(folder: Path) -> None:
    for own in (Own("X"), Own("X", ("a", "b")), Own("X", (), "a+", None, "c", True, False), Own("X", list="l")):
        assert own_of(json.loads(json.dumps(plain(own)))) == own
    assert own_of(None) is None


# -- in a collection ---------------------------------------------------------------------------------------------------


PAPERS = {
    "one.txt": "Out at sea\n\nThe swift arrow, or SA, met Josef Hallam in Oslo.\n",
    "two.txt": "Nothing of it\n\nJosef Hallam was in Oslo for 20 days.\n",
}


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Collection]:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    root = tmp_path / "papers"
    root.mkdir()
    for name, text in PAPERS.items():
        (root / name).write_text(text)
    return lambda: Collection.open(root, load_settings(None).settings)


def of(collection: Collection, path: str = "one.txt") -> list[tuple[str, str | None, str]]:
    text = collection.document(path).text
    return [(text[m.start : m.end], m.entity, m.rule) for m in collection.mentions(path) or ()]


def test_a_name_is_added_found_and_taken_back(papers: Callable[[], Collection]) -> None:
    collection = papers()
    collection.update(jobs=1)
    before, generation = of(collection), index_generation(collection)
    assert analysed_again(collection) == {"one.txt": True, "two.txt": False}
    own = collection.entity_decisions.own
    assert own.add("swift  arrow", "ship") == "swift arrow is a name (SHIP)"
    assert own.add("swift arrow", "SHIP") == "nothing changed" and own.types() == ["SHIP"]
    file = collection.root / ".glossator" / "entities.yaml"
    assert "patterns:\n  swift arrow:\n    type: SHIP\n" in file.read_text()
    file.write_text(file.read_text() + "    also: [SA]   # by hand\n")
    summary = collection.update(jobs=2)
    assert (summary.added, summary.updated, summary.unchanged) == (0, 0, 2)
    names = [("swift arrow", "ship:swift-arrow", "own:swift arrow"), ("SA", "ship:swift-arrow", "own:swift arrow")]
    assert of(collection)[:2] == names and of(collection)[2:] == before[-2:]
    assert [(e.name, e.type, e.mentions) for e in collection.entities() if e.type == "SHIP"] == [
        ("swift arrow", "SHIP", 2)
    ]
    assert [hit.document.path for hit in collection.search('entity:"swift arrow"').hits] == ["one.txt"]
    facets = {
        facet.kind: [(value.label, value.documents) for value in facet.values]
        for facet in collection.facets("oslo").facets
    }
    assert facets["own"] == [("swift arrow", 1)] and facets["person"] == [("Josef Hallam", 2)]
    assert index_generation(collection) == generation, "the index was written for a name"
    # A decision about a name that was told of is one like any other.
    collection.entity_decisions.describe("ship:swift-arrow", "The Arrow", "BOAT")
    assert collection.mentions("one.txt")[0].type == "BOAT"  # type: ignore[index]
    collection.undo()
    file.write_text(file.read_text().replace("    also: [SA]   # by hand\n", ""))
    collection.undo()
    assert "swift arrow" not in file.read_text()
    collection.update(jobs=1)
    assert of(collection) == before
    collection.redo()
    assert own.types() == ["SHIP"]
    file.write_text(file.read_text().replace("SHIP", "BOAT"))
    with pytest.raises(GlossatorError, match="changed since"):
        collection.undo()
    assert own.remove("swift arrow") == "swift arrow is looked for no more" and not own.types()
    for bad in ("", "...", "a" * 400):
        with pytest.raises(GlossatorError):
            own.add(bad, "SHIP")
    with pytest.raises(GlossatorError):
        own.add("arrow", "DATE")
    collection.close()


def index_generation(collection: Collection) -> int:
    return collection._rooms.indexed().engine.generation


def analysed_again(collection: Collection) -> dict[str, bool]:
    """Which documents a worker reads again where the reader told of the swift arrow."""
    from index.indexing.extraction import Extraction
    from index.indexing.generations import Generations
    from index.indexing.worker_tasks import Tools, Unchanged, analyse
    from index.paths import collection_folders
    from index.understanding.own_names import OwnName

    folder = Generations(collection_folders(collection.root).cache).current()
    assert folder is not None
    entry = OwnName("swift arrow", "SHIP", (("swift arrow",),))
    context = {
        "root": str(collection.root),
        "limits": Limits(1, load_settings(None).settings.formats, False),
        "common": frozenset(),
        "catalogue": str(folder / "catalogue.sqlite"),
        "extraction": Extraction((entry,)),
    }
    tools = Tools(context)
    paths = collection._rooms.indexed().catalogue.paths()
    return {path: analyse(tools, number, False) != Unchanged() for number, path in paths}


def test_mistakes_and_a_model_that_cannot_be_loaded_leave_the_rest(
    papers: Callable[[], Collection], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started_processes: None
) -> None:
    """A folder that looks like a model to whoever does not load it, and a spaCy that cannot be imported."""
    from dataclasses import replace

    from index.events import Noticed

    library = tmp_path / "library"
    for package in ("spacy", "en_core_web_md"):
        (library / package).mkdir(parents=True)
    (library / "spacy" / "__init__.py").write_text("raise RuntimeError('no such luck')\n")
    (library / "en_core_web_md" / "__init__.py").write_text("raise RuntimeError('code of a model was run')\n")
    (library / "en_core_web_md" / "meta.json").write_text('{"lang": "en", "name": "core_web_md", "version": "3"}')
    (library / "en_core_web_md" / "config.cfg").write_text("")
    monkeypatch.setenv("PYTHONPATH", str(library))
    monkeypatch.syspath_prepend(str(library))
    collection = papers()
    (collection.root / ".glossator").mkdir()
    (collection.root / ".glossator" / "entities.yaml").write_text(
        "version: 1\npatterns:\n  a: {type: X, pattern: '(('}\n  b: 3\n  swift arrow: {type: SHIP}\n"
    )
    told: list[str] = []
    collection.update(lambda event: told.append(event.message) if isinstance(event, Noticed) else None, jobs=2)
    assert "entities.yaml:3:" in told[0] and told[0].endswith("glossator check shows 1 more")
    assert told[1:] == [
        "the model en_core_web_md cannot be loaded (RuntimeError: no such luck); names are found by rules alone"
    ]
    assert [each.reason for each in collection.check() if each.part == "model"] == told[1:]
    assert len(collection.entity_decisions.faults()) == 2
    found = [each[1] for each in of(collection)]
    assert found[0] == "ship:swift-arrow" and "person:josef-hallam" in found
    told.clear()
    # It is not tried again, and the names are not found anew, until the package is another.
    (collection.root / "new.txt").write_text("Josef Hallam came to Oslo.\n")
    collection.update(lambda event: told.append(event.message) if isinstance(event, Noticed) else None, jobs=1)
    assert len(told) == 1 and "entities.yaml:3:" in told[0]
    (library / "en_core_web_md" / "meta.json").write_text('{"lang": "en", "name": "core_web_md", "version": "4"}')
    collection.update(lambda event: told.append(event.message) if isinstance(event, Noticed) else None, jobs=1)
    assert told[2].startswith("the model en_core_web_md cannot be loaded")
    told.clear()
    settings = replace(collection.settings, entities=replace(collection.settings.entities, model="none"))
    other = Collection.open(collection.root, settings)
    other.update(lambda event: told.append(event.message) if isinstance(event, Noticed) else None, jobs=1)
    assert not any(each.startswith("the model") for each in told) and [each[1] for each in of(other)] == found
    collection.close()
    other.close()
