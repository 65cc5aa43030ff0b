"""What readers type who have not read the manual: it is what it looks like, or a mistake with place and way out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import QueryError
from index.search.lexer import FARTHEST
from index.search.misreadings import misreadings
from index.search.mistakes import FIELDS, LONGEST_TOLD
from index.search.parser import parse
from index.search.printer import print_query
from index.search.query import And, Condition, Field, Near, Not, Or, Phrase, Prefix, Word, nodes
from index.visible import is_safe

MISTAKES = [
    # query, what is marked in it, what is written instead
    ("letter NEAR/x captain", "NEAR/x", "NEAR/5"),
    ("letter NEAR/-1 captain", "NEAR/-1", "NEAR/5"),
    ("letter NEAR/3.5 captain", "NEAR/3.5", "NEAR/3"),
    ("letter NEAR/3captain", "NEAR/3captain", "NEAR/3"),
    ("letter NEAR 3 captain", "NEAR", "NEAR/3"),
    ("letter NEAR captain", "NEAR", "NEAR/5"),
    ("letter NEAR3 captain", "NEAR3", "NEAR/3"),
    ("letter near/3 captain", "near/3", "NEAR/3"),
    ("letter Near/3 captain", "Near/3", "NEAR/3"),
    ("letter w/3 captain", "w/3", "NEAR/3"),
    ("letter ADJ3 captain", "ADJ3", "NEAR/3"),
    ("letter W/0 captain", "W/0", "NEAR/0"),
    ("--letter", "--", "-letter"),
    ("--source:x", "--", "-source:x"),
    ('letter --"steel boom"', "--", None),
    ("- letter", "-", "-letter"),
    ("letter - boom", "-", "-boom"),
    ("letter -", "-", "-word"),
    ("-", "-", "-word"),
    ("!captain", "!", "-captain"),
    ("letter | captain", "|", "one OR two"),
    ("letter || captain", "||", "one OR two"),
    ("letter~0", "letter~0", "=letter or letter~"),
    ("letter~9", "letter~9", "letter~2"),
    ("letter~~", "~", "letter~ or letter~2"),
    ('"letter captain" ~5', "~5", '"letter captain"~5'),
    ("boom letter ~2", "~2", "letter~2"),
    ('"letter captain"~3x', "~3", "~3 "),
    ('"letter captain"~x', "~", "~5"),
    ('entity:"x"~', "~", 'entity:"x"'),
    ("entity:hallam~2 boom", "~2", "entity:hallam"),
    ('path:"x"~', '"x"~', 'path:"x" ~'),
    ('source:"Herald"x', '"Herald"x', 'source:"Herald" x'),
    ('source:a"b"', 'a"b"', 'source:"a""b"""'),
    ("path:a(1).txt", "a(1).txt", 'path:"a(1).txt"'),
    ("source: herald", "source:", "source:herald"),
    ("source:", "source:", None),
    ('source:""', 'source:""', None),
    ("source:()", "source:()", "(one OR two)"),
    ("entity:(a OR", "OR", '"OR" for the word itself'),
    ("entity:(a", "entity:(", "entity:(a)"),
    ("entity:(a source:b)", "source:", None),
    ("title:()", "()", "(one OR two)"),
    ("title:-boom", "title:-", "-title:boom"),
    ("title:@x", "@x", None),
    ("()", "()", "(one OR two)"),
    ("@", "@", None),
    ("@@", "@@", None),
    ("AND letter", "AND", '"AND" for the word itself'),
    ("letter OR", "OR", '"OR" for the word itself'),
    ("a AND AND b", "AND", '"AND" for the word itself'),
    ("letter)", ")", "letter"),
    ("((letter)", "(", "((letter))"),
    ('letter"', '"', "letter"),
    ('"letter captain', '"', '"letter captain"'),
    ('a long text that was pasted in" with one mark', '"', 'like:"a long text that was pasted in with one mark"'),
    ("/unclosed", "/", "/unclosed/, or quotation marks"),
    ("/letter/i", "/letter/i", "/letter/"),
    ("/usr/bin", "/usr/bin", '"usr/bin" for the words'),
    ("/[/", "/[/", None),
    ("/(letter/", "/(letter/", '"letter" for the words'),
    ("*", "*", "wor* or w?rd; path:* for every document"),
    ("**", "**", "wor* or w?rd; path:* for every document"),
    ('"letter * captain"', "*", '"letter captain"~1'),
    ("?", "?", None),
    ("= letter", "=", "=letter"),
    ('="letter captain"', "=", '"letter captain"'),
    ("sauce:herald", "sauce:", "source:herald"),
    ("text:letter", "text:", "letter"),
    ("language:en", "language:", "lang:en"),
    ("person:hallam", "person:", "entity:hallam"),
    ('name:"Josef Hallam" boom', "name:", 'entity:"Josef Hallam"'),
    ("file:ferry", "file:", "path:ferry"),
    ("after:2031", "after:", "date:2031.."),
    ("before:2031-09", "before:", "date:..2031-09"),
    ("letter,source:herald", "source:", "letter source:herald"),
]


@pytest.mark.parametrize(("query", "marked", "instead"), MISTAKES)
def test_a_mistake_is_marked_and_a_way_out_shown(query: str, marked: str, instead: str | None) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    error = caught.value
    shown = query[error.start : error.end]
    assert (shown or query, error.suggestion) == (marked, instead)
    assert is_told_well(error, query)


RIGHT = [
    ("letter near captain", And((Word("letter"), Word("near"), Word("captain")))),
    ("letter – boom", And((Word("letter"), Word("boom")))),
    ("letter -- boom", And((Word("letter"), Word("boom")))),
    ("title:*", Condition("title", "*")),
    ("-source:*", Not(Condition("source", "*"))),
    ("title: boom", Field("title", Word("boom"))),
    ("title:boom*", Field("title", Prefix("boom"))),
    ("entity:(a OR b)", Or((Condition("entity", "a"), Condition("entity", "b")))),
    ('entity:("a b" c) d', And((And((Condition("entity", "a b"), Condition("entity", "c"))), Word("d")))),
    ("source:(a -b)", And((Condition("source", "a"), Not(Condition("source", "b"))))),
    ("(source:(a) b)", And((Condition("source", "a"), Word("b")))),
    ("path:(a (b) c)", And((Condition("path", "a"), Condition("path", "b"), Condition("path", "c")))),
    ("path:x~", Condition("path", "x~")),
    ("a*.*", Prefix("a")),
    ("+letter", Word("letter")),
    ("NEARBY", Word("nearby")),
    ("near/far", Phrase((Word("near", True), Word("far", True)))),
    (f"a NEAR/{FARTHEST} b", Near(Word("a"), Word("b"), FARTHEST)),
]


@pytest.mark.parametrize(("query", "tree"), RIGHT)
def test_what_is_no_mistake(query: str, tree: object) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize("field", sorted(FIELDS - {"block", "title"}))
def test_every_field_takes_a_star_and_a_group(field: str) -> None:
    assert parse(f"{field}:*") == Condition(field, "*")
    assert parse(f"{field}:(x OR y)") == Or((Condition(field, "x"), Condition(field, "y")))
    with pytest.raises(QueryError) as caught:
        parse(f"{field}:")
    assert caught.value.suggestion is None, "an example is for those to give who know the collection"


def test_signs_in_pasted_text_are_its_own() -> None:
    pasted = "the minister - who knew - said that | boom --never-- reached !him and said:nothing"
    assert {type(node) for node in nodes(parse(pasted))} == {And, Word}
    assert list(misreadings(f"{pasted} or not 'at all'")) == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("letter or captain", ["or is a word like others; OR in capitals finds either"]),
        ("letter not boom", ["not is a word like others; - before a word leaves it out"]),
        ("'steel boom' x", ['words in any order; "steel boom" for the phrase']),
        ("« steel boom »", ['words in any order; "steel boom" for the phrase']),
        ('"to be or not to be"', []),
        ("captain's boom, the crew's letter", []),
        ("or", []),
    ],
)
def test_what_may_have_been_meant_is_told(query: str, told: list[str]) -> None:
    assert list(misreadings(query)) == told


def test_while_it_is_typed_the_end_is_no_mistake_yet() -> None:
    for query in (
        "letter NEAR",
        "letter NEAR/",
        "letter -",
        "letter @",
        "source:",
        "entity:(",
        "entity:(a OR ",
        '"a b"~',
    ):
        parse(f"x {query}", as_typed=True)
    assert parse("entity:(jos", as_typed=True) == Condition("entity", "jos")


def test_a_word_whose_accent_kept_it_whole_is_printed_as_one() -> None:
    tree = parse("Ç'0 =Ň'a \"Ç'0 b\" Ç'0* ¹.A~")
    assert parse(print_query(tree)) == tree


def is_told_well(error: QueryError, query: str) -> bool:
    """Both lines are short and safe, and the place lies in the query."""
    told = [str(error), *([error.suggestion] if error.suggestion is not None else [])]
    lines = all(line and len(line) <= LONGEST_TOLD and is_safe(line) for line in told)
    return lines and 0 <= error.start <= error.end <= len(query)


PIECES = [
    *"ab \"'()-=*:~.,;|!?@/\\[]+\x1b\n\u202e\ud800é北“",
    "AND",
    "OR",
    "NOT",
    "NEAR/",
    "near/3",
    "title:",
    "source:",
]
PIECES += ["entity:(", "date:", "like:", "block:", "nosuch:", "=x", "0", "word", "«", "Ç'", "l'"]
typed = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=40)


def check_any(query: str, as_typed: bool) -> None:
    try:
        tree = parse(query, as_typed=as_typed)
    except QueryError as error:
        assert is_told_well(error, query)
        return
    printed = print_query(tree)
    assert parse(printed) == tree
    assert print_query(parse(printed)) == printed
    assert all(0 <= node.span.start < node.span.end <= len(query) for node in nodes(tree))
    for told in misreadings(query):
        assert len(told) < 160 and is_safe(told)


@given(typed, st.booleans())
def test_whatever_is_typed_is_a_tree_or_is_told_well(query: str, as_typed: bool) -> None:
    check_any(query, as_typed)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None)
@given(typed, st.booleans())
def test_whatever_is_typed_is_a_tree_or_is_told_well_at_length(query: str, as_typed: bool) -> None:
    check_any(query, as_typed)
