"""Paragraphs put together: one text, and every position in it true."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Metadata
from index.readers.office.flowing import Flow, Paragraph, assembled

WORDS = st.text("ab \t\n\x00\u2028\ufeff\U0001f600", max_size=6)


def paragraph(parts: list[tuple[str, bool]], number: int) -> Paragraph:
    """Words, those of a link between brackets; each begins with a place of its own."""
    made = Paragraph()
    made.anchor(f"place {number}")
    made.page(str(number))
    for words, linked in parts:
        made.link(f"<{words}>", f"#place {number}") if linked else made.words(words)
    return made


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.tuples(WORDS, st.booleans()), max_size=3),
            st.sampled_from(("prose", "list", "code", "table")),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_every_position_is_true_however_paragraphs_are_joined(
    given_paragraphs: list[tuple[list[tuple[str, bool]], str, bool]],
) -> None:
    flow = Flow()
    for number, (parts, kind, labelled) in enumerate(given_paragraphs):
        inner = Flow()
        inner.add(paragraph(parts, number), kind, kind, tight=kind == "list", indent=2)  # type: ignore[arg-type]
        if labelled:
            inner.label("[1]", f"label {number}", f"place {number}")
        if kind == "table":
            flow.table([[inner, Flow(), inner], [Flow()]], "table")
        else:
            flow.extend(inner)
    found = assembled(flow, "test/1", Metadata(), paged=True)
    assert not re.search("[\x00-\x08\x0b-\x1f\u2028\ufeff]", found.text)
    at = 0
    for block in found.blocks:
        assert not found.text[at : block.start].strip()
        text = found.text[block.start : block.end]
        assert text and text == text.strip()
        at = block.end
    assert not found.text[at:].strip()
    for start, end, target in found.links:
        words = found.text[start:end]
        assert words == "[1]" or (words[0], words[-1]) == ("<", ">")
        assert int(target[1:]) < len(found.text)
    assert [page.start for page in found.pages] == sorted(page.start for page in found.pages)
    assert not found.pages or found.pages[0].start == 0


def test_places_of_paragraphs_without_words_are_where_the_next_begins() -> None:
    flow = Flow()
    flow.add(Paragraph("One"), "prose", "p")
    flow.add(paragraph([], 7), "prose", "p")
    last = Paragraph("  Two ")
    last.link("up", "#place 7")
    last.link("nowhere", "#lost")
    flow.add(last, "prose", "p")
    found = assembled(flow, "test/1", Metadata(), paged=True)
    assert found.text == "One\n\nTwo upnowhere"
    assert found.links == ((9, 11, "#5"),)
    assert found.pages == ((0, "1"), (5, "7"))


def test_a_table_of_long_cells_only_arranges_them() -> None:
    def cell(words: str) -> Flow:
        flow = Flow()
        flow.add(Paragraph(words), "prose", "p")
        return flow

    for words, kinds in (("word " * 10, ["table"]), ("word " * 100, ["prose", "prose"])):
        flow = Flow()
        flow.table([[cell(words), cell(words)]], "table")
        assert [item.kind for item in flow.items] == kinds
