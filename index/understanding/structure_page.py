"""Where the article stands on a whole web page that was copied: between menus above and lists of other stories below.

Lines that are no sentences outnumber the text on such a page, and some are furniture for sure (search, share, cookies).
The article is the stretch with the most text; its headline is the line above it that speaks of what the text speaks
of, stands alone, and has a byline or a date below. Where any of this is in doubt, nothing is decided: text that is
shown as boilerplate is lost, boilerplate that is shown as text is only in the way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from index.understanding import structure_lines as lines
from index.understanding.publication import find_date
from index.understanding.structure_fragments import is_fragment, is_text, looks_like_headline, signs_or_dates
from index.understanding.structure_menus import is_furniture
from index.understanding.structure_parts import Draft, Part

_FEWEST_TEXTS = 3
_FEWEST_LETTERS = 500
"""So much text an article has, so that something can be told from it."""
_FRAGMENTS, _CERTAIN = 8, 2
_MANY = 25
"""So many lines that are no sentences, and so many that are furniture, stand outside it on a page that was copied; one
that is furniture is enough where there are many."""
_PAGES = 20_000
"""A text of more blocks is no page."""
_DENSE = 0.2
"""So much of an article's lines are text; a specification, or a program, has fewer."""
_MOST = 400
"""Letters of one paragraph that count."""
_FRAGMENT, _FURNITURE, _LINK = -60, -160, -40
"""What lines that are no sentences count, in letters of text."""
_AGAIN = 0.2
"""A second stretch with so much of the text of the first is of the article too."""
_STRETCHES = 12
_ABOVE = 25
"""Lines above the text among which the headline is looked for."""
_ENOUGH = 1.6
_TEASER, _TEASERS = 250, 3
"""Letters of a sentence that leads to another story, and so many of them that they are a list."""
_LONG, _MUCH = 100, 0.25
"""Letters of what is no short line, and how much of it is little beside an article."""
_FEW_WORDS = 4
_UNSURE = frozenset({"text", "plain", "short-line", "no-final-stop", "below-headline"})
_SHORTEST, _STANDFIRST, _HEADLINE = 20, 70, 140
_FURTHEST, _FAR = 60, 10
_WORD = re.compile(r"[^\W\d_\u3040-\u9fff]{5,}")
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2,}")
_RELATED = re.compile(
    r"related(?: (?:articles?|stories|news|content|topics|posts|links|coverage))?"
    r"|more (?:articles|stories|news|coverage)"
    r"|read (?:more|also|next)"
    r"|sur le même (?:sujet|thème)|(?:à )?lire aussi|mehr zum thema|lesen sie auch|zum thema|auch interessant"
    r"|(?:notas|noticias|notícias) relacionadas|(?:lea|leia|lee|leer|veja) (?:también|também|más|mais)"
)
"""What stands above the headlines of other stories."""
_READ = 20
"""Paragraphs in whose beginnings the words of a headline are looked for."""


class Article(NamedTuple):
    """The parts of a page that are its article: from `begin` to before `end`."""

    begin: int
    end: int
    headed: bool
    """Its headline was found."""
    text: int
    """Where its first paragraph begins, in the document."""


class _Line(NamedTuple):
    weight: int
    text: bool
    fragment: bool
    furniture: bool


def find_article(draft: Draft) -> Article | None:
    """The article of a page that was copied as a whole, its headline decided; None where the text is no such page."""
    parts = draft.parts
    if not _FRAGMENTS < len(parts) <= _PAGES:
        return None
    seen = _lone_halved([_seen(draft, part) for part in parts])
    if not any(line.furniture for line in seen):
        return None
    first, last = _main(seen)
    texts = [part for part, line in zip(parts[first : last + 1], seen[first : last + 1], strict=True) if line.text]
    if len(texts) < _FEWEST_TEXTS or sum(part.end - part.start for part in texts) < _FEWEST_LETTERS:
        return None
    if len(texts) < _DENSE * (last + 1 - first):
        return None
    outside = seen[:first] + seen[last + 1 :]
    fragments, furniture = sum(line.fragment for line in outside), sum(line.furniture for line in outside)
    if fragments < _FRAGMENTS or furniture < (_CERTAIN if fragments < _MANY else 1):
        return None
    headline = _headline(
        draft,
        seen,
        first,
        _words(" ".join(draft.extracted.text[part.start : part.start + _MOST] for part in texts[:_READ])),
    )
    begin = first
    if headline is not None:
        parts[headline].decide("headline", "page-headline")
        begin = headline
        while begin and headline - begin < 2 and signs_or_dates(lines.plain(parts[begin - 1].line)):
            begin -= 1
    return Article(begin, _end(parts, seen, last), headline is not None, parts[first].start)


def leave_out(draft: Draft, article: Article) -> None:
    """Decide what stands around the article (lines that are no text, single sentences among such lines) and buttons.

    Where what would be left out besides short lines is much beside the article, the article may be another one, or
    consist of short pieces: then only short lines are left out.
    """
    parts = draft.parts
    text = [_is_prose(part) for part in parts]
    around = [*range(article.begin), *range(article.end, len(parts))]
    lone = {number for number in around if text[number] and not any(text[max(0, number - 1) : number + 2 : 2])}
    listed = sum(number >= article.end for number in lone) >= _TEASERS
    short: list[Part] = []
    long: list[Part] = []
    for number in around:
        part = parts[number]
        if part.decided or (text[number] and not _is_teaser(text, number, part, article, number in lone and listed)):
            continue
        (long if text[number] or part.end - part.start > _LONG else short).append(part)
    inside = sum(part.end - part.start for part in parts[article.begin : article.end] if is_text(part))
    few = sum(part.end - part.start for part in long) <= _MUCH * inside
    for part in (*short, *(long if few else ())):
        part.decide("boilerplate", "around-article")
    for part in parts[article.begin : article.end]:
        _button(draft, part, above=part.start < article.text)


def _button(draft: Draft, part: Part, *, above: bool) -> None:
    """Buttons in the text; `above` it, words of menus too, and what else is too short to sum an article up."""
    line = lines.plain(part.line)
    if not line or part.rule not in _UNSURE:
        return
    if is_furniture(line, draft.common, menus=above):
        part.decide("boilerplate", "page-button")
    elif above and is_fragment(line) and len(line.split()) <= _FEW_WORDS:
        part.decide("boilerplate", "below-headline")


def _is_teaser(text: Sequence[bool], number: int, part: Part, article: Article, listed: bool) -> bool:
    """Whether a paragraph outside the article is a sentence or two that lead to another story."""
    length = part.end - part.start
    if number < article.end:
        return article.headed and length <= _TEASER and sum(text[max(0, number - 2) : number + 3]) == 1
    return (listed and length <= _MOST) or (length <= _TEASER and sum(text[number - 2 : number + 3]) == 1)


def _is_prose(part: Part) -> bool:
    return is_text(part) or (part.kind == "prose" and (not part.line or len(part.line) > _MOST // 2))


def _seen(draft: Draft, part: Part) -> _Line:
    line = lines.plain(part.line) if part.line else ""
    if part.decided:
        return _Line(0, False, False, part.kind == "boilerplate")
    if line and is_furniture(line, draft.common):
        return _Line(_FURNITURE, False, True, True)
    if is_text(part):
        return _Line(min(part.end - part.start, _MOST), True, False, False)
    if not line:
        return _Line(0, False, False, False)
    if lines.ends_sentence(line):
        return _Line(len(line) // 2, False, False, False)
    if is_fragment(line):
        return _Line(_FRAGMENT, False, True, False)
    return _Line(0 if len(line) > 160 or line.endswith((":", ",")) else _LINK, False, True, False)


def _lone_halved(seen: list[_Line]) -> list[_Line]:
    """A paragraph between two lines that are none may be what a story elsewhere begins with: it counts half."""
    lone = [False, *(b.text and a.fragment and c.fragment for a, b, c in zip(seen, seen[1:], seen[2:], strict=False))]
    return [
        line._replace(weight=line.weight // 2) if one else line for line, one in zip(seen, [*lone, False], strict=True)
    ]


def _main(seen: Sequence[_Line]) -> tuple[int, int]:
    """First and last line of the stretch with the most text, further ones of its kind included."""
    first, last, weight = _heaviest(seen, 0, len(seen))
    weight = max(1, weight)
    for _ in range(_STRETCHES):
        above = _heaviest(seen, 0, first)
        below = _heaviest(seen, last + 1, len(seen))
        if _goes_on(seen[above[0] : first], above[2] / weight) or _leads_up(seen[above[0] : first]):
            first = above[0]
        elif _goes_on(seen[last + 1 : below[1] + 1], below[2] / weight):
            last = below[1]
        else:
            break
    return first, last


def _goes_on(between: Sequence[_Line], share: float) -> bool:
    """Whether a second stretch, and what parts it from the first, is of the same article: where furniture stands
    between them, only if it is long and text prevails."""
    texts = sum(line.text for line in between)
    if any(line.furniture for line in between):
        return share >= _AGAIN and texts >= _FEWEST_TEXTS and texts > sum(line.fragment for line in between)
    return share > 0 and sum(a.text and b.text for a, b in pairwise(between)) >= 2


def _leads_up(above: Sequence[_Line]) -> bool:
    """Whether a stretch above the text may be its beginning: nothing of a page stands between."""
    return sum(line.text for line in above) >= 2 and not any(line.furniture for line in above)


def _heaviest(seen: Sequence[_Line], begin: int, stop: int) -> tuple[int, int, int]:
    best = (begin, begin, 0)
    weight, first = 0, begin
    for number in range(begin, stop):
        if weight <= 0:
            weight, first = 0, number
        weight += seen[number].weight
        if weight > best[2]:
            best = (first, number, weight)
    return best


def _headline(draft: Draft, seen: Sequence[_Line], first: int, words: frozenset[str]) -> int | None:
    """The line above the text that is most like its headline; the text may begin with it, if it ends as a sentence."""
    parts = draft.parts
    best, most = None, _ENOUGH
    other: int | None = None
    far = 0
    signed = _FAR
    """Lines down to the next one that says who wrote the article, or when."""
    for number in range(first, max(-1, first - _FURTHEST), -1):
        part = parts[number]
        line = lines.plain(part.line) if part.line else ""
        far += not seen[number].furniture
        signed += 1
        if far > _ABOVE:
            break
        if _signs_or_dates(line):
            signed = 0
        elif (
            _may_be_headline(part, line, seen[number])
            and not _gathered(draft, part)
            and (number < first or line.endswith(("!", "?", "！", "？")))
        ):
            score = _likeness(line, words) + max(0.0, 1.8 - 0.3 * signed) - 0.06 * far
            score += 0.5 if _alone(draft.extracted.text, part) else 0.0
            if score > most or (best is not None and _above_standfirst(parts[best], best - number, line, words)):
                best, most = number, max(score, most)
        elif best is not None and best - number < 8 and _RELATED.fullmatch(line.strip(" .:*»›>").casefold()):
            best, other, most = None, best, _ENOUGH
    return other if best is None else best


def _above_standfirst(below: Part, lines_below: int, line: str, words: frozenset[str]) -> bool:
    """Whether a line is the headline, and what was taken for it the line or two that sum the article up below it."""
    shorter = _SHORTEST <= len(line) < len(below.line) > _STANDFIRST
    return lines_below <= 3 and shorter and _likeness(line, words) >= _ENOUGH + 0.4


def _may_be_headline(part: Part, line: str, seen: _Line) -> bool:
    if not line or part.decided or seen.furniture or len(line) > _HEADLINE or not looks_like_headline(line):
        return False
    return not (lines.picture(line) or lines.is_section(line) or line.startswith(("http", "www.")))


def _signs_or_dates(line: str) -> bool:
    """Whether a short line says who wrote an article or when, among other things."""
    return bool(line) and (signs_or_dates(line) or (len(line) <= 100 and find_date(line) is not None))


def _likeness(line: str, words: frozenset[str]) -> float:
    """How like the headline of a text with these words a line is by what it says and how long it is."""
    said = _words(line)
    score = 3.0 * len(said & words) / max(3, len(said))
    score += 1.0 if len(line) >= 25 or line[0] > "\u3040" else 0.0 if len(line) >= 12 else -1.0
    return score - (2.0 if "|" in line or "›" in line or " > " in line else 0.0)


def _gathered(draft: Draft, part: Part) -> bool:
    """Whether short lines were put together that are more likely links below each other than one wrapped line."""
    rows = draft.extracted.text[part.start : part.end].split("\n")
    return len(rows) > 1 and min(map(len, rows)) < 20


def _alone(text: str, part: Part) -> bool:
    before, after = text[max(0, part.start - 2) : part.start], text[part.end : part.end + 2]
    return before in ("", "\n\n") and after == "\n\n"


def _words(text: str) -> frozenset[str]:
    """Longer words; of scripts without spaces between words, every two signs."""
    signs = (text[at : at + 2] for run in _SIGNS.finditer(text) for at in range(run.start(), run.end() - 1))
    return frozenset(word.casefold() for word in _WORD.findall(text)) | frozenset(signs)


def _end(parts: Sequence[Part], seen: Sequence[_Line], last: int) -> int:
    """Where the article ends: who signs it and short sentences below the text are of it."""
    end = last + 1
    while end < len(parts) and end - last <= 3 and not seen[end].furniture:
        line = lines.plain(parts[end].line)
        if not (line and (signs_or_dates(line) or (lines.ends_sentence(line) and not seen[end].fragment))):
            break
        end += 1
    return end
