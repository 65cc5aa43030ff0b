"""Numbers for what has none: the same thing has the same number in every file that is written."""

from __future__ import annotations

import json
import uuid
from typing import Final

_OURS: Final = uuid.UUID("6f1d3c4e-52a5-5b8e-9a5c-3f0f4d1b7c11")
_URN: Final = "urn:uuid:"


def guid(kind: str, *parts: str) -> str:
    """The number of a thing of a kind, by what tells it from others."""
    return str(uuid.uuid5(_OURS, json.dumps([kind, *parts])))


def guid_of_id(id: str) -> str | None:
    """The number that an id already is, written as the id has it; None where it is none."""
    number = id.removeprefix(_URN)
    try:
        return number if id.startswith(_URN) and str(uuid.UUID(number)) == number else None
    except ValueError:
        return None


def id_of_guid(number: str) -> str | None:
    """An id for what a file gives a number; None where that is no such number."""
    try:
        return _URN + str(uuid.UUID(number.strip().strip("{}")))
    except ValueError:
        return None


def same(number: str) -> str:
    """A number as it is compared: with or without braces, in whatever case."""
    return number.strip().strip("{}").lower()
