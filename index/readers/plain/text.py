"""Plain text: decoded, with a block for each paragraph."""

from __future__ import annotations

from index.document import Block, ExtractedText, Metadata
from index.readers.decoding import decode
from index.readers.paragraphs import paragraphs


def read(data: bytes) -> ExtractedText:
    """The text of a plain-text file. Raises UnreadableFile where it holds no text."""
    text, encoding = decode(data)
    blocks = tuple(Block(start, end, "prose", "plain") for start, end in paragraphs(text))
    return ExtractedText(text, blocks, Metadata(), "text/2", encoding)
