"""The codes of another program in the codebook."""

from __future__ import annotations

from index.codebook.book import Codebook
from index.codebook.code import Code
from index.codebook.taking_in import with_codes


def test_what_the_codebook_says_stays_and_what_it_does_not_say_is_filled_in() -> None:
    book = Codebook({"claim": Code("mine", None, "c", ("said",)), "doubt": Code("", "person")})
    theirs = {
        "claim": Code("theirs", "#aa0000"),
        "doubt": Code(" why ", "#00aa00"),
        "new/below": Code("x"),
        "said": Code("a former name"),
        "a//b": Code("no name for a code"),
    }
    assert with_codes(book, theirs) == {
        "claim": Code("mine", "#aa0000", "c", ("said",)),
        "doubt": Code("why", "person"),
        "new": Code(),
        "new/below": Code("x"),
    }
    assert with_codes(book, {}) == book.entries
