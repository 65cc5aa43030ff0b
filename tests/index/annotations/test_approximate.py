"""Finding a passage whose words have changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.annotations.anchoring import Placer, place
from index.annotations.annotation import Annotation, PlacedAnnotation
from index.annotations.approximate import LONGEST_SCAN, Approximate, Scored, Sought
from index.annotations.bands import doubt_of
from index.annotations.difference import difference, in_words
from index.annotations.myers import Effort, Pattern

Mark = Callable[..., Annotation]

REPORT = (
    "On Monday the envoy came back from the capital with a list of demands that nobody had expected to see.\n\n"
    "The first was that the prisoners be moved to the coast before winter, where the Red Cross could visit them. "
    "The second concerned the river: both banks were to be cleared of mines, and the ferry repaired at the expense of "
    "the ministry. A third, added by hand, said only that the letters be returned.\n\n"
    "Asked about it, the minister shrugged. He had seen longer lists, he said, and shorter winters."
)
WORDS = "the prisoners be moved to the coast before winter, where the Red Cross could visit them"


def shown(text: str, placed: PlacedAnnotation) -> str | None:
    return None if placed.start is None else text[placed.start : placed.end]


def distance(one: str, other: str) -> int:
    """By the table, as in every textbook."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        above, row[0] = row[0], number
        for at, there in enumerate(other, 1):
            above, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, above + (letter != there))
    return row[-1]


def test_one_place_like_a_long_passage_and_no_other_is_enough(mark: Mark) -> None:
    """Four fifths of its words where it stood need no question; a second such place does, and so does a short one."""
    now = REPORT.replace("could visit", "may see").replace("before winter", "in autumn").replace("The first", "First")
    placed = place(mark(REPORT, WORDS), now, "x")
    assert placed.status == "changed" and "to the coast in autumn" in (shown(now, placed) or "")
    found = Scored(0.85, 0, 87, 0.8, 0.9, 0.85)
    twin = Scored(0.7, 100, 187, 0.7, 0.6, 0.7)
    assert doubt_of(WORDS, [found]) is None
    assert doubt_of(WORDS, [found, twin]) is not None
    assert doubt_of(WORDS[:39], [found]) is not None and doubt_of(WORDS[:40], [found]) is None
    assert doubt_of(WORDS, [found._replace(score=0.79)]) is not None


@settings(max_examples=60)
@given(st.text("ab x-\n", max_size=60), st.data())
def test_what_the_words_say_is_not_there_is_not_there(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    exact = data.draw(st.one_of(st.just(text[first : first + 20]), st.text("ab x-\n", max_size=20)))
    known = Approximate(text)
    assert not known.lacks(exact)  # nothing is known yet
    known.places(Sought("aa bb", "", "", 0))
    assert not (known.lacks(exact) and exact in text)
    gone = Approximate("one two three four")
    gone.places(Sought("one two", "", "", 0))
    assert gone.lacks("one three two four") and not gone.lacks("two three")


# -- letters that were put in, left out, replaced -----------------------------------------------------------------


@settings(max_examples=60)
@given(st.text("ab𝐛é", max_size=70), st.text("ab𝐛é", max_size=12))
def test_errors_are_those_of_the_table(text: str, words: str) -> None:
    pattern = Pattern(words, Effort(10**9))
    assert pattern.distance(text) == distance(words, text)
    errors, length = pattern.beginning(text)
    assert errors == distance(words, text[:length]) == min(distance(words, text[:at]) for at in range(len(text) + 1))
    ends = pattern.ends(text, len(words), 0)
    least = [min(distance(words, text[first:end]) for first in range(end + 1)) for end in range(1, len(text) + 1)]
    assert all(least[end - 1] == errors for errors, end in ends)
    assert not text or min(errors for errors, _ in ends) == min(least)


# -- the situations of Hypothesis's own tests, in words of ours -----------------------------------------------------


def test_changed_words_are_found_and_shown(mark: Mark) -> None:
    edited = REPORT.replace("moved to the coast before winter", "taken to the coast before the winter")
    placed = place(mark(REPORT, WORDS), edited, "other")
    assert (placed.status, placed.here) == ("changed", shown(edited, placed))
    assert placed.here == WORDS.replace("moved", "taken").replace("before winter", "before the winter")


def test_of_two_that_are_alike_the_context_chooses(mark: Mark) -> None:
    text = (
        "In the north the old bridge was closed to carts. " * 2
        + REPORT
        + " In the south the old bridge was closed too."
    )
    annotation = mark(text, "the old bridge was closed too")
    edited = text.replace("In the south the old bridge was closed too", "In the south the old bridges were closed too")
    placed = place(annotation, edited, "other")
    assert (placed.status, placed.here) == ("changed", "the old bridges were closed too")


def test_a_hint_breaks_no_tie_silently(mark: Mark) -> None:
    row = "Nobody on the ferry saw the lantern that evening, and nobody asked for it. "
    text = row + REPORT + "\n"
    annotation = mark(text, "saw the lantern that evening")
    edited = (row + REPORT + "\n").replace("lantern", "lamp") * 2
    placed = place(annotation, edited, "other")
    assert placed.status == "uncertain" and placed.reason == "2 places are equally like it"
    assert placed.start == edited.index("saw the lamp")


def test_a_long_context_tells_one_row_from_all_the_others(mark_any: Mark) -> None:
    text = "\n".join(f"{number}, a row of a list of rows in which all look very much alike" for number in range(40))
    start = text.index("all look", text.index("17, "))
    annotation = mark_any(text, start, start + 24)
    assert len(annotation.prefix) > 32
    placed = place(annotation, "Above all.\n" + text, "other")
    assert (placed.status, placed.start) == ("moved", start + 11)
    gone = text[: text.index("17, ")] + text[text.index("18, ") :]
    assert place(annotation, gone, "other").status == "uncertain"


@pytest.mark.parametrize("text", ["", " ", "x", "\n\n", "Nothing of the kind.", "á" * 400, "漢字" * 300])
def test_where_there_is_nothing_like_it_nothing_is_found(mark: Mark, text: str) -> None:
    placed = place(mark(REPORT, WORDS), text, "other")
    assert (placed.status, placed.start, placed.end) == ("orphan", None, None)
    assert placed.reason and placed.near is not None and placed.near <= len(text)


def test_scripts_without_spaces_are_found_by_pairs_of_signs(mark: Mark) -> None:
    chance = random.Random(4)
    text = "".join(chr(chance.randrange(0x4E00, 0x5800)) for _ in range(40_000))
    annotation = mark(text, text[21_000:21_040])
    edited = text[:500] + "新聞" * 50 + text[500:21_010] + "新" + text[21_011:]
    placed = place(annotation, edited, "other")
    assert (placed.status, placed.start, placed.here) == ("changed", 21_100, edited[21_100:21_140])


# -- the bands ----------------------------------------------------------------------------------------------------


def test_half_changed_asks_and_rewritten_is_gone(mark: Mark) -> None:
    annotation = mark(REPORT, WORDS)
    half = REPORT.replace("moved to the coast before winter, where", "brought down to a harbour in summer, so that")
    placed = place(annotation, half, "other")
    assert placed.status == "uncertain" and "% of its letters" in str(placed.reason)
    assert str(placed.here).startswith("the prisoners be") and str(placed.here).endswith("could visit them")
    rewritten = REPORT.replace(WORDS + ". The second", "everything stay as it is. Then it")
    assert place(annotation, rewritten, "other").status == "orphan"


def test_a_long_passage_that_moved_and_changed_asks(mark: Mark) -> None:
    annotation = mark(REPORT, WORDS)
    elsewhere = (
        "A note of some other matter. " * 20 + WORDS.replace("coast", "shore") + " - as was heard, from afar. " * 9
    )
    placed = place(annotation, elsewhere, "other")
    assert placed.status == "uncertain" and str(placed.reason).endswith("not what stood around it")


def test_a_short_one_needs_what_stood_around_it(mark: Mark) -> None:
    annotation = mark(REPORT, "the minister")
    beside = REPORT.replace("the minister", "the ministre")
    assert place(annotation, beside, "other").here == "the ministre"
    alone = "Quite another text, in which somebody wrote of the ministre and of nothing else that matters here."
    assert place(annotation, alone, "other").status == "orphan"


def test_what_stood_twice_is_not_taken_for_its_twin(mark_any: Mark) -> None:
    first = REPORT.replace("Monday", "Friday")
    text = f"{first}\n\nA week later it was printed again.\n\n{REPORT}"
    start = text.rindex(WORDS)
    annotation = mark_any(text, start, start + len(WORDS))
    gone = text[: text.rindex("The first was")] + text[text.rindex("The second") :]
    assert place(annotation, gone, "other").status in ("uncertain", "orphan")
    assert place(annotation, "Printed today. " + text, "other").status == "moved"


# -- any text, any edit -------------------------------------------------------------------------------------------

SCRAPS = st.lists(
    st.sampled_from(
        ["the ferry ", "sank ", "“now”", "…", "-\n", "ﬁ", "e\u0301", "\u00ad", "漢字", "𝐛", "\n\n", ". ", "a", "\ud800"]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=150)
@given(old=SCRAPS, new=SCRAPS, cut=st.tuples(st.integers(0, 200), st.integers(0, 200)), data=st.data())
def test_any_edit_leaves_the_truth(
    mark_any: Mark, old: str, new: str, cut: tuple[int, int], data: st.DataObject
) -> None:
    old = old or "a"
    start = data.draw(st.integers(0, len(old) - 1))
    annotation = mark_any(old, start, data.draw(st.integers(start + 1, len(old))))
    edited = old[: cut[0]] + new + old[cut[1] :]
    placed = place(annotation, edited, "other")
    if placed.start is None or placed.end is None:
        assert placed.status == "orphan" and placed.reason and placed.end is None
        return
    assert 0 <= placed.start < placed.end <= len(edited) and placed.status != "orphan"
    here = edited[placed.start : placed.end]
    assert placed.here == (None if here == annotation.exact else here)
    assert placed.status not in ("exact", "moved") or here == annotation.exact
    assert placed.status != "exact" or placed.start == annotation.start
    assert (placed.status == "uncertain") == (placed.reason is not None)


def test_the_work_grows_with_the_text_and_not_faster(mark_any: Mark) -> None:
    chance = random.Random(2)
    vocabulary = ["".join(chance.choices("aeioulmnrst", k=chance.randint(3, 9))) for _ in range(3000)]

    def steps(words: int) -> int:
        text = " ".join(chance.choices(vocabulary, k=words))
        edited = " ".join("other" if chance.random() < 0.15 else word for word in text.split(" "))
        placer = Placer(edited, "other")
        for start in range(0, len(text) - 200, len(text) // 50):
            placer.place(mark_any(text, start, start + 150, text_sha256="t"))
        return placer.steps

    few, many = steps(2_000), steps(16_000)
    assert 0 < many < 3 * few
    assert many < 50 * 20_000


def test_texts_too_long_are_not_gone_through(mark: Mark) -> None:
    sought = Sought("qqqq wwww eeee rrrr tttt", "", "", 0)
    short, long = Approximate("x " * 1000), Approximate("x " * LONGEST_SCAN)
    assert short.places(sought) == long.places(sought) == []
    assert short.effort.steps >= 2000 and long.effort.steps < 1000
    lost = Approximate("x " * 1000, scans=10_000)
    for _ in range(100):  # however many passages are lost, the work is bounded
        lost.places(sought)
    assert lost.effort.steps < 30_000
    assert doubt_of("x", []) is not None


# -- the difference -----------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(SCRAPS, SCRAPS)
def test_the_parts_of_a_difference_are_both_texts(was: str, now: str) -> None:
    parts = difference(was, now)
    assert "".join(part.was for part in parts) == was and "".join(part.now for part in parts) == now
    assert all(not change for _, change in in_words(difference(was, was)))


def test_a_difference_is_shown_word_by_word() -> None:
    parts = difference("The envoy returned to Doha on Monday.", "The envoy came back to  Doha on Tuesday, late.")
    assert "".join(text for text, _ in in_words(parts)) == (
        "The envoy [returned → came back] to Doha on [Monday → Tuesday, late]."
    )
    assert "".join(text for text, _ in in_words(difference("gone a b", "a b c"))) == "[gone →] a b [→ c]"


def test_what_the_reader_settled_is_looked_for_later(mark: Mark, mark_any: Mark) -> None:
    from index.annotations.annotation import Resolution

    annotation = mark(REPORT, WORDS)
    new = "Everybody stays where they are, and the Red Cross is told so in a letter"
    second = REPORT.replace(WORDS, new)
    there = mark_any(second, second.index(new), second.index(new) + len(new))
    said = Resolution("a.txt", "two", "", there.start, there.end, new, there.prefix, there.suffix, "t", "ann")
    settled = replace(annotation, resolution=said)
    assert [place(each, second, "two").status for each in (annotation, settled)] == ["orphan", "changed"]
    third = "Corrected. " + second
    placed = place(settled, third, "three")
    assert (placed.status, placed.here, placed.annotation) == ("changed", new, settled)
    assert place(settled, REPORT, annotation.text_sha256).status == "exact"
    refused = replace(settled, resolution=replace(said, start=None, end=None))
    assert place(refused, second, "two").reason == "you said that it does not stand where it was proposed"
