"""Names that the reader told of: where they are found, what they win over, and whose they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Block, Mention
from index.understanding.grouping import group, records
from index.understanding.own_names import BadExpression, OwnName, OwnNames, compiled, over, version_of

LANTERN = OwnName("Sea Lantern", "SHIP", (("Sea Lantern", "the Lantern", "SL"),))
CASES = OwnName("cases", "CASE", expression=r"No\. \d+/\d{4}")


def found(text: str, *entries: OwnName, kind: str = "prose") -> list[str]:
    mentions = OwnNames(entries).find(text, [Block(0, len(text), kind, "test")])  # type: ignore[arg-type]
    return [text[mention.start : mention.end] for mention in mentions]


@pytest.mark.parametrize(
    ("text", "entry", "names"),
    [
        ("The Sea Lantern sank. the Sea\nLantern's crew, SL", LANTERN, ["Sea Lantern", "Sea\nLantern", "SL"]),
        ("Sea Lanterns, sea lantern, OverSea Lantern, SLS", LANTERN, []),
        ("SEA lantern", OwnName("Sea Lantern", "SHIP", (("Sea Lantern",),), any_case=True), ["SEA lantern"]),
        ("L’Aurore and L'Aurore", OwnName("L'Aurore", "SHIP", (("L'Aurore",),)), ["L’Aurore", "L'Aurore"]),
        ("No. 7/2031, No. 8/2031. No. 9/20319 éNo. 1/2000", CASES, ["No. 7/2031", "No. 8/2031"]),
        ("ééé No. 7/2031 𝔘 No. 8/2031", CASES, ["No. 7/2031", "No. 8/2031"]),
        ("no. 7/2031", OwnName("cases", "CASE", expression="No. [0-9/]+", any_case=True), ["no. 7/2031"]),
        ("xK9y", OwnName("k", "K", expression=r"K\d", whole_words=False), ["K9"]),
        ("a  b", OwnName("gap", "GAP", expression=r" +", whole_words=False), []),
        ("ship (or) boat", OwnName("or", "X", expression=r"(ship|boat)( \(or\))?"), ["ship (or)", "boat"]),
    ],
)
def test_what_is_found(text: str, entry: OwnName, names: list[str]) -> None:
    assert found(text, entry) == names


def test_of_two_that_overlap_the_first_and_longer_is_kept_and_then_the_first_of_the_file() -> None:
    entries = OwnName("Sea", "A", (("Sea",),)), LANTERN, OwnName("sea", "B", expression="Sea")
    assert found("Sea Lantern, Sea", *entries) == ["Sea Lantern", "Sea"]
    mentions = OwnNames(entries).find("Sea", [Block(0, 3, "prose", "test")])
    assert [(mention.type, mention.rule) for mention in mentions] == [("A", "own:Sea")]
    assert not found("Sea Lantern", LANTERN, kind="boilerplate")


def test_they_win_over_whatever_they_touch() -> None:
    rules = [Mention(0, 8, "PERSON", "x", False), Mention(9, 12, "ORG", "x", True), Mention(14, 20, "DATE", "x", True)]
    own = [Mention(4, 10, "SHIP", "own:s", True)]
    assert over(own, rules) == [own[0], rules[2]] and over([], rules) == rules


def test_one_entity_has_all_its_names_and_the_name_that_was_told() -> None:
    text = "SL met the Lantern. Case No. 7/2031. Captain Milo Hartwick, Hartwick and the Fox."
    entries = LANTERN, CASES, OwnName("Milo Hartwick", "PERSON", (("Milo Hartwick", "the Fox"),))
    own = OwnNames(entries)
    mentions = own.find(text, [Block(0, len(text), "prose", "test")])
    at = text.index("Hartwick and")
    called = own.called(mentions, text)
    mentions = over(mentions, [Mention(at, at + 8, "PERSON", "surname", False)])
    assert [(m.entity, text[m.start : m.end]) for m in group(mentions, text, called)] == [
        ("ship:sea-lantern", "SL"),
        ("ship:sea-lantern", "the Lantern"),
        ("case:no-7-2031", "No. 7/2031"),
        ("person:milo-hartwick", "Milo Hartwick"),
        ("person:milo-hartwick", "Hartwick"),
        ("person:milo-hartwick", "the Fox"),
    ]
    names = {record.name: dict(record.surfaces) for record in records(mentions, text, called).values()}
    assert names["Sea Lantern"] == {"SL": 1, "the Lantern": 1}
    assert names["Milo Hartwick"] == {"Milo Hartwick": 1, "Hartwick": 1, "the Fox": 1}


def test_a_text_is_unchanged_only_where_the_same_names_stand() -> None:
    text = "SL, Sea Lantern"
    blocks = [Block(0, len(text), "prose", "test")]
    own = OwnNames([LANTERN])
    mentions = own.find(text, blocks)
    assert own.unchanged(mentions, [*mentions, Mention(2, 3, "ORG", "acronym", False)])
    assert not own.unchanged(mentions, mentions[1:])
    renamed = OwnNames([OwnName("Sea Lantern", "SHIP", (("Sea Lantern",), ("SL",)))])
    assert not renamed.unchanged(renamed.find(text, blocks), mentions)


def test_the_version_is_that_of_the_entries() -> None:
    versions = {version_of(()), version_of([LANTERN]), version_of([CASES]), version_of([LANTERN, CASES])}
    assert len(versions) == 4 and version_of([LANTERN]) == version_of([OwnName(*LANTERN_PARTS)])


LANTERN_PARTS = ("Sea Lantern", "SHIP", (("Sea Lantern", "the Lantern", "SL"),))


@pytest.mark.parametrize(
    "expression", ["((", "a)(b", "x" * 1_001, r"\C", "a*", "(?=x)", "(" * 200 + "a" + "{9}){9}" * 50]
)
def test_what_is_no_expression(expression: str) -> None:
    with pytest.raises(BadExpression):
        compiled(expression, False, True)


def test_no_expression_looks_at_a_text_for_ever() -> None:
    """Each search of the second kind looks to the end of what it is given: what it may look at is bounded."""
    own = OwnNames([OwnName("slow", "X", expression="a[^z]*z|b", whole_words=False)])
    text = "ab" * 30_000
    mentions = own.find(text, [Block(0, len(text), "prose", "test")])
    assert 0 < len(mentions) < 30_000


def test_a_long_paragraph_is_seen_in_parts_and_no_name_is_lost_between_them() -> None:
    text = "No. 1/2031 " * 5_000
    assert found(text, CASES) == ["No. 1/2031"] * 5_000


@settings(max_examples=40)
@given(st.text("aAé \n.’𝔘1", max_size=60), st.lists(st.text("aAé 1", min_size=1, max_size=6), max_size=4))
def test_any_text(text: str, names: list[str]) -> None:
    """No mention leaves its block, none over another, each is a whole name as it is written."""
    entries = [OwnName(f"n{at}", "X", ((name,),)) for at, name in enumerate(names)]
    entries.append(OwnName("e", "Y", expression="é.?|1+"))
    cut = len(text) // 2
    blocks = [Block(0, cut, "prose", "test"), Block(cut, len(text), "prose", "test")]
    end = 0
    for mention in OwnNames(entries).find(text, blocks):
        assert end <= mention.start < mention.end <= len(text) and (mention.end <= cut or mention.start >= cut)
        surface, end = text[mention.start : mention.end], mention.end
        if mention.type == "X":
            assert surface.split() in [name.split() for name in names]
        assert surface == surface.strip()
