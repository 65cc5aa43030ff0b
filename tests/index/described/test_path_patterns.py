"""What the path of a document states of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.described.path_patterns import fault, stated_by_path, taken_apart

CASES = [
    (
        "{source}/{date}_p{page}.txt",
        "Herald/2031-09-10_p12.txt",
        {"source": "Herald", "date": "2031-09-10", "page": "12"},
    ),
    ("{source}/{date}_p{page}.txt", "Herald/20310910_p3a.txt", {"source": "Herald", "date": "20310910", "page": "3a"}),
    ("{source}/{date}_p{page}.txt", "a/Herald/2031-09-10_p12.txt", None),
    ("{source}/{date}_p{page}.txt", "Herald/2031-13-10_p12.txt", None),
    ("{source}/{date}_p{page}.txt", "Herald/2031-09-10_p.txt", None),
    (
        "{date}_{source}_*.txt",
        "deep/down/2031-09_harbour-herald_ferry_1.txt",
        {"date": "2031-09", "source": "harbour-herald"},
    ),
    ("*/{source}/{title}.md", "x/Herald/The ferry.md", {"source": "Herald", "title": "The ferry"}),
    ("{source}_{date}.txt", "the_harbour_herald_2031.txt", {"source": "the_harbour_herald", "date": "2031"}),
    ("{author} - {title}.txt", "Ann Lee - A boom - again.txt", {"author": "Ann Lee", "title": "A boom - again"}),
    ("{box}/{title}.txt", "box 7/Letter.txt", {"title": "Letter"}),
    ("{date}*", "10.09.2031 the boom.txt", {"date": "10.09.2031"}),
    ("[{source}].{title}.txt", "[a.b].c.txt", {"source": "a.b", "title": "c"}),
    ("{date}.txt", "1999-02-29.txt", None),
]


@pytest.mark.parametrize(("pattern", "path", "found"), CASES)
def test_what_a_pattern_takes(pattern: str, path: str, found: dict[str, str] | None) -> None:
    assert taken_apart(pattern).values(path) == found


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("", "should be a pattern"),
        ("x" * 301, "should be a pattern"),
        ("/{source}/*", "leave out the first /"),
        ("../{title}.txt", "stays in it"),
        ("{title", "which a } closes"),
        ("{}.txt", "which a } closes"),
        ("{da te}.txt", "which a } closes"),
        ("title}.txt", "that no { opens"),
        ("{title}{source}.txt", "nothing between them"),
        ("{title}*.txt", "nothing between them"),
        ("{title}_{title}.txt", "stands twice"),
        ("*.txt", "names nothing to take"),
        ("{any}/{other}.txt", "names nothing to take"),
    ],
)
def test_a_pattern_with_a_mistake_says_what_to_write(pattern: str, words: str) -> None:
    assert words in (fault(pattern) or "")


def test_the_first_pattern_that_fits_counts_and_a_date_with_two_readings_has_none() -> None:
    patterns = ("{date}_{title}.txt", "{title}.txt")
    told = stated_by_path(patterns, "letters/10.09.2031_the_boom.txt")
    assert (told.title, told.date, told.date_alternatives) == ("the boom", None, ("2031-09-10", "2031-10-09"))
    assert stated_by_path(patterns, "letters/boom.txt").title == "boom"
    assert stated_by_path(patterns, "letters/2031_09_10_the_boom.txt").date == "2031-09-10"
    assert not stated_by_path(patterns, "letters/boom.md") and not stated_by_path(patterns, "bad\x1b.txt")


PIECES = st.sampled_from(["{title}", "{source}", "{date}", "{page}", "{x}", "*", "/", "_", "a", ".txt", "2031", "-"])


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=9).map("".join), st.text("a_/-2031.txp\udcff ", max_size=30))
@example("{title}_{source}_{date}*a", "a_" * 2000)
@example("*a*a*a*a*a*a*a*a{title}b", "a" * 4000)
def test_any_pattern_and_any_path_end_soon_and_what_is_taken_stands_in_the_path(pattern: str, path: str) -> None:
    """A matcher that tried every way would never end with the examples."""
    if fault(pattern) is not None:
        return
    found = taken_apart(pattern).values(path)
    at = 0
    for value in (found or {}).values():
        at = path.index(value, at) + len(value)
        assert value and "/" not in value
