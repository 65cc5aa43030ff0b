"""What a figure or a date is of, by the words beside it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Block, Metadata
from index.facts.cell import Cell
from index.facts.reading import cells_of
from index.understanding.anchors import resolved
from index.understanding.date_forms import stated_dates
from index.understanding.entities import RulesExtractor
from index.understanding.figures import figures_of


def cells(text: str, kind: str = "prose") -> tuple[Cell, ...]:
    blocks = [Block(0, len(text), kind, "test")]  # type: ignore[arg-type]
    mentions = RulesExtractor().extract(text, blocks, "en")
    figures = [(figure, text[figure.start : figure.end]) for figure in figures_of(text, blocks, mentions, "en")]
    stated = stated_dates(text, blocks, mentions)
    values = resolved(stated, Metadata(date="2031-09-10"))
    return cells_of("a.txt", text, blocks, figures, [(value, text[value.start : value.end]) for value in values])


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Thirty-one people died on Sunday.", ("figure", "people", "dead")),
        ("The ministry puts the dead at 31, out of 118.", ("figure", "people", "dead")),
        ("She sailed with 118 people aboard.", ("figure", "people", "aboard")),
        ("The toll rose to 47.", ("figure", "people", "dead")),
        ("They swapped 5,000 Taliban prisoners.", ("figure", "prison", "taliban")),
        ("The fund is €6.8 million.", ("figure", "euros", "fund")),
        ("It was 96 minutes after the distress call.", ("figure", "minut", "call")),
        ("Nils Aubrey, a deckhand, is 19.", ("figure", "years old", "aubrey")),
        ("Nils Aubrey, 22, saw it.", ("figure", "years old", "aubrey")),
    ],
)
def test_what_a_figure_is_of(text: str, slot: tuple[str, str, str]) -> None:
    found = [cell.slot for cell in cells(text) if cell.slot.kind == "figure"]
    assert found and (found[0].kind, found[0].of) == (slot[0], slot[2])
    assert found[0].unit.startswith(slot[1])


@pytest.mark.parametrize(
    "text", ["The two sides met.", "He read the 9/11 report.", "Chapter 12 is long.", "She knows 4 answers."]
)
def test_what_is_of_nothing_is_no_cell(text: str) -> None:
    assert [cell for cell in cells(text) if cell.slot.kind == "figure"] == []


@pytest.mark.parametrize(
    ("text", "event", "beside"),
    [
        ("The accord was signed on 29 August 2031.", "sign", {"accord"}),
        ("The boom was opened a week ago. He gave the date as 1 September 2031.", "open", {"boom"}),
        ("August 29, 2031. The accord is signed at the lighthouse.", "sign", {"accord", "lighthouse"}),
        ("Troops withdraw two days after the signing, on 2 March 2020.", "withdraw", {"Troops"}),
        ("He said on 1 May 2031 that it rained.", None, set()),
    ],
)
def test_what_a_date_is_of(text: str, event: str | None, beside: set[str]) -> None:
    found = [cell for cell in cells(text) if cell.slot.kind == "date" and cell.value]
    assert [cell.slot.unit for cell in found[-1:]] == ([event] if event else [])
    assert not found or beside <= set(found[-1].near)


def test_a_column_of_a_table_tells_what_is_counted() -> None:
    table = "| Source | Aboard | Dead |\n|---|---|---|\n| Ministry | 118 | 31 |\n| Hospital | none given | 47 |"
    found = [(cell.words, cell.slot.of) for cell in cells(table, "table")]
    assert found == [("118", "aboard"), ("31", "dead"), ("47", "dead")]


WORDS = st.sampled_from(
    [
        "",
        ".,|",
        "\n;“—",
        "signed",
        "opened",
        "31",
        "dead",
        "August",
        "2",
        "of",
        "2031",
        "people",
        "the",
        "é",
        "72",
        "hours",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=30))
def test_any_text_gives_cells_that_slice_to_it(words: list[str]) -> None:
    text = " ".join(words)
    for kind in ("prose", "table"):
        for cell in cells(text, kind):
            assert text[cell.start : cell.end] == cell.words
