"""Drafts against a collection: words, speakers, sources, numbers; and what is never a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ...conftest import Homes, write_files

if TYPE_CHECKING:
    from index.collection import Collection
    from index.evidence.verifying import Checked

PAPERS = {
    "a.txt": "The harbour\n\nBy Ines Haldane\n\nThe minister, Lukas Vessarin, came at noon on 4 August 2031. “No ship"
    " will leave this harbour tonight,” said Vessarin. He had 34 vessels and 5,000 men.\n",
    "b.txt": "The other paper\n\nCorin Fayle was there. “The boom was laid too early and nobody told the pilots,”"
    " Fayle said. “We counted 12 of them on the water.”\n",
    "c.txt": "A third\n\nIt was cold and dark out there on the water for all of us, somebody wrote on a wall.\n",
    "old-draft.md": "<!-- glossator:draft -->\n\n“Cats and dogs were seen at sea that night,” said Fayle.\n",
}
DRAFT = """\
# What happened

“No ship will leave this harbour tonight,” Vessarin said on 4 August 2031. Fayle said: “The boom was laid too early
and nobody warned the pilots.” It was “a shame”, with 34 vessels and 77 goats, in 1999 (para. 9).

“No ship will leave this harbour tonight,” said Corin Fayle.

> It was cold and dark … for all of us

“Cats and dogs were seen at sea that night,” said Fayle. “The boom was laid too early for all of us,” he said.

```
“never looked at in code at all”
```
"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    from index.collection import Collection
    from index.config import load_settings

    base = tmp_path_factory.mktemp("drafts")
    (base / "papers").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        Homes(base).use(patch)
        folder = write_files(base / "papers", {**PAPERS, "draft.md": DRAFT})
        opened = Collection.open(folder, load_settings(None).settings)
        opened.update()
        yield opened
        opened.close()


def rows(found: tuple[Checked, ...]) -> list[tuple[str, str | None]]:
    return [(each.status, each.document) for each in found if each.kind == "quotation"]


def test_a_draft_among_the_documents_is_checked_against_the_others(papers: Collection) -> None:
    verified = papers.evidence.verify(papers.root / "draft.md")
    assert rows(verified.found) == [
        ("exact", "a.txt"),
        ("altered", "b.txt"),
        ("aside", None),
        ("misattributed", "a.txt"),
        ("exact", "c.txt"),
        ("missing", None),  # it stands in a draft alone
        ("stitched", "b.txt"),
    ]
    assert all(verified.text[each.start : each.end] == each.text for each in verified.found)
    exact, altered, _, wrong, block, _, both = (each for each in verified.found if each.kind == "quotation")
    source = papers.document("a.txt").text
    assert source[exact.source_start : exact.source_end] == "No ship will leave this harbour tonight,"
    assert exact.speaker == "Lukas Vessarin" == wrong.speaker and wrong.claimed == "Corin Fayle"
    changed = "".join(altered.text[each.start : each.end] for each in altered.differences)
    meant = "".join(each.source_text for each in altered.differences)
    assert set(changed) <= set("warned") and set(meant) <= set("told") and altered.speaker == "Corin Fayle"
    assert "…" in block.text and [place.document for place in both.places] == ["b.txt", "c.txt"]
    numbers = [(each.kind, each.text, each.status) for each in verified.found if each.kind != "quotation"]
    assert numbers == [("figure", "77 goats", "unsupported"), ("date", "1999", "unsupported")]
    assert len(verified.faults) == 4


def test_only_the_documents_of_a_query_or_a_dossier_are_sources(papers: Collection, tmp_path: Path) -> None:
    from index.annotations.annotation import Passage

    draft = tmp_path / "d.txt"
    draft.write_text("“No ship will leave this harbour tonight,” he said. “The boom was laid too early” they said.\n")
    other = "-path:draft.md"
    assert rows(papers.evidence.verify(draft, query=other).found) == [("exact", "a.txt"), ("exact", "b.txt")]
    of_query = papers.evidence.verify(draft, query=f"pilots {other}").found
    assert [each.status for each in of_query] == ["outside", "exact"] and of_query[1].document == "b.txt"
    words = "It was cold"
    at = papers.document("c.txt").text.index(words)
    papers.evidence.dossiers.add("cold", [Passage("c.txt", at, at + len(words), words)])
    found = papers.evidence.verify(draft, dossier="cold")
    assert [each.status for each in found.found] == ["outside", "outside"] and len(found.faults) == 2


def test_a_written_dossier_is_no_source_wherever_it_lies(papers: Collection, tmp_path: Path) -> None:
    from index.annotations.annotation import Passage
    from index.document import Document, Metadata
    from index.evidence.sources import Source

    words = "somebody wrote on a wall"
    at = papers.document("c.txt").text.index(words)
    papers.evidence.dossiers.add("wall", [Passage("c.txt", at, at + len(words), words)])
    for form in ("markdown", "html", "json"):
        text = b"".join(papers.evidence.write("wall", form)).decode()
        assert not Source(Document("x.md", text, (), Metadata(), "", "", "", 0)).is_source
    assert Source(papers.document("c.txt")).is_source
