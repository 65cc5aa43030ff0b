"""The samples in all their formats, in a real terminal: read, searched, marked, taken out, and found again."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.config import load_settings
from index.readers import holds_documents, read_file
from index.readers.contained import Contained, Limits, parts

from .conftest import PROGRAM, surroundings

if TYPE_CHECKING:
    from .conftest import OpenTmux

pytestmark = pytest.mark.end_to_end
SAMPLES = Path(__file__).parents[2] / "samples"
MAKE = Path(__file__).parents[2] / "docs" / "samples" / "make.py"
MAIL = "2031-09-05_verhaal_proof-of-clause-7.eml"
REPORT = "2031-11-28_commission_interim-report.pdf"
STATEMENT = "2031-10-20_commission_statement-of-the-duty-clerk.docx"
BOOK = "forty-seven-lamps.epub"
MARKED = {
    REPORT: ("The ministry gave 118", "The boom was not open.", "12"),
    STATEMENT: ("Hanne Lorrick, clerk", "At 21.46 the answer did not come by telephone.", "2"),
    BOOK: ("They kept us on the", "It was fifty-two.", "31"),
    MAIL: ("As initialled", "The boom in the Calder Narrows", None),
}
"""How a document begins; what is looked for and marked in it, and the page on which that stands."""


def test_the_files_are_what_the_script_makes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, MAKE, tmp_path], check=True)
    made = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert len(made) == 11 and all(len(data) < 40_000 for data in made.values())
    for name, data in made.items():
        assert (SAMPLES / name).read_bytes() == data, name
    known = {path.name for path in SAMPLES.iterdir() if path.suffix not in (".txt", ".md")}
    assert known == {name.parts[0] for name in made}


def test_what_the_page_says_is_planted_stands_in_the_documents() -> None:
    page = (SAMPLES.parent / "docs" / "samples.md").read_text(encoding="utf-8")
    limits = Limits(10_000_000, load_settings(None).settings.formats, follow_links=False)
    files = dict(re.findall(r"^\| (2\d) \| `([^`]+)`", page, re.MULTILINE))
    assert len(files) == 8
    texts = {}
    for number, name in files.items():
        if holds_documents(name):
            found = [part.result.extracted.text for part in parts(SAMPLES, name, limits) if isinstance(part, Contained)]
        else:
            found = [read_file(SAMPLES / name, 10_000_000).extracted.text]
        texts[number] = " ".join(" ".join(found).split())
    planted = re.findall(r"`([^`]+)` \((2\d)(?:, attachment)?\)", page.partition("### What the other formats add")[2])
    assert len(planted) > 30
    for words, number in planted:
        assert words in texts[number], (words, files[number])


def test_every_format_is_read_searched_marked_and_found_again(tmp_path: Path, tmux: OpenTmux) -> None:
    folder = Path(shutil.copytree(SAMPLES, tmp_path / "samples"))
    room = tmux(folder, (120, 40))
    room.until("34 documents", "index up to date")
    # A word that stands in every account of another format, and in most clippings.
    room.keys("/")
    room.write("boom")
    room.until("29 of 34 documents")
    room.keys("Escape")
    room.until("enter  open", gone=True)
    for path, (beginning, words, page) in MARKED.items():
        attached = f"{path}!/clause-7.txt" if path == MAIL else path
        room.keys(":")
        room.write(f"open {attached}")
        room.until(attached)
        room.keys("Enter")
        room.until(beginning, "j k  read")
        # Found by its words, in the text alone.
        room.keys("C-f")
        room.write(f'"{words.rstrip(".")}"')
        room.keys("Enter")
        room.until("match 1 of")
        if page is not None:
            room.until(f"p. {page} ¶")
        room.keys("V", "a")
        room.until("note on “")
        room.write(f"seen in {path[-4:]}")
        room.keys("Enter")
        room.until("marked “")
    room.keys("g", "a")
    room.until("Annotations", "seen in epub", "seen in docx", "seen in .pdf", "seen in .eml")
    room.keys("q", "C-q")
    room.until("left with 0")
    room.close()

    again = tmux(folder, (120, 40))
    again.until("34 documents")
    again.keys("g", "a")
    again.until("seen in .pdf")
    again.keys("F")
    again.write("seen in .pdf")
    again.until("seen in .eml", gone=True)
    again.keys("Enter", "Enter")
    again.until("p. 12 ¶", "The boom was not open.")
    again.keys("g", "i")
    again.until("1 of 35", "saved page")
    again.keys("C-q")
    again.until("left with 0")

    command = [PROGRAM, "annotations", "export", folder, "--format", "markdown"]
    done = subprocess.run(command, env=surroundings(tmp_path / "home"), check=True, capture_output=True)
    exported = done.stdout.decode()
    for _, words, page in MARKED.values():
        assert words in exported and (page is None or f"p. {page}" in exported)
