"""What a reader decides about documents: kept in a file that may be edited by hand, undone step by step."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.collection import KEEP, Collection
from index.config import load_settings
from index.desk.decision import is_date
from index.desk.decisions_file import key_of, path_of
from index.errors import GlossatorError, ReadOnlyError, UnknownDocument
from index.listing import ListQuery

TEXTS = {
    "one.txt": "The heron\n\nA heron stood in the reeds.\n",
    "two.md": "---\ntags: [Water]\nsource: Lantern\ndate: 2031-09-01\n---\n\n# The ferry\n\nThe ferry left.\n",
    "sub/three.txt": "The lamp\n\nNobody saw the lamp.\n",
}
Opener = Callable[[], Collection]


@pytest.fixture
def folder(homes_here: Path) -> Path:
    made = homes_here / "papers"
    for name, text in TEXTS.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text)
    return made


@pytest.fixture
def opener(folder: Path) -> Iterator[Opener]:
    opened: list[Collection] = []

    def open_it(**options: Path) -> Collection:
        opened.append(Collection.open(folder, load_settings(folder).settings, **options))
        return opened[-1]

    yield open_it
    for collection in opened:
        collection.close()


def file_of(folder: Path) -> Path:
    return folder / ".glossator" / "documents.yaml"


def shown(collection: Collection, words: str = "") -> list[str]:
    listing = collection.list_documents(ListQuery(words))
    return listing.paths(0, len(listing))


def test_before_anything_is_indexed_the_files_are_listed_and_may_be_tagged(folder: Path, opener: Opener) -> None:
    collection = opener()
    listing = collection.list_documents(ListQuery())
    assert not listing.complete and listing.paths(0, 9) == ["one.txt", "sub/three.txt", "two.md"]
    assert [row.id for row in listing.rows(0, 9)] == [0, 0, 0]
    assert not file_of(folder).exists(), "made by the first own write, not before"
    collection.tag(["one.txt"], add=["bird"])
    assert shown(collection, "tag:bird") == ["one.txt"]
    assert shown(collection, "format:md") == ["two.md"] and shown(collection, "-sub/") == ["one.txt", "two.md"]
    collection.update()
    listing = collection.list_documents(ListQuery())
    assert listing.complete and len(listing) == 3
    assert shown(collection, "tag:bird") == ["one.txt"]


def test_decisions_stand_in_for_what_documents_say(folder: Path, opener: Opener) -> None:
    collection = opener()
    collection.update()
    assert collection.tag(["one.txt", "two.md"], add=[" bird ", "bird"]) == "tagged 2 documents bird"
    assert collection.star(["two.md"], True) == "starred 1 document"
    assert collection.describe(["two.md"], title="Mine", source=None) == "set the title, source of 1 document"
    assert collection.star(["two.md"], True) == "nothing changed"
    row = collection.row("two.md")
    assert row is not None
    assert (row.title, row.source, row.date) == ("Mine", "Lantern", "2031-09-01")
    assert (row.tags, row.starred) == (("Water", "bird"), True)
    assert collection.tags() == [("bird", 2), ("Water", 1)]
    metadata = collection.document("two.md").metadata
    assert (metadata.title, metadata.source, metadata.tags) == ("Mine", "Lantern", ("Water", "bird"))
    assert [hit.document.title for hit in collection.search("ferry is:starred").hits] == ["Mine"]
    assert collection.search("heron tag:bird -is:starred").total == 1
    assert collection.matches("title:ferry", "two.md"), "the text is searched as it stands"
    collection.close()

    again = opener()
    assert again.list_documents(ListQuery("is:starred")).rows(0, 9)[0].title == "Mine"
    again.describe(["two.md"], title=None)
    again.star(["two.md"], False)
    again.tag(["two.md"], remove=["bird"])
    assert "two.md" not in file_of(folder).read_text(), "an entry without keys is taken out"
    assert "one.txt" in file_of(folder).read_text()


@pytest.mark.parametrize("tag", ["", "  ", "a\nb", "a\x1b[0m", "x" * 101, "\udce9"])
def test_what_cannot_be_a_tag_is_refused(opener: Opener, tag: str) -> None:
    collection = opener()
    with pytest.raises(GlossatorError, match="tag"):
        collection.tag(["one.txt"], add=[tag])


@pytest.mark.parametrize("date", ["soon", "2031-13", "2031-02-29", "31-09-01", "2031-9", "2031/09", "2031..2032"])
def test_what_is_no_date_is_refused(folder: Path, opener: Opener, date: str) -> None:
    with pytest.raises(GlossatorError, match="2031-09-10"):
        opener().describe(["one.txt"], date=date)
    assert not file_of(folder).exists()
    assert not is_date(date)


def test_what_is_no_document_is_refused(opener: Opener) -> None:
    for path in ("none.txt", "../papers/one.txt", "/etc/passwd", "x" * 300):
        with pytest.raises(UnknownDocument):
            opener().star([path], True)


def test_both_kinds_are_undone_in_turn(folder: Path, opener: Opener) -> None:
    collection = opener()
    collection.update()
    collection.tag(["one.txt"], add=["bird"])
    collection.annotate("one.txt", 0, 3, note="a note")
    collection.star(["one.txt", "two.md"], True)
    assert shown(collection, "has:note") == ["one.txt"] and len(shown(collection, "is:starred")) == 2

    def message(report: object) -> str:
        assert report is not None
        return str(getattr(report, "message", ""))

    assert message(collection.undo()) == "undone: starred 2 documents"
    assert shown(collection, "is:starred") == [] and shown(collection, "has:note") == ["one.txt"]
    assert "mark" in message(collection.undo())
    assert shown(collection, "has:annotation") == []
    assert message(collection.undo()) == "undone: tagged 1 document bird"
    assert collection.undo() is None
    assert [message(collection.redo()) for _ in range(3)][2] == "done again: starred 2 documents"
    row = collection.row("one.txt")
    assert row is not None and (row.tags, row.starred, row.annotations) == (("bird",), True, 1)


def test_undo_is_refused_where_the_entry_has_changed_since(folder: Path, opener: Opener) -> None:
    collection = opener()
    collection.tag(["one.txt", "two.md"], add=["bird"])
    file_of(folder).write_text(file_of(folder).read_text().replace("[bird]", "[fish]", 1))
    with pytest.raises(GlossatorError, match="changed since"):
        collection.undo()
    assert "fish" in file_of(folder).read_text() and "bird" in file_of(folder).read_text()


def test_the_entry_follows_a_document_that_is_renamed(folder: Path, opener: Opener) -> None:
    collection = opener()
    collection.update()
    collection.tag(["one.txt"], add=["bird"])
    file_of(folder).write_text(file_of(folder).read_text().replace("one.txt:", "one.txt:  # the first"))
    (folder / "one.txt").rename(folder / "sub" / "uno.txt")
    collection.update()
    assert shown(collection, "tag:bird") == ["sub/uno.txt"]
    collection.star(["sub/uno.txt"], True)
    text = file_of(folder).read_text()
    assert "sub/uno.txt:  # the first" in text and "one.txt" not in text.replace("sub/uno.txt", "")
    assert shown(collection, "tag:bird is:starred") == ["sub/uno.txt"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version: 1\ndocuments:\n  one.txt: [\n", ":4:1: "),
        ("version: 1\ndocuments:\n  one.txt: &a {starred: true}\n  two.md: *a\n", ":3:12: "),
        ("version: 2\ndocuments: {}\n", "newer"),
        ("documents:\n  one.txt:\n    tags: [a]\n   starred: true\n", ":4:"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_left_alone(folder: Path, opener: Opener, text: str, says: str) -> None:
    file_of(folder).parent.mkdir()
    file_of(folder).write_text(text)
    collection = opener()
    assert len(shown(collection)) == 3, "the list opens all the same"
    assert any(says in fault for fault in collection.decision_faults())
    with pytest.raises(ReadOnlyError, match=says.replace(".", r"\.")):
        collection.tag(["one.txt"], add=["x"])
    assert file_of(folder).read_text() == text


def test_a_bad_value_is_left_out_and_named(folder: Path, opener: Opener) -> None:
    file_of(folder).parent.mkdir()
    file_of(folder).write_text(
        "documents:\n  one.txt:\n    starred: often\n    date: soon\n    tags: alone\n"
        "    colour: red\n    title: 1984\n"
    )
    collection = opener()
    row = collection.list_documents(ListQuery()).rows(0, 1)[0]
    assert (row.starred, row.date, row.tags, row.title) == (False, None, ("alone",), "1984")
    assert [fault.rsplit(":", 3)[-3:-1] for fault in collection.decision_faults()] == [["3", "14"], ["4", "11"]]
    collection.tag(["one.txt"], remove=["alone"])
    collection.describe(["one.txt"], title=None)
    assert "colour: red" in file_of(folder).read_text(), "keys that are not ours stay"


def test_links_are_not_followed(folder: Path, opener: Opener, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.yaml"
    target.write_text("documents: {one.txt: {starred: true}}\n")
    file_of(folder).parent.mkdir()
    file_of(folder).symlink_to(target)
    collection = opener()
    assert shown(collection, "is:starred") == [] and collection.decision_faults()
    with pytest.raises(ReadOnlyError):
        collection.star(["two.md"], True)
    assert "two.md" not in target.read_text()


def test_decisions_are_kept_elsewhere_where_asked(folder: Path, opener: Opener, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    collection = opener(marks=marks)
    collection.star(["one.txt"], True)
    assert (marks / "documents.yaml").is_file() and not (folder / ".glossator").exists()


WRITE = """
import sys
from pathlib import Path
from index.collection import Collection
from index.config import load_settings
folder = Path(sys.argv[1])
collection = Collection.open(folder, load_settings(folder).settings)
for number in range(10):
    collection.tag(["one.txt"], add=[f"{sys.argv[2]} {number}"])
collection.close()
"""


def test_two_processes_at_once_lose_nothing(folder: Path, opener: Opener) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    running = [
        subprocess.Popen([sys.executable, "-P", "-c", WRITE, str(folder), name], env=environment) for name in "ab"
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    assert dict(opener().tags()) == {f"{name} {number}": 1 for name in "ab" for number in range(10)}


@given(st.text(st.characters(min_codepoint=1), min_size=1).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_path_has_a_key(raw: bytes) -> None:
    path = raw.decode("utf-8", "surrogateescape")
    key_of(path).encode()
    assert path_of(key_of(path)) == path


steps = st.lists(
    st.tuples(
        st.sampled_from(sorted(TEXTS)), st.sampled_from(["tag", "untag", "star", "title", "date", "undo", "redo"])
    ),
    max_size=10,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_random_steps_against_a_dict(folder: Path, opener: Opener, taken: list[tuple[str, str]]) -> None:
    for leftover in (file_of(folder), *folder.parent.glob("state/**/undo.jsonl")):
        leftover.unlink(missing_ok=True)
    collection = opener()
    states = [dict.fromkeys(TEXTS, ((), False, None, None))]
    at = 0
    for path, step in taken:
        now = dict(states[at])
        tags, starred, title, date = now[path]
        if step in ("undo", "redo"):
            report = collection.undo() if step == "undo" else collection.redo()
            assert (report is None) == (at == 0 if step == "undo" else at == len(states) - 1)
            at += 0 if report is None else -1 if step == "undo" else 1
        else:
            if step == "tag":
                collection.tag([path], add=["x: #1"])
                now[path] = (("x: #1",), starred, title, date)
            elif step == "untag":
                collection.tag([path], remove=["x: #1"])
                now[path] = ((), starred, title, date)
            elif step == "star":
                collection.star([path], not starred)
                now[path] = (tags, not starred, title, date)
            else:
                value = "2031" if step == "date" else "A: [title]"
                collection.describe([path], **{"title": KEEP, "date": KEEP, step: value})
                now[path] = (tags, starred, value if step == "title" else title, value if step == "date" else date)
            if now != states[at]:
                states[at + 1 :] = [now]
                at += 1
        rows = {row.path: (row.tags, row.starred, row.title, row.date) for row in collection.documents()}
        assert rows == states[at]
    collection.close()
