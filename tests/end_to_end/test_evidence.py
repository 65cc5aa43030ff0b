"""A dossier by keys alone in a real terminal, and a draft with one planted misquotation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import OpenTmux

PAPER = (
    "The harbour\n\nThe boom was laid too early. “Nobody told the pilots that the boom was laid,” said Corin Fayle.\n\n"
    "The boats lay still all night.\n"
)
DRAFT = "“Nobody told the pilots that the boom was made,” said Fayle. “The boats lay still all night.”\n"


def test_a_dossier_and_a_draft_with_one_misquotation(tmp_path: Path, tmux: OpenTmux) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text(PAPER)
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT)
    terminal = tmux(folder, (100, 30))
    terminal.until("The boom was laid", "1 document")
    terminal.until("index up to date")
    terminal.write("/boats")
    terminal.until("1 of 1 document")
    terminal.keys("Enter")
    terminal.until("match 1 of")
    terminal.write("p")
    terminal.until("dossier")
    terminal.keys("C-u")
    terminal.write("boom")
    terminal.keys("Enter")
    terminal.until("1 passage put into the dossier boom")
    kept = folder / ".glossator" / "dossiers" / "boom.yaml"
    assert "The boats lay still all night." in kept.read_text()
    terminal.write(f":verify {draft}")
    terminal.keys("Enter")
    terminal.until("2 quotations · 1 fault", "altered", "exact")
    terminal.keys("Enter")
    terminal.until("the draft", "the source")
    terminal.keys("Escape")
    terminal.until("the source", gone=True)
    terminal.write("gp")
    terminal.until("Dossier", "1 passage")
    assert (folder / "a.txt").read_text() == PAPER and draft.read_text() == DRAFT
