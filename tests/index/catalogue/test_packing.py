"""What goes into a column of the catalogue comes back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.catalogue.packing import (
    pack_blocks,
    pack_mentions,
    pack_metadata,
    pack_surfaces,
    path_from_bytes,
    path_to_bytes,
    unpack_blocks,
    unpack_mentions,
    unpack_metadata,
    unpack_surfaces,
)
from index.document import Block, Evidence, Mention, Metadata, Span

words = st.text(max_size=20)
optional = st.none() | words
spans = st.tuples(st.integers(0, 10**8), st.integers(0, 10**8)).map(lambda p: Span(*sorted(p)))


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    made, at = [], 0
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 999)), max_size=30)):
        kind = draw(st.sampled_from(["headline", "prose", "caption", "boilerplate"]))
        made.append(Block(at + gap, at + gap + length, kind, draw(st.sampled_from(["plain", "first-line", "prose"]))))
        at += gap + length
    return tuple(made)


@given(blocks())
def test_blocks(original: tuple[Block, ...]) -> None:
    assert unpack_blocks(pack_blocks(original)) == original


@given(
    st.builds(
        Metadata,
        title=optional,
        authors=st.lists(words, max_size=3).map(tuple),
        source=optional,
        date=optional,
        date_text=optional,
        date_alternatives=st.lists(words, max_size=2).map(tuple),
        language=optional,
        tags=st.lists(words, max_size=2).map(tuple),
        evidence=st.lists(st.builds(Evidence, words, words, st.none() | spans), max_size=4).map(tuple),
    )
)
def test_metadata(original: Metadata) -> None:
    assert unpack_metadata(pack_metadata(original)) == original


@given(
    st.lists(
        st.builds(
            Mention,
            st.integers(0, 10**8),
            st.integers(0, 10**8),
            words,
            words,
            st.booleans(),
            st.none() | st.sampled_from(["person:a", "person:b"]),
            optional,
        )
    )
)
def test_mentions_with_entities_joined(original: list[Mention]) -> None:
    packed = pack_mentions(original)
    assert unpack_mentions(packed, {}) == original
    moved = unpack_mentions(packed, {"person:a": "person:z"})
    assert [m.entity for m in moved] == [{"person:a": "person:z"}.get(m.entity or "", m.entity) for m in original]


@given(st.lists(st.tuples(st.text(min_size=1).filter(lambda t: "\x1f" not in t), st.integers(1, 10**6))).map(tuple))
def test_surfaces(original: tuple[tuple[str, int], ...]) -> None:
    assert unpack_surfaces(pack_surfaces(original)) == original


@given(st.binary(max_size=40))
def test_paths_of_any_bytes(raw: bytes) -> None:
    assert path_to_bytes(path_from_bytes(raw)) == raw


def test_a_path_that_no_file_can_have_is_no_other_file() -> None:
    assert path_to_bytes("\ud800.txt") not in map(path_to_bytes, ("?.txt", ".txt", "\udc80.txt", "\ufffd.txt"))
