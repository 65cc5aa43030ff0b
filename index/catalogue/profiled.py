"""What one needs to make the page of an entity: texts with their blocks, mentions and quotations, many at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from index.catalogue.damage import tells_damage
from index.catalogue.packing import unpack_blocks, unpack_mentions
from index.catalogue.quoted import unpacked
from index.document import Block, Mention
from index.quotation import Quotation

Rows = Callable[[str, tuple[Any, ...]], Iterable[Any]]
"""Runs a query."""
_AT_ONCE: Final = 16


class Analysed(NamedTuple):
    """One document as it was analysed."""

    number: int
    text: str
    packed_blocks: str
    mentions: list[Mention]
    packed_quotations: str | None
    moved: dict[str, str]
    """From ids made inside the document to those of the collection, where they differ."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its blocks."""
        return unpack_blocks(self.packed_blocks)

    @property
    def quotations(self) -> list[Quotation]:
        """Its quotations, in order of position."""
        return unpacked(self.packed_quotations, self.moved) if self.packed_quotations else []


@tells_damage
class ProfiledReader:
    """Reads documents a few at a time."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def documents(self, numbers: Sequence[int]) -> Iterator[Analysed]:
        """Documents in the order of their numbers given; those that are not analysed are left out."""
        for at in range(0, len(numbers), _AT_ONCE):
            part = numbers[at : at + _AT_ONCE]
            some = (json.dumps(part),)
            moved: dict[int, dict[str, str]] = {}
            for document, local, entity in self._rows(
                "SELECT document, local, entity FROM json_each(?) AS some JOIN named ON document = some.value"
                " WHERE local <> entity",
                some,
            ):
                moved.setdefault(document, {})[local] = entity
            found = {
                row[0]: row
                for row in self._rows(
                    "SELECT t.document, t.text, t.blocks, a.mentions, q.rows FROM json_each(?) AS some"
                    " JOIN texts AS t ON t.document = some.value JOIN analyses AS a ON a.document = t.document"
                    " LEFT JOIN quotations AS q ON q.document = t.document",
                    some,
                )
            }
            for number in part:
                if number in found:
                    _, text, blocks, mentions, quotations = found[number]
                    names = moved.get(number, {})
                    yield Analysed(number, text.decode(), blocks, unpack_mentions(mentions, names), quotations, names)
