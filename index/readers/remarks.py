"""What a reader should know of how a document was read. It is kept as evidence of the field `text`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from index.document import Evidence, ExtractedText
from index.errors import UnreadableFile

CUT_SHORT: Final = "cut-short"
"""The file ends early; what came before is the text."""


_WORDS: Final = (
    (re.compile(CUT_SHORT), "cut short, read as far as it goes"),
    (re.compile(r"pdf:([\d,]+)-pages-without-text"), "pages without text, pictures: {}"),
    (re.compile(r"pdf:letters-not-mapped"), "its fonts do not say which letters some of its letters are"),
)


def in_words(rule: str) -> str:
    """What was left out of a document, as a reader is told it; "" where a remark says nothing of that kind."""
    for pattern, words in _WORDS:
        if found := pattern.fullmatch(rule):
            return words.format(*found.groups())
    return ""


def cut_short(extracted: ExtractedText, kind: str) -> ExtractedText:
    """What was read of a file that ends early. `kind`: what it is, with its article. Raises UnreadableFile where that
    is nothing."""
    if not extracted.text.strip():
        raise UnreadableFile(f"{kind} that is cut off before its text")
    return with_remark(extracted, CUT_SHORT)


def with_remark(extracted: ExtractedText, rule: str) -> ExtractedText:
    """The same text, with something to be known of it."""
    metadata = extracted.metadata
    return replace(extracted, metadata=replace(metadata, evidence=(*metadata.evidence, Evidence("text", rule))))
