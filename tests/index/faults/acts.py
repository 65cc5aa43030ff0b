"""Everything that a reader can write, each as one act; a desk to do it at; and all that was written, to be compared."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from index.annotations.annotation import Passage
from index.collection import Collection
from index.config import load_settings
from index.corrections.correction import Correction
from index.marks import Marks

sys.path.append(str(Path(__file__).parent))
from disk import broken, failing

DOCUMENTS = {
    "ferry.txt": "A ferry sinks\n\nJosef Hallam said that the boom was shut. Ines Haldane wrote it down.\n",
    "letter.txt": "A letter\n\nThe boom is still in the channel, wrote Josef Hallam.\n",
}
PLACES = ("CACHE", "STATE", "DATA", "CONFIG")
Act = Callable[[Collection], object]


def at(path: str, start: int, end: int) -> Passage:
    """A passage of a document."""
    return Passage(path, start, end, DOCUMENTS[path][start:end])


def first(collection: Collection) -> str:
    """The id of the mark that is there from the beginning."""
    return min((mark.annotation.start, mark.annotation.id) for mark in collection.annotations())[1]


ACTS: dict[str, Act] = {
    "annotate": lambda c: c.annotate("ferry.txt", 15, 21, note="new words", codes=["fact"]),
    "mark all": lambda c: c.annotate_all([at("ferry.txt", 0, 7), at("letter.txt", 0, 8)], note="both"),
    "edit a note": lambda c: c.edit_annotation(first(c), note="other words"),
    "delete": lambda c: c.delete_annotation(first(c)),
    "tag": lambda c: c.tag(["ferry.txt", "letter.txt"], add=["new"]),
    "star": lambda c: c.star(["letter.txt"], True),
    "describe": lambda c: c.describe(["letter.txt"], title="The letter", date="2031-09-01"),
    "code": lambda c: c.coding.changing.add("fact/proved"),
    "rename a code": lambda c: c.coding.changing.rename("claim", "assertion"),
    "memo": lambda c: c.coding.memos.write("document", "ferry.txt", "a memo on it"),
    "change a memo": lambda c: c.coding.memos.change(c.coding.memos.all()[0].id, "said otherwise"),
    "dossier": lambda c: c.evidence.dossiers.add("case", [at("letter.txt", 10, 18)], note="proof"),
    "new dossier": lambda c: c.evidence.dossiers.add("other", [at("ferry.txt", 0, 7)]),
    "search": lambda c: c.queries.save("ships", "ferry OR boat"),
    "name": lambda c: c.entity_decisions.own.add("Old Light", "PLACE"),
    "correction": lambda c: c._rooms.marks.corrections.decide("block", at("ferry.txt", 0, 13), "note", "a note"),
    "undo": lambda c: c.undo(),
    "compact": lambda c: c.compact_annotations(),
}

HABITS: dict[str, Act] = {
    "place": lambda c: c.set_position("ferry.txt", 9, 10),
    "read": lambda c: c.set_read(["letter.txt"], True),
    "remember": lambda c: c.remember("sort", "date"),
}
"""What is noted of how somebody reads, by SQLite."""
ANY = {**ACTS, **HABITS}


def opened(folder: Path) -> Collection:
    """The collection of a desk."""
    return Collection.open(folder, load_settings(folder).settings)


def at_home(base: Path, patch: pytest.MonkeyPatch) -> Path:
    """Be the user whose home lies in a folder; returns the folder of documents."""
    for name in PLACES:
        patch.setenv(f"XDG_{name}_HOME", str(base / name.lower()))
    return base / "desk"


def make_desk(base: Path, patch: pytest.MonkeyPatch) -> Path:
    """Two documents, indexed, and something written in every file that a reader writes."""
    folder = at_home(base, patch)
    folder.mkdir(parents=True)
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text)
    collection = opened(folder)
    collection.update()
    collection.annotate("ferry.txt", 2, 7, note="a ship", codes=["claim"])
    collection.annotate("letter.txt", 2, 8, note="a sheet", codes=["claim"])
    collection.tag(["ferry.txt"], add=["old"])
    collection.coding.changing.describe("claim", description="what somebody says")
    collection.coding.memos.write("collection", "", "an old memo")
    collection.evidence.dossiers.add("case", [at("ferry.txt", 2, 7)], note="old proof")
    collection.queries.save("old", "boom")
    collection.entity_decisions.own.add("Port Averil", "PLACE")
    collection._rooms.marks.corrections.decide("block", at("letter.txt", 0, 8), "note", "a note")
    collection.set_read(["ferry.txt"], True)
    collection.set_position("ferry.txt", 4, 5)
    collection.close()
    (layer,) = folder.glob(".glossator/layers/*.jsonl")
    layer.write_bytes(layer.read_bytes() + layer.read_bytes().splitlines(keepends=True)[0])  # for compacting
    shutil.copytree(base, base.with_name("copy"))
    return folder


def restore(base: Path, *places: str) -> None:
    """The desk as it was made; `places` to leave the others as they are."""
    for place in places or ("desk", "state", "data", "cache"):
        shutil.rmtree(base / place, ignore_errors=True)
        if (base.with_name("copy") / place).exists():
            shutil.copytree(base.with_name("copy") / place, base / place)


def written(collection: Collection) -> dict[str, Any]:
    """All that the reader wrote, without what differs from one time to the next: ids and hours."""
    marks = collection._rooms.marks
    dossiers = collection.evidence.dossiers
    marks.corrections.refresh()
    return {
        "marks": sorted(
            (a.document, a.start, a.end, a.note, a.codes)
            for a in (mark.annotation for mark in collection.annotations())
        ),
        "decisions": sorted((row.path, row.title, row.tags, row.starred) for row in collection.documents()),
        "codes": {name: asdict(code) for name, code in collection.coding.book().entries.items()},
        "memos": sorted((memo.about, memo.subject, memo.note) for memo in collection.coding.memos.all()),
        "dossiers": {
            name: [(e.entry.document, e.entry.start, e.entry.note) for e in dossiers.read(name).entries]
            for name in dossiers.names()
        },
        "searches": dict(collection.queries.saved()),
        "names": own_names(marks),
        "corrections": sorted(plain(each) for each in marks.corrections.of("block")),
    }


def habits(collection: Collection) -> tuple[object, ...]:
    """What is noted of how somebody reads."""
    read = collection._rooms.state.read_paths()
    return collection.position("ferry.txt"), collection.remembered("sort"), *sorted(read)


def own_names(marks: Marks) -> list[str]:
    """Names of the reader's own."""
    own = marks.own_names
    own._file.refresh()
    return sorted(own._file.entries)


def plain(each: Correction) -> tuple[Any, ...]:
    """A correction without its id and hours."""
    return (*((at.document, at.start, at.end) for at in each.anchors), str(each.value))


class Outcome(NamedTuple):
    """What an act does where nothing goes wrong."""

    calls: list[str]
    before: dict[str, Any]
    after: dict[str, Any]


def outcome(base: Path, name: str) -> Outcome:
    """Do an act on a desk as it was made."""
    restore(base, "desk", "state")
    collection = opened(base / "desk")
    before = written(collection)
    with failing(None, broken) as counted:
        ACTS[name](collection)
    after = written(collection)
    collection.close()
    assert counted.calls, f"{name} writes nothing: it shows nothing"
    return Outcome(counted.calls, before, after)


def faults(collection: Collection) -> list[object]:
    """Whatever is wrong with what the reader wrote."""
    return [
        *collection.check_annotations()[1],
        *collection.decision_faults(),
        *collection.queries.faults(),
        *collection.coding.memos.faults(),
        *collection.coding.changing.faults(),
        *collection.evidence.dossiers.faults(),
        *collection.entity_decisions.faults(),
    ]


def left_behind(base: Path) -> list[str]:
    """Temporary files."""
    return [str(path) for place in ("desk", "state", "data") for path in (base / place).rglob("*.tmp")]


COUNTED: dict[str, Callable[[Collection, int], object]] = {
    "mark": lambda c, n: c.annotate("ferry.txt", n % 40, n % 40 + 9, note=f"mark {n} " + "x" * (n * 37 % 3000)),
    "tag": lambda c, n: c.tag(["letter.txt"], add=[f"tag {n}"]),
    "code": lambda c, n: c.coding.changing.add(f"code/{n}"),
    "rename": lambda c, n: (c.coding.changing.add(f"old/{n}"), c.coding.changing.rename(f"old/{n}", f"renamed/{n}")),
    "memo": lambda c, n: c.coding.memos.write("collection", "", f"memo {n}"),
    "dossier": lambda c, n: c.evidence.dossiers.add_heading("case", f"heading {n}"),
    "search": lambda c, n: c.queries.save(f"s{n}", "boom"),
    "name": lambda c, n: c.entity_decisions.own.add(f"Name {n}", "PLACE"),
}
"""Acts that leave something with a number."""


def numbered(collection: Collection) -> set[str]:
    """Which of them are there, as "mark 3"."""
    marks = collection._rooms.marks
    found = [" ".join(mark.annotation.note.split()[:2]) for mark in collection.annotations()]
    found += [tag for row in collection.documents() for tag in row.tags]
    found += [f"{name.split('/')[0]} {name.split('/')[1]}" for name in collection.coding.book().entries if "/" in name]
    found += [memo.note for memo in collection.coding.memos.all()]
    entries = collection.evidence.dossiers.read("case").entries
    found += [each.entry.heading for each in entries if each.entry.heading is not None]
    found += [f"search {name[1:]}" for name in collection.queries.saved()]
    found += own_names(marks)
    return {each.replace("renamed", "rename").replace("heading", "dossier").replace("Name", "name") for each in found}


def load() -> None:
    """Import what acts need, by doing all of them once."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        desk = make_desk(Path(folder) / "home", patch)
        collection = opened(desk)
        for act in ACTS.values():
            act(collection)
        written(collection)
        collection.close()
