"""What the program wrote out lies among the documents and is a source of nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from ...conftest import Homes, write_files

WORDS = "the boom was laid too early and nobody of the harbour office had told any of the pilots about it"
PAPER = f"The harbour\n\nCorin Fayle wrote that {WORDS}.\n"
DRAFT = f"Ines Haldane said:\n\n> {WORDS}\n"


def test_exports_and_dossiers_are_no_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.annotations.annotation import Passage
    from index.annotations.choice import Choice
    from index.annotations.interchange import FORMATS
    from index.collection import Collection
    from index.config import load_settings

    Homes(tmp_path).use(monkeypatch)
    folder = write_files(tmp_path / "papers", {"a.txt": PAPER})
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT)
    at = PAPER.index(WORDS)
    with closing(Collection.open(folder, load_settings(None).settings)) as opened:
        opened.update()
        (found,) = opened.evidence.verify(draft).found
        assert (found.status, found.document, found.claimed) == ("exact", "a.txt", "Ines Haldane")
        opened.annotate("a.txt", at, at + len(WORDS), note=WORDS, codes=("claim",))
        opened.evidence.dossiers.add("boom", [Passage("a.txt", at, at + len(WORDS), WORDS)])
        opened.coding.memos.write("code", "alone", WORDS)
        memo_alone = Choice(codes=("alone",))
        written = 0
        for form in FORMATS:
            # That of brat holds the documents themselves; a codebook holds no passages.
            if "out" in form.ways and form.name not in ("brat", "codebook"):
                (folder / f"{form.name}-{form.ending}").write_bytes(b"".join(opened.exchange.export(form.name)))
                (folder / f"memo-{form.name}-{form.ending}").write_bytes(
                    b"".join(opened.exchange.export(form.name, memo_alone))
                )
                written += 1
        for form_name, ending in (("markdown", "md"), ("html", "html"), ("json", "json")):
            (folder / f"dossier.{ending}").write_bytes(b"".join(opened.evidence.write("boom", form_name)))
        assert written >= 9
        (folder / "a.txt").unlink()
        opened.update()
        assert opened.search(f'"{WORDS}"', limit=0).hits
        (found,) = opened.evidence.verify(draft).found
        assert (found.status, found.document) == ("missing", None)
