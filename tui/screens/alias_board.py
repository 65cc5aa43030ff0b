"""The alias board: names that may be one, with what speaks for it and what against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from tui.display import cells, fit
from tui.screens.page import Page
from tui.widgets.line_view import kind_role
from tui.widgets.row_list_cells import Line, columns, width_of_line

if TYPE_CHECKING:
    from index.document import Entity
    from index.entities.suggestion import Suggestion
    from tui.commands.command import Context

WHY: Final = {
    "spelling": "spelt nearly alike",
    "sound": "sounds alike",
    "initials": "first name or its letter",
    "longer": "a name more between",
    "plural": "one, and many",
    "order": "same words, other order",
    "initialism": "first letters of the words",
    "surname": "surname alone",
    "kind": "one name, two kinds",
}


SIGNS: Final = 7
"""Cells of what stands between two names and behind them."""


class AliasBoard(Page["Suggestion"]):
    """Two names, the evidence, and a place where each of them stands."""

    NAME: ClassVar[str] = "aliases"
    CONTEXT: ClassVar[Context] = "aliases"
    ITEM_HEIGHT: ClassVar[int] = 4
    STAYS: ClassVar[bool] = True

    def list_items(self) -> Sequence[Suggestion]:
        """Best first."""
        return self.room.aliases.suggestions

    def title(self) -> Line:
        """How many, and what the keys do."""
        if self.room.aliases.busy:
            return [("Names that may be one", "bright bold"), ("   being compared", "dim")]
        number = "1 pair" if len(self.items) == 1 else f"{len(self.items):,} pairs"
        join, part = self.room.keys_of("join-names"), self.room.keys_of("part-names")
        words = f" · {join} one, {part} two" if join and part else ""
        return [("Names that may be one", "bright bold"), (f"   {number}{words}", "dim")]

    def draw_item(self, item: Suggestion, width: int) -> list[Line]:
        """Names, evidence, and an example of each."""
        why: Line = [(WHY[item.kind], "dim")]
        # Both names are what is asked about: why gives way to them, and then the longer one to the shorter.
        if cells(item.one.name) + cells(item.other.name) + SIGNS + width_of_line(why) >= width:
            why = []
        half = max(1, (width - SIGNS) // 2)
        first = max(half, width - SIGNS - cells(item.other.name))
        one = fit(item.one.name, first)
        names: Line = [
            (one, f"{kind_role(item.one.type)} bold"),
            ("  =  ", "faint"),
            (fit(item.other.name, max(1, width - SIGNS - cells(one))), f"{kind_role(item.other.type)} bold"),
            (" ?", "faint"),
        ]
        told = "" if why else f" · {WHY[item.kind]}"
        return [
            columns(names, why, width) if why else names,
            [(f"  {self._evidence(item)}{told}", "dim"), (f" · {item.against}" if item.against else "", "error")],
            self._example(item.one),
            self._example(item.other),
        ]

    def _evidence(self, item: Suggestion) -> str:
        parts = []
        if item.kind in ("spelling", "sound"):
            parts.append("1 letter differs" if item.letters == 1 else f"{item.letters} letters differ")
        if item.kind == "kind":
            words = self.room.entities.words_of
            parts.append(f"{words(item.one.type)}, {words(item.other.type)}")
        if item.together:
            parts.append("in one document" if item.together == 1 else f"together in {item.together:,} documents")
        if item.company:
            more = f" and {item.shared - len(item.company):,} more" if item.shared > len(item.company) else ""
            parts.append(f"both with {', '.join(item.company)}{more}")
        elif not item.together:
            parts.append("nothing in common")
        return " · ".join(parts)

    def _example(self, entity: Entity) -> Line:
        count: Line = [(f"  {entity.mentions:>4,}× ", "faint")]
        found = self.room.aliases.examples_of(entity.id)
        if found is None:
            return [*count, ("…", "faint")]
        if not found:
            return count
        example = found[0]
        before = example.before[-30:].partition(" ")[2] if len(example.before) > 30 else example.before
        return [*count, (before, "ink"), (example.name, kind_role(entity.type)), (example.after, "ink")]

    def key_of(self, item: Suggestion) -> str:
        """Both ids."""
        return f"{item.one.id} {item.other.id}"

    def text_of(self, item: Suggestion) -> str:
        """Both names, and why."""
        return f"{item.one.name} {item.other.name} {WHY[item.kind]}"

    def open_item(self, item: Suggestion) -> None:
        """Where the rarer of the two stands; n walks on."""
        self.room.aliases.open(item)

    def nothing(self) -> str:
        """None, or none of those words."""
        if self.room.aliases.busy:
            return "the names of the collection are being compared"
        if self.words:
            return f"no pair holds {self.words}; esc shows all"
        return "no two names here look like one"
