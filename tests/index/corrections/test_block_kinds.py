"""What the reader decides that paragraphs are: in the text, in the ledgers, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.collection import Collection
from index.config import load_settings
from index.document import BlockKind, Document

TEXT = (
    "The ferry sinks\n\nBy Ann Lee\n\n"
    "The ferry Margit Hale sank on 7 September 2031 with 118 people aboard, the harbour master said.\n\n"
    "“The boom was closed when the ship came in,” Josef Hallam said on 9 September 2031. He had 34 lamps.\n\n"
    "Photo: “It was dark and nobody saw the boom at all,” Petra Sollin said on 8 September 2031 to 12 people. Herald\n"
)


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text("A list\n\nNothing is said here of anything.\n")
    made = Collection.open(folder, load_settings(None).settings)
    made.update()
    return made


def kind(document: Document, words: str) -> tuple[BlockKind, str]:
    at = document.text.index(words)
    return next((block.kind, block.rule) for block in document.blocks if block.start <= at < block.end)


def stated(collection: Collection, *, aside: bool = False) -> tuple[list[str], list[str], list[str]]:
    """Days, figures and speakers in the ledgers."""
    ledgers = collection.ledgers
    return (
        [found.date.value or "" for found in ledgers.dates(aside=aside)],
        [found.text for found in ledgers.figures(aside=aside)],
        [quotation.speaker or "" for _, quotation in ledgers.quotes(aside=aside)],
    )


def test_a_kind_counts_at_once_in_text_and_ledgers_is_kept_and_undone(collection: Collection) -> None:
    whole = (["2031-09-07", "2031-09-09"], ["118 people", "34 lamps"], ["Josef Hallam"])
    every = (["2031-09-07", "2031-09-09", "2031-09-08"], ["118 people", "34 lamps", "12 people"])
    assert stated(collection) == whole
    assert stated(collection, aside=True) == (*every, ["Josef Hallam", "Petra Sollin"])

    kinds = collection.ledgers.kinds
    document = collection.document("a.txt")
    block = next(each for each in document.blocks if "34 lamps" in TEXT[each.start : each.end])
    assert kinds.decide(document, [block], "boilerplate") == "1 paragraph: boilerplate"
    corrected = collection.document("a.txt")
    assert kind(corrected, "34 lamps") == ("boilerplate", "reader") and corrected.words < document.words
    assert stated(collection) == (["2031-09-07"], ["118 people"], [])
    assert collection.search("speaker:hallam").total == 0

    photo = next(each for each in document.blocks if "Photo" in TEXT[each.start : each.end])
    assert kinds.decide(corrected, [photo], "prose") == "1 paragraph: prose"
    assert stated(collection) == (["2031-09-07", "2031-09-08"], ["118 people", "12 people"], ["Petra Sollin"])
    assert collection.search("speaker:sollin").total == 1
    assert [each.date.value for each in timeline(collection) if not each.date.aside] == ["2031-09-07", "2031-09-08"]

    # The text is edited above: the decision follows its paragraph.
    (collection.root / "a.txt").write_text("A line that was added.\n\n" + TEXT)
    collection.update()
    assert kind(collection.document("a.txt"), "34 lamps") == ("boilerplate", "reader")
    assert "34 lamps" not in stated(collection)[1]
    (collection.root / "a.txt").write_text(TEXT)
    collection.update()

    collection.undo()
    collection.undo()
    assert kind(collection.document("a.txt"), "34 lamps")[0] == "prose" and stated(collection) == whole
    assert collection.search("speaker:hallam").total == 1


def timeline(collection: Collection) -> list[object]:
    from index.asking.timeline import Wanted

    line = collection.ledgers.timeline(Wanted(), lambda query, as_typed: [])
    for _ in line.count():
        pass
    return [each for read in line.counted().by_path.values() for each in read.statements]


def test_several_at_once_changed_again_and_given_back_to_the_rules(collection: Collection) -> None:
    kinds, document = collection.ledgers.kinds, collection.document("a.txt")
    some = document.blocks[2:4]
    assert kinds.decide(document, some, "quote") == "2 paragraphs: quote"
    assert [block.kind for block in collection.document("a.txt").blocks[2:4]] == ["quote", "quote"]
    assert kinds.decide(document, some[:1], "list") == "1 paragraph: list"
    assert [block.kind for block in collection.document("a.txt").blocks[2:4]] == ["list", "quote"]
    assert kinds.decide(document, some[1:], None) == "1 paragraph as the rules find it"
    assert [block.kind for block in collection.document("a.txt").blocks[2:4]] == ["list", "prose"]
    collection.undo()
    assert kinds.decide(document, some, None) == "2 paragraphs as the rules find it"
    assert collection.document("a.txt").blocks == document.blocks
    assert kinds.decide(document, some, None) == "nothing changed"
    collection.undo()
    assert [block.kind for block in collection.document("a.txt").blocks[2:4]] == ["list", "quote"]


def test_a_line_of_the_file_that_names_no_kind_decides_nothing(collection: Collection) -> None:
    kinds, document = collection.ledgers.kinds, collection.document("a.txt")
    kinds.decide(document, document.blocks[2:3], "note")
    file = collection.root / ".glossator/corrections.jsonl"
    file.write_text(file.read_text().replace('"note"', '"poem"'))
    assert collection.document("a.txt").blocks == document.blocks
