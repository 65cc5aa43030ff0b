"""What the reader decided about facts, as it is kept, and laid over what the rules propose.

Decisions name passages, never rows: whatever the rules find, in whatever order, the same decisions give the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from index.annotations.record import moment
from index.facts.cell import Cell, Place, Slot
from index.facts.joined import Joined
from index.facts.row import Row, make_row, with_ids

if TYPE_CHECKING:
    from index.corrections.correction import PlacedCorrection

ABOUT: Final = "fact"
"""What these corrections are about."""
LONGEST_LABEL: Final = 120
_ALIKE: Final = 0.5
"""How much of a passage and a cell is shared where the one means the other."""

What = Literal["same", "apart", "label"]


@dataclass(frozen=True, slots=True)
class FactChoice:
    """One decision on passages: they state one thing, each stands apart, or their row has another label."""

    what: What
    label: str = ""
    """What the row is called from now on; "" leaves that as it is."""

    def as_json(self) -> dict[str, Any]:
        """As it stands in the file."""
        return {"decided": self.what, "label": self.label} if self.label else {"decided": self.what}

    @classmethod
    def of_json(cls, value: Any) -> FactChoice | None:
        """The decision of a line; None where it says nothing."""
        if not isinstance(value, dict) or value.get("decided") not in get_args(What):
            return None
        label = value.get("label")
        return cls(value["decided"], label[:LONGEST_LABEL] if isinstance(label, str) else "")


@dataclass(frozen=True, slots=True)
class _Decided:
    when: tuple[str, str]
    choice: FactChoice
    places: tuple[Place, ...]


def rows_of(cells: Sequence[Cell], proposed: Joined, placed: Iterable[PlacedCorrection]) -> list[Row]:
    """The rows of cells that the rules joined, as the reader decided on them. `cells` are sorted by place."""
    found, decided = _with_passages(cells, placed)
    at = {cell.place: number for number, cell in reversed(list(enumerate(found)))}
    twins = _twins(found)
    parted: dict[int, tuple[str, str]] = {}
    for each in decided:
        if each.choice.what == "apart":
            for place in each.places:
                for number in twins.get(place, (at[place],)):
                    parted[number] = max(parted.get(number, ("", "")), each.when)
    joined = Joined(len(found))
    first: dict[int, int] = {}
    for number in range(len(cells)):
        if number not in parted:
            group = proposed.of(number)
            joined.join(first.setdefault(group, number), number)
    made: set[int] = set(parted)
    for each in decided:
        if each.choice.what == "same":
            able = [at[place] for place in each.places if parted.get(at[place], ("", "")) < each.when]
            made.update(able)
            for number in able[1:]:
                joined.join(able[0], number)
    groups: dict[int, list[int]] = {}
    for number in range(len(found)):
        groups.setdefault(joined.of(number), []).append(number)
    labels = _labels(decided, at, joined)
    return with_ids(
        [
            make_row(
                (found[number] for number in some),
                labels.get(group),
                made=group in labels or not made.isdisjoint(some),
            )
            for group, some in groups.items()
        ]
    )


def _with_passages(cells: Sequence[Cell], placed: Iterable[PlacedCorrection]) -> tuple[list[Cell], list[_Decided]]:
    """The cells, and those that the reader made of passages; decisions with the places of the cells that they mean."""
    by_path: dict[str, list[Cell]] = {}
    some = list(placed)
    wanted = {at.document for each in some for at in each.places if at is not None}
    for cell in cells:
        if cell.path in wanted:
            by_path.setdefault(cell.path, []).append(cell)
    own: dict[Place, Cell] = {}
    decided = []
    for each in some:
        choice = FactChoice.of_json(each.correction.value)
        if choice is None:
            continue
        places: list[Place] = []
        for anchor, at in zip(each.correction.anchors, each.places, strict=True):
            if at is None:
                continue
            like = meant(by_path.get(at.document, ()), at.start, at.end)
            if like is None:
                like = Cell(at.document, at.start, at.end, anchor.exact, Slot("words", ""))
                own[like.place] = like
            places.append(like.place)
        if places:
            when = (moment(each.correction.updated), each.correction.id)
            decided.append(_Decided(when, choice, tuple(dict.fromkeys(places))))
    return [*cells, *(own[place] for place in sorted(own))], decided


def meant(cells: Iterable[Cell], start: int, end: int) -> Cell | None:
    """The cell of one document that a passage means: the one that is it, else the one that shares half of it."""
    best, most = None, 0.0
    for cell in cells:
        shared = min(end, cell.end) - max(start, cell.start)
        if shared <= 0:
            continue
        part = shared / (max(end, cell.end) - min(start, cell.start))
        if part > most:
            best, most = cell, part
    return best if most >= _ALIKE else None


def _twins(cells: Sequence[Cell]) -> dict[Place, tuple[int, ...]]:
    """Words that stand in two cells, a length of time and the date that is counted by it, by place."""
    found: dict[Place, list[int]] = {}
    for number, cell in enumerate(cells):
        found.setdefault(cell.place, []).append(number)
    return {place: tuple(some) for place, some in found.items() if len(some) > 1}


def _labels(decided: Sequence[_Decided], at: dict[Place, int], joined: Joined) -> dict[int, str]:
    """The label of each row that has one: of a decision the row that holds most of its passages takes it, or each of
    those that hold as many: which comes first is chance."""
    found: dict[int, str] = {}
    for each in sorted(decided, key=lambda each: each.when):
        if not each.choice.label:
            continue
        held: dict[int, int] = {}
        for place in each.places:
            row = joined.of(at[place])
            held[row] = held.get(row, 0) + 1
        most = max(held.values())
        found.update((row, each.choice.label) for row in held if held[row] == most)
    return found
