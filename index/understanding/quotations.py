"""The quotations of a document: which quoted stretches are somebody's words, and whose.

What stands in quotation marks is found by `quotation_marks`. It is a quotation where a cue gives it to somebody, where
it makes a whole sentence, or where it is long and ends as a sentence does; everything else is a title, a term or irony,
and is left out. Whose words they are is taken from the subject of the cue verb (`speakers`), who that is from the
document (`referents`); without a cue, from the quotation that this one goes on. Otherwise the speaker is unknown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from index.document import NOT_PROSE, Block, Mention, Span
from index.quotation import Quotation
from index.understanding.clauses import MARK, PRONOUNS, QUOTE, Paragraph
from index.understanding.contested import contest
from index.understanding.cues import LANGUAGES, cues
from index.understanding.dash_dialogue import dashed
from index.understanding.foreign_speakers import given_abroad, inside
from index.understanding.mismatched import mended
from index.understanding.quotation_marks import Quoted, find_quoted
from index.understanding.referents import Referents
from index.understanding.rows import Row
from index.understanding.speakers import Given, ahead, behind
from index.understanding.uncued import SINGLE, WORDS, Uncued, is_title

_TITLES: Final = frozenset({"headline", "heading", "table"})
"""Kinds of block in which quotation marks mean little: only what is given to a speaker there counts."""
_ASIDE: Final = NOT_PROSE - {"code"}
_TERM: Final = 3
"""Words that a term may have."""
_NAMED_SO: Final = frozenset(("call", "describe", "dismiss", "denounce", "brand", "label", "hail", "deem"))
"""Verbs after which a word or two in quotation marks are somebody's words."""
_KEPT_PARAGRAPHS: Final = 12


def find_quotations(
    text: str,
    blocks: Sequence[Block],
    mentions: Sequence[Mention],
    language: str | None = None,
    names: Mapping[str, str] | None = None,
    *,
    aside: bool = False,
) -> list[Quotation]:
    """The quotations of a document in order of position. `names`: entity id -> name in full, as the document has it.

    `aside`: those of captions, credits and footers too, marked as such. `mentions` are those of the document, in order,
    with their entities. Raises nothing on any text; time is linear.
    """
    quoted = dashed(text, blocks, language, mended(text, blocks, find_quoted(text, blocks)))
    if not quoted:
        return []
    there = blocks or [Block(0, len(text), "prose", "whole")]
    prose = [block for block in there if block.kind not in NOT_PROSE]
    found = _Reading(text, prose, mentions, language, names or {}, quoted).quotations()
    others = _quoting([block for block in there if block.kind in _ASIDE], quoted) if aside else []
    if not others:
        return found
    # Apart from the prose, so that none of it goes on from a caption.
    beside = _Reading(text, others, mentions, language, names or {}, quoted).quotations()
    found += [replace(each, aside=True) for each in beside]
    return sorted(found, key=lambda each: (each.start, each.end))


def _quoting(blocks: Sequence[Block], quoted: Sequence[Quoted]) -> list[Block]:
    """Those in which quotation marks open."""
    starts = [each.start for each in quoted]
    return [block for block in blocks if bisect_left(starts, block.start) < bisect_left(starts, block.end)]


class _Reading:
    """One pass over a document."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        mentions: Sequence[Mention],
        language: str | None,
        names: Mapping[str, str],
        quoted: list[Quoted],
    ) -> None:
        self._text = text
        self._blocks = blocks
        self._mentions = [m for m in mentions if m.type not in ("EVENT", "WORK")]
        self._starts = [mention.start for mention in self._mentions]
        self._language = language if language in LANGUAGES else None
        self._quoted = quoted
        self._quoted_starts = [each.start for each in quoted]
        self._referents = Referents(text, self._mentions, names, self._in_marks)
        self._paragraphs: dict[int, Paragraph] = {}
        self._uncued = Uncued(text, self._referents, self._paragraph)
        self._rows: list[Row] = []
        self._single_speech = False
        """True once a quotation in single marks was given to a speaker: then such marks are this text's own."""

    def quotations(self) -> list[Quotation]:
        last: Row | None = None
        for number, block in enumerate(self._blocks):
            at = bisect_left(self._quoted_starts, block.start)
            if at < len(self._quoted) and self._quoted[at].start < block.end:
                last = self._read(number, block, last)
            else:
                last = None
        rows = [row for row in self._rows if row.kept]
        contest(self._text, self._blocks, rows, self._quoted)
        return [row.quotation(self._text) for row in sorted(rows, key=lambda row: row.quoted.inside)]

    def _in_marks(self, place: int) -> bool:
        """True if a place of the text is inside quotation marks."""
        at = bisect_left(self._quoted_starts, place + 1) - 1
        return at >= 0 and place < self._quoted[at].end

    # -- paragraphs --------------------------------------------------------------------------------------------------

    def _paragraph(self, number: int) -> Paragraph | None:
        if number < 0 or number >= len(self._blocks):
            return None
        found = self._paragraphs.get(number)
        if found is None:
            block = self._blocks[number]
            found = self._cut(block.start, block.end)
            self._paragraphs[number] = found
            if len(self._paragraphs) > 2 * _KEPT_PARAGRAPHS:
                nearest = range(number - _KEPT_PARAGRAPHS, number + _KEPT_PARAGRAPHS)
                self._paragraphs = {n: kept for n, kept in self._paragraphs.items() if n in nearest}
        return found

    def _cut(self, start: int, end: int) -> Paragraph:
        return Paragraph(self._text, start, end, self._outer(start, end), self._mentions, self._starts)

    def _outer(self, start: int, end: int) -> list[Quoted]:
        """Quoted stretches between two places that are inside no other one there."""
        found: list[Quoted] = []
        at, reached = bisect_left(self._quoted_starts, start), start
        while at < len(self._quoted) and self._quoted[at].start < end:
            quoted = self._quoted[at]
            if quoted.start >= reached and quoted.end <= end:
                found.append(quoted)
                reached = quoted.end
            at += 1
        return found

    def _read(self, number: int, block: Block, before: Row | None) -> Row | None:
        """The rows of a block; the last one, for the next block to go on from."""
        paragraph = self._paragraph(number)
        assert paragraph is not None
        last: Row | None = None
        for at, item in enumerate(paragraph.items):
            if item.kind != QUOTE or item.quoted is None:
                continue
            row = Row(item.quoted, at)
            continued = last is None and before is not None and before.quoted.goes_on and at == 0
            if continued and before is not None:
                row.goes_on_from(before, "paragraphs")
                row.kept = before.kept
            self._attribute(row, paragraph, number, last, continued)
            if block.kind in _TITLES and not (row.given is not None and row.given.touching and row.speaker):
                row.kept = False
            if continued and before is not None and before.group == row.group and not before.speaker and row.speaker:
                self._hand_back(before, row)
            self._rows.append(row)
            if row.kept:
                self._within(row, number)
                last = row
        if last is None and before is None:
            return None
        return last

    def _hand_back(self, before: Row, row: Row) -> None:
        """A quotation of several paragraphs whose speaker is named at its end."""
        for earlier in reversed(self._rows):
            if earlier.group != before.group:
                break
            earlier.take(row, "paragraphs")
            earlier.kept = True

    # -- one quotation -----------------------------------------------------------------------------------------------

    def _attribute(self, row: Row, paragraph: Paragraph, number: int, last: Row | None, continued: bool) -> None:
        at = row.at
        before, after = self._given(paragraph, at, number)
        row.partial = self._is_partial(paragraph, row, before, last)
        if last is not None and before is not None and last.given is not None and last.given.cue == before.cue:
            if before.direct or self._counts(paragraph, row, before, True):
                row.goes_on_from(last, "split" if before.direct else "same-cue")
                row.partial = last.partial and row.partial
            if after is None or not before.direct:
                return
        chosen = self._chosen(before, after)
        if chosen is not None and self._counts(paragraph, row, chosen, chosen is before):
            other = before if chosen is after else after
            self._give(row, paragraph, number, chosen)
            if other is not None and other.direct and chosen.direct and row.speaker and other.cue != chosen.cue:
                rival = self._uncued.referent(paragraph, number, other)
                if (
                    rival.name
                    and rival.key != row.speaker.key
                    and not (last and last.given and last.given.cue == other.cue)
                ):
                    row.readings = [(row.speaker, chosen.rule), (rival, other.rule)]
            return
        if not row.kept and self._language is not None and self._said_inside(row, number, self._language):
            return
        if not row.kept and not continued:
            self._uncued.look(row, paragraph, number, last, self._single_speech, self._rows)

    def _given(self, paragraph: Paragraph, at: int, number: int) -> tuple[Given | None, Given | None]:
        """What leads to a quotation, and what follows it."""
        if self._language is not None:
            return given_abroad(paragraph, at, self._language)
        before = ahead(paragraph, at)
        return before, behind(paragraph, at)

    def _said_inside(self, row: Row, number: int, language: str) -> bool:
        """True where the quotation itself says whose it is."""
        there = self._cut(*row.quoted.inside)
        given = inside(there, language)
        if given is None:
            return False
        row.partial = False
        self._give(row, there, number, given)
        return True

    @staticmethod
    def _chosen(before: Given | None, after: Given | None) -> Given | None:
        if before is None or after is None:
            return before or after
        if before.direct and (before.phrase is not None or after.phrase is None):
            return before
        return after

    def _counts(self, paragraph: Paragraph, row: Row, given: Given, leads: bool) -> bool:
        """True if the cue makes a quotation of the quoted stretch."""
        words = len(WORDS.findall(self._text, row.quoted.inside.start, row.quoted.inside.end))
        single = self._text[row.quoted.start] in SINGLE
        if is_title(self._text, paragraph, row):
            return False
        if not leads:
            return words > 1 or given.direct
        if given.direct:
            return words > 1 or not row.partial or not single
        if given.base in _NAMED_SO:
            return given.phrase is not None and (words > 1 or not single)
        if given.touching:
            return words > 2 or not single
        return given.phrase is not None and words > (3 if single and not self._single_speech else 2)

    def _give(self, row: Row, paragraph: Paragraph, number: int, given: Given) -> None:
        row.kept = True
        row.given = given
        cue = paragraph.items[given.cue]
        row.cue = Span(cue.start, paragraph.items[given.cue + given.base.count(" ")].end)
        row.rule = given.rule
        speaker = self._uncued.referent(paragraph, number, given)
        row.confidence = round(given.confidence * speaker.worth, 2)
        if speaker.step:
            row.rule += "+" + speaker.step
        row.kept = given.direct or (speaker.step != "phrase" and (speaker.name is not None or self._is_long(row)))
        row.speaker = speaker if speaker.name else None
        if row.speaker is not None:
            self._referents.note_speaker(paragraph, row.at, row.speaker)
            if given.base in cues().writing and given.direct and paragraph.begins_sentence(row.at):
                self._doubt(row, paragraph, number)
            if self._text[row.quoted.start] in SINGLE:
                self._single_speech = True

    def _is_long(self, row: Row) -> bool:
        """More than a term: what is kept though it is unclear who said it."""
        return len(WORDS.findall(self._text, *row.quoted.inside)) > _TERM

    def _doubt(self, row: Row, paragraph: Paragraph, number: int) -> None:
        """`Waltz sent a letter. “…,” Khalilzad wrote.`: what was quoted may be the letter."""
        there, at = paragraph, row.at
        if at == 0 or all(item.kind == MARK for item in paragraph.items[:at]):
            earlier = self._paragraph(number - 1)
            if earlier is None or not earlier.items:
                return
            there, at = earlier, len(earlier.items)
        low, high = there.sentence(at - 1)
        words = {there.word(place) for place in range(low, high)}
        if not (words & cues().nouns and words & cues().writing) or any(
            there.kind(place) == QUOTE for place in range(low, high)
        ):
            return
        persons = [place for place in range(low, high) if there.is_person(place)]
        writer = there.written_by(low, high)
        if writer is None or not persons or row.speaker is None:
            return
        rival = self._referents.of(there, writer)
        if rival is not None and rival.status == "named" and rival.name and rival.key != row.speaker.key:
            row.readings = [(row.speaker, row.rule), (rival, "sentence-before")]
            row.rule = "letter-of-another"

    def _is_partial(self, paragraph: Paragraph, row: Row, before: Given | None, last: Row | None) -> bool:
        """True where the words are a piece of the text's own sentence."""
        at, inside = row.at, row.quoted.inside
        capital = next((c.isupper() for c in self._text[inside.start : inside.end] if c.isalpha()), True)
        mark = paragraph.word(at - 1)
        if before is not None and before.direct and paragraph.word(at - 2) != "that":
            return False
        if paragraph.begins_sentence(at) or (mark in ("—", "–", ":", ",") and capital):
            return not capital and not (last is not None and last.given is not None)
        return True

    # -- a quotation in a quotation ----------------------------------------------------------------------------------

    def _within(self, row: Row, number: int) -> None:
        """Quotations inside this one that it gives to somebody by name."""
        inside = row.quoted.inside
        if not self._outer(inside.start, inside.end):
            return
        paragraph = self._cut(inside.start, inside.end)
        for at, item in enumerate(paragraph.items):
            if item.kind != QUOTE or item.quoted is None or self._language is not None:
                continue
            given = self._chosen(ahead(paragraph, at), behind(paragraph, at))
            if given is None or not given.direct or given.phrase is None:
                continue
            found = Row(item.quoted, at)
            if paragraph.word(given.phrase.head) not in PRONOUNS:
                self._give(found, paragraph, number, given)
                found.rule = "within:" + found.rule
                self._rows.append(found)
