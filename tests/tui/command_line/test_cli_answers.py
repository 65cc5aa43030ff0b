"""What the answering commands print: JSON Lines for scripts, safe text for people."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
Answers = Callable[..., list[dict[str, Any]]]
PROGRAM = Path(sys.executable).with_name("glossator")
LETTER = b"A letter from the harbour\n\nThe ferry Aldous left the harbour at dawn. Mayor Ines Varga saw it leave.\n"


# -- index ------------------------------------------------------------------------------------------------------------


def test_index_says_what_it_did(folder: Path, answers: Answers) -> None:
    (first,) = answers("index", folder)
    seconds = first.pop("seconds")
    assert isinstance(seconds, float)
    assert [skipped["path"] for skipped in first.pop("skipped")] in ([], ["picture.png"])
    assert first == {"documents": 2, "added": 2, "updated": 0, "removed": 0, "renamed": 0, "unchanged": 0}
    (folder / "letter.txt").rename(folder / "moved.txt")
    (folder / "report.md").write_text("# Another report\n\nNothing at all.\n")
    (folder / "added.txt").write_text("Another letter.\n")
    (second,) = answers("index", folder)
    assert (second["documents"], second["added"], second["updated"], second["removed"]) == (3, 1, 1, 0)
    assert second["renamed"] == 1
    (third,) = answers("index", folder)
    assert third["unchanged"] == 3


def test_a_supported_file_that_is_skipped_is_told(folder: Path, run: Run, answers: Answers) -> None:
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    (summary,) = answers("index", folder, status=1)
    assert summary["documents"] == 2
    assert "broken.txt" in [skipped["path"] for skipped in summary["skipped"]]
    assert all(skipped["reason"] for skipped in summary["skipped"])
    assert b"skipped broken.txt: " in run("index", folder).stdout
    assert run("search", "ferry", folder).returncode == 0


def test_the_collection_is_never_written(folder: Path, run: Run) -> None:
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}
    for words in (["index"], ["search", "ferry"], ["documents"], ["annotations", "list"], ["check"]):
        assert run(*words, folder).returncode == 0
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()} == before


# -- documents and text -----------------------------------------------------------------------------------------------


def test_documents_say_all_that_the_contract_names(folder: Path, answers: Answers) -> None:
    letter, report = answers("documents", folder)
    assert list(letter) == [
        "document", "title", "authors", "source", "date", "date_text", "date_alternatives", "language", "words",
        "sha256", "file_sha256", "tags", "blocks",
    ]  # fmt: skip
    assert (letter["document"], report["document"]) == ("letter.txt", "report.md")
    assert letter["title"] == "A letter from the harbour"
    assert letter["sha256"] == letter["file_sha256"] == hashlib.sha256(LETTER).hexdigest()
    assert letter["source"] is None
    assert report["authors"] == ["Tomas Reed"]
    text = LETTER.decode()
    assert [text[block["start"] : block["end"]] for block in letter["blocks"]] == text.strip().split("\n\n")
    assert letter["blocks"][0]["kind"] == "headline"


def test_text_is_exact_in_a_pipe(folder: Path, run: Run) -> None:
    assert run("text", "letter.txt", folder).stdout == LETTER
    hostile = "no line feed at the end \x1b[2J\u202e\x9b\x07 é 🛳"
    (folder / "odd.txt").write_text(hostile)
    assert run("text", "odd.txt", folder).stdout == hostile.encode()
    (folder / "dos.txt").write_bytes("\ufeffone\r\ntwo\r\n".encode())
    assert run("text", "dos.txt", folder).stdout == b"one\ntwo\n"


def test_text_is_visible_on_a_terminal(folder: Path, environment: dict[str, str]) -> None:
    (folder / "odd.txt").write_text("one\x1b[2J\u202e\x9b31m\x07\ttwo\nthree")
    child = pexpect.spawn(str(PROGRAM), ["text", "odd.txt", str(folder)], env=environment, timeout=60)
    child.expect(pexpect.EOF)
    shown = child.before.decode()
    assert "one␛[2J·\ufffd31m␇\ttwo\r\nthree" in shown
    # The line of progress may clear itself; nothing of the document steers.
    assert "\x1b[2J" not in shown


def test_an_unknown_document(folder: Path, run: Run) -> None:
    (folder.parent / "secret.txt").write_text("secret")
    for document in ("nothing.txt", "../secret.txt", "/etc/passwd", "picture.png", ""):
        done = run("text", document, folder)
        assert (done.returncode, done.stdout) == (1, b""), document
    assert done.stderr


# -- search -----------------------------------------------------------------------------------------------------------


def test_search_answers_in_lines(folder: Path, answers: Answers) -> None:
    *hits, last = answers("search", "ferry harbour", folder)
    assert {key: last[key] for key in ("total", "documents")} == {"total": 1, "documents": 2}
    assert isinstance(last["seconds"], float)
    (hit,) = hits
    assert list(hit) == ["document", "title", "date", "score", "matches", "snippet"]
    assert (hit["document"], hit["title"], hit["date"]) == ("letter.txt", "A letter from the harbour", None)
    text = LETTER.decode()
    assert [match["text"] for match in hit["matches"]] == ["harbour", "ferry", "harbour"]
    for span in [*hit["matches"], hit["snippet"]]:
        assert text[span["start"] : span["end"]] == span["text"]


def test_a_phrase_is_one_match_and_a_negated_word_none(folder: Path, answers: Answers) -> None:
    hit, _ = answers("search", '"Ines Varga" -dawn', folder)
    assert (hit["document"], [match["text"] for match in hit["matches"]]) == ("report.md", ["Ines Varga"])


def test_limit_and_order(folder: Path, answers: Answers) -> None:
    for number in range(25):
        (folder / f"n{number:02}.txt").write_text(f"Ferry number {number}.\n")
    assert len(answers("search", "ferry", folder)) == 21
    *hits, last = answers("search", "ferry", folder, "--limit", 0, "--sort", "path")
    assert last["total"] == len(hits) == 27
    assert [hit["document"] for hit in hits] == sorted(hit["document"] for hit in hits)
    assert [hit["document"] for hit in answers("search", "ferry", folder, "--limit", 2, "--sort", "path")[:-1]] == [
        "letter.txt",
        "n00.txt",
    ]


def test_facets_are_told_before_the_totals(folder: Path, answers: Answers) -> None:
    *_, told, last = answers("search", "ferry", folder, "--facets", "--limit", 1)
    assert last["total"] == 2
    formats = {value["value"]: (value["documents"], value["condition"]) for value in told["facets"]["format"]}
    assert formats == {"txt": (1, "format:txt"), "md": (1, "format:md")}


def test_nothing_found_and_a_faulty_query(folder: Path, run: Run, answers: Answers) -> None:
    (last,) = answers("search", "zeppelin", folder, status=1)
    assert last["total"] == 0
    done = run("search", "ferry AND (", folder)
    assert (done.returncode, done.stdout) == (2, b"")
    message, query, pointer, *_ = done.stderr.decode().splitlines()
    assert message.startswith("glossator: ")
    assert (query, pointer.strip()) == ("  ferry AND (", "^")
    _, _, pointer, *_ = run("search", "渡船 AND (", str(folder)).stderr.decode().splitlines()
    assert pointer == " " * (2 + len("____ AND ")) + "^", "below the place, however wide what stands before it"


def test_search_for_people_is_safe(folder: Path, run: Run) -> None:
    (folder / "a\x1b]0;owned\x07.txt").write_text("A ferry\x1b[2J and a \x9b31mferry\u202e\n")
    done = run("search", "ferry", folder)
    assert done.returncode == 0
    assert not any(character in done.stdout.decode() for character in "\x1b\x07\x9b\u202e")
    assert done.stderr == b"3 hits in 3 documents\n"
    lines = run("search", "ferry", folder, "--json").stdout.decode()
    assert not any(character in lines for character in "\x1b\x07\x9b\u202e")


def test_a_query_that_begins_with_a_dash(folder: Path, run: Run) -> None:
    assert run("search", "-dawn ferry", folder).returncode == 2
    done = run("search", "--json", "--", "-dawn ferry", folder)
    assert done.stdout.startswith(b'{"document": "report.md"')


def test_one_file_is_a_collection_of_one_or_narrows_a_larger_one(folder: Path, answers: Answers, run: Run) -> None:
    assert [row["document"] for row in answers("documents", folder / "letter.txt")] == ["letter.txt"]
    assert answers("search", "ferry", folder / "letter.txt")[-1]["total"] == 1
    assert run("index", folder).returncode == 0
    assert [row["document"] for row in answers("documents", folder / "report.md")] == ["report.md"]
    hits = answers("search", "ferry", folder / "report.md")[:-1]
    assert [hit["document"] for hit in hits] == ["report.md"]


# -- entities ---------------------------------------------------------------------------------------------------------


def test_entities_and_their_mentions(folder: Path, answers: Answers, run: Run) -> None:
    listed = answers("entities", folder)
    assert all(list(row) == ["id", "name", "type", "aliases", "mentions", "documents"] for row in listed)
    (mayor,) = (row for row in listed if row["name"] == "Ines Varga")
    assert (mayor["type"], mayor["mentions"], mayor["documents"]) == ("PERSON", 2, 2)
    found = answers("mentions", folder, "--entity", mayor["id"])
    assert [row["document"] for row in found] == ["letter.txt", "report.md"]
    for row in answers("mentions", folder):
        assert list(row) == ["document", "start", "end", "text", "type", "entity", "rule"]
        text = (folder / row["document"]).read_text()
        assert text[row["start"] : row["end"]] == row["text"]
        assert (row["entity"] is None) == (row["type"] in ("DATE", "QUANTITY"))
    done = run("mentions", folder, "--entity", "person:nobody")
    assert (done.returncode, done.stdout) == (1, b"")


# -- annotations ------------------------------------------------------------------------------------------------------


def test_an_annotation_from_making_to_losing_it(folder: Path, answers: Answers, run: Run, tmp_path: Path) -> None:
    start = LETTER.decode().index("The ferry")
    codes = ["--code", "departure", "--code", "time"]
    words = ["--kind", "question", "--layer", "ada", "--note", "When?\nWho saw it?"]
    (made,) = answers("annotations", "add", "letter.txt", start, start + 16, folder, *codes, *words)
    assert list(made) == [
        "id", "document", "start", "end", "text", "exact", "note", "codes", "kind", "layer", "created",
        "updated", "status",
    ]  # fmt: skip
    assert (made["text"], made["exact"], made["status"]) == ("The ferry Aldous", "The ferry Aldous", "exact")
    assert (made["codes"], made["kind"], made["layer"]) == (["departure", "time"], "question", "ada")
    assert answers("annotations", "list", folder) == [made]
    shown = run("annotations", "list", folder).stdout.decode()
    assert "“The ferry Aldous”\n    When?\n    Who saw it?\n" in shown

    (folder / "letter.txt").write_text("Received on Monday.\n\n" + LETTER.decode())
    (moved,) = answers("annotations", "list", folder)
    assert (moved["start"], moved["text"], moved["status"]) == (start + 21, "The ferry Aldous", "moved")
    (folder / "letter.txt").write_text("Nothing of it is left.\n")
    (lost,) = answers("annotations", "list", folder)
    assert (lost["start"], lost["end"], lost["text"], lost["status"]) == (None, None, None, "orphan")
    (counts,) = answers("annotations", "check", folder)
    assert counts == {"exact": 0, "moved": 0, "changed": 0, "uncertain": 0, "orphan": 1, "faults": []}


def test_export_and_import(folder: Path, answers: Answers, run: Run, tmp_path: Path) -> None:
    answers("annotations", "add", "letter.txt", 2, 8, folder, "--note", "which one?", "--code", "letter")
    answers("annotations", "add", "report.md", 2, 8, folder, "--code", "report")
    file = tmp_path / "out.jsonl"
    assert run("annotations", "export", folder, "--format", "jsonl", "--output", file).stdout == b""
    assert file.read_bytes() == run("annotations", "export", folder, "--format", "jsonl").stdout
    assert file.stat().st_mode & 0o777 == 0o666 & ~_umask()
    assert len(file.read_bytes().splitlines()) == 2
    one = run("annotations", "export", folder, "--format", "jsonl", "--code", "letter").stdout
    assert len(one.splitlines()) == 1
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "letter.txt").write_bytes(LETTER)
    (result,) = answers("annotations", "import", file, copy)
    assert result["imported"] == 1
    (unplaced,) = result["unplaced"]
    assert list(unplaced) == ["reason", "text"]
    assert [row["note"] for row in answers("annotations", "list", copy)] == ["which one?"]


def test_an_export_never_replaces_a_document(folder: Path, run: Run) -> None:
    done = run("annotations", "export", folder, "--format", "markdown", "--output", folder / "letter.txt")
    assert done.returncode == 3
    assert (folder / "letter.txt").read_bytes() == LETTER
    assert sorted(path.name for path in folder.iterdir()) == ["letter.txt", "picture.png", "report.md"]


def test_what_cannot_be_annotated(folder: Path, run: Run) -> None:
    for words, status in (
        (["letter.txt", 0, 9999], 2),
        (["letter.txt", 5, 5], 2),
        (["letter.txt", 8, 2], 2),
        (["nothing.txt", 0, 3], 1),
        (["letter.txt", 0, 3, "--kind", "nonsense"], 2),
    ):
        document, start, end, *options = words
        done = run("annotations", "add", document, start, end, folder, *options)
        assert (done.returncode, done.stdout) == (status, b"")
        assert not (folder / ".glossator").exists()


def test_marks_elsewhere_leave_the_collection_alone(folder: Path, run: Run, answers: Answers, tmp_path: Path) -> None:
    answers("annotations", "add", "letter.txt", 0, 8, folder, "--marks", tmp_path / "marks")
    assert not (folder / ".glossator").exists()
    assert answers("annotations", "list", folder) == []
    assert len(answers("annotations", "list", folder, "--marks", tmp_path / "marks")) == 1


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
