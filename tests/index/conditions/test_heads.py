"""`from:`, `to:`, `cc:`, `subject:`, `thread:` against a plain reading of the heads of all documents."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.document import Header, Metadata, Span
from index.keys import fold
from index.listing import ListQuery
from index.understanding.headers import bare_subject

from .making import Made

LINES = st.tuples(
    st.sampled_from(["from", "to", "cc", "bcc", "subject", "date"]),
    st.sampled_from(["Zoë Weiß <z@hafen.de>", "zoe", "Re: The Boom", "the boom", "AW: Fwd: The boom, again", "Re: "]),
)
heads = st.lists(st.lists(LINES, max_size=4), max_size=4)
FIELDS = {"from": ["from"], "to": ["to"], "cc": ["cc", "bcc"], "subject": ["subject"], "thread": ["subject"]}
VALUES = ['"ZOE WEISS"', "zoe", "boom", '"the boom"', '"RE: the boom"', "the*", "*", '"re:"']


def fits(field: str, value: str, header: Header) -> bool:
    if header.name not in FIELDS[field]:
        return False
    wanted = fold(value.strip('"'))
    if field != "thread":
        if wanted.endswith("*"):
            return any(word.startswith(wanted[:-1]) for word in re.split("[^a-z0-9]", fold(header.value)))
        return wanted in fold(header.value)
    subject, wanted = fold(bare_subject(header.value)), bare_subject(wanted)
    return subject.startswith(wanted[:-1]) if wanted.endswith("*") else subject == wanted


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heads, heads)
@example([], [[("bcc", "zoe"), ("subject", "AW: Fwd: The boom, again")], [("to", "zoe")]])
def test_documents_and_spans_are_those_of_a_plain_reading(
    built: Callable[[], Any], before: list[Any], after: list[Any]
) -> None:
    made = built()
    for lines in (before, after):
        made.write([Made(f"{number}.txt", headers=head) for number, head in enumerate(lines)])
        made.collection.refresh()
        for field, value in product(FIELDS, VALUES):
            query = f"{field}:{value}"
            spans = {
                path: [h.span for h in made.collection.document(path).metadata.headers if fits(field, value, h)]
                for path in made.numbers
            }
            listing = made.collection.list_documents(ListQuery(words=f"({query})"))
            assert set(listing.paths(0, len(listing))) == {path for path, found in spans.items() if found}, query
            assert {path: made.collection.matches(query, path) for path in spans} == spans, query


def test_the_head_of_a_document_survives_the_catalogue() -> None:
    from index.catalogue.packing import pack_metadata, unpack_metadata

    metadata = Metadata(headers=(Header("from", "a", Span(0, 7)), Header("cc", "b")))
    assert unpack_metadata(pack_metadata(metadata)) == metadata
    assert unpack_metadata(pack_metadata(Metadata())) == Metadata()


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: The boom", "The boom"),
        ("AW: WG: Fwd: RE[2]: The boom", "The boom"),
        ("TR : RV: The boom", "The boom"),
        ("[EXT] Re: The boom", "The boom"),
        ("Reform: a plan", "Reform: a plan"),
        ("Re:", "Re:"),
    ],
)
def test_bare_subject(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare
