"""The blocks of a document while their kinds are being decided, and what is found of its metadata on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.document import Block, BlockKind, Evidence, ExtractedText, Header, Metadata, Span
from index.understanding import structure_lines as lines
from index.understanding.language import detect_language, language_code
from index.understanding.publication import StatedDate, chosen, find_date, match_date, settled_order
from index.understanding.structure_names import signed_by

HEAD = 8
TAIL = 4
"""How many blocks at either end may say what the document is."""

_CREDIT_LINE = re.compile(r"^[ \t]*(?:©|\(c\)[ \t]|(?:photo|image|picture)[^\n:]{0,20}:)", re.IGNORECASE | re.MULTILINE)


_SURELY_PROSE = frozenset({"mail:greeting", "sub:text"})
"""Rules of formats for prose that looks like a headline or a heading."""


@dataclass(slots=True)
class Part:
    """A block whose kind may still change."""

    start: int
    end: int
    line: str
    """Its text with spaces for line ends, empty where it is too long to be anything but text."""
    kind: BlockKind
    rule: str
    decided: bool
    """A rule (or the format itself) has spoken."""

    def decide(self, kind: BlockKind, rule: str) -> None:
        self.kind, self.rule, self.decided = kind, rule, True

    def span(self, start: int, end: int) -> Span:
        """Positions in `line` as positions in the document."""
        return Span(self.start + start, self.start + end)


class Findings:
    """What the text states of itself: the best statement of each kind, by the rank of its rule."""

    def __init__(self) -> None:
        self._best: dict[str, tuple[int, list[tuple[str, Evidence]]]] = {}
        self._date: StatedDate | None = None

    def offer(self, field: str, value: str, rule: str, span: Span, rank: int) -> None:
        """A statement: the lowest rank holds, of equals the first (authors are gathered)."""
        held = self._best.get(field)
        if held is None or rank < held[0]:
            self._best[field] = (rank, [(value, Evidence(field, rule, span))])
        elif rank == held[0] and field == "authors" and value not in [name for name, _ in held[1]]:
            held[1].append((value, Evidence(field, rule, span)))

    def offer_date(self, stated: StatedDate, text: str, span: Span, rule: str, rank: int) -> None:
        """A date; one without a year counts less than any with one."""
        rank += 0 if stated.values else 100
        held = self._best.get("date")
        if held is None or rank < held[0]:
            self._date = stated
            self.offer("date", text[span.start : span.end], rule, span, rank)

    def offer_authors(self, names: tuple[str, ...], part: Part, rule: str, rank: int) -> None:
        """People who sign, each with the place of the name in the line."""
        for name in names:
            # A name that runs over a line end, or is spaced otherwise, is shown by its whole line.
            at = part.line.find(name)
            span = part.span(at, at + len(name)) if at >= 0 else Span(part.start, part.end)
            self.offer("authors", name, rule, span, rank)

    def has(self, field: str) -> bool:
        return field in self._best

    def values(self, field: str) -> tuple[str, ...]:
        held = self._best.get(field)
        return tuple(value for value, _ in held[1]) if held else ()

    def metadata(self, extracted: ExtractedText) -> Metadata:
        """What the format states outright, then what the text states; nothing without either."""
        stated = extracted.metadata
        evidence = list(stated.evidence)
        for name, held in (("title", stated.title), ("authors", stated.authors), ("source", stated.source)):
            if not held and name in self._best:
                evidence += [proof for _, proof in self._best[name][1]]
        date, alternatives, date_text = self._dates(extracted, evidence)
        return Metadata(
            title=stated.title or next(iter(self.values("title")), None),
            authors=_people(stated.authors) or self.values("authors"),
            source=stated.source or next(iter(self.values("source")), None),
            date=date,
            date_text=date_text,
            date_alternatives=alternatives,
            language=language_code(stated.language or "") or detect_language(extracted.text),
            evidence=tuple(evidence),
            tags=stated.tags,
        )

    def _dates(
        self, extracted: ExtractedText, evidence: list[Evidence]
    ) -> tuple[str | None, tuple[str, ...], str | None]:
        """Value, alternatives and words of the publication date; evidence is added."""
        words = extracted.metadata.date_text
        if extracted.metadata.date:
            return extracted.metadata.date, (), words
        stated = find_date(words[:200]) if words else self._date
        if words is None and "date" in self._best:
            words = next(iter(self.values("date")))
            evidence.append(self._best["date"][1][0][1])
        if words is not None and stated is None and re.fullmatch(r"[12]\d{3}", words.strip()):
            return words.strip(), (), words
        if stated is None or not stated.values:
            return None, (), words
        if len(stated.values) == 1:
            return stated.values[0], (), words
        order = settled_order(extracted.text)
        if order is None:
            return None, stated.values, words
        evidence.append(Evidence("date", "order-of-another-date", Span(order.start, order.end)))
        return chosen(stated, order), (), words


def _people(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names as front matter gives them; one string of several names is divided where each is a name by itself."""
    if len(names) != 1:
        return names
    name = re.sub(r"^by\s+", "", names[0], flags=re.IGNORECASE)
    found = signed_by(name)
    return found.authors if found and len(found.authors) > 1 and not found.outlet else (name,)


def parts_of(extracted: ExtractedText, headers: Sequence[Header] = ()) -> list[Part]:
    """The reader's blocks, those divided that hold a line of another kind. `headers` each stand alone."""
    text, blocks = extracted.text, extracted.blocks
    parts: list[Part] = []
    for number, block in enumerate(blocks):
        inside = _inside(block, headers) if headers and block.kind == "prose" else ()
        if inside:
            parts += [_part(text, start, end, block) for start, end in _headers_apart(text, block, inside)]
        elif block.kind == "prose" and block.end - block.start <= 20_000 and "\n" in text[block.start : block.end]:
            edge = number < HEAD or number >= len(blocks) - TAIL
            parts += [_part(text, start, end, block) for start, end in _divided(text, block, edge)]
        else:
            parts.append(_part(text, block.start, block.end, block))
    return _dates_parted(text, parts)


def _part(text: str, start: int, end: int, block: Block) -> Part:
    line = text[start:end].replace("\n", " ") if end - start <= lines.SHORT else ""
    decided = block.kind != "prose" or block.rule in _SURELY_PROSE
    return Part(start, end, line, block.kind, block.rule, decided)


def _divided(text: str, block: Block, edge: bool) -> Iterator[tuple[int, int]]:
    """Parts of a block: lines that are credits, at either end of the document bylines and dates too, stand alone."""
    raw = text[block.start : block.end]
    if not edge and not _CREDIT_LINE.search(raw):
        yield block.start, block.end
        return
    first = last = -1
    for match in re.finditer(r"\S[^\n]*", raw):
        start, end = block.start + match.start(), block.start + len(raw[: match.end()].rstrip())
        line = text[start:end]
        alone = _CREDIT_LINE.match(line) is not None or (edge and _says_what_it_is(line))
        if alone and first >= 0:
            yield first, last
            first = -1
        if alone:
            yield start, end
            continue
        if first < 0:
            first = start
        last = end
    if first >= 0:
        yield first, last


def _inside(block: Block, headers: Sequence[Header]) -> list[Span]:
    return [h.span for h in headers if h.span and block.start <= h.span.start and h.span.end <= block.end]


def _headers_apart(text: str, block: Block, headers: Sequence[Span]) -> Iterator[tuple[int, int]]:
    at = block.start
    for start, end in (*headers, Span(block.end, block.end)):
        left = text[at:start]
        if left.strip():
            yield at + len(left) - len(left.lstrip()), at + len(left.rstrip())
        if start < end:
            yield start, end
        at = end


def _says_what_it_is(line: str) -> bool:
    if len(line) > 160:
        return False
    return any(rule(line) is not None for rule in (lines.byline, lines.date_line, lines.label, lines.dated_author))


def _dates_parted(text: str, parts: list[Part]) -> list[Part]:
    """A headline that ends with its date, and a first paragraph that begins with it, are divided there.

    Only a date with weekday and year is taken so: others may belong to the sentence.
    """
    for number, part in enumerate(parts[:4]):
        if part.decided:
            continue
        head = text[part.start : min(part.end, part.start + lines.SHORT)].replace("\n", " ")
        cut = _date_at_end(head) if part.line and number == 0 else None
        if cut is None and number < 3:
            cut = _date_at_beginning(head)
        if cut is not None:
            block = Block(part.start, part.end, part.kind, part.rule)
            middle = part.start + cut
            left = len(text[part.start : middle].rstrip())
            right = middle + len(text[middle : part.end]) - len(text[middle : part.end].lstrip())
            parts[number : number + 1] = [
                _part(text, part.start, part.start + left, block),
                _part(text, right, part.end, block),
            ]
            break
    return parts


def _date_at_end(line: str) -> int | None:
    at = max(0, len(line) - 45)
    stated = find_date(line, at)
    if stated and stated.end == len(line) and stated.weekday and stated.full and stated.start > 10:
        return (
            stated.start if line[stated.start - 1] == " " and line[: stated.start].rstrip()[-1] not in ",;:" else None
        )
    return None


def _date_at_beginning(line: str) -> int | None:
    stated = match_date(line)
    if stated and stated.weekday and stated.full and re.match(r"\s+[A-Z“\"‘]", line[stated.end :]):
        return stated.end
    return None


@dataclass(slots=True)
class Draft:
    """A document on its way: its parts and what was found."""

    extracted: ExtractedText
    parts: list[Part]
    common: frozenset[str] = frozenset()
    headers: tuple[Header, ...] = ()
    findings: Findings = field(default_factory=Findings)

    def within(self, begin: int, end: int) -> Draft:
        """Some of the parts, decided as if they were all; what is found is found of the whole document."""
        return Draft(self.extracted, self.parts[begin:end], self.common, self.headers, self.findings)
