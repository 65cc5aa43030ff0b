"""The codebook: its file, changes over one's own passages in one step, former names, counts and tables."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.choice import Choice
from index.annotations.place import MarksPlace
from index.annotations.record import to_record
from index.annotations.store import LayerStore
from index.annotations.undo import ChangedSince, UndoLog
from index.codebook import codebook_file
from index.codebook.book import Codebook
from index.codebook.code import Code, is_below
from index.codebook.codebook_file import CodebookFile
from index.codebook.coded import Coded
from index.codebook.keeping import CodeKeeping
from index.codebook.recoding import KIND
from index.corrections.correction import Anchor
from index.desk.remarks import code_test
from index.errors import GlossatorError

if TYPE_CHECKING:
    from collections.abc import Sequence

BY_HAND = """\
# our codes
version: 1
codes:
  claim:   # what somebody says is so
    description: What somebody says is so.
    colour: person
    key: c
    codes:
      # those of the harbour
      boom:
        former: [claim/barrier]
      lamps:
  doubt: {colour: "#8fb8e8"}
"""


class Desk:
    """A codebook over a layer of one's own and one of somebody else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = LayerStore(folder, "me")
        self.log = UndoLog(folder / "state" / "undo.jsonl")
        self.keeping = CodeKeeping(MarksPlace(folder, None, False), self.log, self.store)
        self.file = folder / "codebook.yaml"

    def write(self, text: str) -> None:
        self.folder.mkdir(exist_ok=True)
        self.file.write_text(text, encoding="utf-8")

    def mark(self, number: int, *codes: str, layer: str = "me", note: str = "") -> str:
        made = annotation(number, codes, layer=layer, note=note)
        self.store.write(lambda _: [to_record(made)], layer)
        return made.id

    def codes(self) -> dict[int, tuple[str, ...]]:
        self.store.refresh()
        return {each.start: each.codes for each in self.store.annotations()}

    def turn(self, way: str) -> None:
        assert getattr(self.log, way)({KIND: self.keeping}) is not None


def annotation(number: int, codes: Sequence[str], *, layer: str = "me", note: str = "", end: int = 0) -> Annotation:
    place = ("a.txt", "", "", number, end or number + 1)
    when = f"2031-09-10T10:00:{number % 60:02}Z"
    return Annotation(f"urn:uuid:{number}", *place, "x", "", "", note, tuple(codes), None, layer, when, when)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / ".glossator")


def test_a_file_by_hand_is_read_and_each_mistake_told_with_its_line(desk: Desk) -> None:
    desk.write(
        BY_HAND
        + "  other:\n    key: c\n    colour: mauve\n    description: [a]\n  ' bad':\n  a/b:\n    key: 7\n  'x//y':\n"
    )
    book = desk.keeping.book()
    assert list(book.entries) == ["claim", "claim/boom", "claim/lamps", "doubt", "other", "a", "a/b"]
    assert book.get("claim") == Code("What somebody says is so.", "person", "c")
    assert book.get("doubt").colour == "#8fb8e8"
    assert book.get("claim/boom").former == ("claim/barrier",)
    said = "\n".join(desk.keeping.faults())
    for line, what in ((15, "key c is that of another"), (16, "colour"), (17, "description"), (18, "bad"), (20, "key")):
        assert f"codebook.yaml:{line}:" in said and what in said, said
    assert "x//y" in said


def test_a_rename_keeps_the_comments_and_is_one_step_of_undo(desk: Desk) -> None:
    desk.write(BY_HAND)
    desk.mark(1, "claim/boom", "doubt")
    desk.mark(2, "claim/barrier")
    desk.mark(3, "claim", note="why")
    desk.mark(4, "claim/boom", layer="other")
    done = desk.keeping.rename("claim", "assertion")
    assert done.marked == 3 and "assertion" in str(done)
    assert desk.codes() == {
        1: ("assertion/boom", "doubt"),
        2: ("assertion/boom",),
        3: ("assertion",),
        4: ("claim/boom",),
    }
    text = desk.file.read_text(encoding="utf-8")
    assert "  assertion:   # what somebody says is so" in text and "# those of the harbour" in text
    book = desk.keeping.book()
    assert book.resolve("claim/boom") == book.resolve("claim/barrier") == "assertion/boom"
    assert book.resolve("claim") == "assertion" and book.sought("CLAIM/boom") == "assertion/boom"
    desk.turn("undo")
    assert desk.file.read_text(encoding="utf-8").replace("    former: []\n", "") == BY_HAND
    assert desk.codes()[1] == ("claim/boom", "doubt") and desk.codes()[2] == ("claim/barrier",)
    desk.turn("redo")
    assert desk.codes()[3] == ("assertion",) and "assertion" in desk.keeping.book()


def test_move_merge_part_and_delete(desk: Desk) -> None:
    desk.write(BY_HAND)
    first, bare = desk.mark(1, "claim/lamps"), desk.mark(2, "doubt")
    desk.mark(3, "doubt", note="kept")
    assert desk.keeping.rename("doubt", "claim/doubt").marked == 2
    assert desk.codes()[2] == ("claim/doubt",) and desk.keeping.book().resolve("doubt") == "claim/doubt"
    assert desk.keeping.merge(["claim/lamps"], "claim/doubt").marked == 1
    assert "claim/lamps" not in desk.keeping.book() and desk.codes()[1] == ("claim/doubt",)
    assert desk.keeping.split([first], "claim/doubt", "light").marked == 1
    assert desk.codes()[1] == ("light",) and "light" in desk.keeping.book()
    done = desk.keeping.delete("claim")
    assert (done.marked, done.deleted) == (1, 1)
    assert desk.codes() == {1: ("light",), 3: ()} and list(desk.keeping.book().entries) == ["light"]
    assert desk.store.find(bare) is not None
    for _ in range(4):
        desk.turn("undo")
    assert desk.codes() == {1: ("claim/lamps",), 2: ("doubt",), 3: ("doubt",)}
    assert Codebook(CodebookFileOf(desk).entries).entries == desk.keeping.book().entries
    assert list(desk.keeping.book().entries)[:2] == ["claim", "claim/boom"]


def CodebookFileOf(desk: Desk) -> CodebookFile:
    file = CodebookFile(desk.folder, private=False)
    file.refresh()
    return file


def test_what_makes_no_sense_changes_nothing(desk: Desk) -> None:
    desk.write(BY_HAND)
    desk.mark(1, "claim/boom")
    for attempt in (
        lambda: desk.keeping.rename("claim", "claim/inner"),
        lambda: desk.keeping.rename("claim", "doubt"),
        lambda: desk.keeping.merge(["claim"], "claim/boom"),
        lambda: desk.keeping.add("claim/barrier"),
        lambda: desk.keeping.add("a//b"),
        lambda: desk.keeping.describe("doubt", key="c"),
        lambda: desk.keeping.describe("doubt", colour="mauve"),
    ):
        with pytest.raises(GlossatorError):
            attempt()
    assert desk.file.read_text(encoding="utf-8") == BY_HAND and desk.codes() == {1: ("claim/boom",)}
    assert desk.log.next_undo() is None


def test_undo_is_refused_where_a_passage_was_changed_since_and_then_nothing_of_it_is_undone(desk: Desk) -> None:
    desk.mark(1, "old")
    desk.keeping.rename("old", "new")
    desk.mark(1, "something else")
    with pytest.raises(ChangedSince):
        desk.log.undo({KIND: desk.keeping})
    assert "new" in desk.keeping.book() and desk.codes() == {1: ("something else",)}


def test_a_folder_that_cannot_be_written_leaves_codebook_and_passages_together(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write(BY_HAND)
    desk.mark(1, "doubt")
    from index.annotations.journal import Journal

    def full(self: Journal, lines: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Journal, "append", full)
    with pytest.raises(OSError):
        desk.keeping.rename("doubt", "question")
    assert "question" not in desk.keeping.book() and "doubt" in desk.keeping.book()


NAMES = st.sampled_from(["a", "b", "a/x", "a/y", "a/x/deep", "b/x", "ç ö"])
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NAMES),
        st.tuples(st.just("rename"), NAMES, NAMES),
        st.tuples(st.just("merge"), st.lists(NAMES, min_size=1, max_size=2), NAMES),
        st.tuples(st.just("delete"), NAMES),
        st.tuples(st.just("describe"), NAMES),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(deeds=DEEDS, marks=st.lists(st.lists(NAMES, min_size=1, max_size=3, unique=True), max_size=4))
def test_whatever_is_done_the_file_says_it_and_undo_leads_back(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[object, ...]], marks: list[list[str]]
) -> None:
    desk = Desk(tmp_path_factory.mktemp("codes") / ".glossator")
    for number, codes in enumerate(marks):
        desk.mark(number, *codes)
    states = []
    for verb, *rest in deeds:
        before = (dict(desk.keeping.book().entries), desk.codes())
        try:
            done = getattr(desk.keeping, str(verb))(*rest, **({"description": "said"} if verb == "describe" else {}))
        except GlossatorError:
            assert (dict(desk.keeping.book().entries), desk.codes()) == before
            continue
        book = desk.keeping.book()
        assert dict(CodebookFileOf(desk).entries) == dict(book.entries)
        # Whatever a passage was called before, it counts for what it is called now, but for what was deleted.
        for number, codes in desk.codes().items():
            if verb in ("rename", "merge"):
                assert {book.resolve(code) for code in before[1][number]} == {book.resolve(code) for code in codes}
        if done.words != "nothing changed":
            states.append(before)
    for entries, codes in reversed(states):
        desk.turn("undo")
        assert dict(desk.keeping.book().entries) == entries and desk.codes() == codes


def test_a_search_for_a_former_name_finds_what_the_present_one_does() -> None:
    book = Codebook({"claim": Code(former=("Assertion",)), "claim/boom": Code(former=("barrier",))})
    carried = ["claim", "assertion/x", "Assertion", "barrier", "claim/boom", "other"]

    def found(value: str) -> list[str]:
        return [code for code in carried if code_test(value, beginning=False, book=book)(code)]

    assert found("claim") == found("assertion") == found("ASSERTION") == ["claim", "Assertion"]
    assert found("barrier") == found("claim/boom") == ["barrier", "claim/boom"]
    assert found("assertion/*") == found("claim/*") == ["claim", "Assertion", "barrier", "claim/boom"]


def test_an_export_keeps_back_a_code_under_each_of_its_names() -> None:
    one = Anchor("a.txt", "", "", 0, 4, "boom", "", "").as_annotation()
    book = Codebook({"sealed": Code(former=("privileged",)), "sealed/doctor": Code()})
    marks = [replace(one, codes=(code,)) for code in ("sealed", "privileged", "privileged/doctor", "open")]
    for name in ("sealed", "privileged"):
        assert [mark.codes for mark in marks if Choice(without=(name,)).test(book)(mark)] == [("open",)]
    assert [mark.codes for mark in marks if Choice(codes=("sealed",)).test(book)(mark)] == [
        ("sealed",),
        ("privileged",),
    ]


def test_counts_and_tables_agree_with_counting_by_hand() -> None:
    book = Codebook({"claim": Code(), "claim/boom": Code(former=("barrier",)), "doubt": Code()})
    marks = [(0, 10, "claim"), (5, 8, "barrier"), (8, 12, "doubt"), (20, 30, "claim/boom"), (30, 31, "doubt")]
    placed = [
        PlacedAnnotation(annotation(at, (code,), end=end, layer="me" if at else "other"), "exact", at, end)
        for at, end, code in marks
    ]
    coded = Coded(placed, book, "me")
    counts = coded.counts()
    assert (counts["claim"].passages, counts["claim"].passages_below, counts["claim"].own) == (1, 3, 0)
    assert (counts["claim/boom"].passages, counts["claim/boom"].formerly) == (2, 1)
    table = coded.table("overlap", lambda path: None)
    for code in table.codes:
        for column in table.columns:
            mine = [m for m in marks if book.resolve(m[2]) == code]
            theirs = [m for m in marks if book.resolve(m[2]) == column.key]
            over = [m for m in mine if code == column.key or any(m[0] < t[1] and t[0] < m[1] for t in theirs)]
            found = coded.cell("overlap", code, column.key, lambda path: None)
            assert table.cells.get((code, column.key), 0) == len(over) == len(found)
            assert all(is_below(book.resolve(each.annotation.codes[0]), code) for each in found)
    undated = coded.table("year", lambda path: None)
    assert [column.label for column in undated.columns] == ["undated"]
    assert undated.cells["doubt", ""] == 2 == len(coded.cell("year", "doubt", "", lambda path: None))
    assert coded.table("together", lambda path: None).cells["claim", "doubt"] == 1


def test_a_code_is_resolved_without_asking_the_disk_where_the_codebook_is_empty(desk: Desk) -> None:
    assert not len(desk.keeping.book())
    desk.write("codes: {claim: {former: [claimed]}}")
    assert desk.keeping.resolve("claimed") == "claimed", "by the codebook as it was read last"
    assert desk.keeping.book().resolve("claimed") == "claim"


def test_very_many_codes_are_taken_in_at_once(desk: Desk) -> None:
    codes = {"top": Code(), **{f"top/code {number}": Code("said") for number in range(3_000)}}
    asked = 0
    real = codebook_file.parent

    def parent(name: str) -> str | None:
        nonlocal asked
        asked += 1
        return real(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codebook_file, "parent", parent)
        desk.keeping.take_in(codes)
    assert len(desk.keeping.book()) == 3_001 and asked < 20 * len(codes), "not each for each"


def test_passages_are_counted_anew_where_a_document_was_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.collection import Collection
    from index.config import load_settings

    from ...conftest import Homes, write_files

    Homes(tmp_path).use(monkeypatch)
    folder = write_files(tmp_path / "papers", {"a.txt": "The boom lay there."})
    with closing(Collection.open(folder, load_settings(None).settings)) as opened:
        opened.update()
        opened.annotate("a.txt", 4, 8, codes=("claim",))
        assert [each.start for each in opened.coding.passages("claim")] == [4]
        write_files(folder, {"a.txt": "At noon, they say: The boom lay there."})
        opened.update()
        assert [each.start for each in opened.coding.passages("claim")] == [23]
