"""`glossator layers` and `glossator merge-driver`, the latter called by git itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.annotations.anchoring import make_selector
from index.annotations.annotation import Annotation
from index.annotations.lines import dump_line
from index.annotations.record import from_record, to_record
from index.layers.lines import read_version

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
PROGRAM = Path(sys.executable).with_name("glossator")
LETTER = "A letter from the harbour\n\nThe ferry Aldous left the harbour at dawn. Mayor Ines Varga saw it leave.\n"


def line(words: str, number: int, layer: str, minute: int = 0, **said: object) -> bytes:
    start = LETTER.index(words)
    exact, prefix, suffix = make_selector(LETTER, start, start + len(words), 32)
    place = ("letter.txt", "", "", start, start + len(words), exact, prefix, suffix)
    values = {"note": "", "codes": (), "kind": None, **said}
    at = f"2031-05-01T10:{minute:02}:00.000Z"
    return dump_line(to_record(Annotation(f"urn:x:{number}", *place, **values, layer=layer, created=at, updated=at)))


def layer(folder: Path, name: str, *lines: bytes) -> Path:
    file = folder / ".glossator" / "layers" / f"{name}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"".join(lines))
    return file


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(each) for each in done.stdout.splitlines()]


def test_diff_and_agree(folder: Path, run: Run) -> None:
    layer(
        folder, "ann", line("ferry", 1, "ann", codes=("ship",)), line("dawn", 2, "ann", codes=("time",), note="when?")
    )
    layer(folder, "bo", line("ferry Aldous", 3, "bo", codes=("ship",)))
    found = rows(run("layers", "diff", "ann", "bo", folder, "--json"))
    assert [(each["difference"], each["parts"]) for each in found] == [("differs", ["boundaries"]), ("only in a", [])]
    assert found[0]["a"]["exact"] == "ferry" and found[0]["b"]["exact"] == "ferry Aldous" and found[1]["b"] is None
    told = run("layers", "diff", "ann", "bo", folder, "--code", "time").stdout.decode()
    assert told == "letter.txt:64-68  only in ann  “dawn”\n"
    by_code = {
        (each["document"], each["code"]): each for each in rows(run("layers", "agree", "ann", "bo", folder, "--json"))
    }
    ship, time = by_code[None, "ship"], by_code[None, "time"]
    assert (ship["n"], ship["a"], ship["b"], ship["both"]) == (len(LETTER), 5, 12, 5)
    assert 0 < ship["kappa"] < 1 and time["kappa"] == 0 and None not in (ship["u_alpha"], time["u_alpha"])
    assert run("layers", "diff", "ann", "nobody", folder).returncode == 3
    table = run("layers", "agree", "bo", "bo", folder, "--unit", "sentences").stdout.decode()
    assert "all documents" in table and "sentences" in table and "1.000" in table


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_merges_what_two_people_did_to_every_file(folder: Path, environment: dict[str, str]) -> None:
    def git(*words: str, status: int = 0) -> str:
        named = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ["git", "-C", str(folder), *named, *words], env=environment, capture_output=True, timeout=60, check=False
        )
        assert done.returncode == status, (words, done.stdout, done.stderr)
        return (done.stdout + done.stderr).decode()

    git("init", "-q", "-b", "main")
    git("config", "merge.glossator.driver", f"'{PROGRAM}' merge-driver %O %A %B %P")
    (folder / ".gitattributes").write_text(".glossator/** merge=glossator\n")
    documents = folder / ".glossator" / "documents.yaml"
    shared = line("ferry", 1, "ann", note="one", codes=("ship",))
    layer(folder, "ann", shared)
    documents.write_text("version: 1\ndocuments:\n  letter.txt:\n    tags: [dawn]  # hers\n    title: A letter\n")
    git("add", "-A")
    git("commit", "-qm", "begun")

    git("checkout", "-qb", "side")
    layer(folder, "ann", line("ferry", 1, "ann", 2, note="side", codes=("ship", "far")), line("dawn", 2, "ann"))
    documents.write_text(documents.read_text().replace("[dawn]", "[dawn, mayor]").replace("A letter", "Side"))
    git("commit", "-qam", "side")

    git("checkout", "-q", "main")
    layer(folder, "ann", line("ferry", 1, "ann", 1, note="main", codes=("boat", "ship")), line("Mayor", 3, "ann"))
    documents.write_text(documents.read_text().replace("[dawn]", "[dawn, ferry]").replace("A letter", "Main"))
    git("commit", "-qam", "main")

    said = git("merge", "-q", "side", status=1)
    # The layer is settled; the title was set twice, which is for a person to decide.
    assert git("diff", "--name-only", "--diff-filter=U").split() == [".glossator/documents.yaml"], said
    text = documents.read_text()
    assert (
        "tags: [dawn, ferry, mayor]  # hers" in text and '# conflict: theirs has title: "Side"\n    title: Main' in text
    )
    merged = [
        from_record(each, "ann")
        for each in read_version((folder / ".glossator/layers/ann.jsonl").read_bytes()).records.values()
    ]
    assert sorted((each.exact, each.note, tuple(sorted(each.codes))) for each in merged) == [
        ("Mayor", "", ()),
        ("dawn", "", ()),
        ("ferry", "main", ("boat", "ship")),
        ("ferry", "side", ("boat", "far", "ship")),
    ]
