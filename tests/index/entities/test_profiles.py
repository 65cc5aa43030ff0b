"""The page of an entity: its rows are those of the command line, and follow every decision."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator

import pytest

from index.collection import Collection
from index.config import load_settings
from index.entities.gathering import Wanted
from index.entities.profile import Companion, Profile
from index.entities.profiles import Order
from tui.command_line.entities import _found

PAPERS = {
    "b/one.txt": (
        "The ferry\n\nCaptain Josef Hallam left the harbour. Captain Josef Hallam met Mr Corin Fayle.\n\n"
        "Captain Hallam was late. Mrs Ines Haldane waited.\n\n"
        '"Josef Hallam is a liar," said Corin Fayle. "I saw nothing," said Josef Hallam.\n'
    ),
    "a/two.md": (
        "---\ntitle: The inquiry\nsource: Plumb Line\ndate: 2031-09-22\n---\n\n"
        "Captain Josef Halam did not come. Mr Corin Fayle said so, and Mrs Ines Haldane too.\n"
    ),
    "three.md": (
        "---\ntitle: Later\ndate: 2032-01\n---\n\nMr Corin Fayle wept.\n\n"
        "Captain Josef Hallam did not, on May 3, 2031.\n"
    ),
    "four.txt": "Nothing\n\nA short text about a zebra.\n",
}
HALLAM, HALAM, FAYLE = "person:josef-hallam", "person:josef-halam", "person:corin-fayle"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    base = tmp_path_factory.mktemp("profiles")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "STATE", "DATA", "CONFIG"):
            patch.setenv(f"XDG_{name}_HOME", str(base / name.lower()))
        for name, text in PAPERS.items():
            (base / "papers" / name).parent.mkdir(parents=True, exist_ok=True)
            (base / "papers" / name).write_text(text)
        collection = Collection.open(base / "papers", load_settings(None).settings)
        collection.update()
        yield collection
        collection.close()


@pytest.fixture
def papers(indexed: Collection) -> Iterator[Collection]:
    """As nobody has decided anything yet."""
    yield indexed
    while indexed.undo() is not None:
        pass
    shutil.rmtree(indexed.root / ".glossator", ignore_errors=True)


def gathered(papers: Collection, id: str, order: Order = "document", beside: str | None = None) -> Profile:
    gathering = papers.profiles.gather(Wanted(id, beside, "sentence"), order)
    for _ in gathering.count():
        pass
    return gathering.counted()


def rows(profile: Profile) -> list[tuple[str, int, int, str, str]]:
    return [
        (line.document.path, line.start, line.end, line.match, line.rule)
        for piece in profile.pieces
        for line in piece.mentions
    ]


def told(papers: Collection, id: str) -> list[tuple[str, int, int, str, str]]:
    """What `glossator mentions --entity` lists."""
    return [(path, m.start, m.end, text[m.start : m.end], m.rule) for path, text, m in _found(papers, id)]


def company(papers: Collection, id: str) -> dict[str, Companion]:
    return {row.entity.id: row for row in papers.profiles.company(gathered(papers, id))}


def test_the_rows_are_those_of_the_command_line_whatever_is_decided(papers: Collection) -> None:
    deciding = papers.entity_decisions

    def agree() -> None:
        for entity in papers.entities():
            profile = gathered(papers, entity.id)
            assert sorted(rows(profile)) == sorted(told(papers, entity.id)) != []
            assert profile.head is not None
            assert (profile.head.entity.mentions, profile.head.entity.documents) == (entity.mentions, entity.documents)
            assert sum(form.mentions for form in profile.head.spellings) == entity.mentions
            for piece in profile.pieces:
                text = papers.document(piece.document.path).text
                for line in piece.mentions:
                    assert text[line.start - len(line.left) : line.end + len(line.right)] == (
                        line.left + line.match + line.right
                    )

    agree()
    deciding.join(HALLAM, HALAM)
    agree()
    assert {form.text: form.joined for form in gathered(papers, HALLAM).head.spellings} == {  # type: ignore[union-attr]
        "Josef Hallam": False,
        "Hallam": False,
        "Josef Halam": True,
    }
    deciding.take_out(HALLAM, "Hallam")
    deciding.describe(FAYLE, "The Liar", "SUSPECT")
    agree()
    # Asked for by the name that the program found it by, it is the page of what that belongs to now.
    assert rows(gathered(papers, HALAM)) == rows(gathered(papers, HALLAM))
    assert gathered(papers, FAYLE).head.entity.name == "The Liar"  # type: ignore[union-attr]


def test_sentences_hold_the_name_and_no_more(papers: Collection) -> None:
    lines = [line for piece in gathered(papers, HALLAM).pieces for line in piece.mentions]
    sentences = [line.left + line.match + line.right for line in lines if line.document.path == "b/one.txt"]
    assert sentences[:3] == [
        "Captain Josef Hallam left the harbour.",
        "Captain Josef Hallam met Mr Corin Fayle.",
        "Captain Hallam was late.",
    ]


def test_documents_come_in_the_order_that_is_asked_for(papers: Collection) -> None:
    assert [p.document.path for p in gathered(papers, FAYLE).pieces] == ["a/two.md", "b/one.txt", "three.md"]
    dated = gathered(papers, FAYLE, "date")
    assert [p.document.path for p in dated.pieces] == ["a/two.md", "three.md", "b/one.txt"]
    assert dated.head is not None and dated.head.first is not None and dated.head.last is not None
    assert (dated.head.first.date, dated.head.last.date) == ("2031-09-22", "2032-01")
    papers.describe(["b/one.txt"], date="2030")
    set_by_hand = gathered(papers, FAYLE, "date")
    assert [p.document.path for p in set_by_hand.pieces] == ["b/one.txt", "a/two.md", "three.md"]
    assert set_by_hand.head is not None and set_by_hand.head.first.date == "2030"  # type: ignore[union-attr]
    assert {date: found.matches for date, found in set_by_hand.head.dated.found[0].items()} == {
        "2030": 2,
        "2031-09-22": 1,
        "2032-01": 1,
    }


def test_who_stands_with_whom(papers: Collection) -> None:
    with_hallam = company(papers, HALLAM)
    fayle = with_hallam[FAYLE]
    # Together in "Captain Josef Hallam met Mr Corin Fayle" and in the sentence with the first quotation.
    assert (fayle.sentences, fayle.paragraphs, fayle.documents, fayle.within) == (2, 2, 2, "sentence")
    haldane = with_hallam["person:ines-haldane"]
    assert (haldane.sentences, haldane.paragraphs, haldane.documents, haldane.within) == (0, 1, 1, "paragraph")
    assert HALLAM not in with_hallam
    # Four documents: both in 2, Hallam in 2, Fayle in 3.
    assert tuple(fayle.table) == (2, 2, 3, 4)
    counts: Counter[str] = Counter()
    for path in ("b/one.txt", "three.md"):
        counts.update(each.id for each in papers.entity_counts(path) if each.type not in ("DATE", "QUANTITY"))
    del counts[HALLAM]
    assert {id: row.documents for id, row in with_hallam.items()} == counts
    papers.entity_decisions.hide(FAYLE)
    assert FAYLE not in company(papers, HALLAM)


def test_the_passages_with_both(papers: Collection) -> None:
    both = gathered(papers, HALLAM, beside=FAYLE)
    assert [line.left + line.match + line.right for piece in both.pieces for line in piece.mentions] == [
        "Captain Josef Hallam met Mr Corin Fayle.",
        '"Josef Hallam is a liar," said Corin Fayle.',
    ]
    assert both.head is not None and both.head.beside is not None and both.head.beside.id == FAYLE


def test_what_is_said_by_and_of_it(papers: Collection) -> None:
    hallam = gathered(papers, HALLAM)
    by = [(line.document.path, line.start) for piece in hallam.pieces for line in piece.by]
    assert by == [(path, each.start) for path, each in papers.ledgers.quotes(speaker="Josef Hallam")] != []
    about = [line for piece in hallam.pieces for line in piece.about]
    assert [(line.match, line.speaker) for line in about] == [("Josef Hallam is a liar,", "Corin Fayle")]
    assert about[0].match[slice(*about[0].names[0])] == "Josef Hallam"


def test_notes_survive_joining_renaming_and_reading_anew(papers: Collection) -> None:
    deciding, profiles = papers.entity_decisions, papers.profiles
    deciding.write_note(HALLAM, 'Drowned.\n\n# not a comment: "sure"')
    deciding.write_note(HALAM, "Came back.")
    assert deciding.unmet() == ()
    deciding.join(HALLAM, HALAM)
    deciding.rename(HALLAM, "The Captain")
    again = Collection.open(papers.root, papers.settings)
    assert again.profiles.notes(HALLAM) == ('Drowned.\n\n# not a comment: "sure"', "Came back.")
    assert again.profiles.notes(again.profiles.found_as(HALLAM)) == again.profiles.notes(HALLAM)
    again.close()
    deciding.write_note(HALLAM, "One note.")
    assert profiles.notes(HALLAM) == ("One note.",)
    papers.undo()
    assert len(profiles.notes(HALLAM)) == 2
    papers.redo()
    deciding.write_note(HALLAM, "  ")
    assert profiles.notes(HALLAM) == ()
    assert "note" not in (papers.root / ".glossator" / "entities.yaml").read_text().partition("\n")[2]


def test_a_note_alone_decides_nothing(papers: Collection) -> None:
    before = papers.entities()
    papers.entity_decisions.write_note(HALLAM, "A note.")
    assert papers.entities() == before and papers.profiles.hidden() == []
    papers.undo()
    (papers.root / ".glossator" / "entities.yaml").write_text("entities:\n  Josef Hallam:\n    note: [one, two]\n")
    assert papers.profiles.notes(HALLAM) == () and "a note is one text" in papers.entity_decisions.faults()[0]


def test_hidden_names_are_listed_and_come_back(papers: Collection) -> None:
    deciding, profiles = papers.entity_decisions, papers.profiles
    deciding.join(HALLAM, HALAM)
    before = papers.entities()
    deciding.hide(HALLAM)
    assert [(entity.name, entity.documents) for entity in profiles.hidden()] == [("Josef Hallam", 3)]
    assert gathered(papers, HALLAM).head is None and not gathered(papers, HALLAM).pieces
    deciding.show_again(HALLAM)
    assert profiles.hidden() == [] and papers.entities() == before


def test_a_date_has_a_page(papers: Collection) -> None:
    date = next(count for count in papers.entity_counts("three.md") if count.type == "DATE")
    assert len(rows(gathered(papers, date.id))) == date.here == 1


def test_one_document_alone(papers: Collection) -> None:
    alone = Collection.open(papers.root / "three.md", papers.settings)
    profile = gathered(alone, HALLAM)
    assert [row[0] for row in rows(profile)] == ["three.md"]
    assert profile.head is not None and profile.head.entity.mentions == 1
    alone.close()


def test_names_are_found_as_they_are_typed(papers: Collection) -> None:
    assert [entity.id for entity in papers.profiles.named("josef hallam")] == [HALLAM]
    assert papers.profiles.named("!") == [] == papers.profiles.named("nobody")
    assert [entity.name for entity in papers.profiles.offers("jos")] == ["Josef Hallam", "Josef Halam"]


def test_a_file_by_hand(papers: Collection) -> None:
    (papers.root / ".glossator").mkdir(exist_ok=True)
    (papers.root / ".glossator" / "entities.yaml").write_text(
        "entities:\n  Josef Hallam: # mine\n    note: |\n      First.\n      Second.\n"
    )
    assert papers.profiles.notes(HALLAM) == ("First.\nSecond.",)
    papers.entity_decisions.write_note(HALLAM, "Third.")
    assert "# mine" in (papers.root / ".glossator" / "entities.yaml").read_text()
    assert papers.profiles.notes(HALLAM) == ("Third.",)
