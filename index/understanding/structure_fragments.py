"""What a page leaves around an article that was copied from it: links, buttons, counts, each a few words on a line.

No single one of them can be told from a heading. Several together, above the headline or below the last paragraph of a
text that otherwise consists of sentences, can. Verse, lists and tables are left alone: their lines stand close
together, or carry marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.understanding import structure_lines as lines
from index.understanding.structure_names import signed_by
from index.understanding.structure_parts import HEAD, Draft, Part

_TEXT = 3
"""Paragraphs of sentences that a text must have, so that what is none stands out."""
_LONG = 100
_SENTENCE = 60
_SHORT = 60
_LINK = 160
_FEW_WORDS = 4
_SCRAPS = 3
"""So many between the headline and the text, where a byline and a date are at home."""
_RUN = 5
"""So many in the middle of a text."""
_UNSURE = frozenset({"text", "plain", "short-line", "no-final-stop", "below-headline"})
"""Rules that say less than the lines around do."""
_GOES_ON = (",", ";", ":", "-", "–", "—", "…")
_HEADLINE_MAX = 200
_FRAGMENTS = 2
"""So many above a headline that it is not looked for in the first line."""
_COMMENTS = re.compile(
    r"(?:\d[\d,.]* )?(?:reader )?comments(?: ?\(\d+\))?|1 comment|"
    r"(?:\d+ )?(?:comentarios|comentários|commentaires|kommentare)"
    r"(?: ?\(\d+\))?|leave a (?:comment|reply)|join the (?:conversation|discussion)|all repl(?:y|ies)",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:last\s+)?(?:published|posted|updated)\b|.{0,30}\bago$", re.IGNORECASE)
_CITED = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def fragments(draft: Draft) -> None:
    """Decide the fragments around a text, and runs of them inside."""
    parts = draft.parts
    text = [number for number, part in enumerate(parts) if is_text(part)]
    if len(text) < _TEXT:
        return
    _answers(draft, text)
    text = [number for number in text if parts[number].kind != "boilerplate"]
    _above(draft, text[0])
    _below(draft, text[-1])
    _inside(draft, text[0], text[-1])


def is_text(part: Part) -> bool:
    """A paragraph of sentences, as far as one line tells."""
    if part.kind not in ("prose", "quote"):
        return False
    return not part.line or (lines.ends_sentence(part.line) and len(part.line) > _SENTENCE)


def is_fragment(line: str) -> bool:
    """A few words that are no sentence."""
    return len(line) <= _SHORT and not lines.ends_sentence(line) and not line.endswith(_GOES_ON)


def late_headline(parts: Sequence[Part]) -> int:
    """Place of a headline that stands below fragments of a page, such as links; -1 where the first lines are plain.

    Of several lines that may be it, the one that a byline or a date follows.
    """
    fragments = 0
    found: list[int] = []
    for number, part in enumerate(parts[:HEAD]):
        line = lines.plain(part.line)
        if part.decided or not line or is_text(part):
            break
        if _says_something(line):
            fragments += not found and lines.boilerplate(line) is not None
        elif len(line.split()) >= _FEW_WORDS and looks_like_headline(line) and not line.endswith((".", *_GOES_ON)):
            found.append(number)
        elif not found:
            fragments += is_fragment(line)
    if fragments < _FRAGMENTS or not found:
        return -1
    signed = [n for n in found if any(signs_or_dates(lines.plain(p.line)) for p in parts[n + 1 : n + 3])]
    return signed[-1] if signed else found[0]


def _says_something(line: str) -> bool:
    return bool(lines.boilerplate(line) or lines.picture(line) or lines.is_section(line) or signs_or_dates(line))


def signs_or_dates(line: str) -> bool:
    """Whether a line says who wrote an article or when."""
    return bool(_DATED.match(line) or lines.byline(line) or lines.date_line(line) or lines.dated_author(line))


def looks_like_headline(line: str) -> bool:
    """Whether a line may be a headline, by itself."""
    bare = line.strip()
    if not 2 < len(bare) <= _HEADLINE_MAX or bare[-1] in ".,;:…" or bare[0] in "-*•>[(#":
        return False
    if bare[0].islower() or not any(c.isalpha() for c in bare) or len(bare.split()) > 30:
        return False
    if bare[0] in '"“«' and bare[-1] in '"”“»':
        return False
    inner = bare.rstrip(lines.CLOSERS)
    # A sentence that ends inside its closing quotation mark is text; a quoted phrase is not.
    if inner != bare and inner.endswith((".", "!", "?", ",")):
        return False
    return "\t" not in bare and not re.search(r"[.!?]\s+[A-Z].*[.!?]\s+[A-Z]", bare)


def _above(draft: Draft, first: int) -> None:
    """Everything unsure above the headline, where that is not among the first lines."""
    parts = draft.parts
    headline = next((n for n, part in enumerate(parts[:first]) if part.kind == "headline"), None)
    late = headline is not None and parts[headline].rule == "below-fragments"
    for part in parts[:headline] if late else ():
        if part.line and part.rule in _UNSURE and part.kind != "list" and is_fragment(part.line):
            part.decide("boilerplate", "above-headline")
    scraps = [part for part in parts[(headline or 0) + 1 : first] if _is_scrap(part) and _apart(draft, part)]
    if headline is not None and len(scraps) >= _SCRAPS:
        for part in scraps:
            part.decide("boilerplate", "fragments")


def _answers(draft: Draft, text: Sequence[int]) -> None:
    """What readers wrote below an article is not of it: all behind a line such as `12 comments`, below the text."""
    parts = draft.parts
    for number in range(text[_TEXT - 1] + 1, len(parts)):
        if parts[number].line and _COMMENTS.fullmatch(parts[number].line.strip(" .:*_")):
            for part in parts[number:]:
                if part.kind not in ("note", "code"):
                    part.decide("boilerplate", "below-comments")
            return


def _below(draft: Draft, last: int) -> None:
    tail = draft.parts[last + 1 :]
    open_ones = [part for part in tail if _is_open(draft, part)]
    certain = sum(part.kind == "boilerplate" for part in tail)
    signs = bool(open_ones) and open_ones[0] is tail[0] and _signs(open_ones[0].line)
    chosen = open_ones[1:] if signs else open_ones
    if len(chosen) + certain < 2 or not chosen:
        return
    for part in chosen:
        part.decide("boilerplate", "below-text")


def _is_open(draft: Draft, part: Part) -> bool:
    """A fragment, or the headline of another article, which stands by itself."""
    line = part.line
    if not line or part.rule not in _UNSURE or lines.ends_sentence(line) or line.endswith(_GOES_ON):
        return False
    words = len(line.split())
    if words <= _FEW_WORDS:
        return True
    return len(line) <= _LINK and not _CITED.search(line) and line[0].isupper() and _apart(draft, part)


def _apart(draft: Draft, part: Part) -> bool:
    """Whether a blank line stands before a line."""
    text = draft.extracted.text
    return text[max(0, part.start - 200) : part.start].rstrip(" \t").endswith("\n\n")


def _signs(line: str) -> bool:
    found = signed_by(line)
    return found is not None and bool(found.authors) and len(line.split()) > 1


def _inside(draft: Draft, first: int, last: int) -> None:
    """Runs of very short fragments between paragraphs, where some are furniture for sure: else it may be a table."""
    run: list[Part] = []
    for part in draft.parts[first + 1 : last + 1]:
        if part.line and (part.kind == "boilerplate" or _is_scrap(part)):
            run.append(part)
            continue
        _close(draft, run)
        run = []
    _close(draft, run)


def _is_scrap(part: Part) -> bool:
    return bool(part.line) and part.rule in _UNSURE and is_fragment(part.line) and len(part.line.split()) <= _FEW_WORDS


def _close(draft: Draft, run: Sequence[Part]) -> None:
    certain = sum(part.kind == "boilerplate" for part in run)
    if len(run) >= _RUN and 4 * certain >= len(run) and all(_apart(draft, part) for part in run):
        for part in run:
            if part.kind != "boilerplate":
                part.decide("boilerplate", "fragments")
