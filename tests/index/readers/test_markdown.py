"""Markdown: blocks, front matter, and input made to take long."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._cost import least_seconds
from index.document import Block, Metadata
from index.readers.plain import markdown
from index.readers.plain.markdown import read

EXAMPLE = """\
---
title: "A: B"
author: [Jane Doe, John Roe]
date: 2021-08-15
source: The Post
lang: en-GB
tags: [kabul, talks]
---
# Heading

A paragraph
of two lines.[^1]

> A quotation,
which goes on.

- first
- second
  with more

1. one

| a | b |
|---|---|
| 1 | 2 |

```
code # here

more
```

***

[^1]: The note.
[^2]: Another note,
  which goes on.

[link]: https://example.org

<div>html</div>
"""


def kinds(text: str) -> list[tuple[str, str]]:
    extracted = read(text.encode())
    return [(block.kind, extracted.text[block.start : block.end]) for block in extracted.blocks]


def covers(text: str, blocks: tuple[Block, ...]) -> None:
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(text)
        assert not text[at : block.start].strip()
        at = block.end
    assert not text[at:].strip()


def test_each_kind_of_block_is_told_apart() -> None:
    found = kinds(EXAMPLE)
    assert found[0] == ("code", EXAMPLE[: EXAMPLE.index("# Heading")].strip())
    assert found[1:] == [
        ("heading", "# Heading"),
        ("prose", "A paragraph\nof two lines.[^1]"),
        ("quote", "> A quotation,\nwhich goes on."),
        ("list", "- first"),
        ("list", "- second\n  with more"),
        ("list", "1. one"),
        ("table", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("code", "```\ncode # here\n\nmore\n```"),
        ("boilerplate", "***"),
        ("note", "[^1]: The note."),
        ("note", "[^2]: Another note,\n  which goes on."),
        ("note", "[link]: https://example.org"),
        ("code", "<div>html</div>"),
    ]


def test_front_matter_states_metadata_with_its_place() -> None:
    extracted = read(EXAMPLE.encode())
    stated = extracted.metadata
    assert stated.title == "A: B"
    assert stated.authors == ("Jane Doe", "John Roe")
    assert (stated.date_text, stated.date) == ("2021-08-15", None)
    assert (stated.source, stated.language, stated.tags) == ("The Post", "en-GB", ("kabul", "talks"))
    places = {proof.field: extracted.text[proof.span.start : proof.span.end] for proof in stated.evidence if proof.span}
    assert places["title"] == '"A: B"'
    assert places["authors"] == "[Jane Doe, John Roe]"
    assert places["date"] == "2021-08-15"


def test_places_in_front_matter_count_code_points() -> None:
    extracted = read("---\nother: 😀é\ntitle: Über\n---\ntext".encode())
    (proof,) = extracted.metadata.evidence
    assert proof.span
    assert extracted.text[proof.span.start : proof.span.end] == "Über"


@pytest.mark.parametrize(
    "matter",
    [
        "title: [unclosed",
        "title: &a x\nauthor: *a",
        "a: &a [x]\nb: &b [*a, *a]\ntitle: [*b, *b]",
        "title: " + "[" * 500,
        "title: \x01",
        "title:\n  - - - x: [}",
    ],
)
def test_front_matter_that_cannot_be_trusted_is_set_aside(matter: str) -> None:
    text = f"---\n{matter}\n---\nThe text.\n"
    extracted = read(text.encode())
    assert extracted.metadata == Metadata()
    assert [(block.kind, block.rule) for block in extracted.blocks] == [
        ("code", "front-matter"),
        ("prose", "md:paragraph"),
    ]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    text = "---\nJust text.\n\n***\n\nMore.\n\n---\n"
    assert kinds(text)[:3] == [("boilerplate", "---"), ("prose", "Just text."), ("boilerplate", "***")]
    assert read(text.encode()).metadata == Metadata()


def test_front_matter_ends_somewhere_near() -> None:
    assert read(b"---\n" + b"a: b\n" * 20_000 + b"---\n").metadata == Metadata()


def test_values_of_any_shape_are_read_as_text() -> None:
    stated = read(
        b"---\ntitle: null\nauthors:\n  - name: Jane Doe\n    at: X\n  - John Roe\ndate: 2021\n---\n"
    ).metadata
    assert (stated.title, stated.authors, stated.date_text) == (None, ("Jane Doe", "John Roe"), "2021")


PIECES = st.lists(
    st.sampled_from(
        [
            *("# a", "a", "> b", "- c", "  - d", "1. e", "```", "~~~", "    f", "| g | h |", "|---|---|", "", "***"),
            *("[x]: y", "[^1]: n", "<b>", "<!--", "---", "title: x", "===", "\t", "  ", "\x0b", "🙂 é", "[", ">" * 30),
        ]
    ),
    max_size=14,
).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_blocks_leave_out_white_space_only(text: str) -> None:
    extracted = read(text.encode())
    covers(extracted.text, extracted.blocks)
    assert read(text.encode()) == extracted


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_long_texts_keep_the_same_promise(text: str) -> None:
    limit = markdown._MAX_PARSED
    markdown._MAX_PARSED = 0
    try:
        extracted = read(text.encode())
    finally:
        markdown._MAX_PARSED = limit
    covers(extracted.text, extracted.blocks)


def test_long_texts_are_divided_alike() -> None:
    body = EXAMPLE[EXAMPLE.index("# Heading") :]
    filler = "A paragraph of some words.\n\n" * 20_000
    short, long = kinds(body), kinds(body + filler)
    assert [k for k in long if k[1] != "A paragraph of some words."][:12] == short[:12]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        ">",
        "> ",
        "[",
        "*",
        "* ",
        "`",
        "<",
        "- a\n  ",
        "[a]: b\n",
        "|a",
        "<!-- \n\n",
        "#\n",
        "> a\nb\n",
        "_",
        "![",
        "a\n===\n",
    ],
)
def test_hostile_repetition_takes_no_more_than_its_share(piece: str) -> None:
    def seconds(size: int) -> float:
        data = (piece * (size // len(piece))).encode()
        return least_seconds(lambda: read(data))

    # Four times the length: a square would take sixteen times as long.
    assert seconds(32_000) < 10 * max(seconds(8_000), 0.01)
