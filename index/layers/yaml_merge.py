"""The YAML files of `.glossator/` in two versions into one: three ways, key by key, in the text of ours.

What only theirs changed is put into our text, whose comments and order stay. Lists are merged by their items. Where
both changed one value to something else, ours stays, what theirs says is written above it as a comment, and the merge
is reported as a conflict: the file can be read meanwhile, and nothing of it is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from index.annotations.lines import dump
from index.errors import GlossatorError
from index.layers.jsonl_merge import MergedFile
from index.layers.yaml_lists import Piece, relisted
from index.yaml_edits import CannotEdit, Change, Drop, Keys, Put, edited
from index.yaml_tree import AnyNode, BadYaml, Mapping, Scalar, read_tree

_MISSING: Final[Any] = object()
_BOM: Final = "\ufeff"
_LONGEST_COMMENT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that both sides changed."""

    keys: Keys
    theirs: Any
    """What the other side says."""

    @property
    def words(self) -> str:
        """For the terminal."""
        return f"both sides changed {' / '.join(self.keys)}"


@dataclass(slots=True)
class _Plan:
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    lists: list[tuple[Keys, list[Piece]]] = field(default_factory=list)
    """Lists of sections that are put together anew."""


def merge_yaml(base: bytes, ours: bytes, theirs: bytes) -> MergedFile:
    """Merge three versions of a YAML file."""
    if theirs in (ours, base):
        return MergedFile(ours)
    if ours == base:
        return MergedFile(theirs)
    try:
        texts = [data.decode("utf-8").removeprefix(_BOM) for data in (base, ours, theirs)]
        values = [_values(text) for text in texts]
        plan = _Plan()
        _merge_maps(values[0], values[1], values[2], (), plan)
        text = _carried_out(texts[1], texts[2], plan)
    except (UnicodeDecodeError, BadYaml, CannotEdit) as error:
        return MergedFile(_marked(ours, theirs), (f"cannot be merged entry by entry: {error}",))
    bom = _BOM if ours.startswith(_BOM.encode()) else ""
    return MergedFile((bom + text).encode("utf-8"), tuple(each.words for each in plan.conflicts))


def _values(text: str) -> dict[str, Any]:
    root = read_tree(text)
    return root.value if root is not None else {}


def _merge_maps(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], keys: Keys, plan: _Plan) -> None:
    for key in dict.fromkeys([*ours, *theirs]):
        before, mine, other = (side.get(key, _MISSING) for side in (base, ours, theirs))
        _merge_values(before, mine, other, (*keys, key), plan)


def _merge_values(base: Any, mine: Any, other: Any, keys: Keys, plan: _Plan) -> None:
    """Plan what is to be done to ours."""
    if _same(mine, other) or _same(other, base):
        return
    if isinstance(mine, dict) and isinstance(other, dict):
        _merge_maps(base if isinstance(base, dict) else {}, mine, other, keys, plan)
    elif isinstance(mine, list) and isinstance(other, list):
        pieces = _Lists(keys, plan).merge(base if isinstance(base, list) else [], mine, other)
        merged = [piece.value for piece in pieces]
        if not _same(merged, mine) and merged and all(isinstance(each, dict) for each in merged):
            plan.lists.append((keys, pieces))
        elif not _same(merged, mine):
            plan.changes.append(Put(keys, merged))
    elif _same(mine, base):
        plan.changes.append(Drop(keys) if other is _MISSING else Put(keys, other))
    elif other is _MISSING:
        pass  # taken out there and changed here: the change counts
    elif mine is _MISSING:
        plan.changes.append(Put(keys, other))
    else:
        plan.conflicts.append(Conflict(keys, other))


class _Lists:
    """Merges lists item by item; items that are sections are known by their id, number or name."""

    _NAMED_BY: Final = ("id", "number", "name", "path")

    def __init__(self, keys: Keys, plan: _Plan) -> None:
        self._keys = keys
        self._plan = plan

    def merge(self, base: list[Any], mine: list[Any], other: list[Any]) -> list[Piece]:
        """In the order of the side that has changed it; what the other added goes behind what is before it there."""
        named = [self._named(side) for side in (base, mine, other)]
        before, here, there = named
        kept = {name: self._item(name, *named) for name in [*here, *(name for name in there if name not in here)]}
        kept = {name: piece for name, piece in kept.items() if piece.value is not _MISSING}
        # The side that left the order as it was gives way.
        moved = [name for name in here if name in before] != [name for name in before if name in here]
        first, second = (list(here), list(there)) if moved else (list(there), list(here))
        order = [name for name in first if name in kept]
        for at, name in enumerate(second):
            if name in kept and name not in order:
                above = next((other for other in reversed(second[:at]) if other in order), None)
                order.insert(order.index(above) + 1 if above is not None else 0, name)
        return [kept[name] for name in order]

    def _item(self, name: str, base: dict[str, Any], mine: dict[str, Any], other: dict[str, Any]) -> Piece:
        before, one, two = (side.get(name, _MISSING) for side in (base, mine, other))
        ours = Piece(one, False, list(mine).index(name) if name in mine else -1)
        theirs = Piece(two, True, list(other).index(name) if name in other else -1)
        if _same(one, two) or _same(two, before):
            return ours
        if one is _MISSING or (_same(one, before) and not (isinstance(one, dict) and isinstance(two, dict))):
            return theirs
        if two is _MISSING:
            return ours
        inner = _Plan()
        _merge_maps(before if isinstance(before, dict) else {}, one, two, (*self._keys, name), inner)
        self._plan.conflicts += inner.conflicts
        for keys, pieces in inner.lists:
            inner.changes.append(Put(keys, [piece.value for piece in pieces]))
        depth = len(self._keys) + 1
        changes = tuple(replace(change, keys=change.keys[depth:]) for change in inner.changes)
        return Piece(_applied(one, changes), False, ours.at, changes)

    def _named(self, items: list[Any]) -> dict[str, Any]:
        """Items by what they are known by; of the same one twice, the second by its place as well."""
        named: dict[str, Any] = {}
        counts: Counter[str] = Counter()
        for item in items:
            name = dump(item)
            if isinstance(item, dict):
                name = next((f"{key}={item[key]}" for key in self._NAMED_BY if item.get(key) is not None), name)
            named[f"{name}\0{counts[name]}" if counts[name] else name] = item
            counts[name] += 1
        return named


def _applied(value: dict[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """A section with changes made to it, as values."""
    made: dict[str, Any] = {**value}
    for change in changes:
        into = made
        *above, last = change.keys
        for key in above:
            into[key] = dict(into.get(key) or {})
            into = into[key]
        if isinstance(change, Put):
            into[last] = change.value
        else:
            into.pop(last, None)
    return made


def _same(one: Any, other: Any) -> bool:
    if one is _MISSING or other is _MISSING:
        return one is other
    return type(one) is type(other) and bool(one == other)


# -- the text ------------------------------------------------------------------------------------------------------


def _carried_out(text: str, theirs: str, plan: _Plan) -> str:
    """Our text with the changes, and with a comment above each conflict."""
    made = edited(text, plan.changes) if plan.changes else text
    for keys, pieces in plan.lists:
        done = relisted(made, theirs, keys, pieces)
        made = done if done is not None else edited(made, [Put(keys, [piece.value for piece in pieces])])
    for conflict in plan.conflicts:
        made = _commented(made, conflict)
    return made


def _commented(text: str, conflict: Conflict) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    known = sum(1 for _ in _sections(text, conflict.keys))
    where = " / ".join(conflict.keys[max(0, min(known, len(conflict.keys)) - 1) :])
    where = where if known < len(conflict.keys) else conflict.keys[-1]
    said = f"{dump(where)[1:-1]}: {dump(conflict.theirs)}"
    comment = f"# conflict: theirs has {' '.join(said.split())[:_LONGEST_COMMENT]}"
    for at, indent in _places(text, conflict.keys):
        made = f"{text[:at]}{indent}{comment}{newline}{text[at:]}"
        try:
            if _values(made) == _values(text):
                return made
        except GlossatorError:
            continue
    gap = "" if text.endswith("\n") or not text else newline
    return f"{text}{gap}{comment}{newline}"


def _places(text: str, keys: Keys) -> Iterator[tuple[int, str]]:
    """Where a comment on a key may stand: above its line, or above that of a section around it; with its indent."""
    for name in reversed(list(_sections(text, keys))):
        start = text.rfind("\n", 0, name.start) + 1
        indent = text[start : name.start]
        if not indent.strip():
            yield start, indent


def _sections(text: str, keys: Keys) -> Iterator[Scalar]:
    """The keys that stand in the text on the way to a value."""
    section: AnyNode | None = read_tree(text)
    for key in keys:
        if not isinstance(section, Mapping) or key not in section.keys:
            return
        yield section.keys[key]
        section = section.values[key]


def _marked(ours: bytes, theirs: bytes) -> bytes:
    """Both files whole, between git's markers."""

    def lines(data: bytes) -> bytes:
        return data if not data or data.endswith(b"\n") else data + b"\n"

    return b"<<<<<<< ours\n" + lines(ours) + b"=======\n" + lines(theirs) + b">>>>>>> theirs\n"
