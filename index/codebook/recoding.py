"""What becomes of the codes of one's own passages when the codebook is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from index.annotations.putting_back import later
from index.annotations.record import from_record, to_record
from index.annotations.undo import Change, ChangedSince

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation
    from index.annotations.lines import Record
    from index.annotations.store import LayerStore, Lookup

KIND: Final = "codes"
"""What these changes are called in the undo log."""
_URN: Final = "urn:uuid:"

Codes = tuple[str, ...]
Become = Callable[["Annotation"], "Codes | None"]
"""The codes that a passage has afterwards; None where nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Recoded:
    """What was done, in words, and to how many passages."""

    words: str
    marked: int = 0
    """Of one's own whose codes were changed."""
    deleted: int = 0
    """Of one's own that carried nothing else, and went."""
    undoable: bool = True

    def __str__(self) -> str:
        changed = f" · {_number(self.marked)} changed" if self.marked else ""
        gone = f" · {_number(self.deleted)} with nothing else deleted" if self.deleted else ""
        return f"{self.words}{changed}{gone}{'' if self.undoable else ' · too much to be undone at once'}"


def own_changes(store: LayerStore, become: Become) -> dict[str, tuple[Codes, Codes | None]]:
    """By id, the codes of one's own passages before and after, where they differ."""
    found: dict[str, tuple[Codes, Codes | None]] = {}
    for annotation in store.annotations():
        if annotation.layer == store.own_layer and (after := become(annotation)) != annotation.codes:
            found[annotation.id] = (annotation.codes, after)
    return found


def records(lookup: Lookup, layer: str, wanted: Mapping[str, Codes | None], was: Mapping[str, Any]) -> list[Record]:
    """The records that give passages other codes, or delete them. Raises ChangedSince where one is not as `was` says.

    Nothing else of a passage is looked at: a note that was changed meanwhile stays changed.
    """
    made = []
    for id, codes in wanted.items():
        before = lookup(id)
        old = from_record(before, layer) if before is not None else None
        if old is None or (None if old.deleted else old.codes) != was[id]:
            raise ChangedSince("a passage of that code has been changed since by something else; nothing was done")
        codes_now = old.codes if codes is None else codes
        new = replace(old, codes=codes_now, deleted=codes is None, updated=later(old.updated))
        made.append(to_record(new, before))
    return made


def changes_for(layer: str, made: Mapping[str, tuple[Codes, Codes | None]]) -> list[Change]:
    """For the undo log: passages that change alike together, so that very many fit into a line of it."""
    groups: dict[tuple[Codes, Codes | None], list[str]] = {}
    for id, way in made.items():
        groups.setdefault(way, []).append(id.removeprefix(_URN))
    return [
        Change(KIND, layer, " ".join(ids), list(before), list(after) if after is not None else None)
        for (before, after), ids in groups.items()
    ]


def read_back(changes: Iterable[tuple[Change, Any]]) -> tuple[dict[str, Codes | None], dict[str, Codes | None]]:
    """What a deed of the log wants passages to have, and what they are to have now, by id."""
    wanted: dict[str, Codes | None] = {}
    was: dict[str, Codes | None] = {}
    for change, value in changes:
        for short in change.id.split():
            id = short if ":" in short else _URN + short
            wanted[id], was[id] = _codes(value), _codes(change.before)
    return wanted, was


def _codes(value: Sequence[str] | None) -> Codes | None:
    return tuple(value) if value is not None else None


def _number(count: int) -> str:
    return "1 passage of yours" if count == 1 else f"{count:,} passages of yours"
