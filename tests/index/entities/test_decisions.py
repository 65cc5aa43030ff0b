"""Decisions on names: what they make of sidebar, lists and search, at once, after a rebuild, and undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.collection import Collection
from index.errors import GlossatorError, ReadOnlyError

from .conftest import World

P, ORG, G, L = "PERSON", "ORG", "GROUP", "PLACE"
PAPERS = {
    "a.txt": [("Josef Hallam", P), ("Hallam", P), ("Harbour Office", ORG), ("Josef Hallam", P)],
    "b.txt": [("Joseph Hallam", P), ("Harbour Office", ORG), ("Averil", L)],
    "c.txt": [("Greta Hallam", P), ("Josef Hallam", P), ("Averil", P)],
    "d.txt": [("Corin Fayle", P), ("Taliban", ORG), ("Taliban", G)],
}
JOSEF, JOSEPH, GRETA = "person:josef-hallam", "person:joseph-hallam", "person:greta-hallam"


def state(collection: Collection) -> object:
    """Everything that a face is told about names."""
    paths = sorted(PAPERS)
    entities = collection.entities()
    return (
        [(e.id, e.name, e.type, frozenset(e.aliases), e.mentions, e.documents) for e in entities],
        [sorted(collection.entity_counts(path), key=lambda count: count.id) for path in paths],
        [collection.mentions(path) for path in paths],
        [(e.id, {row.path: n for row, n in collection.documents_naming(e.id)}) for e in entities],
        [sorted(hits(collection, f'entity:"{name}"')) for name in sorted({e.name for e in entities})],
    )


def hits(collection: Collection, words: str) -> set[str]:
    from index.listing import ListQuery

    listing = collection.list_documents(ListQuery(words))
    return set(listing.paths(0, len(listing)))


def sound(collection: Collection) -> None:
    """Lists, sidebars and mentions agree with each other."""
    entities = {e.id: e for e in collection.entities()}
    places: dict[str, dict[str, int]] = {id: {} for id in entities}
    for path in PAPERS:
        text = collection.document(path).text
        counted = {count.id: count for count in collection.entity_counts(path)}
        for mention in collection.mentions(path) or ():
            assert mention.entity in entities and mention.type == entities[mention.entity].type
            spelling = text[mention.start : mention.end]
            assert spelling in entities[mention.entity].aliases, (spelling, entities[mention.entity])
            there = places[mention.entity]
            there[path] = there.get(path, 0) + 1
        assert {id: there[path] for id, there in places.items() if path in there} == {
            count.id: count.here for count in counted.values()
        }
        assert all(count.everywhere == entities[id].mentions for id, count in counted.items())
    for id, there in places.items():
        assert (sum(there.values()), len(there)) == (entities[id].mentions, entities[id].documents), id
        assert {row.path: n for row, n in collection.documents_naming(id)} == there
        assert hits(collection, f'entity:"{entities[id].name}"') >= there.keys()


def ids(collection: Collection) -> dict[str, tuple[str, int, int]]:
    return {e.id: (e.name, e.mentions, e.documents) for e in collection.entities()}


def test_joined_names_count_as_one_at_once(world: World) -> None:
    here = world.write(PAPERS)
    assert ids(here)[JOSEF][1:] == (4, 2)
    assert here.entity_decisions.join(JOSEF, JOSEPH) == "Josef Hallam and Joseph Hallam are one"
    assert ids(here)[JOSEF] == ("Josef Hallam", 5, 3) and JOSEPH not in ids(here)
    assert hits(here, 'entity:"Joseph Hallam"') == hits(here, 'entity:"Josef Hallam"') == {"a.txt", "b.txt", "c.txt"}
    (line,) = [c for c in here.entity_counts("b.txt") if c.id == JOSEF]
    assert (line.name, line.here, line.everywhere) == ("Josef Hallam", 1, 5)
    assert "also: [Joseph Hallam]" in world.file.read_text()
    sound(here)
    text = here.document("b.txt").text
    assert [str(text[s.start : s.end]) for s in here.matches("entity:Josef", "b.txt")] == ["Joseph Hallam"]
    assert here.undo() is not None
    assert ids(here)[JOSEF][1:] == (4, 2) and ids(here)[JOSEPH][1:] == (1, 1)
    assert here.redo() is not None and JOSEPH not in ids(here)


def test_a_name_taken_out_is_one_of_its_own(world: World) -> None:
    here = world.write(PAPERS)
    here.entity_decisions.take_out(JOSEF, "Hallam")
    assert ids(here)["person:hallam"] == ("Hallam", 1, 1) and ids(here)[JOSEF][1:] == (3, 2)
    sound(here)
    assert hits(here, 'entity:"Josef Hallam"') == {"a.txt", "c.txt"}
    here.entity_decisions.join(GRETA, "person:hallam")
    assert ids(here)[GRETA] == ("Greta Hallam", 2, 2) and "person:hallam" not in ids(here)
    sound(here)
    here.entity_decisions.take_out(GRETA, "Hallam")
    assert ids(here)["person:hallam"][1] == 1 and ids(here)[GRETA][1] == 1, world.file.read_text()
    with pytest.raises(GlossatorError, match="its own name"):
        here.entity_decisions.take_out(GRETA, "Greta Hallam")


def test_renamed_retyped_hidden(world: World) -> None:
    here = world.write(PAPERS)
    deciding = here.entity_decisions
    deciding.rename(JOSEF, "  Captain   Hallam ")
    assert ids(here)[JOSEF][0] == "Captain Hallam"
    assert hits(here, 'entity:"Captain Hallam"') == {"a.txt", "c.txt"} == hits(here, 'entity:"Josef Hallam"')
    deciding.rename(JOSEF, None)
    assert not world.file.read_text().count("Josef")
    deciding.retype("org:harbour-office", "agency")
    assert {m.type for m in here.mentions("b.txt") or () if m.entity == "agency:harbour-office"} == {"AGENCY"}
    sound(here)
    deciding.retype("place:averil", "PERSON")
    assert ids(here)["person:averil"][1:] == (2, 2), "the same name of the same kind is the same"
    assert "Averil (PLACE):" in world.file.read_text()
    sound(here)
    deciding.hide("person:corin-fayle")
    assert all("Fayle" not in c.name for c in here.entity_counts("d.txt")) and "person:corin-fayle" not in ids(here)
    assert all(m.entity != "person:corin-fayle" for m in here.mentions("d.txt") or ())
    assert hits(here, "entity:Fayle") == {"d.txt"}, "what is hidden is still found by who asks for it"
    assert "Corin Fayle" not in here.queries.values("entity")
    for _ in range(2):
        here.undo()
    assert "person:corin-fayle" in ids(here) and "place:averil" in ids(here)
    for wrong in ("", "  ", "a\nb" * 200, "DATE", "two words"):
        with pytest.raises(GlossatorError):
            deciding.retype(JOSEF, wrong)
    with pytest.raises(GlossatorError):
        deciding.rename("person:nobody", "x")


def test_said_to_be_two_outweighs_said_to_be_one(world: World) -> None:
    here = world.write(PAPERS)
    deciding = here.entity_decisions
    deciding.join(JOSEF, JOSEPH)
    deciding.take_out(JOSEF, "Joseph Hallam")
    assert JOSEPH in ids(here) and "also:" not in world.file.read_text()
    assert all({s.one.id, s.other.id} != {JOSEF, JOSEPH} for s in deciding.suggestions())
    deciding.join(JOSEPH, JOSEF)
    assert JOSEF not in ids(here) and "not:" not in world.file.read_text()
    world.file.write_text(
        "entities:\n  A: {also: [Josef Hallam]}\n  Josef Hallam: {also: [Joseph Hallam, Greta Hallam]}\n"
        "  Greta Hallam: {not: [Joseph Hallam]}\n"
    )
    assert (JOSEPH in ids(here)) != (GRETA in ids(here))
    assert deciding.unmet() == ("A",)


def test_one_name_of_two_kinds(world: World) -> None:
    here = world.write(PAPERS)
    kinds = [s for s in here.entity_decisions.suggestions() if s.kind == "kind"]
    assert {(s.one.name, *sorted((s.one.type, s.other.type))) for s in kinds} == {("Taliban", G, ORG), ("Averil", P, L)}
    here.entity_decisions.join("group:taliban", "org:taliban")
    assert ids(here)["group:taliban"] == ("Taliban", 2, 1) and "Taliban (ORG)" in world.file.read_text()
    sound(here)


def test_the_file_may_be_edited_by_hand(world: World) -> None:
    here = world.write(PAPERS)
    world.file.parent.mkdir()
    world.file.write_text(
        "# mine\nversion: 1\nentities:\n  Josef Hallam:  # the captain\n    also:\n      - Joseph Hallam # sic\n"
        "    about: kept\n  Corin Fayle:\n    hidden: maybe\n  Averil:\n    type: river or so\n  Greta Hallam: x\n"
    )
    assert ids(here)[JOSEF][1] == 5
    places = [fault.partition("entities.yaml:")[2].partition(" ")[0] for fault in here.entity_decisions.faults()]
    assert places == ["9:13:", "11:11:", "12:17:"]
    here.entity_decisions.join(JOSEF, GRETA)
    text = world.file.read_text()
    assert "# mine" in text and "# the captain" in text and "# sic" in text and "- Greta Hallam" in text
    assert "about: kept" in text and ids(here)[JOSEF][1] == 6
    world.file.write_text("version: 9\nentities:\n  Josef Hallam: {also: [Joseph Hallam]}\n")
    assert ids(here)[JOSEF][1] == 5
    with pytest.raises(ReadOnlyError):
        here.entity_decisions.hide(JOSEF)
    assert [f.part for f in here.check() if "newer Glossator" in (f.reason or "")] == ["entities.yaml"]


def test_what_was_changed_since_is_not_undone(world: World) -> None:
    here = world.write(PAPERS)
    here.entity_decisions.hide(JOSEF)
    world.file.write_text(world.file.read_text().replace("hidden: true", "shown: Jo"))
    with pytest.raises(GlossatorError, match="changed since"):
        here.undo()
    assert "Jo" in {e.name for e in here.entities()}


def test_the_file_is_not_followed_as_a_link(world: World, tmp_path: Path) -> None:
    here = world.write(PAPERS)
    target = tmp_path / "elsewhere.yaml"
    target.write_text("entities:\n  Josef Hallam: {hidden: true}\n")
    world.file.parent.mkdir()
    world.file.symlink_to(target)
    assert JOSEF in ids(here) and here.entity_decisions.faults()
    with pytest.raises(GlossatorError):
        here.entity_decisions.hide(JOSEF)
    assert "also" not in target.read_text()


HOSTILE = [
    "O.K. 'x'",
    "a: b # c",
    "- x",
    "{y}",
    "[z] (ORG)",
    "null",
    "\u202ekcab",
    "é" * 50,
    "1.5",
    "*x",
    "Taliban (ORG)",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_come_back_as_they_were(worlds: Callable[[], World], name: str) -> None:
    world = worlds()
    here = world.write({"a.txt": [(name, ORG), ("Harbour Office", ORG)], "b.txt": [("Harbour Office", ORG)]})
    (id,) = [e.id for e in here.entities() if e.name != "Harbour Office"] or [None]
    here.entity_decisions.join("org:harbour-office", id)
    here.entity_decisions.rename("org:harbour-office", name)
    again = world.opened()
    assert [(e.name, e.mentions, e.documents) for e in again.entities()] == [(name, 3, 2)]
    assert not again.entity_decisions.faults()


def test_what_has_no_words_cannot_be_decided_on(world: World) -> None:
    here = world.write({"a.txt": [("'", ORG), ("Harbour Office", ORG)]})
    (id,) = [e.id for e in here.entities() if e.name != "Harbour Office"]
    with pytest.raises(GlossatorError, match="no words"):
        here.entity_decisions.join("org:harbour-office", id)
    assert not world.file.exists()


# -- properties ------------------------------------------------------------------------------------------------------

NAMES = [
    "Josef Hallam",
    "Joseph Hallam",
    "Greta Hallam",
    "Corin Fayle",
    "Hallam",
    "Harbour Office",
    "Averil",
    "Averil (PLACE)",
    "Taliban (ORG)",
    "Nobody",
]
RULINGS = st.dictionaries(
    st.sampled_from(NAMES),
    st.fixed_dictionaries(
        {},
        optional={
            "also": st.lists(st.sampled_from(NAMES), max_size=3),
            "not": st.lists(st.sampled_from(NAMES), max_size=2),
            "without": st.lists(st.sampled_from(NAMES), max_size=2),
            "shown": st.sampled_from(["Jo", "Corin Fayle"]),
            "type": st.sampled_from(["PERSON", "SHIP", "ORG"]),
        },
    ),
    max_size=5,
)


@pytest.fixture
def twice(worlds: Callable[[], World]) -> list[tuple[World, Collection]]:
    """The same documents, indexed in one order and in the other."""
    made = [worlds(), worlds()]
    for world in made:
        world.file.parent.mkdir()
    orders = PAPERS, dict(reversed(PAPERS.items()))
    return [(world, world.write(papers)) for world, papers in zip(made, orders, strict=True)]


@given(RULINGS, st.randoms())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_decisions_whatever_their_order(twice: list[tuple[World, Collection]], rulings: dict, random) -> None:
    names = list(rulings)
    random.shuffle(names)
    shuffled = {name: {k: v[::-1] if isinstance(v, list) else v for k, v in rulings[name].items()} for name in names}
    found = []
    for (world, here), wanted in zip(twice, (rulings, shuffled), strict=True):
        world.file.write_text(json.dumps({"version": 1, "entities": wanted}))
        sound(here)
        found.append(state(here))
    assert found[0] == found[1]


def test_decisions_survive_a_rebuild(world: World) -> None:
    here = world.write(PAPERS)
    here.entity_decisions.join(JOSEF, JOSEPH)
    here.entity_decisions.take_out(JOSEF, "Hallam")
    before = state(here)
    assert state(world.write(dict(reversed(PAPERS.items())))) == before
    here = world.write({**PAPERS, "e.txt": [("J. Hallam", P), ("Joseph Hallam", P), ("Hallam", P)]})
    assert ids(here)[JOSEF] == ("Josef Hallam", 5, 4)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=4))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_joining_is_symmetric(worlds: Callable[[], World], pairs: list[tuple[str, str]]) -> None:
    from index.entities.replay import replay
    from index.entities.ruling import Ruling

    world = worlds()
    deciding = world.write(PAPERS)._rooms.indexed().catalogue.deciding

    def groups(pairs: list[tuple[str, str]]) -> set[frozenset[str]]:
        rulings: dict[str, Ruling] = {}
        for one, other in pairs:
            before = rulings.get(one, Ruling()).also
            rulings[one] = Ruling(also=(*before, other))
        return {frozenset(m) for m in replay(rulings, deciding.going_by, deciding.of_ids).members.values()}

    assert groups(pairs) == groups([(other, one) for one, other in pairs][::-1])
