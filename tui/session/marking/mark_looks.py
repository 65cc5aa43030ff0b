"""How a mark looks by its kind and its code: a sign, and the role or colour that it is drawn in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from index.codebook.code import last_part

if TYPE_CHECKING:
    from index.annotations.annotation import Annotation, PlacedAnnotation
    from tui.session.room import Room

LABEL_WIDTH: Final = 8
"""Cells of the gutter for a name."""


class Look(NamedTuple):
    """Sign and role."""

    sign: str
    role: str


@lru_cache(8)
def kinds(setting: tuple[str, ...]) -> Mapping[str, Look]:
    """The kinds of a setting such as `claim ◆ person`, in its order: name, sign, role of the theme."""
    found = {}
    for each in setting:
        name, sign, role = [*each.split(), "", ""][:3]
        found[name] = Look(sign, role or "bar")
    return found


def key_of(mark: PlacedAnnotation) -> str:
    """Tells a mark from every other of its document, those of the same id in another layer included."""
    return f"{mark.annotation.layer} {mark.annotation.id}"


def look_of(annotation: Annotation, room: Room) -> Look:
    """How an annotation is drawn in a list."""
    known = kinds(room.settings.annotations.kinds).get(annotation.kind or "", Look("", "bar"))
    colour = next((colour for code in annotation.codes if (colour := room.codebook.colour_of(code))), None)
    return Look(room.layer_choice.sign(annotation.layer) + known.sign, colour or known.role)


def label_of(annotation: Annotation, room: Room) -> str:
    """What stands beside it in the gutter."""
    sign = kinds(room.settings.annotations.kinds).get(annotation.kind or "", Look("", "")).sign
    name = annotation.codes[0] if annotation.codes else ("note" if annotation.note else annotation.kind or "")
    if len(name) + 2 * bool(sign) > LABEL_WIDTH and annotation.codes:
        name = last_part(name)  # which says more than the beginning does
    return " ".join(filter(None, (room.layer_choice.sign(annotation.layer), sign, name)))


def overlaps(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Stretches where two marks or more lie over each other, with how many, in order."""
    ends: dict[int, int] = {}
    for start, end in spans:
        if start < end:
            ends[start] = ends.get(start, 0) + 1
            ends[end] = ends.get(end, 0) - 1
    found: list[tuple[int, int, int]] = []
    depth, since = 0, 0
    for at in sorted(ends):
        if depth > 1 and ends[at]:
            found.append((since, at, depth))
        if ends[at]:
            depth += ends[at]
            since = at
    return found


def brief(annotation: Annotation) -> str:
    """An annotation in a few words."""
    words = " ".join(annotation.exact.split())
    words = words if len(words) <= 40 else words[:39].rstrip() + "…"
    about = ", ".join(annotation.codes) or ("note" if annotation.note else annotation.kind or "")
    return f"“{words}”" + (f" · {about}" if about else "")
