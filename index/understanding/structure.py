"""What each block of a document is, and what the document says of itself.

Every block gets one kind and the rule that gave it. Title, authors, source and date are taken from the text (or from
what the format states outright) with the place where they stand, and left open where the document does not say.
The rules are general ones of press, web and office text; none asks for the path or the clock.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from index.document import NOT_PROSE, Block, ExtractedText, Metadata
from index.understanding import structure_lines as lines
from index.understanding.headers import find_headers
from index.understanding.structure_body import read_body
from index.understanding.structure_fragments import fragments
from index.understanding.structure_head import normalised, read_foot, read_head, read_tail
from index.understanding.structure_page import find_article, leave_out
from index.understanding.structure_parts import Draft, Part, parts_of

_COMPARED = 1_000
"""So many lines at the beginning and at the end of a document may count as recurring."""
_COMPARED_LENGTH = 100
_EDGE = 5


def understand_structure(
    extracted: ExtractedText, path: str, *, common_lines: Collection[str] = frozenset()
) -> tuple[tuple[Block, ...], Metadata, int]:
    """Blocks with their kinds, metadata with its evidence, and the number of words of prose.

    `common_lines` are those of `short_lines` that stand in several documents of the collection. `path` is there for
    rules of a format; a file's name states nothing about a document. Time is linear in the text.
    """
    common = common_lines if isinstance(common_lines, frozenset) else frozenset(common_lines)
    headers = extracted.metadata.headers or find_headers(extracted.text, _beginning(extracted))
    draft = Draft(extracted, parts_of(extracted, headers), common, headers)
    article = find_article(draft) if not headers else None
    inner = draft if article is None else draft.within(article.begin, article.end)
    read_head(inner)
    read_tail(inner)
    read_body(inner)
    fragments(inner)
    if article is not None:
        leave_out(draft, article)
        read_foot(draft, article.end)
        read_body(draft)
    blocks = tuple(Block(part.start, part.end, part.kind, part.rule) for part in draft.parts)
    metadata = replace(draft.findings.metadata(extracted), headers=headers)
    return blocks, metadata, _words(extracted.text, draft.parts)


def _beginning(extracted: ExtractedText) -> int:
    """Where the text begins, behind front matter."""
    first = extracted.blocks[0] if extracted.blocks else None
    return first.end if first is not None and first.rule == "front-matter" else 0


def short_lines(extracted: ExtractedText) -> set[str]:
    """Lines of a document, normalised, that are boilerplate if they stand in several documents.

    Short ones that are no sentence; a sentence counts only at the edges, where a page repeats itself. Dates and
    bylines recur without being boilerplate.
    """
    text, blocks = extracted.text, extracted.blocks
    chosen = blocks if len(blocks) <= 2 * _COMPARED else blocks[:_COMPARED] + blocks[-_COMPARED:]
    found: set[str] = set()
    for number, block in enumerate(chosen):
        if block.end - block.start > _COMPARED_LENGTH or block.kind in ("code", "table"):
            continue
        line = text[block.start : block.end].replace("\n", " ")
        edge = number < _EDGE or number >= len(chosen) - _EDGE
        if lines.ends_sentence(line) and (not edge or len(line.split()) < 3):
            continue
        if len(line) > 2 and not (edge and (lines.byline(line) or lines.date_line(line) or lines.dated_author(line))):
            found.add(normalised(line))
    return found


def _words(text: str, parts: list[Part]) -> int:
    words = 0
    for part in parts:
        if part.kind in NOT_PROSE:
            continue
        if part.end - part.start < 100_000:
            words += len(text[part.start : part.end].split())
        else:
            # Not split: ten million strings would take more memory than the text.
            words += sum(1 for _ in re.finditer(r"\S+", text[part.start : part.end]))
    return words
