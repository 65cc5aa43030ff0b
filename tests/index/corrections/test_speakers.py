"""Decisions on speakers laid over what was found: the last one counts, and for all parts of a quotation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.corrections.speakers import Decided, SpeakerChoice, decided, matching
from index.quotation import BY_READER, Quotation

FOUND = [
    Quotation(10, 20, "direct", "named", "behind:inverted", 0.9, 10, "A", "person:a"),
    Quotation(25, 40, "direct", "named", "split", 0.9, 10, "A", "person:a"),
    Quotation(28, 34, "partial", "unknown", "none", 0.0, 28),
    Quotation(50, 90, "direct", "unknown", "none", 0.0, 50),
]
CHOICES = st.sampled_from(
    [
        SpeakerChoice("speaker", "B", "person:b"),
        SpeakerChoice("speaker", "a cook"),
        SpeakerChoice("nobody knows"),
        SpeakerChoice("no quotation"),
        SpeakerChoice("as found"),
    ]
)
PLACES = st.sampled_from([*((q.start, q.end) for q in FOUND), (51, 90), (95, 99)])


@given(st.lists(st.tuples(PLACES, CHOICES), max_size=6))
def test_the_last_decision_counts_for_all_parts(made: list[tuple[tuple[int, int], SpeakerChoice]]) -> None:
    decisions = [Decided(start, end, "x", choice) for (start, end), choice in made]
    found = decided(FOUND, decisions, lambda choice: (choice.name, choice.entity))
    assert [q.start for q in found] == sorted(q.start for q in found)
    last = {10: None, 28: None, 50: None, 95: None} | {
        (here.group if (here := matching(FOUND, *place)) is not None else 95): choice for place, choice in made
    }
    for group, choice in last.items():
        here = [q for q in found if q.group == group]
        before = [q for q in FOUND if q.group == group]
        if choice is None or choice.what == "as found":
            assert here == before
        elif choice.what == "no quotation":
            assert not here
        else:
            assert len(here) == max(1, len(before))
            assert {(q.speaker, q.rule) for q in here} == {(choice.name or None, BY_READER)}


def test_a_passage_that_moved_a_little_means_the_quotation_that_shares_most() -> None:
    assert matching(FOUND, 52, 90) is FOUND[3] and matching(FOUND, 28, 34) is FOUND[2]
    assert matching(FOUND, 26, 40) is FOUND[1] and matching(FOUND, 80, 130) is None and matching([], 1, 2) is None
