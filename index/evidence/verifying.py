"""A finished draft checked: each of its quotations looked up in the documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from index.errors import Cancelled
from index.evidence.attribution import Attribution, Attributions
from index.evidence.matching import Difference, Match, Place, Sought, is_one_passage, stitched
from index.evidence.pieces import pieces_of
from index.search.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.evidence.draft import Quoted
    from index.evidence.sources import Source, Sources

Status = Literal["exact", "altered", "stitched", "missing", "misattributed", "outside", "aside", "unsupported"]
FAULTS: Final[frozenset[Status]] = frozenset({"altered", "stitched", "missing", "misattributed", "outside"})
"""What keeps a draft from being right."""
LONGEST: Final = 10_000
"""Characters of a quotation that is looked up as one,"""
_MOST_PIECES: Final = 50
"""and the pieces that it may be cut into by what was left out."""
_PARTS: Final = 6
"""Parts of a quotation that are looked for each by itself,"""
_END: Final = 4
_EACH: Final = 8
"""and documents that are looked into for each."""
_SMALL: Final = 4
"""Letters up to which a word of a title may begin small."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation, a figure or a date of a draft, and what was found: `text` is `draft[start:end]`."""

    start: int
    end: int
    text: str
    kind: Literal["quotation", "figure", "date"]
    status: Status
    document: str | None = None
    source_start: int | None = None
    source_end: int | None = None
    differences: tuple[Difference, ...] = ()
    """Counted from the beginning of the quotation."""
    speaker: str | None = None
    """Who speaks by the ledger."""
    claimed: str | None = None
    """Who speaks by the draft."""
    places: tuple[Place, ...] = ()
    """Of what is stitched together: where its pieces stand, in order."""
    reason: str = ""
    """In words."""

    @property
    def is_fault(self) -> bool:
        """True for what keeps the draft from being right."""
        return self.status in FAULTS


class Verifier:
    """Looks up quotations one by one. For one thread."""

    def __init__(
        self,
        sources: Sources,
        attributions: Attributions,
        *,
        only: Collection[int] | None,
        shortest: int,
        reach: int,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """`only`: numbers of the documents that are one's sources, None for all. `shortest`: words below which a
        quotation is told apart. `reach`: characters that an ellipsis may leave out."""
        self._sources = sources
        self._attributions = attributions
        self._only = only
        self._shortest = shortest
        self._reach = reach
        self._cancelled = cancelled

    def check(self, text: str, quoted: Quoted) -> Checked:
        """Look one quotation of a draft up. Raises Cancelled."""
        if self._cancelled():
            raise Cancelled
        quotation = text[quoted.start : quoted.end]
        number = len(words(quotation[:LONGEST]))
        if number < self._shortest:
            said = "1 word" if number == 1 else f"{number} words"
            return _checked(text, quoted, "aside", reason=f"{said}: too short to look up")
        pieces = pieces_of(quotation)
        if len(quotation) > LONGEST or not pieces or len(pieces) > _MOST_PIECES:
            why = "too long to look up" if pieces else "nothing is left of it but what was put in"
            return _checked(text, quoted, "aside", reason=why)
        sought = Sought(quotation, pieces, self._reach)
        longest = max(pieces, key=lambda piece: len(piece.words)).words
        found = self._word_for_word(text, quoted, sought, self._sources.holding(longest, self._only))
        if found is None and self._only is not None:
            found = self._word_for_word(text, quoted, sought, self._sources.holding(longest), status="outside")
        return found or self._otherwise(text, quoted, sought)

    # -- word for word -----------------------------------------------------------------------------------------------

    def _word_for_word(
        self, text: str, quoted: Quoted, sought: Sought, sources: Sequence[Source], status: Status = "exact"
    ) -> Checked | None:
        places = [match.place for source in sources if (match := sought.exact(source))]
        if not places:
            return None
        judged = self._attributions.best(quoted, places)
        place = judged.place or places[0]
        if status == "outside":
            return _checked(text, quoted, status, place, judged, reason="it stands in a document that is none of yours")
        if judged.agreement == "other":
            said = f"{judged.speaker} speaks there, not {quoted.speaker}"
            return _checked(text, quoted, "misattributed", place, judged, reason=said)
        contested = f"who speaks is contested: {judged.speaker}" if judged.agreement == "contested" else ""
        return _checked(text, quoted, "exact", place, judged, reason=contested)

    # -- otherwise ---------------------------------------------------------------------------------------------------

    def _otherwise(self, text: str, quoted: Quoted, sought: Sought) -> Checked:
        candidates = self._candidates(sought, self._only)
        # A word that the quotation cuts is none that the index knows.
        found = self._word_for_word(text, quoted, sought, candidates)
        found = found or self._nearly(text, quoted, sought, candidates)
        if found is None and self._only is not None:
            found = self._nearly(text, quoted, sought, self._candidates(sought, None), ", in none of your sources")
        if found is not None:
            return found
        if quoted.speaker is None and _is_title(sought.text):
            return _checked(text, quoted, "aside", reason="a title or a name, it seems, and in no document")
        return _checked(text, quoted, "missing", reason="nothing like it stands in the documents")

    def _nearly(
        self, text: str, quoted: Quoted, sought: Sought, candidates: Sequence[Source], where: str = ""
    ) -> Checked | None:
        altered = self._altered(sought, candidates)
        nearest = altered.place.document if altered is not None else ""
        places = stitched(sought, sorted(candidates, key=lambda source: source.path != nearest))
        if places and not is_one_passage(places, altered, sought.length, candidates):
            documents = len({place.document for place in places})
            of = "1 document" if documents == 1 else f"{documents} documents"
            said = f"put together from {len(places)} places in {of}{where}"
            first = places[0]
            return _checked(text, quoted, "stitched", first, places=tuple(places), reason=said)
        if altered is None:
            return None
        judged = self._attributions.judge(quoted, altered.place)
        other = f"; {judged.speaker} speaks there, not {quoted.speaker}" if judged.agreement == "other" else ""
        said = f"{_number(altered.errors)} differ{'s' if altered.errors == 1 else ''}{where}{other}"
        return _checked(text, quoted, "altered", altered.place, judged, differences=altered.differences, reason=said)

    def _candidates(self, sought: Sought, only: Collection[int] | None) -> list[Source]:
        found: dict[str, Source] = {}
        parts = [piece.words for piece in sought.pieces[:_PARTS]]
        for part in _halves(parts[0]) if len(parts) == 1 else parts:
            found.update({source.path: source for source in self._sources.holding(part, only)[:_EACH]})
        found.update({source.path: source for source in self._sources.alike(sought.text, only)})
        return list(found.values())

    def _altered(self, sought: Sought, candidates: Sequence[Source]) -> Match | None:
        best: Match | None = None
        for source in candidates:
            if self._cancelled():
                raise Cancelled
            match = sought.altered(source)
            if match is not None and (best is None or match.errors < best.errors):
                best = match
                if best.errors <= 1:
                    break
        return best


def _checked(
    text: str,
    quoted: Quoted,
    status: Status,
    place: Place | None = None,
    judged: Attribution | None = None,
    *,
    differences: tuple[Difference, ...] = (),
    places: tuple[Place, ...] = (),
    reason: str = "",
) -> Checked:
    return Checked(
        quoted.start,
        quoted.end,
        text[quoted.start : quoted.end],
        "quotation",
        status,
        place.document if place is not None else None,
        place.start if place is not None else None,
        place.end if place is not None else None,
        differences,
        " ".join(judged.speaker.split()) if judged is not None and judged.speaker else None,
        " ".join(quoted.speaker.split()) if quoted.speaker else None,
        places,
        reason,
    )


def _halves(text: str) -> list[str]:
    """Its halves, and its first and last words: where something is amiss in one, another finds the passage."""
    found = text.split()
    middle = (len(found) + 1) // 2
    parts = [found[:middle], found[middle:], *((found[:_END], found[-_END:]) if len(found) > 4 * _END else ())]
    return [" ".join(part) for part in parts if len(part) > 1]


def _is_title(text: str) -> bool:
    """Whether words are written as titles are: all but small ones with a capital."""
    found = text.split()
    return all(not word[:1].islower() or (len(word) <= _SMALL and number > 0) for number, word in enumerate(found))


def _number(letters: int) -> str:
    return "1 letter" if letters == 1 else f"{letters:,} letters"
