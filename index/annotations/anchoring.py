"""How an annotation says which passage it means, and how it finds that passage again in a text that has changed.

A passage is looked for at its offsets, then by its words with those around them, then by its words alone, the same once
more with the typography levelled, and at last by what is left of its words. Where two places are as good as each other
none is chosen silently: the mark is shown at the nearest one, as uncertain.

What the reader has settled - where a passage stands, or that it does not stand where it was looked for - comes before
all of this on the text that it was settled on, and on a later text it is what is looked for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.annotations.annotation import Annotation, PlacedAnnotation, Resolution
from index.annotations.normalised import Normalised, level
from index.annotations.occurrences import LONGEST_CONTEXT, Quote, another, find

if TYPE_CHECKING:
    from index.annotations.approximate import Approximate, Scored


_TELLS_APART = LONGEST_CONTEXT - 1
"""All of LONGEST_CONTEXT is kept where even that tells a passage from no other."""


def make_selector(text: str, start: int, end: int, context: int) -> tuple[str, str, str]:
    """The passage, and what stands before and after it: `context` characters each, and on either side more, so that the
    passage with that side alone stands only once. The other side may be edited one day."""
    for reach in _reaches(context):
        before = _whole_character(text, max(0, start - reach))
        if before == 0 or _is_unique(text, text[before:end], before):
            break
    before = _whole_character(text, max(0, start - _beyond(reach, context)))
    for reach in _reaches(context):
        after = min(len(text), end + reach)
        if after == len(text) or _is_unique(text, text[start:after], start):
            break
    after = min(len(text), end + _beyond(reach, context))
    return text[start:end], text[before:start], text[end:after]


def _reaches(context: int) -> Iterator[int]:
    reach = min(context, LONGEST_CONTEXT)
    while reach < LONGEST_CONTEXT:
        yield reach
        reach = max(8, reach * 2) if reach * 2 < LONGEST_CONTEXT or reach == _TELLS_APART else _TELLS_APART
    yield LONGEST_CONTEXT


def _beyond(reach: int, context: int) -> int:
    """As far again, where it took more than usual: so half of what is kept is not what the other places share."""
    return reach if reach <= context or reach >= LONGEST_CONTEXT else min(2 * reach, _TELLS_APART)


def place(annotation: Annotation, text: str, text_sha256: str, *, alike: bool = True) -> PlacedAnnotation:
    """Find the passage of one annotation; without `alike` only its own words, whatever their typography."""
    return Placer(text, text_sha256, alike=alike).place(annotation)


def place_all(annotations: Sequence[Annotation], text: str, text_sha256: str) -> list[PlacedAnnotation]:
    """Find the passages of many annotations of one document, in the order given."""
    placer = Placer(text, text_sha256)
    order = sorted(range(len(annotations)), key=lambda index: annotations[index].start)
    placed = {index: placer.place(annotations[index]) for index in order}
    return [placed[index] for index in range(len(annotations))]


class Placer:
    """Finds passages in one text. Keeps what it computes of the text, and how far the passages before have moved."""

    def __init__(self, text: str, text_sha256: str, *, alike: bool = True) -> None:
        """Without `alike` words that have changed are not looked for."""
        self._text = text
        self._look_for_alike = alike
        self._sha = text_sha256
        self._normalised: Normalised | None = None
        self._approximate: Approximate | None = None
        self._shift = 0

    @property
    def steps(self) -> int:
        """What the search for changed words has cost so far, in letters gone through."""
        return self._approximate.effort.steps if self._approximate is not None else 0

    def place(self, annotation: Annotation) -> PlacedAnnotation:
        """Where the passage is now; best called in order of position."""
        settled = annotation.resolution
        if settled is not None and (annotation.text_sha256 != self._sha or settled.text_sha256 == self._sha):
            placed = self._settled(annotation, settled)
        else:
            placed = self._unsettled(annotation)
        here = self._text[placed.start : placed.end] if placed.start is not None else None
        return placed if here is None or here == annotation.exact else replace(placed, here=here)

    def _settled(self, annotation: Annotation, settled: Resolution) -> PlacedAnnotation:
        """By what the reader said; on another text than the one it was said of, that is looked for."""
        if settled.start is None or settled.end is None:
            if settled.text_sha256 != self._sha:
                return self._unsettled(annotation)
            reason = "you said that it does not stand where it was proposed"
            return PlacedAnnotation(annotation, "orphan", None, None, reason, self._about(annotation))
        found = self._unsettled(
            replace(
                annotation,
                text_sha256=settled.text_sha256,
                start=settled.start,
                end=settled.end,
                exact=settled.exact,
                prefix=settled.prefix,
                suffix=settled.suffix,
                resolution=None,
            )
        )
        status = found.status
        if status in ("exact", "moved"):
            same = settled.exact == annotation.exact
            status = "changed" if not same else "exact" if found.start == annotation.start else "moved"
        return replace(found, annotation=annotation, status=status)

    def _unsettled(self, annotation: Annotation) -> PlacedAnnotation:
        start, end = annotation.start, annotation.start + len(annotation.exact)
        here = bool(annotation.exact) and self._text.startswith(annotation.exact, start)
        if here and (self._sha == annotation.text_sha256 or self._same_context(annotation, start)):
            return PlacedAnnotation(annotation, "exact", start, end)
        if self._shift and self._stands_at(annotation, start + self._shift):
            return self._placed(annotation, start + self._shift, None)
        if not annotation.exact.strip():
            reason = "there are no words in it to look for"
            return PlacedAnnotation(annotation, "orphan", None, None, reason, self._about(annotation))
        return self._search(annotation)

    def _about(self, annotation: Annotation) -> int:
        """About where the passage stood, in the text as it is."""
        return min(max(0, annotation.start + self._shift), len(self._text))

    def _search(self, annotation: Annotation) -> PlacedAnnotation:
        """The stages, from strict to lenient; the first that leaves no doubt decides, else the first with a place."""
        doubtful: PlacedAnnotation | None = None
        stages = (self._as_it_stands, self._levelled, self._much_like_it)
        lost = self._approximate is not None and self._approximate.lacks(level(annotation.exact.strip()))
        for stage in stages[-1:] if lost else stages:
            for result in stage(annotation):
                if result.status != "uncertain" and not (doubtful is not None and result.status == "orphan"):
                    return result
                doubtful = doubtful or result
        assert doubtful is not None, "the last stage says so where it finds nothing"
        return doubtful

    def _as_it_stands(self, annotation: Annotation) -> Iterator[PlacedAnnotation]:
        near = annotation.start + self._shift
        quote = Quote(annotation.exact, annotation.prefix, annotation.suffix, near, _stood_twice(annotation))
        if (found := find(self._text, quote, strict=True)) is not None:
            yield self._placed(annotation, found.start, found.doubt)

    def _level_text(self) -> Normalised:
        self._normalised = self._normalised or Normalised(self._text)
        return self._normalised

    def _level_quote(self, annotation: Annotation) -> tuple[Quote, int]:
        """What is looked for in the levelled text, and how much white space the passage begins with."""
        words = annotation.exact.strip()
        lead = len(annotation.exact) - len(annotation.exact.lstrip())
        quote = Quote(
            level(words),
            level(annotation.prefix + annotation.exact[:lead]),
            level(annotation.exact[lead + len(words) :] + annotation.suffix),
            self._level_text().place_of(max(0, annotation.start + lead + self._shift)),
            _stood_twice(annotation),
        )
        return quote, lead

    def _levelled(self, annotation: Annotation) -> Iterator[PlacedAnnotation]:
        normalised = self._level_text()
        quote, lead = self._level_quote(annotation)
        if not quote.exact or (found := find(normalised.text, quote, strict=False)) is None:
            return
        start, end = normalised.original_span(found.start, found.start + len(quote.exact))
        doubt = found.doubt
        if found.alone and self._better_elsewhere(quote, found.start):
            doubt = "its words stand here, but what stood around them stands elsewhere"
        at = start - lead
        if at >= 0 and self._text.startswith(annotation.exact, at):
            yield self._placed(annotation, at, doubt)
        else:
            yield PlacedAnnotation(annotation, "uncertain" if doubt else "changed", start, end, doubt)

    # -- words that have changed --------------------------------------------------------------------------------

    def _alike(self, quote: Quote) -> list[Scored]:
        from index.annotations.approximate import Approximate, Sought

        if self._approximate is None:
            self._approximate = Approximate(self._level_text().text)
        return self._approximate.places(Sought(*quote[:4]))

    def _better_elsewhere(self, quote: Quote, start: int) -> bool:
        from index.annotations.approximate import POSSIBLE

        end = start + len(quote.exact)
        best = next(iter(self._alike(quote)), None)
        return best is not None and best.score >= POSSIBLE and (best.end <= start or best.start >= end)

    def _much_like_it(self, annotation: Annotation) -> Iterator[PlacedAnnotation]:
        """The place that is most like the passage, in the bands of how much."""
        from index.annotations.bands import doubt_of

        about = self._about(annotation)
        if not self._look_for_alike:
            reason = "its words are no longer in the text, or not among the words that stood around them"
            yield PlacedAnnotation(annotation, "orphan", None, None, reason, about)
            return
        quote, _ = self._level_quote(annotation)
        found = self._alike(quote) if quote.exact else []
        doubt = doubt_of(quote.exact, found, twice=quote.twice)
        if doubt is not None and doubt.gone:
            yield PlacedAnnotation(annotation, "orphan", None, None, doubt.reason, about)
            return
        best = found[0]
        start, end = self._level_text().original_span(best.start, best.end)
        unsure = doubt.reason if doubt is not None else another(self._level_text().text, quote, best.start, best.end)
        yield PlacedAnnotation(annotation, "uncertain" if unsure else "changed", start, end, unsure, about)

    def _placed(self, annotation: Annotation, start: int, doubt: str | None) -> PlacedAnnotation:
        end = start + len(annotation.exact)
        if doubt:
            return PlacedAnnotation(annotation, "uncertain", start, end, doubt)
        self._shift = start - annotation.start
        return PlacedAnnotation(annotation, "moved" if self._shift else "exact", start, end)

    def _stands_at(self, annotation: Annotation, start: int) -> bool:
        if start < 0 or not annotation.exact or not (annotation.prefix or annotation.suffix):
            return False
        return self._text.startswith(annotation.exact, start) and self._same_context(annotation, start)

    def _same_context(self, annotation: Annotation, start: int) -> bool:
        """True where all that stood before and after the passage stands there too."""
        before = start - len(annotation.prefix)
        after = start + len(annotation.exact)
        return (
            before >= 0
            and self._text.startswith(annotation.prefix, before)
            and self._text.startswith(annotation.suffix, after)
        )


def _is_unique(text: str, words: str, at: int) -> bool:
    return text.find(words) == at and text.find(words, at + 1) < 0


def _stood_twice(annotation: Annotation) -> bool:
    """True where nothing told the passage apart from another in the text that it was marked in."""
    return max(len(annotation.prefix), len(annotation.suffix)) >= LONGEST_CONTEXT


def _whole_character(text: str, at: int) -> int:
    """Back to where a character with its combining marks begins."""
    while 0 < at < len(text) and (unicodedata.combining(text[at]) or text[at] in "\u200d\ufe0f"):
        at -= 1
    return at
