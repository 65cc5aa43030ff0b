"""Who a draft says speaks: lines that introduce a block quote, sentences that a quotation is built into."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.evidence.draft import read_draft

PILOTS = "> Nobody told the pilots that the boom was laid.\n"


@pytest.mark.parametrize(
    ("draft", "speaker"),
    [
        (f"Corin Fayle said:\n\n{PILOTS}", "Corin Fayle"),
        (f"The harbour master, Corin Fayle, on the boom:\n{PILOTS}", "Corin Fayle"),
        (f"Corin Fayle was angry. In his words:\n\n{PILOTS}>\n> And nobody cared.\n", "Corin Fayle"),
        (f"Ines Haldane wrote.\n\nCorin Fayle said:\n\n{PILOTS.replace('> ', '> “')}”\n", "Corin Fayle"),
        (f"Ines Haldane said:\n\n{PILOTS}> — Corin Fayle\n", "Corin Fayle"),  # below it, he is named outright
        (f"Corin Fayle was angry.\n\n{PILOTS}", None),
        (f"The report says:\n\n{PILOTS}", None),
        (f"Ines Haldane asked Corin Fayle who knew. He answered:\n\n{PILOTS}", None),
        ("Corin Fayle called it “a grave mistake that cost us dearly”, he said.\n", "Corin Fayle"),
        ("The envoy spoke. Corin Fayle called it “a grave mistake of ours,” he said.\n", "Corin Fayle"),
    ],
)
def test_who_speaks(draft: str, speaker: str | None, tmp_path: Path) -> None:
    (tmp_path / "d.md").write_text(draft)
    found = {each.speaker for each in read_draft(tmp_path / "d.md", 10_000).quotations}
    assert found == {speaker}
