"""Headline, byline, date line and source, where a document begins and where it ends."""

from __future__ import annotations

import re

from index.document import Span
from index.understanding import structure_lines as lines
from index.understanding.publication import find_date
from index.understanding.structure_fragments import late_headline, looks_like_headline
from index.understanding.structure_names import Signed, is_outlet, is_role
from index.understanding.structure_parts import HEAD, TAIL, Draft, Part

_RANK_LABEL, _RANK_LINE, _RANK_LESSER, _RANK_TAIL = 1, 2, 3, 5

_SUFFIX = re.compile(r"\s+(?P<bar>\||[-–—»])\s+(?P<site>[^|]{2,60})$")
_REPORTING = re.compile(
    r"[(\[—–-]*\s*(?:additional\s+)?(?:reporting|writing|written|by)(?:\s+by)?\s+(?P<names>[^;()]{3,120}?)"
    r"(?P<rest>[;.]\s*(?:additional|editing|edited|writing|compiled|reporting|with)\b.{0,200})?\s*[)\].]*",
    re.IGNORECASE,
)
_EDITING = re.compile(r"[(\[—–-]*\s*(?:editing|edited|compiled|translated|translation)\s+by\s.{3,200}", re.IGNORECASE)
_SIGNED_OFF = re.compile(r"[—–-]{1,2}\s*(?P<names>[^—–]{3,100})")
_ABOUT_AUTHOR = re.compile(
    r"\b(?:is|was)\s+(?:an?|the)\b.{0,60}\b(?:writer|journalist|reporter|correspondent|columnist|author|editor|"
    r"professor|fellow|analyst|contributor|researcher|historian|lawyer)\b|\bexclusively for\b|\bspecial to\b|"
    r"\bcorresponding member\b|\bwrites for\b",
    re.IGNORECASE,
)
_WRITTEN_FOR = re.compile(
    r"\b(?:exclusively\s+for|special\s+(?:to|for)|writes\s+for|written\s+for)\s+(?:the\s+)?(?:[a-z-]+\s+){0,4}"
    r"[“\"‘«](?P<name>[^”\"’»]{2,60})[”\"’»]",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:(?:published|posted|updated)\s+)?\d{1,3}\s+(?:minute|hour|day|week|month)s?\s+ago|"
    r"\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,5})?",
    re.IGNORECASE,
)
"""A time without a date, which is no date of publication."""
_LEVEL_ONE = re.compile(r"#\s|[^\n]+\n\s*=+\s*$")
_MARKUP = re.compile(r"^#{1,6}\s+|\s+#+\s*$|\n\s*[=-]+\s*$")


def read_head(draft: Draft) -> None:
    """Decide the lines before the text begins, and take from them what they state."""
    if draft.extracted.metadata.headers:
        # The format says where its head ends, and what follows begins with a greeting.
        return
    _mail_head(draft)
    body = 0
    """How many parts of text were met: bylines may follow a standfirst, a headline may not."""
    late = late_headline(draft.parts)
    for number, part in enumerate(draft.parts[:HEAD]):
        if part.kind == "heading" and part.decided:
            _format_heading(draft, part, before_text=body == 0)
            continue
        if part.decided:
            if part.kind == "headline":
                _title(draft, part, part.line, part.start)
            continue
        if part.line and (_statement(draft, number) or _furniture(draft, number)):
            continue
        if number < late:
            continue
        if number == late:
            part.decide("headline", "below-fragments")
            _title(draft, part, part.line, part.start)
            continue
        if part.line and body == 0 and _headline(draft, number):
            continue
        if body == 0:
            _agency_dateline(draft, part, alone=False)
        body += 1
        if body > 2:
            break


def _mail_head(draft: Draft) -> None:
    """The lines at the head of a mail or a memo say what they are, in whatever language."""
    if not draft.headers:
        return
    known = {header.span.start: header for header in draft.headers if header.span is not None}
    fields = {"from": "sender", "subject": "title", "date": "date"}
    for part in draft.parts:
        header = known.pop(part.start, None)
        if header is None or part.decided:
            continue
        field = fields.get(header.name, "header")
        if not part.line or (field == "title" and draft.findings.has("title")):
            field = "header"
        _take_label(draft, part, field, header.value)
        if not part.decided:
            part.decide("boilerplate", "mail-header")


def _statement(draft: Draft, number: int) -> bool:
    """A line that says what it is: a label, a date, a byline."""
    part = draft.parts[number]
    above = draft.parts[number - 1] if number else None
    following = draft.parts[number + 1].line if number + 1 < len(draft.parts) else ""
    findings, line = draft.findings, lines.plain(part.line)
    dated = lines.dated_author(line)
    if dated:
        part.decide("byline", "date-and-author")
        _offer_date(draft, part, "date-and-author", _RANK_LINE)
        findings.offer_authors(dated[1].authors, part, "date-and-author", _RANK_LINE)
        return True
    if _labelled(draft, part):
        return True
    signed = lines.byline(line)
    rule = "byline"
    if signed is None and findings.has("title"):
        signed, rule = lines.bare_byline(line, following), "name-and-role"
    if signed and signed.authors:
        _byline(draft, part, signed, rule, _RANK_LINE)
        return True
    if above is not None and above.kind == "byline" and is_role(line) and len(line.split()) <= 6:
        part.decide("byline", "role")
        return True
    if _agency_dateline(draft, part, alone=True):
        return True
    if _TIME.fullmatch(line):
        part.decide("dateline", "time-line")
        return True
    if lines.date_line(line):
        part.decide("dateline", "date-line")
        updated = re.match(r"\W*(?:last\s+)?(?:updated|modified)", line, re.IGNORECASE)
        _offer_date(draft, part, "date-line", _RANK_LESSER if updated else _RANK_LINE)
        return True
    return _outlet_line(draft, number, line)


def _outlet_line(draft: Draft, number: int, line: str) -> bool:
    """An outlet's name alone, above the headline or among the lines below it."""
    titled = draft.findings.has("title")
    below = range(number + 1, min(number + 4, len(draft.parts)))
    if not is_outlet(line) or draft.findings.has("source"):
        return False
    if not titled and not any(_may_be_headline(draft, other) for other in below):
        return False
    draft.parts[number].decide("byline" if titled else "boilerplate", "outlet-line")
    _offer(draft, "source", line, "outlet-line", draft.parts[number], _RANK_LESSER)
    return True


def _labelled(draft: Draft, part: Part) -> bool:
    named = lines.label(lines.plain(part.line))
    if named is None:
        return False
    _take_label(draft, part, named.field, named.value)
    return part.decided


def _take_label(draft: Draft, part: Part, field: str, value: str) -> None:
    """What a line states under a label."""
    at = part.line.find(value)
    span = part.span(at, at + len(value))
    if field == "title":
        _only_headline(draft, part)
        draft.findings.offer("title", " ".join(value.split()), "label", span, _RANK_LABEL)
    elif field in ("author", "sender"):
        signed = lines.byline("By " + re.sub(r"\s*[<(\[].*", "", value))
        part.decide("byline", "label")
        if signed or field == "author":
            draft.findings.offer_authors(signed.authors if signed else (value,), part, "label", _RANK_LABEL)
    elif field == "date" and find_date(value):
        updated = re.match(r"\W*(?:last\s+)?(?:updated|modified|revised)", part.line, re.IGNORECASE)
        part.decide("dateline", "label")
        _offer_date(draft, part, "label", _RANK_LESSER if updated else _RANK_LABEL)
    elif field == "source" and len(value) <= 80:
        part.decide("credit", "source-label")
        draft.findings.offer("source", value.rstrip("."), "source-label", span, _RANK_LABEL)
    elif field == "header":
        part.decide("boilerplate", "mail-header")


def _only_headline(draft: Draft, part: Part) -> None:
    """A line that says it is the title is the headline, and none above it is."""
    for other in draft.parts[:HEAD]:
        if other.kind == "headline":
            other.decide("heading", "above-headline")
    part.decide("headline", "label")


def _byline(draft: Draft, part: Part, signed: Signed, rule: str, rank: int) -> None:
    part.decide("byline", rule)
    draft.findings.offer_authors(signed.authors, part, rule, rank)
    if signed.outlet:
        _offer(draft, "source", signed.outlet, rule, part, rank + 1)
    _offer_date(draft, part, rule, rank + 1)


def _offer(draft: Draft, field: str, value: str, rule: str, part: Part, rank: int) -> None:
    at = part.line.find(value)
    span = part.span(at, at + len(value)) if at >= 0 else Span(part.start, part.end)
    draft.findings.offer(field, value, rule, span, rank)


def _offer_date(draft: Draft, part: Part, rule: str, rank: int) -> None:
    stated = find_date(part.line)
    if stated:
        draft.findings.offer_date(stated, draft.extracted.text, part.span(stated.start, stated.end), rule, rank)


def _furniture(draft: Draft, number: int) -> bool:
    """Pictures and what pages put above an article."""
    part = draft.parts[number]
    verdict = lines.boilerplate(part.line) or lines.picture(part.line)
    if verdict is None and not draft.findings.has("title") and lines.is_section(part.line):
        verdict = lines.Verdict("boilerplate", "section-name")
    if verdict is None and normalised(part.line) in draft.common:
        # An article that was kept in several copies has a headline that recurs; then nothing else can be one.
        later = range(number + 1, min(number + 4, len(draft.parts)))
        if draft.findings.has("title") or any(_may_be_headline(draft, other) for other in later):
            verdict = lines.Verdict("boilerplate", "recurring-line")
    if verdict is None:
        return False
    part.decide(*verdict)
    return True


def _headline(draft: Draft, number: int) -> bool:
    part = draft.parts[number]
    if draft.findings.has("title"):
        if looks_like_headline(part.line) and not lines.ends_sentence(part.line) and len(part.line) <= 120:
            part.decide("heading", "below-headline")
            return True
        return False
    if number >= 5 or not _may_be_headline(draft, number):
        return False
    part.decide("headline", "first-lines")
    _title(draft, part, part.line, part.start)
    return True


def _title(draft: Draft, part: Part, line: str, start: int) -> None:
    """The title of a headline, without the name of the site behind it."""
    suffix = _SUFFIX.search(line)
    title = line.rstrip()
    if suffix and suffix.start() > 8:
        site = suffix["site"].strip()
        if is_outlet(site):
            at = start + suffix.start("site")
            draft.findings.offer("source", site, "title-suffix", Span(at, at + len(site)), _RANK_LESSER)
        if is_outlet(site) or suffix["bar"] in "|»":
            title = line[: suffix.start()]
    draft.findings.offer("title", " ".join(title.split()), part.rule, Span(start, start + len(title)), _RANK_LINE)


def _may_be_headline(draft: Draft, number: int) -> bool:
    """A line that looks like one, with text below it."""
    part = draft.parts[number]
    if part.decided or not part.line or not looks_like_headline(part.line):
        return False
    below = draft.parts[number + 1 : number + 7]
    return any(not other.line or len(other.line) > 100 or lines.ends_sentence(other.line) for other in below)


def _format_heading(draft: Draft, part: Part, *, before_text: bool) -> None:
    """A heading of the format: the first one, of level one or before any text, is the headline."""
    raw = draft.extracted.text[part.start : part.end]
    if draft.findings.has("title") or not (before_text or _LEVEL_ONE.match(raw)):
        return
    title = " ".join(_MARKUP.sub("", raw).split())
    stated = draft.extracted.metadata.title
    if not title or (stated and stated.casefold() != title.casefold() and not _LEVEL_ONE.match(raw)):
        return
    part.decide("headline", "first-heading")
    at = raw.find(title)
    span = part.span(at, at + len(title)) if at >= 0 else Span(part.start, part.end)
    draft.findings.offer("title", title, "first-heading", span, _RANK_LINE)


def _agency_dateline(draft: Draft, part: Part, *, alone: bool) -> bool:
    """`KABUL, Sept. 8 (Reuters) — …`: a line of its own, or the head of the first paragraph, which stays text."""
    text = draft.extracted.text
    head = text[part.start : min(part.end, part.start + 160)].replace("\n", " ")
    found = lines.dateline(head)
    if found is None or alone != (found.end >= part.end - part.start):
        return False
    if alone:
        part.decide("dateline", "agency-dateline")
    else:
        part.rule = "text-with-dateline"
    stated = find_date(head, found.date[0]) if found.date else None
    if found.date and stated:
        draft.findings.offer_date(stated, text, part.span(*found.date), "agency-dateline", _RANK_LESSER)
    if found.agency:
        name = head[slice(*found.agency)].strip()
        draft.findings.offer("source", name, "agency-dateline", part.span(*found.agency), _RANK_TAIL + 1)
    return True


def read_tail(draft: Draft) -> None:
    """Decide who signs, what is credited and what date stands at the end, where the head does not say."""
    known = draft.findings.values("authors")
    for number in range(len(draft.parts) - 1, max(0, len(draft.parts) - TAIL) - 1, -1):
        part = draft.parts[number]
        if not part.line:
            continue
        line = lines.plain(part.line)
        _rights(draft, part, line)
        if part.decided:
            continue
        _signature(draft, part, line) or _source(draft, part, line) or _about_author(draft, part, line, known)
        if not part.decided and lines.date_line(line) and number == len(draft.parts) - 1:
            part.decide("dateline", "date-line")
            _offer_date(draft, part, "date-at-end", _RANK_TAIL)


def read_foot(draft: Draft, begin: int) -> None:
    """Take from the foot of a whole page whose page it is."""
    for part in draft.parts[begin:]:
        if part.line:
            _rights(draft, part, lines.plain(part.line))


def _rights(draft: Draft, part: Part, line: str) -> None:
    """A notice of rights at the end says whose page it is, where nothing else does."""
    found = lines.rights_holder(line)
    if found is not None and not draft.findings.has("source"):
        name = line[slice(*found)].rstrip()
        _offer(draft, "source", name, "rights", part, _RANK_TAIL + 2)


def _signature(draft: Draft, part: Part, line: str) -> bool:
    signed = lines.byline(line)
    if signed and signed.authors:
        _byline(draft, part, signed, "byline-at-end", _RANK_TAIL)
        return True
    match = _REPORTING.fullmatch(line)
    if match:
        signed = lines.byline("By " + match["names"])
        if signed and signed.authors:
            _byline(draft, part, signed, "reporting-by", _RANK_TAIL)
            return True
    match = _SIGNED_OFF.fullmatch(line)
    if match:
        signed = lines.byline("By " + match["names"])
        if signed and signed.authors:
            _byline(draft, part, signed, "signed-off", _RANK_TAIL)
            return True
    if _EDITING.fullmatch(line):
        part.decide("byline", "editing-by")
        return True
    return False


def _source(draft: Draft, part: Part, line: str) -> bool:
    found = lines.source_line(line)
    if found is None:
        return False
    part.decide("credit", "source-line")
    _offer(draft, "source", line[slice(*found)], "source-line", part, _RANK_TAIL)
    return True


def _about_author(draft: Draft, part: Part, line: str, known: tuple[str, ...]) -> bool:
    """`Viktor Mikhin, corresponding member of RANS, exclusively for …`: who the author is."""
    if not any(line.startswith(name) for name in known) or not _ABOUT_AUTHOR.search(line):
        return False
    part.decide("byline", "about-author")
    match = _WRITTEN_FOR.search(part.line)
    if match:
        draft.findings.offer("source", match["name"], "written-for", part.span(*match.span("name")), _RANK_TAIL)
    return True


def normalised(line: str) -> str:
    """A line as it is compared between documents."""
    return " ".join(line.split()).casefold()
