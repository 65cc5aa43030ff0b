"""The lines at the head of mails and memos that were saved as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Block, ExtractedText, Metadata
from index.readers.paragraphs import paragraphs
from index.understanding.headers import find_headers
from index.understanding.structure import understand_structure

BODY = "\n\nThe boom is still in the channel. Note: sailing is unsafe.\nTo: nobody\n"
ENGLISH = "From: Zoe <z@a.b>\nTo: Ann;\n\tBob\nCc: Cyr\nX-Mailer: pen\nSubject: Re: Boom\nDate: 3 May 2031"


def named(text: str) -> list[tuple[str, str]]:
    return [(header.name, header.value) for header in find_headers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENGLISH, "from=Zoe <z@a.b> to=Ann; Bob cc=Cyr subject=Re: Boom date=3 May 2031"),
        ("Von: Zoë\nAn: Ann\nGesendet: Montag\nBetreff: AW: Boom", "from=Zoë to=Ann date=Montag subject=AW: Boom"),
        ("De : Zoë\nÀ : Ann\nObjet : TR : Boom", "from=Zoë to=Ann subject=TR : Boom"),
        ("De: Zoë\nPara: Ann\nAsunto: Boom\nFecha: hoy", "from=Zoë to=Ann subject=Boom date=hoy"),
        ("MEMORANDUM\n\nTO: All\n\nFROM: Zoe\n\nRE: Boom", "to=All from=Zoe subject=Boom"),
        ("**From:** Zoe\n**Subject:** Boom", "from=Zoe subject=Boom"),
        ("\n\nFROM:  Zoe\nSUBJECT:\n  Boom", "from=Zoe subject=Boom"),
        ("From: Zoe, with love", ""),
        ("Date: 3 May 2031\nSource: a paper", ""),
        ("Dear all,\nFrom: Zoe\nTo: Ann", ""),
        ("Q: Who?\nA: Ann", ""),
    ],
)
def test_lines_of_a_head(text: str, expected: str) -> None:
    assert " ".join("=".join(each) for each in named(text + BODY)) == expected


def test_spans_are_whole_lines() -> None:
    spans = [header.span for header in find_headers(ENGLISH + BODY)]
    texts = [ENGLISH[span.start : span.end] for span in spans if span is not None]
    assert texts == [
        "From: Zoe <z@a.b>", "To: Ann;\n\tBob", "Cc: Cyr", "Subject: Re: Boom", "Date: 3 May 2031"
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["From: a", "to:", " b", "", "Re: c", "Date : d", "\u00a0", "Prose.", "X-a: e"])))
def test_any_text_has_a_head_or_none(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    at = 0
    headers = find_headers(text)
    for header in headers:
        assert header.span is not None
        start, end = header.span
        assert at <= start < end <= len(text)
        assert header.value and " ".join(text[start:end].split()).endswith(header.value)
        at = end
    assert not headers or len({header.name for header in headers}) > 1


@pytest.mark.parametrize(
    "head", ["From: Zoe Weiss\nTo: Ann\nSubject: The boom", "Von: Zoe Weiss\nAn: Ann\nBetreff: The boom"]
)
def test_a_mail_has_its_subject_for_a_title_in_whatever_language(head: str) -> None:
    text = head + BODY
    stretches = tuple(Block(*stretch, "prose", "plain") for stretch in paragraphs(text))
    found = ExtractedText(text, stretches, Metadata(), "text/1")
    blocks, metadata, _ = understand_structure(found, "mail.txt")
    assert (metadata.title, metadata.authors) == ("The boom", ("Zoe Weiss",))
    assert [block.kind for block in blocks[:3]] == ["byline", "boilerplate", "headline"]
    assert all(isinstance(block, Block) and text[block.start : block.end].strip() for block in blocks)
    assert len(metadata.headers) == 3
