"""Who a draft says speaks: by the line that introduces a block quote, by the sentence a quotation is built into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.document import Block, Span
from index.sentences import sentence_around

if TYPE_CHECKING:
    from index.document import Mention

_GAP: Final = re.compile(r"[\s>“\"„«‘']*\Z")
_BEFORE: Final = 2_000
"""Characters before a block quote in which the one meant by `he` is looked for."""
_LONGEST: Final = 400
"""Characters of an introducing line."""
_WORDS: Final = 300
"""Characters of a block quote that are read to tell who speaks."""
_PRONOUN: Final = re.compile(r"[,.!?]?[”\"'’»]*[,;]?\s*(?:he|she|they)\s+[a-z]+", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"(?:the|an?|his|her|their|our|this|that)\b", re.IGNORECASE)
_MARKS: Final = re.compile('[“”„«»"‹›>]')


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker."""

    speaker: str
    entity: str | None


def introduces(text: str, start: int, end: int, language: str | None) -> Named | None:
    """By the line that ends with a colon above the block quote `text[start:end]`."""
    gap = _GAP.search(text, max(0, start - _LONGEST), start)
    if gap is None or ">" not in gap[0]:
        return None
    begin = text.rfind("\n", 0, gap.start()) + 1
    line = text[begin : gap.start()]
    if not line.endswith(":") or len(line) > _LONGEST or line.lstrip().startswith((">", "#")):
        return None
    words = " ".join(_MARKS.sub(" ", text[start : min(end, start + _WORDS)]).split())
    prose = text[max(0, begin - _BEFORE) : begin]
    # Read as if it were quoted in the line: then the rules of the ledger hold.
    return _read(prose, f"{line.strip()} “{words}”\n", language)


def _read(before: str, line: str, language: str | None) -> Named | None:
    from index.readers.paragraphs import paragraphs
    from index.understanding.entities import RulesExtractor
    from index.understanding.grouping import group, records
    from index.understanding.quotations import find_quotations

    text = before + line
    blocks = tuple(Block(start, end, "prose", "plain") for start, end in paragraphs(text))
    mentions = group(RulesExtractor().extract(text, blocks, language), text)
    names = {record.id: record.name for record in records(mentions, text).values()}
    said = [each for each in find_quotations(text, blocks, mentions, language, names) if each.start >= len(before)]
    if said and said[-1].status in ("named", "institution", "pronoun") and said[-1].speaker:
        # `The report says:` names nobody whom the ledger could gainsay.
        named = said[-1].entity is not None or not _ARTICLE.match(said[-1].speaker)
        return Named(said[-1].speaker, said[-1].entity) if named else None
    # `Fayle, on the boom:` has no word of speech.
    return _only([each for each in mentions if len(before) <= each.start < text.index("“", len(before))], text, names)


def subject_of(
    text: str,
    start: int,
    end: int,
    blocks: Sequence[Block],
    mentions: Sequence[Mention],
    names: dict[str, str],
) -> Named | None:
    """By the sentence that the quotation `text[start:end]` is built into, where only `he said` stands behind: in
    `Fayle called it “a mistake,” he said` it is Fayle, whoever was spoken of before."""
    if _PRONOUN.match(text, end) is None:
        return None
    paragraph = next((block for block in blocks if block.start <= start < block.end), None)
    if paragraph is None:
        return None
    first = sentence_around(text, Span(start, end), Span(paragraph.start, paragraph.end)).start
    inside = [each for each in mentions if first <= each.start < start]
    lead = text[first : inside[0].start] if inside else ""
    between = text[inside[0].end : start].strip(" “\"'‘„«") if inside else ""
    if not inside or lead.strip(" \n>*_-") or not between[:1].islower():
        return None
    return _only(inside[:1], text, names)


def _only(mentions: Sequence[Mention], text: str, names: dict[str, str]) -> Named | None:
    persons = [each for each in mentions if each.type == "PERSON"]
    if len({each.entity for each in persons}) != 1:
        return None
    each = persons[0]
    return Named(names.get(each.entity or "", text[each.start : each.end]), each.entity)
