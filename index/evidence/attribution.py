"""Whether the one whom a draft gives words to is the one whom the ledger gives them to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from index.search.tokens import words

if TYPE_CHECKING:
    from index.entities.naming import Naming
    from index.evidence.draft import Quoted
    from index.evidence.matching import Place
    from index.quotation import Quotation

Agreement = Literal["same", "other", "contested", "unknown"]
_NAMED: Final = frozenset({"named", "institution", "pronoun", "contested"})
"""How a speaker must be known in the ledger for another one to be wrong."""
_BETTER: Final[dict[Agreement, int]] = {"same": 0, "contested": 1, "other": 2, "unknown": 3}


class Attribution(NamedTuple):
    """Who speaks by the ledger, and whether that is whom the draft names."""

    agreement: Agreement
    speaker: str | None
    place: Place | None = None

    @property
    def rank(self) -> int:
        """The lower, the better it speaks for the draft."""
        return _BETTER[self.agreement]


class Attributions:
    """Compares speakers by all the names that they go by. For one thread."""

    def __init__(self, naming: Naming | None) -> None:
        self._naming = naming
        self._quoted: dict[str, list[Quotation]] = {}

    def judge(self, quoted: Quoted, place: Place) -> Attribution:
        """Whom the ledger gives the words at a place to."""
        here = [each for each in self._ledger(place.document) if each.start < place.end and place.start < each.end]
        found = [self._judge(quoted, each) for each in here]
        best = min(found, key=lambda each: each.rank, default=Attribution("unknown", None))
        return best._replace(place=place)

    def best(self, quoted: Quoted, places: Sequence[Place]) -> Attribution:
        """The place at which the ledger agrees with the draft, else the first at which it names somebody."""
        return min((self.judge(quoted, place) for place in places), key=lambda each: each.rank)

    def _ledger(self, path: str) -> list[Quotation]:
        if path not in self._quoted:
            self._quoted[path] = self._naming.speaking.of(path) if self._naming is not None else []
        return self._quoted[path]

    def _judge(self, quoted: Quoted, known: Quotation) -> Attribution:
        readings = [(each.speaker, each.entity) for each in known.readings]
        speaker = " or ".join(dict.fromkeys(name for name, _ in readings)) if readings else known.speaker
        if known.status not in _NAMED or not speaker:
            return Attribution("unknown", speaker)
        if quoted.speaker is None:
            return Attribution("contested" if readings else "unknown", speaker)
        which = readings or [(known.speaker or "", known.entity)]
        if any(self._same(quoted, *each) for each in which):
            return Attribution("contested" if readings else "same", speaker)
        if not any(_comparable(quoted.entity, entity) for _, entity in which):
            return Attribution("unknown", speaker)
        return Attribution("other", speaker)

    def _same(self, quoted: Quoted, name: str, entity: str | None) -> bool:
        assert quoted.speaker is not None
        naming = self._naming
        both = naming is not None and quoted.entity is not None and entity is not None
        if both and naming.current(quoted.entity) == naming.current(entity):  # type: ignore[union-attr,arg-type]
            return True
        mine = _bare(quoted.speaker)
        return any(
            mine and (mine <= theirs or theirs <= mine) for theirs in map(_bare, self._names(name, entity)) if theirs
        )

    def _names(self, name: str, entity: str | None) -> Iterator[str]:
        yield name
        found = self._naming.entity(self._naming.current(entity)) if self._naming is not None and entity else None
        if found is not None:
            yield found.name
            yield from found.aliases


def _bare(name: str) -> frozenset[str]:
    """The words of a name without titles."""
    from index.understanding.grouping import normalised

    return frozenset(words(normalised(name, "PERSON"))) or frozenset(words(name))


def _comparable(one: str | None, other: str | None) -> bool:
    """Not where a person speaks here and an office there: he may speak for it."""
    return _kind(one) == _kind(other)


def _kind(entity: str | None) -> str:
    return entity.partition(":")[0] if entity is not None else "person"


def shown(speakers: Iterable[str | None]) -> str:
    """Names on one line."""
    return ", ".join(" ".join(name.split()) for name in speakers if name)
