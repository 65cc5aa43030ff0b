"""The rows of the list of quotations: narrowed, in an order, divided by speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from index.asking.sayings import Gathered
    from index.quotation import Quotation, Said

Order = Literal["document", "date", "speaker", "length"]
Look = Literal["all", "look", "contested", "unknown"]
"""look: what is contested or unknown."""
Place = tuple[str, int, int]


class SaidView(NamedTuple):
    """What of the quotations is shown, and how."""

    name: str = ""
    """Those of a speaker; "" = all."""
    entity: str | None = None
    """The same by an id."""
    look: Look = "all"
    order: Order = "document"
    backwards: bool = False
    by_speaker: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class SpeakerHeading:
    """What stands above the quotations of one speaker."""

    name: str
    """"" for those of whom nobody knows."""
    number: int


class SaidList(list["Said | SpeakerHeading"]):
    """Rows, and where each of them is."""

    def __init__(self, rows: Iterable[Said | SpeakerHeading] = ()) -> None:
        super().__init__(rows)
        self.at: dict[Place, int] = {
            row.place: at for at, row in enumerate(self) if not isinstance(row, SpeakerHeading)
        }

    def said_at(self, at: int) -> Said | None:
        """The quotation of a row; None where there is none."""
        row = self[at] if 0 <= at < len(self) else None
        return None if isinstance(row, SpeakerHeading) else row

    @property
    def number(self) -> int:
        """Quotations in it."""
        return len(self.at)

    @property
    def said(self) -> Iterator[Said]:
        """Those."""
        return (row for row in self if not isinstance(row, SpeakerHeading))

    @cached_property
    def documents(self) -> int:
        """Documents that they stand in."""
        return len({path for path, _, _ in self.at})


def listing(
    gathered: Gathered,
    view: SaidView,
    is_by: Callable[[Quotation], bool] | None,
    cancelled: Callable[[], bool] = lambda: False,
) -> SaidList:
    """The rows of a view. `is_by`: whether a quotation is by the speaker whom the view names."""
    words = view.words.casefold().split()
    rows = [
        said
        for said in chain.from_iterable(gathered.by_path.values())
        if (is_by is None or is_by(said.quotation))
        and (view.look == "all" or needs_look(said.quotation, view.look))
        and (not words or (not cancelled() and _holds(said, words)))
    ]
    if view.order == "date":
        rows.sort(key=lambda said: said.document.date or "", reverse=view.backwards)
        rows.sort(key=lambda said: not said.document.date)
    elif view.order == "speaker":
        names = {said.place: _called(said).casefold() for said in rows}
        rows.sort(key=lambda said: names[said.place], reverse=view.backwards)
        rows.sort(key=lambda said: not names[said.place])
    elif view.order == "length":
        rows.sort(key=lambda said: said.quotation.end - said.quotation.start, reverse=not view.backwards)
    elif view.backwards:
        rows.reverse()
    return SaidList(_divided(rows) if view.by_speaker else rows)


def needs_look(quotation: Quotation, look: Look = "look") -> bool:
    """Whether its speaker is contested or unknown."""
    from index.quotation import BY_READER, NOT_QUOTED

    if quotation.rule in (BY_READER, NOT_QUOTED):
        return False
    return quotation.status in (("contested", "unknown") if look == "look" else (look,))


def _divided(rows: Sequence[Said]) -> Iterator[Said | SpeakerHeading]:
    """Under a heading for each speaker, those of most quotations first, those of whom nobody knows last."""
    groups: dict[tuple[str, ...], list[Said]] = {}
    for said in rows:
        quotation = said.quotation
        key = (quotation.entity,) if quotation.entity else tuple(name.casefold() for name in said.speakers)
        groups.setdefault(key, []).append(said)
    named = [(Counter(map(_called, some)).most_common(1)[0][0], some) for some in groups.values()]
    for name, some in sorted(named, key=lambda group: (not group[0], -len(group[1]), group[0].casefold())):
        yield SpeakerHeading(name, len(some))
        yield from some


def _called(said: Said) -> str:
    return " or ".join(said.speakers)


def _holds(said: Said, words: Sequence[str]) -> bool:
    row = said.document
    parts = (said.words, *said.speakers, row.title or "", row.path, row.source or "")
    text = " ".join(parts).casefold()
    return all(word in text for word in words)
