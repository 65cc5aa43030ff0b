"""Every field in a collection: any value, a beginning, a value that nothing has, a group; the same in one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.collection import Collection
from index.config import load_settings
from index.errors import QueryError
from index.visible import is_safe

if TYPE_CHECKING:
    from conftest import Desk

FILES = {
    "ferry.md": (
        "---\ntitle: The ferry sinks\nsource: Harbour Herald\nauthor: Ines Haldane\ndate: 2031-09-10\n"
        "tags: [captains]\n---\n\n"
        'The ferry sank. "Nobody read the letter," said Josef Hallam. Mr. Hallam wrote a letter of the boom.\n'
    ),
    "letter.txt": (
        "From: Anna Sollin <a@navy.example>\nTo: the harbour office\nSubject: Re: The boom\n\n"
        "The boom is open. A letter.\n"
    ),
    "notes/zebra.txt": "\n\nzebra and quagga. The boom of the zebra, and no ferry.\n",
}
HAVE = {
    "source": "ferry.md",
    "date": "ferry.md",
    "tag": "ferry.md",
    "from": "letter.txt",
    "to": "letter.txt",
    "subject": "letter.txt",
    "thread": "letter.txt",
    "code": "letter.txt",
    "note": "letter.txt",
    "mark": "letter.txt",
    "speaker": "ferry.md",
}
"""Fields that one of the documents alone has."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, harbour_once: Desk) -> Iterator[Collection]:
    with pytest.MonkeyPatch.context() as patch:
        harbour_once.homes.use(patch)
        folder = tmp_path_factory.mktemp("fields")
        (folder / "notes").mkdir()
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
        collection = Collection.open(folder, load_settings(None).settings)
        collection.update()
        start = FILES["letter.txt"].index("The boom is")
        collection.annotate("letter.txt", start, start + 16, note="as warned", codes=["claim/boom"])
        yield collection
        collection.close()


def found(collection: Collection, query: str, **how: bool) -> set[str]:
    return {hit.document.path for hit in collection.search(query, **how).hits}


@pytest.mark.parametrize("field", HAVE)
def test_a_star_is_any_value(opened: Collection, field: str) -> None:
    assert found(opened, f"{field}:*") == {HAVE[field]} == found(opened, f"{field}:**")
    assert found(opened, f"-{field}:*") == FILES.keys() - {HAVE[field]}
    assert found(opened, f'{field}:"*"') == {HAVE[field]}


def test_a_value_that_is_no_text_finds_nothing(opened: Collection) -> None:
    for field in ("source", "author", "path", "lang", "format", "tag", "from", "subject", "thread", "entity"):
        for value in ("caf\udce9", "caf\udce9*"):
            assert found(opened, f"{field}:{value}") == found(opened, f"{field}:{value}", as_typed=True) == set()


def test_a_star_is_any_value_of_what_most_have(opened: Collection) -> None:
    assert found(opened, "path:*") == found(opened, "format:*") == FILES.keys()
    assert "ferry.md" in found(opened, "entity:*")
    assert found(opened, "title:*") == found(opened, "title:the") | found(opened, "title:* -title:the") != set()
    assert found(opened, "cc:*") == set()
    assert opened.search("cc:*").notices == ("no mail or memo here has cc:",)


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("source:har*", {"ferry.md"}),
        ("source:*ald", {"ferry.md"}),
        ("source:arb*", set()),
        ("source:arb", {"ferry.md"}),
        ("source:H?rald", {"ferry.md"}),
        ("author:hald*", {"ferry.md"}),
        ("from:sol*", {"letter.txt"}),
        ("from:nav*", {"letter.txt"}),
        ("from:ollin*", set()),
        ("subject:bo?m", {"letter.txt"}),
        ("format:m*", {"ferry.md"}),
        ("format:.md", {"ferry.md"}),
        ("tag:cap*", {"ferry.md"}),
        ("entity:hal*", {"ferry.md"}),
        ("speaker:hal*", {"ferry.md"}),
        ("code:cl*", {"letter.txt"}),
        ("source:(herald OR x) -from:(a OR b)", {"ferry.md"}),
        ("date:(2030 OR 2031-09)", {"ferry.md"}),
        ("has:(tag OR code)", {"ferry.md", "letter.txt"}),
        ("block:(prose boom)", set()),
    ],
)
def test_what_a_value_finds(opened: Collection, query: str, paths: set[str]) -> None:
    if query == "block:(prose boom)":
        with pytest.raises(QueryError, match="no block:boom"):
            opened.search(query)
        return
    assert found(opened, query) == paths


@pytest.mark.parametrize(
    ("query", "told", "instead"),
    [
        ("source:heralt", "no document has the source heralt; did you mean Harbour Herald?", 'source:"Harbour Herald"'),
        ("boom source:(x OR heralt)", "no document has the source heralt; did you mean Harbour Herald?", None),
        ("author:haldne", "no document has an author haldne; did you mean Ines Haldane?", 'author:"Ines Haldane"'),
        ("tag:captian", "no document has the tag captian; did you mean captains?", 'tag:"captains"'),
        ("code:clam", "no passage has the code clam", None),
        ("code:claim", "no passage has the code claim; did you mean claim/*?", 'code:"claim/*"'),
        ("speaker:halam", "nobody called halam is quoted; did you mean Josef Hallam?", 'speaker:"Josef Hallam"'),
        ("entity:halam", "no name halam in these documents; did you mean Josef Hallam?", 'entity:"Josef Hallam"'),
        ("from:solin", "no mail or memo has solin in its from:", None),
        ("lang:english", "no document is in the language english; did you mean en?", 'lang:"en"'),
        ("format:markdown", "no document's file ends in .markdown; did you mean md?", 'format:"md"'),
        ("path:nowhere", "no document's path has nowhere in it", None),
        ("thread:x", "no mail has the subject x", None),
        ("note:xyz", "none of your notes has xyz in it", None),
        ("mark:xyz", "no passage that you marked has xyz in it", None),
        ("date:1950", "no document is dated 1950; dates here go from 2031-09-10 to 2031-09-10", None),
        ("is:starred", "no document has a star", None),
        ("-tag:nosuch boom", "no document has the tag nosuch", None),
        ("boom OR tag:nosuch", "no document has the tag nosuch", None),
    ],
)
def test_a_value_that_nothing_has_is_told(opened: Collection, query: str, told: str, instead: str | None) -> None:
    page = opened.search(query)
    assert any(notice.startswith(told) for notice in page.notices), page.notices
    if instead is not None:
        assert page.instead == instead and opened.search(instead).total
    assert all(len(notice) < 160 and is_safe(notice) and "\n" not in notice for notice in page.notices)


def test_examples_are_values_that_the_collection_has(opened: Collection) -> None:
    examples = {}
    for field in (*HAVE, "entity", "lang", "format", "path", "cc"):
        with pytest.raises(QueryError) as caught:
            opened.search(f"{field}:")
        examples[field] = caught.value.suggestion
    assert examples["source"] == 'source:"Harbour Herald"' and examples["code"] == "code:claim/boom"
    assert examples["date"] == "date:2031" and examples["cc"] is examples["note"] is None
    for example in examples.values():
        assert example is None or opened.search(example).total, example


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("31.08.2031", "2031-08-31"),
        ("2031/8", "2031-08"),
        ("8/2031", "2031-08"),
        ("2031-9-1", "2031-09-01"),
        (">2031", "2031.."),
        ("<=2031-09", "..2031-09"),
        ("2031-2032", "2031..2032"),
        ("2031...2032", "2031..2032"),
        ("2032..2031", "2031..2032"),
        ("2031-13", "2031"),
        ("2031-02-30", "2031-02"),
        ("foo..bar", "2031"),
        ("..", "2031"),
    ],
)
def test_a_date_written_otherwise(opened: Collection, value: str, meant: str) -> None:
    with pytest.raises(QueryError) as caught:
        opened.search(f"boom date:{value}")
    assert caught.value.suggestion == f"date:{meant}"
    assert (caught.value.start, caught.value.end) == (5, 10 + len(value))


WORDS = ["boom", "letter", "zebra", "lett*", "b?om", "bom~", "/z.*/", '"the boom"', '"boom letter"~9', "=letters"]
FIELDS = ["title:ferry", "source:herald", "date:2031", "path:notes", "tag:captains", "entity:hallam", "speaker:hallam"]
FIELDS += [
    "code:claim/*",
    "note:warned",
    "mark:boom",
    "from:sollin",
    "subject:boom",
    "has:note",
    "block:prose",
    "is:read",
]
some = st.sampled_from([*WORDS, *FIELDS])
asked = st.recursive(
    some,
    lambda child: st.one_of(
        st.tuples(child, child).map(" ".join),
        st.tuples(child, child).map(" OR ".join).map("({})".format),
        child.map("-({})".format),
        st.tuples(st.sampled_from(WORDS[:7]), st.sampled_from(WORDS[:7])).map(" NEAR/4 ".join),
    ),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked, st.booleans())
def test_what_is_found_in_a_document_is_what_a_search_shows_there(
    opened: Collection, query: str, as_typed: bool
) -> None:
    answers = found(opened, query, as_typed=as_typed)
    for path in FILES:
        within = opened.queries.within(query, path, as_typed=as_typed)
        assert within.answers == (path in answers)
        assert list(within.spans) == (opened.matches(query, path, as_typed=as_typed) if path in answers else [])
        assert bool(within.told) == (not within.spans) and len(within.told) < 160 and is_safe(within.told)


pieces = st.sampled_from(
    [*WORDS, *FIELDS, "source:\x1b[31m", "\u202ebom", "x" * 200, "lettre", "@a", "like:ferry.md", "or"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pieces | st.text(max_size=12), min_size=1, max_size=5).map(" ".join), st.booleans())
def test_all_that_is_told_of_a_query_is_a_short_line(opened: Collection, query: str, as_typed: bool) -> None:
    try:
        page = opened.search(query, as_typed=as_typed)
    except QueryError as error:
        lines = [str(error), error.suggestion or ""]
        assert 0 <= error.start <= error.end <= len(query)
    else:
        lines = [*page.notices]
        assert page.instead is None or opened.search(page.instead).total
    assert all(len(line) < 160 and is_safe(line) for line in lines), lines


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("boom zebra", "no match for zebra in this document"),
        (
            "boom date:2030 path:qq",
            "date:2030 does not hold for this document · path:qq does not hold for this document",
        ),
        ("letter -boom", "boom is in this document"),
        ("-from:sollin", "from:sollin holds for this document"),
        ("boom (date:2031 OR zebra)", "no match for (date:2031 OR zebra) in this document"),
        ("has:note -is:read path:letter", ""),
        ("path:letter", "path:letter holds for this document; nothing to go to in its text"),
    ],
)
def test_why_a_document_is_no_answer_is_told(opened: Collection, query: str, told: str) -> None:
    assert opened.queries.within(query, "letter.txt").told == told


def test_a_title_that_the_reader_set_counts_in_place_of_what_the_document_says(opened: Collection) -> None:
    opened.describe(["ferry.md"], title="A drowning in the harbour")
    try:
        assert found(opened, "title:drown") == found(opened, "boom title:(drowned -letter)") == {"ferry.md"}
        assert found(opened, "title:sinks") == found(opened, "title:(drowning boom)") == set()
        assert "ferry.md" in found(opened, "-title:sinks") and "ferry.md" not in found(opened, "-title:drowning")
        assert found(opened, 'title:"the harb', as_typed=True) == found(opened, "title:drowni", as_typed=True)
        assert found(opened, "title:drowns", as_typed=True) == {"ferry.md"}
        assert opened.queries.within("title:drowning", "ferry.md").answers
        assert not opened.queries.within("title:sinks", "ferry.md").answers
    finally:
        opened.describe(["ferry.md"], title=None)
    assert found(opened, "title:sinks") == {"ferry.md"}
