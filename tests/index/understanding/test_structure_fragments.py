"""What a page leaves around an article that was copied from it, and what looks like it and is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.plain.text import read
from index.understanding.structure import understand_structure

BODY = [
    "The boom across the harbour was closed on Monday night, and nobody in the ministry could say by whom.",
    "The harbour master said that he had written twice and that both of his letters had come back unopened.",
    "In the town the news was taken calmly, and the ferries went out to the islands as on any other day.",
]
TITLE = "Boom across the harbour is closed"


def kinds(*paragraphs: str) -> tuple[dict[str, str], str | None]:
    text = "\n\n".join(paragraphs) + "\n"
    blocks, metadata, _ = understand_structure(read(text.encode()), "a.txt")
    return {text[block.start : block.end]: block.kind for block in blocks}, metadata.title


def test_links_above_a_headline_are_no_headline() -> None:
    above, below = ["Most read", "Sign in", "Harbour", "Weather"], ["By Ann Lee", "8 September 2031"]
    found, title = kinds(*above, TITLE, *below, *BODY)
    assert title == TITLE and found[TITLE] == "headline"
    assert [found[each] for each in above] == ["boilerplate"] * 4
    assert [found[each] for each in below] == ["byline", "dateline"]


def test_scraps_between_headline_and_text_and_below_it() -> None:
    scraps = ["321,046", "Invite", "money", "budget"]
    tail = ["Next story", "Ferry to run on Sundays", "Lamps at the northern end are dark again", "Games editor"]
    found, title = kinds(TITLE, "By Ann Lee", *scraps, *BODY, *tail)
    assert title == TITLE and {found[each] for each in (*scraps, *tail)} == {"boilerplate"}
    assert [found[each] for each in BODY] == ["prose"] * 3


def test_what_readers_wrote_below_is_not_of_the_article() -> None:
    answer = "I was on that ferry, and I can tell you that there was no lamp on the boom at all that night."
    found, _ = kinds(TITLE, *BODY, "12 comments", "deckhand19", answer)
    assert found[answer] == found["deckhand19"] == "boilerplate"
    found, _ = kinds(TITLE, "12 comments", *BODY, answer)
    assert found[answer] == "prose", "a link to them above the text says nothing of the text"


@pytest.mark.parametrize(
    "lines",
    [
        [
            "The boom was closed, the lamps were out,",
            "The ferry never turned about,",
            "And no one heard the captain shout",
        ],
        ["Averil", "Kestrel Point", "Saint-Corent", "Aldermouth", "The Narrows"],
        ["Petra Sollin"],
    ],
)
def test_verse_lists_and_one_line_stay_what_they_are(lines: list[str]) -> None:
    found, title = kinds(TITLE, *BODY, "\n".join(lines), BODY[0].replace("Monday", "Friday"))
    assert title == TITLE and "boilerplate" not in found.values()
    found, _ = kinds(TITLE, *BODY, "\n".join(lines[:1]))
    assert "boilerplate" not in found.values()


def test_a_text_without_sentences_has_no_fragments() -> None:
    found, _ = kinds("Things to buy", "Bread", "Butter", "A lamp", "Rope")
    assert "boilerplate" not in found.values()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["Share", "Invite", TITLE, "comments", "8 May 2031", "« Oui »", "", *BODY]), max_size=14)
)
def test_every_paragraph_keeps_its_place(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    extracted = read(text.encode())
    blocks, metadata, _ = understand_structure(extracted, "a.txt")
    assert [block[:2] for block in blocks] == [block[:2] for block in extracted.blocks]
    for each in metadata.evidence:
        assert each.span is None or 0 <= each.span.start < each.span.end <= len(text)
