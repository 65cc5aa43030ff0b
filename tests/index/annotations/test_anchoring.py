"""Finding a passage again."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.annotations.anchoring import Placer, make_selector, place, place_all
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.normalised import Normalised, level

Mark = Callable[..., Annotation]
Hashed = Callable[[str], str]

STORY = (
    "The envoy returned to Doha on Monday. He said the prisoners — some 5,000 of them — would be set free.\n\n"
    "“We are not in a hurry,” said the delegate, who asked not to be named.  The ministry declined to comment.\n\n"
    "By Thursday the road north was closed, and the market at Kunduz had not opened for the third day running. "
    "A driver, Habib, said that he had waited since dawn. The ministry said nothing that night either."
)


def shown(text: str, placed: PlacedAnnotation) -> str | None:
    return None if placed.start is None or placed.end is None else text[placed.start : placed.end]


@pytest.fixture
def find(hashed: Hashed) -> Callable[[Annotation, str], PlacedAnnotation]:
    def of(annotation: Annotation, text: str) -> PlacedAnnotation:
        return place(annotation, text, hashed(text))

    return of


Find = Callable[[Annotation, str], PlacedAnnotation]


# -- selectors ----------------------------------------------------------------------------------------------------


@given(st.text(max_size=200), st.data())
def test_a_selector_is_what_stands_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    exact, prefix, suffix = make_selector(text, start, end, 8)
    assert text[start:end] == exact
    assert text[:start].endswith(prefix) and text[end:].startswith(suffix)


def test_context_grows_until_the_passage_stands_alone() -> None:
    text = "\n".join(f"row {number % 3} of the list of many rows that look alike" for number in range(12))
    text = text[:300] + "BUT" + text[300:]
    start = text.index("row 2")
    exact, prefix, suffix = make_selector(text, start, start + 5, 8)
    assert text.count(prefix + exact + suffix) == 1
    assert len(prefix) > 8


def test_context_is_bounded_where_nothing_tells_a_passage_apart() -> None:
    text = "no. " * 10_000
    assert [len(part) for part in make_selector(text, 20_000, 20_003, 32)] == [3, 512, 512]


def test_context_does_not_begin_inside_a_character() -> None:
    text = "x" * 20 + "e\u0301" + "y" * 7 + "word"
    _, prefix, _ = make_selector(text, 29, 33, 8)
    assert prefix.startswith("e\u0301")


# -- unchanged and moved ------------------------------------------------------------------------------------------


@given(st.text(max_size=100), st.data())
def test_in_its_own_text_every_passage_is_exact(
    mark_any: Callable[..., Annotation], text: str, data: st.DataObject
) -> None:
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    annotation = mark_any(text, start, end)
    assert place(annotation, text, annotation.text_sha256) == PlacedAnnotation(annotation, "exact", start, end)


@given(inserted=st.text(min_size=1, max_size=300), data=st.data())
def test_what_is_inserted_before_moves_a_passage(
    mark_any: Callable[..., Annotation], inserted: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(60, len(STORY) - 30))
    end = data.draw(st.integers(start + 20, len(STORY)))
    annotation = mark_any(STORY, start, end)
    assume(annotation.exact.strip() and annotation.exact not in inserted)
    text = inserted + STORY
    placed = place(annotation, text, "other")
    assert (placed.status, placed.start, placed.end) == ("moved", start + len(inserted), end + len(inserted))


def test_an_edit_after_leaves_a_passage_exact(mark: Mark, find: Find) -> None:
    annotation = mark(STORY, "prisoners")
    assert find(annotation, STORY + " More to come.").status == "exact"


def test_an_edit_right_beside_it_does_not_lose_a_passage(mark: Mark, find: Find) -> None:
    annotation = mark(STORY, "the road north was closed")
    for edited in (
        STORY.replace("By Thursday", "On Friday, the agency reported,"),
        STORY.replace(", and the market", "; the old market"),
    ):
        placed = find(annotation, edited)
        assert (placed.status in ("exact", "moved"), shown(edited, placed)) == (True, annotation.exact)


def test_context_chooses_among_the_same_words(mark: Mark, find: Find) -> None:
    second = STORY.rindex("The ministry")
    annotation = replace(
        mark(STORY, "The ministry"),
        start=second,
        end=second + 12,
        prefix=STORY[second - 32 : second],
        suffix=STORY[second + 12 : second + 44],
    )
    edited = "An editor's note of some length stands here now. " + STORY.replace("had waited", "waited")
    placed = find(annotation, edited)
    assert (placed.status, placed.start) == ("moved", edited.rindex("The ministry"))


def test_the_same_words_at_the_old_place_do_not_deceive(mark: Mark, find: Find) -> None:
    text = "yes: Ann, who was there\nno: Bob, who was not\nyes: Cid, who came late\nno: Dan, who never came\n"
    annotation = mark(text, "no", id="urn:x:1")
    edited = "no: Eve, who stayed at home\n" + text
    assert text[24:26] == "no" and edited[:2] == "no"
    placed = find(replace(annotation, start=0, end=2), edited)
    assert (placed.status, placed.start) == ("moved", edited.index("no: Bob"))


# -- typography ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [("“", '"'), ("”", '"'), ("—", "–"), (" — ", " -- "), (" ", "\u00a0"), (" ", "  "), (" ", "\n"), ("e", "e\u200b")],
)
def test_a_change_of_typography_is_seen_through(mark: Mark, find: Find, old: str, new: str) -> None:
    edited = "Updated. " + STORY.replace(old, new)
    for words in ("the prisoners — some 5,000 of them — would", "“We are not in a hurry,” said the delegate"):
        annotation = mark(STORY, words)
        placed = find(annotation, edited)
        there = shown(edited, placed)
        assert there is not None and level(there) == level(words)
        assert placed.status == ("moved" if there == words else "changed")


def test_composed_and_decomposed_letters_are_the_same(mark: Mark, find: Find) -> None:
    text = "It was at the café Véfour that the oﬀer… was made, he said."
    edited = "It was at the cafe\u0301 Ve\u0301four that the offer... was made, he said."
    placed = find(mark(text, "Véfour that the oﬀer…"), edited)
    assert (placed.status, shown(edited, placed)) == ("changed", "Ve\u0301four that the offer...")


@given(st.text(alphabet='ab \n\u00a0“"—-…ﬁe\u0301\u200b', max_size=60), st.data())
def test_levelled_places_lead_back(text: str, data: st.DataObject) -> None:
    normalised = Normalised(text)
    assert normalised.text == level(text)
    if normalised.text:
        start = data.draw(st.integers(0, len(normalised.text) - 1))
        end = data.draw(st.integers(start + 1, len(normalised.text)))
        first, last = normalised.original_span(start, end)
        assert 0 <= first < last <= len(text)
        assert normalised.text[start:end] in level(text[first:last])


# -- doubtful and gone --------------------------------------------------------------------------------------------


def test_a_passage_that_was_deleted_is_an_orphan(mark: Mark, find: Find) -> None:
    for words in ("A driver, Habib, said that he had waited since dawn.", "Habib", "the market at Kunduz"):
        placed = find(mark(STORY, words), STORY.replace(words, ""))
        assert (placed.status, placed.start, placed.end) == ("orphan", None, None)
        assert placed.reason


def test_a_short_passage_does_not_attach_elsewhere(mark: Mark, find: Find) -> None:
    annotation = mark(STORY, "said")
    edited = STORY[:10] + STORY[STORY.index("By Thursday") :]
    assert find(annotation, edited).status == "orphan"


def test_two_places_as_good_as_each_other_are_uncertain(mark: Mark, find: Find) -> None:
    annotation = mark(STORY, "the market at Kunduz")
    edited = "Corrected.\n\n" + STORY + "\n\n" + STORY
    placed = find(annotation, edited)
    assert placed.status == "uncertain" and placed.reason == "the same words stand in 2 places"
    assert placed.start == edited.index("the market")


@given(st.integers(2, 5), st.data())
def test_copies_of_the_whole_are_uncertain(
    mark_any: Callable[..., Annotation], copies: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(STORY) - 30))
    end = data.draw(st.integers(start + 10, len(STORY)))
    annotation = mark_any(STORY, start, end)
    assume(annotation.exact.strip())
    text = "||| " + " ||| ".join([STORY] * copies)
    placed = place(annotation, text, "other")
    assert placed.status == "uncertain"
    assert shown(text, placed) == annotation.exact


def test_a_long_passage_alone_is_found_wherever_it_went(mark: Mark, find: Find) -> None:
    words = STORY[STORY.index("By Thursday") : STORY.index(" A driver")]
    placed = find(mark(STORY, words), f"Nothing else of it is left. {words} So it ends.")
    assert placed.status == "moved"


def test_a_passage_without_words_is_not_looked_for(mark: Mark, find: Find) -> None:
    annotation = mark(STORY, "\n\n")
    assert find(annotation, STORY).status == "exact"
    assert find(annotation, STORY.replace("\n\n", " ")).status == "orphan"


def test_damaged_offsets_are_mended_by_the_quotation(mark: Mark, hashed: Hashed) -> None:
    annotation = replace(mark(STORY, "prisoners"), start=10**12, end=10**12 + 9)
    placed = place(annotation, STORY, hashed(STORY))
    assert (placed.status, placed.start) == ("moved", STORY.index("prisoners"))


# -- many at once -------------------------------------------------------------------------------------------------


def test_many_are_placed_as_one_by_one(mark_any: Callable[..., Annotation], hashed: Hashed) -> None:
    chance = random.Random(3)
    marks = []
    for number in range(60):
        start = chance.randrange(len(STORY) - 40)
        if start < STORY.index(" the road north") < start + 40:
            continue  # a passage that words are put into is no longer found as it was
        marks.append(mark_any(STORY, start, start + chance.randrange(16, 40), id=f"urn:x:{number}"))
    edited = STORY.replace("By Thursday", "By Thursday, it turned out,").replace("—", "-")
    edited = "Now at the top: another paragraph.\n\n" + edited
    together = place_all(marks, edited, hashed(edited))
    assert [placed.annotation for placed in together] == marks
    assert together == [place(each, edited, hashed(edited)) for each in marks]
    assert {placed.status for placed in together} <= {"moved", "changed"}


def test_many_in_a_large_text_are_placed_in_good_time(mark_any: Callable[..., Annotation], hashed: Hashed) -> None:
    text = "\n".join(f"{number}: {STORY}" for number in range(4000))
    starts = range(1000, len(text) - 200, len(text) // 2000)
    hashes = {"text_sha256": hashed(text), "file_sha256": ""}
    marks = [mark_any(text, start, start + 50, **hashes) for start in starts]
    edited = "A line above.\n" + text
    placer = Placer(edited, hashed(edited))
    assert {placer.place(each).status for each in marks} == {"moved"}


@pytest.mark.parametrize("length", [1, 4, 3000])
def test_a_text_of_one_letter_is_no_trap(mark_any: Callable[..., Annotation], find: Find, length: int) -> None:
    text = "a" * 200_000
    annotation = mark_any(text, 50_000, 50_000 + length)
    assert find(annotation, text[:50_000] + "b" + text[50_000:]).status == "uncertain"
