"""Layers of marks: looking up, walking and painting, against counting by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench._cost import least_seconds
from tui.highlights import Highlights, Layer, LayerSpan

SPANS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 40), st.sampled_from("xyz")).map(lambda s: (s[0], s[0] + s[1], s[2])),
    max_size=200,
)


@settings(max_examples=300, deadline=None)
@given(SPANS, st.integers(0, 340), st.integers(1, 60), st.booleans())
def test_what_falls_into_a_row(spans, start, length, with_a_long_one):  # type: ignore[no-untyped-def]
    if with_a_long_one:
        spans = [*spans, (0, 400, "x")]
    layer = Layer(spans)

    expected = sorted(s for s in spans if s[0] < s[1] and s[0] < start + length and s[1] > start)
    assert layer.within(start, start + length) == expected
    assert len(layer) == sum(1 for s in spans if s[0] < s[1])


@settings(max_examples=200, deadline=None)
@given(SPANS, st.integers(-1, 340))
def test_walking_finds_the_nearest_start(spans, offset):  # type: ignore[no-untyped-def]
    layer, starts = Layer(spans), sorted(s[0] for s in spans if s[0] < s[1])
    offset = max(0, offset)

    after, before = layer.next_after(offset), layer.previous_before(offset)
    assert (after and after.start) == next((s for s in starts if s > offset), None)
    assert (before and before.start) == next((s for s in reversed(starts) if s < offset), None)
    named = layer.next_after(offset, frozenset("x"))
    assert (named and named.start) == next(
        (s[0] for s in sorted(spans) if s[0] < s[1] and s[0] > offset and s[2] == "x"), None
    )


@settings(max_examples=200, deadline=None)
@given(SPANS, SPANS, st.integers(0, 300), st.integers(0, 60))
def test_painting_gives_each_character_the_styles_of_all_layers(first, second, start, length):  # type: ignore[no-untyped-def]
    highlights = Highlights(lambda layer, name: None if name == "z" else f"{layer} {name}")
    highlights.set("a", first)
    highlights.set("b", second)
    extra = [(start + 2, start + 5, "cursor")]

    runs = highlights.paint(start, start + length, extra)

    assert [run.start for run in runs] == [start, *[run.end for run in runs]][: len(runs)]
    assert not length or runs[-1].end == start + length
    for run in runs:
        for at in range(run.start, run.end):
            expected = {
                f"{name} {s[2]}" for name, spans in (("a", first), ("b", second)) for s in spans if s[0] <= at < s[1]
            }
            expected = {style for style in expected if not style.endswith("z")}
            if start + 2 <= at < start + 5:
                expected.add("cursor")
            assert highlights.styles_of(run.mask) == expected


def test_the_innermost_span_comes_first() -> None:
    layer = Layer([(0, 100, "outer"), (10, 20, "inner"), (10, 50, "middle")])

    assert [span.name for span in layer.at(12)] == ["inner", "middle", "outer"]
    assert layer.at(100) == []


def test_replacing_a_layer_leaves_others_alone_and_is_seen() -> None:
    highlights = Highlights(lambda layer, name: layer)
    highlights.set("matches", [(0, 2, "m")])
    highlights.set("entities", [(1, 3, "PERSON")])
    revision = highlights.revision
    highlights.clear("matches")

    assert highlights.revision > revision
    assert list(highlights.layer("matches")) == []
    assert list(highlights.layer("entities")) == [LayerSpan(1, 3, "PERSON")]


@pytest.mark.slow
def test_a_span_over_everything_does_not_make_every_row_slow() -> None:
    spans = [(0, 5_000_000, "whole"), *((at, at + 5, "word") for at in range(0, 5_000_000, 100))]
    highlights = Highlights(lambda layer, name: name)
    highlights.set("entities", spans)

    def paint() -> None:
        for at in range(4_900_000, 4_910_000, 100):
            highlights.paint(at, at + 72)

    assert least_seconds(paint) / 100 < 0.002
