"""Which documents tell of one event."""

from __future__ import annotations

import pytest

from index.facts.events import Events, heard


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("person:mathurin-kadec", "person:maturin-cadec", True),
        ("person:josef-hallam", "person:joseph-hallam", True),
        ("person:mathurin-kadec", "person:martin-kadar", False),
        ("person:wu-li", "person:wa-la", False),
        ("org:mathurin-kadec", "org:maturin-cadec", False),
    ],
)
def test_people_are_known_by_what_their_names_sound_like(one: str, other: str, alike: bool) -> None:
    assert (heard(one) == heard(other)) is alike


def test_documents_go_together_by_names_and_days() -> None:
    names = {path: frozenset({1, 2, 3, 4}) for path in ("a", "b", "later")} | {"other": frozenset({7, 8, 9, 10})}
    events = Events(names, {"a": 0, "b": 3, "later": 400})
    groups = events.groups(names)
    assert groups["a"] == groups["b"] and len({groups["a"], groups["later"], groups["other"]}) == 3
    assert events.together("a", "b") and not events.together("a", "later") and not events.together("a", "other")
