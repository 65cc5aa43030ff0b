"""Headings, lists, tables, quotations, pictures, notes and boilerplate between the lines of the text."""

from __future__ import annotations

import re

from index.understanding import structure_lines as lines
from index.understanding.structure_head import normalised
from index.understanding.structure_parts import TAIL, Draft, Part

_BULLET = re.compile(r"(?P<sure>[•‣▪●◦∙·])\s*\S|(?P<mark>[-*+–])\s+\S|\(?(?P<number>\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+\S")
_CHAPTER = re.compile(
    r"(?:chapter|part|section|article|annex|appendix|book|title|kapitel|chapitre|capítulo)\s+[\dIVXLC]{1,7}\b.{0,100}|"
    r"[IVX]{1,5}\.\s+[^.]{2,80}|\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-Z][^.]{2,80}",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\[(?P<number>\d{1,3})\]\s|[¹²³⁴⁵⁶⁷⁸⁹]+\s?\S|[†‡]\s?\S|\^\d{0,3}\s")
_IMAGE_ONLY = re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,300}\)")
_NO_CAPTION_END = ("-", "–", "—", ",", ";", ":", '"', "”", "“", "»", "…")
_SPOKEN = re.compile(r"\b(?:I|I['’]\w+|my|we|you|said|told|added|stated|[Aa]ccording to)\b|[^\W\d_]{3}[.!?][\"'”’]?\s")
"""Speech, report, or more than one sentence: no caption."""
_HEADING_MAX = 80


def read_body(draft: Draft) -> None:
    """Decide every part that is still open."""
    parts = draft.parts
    for part in parts:
        if not part.decided and part.line:
            _by_itself(draft, part)
    stops = _mostly_sentences(parts)
    for number, part in enumerate(parts):
        if not part.decided and part.line:
            _among_others(draft, number, stops)
    _captions_above_credits(parts)
    for part in parts:
        if not part.decided and part.rule == "plain":
            part.rule = "text"


def _by_itself(draft: Draft, part: Part) -> None:
    line = part.line
    verdict = lines.boilerplate(line)
    if verdict is None and len(line) <= 100 and normalised(line) in draft.common:
        verdict = lines.Verdict("boilerplate", "recurring-line")
    if verdict is None and _IMAGE_ONLY.fullmatch(line):
        verdict = lines.Verdict("caption", "image")
    if verdict is None:
        verdict = lines.picture(line)
    if verdict is None and len(line) <= 120 and lines.source_line(line):
        verdict = lines.Verdict("credit", "source-line")
    if verdict is None and line.startswith(">"):
        raw = draft.extracted.text[part.start : part.end].split("\n")
        if all(row.lstrip().startswith(">") for row in raw):
            verdict = lines.Verdict("quote", "quoted-mail")
    if verdict:
        part.decide(*verdict)


def _mostly_sentences(parts: list[Part]) -> bool:
    """Whether the paragraphs of a document end as sentences do, so that one which does not is something else."""
    text = [part for part in parts if not part.decided and (not part.line or len(part.line) > 60)]
    ended = sum(not part.line or lines.ends_sentence(part.line) for part in text)
    return ended > 0.6 * len(text)


def _among_others(draft: Draft, number: int, stops: bool) -> None:
    """What a line is by the lines around it."""
    parts = draft.parts
    part = parts[number]
    before = parts[number - 1] if number else None
    after = parts[number + 1] if number + 1 < len(parts) else None
    near = [other for other in (before, after) if other is not None]
    bullet = _BULLET.match(part.line)
    if bullet and (bullet["sure"] or any(_same_bullet(bullet, other.line) for other in near)):
        part.decide("list", "bullet" if bullet["number"] is None else "numbered")
    elif _columns(draft, part) and (_columns(draft, part) > 100 or any(_columns(draft, o) % 100 for o in near)):
        part.decide("table", "columns")
    elif _is_note(draft, number):
        part.decide("note", "footnote")
    elif _is_indented(draft, part):
        part.decide("quote", "indented")
    elif after is not None and _is_heading(part, before, after):
        part.decide("heading", "short-line")
    elif stops and before is not None and after is not None and _is_caption(part.line, after):
        part.decide("caption", "no-final-stop")


def _same_bullet(bullet: re.Match[str], line: str) -> bool:
    other = _BULLET.match(line)
    return other is not None and (other["mark"] == bullet["mark"] and bool(other["number"]) == bool(bullet["number"]))


def _columns(draft: Draft, part: Part) -> int:
    """How many cells a row has, 100 added where several rows agree; 0 where it is no row."""
    if not part.line:
        return 0
    rows = draft.extracted.text[part.start : part.end].split("\n")
    counts = {_cells(row) for row in rows}
    if len(counts) > 1 or 0 in counts:
        return 0
    return counts.pop() + (100 if len(rows) > 1 else 0)


def _cells(row: str) -> int:
    row = row.strip()
    tabs, bars = row.count("\t"), row.count("|")
    if tabs >= 1:
        return len([cell for cell in row.split("\t") if cell.strip()])
    if bars >= 2:
        return bars
    cells = re.split(r" {3,}", row)
    # Words set far apart inside sentences are no cells.
    return len(cells) if len(cells) > 2 and max(map(len, cells)) <= 40 else 0


def _is_note(draft: Draft, number: int) -> bool:
    part = draft.parts[number]
    match = _NOTE.match(part.line)
    if match:
        late = number > len(draft.parts) // 2
        above = draft.parts[number - 1] if number else None
        return late or (above is not None and above.kind == "note")
    if part.line.startswith("*") and number >= len(draft.parts) - TAIL and part.line.lstrip("*")[:1].isalnum():
        mark = part.line[: len(part.line) - len(part.line.lstrip("*"))]
        return re.search(r"\w" + re.escape(mark) + r"(?!\*)", draft.extracted.text[: part.start]) is not None
    return False


def _is_indented(draft: Draft, part: Part) -> bool:
    """A paragraph of several lines, each set in; a first line alone is how books begin paragraphs."""
    text = draft.extracted.text
    rows = text[text.rfind("\n", 0, part.start) + 1 : part.end].split("\n")
    if len(rows) < 2 or not all(row.startswith(("    ", "\t")) for row in rows):
        return False
    outside = [p for p in draft.parts[:50] if p is not part and p.kind == "prose"]
    flush = sum(p.start == 0 or text[p.start - 1] == "\n" for p in outside)
    return flush > 0.5 * len(outside)


def _is_heading(part: Part, before: Part | None, after: Part) -> bool:
    line = part.line
    if len(line) > 2 * _HEADING_MAX or line[0].islower() or after.kind in ("credit", "byline"):
        return False
    if _CHAPTER.fullmatch(line) and not lines.ends_sentence(line):
        return True
    if len(line) > _HEADING_MAX or len(line.split()) > 12 or line[-1] in ".,;:!?…-–—" or line[0] in "\"“‘'([«-*•":
        return False
    if line[-1] in '"”»)' or not any(c.isalpha() for c in line) or not line[0].isalnum():
        return False
    if before is not None and before.line and before.line[-1] in ",;-–—" and not before.decided:
        return False
    # Lines of verse or of a conversation are short too, but so are those below them.
    longer = not after.line or len(after.line) > max(100, 2 * len(line))
    quoted = after.kind in ("list", "table", "quote", "code")
    return longer or quoted or (lines.ends_sentence(after.line) and _long_or_sentence(before))


def _long_or_sentence(part: Part | None) -> bool:
    return part is not None and (not part.line or part.decided or lines.ends_sentence(part.line))


def _is_caption(line: str, after: Part) -> bool:
    if not 60 <= len(line) <= 200 or lines.ends_sentence(line) or line.endswith(_NO_CAPTION_END):
        return False
    if _SPOKEN.search(line):
        return False
    return line[0].isupper() and not (after.line and after.line[0].islower())


def _captions_above_credits(parts: list[Part]) -> None:
    """What stands right above the credit of a picture describes it, unless it closes a quotation."""
    for number in range(1, len(parts)):
        credit, part = parts[number], parts[number - 1]
        if credit.rule != "credit" or part.decided or not part.line or len(part.line) > 300:
            continue
        last = number == len(parts) - 1
        if part.line.rstrip()[-1] not in '"”“»' and not (last and lines.ends_sentence(part.line)):
            part.decide("caption", "above-credit")
