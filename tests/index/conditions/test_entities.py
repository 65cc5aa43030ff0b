"""`entity:` against a plain reading of all entities and mentions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.document import Entity, Span
from index.listing import ListQuery
from index.search.tokens import words
from index.understanding.grouping import normalised

from .making import Made

NAMES = [
    ("Josef Hallam", "PERSON"), ("Capt. Josef Hallam", "PERSON"), ("Greta Hallam", "PERSON"), ("Hallam", "PERSON"),
    ("Hallam Line", "ORG"), ("Hallam", "ORG"), ("Édouard Léger Jr.", "PERSON"), ("U.S.", "PLACE"), ("US", "PLACE"),
    ("St Corent", "PLACE"), ("2031", "DATE"),
]  # fmt: skip
VALUES = [
    "hallam", "HALLAM", '"josef hallam"', '"capt josef hallam"', "hal*", "h*", "line", '"hallam line"',
    "leger", "jr", "us", '"U.S."', "corent", "cor*", '"st cor*"', "2031", "nobody", "josef",
]  # fmt: skip

texts = st.lists(st.lists(st.sampled_from(NAMES), max_size=4), max_size=4)


def meant(entities: list[Entity], value: str, beginning: bool) -> set[str]:
    """Ids of the entities that a value means, by reading every alias of every one."""
    wanted = " ".join(words(value))

    def endings(entity: Entity) -> list[str]:
        parts = [words(alias) for alias in (entity.name, *entity.aliases)]
        return [" ".join(each[at:]) for each in parts for at in range(len(each))]

    def is_called(entity: Entity) -> bool:
        own = words(normalised(entity.name, entity.type))
        surname = own[-1] if entity.type == "PERSON" and len(own) > 1 else None
        return wanted == surname or any(" ".join(words(alias)) == wanted for alias in entity.aliases)

    if beginning:
        return {each.id for each in entities if any(ending.startswith(wanted) for ending in endings(each))}
    exactly = {each.id for each in entities if is_called(each)}
    if exactly:
        return exactly
    return {each.id for each in entities if any(f"{ending} ".startswith(f"{wanted} ") for ending in endings(each))}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts)
@example([[("Capt. Josef Hallam", "PERSON"), ("Josef Hallam", "PERSON")]], [[("Josef Hallam", "PERSON")]])
def test_documents_and_spans_are_those_of_a_plain_reading(
    built: Callable[[], Any], before: list[Any], after: list[Any]
) -> None:
    made = built()
    for texts in (before, after):  # what the second writes takes the place of the first
        made.write([Made(f"{number}.txt", names) for number, names in enumerate(texts)])
        made.collection.refresh()
        entities = made.collection.entities()
        for value in VALUES:
            query = f"entity:{value}"
            ids = meant(entities, value.strip('"*'), "*" in value)
            spans = {
                path: [Span(m.start, m.end) for m in made.collection.mentions(path) or () if m.entity in ids]
                for path in made.numbers
            }
            listing = made.collection.list_documents(ListQuery(words=f"({query})"))
            assert set(listing.paths(0, len(listing))) == {path for path, found in spans.items() if found}, query
            assert {path: made.collection.matches(query, path) for path in spans} == spans, query
