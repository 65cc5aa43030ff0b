"""Where sentences end, for everything that shows or moves by sentences. Looks no further than it must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from index.document import Span

SENTENCE_END: Final = (
    r"(?:(?<![.!?…])[.!?…]+[\"'’”»)\]]*(?:\[\^?[\w*†‡]{1,4}\])*(?=\s)"
    r"|[。！？]+[」』”）]*(?:\[\w{1,4}\])*)\s*|\n\s*\n\s*"
)
"""Marks of notes, such as `[12]`, belong to the sentence that they stand behind."""
ABBREVIATION: Final = (
    r"(?:^|[\s(“\"'‘])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|Maj|Adm|Hon|Rev"
    r"|St|Jr|Sr|No|Nr|Art|vs|v|cf|ca|al|etc|e\.g|i\.e|approx|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|Corp)\.$"
)
LONGEST_ABBREVIATION: Final = 12
WINDOW: Final = 600
"""Characters on each side of a place in which the ends of its sentence are looked for."""
_compiled = cache(re.compile)


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences end within a stretch that begins with one; the white space behind belongs to them."""
    for found in _compiled(SENTENCE_END).finditer(text, start, end):
        before = text[max(start, found.start() - LONGEST_ABBREVIATION) : found.start() + 1]
        follows = text[found.end() : found.end() + 1]
        if follows.islower() or (found[0][0] == "." and _compiled(ABBREVIATION).search(before)):
            continue
        yield found.end()


def sentence_around(text: str, place: Span, paragraph: Span) -> Span:
    """The sentence that holds a place in a paragraph, or as much of a very long one as lies around it."""
    low, high = max(paragraph.start, place.start - WINDOW), min(paragraph.end, place.end + WINDOW)
    start = low
    for end in sentence_ends(text, low, high):
        if end >= place.end:
            high = end
            break
        if end <= place.start:
            start = end
    while high > place.end and text[high - 1].isspace():
        high -= 1
    while start < place.start and text[start].isspace():
        start += 1
    return Span(start, high)
