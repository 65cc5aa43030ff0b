"""A place in a text is found again by its words when the text has changed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.watching.moved import Moved

PARAGRAPHS = [
    f"Paragraph {n} tells of ship {n * 37 % 101} and of what its {n * 13 % 17} sailors saw." for n in range(30)
]
TEXT = "\n\n".join(PARAGRAPHS)
edits = st.lists(
    st.tuples(st.sampled_from(["drop", "double", "before", "words"]), st.integers(0, len(PARAGRAPHS) - 1)), max_size=6
)


def edited(kept: int, changes: list[tuple[str, int]]) -> str:
    """The paragraphs with some dropped, some written otherwise and some put in, but one as it was."""
    found: list[str] = []
    for number, paragraph in enumerate(PARAGRAPHS):
        kinds = [kind for kind, at in changes if at == number]
        if "before" in kinds:
            found.append(f"A new paragraph, {number}, with a line feed\nin it.")
        if number == kept or not kinds:
            found.append(paragraph)
        elif "drop" not in kinds:
            found.append(paragraph.replace("sailors", "passengers, who were awake,"))
    return "\n\n".join(found)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(PARAGRAPHS) - 1), st.integers(0, 20), edits)
def test_a_place_stays_at_its_words(kept: int, within: int, changes: list[tuple[str, int]]) -> None:
    after = edited(kept, changes)
    place = Moved(TEXT, after).place(TEXT.index(PARAGRAPHS[kept]) + within)
    assert after[place:].startswith(PARAGRAPHS[kept][within:])


@settings(max_examples=60, deadline=None)
@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60), st.integers(-3, 70))
def test_whatever_changes_it_is_a_place_of_the_text(before: str, after: str, offset: int) -> None:
    assert 0 <= Moved(before, after).place(offset) <= len(after)
    if before == after:
        assert Moved(before, after).place(offset) == max(0, min(offset, len(before)))


def test_where_the_words_are_gone_what_stood_beside_them_is_shown() -> None:
    after = TEXT.replace(PARAGRAPHS[12] + "\n\n", "").replace("Paragraph 3 ", "The third paragraph ")
    place = Moved(TEXT, after).place(TEXT.index(PARAGRAPHS[12]))
    assert after[place:].startswith(PARAGRAPHS[13])
    assert Moved(TEXT, "").place(100) == 0


def test_a_line_that_was_mended_is_the_same_line() -> None:
    mended = TEXT.replace("Paragraph 12 tells of ship", "The 12th paragraph tells of the ship")
    place = Moved(TEXT, mended).place(TEXT.index("Paragraph 12"))
    assert abs(place - mended.index("The 12th")) < 12
