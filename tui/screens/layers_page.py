"""Layers: whose marks there are, where two readers differ, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from tui.counted import counted
from tui.display import cells, pad
from tui.screens.page import Page
from tui.screens.results_page import one_line
from tui.session.marking.layer_differences import said
from tui.widgets.row_list_cells import Line, columns

if TYPE_CHECKING:
    from index.layers.agreement import Agreement
    from index.layers.comparing import Difference
    from index.layers.layers import LayerInfo
    from tui.commands.command import Context

SHOWN, HIDDEN, PICKED = "●", "○", "✓"
FIGURE: Final = 8
"""Cells of a figure of agreement."""


class LayersPage(Page["LayerInfo"]):
    """One row a layer, one's own first."""

    NAME: ClassVar[str] = "layers"
    CONTEXT: ClassVar[Context] = "layers"

    def list_items(self) -> Sequence[LayerInfo]:
        """As they were read last."""
        return self.room.layer_choice.infos

    def title(self) -> Line:
        """How many, and which one was picked."""
        choice = self.room.layer_choice
        picked = f" · {choice.first} is picked" if choice.first else ""
        busy = " · being read" if choice.busy else ""
        return [("Layers", "bright bold"), (f"   {len(self.items):,}", "dim"), (picked, "accent"), (busy, "dim")]

    def draw_item(self, item: LayerInfo, width: int) -> list[Line]:
        """Shown or not, name, person; below how much, and what is wrong."""
        if item.beside:
            return [[("  ", ""), (item.name, "ink bold")], [("  ", ""), self._fault(item)]]
        choice = self.room.layer_choice
        shown = item.name not in choice.hidden
        sign = choice.sign(item.name)
        head: Line = [
            (f"{SHOWN if shown else HIDDEN} ", "accent" if shown else "faint"),
            (item.name, "ink bold" if shown else "dim"),
            ("  yours" if item.own else f"  {sign}", "bar"),
            (f"  {item.person}" if item.person not in ("", item.name) else "", "dim"),
            (f"  {PICKED} picked" if choice.first == item.name else "", "accent"),
        ]
        last = item.last_change.replace("T", " ")[:16]
        marks = f"{counted(item.marks, 'mark')} in {counted(item.documents, 'document')}" if item.marks else "no marks"
        below: Line = [("  ", ""), (marks, "dim")]
        if item.faults:
            below += [(" · ", "error"), self._fault(item)]
        return [columns(head, [(last if cells(last) < width // 2 else "", "faint")], width), below]

    def _fault(self, item: LayerInfo) -> tuple[str, str]:
        """What is wrong with its file, in words."""
        if item.conflict:
            key = self.room.keys_of("layer-settle")
            return f"a merge conflict left by git{f'; {key} settles it' if key else ''}", "error"
        fault, others = item.faults[0], len(item.faults) - 1
        line = f"line {fault.line:,}: " if fault.line else ""
        return f"{line}{fault.reason}{f' and {others:,} more' if others else ''}", "error"

    def key_of(self, item: LayerInfo) -> str:
        """Its name."""
        return item.name

    def text_of(self, item: LayerInfo) -> str:
        """Name and person."""
        return f"{item.name} {item.person}"

    def open_item(self, item: LayerInfo) -> None:
        """Show it, or hide it; what is no layer is settled."""
        if item.beside:
            self.room.layer_choice.settle(item)
        else:
            self.room.layer_choice.toggle(item.name)

    def nothing(self) -> str:
        """Being read, or none of those words."""
        if self.room.layer_choice.busy:
            return "reading layers…"
        return f"no layer holds {self.words}; esc shows all" if self.words else "there is no layer"


class DifferencesPage(Page["Difference"]):
    """Where two layers differ."""

    NAME: ClassVar[str] = "differences"
    CONTEXT: ClassVar[Context] = "differences"
    ITEM_HEIGHT: ClassVar[int] = 3
    STAYS: ClassVar[bool] = True

    def list_items(self) -> Sequence[Difference]:
        """By document and position."""
        return self.room.differences.items

    def title(self) -> Line:
        """Whose, how many, of which code."""
        differences = self.room.differences
        one, other = differences.sides or ("", "")
        number = "   being compared" if differences.busy else f"   {differences.number}"
        code = f" · {differences.code}" if differences.code else ""
        return [(f"{one} and {other}", "bright bold"), (number, "dim"), (code, "bar")]

    def draw_item(self, item: Difference, width: int) -> list[Line]:
        """What it is and the passage; below them what each says."""
        one, other = self.room.differences.sides or ("", "")
        what = {"only in a": f"only in {one}", "only in b": f"only in {other}"}.get(item.what, ", ".join(item.parts))
        where = self.room.library.title(item.document)
        lost = "" if item.first.start is not None else f"  {item.first.status}"
        head: Line = [("▎", "bar"), (f"{what} ", "bar"), (f"“{one_line(item.first.annotation.exact)}”", "ink")]
        right: Line = [(lost, "error"), (where if cells(where) < width // 3 else "", "faint")]
        lines = [columns(head, right, width)]
        longest = max(cells(one), cells(other))
        for name, side in ((one, item.one), (other, item.other)):
            words = said(side, item.parts) if side is not None else "not marked"
            lines.append(
                [("▎ ", "bar"), (pad(name, longest + 2), "dim"), (words, "ink" if side is not None else "faint")]
            )
        return lines

    def key_of(self, item: Difference) -> str:
        """Both ids."""
        return item.key

    def text_of(self, item: Difference) -> str:
        """Words, notes, codes, document."""
        sides = [side.annotation for side in (item.one, item.other) if side is not None]
        words = (f"{each.exact} {each.note} {' '.join(each.codes)} {each.kind or ''}" for each in sides)
        return f"{' '.join(words)} {item.document}"

    def open_item(self, item: Difference) -> None:
        """Both in the text."""
        self.room.differences.open(item)

    def nothing(self) -> str:
        """Being compared, none, or none of those words."""
        differences = self.room.differences
        if differences.busy:
            return "the marks of both are being compared"
        if self.words:
            return f"no difference holds {self.words}; esc shows all"
        if differences.code:
            return f"no difference of {differences.code} is left"
        return "they differ nowhere"


class AgreementPage(Page["Agreement"]):
    """How far two readers agree, by document and code."""

    NAME: ClassVar[str] = "agreement"
    CONTEXT: ClassVar[Context] = "agreement"
    ITEM_HEIGHT: ClassVar[int] = 1
    GAP: ClassVar[int] = 0

    def list_items(self) -> Sequence[Agreement]:
        """What all documents come to first."""
        found = self.room.differences.agreements
        return [row for row in found if row.document is None] + [row for row in found if row.document is not None]

    def title(self) -> Line:
        """Whose, and what the columns are."""
        differences = self.room.differences
        one, other = differences.sides or ("", "")
        busy = "   being counted" if differences.busy else "   agree · kappa · alpha · u-alpha · characters"
        return [(f"{one} and {other}", "bright bold"), (busy, "dim")]

    def draw_item(self, item: Agreement, width: int) -> list[Line]:
        """The figures; the document where all codes are meant, else the code; at the edge the characters compared."""
        m = item.measures
        share = "–" if m.percentage is None else f"{m.percentage * 100:.1f}%"
        figures = "".join(f"{_figure(value):>{FIGURE}}" for value in (m.kappa, m.alpha, m.u_alpha))
        left: Line = [(f"{share:>{FIGURE}}{figures}  ", "ink")]
        if item.code is None:
            where = self.room.library.title(item.document) if item.document is not None else "all documents"
            left.append((where, "bright bold"))
        else:
            left.append((f"  {item.code}", "bar"))
        return [columns(left, [(f"{m.units:,}", "faint")], width)]

    def key_of(self, item: Agreement) -> str:
        """Document and code."""
        return f"{item.document}\n{item.code}"

    def text_of(self, item: Agreement) -> str:
        """The same."""
        return f"{item.code or 'all codes'} {item.document or 'all documents'}"

    def open_item(self, item: Agreement) -> None:
        """The differences of its code."""
        differences = self.room.differences
        if differences.sides is not None:
            differences.compare(*differences.sides)
            differences.narrow_to(item.code)

    def nothing(self) -> str:
        """Being counted, or nothing to count."""
        if self.room.differences.busy:
            return "agreement is being counted"
        if self.words:
            return f"no row holds {self.words}; esc shows all"
        return "neither has given a code to a passage; there is nothing to compare"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
