"""The query language: what is read, how it prints, and what a mistake is told as."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench._cost import least_seconds
from index.errors import QueryError
from index.search.parser import DEEPEST_QUERY, LONGEST_QUERY, parse
from index.search.printer import print_query
from index.search.query import (
    And,
    Condition,
    Field,
    Fuzzy,
    Loose,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Wildcard,
    Word,
    has_text,
    nodes,
)

from .strategies import queries

BLNS = Path(__file__).parents[4] / "shared" / "formats" / "blns" / "blns.json"


def exact(*words: str) -> Phrase:
    return Phrase(tuple(Word(word, True) for word in words))


A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("Taliban", Word("taliban")),
        ("=Taliban", Word("taliban", True)),
        ('"Taliban"', Word("taliban", True)),
        ("talib*", Prefix("talib")),
        ("a b c", And((A, B, C))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("a -b NOT c", And((A, Not(B), Not(C)))),
        ("-(a b)", Not(And((A, B)))),
        ("a and or not b", And((A, Word("and"), Word("or"), Word("not"), B))),
        ('"peace deal"', exact("peace", "deal")),
        ("“peace deal”", exact("peace", "deal")),
        ('"prime min*"', Phrase((Word("prime", True), Prefix("min")))),
        ("state-owned", exact("state", "owned")),
        ("北京", exact("北", "京")),
        ("U.S.", Word("us")),
        ("Khalilzad’s", Word("khalilzad")),
        ("title:a", Field("title", A)),
        ('title:"a b" c', And((Field("title", exact("a", "b")), C))),
        ("TITLE:(a OR b)", Field("title", Or((A, B)))),
        ("date:2020..2021-08-15", Condition("date", "2020..2021-08-15")),
        ('source:"New York" -path:a/*.txt', And((Condition("source", "New York"), Not(Condition("path", "a/*.txt"))))),
        ("lang:en", Condition("lang", "en")),
        ("code:claim/* -note:lett*", And((Condition("code", "claim/*"), Not(Condition("note", "lett*"))))),
        ('Entity:"Abdul Ghani Baradar"', Condition("entity", "Abdul Ghani Baradar")),
        ("(from:zoe OR speaker:x)", Or((Condition("from", "zoe"), Condition("speaker", "x")))),
        ("w?rd", Wildcard("w?rd")),
        ("*ness", Wildcard("*ness")),
        ("W?RD**s", Wildcard("w?rd*s")),
        ("Café?s", Wildcard("cafe?s")),
        ("wor**", Prefix("wor")),
        ("al-Q?eda", Phrase((Word("al", True), Wildcard("q?eda")))),
        ("really? yes??", And((Word("really"), Word("yes")))),
        ("and/or ~ a", And((exact("and", "or"), A))),
        ('"who warned h?m?"', Phrase((Word("who", True), Word("warned", True), Wildcard("h?m?")))),
        ("goverment~ Goverment~2", And((Fuzzy("goverment", 1), Fuzzy("goverment", 2)))),
        ('"shown no leter~"', Phrase((Word("shown", True), Word("no", True), Fuzzy("leter")))),
        ('"peace deal"~5', Loose((Word("peace", True), Word("deal", True)), 5)),
        ("a NEAR/3 b c", And((Near(A, B, 3), C))),
        ("a NEAR/3 b NEAR/0 c", Near(Near(A, B, 3), C, 0)),
        ("a NEAR/3 (b NEAR/1 c)", Near(A, Near(B, C, 1), 3)),
        ("(a OR b) NEAR/2 c", Near(Or((A, B)), C, 2)),
        ("-a NEAR/2 b", Not(Near(A, B, 2))),
        ("title:(a NEAR/2 b)", Field("title", Near(A, B, 2))),
        ("/colou?r/", Regex("colou?r")),
        ("(/a|(b)/ OR a)", Or((Regex("a|(b)"), A))),
        (r"/a\/b/", Regex(r"a\/b")),
        ("a & b — c", And((A, B, C))),
        ("Remark: a", And((Word("remark"), A))),
        ("https://a.b/c", exact("https", "ab", "c")),
        ("12:30", exact("12", "30")),
    ],
)  # fmt: skip
def test_parse(query: str, tree: Node) -> None:
    assert parse(query) == tree
    assert parse(query + " ", as_typed=True) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("tal", Prefix("tal")),
        ("peace tal", And((Word("peace"), Prefix("tal")))),
        ('"peace de', Phrase((Word("peace", True), Prefix("de")))),
        ('"peace deal" ', exact("peace", "deal")),
        ('"peace ', Word("peace", True)),
        ("a (b ", And((A, B))),
        ("a AND", A),
        ("a OR (", A),
        ("a NOT ", A),
        ("a title:", A),
        ("a -", A),
        ("a date:", A),
        ("state-ow", Phrase((Word("state", True), Prefix("ow")))),
        ("title:tal", Field("title", Prefix("tal"))),
        ("-tal", Not(Prefix("tal"))),
        ("w?r", Wildcard("w?r*")),
        ('"a b"~', exact("a", "b")),
        ("a NEAR/", A),
        ("a NEAR/3", A),
        ("a NEAR/3 tal", Near(A, Prefix("tal"), 3)),
        ("a /col(ou", A),
    ],
)
def test_parse_as_typed(query: str, tree: Node) -> None:
    assert parse(query, as_typed=True) == tree


@pytest.mark.parametrize(
    ("query", "marked", "message"),
    [
        ("", "", "Nothing to search for"),
        (" — ", " — ", "Nothing to search for"),
        ("a (b", "(", "not closed"),
        ("a b)", ")", "closes nothing"),
        ("a ()", "()", "nothing between"),
        ('a "b', '"', "not closed"),
        ('a ""', '""', "no word between"),
        ("a AND", "AND", "needs a word after"),
        ("OR a", "OR", "needs a word before"),
        ("a AND OR b", "OR", "needs a word before"),
        ("a NOT", "NOT", "needs a word after"),
        ("titel:a", "titel:", "no field"),
        ("title:", "title:", "needs a word after"),
        ("title:(a date:2020)", "date:2020", "cannot hold another field"),
        ("date: a", "date:", "needs a value"),
        ("entity: a", "entity:", "needs a value"),
        ("note:(a from:b)", "from:", "cannot hold another field"),
        ("title:(a code:b)", "code:b", "cannot hold another field"),
        ("entity:a NEAR/3 b", "entity:a", "between words"),
        ("*", "*", "needs letters"),
        ("a ?* b", "?*", "needs letters"),
        ("a-* b", "*", "needs letters"),
        ('"a b"~', "~", "needs a number"),
        ('"a b"~101', "~101", "100 at most"),
        ('"a"~3', '"a"~3', "near nothing"),
        ("a NEAR b", "NEAR", "needs a number"),
        ("a NEAR/ b", "NEAR/", "needs a number"),
        ("a NEAR/999 b", "NEAR/999", "100 at most"),
        ("a NEAR/3", "NEAR/3", "needs a word after"),
        ("NEAR/3 a", "NEAR/3", "needs a word before"),
        ("a NEAR/3 -b", "NEAR/3", "needs a word"),
        ("(a b) NEAR/3 c", "(a b)", "between words"),
        ('"a b"~2 NEAR/3 c', '"a b"~2', "between words"),
        ("title:a NEAR/3 b", "title:a", "between words"),
        ("a W/5 b", "W/5", "otherwise here"),
        ("word~3", "word~3", "letters may be amiss"),
        ("wor*~", "~", "behind one word"),
        ("w~d", "~", "behind one word"),
        ("a~", "a~", "too short"),
        ("/a(b/", "/a(b/", "no regular expression"),
        ("/a)(b/", "/a)(b/", "no regular expression"),
        (r"/(a)\1/", r"/(a)\1/", "no regular expression"),
        ("/a b/", "/a b/", "no space"),
        (r"/\C/", r"/\C/", "half a letter"),
        ("/a", "/", "not closed"),
        ("//", "//", "nothing between"),
        ("=", "=", "needs a word"),
    ],
)
def test_mistakes_are_told_with_their_place(query: str, marked: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        parse(query)
    assert query[caught.value.start : caught.value.end] == marked


def test_the_nearest_field_is_suggested() -> None:
    with pytest.raises(QueryError) as caught:
        parse("titel:a")
    assert caught.value.suggestion == "title:a"


def test_every_node_knows_its_place() -> None:
    query = 'peace (deal OR "prime minister") -title:talib*'
    found = {type(node).__name__: query[node.span.start : node.span.end] for node in nodes(parse(query))}
    assert found == {
        "And": query,
        "Word": "deal",
        "Or": '(deal OR "prime minister")',
        "Phrase": '"prime minister"',
        "Not": "-title:talib*",
        "Field": "title:talib*",
        "Prefix": "talib*",
    }


def test_has_text() -> None:
    assert has_text(parse("a date:2020"))
    assert not has_text(parse("-a date:2020"))


@given(queries)
def test_what_is_printed_reads_back_the_same(tree: Node) -> None:
    assert parse(print_query(tree)) == tree


@pytest.mark.parametrize("value", ["draft~", "draft~2", "~", "a b~", "//x", "x(y)", "it~s"])
@pytest.mark.parametrize("field", ["tag", "path", "like"])
def test_any_value_is_printed_so_that_it_reads_back(field: str, value: str) -> None:
    assert parse(print_query(Condition(field, value))) == Condition(field, value)


@given(
    st.text() | st.text(st.sampled_from("ab \"'“()-=*:~ANDORNOTtitledate.:é北?/\\[]+NEAR35"), max_size=30),
    st.booleans(),
)
def test_any_string_is_a_query_or_a_query_error(query: str, as_typed: bool) -> None:
    try:
        tree = parse(query, as_typed=as_typed)
    except QueryError as error:
        assert 0 <= error.start <= error.end <= len(query)
    else:
        assert parse(print_query(tree)) == tree
        assert all(0 <= node.span.start < node.span.end <= len(query) for node in nodes(tree))


@pytest.mark.parametrize(
    "query",
    ["(" * 9_000, "(" * 4_000 + "a" + ")" * 4_000, "NOT " * 2_000 + "a", "-" * 9_000, "a" * (LONGEST_QUERY + 1)],
)
def test_hostile_depth_and_length(query: str) -> None:
    for as_typed in (False, True):
        with pytest.raises(QueryError):
            parse(query, as_typed=as_typed)


def test_depth_that_is_allowed_parses() -> None:
    assert parse("(" * DEEPEST_QUERY + "a" + ")" * DEEPEST_QUERY) == A


@pytest.mark.slow
def test_a_long_query_is_read_quickly() -> None:
    assert least_seconds(lambda: parse("ab " * 3_333)) < 2


def test_naughty_strings() -> None:
    if not BLNS.is_file():
        pytest.skip("no naughty strings here")
    for query in json.loads(BLNS.read_text(encoding="utf-8")):
        for as_typed in (False, True):
            try:
                parse(query, as_typed=as_typed)
            except QueryError:
                pass
