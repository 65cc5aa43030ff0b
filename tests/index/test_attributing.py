"""Who speaks, as the reader says: replayed wherever quotations are asked for, whatever becomes of the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.asking.said_order import SaidView, SpeakerHeading, listing
from index.attributing import Quote
from index.collection import Collection
from index.config import load_settings
from index.corrections.speakers import SpeakerChoice, status_of
from index.errors import GlossatorError
from index.quotation import BY_READER, NOT_QUOTED, Quotation, Said

from ..conftest import Desk, Homes, index_folder, write_files

FILES = {
    "a.txt": "The harbour\n\nCaptain Josef Hallam left. “No ship will sail from this harbour tonight,” said Ines"
    " Haldane, “and nobody will ask why.”\n\nThe minister called it “a great shame”. They spoke of ‘peace’ talks.\n",
    "b.txt": "The other paper\n\nCorin Fayle was there. “There is no hope: no ship will sail from this harbour"
    " tonight,” Fayle said.\n\nIt was plain that no ship will sail from this harbour at all.\n",
    "c.txt": "A third\n\nNobody knows why. “It was cold and dark out there on the water for all of us.”\n",
}
FIRST = "No ship will sail"


class Papers:
    """A collection that is opened anew as often as one likes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.collection = self.opened()

    def opened(self) -> Collection:
        return Collection.open(self.folder, load_settings(None).settings)

    def again(self) -> None:
        self.collection.close()
        self.collection = self.opened()

    def quotes(self, path: str | None = None, speaker: str | None = None) -> list[tuple[str, Quotation]]:
        found = self.collection.ledgers.quotes(path, speaker=speaker)
        return [(self.collection.document(at).text[q.start : q.end], q) for at, q in found]

    def speakers(self) -> dict[str, str | None]:
        return {words[:17]: q.speaker for words, q in self.quotes()}

    def quote(self, words: str) -> Quote:
        for path, quotation in self.collection.ledgers.quotes():
            if self.collection.document(path).text[quotation.start : quotation.end].startswith(words):
                return Quote(path, quotation.start, quotation.end)
        raise AssertionError(words)

    def decide(self, words: str, choice: SpeakerChoice | str) -> str:
        attributing = self.collection.ledgers.attributing
        taken = attributing.choice_for(choice) if isinstance(choice, str) else choice
        return attributing.decide([self.quote(words)], taken)

    def answering(self, query: str) -> set[str]:
        return {hit.document.path for hit in self.collection.search(query).hits}

    def said(self, view: SaidView | None = None) -> list[Said | SpeakerHeading]:
        gathering = self.collection.ledgers.sayings.gathering()
        list(gathering.count())
        return list(listing(gathering.counted(), view or SaidView(), None))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The three papers, indexed once."""
    base = tmp_path_factory.mktemp("papers")
    homes = Homes(base)
    folder = base / "papers"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch)
        index_folder(write_files(folder, FILES))
    return Desk(homes, folder)


@pytest.fixture
def papers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Papers]:
    """As nobody has decided anything yet."""
    desk.homes.use(monkeypatch)
    desk.clear()
    made = Papers(desk.folder)
    yield made
    made.collection.close()


def test_a_decision_counts_everywhere_and_after_everything(papers: Papers) -> None:
    assert papers.answering("speaker:hallam") == set() and papers.answering("speaker:haldane") == {"a.txt"}
    assert papers.decide(FIRST, "Josef Hallam") == "the speaker is Josef Hallam"

    def holds() -> None:
        both = [q for words, q in papers.quotes("a.txt") if words.startswith((FIRST, "and nobody"))]
        assert [(q.speaker, q.status, q.rule) for q in both] == [("Josef Hallam", "named", BY_READER)] * 2
        assert all(q.entity == "person:josef-hallam" and not q.readings for q in both)
        assert len(papers.quotes(speaker="Hallam")) == 2 and papers.quotes(speaker="Haldane") == []
        assert papers.answering("speaker:hallam") == {"a.txt"} and papers.answering("speaker:haldane") == set()
        assert "Josef Hallam" in papers.collection.queries.values("speaker")

    holds()
    papers.again()
    holds()
    text = (papers.folder / "a.txt").read_text()
    (papers.folder / "a.txt").write_text("A line that was not there before.\n\n" + text)
    papers.collection.update(rebuild=True)
    holds()
    # A name that is joined to another one takes the decision along.
    papers.collection.entity_decisions.join("person:corin-fayle", "person:josef-hallam")
    entities = {q.entity for _, q in papers.quotes(speaker="Hallam")}
    assert len(entities) == 1 and len(papers.quotes(speaker="Hallam")) == 3
    papers.collection.undo()
    holds()
    papers.collection.undo()
    assert papers.speakers()["No ship will sail"] == "Ines Haldane" and papers.answering("speaker:hallam") == set()
    papers.collection.redo()
    holds()
    (papers.folder / "a.txt").write_text(text)
    papers.collection.update()
    holds()


def test_nobody_no_quotation_words_and_taking_back(papers: Papers) -> None:
    papers.decide("a great shame", SpeakerChoice("nobody knows"))
    (shame,) = [q for words, q in papers.quotes() if words == "a great shame"]
    assert (shame.status, shame.speaker, shame.rule) == ("unknown", None, BY_READER)
    papers.decide("a great shame", "a senior official")
    (shame,) = [q for words, q in papers.quotes() if words == "a great shame"]
    assert (shame.status, shame.speaker, shame.entity) == ("role", "a senior official", None)
    assert papers.answering('speaker:"senior official"') == {"a.txt"}
    papers.decide("a great shame", SpeakerChoice("as found"))
    (shame,) = [q for words, q in papers.quotes() if words == "a great shame"]
    assert shame.speaker == "The minister" and papers.decide("a great", SpeakerChoice("as found")) == "nothing changed"
    papers.decide(FIRST, SpeakerChoice("no quotation"))
    assert not [words for words, _ in papers.quotes() if words.startswith((FIRST, "and nobody"))]
    papers.collection.undo()
    assert len([words for words, _ in papers.quotes() if words.startswith((FIRST, "and nobody"))]) == 2


def test_several_at_once_and_one_of_them_otherwise_later(papers: Papers) -> None:
    attributing = papers.collection.ledgers.attributing
    some = [papers.quote(FIRST), papers.quote("There is no hope")]
    assert attributing.decide(some, attributing.choice_for("Josef Hallam")).endswith("of 2 quotations is Josef Hallam")
    papers.decide("There is no hope", "Corin Fayle")
    speakers = papers.speakers()
    assert speakers["No ship will sail"] == "Josef Hallam" and speakers["There is no hope:"] == "Corin Fayle"
    papers.decide("There is no hope", SpeakerChoice("as found"))
    # What was decided together stays for the others.
    assert papers.speakers()["No ship will sail"] == "Josef Hallam"


def test_words_that_the_rules_take_for_none_become_a_quotation(papers: Papers) -> None:
    text = papers.collection.document("a.txt").text
    at = text.index("peace")
    attributing = papers.collection.ledgers.attributing
    attributing.decide([Quote("a.txt", at, at + 5)], attributing.choice_for("Ines Haldane"))
    (found,) = [q for words, q in papers.quotes("a.txt") if words == "peace"]
    assert (found.speaker, found.kind, found.group) == ("Ines Haldane", "partial", at)
    assert [q.start for _, q in papers.quotes("a.txt")] == sorted(q.start for _, q in papers.quotes("a.txt"))
    papers.collection.undo()
    assert "peace" not in [words for words, _ in papers.quotes()]


def test_what_is_proposed_and_what_a_name_means(papers: Papers) -> None:
    attributing = papers.collection.ledgers.attributing
    found = attributing.proposals(papers.quote(FIRST))
    assert [each.choice.name for each in found] == ["Ines Haldane", "Josef Hallam", "The minister"]
    assert attributing.choice_for(" corin  fayle ").entity == "person:corin-fayle"
    assert attributing.choice_for("the cook").entity is None
    for wrong in ("  ", "x" * 201):
        with pytest.raises(GlossatorError):
            attributing.choice_for(wrong)
    with pytest.raises(GlossatorError):
        attributing.decide([Quote("a.txt", 100_000, 100_001)], SpeakerChoice("nobody knows"))


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("a senior official", "role"),
        ("The minister", "role"),
        ("the ministry", "institution"),
        ("a spokesman of the ministry", "role"),
        ("Hallam", "named"),
        ("the inquiry", "institution"),
    ],
)
def test_free_words_have_the_status_that_fits(name: str, status: str) -> None:
    assert status_of(name, None) == status


def test_lines_of_another_hand_are_no_decisions() -> None:
    for value in (None, 3, {"decided": "speaker"}, {"decided": "speaker", "speaker": " "}, {"decided": "x"}, []):
        assert SpeakerChoice.of_json(value) is None
    choice = SpeakerChoice("speaker", "X", "person:x", "pronoun")
    assert SpeakerChoice.of_json(choice.as_json()) == choice
    odd = {"decided": "speaker", "speaker": "X", "status": "contested", "entity": 3}
    assert SpeakerChoice.of_json(odd) == SpeakerChoice("speaker", "X")


def test_the_list_and_the_same_words_elsewhere(papers: Papers) -> None:
    rows = papers.said()
    assert [row.words[:10] for row in rows if isinstance(row, Said)] == [words[:10] for words, _ in papers.quotes()]
    sayings = papers.collection.ledgers.sayings
    gathering = sayings.gathering()
    list(gathering.count())
    before = gathering.counted()
    first, hope = (
        next(row for row in rows if isinstance(row, Said) and row.words.startswith(w)) for w in (FIRST, "Th")
    )
    assert before.echoes[first.place].speakers == ("Corin Fayle",) and before.echoes[hope.place].documents == 1
    assert len(before.echoes) == 2

    elsewhere = sayings.elsewhere(
        first,
        lambda query: [hit.document.path for hit in papers.collection.search(query, limit=0).hits],
        papers.collection.matches,
    )
    list(elsewhere.count())
    same = [said for some in elsewhere.counted().by_path.values() for said in some]
    assert [said.quotation.rule == NOT_QUOTED for said in same] == [False, False, True]
    assert same[2].words == "no ship will sail from this harbour"

    # After a decision only its document is read again, and words are not compared anew.
    papers.decide(FIRST, "Corin Fayle")
    after = sayings.gathering(None, before)
    assert after.documents == 1
    list(after.count())
    assert after.counted().echoes == {} and after.counted().by_path.keys() == before.by_path.keys()


def test_orders_and_divisions(papers: Papers) -> None:
    papers.collection.describe(["b.txt"], date="2031-02-03")
    by_date = [row.document.path for row in papers.said(SaidView(order="date")) if isinstance(row, Said)]
    assert by_date[0] == "b.txt" and by_date[1:] == sorted(by_date[1:])
    by_length = [
        row.quotation.end - row.quotation.start
        for row in papers.said(SaidView(order="length"))
        if isinstance(row, Said)
    ]
    assert by_length == sorted(by_length, reverse=True)
    by_speaker = [row.speakers for row in papers.said(SaidView(order="speaker")) if isinstance(row, Said)]
    assert by_speaker == [("Corin Fayle",), ("Ines Haldane",), ("Ines Haldane",), ("The minister",), ()]
    divided = [row.name for row in papers.said(SaidView(by_speaker=True)) if isinstance(row, SpeakerHeading)]
    assert divided == ["Ines Haldane", "Corin Fayle", "The minister", ""]
    assert [row.document.path for row in papers.said(SaidView(look="look")) if isinstance(row, Said)] == ["c.txt"]
    assert len(papers.said(SaidView(words="fayle hope"))) == 1
