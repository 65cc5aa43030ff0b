"""Whose page it is, by the notice of rights at its end, and captions in brackets."""

from __future__ import annotations

import pytest

from index.readers.plain.text import read
from index.understanding.structure import understand_structure

BODY = "The pump house at Orlen Quay stood empty for a year, the keeper said, and nobody in the town asked why it did."


@pytest.mark.parametrize(
    ("notice", "source"),
    [
        ("© 2031 Averil Harbour Herald. All rights reserved.", "Averil Harbour Herald"),
        ("© The Corvennan Standard, Aldermouth. Reproduction prohibited.", "The Corvennan Standard"),
        ("Copyright 2031 by Straits Wire", "Straits Wire"),
        ("(c) 2029-2031 Plumb Line | Imprint | Privacy", "Plumb Line"),
        ("© All rights reserved", None),
        ("© 2031", None),
        ("© Agency / Jon Bell", None),
    ],
)
def test_the_holder_of_the_rights_is_the_source(notice: str, source: str | None) -> None:
    text = f"Nobody asked about the pump house\n\n{BODY}\n\n{notice}\n"
    _, metadata, _ = understand_structure(read(text.encode()), "a.txt")
    assert metadata.source == source
    if source:
        (evidence,) = [e for e in metadata.evidence if e.field == "source"]
        assert evidence.span and text[evidence.span.start : evidence.span.end] == source


@pytest.mark.parametrize(
    "line",
    [
        "(Photo: Trawlers lie across the Narrows on Monday. Herald/Dev Prowse)",
        "[Picture: Forty-seven lamps on the mole. From a reader]",
    ],
)
def test_a_picture_described_in_brackets_is_a_caption(line: str) -> None:
    text = f"Nobody asked about the pump house\n\n{BODY}\n\n{line}\n\n{BODY}\n"
    blocks, _, _ = understand_structure(read(text.encode()), "a.txt")
    assert [b.kind for b in blocks if text[b.start : b.end] == line] == ["caption"]
