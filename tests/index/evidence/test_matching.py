"""Quotations against texts: what is verbatim is exact, one letter changed is one letter, and stitches are seen."""

from __future__ import annotations

import hashlib

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.document import Document, Metadata
from index.evidence.attribution import Attributions
from index.evidence.differences import edits
from index.evidence.draft import Quoted, _block_quotes
from index.evidence.introduced import introduces
from index.evidence.levelled import Levelled
from index.evidence.pieces import pieces_of
from index.evidence.sources import Source
from index.evidence.verifying import Checked, Verifier


def source(path: str, text: str) -> Source:
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(Document(path, text, (), Metadata(), sha, sha, "text/1", 0))


class InMemory:
    """Every text may hold everything."""

    def __init__(self, *texts: str) -> None:
        self.sources = [source(f"{number}.txt", text) for number, text in enumerate(texts)]

    def holding(self, quoted: str, only: object = None) -> list[Source]:
        return self.sources

    def alike(self, quoted: str, only: object = None) -> list[Source]:
        return self.sources


def check(quotation: str, *texts: str, shortest: int = 3, reach: int = 200) -> Checked:
    verifier = Verifier(InMemory(*texts), Attributions(None), only=None, shortest=shortest, reach=reach)
    draft = f"He said: {quotation} Then he left."
    return verifier.check(draft, Quoted(9, 9 + len(quotation)))


WORDS = st.text(alphabet="abcdefghij", min_size=2, max_size=9)
PROSE = st.lists(WORDS, min_size=12, max_size=60).map(" ".join)
ANYTHING = st.text(alphabet=st.sampled_from("ab é—-“”’'\n\u00a0…[]().,*_>ß𝐛字x"), min_size=1, max_size=80)


@settings(max_examples=60, deadline=None)
@given(ANYTHING, st.data())
def test_whatever_is_verbatim_is_exact(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end]
    assume(pieces_of(words))
    # A sign of emphasis, or the hyphen of a line's end, is another thing where what stands beside it is cut away.
    assume(not {words.strip()[0], words.strip()[-1]} & {"_", "-"})
    is_found_exactly(text, words)


def is_found_exactly(text: str, words: str) -> None:
    found = check(words, text, shortest=0)
    assert found.status in ("exact", "aside")
    if found.status == "exact":
        assert found.source_start is not None and found.source_end is not None
        there = text[found.source_start : found.source_end]
        plain = str.maketrans("", "", " \n\u00a0“”’'>*_-—[]().,…")
        assert words.translate(plain) == there.translate(plain)
        assert not found.differences


def test_what_the_source_has_in_brackets_itself_is_found_with_its_brackets() -> None:
    is_found_exactly(">>>>>>>[a>]字", ">>>>>>>[a>]字")
    found = check("The boats [all of them] lay still", "x The boats [all of them] lay still")
    assert (found.status, found.source_start, found.source_end) == ("exact", 2, 35)


@settings(max_examples=60, deadline=None)
@given(PROSE, st.data())
def test_words_of_a_text_are_exact_where_they_stand(text: str, data: st.DataObject) -> None:
    words = text.split()
    first = data.draw(st.integers(0, len(words) - 4))
    last = data.draw(st.integers(first + 3, len(words)))
    quotation = " ".join(words[first:last])
    found = check(quotation, "Nothing of it.", text)
    assert (found.status, found.document, found.text) == ("exact", "1.txt", quotation)
    assert text[found.source_start : found.source_end] == quotation


@settings(max_examples=60, deadline=None)
@given(PROSE, st.data())
def test_one_letter_changed_is_that_letter(text: str, data: st.DataObject) -> None:
    words = text.split()
    first = data.draw(st.integers(0, len(words) - 6))
    last = data.draw(st.integers(first + 5, len(words)))
    quotation = " ".join(words[first:last])
    at = data.draw(st.sampled_from([n for n, letter in enumerate(quotation) if letter != " "]))
    found = check(f"{quotation[:at]}z{quotation[at + 1 :]}", text)
    assert found.status == "altered" and len(found.differences) == 1, found
    (changed,) = found.differences
    assert found.text[changed.start : changed.end] == "z"
    assert changed.source_text == quotation[at] == text[changed.source_start : changed.source_end]
    assert text[found.source_start : found.source_end] == quotation


@settings(max_examples=40, deadline=None)
@given(PROSE, PROSE.map(lambda text: text.translate(str.maketrans("abcdefghij", "klmnopqrst"))), st.data())
def test_what_two_documents_share_between_them_is_stitched(one: str, other: str, data: st.DataObject) -> None:
    ones, others = one.split(), other.split()
    mine = data.draw(st.integers(4, len(ones)))
    theirs = data.draw(st.integers(4, len(others)))
    found = check(" ".join(ones[:mine] + others[-theirs:]), one, other)
    assert found.status == "stitched"
    assert {place.document for place in found.places} == {"0.txt", "1.txt"}


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abc ", max_size=30), st.text(alphabet="abc ", max_size=30))
def test_differences_make_one_text_of_the_other(one: str, other: str) -> None:
    made, at = "", 0
    for edit in edits(one, other):
        made += one[at : edit.start] + other[edit.other_start : edit.other_end]
        at = edit.end
    assert made + one[at:] == other


TEXT = (
    "The minister spoke at noon. “We had no warning,” he said, “none — not from the harbour, not from the navy.” "
    "It was cold, and the boats lay still. Nobody in the town asked why the boom had been laid so early."
)


def test_typography_and_what_the_writer_says_he_changed_count_for_nothing() -> None:
    for quotation in (
        '"We had no warning," he said',
        "none—not from the harbour,\nnot from the navy",
        "none -- not from the\n> harbour",
        "[I]t was cold, and the boats lay still",
        "[n]obody in the town asked why",
        "It was cold ... Nobody in the town asked why",
        "the boats [all] lay still. Nobody [there] asked why",
        "the boats *lay still*.",
        "It was cold, and the boats,",
    ):
        assert check(quotation, TEXT).status == "exact", quotation


def test_a_dash_at_the_end_of_a_line_is_a_dash() -> None:
    for source in ("“We had no warning—\nnot from the navy.”", "We had no warning --\nnot from the navy, he said"):
        assert check("no warning—not from the navy", source).status == "exact", source


def test_words_that_are_longer_in_one_case_are_stitched_like_others() -> None:
    one, other = "eins zwei drei große, und noch anderes stand da", "Aber sieben acht neun zehn elf standen dort"
    found = check("eins zwei drei große sieben acht neun zehn elf", one, other)
    assert found.status == "stitched" and [place.document for place in found.places] == ["0.txt", "1.txt"]


def test_what_is_long_and_repeats_one_sign_is_gone_through_once() -> None:
    # Each took minutes where it was gone through once from every place.
    length = 300_000
    assert Levelled("a" + " " * length + "b").text == "a b"
    assert Levelled("x" + "_" * length + "a").text == "x" + "_" * length + "a"
    assert introduces("a" * length + "\n" + "b" * 10 + "\n\n> quoted words", length + 15, length + 20, "en") is None
    lines = f"> a\n> — ab{' ' * length}x\n> y"
    assert [each[2] for each in _block_quotes(lines, ())] == [None]


def test_parts_must_stand_in_order_and_within_reach() -> None:
    assert check("the boats lay still … The minister spoke at noon", TEXT).status == "stitched"
    assert check("The minister spoke at noon … the boom had been laid", TEXT).status == "exact"
    assert check("The minister spoke at noon … the boom had been laid", TEXT, reach=50).status == "stitched"


def test_a_later_place_of_a_part_may_be_the_one_within_reach() -> None:
    far = "one two three. middle part here. " + "x " * 30 + "middle part here. " + "y " * 30 + "last words stand."
    assert check("middle part here … last words stand", far, reach=80).status == "exact"
    assert check("one two three … middle part here … last words stand", far, reach=80).status == "exact"
    assert check("一些字在這裡寫著給人看", "前面。一些字在那裡寫著給人看。後面").status == "altered"


def test_what_is_long_or_in_many_pieces_comes_to_an_end() -> None:
    long = " ".join(f"word{number}" for number in range(1_200))
    assert check(long.replace("word600", "other"), long).status == "altered"
    assert check("a [b] c … " * 300, TEXT).status == "aside"


def test_what_is_like_nothing_is_missing_and_what_is_short_or_a_title_is_told_apart() -> None:
    assert check("purple elephants danced upon every table", TEXT).status == "missing"
    assert check("The Purple Elephants of the North", TEXT).status == "aside"
    assert check("a disaster", TEXT).status == "aside"


def test_a_left_out_not_is_altered_and_not_stitched() -> None:
    found = check("Nobody in the town asked the boom had been laid so early", TEXT)
    assert found.status == "altered"
    assert [each.source_text for each in found.differences] == ["why "]
