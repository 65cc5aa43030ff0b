"""What the fields of a query may be asked for in one collection: for completing them as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

from index.asking.condition_values import STATES, THINGS
from index.asking.conditions import HEADED
from index.document import BlockKind
from index.listing import Grouping, ListQuery
from index.search.query import BLOCK

if TYPE_CHECKING:
    from index.rooms import Rooms


def known_values(rooms: Rooms, field: str) -> list[str]:
    """Values of a field, the most frequent first or by alphabet; none where they are not told. Not quick."""
    shelf = rooms.library.shelf()
    catalogue = shelf.catalogue if shelf is not None else None
    if catalogue is not None and field in HEADED:
        return catalogue.headed.values(field)
    known: dict[str, Callable[[], list[str]]] = {
        "is": lambda: list(STATES),
        "has": lambda: list(THINGS),
        BLOCK: lambda: list(get_args(BlockKind)),
        "tag": lambda: [tag for tag, _ in rooms.desk.tags()],
        "source": lambda: _groups(rooms, "source"),
        "date": lambda: _groups(rooms, "date"),
        "path": lambda: _groups(rooms, "folder"),
        "code": lambda: rooms.marks.codebook.names(),
    }
    if catalogue is not None:
        known |= {
            "lang": lambda: catalogue.listed.values("language"),
            "format": lambda: catalogue.listed.values("format"),
            "author": lambda: _with_decided(rooms, catalogue.listed.authors()),
            "speaker": lambda: naming.speaking.speakers() if (naming := rooms.names.naming()) is not None else [],
            "entity": lambda: naming.names() if (naming := rooms.names.naming()) is not None else [],
        }
    return known[field]() if field in known else []


def _groups(rooms: Rooms, group: Grouping) -> list[str]:
    listing = rooms.desk.list_documents(ListQuery(group=group), None)
    return [each.name for each in listing.groups if each.name]


def _with_decided(rooms: Rooms, authors: list[str]) -> list[str]:
    """Authors as documents state them, and below them those that the reader set."""
    decided = (name for decision in rooms.desk.decided().values() for name in decision.authors)
    return list(dict.fromkeys((*authors, *sorted(decided))))
