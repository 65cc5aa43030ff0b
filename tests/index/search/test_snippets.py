"""The passage shown with a hit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.document import Block, Span
from index.search.matching import matches
from index.search.parser import parse
from index.search.snippets import best_snippet


def blocks(text: str, *kinds: str) -> list[Block]:
    found, at = [], 0
    for number, part in enumerate(text.split("\n\n")):
        kind = kinds[number] if number < len(kinds) else "prose"
        found.append(Block(at, at + len(part), kind, "test"))  # type: ignore[arg-type]
        at += len(part) + 2
    return found


FILLER = "Nothing of the kind was said by anybody that day. " * 8
TEXT = (
    "Peace and war\n\n"
    f"{FILLER}Only the peace was lost. {FILLER}\n\n"
    f"{FILLER}Then the envoy spoke of peace and of war. {FILLER}\n\n"
    "Subscribe for peace and war and the envoy."
)
BLOCKS = blocks(TEXT, "headline", "prose", "prose", "boilerplate")


def snippet(query: str, characters: int = 120) -> str:
    found = best_snippet(TEXT, BLOCKS, matches(parse(query), TEXT), characters)
    assert found is not None
    assert found.text == TEXT[found.start : found.end]
    assert all(found.start <= span.start and span.end <= found.end for span in found.matches)
    return found.text


def test_the_passage_with_the_most_different_matches_in_prose() -> None:
    assert "envoy spoke of peace and of war" in snippet("peace war envoy")


def test_it_begins_and_ends_with_a_sentence() -> None:
    text = snippet("envoy", 160)
    assert text.startswith(("Nothing of the kind", "Then the envoy"))
    assert text.endswith(".")


def test_a_cut_inside_a_sentence_is_known_on_its_side() -> None:
    long = (
        "The boom "
        + "of the narrow channel " * 20
        + "was open. Nobody knew. And "
        + "so it went on " * 20
        + "for years."
    )
    text = f"A headline of its own\n\n{long}"

    def cuts(word: str, *kinds: str) -> tuple[bool, bool]:
        found = best_snippet(text, blocks(text, "headline", *kinds), matches(parse(word), text), 60)
        assert found is not None
        return found.cut_before, found.cut_after

    assert cuts("boom") == (False, True)
    assert cuts("narrow")[1] is True
    assert cuts("years") == (True, False)
    whole = best_snippet(TEXT, BLOCKS, matches(parse("envoy"), TEXT), 160)
    assert whole is not None and (whole.cut_before, whole.cut_after) == (False, False)
    assert cuts("headline") == (False, False)


def test_lines_of_a_table_are_whole_by_themselves() -> None:
    text = "a boom and lamps\n" * 30
    whole = best_snippet(text, blocks(text, "table"), matches(parse("boom"), text), 50)
    broken = best_snippet(text, blocks(text, "prose"), matches(parse("boom"), text), 50)
    assert whole is not None and broken is not None
    assert (whole.cut_after, broken.cut_after) == (False, True)


def test_without_matches_it_is_where_the_prose_begins() -> None:
    text = snippet("xyzzy")
    assert text.startswith("Nothing of the kind") and len(text) <= 120


def test_a_headline_alone_is_better_than_nothing() -> None:
    assert best_snippet("Peace", blocks("Peace", "headline"), [Span(0, 5)], 100).text == "Peace"  # type: ignore[union-attr]


def test_no_text_no_passage() -> None:
    assert best_snippet("", [], [], 100) is None
    assert best_snippet(" \n ", blocks(" \n "), [], 100) is None


def test_no_blocks() -> None:
    assert best_snippet("war and peace", [], [Span(0, 3)], 100).text == "war and peace"  # type: ignore[union-attr]


PARTS = ["peace", "war", "a", "said.", "e\u0301te\u0301", "北京大学发表", "x" * 90]


@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=60),
    st.sets(st.integers(0, 59)),
    st.integers(10, 200),
)
def test_any_text(parts: list[str], breaks: set[int], characters: int) -> None:
    text = "".join(part + ("\n\n" if at in breaks else " ") for at, part in enumerate(parts)).rstrip()
    found_blocks = blocks(text)
    found = matches(parse("peace OR =war OR 大"), text)
    made = best_snippet(text, found_blocks, found, characters)
    assert made is not None
    assert made.text == text[made.start : made.end] == made.text.strip()
    assert any(block.start <= made.start and made.end <= block.end for block in found_blocks)
    assert len(made.text) <= characters + 95
    if found:
        assert made.matches
    assert set(made.matches) == {s for s in found if made.start <= s.start and s.end <= made.end}


def test_of_a_block_that_matches_as_a_whole_it_is_the_beginning() -> None:
    text = "One row of the table. " * 1_000
    found = best_snippet(text, [Block(0, len(text), "table", "")], [Span(0, len(text))], 240)
    assert found is not None and len(found.text) <= 240
    assert found.matches == (Span(0, found.end),)
