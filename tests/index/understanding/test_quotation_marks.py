"""Quoted stretches: what opens and closes, what is an apostrophe, and where one ends that nobody closed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Block
from index.understanding.quotation_marks import DEEPEST, Quoted, find_quoted


def blocks_of(text: str) -> list[Block]:
    return [Block(found.start(), found.end(), "prose", "test") for found in re.finditer(r"\S(?:[^\n]*\S)?", text)]


def quoted(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_quoted(text, blocks_of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes" and then "no".', ['"yes"', '"no"']),
        ("“One,” he said. “Two.”", ["“One,”", "“Two.”"]),
        ("« Oui », dit-il, « non ».", ["« Oui »", "« non »"]),
        ("«\u202fOui\u00a0», dit-il.", ["«\u202fOui\u00a0»"]),
        ("»Ja«, sagte er. »Nein.«", ["»Ja«", "»Nein.«"]),
        ("»Ja», sa han. ”Nej”, sa hon.", ["»Ja»", "”Nej”"]),
        ("„Ja“, sagte er. „Tak”, powiedział.", ["„Ja“", "„Tak”"]),
        ("„Er sagte ‚doch‘ zu mir.“", ["„Er sagte ‚doch‘ zu mir.“", "‚doch‘"]),
        ("「日本『中』語」と言った", ["「日本『中』語」", "『中』"]),
        ("‹a› and «b ‹c› d»", ["‹a›", "«b ‹c› d»", "‹c›"]),
        ("＂wide＂", ["＂wide＂"]),
    ],
)
def test_the_marks_of_several_languages(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He's got the dogs' bone, don't you, and it’s ours’.", []),
        ("'Tis the '90s; give 'em rock 'n' roll, ’tis so.", []),
        ("Back in ‘92 it was.", []),
        ("He said 'go' and it's done.", ["'go'"]),
        ("the workers' union said 'the workers' rights are ours' today", ["'the workers' rights are ours'"]),
        ("‘The workers’ and ‘the bosses’ met", ["‘The workers’", "‘the bosses’"]),
        ("‘It’s fine,’ he said. ‘Isn’t it?’", ["‘It’s fine,’", "‘Isn’t it?’"]),
        ("word‚ word‘ word", []),
        ('6\'2" and a 5" pipe, 3"x5"', []),
    ],
)
def test_apostrophes_and_inches_are_no_quotation(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\"I said 'no',\" he went on", ["\"I said 'no',\"", "'no'"]),
        ("'I said \"no\",' he went on", ["'I said \"no\",'", '"no"']),
        ('"a "b" c"', ['"a "b" c"', '"b"']),
        ("“He said: ‘never’ and ‘ever’.”", ["“He said: ‘never’ and ‘ever’.”", "‘never’", "‘ever’"]),
        ('“opened curly, closed straight" and on', ['“opened curly, closed straight"']),
        ("“closed by the wrong one“, he said", ["“closed by the wrong one“"]),
        ('said:"Hello"she said', ['"Hello"']),
        ('" spaced " out', ['" spaced "']),
        ("“doubled”” and “on”", ["“doubled”", "“on”"]),
        ('("in brackets") and—"behind a dash"—too', ['"in brackets"', '"behind a dash"']),
        ('"" and "!" and “ ”', []),
    ],
)
def test_nested_mixed_and_careless_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_what_nobody_closed_ends_with_its_paragraph_or_the_quotation_around_it() -> None:
    text = 'He said "it was. Then "that".  \nNew "one".'
    assert quoted(text) == ['"it was. Then "that".', '"that"', '"one"']
    assert [found.closed for found in find_quoted(text, blocks_of(text))] == [False, True, True]
    assert quoted("«outer “inner» after") == ["«outer “inner»", "“inner"]
    assert quoted("“outer 'inner” after") == ["“outer 'inner”"], "a single mark that nothing closes is an apostrophe"


@pytest.mark.parametrize(("first", "last"), ["“”", '""', "«»", "‘’"])
def test_paragraphs_that_each_open_again(first: str, last: str) -> None:
    text = f"{first}One.\n\n{first}Two.\n\n{first}Three.{last} And more.\n\nNothing."
    found = find_quoted(text, blocks_of(text))
    assert [text[each.start : each.end] for each in found] == [f"{first}One.", f"{first}Two.", f"{first}Three.{last}"]
    assert [each.goes_on for each in found] == [True, True, False]
    assert [each.closed for each in found] == [False, False, True]


def test_code_is_left_out_and_a_text_without_blocks_has_paragraphs_all_the_same() -> None:
    text = '"a" b\n\nprint("c")'
    blocks = [Block(0, 5, "prose", "t"), Block(7, len(text), "code", "t")]
    assert [found.start for found in find_quoted(text, blocks)] == [0]
    assert [found.start for found in find_quoted(text, ())] == [0, text.index('"c')]
    assert find_quoted("", ()) == []
    lost = 'open "here\nand on\n\nnothing"'
    assert [lost[found.start : found.end] for found in find_quoted(lost, ())] == ['"here\nand on']


def test_no_deeper_than_can_be_kept() -> None:
    text = "„x" * 50
    assert len(find_quoted(text, ())) == DEEPEST


MARKS = "\"'“”„‟«»‹›‘’‚‛＂「」『』"
texts = st.text(st.sampled_from(MARKS + "  \n\nabS.,—90"), max_size=120)


@given(texts)
def test_no_quotation_leaves_its_paragraph_or_lies_about_its_ends(text: str) -> None:
    blocks = blocks_of(text)
    found = find_quoted(text, blocks)
    assert found == sorted(found, key=lambda each: (each.start, -each.end))
    for each in found:
        assert any(block.start <= each.start < each.end <= block.end for block in blocks)
        assert text[each.start] in MARKS
        assert each.start < each.inside.start < each.inside.end <= each.end
        inside = text[slice(*each.inside)]
        assert inside == inside.strip() and re.search(r"\w", inside)
        if each.closed:
            assert text[each.end - 1] in MARKS
            assert text[each.inside.end : each.end - 1].strip() == ""
            assert not each.goes_on
        else:
            assert each.inside.end == each.end
        assert text[each.start + 1 : each.inside.start].strip() == ""


@given(texts)
def test_quotations_nest_or_lie_apart(text: str) -> None:
    around: list[Quoted] = []
    for each in find_quoted(text, blocks_of(text)):
        while around and around[-1].end <= each.start:
            around.pop()
        assert all(each.end <= outer.end for outer in around)
        around.append(each)


@given(st.lists(st.text("abc ", min_size=1, max_size=9).filter(str.strip), max_size=5))
def test_what_is_put_between_clear_marks_is_found(words: list[str]) -> None:
    stripped = [word.strip() for word in words]
    for first, last in ("“”", '""', "«»", "»«", "„“"):
        text = " and ".join(f"{first}{word}{last}" for word in stripped)
        assert [text[slice(*each.inside)] for each in find_quoted(text, ())] == stripped
