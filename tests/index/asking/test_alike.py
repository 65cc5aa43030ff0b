"""`like:` in queries of a collection: what it names, what it finds, what is said of it, and where it is offered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.asking.alike import LONGEST_PASSAGE, in_place_of, like_document, like_passage
from index.collection import Collection
from index.config import load_settings
from index.errors import QueryError
from index.search.parser import parse
from index.search.query import LIKE, Condition

if TYPE_CHECKING:
    from conftest import Desk

FERRY = "The ferry Margit Hale sank in the Calder Narrows. Captain Hallam wrote a letter about the boom.\n"
FILES = {
    "2031/ferry.txt": FERRY,
    "2031/again.txt": "Captain Hallam of the ferry Margit Hale had warned of the boom in a letter.\n",
    "letter.txt": "Of the letter of Captain Hallam nothing is known. The boom lies in the Calder Narrows.\n",
    "zebra.txt": "A zebra is striped. So is a quagga, which is gone.\n",
    "okapi.txt": "An okapi is striped below. A zebra is its neighbour.\n",
    'odd "x" [1].txt': "A quagga is no okapi, and stripes make no zebra.\n",
}
if os.name == "posix":
    FILES["new\nline.txt"] = "An okapi and a quagga.\n"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, harbour_once: Desk) -> Iterator[Collection]:
    with pytest.MonkeyPatch.context() as patch:
        harbour_once.homes.use(patch)
        folder = tmp_path_factory.mktemp("alike")
        (folder / "2031").mkdir()
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
        collection = Collection.open(folder, load_settings(None).settings)
        collection.update()
        yield collection
        collection.close()


def found(collection: Collection, query: str, **how: bool) -> list[str]:
    return [hit.document.path for hit in collection.search(query, **how).hits]


@pytest.mark.parametrize("path", FILES)
def test_the_documents_like_one_and_not_itself(opened: Collection, path: str) -> None:
    others = found(opened, like_document(path))
    ships = {"2031/ferry.txt", "2031/again.txt", "letter.txt"}
    kin = ships if path in ships else FILES.keys() - ships
    assert others and set(others) <= kin - {path}


@pytest.mark.parametrize("name", ["ferry.txt", "2031/FERRY.txt", "2031/f*.txt", "2031/ferr?.txt", '"2031/ferry.txt"'])
def test_a_document_may_be_named_in_short(opened: Collection, name: str) -> None:
    assert found(opened, f"like:{name}") == found(opened, 'like:"2031/ferry.txt"')


def test_what_names_no_one_document_is_words(opened: Collection) -> None:
    assert "2031/ferry.txt" in found(opened, 'like:"sunken ferry letters"')
    assert found(opened, "like:zebra") == found(opened, "zebra")
    assert found(opened, "like:*ebr?.txt") == found(opened, "like:zebra.txt")


def test_it_says_by_which_words_it_goes(opened: Collection) -> None:
    notices = opened.search('like:"quagga of the Hallam"').notices
    assert notices == ("by Hallam, quagga",) or notices == ("by quagga, Hallam",)
    many = opened.search("like:2031/ferry.txt").notices[0]
    assert many.startswith("by ") and "zebra" not in many
    assert opened.search("zebra").notices == ()


def test_it_composes_with_everything_else(opened: Collection) -> None:
    like = found(opened, "like:2031/ferry.txt")
    assert len(like) > 1
    assert found(opened, "like:2031/ferry.txt path:2031") == ["2031/again.txt"]
    assert set(found(opened, "NOT like:2031/ferry.txt")) == FILES.keys() - set(like)
    assert set(found(opened, "like:2031/ferry.txt OR okapi")) == {*like, *found(opened, "okapi")}
    opened.queries.save("ships", "like:2031/ferry.txt")
    assert found(opened, "@ships -path:2031") == ["letter.txt"]
    (counted,) = opened.queries.batch(["like:2031/ferry.txt"])
    assert counted.documents == len(like) and counted.matches > len(like)
    assert opened.facets("like:2031/ferry.txt") is not None
    assert len([*opened.concordance("like:2031/ferry.txt")]) == counted.matches


def test_its_words_are_matches(opened: Collection) -> None:
    text = opened.document("letter.txt").text
    marked = {text[span.start : span.end] for span in opened.matches("like:2031/ferry.txt", "letter.txt")}
    assert {"Hallam", "Narrows", "boom"} <= marked and "nothing" not in marked
    snippet = opened.snippet("like:2031/ferry.txt", "letter.txt")
    assert snippet is not None and snippet.matches
    assert opened.matches("-like:2031/ferry.txt", "letter.txt") == []


@pytest.mark.parametrize(
    "query", ['zebra like:"of the"', 'zebra like:"xyzzy plugh"', "zebra like:---", "zebra like:no/such/zebra.txt"]
)
def test_what_tells_nothing_is_said_with_its_place(opened: Collection, query: str) -> None:
    with pytest.raises(QueryError) as caught:
        opened.search(query)
    assert query[caught.value.start : caught.value.end] == query.removeprefix("zebra ")
    assert "like:" in (caught.value.suggestion or "")
    if query.endswith(".txt"):
        assert "No document here is called no/such/zebra.txt" in str(caught.value)


def test_while_it_is_typed_it_is_no_mistake(opened: Collection) -> None:
    assert found(opened, 'zebra like:"xyz', as_typed=True) == found(opened, "zebra")
    with pytest.raises(QueryError):
        opened.search('zebra like:"xyz"', as_typed=True)


def test_it_does_not_filter_the_list(opened: Collection) -> None:
    from index.listing import ListQuery

    with pytest.raises(QueryError):
        opened.list_documents(ListQuery(words="like:zebra.txt x"))


# -- sentences --------------------------------------------------------------------------------------------------------

SENTENCE = "the captain of the ferry wrote a letter to a zebra in the narrows"


def test_for_a_sentence_that_finds_nothing_its_likeness_is_offered(opened: Collection) -> None:
    page = opened.search(SENTENCE)
    assert (page.total, page.instead) == (0, f'like:"{SENTENCE}"')
    assert page.notices[-1] == "none has all of these; some have many"
    assert found(opened, page.instead)[0] in ("2031/ferry.txt", "2031/again.txt")
    kept = opened.search(f"{SENTENCE} path:2031")
    assert kept.instead == f'like:"{SENTENCE}" path:2031'
    assert opened.search(f"{SENTENCE} path:nowhere").instead is None


@pytest.mark.parametrize(
    ("query", "instead"),
    [
        ("one two three four five six seven eight", 'like:"one two three four five six seven eight"'),
        ("one two three four five six seven", None),
        ('he “two three” (four five) six state-owned -nine', 'like:"he two three four five six state-owned" -nine'),
        ('"one two three four five six seven eight"', 'like:"one two three four five six seven eight"'),
        ("one two three four five six seven eight OR nine", None),
        ("one two three four five six seven eig*", None),
        ("one two three four five six seven =eight", None),
        ('one “two” three "four" five six seven eight', 'like:"one two three four five six seven eight"'),
        ('one two three: "four five" (six) it said:"eight"', 'like:"one two three: four five six it said: eight"'),
        ("one two three four five six seven eight @saved", 'like:"one two three four five six seven eight" @saved'),
    ],
)  # fmt: skip
def test_what_is_a_sentence(query: str, instead: str | None) -> None:
    assert in_place_of(query, parse(query)) == instead


def test_a_misspelt_name_of_several_words_is_offered_whole(harbour: Desk) -> None:
    collection = Collection.open(harbour.folder, load_settings(None).settings)
    name = max((e for e in collection.entities() if " " in e.name), key=lambda e: e.documents).name
    page = collection.search(name.replace(" ", ""))
    assert page.instead == f'"{name}"' and f"did you mean {name}?" in page.notices[-1]
    collection.close()


# -- queries ----------------------------------------------------------------------------------------------------------


def test_a_long_passage_is_cut_between_words() -> None:
    query = like_passage("“Ferry,\n\tferry” " * LONGEST_PASSAGE)
    assert query is not None and LONGEST_PASSAGE - 20 < len(query) < LONGEST_PASSAGE + 10
    assert query.startswith('like:"Ferry, ferry Ferry,') and query.endswith(('ferry"', 'Ferry,"'))
    assert like_passage(" — ") is None and like_passage("x" * 9999) is not None


@given(st.text())
def test_any_passage_and_any_path_make_a_query(text: str) -> None:
    for query in (like_passage(text), like_document(f"a{text}b")):
        if query is not None:
            tree = parse(query)
            assert isinstance(tree, Condition) and tree.name == LIKE and "\n" not in tree.value
