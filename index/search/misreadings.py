"""What a query without a mistake may have been meant to say: signs and words of other programs that are words here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.search.mistakes import is_prose, told

_QUOTED: Final = re.compile(r'["“”„][^"“”„]*["“”„]')
_EITHER: Final = re.compile(r"(?<=\S)\s+(or|Or)(?=\s+\S)")
_WITHOUT: Final = re.compile(r"(?:\A|(?<=\s))(not|Not|without)(?=\s+\S)")
_NO_QUOTES: Final = re.compile(
    r"(?<![\w*])(?:'(\w[^'\"]{0,60}\s[^'\"]{0,60}\w)'|‘(\w[^‘’\"]{0,60}\s[^‘’\"]{0,60}\w)’"
    r"|«\s{0,9}(\w[^«»\"]{0,60}\s[^«»\"]{0,60}\w)\s{0,9}»)(?!\w)"
)
"""Several words between what are quotation marks elsewhere."""


def misreadings(query: str) -> Iterator[str]:
    """What to tell of a query besides its answer; of pasted text nothing. Each is one short line."""
    if is_prose(query):
        return
    bare = _QUOTED.sub('""', query)
    if found := _EITHER.search(bare):
        yield f"{found[1]} is a word like others; OR in capitals finds either"
    if found := _WITHOUT.search(bare):
        yield f"{found[1]} is a word like others; - before a word leaves it out"
    if found := _NO_QUOTES.search(bare):
        words = next(group for group in found.groups() if group)
        yield f'words in any order; "{told(words)}" for the phrase'
