"""Dossiers on disk: filled, ordered, undone, edited by hand, found again in a changed text, written out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.annotations.annotation import Passage
from index.annotations.place import MarksPlace
from index.annotations.undo import UndoLog
from index.document import Document, Metadata
from index.errors import GlossatorError, ReadOnlyError
from index.evidence.dossier import Dossier, Entry, from_value, to_value
from index.evidence.dossier_file import DossierFile
from index.evidence.dossiers import Dossiers
from index.evidence.writing import written

if TYPE_CHECKING:
    from conftest import Desk

    from index.collection import Collection


@pytest.fixture
def collection(harbour: Desk) -> Iterator[Collection]:
    from index.collection import Collection
    from index.config import load_settings

    opened = Collection.open(harbour.folder, load_settings(None).settings)
    yield opened
    opened.close()


def passage(collection: Collection, path: str, words: str) -> Passage:
    at = collection.document(path).text.index(words)
    return Passage(path, at, at + len(words), words)


def shown(collection: Collection, name: str = "boom") -> list[str]:
    found = collection.evidence.dossiers.read(name)
    return [each.entry.heading or each.entry.exact for each in found.entries]


LETTER, BOOM, READ = "a letter", "The boom is still in the channel.", "letter was read aloud"


def filled(collection: Collection) -> list[str]:
    dossiers = collection.evidence.dossiers
    dossiers.add("boom", [passage(collection, "letter.txt", BOOM)], note="first", codes=["claim"])
    dossiers.add("boom", [passage(collection, "ferry.txt", LETTER), passage(collection, "inquiry.md", READ)])
    return [each.entry.id for each in dossiers.read("boom").entries]


def test_what_is_put_in_is_on_disk_in_order_and_undone_step_by_step(collection: Collection) -> None:
    dossiers = collection.evidence.dossiers
    ids = filled(collection)
    assert dossiers.names() == ["boom"] and shown(collection) == [BOOM, LETTER, READ]
    again = dossiers.add("boom", [passage(collection, "letter.txt", BOOM)])
    assert (again.added, again.known) == (0, (1,))
    dossiers.add_heading("boom", "Who knew", before=ids[1])
    dossiers.move("boom", ids[2], -3)
    dossiers.edit("boom", ids[0], "second\nthoughts")
    dossiers.remove("boom", [ids[1]])
    assert shown(collection) == [READ, BOOM, "Who knew"]
    assert [each.number for each in dossiers.read("boom").entries] == [1, 2, 0]
    assert "second\nthoughts" in {each.entry.note for each in dossiers.read("boom").entries}
    after: list[list[str]] = []
    while collection.undo() is not None:
        after.append(shown(collection))
    assert after == [
        [READ, BOOM, "Who knew", LETTER],
        [READ, BOOM, "Who knew", LETTER],
        [BOOM, "Who knew", LETTER, READ],
        [BOOM, LETTER, READ],
        [BOOM],
        [],
    ]
    while collection.redo() is not None:
        pass
    assert shown(collection) == [READ, BOOM, "Who knew"]


def test_a_name_that_is_no_name_and_a_passage_that_is_no_longer_there(collection: Collection) -> None:
    dossiers = collection.evidence.dossiers
    for name in ("../x", ".x", "a b", "", "x/y"):
        with pytest.raises(GlossatorError, match="cannot be the name"):
            dossiers.add(name, [passage(collection, "letter.txt", BOOM)])
    with pytest.raises(GlossatorError, match="another text"):
        dossiers.add("boom", [Passage("letter.txt", 0, 3, "xyz")])
    assert dossiers.names() == []


BY_HAND = """\
# my case
version: 1
title: kept
passages:
# the first
- document: letter.txt
  exact: The boom is still in the channel.
  note: by hand  # and a comment
- document: 7
- exact: without a document
- heading: Who knew
-
  document: ferry.txt
  exact: "a letter"
other: also kept
"""


def test_a_file_by_hand_is_read_as_far_as_possible_and_keeps_what_nobody_changed(
    collection: Collection, harbour: Desk
) -> None:
    dossiers = collection.evidence.dossiers
    folder = harbour.folder / ".glossator" / "dossiers"
    folder.mkdir(parents=True)
    file = folder / "boom.yaml"
    file.write_text(BY_HAND)
    read = dossiers.read("boom")
    assert shown(collection) == [BOOM, "Who knew", LETTER]
    assert [each.status for each in read.passages] == ["exact", "exact"] or read.passages[1].status == "moved"
    assert len(read.faults) == 2 and "boom.yaml:9:" in read.faults[0] and "boom.yaml:10:" in read.faults[1]
    dossiers.move("boom", read.entries[2].entry.id, -2)
    dossiers.edit("boom", read.entries[1].entry.id, "Who did not")
    text = file.read_text()
    assert shown(collection) == [LETTER, BOOM, "Who did not"]
    for kept in ("# my case", "title: kept", "# the first\n- document: letter.txt", "# and a comment"):
        assert kept in text
    assert "- document: 7\n" in text and "- exact: without a document\n" in text and text.endswith("other: also kept\n")
    file.write_text(text.replace("version: 1", "version: 9"))
    assert shown(collection) == [LETTER, BOOM, "Who did not"]
    with pytest.raises(ReadOnlyError, match="newer"):
        dossiers.remove("boom", [read.entries[0].entry.id])
    file.write_text("passages: [\n")
    assert dossiers.read("boom").entries == () and dossiers.faults()
    with pytest.raises(ReadOnlyError):
        dossiers.add("boom", [passage(collection, "letter.txt", BOOM)])
    assert file.read_text() == "passages: [\n"


NOTES = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(NOTES, NOTES.filter(str.strip), NOTES.filter(lambda w: " ".join(w.split()))), max_size=4))
def test_any_words_come_back_from_the_file(tmp_path_factory: pytest.TempPathFactory, rows: list) -> None:  # type: ignore[type-arg]
    entries = []
    for number, (note, exact, heading) in enumerate(rows):
        entries.append(Entry(f"h{number}", heading=" ".join(heading.split())))
        entries.append(Entry(f"p{number}", document=exact, exact=exact, end=len(exact), note=note, codes=(exact,)))
    assert [from_value(to_value(each)) for each in entries] == entries
    file = DossierFile(tmp_path_factory.mktemp("kept") / ".glossator", "x", private=False)
    put: Callable[[list[Entry]], list[Entry]] = lambda before: [*before, *entries]  # noqa: E731
    file.change(put)
    file.change(lambda before: before[::-1])
    assert file.read().entries == entries[::-1]


def test_it_is_written_out_the_same_each_time_and_nothing_in_it_acts(collection: Collection) -> None:
    ids = filled(collection)
    dossiers = collection.evidence.dossiers
    dossiers.add_heading("boom", "<script>alert(1)</script> *x*", before=ids[0])
    dossiers.edit("boom", ids[0], "see <b>this</b>\n# no heading\x1b[31m")
    out = {form: b"".join(collection.evidence.write("boom", form)).decode() for form in ("markdown", "html", "json")}
    assert out["html"] == b"".join(collection.evidence.write("boom", "html")).decode()
    value = json.loads(out["json"])
    first = value["groups"][0]["passages"][0]
    assert (first["number"], first["exact"], first["text"], first["status"]) == (1, BOOM, BOOM, "exact")
    assert first["text_sha256"] == collection.document("letter.txt").sha256 and first["paragraph"] == 2
    assert [each["document"] for each in value["sources"]] == ["ferry.txt", "inquiry.md", "letter.txt"]
    inquiry = next(p for p in value["groups"][0]["passages"] if p["document"] == "inquiry.md")
    assert inquiry["citation"].startswith("“The inquiry opens”, Plumb Line, 2031-09-22, para.")
    assert ", n.d., " in first["citation"]
    assert "<script>alert" not in out["html"] and "<b>this" not in out["html"] and "\x1b" not in "".join(out.values())
    assert "\\# no heading" in out["markdown"] and f"> {BOOM}\n" in out["markdown"]
    path = "# a name.txt"
    named = replace(dossiers.read("boom").passages[0], document=path)
    page = b"".join(written(Dossier("boom", (named,)), lambda path: None, "markdown")).decode()
    assert "\n\\# a name.txt, " in page and "\n# a name" not in page
    assert all("glossator:dossier" in text for text in out.values())
    by_code = json.loads(b"".join(collection.evidence.write("boom", "json", "code")))
    assert [group["heading"] for group in by_code["groups"]] == ["claim", "without a code"]


def test_a_passage_is_found_again_and_what_has_changed_is_told(tmp_path: Path) -> None:
    text = (
        "The harbour\n\nThe boom was laid in August by the navy. Nobody asked why it lay there.\n\n"
        "Long after, the pilots came back and said what they had seen that night. It was never opened again.\n"
    )
    now = [text]

    def read(path: str) -> tuple[str, str, str]:
        sha = hashlib.sha256(now[0].encode()).hexdigest()
        return now[0], sha, sha

    dossiers = Dossiers(
        MarksPlace(tmp_path / ".glossator", None, private=False),
        UndoLog(tmp_path / "undo.jsonl"),
        read,
        text_hash=lambda path: read(path)[1],
        path_by_hash=lambda sha: None,
        context=32,
    )
    dossiers.remove("nothing", ["x"])
    assert dossiers.names() == [], "nothing is made where there is nothing to take out"
    with pytest.MonkeyPatch.context() as patch:
        (tmp_path / ".glossator" / "dossiers").mkdir(exist_ok=True)
        patch.setattr(Path, "iterdir", Mock(side_effect=PermissionError(13, "Permission denied")))
        assert dossiers.faults() == [f"{tmp_path}/.glossator/dossiers cannot be read: Permission denied"]
    words = ["The boom was laid in August by the navy.", "the pilots came back", "Nobody asked why it lay there."]
    dossiers.add("x", [Passage("a.txt", text.index(each), text.index(each) + len(each), each) for each in words])
    assert [each.status for each in dossiers.read("x").passages] == ["exact", "exact", "exact"]
    file = tmp_path / ".glossator" / "dossiers" / "x.yaml"
    file.write_text(file.read_text().replace(f"start: {text.index(words[1])}", "start: 999999999"))
    assert [(each.start, each.end) for each in dossiers.read("x").passages] == [
        (text.index(each), text.index(each) + len(each)) for each in words
    ], "a place that somebody wrote into the file is not taken as it stands"
    now[0] = "A line before.\n\n" + text.replace("August by", "August, by").replace(words[2], "")
    found = dossiers.read("x")
    statuses = [each.status for each in found.passages]
    assert statuses[1:] == ["moved", "orphan"] and statuses[0] in ("changed", "uncertain"), statuses
    document = Document("a.txt", now[0], (), Metadata(), *read("a.txt")[1:], "text/1", 0)
    page = b"".join(written(found, lambda path: document, "markdown")).decode()
    assert "no longer found" in page and "the words now stand at characters" in page and "August, by" in page
    assert "> The boom was laid in August by the navy.\n" in page
