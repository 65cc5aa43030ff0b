"""Annotations of a whole collection out to other programs' files and in from them: which, and what comes of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.annotations.choice import Choice
from index.annotations.interchange import EXPORT_FORMATS, PRESET_NAMES
from index.collection import Collection
from index.config import load_settings
from index.errors import CollectionError, GlossatorError, QueryError
from tui.command_line.run import run

if TYPE_CHECKING:
    from tests.conftest import Desk

OURS = ("w3c", "jsonl", "brat", "csv", "markdown")


@pytest.fixture
def opened(harbour: Desk) -> Iterator[Collection]:
    collection = Collection.open(harbour.folder, load_settings(None).settings)
    for path, words, codes, note in (
        ("letter.txt", "boom", ["claim/boom"], "which?"),
        ("letter.txt", "Sailing is unsafe", ["privileged/advice", "claim"], ""),
        ("inquiry.md", "The letter was read aloud", ["Claim"], "two\nlines of **it**"),
        ("ferry.txt", "lantern", [], ""),
    ):
        start = collection.document(path).text.index(words)
        collection.annotate(path, start, start + len(words), codes=codes, note=note)
    yield collection
    collection.close()


def passages(collection: Collection, choice: Choice) -> list[str]:
    rows = csv.DictReader(io.StringIO(b"".join(collection.exchange.export("csv", choice)).decode(), newline=""))
    return [row["passage"] for row in rows]


def test_only_what_was_chosen_leaves(opened: Collection) -> None:
    boom, unsafe, aloud, lantern = "boom", "Sailing is unsafe", "The letter was read aloud", "lantern"
    for choice, expected in (
        (Choice(), [lantern, aloud, boom, unsafe]),
        (Choice(codes=("claim",)), [aloud, unsafe]),
        (Choice(codes=("claim/*",)), [aloud, boom, unsafe]),
        (Choice(codes=("claim/*",), without=("privileged",)), [aloud, boom]),
        (Choice(without=("PRIVILEGED/", "cl*")), [lantern]),
        (Choice(query="channel"), [boom, unsafe]),
        (Choice(query="channel code:claim/*"), [boom, unsafe]),
        (Choice(query="note:lines OR mark:lantern"), [lantern, aloud]),
        (Choice(query="-code:privileged/*"), [lantern, aloud]),
        (Choice(query="channel", documents=frozenset({"ferry.txt"})), []),
        (Choice(layer="nobody"), []),
    ):
        assert passages(opened, choice) == expected, choice
    with pytest.raises(QueryError):
        opened.exchange.export("csv", Choice(query="is:nonsense"))


def test_a_file_asked_for_is_all_that_leaves(harbour: Desk, opened: Collection) -> None:
    one = Collection.open(harbour.folder / "letter.txt", load_settings(None).settings)
    assert one.narrowed_to == "letter.txt"
    assert passages(one, Choice()) == ["boom", "Sailing is unsafe"]
    one.close()


@pytest.mark.parametrize("format", OURS)
def test_what_went_out_comes_in_and_once(opened: Collection, format: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"".join(opened.exchange.export(format)))

    def here() -> list[tuple[object, ...]]:
        placed = opened.annotations()
        return [(a.document, p.start, p.end, a.exact, a.note, a.codes, a.kind) for p in placed for a in [p.annotation]]

    before = here()
    report = opened.exchange.import_file(file)
    assert report.imported == 0 and {each.reason[:20] for each in report.unplaced} == {"already in the layer"}
    for placed in opened.annotations():
        opened.delete_annotation(placed.annotation.id)
    opened.compact_annotations()
    report = opened.exchange.import_file(file)
    assert (report.imported, report.unplaced) == (4, [])
    assert here() == before
    assert opened.exchange.import_file(file).imported == 0 and here() == before
    assert opened.undo() is not None and here() == []


def test_what_cannot_be_read_is_told(opened: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CollectionError, match="cannot be read"):
        opened.exchange.import_file(tmp_path / "nothing")
    monkeypatch.setattr("index.annotations.exchange.LARGEST", 3)
    (tmp_path / "large").write_bytes(b"[{}]")
    with pytest.raises(GlossatorError, match="larger than"):
        opened.exchange.import_file(tmp_path / "large")


def test_the_command_line_chooses_and_writes(
    harbour: Desk, opened: Collection, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = str(harbour.folder)
    opened.close()
    chosen = ["--code", "claim/*", "--code", "nothing", "--without-code", "privileged", "--query", "boom OR aloud"]
    file = tmp_path / "out.zip"
    assert run(["annotations", "export", folder, "--format", "brat", *chosen, "--output", str(file)]) == 0
    capfdbinary.readouterr()
    assert run(["annotations", "import", str(file), folder, "--json"]) == 0
    report = json.loads(capfdbinary.readouterr().out)
    assert (report["imported"], len(report["unplaced"])) == (0, 2)
    assert run(["annotations", "export", folder, "--preset", PRESET_NAMES[0], "--code", "privileged/*"]) == 0
    log = capfdbinary.readouterr().out.decode()
    assert "privileged/advice" in log and "unsafe" not in log and len(log.splitlines()) == 2
    for words in ([], ["--format", "csv", "--preset", "privilege"], ["--format", "pdf"]):
        assert run(["annotations", "export", folder, *words]) == 2
    said = capfdbinary.readouterr().err.decode()
    assert "one of --format and --preset" in said and all(name in said for name in EXPORT_FORMATS)
